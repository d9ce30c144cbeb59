"""One document to the rows of the tables: what is read where no cached result is at hand."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from workbench import claims, dates, documents
from workbench.claims import conflicts, passages, positions
from workbench.claims import placed as placing
from workbench.codebook import Codebook
from workbench.corpus.tables import COLUMNS
from workbench.numbers import rates
from workbench.text import copies, furniture, noise, tables, view


def analyse(document: documents.Document, book: Codebook) -> tuple:
    """A document's row, noise and claims in the tables' columns; its sketch and stubs, and the
    names of its war that the codebook has not."""
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
    found = claims.find(seen, book)
    if tables.unread(seen, [c.start for c in found]):
        told.append("table_not_read")
    wars = conflicts.Conflicts(seen, book)
    masked = sum(m.end - m.start for m in spans)
    own = "doc_id path sha256 language source_reliability url publisher note".split()
    row = {name: getattr(document, name) for name in own} | {
        "title": document.title or _title(seen.text),
        "published": publication.date,
        "published_basis": publication.basis if publication.date else None,
        "published_quote": publication.quote if publication.date else None,
        "conflict": wars.document[0] if len(wars.document) == 1 else wars.document or None,
        "chars": len(text),
        "words": len(clean.split()),
        "masked_share": round(masked / len(text), 6) if text else 0.0,
        "warnings": told,
    }
    rows = [_row(c, document, clean, publication.date, wars, book) for c in found]
    named = {name for row in rows for name in (row[0], document.text[row[2] : row[3]])}
    if not named.issuperset(document.credibility):
        told.append("credibility_of_no_figure")
    noises, sketch = [tuple(m) for m in spans], copies.sketch(seen.text)
    return row, noises, rows, sketch, furniture.stubs(clean), wars.named


def _row(c, document: documents.Document, clean: str, published: str | None, wars, book: Codebook):
    """A claim in the columns of the table."""
    day = date.fromisoformat(published) if published else None
    quote = document.text[c.start : c.end]
    sentence = re.sub(r"[\n\r\t\f]", " ", clean[c.sentence_start : c.sentence_end])
    told = c._asdict() | {
        "claim_id": claims.claim_id(document.sha256, c.start, c.end, c.theme),
        "doc_id": document.doc_id,
        "quote": quote,
        "sentence": sentence,
        "conflict": wars.of_figure(c.start, c.end, c.sentence_start, c.sentence_end),
        "event_date": _event_date(c, sentence, day, book),
    }
    rated = document.credibility
    told["credibility"] = rated.get(told["claim_id"], rated.get(quote))
    if day and c.theme == "funding" and c.unit != "percent":
        if money := rates.convert(c.high, c.unit, day):
            told |= {"usd": money[0], "eur": money[1], "rate_date": money[2].isoformat()}
        else:
            why = {"label": "rate", "start": c.start, "end": c.end, "text": quote}
            told["cues"] = [*c.cues, why | {"rule": f"rate.none.{c.unit}"}]
    return [told.get(column) for column in COLUMNS["claims"]]


def placed(document, result, start: int, end: int, theme: str, given: dict, book: Codebook):
    """The row of a figure that an analyst adds. Raises ValueError as ``claims.placed`` does."""
    clean = noise.mask(document.text, [noise.Masked(*m) for m in result.noise])
    if clean[start:end] != document.text[start:end]:
        clean = document.text  # what was masked as noise, and is none
    found = placing.placed(clean, start, end, theme, given, book)
    wars = conflicts.Conflicts(view(clean, book), book)
    return _row(found, document, clean, result.document["published"], wars, book)


# A whole year is the period of an amount, not the day of an event.
YEAR = 360


def _event_date(c: claims.Claim, sentence: str, published: date | None, book: Codebook):
    """First day of the date nearest to a figure in its sentence; not that of saying so."""
    here = c.start - c.sentence_start
    verbs = [
        q["start"] - c.sentence_start
        for q in c.cues
        if q["label"] == "attribution" and q["end"] > q["start"]
    ]
    near = [
        m
        for m in _dates(sentence, published, book)
        if m.from_ and (date.fromisoformat(m.to) - date.fromisoformat(m.from_)).days < YEAR
        if all(abs(m.start - verb) >= abs(m.start - here) for verb in verbs)
    ]
    return min(near, key=lambda m: abs(m.start - here)).from_ if near else None


@lru_cache(maxsize=4096)
def _dates(sentence: str, published: date | None, book: Codebook) -> tuple[dates.Mention, ...]:
    return tuple(dates.find(sentence, published, book))


def _title(clean: str) -> str | None:
    """The first line that is not masked, if it is short enough to be a title."""
    lines = (line.strip().strip("*# ") for line in clean[:2000].splitlines() if line.strip())
    title = next(lines, "")
    return title if title and len(title) <= 200 else None


def table_rows(table: str, result, text: str, book: Codebook) -> Iterator[list]:
    """Rows of one document's noise, passages, positions, dates or doubts, from result and text."""
    doc_id = result.document["doc_id"]
    if table == "noise":
        for start, end, kind, rule in result.noise:
            yield [doc_id, start, end, kind, rule, text[start:end]]
        return
    clean = noise.mask(text, [noise.Masked(*m) for m in result.noise])
    seen = view(clean, book)
    if table == "passages":
        wars = conflicts.Conflicts(seen, book)
        for n, p in enumerate(passages.find(seen, book)):
            start, end = seen.place(p.start, p.end)
            cues = []
            for q in p.cues:
                a, b = seen.place(q["start"], q["end"])
                cues.append({**q, "start": a, "end": b, "text": text[a:b]})
            told = p.heading, p.themes, p.actors, wars.of_passage(n)
            yield [doc_id, n, start, end, p.kind, *told, text[start:end], clean[start:end], cues]
        return
    if table == "positions":
        found, sha256 = positions.find(seen, book), result.document["sha256"]
        wars = conflicts.Conflicts(seen, book) if found else None
        for p in found:
            place = p.start, p.end, p.sentence_start, p.sentence_end
            quote, sentence = text[p.start : p.end], clean[p.sentence_start : p.sentence_end]
            told = p._asdict() | {
                "position_id": claims.claim_id(sha256, *place[:2], f"{p.actor}:{p.issue}"),
                "doc_id": doc_id,
                "quote": quote,
                "sentence": re.sub(r"[\n\r\t\f]", " ", sentence),
                "conflict": wars.of_figure(*place),
            }
            yield [told[column] for column in COLUMNS["positions"]]
        return
    if table == "review":
        for c in placing.doubts(seen, book):
            for q in c.cues:
                yield [doc_id, c.start, c.end, q["label"], q["value"], q["second"], q["margin"]]
        return
    published = result.document["published"]
    day = date.fromisoformat(published) if published else None
    for m in dates.find(seen.text, day, book):
        start, end = seen.place(m.start, m.end)
        yield [doc_id, start, end, text[start:end], m.from_, m.to, m.kind, m.resolvable]
