"""Two quantities with "to", "and" or a dash between: a range, a change, or no pair at all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from workbench.codebook import Codebook
from workbench.numbers.numerals import SPACES
from workbench.numbers.words import word_set

DASHES = "‐‑‒–—―−~-"
LINK = re.compile(
    r"[-‐‑\s]\s{0,3}(?P<word>to|till|or|and)(?:\s{1,4}|[-‐‑])(?=\S)"
    rf"|[{SPACES}]?(?:[-‐‑‒–−]|â€“)[{SPACES}]?(?=[^\s{DASHES}])|[—―~](?=[^\s{DASHES}])",
    re.I,
)
LISTED = re.compile(r",?\s(?:(and|or)\s)?")
LEAD = re.compile(r"[^\W\d_]+|[,;.:]")
YEAR = re.compile(r"(?:19|20)\d\d")
SEASON = re.compile(r"(?:19|20)?\d\d")


class Quantity(NamedTuple):
    """A number in a text: half-open span, bounds, currency (ISO 4217) and the words for it."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str | None = None
    currency_span: tuple[int, int] | None = None
    words: bool = False
    percent: bool = False
    scales: tuple[int, ...] = ()  # what its closing magnitudes multiply by, the largest first
    ahead: int = 1  # what the sign before it multiplies by: "MSEK 5-6"

    @property
    def scaled(self) -> bool:
        """Whether it carries a magnitude of a million or more."""
        return bool(self.scales) and self.scales[0] >= 10**6

    @property
    def whole(self) -> bool:
        """Whether it says its magnitude or its currency itself."""
        return bool(self.scales or self.currency)

    def times(self, factor: int, scales: tuple[int, ...]) -> Quantity:
        """The same with a magnitude that stands elsewhere."""
        return self._replace(low=self.low * factor, high=self.high * factor, scales=scales)


class Pairs:
    """What two quantities and the words round them make, by the word sets of one codebook."""

    def __init__(self, book: Codebook):
        self.changing, self.ranging, in_a_year = (
            word_set(book, name) for name in ("changing", "ranging", "in_a_year")
        )
        months = [c for c in book.all("cue") if c.gives == "month"]
        self.in_a_year = in_a_year | {m.lower() for c in months for m in c.match}

    def join(self, text: str, one: Quantity, two: Quantity, link: re.Match):
        """The first alone, both, one from the first to the second, or none of them, as a list.

        The reading goes on behind the last; None says that the first alone is no quantity.
        """
        word = (link["word"] or "-").lower()
        near = LEAD.findall(text[max(0, one.start - 48) : one.start].lower())[-5:]
        second = text[two.start : two.end]
        if YEAR.fullmatch(text[one.start : one.end]):
            if word == "-" and SEASON.fullmatch(second):
                return []  # "2023–24"
            if word == "to" and not YEAR.fullmatch(second):
                if near and near[-1] in self.in_a_year:
                    return None  # "in 2019 to 1,240 tanks"
                if two.scaled:
                    return [one]  # "the budget for 2025 to UAH 2.6 trillion"
        if one.percent > two.percent or one.currency and two.currency not in (None, one.currency):
            return [one]
        low, high = self._share(one, two, "from" not in near)
        return self._pair(one, two, low, high, "—" if "—" in link.group() else word, near)

    def _pair(self, one, two, low: Quantity, high: Quantity, word: str, near: list[str]):
        step = max(low.scales or (1,))
        close = low.low < high.high <= max(low.low + 2 * step, low.low * Decimal("1.25"))
        if word == "and" and "between" not in near[-3:] or word == "or" and not close:
            return [one]  # "$5 and $6 billion"
        if word in ("to", "till") and (low.low >= high.high or self._change(one, two, near)):
            return [low, high]
        if low.low >= high.high:
            # "a 52-48 vote" is no range, and its halves are no figures
            return [one] if word != "-" or one.whole else []
        return [
            low._replace(end=high.end, high=high.high, percent=high.percent, scales=high.scales)
        ]

    def listed(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """ "1.3, 0.5 and 0.2 billion euros": the last of a list has the magnitude for all."""
        for k in range(len(found) - 2, -1, -1):
            one, two = found[k : k + 2]
            joint = LISTED.fullmatch(text, one.end, two.start)
            if not joint or one.scales or not two.scales or one.low >= 1000 or two.ahead > 1:
                continue
            low = one.times(two.scales[0], two.scales)
            if one.words and two.words and not joint[1] and low.low < two.low < low.low * 2:
                found[k : k + 2] = [low._replace(end=two.end, high=two.high)]  # "20, 25 thousand"
            elif (
                two.scaled
                and (two.currency == one.currency or not one.currency)
                and (one.currency or one.low != int(one.low))
            ):
                found[k] = low._replace(currency=two.currency, currency_span=two.currency_span)
        return found

    def _share(self, one: Quantity, two: Quantity, short: bool) -> tuple[Quantity, Quantity]:
        """The magnitude and the currency that stand at one of them only, given to both.

        In ``short`` a thousand may stand at the second only: "10-12,000 men".
        """
        low, high = one, two
        if one.ahead > 1 and not two.scales:
            high = two.times(one.ahead, one.scales)
        elif not one.scales and not one.percent:
            for k, scale in enumerate(two.scales):
                if one.low * scale <= two.high or k + 1 == len(two.scales) and one.low < 1000:
                    low = one.times(scale, two.scales)
                    break
            if short and not two.scales and two.high % 1000 == 0 and 1 < one.low == one.high:
                if one.low * 1000 < two.low <= one.low * 5000:
                    low = one.times(1000, ())
        if not one.currency:
            low = low._replace(currency=two.currency, currency_span=two.currency_span)
        if not two.currency:
            high = high._replace(currency=one.currency, currency_span=one.currency_span)
        return low, high

    def _change(self, one: Quantity, two: Quantity, near: list[str]) -> bool:
        """ "from 900 to 600", "by €3m to €9m", "decreased $1m to $2m": two figures."""
        for k, word in enumerate(reversed(near[-4:])):
            if word == "from":
                return self.ranging.isdisjoint(near[: len(near) - 1 - k][-3:])
            if word == "by" and k < 3 or word in self.changing and k < 2:
                return one.whole and two.whole
        return False
