"""What a document is, what stands for a file before it is read, and how one is refused."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.documents.text import WORDS

MEDIA_TYPES: dict[str, str] = WORDS["media_types"]
LIMIT = 200_000_000  # bytes


class Unreadable(Exception):
    """A file, folder or sidecar entry that was left out: `path` and `reason`.

    >>> print(Unreadable("a.txt", "is empty"))
    a.txt: is empty
    """

    path = property(lambda self: self.args[0])
    reason = property(lambda self: self.args[1])

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `relative` is its path from `root`, `overrides` its checked sidecar entry."""

    path: Path
    relative: str
    root: Path
    overrides: dict[str, Any] = field(default_factory=dict)
    doc_id: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `text` is frozen: every offset in every table counts its code points.

    `sha256` is of the file's bytes; `encoding` is None for files that hold no plain text.
    """

    # mojibake: decoded wrongly before it came here, or bytes without a meaning; encoding_doubtful:
    # two readings of the bytes are nearly as likely, or the mark is wrong; cut_short: HTML nested
    # deeper than can be read, XML that is damaged; article_doubtful: HTML with much prose beside
    # the article, or with none that stands out; pages_without_text: some pages of a PDF;
    # glued_words: no spaces between words; attachments_not_read: of an e-mail; notes_not_read: of
    # an RTF file.
    warnings: tuple[str, ...] = field(default=(), kw_only=True)
    doc_id: str
    path: str
    sha256: str
    text: str
    title: str | None = None
    published: datetime.date | None = None
    published_basis: str | None = None  # "metadata"; days stated in the text: a higher floor
    language: str | None = None
    url: str | None = None
    publisher: str | None = None
    source_reliability: str | None = None  # the analyst's own; nobody has rated it
    note: str | None = None
    credibility: dict[str, int] = field(default_factory=dict)  # by quote or claim_id; the analyst's
    media_type: str = "text/plain"
    encoding: str | None = None
