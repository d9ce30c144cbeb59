"""Noise: spans to mask, by the rules of the codebook. The source itself is never edited."""

from __future__ import annotations

import re
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


# A rule looks at lines of prose; a converted line of a megabyte is read in pieces of this size,
# so that no pattern can run over all of it again and again.
PIECE = 20_000
LINE = 2_000  # longer lines are not remembered


class Rules:
    """The noise rules of a codebook: patterns, and one automaton for the words that call them."""

    def __init__(self, book: Codebook):
        self.patterns: list[tuple[Noise, re.Pattern, list[re.Pattern]]] = []
        self.always: list[int] = []
        words: dict[str, list[int]] = {}
        for entry in book.all("noise"):
            for pattern in entry.match if entry.where != "section" else ():
                if entry.where == "line":
                    pattern = rf"^[ \t]*(?:{pattern})[ \t]*$"
                elif entry.where == "first_line":
                    pattern = rf"\A\s{{0,20}}(?:{pattern})"
                bars = [re.compile(p) for p in entry.exclude]
                number = len(self.patterns)
                self.patterns.append((entry, re.compile(pattern, re.MULTILINE), bars))
                for word in entry.trigger:
                    words.setdefault(word, []).append(number)
                if not entry.trigger:
                    self.always.append(number)
        self.called = list(words.values())
        self.automaton = (
            AhoCorasick(list(words), implementation=Implementation.DFA) if words else None
        )

    def places(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """For each pattern the lines (or pieces of very long lines) that it has to look at."""
        found: dict[int, dict[tuple[int, int], None]] = {n: {} for n in self.always}
        for n in self.always:
            if self.patterns[n][0].where == "first_line":
                found[n][0, min(len(text), 600)] = None
            else:
                for i in range(0, len(text), PIECE):
                    found[n][i, min(len(text), i + PIECE)] = None
        if self.automaton is None:
            return {n: list(p) for n, p in found.items()}
        low = fold(text)
        start, end = 0, -1
        for word, at, _ in self.automaton.find_matches_as_indexes(low):
            if at > end:
                start = text.rfind("\n", 0, at) + 1
                end = text.find("\n", at)
                end = len(text) if end < 0 else end
            piece = start, end
            if end - start > PIECE:
                left = max(start, at - at % (PIECE // 2) - 500)
                piece = left, min(end, left + PIECE)
            for n in self.called[word]:
                found.setdefault(n, {})[piece] = None
        return {n: list(p) for n, p in found.items()}


@lru_cache(maxsize=8)
def _rules(book: Codebook) -> Rules:
    return Rules(book)


@lru_cache(maxsize=8)
def _warnings(book: Codebook) -> list:
    return [(w.gives, re.compile(p, re.MULTILINE)) for w in book.all("warning") for p in w.match]


def find(text: str, book: Codebook) -> list[Masked]:
    """The spans to mask, in order, without overlaps; a span never holds a line break.

    >>> from workbench import codebook
    >>> text = "The cost is real.. Find out more about defense capacity guide."
    >>> [(text[m.start:m.end], m.kind) for m in find(text, codebook.load())]
    [('. Find out more about defense capacity guide.', 'search_engine_insertion')]
    """
    rules = _rules(book)
    found: list[Masked] = []
    for number, places in rules.places(text).items():
        entry, pattern, bars = rules.patterns[number]
        for left, right in places:
            if right - left < LINE and (not left or text[left - 1] == "\n"):
                spans = _in_line(book, number, text[left:right], left > 0)
            else:
                spans = tuple(_spans(pattern, bars, text, left, right))
                left = 0
            for start, end in spans:
                found.append(Masked(left + start, left + end, entry.kind, entry.id))
    found = disjoint(found)
    for start, end, rule in furniture.find(text, mask(text, found), book):
        found.append(Masked(start, end, "boilerplate", rule))
    return disjoint(found)


def disjoint(found: list[Masked]) -> list[Masked]:
    """In order and without overlaps: what begins first stays whole."""
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Masked] = []
    for m in found:
        if kept and m.start < kept[-1].end:
            if m.end > kept[-1].end:
                kept.append(m._replace(start=kept[-1].end))
            continue
        kept.append(m)
    return kept


# Boilerplate stands in many documents, word for word; a line of it is searched once.
@lru_cache(maxsize=4096)
def _in_line(book: Codebook, number: int, line: str, later: bool) -> tuple[tuple[int, int], ...]:
    """What one pattern finds in a line; ``later``: the line has a line before it."""
    _, pattern, bars = _rules(book).patterns[number]
    spans = _spans(pattern, bars, "\n" * later + line, later, later + len(line))
    return tuple((start - later, end - later) for start, end in spans)


def _spans(pattern: re.Pattern, bars: list[re.Pattern], text: str, left: int, right: int):
    for match in pattern.finditer(text, left, right):
        start, end = match.span()
        while start < end and text[start] in " \t\r\n":
            start += 1
        if end == start or "\n" in text[start:end]:
            continue
        if not any(bar.search(text, start, end) for bar in bars):
            yield start, end


def mask(text: str, spans: list[Masked]) -> str:
    """The text with every masked span replaced by spaces: same length, same offsets."""
    if not spans:
        return text
    parts, at = [], 0
    for m in spans:
        parts += [text[at : m.start], " " * (m.end - m.start)]
        at = m.end
    return "".join([*parts, text[at:]])


def warnings(text: str, spans: list[Masked], book: Codebook) -> list[str]:
    """Warnings that the text itself gives: kinds of noise, lists lost in conversion."""
    kinds = {m.kind for m in spans}
    told = []
    if "machine_artifact" in kinds:
        told.append("machine_artifact")
    if "search_engine_insertion" in kinds:
        told.append("search_engine_insertions")
    if ":" in text:
        for gives, pattern in _warnings(book):
            # In pieces: a very long line would be searched again and again.
            pieces = (text[i : i + PIECE + 400] for i in range(0, len(text), PIECE))
            if gives not in told and any(map(pattern.search, pieces)):
                told.append(gives)
    return told
