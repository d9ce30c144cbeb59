"""Rows of a table to standard output or a file: text table, CSV, JSON Lines, Parquet.

JSON Lines and CSV are written row by row, so that memory does not grow with the corpus; a file
appears whole or not at all.
"""

import csv
import io
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO

import msgspec


class CantWrite(Exception):
    """Where something was to be written, and why it can't be."""


def write(name: str, columns, rows: Iterable, format: str, target: str | None) -> None:
    """Write rows. Raises ValueError for a target that can't be meant, and
    CantWrite for one that can't be written."""
    if format == "parquet" and target is None:
        raise ValueError("parquet is a binary format: give a file with -o FILE.parquet")
    # Data is UTF-8 wherever it goes; what a person reads is as the terminal has it.
    plain = target is not None or format != "table"
    encoding = "utf-8" if plain else getattr(sys.stdout, "encoding", None) or "utf-8"
    with opened(target) as out:

        def put(text: str) -> None:
            out.write(text.encode(encoding, "backslashreplace"))

        if format == "parquet":
            _parquet(name, columns, rows, out)
        elif format == "table":
            _table(SHOWN.get(name, columns), columns, rows, put)
        else:
            {"jsonl": _jsonl, "csv": _csv}[format](columns, rows, put)


@contextmanager
def opened(target: str | None) -> Iterator[BinaryIO]:
    """A binary file to write to; None: standard output.

    A file is there only when all went well, with the rights of the one before it. A device, a pipe
    or the target of a link is written into. Raises ValueError and CantWrite as ``write`` does.
    """
    where = "standard output" if target is None else target
    try:
        with _stdout() if target is None else _file(target) as out:
            yield out
            out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CantWrite(f"{where}: can't be written ({error.strerror or error})") from None


@contextmanager
def _stdout() -> Iterator[BinaryIO]:
    if sys.stdout is None:
        raise OSError("it is closed")
    sys.stdout.flush()
    yield sys.stdout.buffer


def _file(target: str):
    if not target:
        raise ValueError("no name after -o; give one, or leave -o out for standard output")
    real = Path(os.path.realpath(target))
    if real.is_dir():
        raise ValueError(f"{target} is a folder; name a file in it")
    if not real.parent.is_dir():
        raise ValueError(f"{target}: the folder {real.parent.name!r} does not exist; make it first")
    return open(real, "wb") if real.exists() and not real.is_file() else _whole(real)


@contextmanager
def _whole(real: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when it is complete."""
    part = real.with_name(f".part-{secrets.token_hex(6)}")
    try:
        with open(part, "xb") as out:
            if real.exists():
                os.close(os.open(real, os.O_WRONLY))  # whether it may be written
                part.chmod(real.stat().st_mode & 0o7777)
            yield out
            out.flush()
        part.replace(real)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


@contextmanager
def folder(target: str) -> Iterator[Path]:
    """A new folder to write into, which takes its name when all is in it.

    Raises ValueError where the name is that of a file or of a folder that holds something, and
    CantWrite.
    """
    if not target:
        raise ValueError("no name after -o; name a new folder")
    real = Path(os.path.realpath(target))
    if not real.parent.is_dir():
        raise ValueError(f"{target}: the folder {real.parent.name!r} does not exist; make it first")
    if real.exists() and (not real.is_dir() or any(real.iterdir())):
        held = "holds something already" if real.is_dir() else "is a file"
        raise ValueError(f"{target} {held}; name a new folder, or empty this one")
    part = real.with_name(f".part-{secrets.token_hex(6)}")
    try:
        part.mkdir()
        yield part
        if real.exists():
            real.rmdir()  # Windows renames onto nothing that is there
        part.rename(real)
    except OSError as error:
        raise CantWrite(f"{target}: can't be written ({error.strerror or error})") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _jsonl(columns, rows, put: Callable[[str], None]) -> None:
    encode = msgspec.json.encode
    for row in rows:
        told = {c: v for c, v in zip(columns, row, strict=True) if v is not None}
        put(encode(told).decode() + "\n")


def _csv(columns, rows, put: Callable[[str], None]) -> None:
    # Told of both, it quotes a cell with either; Python 3.11 leaves a lone "\r" bare otherwise.
    file = SimpleNamespace(write=lambda line: put(line.removesuffix("\r\n") + "\n"))
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(
            msgspec.json.encode(v).decode() if isinstance(v, (list, dict)) else inert(v)
            for v in row
        )


#: How a formula begins for a spreadsheet; it looks through an apostrophe, as a reader has to.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def inert(cell):
    """A cell that no spreadsheet runs: an apostrophe before text that would begin a formula.

    To read it back, take one away before such text. Numbers stay numbers.

    >>> [inert(cell) for cell in ("=1+1", "'=1+1", "'tis", -5, None)]
    ["'=1+1", "''=1+1", "'tis", -5, None]
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _parquet(name: str, columns, rows, out: BinaryIO) -> None:
    from workbench.corpus.tables import typed

    data = io.BytesIO()  # Parquet is written with seeks, which a pipe has not
    table = typed(columns, rows)
    if name in ("documents", "hits", "indicators"):  # a column of Parquet holds lists or none
        told = table["conflict"].map(lambda v: [v] if isinstance(v, str) else v)
        table["conflict"] = told.astype(object)
    table.to_parquet(data, index=False)
    out.write(data.getbuffer())


# What a person reads in a terminal; the other columns are in the other formats.
SHOWN = {
    "documents": ("doc_id", "title", "published", "conflict", "words", "masked_share", "warnings"),
    "noise": ("doc_id", "start", "end", "kind", "text"),
    "passages": ("doc_id", "passage", "heading", "conflict", "themes", "text"),
    "claims": ("doc_id", "start", "quote", "conflict", "theme", "role", "actor", "modality"),
    "dates": ("doc_id", "start", "text", "from", "to", "kind"),
    "indicators": ("indicator", "unseen", "published", "doc_id", "quote", "sentence"),
    "hits": ("doc_id", "published", "before", "quote", "after"),
    "disagreements": ("kind", "subject", "spread", "explanation"),
    "checks": ("quote", "verdict", "sources", "why"),
}
WIDE = 44
WHOLE = {"explanation", "why"}  # a sentence is not cut


def _table(shown, columns, rows, put: Callable[[str], None]) -> None:
    places = [columns.index(c) for c in shown]
    lines = [[_cell(row[i], columns[i] in WHOLE) for i in places] for row in rows]
    widths = [max(len(r[i]) for r in [list(shown), *lines]) for i in range(len(shown))]
    for line in [list(shown), *lines]:
        put("  ".join(v.ljust(w) for v, w in zip(line, widths, strict=True)).rstrip() + "\n")


def _cell(value, whole: bool = False) -> str:
    """One line of printable text: documents are untrusted, terminals obey control characters."""
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if whole or len(text) <= WIDE else text[: WIDE - 1] + "…"
