"""What all findings share: which claims are hedged, one unit for one axis, captions, counts."""

import numpy as np
import pandas as pd

from workbench.codebook import look
from workbench.findings.finding import Finding, Statement

#: What findings ask of the claims table; an explorer hands over no more.
ASKED = (
    "claim_id", "doc_id", "start", "quote", "sentence_start", "sentence", "theme", "role", "low",
    "high", "unit", "qualifier", "instrument", "actor", "speaker", "modality", "usd", "eur",
    "rate_date", "doubt", "contested", "event_date", "proposer", "plan", "conflict", "fact",
    "attribution", "period", "cues",
)  # fmt: skip


#: What the article vouches for, as a line for ``corpus.claims.query``: certain (FactBank CT+), from
#: a source with a name, done or agreed (no plan, demand, denial or "if"), not feared or supposed.
VOUCHED = "factuality == 'CT+' and attribution != 'unnamed' and modality in ['actual', 'agreed']"
FIRM = f"{VOUCHED} and not sentence.str.contains('{look.SUPPOSED}', case=False)"
#: The same words for Arrow, ten times as fast, which cannot look around.
_SUPPOSED = look.SUPPOSED.replace("(?<![a-z])", "(?:^|[^a-z])").replace("(?![a-z])", "(?:[^a-z]|$)")


def supposed(claims):
    """True where the sentence fears, denies or supposes (a boolean Series)."""
    return claims["sentence"].astype("string").str.contains(_SUPPOSED, case=False).astype(bool)


def hedged(claims):
    """True where the article itself does not vouch for the figure (a boolean Series)."""
    if "doubt" in claims:  # an explorer has asked before
        return claims["doubt"]
    if not len(claims):
        return claims["modality"].isna()
    return ~claims.eval(VOUCHED).astype(bool) | supposed(claims)


def caption(claims, documents, left_out, notes=(), once: bool = False) -> str:
    """Sources with their dates, and what was left out."""
    ids = sorted(claims["doc_id"].unique())
    days, name = published(documents, claims), document_words(documents, claims)
    if len(ids) > 6:
        shown = look.count(len(ids), "document")
        days = days.dropna()
        shown += f" ({look.day(days.min())} to {look.day(days.max())})" if len(days) else ""
    else:
        dated = {doc: f" ({look.day(day)})" for doc, day in days.items()}
        shown = look.listed(name(doc) + dated.get(doc, "") for doc in ids)
    text = f"Source: {look.count(len(claims), 'figure')} in {shown}."
    if left_out:
        text += " Not drawn: " + "; ".join(left_out) + "."
    return " ".join([text, *["Each fact is drawn once, with all its tellings (×)."] * once, *notes])


def left_out(claims, drawn=()) -> list[str]:
    """``["2 figures of weapons launched (653 drones, 51 missiles)"]``: three values at most."""
    out, asked = [], ["theme", "role", "low", "high", "unit"]
    claims = claims.loc[~claims.index.isin(drawn), asked]
    for (theme, role), rows in claims.groupby(["theme", "role"], observed=True):
        some = rows[asked[2:]].drop_duplicates()
        words = dict.fromkeys(look.amount(*one) for one in some.head(3).itertuples(index=False))
        told = ", ".join(words) + (", …" if len(some) > 3 else "")
        out.append(f"{look.count(len(rows), 'figure')} of {look.role_words(role, theme)} ({told})")
    return out


def of_theme(claims, theme: str):
    """The claims of a theme; where there are no others, as from an explorer, the same table."""
    kept = claims["theme"].eq(theme)
    return claims if kept.all() else claims[kept]


def one_unit(claims, unit, common: str | None = None):
    """Claims that share one axis, its unit, and how the axis says that sums were converted.

    common: ``USD`` or ``EUR``; every sum is brought to it, and what has no rate is left out.
    Without it and without a unit, several currencies are brought to US dollars where each of them
    has a rate; else the commonest unit is drawn and the others are left out.
    """
    finite = claims["high"].astype(float).abs() < float("inf")  # 400 digits: no place
    claims = claims if finite.all() else claims[finite]
    units = claims["unit"].astype(object).where(claims["unit"].notna(), "")
    present = list(
        units.value_counts().sort_index().sort_values(kind="stable", ascending=False).index
    )
    money = all(name.isupper() for name in present)
    if unit is None and common is None and len(present) > 1 and money:
        common = "USD" if claims["usd"].notna().all() else None
    if common is not None:
        return _converted(claims, common)
    if unit is None:
        unit = "person" if "person" in present else [*present, ""][0]
    return (claims if present == [unit] else claims[units == unit]), unit, ""


def _converted(claims, common: str):
    """As ``one_unit`` with a common currency."""
    same = claims["unit"].isin([common])
    rated = same | claims[common.lower()].notna()
    on, same = claims[rated], same[rated]
    low, high = on["low"].astype(float), on["high"].astype(float)
    rate = (on[common.lower()].astype("Float64").astype(float) / high).where(
        ~same & (high != 0), 1.0
    )
    others = sorted({*on["unit"]} - {common})
    day = on.loc[~same, "rate_date"].astype("string").str[:10].dropna()
    span = " to ".join(dict.fromkeys((day.min(), day.max()) if len(day) else ()))
    note = f", converted from {look.listed(others)} at ECB rates of " if others else ""
    note += (span or "the day of publication") if others else ""
    digits = [max(2, len(f"{value:.0f}".rstrip("0"))) for value in high]
    exact = pd.Series(digits, index=on.index, dtype=int).where(~same, 15)
    return on.assign(low=low * rate, high=high * rate, digits=exact), common, note


def kinds_of(table, columns):
    """``(first, code)``: the first row of each combination of values, with ``n``, how many rows
    have it; and for each row the number of its combination, which is its place in ``first``."""
    groups = table.groupby(list(columns), sort=False, observed=True, dropna=False)
    code = groups.ngroup().to_numpy()
    first = table.iloc[np.unique(code, return_index=True)[1]]
    return first.assign(n=np.bincount(code, minlength=len(first))).reset_index(drop=True), code


def says(one) -> str:
    """Who tells it, where the text says so and it is not who proposes it."""
    said = look.names(one.speaker)
    return f"says {said}" if said and said != look.names(getattr(one, "proposer", None)) else ""


def document_words(documents, claims):
    """A function: document id -> its short name, ``document 000``."""
    short = look.short_names((claims if documents is None else documents)["doc_id"])
    return lambda doc: f"document {short.get(doc, doc)}"


def titles(documents):
    """A function: a claim -> its document's title, which a hover shows."""
    known = (
        {} if documents is None else dict(zip(documents["doc_id"], documents["title"], strict=True))
    )
    return lambda one: "" if look.missing(title := known.get(one.doc_id)) else f"in “{title}”"


def published(documents, claims):
    """The day of publication of each document of these claims (a Series by document)."""
    if documents is None:
        return pd.Series(index=[], dtype="datetime64[s]")
    rows = documents[documents["doc_id"].isin(claims["doc_id"].unique())]
    return pd.Series(rows["published"].to_numpy(), index=rows["doc_id"].astype(object))


def empty(theme: str, what: str, claims=None) -> Finding:
    """A finding without a mark; ``claims`` are those that the table has all the same."""
    told = [] if claims is None else left_out(claims)
    caption = f" Chosen, but not drawn: {'; '.join(told)}." if told else ""
    title = Statement("empty", (f"No figure of {what} fits this choice",))
    return Finding(theme, (title,), caption=f"Nothing to draw.{caption}")
