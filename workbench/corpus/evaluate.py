"""Scores against hand labels: precision, recall and F1 of values, accuracy of the labels.

A label file has one JSON object a line: ``{"id", "text", "figures": [{"span", "start", "theme",
"low", "high", "unit", "role", ...}]}``; ``also`` in a figure lists other right values of a field.
A row with ``unasked`` names fields that the labels of its file give here and there only.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import NotRequired, TypedDict

import msgspec

from workbench import claims, numbers
from workbench.claims.labels import STAGES
from workbench.codebook import Codebook

# Asked of every figure, and asked where the labels or the claim state one.
STATED = ("role", "modality", "attribution", "qualifier", "actor", "unit")
MAY = ("beneficiary", "speaker", "period", "instrument", "purpose", "factuality", "event_date")
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
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            row = json.loads(line, parse_constant=_no_number)
            msgspec.convert(row, _Row)
        except (json.JSONDecodeError, RecursionError) as error:
            raise LabelError(f"{where}: no JSON object ({error})") from None
        except ValueError as error:  # and msgspec's
            raise LabelError(
                f"{where}: {error}; it has to be as in "
                '{"id": "a", "text": "$5bn", "figures": [{"span": "$5bn", "start": 0, "low": 5e9, '
                '"high": 5e9}]}'
            ) from None
        for figure in row["figures"]:
            start, span = figure["start"], figure["span"]
            if not span or start < 0 or row["text"][start : start + len(span)] != span:
                raise LabelError(f"{where}: {span!r} does not stand at {start}")
        rows.append({"id": str(row.get("id", number)), **row})
    unasked = {name for row in rows for name in row.get("unasked", ())}
    return [row | {"unasked": unasked} for row in rows]


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def of_disagreements(path: str | Path) -> bool:
    """Whether a label file holds groups of documents and not sentences with figures."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return "disagreements" in json.loads(file.readline())
    except (OSError, ValueError, TypeError, RecursionError):
        return False  # the reader of figures names what is wrong


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
        text, unasked = row["text"], row.get("unasked", ())
        found = {(c.start, c.end): c for c in claims.find(text, book)}
        gold = {(g["start"], g["start"] + len(g["span"])): g for g in row["figures"]}
        if not gold:
            result.distractors += 1
            result.disturbed += bool(found)
        for place, claim in found.items():
            if place not in gold or not _same_value(claim, gold[place]):
                _count(result.false, claim.theme)
                _tell(result, row, "not a figure by the labels", text[slice(*place)])
        for place, label in gold.items():
            theme = label.get("theme", "all")
            claim = found.get(place)
            if claim is None or not _same_value(claim, label):
                _count(result.missed, theme)
                _tell(result, row, "missed", label["span"])
                continue
            _count(result.hits, theme)
            for name in asked:
                wanted = [label.get(name), *label.get("also", {}).get(name, [])]
                got = getattr(claim, name, None)
                if not label.get(name) and (name in MAY and not got or name in unasked):
                    continue
                if not agrees(name, got, wanted):
                    result.confused[name][str(wanted[0]), str(got)] += 1
                    _tell(result, row, f"{name} {got} instead of {wanted[0]}", label["span"])
                    right = False
                else:
                    right = True
                for key in ("all", theme):
                    result.asked[key][name] += 1
                    result.right[key][name] += right
    return result


def agrees(name: str, got: str | None, wanted: list[str | None]) -> bool:
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
    if name == "speaker":
        heads = _heads(got)
        return any(w and (heads <= _heads(w) or heads >= _heads(w)) for w in wanted)
    return name in ("actor", "beneficiary") and any(
        w and set(w.split(";")) == set(got.split(";")) for w in wanted
    )


def _heads(speaker: str) -> set[str]:
    """The words of a speaker that tell who it is."""
    words = re.findall(r"[\w'’-]+", speaker.lower())
    return {w for w in words if len(w) > 3} or set(words)


def _same_value(claim: claims.Claim, label: dict) -> bool:
    """Bounds agree; vague quantifiers ("hundreds of thousands") are scored by their span only."""
    if numbers.VAGUE_START.match(label["span"]):
        return True
    return all(
        abs(a - b) <= 1e-9 * max(abs(a), abs(b))
        for a, b in ((claim.low, label["low"]), (claim.high, label["high"]))
    )


def _count(counter: Counter, theme: str) -> None:
    counter["all"] += 1
    if theme != "all":
        counter[theme] += 1


def _tell(result: Score, row: dict, what: str, span: str) -> None:
    result.errors.append((row["id"], f"{span!r}: {what}", row["text"]))


def report(result: Score, errors: bool = False) -> str:
    """The tables as text: values, then labels, per theme; with ``errors`` each miss."""
    themes = ["all", *sorted(k for k in result.asked if k != "all")]
    told = [name for name in FIELDS if name in result.asked["all"]]
    lines = [
        f"{'':12}{'precision':>10}{'recall':>10}{'F1':>10}"
        + "".join(f"{name:>12}" for name in told)
    ]
    for theme in themes:
        cells = "".join(f"{value:10.3f}" for value in result.f1(theme))
        for name in told:
            share = result.accuracy(name, theme)
            cells += f"{'-':>12}" if share is None else f"{share:12.3f}"
        lines.append(f"{theme:12}{cells}")
    lines.append(
        f"distractor sentences with a false figure: {result.disturbed} of {result.distractors}"
    )
    if errors:
        for name in told:
            worst = result.confused[name].most_common(10)
            if worst:
                lines.append(
                    f"\n{name}, labelled as -> read as: "
                    + "; ".join(f"{a} -> {b} ({n})" for (a, b), n in worst)
                )
        for id, what, text in result.errors:
            lines.append(f"\n{id}  {what}\n    {text}")
    return "\n".join(lines)
