"""Numbers with their magnitude and currency, at exact places.

Values are exact decimals until they leave in a claim. What is counted is decided in
``claims``; here a quantity is a number, a range, or an amount of money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from workbench.codebook import Codebook, expand
from workbench.numbers import (
    DIGITS,
    LONGEST,
    NUMBER,
    SPACES,
    VAGUE,
    VAGUE_BOUNDS,
    begins,
    digits,
    heads,
    spelled,
)
from workbench.ranges import DASHES, RANGE, Quantity, joined

PERCENT = re.compile(r"\s?%|\s?[-\s]?(?:per\s?cent|percent)\b", re.I)
WHITE = re.compile(r"\s+")
OF = re.compile(r"\s+of\s+")
LARGE = re.compile(r"[mbtr]illion", re.I)


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
        words = "|".join(
            sorted([*numbers, "thousand", "million", "billion", "trillion"], key=len, reverse=True)
        )
        self.spelled = (
            rf"(?:half|(?:a\s+)?quarter)\s+(?:of\s+)?a\s+(?:million|billion|trillion|dozen)"
            rf"|a\s+(?:hundred|thousand|million|billion|trillion)(?!\s+(?:and|times|miles))\b"
            rf"|{VAGUE}"
            rf"|(?:{words})(?:(?:\s+and\s+a\s+(?:half|quarter)(?:\s+(?:million|billion|trillion|"
            rf"thousand|hundred))?)|(?:(?:\s+and\s+|\s+|-|,\s(?=\w+\s(?:hundred|thousand)))"
            rf"(?:{words})\b))*(?:\s+dozen)?|dozen"
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
        self.magnitude_heads = heads([*long, *short])
        self.after_heads = heads(names)
        self.value_of = lru_cache(maxsize=4096)(lambda written: spelled(written, self.magnitudes))

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
                self.magnitude.match(text, end) if begins(text, end, self.magnitude_heads) else None
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
        after = self.after.match(text, end) if begins(text, end, self.after_heads) else None
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
        return joined(text, one, two, link, self._factor)

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


def _edge(sign: str) -> str:
    return (r"(?<![^\W\d_])" if sign[0].isalpha() else "") + re.escape(sign)


_GRAMMARS: dict[int, tuple[Codebook, Grammar]] = {}


def grammar(book: Codebook) -> Grammar:
    """The grammar of a codebook, made once."""
    if id(book) not in _GRAMMARS:
        _GRAMMARS[id(book)] = (book, Grammar(book))
    return _GRAMMARS[id(book)][1]
