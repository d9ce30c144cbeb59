"""What one document tells of plans: which mentions are one text, and which was made from which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.plans.chunks import Line
from workbench.plans.mentions import Mention, mentions, numbered

STATUS = ["reported", "leaked", "submitted", "published"]
HEAD = 600  # letters over the first point of a plan
NOW = re.compile(r",?\s*(?:(?:is|has|stands)\s+)?now\s+(?:(?:down to|up to|at|has|with|of)\s+)?")
OF = re.compile(r",?[rl]?[lw]?t?[awh]{1,5}f[tq]?")


@dataclass
class Edge:
    """Two mentions of which the later version was made from the earlier, and the words."""

    later: Mention
    earlier: Mention
    doc_id: str
    start: int
    end: int


class Document:
    """The mentions of one document, which of them are one, and which was made from which."""

    def __init__(self, seen, book, doc_id: str, day: str | None, title=None, wars=None):
        self.book, self.seen = book, seen
        self.found, self.lines = mentions(seen, book, doc_id, day, wars)
        self.same: list[tuple[Mention, Mention]] = []
        self.edges: list[Edge] = []
        self.apart: list[tuple[Mention, Mention]] = []
        self.of_list(doc_id, day)
        counted = [m for m in self.found if m.order]
        for m in counted:
            if not (m.noun or m.sponsor):  # "the third, of February 2003"
                m.sponsor = next((o.sponsor for o in counted if o.sponsor), frozenset())
        by_line: dict[int, list[Mention]] = {}
        for m in self.found:
            by_line.setdefault(m.line, []).append(m)
        for m in counted:
            if (
                m.order > 1
                and m.noun in book.words("plan_stage")
                and not any(o.order and o.order < m.order for o in counted)
            ):
                others = [
                    o
                    for o in self.found[: self.found.index(m)]
                    if not o.order
                    and (o.points or o.sponsor)
                    and (not o.points or o.points != m.points)
                    and (
                        not o.sponsor
                        or not m.sponsor
                        or o.sponsor & m.sponsor
                        or m.line == o.line + 1
                    )
                ]
                self.edges += [Edge(m, o, doc_id, m.start, m.end) for o in others[-1:]]
        for number, here in by_line.items():
            if self.lines[number].chunks:
                self._too(self.lines[number], here)
                self._joined(self.lines[number], here, by_line.get(number - 1, []))
                joined = {id(m) for pair in self.same for m in pair}
                here = [m for m in here if not m.weak or id(m) in joined]
                self._states(self.lines[number], here)
                self._revised(self.lines[number], here)
        self._staged()

    def of_list(self, doc_id, day) -> None:
        """A text that is a plan: what its head says is of the list."""
        count, start, end = numbered(self.seen)
        head = [m for m in self.found if self.lines[m.line].at < min(start, HEAD)] if count else []
        head = head if any(self.lines[m.line].tags[: m.chunk] in ("", "t") for m in head) else []
        if not head or end - start < 0.6 * len(self.seen.text):
            return
        a, b = self.seen.place(start, end)
        text = self.seen.source[a:b].rstrip()
        plan = Mention(doc_id, a, a + len(text), text, -1, 0, 0, day, points=count, list=True)
        plan.status.add("published")
        self.found = [*head, plan]
        self.same += [(head[0], m) for m in self.found[1:]]

    def _too(self, line: Line, here: list[Mention]) -> None:
        """ "A paper with eight points as well": another text of the same number."""
        for a, b in line.cues("plan_too"):
            for m in here:
                if m.points and (m.stop == a or b == m.chunk):
                    self.apart += [
                        (m, o)
                        for o in self.found
                        if o.points == m.points
                        and m.line - 3 <= o.line <= m.line
                        and o is not m
                        and not self._one(o, m)
                    ]

    def _joined(self, line: Line, here: list[Mention], before: list[Mention]) -> None:
        """A text and its number: "the framework has nineteen points"; two names of one text."""
        counts = line.cues("plan_counts") + line.cues("plan_recount")
        changes = [
            a for kind in ("plan_back", "plan_on", "plan_rework") for a, _ in line.cues(kind)
        ]
        again = [a for a, _ in line.cues("plan_recount")]
        for k, m in enumerate(here):
            if m.noun or not m.points:
                continue
            last = (
                here[k - 1]
                if k
                else before[-1]
                if before and before[-1].line == m.line - 1
                else None
            )
            begin = last.stop if k else 0
            if last is None or m.sponsor - last.sponsor and last.sponsor:
                continue
            told = [a for a, b in counts if begin <= a < m.chunk]
            told += [0] * bool(k and re.fullmatch("[,:]?[wt]?", line.tags[last.stop : m.chunk]))
            pronoun = k or line.text[:5].lower().startswith(("it ", "they ", "that "))
            now = (
                k
                and not last.points
                and not any(x is last for x, _ in self.same)
                and NOW.fullmatch(
                    line.text[line.chunks[last.stop - 1].end : line.chunks[m.chunk].start]
                )
            )
            if now:  # "the American paper, now down to 17 points from 20"
                self.same.append((last, m))
                continue
            other = (
                last.points
                and last.points != m.points
                and not any(begin <= a < m.chunk for a in again)
            )
            if (
                told
                and pronoun
                and not other
                and not (last.points and not again)
                and not any(begin <= a < m.chunk for a in changes)
            ):
                self.same.append((last, m))
        for a, b in line.cues("plan_same") if len(here) > 1 else ():
            around = [m for m in here if m.stop <= a][-1:] + [m for m in here if m.chunk >= b][:1]
            self.same.append(tuple(around) if len(around) > 1 else (here[-2], here[-1]))

    def _states(self, line: Line, here: list[Mention]) -> None:
        """What became of the texts of a sentence, and when."""
        for status in STATUS[1:]:
            for a, b in line.cues(f"plan_{status}"):
                m = self._of_cue(line, here, a, b)
                if m is not None:
                    m.status.add(status)
                    near = [c.value for c in line.chunks[b : b + 4] if c.tag == "d"]
                    near += [c.value for c in line.chunks[max(0, a - 5) : a] if c.tag == "d"]
                    m.dated = m.dated or next((d for d in near if d[0]), None)

    def _of_cue(self, line: Line, here, a: int, b: int) -> Mention | None:
        part = lambda k: line.tags[:k].count(";")
        here = [m for m in here if part(m.chunk) == part(a)]
        inside = [m for m in here if m.chunk <= a < m.stop]
        behind = [
            m
            for m in here
            if m.stop <= a and set(line.tags[m.stop : a]) <= set(",rtlw") and a - m.stop < 4
        ]
        ahead = [m for m in here if m.chunk >= b]
        return (
            inside or behind[-1:] or ahead[:1] or [m for m in here if m.stop <= a][-1:] or [None]
        )[0]

    def _revised(self, line: Line, here: list[Mention]) -> None:
        """Which text was made from which, by the cues between and beside them."""
        never = [b for _, b in line.cues("plan_not")]
        told = [
            (a, b, kind)
            for kind in ("plan_back", "plan_on", "plan_rework")
            for a, b in line.cues(kind)
        ]
        for a, b in line.cues("plan_out") if len(here) > 2 else ():
            verb = next(
                (
                    k
                    for k in range(b, len(line.tags))
                    if line.tags[k] == "v"
                    or line.text[line.chunks[k].start : line.chunks[k].end] == "made"
                ),
                0,
            )
            parents = [m for m in here if b <= m.chunk < verb]
            for m in parents if a == 0 or len(parents) > 1 else ():
                self._edge(line, a, [o for o in here if o.chunk > verb][:1], [m])
        for one, m in zip(here, here[1:], strict=False):
            between = line.tags[one.stop : m.chunk]
            told_ = (
                line.text[line.chunks[one.stop].start : line.chunks[m.chunk].start].lower()
                if between
                else ""
            )
            if OF.fullmatch(between) and not self.book.words("plan_no_child") & {*told_.split()}:
                self._edge(
                    line, one.stop, [one], [m]
                )  # "the 20 points, a child of the Geneva text"
            first = line.tags[: one.chunk].rstrip("t")
            if told_.strip() in ("from", "from the") and any(
                b == one.chunk for _, b in line.cues("plan_left") + line.cues("plan_on")
            ):
                self._edge(line, one.chunk, [one], [m])  # "down to 17 points from 20"
            if told_.rstrip(" the").endswith(" to") or told_.strip() in ("to", "to the", "to a"):
                if first and line.chunks[len(first) - 1].value == "from":
                    self._edge(line, one.chunk, [m], [one])  # "from 28 points to 19"
        for a, b in line.cues("plan_left"):
            counted = [
                m
                for m in here
                if m.points
                and (
                    m.stop in (a, a - 1) and not m.noun or m.chunk in (b, b + (line.tags[b] == "t"))
                )
            ]
            if counted:
                self._edge(
                    line,
                    a,
                    counted[-1:],
                    [
                        m
                        for m in here
                        if m.stop <= min(a, counted[-1].chunk) and m.points != counted[-1].points
                    ][-1:],
                )
        for a, b, kind in sorted(told):
            if any(0 <= a - n <= 3 for n in never):
                continue
            if (
                kind == "plan_rework"
                and line.tags[b : b + 1] in ("p", "#", "c")
                and not any(m.chunk == b for m in here)
            ):
                continue  # "cut Bosnia into ten provinces"
            inside = [
                m
                for m in here
                if m.chunk <= a < m.stop and (kind == "plan_back" or line.tags[a] in "an")
            ]
            ahead = [m for m in here if m.chunk >= b]
            behind = inside or [m for m in here if m.stop <= a]
            if kind == "plan_rework":
                later, earlier = self._slots(line, b, inside, behind, ahead)
            elif (
                kind == "plan_on"
                and ahead
                and line.tags[a] != "u"
                and ahead[0].chunk - b > (2 if b - a == 1 else 6)
            ):
                continue  # "is now beside one of 20 points"
            elif ahead and any(b <= x < ahead[0].chunk for x, _, k in told if k != "plan_rework"):
                continue
            else:
                later, earlier = behind[-1:] or ahead[1:2] * (kind == "plan_back"), ahead[:1]
                if (
                    kind == "plan_back"
                    and not ahead
                    and "longer" in line.text[line.chunks[a].start : line.chunks[b - 1].end]
                ):
                    later, earlier = [], behind[-1:]
                if "both" in line.text[line.chunks[a].start : line.chunks[b - 1].end + 5]:
                    k = self.found.index(later[0]) if later else 0
                    earlier = self.found[max(0, k - 2) : k]
                if kind == "plan_on":
                    later, earlier = earlier, later
            self._edge(line, a, later, earlier)

    def _slots(self, line, b, inside, behind, ahead):
        """Of a text that is reworked: what stands behind "to" is later, behind "from" earlier."""
        to, from_, objects = [], [], []
        for m in ahead:
            before = next(
                (c.value for c in reversed(line.chunks[b - 1 : m.chunk]) if c.tag in "gif"), None
            )
            (
                to
                if before in ("to", "into", "on", "at")
                else from_
                if before in ("from", "out of")
                else objects
            ).append(m)
        if inside:
            return inside, from_[:1]
        if line.tags[b - 1] == "a" and line.tags[b : b + 1] == "n":  # "the revised text has 13"
            of = line.tags[b + 1 : b + 2] == "f"  # "an updated edition of the Madrid principles"
            return (behind[-1:], ahead[:1]) if of else (ahead[:1], behind[-1:])
        objects = [m for m in objects if m.chunk - b <= 6]
        earlier = from_[:1] or objects[:1] or (behind[-1:] if to or not ahead else [])
        later = to[:1] or [m for m in behind[-1:] if m not in earlier]
        return later, earlier

    def _edge(self, line, a, later, earlier) -> None:
        """An edge; what the sentence leaves out is the nearest other text told before it."""
        if bool(later) != bool(earlier):
            (m,) = later or earlier
            k = self.found.index(m)
            others = [
                o
                for o in self.found[:k]
                if not self._one(o, m) and (not o.points or o.points != m.points)
            ]
            noun = next(
                (
                    c.value
                    for c, t in zip(line.chunks[1:a], line.tags, strict=False)
                    if c.tag == "n" and t == "t"
                ),
                None,
            )
            if not later and noun:  # "the framework replaces the Hallin paper"
                others = [o for o in others if o.noun == noun] or others
            elif not later:
                others = [o for o in others if o.line >= m.line - 2]
            after = [
                o
                for o in self.found[k + 1 :]
                if o.line == m.line + 1 and (o.points or o.names or o.order)
            ]
            others = (after[:1] if not later else []) or others[-1:]
            later, earlier = later or others, earlier or others
            if others and later == others and not others[0].sponsor and not others[0].names:
                others[0].sponsor = self._agent(line, a)
        for m in earlier if later else ():
            if m is not later[0]:
                x, y = self.seen.place(line.at, line.at + len(line.text))
                self.edges.append(Edge(later[0], m, m.doc_id, x, y))
                m.around = frozenset()  # the talks made the later one

    def _agent(self, line: Line, a: int) -> frozenset:
        """Who reworks a text: before the verb, or behind "by"."""
        inside = {
            k for m in self.found if self.lines[m.line] is line for k in range(m.chunk, m.stop)
        }
        by = next(
            (k for k in range(a, len(line.chunks)) if line.chunks[k].value == "by"),
            len(line.chunks),
        )
        group = (
            re.search("[pc](?:(?:y|,)t?p)*", line.tags[by : by + 5])
            if by < len(line.chunks)
            else None
        )
        told = [c.value for c in line.chunks[by : by + 5] if c.tag == "p"] if group else []
        told = (
            told
            or [c.value for k, c in enumerate(line.chunks[:a]) if c.tag == "p" and k not in inside][
                -1:
            ]
        )
        return frozenset().union(*told)

    def _staged(self) -> None:
        """ "The new draft has 19 points", "an earlier version had 21": made from each other."""
        for k, m in enumerate(self.found):
            if m.newer or m.older:
                others = [
                    o
                    for o in self.found[:k]
                    if not self._one(o, m) and (not o.points or o.points != m.points)
                ]
                others = others or m.newer * [
                    o for o in self.found[k + 1 :] if o.line == m.line and not self._one(o, m)
                ]
                for o in others[-1:]:
                    pair = (m, o) if m.newer else (o, m)
                    self.edges.append(Edge(*pair, m.doc_id, m.start, m.end))
        told = {id(m) for pair in self.same for m in pair}
        self.edges = [
            e
            for e in self.edges
            if not any(m.weak and id(m) not in told for m in (e.later, e.earlier))
        ]
        self.found = [m for m in self.found if not m.weak or id(m) in told]

    def _one(self, m: Mention, other: Mention) -> bool:
        return any({id(m), id(other)} == {id(x), id(y)} for x, y in self.same)
