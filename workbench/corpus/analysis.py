"""One document to the rows of the tables: what is read where no cached result is at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from workbench import claims, dates, documents
from workbench.claims import passages
from workbench.codebook import Codebook
from workbench.numbers import rates
from workbench.text import copies, furniture, noise, tables, view


def analyse(document: documents.Document, book: Codebook) -> tuple[dict, list, list, list, list]:
    """A document's row, noise and claims in the tables' columns; its sketch, its stubs."""
    text = document.text
    spans = noise.find(text, book)
    clean = noise.mask(text, spans)
    seen = view(clean, book)
    publication = dates.publication(seen.text, document.published, book)
    told = [*document.warnings, *noise.warnings(text, spans, book)]
    if publication.date is None:
        told.append("no_date")
    elif dates.conflicts(seen.text, publication.date, book):
        told.append("date_conflict")
    masked = sum(m.end - m.start for m in spans)
    row = {
        "doc_id": document.doc_id, "path": document.path, "sha256": document.sha256,
        "title": document.title or _title(seen.text),
        "published": publication.date,
        "published_basis": publication.basis if publication.date else None,
        "published_quote": publication.quote if publication.date else None,
        "language": document.language, "chars": len(text), "words": len(clean.split()),
        "masked_share": round(masked / len(text), 6) if text else 0.0,
        "source_reliability": document.source_reliability, "warnings": told,
        "url": document.url, "publisher": document.publisher, "note": document.note,
    }  # fmt: skip
    found = claims.find(seen, book)
    if tables.unread(seen, [c.start for c in found]):
        told.append("table_not_read")
    rows = []
    day = date.fromisoformat(publication.date) if publication.date else None
    for c in found:
        usd = eur = rate_date = None
        cues = c.cues
        if day and c.theme == "funding" and c.unit != "percent":
            money = rates.convert(c.high, c.unit, day)
            if money is None:
                why = {
                    "label": "rate",
                    "start": c.start,
                    "end": c.end,
                    "text": text[c.start : c.end],
                    "rule": f"rate.none.{c.unit}",
                }
                cues = [*cues, why]
            else:
                usd, eur, rate_date = money[0], money[1], money[2].isoformat()
        rows.append([
            claims.claim_id(document.sha256, c.start, c.end, c.theme), document.doc_id, c.start,
            c.end, text[c.start : c.end], c.sentence_start, c.sentence_end,
            _flat(clean[c.sentence_start : c.sentence_end]), c.theme, c.role, c.low, c.high, c.unit,
            c.qualifier, c.instrument, c.actor, c.beneficiary, c.purpose, c.period, c.speaker,
            c.modality, c.attribution, c.factuality, cues, _event_date(c, clean, day, book), usd,
            eur, rate_date,
        ])  # fmt: skip
    return row, [tuple(m) for m in spans], rows, copies.sketch(seen.text), furniture.stubs(clean)


def _flat(sentence: str) -> str:
    """A sentence in one line, at the same offsets."""
    return re.sub(r"[\n\r\t\f]", " ", sentence)


# A whole year is the period of an amount, not the day of an event.
YEAR = 360
DATED = re.compile(
    r"(?:19|20)\d\d|day\b|night|week|month|quarter|winter|spring|summer|autumn"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)


def _event_date(c: claims.Claim, clean: str, published: date | None, book: Codebook) -> str | None:
    """First day of the date nearest to a figure in its sentence; not that of saying so."""
    sentence = _flat(clean[c.sentence_start : c.sentence_end])
    if not DATED.search(sentence):
        return None
    here = c.start - c.sentence_start
    told = [
        q["start"] - c.sentence_start
        for q in c.cues
        if q["label"] == "attribution" and q["end"] > q["start"]
    ]
    best = None
    for m in _dates(sentence, published, book):
        if m.from_ is None or _days(m) >= YEAR:
            continue
        gap = abs(m.start - here)
        if any(abs(m.start - verb) < gap for verb in told):
            continue
        if best is None or gap < best[0]:
            best = gap, m.from_
    return best[1] if best else None


def _days(m: dates.Mention) -> int:
    return (date.fromisoformat(m.to) - date.fromisoformat(m.from_)).days


@lru_cache(maxsize=4096)
def _dates(sentence: str, published: date | None, book: Codebook) -> tuple[dates.Mention, ...]:
    return tuple(dates.find(sentence, published, book))


def _title(clean: str) -> str | None:
    """The first line that is not masked, if it is short enough to be a title."""
    for line in clean[:2000].splitlines():
        if line.strip():
            title = line.strip().strip("*#").strip()
            return title if len(title) <= 200 else None
    return None


def table_rows(table: str, result, text: str, book: Codebook) -> Iterator[list]:
    """Rows of one document's noise, passages or dates, from its result and its text."""
    doc_id = result.document["doc_id"]
    if table == "noise":
        for start, end, kind, rule in result.noise:
            yield [doc_id, start, end, kind, rule, text[start:end]]
        return
    clean = noise.mask(text, [noise.Masked(*m) for m in result.noise])
    seen = view(clean, book)
    if table == "passages":
        for n, p in enumerate(passages.find(seen, book)):
            start, end = seen.place(p.start, p.end)
            cues = []
            for q in p.cues:
                a, b = seen.place(q["start"], q["end"])
                cues.append({**q, "start": a, "end": b, "text": text[a:b]})
            source, read = text[start:end], clean[start:end]
            yield [doc_id, n, start, end, p.kind, p.heading, p.themes, p.actors, source, read, cues]
        return
    published = result.document["published"]
    day = date.fromisoformat(published) if published else None
    for m in dates.find(seen.text, day, book):
        start, end = seen.place(m.start, m.end)
        yield [doc_id, start, end, text[start:end], m.from_, m.to, m.kind, m.resolvable]
