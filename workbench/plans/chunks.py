"""A sentence as chunks: each one letter for its kind, so that a small grammar can read them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workbench import dates, numbers
from workbench.codebook import Codebook, cues
from workbench.text import sentences

# Letters of chunks by what the codebook says of their words, the first that fits.
TAGS = {"plan_other": "x", "plan_noun": "n", "plan_point": "k", "plan_ordinal": "o",
        "plan_modifier": "a", "plan_relative": "r", "plan_makes": "v", "plan_pronoun": "q",
        "plan_article": "t", "plan_of": "f", "plan_in": "i", "plan_to": "g", "plan_and": "y",
        "plan_be": "l", "plan_future": "u"}  # fmt: skip
RANK = {name: rank for rank, name in enumerate(TAGS)}
SIGNS = {"'s": "s", "'": "s", "-": "h"}
PARTY = "plan_party."
ROMAN = re.compile(r"\b[A-Z][a-z]+ (II|III|IV)\b(?=.*(?:sign|agree|accord|supersede|replace))")
OWNER = re.compile(r"\b([A-Z][\w-]+)['’]s\b")
LEAST, MOST = 3, 99  # points


class Chunk(NamedTuple):
    """Some tokens with their letter; ``value``: parties, a number, an ordinal, days, a name."""

    tag: str
    start: int
    end: int
    value: object = None


class Names(NamedTuple):
    """Of one text: names that own something or come twice, and words that are written small."""

    owners: frozenset[str]
    small: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Names:
        """The names of a text."""
        told = Counter(re.findall(r"[^\W\d_]+", text))
        twice = {w for w in told if w[0].isupper() and told[w] > 1 and w.lower() not in told}
        owners = {w.lower() for w in twice.union(OWNER.findall(text))}
        return cls(frozenset(owners), frozenset(w for w in told if w.islower()))


class Line:
    """A sentence of a view, its chunks, and where the cues of each set begin and end in them."""

    def __init__(self, text: str, at: int, book: Codebook, day: str | None, names: Names):
        self.text, self.at, self.book, self.day, self.names = text, at, book, day, names
        self.tokens = cues.tokenise(text)
        self.hits = _vocabulary(book, True).find(text, self.tokens)
        self.hits.sort(key=lambda h: (h.first - h.last, RANK.get(h.entry.id, 99)))
        kinds = {h.entry.id for h in self.hits}
        self.plain = kinds.isdisjoint(("plan_noun", "plan_point", "plan_ordinal"))
        self.plain = self.plain and not ROMAN.search(text)
        self.chunks: list[Chunk] = []
        self.tags = ""
        self._cues: dict[str, list[tuple[int, int]]] = {}

    def read(self) -> Line:
        """The line with its chunks."""
        if self.chunks or not self.tokens.words:
            return self
        found: dict[int, tuple[int, Chunk]] = {}  # first token: those behind, chunk
        taken: set[int] = set()
        for first, last, tag, value in self._layers():
            if first < last and taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                found[first] = last, self._chunk(tag, first, last, value)
        k = 0
        while k < len(self.tokens.words):
            k, chunk = found.get(k) or self._word(k, found)
            self.chunks.append(chunk)
        self.tags = "".join(chunk.tag for chunk in self.chunks)
        for k, chunk in enumerate(self.chunks):  # "the Madrid principles of 2009"
            if chunk.value == "principles" and not re.search("#[pca]*$", self.tags[:k]):
                self.chunks[k] = chunk._replace(tag="n")
        self.tags = "".join(chunk.tag for chunk in self.chunks)
        ends = [chunk.end for chunk in self.chunks]
        for h in _vocabulary(self.book, False).find(self.text, self.tokens):
            a, b = self.tokens.starts[h.first], self.tokens.ends[h.last - 1]
            place = bisect_right(ends, a), bisect_left(ends, b) + 1
            self._cues.setdefault(h.entry.id, []).append(place)
        return self

    def cues(self, *kinds: str) -> list[tuple[int, int]]:
        """Chunks at which the phrases of some sets begin, and those behind them."""
        return [place for kind in kinds for place in self._cues.get(f"plan_{kind}", ())]

    def words(self, first: int, last: int) -> str:
        """The text of some chunks, in small letters."""
        some = self.chunks[first:last]
        return self.text[some[0].start : some[-1].end].lower() if some else ""

    def says(self, k: int) -> str:
        """The word of one chunk."""
        return self.words(k, k + 1) if 0 <= k < len(self.chunks) else ""

    def is_party(self, k: int) -> bool:
        """Whether a name outside the codebook is a party: it owns something, or is a body."""
        words = {*str(self.chunks[k].value).split()}
        return bool(words & (self.names.owners | self.book.words("plan_organ")))

    def parties(self, k: int) -> frozenset[str]:
        """The ids of a chunk that names a party; one outside the codebook as "lisk_front"."""
        chunk = self.chunks[k]
        named = chunk.value if chunk.tag == "p" else {re.sub(r"\W+", "_", str(chunk.value))}
        return frozenset(named)

    def _chunk(self, tag: str, first: int, last: int, value=None) -> Chunk:
        return Chunk(tag, self.tokens.starts[first], self.tokens.ends[last - 1], value)

    def _layers(self) -> Iterator[tuple[int, int, str, object]]:
        """Tokens with their letter and value, what goes first first."""
        yield from self._dates()
        for m in ROMAN.finditer(self.text):  # "Oslo II"
            order = ["II", "III", "IV"].index(m[1]) + 2
            yield *self._tokens(*m.span()), "N", (m[0].lower(), order)
        yield from self._phrases("plan_other", "plan_noun")
        for h in self.hits:
            if h.entry.id.startswith(PARTY):
                yield h.first, h.last, "p", frozenset(h.entry.id.split(".")[1:])
        for q in numbers.grammar(self.book).find(self.text):
            if not (q.currency or q.percent) and q.low == q.high and LEAST <= q.low <= MOST:
                yield *self._tokens(q.start, q.end), "#", int(q.low)
        filed = sentences.filed(self.text)
        for h in cues.matcher(self.book, "actor").find(self.text, self.tokens):
            if self.tokens.starts[h.first] >= filed:
                place = self._names_place(h)
                name = " ".join(self.tokens.words[h.first : h.last])
                yield h.first, h.last, *(("c", name) if place else ("p", frozenset([h.entry.id])))
        yield from self._phrases(*TAGS)

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        return bisect_right(self.tokens.ends, start), bisect_left(self.tokens.starts, end)

    def _dates(self) -> Iterator[tuple[int, int, str, object]]:
        """Calendar expressions; "the 28 of November" is a number of points and a month."""
        hidden = re.sub(r"\d+(?= of [A-Z])", lambda m: "#" * len(m[0]), self.text)
        for m in dates.find(hidden, self.day, self.book):
            days = m.from_, m.to
            if self.day and m.from_ and m.from_ > self.day and not re.search(r"\d{4}", m.text):
                days = tuple([f"{int(d[:4]) - 1}{d[4:]}" for d in days])  # a plan that is out
            yield *self._tokens(m.start, m.end), "d", days

    def _phrases(self, *kinds: str) -> Iterator[tuple[int, int, str, object]]:
        for h in self.hits:
            if h.entry.id in kinds:
                first, last = self.tokens.words[h.first], self.tokens.words[h.last - 1]
                ordinal = h.entry.id == "plan_ordinal"
                value = h.entry.match.index(first) + 1 if ordinal else last
                yield h.first, h.last, TAGS[h.entry.id], value

    def _names_place(self, h: cues.Hit) -> bool:
        """Whether a party's name before a text's noun is where it is of: "the Ukraine plan",
        "the Berlin framework"; not "the EU text", "Kyiv's text"."""
        behind = self.tokens.words[h.last] if h.last < len(self.tokens.words) else ""
        if h.part != "name" or h.entry.kind not in ("state", "place") or behind in SIGNS:
            return False
        text = self.text[self.tokens.starts[h.first] : self.tokens.ends[h.last - 1]]
        land = h.entry.match[0] == text
        at = any(n.first == h.last and n.entry.id == "plan_noun" for n in self.hits)
        known = h.entry.id in _parties(self.book)[not land]
        return at and (known if land else not (known or text.isupper()))

    def _word(self, k: int, found: dict) -> tuple[int, Chunk]:
        """A name in capitals, a sign, or any other word."""
        words, starts, last = self.tokens.words, self.tokens.starts, k
        none = self.book.words("conflict_none") | self.names.small

        def capital(i: int) -> bool:
            return i < len(words) and i not in found and self.text[starts[i]].isupper()

        while capital(last) and words[last] not in none:
            last += 1
            organ = words[last - 1] in self.book.words("plan_organ")
            if organ and words[last : last + 1] == ["of"] and capital(last + 1):
                last += 1  # "the League of Coasts"
        behind = words[last] if last < len(words) else ""
        noun = last in found and found[last][1].tag == "n"
        opens = last == 1 and words[0] not in self.names.owners  # a sentence, as any word may
        if last == k or opens and not k and not (behind in SIGNS or noun):
            sign = words[k] if not words[k].isalnum() else "w"
            return k + 1, self._chunk(SIGNS.get(words[k], sign[0]), k, k + 1)
        return last, self._chunk("c", k, last, " ".join(words[k:last]))


@lru_cache(maxsize=8)
def _vocabulary(book: Codebook, tagged: bool) -> cues.Matcher:
    """The phrases of the sets that make chunks, or of those that are cues; names keep capitals."""
    sets = [s for s in book.all("wordset") if s.id.startswith("plan_")]
    sets = [s for s in sets if tagged == (s.id in TAGS or s.id.startswith(PARTY))]
    part = {True: "name", False: "match"}
    return cues.Matcher([(s, part[s.id.startswith(PARTY)], m) for s in sets for m in s.match])


@lru_cache(maxsize=8)
def _parties(book: Codebook) -> tuple[frozenset[str], frozenset[str]]:
    """Lands in which wars are fought; and parties, whose capital stands for the government."""
    wars = book.all("conflict")
    lands = frozenset(party for c in wars for party in c.theatre)
    return lands, lands.union({"united_states"}, *(c.parties for c in wars))
