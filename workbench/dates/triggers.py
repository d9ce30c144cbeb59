"""Where in a text a date may matter: one pass of an Aho-Corasick automaton for all that ask.

Most windows and most texts hold nothing that a day could be read from. The readers of this
package cost a hundred times what this pass does, so each asks here first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from workbench.dates.words import lower, words

# What a trigger is wanted for; one phrase may serve several.
STRONG, NEAR, MARK, FURNITURE, DAY, NAMED, SIDE = (1 << k for k in range(7))
GAP = r"[\s.,(–—-]*(?:(?:is|was|on|in|that is|i\.e\.|being|falls on|and)\s+)?(?:the\s+)?"
# Between the words of a named day: see words.phrase_end.
INNER = r"[\s'’.–-]*"
# Numbers that may be part of one: a year, an ordinal, 24.02.2022, ’22, 1990s, FY26, Q3.
DIGITS = re.compile(
    r"\d(?<!\d\d)(?:"
    r"(?<=[12])\d{3}(?!\d)|\d?(?:[./-]\d\d?[./-]\d\d|st\b|nd\b|rd\b|th\b)|(?<=[’']\d)\d(?!\d)"
    r"|(?<=\b[qhQH]\d)\b|(?<=\b[1-4])[qhQH]\b|(?<=[yY]\d)\d|(?<=[yY] \d)\d|\d{2}0s\b|\d?s\b"
    r"|\d{0,2},\d{3}th\b)"
)
LEFT, RIGHT, LONGEST = 36, 56, 60
WRITTEN = re.compile(r"\d(?=[./-]\d)")


class Triggers(NamedTuple):
    """Places in one text, each list in order of the text."""

    strong: list[int]  # words round which an expression may stand
    near: list[tuple[int, int]]  # phrases beside which the day of publication may stand
    furniture: list[tuple[int, int]]  # words that may begin a line of furniture
    days: list[int]  # words that a day is written with: months, named days, "day", anniversaries
    sides: list[tuple[int, int]]  # words that may be one side of a pair: "Monday", "ago", "year"


class Automaton:
    """The phrases of ``codebook/dates.toml``, compiled once."""

    def __init__(self):
        known = words()
        sets = known.sets
        roles: dict[str, int] = {}

        def add(phrases, role: int) -> None:
            for phrase in phrases:
                roles[phrase] = roles.get(phrase, 0) | role

        add(known.strong, STRONG)
        near = set(known.data["deictic"]) | sets["publication.now"] | sets["publication.as_of"]
        near |= {f"this {noun}" for noun in sets["publication.itself"]} | {"ago", "it is"}
        add((name for name in near if not name.startswith(("as of ", "as at "))), NEAR)
        add(sets["publication.marks"], MARK)
        kinds = ("line", "copyright", "clock", "teaser", "comments", "comments_counted")
        for kind in kinds:
            add(sets[f"furniture.{kind}"], FURNITURE)
        add((word for word, (tag, _) in known.look.items() if tag == "M"), DAY)
        add(("day", "anniversary"), DAY)
        named = {
            (first, *rest)
            for first, phrases in known.phrases.items()
            for rest, tag, _ in phrases
            if tag == "H"
        }
        add((parts[0] for parts in named if "day" not in parts), NAMED)
        add((word for word, (tag, _) in known.look.items() if tag in "WtUPgV"), SIDE)
        add(("now", "last", "next"), SIDE)
        self.roles = list(roles.values())
        self.automaton = AhoCorasick(list(roles), implementation=Implementation.DFA)
        self.named = re.compile("|".join(INNER.join(map(re.escape, p)) for p in sorted(named)))
        starts = {word for word, (tag, _) in known.look.items() if tag in "MWOP"}
        starts |= {parts[0] for parts in named}
        first = "|".join(sorted(map(re.escape, starts), key=len, reverse=True))
        self.other_side = re.compile(rf"{GAP}(?:[\d'’]|(?:{first})(?![^\W\d_]))")
        counts = "|".join(word for word, (tag, _) in known.look.items() if tag == "C")
        self.counted = re.compile(rf"[\s,&–-]*(?:\d|(?:{counts})(?![^\W\d_]))")


@lru_cache(maxsize=1)
def _automaton() -> Automaton:
    return Automaton()


# A text is asked several times in a row: for its day, its furniture, its conflicts.
@lru_cache(maxsize=2)
def triggers(text: str) -> Triggers:
    """The trigger words of a text.

    >>> triggers("They met today, on May 5.").days
    [19]
    """
    low, made = lower(text), _automaton()
    roles, size = made.roles, len(low)
    found: tuple[list, ...] = ([], [], [], [], [])
    strong, near, furniture, days, sides = found
    for index, start, end in made.automaton.find_matches_as_indexes(low, overlapping=True):
        role = roles[index]
        if end < size and _letter(low[end]):
            continue
        before = low[start - 1] if start else " "
        if role & FURNITURE:
            furniture.append((start, end))
        if before.isalpha():
            continue
        if role & DAY or role & NAMED and made.named.match(low, start):
            days.append(start)
        if role & SIDE:
            sides.append((start, end))
        if before.isalnum() or before == "_":
            continue
        if role & STRONG:
            strong.append((start, end))
        if role & NEAR:
            near.append((start, 0, end))
        if role & MARK and not (end < size and (low[end].isalnum() or low[end] == "_")):
            line = start
            while line and low[line - 1].isspace() and low[line - 1] != "\n":
                line -= 1
            if not line or low[line - 1] == "\n":
                near.append((line, 1, end))
    near.sort(key=lambda m: (m[0], m[1], -m[2]))
    days.sort()
    return Triggers(
        [start for start, _ in leftmost(strong)],
        leftmost([(start, end) for start, _, end in near], ordered=True),
        leftmost(furniture),
        days,
        sides,
    )


def _letter(c: str) -> bool:
    """Whether a character matches ``[^\\W\\d_]``."""
    return c.isalpha() or c.isalnum() and not c.isdecimal()


def leftmost(spans: list[tuple[int, int]], ordered: bool = False) -> list[tuple[int, int]]:
    """What a regular expression would find of overlapping spans: the first, and of those the
    longest, then on from its end.

    >>> leftmost([(3, 5), (0, 2), (0, 4)])
    [(0, 4)]
    """
    if not ordered:
        spans.sort(key=lambda span: (span[0], -span[1]))
    out, done = [], 0
    for span in spans:
        if span[0] >= done:
            out.append(span)
            done = span[1]
    return out


def has_day(text: str, start: int, stop: int) -> bool:
    """Whether a stretch has what no day goes without: a word of days, or a date in digits."""
    places = triggers(text).days
    k = bisect_left(places, start)
    return k < len(places) and places[k] < stop or WRITTEN.search(text, start, stop) is not None


def pairs(text: str) -> list[tuple[int, int]]:
    """Words beside which another expression may stand, or by which a day may be counted.

    >>> pairs("on Friday, 12 December"), pairs("on Friday they left; in December")
    ([(3, 9)], [])
    """
    low, made = lower(text), _automaton()
    return [
        (start, end)
        for start, end in triggers(text).sides
        if made.other_side.match(low, end)
        or "(" in low[max(start - 16, 0) : start]
        or low[start:end] == "day"
        and (_ordinal_before(low, start) or made.counted.match(low, end))
    ]


def _ordinal_before(low: str, end: int) -> bool:
    while end and low[end - 1].isspace():
        end -= 1
    return low[max(end - 2, 0) : end] in ("st", "nd", "rd", "th")


def windows(text: str):
    """Spans of text worth reading, widened to white space, merged, in order."""
    size, start, stop = len(text), 0, -1
    places = triggers(text).strong + [m.start() for m in DIGITS.finditer(text)]
    places.sort()
    for place in places:
        a, b = max(place - LEFT, 0), min(place + RIGHT, size)
        if a > stop:
            if stop >= 0:
                yield start, stop
            start = a
            while start > 0 and not text[start - 1].isspace() and a - start < LONGEST:
                start -= 1
        if b > stop:
            stop = b
            while stop < size and not text[stop].isspace() and stop - b < LONGEST:
                stop += 1
    if stop >= 0:
        yield start, stop
