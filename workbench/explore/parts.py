"""The evidence beside a figure: sentences, table and document, each made when it is opened."""

from __future__ import annotations

import ipywidgets as widgets

from .. import evidence
from ..reader import Reader


class Sentences(widgets.HTML):
    """Claims highlighted in their sentences."""

    def __init__(self, documents):
        super().__init__()
        self._documents = documents

    def show(self, claims) -> None:
        """Show these claims, in reading order."""
        html = evidence.evidence_html(claims, self._documents)
        self.value = f'<div class="wb-sentences">{html}</div>'


class Parts(widgets.Tab):
    """Tabs of evidence. A tab is made when it is first opened, and follows while it is open.

    make: title of a tab -> a function that makes what it holds, a widget with ``show(claims)``.
    """

    def __init__(self, make: dict, **kwargs):
        self._make, self._names, self._claims, self._late = make, list(make), None, set()
        pages = [widgets.VBox(layout=widgets.Layout(min_width="0")) for _ in make]
        super().__init__(pages, titles=tuple(make), selected_index=0, **kwargs)
        self.observe(self._open, names="selected_index")

    def show(self, claims) -> None:
        """Show these claims in the open tab, in the others once they are opened."""
        self._claims, self._late = claims, set(self._names)
        self._open()

    def part(self, name: str):
        """What a tab holds, up to date."""
        page = self.children[self._names.index(name)]
        if not page.children:
            page.children = [self._make[name]()]
        (held,) = page.children
        if name in self._late:
            self._late.remove(name)
            held.show(self._claims)
        return held

    def _open(self, _change=None) -> None:
        self.part(self._names[self.selected_index or 0])


def parts(corpus, documents, every, turn_to) -> Parts:
    """The evidence of an explorer. every: its claims. turn_to: called with a claim's id."""

    def table():
        from .rows import Rows  # itables takes a while, and many an explorer shows no table

        return Rows(documents, turn_to)

    return Parts(
        {
            "Sentences": lambda: Sentences(documents),
            "Table": table,
            "Document": lambda: Reader(corpus, claims=every if len(every) else None),
        },
        layout=widgets.Layout(flex="1 1 460px", min_width="0", margin="0"),
    )
