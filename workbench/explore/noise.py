"""The explorer of noise: how much of each document was masked, with the masked words."""

from __future__ import annotations

import ipywidgets as widgets

from .. import charts, evidence, findings, look
from . import controls
from .canvas import Canvas
from .explorer import in_short


class SourcesExplorer(widgets.VBox):
    """How much of each document was masked, by kind of noise, with the masked words."""

    def __init__(self, corpus, scheme: str = "auto"):
        self._corpus, self._scheme = corpus, scheme
        kinds = sorted(set(corpus.noise["kind"]))
        choices = [("every kind", "")] + [(look.words(kind), kind) for kind in kinds]
        self.kind = controls.one("Kind", choices, "260px")
        self.controls = [self.kind]
        self._words = widgets.HTML()
        self.canvas = Canvas("noise", lambda: self.noise.to_csv(index=False))
        self.refresh()
        super().__init__([self.kind, self.canvas, self._words])
        self.add_class("wb-explorer")
        self.kind.observe(self.refresh, names="value")

    @property
    def figure(self):
        return charts.draw(self.finding, "light" if self._scheme == "auto" else self._scheme)

    def refresh(self, _change=None) -> None:
        """Draw the chosen kind of noise; called by the control."""
        noise = self._corpus.noise
        self.noise = noise[noise["kind"].eq(self.kind.value)] if self.kind.value else noise
        self.finding = findings.sources(findings.masked(self._corpus.documents, self.noise))
        line = f'corpus.noise.query("kind == {self.kind.value!r}")'
        count = look.count(len(self.noise), "place")
        line = line if self.kind.value else "corpus.noise"
        self.canvas.show(self.finding, self._scheme, count, line)
        self._words.value = evidence.noise_html(self.noise, self._corpus.documents)

    def __repr__(self) -> str:
        return in_short("Explorer of noise", look.count(len(self.noise), "place"), self.finding)
