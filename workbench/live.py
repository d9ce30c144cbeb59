"""A widget whose page shows its last state, also where the page was slow to start.

Importing this module loads anywidget, so import it where a widget is made.
"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import anywidget
import traitlets

from . import look

STATIC = Path(__file__).parent / "static"


def script(name: str) -> str:
    """A module of ``static`` with what ``Live`` needs; it exports ``initialize`` and ``render``."""
    return (STATIC / "live.js").read_text("utf-8") + (STATIC / name).read_text("utf-8")


def style(name: str) -> str:
    """A style sheet of ``static`` behind the colours of ``look``, light and dark as the page is.

    A highlight has its light colours in its own tag, since a notebook that was not run yet has no
    style sheet; on a dark page of ours they give way to the dark ones.
    """
    dark = ':is([data-jp-theme-light="false"], [data-theme="dark"])'
    rules = [f":root {{ {_variables('light')} }}", f"{dark} {{ {_variables('dark')} }}"]
    for theme in look.THEMES:
        colours = [
            f"{name}: var(--wb-{theme}-{part}) !important"
            for name, part in (("background", "back"), ("color", "text"), ("border-color", "line"))
        ]
        rules.append(f"{dark} .wb-mark.wb-{theme} {{ {'; '.join(colours)}; }}")
    return "\n".join([*rules, (STATIC / name).read_text("utf-8")])


def _variables(scheme: str) -> str:
    return " ".join(
        f"--wb-{theme}-{part}: {colour};"
        for theme, colours in look.PALETTE[scheme].items()
        for part, colour in colours.items()
        if colour.startswith("#")
    )


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
