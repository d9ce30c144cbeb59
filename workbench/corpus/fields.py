"""What of a figure can be corrected, and which values the vocabulary allows."""

import difflib
import math
import re
from datetime import date

from workbench import numbers as quantities
from workbench.claims import labels, speakers
from workbench.codebook import Codebook, look
from workbench.codebook.entries import ROLES
from workbench.corpus.tables import WORDS
from workbench.documents.text import one_line
from workbench.numbers import rates

FIELDS = WORDS["correctable"]  # field -> what its value is
MUST = "role low high unit qualifier modality attribution factuality theme figure".split()
MINUS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")
LONG = 30  # values: more are not listed in a message


def choices(field: str, theme: str, book: Codebook) -> list[str]:
    """The values that a field of a theme can have; none listed: any that is of its kind.

    >>> from workbench import codebook
    >>> choices("role", "plan", codebook.load()), choices("low", "force", codebook.load())
    (['version'], [])
    """
    match FIELDS[field]:
        case "role":
            own = sorted({*filter(None, labels.values(book, "role", theme))})
            return list(dict.fromkeys([*ROLES.get(theme, ()), *own]))
        case "unit":
            money = sorted(entry.id for entry in book.all("currency"))
            counted = sorted({entry.id.split(".")[0] for entry in book.all("unit")})
            return {"funding": [*money, "percent"], "plan": ["point"]}.get(theme, counted)
        case "verdict":
            return ["accepted", "rejected"]
        case "theme":
            return list(book.themes)
        case "parties":
            return sorted(actor.id for actor in book.all("actor"))
        case "listed":
            return WORDS["values"][field]
    return []


def shown(field: str, value: str, theme: str, book: Codebook) -> str:
    """What a value of a field is called on the screen."""
    if FIELDS[field] == "parties":
        return look.names(value)
    if field == "theme":
        return book.themes.get(value, value)
    told = {"role": look.role_words(value, theme), "modality": look.modality(value)}
    return told.get(field) or look.words(value)


def named(field: str, value, theme: str, book: Codebook):
    """Names, in any case, as the ids of their values; what is no name stays as it is.

    >>> from workbench import codebook
    >>> named("actor", "Saudi Arabia; norway", "funding", codebook.load())
    'saudi_arabia;norway'
    """
    if not isinstance(value, str) or not (known := choices(field, theme, book)):
        return value
    ids = {shown(field, one, theme, book).casefold(): one for one in reversed(known)}
    ids |= {one.casefold(): one for one in reversed(known)}
    parts = re.split("[;,]", value) if FIELDS[field] == "parties" else [value]
    return ";".join(ids.get(part.strip().casefold(), part.strip()) for part in parts)


def checked(field: str, value, theme: str, book: Codebook):
    """A value that a field can have. Raises ValueError saying what is wrong, and what there is."""
    kind, known = FIELDS[field], choices(field, theme, book)
    if value is None or value == "":
        if field in MUST:
            raise ValueError("can't be empty; say which is right")
        return None
    if kind == "number":
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            if value >= 0:
                return value
            raise ValueError(f"{value:,} is below zero; write it without a minus")
        raise ValueError(f"{value!r} is no number; write 60000000000, without quotes")
    if kind == "day":
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise ValueError(f"{value!r} is no day; write 2025-12-31") from None
    value = one_line(value, 500) if isinstance(value, str) else None
    if value is None:
        raise ValueError("is not a text of one line")
    value = named(field, value, theme, book)
    for part in value.split(";") if kind == "parties" else [value]:
        if known and part not in known:
            near = difflib.get_close_matches(part, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            there = ", ".join(known[:LONG]) + ", ..." * (len(known) > LONG)
            raise ValueError(f"{part!r} is not in the vocabulary{hint}; it has: {there}")
    return value


def follow(told: dict, changed: list[str], published: str | None) -> None:
    """What a corrected label brings with it: bounds their qualifier, modality the factuality, the
    value its dollars and euros; and the reasons, which were those of the label before."""
    if told["low"] > told["high"]:
        raise ValueError(f"low {told['low']:,} is above high {told['high']:,}; correct both")
    if {"low", "high"} & {*changed} and "qualifier" not in changed:
        ranged, was = told["low"] != told["high"], told["qualifier"]
        told["qualifier"] = "range" if ranged else "exact" if was == "range" else was
    rules = {q["label"]: (q["start"], q["end"]) for q in told["cues"]}
    if "modality" in changed and "factuality" not in changed:
        if rules.get("factuality") in (rules.get("modality"), (told["start"], told["start"])):
            told["factuality"] = speakers.factuality(told["modality"])
            changed = [*changed, "factuality"]
    if {"low", "high", "unit"} & {*changed}:
        told |= dict.fromkeys(("usd", "eur", "rate_date"))
        money = published and told["theme"] == "funding" and told["unit"] != "percent"
        day = date.fromisoformat(published) if money else None
        if found := day and rates.convert(told["high"], told["unit"], day):
            told |= {"usd": found[0], "eur": found[1], "rate_date": found[2].isoformat()}
    at = {"start": told["start"], "end": told["start"], "text": "", "rule": "analyst"}
    told["cues"] = [q for q in told["cues"] if q["label"] not in changed]
    told["cues"] += [{"label": field, **at} for field in changed]


def offered(book: Codebook) -> dict:
    """What a form offers: fields with their words, and the values of each, by theme."""
    values: dict = {}
    for theme in book.themes:
        for field in [f for f in FIELDS if f not in ("figure", "low", "high")]:
            some = [[one, shown(field, one, theme, book)] for one in choices(field, theme, book)]
            # Parties are those of every theme: they are many, and are sent once.
            values.setdefault("" if FIELDS[field] == "parties" else theme, {})[field] = some
    names = ["value", *(f for f in FIELDS if f not in ("figure", "low", "high", "theme"))]
    fields = [[name, look.field(name), name in MUST or name == "value"] for name in names]
    return {"fields": fields, "values": values, "themes": list(book.themes.items())}


def bounds(value, book: Codebook) -> dict:
    """The bounds that are meant: by a number, two, or words. Raises ValueError for other words.

    >>> from workbench import codebook
    >>> bounds("60 billion", codebook.load()), bounds((3, 5), codebook.load())
    ({'low': 60000000000.0, 'high': 60000000000.0}, {'low': 3, 'high': 5})
    """
    if isinstance(value, str):
        if value.strip()[:1] in MINUS:
            raise ValueError(f"{value!r} is below zero; write it without a minus")
        found = quantities.grammar(book).find(value)
        if len(found) != 1:
            raise ValueError(f"{value!r} is no one number; write 60 billion, or 3,000 to 5,000")
        value = tuple(map(float, found[0][2:4]))
    low, high = value if isinstance(value, tuple) else (value, value)
    return {"low": low, "high": high}
