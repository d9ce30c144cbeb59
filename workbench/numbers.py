"""Numbers as they are written: in digits, in words, vaguely."""

from __future__ import annotations

import re
from decimal import Decimal

from text_to_num import text2num

# A figure of more digits is no figure an article reports (and int() refuses 4,300 of them).
LONGEST = 24
SPACES = " \u00a0\u2009\u202f"

DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"  # 1,234,567.8
    r"|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?!\d)"  # 1.234.567
    rf"|\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?![\d])(?![,.]\d)"  # 50 000
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)"  # 800'000
    r"|\d{1,3}, 000(?!\d)"  # 20, 000
    r"|\d+[.,]\d+(?![\d])|\d+"
)
# Vague counts are figures too; their bounds are what the words allow.
VAGUE = (
    r"(?:tens|hundreds|dozens|scores|thousands)\s+of\s+(?:thousands|millions|billions|trillions)"
    r"|(?:tens|dozens|scores|hundreds|thousands)(?=\s+of\s)"
)
VAGUE_START = re.compile(r"(?:tens|dozens|scores|hundreds|thousands)\b", re.I)
VAGUE_BOUNDS = {
    "tens": (20, 99),
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2000, 9999),
}
NUMBER = re.compile(DIGITS)
SPACE = re.compile(rf"[{SPACES}'’]")
POINTS = re.compile(r"[.,]")


def digits(text: str, scaled: bool) -> Decimal | None:
    """Read a number written in digits; ``scaled`` says that a magnitude follows.

    >>> digits("2,75", True), digits("185,000", True), digits("800.000", False)
    (Decimal('2.75'), Decimal('185000'), Decimal('800000'))
    """
    if len(text) > LONGEST:
        return None
    if text.isdecimal():
        return Decimal(text)
    text = SPACE.sub("", text).rstrip(".,")
    if "," in text and "." in text:
        decimal = max(text.rfind(","), text.rfind("."))
        text = POINTS.sub("", text[:decimal]) + "." + text[decimal + 1 :]
    elif text.count(",") == 1 or text.count(".") == 1:
        sign = "," if "," in text else "."
        head, tail = text.split(sign)
        # Before a magnitude a point is a decimal point ("2.079 trillion"), a comma with three
        # digits a thousand ("£185,000m"); without one, three digits make a thousand.
        thousands = len(tail) == 3 and len(head) <= 3 and head != "0"
        if scaled and sign == ".":
            thousands = False
        text = head + ("" if thousands else ".") + tail
    else:
        text = POINTS.sub("", text)
    return Decimal(text)


def spelled(written: str, magnitudes: dict[str, int]) -> Decimal | None:
    """Read number words, fractions of a magnitude too; None where they make no number.

    >>> spelled("one and a half million", {"million": 10**6})
    Decimal('1500000.0')
    """
    words = re.sub(r"[\s-]+", " ", written.lower().replace(",", " ")).strip()
    words = re.sub(r"^a (?=hundred|thousand|million|billion|trillion)", "one ", words)
    part = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
    if found := re.fullmatch(r"(?:a )?(half|quarter) (?:of )?a (\w+)", words):
        return part[found.group(1)] * magnitudes[found.group(2)]
    if found := re.fullmatch(r"(.+?) and a (half|quarter)(?: (\w+))?", words):
        whole = spelled(found.group(1), magnitudes)
        if whole is None:
            return None
        factor = {"hundred": 100, **magnitudes}.get(found.group(3) or "", None)
        if factor is None:
            return None
        return (whole + part[found.group(2)]) * factor
    if found := re.fullmatch(r"(?:(.+) )?dozen", words):
        count = spelled(found.group(1), magnitudes) if found.group(1) else Decimal(1)
        return None if count is None else count * 12
    try:
        return Decimal(text2num(words if words != "hundred" else "one hundred", "en"))
    except ValueError:
        return None


def heads(names: list[str]) -> frozenset[str]:
    """The first three letters of names, and names that are shorter."""
    return frozenset(name[:3].lower() for name in names)


def begins(text: str, at: int, heads: frozenset[str]) -> bool:
    """Whether one of the names may stand behind a space and a hyphen; never wrongly False."""
    if text[at : at + 1] in SPACES:
        at += 1
    if text[at : at + 1] == "-":
        at += 1
    near = text[at : at + 3].lower()
    return near in heads or near[:2] in heads or near[:1] in heads or not near.isascii()
