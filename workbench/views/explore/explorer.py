"""An explorer: controls, a figure, its evidence and the whole document, which move together.

A control changes the query; the query gives the claims; a pure function turns them into a figure,
sentences, rows and highlights. Nothing is displayed from a callback: all is updated in place.
"""

from dataclasses import replace
from functools import cached_property

import ipywidgets as widgets

from workbench import compare, findings
from workbench.codebook import look
from workbench.views.explore import controls
from workbench.views.explore.canvas import Canvas
from workbench.views.explore.parts import Panel, Sentences, Tabs, Words
from workbench.views.reader import Reader

#: Columns with few values, kept as categories: a choice among 200,000 claims then takes no time.
_FEW = (
    "doc_id", "theme", "role", "unit", "qualifier", "instrument", "actor", "speaker", "modality",
    "attribution", "factuality",
)  # fmt: skip
COLUMNS = 5  # of controls beside each other at 1,280 pixels
_WORDS = {
    "role": "Role", "actor": "Whose", "doc_id": "Document", "modality": "Stated as",
    "qualifier": "Bound", "instrument": "Instrument",
}  # fmt: skip

#: A larger corpus is compared when it is asked for (200,000 claims take minutes), not to mark dots.
MARKED = 20_000


class Explorer(Panel):
    """A figure with its controls.

    ``claims`` is the table chosen at the moment, ``query`` the line for ``corpus.claims.query``
    that gives it, ``python`` the same as typed, ``figure`` the plotly figure, ``finding`` its data,
    ``sentences``, ``rows`` and ``reader`` the evidence. finding: ``(claims, documents, once=...,
    **options) -> Finding``. shown and more: columns that can be chosen from, at once or behind
    "More". roles: those marked at the start. options: ``claims ->`` dropdowns, name ->
    ``[(words, options of the finding), ...]``. added: more columns for the finding.
    """

    def __init__(self, corpus, theme, finding, shown, more, options, roles=(), added=None,
                 scheme="auto"):  # fmt: skip
        self._corpus, self._theme, self._finding, self._scheme = corpus, theme, finding, scheme
        every = corpus.claims[corpus.claims["theme"].eq(theme)]
        kinds = {name: object for name, kind in every.dtypes.items() if kind == "string"}
        every = every.astype(kinds | {name: "category" for name in _FEW})
        few = len(corpus.claims) <= MARKED or compare.made(corpus)
        contested = compare.contested(corpus)[every.index] if few else False
        self._every = every.assign(doubt=findings.hedged(every), contested=contested).copy()
        if added is not None:
            self._every = self._every.join(added)
        self._documents = corpus.documents.astype({"doc_id": object, "title": object})
        bars, every_control = self._make_controls(shown, more, options(every), roles)
        self.canvas = Canvas(theme, lambda: self.claims.to_csv(index=False))
        make = {
            "Sentences": lambda: Sentences(self._documents),
            "Table": self._make_rows,
            "Document": lambda: Reader(corpus, claims=every if len(every) else None),
            "Words": Words,
        }
        self.evidence = Tabs(make, layout=widgets.Layout(flex="1 1 460px", min_width="0"))
        self.refresh()
        self.canvas.layout = widgets.Layout(flex="1 1 600px", min_width="0")
        body = [self.canvas, self.evidence]
        row = widgets.HBox(body, layout=widgets.Layout(flex_flow="row wrap", grid_gap="16px"))
        super().__init__([*bars, row], every_control)
        self.canvas.observe(lambda change: self.turn_to(*change["new"]["ids"]), names="clicked")

    def _make_rows(self):
        from workbench.views.explore.rows import Rows  # itables takes a while; few open the table

        return Rows(self._documents, self.turn_to)

    def _make_controls(self, shown, more, options, roles) -> tuple[list, list]:
        """The bars above the figure, and all controls in them."""
        words = _WORDS | ({"actor": "Sponsor"} if "role" not in shown else {})
        self._lists = {
            name: controls.several(words[name], offers, roles if name == "role" else ())
            for name in (*shown, *more)
            if (offers := controls.offered(self._every, self._documents, name))
        }
        self._days = controls.days(self._documents)
        self._firmness = controls.one("Firmness", list(controls.FIRMNESS))
        counted = [("every mention", False), ("each fact once", True)]
        self._counted = controls.one("Counted", counted)
        names = findings.conflicts(self._every)
        offers = [(look.names(name) or "no conflict named", name) for name in names]
        self._conflict = controls.one("Conflict", offers) if len(names) > 1 else None
        self._options = {
            name: controls.one(name, offers) for name, offers in options.items() if len(offers) > 1
        }
        lists = [control for name, control in self._lists.items() if name in shown]
        rest = [control for name, control in self._lists.items() if name in more]
        rest += [self._days] * (self._days is not None)
        singles = [
            *[self._conflict] * (self._conflict is not None),
            self._firmness,
            self._counted,
            *self._options.values(),
        ]
        high = max(2, -(-len(singles) // max(1, COLUMNS - len(lists))))
        stacks = [widgets.VBox(singles[at : at + high]) for at in range(0, len(singles), high)]
        wrap = widgets.Layout(flex_flow="row wrap", align_items="flex-start", margin="4px 0 8px")
        bars = [widgets.HBox([*lists, *stacks], layout=wrap)]
        if rest:
            box = widgets.HBox(rest, layout=wrap)
            bars.append(widgets.Accordion([box], titles=("More to choose from",)))
        return bars, [*lists, *singles, *rest]

    @property
    def query(self) -> str:
        chosen = {name: control.value for name, control in self._lists.items()}
        if self._conflict:
            chosen["conflict"] = (self._conflict.value,)
        days = self._days
        part = days is not None and days.index != (0, len(days.options) - 1)
        published = days.value if part else None
        return controls.query(self._theme, self._firmness.value, published, **chosen)

    @property
    def python(self) -> str:
        return controls.python(self.query)

    @property
    def claims(self):
        return self._corpus.claims.loc[self._chosen.index]

    def refresh(self, _change=None) -> None:
        """Draw the present choice; called by every control."""
        chosen = self._every.query(self.query, local_dict={"corpus": self._corpus})
        if self._counted.value:
            chosen = chosen.assign(fact=self._facts[chosen.index])
        self._chosen, options = chosen, {"once": self._counted.value}
        for control in self._options.values():
            options |= control.value
        asked = [name for name in findings.ASKED if name in chosen]
        finding = self._finding(chosen[asked], self._documents, **options)
        named = self._conflict and (self._conflict.value or "no conflict named")
        self.finding = replace(finding, conflict=named or "")
        count = look.count(len(chosen), "figure")
        self.canvas.show(self.finding, self._scheme, count, self.python)
        self.evidence.show(chosen)

    sentences = property(lambda self: self.evidence.part("Sentences"))
    rows = property(lambda self: self.evidence.part("Table"))
    reader = property(lambda self: self.evidence.part("Document"))

    @cached_property
    def _facts(self):
        return compare.facts(self._corpus)

    def turn_to(self, *claim_ids) -> None:
        """Open the whole document at the first of ``claim_ids``; called by a click."""
        for claim_id in claim_ids[:1]:
            self.evidence.selected_index = 2
            self.reader.point(claim_id)

    def __repr__(self) -> str:
        n = look.count(len(self._chosen), "figure")
        name = self._corpus.codebook.themes[self._theme].lower()
        return in_short(f"Explorer of {name}", n, self.finding)


def in_short(name: str, count: str, finding) -> str:
    """One line: a notebook shows 110 characters of a widget, and half a number would mislead."""
    said = f"{name}: {count}. {finding.title.split('; ')[0]}"
    return said if len(said) <= 108 else f"{name}: {count}."
