"""The search box: hits in their context, documents over time, and the document of each hit."""

import ipywidgets as widgets

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views import search
from workbench.views.explore import controls
from workbench.views.explore.canvas import Dress
from workbench.views.explore.parts import Panel
from workbench.views.places import Page
from workbench.views.reader import Reader


class SearchExplorer(Panel):
    """Full text of all documents; a click or Enter on a hit opens its document there.

    ``hits`` is what was found last, None before anything was; ``page`` its list, ``reader`` the
    document.
    """

    def __init__(self, corpus, scheme: str = "auto"):
        self._corpus, self.hits = corpus, None
        self.query = controls.text(
            "Search", placeholder="frozen assets",
            tooltip='"a phrase", AND, OR, NOT, sanction*, NEAR(frozen assets, 5); Enter searches',
        )  # fmt: skip
        self._limits = {}
        for name, words in (("conflict", "Conflict"), ("publisher", "Publisher"),
                            ("reliability", "Reliability")):  # fmt: skip
            there = corpus._index.values(name)
            if len(there) > 1:
                offers = [(look.names(one) if name == "conflict" else one, one) for one in there]
                self._limits[name] = controls.one(words, [(f"every {name}", None), *offers])
        self._limits |= {"since": controls.day("From"), "until": controls.day("To")}
        self.page, self.reader = Page(), Reader(corpus)
        every = [self.query, *self._limits.values()]
        wide = {"min_width": "0", "flex": "1 1 460px"}
        self.page.layout = widgets.Layout(**wide, max_height="80vh", overflow="auto")
        self.reader.layout = widgets.Layout(**wide)
        self.page.observe(lambda change: self.turn_to(change["new"]["open"]), names="clicked")
        self.refresh()
        wrap = widgets.Layout(flex_flow="row wrap", grid_gap="0 16px", align_items="flex-start")
        bar, body = widgets.HBox(every, layout=wrap), widgets.HBox([self.page, self.reader])
        body.layout = wrap
        super().__init__([bar, body, Dress()], every)

    def refresh(self, _change=None) -> None:
        """Search for what is typed, within the limits; called by every control."""
        limits = {name: control.value for name, control in self._limits.items()}
        limits |= {name: limits[name] and str(limits[name]) for name in ("since", "until")}
        told, places, self.hits = "", [], None
        try:
            if self.query.value.strip():
                self.hits = self._corpus.search(self.query.value, **limits)
                told, places = search.listed(self.hits)
        except ValueError as error:
            told = evidence.filled("unread.html.j2", error=str(error))
        self.page.show(told or evidence.filled("unread.html.j2", error=""), places)

    def turn_to(self, number: int) -> None:
        """Open the document at a hit of the list, with its other hits beside it."""
        ((doc_id, start, end, words),) = self.page.places[number]
        others = [place[1:3] for (place,) in self.page.places if place[0] == doc_id]
        self.reader.show_place(doc_id, start, end, words, others)

    def __repr__(self) -> str:
        if self.hits is None:
            return f"Search in {look.count(len(self._corpus), 'document')}."
        return f"Search for {self.hits.query!r}: {self.hits.summary}."
