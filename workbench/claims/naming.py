"""A war that no codebook knows: what a text calls it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from workbench.codebook import Codebook
from workbench.codebook.tokens import Tokens
from workbench.text.agreed import key

KEPT = 12  # names of a text by which others on the same war are known
LEAST = 2
POINTS = {"conflict_war": 3, "conflict_talks": 1, "conflict_side": 2}


class Called(NamedTuple):
    """What a text calls a war, the most telling name first; how much it speaks of it."""

    names: list[str]
    weight: float


def called(text: str, tokens: Tokens, hits: list, book: Codebook) -> Called | None:
    """The name of a war that the codebook has not: "the war in Belmora", "the Tesh Front".

    >>> from workbench import codebook
    >>> from workbench.codebook.tokens import tokenise
    >>> text = "The war over the Tesh highlands goes on. The Tesh Front fights."
    >>> called(text, tokenise(text), [], codebook.load()).names
    ['Tesh']
    """
    known = {k for hit in hits for k in range(hit.first, hit.last)}
    names = _capitals(text, tokens, known, book)
    points: Counter = Counter()
    for place, word in enumerate(tokens.words):
        for kind, worth in POINTS.items():
            if word in book.words(kind):
                for name in _beside(tokens, place, names, kind, book):
                    points[name] += worth
    if not points:
        return None
    form: dict[str, str] = {}
    for name in sorted({*names.values()}, key=lambda name: (-len(name), name)):
        form[key(name)] = name  # the shortest: "Tesh" of "Teshi"
    weight = Counter(map(key, names.values()))
    pointed: Counter = Counter()
    for name, n in points.items():
        pointed[key(name)] += n
    best = min(pointed, key=lambda name: (-pointed[name] - weight[name], name))
    if pointed[best] < LEAST:
        return None
    others = sorted(weight.keys() - {best}, key=lambda name: (-weight[name], name))
    return Called([form[name] for name in [best, *others[: KEPT - 1]]], 2.0 * weight[best])


def _capitals(text: str, tokens: Tokens, known: set[int], book: Codebook) -> dict[int, str]:
    """The names that no codebook has, by the places of their words."""
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


def _beside(tokens: Tokens, place: int, names: dict, kind: str, book: Codebook) -> list[str]:
    """The names that a word for a war stands with: before it, or behind "in", "over", "between"."""
    words, found = tokens.words, []
    common = book.words("conflict_common")
    k = place - 1
    while k >= 0 and (words[k] in common or words[k] in ("-", "'s") or k in names):
        if k in names:
            found.append(names[k])
        k -= 1
    if len(found) > 1 and "-" in words[k:place]:  # "Norvask-Belmora talks"
        return 2 * found
    if found or kind == "conflict_side" or words[place + 1 : place + 2] == []:
        return found
    over = book.words("conflict_over")
    k = place + 1
    if words[k] not in over or kind == "conflict_talks" and words[k] in ("in", "of"):
        return found
    for k in range(k + 1, min(k + 9, len(words))):
        if k in names:
            found.append(names[k])
        elif words[k] not in common and words[k] not in ("the", "and", "-", "'s", "republic"):
            break
    return found
