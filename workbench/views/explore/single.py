"""Explorers of one list: disagreements, each side in its sentence, and noise."""

import ipywidgets as widgets

from workbench import compare, findings
from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views import sides
from workbench.views.explore import controls
from workbench.views.explore.canvas import Canvas
from workbench.views.explore.explorer import in_short
from workbench.views.explore.parts import Panel


class DisagreementsExplorer(Panel):
    """Where sources contradict each other or themselves, by kind and by document, each side in its
    sentence. ``table`` is what is shown at the moment."""

    def __init__(self, corpus, scheme: str = "auto"):
        self._corpus, self._every = corpus, compare.disagreements(corpus)
        kinds = [k for k in sides.KINDS if self._every["kind"].eq(k).any()]
        short = look.short_names(corpus.documents["doc_id"])
        told = sorted({f["doc_id"] for figures in self._every["figures"] for f in figures})
        kinds = [("every kind", ""), *((sides.KINDS[k][0], k) for k in kinds)]
        papers = [("every document", ""), *((short[doc], doc) for doc in told)]
        self.bar = controls.Bar([
            controls.Choice("kind", "Kind", kinds), controls.Choice("document", "Document", papers),
        ])  # fmt: skip
        self._shown = widgets.HTML()
        self.refresh()
        super().__init__([self.bar, self._shown], self.bar)

    def refresh(self, _change=None) -> None:
        """Show the present choice; called by every control."""
        kind, document, table = self.bar["kind"], self.bar["document"], self._every
        if kind:
            table = table[table["kind"].eq(kind)]
        if document:
            named = [any(f["doc_id"] == document for f in some) for some in table["figures"]]
            table = table[named]
        self.table = table
        count = f"<p><em>{look.count(len(self.table), 'disagreement')}</em></p>"
        self._shown.value = count + sides.Sides(self._corpus, self.table)._repr_html_()

    def __repr__(self) -> str:
        return f"Explorer of disagreements: {look.count(len(self.table), 'disagreement')}."


class SourcesExplorer(Panel):
    """How much of each document was masked, by kind of noise, with the masked words."""

    def __init__(self, corpus, scheme: str = "auto"):
        self._corpus, self._scheme = corpus, scheme
        kinds = [(look.words(kind), kind) for kind in sorted(set(corpus.noise["kind"]))]
        self.bar = controls.Bar([controls.Choice("kind", "Kind", [("every kind", ""), *kinds])])
        self._words = widgets.HTML()
        self.canvas = Canvas("noise", lambda: self.noise.to_csv(index=False))
        self.refresh()
        super().__init__([self.bar, self.canvas, self._words], self.bar)

    def refresh(self, _change=None) -> None:
        """Draw the chosen kind of noise; called by the control."""
        self.noise, line, kind = self._corpus.noise, "corpus.noise", self.bar["kind"]
        if kind:
            self.noise = self.noise[self.noise["kind"].eq(kind)]
            line += f'.query("kind == {kind!r}")'
        self.finding = findings.sources(findings.masked(self._corpus.documents, self.noise))
        self.canvas.show(self.finding, self._scheme, look.count(len(self.noise), "place"), line)
        self._words.value = evidence.noise_html(self.noise, self._corpus.documents)

    def __repr__(self) -> str:
        return in_short("Explorer of noise", look.count(len(self.noise), "place"), self.finding)
