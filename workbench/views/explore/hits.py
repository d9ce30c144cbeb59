"""The search box: hits in their context, documents over time, and the document of each hit."""

from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views import search
from workbench.views.explore import controls
from workbench.views.explore.parts import Listing


class SearchExplorer(Listing):
    """Full text of all documents; a click or Enter on a hit opens its document there.

    ``hits`` is what was found last, None before anything was; ``page`` its list, ``reader`` the
    document. brief: ``workbench.brief``, for a button that hands over a briefing of what was found.
    on_select: called by a button, with the ids of the documents that match; says what came of it.
    """

    def __init__(self, corpus, scheme: str = "auto", brief=None, on_select=None):
        self._corpus, self.hits, self._brief = corpus, None, brief
        self._on_select = on_select
        choices = [controls.Choice("query", "Search", [
            "frozen assets",
            '"a phrase", AND, OR, NOT, sanction*, NEAR(frozen assets, 5); Enter searches',
        ], "text")]  # fmt: skip
        for name in ("conflict", "publisher", "reliability"):
            there = corpus._index.values(name)
            offers = [(look.names(one) if name == "conflict" else one, one) for one in there]
            choices += [controls.Choice(name, name.capitalize(), offers, "many")] * (len(there) > 1)
        self.bar = controls.Bar([*choices, *controls.days(corpus.documents, more=False)])
        super().__init__(self.bar)

    def refresh(self, _change=None) -> None:
        """Search for what is typed, within the limits; called by every control."""
        limits = {name: self.bar[name] for name in self.bar.choices if self.bar.narrowed(name)}
        query, days = limits.pop("query", ""), limits.pop("published", ())
        limits = {name: value if value[1:] else value[0] for name, value in limits.items()}
        told, places, self.hits = "", [], None
        self.bar.tell()
        try:
            if query.strip():
                limits |= zip(("since", "until"), days, strict=False)
                self.hits = self._corpus.search(query, **limits)
                acts = {"brief": self._brief, "select": self._on_select}
                told, places = search.listed(self.hits, [name for name in acts if acts[name]])
        except ValueError as error:
            told = evidence.filled("unread.html.j2", error=str(error))
        self.page.show(told or evidence.filled("unread.html.j2", error=""), places)

    def _clicked(self, what) -> None:
        if what == "brief":
            with TemporaryDirectory() as folder:
                found = {"documents": self.hits.documents, "question": self.hits.query}
                written = self._brief(self._corpus, Path(folder) / "briefing.html", **found)
                self.page.send({"file": "briefing.html"}, buffers=[written.read_bytes()])
        elif what == "select":
            self.bar.tell(note=self._on_select(self.hits.documents))
        else:
            super()._clicked(what)

    def turn_to(self, number: int) -> None:
        """Open the document at a hit of the list, with its other hits beside it."""
        ((doc_id, start, end, words),) = self.page.places[number]
        others = [place[1:3] for (place,) in self.page.places if place[0] == doc_id]
        self.reader.show_place(doc_id, start, end, words, others)

    def __repr__(self) -> str:
        if self.hits is None:
            return f"Search in {look.count(len(self._corpus), 'document')}."
        return f"Search for {self.hits.query!r}: {self.hits.summary}."
