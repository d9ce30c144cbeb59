"""The watch list: a card for each indicator, new evidence first, and the document of each row."""

import ipywidgets as widgets

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views.explore import controls
from workbench.views.explore.parts import Listing


class IndicatorsExplorer(Listing):
    """Questions, what would answer them, and the evidence; a click opens its document there.

    ``indicators`` is the list held against the corpus. The button says that all of it was seen.
    """

    def __init__(self, corpus, scheme: str = "auto", file=None):
        self._corpus, self._file = corpus, file
        self.seen = widgets.Button(description="Seen", tooltip="What comes in from now on is new")
        self.seen.on_click(lambda _: (self.indicators.see(), self.refresh()))
        super().__init__(controls.Bar([]), self.seen)  # which brings the style

    def refresh(self, _change=None) -> None:
        """Hold the list against the corpus; a list that can't be used says why."""
        self.indicators, places = None, []
        try:
            self.indicators = self._corpus.indicators(self._file)
            told = self.indicators.page(True)
            places = [[(row[3], row[4], row[5], row[0])] for row in self.indicators.rows]
        except ValueError as error:
            told = evidence.filled("alert.html.j2", error=str(error))
        self.seen.disabled = not self._new
        self.page.show(told, places)

    @property
    def _new(self) -> int:
        return sum(one.new for one in self.indicators.each) if self.indicators else 0

    def turn_to(self, number: int) -> None:
        """Open the document at a piece of evidence."""
        self.reader.show_place(*self.page.places[number][0])

    def __repr__(self) -> str:
        each = self.indicators.each if self.indicators else ()
        told = look.count(len(each), "indicator"), look.count(self._new, "document")
        return "{}, new evidence in {}.".format(*told)
