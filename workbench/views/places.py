"""Places of documents in their sentences, and the page whose buttons open them."""

import traitlets
from markupsafe import Markup

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.text import sentences
from workbench.views import live

SHOWN = 40


def quoted(corpus, places, theme: str = "plan") -> str:
    """Each ``(doc_id, start, end, words)`` in its sentence, as HTML."""
    short = look.short_names(corpus.documents["doc_id"])
    days = dict(zip(corpus.documents["doc_id"], corpus.documents["published"], strict=True))
    rows = []
    for doc_id, start, end, words in places[:SHOWN]:
        clean = corpus.clean(doc_id)
        span = sentences.around(clean, start, end)
        text = clean[span.start : span.end]
        where = [(start - span.start, end - span.start, None)]
        html = evidence.marked(text, where, lambda html, _: evidence.highlight(html, theme))
        told = f"document {short[doc_id]} · {look.day(days[doc_id])}"
        rows.append((Markup(html), f"{told} · {words}" if words else told))
    return evidence.filled("places.html.j2", rows=rows, left=len(places) - SHOWN)


class Page(live.Live):
    """HTML of ours in which a click on what has ``data-open`` sets ``clicked``.

    ``places`` are the lists of ``(doc_id, start, end, words)`` that ``data-open`` counts.
    """

    _esm = live.script("page.js")
    _css = live.style("page.css")

    html = traitlets.Unicode().tag(sync=True)
    clicked = traitlets.Dict().tag(sync=True)

    def show(self, html: str, places) -> None:
        """Show a page, and what its buttons open."""
        self.places = places
        with self.hold_sync():
            self.html = html
            self.turn += 1
