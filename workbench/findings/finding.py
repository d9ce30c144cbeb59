"""What a figure says and draws, as data: a sentence, dots and ranges, an axis, a caption.

``findings`` makes a Finding from a table; ``charts`` draws it with plotly and ``svg`` as a static
picture, ``brief`` prints its sentence. So all of them say and show the same numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from workbench.codebook import look


@dataclass(frozen=True)
class Number:
    """A number in a sentence that can be derived again.

    how: ``high`` (a claim's upper bound), ``count`` (how many claims), ``documents`` (in how many
    documents they stand), ``cut`` (percent from the first claim down to the second), ``gap`` (the
    first claim less all others), ``distinct`` (how many different values).
    """

    text: str
    value: float
    how: str
    claims: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


class Dot(NamedTuple):
    """One mark: same row, same value, same firmness, told ``mentions`` times.

    ``derived`` is empty for what a source says. Else the mark is the distance between two values,
    counted here: ``cut`` in percent (``high`` down to ``low``) or ``gap`` (``high`` less ``low``).
    ``told`` is the value where the place on the axis is something else (a day).
    """

    row: str
    low: float
    high: float
    label: str
    mentions: int
    hedged: bool
    claim_ids: tuple[str, ...]
    hover: str
    contested: bool = False
    derived: str = ""
    told: float | None = None

    @property
    def value(self) -> float:
        """What ``data-value`` of the mark is: the upper bound, or what was derived."""
        if self.derived == "cut":
            return round(100 * (1 - self.low / self.high), 6)
        if self.derived == "gap":
            return self.high - self.low
        return self.high if self.told is None else self.told


class Link(NamedTuple):
    """Two rows that one sentence names together, at a place on the axis.

    revises: the sentence says that the second was made from the first; it is drawn as an arrow.
    """

    x: float
    rows: tuple[str, str]
    claim_ids: tuple[str, ...]
    hover: str
    revises: bool = False


@dataclass(frozen=True)
class Finding:
    theme: str
    parts: tuple = ()
    dots: tuple[Dot, ...] = ()
    axis: str = ""
    log: bool = False
    caption: str = ""
    rows: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    days: tuple[tuple[float, str], ...] = ()

    @property
    def title(self) -> str:
        return "".join(str(part) for part in self.parts)

    @cached_property
    def span(self) -> tuple[float, float]:
        """Both ends of the axis, in its unit, with room for labels."""
        if self.days:
            first, last = self.days[0][0], self.days[-1][0]
            room = (last - first) * 0.18 or 1.0
            return first - room, last + room
        values = [v for dot in self.dots for v in (dot.low, dot.high)]
        low, high = min(values, default=0.0), max(values, default=0.0)
        if self.log:
            return low / 2.3, high * 2.3
        return min(0.0, low), high + (high * 0.12 or 1.0)

    @property
    def axis_words(self) -> str:
        """The axis in words, with what a step means."""
        return self.axis + (" (each step ten times the one before)" if self.log else "")

    @cached_property
    def mixed(self) -> set[str]:
        """The rows that have both firm and hedged dots."""
        rows = [{dot.row for dot in self.dots if dot.hedged is doubt} for doubt in (False, True)]
        return rows[0] & rows[1]

    def across(self, value: float) -> float:
        """Where a value stands between the ends of the axis (0 to 1), as the axis shows it."""
        scaled = math.log10 if self.log else float
        low, high = map(scaled, self.span)
        return (scaled(value) - low) / (high - low)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Where the axis is labelled, and with what words: round steps, six at most."""
        if not self.dots or self.days:
            return self.days
        low, high = self.span
        if self.log:
            powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
            step = math.ceil(len(powers) / 6) or 1
            values = [10.0**p for p in powers if p % step == 0]
        else:
            size = 10.0 ** math.floor(math.log10((high - low) / 6))
            step = next(size * m for m in (1, 2, 5, 10) if size * m * 6 >= high - low)
            first = math.ceil(low / step)
            values = [i * step for i in range(first, math.floor(high / step) + 1)]
        return tuple((value, look.number(round(value, 10))) for value in values)
