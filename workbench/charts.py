"""Tables -> plotly figures: pure functions, the only module that knows plotly.

Every figure is titled by its finding, has one axis with one unit, draws ranges as ranges and
hedged figures hollow, and names its sources in a caption. What is said and drawn is decided in
``findings``; here it becomes a ``go.Figure``. Figures stay readable at 600 pixels and in print.
"""

from __future__ import annotations

import json
import math
import textwrap
from functools import cache
from html import escape
from pathlib import Path

from . import findings, look

#: For ``fig.show(config=...)`` and a widget's ``_config``: plotly's mode bar offers to send the
#: chart, with the text of confidential documents in it, to a public server unless this is set.
CONFIG = {
    "showSendToCloud": False,
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
ROW_HEIGHT = 62


def safe(text) -> str:
    """Text for a figure: escaped, and no pair of ``$`` that MathJax could take for a formula.

    >>> safe("<i>$5 & $6")
    '&lt;i&gt;&#36;5 &amp; &#36;6'
    """
    return escape(str(text), quote=False).replace("$", "&#36;")


def wrapped(text: str, width: int) -> str:
    """Plotly breaks no lines by itself: break before ``width`` characters, then escape."""
    return "<br>".join(safe(line) for line in textwrap.wrap(text, width) or [""])


def template(scheme: str = "light"):
    """Our look as a plotly template. scheme: ``light`` or ``dark``."""
    import plotly.graph_objects as go

    if scheme not in look.PALETTE:
        raise ValueError(f"no scheme {scheme!r}; schemes: {', '.join(look.PALETTE)}")
    page = look.PALETTE[scheme]["page"]
    axis = {
        "gridcolor": page["line"], "gridwidth": 0.5, "linecolor": page["mark"], "zeroline": False,
        "ticks": "outside", "tickcolor": page["line"], "ticklen": 4, "automargin": True,
        "title": {"font": {"size": 12}, "standoff": 10},
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": page["text"]},
            "paper_bgcolor": page["back"],
            "plot_bgcolor": page["back"],
            "title": {"font": {"size": 16}, "x": 0, "xref": "container", "xanchor": "left"},
            "xaxis": axis,
            "yaxis": {**axis, "showgrid": False},
            "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 12}},
            "legend": {"font": {"size": 12}},
            "modebar": {"orientation": "v"},  # beside the plot, not over its title
        }
    )


def _stay_here() -> None:
    """Set CONFIG for plain figures too: they take it from plotly's renderers, not from layout."""
    import plotly.io

    for name in ("plotly_mimetype", "jupyterlab", "vscode", "notebook", "browser"):
        plotly.io.renderers[name].config.update(CONFIG)


def draw(finding, scheme: str = "light"):
    """A Finding as a ``go.Figure``: always the same four traces, empty ones too.

    Traces: firm ranges, hedged ranges, firm dots, hedged dots. ``customdata`` of a dot holds the
    ids of its claims, joined by spaces.
    """
    import plotly.graph_objects as go

    _stay_here()
    page = look.PALETTE[scheme]["page"]
    line = page["mark"] if finding.theme == "page" else look.PALETTE[scheme][finding.theme]["line"]
    rows = list(reversed(finding.rows))
    mixed = {
        row for row in rows if len({dot.hedged for dot in finding.dots if dot.row == row}) == 2
    }
    traces = []
    for doubt in (False, True):
        dots = [dot for dot in finding.dots if dot.hedged is doubt]
        xs, ys = [], []
        for dot in dots:
            if dot.low != dot.high:
                xs += [dot.low, dot.high, None]
                ys += [_height(dot, rows, mixed)] * 2 + [None]
        traces.append(
            go.Scatter(
                x=xs, y=ys, mode="lines", hoverinfo="skip", showlegend=False,
                line={"color": line, "width": 7, "dash": "dot" if doubt else "solid"},
                opacity=0.45 if doubt else 0.8,
            )
        )  # fmt: skip
    for doubt, name in ((False, "stated firmly"), (True, "hedged: alleged, demanded or “if”")):
        dots = [dot for dot in finding.dots if dot.hedged is doubt]
        traces.append(
            go.Scatter(
                x=[dot.high if dot.low in (0, dot.high) else _middle(dot, finding) for dot in dots],
                y=[_height(dot, rows, mixed) for dot in dots],
                mode="markers+text",
                name=name,
                text=[_label(dot) for dot in dots],
                textposition=_positions(dots, finding),
                textfont={"size": 12},
                customdata=[" ".join(dot.claim_ids) for dot in dots],
                hovertext=[wrapped(f"{dot.row}: {dot.hover}", 60) for dot in dots],
                hovertemplate="%{hovertext}<extra></extra>",
                marker={
                    "symbol": "circle-open" if doubt else "circle",
                    "size": [
                        min(11 + 2 * dot.mentions, 26) if dot.low == dot.high else 0 for dot in dots
                    ],
                    "color": line,
                    "line": {"width": 2.2, "color": line},
                    "opacity": 0.9,
                },
                cliponaxis=False,
                showlegend=any(dot.low == dot.high for dot in finding.dots),
            )
        )
    return go.Figure(data=traces, layout=_layout(finding, rows, scheme))


def _height(dot, rows, mixed) -> float:
    """Firm dots above hedged ones where a row has both; else on the row's own line."""
    return rows.index(dot.row) + ((-0.22 if dot.hedged else 0.18) if dot.row in mixed else 0)


def _label(dot) -> str:
    """A dot's label; clear of the bar for a range and a space away from the end of a bar."""
    if dot.low == dot.high:
        return safe(dot.label)
    return safe(dot.label) + "<br> " if dot.low else " " + safe(dot.label)


def _positions(dots, finding) -> list[str]:
    """Labels above their dots; beside them at the end of a bar and at the right edge."""
    top = max((dot.high for dot in finding.dots), default=0)
    if finding.theme == "page":
        return ["middle right"] * len(dots)
    return ["middle left" if dot.high == top and finding.log else "top center" for dot in dots]


def _middle(dot, finding) -> float:
    """Where the label of a range stands: the middle as the axis shows it."""
    return (dot.low * dot.high) ** 0.5 if finding.log else (dot.low + dot.high) / 2


def _axis(finding) -> dict:
    """Ticks in words ("10 million"), because plotly's own "60G" is no unit of money."""
    scale = [math.log10(v) for v in finding.span] if finding.log else list(finding.span)
    return {
        "tickvals": [value for value, _ in finding.ticks],
        "ticktext": [text for _, text in finding.ticks],
        "range": scale,
    }


def _layout(finding, rows, scheme):
    page = look.PALETTE[scheme]["page"]
    caption, title = wrapped(finding.caption, 96), wrapped(finding.title, 70)
    ticks = [wrapped(row, 24) for row in rows]
    widest = max((len(line) for tick in ticks for line in tick.split("<br>")), default=0)
    left = 18 + round(7.3 * widest) if rows else 14
    top = 24 + 22 * (1 + title.count("<br>"))
    legend = 30 if rows and finding.theme != "page" else 8
    bottom = (66 if rows else 20) + 15 * (1 + caption.count("<br>"))
    height = top + legend + bottom + (ROW_HEIGHT * len(rows) if rows else 30)
    axis = finding.axis + (" (each step ten times the one before)" if finding.log else "")
    return {
        "template": template(scheme),
        "height": height,
        "margin": {"l": left, "r": 34, "t": top + legend, "b": bottom},
        "title": {
            "text": title, "x": 12 / 600, "y": 1 - 18 / height, "yref": "container",
            "yanchor": "top",
        },
        "xaxis": {
            "title": {"text": safe(axis)},
            "type": "log" if finding.log else "linear",
            "visible": bool(rows),
            **_axis(finding),
        },
        "yaxis": {
            "tickmode": "array",
            "tickvals": list(range(len(rows))),
            "ticktext": ticks,
            "range": [-0.6, max(len(rows), 1) - 0.4],
            "fixedrange": True,
            "automargin": False,
            "visible": bool(rows),
        },
        "legend": {
            "orientation": "h", "x": 8 / 600, "xref": "container", "xanchor": "left",
            "y": 1 - (top - 2) / height, "yref": "container", "yanchor": "top",
            "itemsizing": "constant",
        },
        "annotations": [
            {
                "text": caption, "showarrow": False, "align": "left",
                "font": {"size": 11, "color": page["mark"]}, "xref": "paper", "yref": "paper",
                "x": 0, "xanchor": "left", "xshift": 12 - left,
                "y": 0, "yanchor": "top", "yshift": -50 if rows else 0,
            }
        ],
    }  # fmt: skip


def funding(claims, documents=None, unit: str | None = None, scheme: str = "light"):
    """Needs, pledges and payments as one figure; see ``findings.funding``."""
    return draw(findings.funding(claims, documents, unit), scheme)


def force(claims, documents=None, unit: str | None = None, roles=None, scheme: str = "light"):
    """Ceilings beside the sizes given for the army; see ``findings.force``."""
    return draw(findings.force(claims, documents, unit, roles), scheme)


def plans(claims, documents=None, scheme: str = "light"):
    """Plan versions by number of points, documents in order of date; see ``findings.plans``."""
    return draw(findings.plans(claims, documents), scheme)


def sources(documents, scheme: str = "light"):
    """How much of each document was masked as noise, with its date and its reliability."""
    return draw(findings.sources(documents), scheme)


def picture(figure) -> str:
    """A figure as JSON for the page: data, layout and the config that sends nothing to a cloud."""
    parts = json.loads(figure.to_json())
    parts = {"data": parts["data"], "layout": parts["layout"], "config": CONFIG}
    return json.dumps(parts, sort_keys=True)


@cache
def script() -> str:
    """plotly.js of the installed package, as the head of a module that then knows ``Plotly``."""
    import plotly

    path = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return (
        'const earlier = window.Plotly;\nwindow.PlotlyConfig = { MathJaxConfig: "local" };\n'
        + path.read_text(encoding="utf-8")
        + "\nconst Plotly = window.Plotly;\nif (earlier) window.Plotly = earlier;\n"
    )
