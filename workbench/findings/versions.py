"""Plan versions on a time line: one lane for each number of points and sponsor."""

from workbench import plans as told
from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Finding, Mark, Statement
from workbench.findings.marks import folded, marks_of, on_days, rows_of
from workbench.findings.rules import say

#: More bows than this are a thicket.
MAX_LINKS = 20


def plans(
    claims, documents=None, *, by: str | None = None, once: bool = False, book=None
) -> Finding:
    """Plan versions over time, one row for each number of points and sponsor.

    A dot stands at the day of the document that tells of the version; documents without a date
    stand left of all days. A link joins versions that one sentence names together; where the
    sentence says that one was made from the other, the link has that direction. by: ``doc_id``
    for a row for each version and document, whose dots say whose plan it is there, and how firmly.
    book: the codebook that is asked for the words of a revision.
    """
    claims = claims[claims["theme"].eq("plan") & (claims["high"].astype(float) < float("inf"))]
    if not len(claims):
        return c.empty("plan", "plan versions")
    name = c.document_words(documents, claims)
    drawn, axis, ticks = on_days(claims, documents)

    words = {
        "points": lambda one: f"{look.number(one.points)} points",
        "actor": lambda one: _sponsor(one.actor),
        "doc_id": lambda one: f"told by {name(one.doc_id)}",
        "speaker": c.says,
    }
    fine = ("points", "actor") if by is None else ("points", by)
    keys = [("points", "doc_id", "speaker")] * (by == "doc_id") + [fine, ("points",)]
    labels = rows_of(drawn, keys, words)
    drawn, labels = folded(drawn, labels) if once else (drawn, labels)

    def documents_of(some):
        ids = list(dict.fromkeys(one.doc_id for one in some))
        return look.count(len(ids), "document") if len(ids) > 2 else look.listed(map(name, ids))

    def said_of(some):
        sponsors = dict.fromkeys(_sponsor(one.actor) for one in some)
        if len(sponsors) > 1:
            sponsors.pop(_sponsor(None), None)
        stated = dict.fromkeys(look.modality(one.modality) for one in some)
        stated.pop(look.modality("actual"), None)
        return ", ".join([*list(sponsors)[:2], *stated])

    marks, less = marks_of(
        drawn, labels,
        lambda one: (-one.points, one.low if by else 0, look.missing(one.actor)),
        said_of if by else documents_of,
    )  # fmt: skip
    labels = labels[labels.isin([mark.rows[0] for mark in marks])]
    links = _links(claims, drawn["high"], labels, name, book)
    notes = ["Arrow: a sentence says that one became the other."] * any(k.arrow for k in links)
    notes += ["Line: one sentence names both."] * any(not k.arrow for k in links)
    notes.append("The number of points does not identify a text.")
    return Finding(
        "plan", say("plan", claims), (*marks, *links), axis,
        c.caption(claims, documents, less, notes, once), ticks,
    )  # fmt: skip


def _sponsor(actor) -> str:
    return look.names(actor) or "sponsor unsaid"


def _links(claims, place, labels, name, book) -> tuple[Mark, ...]:
    """Pairs of rows that one sentence names, once for each place on the axis, arrows first.

    Of two sentences about one pair, the one that says more is drawn.
    """
    found = {}
    for one, other, revises in told.neighbours(claims.loc[labels.index], book):
        rows, at = (labels[one.Index], labels[other.Index]), float(place[one.Index])
        said, how = ("became", "says a") if revises else ("and", "named in one")
        quotes = f"“{one.quote}” {said} “{other.quote}”, {how} sentence of"
        hover = f"{quotes} {name(one.doc_id)} · {one.sentence[:220].strip()}"
        ids = (one.claim_id, other.claim_id)
        says = Statement("revised" if revises else "beside", (f"{quotes} {name(one.doc_id)}",))
        mark = Mark(rows, at, at, "", ids, hover, 2, "count", "counted", arrow=revises, said=says)
        key = (at, frozenset(rows))
        if key not in found or revises and not found[key].arrow:
            found[key] = mark
    return tuple(sorted(found.values(), key=lambda link: not link.arrow)[:MAX_LINKS])
