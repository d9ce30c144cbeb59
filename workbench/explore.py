"""Explorers: controls, a figure, its evidence and the whole document, which move together.

A control changes the query; the query gives the claims; a pure function turns them into a figure
and into sentences. Nothing is displayed from a callback: figure and text are updated in place.
"""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from . import charts, evidence, findings, look
from .reader import Reader

FIRM = "factuality in ['CT+', 'CT-'] and attribution != 'unnamed' and modality != 'conditional'"
_FIRMNESS = {"firm and hedged": "", "firm only": FIRM, "hedged only": f"not ({FIRM})"}


def query(theme: str, firmness: str = "firm and hedged", **columns) -> str:
    """The choice as a line for ``corpus.claims.query``; an empty choice means everything.

    >>> query("funding", role=("need",))
    "theme == 'funding' and role in ['need']"
    """
    parts = [f"theme == {theme!r}"]
    parts += [f"{name} in {list(values)!r}" for name, values in columns.items() if values]
    if _FIRMNESS[firmness]:
        parts.append(f"({_FIRMNESS[firmness]})")
    return " and ".join(parts)


class Canvas(anywidget.AnyWidget):
    """A place for a plotly figure in a widget: shows the last figure given to ``show``.

    Not plotly's FigureWidget, because that one (7.1) sends its first state after it opens and its
    changes as messages; a busy page missed either, and the figure stayed empty (1 of 5 runs with
    two busy processes beside JupyterLab on two cores) or did not follow its control (1 of 9).
    """

    _esm = charts.script() + (Path(__file__).parent / "static" / "canvas.js").read_text("utf-8")

    picture = traitlets.Unicode().tag(sync=True)
    clicked = traitlets.Dict().tag(sync=True)

    def __init__(self):
        super().__init__(picture=charts.picture(charts.draw(findings.empty("page", "this choice"))))

    def show(self, figure):
        """Show a ``go.Figure`` and return it."""
        self.picture = charts.picture(figure)
        return figure


class Explorer(widgets.VBox):
    """A figure with its controls. ``claims`` is the table chosen at the moment, ``query`` the
    line of Python that gives it, ``figure`` the plotly figure, ``reader`` the document."""

    def __init__(self, corpus, theme: str, selects: dict, finding, unit_control: bool = False,
                 scheme: str = "light"):  # fmt: skip
        self._corpus, self._theme, self._finding, self._scheme = corpus, theme, finding, scheme
        every = corpus.claims.query(f"theme == {theme!r}")
        self._selects = {
            name: _select(words, _options(every, corpus, name), chosen)
            for name, (words, chosen) in selects.items()
        }
        self._firmness = _dropdown("Firmness", list(_FIRMNESS))
        units = sorted(set(every["unit"].dropna().astype(str)))
        labels = [("one that fits", "")] + [(look.plural(unit), unit) for unit in units]
        self._unit = _dropdown("Unit", labels)
        self.controls = [*self._selects.values(), self._firmness]
        self.controls += [self._unit] if unit_control and len(units) > 1 else []
        self.claims = every
        self._query = widgets.HTML()
        self._sentences = widgets.HTML()
        self.reader = Reader(corpus, claims=every if len(every) else None)
        self._document = widgets.Accordion([self.reader], titles=("The whole document",))
        self.canvas = Canvas()
        self.refresh()
        bar = widgets.HBox(
            self.controls, layout=widgets.Layout(flex_flow="row wrap", margin="4px 0 12px")
        )
        super().__init__([bar, self.canvas, self._query, self._sentences, self._document])
        for control in self.controls:
            control.observe(self.refresh, names="value")
        self.canvas.observe(lambda change: self.turn_to(change["new"]["ids"]), names="clicked")

    @property
    def query(self) -> str:
        chosen = {name: control.value for name, control in self._selects.items()}
        return query(self._theme, self._firmness.value, **chosen)

    def refresh(self, _change=None) -> None:
        """Draw the present choice; called by every control."""
        self.claims = self._corpus.claims.query(self.query)
        roles = self._selects["role"].value if "role" in self._selects else ()
        unit = self._unit.value or None
        self.finding = self._finding(self.claims, self._corpus.documents, unit, roles)
        self.figure = self.canvas.show(charts.draw(self.finding, self._scheme))
        self._query.value = _query_html(self.query, len(self.claims))
        self._sentences.value = _scrolling(self.claims, self._corpus.documents)

    def turn_to(self, claim_ids) -> None:
        """Open the whole document at the first of ``claim_ids``; called by a click on a dot."""
        if claim_ids:
            self._document.selected_index = 0
            self.reader.point(claim_ids[0])

    def __repr__(self) -> str:
        n = look.count(len(self.claims), "figure")
        return _in_short(f"Explorer of {look.THEMES[self._theme].lower()}", n, self.finding)


def _in_short(name: str, count: str, finding) -> str:
    """One line: a notebook shows 110 characters of a widget, and half a number would mislead."""
    first = finding.title.split("; ")[0]
    said = f"{name}: {count}. {first}"
    return said if len(said) <= 108 else f"{name}: {count}."


def _query_html(line: str, n: int) -> str:
    code = evidence.safe(f"corpus.claims.query({line!r})")
    return (
        f'<p style="margin:8px 0 2px">{look.count(n, "figure")}. The same table in Python:</p>'
        f'<code style="white-space:pre-wrap;overflow-wrap:anywhere">{code}</code>'
    )


def _scrolling(claims, documents) -> str:
    sentences = evidence.evidence_html(claims, documents)
    return f'<div style="max-height:380px;overflow-y:auto">{sentences}</div>'


def _select(words: str, options, chosen=()):
    known = {value for _, value in options}
    return widgets.SelectMultiple(
        description=words,
        options=options,
        value=tuple(value for value in chosen if value in known),
        rows=min(max(len(options), 2), 5),
        tooltip="Nothing marked: everything. Ctrl or Cmd and click marks several.",
        layout=widgets.Layout(width="300px", margin="2px 14px 6px 0"),
        style={"description_width": "84px"},
    )


def _dropdown(words: str, options):
    return widgets.Dropdown(
        description=words,
        options=options,
        layout=widgets.Layout(width="300px", margin="2px 14px 6px 0"),
        style={"description_width": "84px"},
    )


def _options(claims, corpus, name: str) -> list[tuple[str, str]]:
    """What a control offers: ``(words, value)``, only what the table has."""
    present = sorted(set(claims[name].dropna().astype(str)))
    if name == "doc_id":
        dates = dict(zip(corpus.documents["doc_id"], corpus.documents["published"], strict=True))
        short = look.short_names(corpus.documents["doc_id"])
        return [(f"{short[doc]} · {look.day(dates[doc])}", doc) for doc in present]
    if name == "role":
        known = list(look.ROLES)
        present.sort(key=lambda role: known.index(role) if role in known else len(known))
        theme = claims["theme"].iloc[0] if len(claims) else ""
        return [(look.role_words(role, theme), role) for role in present]
    return [(look.names(value), value) for value in present]


def funding(corpus, scheme: str = "light") -> Explorer:
    """Who needs, promises and pays how much. Money that is no support starts out unmarked."""
    support = [role for role in look.ROLES if role != "other"]
    selects = {"role": ("Role", support), "doc_id": ("Document", ())}
    return Explorer(corpus, "funding", selects, _funding, unit_control=True, scheme=scheme)


def force_caps(corpus, scheme: str = "light") -> Explorer:
    """Ceilings proposed, against the sizes that sources give; other counts start unmarked."""
    selects = {"role": ("Role", ["cap", "strength"]), "doc_id": ("Document", ())}
    return Explorer(corpus, "force", selects, _force, unit_control=True, scheme=scheme)


def peace_plans(corpus, scheme: str = "light") -> Explorer:
    """Plan versions by their number of points, by document and sponsor."""
    selects = {"doc_id": ("Document", ()), "actor": ("Sponsor", ())}
    return Explorer(corpus, "plan", selects, _plans, scheme=scheme)


def _funding(claims, documents, unit, roles):
    return findings.funding(claims, documents, unit)


def _force(claims, documents, unit, roles):
    chosen = roles or sorted(set(claims["role"].dropna()))
    return findings.force(claims, documents, unit, chosen)


def _plans(claims, documents, unit, roles):
    return findings.plans(claims, documents)


class SourcesExplorer(widgets.VBox):
    """How much of each document was masked, by kind of noise, with the masked words."""

    def __init__(self, corpus, scheme: str = "light"):
        self._corpus, self._scheme = corpus, scheme
        kinds = sorted(set(corpus.noise["kind"]))
        choices = [("every kind", "")] + [(look.words(kind), kind) for kind in kinds]
        self.kind = _dropdown("Kind", choices)
        self.controls = [self.kind]
        self._words = widgets.HTML()
        self.canvas = Canvas()
        self.refresh()
        super().__init__([self.kind, self.canvas, self._words])
        self.kind.observe(self.refresh, names="value")

    def refresh(self, _change=None) -> None:
        """Draw the chosen kind of noise; called by the control."""
        noise = self._corpus.noise
        self.noise = noise[noise["kind"].eq(self.kind.value)] if self.kind.value else noise
        self.finding = findings.sources(findings.masked(self._corpus.documents, self.noise))
        self.figure = self.canvas.show(charts.draw(self.finding, self._scheme))
        self._words.value = evidence.noise_html(self.noise, self._corpus.documents)

    def __repr__(self) -> str:
        return _in_short("Explorer of noise", look.count(len(self.noise), "place"), self.finding)


def sources(corpus, scheme: str = "light") -> SourcesExplorer:
    """What was masked in each document, by kind of noise."""
    return SourcesExplorer(corpus, scheme)
