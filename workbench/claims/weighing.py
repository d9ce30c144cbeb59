"""One decision for each label: candidates are weighed by fitted whole numbers, the best one wins.

A candidate is a value that some words of the sentence give, or the lack of any. What speaks for it
are features: the cue, how it stands to the figure, the words round the figure. Their weights come
with the codebook (``workbench train`` makes them); a cue that they do not know is an analyst's own
and goes before all others.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from workbench.codebook import Codebook

OWN = 10_000  # an analyst's own cue, within its reach and its clause
PRIOR = 100  # a cue's weight in the codebook, before anything was fitted


class Label(NamedTuple):
    """A value with the words that gave it: character interval in the sentence, and the rule."""

    value: str
    start: int
    end: int
    rule: str


class Candidate(NamedTuple):
    """What a label may be, and what speaks for it: features in groups, each made once."""

    value: str | None
    features: tuple[tuple[str, ...], ...]
    start: int
    end: int
    rule: str
    prior: int = 0
    speaker: Label | None = None  # of an attribution: who is named as its source

    def label(self) -> Label:
        """The value as the label of a figure."""
        return Label(self.value, self.start, self.end, self.rule)


LANE = 40  # bits in which the sum of one value's weights is kept; the sums of all are one number
HALF = 1 << (LANE - 1)


class Scale:
    """The weights of one label: of a candidate's features, and of the figure's for each value.

    ``names`` are the values, ``features`` and ``values`` the weights by feature: one number, or one
    for each value.
    """

    def __init__(self, names: list[str], features: dict[str, int], values: dict[str, list[int]]):
        self.names, self.features, self.values = names, features, values
        self._packed = {
            name: sum(weight << (LANE * k) for k, weight in enumerate(row))
            for name, row in values.items()
        }
        self._even = sum(HALF << (LANE * k) for k in range(len(names)))
        self._known: dict[tuple[str, ...], int] = {}

    def base(self, shared: Iterable[str]) -> dict[str, int]:
        """What the figure itself speaks for, by value."""
        known = self._packed
        total = self._even + sum([known[name] for name in shared if name in known])
        mask = 2 * HALF - 1
        return {name: ((total >> (LANE * k)) & mask) - HALF for k, name in enumerate(self.names)}

    def points(self, candidate: Candidate) -> int:
        """The sum of what speaks for and against a candidate, but for the figure itself."""
        points, known = candidate.prior, self._known
        for group in candidate.features:
            told = known.get(group)
            if told is None:
                weights = self.features
                told = known[group] = sum([weights.get(name, 0) for name in group])
                if len(known) > MOST:
                    known.clear()
            points += told
        return points

    def best(self, candidates: list[Candidate], shared: Iterable[str] = ()) -> Candidate:
        """The candidate with the most points; the first of a tie.

        >>> scale = Scale(["pledge", "need"], {"near": 5}, {"money": [2, -2]})
        >>> scale.best([Candidate("pledge", (), 0, 0, "default"),
        ...             Candidate("need", (("near",),), 0, 4, "a")], ["money"]).value
        'need'
        """
        told = self.weighed(candidates, shared)
        return candidates[told.index(max(told))]

    def weighed(self, candidates: list[Candidate], shared: Iterable[str] = ()) -> list[int]:
        """The points of each candidate."""
        base, points = self.base(shared), self.points
        return [
            (points(c) if c.features else c.prior) + base.get(c.value or "none", 0)
            for c in candidates
        ]


MOST = 50_000  # groups of features whose sum is remembered


@lru_cache(maxsize=64)
def scale(book: Codebook, label: str) -> Scale:
    """The scale of a label, as it comes with a codebook."""
    none = {"names": [], "features": {}, "values": {}}
    return Scale(**book.weights["scales"].get(label, none))


@lru_cache(maxsize=8)
def own_rules(book: Codebook) -> frozenset[str]:
    """Ids of the cues, frames, stances, issues that the weights were not fitted with: one's own."""
    known = book.weights["rules"]
    return frozenset(id for id, told in prints(book).items() if known.get(id) != told)


def prints(book: Codebook) -> dict[str, str]:
    """Eight hex digits over what each cue, frame, stance and issue says, by id."""
    rules = {rule.id: rule for kind in ("cue", "frame") for rule in book.all(kind)}
    rules |= {f"{kind}.{x.id}": x for kind in ("stance", "issue") for x in book.all(kind)}
    return {id: hashlib.sha256(msgspec.json.encode(x)).hexdigest()[:8] for id, x in rules.items()}
