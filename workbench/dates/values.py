"""Calendar arithmetic: what days a named period has. Periods are (first day, last day)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Period = tuple[date, date]
DAY = timedelta(1)


def day(year: int, month: int, number: int) -> Period | None:
    """None where the calendar has no such day."""
    if (
        not (1 <= year <= 9999 and 1 <= month <= 12)
        or not 1 <= number <= monthrange(year, month)[1]
    ):
        return None
    return date(year, month, number), date(year, month, number)


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


def decade(year: int) -> Period | None:
    return years(year - year % 10, year - year % 10 + 9)


def century(number: int) -> Period | None:
    """The 17th century is 1600 to 1699, as people write it."""
    return years(number * 100 - 100, number * 100 - 1) if 1 < number < 100 else None


def week(of: date) -> Period:
    monday = of - timedelta(of.weekday())
    return monday, monday + timedelta(6)


def weekend(of: date) -> Period:
    return week(of)[0] + timedelta(5), week(of)[0] + timedelta(6)


def quarter(year: int, number: int) -> Period | None:
    return months(year, number * 3 - 2, 3)


def season(year: int, month: int) -> Period | None:
    """Meteorological; the winter of a year begins in its December."""
    return months(year, month, 3)


def unit(name: str, of: date) -> Period | None:
    """The calendar unit that holds a day."""
    if name in ("day", "night", "date"):
        return of, of
    if name in ("week", "fortnight"):
        return week(of)
    if name == "month":
        return months(of.year, of.month)
    if name == "quarter":
        return quarter(of.year, (of.month + 2) // 3)
    if name == "year":
        return years(of.year)
    if name == "decade":
        return decade(of.year)
    return years(of.year - of.year % 100, of.year - of.year % 100 + 99)


def add(of: date, n: int, name: str) -> date | None:
    """A day ``n`` units on; the last day of a shorter month where there is no such day."""
    try:
        if name in ("day", "night", "date"):
            return of + timedelta(n)
        if name in ("week", "fortnight"):
            return of + timedelta(n * (14 if name == "fortnight" else 7))
        if name == "hour":
            return of + timedelta(-(-n // 24) if n > 0 else n // 24)
        count = n * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[name]
        year, month = of.year + (of.month - 1 + count) // 12, (of.month - 1 + count) % 12 + 1
        return date(year, month, min(of.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def third(period: Period, which: int, name: str) -> Period | None:
    """Early, mid, late: days 1-10, 11-20, 21-end; four months of a year; decades 4-3-3."""
    first, last = period
    if name == "month":
        starts = (1, 11, 21, last.day + 1)
        return first.replace(day=starts[which]), first.replace(day=starts[which + 1] - 1)
    if name == "year":
        return months(first.year, which * 4 + 1, 4)
    if name == "decade":
        return years(first.year + (0, 4, 7)[which], first.year + (3, 6, 9)[which])
    if name == "century":
        return years(first.year + (0, 34, 67)[which], first.year + (33, 66, 99)[which])
    if name in ("season", "quarter", "half"):
        span = (last - first).days + 1
        cuts = (0, span // 3, 2 * span // 3, span)
        return first + timedelta(cuts[which]), first + timedelta(cuts[which + 1] - 1)
    return period


def part(period: Period, number: int, name: str, weekday: int | None = None) -> Period | None:
    """The n-th quarter, half, week or weekday of a longer period; -1 the last."""
    first, last = period
    length = (last - first).days + 1
    if name == "quarter" and length > 300:
        return quarter(first.year, number) if number > 0 else quarter(first.year, 4)
    if name == "half":
        if length > 1000:
            middle = first.year + (last.year - first.year + 1) // 2
            return years(first.year, middle - 1) if number == 1 else years(middle, last.year)
        if length > 300:
            return months(first.year, 1 if number == 1 else 7, 6)
        if length > 27:
            middle = first + timedelta(14)
            return (first, middle) if number == 1 else (middle + DAY, last)
        return None
    if name == "week":
        if number < 0:
            return last - timedelta(6), last
        start = first + timedelta(7 * number - 7)
        return (start, min(start + timedelta(6), last)) if start <= last else None
    wanted = 5 if name == "weekend" else weekday
    if wanted is None:
        return None
    if number < 0:
        found = last - timedelta((last.weekday() - wanted) % 7)
    else:
        found = first + timedelta((wanted - first.weekday()) % 7 + 7 * (number - 1))
    if not first <= found <= last:
        return None
    return (found, found + DAY) if name == "weekend" else (found, found)


def named(entry: dict, year: int) -> Period | None:
    """A named day of a year; feasts that hang on Easter through dateutil."""
    if "easter" in entry or "orthodox_easter" in entry:
        from dateutil import easter

        if not 1583 <= year <= 4099:
            return None
        orthodox = "orthodox_easter" in entry
        found = easter.easter(year, 2 if orthodox else 3)
        found += timedelta(entry["orthodox_easter" if orthodox else "easter"])
        return found, found
    if "nth" in entry:
        whole = months(year, entry["month"])
        return whole and part(whole, entry["nth"], "weekday", entry["weekday"])
    return day(year, entry["month"], entry["day"])


def fiscal(rule: dict, year: int) -> Period | None:
    start = year - (rule["named_by"] == "end" and rule["month"] > 1)
    return months(start, rule["month"], 12)
