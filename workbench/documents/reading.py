"""A file to a `Document`: bytes hashed, text taken out of them once."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import logging
import os
import re
import stat
import warnings as python_warnings
from collections.abc import Iterator
from pathlib import Path

from workbench.documents import docx, html, others, pdf
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
from workbench.documents.text import day, valid


def _plain(data: bytes) -> dict:
    text, encoding, marks = decode(data)
    return {"text": text, "encoding": encoding, "warnings": marks}


def _markdown(data: bytes) -> dict:
    found = _plain(data)
    return found | others.front_matter(found["text"])


_READERS = {
    "text/markdown": _markdown,
    "text/html": html.read,
    "application/xhtml+xml": html.read,
    "message/rfc822": others.read_mail,
    "application/pdf": pdf.read,
    "application/rtf": others.read_rtf,
    "application/epub+zip": others.read_epub,
    MEDIA_TYPES[".docx"]: docx.read,
    MEDIA_TYPES[".odt"]: others.read_odt,
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
        with _quiet("pypdf", "pypdfium2", "trafilatura", "htmldate", "readability"):
            found = _READERS.get(media_type, _plain)(data)
    except ImportError as error:
        raise Unreadable(source.relative, _missing(suffix(source.relative), error)) from None
    except OSError as error:
        raise Unreadable(source.relative, os_reason(error)) from None
    except ValueError as error:
        raise Unreadable(source.relative, str(error)) from None
    text = valid(found["text"])
    if not re.search(r"[^\s\x1a\u200b\u2060\ufeff]", text):
        raise Unreadable(source.relative, "holds nothing but blank space")
    marks = tuple(found.pop("warnings", ()))
    marks += ("mojibake",) if mojibake(text) else ()
    marks += ("glued_words",) if _glued(text) else ()
    found["published"] = _published(text, **{k: found.pop(k, None) for k in _DAYS})
    found = {k: v for k, v in found.items() if v is not None} | source.overrides
    return Document(
        doc_id=source.doc_id or Path(source.relative).stem,
        path=source.relative,
        sha256=hashlib.sha256(data).hexdigest(),
        published_basis="metadata" if "published" in found else None,
        media_type=media_type,
        warnings=marks,
        **found | {"text": text},
    )


_DAYS = ("published", "issued", "made")


def _published(
    text: str, published: datetime.date | None, issued: str | None, made: str | None
) -> datetime.date | None:
    """The day that a file states. The day on which a PDF or Word file was made is that of its
    publication only where the head of its text says the same: an article that is printed to PDF
    today is made today."""
    if found := published or day(issued):
        return found
    if (made_on := day(made)) is None:
        return None
    stated = (day(line) for line in text[:1000].splitlines())
    return made_on if made_on in stated else None


def _glued(text: str) -> bool:
    """Whether words stand without spaces, as some PDFs and converters have them."""
    runs = [run for run in re.findall(r"\S{28,}", text) if not re.search(r"[/@_\\{}]|-.+-", run)]
    glued = [run for run in runs if len(re.findall("[A-Za-z]", run)) * 5 > len(run) * 3]
    return sum(map(len, glued)) * 20 > len(text)


def _missing(kind: str, error: ImportError) -> str:
    extra = 'pip install "workbench[documents]"'
    if isinstance(error, ModuleNotFoundError) and error.name:
        name = error.name.partition(".")[0]
        return f"reading {kind} needs {name}, which is not installed: {extra}"
    return f"reading {kind} failed, as a library could not be loaded ({error}): {extra}"


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
