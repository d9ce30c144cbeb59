"""A shallow layer under the labels: what stands between two places of a sentence, and which words.

No parser: closed classes of the codebook say where a clause, an aside or a quotation ends. What
lies between a cue and a figure is counted by kind, once for a sentence, as sums over its tokens.
"""

from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from workbench.claims.reading import Figure, Sentence

# Words between, in steps: the scale of a distance.
STEPS = (0, 0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7)
STOPS = frozenset(";.?!")
# A stem is a word's first letters: it joins "pledge", "pledged" and "pledging".
STEM = 6


class Standing(NamedTuple):
    """How a phrase stands to a figure: side, distance in steps, what lies between."""

    side: str  # b(efore), a(fter), i(nside)
    step: int
    commas: int
    stops: int
    clauses: int
    figures: int


@lru_cache(maxsize=4096)
def bearing(at: Standing, what: str) -> tuple[str, ...]:
    """A standing as features of one kind of phrase.

    >>> bearing(Standing("b", 3, 1, 0, 0, 0), "party ")
    ('party b3', 'party b,1')
    """
    side = what + at.side
    told = ((",", at.commas, 3), (";", at.stops, 1), ("c", at.clauses, 2), ("f", at.figures, 2))
    return (f"{side}{at.step}", *(f"{side}{sign}{min(n, most)}" for sign, n, most in told if n))


class Layer:
    """Sums over the tokens of one sentence, and its words as stems with their place.

    >>> from workbench import codebook
    >>> s = Sentence("Kyiv, which lost men, needs five tanks.", codebook.load())
    >>> layer = Layer(s)
    >>> layer.commas[-1], layer.clauses[-1], layer.stems[:3]
    (2, 1, ['<party>', ',', 'which'])
    """

    def __init__(self, s: Sentence):
        self.s = s
        words = s.tokens.words
        self.commas = _sums(w == "," for w in words)
        self.stops = _sums(w in STOPS for w in words)
        clause = [w in s.words("clause_word") for w in words]
        for hit in s.of("grammar:clause"):
            clause[hit.first] = True
        self.clauses = _sums(clause)
        light = [w in s.words("auxiliary") for w in words]
        for hit in s.of("qualifier"):
            light[hit.first : hit.last] = [True] * (hit.last - hit.first)
        self.light = _sums(light)
        own = [False] * len(words)
        for f in s.figures:
            own[f.at[0]] = not f.bracketed
        self.figures = _sums(own)
        self.stems = [self._stem(i, w) for i, w in enumerate(words)]
        for f in s.figures:
            self.stems[f.at[0]] = f"<{f.kind}>"
            self.stems[f.at[0] + 1 : f.at[1]] = [""] * (f.at[1] - f.at[0] - 1)

    def _stem(self, i: int, word: str) -> str:
        if word[0].isdigit():
            return "<year>" if len(word) == 4 and word[:2] in ("19", "20") else "<number>"
        if self.s.covered("actor", i):
            return "<party>"
        start = self.s.tokens.starts[i]
        if i and word.isalpha() and self.s.text[start].isupper() and len(word) > 1:
            return "<name>"
        return word[:STEM]

    def standing(self, first: int, last: int, f: Figure) -> Standing:
        """How the tokens from ``first`` to ``last`` stand to a figure."""
        if last <= f.at[0]:
            a, b, side = last, f.at[0], "b"
        elif first >= f.at[1]:
            a, b, side = f.at[1], first, "a"
        else:
            return Standing("i", 0, 0, 0, 0, 0)
        gap = b - a - (self.light[b] - self.light[a])
        return Standing(
            side,
            STEPS[min(max(gap, 0) + 1, len(STEPS) - 1)] if b > a else 0,
            self.commas[b] - self.commas[a],
            self.stops[b] - self.stops[a],
            self.clauses[b] - self.clauses[a],
            self.figures[b] - self.figures[a],
        )


def _sums(flags) -> list[int]:
    return [0, *accumulate(map(int, flags))]


def layer_of(s: Sentence) -> Layer:
    """The layer of a sentence whose figures are known, made once."""
    if s.layer is None:
        s.layer = Layer(s)
    return s.layer
