"""Money: needs, pledges, payments and the rest apart."""

from workbench.codebook import look
from workbench.findings import common as c
from workbench.findings.finding import Finding
from workbench.findings.marks import folded, marks_of, on_days, rows_of
from workbench.findings.rules import say

#: What a row may be named by, after its role: column -> words of a cell.
BY = {
    "doc_id": str,
    "speaker": lambda ids: look.names(ids) and f"says {look.names(ids)}",
    "actor": lambda ids: look.names(ids) or "nobody named",
    "month": str,
    "modality": look.modality,
    "qualifier": lambda name: look.QUALIFIERS.get(name) or look.words(name),
    "instrument": lambda name: look.words(name) or "no instrument named",
    "role": lambda role: look.role_words(role, "funding"),
}


def funding(
    claims, documents=None, unit: str | None = None, *, common: str | None = None,
    by: str | None = None, once: bool = False, days: bool = False,
) -> Finding:  # fmt: skip
    """Money: needs, pledges, payments and the rest, one row for each role and document.

    claims: rows with theme ``funding`` (others are ignored). unit: currency of the axis. common:
    ``USD`` or ``EUR``, to which every sum is converted; without either several currencies are
    converted to USD where all have a rate. by: what rows show beside the role (a key of ``BY``, or
    ``source``: giver, document and speaker); without it documents, or givers where there are many.
    once: all tellings of a fact (column ``fact``) are one mark. days: a time line of the sums.
    """
    claims = c.of_theme(claims, "funding")
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
    words["doc_id"] = lambda one: f"told by {name(one.doc_id)}"
    columns = [by] if by and by != "source" else ["doc_id", "actor", "role"]
    keys = [("role", "actor", "doc_id", "speaker")] * (by == "source")
    keys += [tuple(dict.fromkeys(("role", column))) for column in columns]
    on, labels = folded(on, rows_of(on, keys, words)) if once else (on, rows_of(on, keys, words))
    shown, axis, ticks = on_days(on, documents) if days else (on, "", ())
    marks, less = marks_of(
        shown, labels, lambda one: look.RANK.get(one.role, 99), more=c.titles(documents)
    )
    return Finding(
        "funding", say("funding", claims.loc[on.index]), marks,
        axis or f"amount in {look.plural(unit)}{note}",
        c.caption(on, documents, c.left_out(claims, on.index) + less, once=once), ticks,
        unit=look.plural(unit), by=labels.name,
    )  # fmt: skip
