"""Money: needs, pledges, payments and the rest apart, and what is open between them."""

from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Finding, Mark
from workbench.findings.marks import MAX_IDS, marks_of, rows_of

GIVEN = ("pledge", "commitment", "allocation", "disbursement")

#: What a row may be named by, after its role: column -> words of a cell.
BY = {
    "doc_id": str,
    "actor": lambda ids: look.names(ids) or "nobody named",
    "month": str,
    "modality": look.modality,
    "qualifier": lambda name: look.QUALIFIERS.get(name) or look.words(name),
    "instrument": lambda name: look.words(name) or "no instrument named",
    "role": lambda role: look.role_words(role, "funding"),
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
    claims = claims[claims["theme"].eq("funding")]
    if not len(claims):
        return c.empty("funding", "money")
    on, unit, note = c.one_unit(claims, unit, common)
    if not len(on):
        return c.empty("funding", f"money in {unit}".rstrip(), claims)
    name = c.document_words(documents, claims)
    if by == "month":
        months = c.published(documents, on).dropna().astype("string").str[:7]
        months = months.reindex(on["doc_id"].astype(object)).fillna("no date")
        on = on.assign(month=months.to_numpy())

    words = {
        column: lambda one, column=column, said=said: said(getattr(one, column))
        for column, said in (BY | {"doc_id": name}).items()
    }
    columns = [by] if by else ["doc_id", "actor", "role"]
    keys = [tuple(dict.fromkeys(("role", column))) for column in columns]
    labels = rows_of(on, keys, words)
    marks, less = marks_of(on, labels, lambda one: look.RANK.get(one.role, 99))
    gap, notes = _gap(on)
    return Finding(
        "funding", _parts(on, claims.loc[on.index], once), marks + gap,
        f"amount in {look.plural(unit)}{note}",
        c.caption(on, documents, c.left_out(claims, on.index) + less, notes, once),
    )  # fmt: skip


def _gap(drawn):
    """The distance between the need told most often and all that is given, each sum counted once.

    Returns marks for the figure and notes for the caption. Sums of one giver in two stages
    (pledged, then paid) are one sum: the larger stage counts.
    """
    need, given = drawn[drawn["role"].eq("need")], drawn[drawn["role"].isin(GIVEN)]
    if not len(need) or not len(given):
        return (), []
    top = c.most_told(need).iloc[0]
    sums, _ = c.kinds_of(given, ["actor", "role", "low", "high"])
    sums["actor"], sums["role"] = sums["actor"].astype(object).fillna(""), sums["role"].astype(str)
    sums["stage"] = sums.groupby(["actor", "role"])["high"].transform("sum")
    largest = sums.sort_values(["stage", "role"], ascending=[False, True]).drop_duplicates("actor")
    sums = sums.merge(largest[["actor", "role"]])
    total, wanted = float(sums["high"].sum()), float(top["high"])
    if not 0 < total < wanted:
        return (), []
    told = look.count(len(sums), "sum")
    mark = Mark(
        ("not covered",), total, wanted, f"{look.number(wanted - total)} open",
        (top["claim_id"], *sums["claim_id"])[:MAX_IDS],
        f"need told most often, less what is named as given: {told}",
        wanted - total, "gap", "counted",
    )  # fmt: skip
    return (mark,), [f"Not covered: the need told most often less {told} given."]


def _parts(drawn, claims, once: bool) -> tuple:
    """``drawn``: amounts on the common axis, for comparing; ``claims``: the same rows as told."""
    need, given = claims[claims["role"].eq("need")], claims[claims["role"].isin(GIVEN)]
    top = c.most_told(next(rows for rows in (need, given, claims) if len(rows)))
    role = "" if len(need) else f" {look.role_words(top.iloc[0]['role'], 'funding')}"
    often = [f" is named{role} ", c.times(top), " in ", c.in_documents(top)]
    if once:
        often = [] if len(need) else [f" is{role} in ", c.in_documents(top)]
    parts = (*["A need of "] * bool(len(need)), c.as_written(top), *often)
    if not len(need):
        return parts
    if not len(given):
        return (*parts, "; nothing pledged or paid stands beside it")
    amounts = drawn["high"][given.index]
    most = given[amounts == amounts.max()].sort_values("claim_id")
    word = look.role_words(most.iloc[0]["role"], "funding")
    lead = f"; {word} beside it: " if len(given) == 1 else f"; the largest sum {word}: "
    return (*parts, lead, c.as_written(most.iloc[:1]))
