"""Scores against hand labels: precision, recall and F1 of values, accuracy of the labels.

A label file has one JSON object a line: ``{"id", "text", "figures": [{"span", "start", "theme",
"low", "high", "unit", "role", ...}]}``; ``also`` in a figure lists other right values of a field.
A row with ``published`` is read as a document of that day: its ``event_date``, ``usd`` and ``eur``
are scored too. One with ``unasked`` names fields that its file's labels give here and there only.
"""

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from math import isclose
from pathlib import Path
from types import SimpleNamespace
from typing import NotRequired, TypedDict

import msgspec

from workbench import claims, documents, numbers
from workbench.claims.labels import STAGES
from workbench.codebook import Codebook
from workbench.corpus import analysis
from workbench.corpus.tables import COLUMNS

# Asked of every figure, and asked where the labels or the claim state one.
STATED = ("role", "modality", "attribution", "qualifier", "actor", "unit")
MAY = ("beneficiary", "speaker", "period", "instrument", "purpose", "factuality", "event_date",
       "usd", "eur", "conflict")  # fmt: skip
FIELDS = STATED + MAY


class LabelError(ValueError):
    """A label file that cannot be used: names the file, the line and what is wrong."""


class _Figure(TypedDict):
    span: str
    start: int
    low: float
    high: float
    theme: NotRequired[str]
    also: NotRequired[dict[str, list]]


class _Row(TypedDict):
    text: str
    figures: list[_Figure]
    published: NotRequired[date]


EXAMPLE = (
    'it has to be as in {"id": "a", "text": "$5bn", "figures": [{"span": "$5bn", "start": 0, '
    '"low": 5e9, "high": 5e9}]}'
)


def read(path: str | Path) -> list[dict]:
    """The rows of a label file, checked. Raises LabelError."""
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise LabelError(f"{path.name}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise LabelError(f"{path}: can't be read ({why}); give a .jsonl file of labels") from None
    rows = [
        {"id": str(number)} | _row(line, f"{path.name}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    unasked = {name for row in rows for name in row.get("unasked", ())}
    return [row | {"id": str(row["id"]), "unasked": unasked} for row in rows]


def _row(line: str, where: str) -> dict:
    try:
        row = json.loads(line, parse_constant=_no_number)
        msgspec.convert(row, _Row)
    except (json.JSONDecodeError, RecursionError) as error:
        raise LabelError(f"{where}: no JSON object ({error})") from None
    except ValueError as error:  # and msgspec's
        raise LabelError(f"{where}: {error}; {EXAMPLE}") from None
    for figure in row["figures"]:
        start, span = figure["start"], figure["span"]
        if not span or start < 0 or row["text"][start : start + len(span)] != span:
            raise LabelError(f"{where}: {span!r} does not stand at {start}")
    return row


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def of_groups(path: str | Path, parts) -> str | None:
    """Which of some parts a label file of groups of documents tells; None: it has figures."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            row = json.loads(file.readline())
            return next((part for part in parts if part in row), None)
    except (OSError, ValueError, TypeError, RecursionError):
        return None  # the reader of figures names what is wrong


@dataclass
class Score:
    """Counts by theme (and ``all``): hits, false finds, misses; right and asked of each field."""

    hits: Counter = field(default_factory=Counter)
    false: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    right: dict = field(default_factory=lambda: defaultdict(Counter))
    asked: dict = field(default_factory=lambda: defaultdict(Counter))
    confused: dict = field(default_factory=lambda: defaultdict(Counter))
    distractors: int = 0
    disturbed: int = 0
    errors: list[tuple[str, str, str]] = field(default_factory=list)  # id, what, sentence

    def f1(self, theme: str = "all") -> tuple[float, float, float]:
        """Precision, recall and F1 of the values of a theme."""
        hits, false, missed = self.hits[theme], self.false[theme], self.missed[theme]
        precision = hits / (hits + false) if hits + false else 1.0
        recall = hits / (hits + missed) if hits + missed else 1.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    def accuracy(self, name: str, theme: str = "all") -> float | None:
        """Share of the found figures whose field is right; None where none was asked."""
        asked = self.asked[theme][name]
        return self.right[theme][name] / asked if asked else None

    def tell(self, row: dict, what: str, span: str) -> None:
        """Note an error."""
        self.errors.append((row["id"], f"{span!r}: {what}", row["text"]))


def score(rows: list[dict], book: Codebook) -> Score:
    """Read every sentence and compare.

    >>> from workbench import codebook
    >>> row = {"id": "1", "text": "Kyiv needs $5bn.", "figures": [{"span": "$5bn", "start": 11,
    ...        "theme": "funding", "low": 5e9, "high": 5e9, "role": "need"}]}
    >>> score([row], codebook.load()).f1()
    (1.0, 1.0, 1.0)
    """
    result = Score()
    labelled = {name for row in rows for figure in row["figures"] for name in figure}
    asked = [name for name in FIELDS if name in labelled or name == "actor"]
    for row in rows:
        found = {(c.start, c.end): c for c in _claims(row, book)}
        gold = {(g["start"], g["start"] + len(g["span"])): g for g in row["figures"]}
        if not gold:
            result.distractors += 1
            result.disturbed += bool(found)
        for place, claim in found.items():
            if place not in gold or not _same_value(claim, gold[place]):
                result.false.update({"all", claim.theme})
                result.tell(row, "not a figure by the labels", row["text"][slice(*place)])
        for place, label in gold.items():
            claim, themes = found.get(place), {"all", label.get("theme", "all")}
            if claim is None or not _same_value(claim, label):
                result.missed.update(themes)
                result.tell(row, "missed", label["span"])
                continue
            result.hits.update(themes)
            for name in asked:
                _ask(result, row, name, claim, label, themes)
    return result


def _claims(row: dict, book: Codebook) -> list:
    """The claims of a row's text; of a document where its day or its conflict is told."""
    if "published" not in row and not any("conflict" in figure for figure in row["figures"]):
        return claims.find(row["text"], book)
    day = date.fromisoformat(row["published"]) if "published" in row else None
    document = documents.Document(row["id"], row["id"], "", row["text"], published=day,
                                  published_basis="metadata" if day else None)  # fmt: skip
    rows = analysis.analyse(document, book)[2]
    return [SimpleNamespace(**dict(zip(COLUMNS["claims"], one, strict=True))) for one in rows]


def _ask(result: Score, row: dict, name: str, claim, label: dict, themes: set[str]) -> None:
    """Count one field of a figure that was found."""
    wanted = [label.get(name), *label.get("also", {}).get(name, [])]
    got = getattr(claim, name, None)
    if not label.get(name) and (name in MAY and not got or name in row.get("unasked", ())):
        return
    if name in ("usd", "eur") and label.get(name) is None:
        return
    right = agrees(name, got, wanted)
    if not right:
        result.confused[name][str(wanted[0]), str(got)] += 1
        result.tell(row, f"{name} {got} instead of {wanted[0]}", label["span"])
    for theme in themes:
        result.asked[theme][name] += 1
        result.right[theme][name] += right


def agrees(name: str, got, wanted: list) -> bool:
    """Whether a label is one of the right ones: parties in any order, a speaker by head nouns.

    >>> agrees("actor", "norway;sweden", ["sweden;norway"])
    True
    >>> agrees("speaker", "minister Eide", ["Norwegian minister Eide"])
    True
    >>> agrees("role", "commitment", ["pledge"]), agrees("speaker", None, ["ukraine"])
    (True, False)
    """
    if name == "role":
        return STAGES.get(got, got) in {STAGES.get(w, w) for w in wanted}
    if got in wanted or not got:
        return got in wanted
    if name in ("usd", "eur"):
        return any(isclose(got, w, rel_tol=0.001) for w in wanted)
    if name == "speaker":
        heads = _heads(got)
        return any(w and (heads <= _heads(w) or heads >= _heads(w)) for w in wanted)
    parties = set(str(got).split(";"))
    return name in ("actor", "beneficiary") and any(
        w and set(w.split(";")) == parties for w in wanted
    )


def _heads(speaker: str) -> set[str]:
    """The words of a speaker that tell who it is."""
    words = re.findall(r"[\w'’-]+", speaker.lower())
    return {w for w in words if len(w) > 3} or set(words)


def _same_value(claim, label: dict) -> bool:
    """Bounds agree; vague quantifiers ("hundreds of thousands") are scored by their span only."""
    if numbers.VAGUE_START.match(label["span"]):
        return True
    return isclose(claim.low, label["low"]) and isclose(claim.high, label["high"])


def report(result: Score, errors: bool = False) -> str:
    """The tables as text: values, then labels, per theme; with ``errors`` each miss."""
    themes = ["all", *sorted(k for k in result.asked if k != "all")]
    told = [name for name in FIELDS if name in result.asked["all"]]
    names = "".join(f"{name:>12}" for name in told)
    lines = [f"{'':12}{'precision':>10}{'recall':>10}{'F1':>10}{names}"]
    for theme in themes:
        cells = "".join(f"{value:10.3f}" for value in result.f1(theme))
        shares = (result.accuracy(name, theme) for name in told)
        cells += "".join(f"{'-':>12}" if x is None else f"{x:12.3f}" for x in shares)
        lines.append(f"{theme:12}{cells}")
    lines.append(
        f"distractor sentences with a false figure: {result.disturbed} of {result.distractors}"
    )
    for name in told if errors else ():
        if worst := result.confused[name].most_common(10):
            pairs = "; ".join(f"{a} -> {b} ({n})" for (a, b), n in worst)
            lines.append(f"\n{name}, labelled as -> read as: {pairs}")
    if errors:
        lines += [f"\n{id}  {what}\n    {text}" for id, what, text in result.errors]
    return "\n".join(lines)
