"""Resolvers of what is counted from today or from another date of the text."""

from __future__ import annotations

import re
from datetime import timedelta

from workbench.dates import values as cal
from workbench.dates.values import DAY, Period
from workbench.dates.words import words

LONG = {
    "hour": 1,
    "day": 1,
    "night": 1,
    "date": 1,
    "week": 8,
    "fortnight": 8,
    "month": 32,
    "quarter": 100,
    "year": 370,
    "decade": 4000,
    "century": 40000,
}


def of_unit(r, k, e):
    """ "last month", "this week", "that day", "the week after", "the following month"."""
    base = None
    if e.source == "text":
        base = r.before(k, LONG[e.unit] if e.unit != "week" else 8)
        if base is None and e.turn == 0 and e.mode != "part":
            base = r.before(k, LONG[e.unit] + 1) if e.unit in LONG else None
        if base is None:
            if e.turn == 0 or e.mode == "part":
                r.drop.add(k)
                return None
            base = r.here(k, e)
    else:
        base = r.here(k, e)
        if e.unit in ("day", "date", "night") and e.mode != "part":
            base = base or r.before(k, 1)
            if base is None:
                r.drop.add(k)
    return turned(base, e.turn, e.unit)


def turned(base: Period | None, turn: int, unit: str) -> Period | None:
    if not base or unit == "hour":
        return None
    ends = []
    for day in base:
        moved = cal.add(day, turn, unit)
        ends.append(moved and cal.unit(unit, moved))
    if turn and unit in ("day", "date", "night") and base[0] != base[1]:
        return ends[1] if turn > 0 and (base[1] - base[0]).days < 8 else None
    return ends[0] if ends[0] == ends[1] else None


def of_shift(r, k, e):
    """ "three weeks ago" (that week), "two days earlier" than the last date of the text."""
    here = r.here(k, e)
    base = here if e.source == "now" else r.before(k, max(8, LONG[e.unit])) or here
    if not base or (
        base[0] != base[1]
        and e.unit in ("day", "week", "fortnight", "hour")
        and (e.source == "now" or (base[1] - base[0]).days > 8)
    ):
        return None
    start = base[0] if e.n < 0 else base[1]
    moved = cal.add(start, e.n, e.unit)
    if moved is None:
        return None
    if e.weekday is not None:
        return _weekday(moved, e.weekday, 0)
    return (
        (moved, moved)
        if e.mode == "exact"
        else cal.unit(
            "week" if e.unit == "fortnight" else "day" if e.unit == "hour" else e.unit, moved
        )
    )


def of_run(r, k, e):
    """ "the past three days": from then to publication."""
    here = r.here(k, e)
    if e.source == "text":
        here = r.before(k, 1) or here
    if not here or here[0] != here[1]:
        return None
    other = cal.add(here[0], e.n * e.turn, e.unit)
    return other and (min(other, here[0]), max(other, here[0]))


def of_deictic(r, k, e):
    here = r.here(k, e)
    left, right = r.bounds(k)
    if (
        nowadays(r, k, e, here)
        or here is None
        and e.n
        and any(j in r.drop and left <= r.exprs[j].start < right for j in range(max(k - 3, 0), k))
    ):
        r.drop.add(k)
        return None
    if not here or here[0] != here[1]:
        return None
    moved = cal.add(here[0], e.n, "day")
    return moved and (moved, moved)


def nowadays(r, k, e, here) -> bool:
    """ "Today's drafters", "Today Ukraine builds more than it once dreamt of": no date."""
    if e.mode != "today" or k in r.ties:
        return False
    sets = words().sets
    if "possessive" in e.data:
        return here is None or e.data["possessive"] in sets["nowadays.nouns"]
    left, right = r.bounds(k)
    line = set(re.findall(r"[a-z]+", r.text[left:right].lower()))
    if here is None:
        return (r.direction(k) or 1) > 0 and not re.match(
            r"\s+at\s|\s+from\s", r.text[e.end : right]
        )
    first = not r.text[left : e.start].strip(' \t\n“"•-')
    return first and r.text[e.end : e.end + 1] != "," and bool(line & sets["nowadays.cues"])


def of_last_night(r, k, e):
    here = r.here(k, e)
    return (here[0] - DAY, here[0]) if here and here[0] == here[1] else None


def of_weekday(r, k, e):
    if e.mode == "some":
        return None
    here = r.here(k, e)
    if e.source == "text":
        base = r.before(k, 8)
        if not base:
            return None
        if e.turn > 0:
            return _weekday(base[1] + DAY, e.weekday, 1)
        return _weekday(base[0] - DAY if e.turn < 0 else base[0], e.weekday, e.turn or 1)
    if here and here[0] == here[1]:
        day = here[0]
        if e.turn is None:
            chained = chain(r, k, e, day)
            return chained or _weekday(day, e.weekday, r.direction(k) or 1)
        if e.turn < 0:
            return _weekday(day - DAY, e.weekday, -1)
        monday = cal.week(day)[0] + timedelta(7 * e.turn + e.weekday)
        return monday, monday
    return chain(r, k, e, None)


def chain(r, k, e, day):
    """ "met on Monday, 8 December 2025, again on Tuesday": counted on from the date before it."""
    left, right = r.bounds(k)
    for j in range(k - 1, max(k - 8, -1), -1):
        o, found = r.exprs[j], r.periods[j]
        if (
            o.start < left
            or not found
            or found[0] != found[1]
            or o.form not in ("date", "numeric", "weekday")
        ):
            continue
        if r.own and r.own[0] <= o.start < r.own[1]:
            break
        if day is not None and (
            o.form == "weekday" or o.year is None or abs((found[0] - day).days) <= 10
        ):
            continue
        return _weekday(found[0] + DAY, e.weekday, 1)
    if day is None:
        for _, found in r.given_in(e.end, right):
            if found[0] == found[1]:
                ahead, back = (_weekday(found[0], e.weekday, d)[0] for d in (1, -1))
                near = ahead if ahead - found[0] <= found[0] - back else back
                return near, near
    return None


def _weekday(day, weekday: int, direction: int) -> Period:
    """Nearest such weekday from a day on, the day included; 0: in the same week."""
    if direction > 0:
        found = day + timedelta((weekday - day.weekday()) % 7)
    elif direction < 0:
        found = day - timedelta((day.weekday() - weekday) % 7)
    else:
        found = cal.week(day)[0] + timedelta(weekday)
    return found, found


def of_weekend(r, k, e):
    here = r.here(k, e)
    if e.source == "text":
        here = r.before(k, 8) or here
    if not here or here[0] != here[1]:
        return None
    day = here[0]
    if e.turn in (-1, 1):
        return cal.weekend(day + timedelta(7 * e.turn))
    if day.weekday() < 5 and (r.direction(k) or 1) < 0 and (e.turn is None or day.weekday() < 3):
        return cal.weekend(day - timedelta(7))
    return cal.weekend(day)


def of_month_turn(r, k, e):
    here = r.here(k, e)
    if e.source == "text":
        here = r.before(k, 370) or here
    if not here:
        return None
    year = here[0].year
    if e.mode == "year":
        return cal.months(year + e.turn, e.month)
    if e.source == "text" and e.turn == 0 or e.turn == 0:
        return cal.months(year, e.month)
    if e.turn < 0:
        return cal.months(year - (e.month >= here[0].month), e.month)
    return cal.months(year + (e.month <= here[0].month), e.month)


def of_season(r, k, e):
    def make(year):
        return cal.season(year, e.month)

    if e.year is not None:
        return make(e.year)
    if e.source == "text":
        base = r.before(k, 370)
        if not base:
            r.drop.add(k)
            return None
        options = [p for p in (make(base[0].year + d) for d in (-1, 0, 1)) if p]
        if e.turn > 0:
            return min(p for p in options if p[0] > base[1])
        holds = [p for p in options if p[0] <= base[0] <= p[1]]
        return holds[0] if holds else make(base[0].year)
    here = r.here(k, e)
    if not here:
        return r.yearless(k, e, make) if e.turn is None and r.same_sentence(k, e) else None
    if e.mode == "year":
        return make(here[0].year + e.turn)
    options = [p for p in (make(here[0].year + d) for d in (-2, -1, 0, 1, 2)) if p]
    if e.turn == -1:
        return max(p for p in options if p[1] < here[0])
    if e.turn == 1:
        return min(p for p in options if p[0] > here[1])
    if e.turn == 0:  # "this winter", said in November or in March: the nearest one
        return min(options, key=lambda p: max((p[0] - here[1]).days, (here[0] - p[1]).days, 0))
    return r._by_tense(k, make, here)


def of_day_count(r, k, e):
    if r.of_today(k) and r.now and r.now[0] == r.now[1]:
        return r.now
    start = cal.add(r.war_start(e), e.n - 1 + r.ahead, "day")
    return start and (start, start)


def of_anniversary(r, k, e):
    """Of the date that follows ("of the assault of 24 February 2022"), else of the war."""
    left, right = r.bounds(k)
    tail = r.text[e.end : right]
    if not re.match(r"\s+(?:of|since)\b", tail):
        r.drop.add(k)
        return None
    for _, found in r.given_in(e.end, right):
        if found[0] == found[1]:
            moved = cal.add(found[0], e.n, "year")
            return moved and (moved, moved)
    near = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", tail[:60].lower()))
    for conflict in words().data["conflict"]:
        if (
            near
            & {"war", "invasion", "full-scale", "assault", "aggression"}
            & set(conflict["nouns"])
        ):
            moved = cal.add(conflict["start"], e.n, "year")
            return moved and (moved, moved)
    r.drop.add(k)
    return None
