"""Numbers worth reading: one pass of an Aho-Corasick automaton over a document.

Most sentences hold no figure. A sentence is worth reading where a counted noun, a currency, a
plan's points or a word of losses and forces stands in it beside a number; the grammar then reads
only that. Nothing is lost: a test compares with the reading of every sentence.
"""

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
from workbench.text.vocabulary import phrases

BEFORE = 130  # further back than any counted noun stands from its number
DIGITS = "0123456789"
BEHIND = re.compile(rf"(?:[0-9][0-9.,']{{0,24}}|[a-z]+)[{SPACES}-]?([a-z]{{1,6}})(?![a-z])")
CONTEXT = {("context", "bare"), ("context", "gdp"), ("role", "casualties")}


class Scan(NamedTuple):
    """Offsets in one text, in order."""

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
        scales = {m.lower() for w in words if w.kind == "magnitude" for m in w.match}
        numbers = set(VULGAR) | {m for w in words if w.kind != "magnitude" for m in w.match}
        numbers |= {m for m in scales if len(m) > 3}
        cues = [c for c in book.all("cue") if (c.label, c.gives) in CONTEXT]
        counted = [
            *phrases(book, "unit", "match"),
            *phrases(book, "currency", "after", "match"),
            *(p.replace(" ~ ", " ") for c in cues for m in c.match for p in expand(m)),
            *(p for p in phrases(book, "actor", "adjectives") if p.endswith("s")),
        ]
        last = {_last(phrase) for phrase in counted}
        signs = {c for b in phrases(book, "currency", "before", "after") for c in b}
        signs = {c for c in signs if category(c) == "Sc"}
        things = {t for t in last if len(t) > 2 and t.isalpha()} | signs
        # Codes of two letters ("kr", "Hr") stand in every second word; they are looked for
        # beside a digit only.
        money = numbers_of(book).money
        self.codes = {t for t in last if t.isalpha() and len(t) < 4}
        self.codes |= {form.lower() for form in money.before if form.isalpha()}
        self.codes -= {form.lower() for form in money.weak}  # money with a magnitude only
        self.codes |= {m for m in scales if len(m) < 4}
        self.words = [*DIGITS, *sorted(numbers), *sorted(things - numbers)]
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
                    near = low[max(start - 9, 0) : start].split()
                    if near and near[-1].rstrip(".") in codes:
                        things.append(start)
                last = end
                continue
            if start and low[start - 1].isalpha() and low[start].isalpha():
                continue
            if index >= first_thing:
                things.append(start)
            elif end == n or not low[end].isalpha():
                numbers.append(start)
                if index in both:
                    things.append(start)
        # A short code or magnitude behind the number: "5 kr", "600k", "sixty UAH".
        coded = [k for k in numbers if (m := BEHIND.match(low, k)) and m[1] in codes]
        return Scan(numbers, sorted(things + coded) if coded else things)


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
