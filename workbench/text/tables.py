"""A table's figures, each read with its row's name, its column's header and the table's title.

"577" under "Amount, US$ million" in the row of the Netherlands reads as
"Pledges to Ukraine: Netherlands: 577 US$ million, Amount, paid".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workbench.codebook import Codebook, expand
from workbench.text.blocks import Block
from workbench.text.views import Part, View

_BARS = re.compile(r"\s*\|\s*")
_TABS = re.compile(r" ?\t ?| {3,}")
NUMERIC = re.compile(r"[\W\d]*\d[\d.,'’\s–-]*\W*$")
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
    first, last = _extent(seen.blocks, number)
    header = _row(seen, seen.blocks[first])
    row = _row(seen, seen.blocks[number])
    if number == first or len(row) < 2 or len(row) > WIDEST or not _is_header(header):
        return
    title = seen.blocks[first - 1] if first and row else None
    named = next((c for c in row if c.text and not NUMERIC.match(c.text)), None)
    for k, cell in enumerate(row):
        if cell is named or not any(c.isdigit() for c in cell.text):
            continue
        part = Part(seen)
        above = header[k] if k < len(header) else None
        _compose(part, seen, title, named, above, cell, book)
        for other in row:
            if other not in (cell, named) and re.search(r"[^\W\d]{3}", other.text):
                if not any(c.isdigit() for c in other.text):
                    part.say(", ")
                    part.take(other.start, other.end)
        yield part


def _compose(part: Part, seen: View, title: Block | None, named, above, cell, book) -> None:
    """Title: party: number, unit, thing, year; whichever of row and column names the party."""
    names = [c for c in (named, above) if c is not None and c.text]
    names.sort(key=lambda c: not _party(c.text, book))
    year = next((c for c in names if YEAR.match(c.text)), None)
    names = [c for c in names if c is not year]
    if title is not None and title.kind == "heading":
        part.take(title.start, title.end, ": ")
    if len(names) > 1 or names and _party(names[0].text, book):
        part.take(names[0].start, names[0].end, ": ")
        names = names[1:]
    part.own(cell.start, cell.end)
    units = [(c.start, c.text) for c in names]
    if title is not None:
        units.append((title.start, seen.text[title.start : title.end]))
    if NUMERIC.match(cell.text):
        for start, text in units:
            if found := _unit(book).search(text):
                part.say(" ")
                part.take(start + found.start(), start + found.end())
                break
    for c in names:
        part.say(" ")
        part.take(c.start, c.end)
    if year is not None:
        part.say(", in ")
        part.take(year.start, year.end)


def _extent(blocks: list[Block], number: int) -> tuple[int, int]:
    """The first and the last row of the table of a row."""
    first = last = number
    while first and blocks[first - 1].kind == "table":
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1].kind == "table":
        last += 1
    return first, last


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
