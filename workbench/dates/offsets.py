"""Forms that are counted from today, or from another date of the text."""

from __future__ import annotations

import re
from datetime import date, timedelta

from workbench.dates import values as cal
from workbench.dates.values import DAY, Period


class Drop(Exception):
    """What was read is no date after all."""


def of_unit(r, k, e) -> Period | None:
    """ "last month", "this week", "that day", "the week after", "the following month"."""
    here, dayish = r.here(e), e.unit in ("day", "date", "night")
    still = e.turn == 0 or e.mode == "part"
    if e.source == "text":
        base = r.before(k, cal.LONG[e.unit] + (still and not dayish))
        here = base or (None if still else here)
    if here is None and (dayish and e.mode != "part" or e.source == "text" and still):
        raise Drop
    if not here or e.unit == "hour":
        return None
    ends = [(day := cal.add(d, e.turn, e.unit)) and cal.unit(e.unit, day) for d in here]
    return ends[0] if ends[0] == ends[1] else None


def of_shift(r, k, e) -> Period | None:
    """ "three weeks ago" (that week), "two days earlier", "two weeks before May 13"."""
    base, small = r.here(e), e.unit in ("day", "week", "fortnight", "hour")
    if e.mode == "in" and (not base or (r.direction(k) or 1) < 0 or _ranked(r, e)):
        raise Drop  # "it was built in two years"
    if e.mode == "anchored":
        base, small = r.resolve(k, e.inner), False
    elif e.source == "text":
        base = r.before(k, max(8, cal.LONG[e.unit])) or base
    if not base or small and (base[1] - base[0]).days > 8 * (e.source == "text"):
        return None
    day = base[e.data[0][0] > 0]
    for n, unit in e.data:
        day = day and cal.add(day, n, unit)
    if day is None or e.weekday is not None:
        return day and weekday(day, e.weekday, 0)
    if e.mode in ("exact", "anchored") or len(e.data) > 1:
        return day, day
    return cal.unit({"fortnight": "week", "hour": "day"}.get(e.unit, e.unit), day)


def _ranked(r, e) -> bool:
    """ "the first visit in two years" says how long, not when."""
    near = re.findall(r"[a-z]+", r.text[max(e.start - 60, 0) : e.start].lower())[-6:]
    return any(word in r.sets["ranked"] or word.endswith("est") for word in near)


def of_run(r, k, e) -> Period | None:
    """ "the past three days": from then to publication."""
    here = r.here(e)
    if not here or here[0] != here[1]:
        return None
    n, unit = e.inner.data[0] if e.inner else (1, e.unit)
    other = cal.add(here[0], n * e.turn, unit)
    return other and (min(other, here[0]), max(other, here[0]))


def of_deictic(r, k, e) -> Period | None:
    here, day = r.here(e), r.today(e)
    left, right = r.bounds(k)
    near = range(max(k - 3, 0), k) if here is None and e.n else ()
    if _nowadays(r, k, e, here) or any(j in r.drop and left <= r.exprs[j].start for j in near):
        raise Drop
    return cal.one(day and cal.add(day, e.n, "day"))


def _nowadays(r, k, e, here) -> bool:
    """ "Today's drafters", "Today Ukraine builds more than it once dreamt of": no date."""
    if e.mode != "today" or k in r.ties:
        return False
    if e.data:
        return here is None or e.data in r.sets["nowadays_nouns"]
    left, right = r.bounds(k)
    if here is None:
        return (r.direction(k) or 1) > 0 and not re.match(
            r"\s+(?:at|from)\s", r.text[e.end : right]
        )
    first = not r.text[left : e.start].strip(' \t\n“"•-')
    line = set(re.findall(r"[a-z]+", r.text[left:right].lower()))
    return first and r.text[e.end : e.end + 1] != "," and bool(line & r.sets["nowadays_cues"])


def of_last_night(r, k, e) -> Period | None:
    day = r.today(e)
    return day and (day - DAY, day)


def of_weekday(r, k, e) -> Period | None:
    if e.mode == "some":
        return None
    if e.source != "now":
        base = r.resolve(k, e.inner) if e.source == "inner" else r.before(k, 8)
        turn = e.turn or 0
        return base and weekday(base[turn > 0] + DAY * turn, e.weekday, turn or 1)
    day = r.today(e)
    if day is None or e.turn is None:
        found = _chain(r, k, e, day)
        return found or (day and weekday(day, e.weekday, r.direction(k) or 1))
    if e.turn < 0:
        return weekday(day - DAY - 7 * DAY * (-e.turn - 1), e.weekday, -1)
    return cal.one(cal.week(day)[0] + timedelta(7 * e.turn + e.weekday))


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
            return weekday(found[0] + DAY, e.weekday, 1)
    for _, found in r.given_in(e.end, right) if day is None else ():
        near = (weekday(found[0], e.weekday, d) for d in (1, -1))
        return min(near, key=lambda p: abs(p[0] - found[0]))
    return None


def weekday(day: date, wanted: int, direction: int) -> Period:
    """Nearest such weekday from a day on, the day included; 0: in the same week."""
    if direction > 0:
        return cal.one(day + timedelta((wanted - day.weekday()) % 7))
    if direction < 0:
        return cal.one(day - timedelta((day.weekday() - wanted) % 7))
    return cal.one(cal.week(day)[0] + timedelta(wanted))


def of_weekend(r, k, e) -> Period | None:
    day = r.today(e)
    if day is None or e.turn in (-1, 1):
        return day and cal.weekend(day + timedelta(7 * e.turn))
    over = day.weekday() < 5 and (r.direction(k) or 1) < 0
    return cal.weekend(day - timedelta(7 * (over and (e.turn is None or day.weekday() < 3))))


OFFSETS = {
    "unit": of_unit, "shift": of_shift, "run": of_run, "deictic": of_deictic,
    "last_night": of_last_night, "weekday": of_weekday, "weekend": of_weekend,
}  # fmt: skip
