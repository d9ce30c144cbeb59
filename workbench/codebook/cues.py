"""Codebook phrases in a text: one token trie for all of them.

A phrase matches whole words, case folded, straight or curly quotes alike, at any white space.
A leading capital in the codebook ("May", "ATACMS") asks for that capital in the text.
"""

from __future__ import annotations

from typing import NamedTuple

from workbench.codebook import Codebook, Entry, expand
from workbench.codebook.tokens import TOKEN, Tokens, fold, tokenise  # noqa: F401  (asked for here)


class Hit(NamedTuple):
    """A phrase found: its entry, what part of it (``match``, ``people``, ...), token interval."""

    entry: Entry
    part: str
    first: int
    last: int  # exclusive
    family: str  # "unit", "actor", "theme", or a cue's label
    rival: tuple = ()  # see _rival


# Names are matched with their capitals, so that "may" is no month and "us" no state.
CASED = {"name", "adjectives", "people"}
# " ~ " in a phrase stands for one to eight words: "held ~ to".
GAP = 8


class Node(NamedTuple):
    """What follows the words so far: phrases that end here, and the words that go on."""

    ends: list[Row]
    more: dict[str, Node]


class Row(NamedTuple):
    """A phrase at its end."""

    entry: Entry
    part: str
    family: str
    capital: tuple[int, ...]  # words that ask for a capital
    rest: tuple[str, ...]  # what stands behind " ~ "
    rival: tuple  # see _rival


class Matcher:
    """All phrases of some codebook entries, found in one walk over the tokens."""

    def __init__(self, phrases: list[tuple[Entry, str, str]]):
        top = Node([], {})
        kinds = {id(entry): (family(entry), _rival(entry)) for entry, _, _ in phrases}
        for entry, part, phrase in phrases:
            kind, rival = kinds[id(entry)]
            for written in expand(phrase) if "{" in phrase else [phrase]:
                head, _, tail = written.partition(" ~ ")
                words = TOKEN.findall(head)
                if not words:
                    continue
                node = top
                for word in words:
                    low = fold(word)
                    if low not in node.more:
                        node.more[low] = Node([], {})
                    node = node.more[low]
                capital: tuple[int, ...] = ()
                if part in CASED:
                    capital = tuple([i for i, w in enumerate(words) if w[0].isupper()])
                rest = tuple([fold(w) for w in TOKEN.findall(tail)]) if tail else ()
                row = Row(entry, part, kind, capital, rest, rival)
                if row not in node.ends:
                    node.ends.append(row)
        self.root = top.more

    def find(self, text: str, tokens: Tokens) -> list[Hit]:
        """Every phrase at every place; of one family the longest, and none inside an exclude."""
        words, starts, get = tokens.words, tokens.starts, self.root.get
        n = len(words)
        found: list[Hit] = []
        bars: list[Hit] = []
        new = tuple.__new__  # NamedTuple's own is a Python function, and there are many hits
        longer: dict[tuple, list[Hit]] = {}
        for i, word in enumerate(words):
            node, j = get(word), i
            while node is not None:
                j += 1
                ends, more = node
                for entry, part, kind, capital, rest, rival in ends:
                    if capital and not _capitals(text, starts, i, capital):
                        continue
                    last = _open_end(words, j, rest) if rest else j
                    if last < 0:
                        continue
                    hit = new(Hit, (entry, part, i, last, kind, rival))
                    if part == "exclude":
                        bars.append(hit)
                        continue
                    found.append(hit)
                    if last > i + 1:
                        longer.setdefault(rival, []).append(hit)
                node = more.get(words[j]) if more and j < n else None
        if bars:
            barred = {(id(b.entry), k) for b in bars for k in range(b.first, b.last)}
            found = [
                h
                for h in found
                if not any((id(h.entry), k) in barred for k in range(h.first, h.last))
            ]
            longer = {}
            for h in found:
                if h.last > h.first + 1:
                    longer.setdefault(h.rival, []).append(h)
        if not longer:
            return found
        return [h for h in found if h.rival not in longer or not _inside(h, longer[h.rival])]


def _capitals(text: str, starts: list[int], first: int, capital: tuple[int, ...]) -> bool:
    for word in capital:
        if not text[starts[first + word]].isupper():
            return False
    return True


def family(entry: Entry) -> str:
    """What a hit competes with: a cue with cues of its label, a name with names."""
    kind = type(entry).__name__
    return entry.label if kind == "Cue" else kind.lower()


def _open_end(words: list[str], at: int, rest: tuple[str, ...]) -> int:
    """Where the second half of an open phrase ends, or -1; it does not cross a stop."""
    size = len(rest)
    for start in range(at + 1, min(at + GAP + 1, len(words) - size + 1)):
        if tuple(words[start : start + size]) == rest:
            return start + size
        if words[start - 1] in ",;:.":
            return -1
    return -1


def _rival(entry: Entry) -> tuple:
    """What a hit competes with: "will send" of money leaves "send" of soldiers alone."""
    return family(entry), tuple(getattr(entry, "themes", ()))


def _inside(hit: Hit, rivals: list[Hit]) -> bool:
    """Whether a hit lies inside a longer one."""
    _, _, first, last, _, _ = hit
    size = last - first
    for _, _, start, end, _, _ in rivals:
        if start <= first and last <= end and end - start > size:
            return True
    return False


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
