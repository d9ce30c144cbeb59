"""A document's figures as claims: where they stand, what they are, whose word they are."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from workbench.claims import context, figures, labels, parties, speakers, weighing
from workbench.codebook import Codebook
from workbench.numbers import scan
from workbench.text import Block, Part, View, lists, sentences, tables, view

FAMILIES = (
    "role", "qualifier", "modality", "attribution", "factuality", "speaker", "actor",
    "beneficiary", "instrument", "purpose", "period", "unit",
)  # fmt: skip


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


def find(text: str | View, book: Codebook) -> list[Claim]:
    """The claims of a clean (masked) text or its view, in order, at places of the text.

    >>> from workbench import codebook
    >>> claim, = find("Kyiv needs $60 billion\\nin 2026.", codebook.load())
    >>> claim.role, claim.high, claim.unit, claim.period, claim.beneficiary
    ('need', 60000000000, 'USD', '2026', 'ukraine')
    """
    seen = view(text, book) if isinstance(text, str) else text
    scanned = scan.scanner(book).places(seen.text)
    found: list[Claim] = []
    for number in _worth_reading(seen, scanned):
        block = seen.blocks[number]
        if block.kind == "table":
            for cell in tables.cells(seen, number, book):
                found += _within(cell, book, seen.text)
        else:
            found += _of_block(seen, block, scanned, book)
    found = [_in_context(c, seen.text, book) for c in _same_amount(found, seen.text, book)]
    return [_placed(c, seen) for c in found]


def _worth_reading(seen: View, scanned: scan.Scan) -> Iterator[int]:
    """The blocks that hold a number with something countable near, by their number."""
    last = -1
    starts = [block.start for block in seen.blocks]
    for place in scanned.numbers:
        number = bisect_right(starts, place) - 1
        if number <= last:
            continue
        block = seen.blocks[number]
        if block.kind == "table" or _listed(seen, block) or scanned.counts(block.start, block.end):
            last = number
            yield number


def _listed(seen: View, block: Block) -> bool:
    return bool(block.kind == "list_item" or context.ITEM.match(seen.text, block.start, block.end))


def _of_block(seen: View, block: Block, scanned: scan.Scan, book: Codebook) -> Iterator[Claim]:
    """The claims of a paragraph, sentence by sentence, of a list item with the words above it."""
    line = seen.text[block.start : block.end]
    spans = _split(line) if len(line) < LINE else sentences.split(line)
    lead = lists.lead(seen, block, line, spans)
    # What a number counts may stand in the item above, or in the sentence before.
    since = block.start - scan.BEFORE * _listed(seen, block)
    for k, span in enumerate(spans):
        start, end = span.start + block.start, span.end + block.start
        first = bisect_left(scanned.numbers, start)
        last = bisect_left(scanned.numbers, end)
        numeral = lead is not None and end - start < NUMERAL  # "2." of a list
        if first == last or numeral:
            continue
        if lead is not None and k <= lead.last:
            part = lists.reading(seen, block, span, lead)
            if found := list(_within(part, book, seen.text)):
                yield from found
                continue
            start = part.origin
        if scanned.counts(max(since, start - scan.BEFORE), end):
            inside = tuple([at - start for at in scanned.numbers[first:last] if at >= start])
            for told in _with_context(seen.text[start:end], book, inside, seen.text, start):
                yield _claim(told, end - start, start)


def _with_context(sentence: str, book: Codebook, places, text: str, start: int):
    """What a sentence tells, read again with the nouns before it where a number asks for them."""
    read = _read(sentence, book, places)
    if read.open and (before := context.nouns_around(text, start, book)):
        read = _read(sentence, book, places, before)
    return read.told


def _within(part: Part, book: Codebook, text: str) -> Iterator[Claim]:
    """The claims of a sentence that was put together; those whose figure stands in its own part."""
    for told in _with_context(part.text, book, None, text, part.origin):
        c = _claim(told, len(part.text), 0)
        start, end = max(c.start, part.start), min(c.end, part.end)
        if start < end and (c.start >= part.start or c.end <= part.end):
            own = c._replace(start=start, end=end, sentence_start=part.start, sentence_end=part.end)
            yield _placed(own, part)


def _placed(c: Claim, seen: View | Part) -> Claim:
    """A claim with all its offsets led back."""
    start, end = seen.place(c.start, c.end)
    first, last = seen.place(c.sentence_start, c.sentence_end)
    cues = []
    for q in c.cues:
        a, b = seen.place(q["start"], q["end"])
        cues.append({**q, "start": a, "end": b, "text": seen.source[a:b]})
    return c._replace(start=start, end=end, sentence_start=first, sentence_end=last, cues=cues)


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
NUMERAL = 5
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
    """A decimal as a plain number, an integer where it is one that every format can hold."""
    whole = value == value.to_integral_value() and abs(value) < 2**63
    return int(value) if whole else float(value)


def claim_id(sha256: str, start: int, end: int, theme: str) -> str:
    """Stable id of a claim: sixteen hex digits over document hash, place and theme."""
    return hashlib.sha256(f"{sha256}:{start}:{end}:{theme}".encode()).hexdigest()[:16]
