"""A file to a `Document`: bytes hashed, text taken out of them once."""

import contextlib
import hashlib
import logging
import os
import re
import stat
import warnings
from collections.abc import Iterator
from pathlib import Path

from workbench.documents import docx, html, others, pdf
from workbench.documents.encodings import mojibake
from workbench.documents.model import LIMIT, MEDIA_TYPES, Document, Source, Unreadable
from workbench.documents.text import day, megabytes, reason, suffix, valid

_READERS = {
    ".md": others.read_markdown, ".markdown": others.read_markdown, ".html": html.read,
    ".htm": html.read, ".xhtml": html.read, ".eml": others.read_mail, ".pdf": pdf.read,
    ".rtf": others.read_rtf, ".epub": others.read_epub, ".docx": docx.read,
    ".odt": others.read_odt,
}  # fmt: skip


def read(source: Source) -> Document:
    """The document of one source. Raises `Unreadable` with the reason.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
    >>> _ = file.write_bytes("€60 billion".encode("cp1252"))
    >>> document = read(Source(file, "a.txt", file.parent))
    >>> document.text, document.encoding, document.source_reliability
    ('€60 billion', 'cp1252', None)
    """
    kind = suffix(source.relative)
    reader = _READERS.get(kind, others.read_plain)
    try:
        data = _bytes(source.path, html.LIMIT if reader is html.read else LIMIT)
        with _quiet():
            found = reader(data)
        text = found["text"] = valid(found["text"])
        if not re.search(r"[^\s\x1a\u200b\u2060\ufeff]", text):
            raise ValueError("holds nothing but blank space")
    except ImportError as error:
        name = (error.name or str(error)).partition(".")[0]
        cure = f'reading {kind} needs {name}, not installed: pip install "workbench[documents]"'
        raise Unreadable(source.relative, cure) from None
    except (OSError, ValueError) as error:
        raise Unreadable(source.relative, reason(error)) from None
    marks = {"mojibake": mojibake(text), "glued_words": _is_glued(text)}
    marks = (*found.pop("warnings", ()), *(mark for mark, is_so in marks.items() if is_so))
    # An article that is printed to PDF today is made today: the day on which a file was made counts
    # where the head of its text says the same.
    issued, made = (day(found.pop(name, None)) for name in ("issued", "made"))
    made = made if made in {day(line) for line in text[:1000].splitlines()} else None
    found["published"] = found.get("published") or issued or made
    found = {k: v for k, v in found.items() if v is not None} | source.overrides
    return Document(
        source.doc_id or Path(source.relative).stem, source.relative,
        hashlib.sha256(data).hexdigest(),
        published_basis="metadata" if "published" in found else None,
        media_type=MEDIA_TYPES.get(kind, "text/plain"), warnings=marks, **found,
    )  # fmt: skip


def _is_glued(text: str) -> bool:
    """Whether words stand without spaces, as some PDFs and converters have them."""
    runs = [run for run in re.findall(r"\S{28,}", text) if not re.search(r"[/@_\\{}]|-.+-", run)]
    glued = [run for run in runs if len(re.findall("[A-Za-z]", run)) * 5 > len(run) * 3]
    return sum(map(len, glued)) * 20 > len(text)


def _bytes(path: Path, limit: int) -> bytes:
    about = os.stat(path)
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("is not a file")
    if about.st_size > limit:
        size = f"{megabytes(about.st_size)}; at most {megabytes(limit)}"
        raise ValueError(f"is too large ({size}); split it")
    if not about.st_size:
        raise ValueError("is empty (0 bytes)")
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
