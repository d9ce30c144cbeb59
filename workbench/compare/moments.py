"""When a figure held, the years that it is for, and its rate."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from text_to_num import text2num

from workbench import dates
from workbench.codebook import Codebook
from workbench.compare.names import Sentence

if TYPE_CHECKING:
    from workbench.compare.statements import Statement

YEARLY = r"(?i)\b(?:each|every) (?:of the (?:\w+ ){0,2})?{compare_yearly}\b"
MONTHLY = r"(?i)\b{compare_monthly}\b"
# "from 2026 through 2029"
SPAN = r"(?i)\b((?:19|20)\d\d)\s?(?:{compare_through}) (?:the end of )?((?:19|20)\d\d)\b"
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DATED = r"(?i)\b(?:19|20)\d\d\b|\b{compare_month}|day\b|{compare_time}"


def fill_time(c: Statement, s: Sentence, book: Codebook) -> None:
    """Years that the amount is for, the day it was measured, its rate and its multiplier."""
    told = sorted({int(y) for y in YEAR.findall(c.period or "")})
    years = set(range(told[0], told[-1] + 1)) if told else set()
    here = c.start - c.sentence_start
    best = None
    if book.pattern(DATED).search(c.sentence):
        deadline = book.words("compare_deadline")
        for m in _dates(c.sentence, c.published, book):
            before = c.sentence[: m.start].lower().split()[-1:]
            if m.from_ is None or m.start <= here < m.end:
                continue
            a, b = date.fromisoformat(m.from_), date.fromisoformat(m.to)
            run = 31 < (b - a).days < 360  # "from July to October" is no deadline
            if not deadline.isdisjoint(before) and not run:
                continue
            if (b - a).days >= 360:
                if not c.period or not YEAR.search(c.period):
                    years.update(range(a.year, min(b.year, a.year + 9) + 1))
                continue
            gap = abs(m.start - here)
            if best is None or gap < best[0]:
                best = gap, a, b
    c.years = frozenset(years)
    c.when = best[1:] if best else None
    c.rate = c.period if (c.period or "").startswith("per_") else None
    if c.rate is None and book.pattern(YEARLY).search(c.sentence):
        c.rate = "per_year"
    if c.rate is None and book.pattern(MONTHLY).search(c.sentence):
        c.rate = "per_month"
    run = book.pattern(SPAN).search(c.sentence)
    if run and 0 < (more := int(run[2]) - int(run[1])) < 20:
        c.years = frozenset(range(int(run[1]), int(run[2]) + 1))
    c.times = _times(s, book) or (run and more + 1) or (len(years) if len(years) > 1 else None)


@lru_cache(maxsize=20_000)
def _dates(text: str, published: date | None, book: Codebook) -> tuple:
    return tuple(dates.find(text, published, book))


def _times(s: Sentence, book: Codebook) -> int | None:
    """ "over six years", "for six years", "two-year": how many years the whole runs."""
    words, years = s.tokens.words, book.words("compare_years")
    for k, word in enumerate(words):
        if word in years and k:
            j = k - 2 if words[k - 1] == "-" else k - 1
            for w in words[max(0, j - 1) : j + 1][::-1]:  # "two years", "two fiscal years"
                n = int(w) if w.isdigit() and len(w) < 3 else _small(w, book)
                if n and n > 1:
                    return n
    return None


def _small(word: str, book: Codebook) -> int | None:
    """A number word: "six"."""
    if word not in book.get("word", "number").match:
        return None
    return int(text2num(word, "en"))


def moment(c: Statement) -> tuple[date, date] | None:
    """When the figure held: the time that its sentence gives, else the day of publication."""
    if c.when:
        return c.when
    if len(c.years) == 1 and not c.rate:
        (year,) = c.years
        return date(year, 1, 1), date(year, 12, 31)
    return (c.published, c.published) if c.published else None


def apart(x: Statement, y: Statement) -> timedelta | None:
    """How far apart in time two figures held; None where it is not known."""
    a, b = moment(x), moment(y)
    if a is None or b is None:
        return None
    return max(a[0], b[0]) - min(a[1], b[1])
