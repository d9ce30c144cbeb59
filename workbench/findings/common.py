"""What all findings share: which claims are hedged, one unit for one axis, dots, captions."""

from __future__ import annotations

from workbench.codebook import look
from workbench.findings.finding import Finding, Number

#: What findings ask of the claims table; an explorer hands over no more.
ASKED = (
    "claim_id", "doc_id", "start", "quote", "sentence_start", "sentence", "theme", "role", "low",
    "high", "unit", "qualifier", "instrument", "actor", "speaker", "modality", "usd", "eur",
    "rate_date", "doubt", "contested", "event_date", "proposer", "plan", "context",
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


def caption(claims, documents, left_out, notes=(), once: bool = False) -> str:
    """Sources with their dates, and what was left out."""
    ids = sorted(claims["doc_id"].unique())
    days, name = published(documents, claims), document_words(documents, claims)
    if len(ids) > 6:
        shown = look.count(len(ids), "document")
        days = days.dropna()
        shown += f" ({look.day(days.min())} to {look.day(days.max())})" if len(days) else ""
    else:
        shown = look.listed(
            name(doc) + (f" ({look.day(days[doc])})" if doc in days else "") for doc in ids
        )
    text = f"Source: {look.count(len(claims), 'figure')} in {shown}."
    if left_out:
        text += " Not drawn: " + "; ".join(left_out) + "."
    return " ".join([text, *["Each fact is counted once."] * once, *notes])


def left_out(claims, drawn=()) -> list[str]:
    """``["2 figures of weapons launched (653 drones, 51 missiles)"]``: three values at most."""
    import numpy as np

    claims = claims[~claims.index.isin(drawn)]
    out, values = [], claims[["low", "high", "unit"]]
    kinds, code = kinds_of(claims, ["theme", "role"])
    for role, n in sorted(zip(kinds["role"].astype(str), range(len(kinds)), strict=True)):
        at = np.flatnonzero(code == n)
        size, some = len(at), values.iloc[at[:100]].drop_duplicates()
        if len(some) <= 3 and size > 100:
            some = kinds_of(values.iloc[at], list(values))[0]
        words = [look.amount(c.low, c.high, c.unit) for c in some.head(3).itertuples(index=False)]
        told = ", ".join(dict.fromkeys(words)) + (", …" if len(some) > 3 else "")
        role = look.role_words(role, kinds["theme"].iat[n])
        out.append(f"{look.count(size, 'figure')} of {role} ({told})")
    return out


def one_unit(claims, unit, common: str | None = None):
    """Claims that share one axis, its unit, and how the axis says that sums were converted.

    common: ``USD`` or ``EUR``; every sum is brought to it, and what has no rate is left out.
    Without it and without a unit, several currencies are brought to US dollars where each of them
    has a rate; else the commonest unit is drawn and the others are left out.
    """
    finite = claims["high"].astype(float).abs() < float("inf")
    claims = where(claims, finite)  # 400 digits: no place to draw them
    if not len(claims):
        return claims, common or unit or "", ""
    kinds = kinds_of(claims[["unit"]], ["unit"])[0].astype({"unit": object}).fillna({"unit": ""})
    present = list(kinds.sort_values(["n", "unit"], ascending=[False, True])["unit"])
    money = all(name.isupper() for name in present)
    if unit is None and common is None and len(present) > 1 and money:
        common = "USD" if claims["usd"].notna().all() else None
    if common is not None:
        return _converted(claims, common, present)
    if unit is None:
        unit = "person" if "person" in present else present[0]
    return where(claims, claims["unit"].isin([unit]) if unit else claims["unit"].isna()), unit, ""


def where(claims, mask):
    """The rows of a mask; the table itself where that is all, since a copy of it takes long."""
    return claims if mask.all() else claims[mask]


def _converted(claims, common: str, present):
    """As ``one_unit`` with a common currency."""
    same, told = claims["unit"].isin([common]), claims[COMMON[common]]
    rated = same | told.notna()
    on, same, told = where(claims, rated), same[rated], told[rated].astype("Float64").astype(float)
    high = on["high"].astype(float)
    rate = (told / high).where(~same & (high != 0), 1.0)
    on = on.assign(low=on["low"].astype(float) * rate, high=high * rate)
    others = sorted({*present, common} & set(on["unit"]) - {common})
    day = on.loc[~same, "rate_date"].astype("string").str[:10].dropna()
    span = " to ".join(dict.fromkeys((day.min(), day.max()) if len(day) else ()))
    note = f", converted from {look.listed(others)} at ECB rates of " if others else ""
    return on, common, note and note + (span or "the day of publication")


def numbered(table, columns):
    """A number for each combination of values, in order of appearance; missing is a value too.

    As ``groupby(...).ngroup()``, which takes ten times as long where columns are categories.
    """
    import pandas as pd

    code = 0
    for name in columns:
        column = table[name]
        if column.dtype == "category":
            own, size = column.cat.codes.to_numpy("int64") + 1, len(column.cat.categories) + 1
        else:
            own, kinds = pd.factorize(column, use_na_sentinel=False)
            size = len(kinds)
        code, _ = pd.factorize(code * size + own)  # again each time: the product stays small
    return code


def kinds_of(table, columns):
    """``(first, code)``: the first row of each combination of values, with ``n``, how many rows
    have it; and for each row the number of its combination, which is its place in ``first``."""
    import numpy as np

    code = numbered(table, columns)
    at = np.unique(code, return_index=True)[1]
    return table.iloc[at].assign(n=np.bincount(code, minlength=len(at))), code


def ids(claims) -> tuple[str, ...]:
    return tuple(claims["claim_id"])


def times(claims) -> Number:
    return Number(look.times(len(claims)), len(claims), "count", ids(claims))


def in_documents(claims) -> Number:
    n = claims["doc_id"].nunique()
    return Number(look.count(n, "document"), n, "documents", ids(claims))


def most_told(claims):
    """The rows of the value that is told most often; of equals the larger."""
    value = ["unit", "low", "high"]
    first, code = kinds_of(claims[value], value)
    most = first.assign(code=range(len(first)), unit=first["unit"].astype("string"))
    most = most[most["n"] == most["n"].max()]
    top = most.sort_values(["high", "unit", "low"], ascending=[False, True, True])
    return claims[code == top["code"].iloc[0]]


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


def published(documents, claims):
    """The day of publication of each document of these claims (a Series by document)."""
    import pandas as pd

    if documents is None:
        return pd.Series(index=[], dtype="datetime64[s]")
    rows = documents[documents["doc_id"].isin(claims["doc_id"].unique())]
    return pd.Series(rows["published"].to_numpy(), index=rows["doc_id"].astype(object))


def empty(theme: str, what: str, claims=None) -> Finding:
    """A finding without a mark; ``claims`` are those that the table has all the same."""
    told = [] if claims is None else left_out(claims)
    caption = f" Chosen, but not drawn: {'; '.join(told)}." if told else ""
    title = (f"No figure of {what} fits this choice",)
    return Finding(theme, title, caption=f"Nothing to draw.{caption}")
