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

from workbench import codebook, dates
from workbench.codebook import Codebook, cues
from workbench.corpus.tables import COLUMNS, frame
from workbench.numbers import grammar
from workbench.plans.provisions import Provision, plan_texts

LINKED = 0.45  # of the words of two units, from which they are one
PAIRED = 0.25  # of two points without a linked unit
PART = 0.35  # of a point's words that stand in the other: it was split or merged
INSIDE = 0.75  # of a unit's words that stand in a longer unit
LEAST = 20  # what the words of such a unit weigh
PIECE = re.compile(r"\w+(?:[.,'’-]\w+)*|[^\w\s]")
TOKEN = re.compile(rf"(?:{PIECE.pattern})\s*|\s+")
MEASURE = re.compile(r"(?:[\s-]|\s(?:calendar|working)\s)(?P<word>[^\W\d_]+)")
REASONS = ("negation", "modal", "condition", "deadline", "exception")


class Figure(NamedTuple):
    """A number of a provision: what kind of thing it counts, how much, and its words."""

    kind: str  # money, percent, time, length, date, count
    unit: str
    value: tuple
    text: str


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
    steps = [(a, b) for a, b in pairwise(texts.values()) if a.conflict == b.conflict]
    if from_plan and to_plan:
        steps = [(texts[from_plan], texts[to_plan])]
    steps = [
        (a, b) for a, b in steps if from_plan in (None, a.plan_id) and to_plan in (None, b.plan_id)
    ]
    rows = (row for a, b in steps for row in align(a.provisions, b.provisions, corpus.codebook))
    return frame("alignments", ([row[c] for c in COLUMNS["alignments"]] for row in rows))


def align(old: list[Provision], new: list[Provision], book: Codebook | None = None) -> list[dict]:
    """The rows of ``alignments`` for two lists of provisions: those of the old text in their
    order, then what is added."""
    book = book or codebook.load()
    match = _Match(old, new)
    ordered = _in_order(match.pairs)
    rows = []
    for i, one in enumerate(old):
        mine = [p for p in match.pairs if p.old == i]
        rows += [_row(match, p, p in ordered, book) for p in mine] or [_alone("from", one)]
    there = {p.new for p in match.pairs}
    return rows + [_alone("to", two) for j, two in enumerate(new) if j not in there]


class _Match:
    """The pairs of two texts, and which units of them are linked."""

    def __init__(self, old: list[Provision], new: list[Provision]):
        self.texts = old, new
        sides = [
            [_words(u) for p in some for u in p.units or [p.title or ""]] for some in self.texts
        ]
        titles = [[_words(p.title or "") for p in some] for some in self.texts]
        self.of = [[k for k, p in enumerate(some) for _ in p.units or [""]] for some in self.texts]
        self.weights = _weights([*sides[0], *sides[1]])
        units, whole = self._matrix(sides), self._matrix(self._joined(sides, titles))
        near = _dice(*whole)
        self.links = _links(*units, near[np.ix_(*self.of)])
        self.pairs = self._pairs(near, [u.sum(1) for u in units])

    def _joined(self, sides, titles):
        return [
            [
                list(title) + [w for k, ws in zip(of, units, strict=True) if k == n for w in ws]
                for n, title in enumerate(heads)
            ]
            for units, heads, of in zip(sides, titles, self.of, strict=True)
        ]

    def _matrix(self, sides):
        """A row a unit, a column a word that it has, holding the word's weight."""
        column = {word: k for k, word in enumerate(self.weights)}
        found = [np.zeros((len(side), len(column))) for side in sides]
        for table, side in zip(found, sides, strict=True):
            for k, words in enumerate(side):
                for word in words:
                    if word in column:
                        table[k, column[word]] = self.weights[word]
        return found

    def _pairs(self, near, sizes) -> list[Pair]:
        """The points that hold linked units, and the best of the others."""
        old, new = self.texts
        held = np.zeros((2, len(old), len(new)))  # the share of each point in the other
        for (a, b), both in self.links.items():
            held[:, self.of[0][a], self.of[1][b]] += both
        total = [
            np.bincount(of, size, len(some))
            for of, size, some in zip(self.of, sizes, self.texts, strict=True)
        ]
        held[0] /= np.maximum(total[0], 1)[:, None]
        held[1] /= np.maximum(total[1], 1)[None, :]
        most = held.max(0)
        found = {(i, j): max(near[i, j], most[i, j]) for i, j in np.argwhere(most >= PART).tolist()}
        free = [set(range(len(some))) - {p[k] for p in found} for k, some in enumerate(self.texts)]
        for i, j in _best(near, PAIRED):
            if i in free[0] and j in free[1]:
                found[i, j] = near[i, j]
        return [Pair(i, j, round(float(s), 3)) for (i, j), s in sorted(found.items())]

    def partners(self, pair: Pair) -> tuple[set[int], set[int]]:
        """The old points that are paired with the new one, and the new ones with the old."""
        old = {p.old for p in self.pairs if p.new == pair.new}
        return old, {p.new for p in self.pairs if p.old == pair.old}

    def words_of(self, pair: Pair) -> list[str]:
        """What both sides of a pair say, without what went to other points; where a unit came from
        two points, with both."""
        mine = [{pair.old}, {pair.new}]
        own = [(a, b) for a, b in self.links if (self.of[0][a], self.of[1][b]) == pair[:2]]
        there: list[dict[int, set[int]]] = [{}, {}]
        for link in self.links:
            for k in (0, 1):
                there[k].setdefault(link[k], set()).add(self.of[1 - k][link[1 - k]])
        for link in own:
            for k in (0, 1):
                mine[1 - k] |= there[k][link[k]]
        told = []
        for k in (0, 1):
            units = [u for p in self.texts[k] for u in p.units or [""]]
            told.append(" ".join(
                unit for n, unit in enumerate(units)
                if self.of[k][n] in mine[k] and (n not in there[k] or there[k][n] & mine[1 - k])
            ))  # fmt: skip
        return told


def _words(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, numbers without their commas."""
    found = [w.group().lower().replace("’", "'") for w in PIECE.finditer(text) if w[0][0].isalnum()]
    return [re.sub(r"(?<=\d)[,.' ](?=\d{3})", "", w) for w in found]


def _weights(units: list[list[str]]) -> dict[str, int]:
    """What each word weighs: the rarer, the more."""
    seen = Counter(word for unit in units for word in dict.fromkeys(unit))
    return {w: 1 + int(4 * log2((len(units) + 1) / n)) for w, n in sorted(seen.items())}


def _shared(one, two):
    """The weight of the words that each row of one has in common with each of the other."""
    return np.sqrt(one) @ np.sqrt(two).T


def _dice(one, two):
    """The share of the words in common, by weight."""
    return 2 * _shared(one, two) / np.maximum(one.sum(1)[:, None] + two.sum(1)[None, :], 1)


def _best(scores, least: float):
    """Places of a matrix from the highest score, each row and column once."""
    rows, columns = np.nonzero(scores >= least)
    order = np.lexsort((columns, rows, -scores[rows, columns].round(6)))
    seen: tuple[set, set] = set(), set()
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if i not in seen[0] and j not in seen[1]:
            seen[0].add(i)
            seen[1].add(j)
            yield i, j


def _links(one, two, near) -> dict[tuple[int, int], float]:
    """Which units say the same, and how much: the best of each, then those in a longer one."""
    share, both = _dice(one, two), _shared(one, two)
    found = dict.fromkeys(_best(np.where(share >= LINKED, share + near / 10, 0), LINKED))
    for k, (sizes, held) in enumerate(((one.sum(1), both), (two.sum(1), both.T))):
        linked = {link[k] for link in found}
        inside = held / np.maximum(sizes, 1)[:, None]
        for n in range(len(sizes)):
            at = int(inside[n].argmax()) if inside.shape[1] else 0
            if (
                n not in linked
                and inside.shape[1]
                and inside[n, at] >= INSIDE
                and sizes[n] >= LEAST
            ):
                found[(n, at) if k == 0 else (at, n)] = None
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
    row = dict.fromkeys(COLUMNS["alignments"]) | {
        f"{side}_plan": p.plan_id,
        f"{side}_point": p.point,
    }
    told = {"reasons": [], "shared": [], "figures": [], "diff": [(how, p.text)]}
    return row | told | {"change": change, "weight": "substantive", "score": 0.0}


def _row(match: _Match, pair: Pair, ordered: bool, book: Codebook) -> dict:
    """The row of a pair: its change, weight, reasons, words in common, diff and figures."""
    one, two = match.texts[0][pair.old], match.texts[1][pair.new]
    joined, parts = map(len, match.partners(pair))
    left, right = match.words_of(pair)
    words = [_words(f"{p.title or ''} {t}") for p, t in ((one, left), (two, right))]
    figures, reasons = [], []
    if words[0] == words[1]:
        weight = None if _bare(one) == _bare(two) else "cosmetic"
        change = "unchanged" if ordered else "moved"
    else:
        figures, reasons = _figures(left, right, one, two, book), _reasons(left, right, book)
        reasons = ["figure"] * bool(figures) + reasons
        change, weight = "modified", "substantive" if reasons else "wording"
    if parts > 1 or joined > 1:
        change = "split" if parts >= joined else "merged"
    common = set(words[0]) & set(words[1])
    shared = sorted(common, key=lambda w: (-match.weights.get(w, 0), w))[:8]
    return dict(zip(COLUMNS["alignments"], (
        one.plan_id, one.point, two.plan_id, two.point, change, weight, reasons, pair.score,
        shared, diff(one.text, two.text), figures,
    ), strict=True))  # fmt: skip


def _bare(p: Provision) -> list[str]:
    return " ".join([p.title or "", *p.units]).split()


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


def figures(text: str, book: Codebook) -> list[Figure]:
    """The numbers of a provision: amounts, shares, durations, distances, days, counts.

    >>> text = "Within 30 days the fund of $4 billion under Article 5 pays three quarters."
    >>> [(f.kind, f.text) for f in figures(text, codebook.load())]
    [('time', '30 days'), ('money', '$4 billion'), ('count', 'three quarters')]
    """
    days = [m for m in dates.find(text, None, book) if m.kind in ("absolute", "range")]
    found = [(m.start, Figure("date", "", (m.from_ or m.text, m.to), m.text)) for m in days]
    for q in grammar(book).find(text):
        if any(m.start < q.end and q.start < m.end for m in days):
            continue
        if book.pattern(r"(?i:\b(?:{plan_point}|{plan_part}|resolution)s? )$").search(
            text, 0, q.start
        ):
            continue
        behind = MEASURE.match(text, q.end)
        word = behind["word"].lower().removesuffix("s") if behind else ""
        kind = next((k for k in ("time", "length") if word in book.words(f"plan_{k}")), "count")
        kind = "money" if q.currency else "percent" if q.percent else kind
        end = behind.end("word") if kind in ("time", "length") else q.end
        unit = q.currency or (word if kind in ("time", "length") else "")
        found.append((q.start, Figure(kind, unit, (q.low, q.high), _line(text[q.start : end]))))
    return [figure for _, figure in sorted(found, key=lambda f: f[0])]


def _figures(left: str, right: str, one: Provision, two: Provision, book: Codebook) -> list:
    """The figures that differ, first those of one kind and unit; ids where both are claims."""
    sides = [figures(text, book) for text in (left, right)]
    rests = [list(side) for side in sides]
    for f in sides[0]:
        if same := next((g for g in rests[1] if g[:3] == f[:3]), None):
            rests[0].remove(next(g for g in rests[0] if g[:3] == f[:3]))
            rests[1].remove(same)
    found = []
    for depth in (2, 1):
        for f in list(rests[0]):
            if fit := next((g for g in rests[1] if g[:depth] == f[:depth]), None):
                rests[0].remove(f)
                rests[1].remove(fit)
                found.append((f.text, fit.text))
    found = [(a, b) for a, b in found if a in _line(one.text) and b in _line(two.text)]
    ids = [(one.claims.get(a), two.claims.get(b)) for a, b in found]
    return [both if all(both) else told for both, told in zip(ids, found, strict=True)]


def _line(text: str) -> str:
    return " ".join(text.split())


def _reasons(left: str, right: str, book: Codebook) -> list[str]:
    """Which words that bind, bar, delay or except were added or removed, and which parties."""
    found = []
    for name in REASONS:
        pattern = book.pattern(rf"(?i:\b{{plan_{name}}}(?!\w))")
        if len({tuple(sorted(w.lower() for w in pattern.findall(t))) for t in (left, right)}) > 1:
            found.append(name)
    sides = [_parties(text, book) for text in (left, right)]
    return found + ["party"] * (sides[0] != sides[1])


def _parties(text: str, book: Codebook) -> set[str]:
    tokens = cues.tokenise(text)
    return {hit.entry.id for hit in cues.matcher(book, "actor").find(text, tokens)}
