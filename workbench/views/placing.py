"""Where the marks of a finding stand in a figure so many pixels wide: for every writer the same."""

import itertools
import textwrap
from functools import lru_cache
from typing import NamedTuple

from workbench.findings import Mark

WIDTH, RIGHT, ROW = 600, 34, 66


class Placed(NamedTuple):
    """A mark with its line and its words. Places are data along the axis, row numbers from below.

    place: where the words stand, seen from ``at``, as plotly says it (``top center``). ends: what
    the line has at its ends (``arrow``, ``line-ns``).
    """

    mark: Mark
    path: tuple[tuple[float, float], ...]
    at: tuple[float, float]
    text: str
    place: str
    ends: tuple[str, str] = ("", "")

    @property
    def size(self) -> int:
        """Of its dot, in pixels; a range has none."""
        mark = self.mark
        return (
            0
            if mark.low != mark.high
            else 9
            if mark.how == "count"
            else min(11 + 2 * mark.times, 26)
        )


@lru_cache(4096)
def row_lines(row: str, width: int = WIDTH) -> list[str]:
    """The words of a row, as they are broken beside the axis; long ones get more room."""
    lines = textwrap.wrap(row, width // 25)
    return lines if len(lines) <= 4 else textwrap.wrap(row, width // 16)


def row_height(rows, width: int = WIDTH) -> int:
    """Pixels of a row: all lines of the longest have their room."""
    lines = [len(row_lines(row, width)) for row in rows]
    return max([ROW, *(20 * n + 6 for n in lines if n > 3)])


@lru_cache(64)  # asked of each mark; to break the words again took a tenth of an answer
def left(rows, width: int = WIDTH) -> int:
    """Room for the words of the rows, in pixels."""
    widest = max((len(line) for row in rows for line in row_lines(row, width)), default=0)
    return 18 + round(7.3 * widest) if rows else 14


def axis_lines(finding, width: int = WIDTH) -> list[str]:
    """The words below the axis, as they are broken."""
    room = (width - left(finding.rows, width) + RIGHT) / 7.9
    return textwrap.wrap(finding.axis_words, round(room)) or [""]


def across(finding, value: float, width: int = WIDTH) -> float:
    """Pixels from the left edge of the figure to a value."""
    start = left(finding.rows, width)
    return start + (width - RIGHT - start) * finding.across(value)


def ticks(finding, width: int = WIDTH) -> list[tuple[float, str]]:
    """The ticks of the axis, or every second or third, so that their words have room."""
    every = [
        (across(finding, v, width), 3.6 * len(words), (v, words)) for v, words in finding.ticks
    ]
    every = [one for one in every if one[0] + one[1] <= width]
    for step in range(1, len(every) + 1):
        kept = every[::step]
        if all(b[0] - a[0] >= a[1] + b[1] + 6 for a, b in itertools.pairwise(kept)):
            return [tick for *_, tick in kept]
    return []


def placed(finding, width: int = WIDTH) -> list[Placed]:
    """The marks as they stand in the figure, in their order.

    Firm marks stand above hedged ones where a row has both. Where words would overlap, the mark
    told most keeps its own; what the others say stands in their hover.
    """
    heights = {row: number for number, row in enumerate(reversed(finding.rows))}
    styles = {(mark.rows, mark.style) for mark in finding.marks}
    mixed = {rows for rows, style in styles if style == "hedged" and (rows, "firm") in styles}
    taken: dict = {}
    out = {}
    one_row = [mark for mark in finding.marks if len(mark.rows) == 1]
    for mark in sorted(one_row, key=lambda mark: (-mark.times, mark.low, mark.high)):
        y, point = heights[mark.rows[0]], mark.low == mark.high
        x = mark.high if point or mark.bar else _middle(mark, finding.log)
        below = mark.rows in mixed and mark.style == "hedged"
        if mark.rows in mixed:
            y += -0.22 if below else 0.18
        side, ends = _words(mark, across(finding, x, width), left(finding.rows, width), width)
        line = taken.setdefault(heights[mark.rows[0]] - below, [])  # between two rows
        free = all(ends[1] < a or ends[0] > b for a, b in line)
        line += [ends] * free
        path = () if point else ((mark.low, y), (mark.high, y))
        tips = ("line-ns",) * 2 if mark.style == "counted" else ("", "")
        where = f"{'bottom' if below and point else 'middle' if mark.bar else 'top'} {side}"
        out[mark] = Placed(mark, path, (x, y), mark.text if free else "", where, tips)
    brackets: dict = {}
    for mark in finding.marks:
        if len(mark.rows) == 2:
            brackets[mark] = _bracket(mark, finding, heights, out.values(), brackets, width)
    return [(out | brackets)[mark] for mark in finding.marks]


def _middle(mark, log: bool) -> float:
    """The middle of a range as the axis shows it."""
    return (mark.low * mark.high) ** 0.5 if log else (mark.low + mark.high) / 2


def _words(mark, at: float, start: int, width: int):
    """On which side of its place a mark has its words, and the pixels that they take."""
    half = 3.4 * len(mark.text)
    if mark.bar or at - half < start:
        return "right", (at, at + 2 * half)
    if at + half > width - RIGHT + 30:
        return "left", (at - 2 * half, at)
    return "center", (at - half, at + half)


def _bracket(mark, finding, heights, others, before, width) -> Placed:
    """A line between two rows, beside the words that it passes and clear of brackets before it."""
    one, other = (heights[row] for row in mark.rows)
    passed = [
        p for p in others
        if p.mark.high == mark.high and min(one, other) <= heights[p.mark.rows[0]] < max(one, other)
    ]  # fmt: skip
    step = 12 * sum(link.high == mark.high for link in before)

    def reach(side: str) -> float:
        share = {side: 6.8, "center": 3.4}
        words = [12 + share.get(p.place.split()[1], 0) * len(p.text) for p in passed]
        return step + max([26, *words])

    low, high = finding.span
    pixel = (high - low) / (width - RIGHT - left(finding.rows, width))
    x = mark.high + pixel * reach("right")
    if x > high - 4 * pixel:
        x = mark.high - pixel * reach("left")
    path = ((mark.high, one), (x, one), (x, other), (mark.high, other))
    ends = ("", "arrow" if mark.arrow else "")
    return Placed(mark, path, (x, (one + other) / 2), "", "top center", ends)
