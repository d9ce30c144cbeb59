"""Which expressions stand beside each other, and how far two periods lie apart."""

from __future__ import annotations

import re
from datetime import date

from workbench.dates.expr import Expr
from workbench.dates.values import Period

GAP = 16  # characters between the two
TIE = re.compile(
    r"(?:[\s,(]|\s[–—-]\s|-)*(?:(?:is|was|on|in|that is|i\.e\.|being|falls on|and)\s+)?"
    r"(?:the\s+)?\Z",
    re.I,
)
TIED = ("deictic", "shift", "weekday", "unit", "day_count", "anniversary", "date")
DAYLIKE = ("numeric", "day_count", "anniversary", "named")


def tied(text: str, a: Expr, b: Expr) -> int:
    """1 where a is the relative side of a pair, 2 where b is, 0 where they are no pair."""
    if b.start - a.end > GAP or a.form not in TIED or "\n" in (gap := text[a.end : b.start]):
        return 0
    if not TIE.match(gap) or " and " in gap:
        return 0
    if a.form == "date":
        return 2 * bool(
            a.day
            and (
                b.form == "day_count"
                and "is" in gap
                or b.form == "weekday"
                and (b.mode == "some" or "(" in gap)
            )
        )
    if a.form == "unit" and a.unit in ("month", "year"):
        same = b.form == "date" and b.day is None if a.unit == "month" else b.form == "year"
        return int(same and bool(gap.strip()))
    if _size(a) != "day" or not (b.form == "date" and b.day is not None or b.form in DAYLIKE):
        return 0
    return int(a.form != "weekday" or "(" in gap or "on" in gap)


def _size(e: Expr) -> str:
    if e.form in ("deictic", "weekday", "day_count", "anniversary") or e.mode == "exact":
        return "day"
    return {"date": "day", "night": "day"}.get(e.unit, e.unit)


def leaves(e: Expr | None):
    if e is None:
        return
    if e.inner is None and e.other is None:
        yield e
    yield from leaves(e.inner)
    yield from leaves(e.other)


def gap(p: Period, here: Period) -> int:
    if p[0] > here[1]:
        return (p[0] - here[1]).days
    return max((here[0] - p[1]).days, 0)


def nearest(make, day: date) -> Period | None:
    options = [p for p in (make(day.year + d) for d in (-1, 0, 1)) if p]
    return min(options, key=lambda p: (gap(p, (day, day)), p[0] < day), default=None)
