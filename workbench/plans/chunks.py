"""A sentence as chunks: each one letter for its kind, so that a small grammar can read them."""

from __future__ import annotations

import re
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
SIGNS = {"'s": "s", "'": "s", "-": "h"}
ROMAN = re.compile(r"\b[A-Z][a-z]+ (II|III|IV)\b")
MOST = 99  # points


class Chunk(NamedTuple):
    """Some tokens with their letter; ``value``: parties, a number, an ordinal, days, a name."""

    tag: str
    start: int
    end: int
    value: object = None


class Line:
    """A sentence as chunks, and the cues in it by chunk."""

    def __init__(self, owners: tuple, text: str, at: int, book: Codebook, day: str | None):
        self.owners, self.common = owners  # names that own something in the text: parties
        self.text, self.at, self.book, self.day = text, at, book, day
        self.tokens = tokens = cues.tokenise(text)
        self.hits = _vocabulary(book, True).find(text, tokens)
        self.chunks: list[Chunk] = []
        self.tags = ""
        self.plain = not {"plan_noun", "plan_point", "plan_ordinal"} & {
            h.entry.id for h in self.hits
        } and not ROMAN.search(text)

    def read(self) -> Line:
        """With its chunks."""
        if not self.chunks:
            self.also = _vocabulary(self.book, False).find(self.text, self.tokens)
            self._read()
            self.tags = "".join(chunk.tag for chunk in self.chunks)
        for k, c in enumerate(self.chunks):  # "the Madrid principles of 2009"
            if c.value == "principles" and not re.search("#[pca]*$", self.tags[:k]):
                self.tags = f"{self.tags[:k]}n{self.tags[k + 1 :]}"
        return self

    def _read(self) -> None:
        words, starts, ends = self.tokens
        filed = sentences.filed(self.text)
        found: dict[int, tuple[int, Chunk]] = {}  # first token: tokens behind, chunk

        def put(first: int, last: int, tag: str, value=None) -> None:
            if not any(f < last and first < stop for f, (stop, _) in found.items()):
                found[first] = last, Chunk(tag, starts[first], ends[last - 1], value)

        def tokens_of(start: int, end: int) -> tuple[int, int]:
            inside = [k for k in range(len(words)) if start < ends[k] and starts[k] < end]
            return inside[0], inside[-1] + 1

        hidden = re.sub(
            r"\d+(?= of [A-Z])", lambda m: "#" * len(m[0]), self.text
        )  # "the 28 of November"
        for m in dates.find(hidden, self.day, self.book):
            days = m.from_, m.to
            if self.day and m.from_ and m.from_ > self.day and not re.search(r"\d{4}", m.text):
                days = tuple(
                    [f"{int(d[:4]) - 1}{d[4:]}" for d in days]
                )  # a plan has come out: the last April
            put(*tokens_of(m.start, m.end), "d", days)
        for m in (
            ROMAN.finditer(self.text)
            if re.search("sign|agree|accord|supersede|replace", self.text)
            else ()
        ):
            put(*tokens_of(*m.span()), "N", (m[0].lower(), ["II", "III", "IV"].index(m[1]) + 2))
        order = sorted(
            self.hits,
            key=lambda h: (
                -(h.last - h.first),
                list(TAGS).index(h.entry.id) if h.entry.id in TAGS else 99,
            ),
        )
        for h in order:
            if h.entry.id in TAGS and TAGS[h.entry.id] in "xn":
                put(h.first, h.last, TAGS[h.entry.id], words[h.last - 1])
        for h in order:
            if h.entry.id.startswith("plan_party."):
                put(h.first, h.last, "p", frozenset(h.entry.id.split(".")[1:]))
        for q in numbers.grammar(self.book).find(self.text):
            if not (q.currency or q.percent) and q.low == q.high and 3 <= q.low <= MOST:
                put(*tokens_of(q.start, q.end), "#", int(q.low))
        for h in cues.matcher(self.book, "actor").find(self.text, self.tokens):
            if starts[h.first] >= filed:
                kind = h.entry.id
                text = self.text[starts[h.first] : ends[h.last - 1]]
                own = h.entry.match[0] == text
                land = (
                    own
                    and kind in _lands(self.book)
                    or not own
                    and kind not in _parties(self.book)
                    and h.part == "name"
                    and h.entry.kind == "state"
                    and not text.isupper()
                )
                owner = words[h.last : h.last + 1] in (["'s"], ["'"], ["-"])
                noun = found.get(h.last, (0, Chunk("w", 0, 0)))[1].tag == "n" or words[
                    h.last : h.last + 1
                ] in (["peace"], ["truce"])
                put(
                    h.first,
                    h.last,
                    "c" if land and noun and not owner else "p",
                    words[h.first] if land and noun and not owner else frozenset([kind]),
                )
        for h in order:
            if h.entry.id in TAGS:
                value = (
                    h.entry.match.index(words[h.first]) + 1
                    if h.entry.id == "plan_ordinal"
                    else words[h.last - 1]
                )
                put(h.first, h.last, TAGS[h.entry.id], value)
        k = 0
        while k < len(words):
            last, chunk = found.get(k) or self._word(k, found)
            self.chunks.append(chunk)
            k = last

    def _word(self, k: int, found) -> tuple[int, Chunk]:
        """A name in capitals, a sign, or any other word."""
        words, starts, ends = self.tokens
        last = k
        none = self.book.words("conflict_none") | self.common
        while (
            last < len(words)
            and last not in found
            and self.text[starts[last]].isupper()
            and words[last] not in none
        ):
            last += 1
        organ = self.book.words("plan_organ")
        if (
            k < last < len(words) - 1
            and words[last - 1] in organ
            and words[last] == "of"
            and self.text[starts[last + 1]].isupper()
            and last + 1 not in found
        ):
            last += 2  # "the League of Coasts"
        behind = words[last] if last < len(words) else "."
        if (
            last == k
            or k == 0
            and last == 1
            and behind not in ("'s", "-")
            and words[0] not in self.owners
            and found.get(1, (0, Chunk("w", 0, 0)))[1].tag != "n"
        ):
            return k + 1, Chunk(
                SIGNS.get(words[k], words[k] if not words[k].isalnum() else "w")[0],
                starts[k],
                ends[k],
            )
        return last, Chunk("c", starts[k], ends[last - 1], " ".join(words[k:last]))

    def is_party(self, chunk: Chunk) -> bool:
        """Whether a name that the codebook has not is a party's: it owns something, or is a body's."""
        words = {*str(chunk.value).split()}
        return bool(words & self.owners or words & self.book.words("plan_organ"))

    def cues(self, kind: str) -> list[tuple[int, int]]:
        """Chunks at which the phrases of a set begin, and those behind them."""
        ends = [c.end for c in self.chunks]
        found = []
        for h in self.also:
            if h.entry.id == kind:
                a, b = self.tokens.starts[h.first], self.tokens.ends[h.last - 1]
                found.append((sum(e <= a for e in ends), sum(e < b for e in ends) + 1))
        return found


@lru_cache(maxsize=8)
def _vocabulary(book: Codebook, tagged: bool) -> cues.Matcher:
    """The phrases of the sets that make chunks, or of those that are cues; names keep capitals."""
    sets = [s for s in book.all("wordset") if s.id.startswith("plan_")]
    sets = [s for s in sets if tagged == (s.id in TAGS or "plan_party." in s.id)]
    return cues.Matcher(
        [(s, "name" if "plan_party." in s.id else s.id, m) for s in sets for m in s.match]
    )


@lru_cache(maxsize=8)
def _lands(book: Codebook) -> frozenset[str]:
    """Lands in which wars are fought: "the Ukraine plan" is not Ukraine's."""
    return frozenset(party for c in book.all("conflict") for party in c.theatre)


@lru_cache(maxsize=8)
def _parties(book: Codebook) -> frozenset[str]:
    """Whose capital stands for its government: "the Moscow paper", but "the Berlin framework"."""
    return _lands(book).union({"united_states"}, *(c.parties for c in book.all("conflict")))
