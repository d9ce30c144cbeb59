"""The vocabulary: TOML files, checked, and turned into one object.

A codebook is data. The files beside this module are the default one; a further file or
folder given by the analyst is laid over it: an entry with a known ``id`` replaces the
default entry, any other is added, and ``extends = false`` starts from nothing.

>>> book = load()
>>> book.get("theme", "funding").label
'Funding'
>>> book.get("theme", "fundng")
Traceback (most recent call last):
...
workbench.codebook.reading.CodebookError: no theme 'fundng' in the codebook; \
did you mean 'funding'? themes: battlefield, defence_industry, diplomacy, domestic_politics, \
economic_recovery, energy_infrastructure, european_security, force_cap, frozen_assets, funding, \
peace_plan, sanctions, security_guarantees, territory
"""

import hashlib
import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NoReturn

import msgspec

from workbench.codebook.entries import (
    KINDS,
    Conflict,
    Currency,
    DatePattern,
    Entry,
    FiscalYear,
    Frame,
    Holiday,
    Noise,
    Word,
)
from workbench.codebook.look import THEMES
from workbench.codebook.reading import CodebookError, files, nearest, read

__all__ = [
    "KINDS", "Codebook", "CodebookError", "Conflict", "Currency", "DatePattern", "Entry",
    "FiscalYear", "Frame", "Holiday", "Noise", "Word", "expand", "files", "load", "own", "sizes",
]  # fmt: skip

FOLDER = Path(__file__).parent
WEIGHTS = FOLDER / "weights.json"


class Codebook:
    """Checked vocabulary: ``book.all("theme")``, ``book.get("actor", "ukraine")``."""

    def __init__(self, tables: dict[str, dict[str, Entry]]):
        self.tables = tables
        self._words: dict[str, frozenset[str]] = {}
        self._patterns: dict[str, re.Pattern] = {}

    def __repr__(self) -> str:
        return f"<Codebook {self.fingerprint}: {sizes(self.tables)}>"

    def all(self, kind: str) -> list:
        """The entries of one kind, in the order of the files."""
        return list(self.tables[kind].values())

    def get(self, kind: str, id: str):
        """One entry; raises CodebookError with the nearest id when there is none."""
        table = self.tables[kind]
        if id not in table:
            known = f"{nearest(id, table)}{kind}s: {', '.join(sorted(table))}"
            raise CodebookError(f"no {kind} {id!r} in the codebook; {known}")
        return table[id]

    def words(self, id: str) -> frozenset[str]:
        """The words of one word set; those of the language where a codebook has none of its own."""
        if id not in self._words:
            book = self if id in self.tables["wordset"] else load()
            self._words[id] = frozenset(book.get("wordset", id).match)
        return self._words[id]

    def pattern(self, frame: str) -> re.Pattern:
        """A regular expression; ``{id}`` in it stands for any of the words of that set."""
        if frame not in self._patterns:
            self._patterns[frame] = re.compile(
                re.sub(r"\{([a-z]\w*)\}", lambda m: self._either(m[1]), frame)
            )
        return self._patterns[frame]

    def _either(self, id: str) -> str:
        longest = sorted(self.words(id), key=lambda w: (-len(w), w))
        return f"(?:{'|'.join(map(re.escape, longest)) or '(?!)'})"

    @cached_property
    def themes(self) -> dict[str, str]:
        """The themes that figures have, with their names: the three, and those of own units.

        >>> load().themes
        {'funding': 'Money', 'force': 'People and weapons', 'plan': 'Plan versions'}
        """
        own = {unit.theme for unit in self.all("unit")}
        return THEMES | {theme.id: theme.label for theme in self.all("theme") if theme.id in own}

    def no_figures(self, theme: str) -> NoReturn:
        """Raises CodebookError for a theme that figures have not."""
        if theme not in self.themes:
            self.get("theme", theme)
        told = f"no figures are kept for theme {theme!r}; figures have the themes: "
        raise CodebookError(told + ", ".join(self.themes))

    @cached_property
    def weights(self) -> dict:
        """What was fitted to label files (``workbench train``): the weights of each label."""
        return msgspec.json.decode(WEIGHTS.read_bytes())

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hex digits over every entry; changes with any word of the vocabulary."""
        data = msgspec.json.encode([self.all(kind) for kind in KINDS]) + WEIGHTS.read_bytes()
        return hashlib.sha256(data).hexdigest()[:12]


def sizes(tables: dict) -> str:
    """How many entries of each kind.

    >>> sizes({"currency": ["USD", "EUR"], "theme": ["funding"], "actor": []})
    '2 currencies, 1 theme'
    >>> sizes({"actor": []})
    'no entries'
    """

    def words(n: int, kind: str) -> str:
        many = re.sub(r"(?<=[^aeiou])y$", "ie", kind) + "s"
        return f"{n:,} {kind if n == 1 else many}"

    return ", ".join(words(len(t), kind) for kind, t in tables.items() if t) or "no entries"


def expand(phrase: str) -> list[str]:
    """Write out the alternatives of a phrase.

    >>> expand("pledge{,s} to{,wards}")
    ['pledge to', 'pledge towards', 'pledges to', 'pledges towards']
    """
    found = re.search(r"\{([^{}]*)\}", phrase)
    if not found:
        return [phrase]
    head, tail = phrase[: found.start()], expand(phrase[found.end() :])
    return [head + middle + rest for middle in found.group(1).split(",") for rest in tail]


def own(path: str | Path) -> dict[str, list]:
    """The entries of a file or folder alone, by kind."""
    told = [read(file) for file in files(path)]
    return {kind: [entry for file in told for entry in getattr(file, kind)] for kind in KINDS}


@lru_cache(maxsize=8)
def _load(paths: tuple[Path, ...], stamps: tuple) -> Codebook:
    tables: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    places: dict[tuple[str, str], str] = {}
    for path in paths:
        file = read(path)
        if not file.extends:  # numerals and grammar are of the language, not of a conflict
            tables = {k: t if k in ("word", "wordset") else {} for k, t in tables.items()}
        for kind in KINDS:
            tables[kind] |= {entry.id: entry for entry in getattr(file, kind)}
            places |= {(kind, entry.id): path.name for entry in getattr(file, kind)}
    book = Codebook(tables)
    for kind, field in (("unit", "theme"), ("cue", "themes")):
        for entry in book.all(kind):
            where = f"{places[kind, entry.id]}: {kind} {entry.id!r}"
            _known_themes(book, kind, where, getattr(entry, field))
    return book


def _known_themes(book: Codebook, kind: str, where: str, told: str | list[str]) -> None:
    """Raises CodebookError where a unit or a cue is of a theme that is not there."""
    there = book.tables["theme"] if kind == "unit" else book.themes
    for theme in [told] * bool(told) if isinstance(told, str) else told:
        if theme in there and not (kind == "unit" and theme in THEMES):
            continue
        need = "themes with figures" if kind == "cue" else "a unit's theme is a [[theme]] of yours"
        known = ", ".join(there) or "none"
        hint = nearest(theme, there)
        raise CodebookError(f"{where}: no theme {theme!r}; {hint}{need}: {known}")


def load(path: str | Path | None = None) -> Codebook:
    """The default codebook, with the analyst's file or folder laid over it.

    Raises CodebookError naming file, entry and fix.
    """
    paths = tuple(files(FOLDER) + (files(path) if path is not None else []))
    return _load(paths, tuple(p.stat().st_mtime_ns for p in paths))
