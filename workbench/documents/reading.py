"""A file to a `Document`: bytes hashed, text taken out of them once."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import stat
import warnings as python_warnings
from collections.abc import Iterator
from pathlib import Path

from workbench.documents import docx, html, pdf
from workbench.documents.encodings import decode, mojibake
from workbench.documents.model import (
    LIMIT,
    MEDIA_TYPES,
    Document,
    Source,
    Unreadable,
    os_reason,
    suffix,
)
from workbench.documents.text import valid

_READERS = {
    "text/html": html.read,
    "application/xhtml+xml": html.read,
    "application/pdf": pdf.read,
    MEDIA_TYPES[".docx"]: docx.read,
}


def read(source: Source) -> Document:
    """The document of one source.

    Raises `Unreadable` with the reason: empty, binary, NUL bytes, damaged, encrypted, without a
    text layer, too large, or of a kind whose reader is not installed.

    >>> import pathlib, tempfile
    >>> from workbench.documents import find
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_bytes("€60 billion".encode("cp1252"))
    >>> document = read(find(folder)[0][0])
    >>> document.text, document.encoding, document.source_reliability
    ('€60 billion', 'cp1252', 'F')
    """
    media_type = MEDIA_TYPES.get(suffix(source.relative), "text/plain")
    try:
        data = _bytes(source.path, html.LIMIT if "html" in media_type else LIMIT)
        if not data:
            raise ValueError("is empty (0 bytes)")
        if media_type in _READERS:
            with _quiet("pypdf", "trafilatura", "htmldate", "readability"):
                found = _READERS[media_type](data)
        else:
            found = _plain(data)
    except ImportError:
        kind = suffix(source.relative)[1:].upper()
        reason = f'reading {kind} needs the documents extra: pip install "workbench[documents]"'
        raise Unreadable(source.relative, reason) from None
    except OSError as error:
        raise Unreadable(source.relative, os_reason(error)) from None
    except ValueError as error:
        raise Unreadable(source.relative, str(error)) from None
    found["text"] = text = valid(found["text"])
    if not re.search(r"[^\s\x1a\u200b\u2060\ufeff]", text):
        raise Unreadable(source.relative, "holds nothing but blank space")
    marks = found.pop("warnings", ())
    if mojibake(text):
        marks = (*marks, "mojibake")
    found = {k: v for k, v in found.items() if v is not None} | source.overrides
    return Document(
        doc_id=source.doc_id or Path(source.relative).stem,
        path=source.relative,
        sha256=hashlib.sha256(data).hexdigest(),
        published_basis="metadata" if "published" in found else None,
        media_type=media_type,
        warnings=marks,
        **found,
    )


def _plain(data: bytes) -> dict:
    text, encoding = decode(data)
    return {"text": text, "encoding": encoding}


def _bytes(path: Path, limit: int) -> bytes:
    about = os.stat(path)
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("is not a file")
    if about.st_size > limit:
        size, most = about.st_size / 1e6, limit / 1e6
        raise ValueError(f"is too large ({size:,.0f} MB; at most {most:,.0f} MB); split it")
    with open(path, "rb") as file:
        return file.read(limit + 1)


@contextlib.contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """Libraries that speak of every oddity of a file on standard error; a reason says it once."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
