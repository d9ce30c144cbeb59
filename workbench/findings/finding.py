"""What a figure says and draws, as data: a sentence, marks, an axis, a caption.

A finding is made from tables; plotly and SVG write its marks, a briefing prints its sentence. So
all of them say and show the same numbers.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from workbench.codebook import look

EPOCH = date(1970, 1, 1).toordinal()  # days of a time line count from it
#: Marks of a row that are said in words; the table has them all.
SAID = 8

STEPS = {"10": "ten", "100": "a hundred", "1,000": "a thousand"}


@dataclass(frozen=True)
class Number:
    """A number in a sentence that can be derived again.

    how: ``high`` (a claim's upper bound), ``count`` (how many claims), ``documents`` (in how many
    documents they stand), ``cut`` (percent from the first claim down to the second).
    """

    text: str
    value: float
    how: str
    claims: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


class Statement(NamedTuple):
    """What is said, by which rule of ``rules.toml``: words and Numbers, in their order."""

    rule: str
    parts: tuple

    def __str__(self) -> str:
        return "".join(map(str, self.parts))


class Mark(NamedTuple):
    """One thing that is drawn, with the claims that it rests on.

    In one row a dot, a range from ``low`` to ``high`` or (``bar``) a bar; between two rows a link,
    with an arrow to the second where the sentence says that it was made from the first. style:
    ``firm`` or ``hedged``, as the source says it, or ``counted``: it was derived here. value: what
    ``how`` derives, as in Number. said: the statement that a derived mark makes.
    """

    rows: tuple[str, ...]
    low: float
    high: float
    text: str
    claims: tuple[str, ...]
    hover: str
    value: float
    how: str = "high"
    style: str = "firm"
    times: int = 1
    contested: bool = False
    arrow: bool = False
    bar: bool = False
    said: Statement | None = None


@dataclass(frozen=True)
class Finding:
    theme: str
    said: tuple[Statement, ...] = ()
    marks: tuple[Mark, ...] = ()
    axis: str = ""
    caption: str = ""
    days: tuple[tuple[float, str], ...] = ()
    conflict: str = ""  # where the corpus has several
    unit: str = ""  # of the axis, and what the rows stand for: chosen where nobody asked
    by: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple:
        """The title as words and Numbers."""
        name = (f"{look.names(self.conflict)}: ",) * bool(self.conflict)
        return name + tuple(p for one in self.said for p in ("; ", *one.parts))[1:]

    @property
    def title(self) -> str:
        return "".join(map(str, self.parts))

    @cached_property
    def rows(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row for mark in self.marks for row in mark.rows))

    @property
    def in_words(self) -> str:
        """The figure for who does not see it: its title, row by row what stands there, its axis."""
        lines = [f"{self.title}."]
        for row in self.rows:
            some = [self._in_words(mark) for mark in self.marks if mark.rows[0] == row]
            some[SAID:] = [look.count(len(some) - SAID, "more mark")] * (len(some) > SAID)
            lines += [f"{row}: {'; '.join(some)}."] * bool(some)
        axis = [f"Along the axis: {self.axis_words}."] * bool(self.rows)
        return "\n".join(filter(None, [*lines, *axis, self.caption]))

    def _in_words(self, mark: Mark) -> str:
        """A mark as it looks: its words, its day, how it is drawn, where its line leads."""
        words, _, times = mark.text.partition("  ×")
        if len(mark.rows) > 1:
            words = f"{'an arrow' if mark.arrow else 'a line'} to {mark.rows[1]}"
        told = [words, look.times(mark.times) if times else ""]
        if self.days:
            unknown = dict(self.days).get(mark.low) == "no date"
            told += ["no date" if unknown else look.day(date.fromordinal(EPOCH + int(mark.low)))]
        told += ["hedged"] * (mark.style == "hedged") + ["contested"] * mark.contested
        return ", ".join(filter(None, told))

    @cached_property
    def log(self) -> bool:
        """Each step ten times the one before, once values lie 50 times apart; zero forbids it."""
        values = [v for mark in self.marks for v in (mark.low, mark.high)]
        return bool(values) and not self.days and 0 < 50 * min(values) < max(values)

    @property
    def key(self) -> str:
        """What the shapes mean, as far as they are drawn."""
        valued = (mark for mark in self.marks if not mark.bar and mark.how != "count")
        told = {mark.style for mark in valued} - {"counted"}
        words = ["● stated firmly", "○ hedged: alleged, proposed, denied or under an “if”"] * bool(
            told
        )
        if any(mark.contested for mark in self.marks):
            words.append("◆ contested")
        return "   ".join(words)

    @cached_property
    def span(self) -> tuple[float, float]:
        """Both ends of the axis, in its unit, with room for labels."""
        if self.days:
            first, last = self.days[0][0], self.days[-1][0]
            room = (last - first) * 0.18 or 1.0
            return first - room, last + room
        values = [v for mark in self.marks for v in (mark.low, mark.high)]
        low, high = min(values, default=0.0), max(values, default=0.0)
        if self.log:
            return low / 2.3, high * 2.3
        return min(0.0, low), high + (high * 0.12 or 1.0)

    @property
    def axis_words(self) -> str:
        """The axis in words, with what a step means."""
        if not self.log:
            return self.axis
        powers = self._powers
        times = look.number(10.0 ** (powers[1] - powers[0])) if len(powers) > 1 else "10"
        return f"{self.axis} (each step {STEPS.get(times, times)} times the one before)"

    @property
    def _powers(self) -> list[int]:
        """The powers of ten at which an axis is labelled whose steps multiply."""
        low, high = self.span
        every = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
        step = math.ceil(len(every) / 6) or 1
        return [power for power in every if power % step == 0]

    def across(self, value: float) -> float:
        """Where a value stands between the ends of the axis (0 to 1), as the axis shows it."""
        scaled = math.log10 if self.log else float
        low, high = map(scaled, self.span)
        return (scaled(value) - low) / (high - low)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Where the axis is labelled, and with what words: round steps, six at most."""
        if not self.marks or self.days:
            return self.days
        low, high = self.span
        if self.log:
            values = [10.0**power for power in self._powers]
        else:
            size = 10.0 ** math.floor(math.log10((high - low) / 6))
            step = next(size * m for m in (1, 2, 5, 10) if size * m * 6 >= high - low)
            first = math.ceil(low / step)
            values = [i * step for i in range(first, math.floor(high / step) + 1)]
        return tuple((value, look.number(round(value, 10))) for value in values)
