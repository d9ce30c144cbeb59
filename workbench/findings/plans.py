"""Plan versions on a time line: one lane for each number of points and sponsor."""

from __future__ import annotations

from .. import look
from ..finding import Finding, Link, Number
from . import common as c
from .dots import dots_of, rows_of
from .revisions import direction

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
    finite = claims["high"].astype(float) < float("inf")
    claims = c.where(claims, claims["theme"].eq("plan") & finite)
    if not len(claims):
        return c.empty("plan", "plan versions")
    name = c.document_words(documents, claims)
    place, ticks = _days(_published(claims, documents))
    told = claims["high"].astype(float)
    drawn = claims.assign(points=told, low=place, high=place)

    def version(one):
        return f"{look.number(one.points)} points"

    def told_by(one):
        said = look.names(one.speaker)
        return f"{version(one)} · {name(one.doc_id)}" + (f", says {said}" if said else "")

    keys = {
        "actor": [(("points", "actor"), lambda one: f"{version(one)} · {_sponsor(one.actor)}")],
        "doc_id": [
            (("points", "doc_id", "speaker"), told_by),
            (("points", "doc_id"), lambda one: f"{version(one)} · {name(one.doc_id)}"),
        ],
    }[by or "actor"]
    labels = rows_of(drawn, [*keys, (("points",), version)])

    def documents_of(some):
        ids = list(dict.fromkeys(some["doc_id"]))
        return look.count(len(ids), "document") if len(ids) > 2 else look.listed(map(name, ids))

    def said_of(some):
        sponsors = dict.fromkeys(_sponsor(actor) for actor in some["actor"])
        if len(sponsors) > 1:
            sponsors.pop(_sponsor(None), None)
        stated = dict.fromkeys(word for word in some["modality"] if word != "actual")
        return ", ".join([*list(sponsors)[:2], *(look.MODALITIES.get(w, w) for w in stated)])

    dots, rows, less = dots_of(
        drawn, labels,
        lambda one: (-one.points, one.low if by else 0, look.missing(one.actor)),
        said_of if by else documents_of,
    )  # fmt: skip
    points = sorted(set(told), reverse=True)
    words = [look.number(p) for p in points[:5]] + (["more"] if len(points) > 5 else [])
    parts = (
        "A plan of ",
        *_joined([Number(t, p, "high", c.ids(claims[told == p])) if t != "more" else t
                  for t, p in zip(words, points, strict=False)]),
        " points: ",
        Number(look.count(len(points), "count"), len(points), "distinct", c.ids(claims)),
        " side by side in " if len(points) > 1 else " in ",
        c.in_documents(claims),
    )  # fmt: skip
    links = _links(drawn, labels, rows, name, book)
    notes = ["Arrow: a sentence says that one became the other."] * any(x.revises for x in links)
    notes += ["Line: one sentence names both."] * any(not x.revises for x in links)
    notes += ["Each fact is counted once."] if once else []
    notes.append("The number of points does not identify a text.")
    return Finding(
        "plan", parts, dots, "day on which the document was published", False,
        c.caption(claims, documents, less, notes), rows, links, ticks,
    )  # fmt: skip


def _published(claims, documents):
    """The day of each claim's document."""
    import pandas as pd

    if documents is None:
        return pd.Series(pd.NaT, index=claims.index, dtype="datetime64[s]")
    days = pd.Series(documents["published"].to_numpy(), index=documents["doc_id"].astype(object))
    return claims["doc_id"].astype(object).map(days)


def _days(seen):
    """Where each claim stands on the axis (in days), and at most six ticks; no date stands left."""
    import pandas as pd

    at = (seen - pd.Timestamp(0)).dt.total_seconds() / 86400
    known = seen.dropna().drop_duplicates().sort_values()
    places = at[known.index]
    wide = places.iloc[-1] - places.iloc[0] if len(known) else 0.0
    room = max(wide * 0.35, 1.0)
    undated = (places.iloc[0] if len(known) else 0.0) - room
    ticks = [(float(undated), "no date")] if seen.isna().any() else []
    apart = (wide + room) / 6.5  # a tick takes the room of its words
    for place, day in zip(places, known, strict=True):
        if not ticks or place - ticks[-1][0] >= apart:
            ticks.append((float(place), look.day(day)))
    return at.fillna(undated), tuple(ticks)


def _sponsor(actor) -> str:
    return look.names(actor) or "sponsor unsaid"


def _links(drawn, labels, rows, name, book) -> tuple[Link, ...]:
    """Pairs of rows that one sentence names, neighbours in the sentence, once for each place.

    Those with a direction come first: of two sentences about one pair, the one that says more.
    """
    columns = [
        "doc_id", "sentence_start", "low", "points", "claim_id", "sentence", "start", "quote",
        "modality",
    ]  # fmt: skip
    table = drawn[columns].assign(row=labels)
    table = table[table["row"].isin(rows)].sort_values(["doc_id", "start"])
    one, other = table.iloc[:-1], table.iloc[1:]
    near = [
        (one[name].to_numpy() == other[name].to_numpy()) for name in ("doc_id", "sentence_start")
    ]
    near = near[0] & near[1] & (one["points"].to_numpy() != other["points"].to_numpy())
    found = {}
    pairs = zip(one[near].itertuples(index=False), other[near].itertuples(index=False), strict=True)
    for first, second in pairs:
        turn = _direction(first, second, book)
        ends = (second, first) if turn < 0 else (first, second)
        key = (first.low, frozenset((first.row, second.row)))
        if key not in found or turn and not found[key].revises:
            found[key] = _link(*ends, bool(turn), name(first.doc_id))
    return tuple(sorted(found.values(), key=lambda link: not link.revises)[:MAX_LINKS])


def _direction(first, second, book) -> int:
    """As ``direction``; 0 where the revision is only wished for, asked about or denied."""
    if not {first.modality, second.modality} <= {"actual", "agreed"}:
        return 0
    places = [
        (claim.start - claim.sentence_start, claim.start - claim.sentence_start + len(claim.quote))
        for claim in (first, second)
    ]
    return direction(first.sentence, *places, book)


def _link(one, other, revises: bool, document: str) -> Link:
    said = "became" if revises else "and"
    how = "says a sentence of" if revises else "named in one sentence of"
    quotes = f"“{one.quote}” {said} “{other.quote}”, {how} {document}"
    return Link(
        one.low, (one.row, other.row), (one.claim_id, other.claim_id),
        f"{quotes} · {one.sentence[:220].strip()}", revises,
    )  # fmt: skip


def _joined(parts):
    for i, part in enumerate(parts):
        if i:
            yield " or " if i == len(parts) - 1 else ", "
        yield part
