"""The controls of an explorer: what they are called and what they offer."""

from __future__ import annotations

import ipywidgets as widgets

from .. import look

#: A list longer than this is no control; the rest is found by day of publication and in the table.
MOST = 100

_TOP = {"flex_flow": "column", "align_items": "stretch", "margin": "0 16px 6px 0", "height": "auto"}


def several(words: str, options, chosen=()):
    """A list of which any number can be marked."""
    known = {value for _, value in options}
    return widgets.SelectMultiple(
        description=words,
        options=options,
        value=tuple(value for value in chosen if value in known),
        rows=4,
        tooltip="Nothing marked: everything. Ctrl or Cmd and click marks several.",
        layout=widgets.Layout(width="192px", **_TOP),
        style={"description_width": "auto"},
    )


def one(words: str, options, width: str = "192px"):
    """A list of which one is chosen."""
    return widgets.Dropdown(
        description=words,
        options=options,
        layout=widgets.Layout(width=width, **_TOP),
        style={"description_width": "auto"},
    )


def days(documents):
    """First and last day of publication; None where fewer than two days are known."""
    known = sorted({str(day)[:10] for day in documents["published"].dropna().unique()})
    if len(known) < 2:
        return None
    return widgets.SelectionRangeSlider(
        description="Published",
        options=[(look.day(day), day) for day in known],
        index=(0, len(known) - 1),
        continuous_update=False,
        tooltip="The whole range: documents without a date too.",
        layout=widgets.Layout(width="400px", **_TOP),
        style={"description_width": "auto"},
    )


def offered(claims, documents, name: str) -> list[tuple[str, str]]:
    """What a control offers: ``(words, value)``, only what the table has."""
    counts = claims[name].value_counts()
    counts = sorted((-n, str(value)) for value, n in counts.items() if n)
    present = sorted(value for _, value in counts[:MOST])
    if name == "doc_id":
        rows = documents[documents["doc_id"].isin(present)]
        dates = dict(zip(rows["doc_id"], rows["published"], strict=True))
        short = look.short_names(documents["doc_id"])
        return [(f"{short[doc]} · {look.day(dates[doc])}", doc) for doc in present]
    if name == "role":
        known = list(look.ROLES)
        present.sort(key=lambda role: known.index(role) if role in known else len(known))
        theme = claims["theme"].iloc[0] if len(claims) else ""
        return [(look.role_words(role, theme), role) for role in present]
    words = {"modality": look.MODALITIES.get, "qualifier": look.QUALIFIERS.get}.get(name)
    return [((words and words(value)) or look.names(value), value) for value in present]
