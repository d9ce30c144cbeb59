"""Calendar arithmetic: what days a named period has. Periods are (first day, last day)."""

from calendar import monthrange
from datetime import date, timedelta

from workbench.codebook import FiscalYear, Holiday

Period = tuple[date, date]
DAY = timedelta(1)
# Units by what they are made of.
HOURS = {"hour": 1, "day": 24, "night": 24, "date": 24}
HOURS |= {"week": 168, "weekend": 168, "fortnight": 336}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
# How long a period of the text may be that such a unit is counted from, in days.
LONG = {name: -(-n // 24) for name, n in HOURS.items()} | {k: 31 * n + 1 for k, n in MONTHS.items()}


def dated(year: int, month: int, day: int | None = None) -> Period | None:
    """A day or a month of a year; None where the calendar has no such day.

    >>> dated(2025, 2, 30) is None
    True
    """
    if day is None:
        return months(year, month)
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def months(year: int, first: int, count: int = 1) -> Period | None:
    """``count`` months from month ``first``, which may lie outside 1 to 12."""
    year, first = year + (first - 1) // 12, (first - 1) % 12 + 1
    stop, last = year + (first + count - 2) // 12, (first + count - 2) % 12 + 1
    if not (1 <= year and stop <= 9999):
        return None
    return date(year, first, 1), date(stop, last, monthrange(stop, last)[1])


def years(first: int, count: int = 1) -> Period | None:
    return months(first, 1, 12 * count)


def away(p: Period, here: Period) -> int:
    """Days between two periods, 0 where they meet."""
    return max((p[0] - here[1]).days, (here[0] - p[1]).days, 0)


def around(make, year: int, reach: int = 1) -> list[Period]:
    """What is made of a year and of those beside it."""
    return [p for d in range(-reach, reach + 1) if (p := make(year + d))]


def toward(options: list[Period], here: Period, direction: int) -> Period | None:
    """The last that has begun, or the first that is not over; 0: the nearest."""
    if direction < 0:
        return max((p for p in options if p[0] <= here[1]), default=None)
    if direction > 0:
        return min((p for p in options if p[1] >= here[0]), default=None)
    return min(options, key=lambda p: (away(p, here), p[0] < here[0]), default=None)


def weekday(day: date, wanted: int, direction: int) -> Period:
    """Nearest such weekday from a day on, the day included; 0: in the same week."""
    if direction > 0:
        found = day + timedelta((wanted - day.weekday()) % 7)
    else:
        found = day - timedelta(
            (day.weekday() - wanted) % 7 if direction else day.weekday() - wanted
        )
    return found, found


def unit(name: str, of: date) -> Period | None:
    """The calendar unit that holds a day.

    >>> [str(d) for d in unit("quarter", date(2025, 12, 17))]
    ['2025-10-01', '2025-12-31']
    """
    if name in ("week", "fortnight", "weekend"):
        return weekday(of, 5 * (name == "weekend"), 0)[0], weekday(of, 6, 0)[0]
    if name in HOURS:
        return of, of
    month, count = of.year * 12 + of.month - 1, MONTHS[name]
    return months(0, month // count * count + 1, count)


def add(of: date, n: int, name: str) -> date | None:
    """A day ``n`` units on; the last day of a shorter month where there is no such day."""
    try:
        if name in HOURS:
            return of + timedelta(hours=n * HOURS[name])
        whole = months(of.year, of.month + n * MONTHS[name])
        return whole and whole[0].replace(day=min(of.day, whole[1].day))
    except OverflowError:
        return None


def part(whole: Period, n: int, name: str, of_week: int | None = None, count: int = 1):
    """The n-th quarter, half, third, week or weekday of a longer period; -1 the last.

    >>> [str(d) for d in part(years(2025), -1, "month", count=4)]
    ['2025-09-01', '2025-12-31']
    """
    (first, last), length = whole, (whole[1] - whole[0]).days + 1
    if name == "third":
        return _third(whole, n, length)
    if of_week is not None:
        ends = weekday(last, of_week, -1) if n < 0 else weekday(first, of_week, 1)
        found = ends[0] + timedelta(7 * max(n - 1, 0))
        return (found, found + DAY * (name == "weekend")) if first <= found <= last else None
    if name == "half" and length < 300:  # of a month: 15 days
        count, n, name = (15, 1, "day") if n == 1 else (length - 15, -1, "day")
    elif name == "half":
        count, name = round(length / 365.25) * 6, "month"
    start = add(last + DAY, -count, name) if n < 0 else add(first, (n - 1) * count, name)
    stop = start and add(start, count, name)
    if not stop or start > last:
        return None
    return max(start, first), min(stop - DAY, last)


def _third(whole: Period, n: int, length: int) -> Period | None:
    """Early, mid, late: days 1-10, 11-20, 21-end; four months of a year; decades 4-3-3."""
    first, last = whole
    if length > 300:
        month = length < 3000
        span = round(length / 365.25) * (12 if month else 1)
        cuts = [-(-span * k // 3) * (1 if month else 12) for k in range(4)]
        return months(first.year, 1 + cuts[n], cuts[n + 1] - cuts[n])
    cuts = (0, 10, 20, length) if 27 < length < 32 else (0, length // 3, 2 * length // 3, length)
    return first + timedelta(cuts[n]), first + timedelta(cuts[n + 1] - 1)


def feast(entry: Holiday, year: int) -> Period | None:
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
    return dated(year, entry.month, entry.day)


def fiscal(rule: FiscalYear, year: int) -> Period | None:
    start = year - (rule.named_by == "end" and rule.month > 1)
    return months(start, rule.month, 12)
