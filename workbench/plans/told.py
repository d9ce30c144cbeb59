"""What one document tells of plans: which mentions are one text, and what became of it."""

from __future__ import annotations

import re

from workbench.codebook import Codebook
from workbench.plans.chunks import Line
from workbench.plans.mentions import Mention, mentions, numbered
from workbench.plans.revised import Edge, Revisions
from workbench.text import View

STATUS = ["reported", "leaked", "submitted", "published"]
HEAD = 600  # letters over the first point of a plan
NOW = re.compile(r",?(?:[lw])?w(?:[wlg]{0,2})")


class Document(Revisions):
    """The mentions of one document and what it says of them.

    ``same``: pairs that are one text; ``apart``: pairs that are not; ``edges``: the lineage.

    >>> from workbench import codebook, text
    >>> book = codebook.load()
    >>> told = Document(text.view("The plan of 28 points was cut to 19.", book), book)
    >>> [(edge.later.points, edge.earlier.points) for edge in told.edges]
    [(19, 28)]
    """

    def __init__(self, seen: View, book: Codebook, doc_id: str = "", day: str | None = None):
        self.book, self.seen, self.doc_id = book, seen, doc_id
        self.found, self.lines = mentions(seen, book, doc_id, day)
        self.same: list[tuple[Mention, Mention]] = []
        self.apart: list[tuple[Mention, Mention]] = []
        self.edges: list[Edge] = []
        self._list(day)
        self._each_line(self._too, self._joined)
        joined = {id(m) for pair in self.same for m in pair}
        self.found = [m for m in self.found if not m.weak or id(m) in joined]
        self._ordinals()
        self._each_line(self._revised)
        self._staged()
        self._kept()
        self._each_line(self._states)

    def _each_line(self, *steps) -> None:
        """Each step for the mentions of each sentence."""
        by_line: dict[int, list[Mention]] = {}
        for m in self.found:
            if not m.list:
                by_line.setdefault(m.line, []).append(m)
        for number, here in by_line.items():
            for step in steps:
                step(self.lines[number], here)

    def _kept(self) -> None:
        """Only what tells which text it is, or what that text was made from, is a mention."""
        ends = {id(m): o for e in self.edges for m, o in (e[:2], e[1::-1])}
        gone = {id(m) for m in self.found if m.faint and ends.get(id(m), m).faint}
        newer = {id(e.later) for e in self.edges}
        for m, o in (e[:2] for e in self.edges):  # "the revised plan": what has just been told
            if m.faint and m.definite and id(o) in newer:
                gone.add(id(m))
        self.found = [m for m in self.found if id(m) not in gone]
        kept = {id(m) for m in self.found}
        self.edges = [e for e in self.edges if {id(m) for m in e[:2]} <= kept]
        self.same = [pair for pair in self.same if {id(m) for m in pair} <= kept]
        self.apart = [pair for pair in self.apart if {id(m) for m in pair} <= kept]

    def _list(self, day: str | None) -> None:
        """A text that is a plan: what its head says is of the list."""
        count, start, end = numbered(self.seen, self.book)
        head = [m for m in self.found if count and self.lines[m.line].at < min(start, HEAD)]
        titled = any(self.lines[m.line].tags[: m.chunk] in ("", "t") for m in head)
        if not titled or end - start < 0.6 * len(self.seen.text):
            return
        a, b = self.seen.place(start, end)
        text = self.seen.source[a:b].rstrip()
        plan = Mention(0, 0, points=count, list=True, doc_id=self.doc_id, start=a, quote=text)
        plan.end, plan.published, plan.status = a + len(text), day, {"published"}
        self.found = [*head, plan]
        self.same += [(head[0], m) for m in self.found[1:]]

    def _ordinals(self) -> None:
        """ "The third, of February 2003" is its neighbour's; a second version had a first."""
        counted = [m for m in self.found if m.order]
        for m in counted:
            if not (m.noun or m.sponsor):
                m.sponsor = next((o.sponsor for o in counted if o.sponsor), frozenset())
        stage = self.book.words("plan_stage")
        for m in counted:
            first = m.order > 1 and not any(o.order < m.order for o in counted)
            if first and m.noun in stage:
                told = [o for o in self._others(m) if not o.order and (o.points or o.sponsor)]
                met = [o for o in told if not (o.sponsor and m.sponsor) or o.sponsor & m.sponsor
                       or m.line == o.line + 1]  # fmt: skip
                self.edges += [self._edge_of(m, o, m) for o in met[-1:]]

    def _too(self, line: Line, here: list[Mention]) -> None:
        """ "A paper with eight points as well": another text of the same number."""
        beside = {k for place in line.cues("too") for k in place}
        for m in here:
            if m.points and beside & {m.chunk, m.stop}:
                near = (o for o in self.found if o is not m and m.line - 3 <= o.line <= m.line)
                self.apart += [(m, o) for o in near if o.points == m.points]

    def _joined(self, line: Line, here: list[Mention]) -> None:
        """A text and its number: "the framework has nineteen points"; two names of one text."""
        for k, m in enumerate(here):
            before = here[k - 1] if k else self._before(m)
            if m.points and not m.noun and before and self._counts(line, before, m):
                self.same.append((before, m))
        for a, b in line.cues("same") if len(here) > 1 else ():
            beside = [m for m in here if m.stop <= a][-1:] + [m for m in here if m.chunk >= b][:1]
            self.same.append((*beside,) if len(beside) > 1 else (here[-2], here[-1]))

    def _before(self, m: Mention) -> Mention | None:
        """The last mention of the sentence before, where a pronoun stands for it."""
        pronoun = self.lines[m.line].says(0) in ("it", "they", "that")
        told = [o for o in self.found if o.line == m.line - 1]
        return told[-1] if told and pronoun else None

    def _counts(self, line: Line, before: Mention, m: Mention) -> bool:
        """Whether a number without a noun is that of the text before it."""
        begin = before.stop if before.line == m.line else 0
        between = line.tags[begin : m.chunk]
        inside = {a for a in range(begin, m.chunk)}
        has = [kind for kind in ("counts", "recount", "back", "on", "rework")
               if any(a in inside for a, _ in line.cues(kind))]  # fmt: skip
        if before.sponsor and m.sponsor - before.sponsor:
            return False
        fresh = not any(x is before for x, _ in self.same)
        if begin and not before.points and fresh and NOW.fullmatch(between):
            if "now" in line.words(begin, m.chunk).split():
                return True  # "the American paper, now down to 17 points from 20"
        apposed = begin and re.fullmatch("[,:]?[wt]?", between)
        if before.points and "recount" not in has or {"back", "on", "rework"} & {*has}:
            return False
        return bool(apposed or {"counts", "recount"} & {*has})

    def _states(self, line: Line, here: list[Mention]) -> None:
        """What became of the texts of a sentence, and when."""
        for status in STATUS[1:]:
            for a, b in line.cues(status):
                for m in self._of_cue(line, here, a, b):
                    m.status.add(status)
                    near = line.chunks[b : b + 4] + line.chunks[max(0, a - 5) : a]
                    days = (c.value for c in near if c.tag == "d" and c.value[0])
                    m.dated = m.dated or next(days, None)

    def _of_cue(self, line: Line, here: list[Mention], a: int, b: int) -> list[Mention]:
        """The mention that a word of publishing speaks of: around, right before, or behind it."""
        part = line.tags[:a].count(";")
        here = [m for m in here if line.tags[: m.chunk].count(";") == part]
        inside = [m for m in here if m.chunk <= a < m.stop]
        behind = [m for m in here if m.stop <= a]
        close = [m for m in behind if re.fullmatch("[,rtlw]{0,3}", line.tags[m.stop : a])]
        return (inside or close[-1:] or [m for m in here if m.chunk >= b] or behind[-1:])[:1]

    def _staged(self) -> None:
        """ "The new draft has 19 points", "an earlier version had 21": made from each other."""
        for k, m in enumerate(self.found):
            if m.age:
                beside = [o for o in self.found[k + 1 :] if o.line == m.line and m.age > 0]
                one = {id(x) for pair in self.same if any(x is m for x in pair) for x in pair}
                others = self._others(m) or [o for o in beside if id(o) not in one]
                for o in others[-1:]:
                    self.edges.append(self._edge_of(*((m, o)[:: m.age]), m))
