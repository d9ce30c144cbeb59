"""A file to a `Document`: bytes hashed, text taken out of them once."""

import contextlib
import datetime
import hashlib
import logging
import os
import re
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path

from workbench.documents import docx, html, others, pdf
from workbench.documents.encodings import decode, mojibake
from workbench.documents.model import LIMIT, MEDIA_TYPES, Document, Source, Unreadable
from workbench.documents.text import day, os_reason, suffix, valid


def _plain(data: bytes) -> dict:
    return dict(zip(("text", "encoding", "warnings"), decode(data), strict=True))


def _markdown(data: bytes) -> dict:
    return (found := _plain(data)) | others.front_matter(found["text"])


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
    """The document of one source. Raises `Unreadable` with the reason.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
    >>> _ = file.write_bytes("€60 billion".encode("cp1252"))
    >>> document = read(Source(file, "a.txt", file.parent))
    >>> document.text, document.encoding, document.source_reliability
    ('€60 billion', 'cp1252', 'F')
    """
    media_type = MEDIA_TYPES.get(suffix(source.relative), "text/plain")
    try:
        data = _bytes(source.path, html.LIMIT if "html" in media_type else LIMIT)
        if not data:
            raise ValueError("is empty (0 bytes)")
        with _quiet():
            found = _READERS.get(media_type, _plain)(data)
    except ImportError as error:
        raise Unreadable(source.relative, _missing(suffix(source.relative), error)) from None
    except (OSError, ValueError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        raise Unreadable(source.relative, reason) from None
    text = valid(found["text"])
    if not re.search(r"[^\s\x1a\u200b\u2060\ufeff]", text):
        raise Unreadable(source.relative, "holds nothing but blank space")
    marks = tuple(found.pop("warnings", ()))
    marks += ("mojibake",) if mojibake(text) else ()
    marks += ("glued_words",) if _glued(text) else ()
    found["published"] = _published(text, **{k: found.pop(k, None) for k in _DAYS})
    found = {k: v for k, v in found.items() if v is not None} | source.overrides
    doc_id = source.doc_id or Path(source.relative).stem
    return Document(
        doc_id, source.relative, hashlib.sha256(data).hexdigest(),
        published_basis="metadata" if "published" in found else None,
        media_type=media_type, warnings=marks, **found | {"text": text},
    )  # fmt: skip


_DAYS = ("published", "issued", "made")


def _published(
    text: str, published: datetime.date | None, issued: str | None, made: str | None
) -> datetime.date | None:
    """The day that a file states; the one on which it was made where the head of its text says the
    same: an article that is printed to PDF today is made today."""
    stated = {day(line) for line in text[:1000].splitlines()}
    return published or day(issued) or (day(made) if day(made) in stated else None)


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
        size = f"{about.st_size / 1e6:,.0f} MB; at most {limit / 1e6:,.0f} MB"
        raise ValueError(f"is too large ({size}); split it")
    with open(path, "rb") as file:
        return file.read(limit + 1)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Libraries speak of every oddity of a file on standard error; a reason says it once."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
