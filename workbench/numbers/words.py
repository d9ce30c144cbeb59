"""Numbers in words, magnitudes, fractions of a magnitude, and vague counts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, takewhile
from math import prod
from operator import mul
from typing import NamedTuple

from text_to_num import text2num

from workbench.codebook import Codebook, Word
from workbench.numbers.numerals import behind

VAGUE_START = re.compile(r"(?:tens|dozens|scores|hundreds|thousands)\b", re.I)
GAP = r"\s{1,4}"
BREAK = re.compile(r"[\s\-‐‑,]+")
LETTERS = re.compile(r"[^\W\d_]{1,20}(?![^\W\d_])")
JOINT = ("and", "And", "AND")
AND = re.compile(r"\s+and\s+|[-‐‑]")
# Steps between the words of one number; a comma only in "two thousand, five hundred".
STEP = rf"(?:{GAP}and{GAP}|{GAP}point{GAP}|{GAP}|[-‐‑]|(?<=nd|on),\s(?=\w+\s(?:hundred|thousand)))"


class Written(NamedTuple):
    """A number as written: where it ends, its bounds, the magnitudes that close it."""

    end: int
    low: Decimal
    high: Decimal
    scales: tuple[int, ...] = ()


def either(words) -> str:
    """A regular expression for any of some words, the longest first; for none, it fails."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) or '(?!)'})"


def word_set(book: Codebook, name: str) -> frozenset[str]:
    """The words of a set; none where a codebook that starts from nothing has no such set."""
    sets = book.tables["wordset"]
    return frozenset(sets[name].match) if name in sets else frozenset()


def spelled(words: list[str], magnitudes: dict[str, int]) -> Decimal | None:
    """The value of number words; None where they make no number.

    >>> spelled("sixty point five billion".split(), {"billion": 10**9})
    Decimal('60500000000.0')
    >>> spelled("two lakh fifty thousand".split(), {"lakh": 10**5, "thousand": 1000})
    Decimal('250000')
    """
    total, part, last, small = Decimal(0), None, None, []
    for word in [*words, ""]:
        factor = magnitudes.get(word)
        if word and (not factor or factor == 100):
            small.append(word)
            continue
        if small:
            part = _small(small)
            if part is None or factor and last and factor >= last:
                return None
            small, last = [], factor
            total += part * (factor or 1)
            part *= factor or 1
        elif factor:
            if part is None:
                return None  # a bare "million"
            total += part * (factor - 1)  # "thousand million", "lakh crore"
            part, last = part * factor, factor
    return total if part is not None else None


def _small(words: list[str]) -> Decimal | None:
    """A number below a thousand, or with decimals behind "point"."""
    text = " ".join("one" if word in ("a", "an") else word for word in words).removeprefix("and ")
    whole, _, decimals = text.partition(" point ")
    try:
        tail = "".join(str(text2num(word, "en")) for word in decimals.split())
        return Decimal(f"{text2num(whole, 'en')}.{tail}")
    except ValueError:
        return None


class Words:
    """The number words of one codebook, compiled once."""

    def __init__(self, book: Codebook):
        words: list[Word] = [w for w in book.all("word") if not w.id.startswith("glued.")]
        scale = [w for w in words if w.kind == "magnitude"]
        self.magnitudes = {m.lower(): int(w.value) for w in scale for m in w.match}
        self.with_money = {m for w in scale if w.id.startswith("money.") for m in w.match}
        vague = [w for w in words if w.id.startswith("vague.")]
        self.vague = {m: int(w.value) for w in vague for m in w.match}
        fractions = [w for w in words if w.kind == "fraction" and w.id != "cent"]
        self.parts = {m: round(1 / w.value) for w in fractions for m in w.match}
        self.heads = frozenset(m[:3] for m in self.magnitudes)
        self.value = lru_cache(maxsize=4096)(self._value)

        plain = [w for w in words if w.kind == "number" and w not in vague]
        zero = either(m for w in plain if w.id == "zero" for m in w.match)
        one = self.one = either(m for w in plain if w.id != "zero" for m in w.match)
        many = either(m for m in self.magnitudes if len(m) > 3)
        part = either(self.parts)
        whole = either(m for m, parts in self.parts.items() if parts in (2, 4))
        self.first = rf"(?:{one}|{zero}|{many}|{either(self.vague)}|{part})"
        order = r"(?P<order>[-‐‑](?:first|second|third|[a-z]+th)\b)?"
        more = rf"\b(?:{STEP}(?:{one}|{many})\b){{0,14}}{order}"
        expressions = {
            "run": rf"(?:an?{GAP}{many}|{one}|{zero}(?={GAP}point\b)){more}",
            "rest": rf"(?:{one}|{many}){more}",
            # "half a million", "a quarter million", "two-thirds of a million"; an ordinal stands
            # in "a third million"
            "of_magnitude": rf"((?:(?:an?|{one})[\s-])?)(?:({whole})[\s-](?:of{GAP})?(?:(?:an?|one)"
            rf"[\s-])?|({part}){GAP}of{GAP}(?:an?|one)[\s-])({many})\b",
            "rest_of": rf"{GAP}(?:of{GAP})?(?:an?|one){GAP}({many})\b",
            "and_part": rf"[\s-]{{1,4}}and[\s-]{{1,4}}(an?|{one})[\s-](?:({whole})(?!{GAP}of\b)|"
            rf"({part})(?={GAP}{many}))(?![^\W\d_])",
            "vague_count": rf"({either(self.vague)})(?:{GAP}of)?{GAP}({many})(?:{GAP}({many}))?\b|"
            rf"({either(v for v in self.vague if v.endswith('s'))})(?={GAP}of\s)",
        }
        for name, expression in expressions.items():
            setattr(self, name, re.compile(expression, re.I))

    def at(self, text: str, start: int) -> Written | None:
        """The number in words that starts here, as far as it makes one."""
        if found := self.vague_count.match(text, start):
            return self._vague(found)
        if found := self.of_magnitude.match(text, start):
            part = self._part(found[1], found[2] or found[3])
            scale = self.magnitudes[found[4].lower()]
            return part and Written(found.end(), part * scale, part * scale, (scale,))
        run = self.run.match(text, start)
        if not run or run["order"]:
            return None  # "twenty-fifth" is no twenty
        size, value, scales = self.value(run.group())
        return None if value is None else Written(start + size, value, value, scales)

    def magnitude(self, text: str, end: int) -> tuple[int, str] | None:
        """The magnitude behind a number: where it ends, and its name."""
        found = LETTERS.match(text, behind(text, end)[0])
        name = found[0].casefold() if found else ""
        return (found.end(), name) if name in self.magnitudes else None

    def skip(self, text: str, start: int) -> int:
        """Where the number words end that make no number: their tail is none either."""
        run = self.run.match(text, start) or self.rest.match(text, start)
        return run.end() if run else start + 1

    def _value(self, run: str) -> tuple[int, Decimal | None, tuple[int, ...]]:
        """Length and value of the longest beginning that is a number: of "five and six" "five"."""
        for cut in [len(run), *[m.start() for m in AND.finditer(run)][::-1]]:
            words = BREAK.split(run[:cut].lower())
            value = spelled(words, self.magnitudes)
            if value is not None:
                closing = takewhile(self.magnitudes.__contains__, words[::-1])
                scales = accumulate((self.magnitudes[word] for word in closing), mul)
                return cut, value, tuple(scales)[::-1]
        return 0, None, ()

    def _vague(self, found: re.Match) -> Written:
        """ "hundreds of thousands", "several hundred": bounds, not a value."""
        low = self.vague[(found[1] or found[4]).lower()]
        scales = [self.magnitudes[found[k].lower()] for k in (2, 3) if found[k]]
        factor = prod(scales)
        high = 10 ** len(str(low)) - 1
        return Written(found.end(), Decimal(low * factor), Decimal(high * factor), (factor,))

    def _part(self, count: str, name: str) -> Decimal | None:
        """The value of "half", "a quarter", "two-thirds"."""
        word = count.strip(" -‑\n").lower()
        value = Decimal(1) if word in ("", "a", "an") else spelled([word], {})
        return None if value is None else value / self.parts[name.lower()]

    def and_a_part(self, text: str, end: int) -> tuple[int, Decimal] | None:
        """ "... and a half" behind a number: where it ends, and its value."""
        found = self.and_part.match(text, end) if text[end + 1 : end + 4] in JOINT else None
        part = self._part(found[1], found[2] or found[3]) if found else None
        return (found.end(), part) if part else None
