"""A document's figures as claims: where they stand, what they are, whose word they are."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from workbench import context, figures, labels, parties, scan, sentences, speakers, weighing
from workbench.codebook import Codebook

FAMILIES = (
    "role",
    "qualifier",
    "modality",
    "attribution",
    "factuality",
    "speaker",
    "actor",
    "beneficiary",
    "instrument",
    "purpose",
    "period",
    "unit",
)


class Claim(NamedTuple):
    """One figure. Offsets are half-open code points into the frozen text; absent is None."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    theme: str
    role: str
    low: int | float
    high: int | float
    unit: str
    qualifier: str
    instrument: str | None
    actor: str | None
    beneficiary: str | None
    purpose: str | None
    period: str | None
    speaker: str | None
    modality: str
    attribution: str
    factuality: str
    cues: list[dict]


def find(text: str, book: Codebook) -> list[Claim]:
    """The claims of a clean (masked) text, in order.

    >>> from workbench import codebook
    >>> claim, = find("Kyiv needs $60 billion in 2026.", codebook.load())
    >>> claim.role, claim.high, claim.unit, claim.period, claim.beneficiary
    ('need', 60000000000, 'USD', '2026', 'ukraine')
    """
    found: list[Claim] = []
    line_end = done = -1
    spans: list[sentences.Span] = []
    scanned = scan.scanner(book).places(text)
    for place in scanned.places:
        if place < done:
            continue
        if place >= line_end:
            line = sentences.paragraph(text, place)
            line_end = line.end
            # What a number counts may stand in the item above, or in the sentence before.
            since = line.start - scan.BEFORE * bool(context.ITEM.match(text, line.start))
            if not scanned.counts(since, line.end):
                done = line_end
                continue
            split = _split if line.end - line.start < LINE else sentences.split
            spans = split(text[line.start : line.end])
        span = sentences.holding(spans, place - line.start)
        if span is None:
            continue
        start, done = span.start + line.start, span.end + line.start
        if scanned.counts(max(since, start - scan.BEFORE), done):
            numbers = scanned.numbers
            first, last = bisect_left(numbers, start), bisect_left(numbers, done)
            inside = tuple([at - start for at in numbers[first:last]])
            read = _read(text[start:done], book, inside)
            if read.open:
                before = context.nouns_around(text, start, book)
                read = _read(text[start:done], book, inside, before) if before else read
            found += [_claim(told, done - start, start) for told in read.told]
    return [_in_context(c, text, book) for c in _same_amount(found, text, book)]


def _in_context(c: Claim, text: str, book: Codebook) -> Claim:
    """A role or an actor that the sentence leaves open, from the heading or the sentence before."""
    told = {}
    role = next(q for q in c.cues if q["label"] == "role")
    if role["rule"] == "default" and c.theme != "plan":
        told["role"] = context.roles_around(text, c.sentence_start, c.theme, c.unit, book)
    if c.actor is None and c.theme != "plan" and c.role not in context.NO_ACTOR:
        told["actor"] = context.actor_around(text, c.sentence_start, book)
    for label, found in told.items():
        if found:
            value, start, end, rule = found
            cue = {"label": label, "start": start, "end": end, "text": text[start:end]}
            kept = [q for q in c.cues if q["label"] != label]
            c = c._replace(**{label: value}, cues=[*kept, {**cue, "rule": rule}])
    return c


# Lines too stand in many articles; longer ones are not remembered.
LINE = 5000
_split = lru_cache(maxsize=1024)(sentences.split)

# A cue below this weight only says that there is money ("support", "for"), not which.
WEAK = 2.0


def _same_amount(found: list[Claim], text: str, book: Codebook) -> list[Claim]:
    """A definite amount told again ("the full $60 billion") keeps the role it was told with."""
    first: dict[tuple, Claim] = {}
    out = []
    for c in found:
        key = (c.theme, c.low, c.high, c.unit)
        cue = next(q for q in c.cues if q["label"] == "role")
        weak = cue["rule"] == "default" or (
            c.theme != "plan"
            and cue["rule"] in book.tables["cue"]
            and book.get("cue", cue["rule"]).weight < WEAK
        )
        known = first.get(key)
        if weak and known and re.search(r"\b[Tt]he(?: \w+)?\s*$", text[c.start - 20 : c.start]):
            same = {
                "label": "role",
                "start": known.start,
                "end": known.end,
                "text": text[known.start : known.end],
                "rule": "same_amount",
            }
            c = c._replace(
                role=known.role, cues=[same if q["label"] == "role" else q for q in c.cues]
            )
        elif not weak:
            first.setdefault(key, c)
        out.append(c)
    return out


def of_sentence(
    text: str, book: Codebook, offset: int = 0, places: list[int] | None = None
) -> list[Claim]:
    """The claims of one sentence; ``offset`` is where it starts in its document."""
    read = _read(text, book, tuple(places) if places else None)
    return [_claim(told, len(text), offset) for told in read.told]


class Told(NamedTuple):
    """What a sentence says of one figure, wherever it stands: offsets are the sentence's."""

    start: int
    end: int
    values: tuple  # of a claim, from its theme to its factuality
    reasons: tuple[tuple[str, int, int, str, str], ...]


class Read(NamedTuple):
    """A sentence's figures, and whether a number in it asks for a noun of the text before."""

    told: tuple[Told, ...]
    open: bool


# One agency sentence stands in many articles, word for word; it is read once.
@lru_cache(maxsize=4096)
def _read(
    text: str,
    book: Codebook,
    places: tuple[int, ...] | None,
    before: tuple[context.Noun, ...] = (),
) -> Read:
    sentence = figures.read(text, book, places, before)
    if not sentence.figures:
        return Read((), sentence.open)
    labels.label(sentence)
    speakers.attribute(sentence)
    parties.assign(sentence)
    return Read(tuple([_told(sentence, f) for f in sentence.figures]), sentence.open)


def _told(s: figures.Sentence, f: figures.Figure) -> Told:
    told = f.labels
    if f.unit_cue:
        told["unit"] = weighing.Label(f.unit, *f.unit_cue)
    reasons = []
    value = dict.fromkeys(FAMILIES)
    for family in FAMILIES:
        label = told.get(family)
        if label is None:
            continue
        value[family], start, end, rule = label
        if rule == "default":
            start = end = f.start
        reasons.append((family, start, end, s.slice(start, end), rule))
    values = (
        f.theme, value["role"], _plain(f.low), _plain(f.high), f.unit, value["qualifier"],
        value["instrument"], value["actor"], value["beneficiary"], value["purpose"],
        value["period"], value["speaker"], value["modality"], value["attribution"],
        value["factuality"],
    )  # fmt: skip
    return Told(f.start, f.end, values, tuple(reasons))


def _claim(told: Told, size: int, offset: int) -> Claim:
    cues = [
        {"label": label, "start": start + offset, "end": end + offset, "text": text, "rule": rule}
        for label, start, end, text, rule in told.reasons
    ]
    return Claim(told.start + offset, told.end + offset, offset, offset + size, *told.values, cues)


def _plain(value) -> int | float:
    """A decimal as a plain number, an integer where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def claim_id(sha256: str, start: int, end: int, theme: str) -> str:
    """Stable id of a claim: sixteen hex digits over document hash, place and theme."""
    return hashlib.sha256(f"{sha256}:{start}:{end}:{theme}".encode()).hexdigest()[:16]
