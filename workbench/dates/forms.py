"""One resolver for each form: (Resolver, index, expression) -> period or None."""

from __future__ import annotations

import re

from workbench.dates import offsets
from workbench.dates import values as cal
from workbench.dates.expr import Expr
from workbench.dates.values import DAY, Period
from workbench.dates.words import words

SIZE = {
    "date": "month",
    "month_turn": "month",
    "year": "year",
    "decade": "decade",
    "century": "century",
    "season": "season",
}


def of_date(r, k, e: Expr) -> Period | None:
    def make(year):
        return cal.day(year, e.month, e.day) if e.day else cal.months(year, e.month)

    return make(e.year) if e.year is not None else r.yearless(k, e, make)


def of_numeric(r, k, e):
    return r.numeric(e)


def of_year(r, k, e):
    return cal.years(e.year)


def of_years(r, k, e):
    return cal.years(e.year, e.n)


def of_decade(r, k, e):
    return cal.decade(e.year)


def of_century(r, k, e):
    return cal.century(e.n)


def of_week(r, k, e):
    found = r.resolve(k, e.inner)
    return found and cal.week(found[0])


def of_bare_day(r, k, e):
    """The month of the last date before it, else of the next, else by the tense."""
    found = r.before(k, 32)
    if found is None:
        found = next((p for _, p in r.given_in(e.end, e.end + 1000)), None)
    if found:
        return cal.day(found[1].year, found[1].month, e.day)
    here = r.here(k, e)
    if not here:
        r.drop.add(k)
        return None
    options = [
        cal.day(m[0].year, m[0].month, e.day)
        for m in (cal.months(here[0].year, here[0].month + d) for d in (-1, 0, 1))
    ]
    back = (r.direction(k) or 1) < 0
    options = [p for p in options if p and (p[0] <= here[1] if back else p[0] >= here[0])]
    return (max if back else min)(options) if options else None


def of_named(r, k, e):
    def make(year):
        return cal.named(e.data, year)

    if e.year is not None:
        return make(e.year)
    if e.turn is not None:
        here = r.here(k, e)
        return here and make(here[0].year + e.turn)
    return r.yearless(k, e, make)


def of_part(r, k, e):
    if e.inner is not None:
        whole = r.resolve(k, e.inner)
        if not whole:
            return None
        return cal.part(whole, e.n, e.unit, e.weekday)

    def make(year):
        return cal.part(cal.years(year), e.n, e.unit, e.weekday)

    for j in range(k - 1, max(k - 5, -1), -1):
        o = r.exprs[j]
        leaf = o.inner if o.inner is not None else o
        if o.end < e.start - 300:
            break
        if leaf.year is not None and o.form in ("part", "year", "edge"):
            return make(leaf.year)
        if o.form == "part" and r.periods[j]:
            return make(r.periods[j][0].year)
    here = r.here(k, e)
    if e.mode == "context" and (not here or e.unit == "half"):
        r.drop.add(k)
        return None
    return r._by_tense(k, make, here) if here else None


def of_edge(r, k, e):
    what = e.inner
    whole = r.resolve(k, what)
    if not whole:
        return None
    if e.mode == "last":
        return whole[1], whole[1]
    if e.mode == "first":
        return whole[0], whole[0]
    size = what.unit if what.form in ("unit", "part") else SIZE.get(what.form, "")
    return cal.third(whole, e.n, size)


def of_fiscal(r, k, e):
    """Needs a state named nearby: American, British and Japanese years differ."""
    left = max(r.text.rfind("\n\n", 0, e.start), e.start - 600, 0)
    right = r.text.find("\n\n", e.end)
    right = min(right if right >= 0 else len(r.text), e.end + 300)
    best = None
    for rule in words().data["fiscal_year"]:
        for name in rule["names"]:
            pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
            flags = 0 if name in ("us", "uk", "eu", "u.s.", "u.k.", "usa", "ndaa") else re.I
            name_as = pattern if flags else rf"(?<!\w){re.escape(name.upper())}(?!\w)"
            for m in re.finditer(name_as, r.text[left:right], flags):
                if flags and m.group()[0].islower() and name not in ("congress", "commission"):
                    continue
                gap = abs(left + m.start() - e.start)
                if best is None or gap < best[0]:
                    best = gap, rule
    if best is None:
        return None
    rule = best[1]
    if e.turn is not None:
        here = r.here(k, e)
        return here and cal.fiscal(rule, here[0].year + e.turn + _begun(rule, here[0]))
    year = e.year - (e.mode == "ends" and rule["named_by"] == "start")
    return cal.fiscal(rule, year)


def _begun(rule: dict, day) -> int:
    """Years from a day's year to the name of the fiscal year that holds it."""
    if rule["month"] == 1:
        return 0
    return int(day.month >= rule["month"]) - (rule["named_by"] == "start")


def of_range(r, k, e):
    a, b = e.inner, e.other
    x, y = _leaf(a), _leaf(b)
    if x.form == "part" and x.inner is None and y.form == "part" and y.inner is not None:
        x.inner = y.inner
    if x.form == y.form and x.form in ("date", "season", "named"):
        if x.year is None and y.year is not None:
            x.year = y.year - (_key(x) > _key(y))
        elif y.year is None and x.year is not None:
            y.year = x.year + (_key(y) < _key(x))
    first = r.resolve(k, a)
    if first and x.form in ("date", "season", "named") and x.form == y.form and y.year is None:
        y.year = first[0].year + (_key(y) < _key(x))
    if first and b.form == "weekday" and b.turn is None:
        second = offsets._weekday(first[0] + DAY, b.weekday, 1)
    else:
        second = r.resolve(k, b)
    if not first or not second or second[1] < first[0]:
        return None
    return first[0], second[1]


def _leaf(e):
    while e.form == "edge" and e.inner is not None:
        e = e.inner
    return e


def _key(e):
    if e.form == "named":
        return e.data.get("month", 4), e.data.get("day", 1)
    return e.month, e.day or 0


def of_nothing(r, k, e):
    return None


FORMS = {
    "date": of_date,
    "numeric": of_numeric,
    "year": of_year,
    "years": of_years,
    "decade": of_decade,
    "century": of_century,
    "week_of": of_week,
    "bare_day": of_bare_day,
    "unit": offsets.of_unit,
    "shift": offsets.of_shift,
    "run": offsets.of_run,
    "deictic": offsets.of_deictic,
    "last_night": offsets.of_last_night,
    "weekday": offsets.of_weekday,
    "weekend": offsets.of_weekend,
    "month_turn": offsets.of_month_turn,
    "season": offsets.of_season,
    "named": of_named,
    "part": of_part,
    "edge": of_edge,
    "fiscal": of_fiscal,
    "day_count": offsets.of_day_count,
    "anniversary": offsets.of_anniversary,
    "range": of_range,
    "vague": of_nothing,
}
