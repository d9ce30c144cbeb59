"""What all findings share: which claims are hedged, one unit for one axis, dots, captions."""

from __future__ import annotations

from .. import look
from ..finding import Dot, Finding, Number

#: More rows than this and nobody reads them; the rows are then grouped more coarsely.
MAX_ROWS = 12

#: More dots than this and they hide each other; those told least often are left out aloud.
MAX_DOTS = 120

#: Claims that a dot names; the reader opens the first, the table has them all.
MAX_IDS = 20

#: What a dot is made from.
DRAWN = (
    "claim_id", "doc_id", "quote", "sentence", "role", "actor", "low", "high", "qualifier",
    "contested", "points",
)  # fmt: skip

#: What findings ask of the claims table; an explorer hands over no more.
ASKED = (
    "claim_id", "doc_id", "start", "quote", "sentence_start", "sentence", "theme", "role", "low",
    "high", "unit", "qualifier", "instrument", "actor", "speaker", "modality", "usd", "eur",
    "rate_date", "doubt", "contested",
)  # fmt: skip

#: Currencies that every other one can be brought to: column of the claims table by its code.
COMMON = {"USD": "usd", "EUR": "eur"}


def hedged(claims):
    """True where the article itself does not vouch for the figure (a boolean Series).

    Hedged: factuality other than certain (FactBank CT+ or CT-), an unnamed source, or a figure
    that stands under an "if" or in a question.
    """
    if "doubt" in claims:  # an explorer has asked before
        return claims["doubt"]
    return (
        ~claims["factuality"].isin(["CT+", "CT-"])
        | claims["attribution"].isin(["unnamed"])
        | claims["modality"].isin(["conditional"])
    ).astype(bool)


def caption(claims, documents, left_out=(), notes=()) -> str:
    """Sources with their dates, and what was left out."""
    ids = sorted(claims["doc_id"].unique())
    if len(ids) > 6:
        shown = look.count(len(ids), "document")
        days = _days(documents, ids)
        shown += f" ({look.day(min(days))} to {look.day(max(days))})" if days else ""
    else:
        short = look.short_names(ids if documents is None else documents["doc_id"])
        dates = {} if documents is None else _published(documents, ids)
        shown = look.listed(
            short.get(doc, doc) + (f" ({look.day(dates[doc])})" if doc in dates else "")
            for doc in ids
        )
    text = f"Source: {look.count(len(claims), 'figure')} in {shown}." if len(ids) else ""
    if left_out:
        text += " Not drawn: " + "; ".join(left_out) + "."
    return " ".join([text, *notes]).strip()


def _published(documents, ids) -> dict:
    rows = documents[documents["doc_id"].isin(ids)]
    return dict(zip(rows["doc_id"], rows["published"], strict=True))


def _days(documents, ids) -> list:
    if documents is None:
        return []
    days = documents.loc[documents["doc_id"].isin(ids), "published"].dropna()
    return [days.min(), days.max()] if len(days) else []


def left_out(claims) -> list[str]:
    """``["2 figures of weapons launched (653 drones, 51 missiles)"]``: three values at most."""
    if not len(claims):
        return []
    out, key = [], ["theme", "role"]
    sizes = claims.groupby(key, sort=True, observed=True).size()
    values = claims[[*key, "low", "high", "unit"]].drop_duplicates()
    for (theme, role), size in sizes.items():
        some = values[values["theme"].eq(theme) & values["role"].eq(role)]
        words = [look.amount(c.low, c.high, c.unit) for c in some.head(3).itertuples(index=False)]
        told = ", ".join(dict.fromkeys(words)) + (", …" if len(some) > 3 else "")
        out.append(f"{look.count(size, 'figure')} of {look.role_words(role, theme)} ({told})")
    return out


def one_unit(claims, unit, common: str | None = None):
    """Split claims into those that share one axis and the rest: ``(on, off, unit, note)``.

    common: ``USD`` or ``EUR``; every sum is brought to it, and what has no rate is left out.
    Without it and without a unit, several currencies are brought to US dollars where each of them
    has a rate; else the commonest unit is drawn and the others are named as left out.
    """
    import pandas as pd

    finite = claims["high"].astype(float).abs() < float("inf")
    endless, claims = claims[~finite], where(claims, finite)  # 400 digits: no place to draw them
    if not len(claims):
        return claims, endless, common or unit or "", ""
    counts = claims["unit"].value_counts(dropna=False).items()
    counts = [("" if look.missing(name) else str(name), n) for name, n in counts if n]
    present = [name for name, _ in sorted(counts, key=lambda x: (-x[1], x[0]))]
    money = all(name.isupper() for name in present)
    if unit is None and common is None and len(present) > 1 and money:
        common = "USD" if claims["usd"].notna().all() else None
    if common is not None:
        on, rest, note = _converted(claims, common, present)
        return on, pd.concat([rest, endless]), common, note
    if unit is None:
        unit = "person" if "person" in present else present[0]
    on = claims["unit"].isin([unit]) if unit else claims["unit"].isna()
    off = claims[~on]
    return where(claims, on), pd.concat([off, endless]) if len(endless) else off, unit, ""


def where(claims, mask):
    """The rows of a mask; the table itself where that is all, since a copy of it takes long."""
    return claims if mask.all() else claims[mask]


def _converted(claims, common: str, present):
    """Claims in one currency, those without a rate, and how the axis says so."""
    column = COMMON[common]
    own = claims["unit"].isin([common])
    rated = own | claims[column].notna()
    on, rest = where(claims, rated), claims[~rated]
    high, told = on["high"].astype(float), on[column].astype("Float64").astype(float)
    same = on["unit"].isin([common])
    rate = (told / high).where(~same & (high != 0), 1.0)
    on = on.assign(low=on["low"].astype(float) * rate, high=high * rate)
    others = [name for name in sorted(present) if name != common and name in set(on["unit"])]
    if not others:
        return on, rest, ""
    day = on.loc[~same, "rate_date"].astype("string").str[:10].dropna()
    first, last = (day.min(), day.max()) if len(day) else ("", "")
    span = " to ".join(dict.fromkeys((first, last))) or "the day of publication"
    return on, rest, f", converted from {look.listed(others)} at ECB rates of {span}"


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
        codes = claims.groupby(list(columns), dropna=False, sort=False, observed=True).ngroup()
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


def dots_of(claims, labels, order, label=None):
    """Dots of claims, the rows in order, and what was too much to draw, in words (three tuples).

    labels: a Series of row labels. order: first row of a label -> sort key. label: the
    documents of a dot -> the words beside it (default: its value with its bound).
    """
    notes = []
    table = claims[[name for name in DRAWN if name in claims]]
    table = table.assign(row=labels, doubt=hedged(claims), bound=_codes(claims["qualifier"]))
    table = table.reset_index(drop=True).astype({"low": float, "high": float})
    if table["row"].nunique() > MAX_ROWS:
        most = table["row"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
        kept = table["row"].isin(most.index[:MAX_ROWS])
        less = look.count(len(most) - MAX_ROWS, "row")
        notes.append(f"{look.count(int((~kept).sum()), 'figure')} in {less} told less often")
        table = table[kept].reset_index(drop=True)
    groups = table.groupby(["row", "low", "high", "doubt"], sort=False, observed=True)
    code = groups.ngroup()
    first = table[~code.duplicated()].assign(n=groups.size().to_numpy())
    first["one_bound"] = (groups["bound"].min() == groups["bound"].max()).to_numpy()
    first["differs"] = groups["contested"].any().to_numpy() if "contested" in table else False
    if len(first) > MAX_DOTS:
        keep = first.nlargest(MAX_DOTS, "n", keep="first").index
        ends = first.groupby("row", observed=True)["high"].agg(["idxmin", "idxmax"])
        keep = keep.union(ends["idxmin"]).union(ends["idxmax"])
        less = len(first) - len(keep)
        notes.append(f"{look.count(less, 'value')} told less often, between the ends of their rows")
        first = first.loc[keep]
    place = {row: order(one) for row, one in _first_of(first, order).items()}
    rows = tuple(sorted(place, key=lambda name: (place[name], name)))
    some = table.loc[code.isin(code[first.index]), ["doc_id", "quote", "claim_id"]]
    code = code[some.index]
    some = some[code.groupby(code, sort=False).cumcount() < MAX_IDS]
    members = {number: group for number, group in some.groupby(code[some.index], sort=False)}
    dots = [
        _dot(one, members[number], label)
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


def _dot(one, some, label) -> Dot:
    """``one``: the first claim of the dot, with ``n``, how many it has; ``some``: a few of them."""
    value = look.number(one.high) if one.low == one.high else (
        f"{look.number(one.low)} to {look.number(one.high)}"
    )  # fmt: skip
    bound = look.QUALIFIERS.get(one.qualifier, "") if one.one_bound else ""
    text = label(some["doc_id"].unique()) if label else f"{bound} {value}".strip()
    if one.n > 1:
        text += f"  ×{one.n:,}"
    quotes = list(dict.fromkeys(some["quote"]))[:4]
    hover = f"“{'”, “'.join(quotes)}” · {one.sentence[:140].strip()}"
    if one.differs:
        hover += " · contested: another source says otherwise"
    return Dot(
        one.row, one.low, one.high, text, int(one.n), bool(one.doubt), tuple(some["claim_id"]),
        hover, bool(one.differs), "", getattr(one, "points", None),
    )  # fmt: skip


def ids(claims) -> tuple[str, ...]:
    return tuple(claims["claim_id"])


def times(claims) -> Number:
    return Number(look.times(len(claims)), len(claims), "count", ids(claims))


def in_documents(claims) -> Number:
    n = claims["doc_id"].nunique()
    return Number(look.count(n, "document"), n, "documents", ids(claims))


def most_told(claims):
    """The rows of the value that is told most often; of equals the larger."""
    sizes = claims.groupby(["unit", "low", "high"], sort=True, observed=True).size()
    sizes = sizes.reset_index(name="n").assign(unit=lambda t: t["unit"].astype("string"))
    top = sizes.sort_values(["n", "high", "unit"], ascending=[False, False, True]).iloc[0]
    same = (claims["unit"] == top["unit"]) & (claims["high"] == top["high"])
    return claims[same & (claims["low"] == top["low"])]


def as_written(claims) -> Number:
    first = claims.iloc[0]
    return Number(str(first["quote"]), float(first["high"]), "high", ids(claims))


def wide(dots) -> bool:
    """A log axis once the largest value is more than 50 times the smallest; zero forbids one."""
    values = [v for dot in dots for v in (dot.low, dot.high)]
    return bool(values) and min(values) > 0 and max(values) / min(values) > 50


def document_words(documents, claims):
    """A function: document id -> its short name."""
    short = look.short_names(claims["doc_id"] if documents is None else documents["doc_id"])
    return lambda doc: short.get(doc, doc)


def published(documents) -> dict:
    """Document id -> day of publication (missing ones too)."""
    if documents is None:
        return {}
    return dict(zip(documents["doc_id"], documents["published"], strict=True))


def empty(theme: str, what: str) -> Finding:
    return Finding(theme, (f"No figure of {what} fits this choice",), caption="Nothing to draw.")
