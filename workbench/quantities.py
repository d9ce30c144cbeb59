"""Numbers with their magnitude and currency, at exact places.

Values are exact decimals until they leave in a claim. What is counted is decided in
``claims``; here a quantity is a number, a range, or an amount of money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from text_to_num import text2num

from workbench.codebook import Codebook, expand

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
RANGE = re.compile(
    rf"[{SPACES}]?[–—‒-][{SPACES}]?(?=[^\W_]|[$€£¥₴₽])"
    r"|\s+(?:to|till|or)\s+(?=[^\W_]|[$€£¥₴₽])|\s+and\s+(?=[^\W_]|[$€£¥₴₽])"
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
DASHES = "–—‒-"
SPACE = re.compile(rf"[{SPACES}'’]")
POINTS = re.compile(r"[.,]")
WHITE = re.compile(r"\s+")
OF = re.compile(r"\s+of\s+")
LARGE = re.compile(r"[mbtr]illion", re.I)
PERCENT = re.compile(r"\s?%|\s?[-\s]?(?:per\s?cent|percent)\b", re.I)


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


class Grammar:
    """The number grammar of one codebook, compiled once."""

    def __init__(self, book: Codebook):
        self.magnitudes: dict[str, int] = {}
        numbers: list[str] = []
        for word in book.all("word"):
            if word.kind == "magnitude":
                self.magnitudes.update({m: int(word.value) for m in word.match})
            elif word.kind == "number":
                numbers += word.match
        long = sorted((m for m in self.magnitudes if len(m) > 2), key=len, reverse=True)
        short = sorted((m for m in self.magnitudes if len(m) <= 2), key=len, reverse=True)
        # A letter or two stand close behind the number; "bn" and "mn" may stand off.
        self.magnitude = re.compile(
            rf"[{SPACES}]?-?\b(?:{'|'.join(map(re.escape, long))})(?![^\W_])"
            rf"|[{SPACES}]?(?:(?:{'|'.join(map(re.escape, short))}))(?![^\W\d_])",
            re.I,
        )
        self.single = {m for m in short if len(m) == 1}
        spelled = "|".join(
            sorted([*numbers, "thousand", "million", "billion", "trillion"], key=len, reverse=True)
        )
        self.spelled = (
            rf"(?:half|(?:a\s+)?quarter)\s+(?:of\s+)?a\s+(?:million|billion|trillion|dozen)"
            rf"|a\s+(?:hundred|thousand|million|billion|trillion)(?!\s+(?:and|times|miles))\b"
            rf"|{VAGUE}"
            rf"|(?:{spelled})(?:(?:\s+and\s+a\s+(?:half|quarter)(?:\s+(?:million|billion|trillion|"
            rf"thousand|hundred))?)|(?:(?:\s+and\s+|\s+|-|,\s(?=\w+\s(?:hundred|thousand)))"
            rf"(?:{spelled})\b))*(?:\s+dozen)?|dozen"
        )
        self.number = re.compile(rf"(?:{DIGITS})|(?:{self.spelled})\b", re.I)
        before, after = {}, {}
        for money in book.all("currency"):
            for sign in money.before:
                before.setdefault(sign, money.id)
            for name in money.after + money.match:
                for written in expand(name):
                    after.setdefault(written.lower(), money.id)
        self.before_ids, self.after_ids = before, after
        edged = "|".join(_edge(s) for s in sorted(before, key=len, reverse=True))
        self.sign_ends = {sign[-1] for sign in before}
        self.sign_sizes = sorted({len(sign) for sign in before}, reverse=True)
        self.opening = re.compile(rf"(?:{edged})[{SPACES}]?")
        names = sorted(after, key=len, reverse=True)
        self.after = re.compile(
            rf"[{SPACES}]?-?(?:{'|'.join(map(re.escape, names))})(?![^\W\d_])", re.I
        )
        # Most words behind a number are neither; three letters tell, and spare the long patterns.
        self.magnitude_heads = _heads([*long, *short])
        self.after_heads = _heads(names)
        self.value_of = lru_cache(maxsize=4096)(self.spelled_value)
        # One scan over a document for places where a figure may stand. The word boundary of
        # `re` is dear; the words are few and begin with few letters.
        self.candidate = re.compile(
            rf"\d+|(?<![^\W\d_])(?:{spelled}|dozens?|scores|tens|hundreds|thousands|half|quarter)(?![^\W\d_])",
            re.I,
        )

    def find(self, text: str, places: list[int] | None = None) -> list[Quantity]:
        """All quantities of a sentence, ranges and changes joined or shared as written.

        ``places`` are the offsets of its digits and number words where they are known.

        >>> from workbench import codebook
        >>> found = Grammar(codebook.load()).find("from 2.2 to 1.9 trillion hryvnias")
        >>> [(int(q.low), q.currency) for q in found]
        [(2200000000000, 'UAH'), (1900000000000, 'UAH')]
        """
        found: list[Quantity] = []
        at = 0
        for match in self._matches(text, places):
            if match.start() < at:
                continue
            start = match.start()
            one = self._one(text, match)
            if one is None:
                at = match.end()
                continue
            joined = self._range(text, one)
            found += joined
            at = max(joined[-1].end, joined[-1].tail, start + 1)
        return found

    def _matches(self, text: str, places: list[int] | None) -> Iterator[re.Match]:
        if places is None:
            at = 0
            while match := self.number.search(text, at):
                yield match
                at = match.end()
            return
        for at in places:
            if text[at].isdecimal():
                match = NUMBER.match(text, at)
                if match:
                    yield match
                continue
            if text[at - 2 : at] in ("a ", "A ") and (at == 2 or not text[at - 3].isalnum()):
                at -= 2  # "a quarter of a million"
            match = self.number.match(text, at) or self.number.match(text, at + 2)
            if match:
                yield match

    def _one(self, text: str, match: re.Match) -> Quantity | None:
        start, end = match.span()
        written = match.group()
        # Part of a longer word or number: "F16", "2A8", "T-90", "1.2.3", "day-2".
        sign = self._sign(text, start)
        if start and (text[start - 1].isalpha() and not sign or text[start - 1] == "_"):
            return None
        if len(written) > LONGEST and written[0].isdigit():
            return None
        words = not written[0].isdigit()
        scaled = False
        value: Decimal | None
        if words:
            vague = self._vague(text, match)
            if vague is not None:
                return vague
            value = self.value_of(written)
            scaled = bool(LARGE.search(written))
            if value is None:
                return None
            magnitude = None
        else:
            magnitude = (
                self.magnitude.match(text, end)
                if _begins(text, end, self.magnitude_heads)
                else None
            )
        if magnitude:
            name = magnitude.group().strip(SPACES + "-")
            close = magnitude.group()[0] not in SPACES
            factor = self.magnitudes.get(name) or self.magnitudes.get(name.lower())
            money = sign or self.after.match(text, magnitude.end())
            if name in ("M", "K", "B", "T") and not close:
                magnitude = None
            elif len(name) == 1 and not close and not money:
                magnitude = None
            elif name.lower() in ("m", "b", "t", "mil", "md") and not money:
                magnitude = None  # metres, bytes, tonnes
            if magnitude:
                if re.fullmatch("[kKmM]", name) and close and written.endswith(","):
                    return None
                base = digits(written, scaled=True)
                if base is None or factor is None:
                    return None
                value, end = base * factor, magnitude.end()
                scaled = factor >= 10**6
                # "thousand million", "100 thousand million"
                more = self.magnitude.match(text, end)
                if more and factor == 1000 and more.group().strip().lower() in ("million",):
                    value, end, scaled = value * 10**6, more.end(), True
        if not words and not magnitude:
            value = digits(written, scaled=False)
            if value is None:
                return None
        currency, span = None, None
        if sign:
            start, currency = sign
            span = (start, match.start())
        after = self.after.match(text, end) if _begins(text, end, self.after_heads) else None
        if after and (not sign or self._same(currency, after.group())):
            name = WHITE.sub(" ", after.group().strip(SPACES + "-")).lower()
            code = self.after_ids[name]
            if not (name in ("kr", "won", "rand", "real", "lei", "lari", "$") and words):
                if not sign:
                    currency, span = code, (after.start(), after.end())
                elif code != currency:
                    currency = code if currency in ("USD", "NOK") else currency
                end = after.end()
        behind = text[end : end + 3]
        percent = None
        if "%" in behind or "p" in behind or "P" in behind:
            percent = PERCENT.match(text, end)
        if percent and currency is None:
            return Quantity(
                start, percent.end(), value, value, percent=True, tail=percent.end(), words=words
            )
        return Quantity(start, end, value, value, currency, span, scaled, words, tail=end)

    def _vague(self, text: str, match: re.Match) -> Quantity | None:
        """ "hundreds of thousands", "tens of billions of dollars": bounds, not a value."""
        words = match.group().lower().split()
        if words[0] not in VAGUE_BOUNDS:
            return None
        low, high = VAGUE_BOUNDS[words[0]]
        factor = self.magnitudes[words[2].rstrip("s")] if len(words) == 3 else 1
        start, end = match.span()
        currency = span = None
        of = OF.match(text, end)
        after = self.after.match(text, of.end()) if of else None
        if after:
            currency = self.after_ids[WHITE.sub(" ", after.group()).strip().lower()]
            span, end = (after.start(), after.end()), after.end()
        return Quantity(
            start,
            end,
            Decimal(low * factor),
            Decimal(high * factor),
            currency,
            span,
            factor >= 10**6,
            True,
            tail=end,
        )

    def _same(self, currency: str | None, after: str) -> bool:
        code = self.after_ids.get(WHITE.sub(" ", after.strip(SPACES + "-")).lower())
        return code == currency or (
            currency == "USD" and code in ("CAD", "AUD", "NZD", "SGD", "TWD", "USD")
        )

    def _sign(self, text: str, start: int) -> tuple[int, str] | None:
        if not start:
            return None
        near = text[start - 1]
        if near in SPACES:
            near = text[start - 2] if start > 1 else ""
        if near not in self.sign_ends:
            return None
        end = start - 1 if text[start - 1] in SPACES else start
        for size in self.sign_sizes:
            at = end - size
            name = text[at:end] if at >= 0 else ""
            if name in self.before_ids:
                if name[0].isalpha() and at and text[at - 1].isalpha():
                    continue
                if name[0].isalpha() and at and text[at - 1].isalnum():
                    return None
                return at, self.before_ids[name]
        return None

    def _range(self, text: str, one: Quantity) -> list[Quantity]:
        behind = text[one.end : one.end + 2]
        if not behind or behind[0] not in DASHES and not behind[0].isspace():
            return [one]
        link = RANGE.match(text, one.end)
        if not link:
            return [one]
        at = link.end()
        opening = self.opening.match(text, at)
        number = self.number.match(text, opening.end() if opening else at)
        if not number:
            return [one]
        two = self._one(text, number)
        if two is None:
            return [one]
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
        if one.currency and two.currency and one.currency != two.currency:
            return [one]
        low = one
        if shared or one.low < 1000 <= two.low:
            factor = self._factor(two, text) if one.low < 1000 else 1
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

    def _factor(self, two: Quantity, text: str) -> Decimal:
        written = self.number.search(text, two.start, two.end)
        magnitude = self.magnitude.match(text, written.end()) if written else None
        if not magnitude:
            if two.words:
                last = (
                    re.search(
                        r"(hundred|thousand|million|billion|trillion)\W*$", written.group(), re.I
                    )
                    if written
                    else None
                )
                return Decimal(self.magnitudes.get(last.group(1).lower(), 1)) if last else 1
            return Decimal(1)
        name = magnitude.group().strip(SPACES + "-")
        return Decimal(self.magnitudes.get(name) or self.magnitudes.get(name.lower(), 1))

    def spelled_value(self, written: str) -> Decimal | None:
        """Read number words, fractions of a magnitude too; None where they make no number.

        >>> from workbench import codebook
        >>> Grammar(codebook.load()).spelled_value("one and a half million")
        Decimal('1500000.0')
        """
        words = re.sub(r"[\s-]+", " ", written.lower().replace(",", " ")).strip()
        words = re.sub(r"^a (?=hundred|thousand|million|billion|trillion)", "one ", words)
        part = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
        if found := re.fullmatch(r"(?:a )?(half|quarter) (?:of )?a (\w+)", words):
            return part[found.group(1)] * self.magnitudes[found.group(2)]
        if found := re.fullmatch(r"(.+?) and a (half|quarter)(?: (\w+))?", words):
            whole = self.spelled_value(found.group(1))
            if whole is None:
                return None
            factor = {"hundred": 100, **self.magnitudes}.get(found.group(3) or "", None)
            if factor is None:
                return None
            return (whole + part[found.group(2)]) * factor
        if found := re.fullmatch(r"(?:(.+) )?dozen", words):
            count = self.spelled_value(found.group(1)) if found.group(1) else Decimal(1)
            return None if count is None else count * 12
        try:
            return Decimal(text2num(words if words != "hundred" else "one hundred", "en"))
        except ValueError:
            return None


def _heads(names: list[str]) -> frozenset[str]:
    """The first three letters of names, and names that are shorter."""
    return frozenset(name[:3].lower() for name in names)


def _begins(text: str, at: int, heads: frozenset[str]) -> bool:
    """Whether one of the names may stand behind a space and a hyphen; never wrongly False."""
    if text[at : at + 1] in SPACES:
        at += 1
    if text[at : at + 1] == "-":
        at += 1
    near = text[at : at + 3].lower()
    return near in heads or near[:2] in heads or near[:1] in heads or not near.isascii()


def _edge(sign: str) -> str:
    return (r"(?<![^\W\d_])" if sign[0].isalpha() else "") + re.escape(sign)


_GRAMMARS: dict[int, tuple[Codebook, Grammar]] = {}


def grammar(book: Codebook) -> Grammar:
    """The grammar of a codebook, made once."""
    if id(book) not in _GRAMMARS:
        _GRAMMARS[id(book)] = (book, Grammar(book))
    return _GRAMMARS[id(book)][1]
