"""Rows of a table to standard output or a file: text table, CSV, JSON Lines, Parquet.

JSON Lines and CSV are written row by row, so that memory does not grow with the corpus; a file
appears whole or not at all.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import msgspec

FORMATS = ("table", "csv", "jsonl", "parquet")


def write(name: str, columns, rows: Iterable, format: str, target: str | None) -> int:
    """Write rows; returns their number. Raises ValueError for Parquet without a file."""
    if format == "parquet":
        if target is None:
            raise ValueError("parquet is a binary format: give a file with -o FILE.parquet")
        return _parquet(name, rows, target)
    with _opened(target) as out:
        return {"jsonl": _jsonl, "csv": _csv, "table": _table}[format](columns, rows, out)


@contextmanager
def _opened(target: str | None):
    if target is None:
        yield sys.stdout
        return
    with _whole(target) as temporary, open(temporary, "w", encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def _whole(target: str):
    """A temporary name beside the target, moved onto it when all went well."""
    folder = Path(target).absolute().parent
    if not folder.is_dir():
        raise ValueError(f"{target}: the folder {folder.name!r} does not exist; make it first")
    handle, temporary = tempfile.mkstemp(prefix=".part-", dir=folder)
    os.close(handle)
    try:
        yield temporary
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _jsonl(columns, rows, out) -> int:
    n = 0
    encode = msgspec.json.encode
    for row in rows:
        told = {c: v for c, v in zip(columns, row, strict=True) if v is not None}
        out.write(encode(told).decode() + "\n")
        n += 1
    return n


def _csv(columns, rows, out) -> int:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    n = 0
    for row in rows:
        writer.writerow(
            [
                ""
                if v is None
                else msgspec.json.encode(v).decode()
                if isinstance(v, (list, dict))
                else v
                for v in row
            ]
        )
        n += 1
    return n


# What a person reads in a terminal; the other columns are in the other formats.
SHOWN = {
    "documents": ("doc_id", "title", "published", "words", "masked_share", "warnings"),
    "noise": ("doc_id", "start", "end", "kind", "text"),
    "passages": ("doc_id", "passage", "heading", "themes", "text"),
    "claims": ("doc_id", "start", "quote", "theme", "role", "actor", "modality", "attribution"),
    "dates": ("doc_id", "start", "text", "from", "to", "kind"),
    "disagreements": ("kind", "subject", "spread", "explanation"),
}
WIDE = 44
WHOLE = {"explanation"}  # a sentence is not cut


def _table(columns, rows, out) -> int:
    shown = next((s for s in SHOWN.values() if set(s) <= set(columns)), columns)
    if "quote" in columns and "role" in columns:
        shown = SHOWN["claims"]
    elif "sha256" in columns:
        shown = SHOWN["documents"]
    places = [columns.index(c) for c in shown]
    lines = [[_cell(row[i], columns[i] in WHOLE) for i in places] for row in rows]
    widths = [max(len(r[i]) for r in [list(shown), *lines]) for i in range(len(shown))]
    for line in [list(shown), *lines]:
        out.write("  ".join(v.ljust(w) for v, w in zip(line, widths, strict=True)).rstrip() + "\n")
    return len(lines)


def _cell(value, whole: bool = False) -> str:
    """One line of printable text: documents are untrusted, terminals obey control characters."""
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if whole or len(text) <= WIDE else text[: WIDE - 1] + "…"


def _parquet(name: str, rows, target: str) -> int:
    from workbench.corpus import frame

    table = frame(name, rows)
    with _whole(target) as temporary:
        table.to_parquet(temporary, index=False)
    return len(table)
