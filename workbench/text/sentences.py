"""Paragraphs, headings and sentences of a text, with exact offsets."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workbench import codebook

# "peacetime.Additionally": converted pages lose the space between two sentences.
BOUNDARY = re.compile(
    r"[.!?…]+[\"”’»)\]]*(?:\s+(?=[\"“‘«(\[]*[^\W_a-z]|[$€£•])|(?<=[a-z]{3}\.)(?=[A-Z][a-z]))"
)
# No sentence of prose is this long; a converted table or a hostile line is, and is cut there.
LONGEST = 1000


class Span(NamedTuple):
    """A half-open interval of code points."""

    start: int
    end: int


def paragraph(text: str, at: int) -> Span:
    """The line that holds ``at``, without surrounding white space."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return strip(text, start, len(text) if end < 0 else end)


def strip(text: str, start: int, end: int) -> Span:
    """Shrink an interval to the text inside its white space."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, max(start + left, start + len(piece.rstrip())))


def split(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of one paragraph, in order and without gaps other than white space.

    >>> text = "The U.S. sent $5bn. Kyiv asked for more."
    >>> [text[s.start:s.end] for s in split(text)]
    ['The U.S. sent $5bn.', 'Kyiv asked for more.']
    """
    left, end = start, len(text) if end is None else end
    spans: list[Span] = []
    for found in BOUNDARY.finditer(text, start, end):
        signs = found[0].rstrip()
        if signs == "." and _abbreviated(text, found.start(), found.end()):
            continue
        spans += _cut(text, left, found.start() + len(signs))
        left = found.end()
    return [s for s in (*spans, *_cut(text, left, end)) if s.end > s.start]


def _cut(text: str, left: int, right: int) -> Iterator[Span]:
    """A sentence, or pieces of one that is none."""
    while right - left > LONGEST:
        space = text.rfind(" ", left + LONGEST // 2, left + LONGEST)
        cut = space + 1 if space > 0 else left + LONGEST
        yield strip(text, left, cut)
        left = cut
    yield strip(text, left, right)


# The letters before a stop that may belong to an abbreviation: "Gen", "U.S", "(b".
STEM = re.compile(r"(?<![^\W\d_])(?:(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]{1,7})$")
NEXT = re.compile(r"[^\W\d_]+")


def _abbreviated(text: str, stop: int, after: int) -> bool:
    """Whether a full stop only ends an abbreviation: not "for the U.S. The army"."""
    stem = STEM.search(text, max(0, stop - 8), stop)
    if stem is None:
        return False
    ranks, opening = _closed_classes()
    name = stem[0]
    word = NEXT.match(text, after)
    opens = word is not None and word[0].lower() in opening
    if name in ranks or name.lower() in ranks:
        return name[0].isupper() or not opens
    if len(name) > 1:
        return "." in name and not opens
    return name.isupper() or text[stem.start() - 1 : stem.start()] == "("


@lru_cache(maxsize=1)
def _closed_classes() -> tuple[frozenset[str], frozenset[str]]:
    """Abbreviations that never end a sentence, and words that begin one."""
    book = codebook.load()
    return book.words("abbreviation"), book.words("opens")


def holding(spans: list[Span], at: int) -> Span | None:
    """The span that holds the offset, or None."""
    i = bisect_right(spans, at, key=lambda s: s.start) - 1
    return spans[i] if i >= 0 and at < spans[i].end else None


def around(text: str, start: int, end: int) -> Span:
    """The sentence in which a place begins, and all of the place.

    >>> around("It failed. Kyiv got $5bn.", 20, 24)
    Span(start=11, end=25)
    """
    line = paragraph(text, start)
    span = holding(split(text, line.start, line.end), start) or line
    return Span(span.start, max(span.end, end))


# A heading is a line of its own without a closing mark, short, and not a list item's sentence.
def is_heading(line: str) -> bool:
    """Whether a line reads as a heading.

    >>> is_heading("The Political Cost Threshold"), is_heading("For Kyiv, the cost is real.")
    (True, False)
    """
    line = line.strip().strip("*#").strip()
    return (
        len(line) <= 140
        and line.rstrip("”\"’'»")[-1:] not in ("", *".!?,;…")
        and len(line.split()) <= 20
        and any(c.isalpha() for c in line)
        and (line[0].isupper() or line[0].isdigit() or line[0] in "“\"‘'")
    )


# "KYIV (Meridian) - ", "BRUSSELS, 3 December 2025 - "
FILED = re.compile(
    r"[A-Z][A-Z .'’-]{2,40}(?:\s*\([^)]{1,40}\))?(?:,[^-–—(]{1,30})?"
    r"(?:\s*\([^)]{1,40}\))?\s*[-–—]\s|"
    r"[A-Z][A-Z .'’-]{2,40},[^-–—.]{4,30}\d{4}\.\s"
)


def filed(sentence: str) -> int:
    """Length of a dateline at the head of a sentence: its place is no party to what follows.

    >>> filed("KYIV (Meridian) - The army needs men."), filed("Kyiv needs men.")
    (18, 0)
    >>> filed("PARIS, April 15, 2024 (Savanna Press) - Donors met.")
    40
    """
    found = FILED.match(sentence)
    return found.end() if found else 0
