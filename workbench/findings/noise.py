"""How much of each document is noise."""

from __future__ import annotations

from workbench.codebook import look
from workbench.findings.dots import MAX_ROWS
from workbench.findings.finding import Dot, Finding, Number


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
        told = ", ".join(map(look.words, row.warnings)) or "no warnings"
        hover = told if look.missing(row.title) else f"{row.title}: {told}"
        dots.append(Dot(label, 0.0, share, f"{share:.1f} %", 1, False, (row.doc_id,), hover))
    worst, undated = ordered.iloc[0], documents[documents["published"].isna()]
    share = 100 * float(worst["masked_share"])
    parts = (
        "Up to ", Number(f"{share:.1f} %", round(share, 6), "masked", (worst["doc_id"],)),
        " of a document is noise; ",
        Number(str(len(undated)), len(undated), "undated", tuple(undated["doc_id"])),
        f" of {look.count(len(documents), 'document')} state no date",
    )  # fmt: skip
    left = len(documents) - len(dots)
    caption = "Row: document, date of publication, source reliability (Admiralty letter)." + (
        f" Not drawn: {look.count(left, 'document')} with less noise." if left else ""
    )
    return Finding("page", parts, tuple(dots), "masked, percent of characters", False, caption,
                   tuple(dot.row for dot in dots))  # fmt: skip
