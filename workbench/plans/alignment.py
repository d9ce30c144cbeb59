"""Two versions of a plan side by side: which point became which, what changed, how much it weighs.

Units (sentences and sub-points) of both texts are linked by the weight of the words they share,
rare words weighing more; points that hold linked units belong together. What is split or merged
shows in the links, also where order and numbers have changed.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from math import log2
from typing import NamedTuple

import numpy as np

from workbench import codebook
from workbench.codebook import Codebook
from workbench.corpus.tables import COLUMNS, frame
from workbench.plans.changes import PIECE, changed, reasons, words
from workbench.plans.provisions import PlanText, Provision, plan_texts

LINKED = 0.45  # of the words of two units, from which they are one
INSIDE = 0.75  # of a unit's words that stand in a longer unit
LEAST = 20  # what the words of such a unit weigh
PART = 0.35  # of a point's words that stand in the other: it was split or merged
PAIRED = 0.25  # of two points without a linked unit
BETWEEN = 0.1  # of two points one of whose neighbours are paired; of both, half of it
LIKE = 0.5  # of two points of texts whose conflict nobody names
TITLE = 2  # how often the words of a title count
TOKEN = re.compile(rf"(?:{PIECE.pattern})\s*|\s+")


class Pair(NamedTuple):
    """Two provisions that belong together, by their places in their texts."""

    old: int
    new: int
    score: float


def alignments(corpus, from_plan: str | None = None, to_plan: str | None = None):
    """One row a pair of provisions of two plan texts; columns as in the data dictionary.

    Without plans named, each plan text is laid beside the next one of its conflict. Raises
    ValueError for a plan that the corpus has not.
    """
    texts = {t.plan_id: t for t in plan_texts(corpus)}
    for name in (from_plan, to_plan):
        if name is not None and name not in texts:
            raise ValueError(f"no plan text {name!r}; there are: {', '.join(texts) or 'none'}")
    if from_plan and to_plan:
        steps = [(texts[from_plan], texts[to_plan])]
    else:
        steps = [
            (a, b)
            for a, b in _steps(list(texts.values()), corpus.codebook)
            if from_plan in (None, a.plan_id) and to_plan in (None, b.plan_id)
        ]
    rows = (row for a, b in steps for row in align(a.provisions, b.provisions, corpus.codebook))
    return frame("alignments", ([row[c] for c in COLUMNS["alignments"]] for row in rows))


def _steps(texts: list[PlanText], book: Codebook) -> list[tuple[PlanText, PlanText]]:
    """Each text and the next of its conflict; where none is named, the next worded like it."""
    steps = [(a, b) for a, b in pairwise(texts) if a.conflict and a.conflict == b.conflict]
    nameless = [t for t in texts if not t.conflict]
    for k, a in enumerate(nameless):
        for b in nameless[k + 1 :]:
            pairs = _Match(a.provisions, b.provisions, book).pairs
            if sum(p.score >= LIKE for p in pairs) * 3 >= len(a.provisions):
                steps.append((a, b))
                break
    return steps


def align(old: list[Provision], new: list[Provision], book: Codebook | None = None) -> list[dict]:
    """The rows of ``alignments`` for two lists of provisions: those of the old text in their
    order, then what is added."""
    match = _Match(old, new, book or codebook.load())
    ordered = _in_order(match.pairs)
    rows = []
    for i, one in enumerate(old):
        mine = [p for p in match.pairs if p.old == i]
        rows += [_row(match, p, p in ordered) for p in mine] or [_alone("from", one)]
    there = {p.new for p in match.pairs}
    return rows + [_alone("to", two) for j, two in enumerate(new) if j not in there]


class _Match:
    """The pairs of two texts, and which units of them are linked."""

    def __init__(self, old: list[Provision], new: list[Provision], book: Codebook):
        self.texts, self.book = (old, new), book
        self.units = [[u for p in some for u in p.units or [""]] for some in self.texts]
        self.of = [
            np.array([k for k, p in enumerate(some) for _ in p.units or [""]], int)
            for some in self.texts
        ]
        self.words = [[words(u, book) for u in some] for some in self.units]
        titles = [[words(p.title or "", book) for p in some] for some in self.texts]
        every = [*self.words[0], *self.words[1]]
        seen = Counter(w for unit in every for w in dict.fromkeys(unit))
        seen.update({w: 1 for some in titles for title in some for w in title if w not in seen})
        self.weights = {w: 1 + int(4 * log2((len(every) + 1) / n)) for w, n in sorted(seen.items())}
        units = [self._matrix(some) for some in self.words]
        points = [TITLE * self._matrix(some) for some in titles]
        for table, of, unit in zip(points, self.of, units, strict=True):
            most = np.zeros_like(table)
            np.maximum.at(most, of, unit)
            table += most
        near = _dice(*map(np.sqrt, points))
        sizes, units = [unit.sum(1) for unit in units], [np.sqrt(unit) for unit in units]
        self.links = _links(*units, near[np.ix_(*self.of)])
        self.there: tuple[dict, dict] = {}, {}  # the points that each unit went to or came from
        for link in self.links:
            for k in (0, 1):
                self.there[k].setdefault(link[k], set()).add(int(self.of[1 - k][link[1 - k]]))
        self.pairs = self._pairs(near, sizes)

    def _matrix(self, some: list[list[str]]):
        """A row a list of words, a column a word, holding the weight of the words it has."""
        column = {word: k for k, word in enumerate(self.weights)}
        table = np.zeros((len(some), len(column)), np.float32)
        for k, found in enumerate(some):
            for word in found:
                table[k, column[word]] = self.weights[word]
        return table

    def _pairs(self, near, sizes) -> list[Pair]:
        """The points that hold linked units, then those most like each other, then those left
        between neighbours that are paired."""
        held = np.zeros(near.shape)
        for (a, b), both in self.links.items():
            held[self.of[0][a], self.of[1][b]] += both
        whole = [np.bincount(o, s, n) for o, s, n in zip(self.of, sizes, near.shape, strict=True)]
        most = held / np.maximum(np.minimum(whole[0][:, None], whole[1][None, :]), 1)
        found = {(i, j): max(near[i, j], most[i, j]) for i, j in np.argwhere(most >= PART).tolist()}
        for least in (PAIRED, BETWEEN / 2):
            for i, j in _best(near, least):
                beside = found.keys() & {(i - 1, j - 1), (i + 1, j + 1)}
                named = self.texts[0][i].title and self.texts[1][j].title
                like = near[i, j] >= PAIRED or not named and near[i, j] * len(beside) >= BETWEEN
                if like and all(i != a and j != b for a, b in found):
                    found[i, j] = near[i, j]
        return [Pair(i, j, round(float(min(s, 1)), 3)) for (i, j), s in sorted(found.items())]

    def linked(self, pair: Pair) -> list[tuple[int, int]]:
        """The links between the two points of a pair."""
        return [(a, b) for a, b in self.links if (self.of[0][a], self.of[1][b]) == pair[:2]]

    def sides(self, pair: Pair) -> list[list[int]]:
        """The units of both sides of a pair, without what went to other points; where a unit came
        from two points, with both."""
        there = self.there
        mine = [{pair.old}, {pair.new}]
        for link in self.linked(pair):
            for k in (0, 1):
                mine[1 - k] |= there[k][link[k]]
        return [
            [
                n
                for n, point in enumerate(self.of[k].tolist())
                if point in mine[k] and (n not in there[k] or there[k][n] & mine[1 - k])
            ]
            for k in (0, 1)
        ]

    def groups(self, units: list[list[int]]) -> list[tuple[tuple[str, str], bool]]:
        """The units of both sides that became each other, and whether it was one and one; then
        the others."""
        links = [link for link in self.links if link[0] in units[0] and link[1] in units[1]]
        found: list[list[set[int]]] = []
        for link in links:
            near = [g for g in found if link[0] in g[0] or link[1] in g[1]]
            found = [g for g in found if g not in near]
            found.append([{link[k]}.union(*(g[k] for g in near)) for k in (0, 1)])
        rest = [set(units[k]) - {link[k] for link in links} for k in (0, 1)]
        return [
            (
                tuple(" ".join(self.units[k][n] for n in sorted(g[k])) for k in (0, 1)),
                len(g[0]) == len(g[1]) == 1,
            )
            for g in [*found, rest]
        ]


def _dice(one, two):
    """The share of the words that each row of one has in common with each of the other."""
    sizes = (one**2).sum(1)[:, None] + (two**2).sum(1)[None, :]
    return (2 * (one @ two.T) / np.maximum(sizes, 1)).round(4)


def _best(scores, least: float):
    """Places of a matrix from the highest score, each row and column once."""
    rows, columns = np.nonzero(scores >= least)
    order = np.lexsort((columns, rows, -scores[rows, columns]))
    seen: tuple[set, set] = set(), set()
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if i not in seen[0] and j not in seen[1]:
            seen[0].add(i)
            seen[1].add(j)
            yield i, j


def _links(one, two, near) -> dict[tuple[int, int], float]:
    """Which units say the same, and how much: the best of each, then those in a longer one."""
    share, both = _dice(one, two), (one @ two.T).round(2)
    found = dict.fromkeys(_best(np.where(share >= LINKED, share + near / 10, 0).round(4), LINKED))
    for k, (some, held) in enumerate(((one, both), (two, both.T))):
        sizes, linked = (some**2).sum(1), {link[k] for link in found}
        inside = held / np.maximum(sizes, 1)[:, None]
        for n in np.flatnonzero((sizes >= LEAST) & (inside.max(1, initial=0) >= INSIDE)).tolist():
            if n not in linked:
                found[(n, int(inside[n].argmax()))[:: 1 - 2 * k]] = None
    return {link: float(both[link]) for link in sorted(found)}


def _in_order(pairs: list[Pair]) -> set[Pair]:
    """The most pairs that stand in one order in both texts; of as many those that move least."""
    best: list[tuple[int, list[Pair]]] = []
    for pair in pairs:
        before = [b for b in best if b[1][-1].old <= pair.old and b[1][-1].new <= pair.new]
        size, chain = max(before, key=lambda b: b[0], default=(0, []))
        best.append((size + 1000 - abs(pair.old - pair.new), [*chain, pair]))
    return set(max(best, key=lambda b: b[0], default=(0, []))[1])


def _alone(side: str, p: Provision) -> dict:
    """The row of a provision that stands in one text only."""
    change, how = ("dropped", "delete") if side == "from" else ("added", "insert")
    row = dict.fromkeys(COLUMNS["alignments"], None)
    row |= {f"{side}_plan": p.plan_id, f"{side}_point": p.point, f"{side}_start": p.start}
    row |= {"change": change, "weight": "substantive", "score": 0.0, "diff": [(how, p.text)]}
    return row | {"reasons": [], "shared": [], "figures": []}


def _row(match: _Match, pair: Pair, ordered: bool) -> dict:
    """The row of a pair: its change, weight, reasons, words in common, diff and figures."""
    one, two = match.texts[0][pair.old], match.texts[1][pair.new]
    parts, joined = (sum(p[k] == pair[k] for p in match.pairs) for k in (0, 1))
    units = match.sides(pair)
    alone = parts == joined == 1  # else the titles belong to others too
    heads = [p.title or "" if alone else "" for p in (one, two)]
    told = [
        [*words(heads[k], match.book)] + [w for n in units[k] for w in match.words[k][n]]
        for k in (0, 1)
    ]
    said = [[match.units[k][n] for n in units[k]] for k in (0, 1)]
    pairs, why, weight = [], [], None
    if told[0] == told[1]:
        change = "unchanged" if ordered else "moved"
        bare = [" ".join([heads[k], *said[k]]).split() for k in (0, 1)]
        weight = None if bare[0] == bare[1] else "cosmetic"
    else:
        change = "modified"
        groups = match.groups(units)
        pairs, lone = changed([side for side, _ in groups], match.book)
        single = [side for side, once in groups if once]
        why = reasons(
            [tuple(" ".join(some) for some in said)],
            single,
            [f for p in pairs for f in p] + lone,
            match.book,
        )
        weight = "substantive" if why else "wording"
        here = [" ".join(p.text.split()) for p in (one, two)]
        pairs = [p for p in pairs if all(f.text in text for f, text in zip(p, here, strict=True))]
    if not alone:
        change = "split" if parts >= joined else "merged"
    shared = sorted(set(told[0]) & set(told[1]), key=lambda w: (-match.weights[w], w))[:8]
    return {"from_start": one.start, "to_start": two.start} | dict(zip(COLUMNS["alignments"], (
        one.plan_id, one.point, two.plan_id, two.point, change, weight, why, pair.score,
        shared, diff(one.text, two.text), [_named(a.text, b.text, one, two) for a, b in pairs],
    ), strict=True))  # fmt: skip


def _named(old: str, new: str, one: Provision, two: Provision) -> tuple[str, str]:
    """Both figures as written, or their ids where both are claims."""
    ids = one.claims.get(old), two.claims.get(new)
    return ids if all(ids) else (old, new)


def diff(old: str, new: str) -> list[tuple[str, str]]:
    """What two texts keep, word by word, and what is deleted and inserted; both can be rebuilt.

    >>> diff("All fire ends.", "All fire may end.")
    [('keep', 'All fire '), ('delete', 'ends'), ('insert', 'may end'), ('keep', '.')]
    """
    sides = [[(t, t.rstrip()) for t in TOKEN.findall(text)] for text in (old, new)]
    keys = [[key for _, key in side] for side in sides]
    found: list[list[str]] = []

    def say(how: str, piece: str) -> None:
        if piece and found and found[-1][0] == how:
            found[-1][1] += piece
        elif piece:
            found.append([how, piece])

    for what, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if what != "equal":
            say("delete", "".join(t for t, _ in sides[0][a:b]))
            say("insert", "".join(t for t, _ in sides[1][c:d]))
            continue
        for (one, key), (two, _) in zip(sides[0][a:b], sides[1][c:d], strict=True):
            say("keep", one if one == two else key)
            if one != two:  # the same word, and another space behind it
                say("delete", one[len(key) :])
                say("insert", two[len(key) :])
    return [(how, piece) for how, piece in found]
