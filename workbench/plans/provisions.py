"""The provisions of plan texts: what each point says, on which issues, with which figures."""

import re
from typing import NamedTuple

from workbench.codebook import Codebook, cues, look
from workbench.corpus.tables import COLUMNS, frame
from workbench.text import View
from workbench.text.points import Point, points

REST = "other"  # the issue of what has no other
SIGNS = re.compile(r"[*_]*")  # "**1. Truce.**"


class Provision(NamedTuple):
    """A row of the table ``provisions``; ``units`` are its sentences and sub-points as they are
    read, without their marks, ``claims`` the ids of the figures in it by their words."""

    plan_id: str
    doc_id: str
    point: str
    title: str | None
    start: int
    end: int
    text: str
    issues: list[str]
    pax: list[str]
    figures: list[str]
    units: list[str]
    claims: dict[str, str]


class PlanText(NamedTuple):
    """A document that is itself a plan, and the names of its conflict."""

    plan_id: str
    conflict: str
    published: str
    provisions: list[Provision]


def provisions(corpus):
    """One row a point of each document that is itself a plan; columns as in the data dictionary.

    ``start`` and ``end`` are offsets of the frozen text, ``point`` is the number as written,
    ``issues`` are those of positions, ``pax`` codes of the PA-X codebook.
    """
    rows = (row[: len(COLUMNS["provisions"])] for t in plan_texts(corpus) for row in t.provisions)
    return frame("provisions", rows)


def plan_texts(corpus) -> list[PlanText]:
    """The plan texts of a corpus, by conflict and in order of their days; undated ones last."""
    found, claims = [], corpus.claims
    for document in corpus.documents.itertuples():
        seen = corpus.view(document.doc_id)
        if told := points(seen, corpus.codebook):
            own = claims[claims["doc_id"].eq(document.doc_id)]
            figures = list(zip(own["claim_id"], own["start"], own["quote"], strict=True))
            text, war = corpus.text(document.doc_id), document.conflict
            rows = [
                _provision(p, document.doc_id, seen, text, figures, corpus.codebook) for p in told
            ]
            day = "" if look.missing(document.published) else str(document.published)[:10]
            name = ";".join(war) if isinstance(war, list) else "" if look.missing(war) else war
            found.append(PlanText(document.doc_id, name, day, rows))
    return sorted(found, key=lambda t: (t.conflict, t.published == "", t.published, t.plan_id))


def _provision(p: Point, doc_id: str, seen: View, text: str, figures, book: Codebook) -> Provision:
    start, end = seen.place(p.start, p.end)
    start -= SIGNS.match(text[max(0, start - 3) : start][::-1]).end()
    end = SIGNS.match(text, end).end()
    inside = {" ".join(quote.split()): id for id, at, quote in figures if start <= at < end}
    title = seen.text[slice(*p.title)] if p.title else None
    units = [seen.text[slice(*u)] for u in p.units]
    issues, pax = (_subjects([title or "", *units], book, kind) for kind in ("issue", "pax"))
    most = max(issues.values(), default=0)
    issues = [id for id, n in issues.items() if id != REST and n * 2 >= most]
    told = issues or [REST], list(pax)
    ids = [id for id, at, _ in figures if start <= at < end]
    where = p.number, title, start, end, text[start:end]
    return Provision(doc_id, doc_id, *where, *told, ids, units, inside)


def _subjects(lines: list[str], book: Codebook, kind: str) -> dict[str, int]:
    """The issues or codes whose words stand in a title and units, and how often: a title counts
    three times."""
    count: dict[str, int] = {}
    for k, line in enumerate(lines):
        for hit in cues.matcher(book, kind).find(line, cues.tokenise(line)):
            count[hit.entry.id] = count.get(hit.entry.id, 0) + (1 if k else 3)
    return count
