"""How much of each document is noise."""

from workbench.codebook import look
from workbench.findings.finding import Finding, Mark, Number, Statement
from workbench.findings.marks import MAX_ROWS


def masked(documents, noise):
    """The documents with ``masked_share`` counted anew from these rows of the noise table."""
    chars = (noise["end"] - noise["start"]).groupby(noise["doc_id"]).sum()
    masked = documents["doc_id"].map(chars).fillna(0).astype(float)
    return documents.assign(masked_share=masked / documents["chars"].clip(lower=1))


def sources(documents) -> Finding:
    """Share of each document that was masked, in percent, as a bar from zero.

    documents: the documents table. Rows are named by date and the analyst's reliability letter.
    """
    if not len(documents):
        nothing = Statement("empty", ("No document in this choice",))
        return Finding("page", (nothing,), caption="Nothing to draw.")
    short = look.short_names(documents["doc_id"])
    ordered = documents.sort_values(["masked_share", "doc_id"], ascending=[False, True])
    marks = []
    for row in ordered.head(MAX_ROWS).itertuples(index=False):
        share = 100 * float(row.masked_share)
        parts = short[row.doc_id], look.day(row.published), look.rated(row.source_reliability)
        label = " · ".join(parts)
        told = ", ".join(map(look.words, row.warnings)) or "no warnings"
        hover = told if look.missing(row.title) else f"{row.title}: {told}"
        marks.append(Mark(
            (label,), 0.0, round(share, 2), f"{share:.1f} %", (row.doc_id,), hover, share, "masked",
            bar=True,
        ))  # fmt: skip
    worst, undated = marks[0], documents[documents["published"].isna()]
    parts = (
        "Up to ", Number(worst.text, round(worst.value, 6), "masked", worst.claims),
        " of a document is masked as noise; ",
        Number(str(len(undated)), len(undated), "undated", tuple(undated["doc_id"])),
        f" of {look.count(len(documents), 'document')} without a day of publication",
    )  # fmt: skip
    left = look.count(len(documents) - len(marks), "document")
    caption = "Row: document, date of publication, source reliability (Admiralty letter)." + (
        f" Not drawn: {left} with less noise." if len(documents) > len(marks) else ""
    )
    return Finding(
        "page",
        (Statement("masked", parts),),
        tuple(marks),
        "masked, percent of characters",
        caption,
    )
