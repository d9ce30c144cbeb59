"""What explorers are made of: a panel of controls, tabs that are made late, evidence."""

from __future__ import annotations

import ipywidgets as widgets

from workbench.corpus import evidence
from workbench.views import charts
from workbench.views.reader import Reader


class Panel(widgets.VBox):
    """Controls and what they show; a change of a control calls ``refresh``."""

    _scheme = "light"

    def __init__(self, children, controls):
        super().__init__(children)
        self.controls = controls
        self.add_class("wb-explorer")
        for control in controls:
            slider = isinstance(control, widgets.SelectionRangeSlider)
            control.observe(self.refresh, names="index" if slider else "value")

    @property
    def figure(self):
        return charts.draw(self.finding, "light" if self._scheme == "auto" else self._scheme)


class Tabs(widgets.Tab):
    """Tabs, each made when it is first opened. make: title -> a function that makes its widget."""

    def __init__(self, make: dict, **kwargs):
        self._make = make
        pages = [widgets.VBox(layout=widgets.Layout(min_width="0")) for _ in make]
        super().__init__(pages, titles=tuple(make), **kwargs)
        self.observe(self._open, names="selected_index")

    def part(self, name: str):
        """What a tab holds."""
        page = self.children[list(self._make).index(name)]
        if not page.children:
            page.children = [self._make[name]()]
        return page.children[0]

    def _open(self, _change=None) -> None:
        """Make what the selected tab holds."""
        self.part(list(self._make)[self.selected_index or 0])


class Parts(Tabs):
    """Tabs of evidence, widgets with ``show(claims)``; a tab follows while it is open."""

    def show(self, claims) -> None:
        """Show these claims in the open tab, in the others once they are opened."""
        self._late = dict.fromkeys(self._make, claims)
        self._open()

    def part(self, name: str):
        """What a tab holds, up to date."""
        held = super().part(name)
        if name in self._late:
            held.show(self._late.pop(name))
        return held


class Sentences(widgets.HTML):
    """Claims highlighted in their sentences."""

    def __init__(self, documents):
        super().__init__()
        self._documents = documents

    def show(self, claims) -> None:
        """Show these claims, in reading order."""
        html = evidence.evidence_html(claims, self._documents)
        self.value = f'<div class="wb-sentences">{html}</div>'


def parts(corpus, documents, every, turn_to) -> Parts:
    """The evidence of an explorer. every: its claims. turn_to: called with a claim's id."""

    def table():
        from workbench.views.explore.rows import (
            Rows,  # itables takes a while, and many an explorer shows no table
        )

        return Rows(documents, turn_to)

    return Parts(
        {
            "Sentences": lambda: Sentences(documents),
            "Table": table,
            "Document": lambda: Reader(corpus, claims=every if len(every) else None),
        },
        selected_index=0,
        layout=widgets.Layout(flex="1 1 460px", min_width="0", margin="0"),
    )
