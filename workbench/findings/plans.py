"""Plan versions on a time line: one lane for each number of points and sponsor."""

from __future__ import annotations

from .. import look
from ..finding import Finding, Link, Number
from . import common as c
from .dots import dots_of, rows_of

#: More bows than this are a thicket.
MAX_LINKS = 20


def plans(claims, documents=None, *, once: bool = False) -> Finding:
    """Plan versions over time, one row for each number of points and sponsor.

    A dot stands at the day of the document that tells of the version; documents without a date
    stand left of all days. A link joins versions that one sentence names together: there a reader
    finds which of them revises the other.
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

    keys = [
        (("points", "actor"),
         lambda one: f"{version(one)} · {look.names(one.actor) or 'sponsor unsaid'}"),
        (("points",), version),
    ]  # fmt: skip
    labels = rows_of(drawn, keys)

    def documents_of(ids):
        return look.count(len(ids), "document") if len(ids) > 2 else look.listed(map(name, ids))

    dots, rows, less = dots_of(
        drawn, labels, lambda one: (-one.points, look.missing(one.actor)), documents_of
    )
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
    notes = ["Joined: named in one sentence."] if (links := _links(drawn, labels, rows)) else []
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


def _links(drawn, labels, rows) -> tuple[Link, ...]:
    """Pairs of rows that one sentence names, neighbours in the sentence, once for each place."""
    columns = ["doc_id", "sentence_start", "low", "points", "claim_id", "sentence", "start"]
    table = drawn[columns].assign(row=labels)
    table = table[table["row"].isin(rows)].sort_values(["doc_id", "start"])
    one, other = table.iloc[:-1], table.iloc[1:]
    near = [
        (one[name].to_numpy() == other[name].to_numpy()) for name in ("doc_id", "sentence_start")
    ]
    near = near[0] & near[1] & (one["points"].to_numpy() != other["points"].to_numpy())
    pairs = one[near].assign(
        other=other["row"].to_numpy()[near], other_id=other["claim_id"].to_numpy()[near]
    )
    ends = zip(pairs["row"], pairs["other"], strict=True)
    pairs = pairs.assign(ends=["|".join(sorted(pair)) for pair in ends])
    pairs = pairs.drop_duplicates(["low", "ends"]).head(MAX_LINKS)
    return tuple(
        Link(one.low, (one.row, one.other), (one.claim_id, one.other_id),
             f"{one.row} beside {one.other} · {one.sentence[:140].strip()}")
        for one in pairs.itertuples(index=False)
    )  # fmt: skip


def _joined(parts):
    for i, part in enumerate(parts):
        if i:
            yield " or " if i == len(parts) - 1 else ", "
        yield part
