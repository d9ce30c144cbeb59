"""Noise: spans to mask, by the rules of the codebook. The source itself is never edited."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from workbench.codebook import Codebook, Noise
from workbench.codebook.tokens import fold
from workbench.text import furniture


class Masked(NamedTuple):
    """A half-open span of noise with its kind and the rule that found it."""

    start: int
    end: int
    kind: str
    rule: str


# No pattern can run over all of a very long line again and again: it is read in such pieces.
PIECE = 20_000
PIECES = re.compile(rf"[^\n]{{1,{PIECE}}}")
FIRST = 600  # no further than this a first line is looked for
FRAMES = {
    "anywhere": "(?m:%s)",
    "line": r"(?m:^[ \t]*(?:%s)[ \t]*$)",
    "first_line": r"(?m:\A\s{0,20}(?:%s))",
}
WARNED = {
    "machine_artifact": "machine_artifact",
    "search_engine_insertion": "search_engine_insertions",
}


class Rules:
    """The noise rules of a codebook: patterns, and one automaton for the words that call them."""

    def __init__(self, book: Codebook):
        self.rules: list[tuple[Noise, re.Pattern, list[re.Pattern]]] = []
        called: dict[str, list[int]] = {}
        for entry in book.all("noise"):
            if entry.where in FRAMES:
                for word in entry.trigger or [""]:
                    called.setdefault(word, []).append(len(self.rules))
                pattern = re.compile(FRAMES[entry.where] % "|".join(entry.match))
                self.rules.append((entry, pattern, [re.compile(p) for p in entry.exclude]))
        self.always = called.pop("", [])
        self.called = list(called.values())
        self.automaton = AhoCorasick([*called], implementation=Implementation.DFA)

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The lines (or pieces of very long lines) that a rule has to look at, by its number."""
        pieces = [piece.span() for piece in PIECES.finditer(text)]
        for number in self.always:
            first = self.rules[number][0].where == "first_line"
            yield from ((number, *piece) for piece in ([(0, FIRST)] if first else pieces))
        found: dict[tuple[int, int, int], None] = {}
        for word, at, _ in self.automaton.find_matches_as_indexes(fold(text)):
            piece = pieces[bisect_right(pieces, (at, len(text))) - 1]
            found.update(dict.fromkeys((number, *piece) for number in self.called[word]))
        yield from found


@lru_cache(maxsize=8)
def _rules(book: Codebook) -> Rules:
    return Rules(book)


def find(text: str, book: Codebook) -> list[Masked]:
    """The spans to mask, in order, without overlaps; a span never holds a line break.

    >>> from workbench import codebook
    >>> text = "The cost is real.. Find out more about defense capacity guide."
    >>> [(text[m.start:m.end], m.kind) for m in find(text, codebook.load())]
    [('. Find out more about defense capacity guide.', 'search_engine_insertion')]
    """
    rules = _rules(book)
    found: list[Masked] = []
    for number, left, right in rules.places(text):
        entry, pattern, bars = rules.rules[number]
        for match in pattern.finditer(text, left, right):
            start, end = match.end() - len(match[0].lstrip()), match.end()
            if start < end and "\n" not in text[start:end]:
                if not any(bar.search(text, start, end) for bar in bars):
                    found.append(Masked(start, end, entry.kind, entry.id))
    found = disjoint(found)
    for start, end, rule in furniture.find(text, mask(text, found), book):
        found.append(Masked(start, end, "boilerplate", rule))
    return disjoint(found)


def disjoint(found: list[Masked]) -> list[Masked]:
    """In order and without overlaps: what begins first stays whole."""
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Masked] = []
    for m in found:
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
        elif m.end > kept[-1].end:
            kept.append(m._replace(start=kept[-1].end))
    return kept


def mask(text: str, spans: list[Masked]) -> str:
    """The text with every masked span replaced by spaces: same length, same offsets."""
    parts, at = [], 0
    for m in spans:
        parts += [text[at : m.start], " " * (m.end - m.start)]
        at = m.end
    return "".join([*parts, text[at:]])


def warnings(text: str, spans: list[Masked], book: Codebook) -> list[str]:
    """Warnings that the text itself gives: kinds of noise, lists lost in conversion."""
    kinds = {m.kind for m in spans}
    told = [warning for kind, warning in WARNED.items() if kind in kinds]
    # In pieces: a very long line would be searched again and again.
    pieces = [text[i : i + PIECE + 400] for i in range(0, len(text), PIECE)]
    for entry in book.all("warning"):
        patterns = [book.pattern(f"(?m:{p})") for p in entry.match]
        if entry.gives not in told and any(p.search(piece) for p in patterns for piece in pieces):
            told.append(entry.gives)
    return told
