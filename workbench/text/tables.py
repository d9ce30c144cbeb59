"""A table's figures, each read with its row's name, its column's header and the table's title.

"577" under "Amount, US$ million" in the row of the Netherlands reads as
"Netherlands: paid 577 US$ million Amount; Pledges to Ukraine".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from workbench.codebook import Codebook, expand
from workbench.text.blocks import Block
from workbench.text.sentences import is_heading
from workbench.text.views import Part, View

_BARS = re.compile(r"\s*\|\s*")
_TABS = re.compile(r" ?\t ?| {3,}")
NUMERIC = re.compile(r"[\W\d]*\d[\d.,'’\s–-]*\W*$")
DIGIT = re.compile(r"\d")
WORD = re.compile(r"[^\W\d]{3}")
# "Amount (US$ million)", "Pledged, in billion euros"
UNITS = re.compile(r",? in (?=[^\W\d]+ [^\W\d]+$)|\(")
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
    if not 2 <= len(row) <= WIDEST:
        return
    above = seen.blocks[first - 1] if first else None
    title = Cell(above.start, above.end, seen.text[above.start : above.end]) if above else None
    named = next((c for c in row if c.text and not NUMERIC.match(c.text)), None)
    words = [c for c in row if c is not named and WORD.search(c.text) and not DIGIT.search(c.text)]
    for k, cell in enumerate(row):
        if cell is not named and DIGIT.search(cell.text):
            names = [c for c in (named, *header[k : k + 1]) if c is not None and c.text]
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
    """Party: the row's words, number, unit, thing, year, title; row or column names the party."""
    part = Part(seen)
    year = next((c for c in names if YEAR.match(c.text)), None)
    names = sorted((c for c in names if c is not year), key=lambda c: not _party(c.text, book))
    party = names.pop(0) if len(names) > 1 or names and _party(names[0].text, book) else None
    if party is not None:
        part.take(party.start, party.end, ": ")
    for c in words:
        part.take(c.start, c.end, " ")
    part.own(cell.start, cell.end)
    if NUMERIC.match(cell.text):
        _take_unit(part, [*names, title], book)
    for c in names:
        bare = UNITS.search(c.text)
        part.say(" ")
        part.take(c.start, c.start + bare.start() if bare else c.end)
    if year is not None:
        part.say(", in ")
        part.take(year.start, year.end)
    if title is not None and is_heading(title.text):
        part.say("; ")
        part.take(title.start, title.end)
    return part


def _take_unit(part: Part, told: list[Cell | None], book: Codebook) -> None:
    """The first unit that a header or the title tells: "US$ million", "in billion euros"."""
    for c in told:
        if c is not None and (found := _unit(book).search(c.text)):
            part.say(" ")
            part.take(c.start + found.start(), c.start + found.end())
            return


def _row(seen: View, block: Block) -> list[Cell]:
    """The cells of a row; bars at its ends are none."""
    text = seen.text[block.start : block.end]
    sign = _BARS if "|" in text else _TABS
    found, at = [], 0
    for stop in [*sign.finditer(text), None]:
        end = stop.start() if stop else len(text)
        piece = text[at:end]
        left = at + len(piece) - len(piece.lstrip())
        found.append(
            Cell(block.start + left, block.start + left + len(piece.strip()), piece.strip())
        )
        at = stop.end() if stop else end
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
    money: set[str] = set()
    for entry in book.all("currency"):
        money |= {w for m in (*entry.before, *entry.after, *entry.match) for w in expand(m)}
        money.add(entry.id)
    sizes = {m for w in book.all("word") if w.kind == "magnitude" for m in w.match}
    one, two = (
        "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))
        for words in (money, sizes)
    )
    edge = r"(?<![^\W\d_])", r"(?![^\W\d_])"
    return re.compile(
        rf"{edge[0]}(?:(?:{one})[ \u00a0]?(?:{two})|(?:{two})[ \u00a0](?:of )?(?:{one})|(?:{one}))"
        rf"{edge[1]}"
        rf"|{edge[0]}(?:thousand|million|billion)s?{edge[1]}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=8)
def _parties(book: Codebook) -> frozenset[str]:
    return frozenset(
        written.lower()
        for actor in book.all("actor")
        for name in (*actor.match, *actor.adjectives)
        for written in expand(name)
    )


def _party(text: str, book: Codebook) -> bool:
    """Whether a cell is the name of a party."""
    return text.strip("*_ ").removeprefix("the ").lower() in _parties(book)
