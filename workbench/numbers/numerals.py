"""Numbers written in digits: grouped in the English, German, French, Swiss or Indian way."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

# A figure of more digits is no figure an article reports (and int() refuses 4,300 of them).
LONGEST = 24
SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
HYPHENS = ("-", "‐", "‑")
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
LOOSE = re.compile(
    r"[1-9]\d{0,2}(?:(?:, \d{3})*, 000(?!\d)|(?:, | ,)\d{3}(?= [^\W\d_])(?! (?:and|or|to|of|in)\b))"
)
FRACTION = re.compile(
    rf"[{SPACES}-](\d)[/\u2044](\d{{1,2}})(?!\d)|[{SPACES}]?([{''.join(VULGAR)}])"
)
BREAK = re.compile(rf"[{SPACES}],?|, ")
SLASHED = re.compile(r"(\d)[/\u2044](\d{1,2})(?![\d/]|[.,]\d)")

# 1,234,567.8 and 1.234.567,8 and 800'000 and 12,34,567 and 2,75
GROUPED = re.compile(
    r"\d{1,3}(?:(?P<sign>[,.'’])\d{3}(?:(?P=sign)\d{3})*)(?:(?!(?P=sign))[.,](?P<part>\d+))?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.(?P<indian>\d+))?"
)
SINGLE = re.compile(r"(\d+)([.,])(\d+)")
NO_DIGIT = re.compile(r"\D")


def behind(text: str, end: int) -> tuple[int, str]:
    """Where the word behind a number begins, a space and a hyphen passed over; three signs of it.

    >>> behind("a 60-bn loan", 4)
    (5, 'bn ')
    """
    end += text[end : end + 1] in SPACES and end < len(text)
    end += text[end : end + 1] in HYPHENS
    return end, text[end : end + 3]


class Numeral(NamedTuple):
    """A number in digits: where it ends, how it is written, the fraction behind it."""

    end: int
    written: str  # without the spaces in it; "" where a fraction stands alone
    kind: str = ""  # "plain" digits, "loose" where spaces group them, "slashed" as "3/4"
    part: Decimal = Decimal(0)

    def value(self, scaled: bool) -> Decimal | None:
        """Its value alone, or before a magnitude; None where it is no number."""
        if (self.kind == "slashed" or not self.written) and not scaled:
            return None
        whole = digits(self.written or "0", scaled)
        return whole if whole is None or not self.part else whole + self.part


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
        point = sign == "." and (scaled or len(tail) != 3 or len(head) > 3)
        if point or head == "0" or sign == "," and len(tail) < 3:
            return Decimal(f"{head}.{tail}")
    shape = GROUPED.fullmatch(text)
    if (
        not shape
        or shape["sign"]
        and shape["part"]
        and text[-len(shape["part"]) - 1] == shape["sign"]
    ):
        return None
    part = shape["part"] or shape["indian"] or ""
    return Decimal(f"{NO_DIGIT.sub('', text[: len(text) - len(part)])}.{part}")


def numeral(text: str, at: int, close: bool = False) -> Numeral:
    """The numeral that starts here; where it is ``close``, spaces end it.

    >>> numeral("50 000 men", 0).value(False), numeral("2¾ million", 0).value(True)
    (Decimal('50000'), Decimal('2.75'))
    >>> numeral("1.2.3", 0).value(False)
    """
    if text[at] in VULGAR:
        return Numeral(at + 1, "", "", VULGAR[text[at]])
    run = RUN.match(text, at)
    written, end = run.group(), run.end()
    near = text[end : end + 3]
    if near[:1] in ("/", "\u2044") and (more := SLASHED.match(text, at)):
        return Numeral(more.end(), "", "slashed", _part(more))
    spaced = near[1:2].isdecimal() and near[0] in SPACES
    loose = near[:2] in (", ", " ,") and near[2:].isdecimal()
    if (spaced or loose) and len(written) < 4 and not close:
        if grouped := (SPACED if spaced else LOOSE).match(text, at):
            return Numeral(grouped.end(), BREAK.sub("'", grouped.group()), "loose")
    if not written.isdecimal():
        return Numeral(end, written)
    if spaced or near[:1] in VULGAR or near[1:2] in VULGAR or near[:1] == "-":
        if more := FRACTION.match(text, end):
            part = VULGAR[more[3]] if more[3] else _part(more)
            return Numeral(more.end(), written, "" if more[3] else "slashed", part)
    return Numeral(end, written, "plain")


def _part(slashed: re.Match) -> Decimal:
    return Decimal(slashed[1]) / (int(slashed[2]) or 1)
