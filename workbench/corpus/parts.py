"""A table in parts: a folder of Parquet files that is complete, or says that it is not.

``_manifest.json`` names each part with its rows and the hash of its files; the name of a part is a
hash of all that it was made from.
"""

import hashlib
import os
from itertools import groupby
from pathlib import Path

import msgspec

from workbench.corpus.streaming import Result
from workbench.corpus.tables import COLUMNS, TYPE, alone

MANIFEST = "_manifest.json"
GROUP = 1000  # rows that a reader passes over together, where they are of another conflict
SPAN = "start", "end", "kind", "rule"
TEXTS = ("doc_id", "text", "noise")
# What can be opened again: documents, their claims, and texts to show them in.
WHOLE = {"documents": COLUMNS["documents"], "claims": COLUMNS["claims"], "texts": TEXTS}
_ARROW = {"string": "string", "datetime64[s]": "timestamp[ms]", "float64": "double",
          "Float64": "double", "Int64": "int64", "int64": "int64", "bool": "bool"}  # fmt: skip


def meant(target: str | None, format: str) -> bool:
    """Whether rows are wanted as a folder of parts.

    >>> meant("out/", "table"), meant("out", "parquet"), meant("out.parquet", "parquet")
    (True, True, False)
    """
    plain = target is None or os.path.isfile(target) or Path(target).suffix
    return bool(target) and (target[-1] in "/\\" or format == "parquet" and not plain)


def manifest(folder: Path) -> dict:
    """What a folder of parts says of itself; {} where it is none."""
    path = folder / MANIFEST
    return msgspec.json.decode(path.read_bytes()) if path.is_file() else {}


def intact(folder: Path, part: dict) -> bool:
    """Whether the files of a part are as they were written."""
    return all(
        (folder / name).is_file() and _sha256(folder / name) == told
        for name, told in part["sha256"].items()
    )


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def whole(path: Path, data) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def rows(table: str, read: list) -> list:
    """The rows of a part; claims by conflict and theme, in the order of documents in these."""
    if table == "documents":
        rows = [[r.document.get(c) for c in COLUMNS["documents"]] for r in read]
        at = COLUMNS["documents"].index("conflict")  # a column holds lists or none
        for row in rows:
            row[at] = [row[at]] if isinstance(row[at], str) else row[at]
        return rows
    if table == "texts":
        return [[*r.rows[0], [dict(zip(SPAN, n, strict=True)) for n in r.noise]] for r in read]
    if table != "claims":
        return [row for r in read for row in r.rows]
    return sorted((row for r in read for row in r.claims), key=_apart)


def _apart(row: list) -> tuple[str, str]:
    """The conflict and theme of a claim."""
    return row[COLUMNS["claims"].index("conflict")] or "", row[COLUMNS["claims"].index("theme")]


def _groups(name: str, rows: list) -> list[int]:
    """The sizes of the groups of a table: what is much of one conflict and theme has its own."""
    runs = [len([*run]) for _, run in groupby(rows, _apart)] if name == "claims" else [len(rows)]
    sizes = [0]
    for size in runs:
        if size >= GROUP // 4 or sizes[-1] >= GROUP // 4:
            sizes.append(0)
        sizes[-1] += size
    return [n for size in sizes for n in [GROUP] * (size // GROUP) + [size % GROUP] if n]


def parquet(name: str, columns: tuple[str, ...], rows: list):
    """A file of Parquet whose columns have the same types in every part."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    at = {"start": pa.int64(), "end": pa.int64()}
    words = {"text": pa.string(), "rule": pa.string()}
    lists = {
        "cues": pa.struct({"label": pa.string(), **at, **words}),
        "noise": pa.struct({**at, "kind": pa.string(), "rule": pa.string()}),
    }
    arrays = []
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    for column, data in zip(columns, values, strict=True):
        one = column == "conflict" and name != "documents"
        kind = _ARROW.get("string" if one else TYPE.get(column, "object"))
        if kind is None:
            arrays.append(pa.array(data, pa.list_(lists.get(column, pa.string()))))
        elif kind == "timestamp[ms]":
            arrays.append(pa.array(data, pa.string()).cast(pa.timestamp("ms")))
        else:
            arrays.append(pa.array(data, kind))
    out = pa.BufferOutputStream()
    table, start = pa.Table.from_arrays(arrays, names=list(columns)), 0
    with pq.ParquetWriter(out, table.schema, compression="zstd") as writer:
        for size in _groups(name, rows):
            writer.write_table(table.slice(start, size))
            start += size
    return out.getvalue()


def results(documents) -> dict[str, Result]:
    """The documents of an Arrow table, by id, as the stream has them."""
    found = {}
    for row in zip(*map(plain, documents.select(COLUMNS["documents"]).columns), strict=True):
        told = dict(zip(COLUMNS["documents"], row, strict=True))
        told["conflict"] = alone(told["conflict"])
        found[told["doc_id"]] = Result(told, [], [])
    return found


def plain(column) -> list:
    """The values of a column as the tables' rows have them: days as text."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32()).cast(pa.string())
    return column.to_pylist()
