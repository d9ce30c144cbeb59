"""Places worth reading: one pass of an Aho-Corasick automaton over a document.

Most sentences hold no figure. A number is worth reading where a counted noun, a currency, a plan's
points or a word of losses and forces stands near it; the grammar then reads only its sentence.
The windows are wider than any noun may stand off, so that nothing is lost: a test compares with
the reading of every sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from workbench.codebook import Codebook, expand
from workbench.codebook.cues import fold
from workbench.numbers import grammar as numbers_of
from workbench.numbers.numerals import SPACES, VULGAR

BEFORE, AFTER = 130, 110
DIGITS = "0123456789"


class Scan(NamedTuple):
    """Offsets in one text, in order."""

    places: list[int]  # of numbers that have something countable near
    numbers: list[int]  # of all numbers
    things: list[int]  # of what may be counted, currencies and codes among it

    def counts(self, start: int, end: int) -> bool:
        """Whether an interval has something that may be counted: no figure goes without."""
        k = bisect_left(self.things, start)
        return k < len(self.things) and self.things[k] < end


class Scanner:
    """The automaton of one codebook, made once."""

    def __init__(self, book: Codebook):
        words = [w for w in book.all("word") if w.id != "cent" and not w.id.startswith("glued.")]
        large = [w for w in words if w.kind == "magnitude"]
        numbers = set(VULGAR) | {m for w in words if w.kind != "magnitude" for m in w.match}
        numbers |= {m.lower() for w in large for m in w.match if len(m) > 3}
        things: set[str] = set()
        signs: set[str] = set()
        for unit in book.all("unit"):
            things |= {_last(p) for m in unit.match for p in expand(m)}
        for money in book.all("currency"):
            things |= {_last(p) for m in (*money.after, *money.match) for p in expand(m)}
            things |= {b.lower() for b in money.before if b.isalpha() and b != money.id}
            signs |= {c for b in (*money.before, *money.after) for c in b if category(c) == "Sc"}
        for cue in book.all("cue"):
            if (cue.label, cue.gives) in CONTEXT:
                things |= {_last(p.replace(" ~ ", " ")) for m in cue.match for p in expand(m)}
        for actor in book.all("actor"):
            things |= {_last(p) for m in actor.adjectives for p in expand(m) if p.endswith("s")}
        # Codes of two letters ("kr", "Hr") stand in every second word; they are looked for
        # beside a digit only.
        things |= signs
        self.codes = {t.rstrip(".") for t in things if t.rstrip(".").isalpha() and len(t) < 4}
        money_signs = numbers_of(book).money
        self.codes |= {f.lower() for f in money_signs.before if f.isalpha()}
        self.codes -= {f.lower() for f in money_signs.weak}  # money with a magnitude only
        things = {t for t in things if len(t) > 2 and t.isalpha() or t in signs} - numbers
        scales = {m.lower() for w in large for m in w.match}
        self.codes |= {m for m in scales if len(m) < 4}
        self.words = [*DIGITS, *sorted(numbers), *sorted(things)]
        self.first_thing = len(DIGITS) + len(numbers)
        self.both = {i for i, w in enumerate(self.words) if w in scales}
        self.automaton = AhoCorasick(
            self.words, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )

    def places(self, text: str) -> Scan:
        """Where the numbers of a text stand, and what may be counted."""
        low = fold(text)
        numbers: list[int] = []
        things: list[int] = []
        n, last, first_thing, both, codes = len(low), -2, self.first_thing, self.both, self.codes
        for index, start, end in self.automaton.find_matches_as_indexes(low):
            if index < 10:
                if start != last:
                    numbers.append(start)
                    near = low[start - 9 if start > 9 else 0 : start].split()
                    if near and near[-1].rstrip(".") in codes:
                        things.append(start)
                last = end
                continue
            if start and low[start - 1].isalpha() and low[start].isalpha():
                if index < first_thing or not low[start - 1].isdigit():
                    continue
            if index >= first_thing:
                things.append(start)
            elif end == n or not low[end].isalpha():
                numbers.append(start)
                if index in both:
                    things.append(start)
        return self._near(low, numbers, things)

    def _near(self, low: str, numbers: list[int], things: list[int]) -> Scan:
        """The numbers that have something countable near."""
        found, coded = [], []
        size, k = len(things), 0
        for at in numbers:
            while k < size and things[k] < at - BEFORE:
                k += 1
            code = self._code_after(low, at)
            if code:
                coded.append(at)
            if code or k < size and things[k] <= at + AFTER:
                found.append(at)
        return Scan(found, numbers, sorted(things + coded) if coded else things)

    def _code_after(self, low: str, at: int) -> bool:
        """A short code or magnitude behind the number: "5 kr", "600k", "sixty UAH"."""
        tail = BEHIND.match(low, at)
        return tail is not None and tail.group(1) in self.codes


BEHIND = re.compile(rf"(?:[0-9][0-9.,']{{0,24}}|[a-z]+)[{SPACES}-]?([a-z]{{1,6}})(?![a-z])")
CONTEXT = {("context", "bare"), ("context", "gdp"), ("role", "casualties")}


def _last(phrase: str) -> str:
    """The last word of a phrase, lower case: "armoured vehicle" is found by "vehicle".

    One of two letters would stand everywhere: "call up" is found by "call".
    """
    words = re.findall(r"[^\W\d_]+|[^\w\s]", phrase.lower())
    long = [word for word in words if len(word) > 2]
    return (long or words or [""])[-1]


@lru_cache(maxsize=8)
def scanner(book: Codebook) -> Scanner:
    """The scanner of a codebook, made once."""
    return Scanner(book)
