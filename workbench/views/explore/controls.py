"""The controls of an explorer, what they offer, and their choice as one line of Python."""

import ipywidgets as widgets

from workbench import findings
from workbench.codebook import look

#: A list longer than this is no control; the rest is found by day of publication and in the table.
MOST = 100

FIRMNESS = {
    "firm and hedged": "",
    "firm only": findings.FIRM,
    "hedged only": f"not ({findings.FIRM})",
}


def _control(kind, words: str, width: str, **options):
    layout = widgets.Layout(
        width=width, height="auto", flex_flow="column", align_items="stretch",
        margin="0 16px 6px 0",
    )  # fmt: skip
    return kind(description=words, layout=layout, style={"description_width": "auto"}, **options)


def several(words: str, options, chosen=()):
    """A list of which any number can be marked."""
    known = {value for _, value in options}
    return _control(
        widgets.SelectMultiple, words, "192px", options=options, rows=4,
        value=tuple(value for value in chosen if value in known),
        tooltip="Nothing marked: everything. Ctrl or Cmd and click marks several.",
    )  # fmt: skip


def one(words: str, options, width: str = "192px"):
    """A list of which one is chosen."""
    return _control(widgets.Dropdown, words, width, options=options)


def days(documents):
    """First and last day of publication; None where fewer than two days are known."""
    known = sorted({str(day)[:10] for day in documents["published"].dropna().unique()})
    if len(known) < 2:
        return None
    return _control(
        widgets.SelectionRangeSlider, "Published", "400px",
        options=[(look.day(day), day) for day in known], index=(0, len(known) - 1),
        continuous_update=False, tooltip="The whole range: documents without a date too.",
    )  # fmt: skip


def text(words: str, **options):
    """A line to type into; what is typed counts from Enter on."""
    return _control(widgets.Text, words, "min(420px, 100%)", continuous_update=False, **options)


def day(words: str):
    """A day, or none."""
    return _control(widgets.DatePicker, words, "150px")


def offered(claims, documents, name: str) -> list[tuple[str, str]]:
    """What a control offers: ``(words, value)``, only what the table has."""
    if name == "source_reliability":
        grades = sorted({look.rated(letter) for letter in documents[name]})
        return [(one, one) for one in grades] if len(grades) > 1 else []
    counts = claims[name].value_counts().items()
    counts = sorted((-n, str(value)) for value, n in counts if n)
    present = sorted(value for _, value in counts[:MOST])
    if name == "doc_id":
        dates = dict(zip(documents["doc_id"], documents["published"], strict=True))
        short = look.short_names(documents["doc_id"])
        return [(f"{short[doc]} · {look.day(dates[doc])}", doc) for doc in present]
    if name == "role":
        present.sort(key=lambda role: look.RANK.get(role, 99))
        return [(look.role_words(role, claims["theme"].iloc[0]), role) for role in present]
    words = {"modality": look.modality, "qualifier": look.QUALIFIERS.get}.get(name, look.names)
    return [(words(value) or look.names(value), value) for value in present]


def query(theme: str, firmness: str = "firm and hedged", published=None, **columns) -> str:
    """The choice as a line for ``corpus.claims.query``; an empty choice means everything.

    published: first and last day, as ISO dates; documents without a date are then left out.
    source_reliability: letters, or "not rated".

    >>> query("funding", role=("need",))
    "theme == 'funding' and role in ['need']"
    """
    parts = [f"theme == {theme!r}"]
    if columns.get("conflict") == ("",):
        parts.append("conflict.isna()")
        del columns["conflict"]
    graded = list(columns.pop("source_reliability", ()))
    parts += [f"{name} in {list(values)!r}" for name, values in columns.items() if values]
    papers = ["published >= {!r} and published <= {!r}".format(*published)] if published else []
    papers += [f"source_reliability.fillna('not rated') in {graded!r}"] * bool(graded)
    if papers:
        parts.append(f"doc_id in @corpus.documents.query({' and '.join(papers)!r}).doc_id")
    if FIRMNESS[firmness]:
        parts.append(f"({FIRMNESS[firmness]})")
    return " and ".join(parts)


def python(line: str) -> str:
    """The line as it is typed in a notebook.

    >>> python("theme == 'plan'")
    'corpus.claims.query("theme == \\'plan\\'")'
    """
    return f"corpus.claims.query({line!r})"
