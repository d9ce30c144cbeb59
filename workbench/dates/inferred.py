"""A day of publication that follows from two expressions: "yesterday, December 10"."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from workbench.dates import values as cal
from workbench.dates.expr import Expr
from workbench.dates.pairs import tied

# A dateline without its year takes that of a date told as past at most so many days before.
LONGEST = 60

Found = list[tuple[date, Expr]]


def inferred(look) -> tuple[date, Expr] | None:
    """The one day that all such pairs of a text agree on; none where they differ."""
    found: Found = []
    for k, e in enumerate(look.exprs):
        if look.quoted(e):
            continue
        if e.form == "day_count" and _heading(look, e):
            found += _day(look, e)
        if k + 1 < len(look.exprs):
            found += _pair(look, e, look.exprs[k + 1])
        if e.form == "date" and e.day and e.year is None and (look.headed(e) or look.marked(e)):
            found += _dateline(look, e)
    return found[0] if len({day for day, _ in found}) == 1 else None


def _pair(look, a: Expr, b: Expr) -> Found:
    if tied(look.text, a, b) != 1:
        return []
    if a.form == "deictic":
        return [(day, b) for d, _ in _day(look, b) if (day := cal.add(d, -a.n, "day"))]
    if a.form == "unit" and a.mode == "part" and a.turn == 0 and a.source == "now":
        return _day(look, b)
    if a.form == "shift" and a.source == "now":
        if a.mode == "exact" or a.unit == "day":
            return [(day, b) for d, _ in _day(look, b) if (day := cal.add(d, -a.n, a.unit))]
    return []


def _day(look, e: Expr) -> Found:
    """The day of an expression as the rest of the text settles it."""
    k = bisect_left(look.all.starts, e.start)
    o = look.all.exprs[k] if k < len(look.all.starts) else None
    if o is None or o.start != e.start or o.form in ("deictic", "weekday"):
        return []
    found = look.all.resolve(k, o)
    return [(found[0], e)] if found and found[0] == found[1] else []


def _heading(look, e: Expr) -> bool:
    """ "Day 1,386 of the war" as a heading of its own is the writer's today."""
    line = next(((a, b) for a, b in look.lines[:2] if a <= e.start < b), None)
    if line is None or line[1] - line[0] >= 90:
        return False
    before, after = look.text[line[0] : e.start], look.text[e.end : line[1]]
    return not any(c.isalnum() for c in before) and not re.search(r"[.,]\s+\S", after)


def _dateline(look, e: Expr) -> Found:
    """ "KYIV, Dec. 11 —": the year from the other dates of the text."""
    found = look.all.own_year(lambda year: cal.day(year, e.month, e.day))
    if not found:
        return []
    near = min(abs((found[0] - p[0]).days) for _, p in look.all.given)
    return [(found[0], e)] if near <= LONGEST and _weekday_fits(look, found[0]) else []


def _weekday_fits(look, day: date) -> bool:
    """ "said on Thursday" in a text of that day: the day itself or one of the three before."""
    for e in look.all.exprs:
        if e.form == "weekday" and e.turn is None and e.mode == "":
            before = look.text[max(e.start - 16, 0) : e.start].lower()
            if re.search(r"\b(?:said|told [a-z]+)(?: on)?\s\Z", before):
                return (day.weekday() - e.weekday) % 7 <= 3
    return True
