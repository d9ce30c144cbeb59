"""A war that no codebook knows: what a text calls it."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

from workbench.codebook import Codebook
from workbench.codebook.tokens import Tokens
from workbench.text.agreed import key, plain

KEPT = 12  # names of a text by which others on the same war are known
POINTS = {"conflict_war": 3, "conflict_truce": 3, "conflict_side": 2, "conflict_land": 2,
          "conflict_army": 1, "conflict_talks": 1}  # fmt: skip
BEHIND = ("conflict_war", "conflict_truce", "conflict_talks")  # "war in", "peace in", "talks on"
LEAST = 3  # points, and times that it is named, for a name to be that of a war
REACH = 9  # words behind "war in" within which its name stands


class Called(NamedTuple):
    """What a text calls a war, or "", and other names by which it is known; how much it says."""

    own: str
    others: list[str]
    weight: float


def called(text: str, tokens: Tokens, hits: list, book: Codebook) -> Called:
    """The name of a war that the codebook has not: "the war in Belmora", "the Tesh Front".

    >>> from workbench import codebook
    >>> from workbench.codebook.tokens import tokenise
    >>> text = "The war over the Tesh highlands goes on. The Tesh Front fights."
    >>> called(text, tokenise(text), [], codebook.load()).own
    'Tesh'
    """
    states = _states(hits, book)
    names = _capitals(text, tokens, hits, book) | states
    pointed: Counter = Counter()
    kinds = _kinds(book)
    for place, word in enumerate(tokens.words):
        for kind in kinds.get(word, ()):
            for k in _beside(tokens.words, place, names, kind, book):
                if kind == "conflict_war" or k not in states:
                    pointed[key(names[k])] += POINTS[kind]
    form: dict[str, str] = {}
    for name in sorted({*names.values()}, key=plain, reverse=True):
        form[key(name)] = name  # "Tesh" of "Teshi" and "TESH"
    weight = Counter(map(key, names.values()))
    order = sorted(weight, key=lambda name: (-pointed[name] - weight[name], name))
    sure = [n for n in order if pointed[n] and pointed[n] + weight[n] >= LEAST]
    own = sure[:1]
    others = sorted(weight.keys() - {*own}, key=lambda name: (-weight[name], name))
    kept = [form[name] for name in others[:KEPT]]
    return Called("".join(form[name] for name in own), kept, 2.0 * sum(weight[n] for n in own))


@lru_cache(maxsize=8)
def _kinds(book: Codebook) -> dict[str, list[str]]:
    """The words that a name may stand with, and what kinds of them they are."""
    found = defaultdict(list)
    for kind in POINTS:
        for word in book.words(kind):
            found[word].append(kind)
    return found


def _states(hits: list, book: Codebook) -> dict[int, str]:
    """The states that no conflict of the codebook has, by the places of their words."""
    parties = {id for c in book.all("conflict") for id in (*c.theatre, *c.parties)}
    return {
        k: hit.entry.label
        for hit in hits
        if hit.family == "actor" and hit.entry.kind == "state" and hit.part == "name"
        if hit.entry.id not in parties
        for k in range(hit.first, hit.last)
    }


def _capitals(text: str, tokens: Tokens, hits: list, book: Codebook) -> dict[int, str]:
    """The names that are of no known conflict, by the places of their words."""
    known = {k for hit in hits for k in range(hit.first, hit.last)}
    common, none = book.words("conflict_common"), book.words("conflict_none")
    written = Counter(
        text[a:b]
        for a, b in zip(tokens.starts, tokens.ends, strict=True)
        if text[a].isupper() and not text[a:b].isupper()
    )
    lower = {w for w, a in zip(tokens.words, tokens.starts, strict=True) if text[a].islower()}
    found = {}
    for k, word in enumerate(tokens.words):
        start, end = tokens.starts[k], tokens.ends[k]
        if k in known or not text[start].isupper() or len(word) < 3:
            continue
        if word in common or word in none or word in lower:
            continue
        shape = text[start:end]
        if shape.isupper() and len(shape) > 3 and (shape.title() in written or len(shape) > 5):
            shape = shape.title()
        found[k] = shape
    return found


def _beside(words: list[str], place: int, names, kind: str, book: Codebook) -> list[int]:
    """The names that a word of war stands with: before it, or behind "in", "over", "between"."""
    passed, found = book.words("conflict_common"), []
    for k in range(place - 1, max(place - REACH, -1), -1):
        if k in names:
            found.append(k)
        elif words[k] not in passed and words[k] not in ("-", "'s"):
            break
    if len(found) > 1 and "-" in words[found[-1] : place]:  # "Norvask-Belmora talks"
        return 2 * found
    then = words[place + 1] if place + 1 < len(words) else ""
    if found or kind not in BEHIND or then not in book.words(f"{kind}_of"):
        return found
    for k in range(place + 2, min(place + REACH, len(words))):
        if k in names:
            found.append(k)
        elif words[k] not in passed and words[k] not in ("the", "and", "-", "'s"):
            break
    return found
