"""Two quantities with "to", "and" or a dash between: a range, a change, or no pair at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from workbench.numbers import SPACES

DASHES = "–—‒-"
RANGE = re.compile(
    rf"[{SPACES}]?[–—‒-][{SPACES}]?(?=[^\W_]|[$€£¥₴₽])"
    r"|\s+(?:to|till|or)\s+(?=[^\W_]|[$€£¥₴₽])|\s+and\s+(?=[^\W_]|[$€£¥₴₽])"
)


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
    tail: int = 0  # where the bare number ends (before "-strong", " points")


def joined(
    text: str,
    one: Quantity,
    two: Quantity,
    link: re.Match,
    factor: Callable[[Quantity, str], Decimal],
) -> list[Quantity]:
    """The first quantity alone, both, or one from the first to the second."""
    before = text[max(0, one.start - 40) : one.start].lower()
    between = re.search(r"\bbetween\s+(?:\w+\s+){0,2}$", before)
    change = re.search(r"\bfrom\s+(?:\w+\s+){0,3}$", before)
    if change and re.search(
        r"\b(?:ran|run|runs|range[sd]?|ranging|var(?:y|ied|ies)|band|anywhere|somewhere|"
        r"estimates)\s+(?:\w+\s+){0,2}from\s+(?:\w+\s+){0,2}$",
        before,
    ):
        change = None
    if (
        re.search(
            r"\b(?:cuts?|shr[aiu]nk|shrinks|f[ae]ll|falls|r[io]se|rises|gr[eo]w|grows|dropp?(?:ed|s)?|"
            r"reduc\w+|increas\w+|rais\w+)\s+(?:\w+\s+){0,2}by\s+(?:\w+\s+){0,2}$",
            before,
        )
        and link.group().strip() == "to"
    ):
        return [one]
    name = link.group().strip().lower()
    if name == "and" and not between:
        return [one]
    if one.percent != two.percent and one.percent:
        return [one]
    if name == "or" and not (one.words and two.words and two.high <= one.low + 2):
        return [one]
    # "2012-13" and "2026-29" are years; "10-15 December" a date.
    shared = one.currency is None and two.currency is not None
    if (
        name not in ("to", "and", "till", "or")
        and not one.currency
        and not two.currency
        and not one.scaled
        and not two.scaled
        and 1900 <= one.low <= 2100
    ):
        return [one]
    year = shared and two.scaled and not one.scaled and 1900 <= one.low <= 2100
    if year and name == "to" and one.low == one.high == int(one.low):
        return [one]  # "the budget for 2025 to UAH 2.6 trillion"
    if one.currency and two.currency and one.currency != two.currency:
        return [one]
    low = one
    if shared or one.low < 1000 <= two.low:
        factor = factor(two, text) if one.low < 1000 else 1
        low = one._replace(
            low=one.low * factor,
            high=one.high * factor,
            currency=one.currency or two.currency,
            scaled=two.scaled,
            currency_span=one.currency_span or two.currency_span,
        )
    high = two
    if one.currency and not two.currency:
        high = two._replace(currency=one.currency, currency_span=one.currency_span)
    if change and name in ("to", "till"):
        return [low, high]
    if low.low > high.high or (name == "to" and low.low == high.high):
        return [low, high] if name == "to" else [one]
    return [
        low._replace(
            end=high.end,
            high=high.high,
            scaled=high.scaled,
            percent=high.percent,
            tail=high.tail,
        )
    ]
