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

    A click on a row opens the document; ``table`` is what is listed.
    """

    def __init__(self, corpus, scheme: str = "auto"):
        from workbench.views.explore.rows import DOCUMENTS, Listed  # itables takes a while

        few, lost = corpus.documents.sort_values("doc_id").head(DOCUMENTS), corpus.failures
        table = evidence.documents_table(few, corpus.claims, lost)
        shown = "title", "published", "publisher", "reliability (A to F)", "figures", "warnings"
        self.table = table[[name for name in (*shown, "document") if name in table]]
        self.count = look.count(len(corpus.documents), "document")
        first = f", the first {DOCUMENTS:,} here" if len(few) < len(corpus.documents) else ""
        unread = f", and {look.count(len(lost), 'file')} not read" if lost else ""
        self.reader = Reader(corpus, layout=widgets.Layout(flex="1 1 460px", min_width="0"))
        self.rows = Listed(self.reader.turn_to)
        self.rows.fill(self.table, few["doc_id"], f"{self.count}{first}{unread}.")
        pages = {"List": lambda: self.rows, "Noise": partial(SourcesExplorer, corpus, scheme)}
        self.tabs = Tabs(pages, layout=widgets.Layout(flex="1 1 600px", min_width="0"))
        self.tabs._open()
        wrap = widgets.Layout(flex_flow="row wrap", grid_gap="0 16px")
        super().__init__([widgets.HBox([self.tabs, self.reader], layout=wrap), Dress()], [])

    def __repr__(self) -> str:
        return f"Explorer of documents: {self.count}."
