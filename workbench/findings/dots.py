"""Claims as dots in rows: one for each row, value and firmness, as many as can be read."""

from __future__ import annotations

from .. import look
from ..finding import Dot
from . import common as c

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
        last = (columns, words) == keys[-1]
        if not last and any(claims[name].nunique() > 40 * MAX_ROWS for name in columns):
            continue  # so many different ones do not share a dozen labels
        codes = pd.Series(c.numbered(claims, columns), index=claims.index)
        first = claims.loc[~codes.duplicated(), list(columns)]
        if len(first) > 40 * MAX_ROWS and not last:
            continue
        named = {
            code: words(row)
            for code, row in zip(codes[first.index], first.itertuples(index=False), strict=True)
        }
        if len(set(named.values())) <= MAX_ROWS or last:
            break
    kinds = list(dict.fromkeys(named.values()))
    number = {code: kinds.index(label) for code, label in named.items()}
    codes = codes.map(number) if len(kinds) < len(number) else codes
    return pd.Series(pd.Categorical.from_codes(codes, kinds), index=claims.index)


def dots_of(claims, labels, order, label=None, more=None):
    """Dots of claims, the rows in order, and what was too much to draw, in words (three tuples).

    labels: a Series of row labels. order: first row of a label -> sort key. label: a
    few claims of a dot, as lists of document, actor and modality by name -> the words beside it
    (default: its value with its bound). more: the first claim of a dot -> words of its hover.
    """
    import pandas as pd

    notes = []
    table = claims[[name for name in DRAWN if name in claims]]
    table = table.assign(row=labels, doubt=c.hedged(claims), bound=_codes(claims["qualifier"]))
    table = table.reset_index(drop=True).astype({"low": float, "high": float})
    if table["row"].nunique() > MAX_ROWS:
        most = table["row"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
        kept = table["row"].isin(most.index[:MAX_ROWS])
        less = look.count(len(most) - MAX_ROWS, "row")
        notes.append(f"{look.count(int((~kept).sum()), 'figure')} in {less} told less often")
        table = table[kept].reset_index(drop=True)
    code = pd.Series(c.numbered(table, ["row", "low", "high", "doubt"]))
    first = table[~code.duplicated()].assign(
        n=code.groupby(code).size().to_numpy()
    )  # its nth row is of code n
    same = table["bound"] == first["bound"].to_numpy()[code]
    first["one_bound"] = same.groupby(code).all().to_numpy()
    first["differs"] = False
    if "contested" in table and table["contested"].any():
        first["differs"] = table["contested"].groupby(code).any().to_numpy()
    if len(first) > MAX_DOTS:
        keep = first.nlargest(MAX_DOTS, "n", keep="first").index
        ends = first.groupby("row", observed=True)["high"].agg(["idxmin", "idxmax"])
        keep = keep.union(ends["idxmin"]).union(ends["idxmax"])
        less = len(first) - len(keep)
        notes.append(f"{look.count(less, 'value')} told less often, between the ends of their rows")
        first = first.loc[keep]
    place = {row: order(one) for row, one in _first_of(first, order).items()}
    rows = tuple(sorted(place, key=lambda name: (place[name], name)))
    some = table.loc[code.isin(code[first.index]), list(TOLD)]
    code = code[some.index]
    some = some[code.groupby(code, sort=False).cumcount() < MAX_IDS]
    members: dict = {}
    for number, *one in zip(code[some.index], *(some[name] for name in some), strict=True):
        members.setdefault(number, []).append(one)
    dots = [
        _dot(one, members[number], label, more)
        for number, one in zip(code[first.index], first.itertuples(index=False), strict=True)
    ]
    dots.sort(key=lambda dot: (rows.index(dot.row), dot.low, dot.high, dot.hedged))
    return tuple(dots), rows, notes


def _codes(column):
    """Small numbers in place of words."""
    return column.cat.codes if column.dtype == "category" else column.astype("category").cat.codes


def _first_of(first, order) -> dict:
    """The claim of each row that comes first by ``order``."""
    found = {}
    for one in first.itertuples(index=False):
        if one.row not in found or order(one) < order(found[one.row]):
            found[one.row] = one
    return found


def _dot(one, some, label, more) -> Dot:
    """``one``: the first claim of the dot, with ``n``, how many it has; ``some``: of a few of them
    what TOLD names."""
    some = dict(zip(TOLD, zip(*some, strict=True), strict=True))
    quotes = list(dict.fromkeys(some["quote"]))
    value = look.number(one.high) if one.low == one.high else (
        f"{look.number(one.low)} to {look.number(one.high)}"
    )  # fmt: skip
    bound = look.QUALIFIERS.get(one.qualifier, "") if one.one_bound else ""
    text = label(some) if label else f"{bound} {value}".strip()
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
