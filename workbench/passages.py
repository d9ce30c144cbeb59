"""Passages: the paragraphs of a text with their heading, themes and actors, and why."""

from __future__ import annotations

from typing import NamedTuple

from workbench import cues, sentences
from workbench.codebook import Codebook


class Passage(NamedTuple):
    """A paragraph. ``cues`` are the words that earned its themes and actors, with offsets."""

    start: int
    end: int
    heading: str | None
    themes: list[str]
    actors: list[str]
    cues: list[dict]


def find(clean: str, book: Codebook) -> list[Passage]:
    """The passages of a clean text, in order; a heading belongs to what follows it.

    >>> from workbench import codebook
    >>> text = "Money\\n\\nKyiv needs aid of $5bn. Moscow keeps its army."
    >>> [(p.heading, p.themes, p.actors) for p in find(text, codebook.load())]
    [('Money', ['funding'], ['ukraine', 'russia'])]
    """
    matcher = cues.matcher(book, "theme", "actor")
    found: list[Passage] = []
    heading, start = None, 0
    while start < len(clean):
        end = clean.find("\n", start)
        end = len(clean) if end < 0 else end
        span = sentences.strip(clean, start, end)
        start = end + 1
        if span.end <= span.start:
            continue
        line = clean[span.start : span.end]
        if sentences.is_heading(line):
            heading = line.strip("*# ")
            continue
        found.append(Passage(span.start, span.end, heading, *_tags(line, span.start, matcher)))
    return found


def _tags(text: str, offset: int, matcher: cues.Matcher):
    tokens = cues.tokenise(text)
    themes: dict[str, None] = {}
    actors: dict[str, None] = {}
    reasons = []
    for hit in matcher.find(text, tokens):
        kind = hit.family
        (themes if kind == "theme" else actors)[hit.entry.id] = None
        a, b = tokens.starts[hit.first], tokens.ends[hit.last - 1]
        reasons.append(
            {
                "label": kind,
                "start": a + offset,
                "end": b + offset,
                "text": text[a:b],
                "rule": f"{kind}.{hit.entry.id}",
            }
        )
    return list(themes), list(actors), reasons
