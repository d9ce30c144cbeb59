"""The patterns of ``codebook/dates.toml``, compiled: regular expressions over the tags of tokens.

A slot of a pattern is the set of tags whose classes it asks for: {month+cap} all tags of words
that are months and have a capital.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from workbench.codebook import (
    Codebook,
    CodebookError,
    Conflict,
    DatePattern,
    FiscalYear,
    cues,
    load,
)
from workbench.dates.tokens import Words

# A slot {name:classes} or {classes}, or a word that stands for itself.
SLOT = re.compile(r"\{(?!\d)(?:([a-z]+(?:_\d)?):)?([^{}]+)\}|(?<![<\w])([a-z]+)")
MACRO = re.compile(r"<(\w+)>")
LOOK = re.compile(r"\(\?<[=!][^()]*\)")  # what stands before a match and is no part of it
HOLIDAY = ["HOLIDAY", "PERIOD", "POINT"]
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
        patterns = [(e, text) for e in entries if e.form != "macro" for text in e.match]
        for h in book.all("holiday"):
            day = DatePattern(id=h.id, form="named", stage=0, also=HOLIDAY, gives={"inner": h})
            for name in h.match:
                first, *rest = re.findall(r"[^\W\d_]+", name)
                patterns.append((day, " {'|-|.}* ".join([f"{{={first}+cap}}", *rest])))
        written = " ".join([*self.macros.values(), *(text for _, text in patterns)])
        self.words = Words(book, set(re.findall(r"[^\W\d_]+", written)))
        self.sets = self.words.sets
        for e, _ in patterns:
            self._tags(e)
        self.slots: dict[str, str] = {}
        self.stages = [self._stage([p for p in patterns if p[0].stage == k]) for k in range(3)]

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
            pattern = Pattern(regex.match, groups, entry, self._tags(entry))
            for tag in self.chars(first[2] or "=" + first[3]):
                found[tag].append(pattern)
        return Stage(re.compile(f"[{''.join(found)}]" if found else "(?!)"), dict(found))

    def _tags(self, entry: DatePattern) -> tuple[str, str]:
        """What a match of an entry becomes: behind white space, and glued."""
        classes = {entry.form.upper(), *entry.also}
        return self.words.tag(classes), self.words.tag(classes | {"~"})

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
    def wars(self) -> list[Conflict]:
        """The conflicts that texts count by days."""
        return [war for war in self.book.all("conflict") if war.day_count and war.first_day]

    def war_of(self, text: str, wars: list[Conflict]) -> date | None:
        """Day 1 of the war whose parties the text names most, or of the first if it names few."""
        hits = cues.matcher(self.book, "actor").find(text, cues.tokenise(text)) if wars else ()
        named = Counter(h.entry.id for h in hits if h.entry.kind in ("state", "armed_group"))

        def told(war: Conflict) -> int:
            return sum(named[party] for party in {*war.theatre, *war.parties})

        war = max(wars, key=told, default=None)
        if war is None or len(named) >= FEW and not told(war) and (war.theatre or war.parties):
            return None
        return war.first_day

    def fiscal_rule(self, text: str, place: int) -> FiscalYear | None:
        """Whose fiscal year a text means: the state named nearest to a place."""
        tokens = cues.tokenise(text)
        hits = cues.matcher(self.book, "fiscal_year").find(text, tokens)
        found = [(tokens.starts[h.first], h.entry) for h in hits]
        named = [(abs(at - place), k) for k, (at, _) in enumerate(found) if text[at].isupper()]
        return found[min(named)[1]][1] if named else None


@lru_cache(maxsize=8)
def grammar(book: Codebook | None = None) -> Grammar:
    """The calendar of a codebook, compiled once; of the default one without a book."""
    return Grammar(load()) if book is None else Grammar(book)
