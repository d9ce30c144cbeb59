"""Money: needs, pledges, payments and the rest apart, and what is open between them."""

from __future__ import annotations

from .. import look
from ..finding import Dot, Finding, Number
from . import common as c
from .dots import MAX_IDS, dots_of, rows_of

GIVEN = ("pledge", "commitment", "allocation", "disbursement")

#: What a row may be named by, after its role: column -> words of a cell.
BY = {
    "doc_id": str,
    "actor": lambda ids: look.names(ids) or "nobody named",
    "month": lambda month: str(month),
    "modality": lambda name: look.MODALITIES.get(name, look.words(name)),
    "qualifier": lambda name: look.QUALIFIERS.get(name) or look.words(name),
    "instrument": lambda name: look.words(name) or "no instrument named",
    "role": lambda _: "",
}


def funding(
    claims, documents=None, unit: str | None = None, *, common: str | None = None,
    by: str | None = None, once: bool = False,
) -> Finding:  # fmt: skip
    """Money: needs, pledges, payments and the rest, one row for each role and document.

    claims: rows with theme ``funding`` (others are ignored). unit: currency of the axis. common:
    ``USD`` or ``EUR``, to which every sum is converted; without either several currencies are
    converted to USD where all have a rate. by: what rows show beside the role (a key of ``BY``);
    without it documents, or givers where there are many. once: the claims hold each fact once.
    """
    claims = c.where(claims, claims["theme"].eq("funding"))
    if not len(claims):
        return c.empty("funding", "money")
    on, off, unit, note = c.one_unit(claims, unit, common)
    if not len(on):
        return c.empty("funding", f"money in {unit}".rstrip(), claims)
    labels = rows_of(*_keyed(on, documents, by))
    roles = list(look.ROLES)
    dots, rows, less = dots_of(
        on, labels, lambda one: (roles.index(one.role) if one.role in roles else 99,)
    )
    told = claims.loc[on.index] if note else on
    gap, open_, how = _gap(on, told)
    notes = [*(["Each fact is counted once."] if once else []), *how]
    return Finding(
        "funding", _parts(on, told, open_, once), (*dots, *gap),
        f"amount in {look.plural(unit)}{note}", c.wide((*dots, *gap)),
        c.caption(on, documents, c.left_out(off) + less, notes),
        (*rows, *(dot.row for dot in gap)),
    )  # fmt: skip


def _keyed(claims, documents, by):
    """Claims with a column for each thing that rows go by, and the keys to try in turn."""
    name = c.document_words(documents, claims)
    if by == "month":
        days = c.published(documents)
        months = {doc: str(day)[:7] for doc, day in days.items() if not look.missing(day)}
        claims = claims.assign(month=claims["doc_id"].astype("object").map(months))
        claims["month"] = claims["month"].fillna("no date")

    def key(column):
        words = name if column == "doc_id" else BY[column]

        def label(one):
            role = look.role_words(one.role, "funding")
            return f"{role} · {words(getattr(one, column))}" if column != "role" else role

        return (tuple(dict.fromkeys(("role", column))), label)

    chosen = [by] if by else ["doc_id", "actor", "role"]
    return claims, [key(column) for column in chosen]


def _gap(drawn, told):
    """The distance between the need told most often and all that is given, each sum counted once.

    Returns dots for the figure, the Number for the title (or None), and notes for the caption.
    Sums of one giver in two stages (pledged, then paid) are one sum: the larger stage counts.
    """
    doubt = ["doubt"] if "doubt" in drawn else ["factuality", "attribution", "modality"]
    drawn = drawn[["claim_id", "actor", "role", "unit", "low", "high", *doubt]]
    need, given = drawn[drawn["role"].eq("need")], drawn[drawn["role"].isin(GIVEN)]
    if not len(need) or not len(given):
        return (), None, ()
    top = c.most_told(need)
    sums, _ = c.kinds_of(given, ["actor", "role", "low", "high"])
    sums = sums.astype({"actor": "string", "role": "string"}).fillna({"actor": ""})
    stages = sums.groupby(["actor", "role"], sort=True)["high"].sum()
    largest = set(stages.groupby("actor").idxmax())
    sums = sums[[pair in largest for pair in zip(sums["actor"], sums["role"], strict=True)]]
    total, wanted = float(sums["high"].sum()), float(top["high"].iloc[0])
    if not 0 < total < wanted:
        return (), None, ()
    pair = (top["claim_id"].iloc[0], *sums["claim_id"])
    number = Number(look.number(wanted - total), wanted - total, "gap", pair)
    told = told.loc[sums.index]
    words = f"named as given: {look.count(len(told), 'sum')}"
    dot = Dot(
        "not covered", total, wanted, f"{number} open", 1,
        bool(c.hedged(drawn.loc[[top.index[0], *sums.index]]).any()), pair[: MAX_IDS],
        f"need told most often, less what is {words}", False, "gap",
    )  # fmt: skip
    note = f"Not covered: the need told most often less {look.count(len(told), 'sum')} given."
    return (dot,), number, (note,)


def _parts(drawn, claims, open_, once: bool) -> tuple:
    """``drawn``: amounts on the common axis, for comparing; ``claims``: the same rows as told."""
    claims = claims[["claim_id", "doc_id", "role", "unit", "low", "high", "quote"]]
    need = claims[claims["role"].eq("need")]
    given = claims[claims["role"].isin(GIVEN)]
    if not len(need):
        top = c.most_told(given if len(given) else claims)
        word = look.role_words(top.iloc[0]["role"], "funding")
        if once:
            return (c.as_written(top), f" is {word} in ", c.in_documents(top))
        return (c.as_written(top), f" is named {word} ", c.times(top), " in ", c.in_documents(top))
    top = c.most_told(need)
    parts = ["A need of ", c.as_written(top)]
    parts += [] if once else [" is named ", c.times(top), " in ", c.in_documents(top)]
    if not len(given):
        return (*parts, "; nothing pledged or paid stands beside it")
    amounts = drawn["high"][given.index]
    largest = given.loc[amounts.index[amounts == amounts.max()]]
    most = largest.loc[[largest["claim_id"].idxmin()]]
    word = look.role_words(most.iloc[0]["role"], "funding")
    lead = f"; {word} beside it: " if len(given) == 1 else f"; the largest sum {word}: "
    return (*parts, lead, c.as_written(most))
