"""Names in a sentence: the codebook's parties, and capitals where a name stands."""

from functools import lru_cache

from workbench.claims.reading import Sentence
from workbench.codebook import Codebook
from workbench.text import sentences

# The first five letters stand for a word: "defence" and "defensive", "spend" and "spending".
STEM = 5
CONCEPT = "same_"


def stem(word: str) -> str:
    """The stem of a word, crudely.

    >>> stem("defensive"), stem("defence"), stem("needs")
    ('defen', 'defen', 'need')
    """
    return word[:STEM] if len(word) > STEM else word.rstrip("s") if len(word) > 3 else word


@lru_cache(maxsize=64)
def _members(book: Codebook) -> dict[str, frozenset[str]]:
    return {a.id: frozenset(a.members) for a in book.all("actor") if a.members}


@lru_cache(maxsize=20_000)
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
    return _others(a, b, book) and _others(b, a, book)


def _others(a, b, book: Codebook) -> bool:
    """Whether ``a`` names somebody who is not in ``b``, as a member or as a union either."""
    more, rest = _members(book), a - widen(b, book)
    return bool(rest) and any(b.isdisjoint(more.get(n, ())) for n in rest)


@lru_cache(maxsize=20_000)
def read(text: str, book: Codebook) -> Sentence:
    """A sentence with its ``capitals``: the tokens that may be names nobody knows, and whether each
    stands inside the sentence or has a 's; None for an opening word that may be a name, if it is
    nowhere written small."""
    s = Sentence(text, book, kinds=("actor", "unit"))
    things = s.of("unit")  # "27 Patriots": nobody's name
    counted = {k for hit in things for k in range(hit.first, hit.last)}
    none = book.words("compare_calendar") | book.words("compare_stop")
    head = sentences.filed(text)  # a dateline: where it was written
    words, starts = [*s.tokens.words, ""], s.tokens.starts
    for k, word in enumerate(s.tokens.words):
        small = len(word) < 3 or not text[starts[k]].isupper()
        if small or word in none or k in s.actors or k in counted or starts[k] < head:
            continue
        opening = (
            not s.capitals
            and starts[k] <= head + 1
            or words[k - 1] in '.:!?"'
            or words[k - 1] == "-"
            and k < 8
        )
        s.capitals[k] = not opening or words[k + 1] in ("'s", "'")
        if opening and word in _index(book):
            del s.capitals[k]  # "Donors pledge": a word of the language
        elif not s.capitals[k] and _acts(words[k + 1], book):
            s.capitals[k] = None
    return s


def _acts(behind: str, book: Codebook) -> bool:
    """Whether a capitalised word that opens a sentence stands like a name before its verb."""
    return behind in book.words("compare_verb") or behind.endswith((",", "ed", "s"))


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


@lru_cache(maxsize=64)
def _index(book: Codebook) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word -> the words of each phrase that begins so, with its concept; longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in book.all("wordset"):
        if entry.id.startswith(CONCEPT):
            for phrase in entry.match:
                told = tuple(phrase.split())
                found.setdefault(told[0], []).append((told, f"={entry.id[len(CONCEPT) :]}"))
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
