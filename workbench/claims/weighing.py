"""One decision for each label: candidates are weighed by fitted whole numbers, the best one wins.

A candidate is a value that some words of the sentence give, or the lack of any. What speaks for it
are features: the cue, how it stands to the figure, the words round the figure. Their weights come
with the codebook (``workbench train`` makes them); a cue that they do not know is an analyst's own
and goes before all others.
"""

from __future__ import annotations

import hashlib
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
    """What a label may be, and what speaks for it."""

    value: str | None
    features: list[str]
    start: int
    end: int
    rule: str
    prior: int = 0
    speaker: Label | None = None  # of an attribution: who is named as its source

    def label(self) -> Label:
        """The value as the label of a figure."""
        return Label(self.value, self.start, self.end, self.rule)


class Scale(NamedTuple):
    """The weights of one label: of a candidate's features, and of the figure's for each value."""

    names: list[str]
    features: dict[str, int]
    values: dict[str, list[int]]

    def base(self, shared: list[str]) -> dict[str, int]:
        """What the figure itself speaks for, by value."""
        rows = [self.values[name] for name in shared if name in self.values]
        return dict(zip(self.names, map(sum, zip(*rows, strict=True)), strict=False))

    def points(self, candidate: Candidate, base: dict[str, int]) -> int:
        """The sum of what speaks for and against a candidate."""
        known = self.features
        points = candidate.prior + base.get(candidate.value or "none", 0)
        for name in candidate.features:
            if name in known:
                points += known[name]
        return points

    def best(self, candidates: list[Candidate], shared: list[str]) -> Candidate:
        """The candidate with the most points; the first of a tie.

        >>> scale = Scale(["pledge", "need"], {"near": 5}, {"money": [2, -2]})
        >>> scale.best([Candidate("pledge", [], 0, 0, "default"),
        ...             Candidate("need", ["near"], 0, 4, "a")], ["money"]).value
        'need'
        """
        base, points = self.base(shared), self.points
        top, most = candidates[0], points(candidates[0], base)
        for candidate in candidates[1:]:
            told = points(candidate, base)
            if told > most:
                top, most = candidate, told
        return top


@lru_cache(maxsize=64)
def scale(book: Codebook, label: str) -> Scale:
    """The scale of a label, as it comes with a codebook."""
    none = {"names": [], "features": {}, "values": {}}
    return Scale(**book.weights["scales"].get(label, none))


@lru_cache(maxsize=8)
def own_cues(book: Codebook) -> frozenset[str]:
    """Ids of the cues that the weights were not fitted with: an analyst's."""
    known = book.weights["cues"]
    return frozenset(c.id for c in book.all("cue") if known.get(c.id) != print_of(c))


def print_of(cue) -> str:
    """Eight hex digits over what a cue says."""
    return hashlib.sha256(msgspec.json.encode(cue)).hexdigest()[:8]
