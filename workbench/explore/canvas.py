"""A place for a figure in a widget, with the ways to take it along."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from .. import charts, findings


class Canvas(anywidget.AnyWidget):
    """Shows the last Finding given to ``show``, light or dark as the page is.

    Under the figure stand buttons: the choice as CSV, the figure as PNG or SVG. ``export`` gives
    the name and the text of the CSV when it is asked for.

    Not plotly's FigureWidget, because that one (7.1) sends its first state after it opens and its
    changes as messages; a busy page missed either, and the figure stayed empty (1 of 5 runs with
    two busy processes beside JupyterLab on two cores) or did not follow its control (1 of 9). It
    does not follow the theme of the page either.
    """

    _esm = Path(__file__).parents[1] / "static" / "canvas.js"
    _css = Path(__file__).parents[1] / "static" / "canvas.css"

    #: Not in ``_esm``: anywidget gives a module two seconds, which 4 MB on a busy machine exceed.
    plotly = traitlets.Unicode(charts.script()).tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode("figure").tag(sync=True)
    python = traitlets.Unicode().tag(sync=True)
    count = traitlets.Unicode().tag(sync=True)
    clicked = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str = "figure", export=None, **kwargs):
        kwargs.setdefault("picture", charts.picture(findings.empty("page", "this choice")))
        super().__init__(name=name, **kwargs)
        self._export = export
        self.on_msg(self._asked)

    def show(self, finding, scheme: str = "auto") -> None:
        """Show a Finding. scheme: ``light``, ``dark``, or ``auto``, as the page is."""
        self.picture = charts.picture(finding, scheme)

    def _asked(self, _widget, content, _buffers) -> None:
        if content.get("ask") == "csv" and self._export is not None:
            self.send({"csv": f"{self.name}.csv"}, buffers=[self._export().encode("utf-8-sig")])
