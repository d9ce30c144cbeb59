"""One thing in several words: "repair", "restoring" and "reconstruction"."""

from __future__ import annotations

from functools import lru_cache

from workbench.codebook import Codebook

PREFIX = "same_"


@lru_cache(maxsize=64)
def _index(book: Codebook) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word -> the words of each phrase that begins so, with its concept; longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in book.all("wordset"):
        if entry.id.startswith(PREFIX):
            for phrase in entry.match:
                told = tuple(phrase.split())
                found.setdefault(told[0], []).append((told, f"={entry.id[len(PREFIX) :]}"))
    for phrases in found.values():
        phrases.sort(key=lambda p: -len(p[0]))
    return found


def concepts(words, book: Codebook) -> dict[int, str]:
    """Token -> the concept that it, or a phrase in which it stands, is a word for.

    >>> from workbench import codebook
    >>> concepts(["they", "called", "up", "men"], codebook.load())
    {1: '=mobilise', 2: '=mobilise'}
    """
    index, found = _index(book), {}
    for k, word in enumerate(words):
        for phrase, concept in index.get(word, ()):
            if tuple(words[k : k + len(phrase)]) == phrase:
                found.update(dict.fromkeys(range(k, k + len(phrase)), concept))
                break
    return found
