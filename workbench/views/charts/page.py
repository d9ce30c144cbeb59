"""The look of a figure: fonts, colours, axes, title and caption, all but its marks."""

from __future__ import annotations

import math
import textwrap
from html import escape

from workbench.codebook import look

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


def colours(scheme: str) -> dict:
    """The palette of a scheme. Raises ValueError for one that is not there."""
    if scheme not in look.PALETTE:
        raise ValueError(f"no scheme {scheme!r}; schemes: {', '.join(look.PALETTE)}")
    return look.PALETTE[scheme]


def turned() -> dict[str, str]:
    """Colours of the light scheme -> those of the dark one."""
    light, dark = colours("light"), colours("dark")
    pairs = [(light[k][part], dark[k][part]) for k in light for part in ("back", "text", "line")]
    return dict([*pairs, (light["page"]["mark"], dark["page"]["mark"])])


def template(scheme: str) -> dict:
    """Our look, as the layout of a plotly template."""
    page = colours(scheme)["page"]
    axis = {
        "gridcolor": page["line"], "gridwidth": 0.5, "linecolor": page["mark"], "zeroline": False,
        "ticks": "outside", "tickcolor": page["line"], "ticklen": 4, "automargin": True,
        "title": {"font": {"size": 12}, "standoff": 10},
    }  # fmt: skip
    return {
        "font": {"family": FONT, "size": 13, "color": page["text"]},
        "paper_bgcolor": page["back"], "plot_bgcolor": page["back"],
        "title": {"font": {"size": 16}, "x": 0, "xref": "container", "xanchor": "left"},
        "xaxis": axis, "yaxis": {**axis, "showgrid": False},
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 12}},
        "legend": {"font": {"size": 12}},
        "modebar": {
            "orientation": "v", "bgcolor": "rgba(0,0,0,0)", "color": page["mark"],
            "activecolor": page["text"],
        },
    }  # fmt: skip


def left(rows) -> int:
    """Room for the words of the rows, in pixels."""
    widest = max((len(line) for row in rows for line in textwrap.wrap(row, 24)), default=0)
    return 18 + round(7.3 * widest) if rows else 14


def layout(finding, rows, scheme):
    page = colours(scheme)["page"]
    told = finding.caption
    if any(dot.hedged and not dot.derived for dot in finding.dots):
        told += " Hedged: alleged, demanded or under an “if”."
    if any(dot.contested for dot in finding.dots):
        told += " Contested: another place says otherwise."
    caption, title = wrapped(told, 96), wrapped(finding.title, 70)
    side = left(rows)
    top = 24 + 22 * (1 + title.count("<br>"))
    legend = 30 if rows and finding.theme != "page" else 8
    bottom = (66 if rows else 20) + 15 * (1 + caption.count("<br>"))
    height = top + legend + bottom + (ROW_HEIGHT * len(rows) if rows else 90)
    ends = [math.log10(v) for v in finding.span] if finding.log else list(finding.span)
    marks, words = zip(*finding.ticks, strict=True) if finding.ticks else ((), ())
    return {
        "template": {"layout": template(scheme)}, "height": height,
        "margin": {"l": side, "r": 34, "t": top + legend, "b": bottom},
        "title": {
            "text": title, "x": 12 / 600, "y": 1 - (18 + 10 * title.count("<br>")) / height,
            "yref": "container", "yanchor": "top",
        },
        # Ticks in words ("10 million"), because plotly's own "60G" is no unit of money.
        "xaxis": {
            "title": {"text": safe(finding.axis_words)}, "type": "log" if finding.log else "linear",
            "visible": bool(rows), "tickvals": list(marks), "ticktext": list(words), "range": ends,
        },
        "yaxis": {
            "tickmode": "array", "tickvals": list(range(len(rows))),
            "ticktext": [wrapped(row, 24) for row in rows],
            "range": [-0.6, max(len(rows), 1) - 0.4], "fixedrange": True, "automargin": False,
            "visible": bool(rows),
        },
        "legend": {
            "orientation": "h", "x": 8 / 600, "xref": "container", "xanchor": "left",
            "y": 1 - (top - 2) / height, "yref": "container", "yanchor": "top",
            "itemsizing": "constant", "itemclick": False, "itemdoubleclick": False,
        },
        "annotations": [{
            "text": caption, "showarrow": False, "align": "left",
            "font": {"size": 11, "color": page["mark"]}, "xref": "paper", "yref": "paper",
            "x": 0, "xanchor": "left", "xshift": 12 - side,
            "y": 0, "yanchor": "top", "yshift": -50 if rows else 0,
        }],
    }  # fmt: skip
