"""Claims as dots in rows: one for each row, value and firmness, as many as can be read."""

from __future__ import annotations

from itertools import islice

from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Dot

#: More rows than this and nobody reads them; the rows are then grouped more coarsely.
MAX_ROWS = 12

#: More dots than this and they hide each other; those told least often are left out aloud.
MAX_DOTS = 120

#: Claims that a dot names; the reader opens the first, the table has them all.
MAX_IDS = 20

#: What a dot is made from.
DRAWN = (
    "claim_id", "doc_id", "quote", "sentence", "role", "actor", "low", "high", "qualifier",
    "modality", "contested", "points", "event_date", "context",
)  # fmt: skip

#: What is known of each claim of a dot.
TOLD = ("doc_id", "quote", "claim_id", "actor", "modality")


def rows_of(claims, keys):
    """Row labels by the finest of ``keys`` that stays within MAX_ROWS.

    A key is ``(columns, words)``: ``words`` turns a row of those columns into a label. Returns a
    Series of labels, aligned with claims.
    """
    import pandas as pd

    for columns, words in keys:
        first, code = c.kinds_of(claims[list(columns)], columns)
        if len(first) > 40 * MAX_ROWS and columns != keys[-1][0]:
            continue  # so many different ones do not share a dozen labels
        named, kinds = pd.factorize(pd.Series(map(words, first.itertuples(index=False))))
        if len(kinds) <= MAX_ROWS:
            break
    return pd.Series(pd.Categorical.from_codes(named[code], kinds), index=claims.index)


def dots_of(claims, labels, order_of, label=None, more=None):
    """Dots of claims, the rows in order, and what was too much to draw, in words (three tuples).

    labels: a Series of row labels. order_of: first row of a label -> sort key. label: a
    few claims of a dot, as lists of document, actor and modality by name -> the words beside it
    (default: its value with its bound). more: the first claim of a dot -> words of its hover.
    """
    import numpy as np

    notes = []
    table = claims[[name for name in DRAWN if name in claims]]
    bounds = c.numbered(claims, ["qualifier"])
    table = table.assign(row=labels, doubt=c.hedged(claims), bound=bounds)
    table = table.reset_index(drop=True).astype({"low": float, "high": float})
    if table["row"].nunique() > MAX_ROWS:
        most = table["row"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
        kept = table["row"].isin(most.index[:MAX_ROWS])
        less = look.count(len(most) - MAX_ROWS, "row")
        notes.append(f"{look.count(int((~kept).sum()), 'figure')} in {less} told less often")
        table = table[kept].reset_index(drop=True)
    first, code = c.kinds_of(table, ["row", "low", "high", "doubt"])
    first = first.reset_index(drop=True)
    order = np.argsort(code, kind="stable")  # the claims of a dot side by side, in their order
    starts = np.cumsum(first["n"]) - first["n"]
    bound = first["bound"].to_numpy()
    first["one_bound"] = np.bincount(code, table["bound"].to_numpy() != bound[code]) == 0
    first["differs"] = np.bincount(code, table.get("contested", code * 0)) > 0
    if len(first) > MAX_DOTS:
        ends = first.groupby("row", observed=True)["high"].agg(["idxmin", "idxmax"])
        keep = first["n"].nlargest(MAX_DOTS).index.union(ends.to_numpy().ravel()).unique()
        less = len(first) - len(keep)
        notes.append(f"{look.count(less, 'value')} told less often, between the ends of their rows")
        first = first.loc[keep]
    ordered = sorted(first.itertuples(index=False), key=order_of, reverse=True)
    place = {one.row: order_of(one) for one in ordered}  # that of its first claim
    rows = tuple(sorted(place, key=lambda name: (place[name], name)))
    some = [order[starts[k] :][: min(first.at[k, "n"], MAX_IDS)] for k in first.index]
    members = table[list(TOLD)].iloc[np.concatenate(some)].itertuples(index=False, name=None)
    dots = [
        _dot(one, list(islice(members, len(at))), label, more)
        for at, one in zip(some, first.itertuples(index=False), strict=True)
    ]
    dots.sort(key=lambda dot: (rows.index(dot.row), dot.low, dot.high, dot.hedged))
    return tuple(dots), rows, notes


def _dot(one, some, label, more) -> Dot:
    """``one``: the first claim of the dot, with ``n``, how many it has; ``some``: of a few of them
    what TOLD names."""
    some = dict(zip(TOLD, zip(*some, strict=True), strict=True))
    quotes = list(dict.fromkeys(some["quote"]))
    bound = look.QUALIFIERS.get(one.qualifier, "") if one.one_bound else ""
    text = label(some) if label else f"{bound} {look.span(one.low, one.high)}".strip()
    if one.n > 1:
        text += f"  ×{one.n:,}"
    hover = f"“{'”, “'.join(quotes[:4])}” · {one.sentence[:140].strip()}"
    if more and (words := more(one)):
        hover += f" · {words}"
    if one.differs:
        hover += " · contested: another source says otherwise"
    ids = tuple(dict.fromkeys(some["claim_id"]))
    return Dot(
        one.row, one.low, one.high, text, int(one.n), bool(one.doubt), ids,
        hover, bool(one.differs), "", getattr(one, "points", None),
    )  # fmt: skip
