"""What days each form of expression has: (Resolver, index, expression) -> period or None."""

from __future__ import annotations

import re

from workbench.dates import offsets
from workbench.dates import values as cal
from workbench.dates.offsets import Drop
from workbench.dates.values import DAY, Period


def of_day(r, k, e) -> Period | None:
    if e.year is not None:
        return cal.dated(e.year, e.month, e.day)
    return r.yearless(k, e, lambda year: cal.dated(year, e.month, e.day))


def of_bare_day(r, k, e) -> Period | None:
    """The month of the last date before it, else of the next, else by the tense."""
    found = r.before(k, 32) or next((p for _, p in r.given_in(e.end, e.end + 1000)), None)
    if found:
        return cal.day(found[1].year, found[1].month, e.day)
    here = r.here(e)
    if not here:
        raise Drop
    months = [cal.months(here[0].year, here[0].month + d) for d in (-1, 0, 1)]
    days = [p for m in months if m and (p := cal.day(m[0].year, m[0].month, e.day))]
    return cal.toward(days, here, r.direction(k) or 1)


def of_named(r, k, e) -> Period | None:
    entry = getattr(e.inner, "inner", e.inner)  # "last Christmas" holds Christmas
    if e.year is not None:
        return cal.named(entry, e.year)
    if e.turn is not None:
        here = r.here(e)
        return here and cal.named(entry, here[0].year + e.turn)
    return r.yearless(k, e, lambda year: cal.named(entry, year))


def of_part(r, k, e) -> Period | None:
    if e.inner is not None:
        whole = r.resolve(k, e.inner)
        return whole and cal.part(whole, e.n, e.unit, e.weekday)
    for j in range(k - 1, max(k - 5, -1), -1):  # "Q3" after "Q2 2023"
        o = r.exprs[j]
        year = getattr(o.inner, "year", None) or o.year
        if year is None and o.form == "part" and r.periods[j]:
            year = r.periods[j][0].year
        if o.end > e.start - 300 and year is not None and o.form in ("part", "year", "edge"):
            return cal.part(cal.years(year), e.n, e.unit)
    here = r.here(e)
    if e.mode == "context" and (not here or e.unit == "half"):
        raise Drop
    return here and r.by_tense(k, lambda year: cal.part(cal.years(year), e.n, e.unit), here)


def of_last_n(r, k, e) -> Period | None:
    """ "the last four months of 2024" """
    whole, (n, unit) = r.resolve(k, e.inner), e.data.data[0]
    if not whole:
        return None
    other = cal.add(whole[1] + DAY, -n, unit) if e.turn < 0 else cal.add(whole[0], n, unit)
    if e.turn < 0:
        return other and (max(other, whole[0]), whole[1])
    return other and (whole[0], min(other - DAY, whole[1]))


def of_edge(r, k, e) -> Period | None:
    whole = r.resolve(k, e.inner)
    return whole and (cal.one(whole[e.mode == "last"]) if e.mode else cal.third(whole, e.n))


def of_fiscal(r, k, e) -> Period | None:
    """Needs a state named nearby: American, British and Japanese years differ."""
    left = max(r.text.rfind("\n\n", 0, e.start), e.start - 600, 0)
    right = r.text.find("\n\n", e.end)
    right = min(right if right >= 0 else len(r.text), e.end + 300)
    rule = r.grammar.fiscal_rule(r.text, left, right, e.start)
    if rule is None or e.turn is None:
        late = e.mode == "ends" and rule and rule.named_by == "start"
        return rule and cal.fiscal(rule, e.year - bool(late))
    here = r.here(e)
    begun = here and rule.month > 1 and (here[0].month >= rule.month) - (rule.named_by == "start")
    return here and cal.fiscal(rule, here[0].year + e.turn + int(begun))


def of_range(r, k, e) -> Period | None:
    a, b = e.inner, e.other
    x, y = _leaf(a), _leaf(b)
    same = x.form == y.form and x.form in ("day", "month", "season", "named")
    if same and x.year is None and y.year is not None:
        x.year = y.year - (_key(x) > _key(y))
    first = r.resolve(k, a)
    if first and same and y.year is None:
        y.year = (x.year or first[0].year) + (_key(y) < _key(x))
    if first and b.form == "weekday" and b.turn is None:
        second = offsets.weekday(first[0] + DAY, b.weekday, 1)
    else:
        second = r.resolve(k, b)
    return (first[0], second[1]) if first and second and first[0] <= second[1] else None


def _leaf(e):
    return _leaf(e.inner) if e.form == "edge" else e


def _key(e) -> tuple[int, int]:
    entry = e.inner if e.form == "named" else e
    return entry.month or 4, entry.day or 1


def of_month_turn(r, k, e) -> Period | None:
    here = e.source == "text" and r.before(k, 370) or r.here(e)
    if not here:
        return None
    year, gone = here[0].year, here[0].month - e.month
    if e.mode == "year":
        year += e.turn
    elif e.turn:
        year += e.turn * (gone * e.turn >= 0)
    return cal.dated(year, e.month, e.day)


def of_season(r, k, e) -> Period | None:
    def make(year):
        return cal.months(year, e.month, 3)

    if e.year is not None:
        return make(e.year)
    here = r.before(k, 370) if e.source == "text" else r.here(e)
    if not here:
        if e.source == "text":
            raise Drop
        return r.yearless(k, e, make) if e.turn is None and r.same_sentence(k, e) else None
    if e.mode == "year":
        return make(here[0].year + e.turn)
    if e.turn is None:
        return r.by_tense(k, make, here)
    options = cal.around(make, here[0].year, 2)
    if e.turn:
        return cal.toward([p for p in options if cal.away(p, here)], here, e.turn)
    # "this winter", said in November or in March: the nearest one
    return min(options, key=lambda p: cal.away(p, here), default=None)


def of_day_count(r, k, e) -> Period | None:
    if r.of_today(k) and (day := r.today(e)):
        return day, day
    first = r.war_start(e)
    if first is None:
        raise Drop
    return cal.one(cal.add(first, e.n - 1 + r.ahead, "day"))


def of_anniversary(r, k, e) -> Period | None:
    """Of the date that follows ("of the assault of 24 February 2022"), else of the war."""
    _, right = r.bounds(k)
    start, tail = None, re.match(r"\s+(?:of|since)\b.{,60}", r.text[e.end : right].lower())
    if tail:
        start = next((p[0] for _, p in r.given_in(e.end, right) if p[0] == p[1]), None)
        near = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", tail[0])) & r.sets["war_nouns"]
        wars = [w for w in r.grammar.book.all("war") if near & {*w.match}]
        start = start or r.grammar.war_of(r.text, wars)
    if start is None:
        raise Drop
    return cal.one(cal.add(start, e.n, "year"))


def of_week(r, k, e) -> Period | None:
    found = r.resolve(k, e.inner)
    return found and (cal.weekend if e.mode else cal.week)(found[0])


FORMS = offsets.OFFSETS | {
    "day": of_day, "month": of_day, "numeric": lambda r, k, e: r.numeric(e),
    "year": lambda r, k, e: cal.years(e.year), "years": lambda r, k, e: cal.years(e.year, e.n),
    "decade": lambda r, k, e: cal.years(e.year - e.year % 10, e.year - e.year % 10 + 9),
    "century": lambda r, k, e: cal.years(e.n * 100 - 100, e.n * 100 - 1),
    "week_of": of_week, "bare_day": of_bare_day,
    "month_turn": of_month_turn, "season": of_season, "named": of_named, "part": of_part,
    "last_n": of_last_n, "edge": of_edge, "fiscal": of_fiscal, "day_count": of_day_count,
    "anniversary": of_anniversary, "range": of_range, "vague": lambda r, k, e: None,
}  # fmt: skip
