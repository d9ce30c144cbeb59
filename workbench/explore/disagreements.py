"""The explorer of disagreements: one kind or one document at a time, each side in its sentence."""

from __future__ import annotations

import ipywidgets as widgets

from .. import compare, look, sides
from . import controls
from .canvas import Dress


class DisagreementsExplorer(widgets.VBox):
    """Disagreements by kind and by document. ``table`` is what is shown at the moment."""

    def __init__(self, corpus):
        self._corpus, self._every = corpus, compare.disagreements(corpus)
        kinds = [k for k in sides.KINDS if self._every["kind"].eq(k).any()]
        short = look.short_names(corpus.documents["doc_id"])
        told = sorted({f["doc_id"] for figures in self._every["figures"] for f in figures})
        self.kind = controls.one(
            "Kind", [("every kind", ""), *((sides.KINDS[k][0], k) for k in kinds)], "260px"
        )
        self.document = controls.one(
            "Document", [("every document", ""), *((short[d], d) for d in told)], "260px"
        )
        self.controls = [self.kind, self.document]
        self._shown = widgets.HTML()
        self.refresh()
        bar = widgets.HBox(self.controls, layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([bar, self._shown, Dress()])
        self.add_class("wb-explorer")
        for control in self.controls:
            control.observe(self.refresh, names="value")

    def refresh(self, _change=None) -> None:
        """Show the present choice; called by both controls."""
        table = self._every
        if self.kind.value:
            table = table[table["kind"] == self.kind.value]
        if self.document.value:
            table = table[[_names(row, self.document.value) for row in table["figures"]]]
        self.table = table
        count = f"<p><em>{look.count(len(table), 'disagreement')}</em></p>"
        self._shown.value = count + sides.Sides(self._corpus, table)._repr_html_()

    def __repr__(self) -> str:
        return f"Explorer of disagreements: {look.count(len(self.table), 'disagreement')}."


def _names(figures: list[dict], doc_id: str) -> bool:
    return any(f["doc_id"] == doc_id for f in figures)
