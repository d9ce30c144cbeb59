"""Claims -> findings: pure functions over tables.

One figure has one axis with one unit; whatever does not fit on it is left out aloud, in the
caption.
"""

from __future__ import annotations

from . import look
from .finding import Dot, Finding, Number

#: More rows than this and nobody reads them; the rows are then grouped more coarsely.
MAX_ROWS = 12


def hedged(claims):
    """True where the article itself does not vouch for the figure (a boolean Series).

    Hedged: factuality other than certain (FactBank CT+ or CT-), an unnamed source, or a figure
    that stands under an "if" or in a question.
    """
    return (
        ~claims["factuality"].isin(["CT+", "CT-"])
        | claims["attribution"].eq("unnamed").fillna(False)
        | claims["modality"].eq("conditional").fillna(False)
    ).astype(bool)


def _caption(claims, documents, left_out=()) -> str:
    """Sources with their dates, and what was left out."""
    ids = sorted(set(claims["doc_id"]))
    short = look.short_names(ids if documents is None else documents["doc_id"])
    dates = (
        {}
        if documents is None
        else dict(zip(documents["doc_id"], documents["published"], strict=True))
    )
    named = [
        short.get(doc, doc) + (f" ({look.day(dates[doc])})" if doc in dates else "") for doc in ids
    ]
    shown = look.listed(named) if len(named) <= 6 else look.count(len(named), "document")
    text = f"Source: {look.count(len(claims), 'figure')} in {shown}." if ids else ""
    if left_out:
        text += " Not drawn: " + "; ".join(left_out) + "."
    return text.strip()


def _left_out(claims) -> list[str]:
    """``["2 weapons launched (653 drones, 51 missiles)"]``: at most three values each."""
    out = []
    for (theme, role), group in claims.groupby(["theme", "role"], sort=True):
        values = dict.fromkeys(
            look.amount(c.low, c.high, c.unit) for c in group.itertuples(index=False)
        )
        some = ", ".join(list(values)[:3]) + (", …" if len(values) > 3 else "")
        out.append(f"{look.count(len(group), 'figure')} of {look.role_words(role, theme)} ({some})")
    return out


def _one_unit(claims, unit):
    """Split claims into those that share one axis and the rest: ``(on, off, unit, note)``.

    Several currencies are brought to US dollars where every one of them has a rate; else the
    commonest unit is drawn and the others are named as left out.
    """
    import pandas as pd

    finite = claims["high"].astype(float).abs() < float("inf")
    endless, claims = claims[~finite], claims[finite]  # 400 digits: a figure, but no place to draw
    if not len(claims):
        return claims, endless, unit or "", ""
    units = claims["unit"].astype("string").fillna("")
    present = list(dict.fromkeys(units.value_counts().sort_index(kind="stable").index))
    if unit is None and len(present) > 1 and all(name.isupper() for name in present):
        if claims["usd"].notna().all():
            rate = claims["usd"].astype(float) / claims["high"].astype(float)
            on = claims.assign(low=claims["low"].astype(float) * rate, high=claims["usd"])
            day = claims["rate_date"].astype("string").dropna()
            span = f"{day.min()} to {day.max()}" if len(day) else "day of publication"
            note = f", converted from {look.listed(present)} at ECB rates of {span}"
            return on, endless, "USD", note
    if unit is None:
        counts = units.value_counts()
        unit = "person" if "person" in counts else sorted(counts.items(), key=lambda x: (-x[1], x))
        unit = unit if isinstance(unit, str) else unit[0][0]
    off = claims[~units.eq(unit)]
    off = pd.concat([off, endless]) if len(endless) else off
    return claims[units.eq(unit)], off, unit, ""


def _rows(claims, keys):
    """The finest of ``keys`` (functions claim -> row label) that stays within MAX_ROWS."""
    every = list(claims.itertuples(index=False))
    for key in keys:
        labels = [key(claim) for claim in every]
        if len(set(labels)) <= MAX_ROWS:
            break
    return labels


def _dots(claims, keys, order) -> tuple[tuple[Dot, ...], tuple[str, ...]]:
    """Group claims by row, value and firmness; one dot each, in a fixed order."""
    groups: dict[tuple, list] = {}
    labels = _rows(claims, keys)
    firmness = list(hedged(claims))
    place: dict[str, tuple] = {}
    for label, doubt, claim in zip(labels, firmness, claims.itertuples(index=False), strict=True):
        groups.setdefault((label, float(claim.low), float(claim.high), doubt), []).append(claim)
        place[label] = min(place.get(label, order(claim)), order(claim))
    dots = []
    for (label, low, high, doubt), group in groups.items():
        value = look.number(high) if low == high else f"{look.number(low)} to {look.number(high)}"
        bound = look.QUALIFIERS.get(group[0].qualifier, "")
        same = all(claim.qualifier == group[0].qualifier for claim in group)
        text = f"{bound} {value}".strip() if same else value
        quotes = list(dict.fromkeys(claim.quote for claim in group))[:4]
        dots.append(
            Dot(
                label, low, high, text + (f"  ×{len(group)}" if len(group) > 1 else ""),
                len(group), doubt, tuple(claim.claim_id for claim in group),
                f"“{'”, “'.join(quotes)}” · {group[0].sentence[:140].strip()}",
            )
        )  # fmt: skip
    rows = tuple(sorted(place, key=lambda label: (place[label], label)))
    dots.sort(key=lambda dot: (rows.index(dot.row), dot.low, dot.high, dot.hedged))
    return tuple(dots), rows


def _ids(claims) -> tuple[str, ...]:
    return tuple(claims["claim_id"])


def _count(claims) -> Number:
    return Number(look.times(len(claims)), len(claims), "count", _ids(claims))


def _documents(claims) -> Number:
    n = claims["doc_id"].nunique()
    return Number(look.count(n, "document"), n, "documents", _ids(claims))


def _most_told(claims):
    """The rows of the value that is told most often; of equals the larger."""
    sizes = claims.groupby(["unit", "low", "high"], sort=True).size().reset_index(name="n")
    top = sizes.sort_values(["n", "high", "unit"], ascending=[False, False, True]).iloc[0]
    same = (claims["unit"] == top["unit"]) & (claims["high"] == top["high"])
    return claims[same & (claims["low"] == top["low"])]


def _value(claims) -> Number:
    first = claims.iloc[0]
    return Number(str(first["quote"]), float(first["high"]), "high", _ids(claims))


def _scale(dots) -> bool:
    """A log axis once the largest value is more than 50 times the smallest; zero forbids one."""
    values = [v for dot in dots for v in (dot.low, dot.high)]
    return bool(values) and min(values) > 0 and max(values) / min(values) > 50


def _document_label(documents, claims):
    ids = claims["doc_id"] if documents is None else documents["doc_id"]
    short = look.short_names(ids)
    return lambda claim: short.get(claim.doc_id, claim.doc_id)


def empty(theme: str, what: str) -> Finding:
    return Finding(theme, (f"No figure of {what} fits this choice",), caption="Nothing to draw.")


def funding(claims, documents=None, unit: str | None = None) -> Finding:
    """Money: needs, pledges, payments and the rest, one row for each role and document.

    claims: rows with theme ``funding`` (others are ignored). unit: currency of the axis; without
    it several currencies are converted to USD where all have a rate.
    """
    claims = claims[claims["theme"].eq("funding")]
    if not len(claims):
        return empty("funding", "money")
    on, off, unit, note = _one_unit(claims, unit)
    if not len(on):
        return empty("funding", f"money in {unit}".rstrip())
    roles = list(look.ROLES)
    name = _document_label(documents, claims)
    keys = (
        lambda c: f"{look.role_words(c.role, 'funding')} · {name(c)}",
        lambda c: f"{look.role_words(c.role, 'funding')} · {look.names(c.actor) or 'nobody named'}",
        lambda c: look.role_words(c.role, "funding"),
    )
    dots, rows = _dots(on, keys, lambda c: (roles.index(c.role) if c.role in roles else 99,))
    axis = f"amount in {look.plural(unit)}{note}"
    caption = _caption(on, documents, _left_out(off))
    parts = _funding_parts(on, claims.loc[on.index])
    return Finding("funding", parts, dots, axis, _scale(dots), caption, rows)


def _funding_parts(drawn, claims) -> tuple:
    """``drawn``: amounts on the common axis, for comparing; ``claims``: the same rows as told."""
    need = claims[claims["role"].eq("need")]
    given = claims[claims["role"].isin(["pledge", "commitment", "allocation", "disbursement"])]
    if not len(need):
        top = _most_told(given if len(given) else claims)
        word = look.role_words(top.iloc[0]["role"], "funding")
        return (_value(top), f" is named {word} ", _count(top), " in ", _documents(top))
    top = _most_told(need)
    parts = ["A need of ", _value(top), " is named ", _count(top), " in ", _documents(top)]
    if not len(given):
        return (*parts, "; nothing pledged or paid stands beside it")
    order = drawn.loc[given.index].sort_values(["high", "claim_id"], ascending=[False, True])
    most = given.loc[order.index[:1]]
    word = look.role_words(most.iloc[0]["role"], "funding")
    lead = f"; {word} beside it: " if len(given) == 1 else f"; the largest sum {word}: "
    return (*parts, lead, _value(most))


def force(claims, documents=None, unit: str | None = None, roles=None) -> Finding:
    """People and weapons: ceilings beside the sizes that sources give.

    roles: which roles to draw; without it ceilings and sizes where there are any (casualties,
    deployments, training and strikes are other things and never mixed in), else all.
    """
    claims = claims[claims["theme"].eq("force")]
    if not len(claims):
        return empty("force", "people or weapons")
    if roles is None:
        main = claims["role"].isin(["cap", "strength"])
        chosen = claims[main] if main.any() else claims
    else:
        chosen = claims[claims["role"].isin(list(roles))]
    if not len(chosen):
        return empty("force", "this role")
    on, _, unit, _ = _one_unit(chosen, unit)
    if not len(on):
        return empty("force", look.plural(unit))
    off = claims[~claims["claim_id"].isin(on["claim_id"])]
    known = list(look.ROLES)
    name = _document_label(documents, claims)

    def whose(claim):
        actor = look.names(claim.actor) or "whose unsaid"
        return f"{look.role_words(claim.role, 'force')}, {actor}"

    keys = (
        lambda c: f"{whose(c)} · {name(c)}", whose, lambda c: look.role_words(c.role, "force")
    )  # fmt: skip
    dots, rows = _dots(
        on, keys, lambda c: (-known.index(c.role) if c.role in known else 99, -c.high, c.doc_id)
    )
    axis = f"number of {look.plural(unit)}"
    caption = _caption(on, documents, _left_out(off))
    return Finding("force", _force_parts(on), dots, axis, _scale(dots), caption, rows)


def _plain(claims) -> Number:
    low, high = float(claims.iloc[0]["low"]), float(claims.iloc[0]["high"])
    text = look.number(high) if low == high else f"{look.number(low)} to {look.number(high)}"
    return Number(text, high, "high", _ids(claims))


def _force_parts(claims) -> tuple:
    caps, sizes = (claims[claims["role"].eq(role)] for role in ("cap", "strength"))
    if not len(caps):
        top = _most_told(claims)
        role = look.role_words(top.iloc[0]["role"], "force")
        unit = look.plural(top.iloc[0]["unit"], float(top.iloc[0]["high"]))
        return (f"{role.capitalize()}: ", _plain(top), f" {unit}, named ", _count(top))
    cap = _most_told(caps)
    whose = sizes["actor"].fillna("").eq("" if look.missing(a := cap.iloc[0]["actor"]) else a)
    sizes = sizes[whose & sizes["unit"].eq(cap.iloc[0]["unit"])]
    parts = ["A ceiling of ", _plain(cap), " stands in ", _documents(cap)]
    if not len(sizes):
        return (*parts, "; no size of the army stands beside it")
    size = _most_told(sizes)
    pair = (size.iloc[0]["claim_id"], cap.iloc[0]["claim_id"])
    share = 100 * (1 - float(cap.iloc[0]["high"]) / float(size.iloc[0]["high"]))
    parts += ["; beside an army put at ", _plain(size)]
    if share > 0:
        parts += [", a cut of ", Number(f"{share:.0f} %", round(share, 6), "cut", pair)]
    return tuple(parts)


def plans(claims, documents=None) -> Finding:
    """Plan versions by their number of points, one row for each document in order of date."""
    claims = claims[claims["theme"].eq("plan") & (claims["high"].astype(float) < float("inf"))]
    if not len(claims):
        return empty("plan", "plan versions")
    dates = (
        {}
        if documents is None
        else dict(zip(documents["doc_id"], documents["published"], strict=True))
    )
    name = _document_label(documents, claims)

    def when(claim):
        day = dates.get(claim.doc_id)
        return "" if look.missing(day) else str(day)[:10]

    keys = (
        lambda c: f"{name(c)} · {look.day(dates.get(c.doc_id))}" if dates else name(c),
        lambda c: when(c)[:7] or "no date",
        lambda c: when(c)[:4] or "no date",
    )
    dots, rows = _dots(claims, keys, lambda c: (when(c), c.doc_id))
    points = sorted(set(claims["high"].astype(float)), reverse=True)
    told = [look.number(p) for p in points[:5]] + (["more"] if len(points) > 5 else [])
    parts = (
        "A plan of ",
        *_joined([Number(t, p, "high", _ids(claims[claims["high"].astype(float) == p]))
                  if t != "more" else t for t, p in zip(told, points, strict=False)]),
        " points: ",
        Number(look.count(len(points), "count"), len(points), "distinct", _ids(claims)),
        " side by side in " if len(points) > 1 else " in ",
        _documents(claims),
    )  # fmt: skip
    caption = _caption(claims, documents) + " The number of points does not identify a text."
    return Finding("plan", parts, dots, "number of points", _scale(dots), caption, rows)


def _joined(parts):
    for i, part in enumerate(parts):
        if i:
            yield " or " if i == len(parts) - 1 else ", "
        yield part


def masked(documents, noise):
    """The documents with ``masked_share`` counted anew from these rows of the noise table."""
    chars = (noise["end"] - noise["start"]).groupby(noise["doc_id"]).sum()
    masked = documents["doc_id"].map(chars).fillna(0).astype(float)
    share = masked / documents["chars"].clip(lower=1)
    return documents.assign(masked_share=share)


def sources(documents) -> Finding:
    """Share of each document that was masked, in percent, as a bar from zero.

    documents: the documents table. Rows are named by date and the analyst's reliability letter.
    """
    if not len(documents):
        return Finding("page", ("No document in this choice",), caption="Nothing to draw.")
    short = look.short_names(documents["doc_id"])
    ordered = documents.sort_values(["masked_share", "doc_id"], ascending=[False, True])
    dots = []
    for row in ordered.head(MAX_ROWS).itertuples(index=False):
        share = round(100 * float(row.masked_share), 2)
        label = f"{short[row.doc_id]} · {look.day(row.published)} · {row.source_reliability}"
        told = ", ".join(look.words(word) for word in row.warnings) or "no warnings"
        hover = f"{row.title}: {told}" if not look.missing(row.title) else told
        text = f"{share:.1f} %"
        dots.append(Dot(label, 0.0, share, text, 1, False, (row.doc_id,), hover))
    worst, undated = ordered.iloc[0], documents[documents["published"].isna()]
    share = 100 * float(worst["masked_share"])
    parts = (
        "Up to ",
        Number(f"{share:.1f} %", round(share, 6), "masked", (worst["doc_id"],)),
        " of a document is noise; ",
        Number(str(len(undated)), len(undated), "undated", tuple(undated["doc_id"])),
        f" of {look.count(len(documents), 'document')} state no date",
    )
    left = len(documents) - len(dots)
    caption = "Row: document, date of publication, source reliability (Admiralty letter)." + (
        f" Not drawn: {look.count(left, 'document')} with less noise." if left else ""
    )
    rows = tuple(dot.row for dot in dots)
    return Finding("page", parts, tuple(dots), "masked, percent of characters", False, caption,
                   rows)  # fmt: skip
