"""Claims as marks in rows: one for each row, value and firmness, as many as can be read."""

from collections import defaultdict

import numpy as np
import pandas as pd

from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Mark

#: More rows than this and nobody reads them; the rows are then grouped more coarsely.
MAX_ROWS = 12

#: Nor do more different claims than this share a dozen labels.
MAX_KINDS = 40 * MAX_ROWS

#: More marks than this and they hide each other; those told least often are left out aloud.
MAX_MARKS = 120

#: Claims that a mark names; the reader opens the first, the table has them all.
MAX_IDS = 20


def rows_of(claims, keys, words):
    """Row labels (a Series, named by its key) by the finest of ``keys`` within MAX_ROWS.

    A key is a tuple of columns. words: column -> a function that says it of a claim of the row.
    """
    for columns in keys:
        first, code = c.kinds_of(claims[list(columns)], columns)
        if len(first) > MAX_KINDS and columns != keys[-1]:
            continue
        told = [[words[name](one) for name in columns] for one in first.itertuples(index=False)]
        labels = np.array([" · ".join(filter(None, some)) for some in told], dtype=object)
        if len(set(labels)) <= MAX_ROWS:
            break
    return pd.Series(labels[code], index=claims.index, name=columns)


def folded(claims, labels):
    """Each fact in one row: all its tellings go to the firmest one, with its value and its row."""
    doubt = c.hedged(claims)
    first = claims.assign(doubt=doubt).sort_values("doubt", kind="stable").groupby("fact").head(1)
    at = claims["fact"].map(dict(zip(first["fact"], first.index, strict=True)))
    at = at.fillna(claims.index.to_series())
    values = {n: claims[n].loc[at].array for n in ("low", "high") if n in claims}
    rows = pd.Series(labels.loc[at].array, index=labels.index, name=labels.name)
    return claims.assign(**values, doubt=doubt.loc[at].array), rows


def on_days(claims, documents):
    """The claims on a time line, what its axis is, and at most six ticks.

    A claim stands at the day on which its document was published, without one left of all days;
    ``least`` and ``points`` keep its value.
    """
    seen = c.published(documents, claims).reindex(claims["doc_id"].astype(object))
    seen = seen.set_axis(claims.index)
    # In days: Timestamp(0) counts nanoseconds, which end in 2262; a report dated 9999 stopped all.
    at = (seen - pd.Timestamp("1970-01-01")).dt.days.astype(float)
    known = seen.dropna().drop_duplicates().sort_values()
    places = at[known.index]
    first, last = (places.iloc[0], places.iloc[-1]) if len(known) else (0.0, 0.0)
    room = max((last - first) * 0.35, 1.0)
    ticks = [(float(first - room), "no date")] if seen.isna().any() else []
    apart = (last - first + room) / 6.5  # a tick takes the room of its words
    for place, day in zip(places, known, strict=True):
        if not ticks or place - ticks[-1][0] >= apart:
            ticks.append((float(place), look.day(day)))
    at, values = at.fillna(first - room), claims[["low", "high"]].astype(float)
    drawn = claims.assign(least=values["low"], points=values["high"], low=at, high=at)
    return drawn, "day on which the document was published", tuple(ticks)


def marks_of(claims, labels, order_of, words=None, more=None, added=None):
    """Marks of claims in the order of their rows, and what was too much to draw, in words.

    labels: a Series of row labels. order_of: a row's first claim -> sort key. words: a few claims
    of a mark -> the words beside it (default: its value with its bound). more: the first claim of a
    mark -> words of its hover. added: the first claims of marks -> more columns of them.
    """
    notes = []
    table = claims.assign(row=labels, doubt=c.hedged(claims))
    table = table.astype({"low": float, "high": float})
    if table["row"].nunique() > MAX_ROWS:
        most = table["row"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
        kept = table["row"].isin(most.index[:MAX_ROWS])
        less = look.count(len(most) - MAX_ROWS, "row")
        notes.append(f"{look.count(int((~kept).sum()), 'figure')} in {less} told less often")
        table = table[kept]
    more_of = [name for name in ("least", "points") if name in table]
    first, table["code"] = c.kinds_of(table, ["row", "low", "high", "doubt", *more_of])
    first["contested"] = table.get("contested", table["code"] < 0).groupby(table["code"]).any()
    if len(first) > MAX_MARKS:
        ends = first.groupby("row")["high"].agg(["idxmin", "idxmax"])
        keep = first["n"].nlargest(MAX_MARKS).index.union(ends.to_numpy().ravel()).unique()
        less = look.count(len(first) - len(keep), "value")
        notes.append(f"{less} told less often, between the ends of their rows")
        first = first.loc[keep]
    if added is not None:
        first = first.join(added(first))
    some = defaultdict(list)
    few = table[table["code"].isin(first.index)].groupby("code").head(MAX_IDS)
    for one in few.itertuples(index=False):
        some[one.code].append(one)
    place = {}
    for one in sorted(first.itertuples(index=False), key=order_of):
        place.setdefault(one.row, (order_of(one), one.row))
    marks = [_mark(one, some[one.Index], words, more) for one in first.itertuples()]
    marks.sort(key=lambda mark: (*place[mark.rows[0]], mark.low, mark.high, mark.style))
    return tuple(marks), notes


def _mark(one, some, words, more) -> Mark:
    """one: the first claim of the mark, with ``n``, how many it has; some: a few of them."""
    quotes = list(dict.fromkeys(claim.quote for claim in some))
    bounds = {look.QUALIFIERS.get(claim.qualifier, "") for claim in some}
    value = getattr(one, "least", one.low), getattr(one, "points", one.high)
    bound = bounds.pop() if len(bounds) == 1 else ""
    exact = f".{getattr(one, 'digits', 15)}g"  # no finer than the sum that was converted
    shown = look.span(*(float(format(v, exact)) for v in value))
    text = words(some) if words else f"{bound} {shown}".strip()
    hover = [f"“{'”, “'.join(quotes[:4])}” · {one.sentence[:140].strip()}", more and more(one)]
    hover += ["contested: a disagreement names it"] * bool(one.contested)
    return Mark(
        (one.row,), one.low, one.high, text + (f"  ×{one.n:,}" if one.n > 1 else ""),
        tuple(dict.fromkeys(claim.claim_id for claim in some)), " · ".join(filter(None, hover)),
        value[1], style="hedged" if one.doubt else "firm",
        times=int(one.n), contested=bool(one.contested),
    )  # fmt: skip
