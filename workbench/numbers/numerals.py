"""Numbers written in digits: grouped in the English, German, French, Swiss or Indian way."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

# A figure of more digits is no figure an article reports (and int() refuses 4,300 of them).
LONGEST = 24
SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
# One part of so many: "½" and its like.
VULGAR = {
    c: Decimal(n) / d
    for c, n, d in (
        (c, *map(int, unicodedata.normalize("NFKD", c).split("\u2044")))
        for c in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
    )
}

# All digits and signs of one numeral, however it is grouped: what isn't read whole isn't read.
RUN = re.compile(r"\d+(?:[.,'’]\d+)*")
# "50 000", "1 234 567.89"; not "500 155 mm shells", nor "16 155mm howitzers".
SPACED = re.compile(
    rf"[1-9]\d{{0,2}}(?:([{SPACES}])\d{{3}}(?:\1\d{{3}})*)(?:[.,]\d{{1,2}})?"
    rf"(?![\d%]|[.,'’]\d|[{SPACES}-]?(?:mm|cm|calib)\b)"
)
# "20, 000" and "45, 646 soldiers": a space too many. Two numbers are "in 45, 646 of them".
LOOSE = re.compile(r"[1-9]\d{0,2}, (?:000(?!\d)|\d{3}(?= [^\W\d_])(?! (?:and|or|to|of|in)\b))")
FRACTION = re.compile(rf"[{SPACES}]?([{''.join(VULGAR)}])|[{SPACES}-](\d)[/\u2044](\d{{1,2}})(?!\d)")
SLASHED = re.compile(r"(\d)[/\u2044](\d{1,2})(?![\d/]|[.,]\d)")

# Ways of grouping, and the sign before the decimals.
GROUPED = (
    (re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"), "."),  # 1,234,567.8
    (re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"), ","),  # 1.234.567,8
    (re.compile(r"\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?"), ".,"),  # 800'000
    (re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"), "."),  # 12,34,567
)
SINGLE = re.compile(r"(\d+)([.,])(\d+)")
NO_DIGIT = re.compile(r"\D")


class Numeral(NamedTuple):
    """A number in digits: where it ends, and what it is alone and before a magnitude."""

    end: int
    alone: Decimal | None
    scaled: Decimal | None
    plain: bool  # digits only
    part: bool = False  # a bare fraction, "½" or "3/4"


@lru_cache(maxsize=4096)
def digits(text: str, scaled: bool) -> Decimal | None:
    """Read digits as a whole; ``scaled`` says that a magnitude follows.

    >>> digits("2,75", True), digits("185,000", True), digits("800.000", False)
    (Decimal('2.75'), Decimal('185000'), Decimal('800000'))
    >>> digits("12,34,567", False), digits("1.111,11", False), digits("05.20", False)
    (Decimal('1234567'), Decimal('1111.11'), None)
    """
    if len(text) > LONGEST or text[0] == "0" and text[1:2].isdigit():
        return None  # "05.20" is a time, "007" a name
    if text.isdecimal():
        return Decimal(text)
    if single := SINGLE.fullmatch(text):
        head, sign, tail = single.groups()
        # Before a magnitude a point is a decimal point ("2.079 trillion"), a comma with three
        # digits a thousand ("£185,000m"); without one, three digits make a thousand.
        if sign == "." and (scaled or len(tail) != 3 or len(head) > 3) or head == "0":
            return Decimal(f"{head}.{tail}")
        if sign == "," and len(tail) < 3:
            return Decimal(f"{head}.{tail}")
    for shape, points in GROUPED:
        if shape.fullmatch(text):
            point = max(text.rfind(p) for p in points)
            if point < 0:
                return Decimal(NO_DIGIT.sub("", text))
            return Decimal(NO_DIGIT.sub("", text[:point]) + "." + text[point + 1 :])
    return None


def numeral(text: str, at: int, named: bool = False) -> Numeral:
    """The numeral that starts here; ``named`` says that the word before makes a name of it.

    >>> numeral("50 000 men", 0).alone, numeral("2¾ million", 0).scaled, numeral("1.2.3", 0).alone
    (Decimal('50000'), Decimal('2.75'), None)
    """
    if text[at] in VULGAR:
        return Numeral(at + 1, VULGAR[text[at]], VULGAR[text[at]], False, True)
    run = RUN.match(text, at)
    if slashed := SLASHED.match(text, at):
        value = Decimal(slashed[1]) / (int(slashed[2]) or 1)
        return Numeral(slashed.end(), None, value, False, True)
    written, end = run.group(), run.end()
    if len(written) < 4 and text[end : end + 1] in (*SPACES, ",") and not named:
        for shape in (SPACED, LOOSE):
            if (grouped := shape.match(text, at)) and grouped.end() > end:
                written, end = grouped.group(), grouped.end()
                written = re.sub(rf"[{SPACES}]|, ", "'", written)
                return Numeral(end, digits(written, False), digits(written, True), False)
    plain = written.isdecimal()
    alone, scaled = digits(written, False), digits(written, True)
    if plain and alone is not None and (more := FRACTION.match(text, end)):
        part = VULGAR[more[1]] if more[1] else Decimal(more[2]) / (int(more[3]) or 1)
        if more[1]:
            return Numeral(more.end(), alone + part, alone + part, False)
        return Numeral(more.end(), None, alone + part, False)
    return Numeral(end, alone, scaled, plain)
