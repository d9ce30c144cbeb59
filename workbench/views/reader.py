"""The evidence reader: a whole document with its figures highlighted and its noise dimmed.

A click on a figure sets ``reader.selected``; ``reader.point(claim_id)`` scrolls to one. Importing
this module loads anywidget, so import it where a widget is made.
"""

import traitlets

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views import live


class Reader(live.Live):
    """One document of a corpus, with next and previous (buttons, n and p, arrow keys).

    Traits an analyst's own code may observe: ``selected`` (``{"id": claim_id, "n": counter}``).
    """

    _esm = live.script("reader.js")
    _css = live.style("reader.css")

    title, text = (traitlets.Unicode().tag(sync=True) for _ in range(2))
    noise, spans, legend = (traitlets.List().tag(sync=True) for _ in range(3))
    selected = traitlets.Dict().tag(sync=True)

    def __init__(self, corpus, doc_id: str | None = None, claims=None, **kwargs):
        super().__init__(**kwargs)
        self._corpus, self.doc_id = corpus, None
        if doc_id is None and len(corpus.documents):
            first = corpus.claims if claims is None else claims
            doc_id = (first if len(first) else corpus.documents).iloc[0]["doc_id"]
        if doc_id is not None:
            self.turn_to(doc_id, claims)

    def turn_to(self, doc_id: str, claims=None) -> None:
        """Show another document; ``claims`` limits what is highlighted (default: all of it)."""
        known = self._corpus.documents
        row = known[known["doc_id"].eq(doc_id)]
        if not len(row):
            names = ", ".join(sorted(known["doc_id"])[:20])
            raise KeyError(f"no document {doc_id!r} in this corpus; documents: {names}")
        claims = self._corpus.claims if claims is None else claims
        self.doc_id = doc_id
        with self.hold_sync():
            self.title = evidence.headings(row, known)[doc_id]
            self.text = self._corpus.text(doc_id)
            names = self._corpus.codebook.themes.items()
            self.legend = [{"theme": look.dress(theme), "name": name} for theme, name in names]
            self.spans = spans(claims[claims["doc_id"].eq(doc_id)])
            # Not by corpus.noise, which reads every file again.
            self.noise = [
                {"start": int(start), "end": int(end), "kind": look.words(kind)}
                for start, end, kind in self._corpus.noise_in(doc_id)
            ]
            self.turn += 1

    def show(self, claims) -> None:
        """Highlight these claims only; another document is opened where this one has none."""
        if len(claims) and not claims["doc_id"].eq(self.doc_id).any():
            self.turn_to(claims.iloc[0]["doc_id"], claims)
        elif self.doc_id is not None:
            self.spans = spans(claims[claims["doc_id"].eq(self.doc_id)])
            self.turn += 1

    def point(self, claim_id: str) -> None:
        """Scroll to a claim, opening its document first where another one is shown."""
        claims = self._corpus.claims
        row = claims[claims["claim_id"].eq(claim_id)]
        if not len(row):
            raise KeyError(f"no claim {claim_id!r} in this corpus; see corpus.claims['claim_id']")
        with self.hold_sync():
            if claim_id not in {span["id"] for span in self.spans}:
                self.turn_to(row.iloc[0]["doc_id"])
            self.selected = {"id": claim_id, "n": self.selected.get("n", 0) + 1, "by": "python"}
            self.turn += 1

    def show_place(self, doc_id: str, start: int, end: int, words: str = "", others=()) -> None:
        """Show a place that need not be a figure: a position, a point of a plan, a mention, a hit.

        others: (start, end) of more places of the document, to go to from it.
        """
        with self.hold_sync():
            self.turn_to(doc_id)
            places = {(start, end): "place"} | {
                place: f"place{number}"
                for number, place in enumerate(others)
                if place != (start, end)
            }
            self.spans = [
                {"id": name, "start": int(first), "end": int(last), "theme": "plan", "label": words,
                 "quote": self.text[first:last][:80]}
                for (first, last), name in places.items()
            ]  # fmt: skip
            self.legend = [{"theme": "plan", "name": "opened"}]
            self.selected = {"id": "place", "n": self.selected.get("n", 0) + 1, "by": "python"}
            self.turn += 1

    def __repr__(self) -> str:
        return f"Reader({self.doc_id!r}, {look.count(len(self.spans), 'figure')})"


def spans(claims) -> list[dict]:
    """What the reader highlights: id, start, end (code points), theme, quote and label."""
    return [
        {
            "id": str(claim.claim_id), "start": int(claim.start), "end": int(claim.end),
            "theme": look.dress(str(claim.theme)), "quote": str(claim.quote),
            "label": evidence.describe(claim),
        }
        for claim in claims.sort_values(["start", "end"]).itertuples(index=False)
    ]  # fmt: skip


def read(corpus, doc_id: str | None = None, claims=None) -> Reader:
    """Open a document in the reader.

    >>> read(corpus, "000_b14161429fe19741")      # doctest: +SKIP
    Reader('000_b14161429fe19741', 10 figures)
    """
    return Reader(corpus, doc_id, claims)
