"""The lines of a text, and which of them run on into the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from workbench.codebook import Codebook

QUOTED = re.compile(r"(?:>[ \t]?)+")
ITEM = re.compile(
    r"(?:[-–—•*▪▫■□●○◦‣⁃·➢➤✓+o]|\(?(?:\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxl]{2,5}|[IVXL]{2,5})[.)])"
    r"[ \t\u00a0]+(?=\S)"
)
SHAPE = re.compile(
    r"(?P<rule>[-=_*~. \t]{3,}$|(?=.{3})[|:\-+= \t]*\|[|:\-+= \t]*$|```\w*$)"
    rf"|(?P<hashes>#{{1,6}}[ \t]+(?=\S))|(?P<item>{ITEM.pattern})"
)
# A sentence's end, behind it quotes, brackets, note marks.
ENDED = re.compile(r"([.!?…:;])[\"”’'»)\]*_]*(?:\s?\[\d{1,3}\])*[¹²³⁰-⁹]*$")
STOP = {**dict.fromkeys(".!?…", "."), **dict.fromkeys(":;", ":")}
# A line of its own that is a day, as below a title: "18 July 2025", "Monday, July 18th, 2025".
DAY = re.compile(r"(?:[^\W\d_]+,? )?(?:\d{1,2}\.? [^\W\d_]+|[^\W\d_]+\.? \d{1,2}\w{0,2}),? \d{4}$")
LETTERS = re.compile(r"([^\W\d_]+)[^\w]*$")
# Lines longer than this are paragraphs of their own; wrapped text has none.
WIDEST = 130


class Line(NamedTuple):
    """What stands in one line: offsets of its text, without indent, quote marks and hashes."""

    start: int
    end: int
    text: str
    indent: int
    quoted: bool
    mark: str  # "", "#", "item", "row" (cells with tabs or bars)
    stop: str  # how it ends: "." a sentence, ":" a part of one, "" neither
    gap: bool  # whether an empty line, furniture or a drawn rule stands before it

    @property
    def small(self) -> bool:
        """Whether it begins with a small letter."""
        return self.text[0].islower()

    def leaves(self, after: Line) -> int:
        """The width of this line with the first word of the next."""
        return self.indent + len(self.text) + 1 + len(after.text.split(None, 1)[0])


@lru_cache(maxsize=4)
def lines(text: str) -> list[Line]:
    """The lines of a text in order, without empty ones and drawn rules."""
    found: list[Line] = []
    at, gap = 0, False
    for raw in text.splitlines(keepends=True):
        kept, start = raw.strip(), at
        at += len(raw)
        quoted = kept[:1] == ">"
        if quoted:
            raw = raw[QUOTED.match(raw, raw.index(">")).end() :]
            kept, start = raw.strip(), at - len(raw)
        shape = SHAPE.match(kept)
        if not kept or shape and shape["rule"]:
            gap = True
            continue
        indent = raw.index(kept)
        start += indent
        mark = shape.lastgroup if shape else ""
        if mark == "hashes":
            start, kept, mark = start + shape.end(), kept[shape.end() :].rstrip("# "), "#"
        elif "\t" in kept or kept.count("|") > 1:
            mark = "row"
        ended = None if kept[-1].isalpha() else ENDED.search(kept, max(0, len(kept) - 40))
        stop = STOP[ended[1]] if ended else ""
        found.append(Line(start, start + len(kept), kept, indent, quoted, mark, stop, gap))
        gap = False
    return found


def width(found: Sequence[Line]) -> int:
    """The width at which a text is wrapped, or 0 where each line is a paragraph.

    Wrapped is a text in which every fifth line or more goes on in a small letter below.
    """
    prose = [line for line in found if line.mark != "row"]
    below = [two.small and one.stop != "." for one, two in pairwise(prose) if not two.gap]
    sizes = sorted(line.indent + len(line.text) for line in prose)
    if sum(below) * 5 < max(1, len(below)):
        return 0
    widest = sizes[len(sizes) * 9 // 10]
    return widest if widest <= WIDEST else 0


class Joiner:
    """Says of two lines whether the second goes on with the first."""

    def __init__(self, found: Sequence[Line], book: Codebook):
        self.width = width(found)
        self.runs_on = book.words("runs_on")
        self.filled = {k.start for run in _runs(found) if _is_filled(run) for k in run[1:]}

    def joins(self, mark: str, one: Line, two: Line) -> bool:
        """Whether ``two`` continues a block that begins with ``mark`` and ends in ``one``."""
        if mark in ("#", "row") or two.mark in ("#", "row") or one.quoted != two.quoted:
            return False
        if two.mark == "item" and (two.gap or one.stop or mark == "item" or not self._mid(one)):
            return False
        if two.gap:
            return two.small and not one.stop and self._full(one, two)
        if two.small:
            return one.text[-1] != ":" or bool(self.width)
        if DAY.match(two.text):
            return False
        return self._mid(one) or not one.stop and two.start in self.filled or self._full(one, two)

    def _mid(self, line: Line) -> bool:
        """A line that ends in the midst of a phrase: "of the", "1,200 and", "a dash –"."""
        last = LETTERS.search(line.text, max(0, len(line.text) - 40))
        word = last is not None and last.end() == last.end(1) and last[1] in self.runs_on
        return word or line.text[-1] in ",;–—-(/$€£&"

    def _full(self, one: Line, two: Line) -> bool:
        """Whether the next word had no room in a wrapped line: it was broken for its width."""
        return 0 < self.width * (0.9 if one.stop else 0.8) < one.leaves(two)


def _runs(found: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of prose that stand together, behind the mark of an item or none."""
    run: list[Line] = []
    for line in found:
        if run and (line.gap or line.mark):
            yield run
            run = []
        if line.mark in ("", "item"):
            run.append(line)
    if run:
        yield run


def _is_filled(run: list[Line]) -> bool:
    """Whether lines are one wrapped sentence or more: no next word had room, the last one ends."""
    if run[-1].stop != ".":
        return False
    widest = max(line.indent + len(line.text) for line in run)
    return widest <= WIDEST and all(one.leaves(two) > widest for one, two in pairwise(run))


@lru_cache(maxsize=4)
def groups(text: str, book: Codebook) -> list[list[Line]]:
    """The lines of one block each, in order."""
    found = lines(text)
    joiner = Joiner(found, book)
    blocks: list[list[Line]] = []
    for line in found:
        if blocks and joiner.joins(blocks[-1][0].mark, blocks[-1][-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
