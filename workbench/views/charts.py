"""Findings -> plotly figures: the only module that knows plotly.

Every figure is titled by its finding, has one axis with one unit, draws ranges as ranges, hedged
figures hollow and what was counted here as a thin grey line, and names its sources in a caption.
Figures stay readable at 600 pixels and in print; a page gets them for narrower places too.
"""

import json
import math
import textwrap
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from workbench import findings
from workbench.codebook import look
from workbench.corpus.evidence import filled
from workbench.views import placing, svg

#: For ``fig.show(config=...)`` and a widget's ``_config``: plotly's mode bar offers to send the
#: chart, with the text of confidential documents in it, to a public server unless this is set.
CONFIG = {
    "showSendToCloud": False, "displaylogo": False, "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}  # fmt: skip

#: Places at least so wide have a figure of their own, with lines broken for them.
WIDTHS = (360, 460, placing.WIDTH)

#: What each style of a mark is called, and how its lines and dots look.
STYLES = {
    "firm": ("stated firmly", {"width": 7, "dash": "solid"}, 0.8, ""),
    "hedged": ("hedged", {"width": 7, "dash": "dot"}, 0.45, "-open"),
    "counted": ("counted here", {"width": 1.6, "dash": "solid"}, 1, ""),
}


def draw(finding, scheme: str = "light"):
    """A Finding as a ``go.Figure``: always the same six traces, empty ones too.

    Traces: firm and hedged ranges, firm and hedged dots, what was counted here (distances and
    links) and its labels. ``customdata`` of a dot holds the ids of its claims, joined by spaces.
    """
    import plotly.io

    # Plain figures take CONFIG from plotly's renderers, not from layout. Not ``responsive``:
    # JupyterLab fits them to its width itself, and with it a window that changed its height made
    # them 0 pixels high (plotly 7.1).
    for name in ("plotly_mimetype", "jupyterlab", "vscode", "notebook", "browser"):
        plotly.io.renderers[name].config.update(CONFIG | {"responsive": False})
    figure = _shown()(parts(finding, scheme))
    figure.finding = finding
    return figure


def funding(*tables, scheme: str = "light", **options):
    """Needs, pledges and payments as one figure; tables and options as in ``findings.funding``."""
    return draw(findings.funding(*tables, **options), scheme)


def force(*tables, scheme: str = "light", **options):
    """Ceilings beside the sizes given for the army; as in ``findings.force``."""
    return draw(findings.force(*tables, **options), scheme)


def plans(*tables, scheme: str = "light", **options):
    """Plan versions on a time line; as in ``findings.plans``."""
    return draw(findings.plans(*tables, **options), scheme)


def lineage(*tables, scheme: str = "light"):
    """Plan versions over time and which was made from which; as in ``findings.lineage``."""
    return draw(findings.lineage(*tables), scheme)


def sources(documents, scheme: str = "light"):
    """How much of each document was masked as noise, with its date and its reliability."""
    return draw(findings.sources(documents), scheme)


def picture(finding, scheme: str = "auto") -> str:
    """A Finding as JSON for the page: ``drawn`` has data and layout for places ``WIDTHS`` wide,
    ``words`` says what is drawn, ``config`` sends nothing to a cloud.

    With ``auto`` the figure is light and ``dark`` says which colour takes whose place on a dark
    page.
    """
    dark = {}
    if scheme == "auto":
        scheme = "light"
        for theme, colours in look.PALETTE["light"].items():
            dark |= {c: look.PALETTE["dark"][theme][part] for part, c in colours.items()}
    drawn = [{"from": width, **parts(finding, scheme, width)} for width in WIDTHS]
    told = {"drawn": drawn, "words": finding.in_words, "config": CONFIG, "dark": dark}
    return json.dumps(told)


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


def safe(text) -> str:
    """Text for a figure: escaped, and no pair of ``$`` that MathJax could take for a formula.

    >>> safe("<i>$5 & $6")
    '&lt;i&gt;&#36;5 &amp; &#36;6'
    """
    return escape(str(text), quote=False).replace("$", "&#36;")


@lru_cache(4096)
def wrapped(text: str, width: int) -> str:
    """Plotly breaks no lines by itself: break before ``width`` characters, then escape."""
    return "<br>".join(safe(line) for line in textwrap.wrap(text, width) or [""])


def colours(scheme: str) -> dict:
    """The palette of a scheme. Raises ValueError for one that is not there."""
    if scheme not in look.PALETTE:
        raise ValueError(f"no scheme {scheme!r}; schemes: {', '.join(look.PALETTE)}")
    return look.PALETTE[scheme]


def parts(finding, scheme: str = "light", width: int = placing.WIDTH) -> dict:
    """What ``draw`` draws, as plain data and layout, for a place so wide."""
    grey = colours(scheme)["page"]["mark"]
    own = grey if finding.theme == "page" else colours(scheme)[look.dress(finding.theme)]["line"]
    colour = {"firm": own, "hedged": own, "counted": grey}
    some = {style: [] for style in STYLES}
    for one in placing.placed(finding, width):
        some[one.mark.style].append(one)
    lines = {style: _lines(some[style], style, colour[style]) for style in STYLES}
    dots = {style: _dots(some[style], style, colour[style], width) for style in STYLES}
    order = [lines["firm"], lines["hedged"], dots["firm"], dots["hedged"]]
    return {
        "data": [*order, lines["counted"], dots["counted"]],
        "layout": _layout(finding, scheme, width),
    }  # fmt: skip


def _lines(some, style: str, colour: str) -> dict:
    """The lines of one style, one behind the other, with what stands at their ends."""
    xs, ys, ends = [], [], []
    for one in (p for p in some if p.path):
        first, last = one.ends
        for (x, y), end in zip(one.path, [first, *[""] * (len(one.path) - 2), last], strict=True):
            xs, ys, ends = [*xs, x], [*ys, y], [*ends, end]
        xs, ys, ends = [*xs, None], [*ys, None], [*ends, ""]
    _, line, opacity, _ = STYLES[style]
    return {
        "type": "scatter", "x": xs, "y": ys, "mode": "lines+markers" if any(ends) else "lines",
        "hoverinfo": "skip", "showlegend": False, "cliponaxis": False, "opacity": opacity,
        "line": {"color": colour, **line},
        "marker": {
            "symbol": [end or "circle" for end in ends], "color": colour,
            "size": [11 if end else 0 for end in ends], "opacity": 1,
            "standoff": [9 if end == "arrow" else 0 for end in ends],
            "angleref": "previous" if "arrow" in ends else "up",
            "line": {"width": 1.6, "color": colour},
        },
    }  # fmt: skip


def _dots(some, style: str, colour: str, width: int) -> dict:
    """The dots and words of one style; a range has words and a hover, but no dot."""
    name, _, _, hollow = STYLES[style]
    return {
        "type": "scatter", "mode": "markers+text", "name": name, "showlegend": False,
        "cliponaxis": False, "x": [p.at[0] for p in some], "y": [p.at[1] for p in some],
        "text": [
            f" {safe(p.text)}" if p.mark.bar else safe(p.text) + "<br> " * (p.size == 0)
            for p in some
        ],  # words stand higher above a line
        "textposition": [p.place for p in some], "textfont": {"size": 12},
        "customdata": [" ".join(p.mark.claims) for p in some],
        "hovertext": [wrapped(f"{p.mark.rows[0]}: {p.mark.hover}", width // 10) for p in some],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": [("diamond" if p.mark.contested else "circle") + hollow for p in some],
            "size": [p.size for p in some], "color": colour, "opacity": 0.9,
            "line": {"width": 2.2, "color": colour},
        },
    }  # fmt: skip


def _layout(finding, scheme: str, width: int) -> dict:
    """Title, key, axes and caption, and the height that all of it takes."""
    rows = finding.rows
    return json.loads(filled(
        "layout.json.j2", finding=finding, page=colours(scheme)["page"], right=placing.RIGHT,
        row=placing.row_height(rows, width), left=placing.left(rows, width),
        title=wrapped(finding.title, width // 9), key=wrapped(finding.key, width * 3 // 20),
        caption=wrapped(finding.caption, width * 4 // 25), ticks=placing.ticks(finding, width),
        axis_words="<br>".join(map(safe, placing.axis_lines(finding, width))),
        lines=["<br>".join(map(safe, placing.row_lines(row, width))) for row in reversed(rows)],
        ends=[math.log10(v) for v in finding.span] if finding.log else finding.span,
    ))  # fmt: skip


@cache
def _shown():
    """A ``go.Figure`` that a notebook stores with a picture and words beside it."""
    import plotly.graph_objects as go

    class Shown(go.Figure):
        finding = None
        # The first has no place for more than plotly's own; the second asks a public server.
        _ipython_display_ = _repr_html_ = None

        def _repr_mimebundle_(self, *args, **options):
            return svg.bundle(self.finding, **super()._repr_mimebundle_(*args, **options))

    return Shown
