"""How near a cue stands to a figure: its weight, less the distance, less what lies between."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from workbench.cues import Hit
from workbench.reading import Figure, Sentence

DECAY = {"role": 0.09, "modality": 0.12}
COST = {
    "and": 0.25,
    ",": 0.35,
    ";": 2.5,
    ":": 0.8,
    ".": 1.2,
    "?": 1.5,
    "!": 1.5,
    "(": 0.25,
    ")": 0.25,
    "—": 0.8,
    '"': 0.1,
}
FIGURE_COST = 0.9
CLOSE = 0.4


class Label(NamedTuple):
    """A value with the words that gave it: character interval in the sentence, and the rule."""

    value: str
    start: int
    end: int
    rule: str


class Weigher:
    """Distances and crossing costs of one sentence, as prefix sums over its tokens."""

    def __init__(self, sentence: Sentence):
        self.s = sentence
        words = sentence.tokens.words
        cost = [COST.get(w, 0.0) for w in words]
        starts = sentence.tokens.starts
        for i, w in enumerate(words) if "-" in words else ():
            if w == "-" and starts[i] and sentence.text[starts[i] - 1] == " ":
                cost[i] = 0.6
        for hit in sentence.of("grammar:clause"):
            cost[hit.first] += hit.entry.weight
        for f in sentence.figures:
            cost[f.at[0]] += 0.0 if f.bracketed else FIGURE_COST
        self.cost = [0.0, *accumulate(cost)]
        auxiliary = sentence.words("auxiliary")
        light = [w in auxiliary for w in words]
        for hit in sentence.of("qualifier"):
            light[hit.first : hit.last] = [True] * (hit.last - hit.first)
        self.light = [0, *accumulate(light)]

    def score(self, hit: Hit, f: Figure, decay: float) -> float:
        """Weight of a cue for a figure; below 0 when out of reach or on the wrong side."""
        first, last = f.at
        if hit.last <= first:
            gap, cross, side = first - hit.last, self.cost[first] - self.cost[hit.last], "before"
        elif hit.first >= last:
            gap, cross, side = hit.first - last, self.cost[hit.first] - self.cost[last], "after"
            # Words behind a comma rarely speak of the figure before it.
            cross *= 2.0
        else:
            gap, cross, side = 0, 0.0, hit.entry.side
        if gap > hit.entry.reach or hit.entry.side not in ("any", side):
            return -1.0
        if gap:
            a, b = (hit.last, first) if side == "before" else (last, hit.first)
            gap -= self.light[b] - self.light[a]
        # A verb right before its number, a noun or a participle right behind it
        return hit.entry.weight + (CLOSE if gap <= 0 else 0.0) - decay * gap - cross

    def best(self, hits: list[Hit], f: Figure, decay: float, least: float) -> Hit | None:
        """The cue with the highest score of at least ``least``; the earlier one of a tie."""
        top, chosen = least, None
        for hit in hits:
            if hit.entry.themes and f.theme not in hit.entry.themes:
                continue
            value = self.score(hit, f, decay)
            if value > top:
                top, chosen = value, hit
        return chosen


def cue_label(s: Sentence, hit: Hit, value: str | None = None) -> Label:
    start, end = s.span(hit)
    return Label(value or hit.entry.gives, start, end, hit.entry.id)


def listed(s: Sentence, before: Figure, f: Figure) -> bool:
    """Whether two figures are members of one list."""
    gap = s.tokens.words[before.at[1] : f.at[0]]
    return (
        len(gap) <= 7
        and ("plus" in gap or not s.words("joins").isdisjoint(gap))
        and not any(w in s.words("contrast") for w in gap)
    )


def of_which(s: Sentence, words: list[str]) -> bool:
    """Whether "of which" stands among the words."""
    part = s.words("part_of")
    return any(a == "of" and b in part for a, b in zip(words, words[1:], strict=False))
