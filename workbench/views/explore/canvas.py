"""A place for a figure in a widget, with the ways to take it along."""

from __future__ import annotations

import anywidget
import ipywidgets as widgets
import traitlets

from workbench.views import charts, live


class Engine(anywidget.AnyWidget):
    """plotly.js of the installed package, one for all canvases of a kernel.

    A page gets it once, as bytes. As a text in each canvas, its 4.7 MB were written and read as
    JSON with every figure. Not in ``_esm``: anywidget gives a module two seconds, which they exceed
    on a busy machine.
    """

    _esm = "export default {};"
    script = traitlets.Bytes().tag(sync=True)

    _shared: Engine | None = None

    @classmethod
    def shared(cls) -> Engine:
        """The one of this kernel; made again where somebody has closed it."""
        if cls._shared is None or cls._shared.comm is None:
            cls._shared = cls(script=charts.script().encode())
        return cls._shared


class Canvas(live.Live):
    """Shows the last Finding given to ``show``, light or dark as the page is.

    Under the figure stand buttons: the choice as CSV, the figure as PNG or SVG. ``export`` gives
    the text of the CSV when it is asked for.

    Not plotly's FigureWidget, because that one (7.1) sends its first state after it opens and its
    changes as messages; a busy page missed either, and the figure stayed empty (1 of 5 runs with
    two busy processes beside JupyterLab on two cores) or did not follow its control (1 of 9). It
    does not follow the theme of the page either.
    """

    _esm = live.script("canvas.js")
    _css = live.style("canvas.css")

    engine = traitlets.Instance(Engine).tag(sync=True, **widgets.widget_serialization)
    picture, name, python, count = (traitlets.Unicode().tag(sync=True) for _ in range(4))
    clicked = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str, export):
        super().__init__(name=name, engine=Engine.shared())
        self._export = export
        self.on_msg(self._asked)

    def show(self, finding, scheme: str, count: str, python: str) -> None:
        """Show a Finding, with how much was chosen and the line of Python that gives it.

        scheme: ``light``, ``dark``, or ``auto``, as the page is. When it is drawn, the page notes
        the number of the turn on the figure (``data-turn``), also where nothing has changed.
        """
        with self.hold_sync():
            self.picture = charts.picture(finding, scheme)
            self.count, self.python = count, python
            self.turn += 1

    def _asked(self, _widget, content, _buffers) -> None:
        if content.get("ask") == "csv":
            self.send({"csv": f"{self.name}.csv"}, buffers=[self._export().encode("utf-8-sig")])
