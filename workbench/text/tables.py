"""A table's figures, each read with its row's name, its column's header and the table's title:
"577" in the row of the Netherlands as "Netherlands: paid 577 US$ million; Pledges to Ukraine"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from workbench.codebook import Codebook
from workbench.text.blocks import Block
from workbench.text.sentences import is_heading, strip
from workbench.text.views import Part, View
from workbench.text.vocabulary import phrases

_BARS = re.compile(r"\s*\|\s*")
_TABS = re.compile(r" ?\t ?| {3,}")
NUMERIC = re.compile(r"[\W\d]*\d[\d.,'’\s–-]*\W*$")
DIGIT = re.compile(r"\d")
WORD = re.compile(r"[^\W\d]{3}")
YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?$")
# No table of a newspaper has more columns; what has is a list of words.
WIDEST = 40


class Cell(NamedTuple):
    """A cell's interval in the view, without white space."""

    start: int
    end: int
    text: str


def cells(seen: View, number: int, book: Codebook) -> Iterator[Part]:
    """The cells with digits of one row (a block of kind ``table``), put together to be read."""
    first = number
    while first and seen.blocks[first - 1].kind == "table":
        first -= 1
    header, row = _row(seen, seen.blocks[first]), _row(seen, seen.blocks[number])
    if not _is_header(header):
        header = []
    elif number == first:
        return
    if len(row) > WIDEST:
        return
    above = seen.blocks[first - 1] if first else None
    title = Cell(above.start, above.end, seen.text[above.start : above.end]) if above else None
    named = next((c for c in row if c.text and not NUMERIC.match(c.text)), None)
    words = [c for c in row if c is not named and WORD.search(c.text) and not DIGIT.search(c.text)]
    for k, cell in enumerate(row):
        if cell is not named and DIGIT.search(cell.text):
            names = [c for c in (named, *header[k : k + 1]) if c is not None and c.text]
            names.sort(key=lambda c: not _is_party(c.text, book))
            yield _composed(seen, cell, names, words, title, book)


def unread(seen: View, places: list[int]) -> bool:
    """Whether a table with numbers has given no figure; ``places``: the figures' in the source."""
    for is_table, run in groupby(seen.blocks, key=lambda block: block.kind == "table"):
        rows = list(run)
        start, end = seen.place(rows[0].start, rows[-1].end)
        told = [c.text for block in rows for c in _row(seen, block)] if is_table else []
        if any(NUMERIC.match(t) and not YEAR.match(t) for t in told):
            if not any(start <= at < end for at in places):
                return True
    return False


def _composed(seen, cell: Cell, names: list[Cell], words: list[Cell], title, book) -> Part:
    """Party: the row's words, number, unit, thing; title. Row or column names the party."""
    part = Part(seen)
    if len(names) > 1 or names and _is_party(names[0].text, book):
        party = names.pop(0)
        part.take(party.start, party.end, ": ")
    for c in words:
        part.take(c.start, c.end, " ")
    part.own(cell.start, cell.end)
    if NUMERIC.match(cell.text):
        told = ((c.start, _unit(book).search(c.text)) for c in (*names, title) if c)
        if unit := next(((at + u.start(), at + u.end()) for at, u in told if u), None):
            part.say(" ")
            part.take(*unit)
    for c in names:
        part.say(" ")
        part.take(c.start, c.end)
    if title is not None and is_heading(title.text):
        part.say("; ")
        part.take(title.start, title.end)
    return part


def _row(seen: View, block: Block) -> list[Cell]:
    """The cells of a row; bars at its ends are none."""
    text = seen.text[block.start : block.end]
    sign = _BARS if "|" in text else _TABS
    cuts = [(0, 0), *(m.span() for m in sign.finditer(text)), (len(text), len(text))]
    pieces = [strip(text, left, right) for (_, left), (right, _) in pairwise(cuts)]
    found = [Cell(block.start + a, block.start + b, text[a:b]) for a, b in pieces]
    if sign is _BARS:
        found = found[not text[:1].strip("|") : len(found) - (text[-1:] == "|")]
    return found


def _is_header(row: list[Cell]) -> bool:
    """A row of names: no cell but a year is a number."""
    told = [c.text for c in row if c.text]
    return bool(told) and not any(NUMERIC.match(t) and not YEAR.match(t) for t in told)


@lru_cache(maxsize=8)
def _unit(book: Codebook) -> re.Pattern:
    """A currency and a magnitude, or one of the two, as headers write them: "US$ million"."""
    money = {*phrases(book, "currency", "before", "after", "match"), *book.tables["currency"]}
    sizes = {m for w in book.all("word") if w.kind == "magnitude" for m in w.match}
    one, two = (sorted(map(re.escape, some), key=lambda w: (-len(w), w)) for some in (money, sizes))
    # "All of it was paid" is no sum in the Albanian lek: codes are capitals.
    one = "|".join(word if word.isupper() else f"(?i:{word})" for word in one)
    two = f"(?i:{'|'.join(two)})"
    return re.compile(
        rf"(?<![^\W\d_])(?:(?:{one})(?:[ \u00a0]?{two})?|{two}[ \u00a0](?i:of )?(?:{one})"
        r"|(?i:(?:thousand|million|billion)s?))(?![^\W\d_])"
    )


@lru_cache(maxsize=8)
def _parties(book: Codebook) -> frozenset[str]:
    return frozenset(map(str.lower, phrases(book, "actor", "match", "adjectives")))


def _is_party(text: str, book: Codebook) -> bool:
    return text.strip("*_ ").removeprefix("the ").lower() in _parties(book)
