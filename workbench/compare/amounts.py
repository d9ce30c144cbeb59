"""Whether two amounts can both be right: rounding, qualifiers, conversion, sums."""

from datetime import date
from functools import lru_cache

from workbench.codebook import Codebook
from workbench.numbers import rates

# "about 800,000" stretches to 760,000 and 840,000; an exact figure only by its rounding.
ABOUT = 0.05
# "at least 650" is said of 653 and of 700, not of 1,200; likewise downwards for "at most".
REACH = 1.5
# Rates of the day and of the text differ by a few percent.
CONVERTED = 0.10
# A conversion further off than this is an error; than the second by rough rates of the codebook.
OFF, OFF_ROUGH = 1.25, 3


def rounding(value: float) -> float:
    """Half a unit of the last digit that is not zero, at most five percent of the value.

    >>> rounding(653), rounding(43_000_000_000), rounding(800_000)
    (0.5, 500000000.0, 40000.0)
    """
    digits = f"{abs(value):.0f}" if value == int(value) else ""
    return min(10 ** (len(digits) - len(digits.rstrip("0"))) / 2, abs(value) * 0.05)


@lru_cache(maxsize=20_000)
def bounds(low: float, high: float, qualifier: str, stretch: float = 0.0) -> tuple[float, float]:
    """What a figure with its qualifier can mean."""
    stretch = max(stretch, ABOUT) if qualifier == "about" else stretch
    a, b = low - max(rounding(low), low * stretch), high + max(rounding(high), high * stretch)
    reach = REACH if qualifier in ("at_least", "at_most") else 1
    return (min(a, low / reach), b) if qualifier == "at_most" else (a, max(b, high * reach))


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
    here, there = rates.per_euro(unit, day), rates.per_euro(other, day)
    if unit == other or here is None or there is None:
        return value if unit == other else None
    return value / here[0] * there[0]


def off(x, y, day: date, book: Codebook) -> float | None:
    """How many times ``y`` is what ``x`` makes in its currency; None where that may be right."""
    dollars, limit = [], OFF
    for unit in (x.unit, y.unit):
        rough = book.tables["currency"].get(unit)
        published = in_currency(1, unit, "USD", day)
        limit = limit if published else OFF_ROUGH
        dollars.append(published or rough and rough.per_dollar and 1 / rough.per_dollar)
    factor = y.high * dollars[1] / (x.high * dollars[0]) if all(dollars) else 1
    return None if 1 / limit <= factor <= limit else factor


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
