"""The plan, draft or other text that a sentence names: whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from workbench.codebook import Codebook
from workbench.compare.names import Sentence, meet, name_at, stem

ALONE = [","], ["has"], ["had"]  # "the first, of 3 March, had 12"


@dataclass(frozen=True, slots=True)
class Plan:
    """A text that a sentence names: whose, and the words before its noun."""

    owners: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    later: bool = False  # told to be a draft that was revised

    def same(self, other: Plan, book: Codebook) -> bool:
        """Whether two mentions can mean one text, and something says that they do."""
        if self.owners and other.owners:
            return bool(meet(self.owners, other.owners, book))
        return bool(self.words & other.words)


def plan(s: Sentence, here, book: Codebook, known) -> Plan | None:
    """The plan, draft or text nearest to the figure, with its owners."""
    nouns, told = book.words("compare_text"), []
    words = s.tokens.words
    for k, (word, start) in enumerate(zip(words, s.tokens.starts, strict=True)):
        alone = word in book.words("compare_ordinal") and words[k + 1 : k + 2] in ALONE
        if (word in nouns or alone and nouns & {*words}) and not s.capitals.get(k):
            told.append((here[0] - start if start < here[0] else (start - here[1]) * 1.2, k))
    made = [_named(s, k, book, known) for _, k in sorted(told)]
    # A text further off counts where somebody's name tells it from others.
    return next((t for i, t in enumerate(made) if t and (not i or t.owners or not t.later)), None)


def subject_of(s: Sentence, before: int, known) -> frozenset[str]:
    """The first name of a sentence, with the words that follow it: "the Littoral League"."""
    names = [name_at(s, k, known) for k in range(before)]
    first = next((k for k, name in enumerate(names) if name), before)
    return frozenset(takewhile(bool, names[first:]))


def _named(s: Sentence, k: int, book: Codebook, known) -> Plan | None:
    """The text whose noun is a token, where the words beside it tell it from others."""
    nouns, words = book.words("compare_text"), s.tokens.words
    edges, articles = book.words("compare_edge"), book.words("article")
    passed = book.words("compare_by") | book.words("compare_passed") | {"that", "which"}
    owners, before, first = set(), set(), k
    while first and words[first - 1] not in edges and words[first] not in articles:
        first -= 1
    for i in range(first, k):
        if name := name_at(s, i, known):
            owners.add(name)
        elif words[i].isalpha() and len(words[i]) > 2 and words[i] not in nouns:
            before.add(stem(words[i]))
    if not owners and book.words("self") & {*words[first:k]}:
        owners = subject_of(s, first, known)
    before -= {stem(w) for w in book.words("compare_stop")}
    before |= {f"={w}" for w in words[first : k + 1] if w in book.words("compare_ordinal")}
    for i in range(k + 1, min(k + 12, len(words))):
        if name := name_at(s, i, known):
            owners.add(name)
        elif words[i] not in passed:
            break
    later = book.words("compare_later_draft") & {*words[first : k + 1]}
    later |= book.words("compare_reworked") & {*words}
    before |= {words[k]} & book.words("compare_signed")
    if "own" in words[first:k]:
        before = set()  # not the one that others call so
    return Plan(frozenset(owners), frozenset(before), bool(later)) if owners or before else None
