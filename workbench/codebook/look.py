"""Words, numbers and colours that every face of the workbench shares.

Figures, evidence, reader and briefing must say the same thing in the same words, so the wording
stands here once.
"""

import math
import re
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from zlib import crc32

_WORDS = tomllib.loads((Path(__file__).parent / "words" / "look.toml").read_text("utf-8"))
PALETTE, THEMES, ROLES = _WORDS["palette"], _WORDS["themes"], _WORDS["roles"]
OWN = [name for name in PALETTE["light"] if name.startswith("own")]
QUALIFIERS, ATTRIBUTIONS = _WORDS["qualifiers"], _WORDS["attributions"]
STANCES, FIELDS = _WORDS["stances"], _WORDS["fields"]
DISAGREEMENTS, MEANINGS = _WORDS["disagreements"], _WORDS["meanings"]
SUPPOSED = f"(?<![a-z])(?:{'|'.join(_WORDS['supposed'])})(?![a-z])"
RANK = {role: place for place, role in enumerate(ROLES)}


def missing(value) -> bool:
    """Whether a table cell is empty: ``None``, ``NaN``, ``NaT``, ``<NA>`` or ``""``.

    >>> missing(None), missing(float("nan")), missing(""), missing(0), missing("x")
    (True, True, True, False, False)
    """
    if value is None or isinstance(value, str):
        return not value
    return str(value) in {"nan", "NaN", "NaT", "<NA>"}


def role_words(role: str, theme: str = "") -> str:
    """A role in English; ``other`` means different things for money and for people.

    >>> role_words("disbursement"), role_words("other", "funding"), role_words("other", "force")
    ('paid out', 'not support', 'other count')
    """
    other_count = role == "other" and theme not in ("", "funding")
    return "other count" if other_count else ROLES.get(role, words(role))


def dress(theme: str) -> str:
    """The colours of a theme: those of its name, or one of those for themes of one's own.

    >>> dress("funding"), dress("hostages") in OWN
    ('funding', True)
    """
    return theme if theme in PALETTE["light"] else OWN[crc32(theme.encode()) % len(OWN)]


def modality(name) -> str:
    """How firmly a claim is made, in English.

    >>> modality("actual"), modality("planned")
    ('stated as fact', 'planned')
    """
    return "stated as fact" if name == "actual" else words(name)


def supposed(sentence: str) -> bool:
    """
    >>> supposed("Kyiv fears a cut from 900,000."), supposed("Kyiv has 900,000.")
    (True, False)
    """
    return re.search(SUPPOSED, sentence, re.I) is not None


def field(name: str) -> str:
    """
    >>> field("actor"), field("role")
    ('whose', 'role')
    """
    return FIELDS.get(name, words(name))


def rated(letter) -> str:
    """
    >>> rated("F"), rated(None)
    ('F', 'not rated')
    """
    return "not rated" if missing(letter) else str(letter)


def words(name) -> str:
    """A codebook id as plain words.

    >>> words("own_voice")
    'own voice'
    """
    return "" if missing(name) else str(name).replace("_", " ")


def names(ids) -> str:
    """Ids of actors, joined by ``;``, as names; what is no id is a name as written, and stays.

    >>> names("united_states;ukraine"), names(None), names("the Kiel tracker")
    ('United States, Ukraine', '', 'the Kiel tracker')
    """
    parts = [] if missing(ids) else map(str.strip, str(ids).split(";"))
    return ", ".join(_name(part) if re.fullmatch("[a-z0-9_]+", part) else part for part in parts)


def _name(id_: str) -> str:
    first = r"\b(?!(?:of|the|and)\b)[a-z]"
    return re.sub(first, lambda letter: letter[0].upper(), id_.replace("_", " "))


def number(value) -> str:
    """A number as a person would write it.

    >>> number(60_000_000_000), number(600_000), number(2.5e9), number(0.35), number(1234.5)
    ('60 billion', '600,000', '2.5 billion', '0.35', '1,234.5')
    """
    value = float(value)
    if not math.isfinite(value):
        return "beyond counting"
    if abs(value) >= 1e16:
        return f"{value:.3g}"
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.6g} {word}"
    return f"{value:,.6g}" if value != int(value) else f"{int(value):,}"


def plural(unit: str, count: float = 2) -> str:
    """The unit as a reader says it: ``USD`` stays, nouns take their plural.

    >>> plural("person"), plural("aircraft"), plural("artillery_piece"), plural("USD")
    ('people', 'aircraft', 'artillery pieces', 'USD')
    >>> plural("point", 1), plural("person", 1), plural("brigade"), plural("percent")
    ('point', 'person', 'brigades', 'percent')
    """
    unit = words(unit)
    if count == 1 or unit.isupper() or unit in {"aircraft", "percent", ""}:
        return unit
    if unit == "person":
        return "people"
    unit = re.sub("(?<=[^aeiou])y$", "ie", unit)
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")


def span(low, high) -> str:
    """
    >>> span(3000, 5000), span(7, 7)
    ('3,000 to 5,000', '7')
    """
    return number(high) if float(low) == float(high) else f"{number(low)} to {number(high)}"


def amount(low, high, unit: str, qualifier: str = "exact") -> str:
    """A claim's value in words, with its qualifier and its unit.

    >>> amount(3000, 5000, "person", "range")
    '3,000 to 5,000 people'
    >>> amount(6e10, 6e10, "USD"), amount(800, 800, "tank", "at_most")
    ('60 billion USD', 'up to 800 tanks')
    """
    parts = QUALIFIERS.get(qualifier, ""), span(low, high), plural(unit, float(high))
    return " ".join(filter(None, parts))


def day(value) -> str:
    """A date for people, the same in every locale.

    >>> day(date(2025, 12, 19)), day(None)
    ('19 Dec 2025', 'no date')
    """
    if missing(value):
        return "no date"
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{value.day} {months[value.month - 1]} {value.year}"


def times(count: int) -> str:
    """
    >>> times(1), times(2), times(5)
    ('once', 'twice', '5 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def count(n: int, noun: str) -> str:
    """
    >>> count(1, "document"), count(3, "document"), count(0, "figure")
    ('1 document', '3 documents', '0 figures')
    """
    return f"{n:,} {noun if n == 1 else plural(noun)}"


def listed(parts) -> str:
    """
    >>> listed(["28"]), listed(["28", "20"]), listed(["28", "20", "19"])
    ('28', '28 and 20', '28, 20 and 19')
    """
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def short_names(doc_ids) -> dict[str, str]:
    """Short, still unique names for documents: the stem up to the first ``_`` where that is enough.

    >>> short_names(["000_b14161429fe19741", "001_86c86b9e5ce56c28"])
    {'000_b14161429fe19741': '000', '001_86c86b9e5ce56c28': '001'}
    >>> short_names(["report_a", "report_b"])
    {'report_a': 'report_a', 'report_b': 'report_b'}
    """
    return _short_names(tuple(doc_ids))


@lru_cache(maxsize=8)
def _short_names(doc_ids: tuple[str, ...]) -> dict[str, str]:
    full = sorted(set(doc_ids))
    # All in one search: of 220,000 names, one after the other, it took half a second.
    heads = re.sub(r"[_\s][^\0]*", "", "\0".join(full)).split("\0") if full else []
    heads = [head or name for head, name in zip(heads, full, strict=True)]
    return dict(zip(full, heads if len({*heads}) == len(full) else full, strict=True))
