"""Whether two amounts can both be right: rounding, qualifiers, conversion, multiples, sums."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from workbench.codebook import Codebook
from workbench.numbers import rates

# "about 800,000" stretches to 720,000 and 880,000; an exact figure only by its rounding.
ABOUT = 0.05
# "at least 650" is said of 653 and of 700, not of 1,200; likewise downwards for "at most".
REACH = 1.5
# Rates of the day and of the text differ by a few percent.
CONVERTED = 0.10


def rounding(value: float) -> float:
    """Half a unit of the last digit that is not zero, at most five percent of the value.

    >>> rounding(653), rounding(43_000_000_000), rounding(800_000)
    (0.5, 500000000.0, 40000.0)
    """
    digits = f"{abs(value):.0f}" if value == int(value) else ""
    zeros = len(digits) - len(digits.rstrip("0"))
    return min(10**zeros / 2, abs(value) * 0.05)


@lru_cache(maxsize=20_000)
def bounds(low: float, high: float, qualifier: str, stretch: float = 0.0) -> tuple[float, float]:
    """What a figure with its qualifier can mean."""
    slack = max(rounding(low), low * stretch), max(rounding(high), high * stretch)
    if qualifier == "about":
        slack = max(slack[0], low * ABOUT), max(slack[1], high * ABOUT)
    a, b = low - slack[0], high + slack[1]
    if qualifier == "at_least":
        b = max(b, high * REACH)
    if qualifier == "at_most":
        a = min(a, low / REACH)
    return a, b


def agree(x, y, stretch: float = 0.0) -> bool:
    """Whether two (low, high, qualifier) can stand for one amount.

    >>> agree((650, 650, "at_least"), (653, 653, "exact"))
    True
    >>> agree((800_000, 800_000, "about"), (900_000, 900_000, "exact"))
    False
    """
    a, b = bounds(*x, stretch), bounds(*y, stretch)
    return max(a[0], b[0]) <= min(a[1], b[1])


def in_currency(value: float, unit: str, other: str, day: date) -> float | None:
    """``value`` in another currency at the day's rate; None where a rate is missing."""
    if unit == other:
        return value
    here, there = rates.per_euro(unit, day), rates.per_euro(other, day)
    if here is None or there is None:
        return None
    return value / here[0] * there[0]


def converted(x, y, day: date, book: Codebook | None = None) -> float | None:
    """How many times (low, high, qualifier, unit) ``y`` is what ``x`` makes in its currency.

    With a codebook by its rough rates, where none is published.
    """
    if book is None:
        made = in_currency(x[1], x[3], y[3], day)
        return y[1] / made if made else None
    rate = [book.tables["currency"].get(unit) for unit in (x[3], y[3])]
    known = [in_currency(1, unit, "USD", day) for unit in (x[3], y[3])]
    known = [k or r and r.per_dollar and 1 / r.per_dollar for k, r in zip(known, rate, strict=True)]
    return y[1] * known[1] / (x[1] * known[0]) if all(known) else None


def sum_fits(total, parts) -> bool:
    """Whether parts (low, high, qualifier) can add up to a total, each within its rounding.

    >>> sum_fits((4.5e9, 4.5e9, "exact"), [(2e9, 2e9, "exact"), (1.5e9, 1.5e9, "exact")])
    False
    """
    terms = [total, *parts]
    slack = min(len(terms) * min(rounding(t[1]) for t in terms), total[1] * 0.02)
    if any(t[2] != "exact" for t in terms):
        slack = total[1] * 0.05
    low, high = sum(p[0] for p in parts), sum(p[1] for p in parts)
    return low - slack <= total[1] and total[0] <= high + slack
