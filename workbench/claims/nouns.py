"""The noun that a number counts, where it stands behind it, and all counted nouns of a sentence."""

import re
from bisect import bisect_left
from functools import lru_cache

from workbench.claims.reading import Noun, Sentence
from workbench.codebook import Codebook, expand
from workbench.codebook.cues import Hit

STEPS = 7  # words between a number and its noun
ENDS = frozenset(".;:?!—,()")
OWNER = re.compile("['’](?:s\\b| (?!and|or|but)[a-z])")  # "soldiers' boots", not "22 soldiers';"
NEAR = frozenset(("casualties", "other", "training", "strike", "deployment"))
SIBILANT = re.compile("(ch|sh|x)$")


def counted_noun(s: Sentence, q) -> Hit | None:
    """The counted noun behind a number: over its adjectives, not over a verb or a full stop."""
    words, modifier, agent, steps = s.tokens.words, None, None, 0
    i: int | None = noun_phrase(s, q)
    while i is not None and i < len(words) and steps < STEPS:
        unit = s.covered("unit", i)
        if unit and unit.first == i:
            unit = head_noun(s, unit)
            owner = bool(OWNER.match(s.text, s.tokens.ends[unit.last - 1]))
            if not owner and (q.high == 1 or not modifies(s, unit)):
                return unit
            modifier = None if owner else modifier or unit
            i = unit.last + owner
            continue
        if nationals(s, i):
            last = s.covered("actor", i).last
            return Hit(s.book.get("unit", "person.national"), "match", i, last, "unit")
        after = onward(s, i, steps, modifier)
        agent = i if after == i + 1 and is_agent(s, i) else agent
        steps += not glued(s, i)
        i = after
    if modifier is None and agent is not None:
        return Hit(s.book.get("unit", "person.agent"), "match", agent, agent + 1, "unit")
    if modifier is None or modifier.last < len(words) and not ends_phrase(s, modifier.last):
        return None  # "three tank factories", "the 210 target range"
    return modifier


def onward(s: Sentence, i: int, steps: int, modifier: Hit | None) -> int | None:
    """Where the words of a noun go on behind this one, or None where they end."""
    words = s.tokens.words
    if words[i] == "of":
        partitive = steps == 0 and not s.words("partitive").isdisjoint(words[i + 1 : i + 2])
        held = i + 1 if steps and words[i - 1] in s.words("container") else None
        return i + 2 if partitive else held
    if glued(s, i):
        return i + 1
    if words[i] == "and" and pair(s, i, modifier):
        return pair(s, i, modifier)
    if words[i].isdigit() and s.covered("grammar:measure", i + 1):
        return i + 2  # "500,000 155 mm shells": a calibre may stand between
    return None if ends_phrase(s, i) else i + 1


def nationals(s: Sentence, i: int) -> bool:
    """ "390 Ukrainians": an adjective of a party, as a plural noun."""
    people = s.covered("actor", i)
    known = people is not None and people.part == "adjectives" and people.first == i
    return known and s.tokens.words[people.last - 1].endswith("s")


def noun_phrase(s: Sentence, q) -> int:
    """Where the words of a number's noun begin: "900-plus bodies", "tens of thousands of men"."""
    words = s.tokens.words
    i = bisect_left(s.tokens.starts, q.end)
    after = words[i : i + 2]
    if len(after) == 2 and after[0] in ("-", "or") and after[1] in s.words("loosely"):
        return i + 2
    if after and after[0] == "of" and q.words and q.low != q.high:
        return i + 1
    as_what = after == ["as", *after[1:]] and s.covered("unit", i + 1)  # "6,000 as prisoners"
    return i + 1 if as_what or after and after[0] in s.words("increment") else i


def glued(s: Sentence, i: int) -> bool:
    """A sign or number inside a word: "U.S.-made", "ex-F.A.R.C.", "T-72", "CV90"."""
    words, starts, ends = s.tokens
    before, after = words[i - 1 : i], words[i + 1 : i + 2]
    if words[i] == ".":
        return bool(after)  # inside a sentence it ends an abbreviation: "4,700 Ukr. recruits"
    if words[i] == "-" or words[i].isdigit():
        return i > 0 and ends[i - 1] == starts[i] and not before[0].isspace()
    return bool(after) and after[0] == "." and len(words[i]) == 1


def ends_phrase(s: Sentence, i: int) -> bool:
    """Whether the words of a noun end before this one."""
    word = s.tokens.words[i]
    ends = word in ENDS or word.isdigit() or word in s.words("ends_noun")
    told = s.covered("attribution:reporting", i) and word not in s.words("attributive")
    joined = word == "and" and not s.covered("actor", i + 1)
    return bool(ends or told or joined) or stops(s, i) and word != "the"


def stops(s: Sentence, i: int) -> bool:
    """A word that no counted noun stands behind; "1.28 million under arms" counts none."""
    return bool(s.covered("grammar:stop", i) or s.covered("grammar:enrolled", i))


def pair(s: Sentence, i: int, modifier: Hit | None) -> int:
    """ "12 fighter and reconnaissance aircraft": where the noun of two modifiers stands, or 0."""
    ahead = next((k for k in range(i + (not modifier) + 1, i + 4) if s.covered("unit", k)), 0)
    between = s.tokens.words[i + 1 : ahead]
    plain = not any(w.isdigit() or w in ENDS or w in s.words("article") for w in between)
    return ahead if plain and (modifier or not s.covered("unit", i + 1)) else 0


@lru_cache(maxsize=8)
def forms(book: Codebook) -> tuple[frozenset[str], frozenset[str]]:
    """Last words of counted nouns: singulars that have a plural ("tank"), and those plurals."""
    last = {p.split(" ")[-1].lower() for u in book.all("unit") for m in u.match for p in expand(m)}
    pairs = {
        (word, many)
        for word in last
        for many in (f"{word}s", f"{word[:-1]}ies", f"{word[:-2]}en", SIBILANT.sub(r"\1es", word))
        if many in last and many != word
    }
    return frozenset(one for one, _ in pairs), frozenset(many for _, many in pairs)


def modifies(s: Sentence, unit: Hit) -> bool:
    """A counted noun in the singular behind a number is not what is counted: "12 tank crews"."""
    return s.tokens.words[unit.last - 1] in forms(s.book)[0]


def is_agent(s: Sentence, i: int) -> bool:
    """A word that by its ending names people: "deminers", "machinists", "trainees"."""
    word = s.tokens.words[i]
    known = len(word) > 5 and word not in s.words("no_agent")
    return known and s.book.pattern("{agent_ending}$").search(word) is not None


def head_noun(s: Sentence, unit: Hit) -> Hit:
    """The last noun of a compound: "drone attacks", "desertion files"; a loss told of people."""
    nxt = s.covered("unit", unit.last)
    if nxt and nxt.first == unit.last:
        # "10,000 soldiers guard the border": a plural begins no compound
        plural = s.tokens.words[unit.last - 1] in forms(s.book)[1]
        alone = plural or nxt.entry.id == "person.loss" or nxt.entry.kind == "thing"
        return unit if alone else head_noun(s, nxt)
    return unit


def polled(s: Sentence, first: int = 0, last: int | None = None) -> bool:
    """Whether people are asked in a poll, or points won in it."""
    return not s.words("polling").isdisjoint(s.tokens.words[max(0, first) : last])


def force_near(s: Sentence, noun: Hit, q) -> bool:
    """Whether the sentence speaks of forces beside the noun itself, and of no poll."""
    if polled(s):
        return False
    beside = [h for h in s.of("context:force") + s.of("role") + s.of("unit")
              if h.last <= noun.first or h.first >= noun.last]  # fmt: skip
    return any(
        h.family == "context"
        or h.family == "role"
        and h.entry.gives in NEAR
        and "force" in h.entry.themes
        # "24 guns and two dozen lorries"
        or h.family == "unit"
        and noun.entry.kind == h.entry.kind == "weapon"
        and not h.entry.weak
        for h in beside
    )


def nouns(s: Sentence) -> list[Noun]:
    """The counted nouns of a sentence, in order: what a number elsewhere may count.

    >>> from workbench import codebook
    >>> s = Sentence("Rifles were stacked beside a tank museum.", codebook.load())
    >>> [(noun.unit, noun.text) for noun in nouns(s)]
    [('rifle', 'Rifles')]
    """
    found: dict[int, Noun] = {}
    counted = {f.noun[1] for f in s.figures if f.noun}
    for hit in s.of("unit"):
        unit = head_noun(s, hit)
        headed = s.tokens.words[unit.last : unit.last + 1] == [":"]  # "Strikes: 67 in May"
        event = unit.entry.kind == "event" and not headed
        if event or unit.entry.kind == "point" or modifies(s, unit):
            continue
        if not unit.entry.weak or force_near(s, unit, None):
            found[unit.last] = noun_of(s, unit, unit.last in counted)
    for hit in s.of("actor"):
        if nationals(s, hit.first):
            unit = Hit(s.book.get("unit", "person.national"), "match", hit.first, hit.last, "unit")
            found.setdefault(hit.last, noun_of(s, unit, hit.last in counted))
    return sorted(found.values(), key=lambda noun: noun.start)


def noun_of(s: Sentence, unit: Hit, counted: bool = False) -> Noun:
    entry, (start, end) = unit.entry, s.span(unit)
    told = entry.id.split(".")[0], entry.kind, entry.role, start, end, f"unit.{entry.id}"
    return Noun(*told, s.text[start:end], (unit.first, unit.last), counted)
