"""Plan versions on a time line: one lane for each number of points and sponsor."""

from __future__ import annotations

from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.dots import dots_of, rows_of
from workbench.findings.finding import Finding, Link, Number
from workbench.findings.revisions import direction

#: More bows than this are a thicket.
MAX_LINKS = 20

#: What a link is made from.
ASKED = ("doc_id", "sentence_start", "points", "low", "claim_id", "sentence", "start", "quote",
         "modality")  # fmt: skip


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
    finite = claims["high"].astype(float) < float("inf")
    claims = c.where(claims, claims["theme"].eq("plan") & finite)
    if not len(claims):
        return c.empty("plan", "plan versions")
    name = c.document_words(documents, claims)
    days = c.published(documents, claims).reindex(claims["doc_id"].astype(object))
    place, ticks = _days(days.set_axis(claims.index))
    drawn = claims.assign(points=claims["high"].astype(float), low=place, high=place)

    def version(one):
        return f"{look.number(one.points)} points"

    def of_document(one):
        return f"{version(one)} · {name(one.doc_id)}"

    def told_by(one):
        said = look.names(one.speaker)
        return of_document(one) + (f", says {said}" if said else "")

    keys = {
        "actor": [(("points", "actor"), lambda one: f"{version(one)} · {_sponsor(one.actor)}")],
        "doc_id": [
            (("points", "doc_id", "speaker"), told_by), (("points", "doc_id"), of_document),
        ],
    }[by or "actor"]  # fmt: skip
    labels = rows_of(drawn, [*keys, (("points",), version)])

    def documents_of(some):
        ids = list(dict.fromkeys(some["doc_id"]))
        return look.count(len(ids), "document") if len(ids) > 2 else look.listed(map(name, ids))

    def said_of(some):
        sponsors = dict.fromkeys(map(_sponsor, some["actor"]))
        if len(sponsors) > 1:
            sponsors.pop(_sponsor(None), None)
        stated = dict.fromkeys(word for word in some["modality"] if word != "actual")
        return ", ".join([*list(sponsors)[:2], *map(look.modality, stated)])

    dots, rows, less = dots_of(
        drawn, labels,
        lambda one: (-one.points, one.low if by else 0, look.missing(one.actor)),
        said_of if by else documents_of,
    )  # fmt: skip
    told = drawn["points"]
    points = sorted(set(told), reverse=True)
    numbers = [Number(look.number(p), p, "high", c.ids(claims[told == p])) for p in points[:5]]
    *first, last = [*numbers, *["more"] * (len(points) > 5)]
    parts = (
        "A plan of ",
        *[part for number in first for part in (number, ", ")][:-1], *[" or "] * bool(first), last,
        " points: ",
        Number(look.count(len(points), "count"), len(points), "distinct", c.ids(claims)),
        " side by side in " if len(points) > 1 else " in ",
        c.in_documents(claims),
    )  # fmt: skip
    links = _links(drawn, labels, rows, name, book)
    kinds = {link.revises for link in links}
    notes = ["Arrow: a sentence says that one became the other."] * (True in kinds)
    notes += ["Line: one sentence names both."] * (False in kinds)
    notes += ["Each fact is counted once."] * once
    notes.append("The number of points does not identify a text.")
    return Finding(
        "plan", parts, dots, "day on which the document was published", False,
        c.caption(claims, documents, less, notes), rows, links, ticks,
    )  # fmt: skip


def _days(seen):
    """Where each claim stands on the axis (in days), and at most six ticks; no date stands left."""
    import pandas as pd

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


def _links(drawn, labels, rows, name, book) -> tuple[Link, ...]:
    """Pairs of rows that one sentence names, neighbours in the sentence, once for each place.

    Those with a direction come first: of two sentences about one pair, the one that says more.
    """
    at = drawn["start"] - drawn["sentence_start"]
    table = drawn[list(ASKED)].assign(row=labels, at=at)
    table = table[table["row"].isin(rows)].sort_values(["doc_id", "start"])
    one, other = table.iloc[:-1], table.iloc[1:]
    same = {n: one[n].to_numpy() == other[n].to_numpy() for n in ASKED[:3]}
    near = same["doc_id"] & same["sentence_start"] & ~same["points"]
    found = {}
    pairs = zip(one[near].itertuples(index=False), other[near].itertuples(index=False), strict=True)
    for first, second in pairs:
        places = [(one.at, one.at + len(one.quote)) for one in (first, second)]
        # A revision may only be wished for, asked about or denied.
        firm = {first.modality, second.modality} <= {"actual", "agreed"}
        turn = direction(first.sentence, *places, book) if firm else 0
        key = (first.low, frozenset((first.row, second.row)))
        if key in found and (not turn or found[key].revises):
            continue
        pair = (first, second)[:: turn or 1]
        said, how = ("became", "says a") if turn else ("and", "named in one")
        quotes = f"“{pair[0].quote}” {said} “{pair[1].quote}”, {how} sentence of"
        found[key] = Link(
            first.low, tuple(one.row for one in pair), tuple(one.claim_id for one in pair),
            f"{quotes} {name(first.doc_id)} · {pair[0].sentence[:220].strip()}", bool(turn),
        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda link: not link.revises)[:MAX_LINKS])
