"""Codebook phrases in a text: one token trie for all of them.

A phrase matches whole words, case folded, straight or curly quotes alike, at any white space.
A leading capital in the codebook ("May", "ATACMS") asks for that capital in the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from workbench.codebook import Codebook, Entry, expand

# A word keeps inner letters only, so that "peace-keepers" is three tokens in text and codebook
# alike; a possessive is a token of its own, so that "Kyiv's" is found under "Kyiv".
TOKEN = re.compile(r"['’](?:s|re|ve|ll|d)\b|n['’]t\b|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+|\d+|[^\w\s]")
FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "„": '"',
        "–": "-",
        "‑": "-",
        "‐": "-",
    }
)


class Tokens(NamedTuple):
    """Words of one text: folded forms, and their places as half-open code-point offsets."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def tokenise(text: str) -> Tokens:
    """Split into words, numbers and single signs.

    >>> tokenise("Kyiv’s 28-point plan").words
    ['kyiv', "'s", '28', '-', 'point', 'plan']
    """
    words, starts, ends = [], [], []
    for found in TOKEN.finditer(text):
        words.append(found.group().translate(FOLD).lower())
        starts.append(found.start())
        ends.append(found.end())
    return Tokens(words, starts, ends)


class Hit(NamedTuple):
    """A phrase found: its entry, what part of it (``match``, ``people``, ...), token interval."""

    entry: Entry
    part: str
    first: int
    last: int  # exclusive


class Matcher:
    """All phrases of some codebook entries, found in one pass over the tokens."""

    def __init__(self, phrases: list[tuple[Entry, str, str]]):
        index: dict[str, list[tuple[tuple[str, ...], Entry, str, tuple[int, ...]]]]
        index = defaultdict(list)
        for entry, part, phrase in phrases:
            for written in expand(phrase):
                head, _, tail = written.partition(" ~ ")
                words = TOKEN.findall(head)
                if not words:
                    continue
                folded = tuple(w.translate(FOLD).lower() for w in words)
                capital = tuple(i for i, w in enumerate(words) if part in CASED and w[:1].isupper())
                rest = tuple(w.translate(FOLD).lower() for w in TOKEN.findall(tail))
                index[folded[0]].append((folded, entry, part, capital, rest))
        self.index = {
            first: sorted(rest, key=lambda row: -len(row[0])) for first, rest in index.items()
        }

    def find(self, text: str, tokens: Tokens) -> list[Hit]:
        """Every phrase at every place; of one entry the longest, and none inside an exclude."""
        words, index = tokens.words, self.index
        hits: list[Hit] = []
        bars: list[Hit] = []
        for i, word in enumerate(words):
            rows = index.get(word)
            if rows is None:
                continue
            for folded, entry, part, capital, rest in rows:
                size = len(folded)
                if size > 1 and tuple(words[i : i + size]) != folded:
                    continue
                if capital and not all(text[tokens.starts[i + c]].isupper() for c in capital):
                    continue
                if rest:
                    size = _open_end(words, i + size, rest) - i
                    if size < 0:
                        continue
                (bars if part == "exclude" else hits).append(Hit(entry, part, i, i + size))
        if bars:
            hits = [
                h
                for h in hits
                if not any(
                    b.entry is h.entry and b.first < h.last and h.first < b.last for b in bars
                )
            ]
        return _longest(hits)


# " ~ " in a phrase stands for one to four words: "held ~ to".
GAP = 4


def _open_end(words: list[str], at: int, rest: tuple[str, ...]) -> int:
    """Where the second half of an open phrase ends, or -1."""
    for start in range(at + 1, min(at + GAP + 1, len(words) - len(rest) + 1)):
        if words[start - 1] in ",;:." or tuple(words[start : start + len(rest)]) == rest:
            return start + len(rest) if tuple(words[start : start + len(rest)]) == rest else -1
    return -1


# Names are matched with their capitals, so that "may" is no month and "us" no state.
CASED = {"name", "adjectives", "people"}


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drop a hit that lies inside a longer one of the same family."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    for hit in hits:
        family = getattr(hit.entry, "label", type(hit.entry).__name__)
        if type(hit.entry).__name__ != "Cue":
            family = type(hit.entry).__name__
        inside = any(
            o is not hit
            and o.first <= hit.first
            and hit.last <= o.last
            and o.last - o.first > hit.last - hit.first
            and type(o.entry) is type(hit.entry)
            and (type(o.entry).__name__ != "Cue" or o.entry.label == family)
            for o in hits
        )
        if not inside:
            kept.append(hit)
    return kept


def phrases(book: Codebook, *kinds: str) -> list[tuple[Entry, str, str]]:
    """(entry, part, phrase) rows of some kinds of entries, for a Matcher."""
    rows = []
    for kind in kinds:
        for entry in book.all(kind):
            name = "name" if kind == "actor" else "match"
            rows += [(entry, name, p) for p in entry.match]
            rows += [(entry, "exclude", p) for p in entry.exclude]
            if kind == "actor":
                rows += [(entry, "adjectives", p) for p in entry.adjectives]
                rows += [(entry, "people", p) for p in entry.people]
    return rows


_MATCHERS: dict[tuple, Matcher] = {}


def matcher(book: Codebook, *kinds: str) -> Matcher:
    """The matcher of a codebook for some kinds of entries, made once."""
    key = (id(book), kinds)
    if key not in _MATCHERS:
        _MATCHERS[key] = Matcher(phrases(book, *kinds))
        _MATCHERS[key].book = book  # keeps the id from being used again
    return _MATCHERS[key]
