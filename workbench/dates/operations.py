"""What days an expression has: a few operations, (Resolver, index, expression) to a period."""

import re
from datetime import date

from workbench.dates import calendar as cal
from workbench.dates.calendar import DAY, Period


class Drop(Exception):
    """What was read is no date after all."""


# -- of a year that is told, or has to be found ---------------------------------------------------
def of_year(e, year: int) -> Period | None:
    """The day, month, season, feast, quarter or half that an expression names, in one year."""
    if e.form == "named":
        return cal.feast(e.inner, year)
    if e.form == "part":
        whole = cal.years(year)
        return whole and cal.part(whole, e.n, e.unit)
    return cal.months(year, e.month, e.count) if e.day is None else cal.dated(year, e.month, e.day)


def yearly(r, k, e) -> Period | None:
    def make(year):
        return of_year(e, year)

    if e.year is not None:
        return make(e.year)
    if e.turn is None:
        return r.yearless(k, e, make)
    here = r.here(e)
    if e.source == "text":
        here = r.before(k, 370) or (None if e.form == "season" else here)
    if not here:
        return None
    if e.mode == "year":
        return make(here[0].year + e.turn)
    options = cal.around(make, here[0].year, 2)
    return cal.toward([p for p in options if not e.turn or cal.away(p, here)], here, e.turn)


def bare_day(r, k, e) -> Period | None:
    """The month of the last date before it, else of the next, else by the tense."""
    found = r.before(k, 32)
    if found:
        return cal.dated(found[1].year, found[1].month, e.day)
    here = r.here(e)
    if not here:
        raise Drop
    months = [cal.months(here[0].year, here[0].month + d) for d in (-1, 0, 1)]
    days = [p for m in months if m and (p := cal.dated(m[0].year, m[0].month, e.day))]
    return cal.toward(days, here, r.direction(k) or 1)


def years(r, k, e) -> Period | None:
    spans = {"decade": 10, "century": 100}
    first = e.n * 100 - 100 if e.form == "century" else e.year
    return cal.years(first, e.until - first + 1 if e.until else spans.get(e.form, 1))


def fiscal(r, k, e) -> Period | None:
    """Needs a state named nearby: American, British and Japanese years differ."""
    rule, here = r.grammar.fiscal_rule(r.text, e.start), r.here(e)
    if rule is None or e.turn is None:
        return rule and cal.fiscal(rule, e.year + bool(e.until and rule.named_by == "end"))
    begun = here and rule.month > 1 and (here[0].month >= rule.month) - (rule.named_by == "start")
    return here and cal.fiscal(rule, here[0].year + e.turn + int(begun))


# -- counted from today, or from another date of the text ------------------------------------
def offset(r, k, e) -> Period | None:
    """ "last month", "that day", "three weeks ago" (that week), "two weeks before May 13"."""
    base, still = r.here(e), e.turn == 0 or e.mode == "part"
    if e.mode == "in":  # "the first visit in two years", "built in two years": how long, not when
        near = re.findall(r"[a-z]+", r.text[max(e.start - 60, 0) : e.start].lower())[-6:]
        if not base or r.sets["ranked"].intersection(near) or (r.direction(k) or 1) < 0:
            raise Drop
    turn = e.turn or 0
    if e.form == "weekend" and e.turn is None:
        turn = -int(bool(base) and base[0].weekday() < 5 and (r.direction(k) or 1) < 0)
    if e.source == "inner":
        base = r.resolve(k, e.inner)
    elif e.source == "text":
        base = r.before(k, cal.LONG[e.unit] + 1) or (None if still else base)
        if not base and still:
            raise Drop
    day = base and _moved(e, base[turn > 0], turn)
    if day and e.weekday is not None:
        return cal.weekday(day, e.weekday, 0)
    return day and ((day, day) if e.mode == "exact" else cal.unit(e.unit, day))


def _moved(e, day: date | None, turn: int) -> date | None:
    for n, unit in (*e.more, (e.count, e.unit)):
        day = day and cal.add(day, n * turn, unit)
    return day


def run(r, k, e) -> Period | None:
    """ "the past three days": from then to publication."""
    day = r.today(e)
    other = _moved(e, day, e.turn)
    return other and (min(other, day), max(other, day))


def deictic(r, k, e) -> Period | None:
    """ "Today's drafters" in a text without a day: no date."""
    doubtful = r.text[e.end : e.end + 2] in ("'s", "’s") or (r.direction(k) or 1) > 0
    if not e.turn and k not in r.ties and r.here(e) is None and doubtful:
        raise Drop
    return offset(r, k, e)


def weekday(r, k, e) -> Period | None:
    if e.mode == "some":
        return None
    if e.source != "now":
        base = r.resolve(k, e.inner) if e.source == "inner" else r.before(k, 8)
        turn = e.turn or 0
        return base and cal.weekday(base[turn > 0] + DAY * turn, e.weekday, turn or 1)
    day = r.today(e)
    if day is None or e.turn is None:
        found = _chain(r, k, e, day)
        return found or (day and cal.weekday(day, e.weekday, r.direction(k) or 1))
    if e.turn < 0:
        return cal.weekday(day - DAY - 7 * DAY * (-e.turn - 1), e.weekday, -1)
    return cal.weekday(day + 7 * DAY * e.turn, e.weekday, 0)


def _chain(r, k, e, day) -> Period | None:
    """ "met on Monday, 8 December 2025, again on Tuesday": counted on from the date before it."""
    left, right = r.bounds(k)
    for j in range(k - 1, max(k - 8, -1), -1):
        o, found = r.exprs[j], r.periods[j]
        if o.start < left:
            break
        if not found or found[0] != found[1] or o.form not in ("day", "numeric", "weekday"):
            continue
        if day is None or o.form != "weekday" and o.year and abs((found[0] - day).days) > 10:
            return cal.weekday(found[0] + DAY, e.weekday, 1)
    for _, found in r.given_in(e.end, right) if day is None else ():
        near = [cal.weekday(found[0], e.weekday, d) for d in (1, -1)]
        return cal.toward(near, found, 0)
    return None


# -- parts and ranges ----------------------------------------------------------------------------
def part(r, k, e) -> Period | None:
    """ "third quarter of 2025", "last four months of 2024", "end of the year", "late March"."""
    if e.inner is not None:
        whole, of_week = r.resolve(k, e.inner), 5 if e.unit == "weekend" else e.weekday
        return whole and cal.part(whole, e.n, e.unit, of_week, e.count)
    year = e.year or r.year_told(k)
    if year is None and e.mode == "context" and e.unit == "half":
        raise Drop
    return of_year(e, year) if year else yearly(r, k, e)


def range_(r, k, e) -> Period | None:
    a, b = e.inner, e.other
    x, y = _leaf(a), _leaf(b)
    same = x.form == y.form and x.form in ("day", "month", "season", "named")
    if same and x.year is None and y.year is not None:
        x.year = y.year - (_key(x) > _key(y))
    first = r.resolve(k, a)
    if first and same and y.year is None:
        y.year = (x.year or first[0].year) + (_key(y) < _key(x))
    if first and b.form == "weekday" and b.turn is None:
        second = cal.weekday(first[0] + DAY, b.weekday, 1)
    else:
        second = r.resolve(k, b)
    return (first[0], second[1]) if first and second and first[0] <= second[1] else None


def _leaf(e):
    return _leaf(e.inner) if e.form == "part" and e.inner else e


def _key(e) -> tuple[int, int]:
    entry = e.inner if e.form == "named" else e
    return entry.month or 4, entry.day or 1


# -- counts of a war -----------------------------------------------------------------
def day_count(r, k, e) -> Period | None:
    if r.of_today(k) and (day := r.today(e)):
        return day, day
    day = (first := r.war_start(e)) and cal.add(first, e.n - 1, "day")
    if first is None:
        raise Drop
    return day and (day, day)


def anniversary(r, k, e) -> Period | None:
    """Of the date that follows ("of the assault of 24 February 2022"), else of the war."""
    _, right = r.bounds(k)
    start, tail = None, re.match(r"\s+(?:of|since)\b.{,60}", r.text[e.end : right].lower())
    if tail:
        start = next((p[0] for _, p in r.given_in(e.end, right) if p[0] == p[1]), None)
        near = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", tail[0])) & r.sets["war_nouns"]
        wars = [w for w in r.grammar.wars if near & {*w.day_count}]
        start = start or r.grammar.war_of(r.text, wars)
    if start is None:
        raise Drop
    day = cal.add(start, e.n, "year")
    return day and (day, day)


OPERATIONS = {
    "day": yearly, "month": yearly, "month_turn": yearly, "season": yearly, "named": yearly,
    "bare_day": bare_day, "year": years, "years": years, "decade": years, "century": years,
    "numeric": lambda r, k, e: r.numeric(e), "fiscal": fiscal, "part": part, "range": range_,
    "unit": offset, "shift": offset, "weekend": offset, "run": run,
    "deictic": deictic, "weekday": weekday, "day_count": day_count, "anniversary": anniversary,
    "vague": lambda r, k, e: None,
}  # fmt: skip
