"""A sentence as it is read: its tokens, the codebook phrases in it, and the figures found."""

from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from workbench.codebook import Codebook, cues
from workbench.codebook.cues import Hit

KINDS = ("cue", "actor", "unit", "frame")
# Families that hold words of very different use, and are asked for by what they give.
_BY_VALUE = {"grammar", "context", "attribution"}


class Noun(NamedTuple):
    """A counted noun (or currency) without its number; offsets as in ``Figure``.

    One told before the sentence has offsets below 0.
    """

    unit: str
    kind: str
    role: str
    start: int
    end: int
    rule: str
    text: str
    at: tuple[int, int] = (0, 0)
    counted: bool = False
    back: int = 0  # sentences between; 0 in the sentence itself
    value: Decimal = Decimal(0)  # of an amount of money


@dataclass
class Figure:
    """A figure in its sentence. Offsets are relative to the sentence; ``at`` are tokens."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    theme: str
    unit: str
    kind: str  # money, share, person, weapon, formation, event, thing, point
    at: tuple[int, int]
    noun: tuple[int, int] | None = None  # token interval of the counted noun
    unit_cue: tuple[int, int, str] | None = None  # start, end, rule
    unit_role: str = ""
    bracketed: bool = False
    change: bool = False
    bare: bool = False
    labels: dict = field(default_factory=dict)
    shared: list = field(default_factory=list)  # what speaks of it: see labels


class Sentence:
    """One sentence, tokenised, with its codebook hits by family."""

    def __init__(self, text: str, book: Codebook, before: tuple[Noun, ...] = (), kinds=KINDS):
        self.text = text
        self.before = before  # counted nouns of the text before it
        self.book = book
        self.tokens = cues.tokenise(text)
        self.words = book.words  # a word set of the codebook's grammar, by its name
        self.hits: dict[str, list[Hit]] = {}
        for hit in cues.matcher(book, *kinds).find(text, self.tokens):
            kind = hit.family
            if kind in _BY_VALUE:
                kind = f"{kind}:{hit.entry.gives}"
            if kind in self.hits:
                self.hits[kind].append(hit)
            else:
                self.hits[kind] = [hit]
        self._at: dict[str, dict[int, Hit]] = {}
        self.figures: list[Figure] = []
        self.open = False  # whether a number asks for a noun of the text before
        self.prior: Sentence | None = None  # the sentence or heading before it
        self.shift = 0  # where that begins, below 0
        self.reports = None  # what introduces a source in it: see speakers
        self.layer = None  # what stands between its places: see clauses
        self.capitals: dict[int, bool | None] = {}  # where names stand: see compare.names

    @cached_property
    def actors(self) -> dict[int, str]:
        """The party that each token names or belongs to."""
        return {k: h.entry.id for h in self.of("actor") for k in range(h.first, h.last)}

    def token(self, offset: int) -> int:
        """Index of the first token that ends behind the offset."""
        return bisect_left(self.tokens.ends, offset + 1)

    def of(self, kind: str) -> list[Hit]:
        """The hits of one family."""
        return self.hits.get(kind, [])

    def covered(self, kind: str, i: int) -> Hit | None:
        """The hit of a family that covers token ``i``."""
        at = self._at.get(kind)
        if at is None:
            at = self._at[kind] = {}
            for hit in self.hits.get(kind, ()):
                for k in range(hit.first, hit.last):
                    at.setdefault(k, hit)
        return at.get(i)

    def slice(self, start: int, end: int) -> str:
        """The words of a cue, which may stand in the text before."""
        if start < 0:
            noun = next((n.text for n in self.before if (n.start, n.end) == (start, end)), None)
            return noun or self.prior.text[start - self.shift : end - self.shift]
        return self.text[start:end]

    def heard(self, hit: Hit) -> tuple[int, int]:
        """Character interval of a hit in the sentence before."""
        start, end = self.prior.span(hit)
        return start + self.shift, end + self.shift

    def span(self, hit: Hit) -> tuple[int, int]:
        """Character interval of a hit."""
        return self.tokens.starts[hit.first], self.tokens.ends[hit.last - 1]
