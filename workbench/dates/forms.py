"""What days each form of expression has: (Resolver, index, expression) -> period or None."""

from __future__ import annotations

import re
from datetime import date, timedelta

from workbench.dates import values as cal
from workbench.dates.values import DAY, Period

# How long a period of the text may be that something is counted from, in days.
LONG = {
    "hour": 1, "day": 1, "night": 1, "date": 1, "week": 8, "fortnight": 8, "month": 32,
    "quarter": 100, "year": 370, "decade": 4000, "century": 40000,
}  # fmt: skip
SIZE = {"month_turn": "month"}


class Drop(Exception):
    """What was read is no date after all."""


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
    back = (r.direction(k) or 1) < 0
    found = [cal.months(here[0].year, here[0].month + d) for d in (-1, 0, 1)]
    days = [cal.day(m[0].year, m[0].month, e.day) for m in found if m]
    fit = [p for p in days if p and (p[0] <= here[1] if back else p[0] >= here[0])]
    return (max if back else min)(fit, default=None)


def of_named(r, k, e) -> Period | None:
    entry = getattr(e.inner, "inner", e.inner)  # "last Christmas" holds Christmas
    if e.year is not None:
        return cal.named(entry, e.year)
    if e.turn is not None:
        here = r.here(e)
        return here and cal.named(entry, here[0].year + e.turn)
    return r.yearless(k, e, lambda year: cal.named(entry, year))


def of_part(r, k, e) -> Period | None:
    def make(year):
        whole = cal.years(year)
        return whole and cal.part(whole, e.n, e.unit, e.weekday)

    if e.inner is not None:
        whole = r.resolve(k, e.inner)
        return whole and cal.part(whole, e.n, e.unit, e.weekday)
    for j in range(k - 1, max(k - 5, -1), -1):
        o = r.exprs[j]
        if o.end < e.start - 300:
            break
        year = getattr(o.inner, "year", None) or o.year
        if year is not None and o.form in ("part", "year", "edge"):
            return make(year)
        if o.form == "part" and r.periods[j]:
            return make(r.periods[j][0].year)
    here = r.here(e)
    if e.mode == "context" and (not here or e.unit == "half"):
        raise Drop
    return here and r.by_tense(k, make, here)


def of_last_n(r, k, e) -> Period | None:
    """ "the last four months of 2024" """
    whole = r.resolve(k, e.inner)
    if not whole:
        return None
    n, unit = e.data.data[0]
    if e.turn < 0:
        start = cal.add(whole[1] + DAY, -n, unit)
        return start and (max(start, whole[0]), whole[1])
    stop = cal.add(whole[0], n, unit)
    return stop and (whole[0], min(stop - DAY, whole[1]))


def of_edge(r, k, e) -> Period | None:
    whole = r.resolve(k, e.inner)
    if not whole or e.mode:
        return whole and ((whole[1], whole[1]) if e.mode == "last" else (whole[0], whole[0]))
    return cal.third(whole, e.n)


def of_fiscal(r, k, e) -> Period | None:
    """Needs a state named nearby: American, British and Japanese years differ."""
    left = max(r.text.rfind("\n\n", 0, e.start), e.start - 600, 0)
    right = r.text.find("\n\n", e.end)
    right = min(right if right >= 0 else len(r.text), e.end + 300)
    rule = r.grammar.fiscal_rule(r.text, left, right, e.start)
    if rule is None:
        return None
    if e.turn is not None:
        here = r.here(e)
        return here and cal.fiscal(rule, here[0].year + e.turn + _begun(rule, here[0]))
    return cal.fiscal(rule, e.year - (e.mode == "ends" and rule.named_by == "start"))


def _begun(rule, day: date) -> int:
    """Years from a day's year to the name of the fiscal year that holds it."""
    return 0 if rule.month == 1 else int(day.month >= rule.month) - (rule.named_by == "start")


def of_range(r, k, e) -> Period | None:
    a, b = e.inner, e.other
    x, y = _leaf(a), _leaf(b)
    if x.form == y.form == "part" and x.inner is None:
        x.inner = y.inner
    same = x.form == y.form and x.form in ("day", "month", "season", "named")
    if same and x.year is None and y.year is not None:
        x.year = y.year - (_key(x) > _key(y))
    elif same and y.year is None and x.year is not None:
        y.year = x.year + (_key(y) < _key(x))
    first = r.resolve(k, a)
    if first and same and y.year is None:
        y.year = first[0].year + (_key(y) < _key(x))
    if first and b.form == "weekday" and b.turn is None:
        second = _weekday(first[0] + DAY, b.weekday, 1)
    else:
        second = r.resolve(k, b)
    if not first or not second or second[1] < first[0]:
        return None
    return first[0], second[1]


def _leaf(e):
    while e.form == "edge" and e.inner is not None:
        e = e.inner
    return e


def _key(e) -> tuple[int, int]:
    if e.form == "named":
        return e.inner.month or 4, e.inner.day or 1
    return e.month, e.day or 0


# -- counted from today, or from another date of the text ------------------------------------------
def of_unit(r, k, e) -> Period | None:
    """ "last month", "this week", "that day", "the week after", "the following month"."""
    here, dayish = r.here(e), e.unit in ("day", "date", "night")
    if e.source == "text":
        base = r.before(k, LONG[e.unit] + (e.turn == 0 and e.mode != "part" and not dayish))
        if base is None and (e.turn == 0 or e.mode == "part"):
            raise Drop
        return turned(base or here, e.turn, e.unit)
    if dayish and e.mode != "part":
        here = here or r.before(k, 1)
        if here is None:
            raise Drop
    return turned(here, e.turn, e.unit)


def turned(base: Period | None, turn: int, unit: str) -> Period | None:
    if not base or unit == "hour":
        return None
    ends = [(moved := cal.add(day, turn, unit)) and cal.unit(unit, moved) for day in base]
    if turn and unit in ("day", "date", "night") and base[0] != base[1]:
        return ends[1] if turn > 0 and (base[1] - base[0]).days < 8 else None
    return ends[0] if ends[0] == ends[1] else None


def of_shift(r, k, e) -> Period | None:
    """ "three weeks ago" (that week), "two days earlier", "two weeks before May 13"."""
    here, unit = r.here(e), e.data[-1][1]
    if e.mode == "in" and (r.direction(k) or 1) < 0:
        raise Drop  # "it was built in two years"
    if e.mode == "anchored":
        base = r.resolve(k, e.inner)
    else:
        base = here if e.source == "now" else r.before(k, max(8, LONG[unit])) or here
    small = unit in ("day", "week", "fortnight", "hour")
    if not base or base[0] != base[1] and e.mode != "anchored" and small and (
        e.source == "now" or (base[1] - base[0]).days > 8
    ):  # fmt: skip
        if e.mode == "in":
            raise Drop
        return None
    moved = base[0] if e.data[0][0] < 0 else base[1]
    for n, name in e.data:
        moved = moved and cal.add(moved, n, name)
    if moved is None:
        return None
    if e.weekday is not None:
        return _weekday(moved, e.weekday, 0)
    if e.mode in ("exact", "anchored") or len(e.data) > 1:
        return moved, moved
    return cal.unit({"fortnight": "week", "hour": "day"}.get(unit, unit), moved)


def of_run(r, k, e) -> Period | None:
    """ "the past three days": from then to publication."""
    here = r.here(e)
    if e.source == "text":
        here = r.before(k, 1) or here
    if not here or here[0] != here[1]:
        return None
    n, unit = e.inner.data[0] if e.inner else (1, e.unit)
    other = cal.add(here[0], n * e.turn, unit)
    return other and (min(other, here[0]), max(other, here[0]))


def of_deictic(r, k, e) -> Period | None:
    here, day = r.here(e), r.today(e)
    left, right = r.bounds(k)
    dropped = e.n and any(
        j in r.drop and left <= r.exprs[j].start < right for j in range(max(k - 3, 0), k)
    )
    if _nowadays(r, k, e, here) or here is None and dropped:
        raise Drop
    moved = day and cal.add(day, e.n, "day")
    return moved and (moved, moved)


def _nowadays(r, k, e, here) -> bool:
    """ "Today's drafters", "Today Ukraine builds more than it once dreamt of": no date."""
    if e.mode != "today" or k in r.ties:
        return False
    if e.data:
        return here is None or e.data in r.sets["nowadays_nouns"]
    left, right = r.bounds(k)
    if here is None:
        dated = re.match(r"\s+at\s|\s+from\s", r.text[e.end : right])
        return (r.direction(k) or 1) > 0 and not dated
    first = not r.text[left : e.start].strip(' \t\n“"•-')
    line = set(re.findall(r"[a-z]+", r.text[left:right].lower()))
    return first and r.text[e.end : e.end + 1] != "," and bool(line & r.sets["nowadays_cues"])


def of_last_night(r, k, e) -> Period | None:
    day = r.today(e)
    return day and (day - DAY, day)


def of_weekday(r, k, e) -> Period | None:
    if e.mode == "some":
        return None
    if e.source == "inner":
        base = r.resolve(k, e.inner)
        return base and _weekday(base[e.turn > 0] + DAY * e.turn, e.weekday, e.turn)
    if e.source == "text":
        base = r.before(k, 8)
        if base and e.turn > 0:
            return _weekday(base[1] + DAY, e.weekday, 1)
        return base and _weekday(base[0] - DAY if e.turn < 0 else base[0], e.weekday, e.turn or 1)
    day = r.today(e)
    if day is None:
        return _chain(r, k, e, None)
    if e.turn is None:
        return _chain(r, k, e, day) or _weekday(day, e.weekday, r.direction(k) or 1)
    if e.turn < 0:
        return _weekday(day - DAY - 7 * DAY * (-e.turn - 1), e.weekday, -1)
    monday = cal.week(day)[0] + timedelta(7 * e.turn + e.weekday)
    return monday, monday


def _chain(r, k, e, day) -> Period | None:
    """ "met on Monday, 8 December 2025, again on Tuesday": counted on from the date before it."""
    left, right = r.bounds(k)
    for j in range(k - 1, max(k - 8, -1), -1):
        o, found = r.exprs[j], r.periods[j]
        if o.start < left or not found or found[0] != found[1]:
            continue
        if o.form not in ("day", "numeric", "weekday"):
            continue
        if r.own and r.own[0] <= o.start < r.own[1]:
            break
        near = day is not None and (
            o.form == "weekday" or o.year is None or abs((found[0] - day).days) <= 10
        )
        if not near:
            return _weekday(found[0] + DAY, e.weekday, 1)
    for _, found in r.given_in(e.end, right) if day is None else ():
        if found[0] == found[1]:
            ahead, back = (_weekday(found[0], e.weekday, d)[0] for d in (1, -1))
            near = ahead if ahead - found[0] <= found[0] - back else back
            return near, near
    return None


def _weekday(day: date, weekday: int, direction: int) -> Period:
    """Nearest such weekday from a day on, the day included; 0: in the same week."""
    if direction > 0:
        found = day + timedelta((weekday - day.weekday()) % 7)
    elif direction < 0:
        found = day - timedelta((day.weekday() - weekday) % 7)
    else:
        found = cal.week(day)[0] + timedelta(weekday)
    return found, found


def of_weekend(r, k, e) -> Period | None:
    day = r.today(e)
    if e.source == "text" and (base := r.before(k, 8)):
        day = base[0] if base[0] == base[1] else None
    if day is None:
        return None
    if e.turn in (-1, 1):
        return cal.weekend(day + timedelta(7 * e.turn))
    over = day.weekday() < 5 and (r.direction(k) or 1) < 0
    return cal.weekend(day - timedelta(7 * (over and (e.turn is None or day.weekday() < 3))))


def of_month_turn(r, k, e) -> Period | None:
    here = r.here(e)
    if e.source == "text":
        here = r.before(k, 370) or here
    if not here:
        return None
    year, month = here[0].year, here[0].month
    if e.mode == "year":
        year += e.turn
    elif e.turn < 0:
        year -= e.month >= month
    elif e.turn > 0:
        year += e.month <= month
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
    options = [p for p in (make(here[0].year + d) for d in (-2, -1, 0, 1, 2)) if p]
    if e.source == "text" and e.turn <= 0:
        holds = [p for p in options if p[0] <= here[0] <= p[1]]
        return holds[0] if holds else make(here[0].year)
    if e.turn == -1:
        return max((p for p in options if p[1] < here[0]), default=None)
    if e.turn == 1:
        return min((p for p in options if p[0] > here[1]), default=None)
    if e.turn == 0:  # "this winter", said in November or in March: the nearest one
        return min(options, key=lambda p: max((p[0] - here[1]).days, (here[0] - p[1]).days, 0))
    return r.by_tense(k, make, here)


def of_day_count(r, k, e) -> Period | None:
    if r.of_today(k) and (day := r.today(e)):
        return day, day
    first = r.war_start(e)
    if first is None:
        raise Drop
    start = cal.add(first, e.n - 1 + r.ahead, "day")
    return start and (start, start)


def of_anniversary(r, k, e) -> Period | None:
    """Of the date that follows ("of the assault of 24 February 2022"), else of the war."""
    _, right = r.bounds(k)
    tail = r.text[e.end : right]
    if not re.match(r"\s+(?:of|since)\b", tail):
        raise Drop
    start = next((p[0] for _, p in r.given_in(e.end, right) if p[0] == p[1]), None)
    if start is None:
        near = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", tail[:60].lower()))
        near &= r.sets["war_nouns"]
        start = r.grammar.war_of(r.text, [w for w in r.grammar.book.all("war") if near & {*w.match}])
    if start is None:
        raise Drop
    moved = cal.add(start, e.n, "year")
    return moved and (moved, moved)


def of_week(r, k, e) -> Period | None:
    found = r.resolve(k, e.inner)
    return found and (cal.weekend if e.mode else cal.week)(found[0])


FORMS = {
    "day": of_day, "month": of_day, "numeric": lambda r, k, e: r.numeric(e),
    "year": lambda r, k, e: cal.years(e.year), "years": lambda r, k, e: cal.years(e.year, e.n),
    "decade": lambda r, k, e: cal.years(e.year - e.year % 10, e.year - e.year % 10 + 9),
    "century": lambda r, k, e: cal.century(e.n), "week_of": of_week, "bare_day": of_bare_day,
    "unit": of_unit, "shift": of_shift, "run": of_run, "deictic": of_deictic,
    "last_night": of_last_night, "weekday": of_weekday, "weekend": of_weekend,
    "month_turn": of_month_turn, "season": of_season, "named": of_named, "part": of_part,
    "last_n": of_last_n, "edge": of_edge, "fiscal": of_fiscal, "day_count": of_day_count,
    "anniversary": of_anniversary, "range": of_range, "vague": lambda r, k, e: None,
}  # fmt: skip
