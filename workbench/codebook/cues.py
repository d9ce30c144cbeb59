"""Codebook phrases in a text: one token trie for all of them.

A phrase matches whole words, case folded, straight or curly quotes alike, at any white space.
A leading capital in the codebook ("May", "ATACMS") asks for that capital in the text.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter
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
CASED = {"name", "adjectives", "people", "places", "groups", "plans"}
# So many hits of one family, in the order of the text, reach further than any phrase.
SOME = 100
FIRST = itemgetter(2)
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
    rival: tuple
    capital: tuple[int, ...]  # words that ask for a capital
    rest: tuple[str, ...]  # what stands behind " ~ "


class Matcher:
    """All phrases of some codebook entries, found in one walk over the tokens.

    >>> from workbench import codebook
    >>> hits = matcher(codebook.load(), "actor").find(text := "Kyiv fears us", tokenise(text))
    >>> [(hit.entry.id, hit.part, hit.first, hit.last) for hit in hits]
    [('ukraine', 'name', 0, 1)]
    """

    def __init__(self, phrases: list[tuple[Entry, str, str]]):
        top = Node([], {})
        rivals = {id(entry): _rival(entry) for entry, _, _ in phrases}
        for entry, part, phrase in phrases:
            for written in expand(phrase) if "{" in phrase else [phrase]:
                head, _, tail = written.partition(" ~ ")
                words = TOKEN.findall(head)
                node = top
                for word in words:
                    node = node.more.setdefault(fold(word), Node([], {}))
                cased = enumerate(words if part in CASED else ())
                capital = tuple([i for i, word in cased if word[0].isupper()])
                rest = tuple([fold(word) for word in TOKEN.findall(tail)]) if tail else ()
                row = Row(entry, part, rivals[id(entry)], capital, rest)
                if row not in node.ends:
                    node.ends.append(row)
        self.root = top.more

    def find(self, text: str, tokens: Tokens) -> list[Hit]:
        """Every phrase at every place; of one family the longest, and none inside an exclude."""
        words, starts, get = tokens.words, tokens.starts, self.root.get
        n = len(words)
        found: list[Hit] = []
        barred: set[tuple[int, int]] = set()  # entry and word
        longer: dict[tuple, list[Hit]] = {}
        new = tuple.__new__  # NamedTuple's own is a Python function, and there are many hits
        for i, word in enumerate(words):
            node, j = get(word), i
            while node is not None:
                j += 1
                ends, more = node
                for entry, part, rival, capital, rest in ends:
                    if capital and not _capitals(text, starts, i, capital):
                        continue
                    last = _open_end(words, j, rest) if rest else j
                    if last < 0:
                        continue
                    if part == "exclude":
                        barred.update([(id(entry), k) for k in range(i, last)])
                    else:
                        found.append(new(Hit, (entry, part, i, last, rival[0], rival)))
                node = more.get(words[j]) if more and j < n else None
        if barred:
            found = [
                h for h in found if barred.isdisjoint((id(h[0]), k) for k in range(h[2], h[3]))
            ]
        for h in found:
            if h[3] > h[2] + 1:
                longer.setdefault(h[5], []).append(h)
        if not longer:
            return found
        return [h for h in found if h[5] not in longer or not _inside(h, longer[h[5]])]


def _capitals(text: str, starts: list[int], first: int, capital: tuple[int, ...]) -> bool:
    for word in capital:  # a loop: `all` takes twice the time
        if not text[starts[first + word]].isupper():
            return False
    return True


def _open_end(words: list[str], at: int, rest: tuple[str, ...]) -> int:
    """Where the second half of an open phrase ends, or -1; it does not cross a stop."""
    size = len(rest)
    for start in range(at + 1, min(at + GAP + 1, len(words) - size + 1)):
        if tuple(words[start : start + size]) == rest:
            return start + size
        if words[start - 1] in ",;:.":
            return -1
    return -1


def _rival(entry: Entry) -> tuple[str, tuple]:
    """What a hit competes with: a cue with cues of its label, a name with names; "will send" of
    money leaves "send" of soldiers alone."""
    kind = type(entry).__name__
    return entry.label if kind == "Cue" else kind.lower(), tuple(getattr(entry, "themes", ()))


def _inside(hit: Hit, rivals: list[Hit]) -> bool:
    """Whether a hit lies inside a longer one; ``rivals`` stand by their first words."""
    _, _, first, last, _, _ = hit
    size, at = last - first, len(rivals)
    if at > SOME:  # a whole text: only those near by
        at = bisect_right(rivals, first, key=FIRST)
        rivals = rivals[max(0, at - SOME) : at]
    for _, _, start, end, _, _ in rivals:
        if start <= first and last <= end and end - start > size:
            return True
    return False


@lru_cache(maxsize=64)
def matcher(book: Codebook, *kinds: str) -> Matcher:
    """The matcher of a codebook for some kinds of entries, made once."""
    phrases = []
    own = {p.lower() for u in book.all("unit") if u.theme for m in u.match for p in expand(m)}
    for kind in kinds:
        fields = ("match", "exclude", "adjectives", "people", "places", "groups", "plans", "loose")
        parts = {"match": "name"} if kind in ("actor", "conflict", "bloc") else {}
        for entry in book.all(kind):
            for field in fields:
                part, told = parts.get(field, field), getattr(entry, field, ())
                if own and kind == "unit" and not entry.theme:  # a theme of one's own comes first
                    told = [p for phrase in told for p in expand(phrase) if p.lower() not in own]
                phrases += [(entry, part, phrase) for phrase in told]
    return Matcher(phrases)
