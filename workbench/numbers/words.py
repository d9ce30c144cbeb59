"""Numbers in words, magnitudes, fractions of a magnitude, and vague counts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from math import prod
from typing import NamedTuple

from text_to_num import text2num

from workbench.codebook import Codebook, Word
from workbench.numbers.numerals import SPACES

VAGUE_START = re.compile(r"(?:tens|dozens|scores|hundreds|thousands)\b", re.I)
GAP = r"\s{1,4}"
BREAK = re.compile(r"[\s\-‑,]+")
AND = re.compile(r"\s+and\s+|[-‑]")
# Steps between the words of one number; a comma only in "two thousand, five hundred".
STEP = rf"(?:{GAP}and{GAP}|{GAP}point{GAP}|{GAP}|[-‑]|,\s(?=\w+\s(?:hundred|thousand)))"


class Written(NamedTuple):
    """A number as written: where it ends, its bounds, the magnitudes that close it."""

    end: int
    low: Decimal
    high: Decimal
    scales: tuple[int, ...] = ()


def either(words) -> str:
    """A regular expression for any of some words, the longest first; for none, it fails."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) or '(?!)'})"


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
        if word and (not factor or factor <= 100):
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
    if words[0] == "and":
        words = words[1:]
    if words[:1] in (["a"], ["an"]):
        words = ["one", *words[1:]]
    try:
        if "point" in words:
            at = words.index("point")
            tail = "".join(str(text2num(w, "en")) for w in words[at + 1 :])
            return Decimal(f"{text2num(' '.join(words[:at]), 'en')}.{tail}")
        if words[-1:] == ["dozen"]:
            return Decimal(text2num(" ".join(words[:-1]) or "one", "en") * 12)
        return Decimal(text2num(" ".join(words), "en"))
    except ValueError:
        return None


class Words:
    """The number words of one codebook, compiled once."""

    def __init__(self, book: Codebook):
        entries: list[Word] = [w for w in book.all("word") if not w.id.startswith("glued.")]
        scale = [w for w in entries if w.kind == "magnitude"]
        self.magnitudes = {m.lower(): int(w.value) for w in scale for m in w.match}
        self.with_money = {m for w in scale if w.id.startswith("money.") for m in w.match}
        self.vague = {
            m: int(w.value) for w in entries if w.id.startswith("vague.") for m in w.match
        }
        numbers = {m for w in entries if w.kind == "number" for m in w.match} - self.vague.keys()
        parts = [w for w in entries if w.kind == "fraction" and w.id != "cent"]
        self.parts = {m: round(1 / w.value) for w in parts for m in w.match}
        large = {m for m in self.magnitudes if len(m) > 3}
        one, many = either(numbers), either(large)
        part, whole = either(self.parts), either([m for m in self.parts if self.parts[m] in (2, 4)])
        words = either(numbers | large)
        short = self.magnitudes.keys() - large
        self.magnitude = re.compile(
            rf"(?:[{SPACES}]?[-‑]?(?P<long>{many})|[{SPACES}]?(?P<short>{either(short)}))"
            r"(?![^\W\d_])",
            re.I,
        )
        self.run = re.compile(rf"(?:an?{GAP}{many}|{one})\b(?:{STEP}{words}\b){{0,14}}", re.I)
        # "half a million", "a quarter million", "two-thirds of a million"; not "a third million"
        some = rf"(?:(?:an?|{one})[\s-])?"
        joint = rf"[\s-](?:of{GAP})?(?:(?:an?|one)[\s-])?"
        self.of_magnitude = re.compile(
            rf"({some})(?:({whole}){joint}|({part}){GAP}of{GAP}(?:an?|one)[\s-])({many})\b", re.I
        )
        self.rest_of = re.compile(rf"{GAP}(?:of{GAP})?(?:an?|one){GAP}({many})\b", re.I)
        self.and_part = re.compile(
            rf"[\s-]{{1,4}}and[\s-]{{1,4}}(an?|{one})[\s-](?:({whole})(?!{GAP}of\b)|({part})"
            rf"(?={GAP}{many}))(?![^\W\d_])",
            re.I,
        )
        self.vague_count = re.compile(
            rf"({either(self.vague)})(?:{GAP}of)?{GAP}({many})(?:{GAP}({many}))?\b"
            rf"|({either(v for v in self.vague if v.endswith('s'))})(?={GAP}of\s)",
            re.I,
        )
        self.begins = re.compile(rf"\b{either(numbers | large | self.vague.keys() | self.parts.keys())}\b", re.I)
        self.value = lru_cache(maxsize=4096)(lambda run: self._value(run))

    def at(self, text: str, start: int) -> Written | None:
        """The number in words that starts here, as far as it makes one."""
        if found := self.vague_count.match(text, start):
            return self._vague(found)
        if found := self.of_magnitude.match(text, start):
            part = self._part(found[1], found[2] or found[3])
            scale = self.magnitudes[found[4].lower()]
            return part and Written(found.end(), part * scale, part * scale, (scale,))
        run = self.run.match(text, start)
        if not run:
            return None
        size, value, scales = self.value(run.group())
        return None if value is None else Written(start + size, value, value, scales)

    def skip(self, text: str, start: int) -> int:
        """Where the number words end that make no number: their tail is none either."""
        run = self.run.match(text, start)
        return run.end() if run else start + 1

    def _value(self, run: str) -> tuple[int, Decimal | None, tuple[int, ...]]:
        """Length and value of the longest beginning that is a number: of "five and six" "five"."""
        for cut in [len(run), *[m.start() for m in AND.finditer(run)][::-1]]:
            words = BREAK.split(run[:cut].lower())
            value = spelled(words, self.magnitudes)
            if value is not None:
                closing = []
                while len(closing) < len(words) and words[-1 - len(closing)] in self.magnitudes:
                    closing.insert(0, self.magnitudes[words[-1 - len(closing)]])
                return cut, value, tuple(prod(closing[k:]) for k in range(len(closing)))
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

    def with_part(self, text: str, end: int) -> tuple[int, Decimal] | None:
        """ "... and a half" behind a number: where it ends, and its value."""
        if text[end : end + 1] not in (" ", "-") or text[end + 1 : end + 4].lower() != "and":
            return None
        found = self.and_part.match(text, end)
        part = self._part(found[1], found[2] or found[3]) if found else None
        return (found.end(), part) if part else None
