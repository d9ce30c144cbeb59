"""Which war a text, a passage, a figure is about: by the names that belong to one war alone.

Every name of the codebook's conflicts (their lands, sides, towns, missions, plans) speaks for its
conflict, the less the more conflicts have it. A text is about those that are named most; a figure
about the one named nearest in its sentence, else in what stands before it, else that of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

from workbench.claims import naming
from workbench.codebook import Codebook, cues
from workbench.codebook.cues import Matcher
from workbench.text import View

# How much a name says. A land is named by whoever sends or gives something too ("Ukraine sent
# instructors"): what stands "in Ukraine" is of its war.
STRENGTH = {"name": 4, "places": 3, "groups": 3, "plans": 3}
LAND = {"name": 2, "people": 2, "adjectives": 1}
SURE = 3
LEAST, MOST = 2, 12  # what a text has to reach in sum, a short one and a long one
WORDS = 100  # of a text, for which one more is asked
SHARE = 0.3  # of the first conflict of a text, for it to be about another too
FAR = 60  # letters between a figure and a name of a war that the text is not about
CLAUSE = 30  # letters that a comma or "and" counts for
STRONG = 15  # letters that a point of strength outweighs
OPENING = 12  # letters of a sentence: a name there holds for all of it


class Named(NamedTuple):
    """A name at its place in the source, and the conflict that it speaks for."""

    start: int
    end: int
    conflict: str
    strength: float


class Conflicts:
    """The conflicts of one text; ``named``: what the text calls one that the codebook has not.

    >>> from workbench import codebook, text
    >>> source = "Kyiv needs $60bn. In Gaza 20 hostages came home.\\nMoscow has 700,000 men."
    >>> told = Conflicts(text.view(source, codebook.load()), codebook.load())
    >>> told.document, told.of_figure(26, 28, 18, 48), told.of_figure(61, 68, 50, 72)
    (['ukraine'], 'gaza', 'ukraine')
    """

    def __init__(self, seen: View, book: Codebook):
        self.text = seen.text
        self.source = seen.source
        tokens = cues.tokenise(seen.text)
        hits = _matcher(book).find(seen.text, tokens)
        self.names = _names(hits, tokens, seen, book)
        self.starts = [name.start for name in self.names]
        self.blocks = [(*seen.place(b.start, b.end), b) for b in seen.blocks]
        self.block_starts = [block[0] for block in self.blocks]
        size = len(tokens.words) // WORDS
        at_war = sum(word in book.words("conflict_words") for word in tokens.words) >= size
        total: Counter = Counter()
        for name in self.names:
            total[name.conflict] += name.strength
        first = max(total.values(), default=0)
        least = max(min(LEAST + size, MOST), SHARE * first)
        told = [c for c, n in sorted(total.items(), key=lambda x: -x[1]) if n >= least]
        self.document = told if at_war else []
        self.named: list[str] = []
        if at_war and (called := naming.called(seen.text, tokens, hits, book)):
            if called.weight > first or not told:
                self.named, self.document = called.names, [called.names[0]]

    def of_figure(self, start: int, end: int, sentence: int, sentence_end: int) -> str | None:
        """The conflict of a figure of a sentence, all at places of the source."""
        told = [n for n in self._within(sentence, sentence_end) if self._speaks(n)]
        if told:
            before = [n for n in told if n.start < start]
            opens = before[:1] if before and before[0].start - sentence < OPENING else []
            frame = opens if {n.conflict for n in before} == {n.conflict for n in opens} else []
            costs = [(self._cost(n, start, end, n in frame), k) for k, n in enumerate(told)]
            cost, best = min(costs)
            if told[best].conflict in self.document or cost <= FAR:
                return told[best].conflict
        return self._around(sentence)

    def of_passage(self, start: int, end: int) -> str | None:
        """The conflict of a block of the text."""
        return self._alone(start, end) or self._around(start)

    def _within(self, start: int, end: int) -> list[Named]:
        return self.names[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _speaks(self, name: Named) -> bool:
        """Whether a name tells what a figure is of: any of the text's wars, a sure one of others."""
        return name.strength >= (1 if name.conflict in self.document else SURE)

    def _cost(self, name: Named, start: int, end: int, frames: bool) -> float:
        """How far a name is from a figure, in letters."""
        left, right = (name.end, start) if name.start < start else (end, name.start)
        between = self.source[left:right]
        far = len(between) + CLAUSE * sum(map(between.count, (",", ";", " and ", " while ")))
        return (OPENING if frames else far) - STRONG * name.strength

    def _alone(self, start: int, end: int, least: int = 2) -> str | None:
        """The one conflict that a stretch speaks of; of one foreign to the text, twice."""
        told = Counter(n.conflict for n in self._within(start, end) if self._speaks(n))
        if not told:
            return None
        ours = [c for c in told if c in self.document]
        (best, times), *others = told.most_common()
        if ours:
            return ours[0] if len(ours) == 1 else None
        return best if times >= least and not others else None

    def _around(self, start: int) -> str | None:
        """The conflict of what stands before a place: the paragraph, its list's head, the heading,
        and in a text on several wars the paragraphs before."""
        number = bisect_left(self.block_starts, start + 1) - 1
        if number < 0:
            return self._first()
        begin, _, block = self.blocks[number]
        if found := self._alone(begin, start):
            return found
        if block.head is not None and (found := self._alone(*self.blocks[block.head][:2])):
            return found
        if len(self.document) < 2 and not any(n.strength >= SURE for n in self.names):
            return self._first()
        for begin, end, block in reversed(self.blocks[:number]):
            if block.kind != "heading" and len(self.document) < 2:
                continue
            if found := self._alone(begin, end, 1 if block.kind == "heading" else 2):
                return found
            if block.kind == "heading" and len(self.document) < 2:
                break
        return self._first()

    def _first(self) -> str | None:
        return self.document[0] if self.document else None


@lru_cache(maxsize=8)
def _known(book: Codebook) -> dict[str, list[tuple[str, bool]]]:
    """For each actor the conflicts that it belongs to, and whether they are fought in its land."""
    found = defaultdict(list)
    for conflict in book.all("conflict"):
        for party in conflict.theatre:
            found[party].append((conflict.id, True))
        for party in conflict.parties:
            found[party].append((conflict.id, False))
    return found


@lru_cache(maxsize=8)
def _matcher(book: Codebook) -> Matcher:
    return cues.matcher(book, "actor", "conflict")


def _names(hits: list, tokens, seen: View, book: Codebook) -> list[Named]:
    """The names of conflicts in a text, in order."""
    known, places = _known(book), defaultdict(list)
    behind = book.words("conflict_place")
    for hit in hits:
        if hit.family == "conflict":
            places[hit.first, hit.last].append((hit.entry.id, STRENGTH[hit.part]))
        elif hit.entry.id in known:
            there = hit.first > 0 and tokens.words[hit.first - 1] in behind
            for conflict, home in known[hit.entry.id]:
                strength = LAND[hit.part] if home else LAND[hit.part] / 2
                if home and (hit.entry.kind == "armed_group" or there and hit.part == "name"):
                    strength = SURE
                places[hit.first, hit.last].append((conflict, strength))
    heads = {b.start: b.end for b in seen.blocks if b.kind == "heading"}
    found = []
    for (first, last), told in places.items():
        if heads.get(tokens.starts[first]) == tokens.ends[last - 1]:  # "Sudan" over a section
            told = [(conflict, STRENGTH["name"]) for conflict, _ in told]
        start, end = seen.place(tokens.starts[first], tokens.ends[last - 1])
        found += [Named(start, end, conflict, n / len(told)) for conflict, n in told]
    return sorted(found)
