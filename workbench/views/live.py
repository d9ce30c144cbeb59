"""A widget whose page shows its last state, also where the page was slow to start.

Importing this module loads anywidget, so import it where a widget is made.
"""

from uuid import uuid4

import anywidget
import traitlets

from workbench.corpus import evidence
from workbench.corpus.evidence import STATIC


def script(name: str) -> str:
    """A module of ``static`` with what ``Live`` needs; it exports ``initialize`` and ``render``."""
    return (STATIC / "live.js").read_text("utf-8") + (STATIC / name).read_text("utf-8")


def style(name: str) -> str:
    """A style sheet of ``static`` behind the colours of ``look``, light and dark as the page is."""
    colours = evidence.filled("colours.css.j2")
    return colours + (STATIC / name).read_text("utf-8")


class Live(anywidget.AnyWidget):
    """Base of our widgets. A change ends with ``turn += 1``, which the page draws.

    The page tells at its start which turn it has, and gets the state anew where that is an old one.
    """

    own = traitlets.Unicode().tag(sync=True)
    turn = traitlets.Int().tag(sync=True)

    def __init__(self, **kwargs):
        own = uuid4().hex
        super().__init__(model_id=own, own=own, **kwargs)
        self.on_msg(self._asked_for_state)

    def _asked_for_state(self, _widget, content, _buffers) -> None:
        if content.get("ask") == "state" and content.get("turn") != self.turn:
            self.send_state()
