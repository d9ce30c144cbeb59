"""A table in parts: a folder of Parquet files that is complete, or says that it is not.

``_manifest.json`` names each part with its rows, the hash of its files and of all that it was made
from. A part takes its name when it is whole. A run that was ended goes on behind the last part that
is there and sound; the bytes are those of a run that was not.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from workbench import __version__, documents
from workbench import codebook as codebooks
from workbench.corpus import cache, streaming
from workbench.corpus.corrections import Corrections
from workbench.corpus.export import CantWrite
from workbench.corpus.tables import COLUMNS, TYPE
from workbench.text.repeated import LEARNED

MANIFEST = "_manifest.json"
PART = 5000  # documents a part: what is held at once, and what a kill costs
GROUP = 1000  # rows that a reader passes over together, where they are of another conflict
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


def write(
    name: str,
    sources: list[documents.Source],
    book: codebooks.Codebook,
    target: str,
    laid: Corrections | None = None,
    **how,
) -> Iterator[documents.Unreadable]:
    """Write a table of documents in parts; gives what had to be left out.

    ``claims`` and ``documents`` give all that ``open`` needs (documents, claims, texts), another
    table itself. Parts that are there are kept where they are sound and made of the same documents,
    corrections (``laid``), code and codebook. ``how`` is that of ``streaming.stream``. Raises
    ValueError for a folder that holds something else, and CantWrite.
    """
    folder = Path(target)
    if not folder.parent.is_dir():
        raise ValueError(f"{target}: the folder {folder.parent.name!r} does not exist; make it")
    if folder.exists() and not (folder / MANIFEST).exists() and any(folder.iterdir()):
        raise ValueError(f"{target} holds something already; name a new folder, or empty this one")
    try:
        yield from _Writer(name, folder, book, laid or Corrections([], book)).run(sources, how)
    except OSError as error:
        raise CantWrite(f"{target}: can't be written ({error.strerror or error})") from None


class _Writer:
    def __init__(self, name: str, folder: Path, book, laid: Corrections) -> None:
        import pyarrow

        self.laid = laid
        self.whole, self.folder, self.book = name in WHOLE, folder, book
        self.tables = WHOLE if self.whole else {name: COLUMNS[name]}
        self.told = {
            "complete": False, "tables": sorted(self.tables), "part": PART, "group": GROUP,
            "codebook": book.fingerprint, "code": streaming.stamp(),
            "versions": {"workbench": __version__, "pyarrow": pyarrow.__version__},
            "parts": [],
        }  # fmt: skip

    def run(self, sources: list[documents.Source], how: dict) -> Iterator[documents.Unreadable]:
        for table in (*self.tables, "_state"):
            (self.folder / table).mkdir(parents=True, exist_ok=True)
        parts, states, last = self.told["parts"], [], ""
        for part in self._sound():
            here = sources[len(parts) * PART : (len(parts) + 1) * PART]
            if self._key(last, here, [streaming._hash(s.path) for s in here]) != part["inputs"]:
                break
            last = part["inputs"]
            parts.append(part)
            self.laid.told |= {one: (None, "") for s in here for one in self.laid.of(s.doc_id)}
            states += msgspec.msgpack.decode(self._state(part["name"]).read_bytes())
        done = min(len(parts) * PART, len(sources))
        self._note()
        yield from (documents.Unreadable(*lost) for part in parts for lost in part["left_out"])
        # What the first documents have in common is learned again.
        head = min(done, LEARNED)
        how["table"] = "texts" if self.whole else next(iter(self.tables))
        how["resumed"] = head, [state for state in states[head:] if state]
        read = streaming.stream(sources[:head] + sources[done:], self.book, **how)
        lay, lost = self.laid.lay, documents.Unreadable
        read = (r if isinstance(r, lost) else lay(r) for r in islice(read, head, None))
        items = zip(sources[done:], read, strict=True)
        while batch := list(islice(items, PART)):
            last = self._put(last, batch)
            yield from (item for _, item in batch if isinstance(item, lost))
        yield from self.laid.problems()  # of documents whose parts were kept they were told before
        self._finish()

    def _sound(self) -> Iterator[dict]:
        """The parts that are there, up to the first that is not as it was written."""
        there = manifest(self.folder)
        same = all(
            there.get(k) == v for k, v in self.told.items() if k not in ("complete", "parts")
        )
        for part in there["parts"] if same else ():
            for name, sha256 in part["sha256"].items():
                path = self.folder / name
                if not path.is_file() or _sha256(path) != sha256:
                    return
            yield part

    def _put(self, last: str, batch: list) -> str:
        """One part: its tables, then what a later run has to know, then its line."""
        read = [r for _, r in batch if not isinstance(r, documents.Unreadable)]
        name = f"part-{len(self.told['parts']):05}"
        hashes = [None if isinstance(r, documents.Unreadable) else r.document["sha256"]
                  for _, r in batch]  # fmt: skip
        sources = [source for source, _ in batch]
        hashes = [h or streaming._hash(s.path) for h, s in zip(hashes, sources, strict=True)]
        part = {"name": name, "inputs": self._key(last, sources, hashes), "rows": {}, "sha256": {}}
        for table, columns in self.tables.items():
            rows = _rows(table, read)
            part["rows"][table] = len(rows)
            self._file(part, f"{table}/{name}.parquet", _parquet(table, columns, rows))
        lost = documents.Unreadable
        state = [
            None if isinstance(r, lost) else (r.sketch, r.document["sha256"]) for _, r in batch
        ]
        self._file(part, f"_state/{name}", msgspec.msgpack.encode(state))
        part["left_out"] = [[r.path, r.reason] for _, r in batch if isinstance(r, lost)]
        self.told["parts"].append(part)
        self._note()
        return part["inputs"]

    def _key(self, last: str, sources: Iterable, hashes: Iterable) -> str:
        """What a part is made from, and all parts before it: a copy is told by what it follows."""
        told = [
            (s.relative, s.doc_id, sorted((k, str(v)) for k, v in s.overrides.items()), sha256,
             [one.toml() for one in self.laid.of(s.doc_id)])
            for s, sha256 in zip(sources, hashes, strict=True)
        ]  # fmt: skip
        return cache.key(last, msgspec.json.encode(told))

    def _state(self, name: str) -> Path:
        return self.folder / "_state" / name

    def _file(self, part: dict, name: str, data) -> None:
        part["sha256"][name] = hashlib.sha256(data).hexdigest()
        _whole(self.folder / name, data)

    def _note(self) -> None:
        _whole(self.folder / MANIFEST, msgspec.json.format(msgspec.json.encode(self.told)))

    def _finish(self) -> None:
        """Files of an earlier, larger run go; then the folder is complete."""
        kept = {name for part in self.told["parts"] for name in part["sha256"]}
        for path in self.folder.glob("*/*"):
            if path.relative_to(self.folder).as_posix() not in kept:
                path.unlink()
        self.told["complete"] = True
        self._note()


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _whole(path: Path, data) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _rows(table: str, read: list) -> list:
    """The rows of a part; claims by conflict and theme, in the order of documents in these."""
    if table == "documents":
        rows = [[r.document.get(c) for c in COLUMNS["documents"]] for r in read]
        at = COLUMNS["documents"].index("conflict")  # a column holds lists or none
        for row in rows:
            row[at] = [row[at]] if isinstance(row[at], str) else row[at]
        return rows
    if table == "texts":
        spans = "start", "end", "kind", "rule"
        return [[*r.rows[0], [dict(zip(spans, n, strict=True)) for n in r.noise]] for r in read]
    if table != "claims":
        return [row for r in read for row in r.rows]
    theme, conflict = (COLUMNS["claims"].index(c) for c in ("theme", "conflict"))
    return sorted(
        (row for r in read for row in r.claims), key=lambda r: (r[conflict] or "", r[theme])
    )


def _parquet(name: str, columns: tuple[str, ...], rows: list):
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
    table = pa.Table.from_arrays(arrays, names=list(columns))
    pq.write_table(table, out, row_group_size=GROUP, compression="zstd")
    return out.getvalue()
