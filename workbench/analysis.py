"""One document to the rows of the tables: what is read where no cached result is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workbench import claims, dates, documents, noise, passages, rates
from workbench.codebook import Codebook


def analyse(document: documents.Document, book: Codebook) -> tuple[dict, list, list]:
    """A document's row, its noise and its claims, in the columns of the tables."""
    text = document.text
    spans = noise.find(text, book)
    clean = noise.mask(text, spans)
    publication = dates.publication(clean, document.published)
    told = [*document.warnings, *noise.warnings(text, spans, book)]
    if publication.date is None:
        told.append("no_date")
    elif dates.conflicts(clean, date.fromisoformat(publication.date)):
        told.append("date_conflict")
    masked = sum(m.end - m.start for m in spans)
    row = {
        "doc_id": document.doc_id, "path": document.path, "sha256": document.sha256,
        "title": document.title or _title(clean),
        "published": publication.date,
        "published_basis": publication.basis if publication.date else None,
        "published_quote": publication.quote if publication.date else None,
        "language": document.language, "chars": len(text), "words": len(clean.split()),
        "masked_share": round(masked / len(text), 6) if text else 0.0,
        "source_reliability": document.source_reliability, "warnings": told,
        "url": document.url, "publisher": document.publisher, "note": document.note,
    }  # fmt: skip
    rows = []
    for c in claims.find(clean, book):
        usd = eur = rate_date = None
        cues = c.cues
        if publication.date and c.theme == "funding" and c.unit != "percent":
            money = rates.convert(c.high, c.unit, date.fromisoformat(publication.date))
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
            clean[c.sentence_start : c.sentence_end], c.theme, c.role, c.low, c.high, c.unit,
            c.qualifier, c.instrument, c.actor, c.beneficiary, c.purpose, c.period, c.speaker,
            c.modality, c.attribution, c.factuality, cues, None, usd, eur, rate_date,
        ])  # fmt: skip
    return row, [tuple(m) for m in spans], rows


def _title(clean: str) -> str | None:
    """The first line that is not masked, if it is short enough to be a title."""
    for line in clean[:2000].splitlines():
        if line.strip():
            title = line.strip().strip("*#").strip()
            return title if len(title) <= 200 else None
    return None


def noise_rows(result, text_of) -> Iterator[list]:
    """Rows of the noise table of one document."""
    doc_id = result.document["doc_id"]
    text = text_of(doc_id) if result.noise else ""
    for start, end, kind, rule in result.noise:
        yield [doc_id, start, end, kind, rule, text[start:end]]


def passage_rows(result, text_of, book) -> Iterator[list]:
    """Rows of the passages table of one document."""
    doc_id = result.document["doc_id"]
    text = text_of(doc_id)
    clean = noise.mask(text, [noise.Masked(*m) for m in result.noise])
    for n, p in enumerate(passages.find(clean, book)):
        yield [
            doc_id,
            n,
            p.start,
            p.end,
            p.heading,
            p.themes,
            p.actors,
            text[p.start : p.end],
            clean[p.start : p.end],
            p.cues,
        ]


def date_rows(result, text_of) -> Iterator[list]:
    """Rows of the dates table of one document."""
    doc_id = result.document["doc_id"]
    text = text_of(doc_id)
    clean = noise.mask(text, [noise.Masked(*m) for m in result.noise])
    published = result.document["published"]
    for m in dates.find(clean, date.fromisoformat(published) if published else None):
        yield [doc_id, m.start, m.end, m.text, m.from_, m.to, m.kind, m.resolvable]
