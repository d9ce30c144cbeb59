"""What a sentence leaves open and its surroundings say: the heading, then the sentence before.

Only a role that no word of the sentence gives, and an actor that the sentence names by "it" or
"they", are looked for. The cue that is kept stands at its own place, outside the sentence.
"""

from __future__ import annotations

from functools import lru_cache

from workbench.codebook import Codebook
from workbench.reading import Sentence
from workbench.text import sentences

# A cue that may speak for another sentence than its own says clearly what it is about.
CLEAR = 2.8
# Of casualties, training or soldiers' posts only people are counted, and of strikes only weapons.
PEOPLE = {"casualties", "training", "deployment", "strength"}
WEAPONS = {"strike", "materiel"}
NO_ACTOR = {"need", "damage"}


def roles_around(text: str, start: int, theme: str, unit: str, book: Codebook):
    """(role, start, end, rule) that the heading, or else the sentence before, gives; or None."""
    for span in surroundings(text, start):
        told = None
        for role, a, b, rule, themes in _roles(text[span.start : span.end], book):
            if theme in themes and not (unit != "person" and role in PEOPLE and theme == "force"):
                if not (unit == "person" and role in WEAPONS):
                    told = role, a + span.start, b + span.start, rule
        if told:
            return told
    return None


def actor_around(text: str, start: int, book: Codebook):
    """(actor, start, end, rule) where "it" or "they" of a sentence can mean one party only."""
    opening = text[start : start + 12].split(" ", 1)[0].lower()
    if opening not in book.words("context_subject"):
        return None
    for span in surroundings(text, start):
        found = _actors(text[span.start : span.end], book)
        if len({a for a, *_ in found}) == 1:
            actor, a, b = found[0]
            return actor, a + span.start, b + span.start, f"actor.{actor}"
    return None


def surroundings(text: str, start: int) -> list[sentences.Span]:
    """The heading over the paragraph of a sentence, and the sentence before it in the paragraph."""
    line = sentences.paragraph(text, start)
    found = []
    above = text.rfind("\n", 0, line.start)
    while above > 0 and not text[text.rfind("\n", 0, above) + 1 : above].strip():
        above = text.rfind("\n", 0, above)
    if above > 0:
        heading = sentences.paragraph(text, above - 1)
        if sentences.is_heading(text[heading.start : heading.end]):
            found.append(heading)
    if line.start < start < line.start + sentences.LONGEST * 4:
        before = [s for s in sentences.split(text, line.start, start) if s.end <= start]
        found += before[-1:]
    return found


@lru_cache(maxsize=1024)
def _roles(text: str, book: Codebook) -> tuple:
    s = Sentence(text, book)
    return tuple(
        (h.entry.gives, *s.span(h), h.entry.id, tuple(h.entry.themes))
        for h in s.of("role")
        if h.entry.weight >= CLEAR
    )


@lru_cache(maxsize=1024)
def _actors(text: str, book: Codebook) -> tuple:
    s = Sentence(text, book)
    return tuple((h.entry.id, *s.span(h)) for h in s.of("actor") if h.entry.kind != "place")
