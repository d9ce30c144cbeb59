"""Plan versions on a time line: one lane for each number of points and sponsor."""

import pandas as pd

from workbench import plans as told
from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Finding, Mark, Number
from workbench.findings.marks import marks_of, rows_of

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
    days = c.published(documents, claims).reindex(claims["doc_id"].astype(object))
    place, ticks = _days(days.set_axis(claims.index))
    drawn = claims.assign(points=claims["high"].astype(float), low=place, high=place)

    words = {
        "points": lambda one: f"{look.number(one.points)} points",
        "actor": lambda one: _sponsor(one.actor),
        "doc_id": lambda one: name(one.doc_id),
        "speaker": c.says,
    }
    fine = ("points", "actor") if by is None else ("points", by)
    keys = [("points", "doc_id", "speaker")] * (by == "doc_id") + [fine, ("points",)]
    labels = rows_of(drawn, keys, words)

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
    links = _links(claims, place, labels, name, book)
    notes = ["Arrow: a sentence says that one became the other."] * any(k.arrow for k in links)
    notes += ["Line: one sentence names both."] * any(not k.arrow for k in links)
    notes.append("The number of points does not identify a text.")
    return Finding(
        "plan", _parts(claims), (*marks, *links), "day on which the document was published",
        c.caption(claims, documents, less, notes, once), ticks,
    )  # fmt: skip


def _parts(claims) -> tuple:
    points = sorted(set(claims["high"]), reverse=True)
    numbers = [
        Number(look.number(p), float(p), "high", c.ids(claims[claims["high"] == p]))
        for p in points[:5]
    ]
    *first, last = [*numbers, *["more"] * (len(points) > 5)]
    counts = Number(look.count(len(points), "count"), len(points), "distinct", c.ids(claims))
    between = [part for number in first for part in (number, ", ")][:-1] + [" or "] * bool(first)
    side = " side by side in " if len(points) > 1 else " in "
    return ("A plan of ", *between, last, " points: ", counts, side, c.in_documents(claims))


def _days(seen):
    """Where each claim stands on the axis (in days), and at most six ticks; no date stands left."""
    at = (seen - pd.Timestamp(0)).dt.total_seconds() / 86400
    known = seen.dropna().drop_duplicates().sort_values()
    places = at[known.index]
    first, last = (places.iloc[0], places.iloc[-1]) if len(known) else (0.0, 0.0)
    room = max((last - first) * 0.35, 1.0)
    ticks = [(float(first - room), "no date")] if seen.isna().any() else []
    apart = (last - first + room) / 6.5  # a tick takes the room of its words
    for place, day in zip(places, known, strict=True):
        if not ticks or place - ticks[-1][0] >= apart:
            ticks.append((float(place), look.day(day)))
    return at.fillna(first - room), tuple(ticks)


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
        mark = Mark(rows, at, at, "", ids, hover, 2, "count", "counted", arrow=revises)
        key = (at, frozenset(rows))
        if key not in found or revises and not found[key].arrow:
            found[key] = mark
    return tuple(sorted(found.values(), key=lambda link: not link.arrow)[:MAX_LINKS])
