"""Tables -> plotly figures: pure functions, the only module that knows plotly.

Every figure is titled by its finding, has one axis with one unit, draws ranges as ranges, hedged
figures hollow and what was counted here as a thin grey line, and names its sources in a caption.
What is said and drawn is decided in ``findings``; here it becomes a ``go.Figure``, or JSON for a
page that knows whether it is light or dark. Figures stay readable at 600 pixels and in print.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from workbench import findings
from workbench.views.charts import page
from workbench.views.charts.marks import parts
from workbench.views.charts.page import safe, wrapped

#: For ``fig.show(config=...)`` and a widget's ``_config``: plotly's mode bar offers to send the
#: chart, with the text of confidential documents in it, to a public server unless this is set.
CONFIG = {
    "showSendToCloud": False, "displaylogo": False, "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}  # fmt: skip
__all__ = [
    "CONFIG", "draw", "force", "funding", "parts", "picture", "plans", "safe", "script", "sources",
    "template", "wrapped",
]  # fmt: skip


def template(scheme: str = "light"):
    """Our look as a plotly template. scheme: ``light`` or ``dark``."""
    import plotly.graph_objects as go

    return go.layout.Template(layout=page.template(scheme))


def draw(finding, scheme: str = "light"):
    """A Finding as a ``go.Figure``: always the same six traces, empty ones too, and a legend.

    Traces: firm ranges, hedged ranges, firm dots, hedged dots, what was counted here (distances
    and links), and its labels; then three without a point that the legend shows. ``customdata`` of
    a dot holds the ids of its claims, joined by spaces.
    """
    import plotly.graph_objects as go
    import plotly.io

    # Plain figures take CONFIG from plotly's renderers, not from layout. Not ``responsive``:
    # JupyterLab fits them to its width itself, and with it a window that changed its height made
    # them 0 pixels high (plotly 7.1).
    for name in ("plotly_mimetype", "jupyterlab", "vscode", "notebook", "browser"):
        plotly.io.renderers[name].config.update(CONFIG | {"responsive": False})
    return go.Figure(parts(finding, scheme))


def funding(*tables, scheme: str = "light", **options):
    """Needs, pledges and payments as one figure; tables and options as in ``findings.funding``."""
    return draw(findings.funding(*tables, **options), scheme)


def force(*tables, scheme: str = "light", **options):
    """Ceilings beside the sizes given for the army; as in ``findings.force``."""
    return draw(findings.force(*tables, **options), scheme)


def plans(*tables, scheme: str = "light", **options):
    """Plan versions on a time line; as in ``findings.plans``."""
    return draw(findings.plans(*tables, **options), scheme)


def sources(documents, scheme: str = "light"):
    """How much of each document was masked as noise, with its date and its reliability."""
    return draw(findings.sources(documents), scheme)


def picture(finding, scheme: str = "auto") -> str:
    """A Finding as JSON for the page: data, layout, and the config that sends nothing to a cloud.

    With ``auto`` the figure is light and ``dark`` says which colour takes whose place on a dark
    page.
    """
    auto = scheme == "auto"
    made = parts(finding, "light" if auto else scheme)
    return json.dumps({**made, "config": CONFIG, "dark": page.turned() if auto else {}})


@cache
def script() -> str:
    """plotly.js of the installed package, as a module whose default export is ``Plotly``."""
    import plotly

    path = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return (
        'const earlier = window.Plotly;\nwindow.PlotlyConfig = { MathJaxConfig: "local" };\n'
        + path.read_text(encoding="utf-8")
        + "\nexport default window.Plotly;\nif (earlier) window.Plotly = earlier;\n"
    )
