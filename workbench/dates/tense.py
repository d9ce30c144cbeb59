"""Sentences, quotations and tense: which way a bare "Thursday" points."""

from __future__ import annotations

import re
from bisect import bisect_right

from workbench.dates.words import words

REACH, NEAR = 300, 160
END = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“‘(\[•]*[^\W_a-z])|\n")
CLAUSE = re.compile(r"[;:—–]| - |(?:, (?:and|but|while|though|although) )")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?|’ll|'ll|,")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|No|vs|Mon|Tues?|Wed|Thurs?|"
    r"Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])$"
)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence round a span, looked for within 400 characters each way."""
    first = max(start - REACH, 0)
    left = first
    for m in END.finditer(text, first, start + 1):
        if m.end() <= start and not _abbreviated(text, m.start()):
            left = m.end()
    right = min(end + REACH, len(text))
    for m in END.finditer(text, end, right):
        if not _abbreviated(text, m.start()):
            right = m.start() + 1
            break
    return left, right


def _abbreviated(text: str, dot: int) -> bool:
    return text[dot] == "." and bool(ABBREVIATION.search(text, max(dot - 6, 0), dot))


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans in double quotation marks, one pass."""
    out = []
    for opening, closing in ("“”", "„“", "«»"):
        place = text.find(opening)
        while place >= 0:
            close = text.find(closing, place + 1)
            if close < 0:
                break
            out.append((place, close + 1))
            place = text.find(opening, close + 1)
    if not out:
        place = text.find('"')
        while place >= 0:
            close = text.find('"', place + 1)
            if close < 0:
                break
            out.append((place, close + 1))
            place = text.find('"', close + 1)
    return sorted(out)


def quotation(spans: list[tuple[int, int]], start: int) -> tuple[int, int] | None:
    k = bisect_right(spans, (start, 10**12)) - 1
    return spans[k] if k >= 0 and spans[k][0] <= start < spans[k][1] else None


def tense(text: str, start: int, end: int, bounds: tuple[int, int]) -> int | None:
    """-1 past, 1 future or present, None where no verb tells: the nearest verb in the clause."""
    left, right = max(bounds[0], start - NEAR), min(bounds[1], end + NEAR)
    for m in CLAUSE.finditer(text, left, start):
        left = m.end()
    m = CLAUSE.search(text, end, right)
    right = m.start() if m else right
    before = [w.lower() for w in WORD.findall(text, left, start)]
    preposition = before[-2] if before[-1:] == ["the"] and len(before) > 1 else (before or [""])[-1]
    sets = words().sets
    if preposition in sets["tense.past_before"]:
        return -1
    if (
        preposition in ("on", "over", "of")
        and before[-2:-1]
        and {before[-2], before[-3] if len(before) > 2 else ""} & sets["tense.past_nouns"]
    ):
        return -1
    found = _backward(before, sets)
    if found is None:
        found = _forward([w.lower() for w in WORD.findall(text, end, right)], sets)
    if found is None and preposition in sets["tense.future_before"]:
        return 1
    return found


def _backward(before: list[str], sets) -> int | None:
    for k in range(len(before) - 1, -1, -1):
        found = _verb(before, k, sets)
        if found is not None:
            return found
    return None


def _forward(after: list[str], sets) -> int | None:
    for k in range(min(len(after), 14)):
        found = _verb(after, k, sets)
        if found is not None:
            return found
    return None


def _verb(line: list[str], k: int, sets) -> int | None:
    word = line[k]
    near = line[max(k - 4, 0) : k]
    if word in ("’ll", "'ll") or word in sets["tense.future"]:
        if word in ("expected", "planned", "scheduled", "due", "hoped", "wanted") and {
            "was",
            "were",
            "had",
        } & set(near):
            return 1
        return 1
    if word in sets["tense.present"]:
        return 1 if word != "being" else None
    if word in sets["tense.perfect"]:
        return 1 if line[k + 1 : k + 2] == ["to"] else -1
    if word in ("was", "were") and line[k + 1 : k + 2] == ["to"]:
        return 1
    past = word in sets["tense.past"] or (
        len(word) > 3 and word.endswith("ed") and word not in sets["tense.not_past"]
    )
    if not past:
        return None
    for other in reversed(near):
        if other == ",":
            break
        if other in sets["tense.future"] or other in ("to", "be"):
            return 1
        if other in ("is", "are"):
            return 1
        if other in sets["tense.perfect"] or other in ("was", "were", "had"):
            return -1
    return -1
