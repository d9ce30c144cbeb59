"""What surrounds a sentence: the heading, the sentence before, and what is counted there."""

import re
from functools import lru_cache

from workbench.claims import figures
from workbench.claims.nouns import nouns
from workbench.claims.reading import Noun
from workbench.codebook import Codebook
from workbench.text import sentences

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
