"""Which war a text, a passage, a figure is about: by the names that belong to one war alone.

Every name of the codebook's conflicts (their lands, sides, towns, missions, plans) speaks for its
conflict, the less the more conflicts have it. A text is about those that are named most; a figure
about the one named nearest in its sentence, else in what stands before it, else that of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

from workbench.claims import naming
from workbench.codebook import Codebook, cues
from workbench.text import View

# How much a name says. A land is named by whoever sends or gives something too ("Ukraine sent
# instructors"): what stands "in Ukraine" is of its war.
STRENGTH = {"name": 4, "places": 3, "groups": 3, "plans": 3}
LAND = {"name": 2, "people": 2, "adjectives": 1}
SURE = 3
LEAST, MOST = 2, 10  # what a text has to reach in sum, and at most one more for each
WORDS = 100  # of its words; so many of these are of war and peace, in a text dense with them more
DENSE = 2
SINGLE = 8  # of a conflict that alone is named in its own land, for one place of the text to do
SHARE = 0.3  # of the first conflict of a text, for it to be about another too
FAR = 65  # letters to a name of a war that the text is not about
CLAUSE = 30  # letters that a comma or "and" counts for
STRONG = 35  # letters that a point of strength outweighs
NEAR, WIDE = 20, 1000  # names, letters that are looked at round a figure
CLEAR = 1.3  # times the second conflict of a text, for what says nothing to be of the first
OPENING = 20  # letters of a sentence: a name there holds for all of it


class Named(NamedTuple):
    """A name at its place in the source, and the conflict that it speaks for; ``home`` is false
    of a side that comes from elsewhere."""

    start: int
    end: int
    conflict: str
    strength: float
    home: bool


class Conflicts:
    """The conflicts of one text; ``named``: what the text calls one that the codebook has not.

    >>> from workbench import codebook, text
    >>> source = "Kyiv and Odesa wait. In Gaza 20 hostages came home. The army has 700,000 men."
    >>> told = Conflicts(text.view(source, codebook.load()), codebook.load())
    >>> told.document, told.of_figure(29, 31, 21, 51), told.of_figure(65, 72, 52, 77)
    (['ukraine', 'gaza'], 'gaza', 'ukraine')
    """

    def __init__(self, seen: View, book: Codebook):
        tokens = cues.tokenise(seen.text)
        hits = cues.matcher(book, "actor", "conflict").find(seen.text, tokens)
        self.source = seen.source
        self.names = _names(hits, tokens, seen, book)
        self.starts = [name.start for name in self.names]
        self.blocks = [(*seen.place(b.start, b.end), b) for b in seen.blocks]
        self.block_starts = [block[0] for block in self.blocks]
        size = len(tokens.words) // WORDS
        of_war = sum(map(book.words("conflict_words").__contains__, tokens.words))
        of_war += sum(_of_war(hit) for hit in hits)
        total = Counter()
        for name in self.names:
            total[name.conflict] += name.strength
        least = LEAST + min(size, 1 if of_war >= DENSE * size else MOST)
        self.document = self._of_text(total, least) if of_war >= size else []
        self.named: list[str] = []
        if of_war >= size:
            called = naming.called(seen.text, tokens, hits, book)
            if called.own and called.weight > max(map(total.get, self.document), default=0):
                self.document = [called.own]
            if not self.document or self.document == [called.own]:
                self.named = [called.own, *called.others]
        first, second = [*map(total.get, self.document[:2]), 0, 0][:2]
        self.several = bool(second) and first < CLEAR * second
        self.first = self.document[0] if self.document and not self.several else None
        self.above = self._carried()

    def _of_text(self, total: Counter, least: float) -> list[str]:
        """The conflicts that a text names enough and not in passing, the first most: at its head,
        in two places, or with both sides."""
        where, sides = defaultdict(set), defaultdict(set)
        lead = next((k for k, b in enumerate(self.blocks) if b[2].kind == "paragraph"), 0)
        for name in self.names:
            sides[name.conflict].add(name.home)
            number = self._block(name.start)
            heading = self.blocks[number][2].kind == "heading"
            where[name.conflict] |= {number, number + heading, -1 if number <= lead else number}
        at_home = [c for c in total if True in sides[c]]
        few = len(self.blocks) < 3 or len(at_home) == 1 and total[at_home[0]] > SINGLE
        spread = [c for c in at_home or total if few or len(where[c]) > 1 or len(sides[c]) > 1]
        least = max(least, SHARE * max(map(total.get, spread), default=0))
        return sorted((c for c in spread if total[c] >= least), key=lambda c: -total[c])

    def _carried(self) -> list[str | None]:
        """For each block the conflict of its heading; in a text on several, of the last block."""
        above, told = [], None
        for number, (*_, block) in enumerate(self.blocks):
            above.append(told)
            if block.kind == "heading":
                told = self._own(number)
            elif self.several:
                told = self._own(number) or told
        return above

    def _own(self, number: int) -> str | None:
        """The conflict that a block speaks of; a heading may do so once, but for a title."""
        begin, end, block = self.blocks[number]
        return self._alone(begin, end, 1 if number and block.kind == "heading" else 2)

    def _block(self, start: int) -> int:
        return max(0, bisect_right(self.block_starts, start) - 1)

    def of_figure(self, start: int, end: int, sentence: int, sentence_end: int) -> str | None:
        """The conflict of a figure of a sentence, all at places of the source."""
        near = self._within(sentence, start) + self._within(start, min(sentence_end, end + WIDE))
        told = [n for n in near if self._speaks(n)]
        if told:
            before = [n for n in told if n.start < start]
            opens = before[:1] if before and before[0].start - sentence < OPENING else []
            frame = opens if {n.conflict for n in before} == {n.conflict for n in opens} else []
            costs = [(self._cost(n, start, end, n in frame), k) for k, n in enumerate(told)]
            cost, best = min(costs)
            if told[best].conflict in self.document or cost <= FAR - STRONG * SURE:
                return told[best].conflict
        return self._around(sentence)

    def of_passage(self, number: int) -> str | None:
        """The conflict of a block of the text."""
        return self._own(number) or self._around(self.blocks[number][0])

    def _within(self, start: int, end: int) -> list[Named]:
        last = bisect_left(self.starts, end)
        return self.names[max(bisect_left(self.starts, start), last - NEAR) : last]

    def _speaks(self, name: Named) -> bool:
        """Whether a name tells what a figure is of: any of the text's wars, a sure one else."""
        return name.strength >= (1 if name.conflict in self.document else SURE)

    def _cost(self, name: Named, start: int, end: int, frames: bool) -> float:
        """How far a name is from a figure, in letters."""
        left, right = (name.end, start) if name.start < start else (end, name.start)
        between = self.source[left : min(right, left + WIDE)]
        far = right - left + CLAUSE * sum(map(between.count, (",", ";", " and ", " while ")))
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
        """The conflict of what stands before a place: in its block, at the head of its list, above
        it; else that of the text."""
        if not self.blocks:
            return self.first
        number = self._block(start)
        begin, _, block = self.blocks[number]
        head = self.blocks[block.head][:2] if block.head is not None else (0, 0)
        return self._alone(begin, start) or self._alone(*head) or self.above[number] or self.first


def _of_war(hit) -> bool:
    """Whether a name is a word of war itself: a town or a militia that the codebook has for one."""
    known = hit.family == "conflict"
    return hit.part in ("places", "groups") if known else hit.entry.kind == "armed_group"


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


def _names(hits: list, tokens, seen: View, book: Codebook) -> list[Named]:
    """The names of conflicts in a text, in order."""
    known, places = _known(book), defaultdict(list)
    behind = book.words("conflict_place")
    inside = {(k, h.entry.id) for h in hits if h.family == "conflict" for k in range(*h[2:4])}
    for hit in hits:
        if hit.family == "conflict":
            places[hit.first, hit.last].append((hit.entry.id, STRENGTH[hit.part], True))
        elif hit.entry.id in known:
            there = hit.first > 0 and tokens.words[hit.first - 1] in behind
            for conflict, home in known[hit.entry.id]:
                if (hit.first, conflict) in inside:  # "Ukraine" of "the war in Ukraine"
                    continue
                strength = LAND[hit.part] if home else LAND[hit.part] / 2
                if home and (hit.entry.kind == "armed_group" or there and hit.part == "name"):
                    strength = SURE
                places[hit.first, hit.last].append((conflict, strength, home))
    heads = {b.start: b.end for b in seen.blocks if b.kind == "heading"}
    found = []
    for (first, last), told in places.items():
        if heads.get(tokens.starts[first]) == tokens.ends[last - 1]:  # "Sudan" over a section
            told = [(conflict, STRENGTH["name"], home) for conflict, _, home in told]
        start, end = seen.place(tokens.starts[first], tokens.ends[last - 1])
        found += [Named(start, end, c, strength / len(told), home) for c, strength, home in told]
    return sorted(found)
