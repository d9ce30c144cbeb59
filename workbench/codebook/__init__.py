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
workbench.codebook.CodebookError: no theme 'fundng' in the codebook; did you mean 'funding'? \
themes: battlefield, defence_industry, diplomacy, domestic_politics, economic_recovery, \
energy_infrastructure, european_security, force_cap, frozen_assets, funding, peace_plan, \
sanctions, security_guarantees, territory
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import msgspec

FOLDER = Path(__file__).parent
WEIGHTS = FOLDER / "weights.json"


class CodebookError(ValueError):
    """A codebook that cannot be used: names the file, the entry and the fix."""


class Entry(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True, tag=False):
    """What every entry has. ``match`` holds phrases; ``{a,b}`` inside one stands for a or b."""

    id: str
    match: list[str] = []
    exclude: list[str] = []
    examples: list[str] = []
    counterexamples: list[str] = []
    why: str = ""


class Theme(Entry, kw_only=True, frozen=True):
    """A subject of passages; ``pa_x`` gives its issue codes in the PA-X codebook."""

    label: str
    pa_x: list[str] = []


class Actor(Entry, kw_only=True, frozen=True):
    """A party: names and capitals in ``match``, demonyms in ``adjectives``, leaders in
    ``people``. ``kind`` says whether a speaker is folded to the id (state, union, body)."""

    label: str
    kind: Literal["state", "union", "body", "armed_group", "place"] = "state"
    adjectives: list[str] = []
    people: list[str] = []
    members: list[str] = []
    dollar: str = ""


class Currency(Entry, kw_only=True, frozen=True):
    """An ISO 4217 code: ``before`` the number, ``after`` it, or spelled out in ``match``.

    ``shared`` lists the signs and words that other currencies have too ("kroner"); they mean the
    currency of the one of their ``states`` that the sentence names. ``per_dollar`` is a rough
    rate of 2025, which shows whether a conversion is off by ten where no rate is published.
    """

    before: list[str] = []
    after: list[str] = []
    shared: list[str] = []
    states: list[str] = []
    per_dollar: float = 0


class Unit(Entry, kw_only=True, frozen=True):
    """What is counted. ``weak`` nouns count only beside a cue of the force theme."""

    kind: Literal["person", "weapon", "formation", "event", "thing", "point"]
    weak: bool = False
    role: str = ""


class Cue(Entry, kw_only=True, frozen=True):
    """Words that give a claim the label ``gives`` in the family ``label``."""

    label: Literal[
        "role",
        "modality",
        "attribution",
        "qualifier",
        "instrument",
        "context",
        "actor",
        "period",
        "purpose",
        "factuality",
        "grammar",
    ]
    gives: str
    themes: list[Literal["funding", "force", "plan"]] = []
    side: Literal["before", "after", "any"] = "any"
    weight: float = 2.0
    reach: int = 40


class Noise(Entry, kw_only=True, frozen=True):
    """A pattern to mask. ``match`` holds regular expressions, tried line by line."""

    kind: Literal[
        "search_engine_insertion",
        "boilerplate",
        "machine_artifact",
        "image_caption",
        "call_to_action",
        "markup",
    ]
    where: Literal["anywhere", "line", "first_line", "section"] = "anywhere"
    trigger: list[str] = []


class Warning_(Entry, kw_only=True, frozen=True):
    """A trace in a document that is told as a warning and not masked."""

    gives: str


class Word(Entry, kw_only=True, frozen=True):
    """A number word or magnitude and its value."""

    value: float
    kind: Literal["magnitude", "number", "fraction"]


class WordSet(Entry, kw_only=True, frozen=True):
    """Single lower-case words of grammar, asked for by their set's id."""


class Calendar(Entry, kw_only=True, frozen=True):
    """A class of words that dates are written with, and what each of them says."""

    values: dict[str, int | str]


class Holiday(Entry, kw_only=True, frozen=True):
    """A named day: a day of a month, its ``nth`` weekday, or so many days from Easter."""

    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    easter: int | None = None
    orthodox_easter: int | None = None


class War(Entry, kw_only=True, frozen=True):
    """A war that texts count by days; ``match`` holds what stands behind "day 1,386 of the".

    Its count is read only in texts that name one of its ``parties`` (ids of actors), or no
    party at all.
    """

    start: date
    conflict: str
    parties: list[str] = []


class FiscalYear(Entry, kw_only=True, frozen=True):
    """Whose fiscal year begins in which month, and which calendar year names it."""

    month: int
    named_by: Literal["start", "end"]


class DatePattern(Entry, kw_only=True, frozen=True):
    """Calendar expressions as written: see the head of ``dates.toml`` for slots and forms."""

    form: str
    stage: Literal[0, 1, 2] = 1
    kind: Literal["", "absolute", "relative", "range", "vague"] = ""
    also: list[str] = []
    gives: dict[str, int | str] = {}


class File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One TOML file: tables of entries, each table named after its kind."""

    extends: bool = True
    title: str = ""
    theme: list[Theme] = []
    actor: list[Actor] = []
    currency: list[Currency] = []
    unit: list[Unit] = []
    cue: list[Cue] = []
    noise: list[Noise] = []
    warning: list[Warning_] = []
    word: list[Word] = []
    wordset: list[WordSet] = []
    calendar: list[Calendar] = []
    holiday: list[Holiday] = []
    war: list[War] = []
    fiscal_year: list[FiscalYear] = []
    date_pattern: list[DatePattern] = []


# What a cue may give, by label; of roles by theme too. As in the data dictionary.
ROLES = {
    "funding": "need pledge commitment allocation disbursement asset damage budget other".split(),
    "force": "cap strength deployment training casualties strike materiel other".split(),
    "plan": ["version"],
}
GIVES = {
    "modality": "actual planned proposed demanded conditional agreed rejected".split(),
    "qualifier": "exact about at_least at_most range".split(),
    "attribution": "hedge reporting source unnamed_source".split(),
    "instrument": "grant loan guarantee in_kind asset_backed".split(),
    "factuality": "negative possible probable".split(),
}
TYPES = {
    "theme": Theme, "actor": Actor, "currency": Currency, "unit": Unit, "cue": Cue,
    "noise": Noise, "warning": Warning_, "word": Word, "wordset": WordSet,
    "calendar": Calendar, "holiday": Holiday, "war": War, "fiscal_year": FiscalYear,
    "date_pattern": DatePattern,
}  # fmt: skip
KINDS = tuple(TYPES)


class Codebook:
    """Checked vocabulary: ``book.themes``, ``book.get("actor", "ukraine")``, ``fingerprint``."""

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
            near = difflib.get_close_matches(id, table, 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise CodebookError(
                f"no {kind} {id!r} in the codebook; {hint}{kind}s: {', '.join(sorted(table))}"
            )
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


def _read(path: Path) -> File:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CodebookError(f"{path.name}: cannot be read as TOML: {error}") from None
    try:
        file = msgspec.convert(raw, File)
    except msgspec.ValidationError as error:
        raise CodebookError(f"{path.name}: {_explain(str(error), raw)}") from None
    for kind in KINDS:
        seen = set()
        for entry in getattr(file, kind):
            _check(path.name, kind, entry)
            if entry.id in seen:
                raise CodebookError(
                    f"{path.name}: {kind} {entry.id!r} stands twice; merge the two or rename one"
                )
            seen.add(entry.id)
    return file


def _explain(message: str, raw: dict) -> str:
    """Replace msgspec's path by the entry's id, and add the fields or values that exist."""
    found = re.search(r"`\$\.(\w+)\[(\d+)\]", message)
    where = ""
    if found:
        kind, number = found.group(1), int(found.group(2))
        entry = raw[kind][number]
        name = entry.get("id") if isinstance(entry, dict) else None
        where = f"{kind} {name!r}: " if name else f"{kind} number {number + 1}: "
    unknown = re.search(r"unknown field `(\w+)`", message)
    if unknown:
        fields = TYPES[found.group(1)].__struct_fields__ if found else File.__struct_fields__
        near = difflib.get_close_matches(unknown.group(1), fields, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        return f"{where}unknown field {unknown.group(1)!r}; {hint}fields: {', '.join(fields)}"
    bad = re.search(r"Invalid enum value '?(.*?)'? - at `\$\.(\w+)\[\d+\]\.(\w+)", message)
    if bad and bad[2] in TYPES:
        choices = _choices(TYPES[bad[2]], bad[3])
        return f"{where}{bad[3]} {bad[1]!r} does not exist; it can be: {', '.join(choices)}"
    return where + re.sub(r" - at `\$[^`]*`", "", message)


def _choices(kind: type, field: str) -> list[str]:
    """The values that a field of a kind of entry can have."""
    types = [get_type_hints(kind)[field]]
    while types and get_origin(types[0]) is not Literal:
        types = list(get_args(types[0]))
    return list(get_args(types[0])) if types else []


def _check(file: str, kind: str, entry: Entry) -> None:
    if not re.fullmatch(r"[A-Za-z0-9_.\-]+", entry.id):
        raise CodebookError(
            f"{file}: {kind} {entry.id!r}: an id has letters, digits, '_', '.' and '-' only"
        )
    where = f"{file}: {kind} {entry.id!r}"
    if isinstance(entry, Cue):
        _check_value(where, entry.label, entry.gives, entry.themes)
    if isinstance(entry, Unit) and entry.role:
        _check_value(where, "role", entry.role, ["force"])
    for phrase in (*entry.match, *entry.exclude):
        if not phrase.strip():
            raise CodebookError(f"{file}: {kind} {entry.id!r}: an empty phrase in match or exclude")
        if kind in ("noise", "warning"):
            try:
                re.compile(phrase)
            except re.error as error:
                raise CodebookError(
                    f"{file}: {kind} {entry.id!r}: {phrase!r} is no regular expression: {error}"
                ) from None
        elif phrase.count("{") != phrase.count("}"):
            raise CodebookError(f"{file}: {kind} {entry.id!r}: unbalanced braces in {phrase!r}")


def _check_value(where: str, label: str, gives: str, themes: list) -> None:
    roles = list(dict.fromkeys(role for theme in themes or ROLES for role in ROLES[theme]))
    allowed = roles if label == "role" else GIVES.get(label, [gives])
    if gives not in allowed:
        near = difflib.get_close_matches(gives, allowed, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        of = f" of {', '.join(themes)}" if themes else ""
        raise CodebookError(
            f"{where}: no {label} {gives!r}{of}; {hint}it can be: {', '.join(allowed)}"
        )


def files(path: str | Path) -> list[Path]:
    """The TOML files of a codebook given as one file or as a folder."""
    path = Path(path)
    if path.is_dir():
        found = sorted(path.glob("*.toml"))
        if not found:
            raise CodebookError(f"{path.name}: no .toml file in this folder")
        return found
    if not path.exists():
        raise CodebookError(f"{path}: no such codebook; give a .toml file or a folder of them")
    return [path]


def own(path: str | Path) -> dict[str, list]:
    """The entries of a file or folder alone, by kind."""
    read = [_read(file) for file in files(path)]
    return {kind: [entry for file in read for entry in getattr(file, kind)] for kind in KINDS}


@lru_cache(maxsize=8)
def _load(paths: tuple[Path, ...], stamps: tuple) -> Codebook:
    tables: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    for path in paths:
        file = _read(path)
        if not file.extends:  # numerals and grammar are of the language, not of a conflict
            tables = {k: t if k in ("word", "wordset") else {} for k, t in tables.items()}
        for kind in KINDS:
            for entry in getattr(file, kind):
                tables[kind][entry.id] = entry
    return Codebook(tables)


def load(path: str | Path | None = None) -> Codebook:
    """The default codebook, with the analyst's file or folder laid over it.

    Raises CodebookError naming file, entry and fix.
    """
    paths = tuple(files(FOLDER) + (files(path) if path is not None else []))
    return _load(paths, tuple(p.stat().st_mtime_ns for p in paths))
