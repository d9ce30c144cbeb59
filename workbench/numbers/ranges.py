"""Two quantities with "to", "and" or a dash between: a range, a change, or no pair at all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from workbench.codebook import Codebook
from workbench.numbers.numerals import SPACES

DASHES = "‑‒–—−-"
LINK = re.compile(
    r"[-‑\s]\s{0,3}(?P<word>to|till|or|and)(?:\s{1,4}|[-‑])(?=\S)"
    rf"|[{SPACES}]?(?:[-‑‒–−]|â€“)[{SPACES}]?(?=[^\s{DASHES}])|—(?=[^\s{DASHES}])",
    re.I,
)
LEAD = re.compile(r"[^\W\d_]+|[,;.:]")
YEAR = re.compile(r"(?:19|20)\d\d")


class Quantity(NamedTuple):
    """A number in a text: half-open span, bounds, currency (ISO 4217) and the words for it."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    currency: str | None = None
    currency_span: tuple[int, int] | None = None
    scaled: bool = False  # carries a magnitude of a million or more
    words: bool = False
    percent: bool = False
    scales: tuple[int, ...] = ()  # what its closing magnitudes multiply by, the largest first
    ahead: int = 1  # what the sign before it multiplies by: "MSEK 5-6"

    @property
    def whole(self) -> bool:
        """Whether it says its magnitude or its currency itself."""
        return bool(self.scales or self.currency)


class Pairs:
    """What two quantities and the words round them make, by the word sets of one codebook."""

    def __init__(self, book: Codebook):
        sets = book.tables["wordset"]
        self.changing, self.ranging, self.in_a_year = (
            frozenset(sets[name].match) if name in sets else frozenset()
            for name in ("changing", "ranging", "in_a_year")
        )

    def join(self, text: str, one: Quantity, two: Quantity, link: re.Match) -> list[Quantity] | None:
        """The first alone, both, one from the first to the second, or none of them.

        The reading goes on behind the last; None says that the first alone is no quantity.
        """
        word = (link["word"] or "-").lower()
        near = LEAD.findall(text[max(0, one.start - 48) : one.start].lower())[-5:]
        if years := self._years(text, one, two, word, near):
            return {"neither": [], "second": None, "both": [one]}[years]
        if one.percent and not two.percent or _differ(one.currency, two.currency):
            return [one]
        low, high = self._share(one, two)
        if word == "or":
            step = max(low.scales or (1,))
            if not low.low < high.high <= max(low.low + 2 * step, low.low * Decimal("1.25")):
                return [one]
        if word == "and" and "between" not in near[-3:]:
            return [one]
        if word in ("to", "till") and self._change(one, two, near):
            return [low, high]
        if low.low > high.high or low.low == high.high:
            if word in ("to", "till"):
                return [low, high]
            # "a 52-48 vote" is no range, and its halves are no figures
            return [one] if word in ("or", "and") or one.whole or "—" in link.group() else []
        return [
            low._replace(
                end=high.end,
                high=high.high,
                scaled=high.scaled,
                percent=high.percent,
                scales=high.scales,
            )
        ]

    def _years(self, text, one: Quantity, two: Quantity, word: str, near: list[str]) -> str:
        """ "2023–24" and "in 2019 to 1,240 tanks" hold no number; "" where no year stands."""
        if one.currency or one.scales or one.percent or not YEAR.fullmatch(text[one.start : one.end]):
            return ""
        if word == "-" and not two.whole and not two.percent:
            second = text[two.start : two.end]
            if YEAR.fullmatch(second) or len(second) == 2 and second.isdecimal():
                return "neither"
        if word == "to" and not YEAR.fullmatch(text[two.start : two.end]):
            told = not self.in_a_year.isdisjoint(near[-1:])
            return "second" if told else "both" if two.currency and two.scaled else ""
        return ""

    def _share(self, one: Quantity, two: Quantity) -> tuple[Quantity, Quantity]:
        """The magnitude and the currency that stand at one of them only, given to both."""
        low, high = one, two
        if one.ahead > 1 and not two.scales:
            two = high = two._replace(
                low=two.low * one.ahead, high=two.high * one.ahead, scales=one.scales
            )
        if not one.scales and not one.percent:
            for scale in two.scales:
                if one.low * scale <= two.high or scale == two.scales[-1] and one.low < 1000:
                    low = low._replace(
                        low=one.low * scale,
                        high=one.high * scale,
                        scaled=two.scaled,
                        scales=two.scales,
                    )
                    break
        if two.currency and not one.currency:
            low = low._replace(currency=two.currency, currency_span=two.currency_span)
        if one.currency and not two.currency:
            high = two._replace(currency=one.currency, currency_span=one.currency_span)
        return low, high

    def _change(self, one: Quantity, two: Quantity, near: list[str]) -> bool:
        """ "from 900 to 600", "by €3m to €9m", "decreased $1m to $2m": two figures."""
        complete = one.whole and two.whole or not one.whole and not two.whole
        for k, word in enumerate(reversed(near[-4:])):
            before = near[: len(near) - 1 - k][-3:]
            if word in (",", ";", ":"):
                return False
            if word == "from":
                return self.ranging.isdisjoint(before)
            if word == "by" and k < 3:
                return complete and (one.whole or not self.changing.isdisjoint(before))
            if word in self.changing and k < 2:
                return one.whole and two.whole
        return False


def _differ(one: str | None, two: str | None) -> bool:
    return bool(one and two and one != two)
