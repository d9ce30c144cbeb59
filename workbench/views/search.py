"""Hits of a search as a page whose buttons open them, with their documents over time."""

from workbench.corpus import evidence

#: Hits that are listed; the others are found by more words or narrower limits.
SHOWN = 200
BARS = 48  # so many stand beside each other; a longer time goes by quarters, or by years


def listed(hits, acts=()) -> tuple[str, list]:
    """HTML, and the places that its buttons open, as ``places.Page`` takes them.

    acts: ``brief`` and ``select``, for a button each.
    """
    for by in ("month", "quarter", "year"):
        counts = hits.counts(by)
        if len(counts) <= BARS:
            break
    html = evidence.filled(
        "hits.html.j2", **hits.page(SHOWN), python=hits.python, acts=acts,
        counts=counts.to_dict("records") if counts["documents"].sum() and len(counts) > 1 else (),
    )  # fmt: skip
    return html, [[(row[0], row[1], row[2], "found")] for row in hits.rows[:SHOWN]]
