"""When a figure held, the years that it is for, and its rate."""

import re
from datetime import date, timedelta
from functools import lru_cache

from text_to_num import text2num

from workbench import dates
from workbench.codebook import Codebook
from workbench.compare.names import Sentence

RATES = {
    "per_year": r"(?i)\b(?:each|every) (?:of the (?:\w+ ){0,2})?{compare_yearly}\b",
    "per_month": r"(?i)\b{compare_monthly}\b",
}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DATED = r"(?i)\b(?:19|20)\d\d\b|\b{compare_month}|day\b|{compare_time}"


def fill_time(c, s: Sentence, book: Codebook, reporting=(0, 0)) -> None:
    """Years that the amount is for, the day it was measured, its rate and its multiplier; the day
    on which somebody says so is none of them."""
    period = c.period or ""
    told = [int(y) for y in YEAR.findall(period)]
    years = {*range(min(told), max(told) + 1)} if told else set()
    days = []
    for m in _dates(c.sentence, c.published, book):
        said = reporting[0] <= m.start < reporting[1]
        if m.from_ is None or said or m.start <= c.here[0] < m.end:
            continue
        a, b = date.fromisoformat(m.from_), date.fromisoformat(m.to)
        if (b - a).days >= 360:
            if not told:
                years.update(range(a.year, min(b.year, a.year + 9) + 1))
        else:
            days.append((abs(m.start - c.here[0]), a, b))
    c.when = min(days, key=lambda d: d[0])[1:] if days else None
    said = [rate for rate, frame in RATES.items() if book.pattern(frame).search(c.sentence)]
    c.rate = period if period.startswith("per_") else next(iter(said), None)
    c.years = frozenset(years)
    c.times = _times(s, book) or (len(years) if len(years) > 1 else None)


@lru_cache(maxsize=20_000)
def _dates(text: str, published: date | None, book: Codebook) -> tuple:
    return tuple(dates.find(text, published, book)) if book.pattern(DATED).search(text) else ()


def _times(s: Sentence, book: Codebook) -> int | None:
    """ "over six years", "two fiscal years", "two-year": how many years the whole runs."""
    words, numbers = s.tokens.words, book.get("word", "number").match
    for k, word in enumerate(words):
        for w in words[max(0, k - 2) : k][::-1] if word in book.words("compare_years") else ():
            n = int(w) if w.isdigit() and len(w) < 3 else w in numbers and int(text2num(w, "en"))
            if n and n > 1:
                return n
    return None


def moment(c) -> tuple[date, date] | None:
    """When the figure held: the time that its sentence gives, else the day of publication."""
    return c.when or (c.published and (c.published, c.published))


def apart(x, y) -> timedelta | None:
    """How far apart in time two figures held; None where it is not known."""
    a, b = moment(x), moment(y)
    return max(a[0], b[0]) - min(a[1], b[1]) if a and b else None
