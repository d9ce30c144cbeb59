"""Passages: the blocks of a text with their heading, themes and actors, and why."""

from typing import NamedTuple

from workbench.codebook import Codebook, cues
from workbench.text import View


class Passage(NamedTuple):
    """A block. ``cues`` are the words that earned its themes and actors, with offsets."""

    start: int
    end: int
    kind: str
    heading: str | None
    themes: list[str]
    actors: list[str]
    cues: list[dict]


def find(seen: View, book: Codebook) -> list[Passage]:
    """The passages of a view, at its places, in order; a heading belongs to what follows it.

    >>> from workbench import codebook, text
    >>> book = codebook.load()
    >>> seen = text.view("Money\\n\\nKyiv needs aid\\nof $5bn. Moscow keeps its army.", book)
    >>> [(p.kind, p.heading, p.themes, p.actors) for p in find(seen, book)][1]
    ('paragraph', 'Money', ['funding'], ['ukraine', 'russia'])
    """
    matcher = cues.matcher(book, "theme", "actor")
    found: list[Passage] = []
    heading = None
    for block in seen.blocks:
        line = seen.text[block.start : block.end]
        told = _tags(line, block.start, matcher)
        found.append(Passage(block.start, block.end, block.kind, heading, *told))
        if block.kind == "heading":
            heading = line.strip("*# ")
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
