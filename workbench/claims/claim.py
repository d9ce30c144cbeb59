"""A document's figures as claims: where they stand, what they are, whose word they are."""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from workbench.claims import context, figures, labels, parties, speakers, weighing
from workbench.claims.reading import Sentence
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
    return _same_amount(_found(seen, book, _read), seen.source, book)


def sentences_of(text: str, book: Codebook) -> list[tuple[Sentence, list[tuple[int, int]]]]:
    """The sentences of a text as ``find`` reads them, unlabelled, and where their figures stand."""
    seen, kept, places = view(text, book), [], defaultdict(dict)

    def keep(*what) -> Read:
        s = _sentence(*what)
        kept.append(s)
        numbered = [_told(s, f)._replace(role=(len(kept) - 1, k)) for k, f in enumerate(s.figures)]
        return Read(tuple(numbered), s.open)

    for c in _found(seen, book, keep):
        number, k = c.role
        places[number][k] = c.start, c.end
    return [
        (kept[number], [told.get(k, (-1, -1)) for k in range(len(kept[number].figures))])
        for number, told in sorted(places.items())
    ]


def _found(seen: View, book: Codebook, read: Callable) -> list[Claim]:
    """What the sentences with figures tell, at places of the source."""
    scanned = scan.scanner(book).places(seen.text)
    found: list[Claim] = []
    for number in _worth_reading(seen, scanned):
        block = seen.blocks[number]
        if block.kind == "table":
            for cell in tables.cells(seen, number, book):
                found += _within(cell, seen, book, read)
        else:
            found += _of_block(seen, block, scanned, book, read)
    return found


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


def _of_block(
    seen: View, block: Block, scanned: scan.Scan, book: Codebook, read: Callable
) -> Iterator[Claim]:
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
            if found := list(_within(part, seen, book, read)):
                yield from found
                continue
            start = part.origin
        if scanned.counts(max(since, start - scan.BEFORE), end):
            inside = tuple([at - start for at in scanned.numbers[first:last] if at >= start])
            for told in _with_context(seen.text[start:end], book, inside, seen.text, start, read):
                here = lambda a, b, by=start: seen.place(a + by, b + by)  # noqa: E731
                yield _moved(told, here, seen.source)


def _with_context(sentence: str, book: Codebook, places, text: str, start: int, read: Callable):
    """What a sentence tells, read again with the nouns before it where a number asks for them."""
    around = context.surroundings(text, start)[-1:]
    prior = "".join(text[x.start : x.end] for x in around)
    shift = around[0].start - start if around else 0
    told = read(sentence, book, places, (), prior, shift)
    if told.open and (before := context.nouns_around(text, start, book)):
        told = read(sentence, book, places, before, prior, shift)
    return told.told


def _within(part: Part, seen: View, book: Codebook, read: Callable) -> Iterator[Claim]:
    """The claims of a sentence that was put together; those whose figure stands in its own part."""

    def there(start: int, end: int) -> tuple[int, int]:
        return seen.place(*part.place(start, end))

    for told in _with_context(part.text, book, None, seen.text, part.origin, read):
        start, end = max(told.start, part.start), min(told.end, part.end)
        if start < end and (told.start >= part.start or told.end <= part.end):
            own = {"sentence_start": part.start, "sentence_end": part.end}
            yield _moved(told._replace(start=start, end=end, **own), there, seen.source)


def _moved(c: Claim, place: Callable, source: str) -> Claim:
    """A claim with all its offsets led to the source, and its cues as that writes them."""
    (start, end), own = place(c.start, c.end), place(c.sentence_start, c.sentence_end)
    cues = []
    for q in c.cues:
        a, b = place(q["start"], q["end"])
        cues.append({**q, "start": a, "end": b, "text": source[a:b]})
    return c._replace(start=start, end=end, sentence_start=own[0], sentence_end=own[1], cues=cues)


def _relabelled(c: Claim, label: str, value: str, cue: tuple[int, int, str, str]) -> Claim:
    kept = [q for q in c.cues if q["label"] != label]
    named = dict(zip(("start", "end", "rule", "text"), cue, strict=True))
    return c._replace(**{label: value}, cues=[*kept, {"label": label, **named}])


def _role_cue(c: Claim) -> dict:
    return next(q for q in c.cues if q["label"] == "role")


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
        key, rule = (c.theme, c.low, c.high, c.unit), _role_cue(c)["rule"]
        cue = book.tables["cue"].get(rule) if c.theme != "plan" else None
        weak = rule == "default" or cue is not None and cue.weight < WEAK
        known = first.get(key)
        if weak and known and re.search(r"\b[Tt]he(?: \w+)?\s*$", text[c.start - 20 : c.start]):
            where = known.start, known.end, "same_amount", text[known.start : known.end]
            c = _relabelled(c, "role", known.role, where)
        elif not weak:
            first.setdefault(key, c)
        out.append(c)
    return out


class Read(NamedTuple):
    """A sentence's claims, at its own places; whether a number asks for a noun before it."""

    told: tuple[Claim, ...]
    open: bool


_heard = lru_cache(maxsize=256)(Sentence)


def _sentence(
    text: str,
    book: Codebook,
    places: tuple[int, ...] | None,
    before: tuple[context.Noun, ...] = (),
    prior: str = "",
    shift: int = 0,
) -> Sentence:
    """A sentence with its figures, and the sentence or heading before it."""
    s = figures.read(text, book, places, before)
    if prior and s.figures:
        s.prior, s.shift = _heard(prior, book), shift
    return s


# One agency sentence stands in many articles, word for word; it is read once.
@lru_cache(maxsize=4096)
def _read(*what) -> Read:
    s = _sentence(*what)
    if s.figures:
        labels.label(s)
        speakers.attribute(s)
        parties.assign(s)
    return Read(tuple([_told(s, f) for f in s.figures]), s.open)


def _told(s: figures.Sentence, f: figures.Figure) -> Claim:
    """A figure of a sentence as a claim, with the words behind each of its labels."""
    if f.unit_cue:
        f.labels["unit"] = weighing.Label(f.unit, *f.unit_cue)
    given, cues = {}, []
    for family in FAMILIES:
        if (label := f.labels.get(family)) is None:
            continue
        given[family], start, end, rule = label
        if rule == "default":
            start = end = f.start
        words = s.slice(start, end)
        cues.append({"label": family, "start": start, "end": end, "text": words, "rule": rule})
    own = {"start": f.start, "end": f.end, "sentence_start": 0, "sentence_end": len(s.text)}
    theme = labels.own_theme(s.book, f) or f.theme
    what = {"theme": theme, "low": _plain(f.low), "high": _plain(f.high), "unit": f.unit}
    return Claim(**dict.fromkeys(Claim._fields) | given | own | what | {"cues": cues})


def _plain(value) -> int | float:
    """A decimal as a plain number, an integer where it is one that every format can hold."""
    whole = value == value.to_integral_value() and abs(value) < 2**63
    return int(value) if whole else float(value)


def claim_id(sha256: str, start: int, end: int, theme: str) -> str:
    """Stable id of a claim: sixteen hex digits over document hash, place and theme."""
    return hashlib.sha256(f"{sha256}:{start}:{end}:{theme}".encode()).hexdigest()[:16]
