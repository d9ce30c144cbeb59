"""What a sentence leaves open and its surroundings say: the heading, then the sentence before.

Only a role that no word of the sentence gives, and an actor that the sentence names by "it" or
"they", are looked for. The cue that is kept stands at its own place, outside the sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.claims import figures
from workbench.claims.nouns import nouns
from workbench.claims.reading import Noun, Sentence
from workbench.codebook import Codebook
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


# Sentences before that are looked through for a noun
BACK = 3
ITEMS = 12
ITEM = re.compile(
    r"\s*(?:[-–—•*·]|\(?(?:\d{1,2}|[a-z]|[ivxIVX]{1,4}(?:\.\d)?)[.)])\s|"
    # "Early 2025: some 11,000", "Lyman – 19"
    r"[^\n.!?:]{1,40}(?::|\s[–—-])\s(?:[^\n.]|\.\d)*$",
    re.M,
)


def nouns_around(text: str, start: int, book: Codebook) -> tuple[Noun, ...]:
    """What is counted in the text before a sentence, for numbers that have no noun in it.

    The head of a list, else the nearest of the sentences before it in its paragraph, else the
    heading. Offsets are the sentence's, below 0.

    >>> from workbench import codebook
    >>> text = "Rifles were handed in. Monitors registered 312."
    >>> [(noun.unit, noun.text, noun.start) for noun in nouns_around(text, 23, codebook.load())]
    [('rifle', 'Rifles', -23)]
    """
    line = sentences.paragraph(text, start)
    earlier = [s for s in sentences.split(text, line.start, start) if s.end <= start]
    places = [(i, span) for i, span in enumerate(reversed(earlier[-BACK:]), 1)]
    listed = _list(text, line)
    places += [(0, item) for item in listed]
    if earlier and text[earlier[-1].end - 1] == "?":
        places[0] = (0, earlier[-1])  # "How many instructors? Eighty, said Paris."
    places += [] if listed else [(1, s) for s in surroundings(text, line.start)[:1]]
    for back, span in places:
        found = _nouns(text[span.start : span.end], book, not back)
        if found:
            shift = span.start - start
            return tuple(
                [n._replace(start=n.start + shift, end=n.end + shift, back=back) for n in found]
            )
    return ()


def _list(text: str, line: sentences.Span) -> list[sentences.Span]:
    """The items over an item of a list, the nearest first, and the line that they stand under."""
    found: list[sentences.Span] = []
    while ITEM.match(text, line.start) and len(found) < ITEMS:
        above = text.rfind("\n", 0, line.start)
        while above > 0 and text[above - 1] == "\n":
            above -= 1
        if above <= 0:
            break
        line = sentences.paragraph(text, above - 1)
        found.append(line)
    return found


@lru_cache(maxsize=1024)
def _nouns(text: str, book: Codebook, listed: bool) -> tuple[Noun, ...]:
    """The counted nouns and the sums of a sentence; of a list's line also its army or force."""
    s = figures.read(text, book)
    bare = [s.span(hit) for hit in s.of("context:bare")] if listed else []
    sums = [
        Noun(f.unit, f.kind, "", f.start, f.end, "currency.shared", text[f.start : f.end],
             f.at, counted=True, value=f.high)
        for f in s.figures
        if f.kind in ("money", "share", "point")
    ]  # fmt: skip
    at = [(*span, "context.bare", text[slice(*span)]) for span in bare[:1]]
    people = tuple([Noun("person", "person", "", *told) for told in at])
    return tuple(sorted(nouns(s) + sums, key=lambda noun: noun.start)) or people


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
