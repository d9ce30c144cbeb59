"""Which text was made from which: the edges that the sentences of a document tell.

A cue of revision (``plans.toml``) says on which side of it the earlier version stands. What the
sentence leaves out is the text told next to it: "It was trimmed. The Florida version has 17."
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.codebook import Codebook
from workbench.plans.chunks import Line
from workbench.plans.mentions import Mention
from workbench.text import View

NEAR = 6  # chunks between a cue and its text
OF = re.compile(r",?[rl]?[lw]?t?[awh]{1,5}f[tq]?")
LINK = re.compile("[^pcl;:.]{0,14}")  # between a cue and the text behind it
BUT = re.compile("(?:,#k?w)?[,wta]{0,3}(?:gtw+gt?w)?w?")
TO, FROM = ("to", "into", "on", "at"), ("from", "out of")
OPEN = frozenset("over up out to from on by with for as into".split())  # and then a text


class Edge(NamedTuple):
    """Two mentions of which the later version was made from the earlier, and the words."""

    later: Mention
    earlier: Mention
    doc_id: str
    start: int
    end: int


class Revisions:
    """The edges of one document, told sentence by sentence."""

    book: Codebook
    seen: View
    doc_id: str
    found: list[Mention]
    lines: list[Line]
    same: list[tuple[Mention, Mention]]
    edges: list[Edge]

    def _revised(self, line: Line, here: list[Mention]) -> None:
        """Which text was made from which, by the cues between and beside them."""
        for a, b in line.cues("out") if len(here) > 1 else ():  # "out of A and B they made C"
            verbs = [
                k for k in range(b, len(line.tags)) if line.says(k) == "made" or line.tags[k] == "v"
            ]
            parents = [m for m in here if verbs and b <= m.chunk < verbs[0]]
            for m in parents if a == 0 or len(parents) > 1 else ():
                self._edge(line, a, [o for o in here if o.chunk > verbs[0]][:1], [m])
        chain: list[Mention] = []
        for one, m in zip(here, here[1:], strict=False):
            words, first = line.words(one.stop, m.chunk), line.tags[: one.chunk].rstrip("t")
            child = OF.fullmatch(line.tags[one.stop : m.chunk])
            if child and self.book.words("plan_no_child").isdisjoint(words.split()):
                self._edge(
                    line, one.stop, [one], [m]
                )  # "the 20 points, a child of the Geneva text"
            elif words.split()[:1] == ["to"] and (
                one in chain or line.says(len(first) - 1) == "from"
            ):
                chain.append(m)
                self._edge(line, one.chunk, [m], [one])  # "from 28 points to 19 to 20"
            elif words in ("from", "from the") and one.chunk in {
                b for _, b in line.cues("left", "on")
            }:
                self._edge(line, one.chunk, [one], [m])  # "down to 17 points from 20"
        for a, b in line.cues("left"):
            counts = [
                m for m in here if m.points and m.chunk in (b, b + (line.tags[b : b + 1] == "t"))
            ]
            counts += [m for m in here if m.points and m.stop in (a, a - 1) and not m.noun]
            if later := sorted(counts, key=lambda m: m.chunk)[-1:]:
                stop = min(a, later[0].chunk)
                told = [m for m in here if m.stop <= stop and m.points != later[0].points]
                self._edge(line, a, later, told[-1:])
        for a, _ in line.cues("but"):  # "it is the Geneva text minus a point"
            old = [m for m in here if m.stop <= a and BUT.fullmatch(line.tags[m.stop : a])][-1:]
            new = [m for m in here if old and m.stop <= old[0].chunk][-1:]
            self._edge(line, a, [s for o in old for s in self._subject(line, a, o)] or new, old)
        told = sorted((*place, k) for k in ("back", "on", "rework") for place in line.cues(k))
        for a, b, kind in told:
            denied = any(0 <= a - no <= 3 for _, no in line.cues("not"))
            denied |= any(
                0 <= a - no <= 2 for _, no in line.cues("denied", "would")
            )  # "could be cut"
            if not denied and line.tags[a - 1 : a] != "u":  # "no amendment of"
                self._edge(line, a, *self._sides(line, here, (a, b, kind), told))

    def _sides(self, line: Line, here: list[Mention], cue: tuple, told: list) -> tuple[list, list]:
        """The later and the earlier text at a cue, where the sentence names them."""
        a, b, kind = cue
        ahead = [m for m in here if m.chunk >= b]
        inside = [m for m in here if m.chunk <= a < m.stop]
        behind = inside or [m for m in here if m.stop <= a]
        if kind == "rework":
            cuts = line.tags[b : b + 1] in tuple("p#c") and all(m.chunk != b for m in here)
            modifies = line.tags[a] in "an" and inside
            behind = behind if modifies else [m for m in here if m.stop <= a]
            return ([], []) if cuts else self._reworked(line, b, modifies, behind, ahead)
        if kind == "on":
            far = ahead and line.tags[a] != "u" and ahead[0].chunk - b > (2 if b - a == 1 else NEAR)
            behind = behind if line.tags[a] in "an" else [m for m in here if m.stop <= a]
        else:
            far = ahead and not LINK.fullmatch(line.tags[b : ahead[0].chunk])
        if far or ahead and any(b <= x < ahead[0].chunk for x, _, k in told if k != "rework"):
            return [], []  # "is now beside one of 20 points"
        if not ahead and (line.says(b - 1) in OPEN or line.says(a) == "it"):
            return [], []
        if kind == "on":
            return ahead[:1], behind[-1:]
        if "both" in line.words(a, b + 1) and behind:
            k = self.found.index(behind[-1])
            return behind[-1:], self.found[max(0, k - 2) : k]
        if not ahead and "longer" in line.words(a, b):
            return [], behind[-1:]  # "the 28-point plan no longer exists"
        subject = [] if behind or not ahead else self._subject(line, a, ahead[0])
        return behind[-1:] or subject or ahead[1:2], self._run(line, ahead)

    def _reworked(self, line: Line, b: int, inside: list, behind: list, ahead: list):
        """What stands behind "to" is later; behind "from", or the verb alone, earlier."""
        word = {}
        for m in ahead:
            links = (k for k in range(m.chunk - 1, b - 2, -1) if line.tags[k] in "gif")
            word[id(m)] = line.says(next(links, -1))
        to, source = ([m for m in ahead if word[id(m)] in some] for some in (TO, FROM))
        if inside:
            return inside, source[:1]
        if line.tags[b - 1] == "a" and line.tags[b : b + 1] == "n":  # "the revised text has 13"
            of = line.tags[b + 1 : b + 2] == "f"  # "an updated edition of the Madrid principles"
            return (behind[-1:], ahead[:1]) if of else (ahead[:1], behind[-1:])
        objects = [m for m in ahead if m not in to + source]
        objects = objects if objects[:1] and objects[0].chunk - b <= NEAR else []
        behind = self._run(line, behind[::-1])
        earlier = self._run(line, source or objects) or (behind if to or not ahead else [])
        return to[:1] or [m for m in behind[:1] if m not in earlier], earlier

    def _run(self, line: Line, some: list[Mention]) -> list[Mention]:
        """The first of some texts, and those that "and" joins to it."""
        run = some[:1]
        for m in some[1:]:
            one, other = sorted((run[-1], m), key=lambda x: x.chunk)
            if not re.fullmatch("yt?", line.tags[one.stop : other.chunk]):
                break
            run.append(m)
        return run

    def _edge(self, line: Line, a: int, later: list, earlier: list) -> None:
        """An edge; what the sentence leaves out is the nearest other text told before it."""
        if later and not earlier:
            earlier = self._subject(line, a, later[0]) or self._others(later[0])[-1:]
        elif earlier and not later:
            later = self._subject(line, a, earlier[0]) or self._successor(line, a, earlier[0])
            if later and not (later[0].sponsor or later[0].names):
                later[0].sponsor = self._agent(line, a)
        for m in earlier if later else ():
            if m is not later[0]:
                self.edges.append(self._edge_of(later[0], m))
                m.around = frozenset()  # the talks made the later one

    def _edge_of(self, later: Mention, earlier: Mention, where: Mention | None = None) -> Edge:
        if where:
            return Edge(later, earlier, self.doc_id, where.start, where.end)
        line = self.lines[max(later.line, earlier.line)]
        place = self.seen.place(line.at, line.at + len(line.text))
        return Edge(later, earlier, self.doc_id, *place)

    def _others(self, m: Mention) -> list[Mention]:
        """Other texts told before a mention."""
        one = {id(x) for pair in self.same if any(x is m for x in pair) for x in pair}
        before = self.found[: self.found.index(m)]
        return [
            o for o in before if not (id(o) in one or o.faint or o.points and o.points == m.points)
        ]

    def _subject(self, line: Line, a: int, m: Mention) -> list[Mention]:
        """What a pronoun before a cue stands for: the first text of the sentence before."""
        first = line.says(0) in self.book.words("plan_anaphor")
        if m.line < 1 or not (first or {line.says(k) for k in (a - 1, a)} & {"it", "they"}):
            return []
        told = [o for o in self.found if o.line == m.line - 1]
        return [o for o in told if not (o.points and o.points == m.points)][:1]

    def _successor(self, line: Line, a: int, m: Mention) -> list[Mention]:
        """What a text was made into: of the next sentence, else told right before; or what "the
        framework" means that replaces it."""
        k = self.found.index(m)
        after = [o for o in self.found[k + 1 :] if o.line == m.line + 1 and not o.faint]
        stage = self.book.words("plan_stage")
        after += [o for o in self.found[k + 1 :] if o.line == m.line and o.noun in stage]
        after = [o for o in after if o.points or o.names or o.order]
        others, tags = self._others(m), line.tags[:a]
        if "tn" in tags:
            noun = line.chunks[tags.index("tn") + 1].value
            others = [o for o in others if o.noun == noun] or others
        else:
            others = [o for o in others if o.line >= m.line - 2]
        return after[:1] or others[-1:]

    def _agent(self, line: Line, a: int) -> frozenset:
        """Who reworks a text: behind "by", or before the verb."""
        inside = {
            k for m in self.found if self.lines[m.line] is line for k in range(m.chunk, m.stop)
        }
        by = next((k for k in range(a, len(line.chunks)) if line.says(k) == "by"), None)
        told = (
            []
            if by is None
            else [k for k in range(by, min(by + 5, len(line.tags))) if line.tags[k] == "p"]
        )
        told = told or [k for k in range(a) if line.tags[k] == "p" and k not in inside][-1:]
        return frozenset().union(*map(line.parties, told))
