"""What an entry of a codebook can say: a struct for each kind, and the values of its fields."""

from datetime import date
from typing import Literal

import msgspec

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
STANCES = "demands proposes accepts rejects conditions guarantees offers".split()
LABELS = ["role", *GIVES, "context", "actor", "period", "purpose", "grammar"]
NOISES = (
    "search_engine_insertion boilerplate machine_artifact image_caption call_to_action markup"
).split()


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
    """What is counted. ``weak`` nouns count only beside a cue of the force theme. ``theme``: the
    theme of one's own that its figures are of; they then have the roles that cues of it give."""

    kind: Literal["person", "weapon", "formation", "event", "thing", "point"]
    theme: str = ""
    weak: bool = False
    role: str = ""


class Cue(Entry, kw_only=True, frozen=True):
    """Words that give a claim the label ``gives`` in the family ``label``: a rule as in ConText.

    ``side`` is where the cue stands to the figure; it speaks of figures at most ``reach`` words
    off, in its own clause only or in the whole sentence (``scope``), and not over one of ``stops``.
    """

    label: Literal[*LABELS]
    gives: str
    themes: list[str] = []
    side: Literal["before", "after", "any"] = "any"
    scope: Literal["clause", "sentence"] = "sentence"
    stops: list[str] = []
    weight: float = 2.0
    reach: int = 40


class Frame(Entry, kw_only=True, frozen=True):
    """Words beside a party that show its part: who gives, or who receives (``gives``).

    The words stand ``side`` the party, at most ``reach`` words off; for figures of some ``roles``,
    or of all. What comes with the workbench is weighed; an analyst's own frame decides.
    """

    gives: Literal["actor", "beneficiary"]
    roles: list[str] = []
    side: Literal["before", "after"] = "after"
    reach: int = 5


class Pax(Entry, kw_only=True, frozen=True):
    """What a provision is on, by its code in the PA-X Peace Agreements codebook."""


class Stance(Entry, kw_only=True, frozen=True):
    """Words of a position: of the kind ``gives``; ``loose`` ones stand in other texts too. ``form``
    is what stands there: an ``adjective``'s subject is what it is on, a ``text`` is a draft's."""

    gives: Literal[*STANCES]
    form: Literal["verb", "noun", "adjective", "modal", "text"] = "verb"
    loose: list[str] = []


class Issue(Entry, kw_only=True, frozen=True):
    """What a position is on; ``loose`` are words of it that stand in texts on others too."""

    loose: list[str] = []


class Condition(Entry, kw_only=True, frozen=True):
    """Words that hang one thing on another: "only if", "unless", "without ~ no"."""


class Bloc(Entry, kw_only=True, frozen=True):
    """A name for several parties that each hold its positions."""

    members: list[str]


class Noise(Entry, kw_only=True, frozen=True):
    """A pattern to mask. ``match`` holds regular expressions, tried line by line."""

    kind: Literal[*NOISES]
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


class Conflict(Entry, kw_only=True, frozen=True):
    """A war and its peace talks; ``match`` holds their names.

    ``theatre``: actors in whose land it is fought, and armed groups of this war; ``parties``:
    others that fight in it. ``places``, ``groups`` and ``plans`` are names as written. Days are
    counted from ``first_day`` where ``day_count`` says what stands behind "day 1,386 of the".
    """

    label: str = ""
    theatre: list[str] = []
    parties: list[str] = []
    places: list[str] = []
    groups: list[str] = []
    plans: list[str] = []
    first_day: date | None = None
    day_count: list[str] = []


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
    frame: list[Frame] = []
    pax: list[Pax] = []
    stance: list[Stance] = []
    issue: list[Issue] = []
    condition: list[Condition] = []
    bloc: list[Bloc] = []
    noise: list[Noise] = []
    warning: list[Warning_] = []
    word: list[Word] = []
    wordset: list[WordSet] = []
    calendar: list[Calendar] = []
    holiday: list[Holiday] = []
    conflict: list[Conflict] = []
    fiscal_year: list[FiscalYear] = []
    date_pattern: list[DatePattern] = []


KINDS = File.__struct_fields__[2:]
