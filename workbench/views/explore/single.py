"""Explorers of one list: disagreements, each side in its sentence, documents, and noise."""

from functools import partial

import ipywidgets as widgets

from workbench import compare, findings
from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views import sides
from workbench.views.explore import controls
from workbench.views.explore.canvas import Canvas, Dress
from workbench.views.explore.explorer import in_short
from workbench.views.explore.parts import Panel, Tabs
from workbench.views.reader import Reader


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
        self.kind = controls.one("Kind", kinds, "260px")
        self.document = controls.one("Document", papers, "260px")
        self._shown = widgets.HTML()
        self.refresh()
        both = [self.kind, self.document]
        bar = widgets.HBox(both, layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([bar, self._shown, Dress()], both)

    def refresh(self, _change=None) -> None:
        """Show the present choice; called by both controls."""
        kind, document, table = self.kind.value, self.document.value, self._every
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
        self.kind = controls.one("Kind", [("every kind", ""), *kinds], "260px")
        self._words = widgets.HTML()
        self.canvas = Canvas("noise", lambda: self.noise.to_csv(index=False))
        self.refresh()
        super().__init__([self.kind, self.canvas, self._words], [self.kind])

    def refresh(self, _change=None) -> None:
        """Draw the chosen kind of noise; called by the control."""
        self.noise, line, kind = self._corpus.noise, "corpus.noise", self.kind.value
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
        for name, told in self._limits.items():
            there = sorted(set(told.explode().dropna()))
            offers = [(f"every {name}", ""), *((one, one) for one in there)]
            control = controls.one(name.capitalize(), offers)
            self._limits[name] = told, control
        self.rows, self.reader = Listed(self._open), Reader(corpus)
        self.tabs = Tabs({
            "List": lambda: self.rows, "Noise": partial(SourcesExplorer, corpus, scheme),
        }, layout=widgets.Layout(flex="1 1 600px", min_width="0"))  # fmt: skip
        self.tabs._open()
        self.reader.layout = widgets.Layout(flex="1 1 460px", min_width="0")
        self.refresh()
        wrap = widgets.Layout(flex_flow="row wrap", grid_gap="0 16px")
        every = [one for _, one in self._limits.values() if len(one.options) > 2]
        bar = widgets.HBox(every, layout=wrap)
        body = widgets.HBox([self.tabs, self.reader], layout=wrap)
        super().__init__([bar, body, Dress()], every)

    def refresh(self, _change=None) -> None:
        """List the present choice; called by every control."""
        from workbench.views.explore.rows import DOCUMENTS

        papers, lost = self._corpus.documents, self._corpus.failures
        for told, control in self._limits.values():
            if control.value:
                fits = told.map(lambda some, one=control.value: one in some)
                papers, lost = papers[fits[papers.index]], []
        few = papers.sort_values("doc_id").head(DOCUMENTS)
        table = evidence.documents_table(few, self._corpus.claims, lost)
        shown = "title", "published", "publisher", "reliability (A to F)", "figures", "warnings"
        self.table = table[[name for name in (*shown, "document") if name in table]]
        caption = f"{look.count(len(papers), 'document')}"
        caption += f", the first {DOCUMENTS:,}; choose fewer" if len(few) < len(papers) else ""
        caption += f", and {look.count(len(lost), 'file')} not read" if lost else ""
        self.rows.fill(self.table, few["doc_id"], f"{caption}.")

    def _open(self, doc_id: str) -> None:
        self.reader.turn_to(doc_id)

    def __repr__(self) -> str:
        return f"Explorer of documents: {look.count(len(self.rows.ids), 'document')}."
