"""An explorer: controls, a figure, its evidence and the whole document, which move together.

A control changes the query; the query gives the claims; a pure function turns them into a figure,
sentences, rows and highlights. Nothing is displayed from a callback: all is updated in place.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import ipywidgets as widgets

from .. import charts, compare, findings, look
from . import choice, controls, parts
from .canvas import Canvas

#: Columns with few values, kept as categories: a choice among 200,000 claims then takes no time.
_FEW = (
    "doc_id", "theme", "role", "unit", "qualifier", "instrument", "actor", "speaker", "modality",
    "attribution", "factuality",
)  # fmt: skip
_WORDS = {
    "role": "Role", "actor": "Whose", "doc_id": "Document", "modality": "Stated as",
    "qualifier": "Bound", "instrument": "Instrument",
}  # fmt: skip
COUNTED = {"every mention": False, "each fact once": True}


#: A larger corpus is compared when it is asked for (200,000 claims take minutes), not to mark dots.
MARKED = 20_000


def _contested(corpus):
    """Which claims a disagreement names; none is marked in a corpus too large to compare here."""
    if len(corpus.claims) > MARKED and not compare.made(corpus):
        return corpus.claims["start"].lt(0)
    return compare.contested(corpus)


class Plan(NamedTuple):
    """What makes one explorer differ from another.

    finding: ``(claims, documents, **options) -> Finding``. shown and more: columns that can be
    chosen from, at once or behind "More". marked: column -> values marked at the start. options:
    name of an option -> ``(words, [(words, value), ...])``, a dropdown. told: ``(corpus) ->`` more
    columns for the finding.
    """

    theme: str
    finding: object
    shown: tuple[str, ...]
    more: tuple[str, ...] = ()
    marked: dict = {}
    options: object = lambda claims: {}
    told: object = None


class Explorer(widgets.VBox):
    """A figure with its controls.

    ``claims`` is the table chosen at the moment, ``query`` the line for ``corpus.claims.query``
    that gives it, ``python`` the same as typed, ``figure`` the plotly figure, ``finding`` its data,
    ``sentences``, ``rows`` and ``reader`` the evidence.
    """

    def __init__(self, corpus, plan: Plan, scheme: str = "auto"):
        self._corpus, self._plan, self._scheme = corpus, plan, scheme
        every = corpus.claims[corpus.claims["theme"].eq(plan.theme)]
        kinds = {name: object for name, kind in every.dtypes.items() if kind == "string"}
        every = every.astype(kinds | {name: "category" for name in _FEW})
        self._every = every.assign(
            doubt=findings.hedged(every), contested=_contested(corpus)[every.index]
        ).copy()
        if plan.told:
            self._every = self._every.join(plan.told(corpus))
        self._asked = [name for name in findings.ASKED if name in self._every]
        self._documents = corpus.documents.astype({"doc_id": object, "title": object})
        self._make_controls()
        self.canvas = Canvas(plan.theme, lambda: self.claims.to_csv(index=False))
        self.evidence = parts.parts(
            corpus, self._documents, every, lambda claim_id: self.turn_to([claim_id])
        )
        self._chosen = None
        self.refresh()
        self.canvas.layout = widgets.Layout(flex="1 1 600px", min_width="0")
        body = [self.canvas, self.evidence]
        row = widgets.HBox(body, layout=widgets.Layout(flex_flow="row wrap", grid_gap="16px"))
        super().__init__([*self._bars, row])
        self.add_class("wb-explorer")
        for control in self.controls:
            control.observe(self.refresh, names="index" if control is self._days else "value")
        self.canvas.observe(lambda change: self.turn_to(change["new"]["ids"]), names="clicked")

    def _make_controls(self) -> None:
        plan, every, documents = self._plan, self._every, self._documents
        self._lists = {
            name: controls.several(
                _WORDS.get(name, look.words(name).capitalize())
                if (plan.theme, name) != ("plan", "actor") else "Sponsor",
                controls.offered(every, documents, name), plan.marked.get(name, ()),
            )
            for name in (*plan.shown, *plan.more)
        }  # fmt: skip
        self._days = controls.days(documents)
        self._firmness = controls.one("Firmness", list(choice.FIRMNESS))
        self._counted = controls.one("Counted", list(COUNTED.items()))
        self._options = {
            name: controls.one(words, offers)
            for name, (words, offers) in plan.options(every).items()
            if len(offers) > 1
        }
        self._lists = {name: control for name, control in self._lists.items() if control.options}
        lists = [self._lists[name] for name in plan.shown if name in self._lists]
        singles = [self._firmness, self._counted, *self._options.values()]
        pairs = [widgets.VBox(singles[at : at + 2]) for at in range(0, len(singles), 2)]
        more = [self._lists[name] for name in plan.more if name in self._lists]
        more += [self._days] * (self._days is not None)
        self.controls = [*lists, *singles, *more]
        wrap = widgets.Layout(flex_flow="row wrap", align_items="flex-start", margin="4px 0 8px")
        self._bars = [widgets.HBox([*lists, *pairs], layout=wrap)]
        if more:
            box = widgets.HBox(more, layout=wrap)
            self._bars.append(widgets.Accordion([box], titles=("More to choose from",)))

    @property
    def query(self) -> str:
        chosen = {name: control.value for name, control in self._lists.items()}
        days = self._days
        part = days is not None and days.index != (0, len(days.options) - 1)
        return choice.query(
            self._plan.theme, self._firmness.value, days.value if part else None, **chosen
        )

    @property
    def python(self) -> str:
        return choice.python(self.query, self._counted.value)

    @property
    def claims(self):
        return self._corpus.claims.loc[self._chosen.index]

    @property
    def figure(self):
        return charts.draw(self.finding, "light" if self._scheme == "auto" else self._scheme)

    def refresh(self, _change=None) -> None:
        """Draw the present choice; called by every control."""
        documents, once = self._documents, self._counted.value
        chosen = self._every.query(self.query, local_dict={"corpus": self._corpus})
        if once:
            chosen = chosen[~self._facts[chosen.index].duplicated()]
        self._chosen = chosen
        roles = self._lists["role"].value if "role" in self._lists else ()
        options = {name: control.value for name, control in self._options.items()}
        self.finding = self._plan.finding(
            chosen[self._asked], documents, roles=roles, once=once, **options
        )
        count = look.count(len(chosen), "figure")
        self.canvas.show(self.finding, self._scheme, count, self.python)
        self.evidence.show(chosen)

    @property
    def sentences(self):
        return self.evidence.part("Sentences")

    @property
    def rows(self):
        return self.evidence.part("Table")

    @property
    def reader(self):
        return self.evidence.part("Document")

    @cached_property
    def _facts(self):
        return compare.facts(self._corpus)

    def turn_to(self, claim_ids) -> None:
        """Open the whole document at the first of ``claim_ids``; called by a click."""
        if claim_ids:
            self.evidence.selected_index = 2
            self.reader.point(claim_ids[0])

    def __repr__(self) -> str:
        n = look.count(len(self._chosen), "figure")
        return in_short(f"Explorer of {look.THEMES[self._plan.theme].lower()}", n, self.finding)


def in_short(name: str, count: str, finding) -> str:
    """One line: a notebook shows 110 characters of a widget, and half a number would mislead."""
    first = finding.title.split("; ")[0]
    said = f"{name}: {count}. {first}"
    return said if len(said) <= 108 else f"{name}: {count}."
