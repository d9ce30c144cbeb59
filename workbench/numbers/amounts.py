"""One quantity: a numeral or number words, magnitudes, currency, cents, percent."""

import re
from decimal import Decimal
from functools import lru_cache

from workbench.codebook import Codebook
from workbench.numbers.money import Money, Sign
from workbench.numbers.numerals import SPACES, VULGAR, Numeral, behind, numeral
from workbench.numbers.ranges import DASHES, LINK, Pairs, Quantity
from workbench.numbers.words import Words, Written, either

PERCENT = re.compile(r"\s?%|\s?[-\s]?(?:per\s?cent|percent|pct)\b", re.I)
OF = re.compile(r"\s{1,4}of\s{1,4}")
WORD_BEFORE = re.compile(r"([^\W\d_]+|#)\.?\s?$")
OPENING = re.compile(r"[^\d]{0,9}?(?=\d)")
ARTICLE = ("a ", "A ", "an ", "An ")
ADDED = re.compile(rf"[{SPACES}](?=\d)")
LOOSE = ("+", "-", "‐", "‑")
JOINED = ("and", "per", "plu", "odd", "som")
LOOSELY = re.compile(r"\+|[-‐‑](?:plus|odd|some)(?=\s)", re.I)  # "$5+ billion", "300-odd million"


class Grammar:
    """The number grammar of one codebook, compiled once."""

    def __init__(self, book: Codebook):
        self.words, self.money, self.pairs = Words(book), Money(book), Pairs(book)
        names = [c for c in book.all("cue") if c.gives in ("month", "bar") and c.label == "grammar"]
        self.naming = {m.lower() for c in names for m in c.match}
        cents = either(m for w in book.all("word") if w.id == "cent" for m in w.match)
        one = self.words.one
        self.cents = re.compile(
            rf",?\s{{1,4}}(?:and\s{{1,4}})?(?:(\d{{1,2}})|({one}(?:[\s-]{one})?))\s{cents}\b", re.I
        )
        self.dull = lru_cache(maxsize=4096)(self._dull)
        start = rf"(?<!\d)\d|[{''.join(VULGAR)}]|\b{self.words.first}\b"
        self.start = re.compile(start, re.I)

    def find(self, text: str, places: list[int] | None = None) -> list[Quantity]:
        """All quantities of a sentence, ranges and changes joined or shared as written.

        ``places`` are the offsets of its digits and number words where they are known.

        >>> from workbench import codebook
        >>> found = Grammar(codebook.load()).find("from 2.2 to 1.9 trillion hryvnias")
        >>> [(int(q.low), q.currency) for q in found]
        [(2200000000000, 'UAH'), (1900000000000, 'UAH')]
        """
        found: list[Quantity] = []
        at = left = 0  # where the reading goes on, and where the last quantity ends
        for start in [m.start() for m in self.start.finditer(text)] if places is None else places:
            if start < at:
                continue
            one, at = self.at(text, start, left)
            if one is None:
                continue
            joined: list[Quantity] | None = [one]
            if link := LINK.match(text, at):
                two, end = self._second(text, link.end())
                if two is not None:
                    joined = self.pairs.join(text, one, two, link)
                    if joined is not None:
                        at = joined[-1].end if joined else end
            found += joined or ()
            left = at
        return self.pairs.listed(text, found)

    def _second(self, text: str, at: int) -> tuple[Quantity | None, int]:
        """The quantity that stands right behind a link, its sign included."""
        opening = OPENING.match(text, at)
        two, end = self.at(text, opening.end(), at) if opening else (None, at)
        if (two is None or two.start != at) and not text[at].isdecimal():
            two, end = self.at(text, at, at)
        return (two, end) if two and two.start == at else (None, at)

    def at(self, text: str, start: int, left: int = 0) -> tuple[Quantity | None, int]:
        """The quantity at a digit or number word, and where the reading goes on.

        Nothing left of ``left`` belongs to it.
        """
        if not (text[start].isdecimal() or text[start] in VULGAR):
            start, core = self._in_words(text, start, left)
            if core is None:
                return None, self.words.skip(text, start)
            return self._priced(text, start, core, None, True)
        sign = self.money.ahead(text, start, left)
        number = numeral(text, start)
        if number.kind == "loose" and self._named(text, start):
            number = numeral(text, start, close=True)
        if start and not sign and _tail(text, start, left):
            return None, number.end
        if not sign and not number.part and self.dull(behind(text, number.end)[1]):
            value = number.value(False)
            core = None if value is None else Quantity(start, number.end, value, value)
            return core, number.end
        core = self._in_digits(text, number, sign)
        if core is None or sign and not core.scales and not self.money.firm(text, sign):
            return None, number.end
        return self._priced(text, start, core, sign, False)

    def _dull(self, near: str) -> bool:
        """Whether nothing that begins so belongs to a number: most words behind one."""
        letters = near[: 3 if near.isalpha() else 2 if near[:2].isalpha() else 1].lower()
        known = near[:1] in (*LOOSE, *VULGAR, "%") or letters in JOINED
        return not (known or letters in self.words.heads or self.money.like(near))

    def _in_words(self, text: str, start: int, left: int) -> tuple[int, Written | None]:
        """The number words here, with the article before a fraction or a magnitude."""
        for at in (start - 2, start - 3, start):
            article = left <= at and text[at:start] in ARTICLE and not text[at - 1 : at].isalnum()
            if (article or at == start) and (core := self.words.at(text, at)):
                return at, self._more(text, core)
        return start, None

    def _named(self, text: str, start: int) -> bool:
        """Whether the word before makes a name or a day of the number: "December 7", "Route 4"."""
        before = WORD_BEFORE.search(text[max(0, start - 12) : start])
        return before is not None and before[1].lower() in self.naming

    def _in_digits(self, text: str, number: Numeral, sign: Sign | None) -> Written | None:
        """A numeral with the fraction and the magnitudes behind it."""
        end, part = number.end, Decimal(0)
        if more := self.words.and_a_part(text, end):
            end, part = more
        elif more := number.part and not number.written and self.words.rest_of.match(text, end):
            scale = self.words.magnitudes[more[1].casefold()]
            return Written(more.end(), number.part * scale, number.part * scale, (scale,))
        elif text[end : end + 1] in LOOSE and (more := LOOSELY.match(text, end)):
            end = more.end() if self.words.magnitude(text, more.end()) else end
        end, factors = self._magnitude(text, end, sign) or (end, ())
        if not factors and sign and sign.factor > 1:
            if number.kind == "plain" and 1900 <= int(number.written[:5]) <= 2100:
                return None  # the header "€m 2024 2025"
            factors = (sign.factor,)
        value = number.value(bool(factors))
        if value is None or not factors and text[end : end + 1] in VULGAR:
            return None
        value = (value + part) * (factors[0] if factors else 1)
        core = Written(end, value, value, factors)
        return self._more(text, core) if factors else core

    def _magnitude(self, text: str, end: int, sign: Sign | None) -> tuple[int, tuple] | None:
        """Where the magnitudes behind a number end, and what they multiply by."""
        found = self.words.magnitude(text, end)
        if not found:
            return None
        after, name = found
        if len(name) < 5 and text[after : after + 1] == "." and self.money.behind(text, after + 1):
            after += 1  # "2,75 Mrd. Euro"
        far = len(name) == 1 and text[end] in SPACES and not text[after + 1 : after + 3].islower()
        if name in self.words.with_money or far:  # "120 k shells", but no "12 k"
            priced = sign or self.money.behind(text, after) or self._priced_later(text, after)
            if not priced or text[after : after + 1] in ("²", "³", "/"):
                return None  # metres, bytes, tonnes
        factor = self.words.magnitudes[name]
        scales = [factor]
        while factor >= 100 and (more := self.words.magnitude(text, after)):
            larger = self.words.magnitudes[more[1]]
            if len(more[1]) < 4 or larger <= factor:  # "million million" is a slip, no number
                break
            after, factor = more[0], larger
            scales = [scale * larger for scale in scales] + [larger]
        return after, tuple(scales)

    def _priced_later(self, text: str, end: int) -> bool:
        """Whether the second half of a range has the currency: "1.5m-2m euros"."""
        link = LINK.match(text, end)
        if not link or not text[link.end()].isdecimal():
            return False
        more = self.words.magnitude(text, numeral(text, link.end()).end)
        return more is not None and self.money.behind(text, more[0]) is not None

    def _more(self, text: str, core: Written) -> Written:
        """What is added behind a magnitude: "and a half", "... billion 300 million"."""
        end, value, high, scales = core
        if more := value == high and self.words.and_a_part(text, end):
            end, part = more
            after, factors = self._magnitude(text, end, None) or (end, scales)
            step = factors[0] if factors else 1
            value = value + part * step if scales else (value + part) * step
            return Written(after, value, value, scales or factors)
        if scales and scales[-1] >= 10**5 and ADDED.match(text, end):
            number = numeral(text, end + 1)
            after, factors = self._magnitude(text, number.end, None) or (end, (0,))
            added = (number.value(True) or 0) * factors[0]
            if 0 < added < scales[-1]:
                return Written(after, value + added, value + added, scales)
        return core

    def _priced(
        self, text: str, start: int, core: Written, sign: Sign | None, in_words: bool
    ) -> tuple[Quantity | None, int]:
        """The quantity with its currency, cents or percent."""
        end, low, high, scales = core
        of = OF.match(text, end) if low != high else None  # "tens of billions of euros"
        after = self.money.behind(text, of.end() if of else end, in_words, bool(scales))
        if after and sign and not self.money.same(text, sign, after):
            after = None
        if after and not scales:
            if more := after.factor == 1 and self._magnitude(text, after.end, after):
                after = after._replace(end=more[0], factor=more[1][0])  # "75 USD million"
            if after.factor == 1 and not self.money.firm(text, after):
                after = None
        told = sign
        if after:
            told = sign if sign and sign.code == after.code else after
            end = after.end
            if after.factor > 1 and not scales:
                low, high, scales = low * after.factor, high * after.factor, (after.factor,)
        elif not sign and (percent := PERCENT.match(text, end)):
            end = percent.end()
            return Quantity(start, end, low, high, percent=True, words=in_words), end
        if told and not scales and (cents := self.cents.match(text, end)):
            end = cents.end()
            part = Decimal(cents[1]) if cents[1] else self.words.value(cents[2])[1] or 0
            low, high = low + part / 100, high + part / 100
        start = sign.start if sign else start
        code, span = (told.code, (told.start, told.end)) if told else (None, None)
        ahead = sign.factor if sign else 1
        return Quantity(start, end, low, high, code, span, in_words, False, scales, ahead), end


def _tail(text: str, start: int, left: int) -> bool:
    """Whether digits continue a word, a numeral or a range whose head was not read."""
    near, far = text[start - 1], text[start - 2 : start - 1]
    if near == "’" and not text[start + 2 : start + 3].isalnum():
        return True  # "the class of ’23"
    if near in ".,'’":
        return far.isdecimal()  # "12,34"
    if near in DASHES and start > left:
        return far.isdecimal() if near in "–—" else far.isalnum()
    return near.isalpha() or near in "_^"  # "x^2"


@lru_cache(maxsize=8)
def grammar(book: Codebook) -> Grammar:
    """The grammar of a codebook, made once."""
    return Grammar(book)
