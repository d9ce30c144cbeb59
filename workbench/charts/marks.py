"""The marks of a figure: dots, ranges, distances, links and their labels, as plain data."""

from __future__ import annotations

import math

from .page import colours, layout, left, safe, wrapped

NAMES = ("stated firmly", "hedged")


def parts(finding, scheme: str = "light") -> dict:
    """What ``draw`` draws, as plain data and layout."""
    page = colours(scheme)["page"]
    line = page["mark"] if finding.theme == "page" else colours(scheme)[finding.theme]["line"]
    rows = list(reversed(finding.rows))
    told = [dot for dot in finding.dots if not dot.derived]
    firm = {dot.row for dot in told if not dot.hedged}
    mixed = firm & {dot.row for dot in told if dot.hedged}
    labels = _labels(told, finding, mixed)
    halves = [[dot for dot in told if dot.hedged is doubt] for doubt in (False, True)]
    traces = [
        _ranges(dots, rows, mixed, line, doubt)
        for dots, doubt in zip(halves, (False, True), strict=True)
    ]
    for dots, name in zip(halves, NAMES, strict=True):
        at = [dot.high if dot.low in (0, dot.high) else _middle(dot, finding) for dot in dots]
        traces.append(
            {
                "type": "scatter", "mode": "markers+text", "name": name, "x": at,
                "y": [_height(dot, rows, mixed) for dot in dots],
                "text": [labels[dot][0] for dot in dots],
                "textposition": [labels[dot][1] for dot in dots],
                "textfont": {"size": 12},
                "customdata": [" ".join(dot.claim_ids) for dot in dots],
                "hovertext": [wrapped(f"{dot.row}: {dot.hover}", 60) for dot in dots],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {
                    "symbol": [
                        ("diamond" if dot.contested else "circle") + "-open" * dot.hedged
                        for dot in dots
                    ],
                    "size": [
                        min(11 + 2 * dot.mentions, 26) if dot.low == dot.high else 0 for dot in dots
                    ],
                    "color": line,
                    "line": {"width": 2.2, "color": line},
                    "opacity": 0.9,
                },
                "cliponaxis": False,
                "showlegend": False,
            }
        )  # fmt: skip
    traces += _counted(finding, rows, labels, page["mark"]) + _legend(told, line)
    return {"data": traces, "layout": layout(finding, rows, scheme)}


def _legend(dots, line: str) -> list[dict]:
    """What each shape means, once. Traces of their own without a point: plotly's legend shows the
    shape of a trace's first dot, which may be contested and stand for all of them."""
    dots = [dot for dot in dots if dot.low == dot.high]
    shown = [bool(dots), bool(dots), any(dot.contested for dot in dots)]
    shapes = zip((*NAMES, "contested"), ("circle", "circle-open", "diamond"), shown, strict=True)
    return [
        {
            "type": "scatter", "x": [None], "y": [None], "mode": "markers", "name": name,
            "showlegend": seen, "hoverinfo": "skip",
            "marker": {"symbol": shape, "size": 12, "color": line,
                       "line": {"width": 2.2, "color": line}},
        }
        for name, shape, seen in shapes
    ]  # fmt: skip


def _ranges(dots, rows, mixed, line: str, doubt: bool) -> dict:
    """Thick lines, solid for what is stated firmly, dotted and lighter for what is hedged."""
    xs, ys = [], []
    for dot in dots:
        if dot.low != dot.high:
            xs += [dot.low, dot.high, None]
            ys += [_height(dot, rows, mixed)] * 2 + [None]
    return {
        "type": "scatter", "x": xs, "y": ys, "mode": "lines", "hoverinfo": "skip",
        "showlegend": False, "opacity": 0.45 if doubt else 0.8,
        "line": {"color": line, "width": 7, "dash": "dot" if doubt else "solid"},
    }  # fmt: skip


def _counted(finding, rows, labels, grey: str) -> list[dict]:
    """Distances between two values, and links between two rows: thin lines with a label.

    A link that is a revision ends in an arrowhead at the later version.
    """
    xs, ys, ends, marks = [], [], [], []
    for dot in finding.dots:
        if dot.derived:
            y = rows.index(dot.row)
            xs += [dot.low, dot.high, None]
            ys += [y, y, None]
            ends += ["line-ns", "line-ns", ""]
            marks.append((_middle(dot, finding), y, safe(dot.label), dot.claim_ids, dot.hover))
    taken: dict[float, int] = {}
    low, high = finding.span
    pixel = (high - low) / (600 - 34 - left(finding.rows))
    for link in finding.links:
        one, other = (rows.index(row) for row in link.rows)
        # A bracket, beside the labels that it passes, and clear of the brackets before it.
        passed = [
            labels[dot] for dot in labels
            if dot.high == link.x and min(one, other) <= rows.index(dot.row) < max(one, other)
        ]  # fmt: skip
        step = taken[link.x] = taken.get(link.x, -1) + 1
        aside = link.x + pixel * (_beside(passed, "right") + 12 * step)
        if aside > high - 4 * pixel:
            aside = link.x - pixel * (_beside(passed, "left") + 12 * step)
        xs += [link.x, aside, aside, link.x, None]
        ys += [one, one, other, other, None]
        ends += ["", "", "", "arrow" * link.revises, ""]
        marks.append((aside, (one + other) / 2, "", link.claim_ids, link.hover))
    shared = {"type": "scatter", "showlegend": False, "cliponaxis": False}
    x, y, text, ids, hover = zip(*marks, strict=True) if marks else ((),) * 5
    return [
        {
            **shared, "x": xs, "y": ys, "mode": "lines+markers", "hoverinfo": "skip",
            "line": {"color": grey, "width": 1.6},
            "marker": {"symbol": [end or "circle" for end in ends], "color": grey,
                       "size": [11 if end else 0 for end in ends],
                       "standoff": [9 if end == "arrow" else 0 for end in ends],
                       "angleref": "previous" if finding.links else "up",
                       "line": {"width": 1.6, "color": grey}},
        },
        {
            **shared, "x": list(x), "y": list(y), "mode": "markers+text", "text": list(text),
            "textposition": "top center", "textfont": {"size": 12},
            "customdata": [" ".join(some) for some in ids],
            "hovertext": [wrapped(one, 60) for one in hover],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"symbol": "circle", "size": 9 if finding.links else 14, "color": grey,
                       "opacity": 1 if finding.links else 0},
        },
    ]  # fmt: skip


def _beside(labels, side: str) -> float:
    """How far labels reach to one side of their dots, in pixels, with some room."""
    share = {side: 6.8, "center": 3.4}
    return max([26, *(12 + share.get(place.split()[1], 0) * len(text) for text, place in labels)])


def _height(dot, rows, mixed) -> float:
    """Firm dots above hedged ones where a row has both; else on the row's own line."""
    return rows.index(dot.row) + ((-0.22 if dot.hedged else 0.18) if dot.row in mixed else 0)


def _labels(dots, finding, mixed) -> dict:
    """Words and their place for each dot. Where labels would overlap, the dot told most keeps its
    own; what the others say stands in their hover. Counted for a figure of 600 pixels."""
    start, wide = left(finding.rows), 600 - 34
    room = wide - start
    low, high = (_scaled(end, finding.log) for end in finding.span)

    def across(value: float) -> float:
        return start + room * (_scaled(value, finding.log) - low) / ((high - low) or 1)

    out, taken = {}, {}
    for dot in sorted(dots, key=lambda dot: (-dot.mentions, dot.low, dot.high)):
        half = 3.4 * len(dot.label)
        bar = finding.theme == "page"
        at = across(dot.high if bar or dot.low == dot.high else _middle(dot, finding))
        below = dot.hedged and dot.row in mixed and dot.low == dot.high
        place, ends = "bottom center" if below else "top center", (at - half, at + half)
        if bar:
            place, ends = "middle right", (at, at + 2 * half)
        elif at + half > wide + 30:
            place, ends = place.replace("center", "left"), (at - 2 * half, at)
        elif at - half < start:
            place, ends = place.replace("center", "right"), (at, at + 2 * half)
        line = taken.setdefault((dot.row, dot.hedged and dot.row in mixed), [])
        free = all(ends[1] < a or ends[0] > b for a, b in line)
        if free:
            line.append(ends)
        text = safe(dot.label) + ("<br> " if dot.low != dot.high and dot.low else "")
        out[dot] = ((" " * bar + text) if free else "", place)
    return out


def _scaled(value: float, log: bool) -> float:
    return math.log10(value) if log and value > 0 else value


def _middle(dot, finding) -> float:
    """Where the label of a range stands: the middle as the axis shows it."""
    return (dot.low * dot.high) ** 0.5 if finding.log else (dot.low + dot.high) / 2
