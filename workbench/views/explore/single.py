"""Explorers of one list: disagreements, each side in its sentence, documents, and noise."""

from functools import partial

import ipywidgets as widgets

from workbench import compare, findings
from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views import sides
from workbench.views.explore import controls
from workbench.views.explore.canvas import Canvas
from workbench.views.explore.explorer import in_short
from workbench.views.explore.parts import Panel, Tabs, side_by_side
from workbench.views.reader import Reader


class DisagreementsExplorer(Panel):
    """Where sources contradict each other or themselves, by kind and by document, each side in its
    sentence. ``table`` is what is shown at the moment."""

    def __init__(self, corpus, scheme: str = "auto"):
        self._corpus, self._every = corpus, compare.disagreements(corpus)
        kinds = [k for k in sides.KINDS if self._every["kind"].eq(k).any()]
        short = look.short_names(corpus.documents["doc_id"])
        told = sorted({f["doc_id"] for figures in self._every["figures"] for f in figures})
        self.bar = controls.Bar([
            controls.every("kind", ((sides.KINDS[k][0], k) for k in kinds)),
            controls.every("document", ((short[doc], doc) for doc in told)),
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
        self.bar = controls.Bar([controls.every("kind", kinds)])
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


class DocumentsExplorer(Panel):
    """All documents with what is known of each, those that were not read, and the noise in them.

    A click on a row opens the document; ``table`` is what is listed at the moment.
    """

    def __init__(self, corpus, scheme: str = "auto"):
        from workbench.views.explore.rows import Listed  # itables takes a while

        self._corpus, papers = corpus, corpus.documents
        self._limits = {
            "reliability": papers["source_reliability"].map(lambda one: [look.rated(one)]),
            "publisher": papers["publisher"].fillna("not said").map(lambda one: [one]),
            "warning": papers["warnings"].map(lambda some: [look.words(w) for w in some]),
        }
        offers = {name: sorted(set(t.explode().dropna())) for name, t in self._limits.items()}
        self.bar = controls.Bar([
            controls.every(name, ((one, one) for one in some))
            for name, some in offers.items()
            if len(some) > 1
        ])  # fmt: skip
        self.rows, self.reader = Listed(self._open), Reader(corpus)
        self.tabs = Tabs({
            "List": lambda: self.rows, "Noise": partial(SourcesExplorer, corpus, scheme),
        })  # fmt: skip
        self.tabs._open()
        self.refresh()
        super().__init__([self.bar, side_by_side(self.tabs, self.reader)], self.bar)

    def refresh(self, _change=None) -> None:
        """List the present choice; called by every control."""
        from workbench.views.explore.rows import DOCUMENTS

        papers, lost = self._corpus.documents, self._corpus.failures
        for name in self.bar.choices:
            if one := self.bar[name]:
                fits = self._limits[name].map(lambda some, one=one: one in some)
                papers, lost = papers[fits[papers.index]], []
        few = papers.sort_values("doc_id").head(DOCUMENTS)
        table = evidence.documents_table(few, self._corpus.claims, lost)
        shown = "title", "published", "publisher", "reliability (A to F)", "figures", "warnings"
        self.table = table[[name for name in (*shown, "document") if name in table]]
        caption = look.count(len(papers), "document")
        caption += f", the first {DOCUMENTS:,}; choose fewer" if len(few) < len(papers) else ""
        caption += f", and {look.count(len(lost), 'file')} not read" if lost else ""
        self._listed = len(few)
        self.rows.fill(self.table, [*few["doc_id"], *lost], f"{caption}.")

    def _open(self, one) -> None:
        if isinstance(one, str):
            self.reader.turn_to(one)
        else:
            self.reader.blank(*one)

    def __repr__(self) -> str:
        return f"Explorer of documents: {look.count(self._listed, 'document')}."
