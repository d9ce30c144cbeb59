"""The evidence reader: a whole document with its figures highlighted and its noise dimmed.

A click on a figure sets ``reader.selected``; ``reader.point(claim_id)`` scrolls to one. Where the
corpus has a place for corrections, the page offers a form for them and sends what is filled in; it
is checked and written here. Importing this module loads anywidget, so import it where a widget is
made.
"""

from collections import defaultdict

import traitlets

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.corpus.export import CantWrite
from workbench.documents import Unreadable
from workbench.views import live


class Reader(live.Live):
    """One document of a corpus, with next and previous (buttons, n and p, arrow keys).

    Traits an analyst's own code may observe: ``selected`` (``{"id": claim_id, "n": counter}``) and
    ``corrected`` (how many corrections were made here).
    """

    _esm = live.script("reader.js")
    _css = live.style("reader.css")

    title, text, shown = (traitlets.Unicode().tag(sync=True) for _ in range(3))
    noise, spans, legend = (traitlets.List().tag(sync=True) for _ in range(3))
    selected = traitlets.Dict().tag(sync=True)
    corrected = traitlets.Int()

    def __init__(self, corpus, doc_id: str | None = None, claims=None, **kwargs):
        super().__init__(**kwargs)
        self._corpus, self.doc_id = corpus, None
        self.on_msg(self._asked)
        if doc_id is None and len(corpus._drawn[1]):
            first = corpus._drawn[0] if claims is None else claims
            doc_id = (first if len(first) else corpus._drawn[1]).iloc[0]["doc_id"]
        if doc_id is not None:
            self.turn_to(doc_id, claims)

    def turn_to(self, doc_id: str, claims=None) -> None:
        """Show another document; ``claims`` limits what is highlighted (default: all of it)."""
        known = self._corpus._drawn[1]
        row = known[known["doc_id"].eq(doc_id)]
        if not len(row):
            names = ", ".join(sorted(known["doc_id"])[:20])
            raise KeyError(f"no document {doc_id!r} in this corpus; documents: {names}")
        claims = self._corpus._drawn[0] if claims is None else claims
        self.doc_id = doc_id
        with self.hold_sync():
            self.title = evidence.headings(row, known)[doc_id]
            self.text, self.shown = self._corpus.text(doc_id), doc_id
            names = self._corpus.codebook.themes.items()
            self.legend = [{"theme": look.dress(theme), "name": name} for theme, name in names]
            self.spans = self._spans(claims)
            # Not by corpus.noise, which reads every file again.
            self.noise = [
                {"start": int(start), "end": int(end), "kind": look.words(kind)}
                for start, end, kind in self._corpus.noise_in(doc_id)
            ]
            self.turn += 1

    def blank(self, name: str, why: str) -> None:
        """Show that a file was not read, and why, in the place of a document."""
        self.doc_id = None
        with self.hold_sync():
            self.title, self.text, self.shown = name, f"not read: {why}", ""
            self.spans, self.noise, self.legend = [], [], []
            self.turn += 1

    def show(self, claims) -> None:
        """Highlight these claims only; another document is opened where this one has none."""
        if len(claims) and not claims["doc_id"].eq(self.doc_id).any():
            self.turn_to(claims.iloc[0]["doc_id"], claims)
        elif self.doc_id is not None:
            self.spans = self._spans(claims)
            self.turn += 1

    def _spans(self, claims) -> list[dict]:
        """What is highlighted, as it is now: claims may have been corrected since they were chosen;
        those that were rejected or added here are shown too."""
        now, known = self._corpus._drawn[0], getattr(self._corpus, "corrections", None)
        now = now[now["doc_id"].eq(self.doc_id)]
        themes = {*claims["theme"], *(span["theme"] for span in self.spans)}
        found, changes, own = [], defaultdict(list), set(claims["claim_id"])
        kinds = dict(zip(now["claim_id"], now["theme"], strict=True))
        rows = () if known is None else known[known["applied"] & known["doc_id"].eq(self.doc_id)]
        for one in rows.itertuples(index=False) if len(rows) else ():
            what, before, new = evidence.corrected(one, kinds.get(one.claim_id, ""))
            told = {"what": what, "old": before, "new": new, "by": f"{one.by}, {look.day(one.on)}"}
            changes[one.claim_id].append(told | ({} if look.missing(one.why) else {"why": one.why}))
            own |= {one.claim_id} if one.field == "theme" else set()
            theme = one.old.split()[0] if one.field == "figure" else ""
            if theme in themes and one.new == "rejected":
                found.append({
                    "id": one.claim_id, "start": int(one.start), "end": int(one.end),
                    "theme": theme, "quote": one.quote, "state": "rejected",
                    "label": "no figure, as an analyst says",
                })  # fmt: skip
        found += spans(now[now["claim_id"].isin(own) & now["theme"].isin(themes)])
        told = ({"changes": changes[s["id"]]} if s["id"] in changes else {} for s in found)
        found = [span | more for span, more in zip(found, told, strict=True)]
        return sorted(found, key=lambda span: (span["start"], span["end"]))

    def _asked(self, _widget, content, _buffers) -> None:
        """What the page asks for: what can be corrected, or that it is."""
        why = getattr(self._corpus, "read_only", None)
        if content.get("ask") == "corrections" and why is not None:
            from workbench.corpus import fields

            self.send({"offered": fields.offered(self._corpus.codebook), "not": why})
        elif content.get("do") in ("correct", "accept", "reject", "add"):
            given = content.get("with", {})
            try:
                said = getattr(self._corpus, content["do"])(**given)
            except (ValueError, KeyError, TypeError, CantWrite, Unreadable) as error:
                self.send({"said": str(error), "wrong": True})
            else:
                at, themes = self.selected, {span["theme"] for span in self.spans}
                now = self._corpus._drawn[0]
                self.turn_to(self.doc_id, now[now["theme"].isin({*themes, given.get("theme")})])
                new = [s["id"] for s in self.spans if s["start"] == given.get("start")]
                self.selected = {**at, "id": new[0], "by": "python"} if new else at
                self.corrected, self.turn = self.corrected + 1, self.turn + 1
                self.send({"said": said})

    def point(self, claim_id: str) -> None:
        """Scroll to a claim, opening its document first where another one is shown."""
        claims = self._corpus._drawn[0]
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
