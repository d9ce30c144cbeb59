"""One quantity: a numeral or number words, magnitudes, currency, cents, percent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from workbench.codebook import Codebook
from workbench.numbers.money import Money, Sign
from workbench.numbers.numerals import RUN, SPACES, VULGAR, numeral
from workbench.numbers.ranges import DASHES, LINK, Pairs, Quantity
from workbench.numbers.words import Words, Written, either

PERCENT = re.compile(r"\s?%|\s?[-\s]?(?:per\s?cent|percent)\b", re.I)
OF = re.compile(r"\s{1,4}of\s{1,4}")
WORD_BEFORE = re.compile(r"([^\W\d_]+|#)\.?\s?$")
OPENING = re.compile(r"[^\d]{0,9}?(?=\d)")
ARTICLE = ("a ", "A ", "an ", "An ")


class Grammar:
    """The number grammar of one codebook, compiled once."""

    def __init__(self, book: Codebook):
        self.words, self.money, self.pairs = Words(book), Money(book), Pairs(book)
        names = [c for c in book.all("cue") if c.gives in ("month", "bar") and c.label == "grammar"]
        self.naming = {m.lower() for c in names for m in c.match}
        cents = {m for w in book.all("word") if w.id == "cent" for m in w.match}
        one = either({m for w in book.all("word") if w.id == "number" for m in w.match})
        self.cents = re.compile(
            rf",?\s{{1,4}}(?:and\s{{1,4}})?(?:(\d{{1,2}})|({one}(?:[\s-]{one})?))\s{either(cents)}\b",
            re.I,
        )
        self.places = re.compile(rf"(?<!\d)\d|[{''.join(VULGAR)}]|{self.words.begins.pattern}", re.I)

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
        for start in places if places is not None else self._places(text):
            if start < at:
                continue
            one, at = self.at(text, start, at)
            if one is None:
                continue
            link = LINK.match(text, one.end) if _may_link(text, one.end) else None
            two, behind = self._second(text, link.end()) if link else (None, at)
            if two is None:
                found.append(one)
                continue
            joined = self.pairs.join(text, one, two, link)
            if joined is not None:
                found += joined
                at = joined[-1].end if joined else behind
        return found

    def _places(self, text: str) -> Iterator[int]:
        return (m.start() for m in self.places.finditer(text))

    def _second(self, text: str, at: int) -> tuple[Quantity | None, int]:
        """The quantity that stands right behind a link, its sign included."""
        opening = OPENING.match(text, at)
        number = opening.end() if opening else at
        two, end = self.at(text, number, at) if opening else (None, at)
        if two is None or two.start != at:
            two, end = (None, at) if text[at].isdecimal() else self.at(text, at, at)
        return two, end

    def at(self, text: str, start: int, left: int = 0) -> tuple[Quantity | None, int]:
        """The quantity at a digit or number word, and where the reading goes on.

        Nothing left of ``left`` belongs to it.
        """
        in_words = not (text[start].isdecimal() or text[start] in VULGAR)
        sign = None
        if in_words:
            start, core = self._in_words(text, start, left)
            if core is None:
                return None, max(self.words.skip(text, start), start + 1)
            if start and (text[start - 1].isalpha() or text[start - 1] == "_"):
                return None, core.end
            scaled, plain = bool(core.scales), False
        else:
            sign = self.money.ahead(text, start)
            named = self._named(text, start)
            number = numeral(text, start, named)
            if _tail(text, start, sign, left):
                return None, number.end
            core, plain = self._in_digits(text, number, sign), number.plain
            if core is None:
                return None, number.end
            if sign and sign.factor > 1:
                core = self._scaled_before(text, sign, core, plain)
                if core is None:
                    return None, number.end
        if sign and not core.scales and not self.money.firm(text, sign):
            sign = None
            if text[start - 1].isalpha():
                return None, core.end  # "COP30"
        return self._priced(text, start, core, sign, in_words)

    def _in_words(self, text: str, start: int, left: int) -> tuple[int, Written | None]:
        """The number words here, with the article before a fraction or a magnitude."""
        for article in ARTICLE:
            at = start - len(article)
            if at >= left and text.startswith(article, at) and not text[at - 1 : at].isalnum():
                if core := self.words.at(text, at):
                    return at, self._more(text, core)
        core = self.words.at(text, start)
        return start, core and self._more(text, core)

    def _named(self, text: str, start: int) -> bool:
        """Whether the word before makes a name or a day of the number: "December 7", "Route 4"."""
        before = WORD_BEFORE.search(text[max(0, start - 12) : start])
        return before is not None and before[1].lower() in self.naming

    def _in_digits(self, text: str, number, sign: Sign | None) -> Written | None:
        """A numeral with the fraction and the magnitudes behind it."""
        end, part = number.end, Decimal(0)
        if more := self.words.with_part(text, end):
            if not number.plain:
                return None
            end, part = more
        if number.part and (rest := self.words.rest_of.match(text, end)):
            scale = self.words.magnitudes[rest[1].lower()]
            return Written(rest.end(), number.scaled * scale, number.scaled * scale, (scale,))
        scale = self._magnitude(text, end, sign)
        if scale is None:
            value = number.alone
            if value is None or number.part or _half_read(text, end):
                return None
            return Written(end, value + part, value + part)
        if number.scaled is None:
            return None
        end, factors = scale
        value = (number.scaled + part) * factors[0]
        return self._more(text, Written(end, value, value, factors))

    def _magnitude(self, text: str, end: int, sign: Sign | None) -> tuple[int, tuple] | None:
        """Where the magnitudes behind a number end, and what they multiply by."""
        found = self._one_magnitude(text, end, sign)
        if not found:
            return None
        end, factor = found
        factors = [factor]
        while factor >= 100 and (more := self.words.magnitude.match(text, end)) and more["long"]:
            next_ = self.words.magnitudes[more["long"].lower()]
            if next_ < factor:
                break
            end, factor = more.end(), next_
            factors.append(next_)
        scales = [1]
        for factor in reversed(factors):
            scales.insert(0, factor * scales[0])
        return end, tuple(scales[:-1])

    def _one_magnitude(self, text: str, end: int, sign: Sign | None) -> tuple[int, int] | None:
        head = text[end : end + 2].lstrip(f"{SPACES}-‑")
        found = self.words.magnitude.match(text, end) if head[:1].isalpha() else None
        if not found:
            return None
        name = (found["long"] or found["short"]).lower()
        spaced = found.group()[0] in SPACES
        after = found.end()
        if found["short"] and text[after : after + 1] == "." and self.money.behind(text, after + 1):
            after += 1  # "2,75 Mrd. Euro"
        if name in self.words.with_money or len(name) == 1 and spaced:
            if not sign and not self.money.behind(text, after) and not self._priced_later(text, after):
                return None  # metres, bytes, tonnes
            if text[after : after + 1] in ("²", "³", "/"):
                return None
        return after, self.words.magnitudes[name]

    def _priced_later(self, text: str, end: int) -> bool:
        """Whether the second half of a range has the currency: "1.5m-2m euros"."""
        link = LINK.match(text, end) if _may_link(text, end) else None
        number = RUN.match(text, link.end()) if link else None
        more = self.words.magnitude.match(text, number.end()) if number else None
        return more is not None and self.money.behind(text, more.end()) is not None

    def _more(self, text: str, core: Written) -> Written:
        """What is added behind a magnitude: "and a half", "... billion 300 million"."""
        if core.low != core.high:
            return core
        step = core.scales[-1] if core.scales else 1
        if more := self.words.with_part(text, core.end):
            end, part = more
            scale = self._magnitude(text, end, None)
            if scale and core.scales:
                value = core.low + part * scale[1][0]
            elif scale:
                value, step = (core.low + part) * scale[1][0], scale[1][0]
            else:
                value = core.low + part * step
            scales = core.scales or (scale[1] if scale else ())
            return Written(scale[0] if scale else end, value, value, scales)
        at = core.end + 1
        if step >= 10**5 and text[core.end : at] in SPACES and text[at : at + 1].isdecimal():
            number = numeral(text, at)
            scale = self._magnitude(text, number.end, None) if number.scaled else None
            if scale and number.scaled * scale[1][0] < step:
                value = core.low + number.scaled * scale[1][0]
                return Written(scale[0], value, value, core.scales)
        return core

    def _scaled_before(self, text, sign: Sign, core: Written, plain: bool) -> Written | None:
        """ "MSEK 300"; the header "€m 2024 2025" tells years."""
        if core.scales or plain and 1900 <= core.low <= 2100:
            return None
        return core._replace(
            low=core.low * sign.factor, high=core.high * sign.factor, scales=(sign.factor,)
        )

    def _priced(
        self, text: str, start: int, core: Written, sign: Sign | None, in_words: bool
    ) -> tuple[Quantity | None, int]:
        """The quantity with its currency, cents or percent."""
        end, low, high, scales = core
        at = end
        if in_words and low != high and (of := OF.match(text, end)):
            at = of.end()  # "tens of billions of dollars"
        after = self.money.behind(text, at, in_words, bool(scales))
        if after and not scales and not self.money.firm(text, after):
            after = None
        if after and sign and not self.money.same(text, sign, after):
            after = None
        told = sign
        if after:
            if not sign or after.code != sign.code:
                told = after
            end = after.end
            factor = after.factor
            if factor == 1 and not scales and (more := self._magnitude(text, end, after)):
                end, (factor, *_) = more  # "75 USD million"
            if factor > 1:
                if scales:
                    return None, end
                low, high, scales = low * factor, high * factor, (factor,)
        elif percent := PERCENT.match(text, end) if text[end : end + 3] else None:
            if not sign:
                return Quantity(
                    start, percent.end(), low, high, percent=True, words=in_words
                ), percent.end()
        if told and not scales and (cents := self.cents.match(text, end)):
            part = Decimal(cents[1]) if cents[1] else self.words.value(cents[2])[1]
            if part is not None:
                low, high, end = low + part / 100, high + part / 100, cents.end()
        span = (told.start, told.end) if told else None
        return Quantity(
            sign.start if sign else start,
            end,
            low,
            high,
            told.code if told else None,
            span,
            bool(scales) and scales[0] >= 10**6,
            in_words,
            False,
            scales,
            sign.factor if sign else 1,
        ), end


def _tail(text: str, start: int, sign: Sign | None, left: int) -> bool:
    """Whether digits continue a word, a numeral or a range whose head was not read."""
    if sign or not start:
        return False
    near, far = text[start - 1], text[start - 2 : start - 1]
    if near.isalpha() or near == "_":
        return True
    if near in ".,'’" and far.isdecimal():
        return True
    if near in DASHES and start > left:
        return far.isdecimal() if near in "–—" else far.isalnum()
    return False


def _half_read(text: str, end: int) -> bool:
    """Whether a numeral goes on in a way that is not read: "1½½", "5.000.00"."""
    return text[end : end + 1] in VULGAR


def _may_link(text: str, end: int) -> bool:
    """Whether a dash or a space stands behind, before a link is looked for."""
    near = text[end : end + 1]
    return near != "" and (near.isspace() or near in DASHES or near == "â")


_GRAMMARS: dict[int, tuple[Codebook, Grammar]] = {}


def grammar(book: Codebook) -> Grammar:
    """The grammar of a codebook, made once."""
    if id(book) not in _GRAMMARS:
        _GRAMMARS[id(book)] = (book, Grammar(book))
    return _GRAMMARS[id(book)][1]
