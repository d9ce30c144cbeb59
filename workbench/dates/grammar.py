"""The patterns of ``codebook/dates.toml``, compiled: regular expressions over the tags of tokens.

A slot of a pattern is the set of tags whose classes it asks for: {month+cap} all tags of words
that are months and have a capital.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from workbench.codebook import Codebook, CodebookError, DatePattern, FiscalYear, War, expand, load
from workbench.dates.tokens import Words

# A slot {name:classes} or {classes}, or a word that stands for itself.
SLOT = re.compile(r"\{(?!\d)(?:([a-z]+(?:_\d)?):)?([^{}]+)\}|(?<![<\w])([a-z]+)")
MACRO = re.compile(r"<(\w+)>")
LOOK = re.compile(r"\(\?<[=!][^()]*\)")  # what stands before a match and is no part of it
# Numbers that may be part of a date: a year, an ordinal, 24.02.2022, ’22, 1990s, FY26, Q3.
DIGITS = re.compile(
    r"\d(?<!\d\d)(?:"
    r"(?<=[12])\d{3}(?!\d)|\d?(?:[./-]\d\d?[./-]\d\d|st\b|nd\b|rd\b|th\b)|(?<=[’']\d)\d(?!\d)"
    r"|(?<=\b[qhQH]\d)(?![^\W_])|(?<=\b[1-4])[qhQH]\b|(?<=[yY]\d)\d|(?<=[yY] \d)\d|\d{2}0s\b|\d?s\b"
    r"|\d{0,2},\d{3}th\b)"
)
LEFT, RIGHT, LONGEST = 36, 56, 60
FEW = 3  # names of states in a text that don't yet say which war it is about


class Pattern(NamedTuple):
    """A compiled pattern, for each group the field and the classes asked for, and what is made."""

    match: Callable[[str, int], re.Match | None]
    groups: list[tuple[str, str, list[str]]]
    entry: DatePattern
    tags: tuple[str, str]  # of what was matched: behind white space, and glued


class Stage(NamedTuple):
    """Patterns by the tags that they begin with."""

    begins: re.Pattern
    known: dict[str, list[Pattern]]


class Grammar:
    """The calendar of one codebook, compiled."""

    def __init__(self, book: Codebook):
        self.book = book
        entries = book.all("date_pattern")
        self.macros = {e.id: "|".join(e.match) for e in entries if e.form == "macro"}
        written = " ".join(text for e in entries for text in e.match)
        names = [n for h in book.all("holiday") for n in h.match]
        names += [n for e in book.all("wordset") if e.id == "date_name" for n in e.match]
        self.words = Words(book, set(re.findall(r"[^\W\d_]+", f"{written} {' '.join(names)}")))
        self.sets, self.members = self.words.sets, self.words.members
        holiday = {"NAMED", "HOLIDAY", "PERIOD", "POINT"}
        for forms in [holiday, *({e.form.upper(), *e.also} for e in entries)]:
            self.words.tag(forms), self.words.tag(forms | {"~"})
        self.slots: dict[str, str] = {}
        patterns = [*self._names()]
        patterns += [(e, t) for e in entries if e.form != "macro" for t in e.match]
        self.stages = [self._stage([p for p in patterns if p[0].stage == k]) for k in range(3)]
        opens = self.sets["opens"]
        self.opens = opens | {w for w, known in self.members.items() if known & opens} | set(names)
        self.opens |= {name.replace("'", "’") for name in names}
        self.finder = _finder([(w, w) for w in sorted(self.opens)])

    # -- patterns --------------------------------------------------------------------------
    def _stage(self, patterns: list[tuple[DatePattern, str]]) -> Stage:
        found: dict[str, list[Pattern]] = defaultdict(list)
        for entry, text in patterns:
            while MACRO.search(text):
                text = MACRO.sub(lambda m: f"(?:{self.macros[m[1]]})", text)
            groups: list[tuple[str, str, list[str]]] = []
            try:
                slots = SLOT.sub(lambda m, g=groups: self._slot(m, g), text)
                regex = re.compile(slots.replace(" ", ""))
            except re.error as error:
                raise CodebookError(f"date_pattern {entry.id!r}: {text!r}: {error}") from None
            first = SLOT.search(LOOK.sub("", text))
            made = {entry.form.upper(), *entry.also}
            tags = self.words.tag(made), self.words.tag(made | {"~"})
            for tag in self.chars(first[2] or "=" + first[3]):
                found[tag].append(Pattern(regex.match, groups, entry, tags))
        return Stage(re.compile(f"[{''.join(found)}]" if found else "(?!)"), dict(found))

    def _names(self):
        """Feast days, and names in which a date word is none, as patterns of their own."""
        skip = DatePattern(id="name", form="skip", stage=0)
        kinds = [(skip, sorted(self.sets["name"]))]
        for h in self.book.all("holiday"):
            also = ["HOLIDAY", "PERIOD", "POINT"]
            kinds.append(
                (
                    DatePattern(id=h.id, form="named", stage=0, also=also, gives={"inner": h}),
                    h.match,
                )
            )
        for entry, names in kinds:
            for name in names:
                first, *words = re.findall(r"[^\W\d_]+", name)
                slots = [f"{{={first}+cap}}", *(f"{{={w}}}" for w in words)]
                yield entry, " {'|-|.}* ".join(slots)

    def _slot(self, m: re.Match, groups: list) -> str:
        name, slot, word = m.groups()
        chars = self.chars(slot or "=" + word)
        chars = f"[{chars}]" if chars else "(?!)"
        if not name:
            return chars
        groups.append((name, name.split("_")[0], re.findall(r"[=\w]+", slot)))
        return f"(?P<{name}>{chars})"

    def chars(self, slot: str) -> str:
        """The tags of a slot, one behind the other."""
        if slot not in self.slots:
            found: set[str] = set()
            for choice in slot.split("|"):
                glued, parts = choice.startswith("~"), choice.lstrip("~").split("+")
                want = [self._having(p) for p in parts if p and p[0] != "!"]
                want += [self.words.having["~"]] * glued or [self.words.having["any"]]
                ban = [self._having(p[1:]) for p in parts if p[:1] == "!"]
                found |= set.intersection(*want).difference(*ban)
            self.slots[slot] = "".join(sorted(found))
        return self.slots[slot]

    def _having(self, name: str) -> set[str]:
        """Tags of a class; a name that is no class is a word that stands for itself."""
        known = name in self.words.classes or not name.islower() or name[0] == "="
        return self.words.having[name if known else "=" + name]

    # -- wars and fiscal years -------------------------------------------------------------
    @cached_property
    def parties(self):
        """Finder of the states and armed groups of the codebook by their names."""
        actors = [a for a in self.book.all("actor") if a.kind in ("state", "armed_group")]
        phrases = [(p, a.id) for a in actors for p in (*a.match, *a.adjectives)]
        return _finder([(name, id) for phrase, id in phrases for name in expand(phrase)])

    def war_of(self, text: str, wars: list[War]) -> date | None:
        """Day 1 of the first war of which the text names a party, or of any where it names few."""
        named = {what for what, _ in _names_in(self.parties, text)} if wars else set()
        for war in sorted(wars, key=lambda war: not named & set(war.parties)):
            if len(named) < FEW or not war.parties or named & set(war.parties):
                return war.start
        return None

    @cached_property
    def fiscal_years(self):
        """Finder of the names that tell whose fiscal year is meant."""
        pairs = []
        for rule in self.book.all("fiscal_year"):
            for name in rule.match:
                written = {name.upper()} | {name} & self.sets["uncapped"]
                written |= set() if name in self.sets["upper"] else {name.title()}
                pairs += [(word, rule) for word in sorted(written)]
        return _finder(pairs)

    def fiscal_rule(self, text: str, left: int, right: int, place: int) -> FiscalYear | None:
        """Whose fiscal year a text means: the state named nearest to a place."""
        found = _names_in(self.fiscal_years, text[left:right])
        near = min(found, key=lambda hit: abs(left + hit[1] - place), default=None)
        return near and near[0]

    # -- where to look ---------------------------------------------------------------------
    def look(self, text: str):
        """Windows worth reading."""
        places = [m.start() for m in DIGITS.finditer(text)]
        places += [place for _, place in _names_in(self.finder, lower(text), str.isalpha)]
        return _windows(text, sorted(places))


def _finder(pairs: list[tuple[str, Any]]) -> tuple[AhoCorasick, list]:
    names = [name for name, _ in pairs]
    return AhoCorasick(names, implementation=Implementation.DFA), [what for _, what in pairs]


def _names_in(finder: tuple[AhoCorasick, list], text: str, letter=str.isalnum):
    """(what a name stands for, place) of the names in a text, whole words only."""
    automaton, what = finder
    text, size = text.encode(errors="replace").decode(), len(text)  # no lone surrogates
    for k, a, b in automaton.find_matches_as_indexes(text, overlapping=True):
        if not (a and letter(text[a - 1]) or b < size and letter(text[b])):
            yield what[k], a


def _windows(text: str, places: list[int]):
    """Spans round the places, widened to white space, merged, in order."""
    start, stop = 0, -1
    for place in places:
        a, b = max(place - LEFT, 0), place + RIGHT
        if a > stop:
            if stop >= 0:
                yield start, stop
            start = re.compile(r"\S*\Z").search(text, max(a - LONGEST, stop, 0), a).start()
        if b > stop:
            stop = re.compile(rf"\S{{0,{LONGEST}}}").match(text, min(b, len(text))).end()
    if stop >= 0:
        yield start, stop


def lower(text: str) -> str:
    """Lower case of the same length ("İ" becomes two characters otherwise)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] for c in text)


@lru_cache(maxsize=8)
def grammar(book: Codebook | None = None) -> Grammar:
    """The calendar of a codebook, compiled once; of the default one without a book."""
    return Grammar(load()) if book is None else Grammar(book)
