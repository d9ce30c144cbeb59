"""The plan, draft or other text that a sentence names: whose it is, and what about."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.codebook import Codebook
from workbench.compare.names import Sentence, meet, name_at, rival, stem

MARKS = ("earlier", "later")


@dataclass(frozen=True, slots=True)
class Plan:
    """A text that a sentence names: whose, about what, and the words before its noun."""

    owners: frozenset[str]
    about: frozenset[str]
    words: frozenset[str]
    counter: bool = False
    mark: str = ""  # "earlier" of the first draft, "later" of the revised one

    def same(self, other: Plan, book: Codebook) -> bool:
        """Whether two mentions can mean one text, and something says that they do."""
        if self.counter != other.counter or rival(self.about, other.about, book):
            return False
        if self.mark and other.mark and self.mark != other.mark:
            return False
        if len(self.words & other.words) > 1:
            return True
        if self.owners and other.owners:
            return bool(meet(self.owners, other.owners, book))
        if self.words & other.words:
            return True
        return False


def plan(s: Sentence, here, book: Codebook, known) -> Plan | None:
    """The plan, draft or text nearest to the figure, with its owners."""
    nouns = book.words("compare_text")
    words, starts = s.tokens.words, s.tokens.starts
    told = []
    for k, word in enumerate(words):
        verb = word == "plan" and words[k + 1 : k + 2] in (["a"], ["an"], ["to"])
        if word in nouns and not verb and not s.capitals.get(k):
            gap = here[0] - starts[k] if starts[k] < here[0] else (starts[k] - here[1]) * 1.2
            told.append((gap, k))
    made = [_named(s, k, book, known) for _, k in sorted(told)]
    # A text further off counts where it is told from others, and not by its age.
    return next((t for i, t in enumerate(made) if t and (not i or t.owners or not t.mark)), None)


def _named(s: Sentence, k: int, book: Codebook, known) -> Plan | None:
    """The text whose noun is a token, where the words beside it tell it from others."""
    nouns, words = book.words("compare_text"), s.tokens.words
    edges, stop = book.words("compare_edge"), book.words("compare_stop")
    articles, passed = book.words("article"), book.words("compare_passed")
    by, on = book.words("compare_by"), book.words("compare_on")
    owners, about, before = set(), set(), set()
    counter = False
    first = k
    while first > 0 and k - first < 8:
        word = words[first - 1]
        if word in edges:
            break
        first -= 1
        if word in articles:
            break
    for i in range(first, k):
        word = words[i]
        name = name_at(s, i, known)
        if name:
            owners.add(name)
        elif word == "counter":
            counter = True
        elif word.isalpha() and len(word) > 2 and word not in stop and word not in nouns:
            before.add(stem(word))
    counter = counter or words[k].startswith("counter")
    side = owners
    for i in range(k + 1, min(k + 12, len(words))):
        word = words[i]
        if word in by:
            side = owners
        elif word in on:
            side = about
        elif name := name_at(s, i, known):
            side.add(name)
        elif (
            side is owners and words[i - 1] in by | {"the"} and word.isalpha() and word not in stop
        ):
            before.add(stem(word))  # "the roadmap of the bishops"
        elif word in ("that", "which") and words[i - 1] in nouns:
            side = owners
        elif word not in passed:
            break
    if not (owners or before):
        return None
    told = {*words[first:k]}
    mark = next((m for m in MARKS if told & book.words(f"compare_{m}_draft")), "")
    if not mark:
        mark = "later" if book.words("compare_reworked") & {*words} else ""
        if any(phrase in " ".join(words) for phrase in book.words("compare_first_form")):
            mark = "earlier"
    return Plan(frozenset(owners), frozenset(about), frozenset(before), counter, mark)
