"""The lines of a text, and which of them run on into the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from workbench.codebook import Codebook

BREAK = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
ITEM = re.compile(
    r"(?:[-–—•*▪▫■□●○◦‣⁃·➢➤✓+o]|\(?(?:\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxl]{2,5}|[IVXL]{2,5})[.)])"
    r"[ \t\u00a0]+(?=\S)"
)
HASHES = re.compile(r"#{1,6}[ \t]+(?=\S)")
RULE = re.compile(r"[-=_*~. \t]{3,}$|[|:\-+= \t]*\|[|:\-+= \t]*$|```\w*$")
ENDED = re.compile(r"[.!?…:;][\"”’'»)\]*_]*(?:\s?\[\d{1,3}\])*[¹²³⁰-⁹]*$")
STRICTLY = re.compile(r"[.!?…][\"”’'»)\]*_]*(?:\s?\[\d{1,3}\])*[¹²³⁰-⁹]*$")
# A line of its own that is a day, as below a title: "18 July 2025", "Monday, July 18th, 2025".
DAY = re.compile(r"(?:[^\W\d_]+,? )?(?:\d{1,2}\.? [^\W\d_]+|[^\W\d_]+\.? \d{1,2}\w{0,2}),? \d{4}$")
WORD = re.compile(r"\S+")
LETTERS = re.compile(r"([^\W\d_]+)[^\w]*$")
# Lines longer than this are paragraphs of their own; wrapped text has none.
WIDEST = 130
NARROWEST = 30


class Line(NamedTuple):
    """What stands in one line: offsets of its text, without indent, quote marks and hashes."""

    start: int
    end: int
    text: str
    indent: int
    quoted: bool
    mark: str  # "", "#", "item", "row" (cells with tabs or bars)


def lines(text: str) -> list[Line | None]:
    """The lines of a text in order; None for an empty one or a drawn rule."""
    found: list[Line | None] = []
    at = 0
    for stop in [*BREAK.finditer(text), None]:
        end = stop.start() if stop else len(text)
        found.append(_line(text, at, end))
        at = stop.end() if stop else end
    return found


def _line(text: str, at: int, end: int) -> Line | None:
    raw = text[at:end]
    quote = QUOTED.match(raw)
    body = raw[quote.end() :] if quote else raw
    kept = body.strip()
    if not kept or (len(kept) > 2 and RULE.match(kept)):
        return None
    indent = len(body) - len(body.lstrip())
    start = at + (quote.end() if quote else 0) + indent
    mark = ""
    if hashes := HASHES.match(kept):
        start, kept, mark = start + hashes.end(), kept[hashes.end() :].rstrip("# "), "#"
    elif "\t" in kept or kept.count("|") > 1:
        mark = "row"
    elif ITEM.match(kept):
        mark = "item"
    return Line(start, start + len(kept), kept, indent, bool(quote), mark)


def width(found: list[Line | None]) -> int:
    """The width at which a text is wrapped, or 0 where each line is a paragraph.

    Wrapped is a text in which every fifth line or more goes on in a small letter below.
    """
    sizes, runs_on, pairs = [], 0, 0
    for one, two in pairwise([*found, None]):
        if one is None or one.mark == "row":
            continue
        sizes.append(len(one.text) + one.indent)
        if two is not None and two.mark in ("", "item"):
            pairs += 1
            runs_on += two.text[0].islower() and not STRICTLY.search(one.text[-40:])
    if not pairs or runs_on * 5 < pairs:
        return 0
    widest = sorted(sizes)[len(sizes) * 9 // 10]
    return widest if widest <= WIDEST else 0


class Joiner:
    """Says of two lines whether the second goes on with the first."""

    def __init__(self, found: list[Line | None], book: Codebook):
        self.width = width(found)
        self.runs_on = book.words("runs_on")
        # "A map / 18 July 2025": the short last line of several, without an end, is one of its own.
        self.loose = {
            run[-1].start
            for run in _runs(found)
            if len(run[-1].text) < self.width * 0.6
            and not ENDED.search(run[-1].text[-40:])
            and (run[-1].text[0].isdigit() or run[-1].text[0].isupper())
        }
        self.filled = {line.start for run in _runs(found) if _is_filled(run) for line in run}

    def joins(self, one: Line, two: Line, gap: bool) -> bool:
        """Whether ``two`` continues ``one``; ``gap``: an empty line or furniture is between."""
        if one.mark in ("#", "row") or two.mark in ("#", "row") or one.quoted != two.quoted:
            return False
        small = two.text[0].islower()
        ended = bool(ENDED.search(one.text[-40:]))
        if two.mark == "item" and (gap or ended or one.mark == "item" or not self._mid(one)):
            return False
        if gap:
            return bool(self.width and small and not ended and self._full(one, two, 0.75))
        if small and not STRICTLY.search(one.text[-40:]):
            return one.text[-1] != ":" or bool(self.width)
        if two.start in self.loose or DAY.match(two.text) or DAY.match(one.text):
            return False
        if self._mid(one) or not ended and two.start in self.filled:
            return True
        if one.mark == "item" and two.indent < one.indent:
            return False
        return bool(self.width) and self._full(one, two, 0.9 if ended else 0.8)

    def _mid(self, line: Line) -> bool:
        """A line that ends in the midst of a phrase: "of the", "1,200 and", "a dash –"."""
        last = LETTERS.search(line.text[-40:])
        word = last is not None and last.end() == last.end(1) and last[1] in self.runs_on
        return word or line.text[-1] in ",;–—-(/$€£&"

    def _full(self, one: Line, two: Line, share: float) -> bool:
        """Whether the next word had no room in the line: it was broken for its width."""
        first = WORD.match(two.text)[0]
        return one.indent + len(one.text) + 1 + len(first) > self.width * share


def _runs(found: list[Line | None]) -> Iterator[list[Line]]:
    """Lines of prose that stand together."""
    run: list[Line] = []
    for line in [*found, None]:
        if line is not None and not line.mark:
            run.append(line)
        elif run:
            yield run
            run = []


def _is_filled(run: list[Line]) -> bool:
    """Whether lines are one wrapped sentence or more: no next word had room, the last one ends."""
    if len(run) < 2 or not STRICTLY.search(run[-1].text[-40:]) or run[0].text.isupper():
        return False
    widest = max(line.indent + len(line.text) for line in run)
    return NARROWEST <= widest <= WIDEST and all(
        one.indent + len(one.text) + 1 + len(WORD.match(two.text)[0]) > widest
        for one, two in pairwise(run)
    )


def groups(found: list[Line | None], book: Codebook) -> Iterator[list[Line]]:
    """The lines of one block each, in order."""
    joiner = Joiner(found, book)
    block: list[Line] = []
    gap = False
    for line in found:
        if line is None:
            gap = bool(block)
            continue
        if block and joiner.joins(block[-1]._replace(mark=block[0].mark), line, gap):
            block.append(line)
        else:
            if block:
                yield block
            block = [line]
        gap = False
    if block:
        yield block
