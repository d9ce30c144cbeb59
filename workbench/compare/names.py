"""Names in a sentence: the codebook's parties, and capitals where a name stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from workbench import cues
from workbench.codebook import Codebook

# The first five letters stand for a word: "defence" and "defensive", "spend" and "spending".
STEM = 5


def stem(word: str) -> str:
    """The stem of a word, crudely.

    >>> stem("defensive"), stem("defence"), stem("needs")
    ('defen', 'defen', 'need')
    """
    return word[:STEM] if len(word) > STEM else word.rstrip("s") if len(word) > 3 else word


@lru_cache(maxsize=64)
def _members(book: Codebook) -> dict[str, frozenset[str]]:
    return {a.id: frozenset(a.members) for a in book.all("actor") if a.members}


def widen(names: frozenset[str], book: Codebook) -> frozenset[str]:
    """Names with the members of those that are unions of others."""
    more = _members(book)
    return names.union(*(more[n] for n in names if n in more)) if more else names


def meet(a: frozenset[str], b: frozenset[str], book: Codebook) -> frozenset[str]:
    """Names that two sets share, a union meeting its members."""
    return (widen(a, book) & b) | (a & widen(b, book))


def rival(a: frozenset[str], b: frozenset[str], book: Codebook) -> bool:
    """Whether each set names somebody whom the other leaves out.

    >>> from workbench import codebook
    >>> book = codebook.load()
    >>> rival(frozenset({"Kharkiv", "ukraine"}), frozenset({"Ternopil", "ukraine"}), book)
    True
    >>> rival(frozenset({"europe", "ukraine"}), frozenset({"france", "ukraine"}), book)
    False
    """
    if a <= b or b <= a:
        return False
    return bool(a - widen(b, book) - _wide_in(a, b, book)) and bool(
        b - widen(a, book) - _wide_in(b, a, book)
    )


def _wide_in(a, b, book) -> frozenset[str]:
    """Unions in ``a`` that have a member in ``b``."""
    more = _members(book)
    return frozenset(n for n in a if n in more and more[n] & b)


@dataclass(slots=True)
class Sentence:
    """A sentence read once: tokens, actors by token, capitalised words by token."""

    text: str
    tokens: cues.Tokens
    actors: dict[int, str]
    # token: whether it stands inside the sentence or has a 's; None for an opening word that may
    # be a name, if it is nowhere written small
    capitals: dict[int, bool | None]


@lru_cache(maxsize=20_000)
def read(text: str, book: Codebook) -> Sentence:
    """Tokens and names of a sentence."""
    tokens = cues.tokenise(text)
    actors = {}
    for hit in cues.matcher(book, "actor").find(text, tokens):
        for k in range(hit.first, hit.last):
            actors[k] = hit.entry.id
    things = cues.matcher(book, "unit").find(text, tokens)  # "27 Patriots": nobody's name
    counted = {k for hit in things for k in range(hit.first, hit.last)}
    calendar, stop = book.words("compare_calendar"), book.words("compare_stop")
    capitals = {}
    words = tokens.words
    for k, word in enumerate(words):
        first = text[tokens.starts[k]]
        if k in actors or k in counted or not first.isupper() or len(word) < 3 or word in calendar:
            continue
        if word in stop:
            continue
        opening = k == 0 or words[k - 1] in '.:!?"' or words[k - 1] == "-" and k < 8
        behind = words[k + 1] if k + 1 < len(words) else ""
        owned = behind in ("'s", "'")
        capitals[k] = not opening or owned or (_acts(word, behind, book) and None)
    return Sentence(text, tokens, actors, capitals)


def _acts(word: str, behind: str, book: Codebook) -> bool:
    """Whether a capitalised word that opens a sentence stands like a name before its verb."""
    if word in book.words("compare_stop") or word.endswith(("s", "ing", "ed", "ly")):
        return False
    if behind in book.words("compare_verb") or behind == ",":
        return True
    verb = behind.endswith(("ed", "s")) and len(behind) > 3
    return verb and behind not in book.words("compare_no_verb")


def lexicon(texts, book: Codebook) -> frozenset[str]:
    """Words that are names: capitals inside a sentence, or before a verb, never written small."""
    known, perhaps, small = set(), set(), set()
    for text in texts:
        s = read(text, book)
        words = s.tokens.words
        known.update(words[k] for k, inside in s.capitals.items() if inside)
        perhaps.update(words[k] for k, inside in s.capitals.items() if inside is None)
        small.update(w for w, at in zip(words, s.tokens.starts, strict=True) if text[at].islower())
    return frozenset(known | perhaps - small)


def name_at(s: Sentence, k: int, known: frozenset[str]) -> str | None:
    """The actor or the name at a token."""
    if k in s.actors:
        return s.actors[k]
    if k in s.capitals and (s.capitals[k] or s.tokens.words[k] in known):
        return s.tokens.words[k]
    return None
