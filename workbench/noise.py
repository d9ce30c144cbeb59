"""Noise: spans to mask, by the rules of the codebook. The source itself is never edited."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workbench.codebook import Codebook


class Masked(NamedTuple):
    """A half-open span of noise with its kind and the rule that found it."""

    start: int
    end: int
    kind: str
    rule: str


@lru_cache(maxsize=8)
def _rules(book: Codebook) -> list:
    rows = []
    for entry in book.all("noise"):
        for pattern in entry.match:
            if entry.where == "line":
                pattern = rf"^[ \t]*(?:{pattern})[ \t]*$"
            elif entry.where == "first_line":
                pattern = rf"\A\s{{0,20}}(?:{pattern})"
            bars = [re.compile(p) for p in entry.exclude]
            rows.append((entry, re.compile(pattern, re.MULTILINE), bars))
    return rows


@lru_cache(maxsize=8)
def _warnings(book: Codebook) -> list:
    return [(w.gives, re.compile(p, re.MULTILINE)) for w in book.all("warning") for p in w.match]


# A rule looks at lines of prose; a converted line of a megabyte is read in pieces of this size,
# so that no pattern can run over all of it again and again.
PIECE = 20_000


def find(text: str, book: Codebook) -> list[Masked]:
    """The spans to mask, in order, without overlaps; a span never holds a line break.

    >>> from workbench import codebook
    >>> text = "The cost is real.. Find out more about defense capacity guide."
    >>> [(text[m.start:m.end], m.kind) for m in find(text, codebook.load())]
    [('. Find out more about defense capacity guide.', 'search_engine_insertion')]
    """
    low = text.lower()
    found: list[Masked] = []
    for entry, pattern, bars in _rules(book):
        if entry.trigger and not any(word in low for word in entry.trigger):
            continue
        places = _places(low, entry, text)
        for left, right in places:
            for match in pattern.finditer(text, left, right):
                start, end = match.span()
                while start < end and text[start] in " \t\r\n":
                    start += 1
                if end == start or "\n" in text[start:end]:
                    continue
                if any(bar.search(text, start, end) for bar in bars):
                    continue
                found.append(Masked(start, end, entry.kind, entry.id))
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Masked] = []
    for m in found:
        if kept and m.start < kept[-1].end:
            if m.end > kept[-1].end:
                kept.append(m._replace(start=kept[-1].end))
            continue
        kept.append(m)
    return kept


def _places(low: str, entry, text: str) -> list[tuple[int, int]]:
    """The lines that hold a trigger (or the head of the text), cut into pieces."""
    if entry.where == "first_line":
        return [(0, min(len(text), 600))]
    if not entry.trigger or len(low) != len(text):
        return [(i, min(len(text), i + PIECE)) for i in range(0, len(text), PIECE)]
    lines = set()
    for word in entry.trigger:
        at = low.find(word)
        while at >= 0:
            start = low.rfind("\n", 0, at) + 1
            end = low.find("\n", at)
            end = len(low) if end < 0 else end
            if end - start > PIECE:
                start = max(start, at - 500)
                end = min(end, at + PIECE)
            lines.add((start, end))
            at = low.find(word, max(end, at + 1))
    return sorted(lines)


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
            if gives not in told and any(pattern.search(piece) for piece in _short(text)):
                told.append(gives)
    return told


def _short(text: str):
    """The text in pieces without very long lines."""
    if len(text) <= PIECE:
        yield text
        return
    for i in range(0, len(text), PIECE):
        yield text[i : i + PIECE + 400]
