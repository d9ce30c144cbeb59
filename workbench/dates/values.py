"""Calendar arithmetic: what days a named period has. Periods are (first day, last day)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from workbench.codebook import FiscalYear, Holiday

Period = tuple[date, date]
DAY = timedelta(1)
# Units by what they are made of.
DAYS = {"day": 1, "night": 1, "date": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
# How long a period of the text may be that such a unit is counted from, in days.
LONG = DAYS | {"hour": 1} | {name: 31 * n + 1 for name, n in MONTHS.items()}


def one(of: date | None) -> Period | None:
    return of and (of, of)


def day(year: int, month: int, number: int) -> Period | None:
    """None where the calendar has no such day.

    >>> day(2025, 2, 30) is None
    True
    """
    try:
        return date(year, month, number), date(year, month, number)
    except ValueError:
        return None


def dated(year: int, month: int, number: int | None) -> Period | None:
    return months(year, month) if number is None else day(year, month, number)


def months(year: int, first: int, count: int = 1) -> Period | None:
    """``count`` months from month ``first``, which may lie outside 1 to 12."""
    year, first = year + (first - 1) // 12, (first - 1) % 12 + 1
    stop, last = year + (first + count - 2) // 12, (first + count - 2) % 12 + 1
    if not (1 <= year and stop <= 9999):
        return None
    return date(year, first, 1), date(stop, last, monthrange(stop, last)[1])


def years(first: int, last: int | None = None) -> Period | None:
    last = first if last is None else last
    if not 1 <= first <= last <= 9999:
        return None
    return date(first, 1, 1), date(last, 12, 31)


def away(p: Period, here: Period) -> int:
    """Days between two periods, 0 where they meet."""
    return max((p[0] - here[1]).days, (here[0] - p[1]).days, 0)


def around(make, year: int, reach: int = 1) -> list[Period]:
    """What is made of a year and of those beside it."""
    return [p for d in range(-reach, reach + 1) if (p := make(year + d))]


def toward(options: list[Period], here: Period, direction: int) -> Period | None:
    """The last that has begun, or the first that is not over."""
    if direction < 0:
        return max((p for p in options if p[0] <= here[1]), default=None)
    return min((p for p in options if p[1] >= here[0]), default=None)


def week(of: date) -> Period:
    monday = of - timedelta(of.weekday())
    return monday, monday + timedelta(6)


def weekend(of: date) -> Period:
    return week(of)[0] + timedelta(5), week(of)[0] + timedelta(6)


def unit(name: str, of: date) -> Period | None:
    """The calendar unit that holds a day.

    >>> [str(d) for d in unit("quarter", date(2025, 12, 17))]
    ['2025-10-01', '2025-12-31']
    """
    if name in ("week", "fortnight"):
        return week(of)
    if name in DAYS:
        return of, of
    count = MONTHS[name]
    if count > 12:
        span = count // 12
        return years(max(of.year - of.year % span, 1), of.year - of.year % span + span - 1)
    return months(of.year, (of.month - 1) // count * count + 1, count)


def add(of: date, n: int, name: str) -> date | None:
    """A day ``n`` units on; the last day of a shorter month where there is no such day."""
    try:
        if name in DAYS:
            return of + timedelta(n * DAYS[name])
        if name == "hour":
            return of + timedelta(-(-n // 24) if n > 0 else n // 24)
        whole = months(of.year, of.month + n * MONTHS[name])
        return whole and whole[0].replace(day=min(of.day, whole[1].day))
    except OverflowError:
        return None


def third(period: Period, which: int) -> Period | None:
    """Early, mid, late: days 1-10, 11-20, 21-end; four months of a year; decades 4-3-3."""
    first, last = period
    length = (last - first).days + 1
    if 360 < length < 370:
        return months(first.year, first.month + which * 4, 4)
    if length > 3000:
        span = last.year - first.year + 1
        cuts = (0, 4, 7, span) if span == 10 else (0, 34, 67, span)
        return years(first.year + cuts[which], first.year + cuts[which + 1] - 1)
    cuts = (0, 10, 20, length) if 27 < length < 32 else (0, length // 3, 2 * length // 3, length)
    return first + timedelta(cuts[which]), first + timedelta(cuts[which + 1] - 1)


def part(
    period: Period | None, number: int, name: str, weekday: int | None = None
) -> Period | None:
    """The n-th quarter, half, week or weekday of a longer period; -1 the last."""
    if period is None:
        return None
    if name in ("weekday", "weekend"):
        return _weekday(period, number, 5 if name == "weekend" else weekday, name == "weekend")
    first, last = period
    length = (last - first).days + 1
    if name == "half" and length < 300:
        middle = first + timedelta(14)
        return None if length < 27 else (first, middle) if number == 1 else (middle + DAY, last)
    if name == "half":
        middle = add(first, round(length / 365.25) * 6, "month")
        return middle and ((first, middle - DAY) if number == 1 else (middle, last))
    if number < 0:
        start = add(last + DAY, number, name)
        return (start, last) if start and start >= first else None
    start, stop = add(first, number - 1, name), add(first, number, name)
    if start is None or stop is None or start > last:
        return None
    return start, min(stop - DAY, last)


def _weekday(period: Period, number: int, weekday: int | None, both: bool) -> Period | None:
    first, last = period
    if weekday is None:
        return None
    if number < 0:
        found = last - timedelta((last.weekday() - weekday) % 7)
    else:
        found = first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))
    return (found, found + DAY * both) if first <= found <= last else None


def named(entry: Holiday, year: int) -> Period | None:
    """A named day of a year; feasts that hang on Easter through dateutil."""
    for after, method in ((entry.easter, 3), (entry.orthodox_easter, 2)):
        if after is not None:
            from dateutil import easter

            if not 1583 <= year <= 4099:
                return None
            found = easter.easter(year, method) + timedelta(after)
            return found, found
    if entry.nth:
        whole = months(year, entry.month)
        return whole and part(whole, entry.nth, "weekday", entry.weekday)
    return day(year, entry.month, entry.day)


def fiscal(rule: FiscalYear, year: int) -> Period | None:
    start = year - (rule.named_by == "end" and rule.month > 1)
    return months(start, rule.month, 12)
