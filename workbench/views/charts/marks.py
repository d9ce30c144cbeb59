"""The marks of a figure: dots, ranges, distances, links and their labels, as plain data."""

from __future__ import annotations

from workbench.views.charts.page import colours, layout, left, safe, wrapped

NAMES = ("stated firmly", "hedged")
WIDE = 600 - 34  # where the axis ends in a figure of 600 pixels


def parts(finding, scheme: str = "light") -> dict:
    """What ``draw`` draws, as plain data and layout."""
    page = colours(scheme)["page"]
    line = page["mark"] if finding.theme == "page" else colours(scheme)[finding.theme]["line"]
    rows = list(reversed(finding.rows))
    told = [dot for dot in finding.dots if not dot.derived]
    labels = _labels(told, finding)
    halves = [[dot for dot in told if dot.hedged is doubt] for doubt in (False, True)]

    def height(dot) -> float:
        """Firm dots above hedged ones where a row has both; else on the row's own line."""
        aside = -0.22 if dot.hedged else 0.18
        return rows.index(dot.row) + (aside if dot.row in finding.mixed else 0)

    traces = [
        {
            "x": [x for dot in dots if dot.low != dot.high for x in (dot.low, dot.high, None)],
            "y": [y for dot in dots if dot.low != dot.high for y in (*[height(dot)] * 2, None)],
            "type": "scatter",
            "mode": "lines",
            "hoverinfo": "skip",
            "showlegend": False,
            "opacity": opacity,
            "line": {"color": line, "width": 7, "dash": dash},
        }
        for dots, opacity, dash in zip(halves, (0.8, 0.45), ("solid", "dot"), strict=True)
    ]
    traces += [
        {
            "name": name,
            "x": [_place(dot, finding) for dot in dots],
            "y": [height(dot) for dot in dots],
            "textposition": [labels[dot][1] for dot in dots],
            **_marks(
                [labels[dot][0] for dot in dots],
                [dot.claim_ids for dot in dots],
                [f"{dot.row}: {dot.hover}" for dot in dots],
            ),
            "marker": {
                "symbol": [
                    ("diamond" if dot.contested else "circle") + "-open" * dot.hedged
                    for dot in dots
                ],
                "size": [(dot.low == dot.high) * min(11 + 2 * dot.mentions, 26) for dot in dots],
                "color": line,
                "line": {"width": 2.2, "color": line},
                "opacity": 0.9,
            },
        }
        for dots, name in zip(halves, NAMES, strict=True)
    ]
    traces += _counted(finding, rows, labels, page["mark"]) + _legend(told, line)
    return {"data": traces, "layout": layout(finding, rows, scheme)}


def _marks(text, ids, hover) -> dict:
    """What all marks with words have."""
    return {
        "type": "scatter", "mode": "markers+text", "cliponaxis": False, "showlegend": False,
        "text": text, "textfont": {"size": 12}, "customdata": [" ".join(some) for some in ids],
        "hovertext": [wrapped(one, 60) for one in hover],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


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


def _counted(finding, rows, labels, grey: str) -> list[dict]:
    """Distances between two values, and links between two rows: thin lines with a label.

    A link that is a revision ends in an arrowhead at the later version.
    """
    lines, marks, taken = [], [], {}  # of a line: x, y and end of each of its points
    for dot in finding.dots:
        if dot.derived:
            y = rows.index(dot.row)
            lines += [(dot.low, y, "line-ns"), (dot.high, y, "line-ns"), (None, None, "")]
            marks.append((_middle(dot, finding), y, safe(dot.label), dot.claim_ids, dot.hover))
    low, high = finding.span
    pixel = (high - low) / (WIDE - left(finding.rows))
    for link in finding.links:
        x, (one, other) = link.x, map(rows.index, link.rows)
        # A bracket, beside the labels that it passes, and clear of the brackets before it.
        passed = [
            label for dot, label in labels.items()
            if dot.high == x and min(one, other) <= rows.index(dot.row) < max(one, other)
        ]  # fmt: skip
        step = taken[x] = taken.get(x, -1) + 1
        aside = x + pixel * (_beside(passed, "right") + 12 * step)
        if aside > high - 4 * pixel:
            aside = x - pixel * (_beside(passed, "left") + 12 * step)
        lines += [(x, one, ""), (aside, one, ""), (aside, other, "")]
        lines += [(x, other, "arrow" * link.revises), (None, None, "")]
        marks.append((aside, (one + other) / 2, "", link.claim_ids, link.hover))
    xs, ys, ends = map(list, zip(*lines, strict=True)) if lines else ([], [], [])
    x, y, text, ids, hover = map(list, zip(*marks, strict=True)) if marks else ([] for _ in "12345")
    bows = bool(finding.links)
    return [
        {
            "type": "scatter", "x": xs, "y": ys, "mode": "lines+markers", "hoverinfo": "skip",
            "showlegend": False, "cliponaxis": False, "line": {"color": grey, "width": 1.6},
            "marker": {"symbol": [end or "circle" for end in ends], "color": grey,
                       "size": [11 if end else 0 for end in ends],
                       "standoff": [9 if end == "arrow" else 0 for end in ends],
                       "angleref": "previous" if bows else "up",
                       "line": {"width": 1.6, "color": grey}},
        },
        {
            "x": x, "y": y, "textposition": "top center", **_marks(text, ids, hover),
            "marker": {"symbol": "circle", "size": 9 if bows else 14, "color": grey,
                       "opacity": int(bows)},
        },
    ]  # fmt: skip


def _beside(labels, side: str) -> float:
    """How far labels reach to one side of their dots, in pixels, with some room."""
    share = {side: 6.8, "center": 3.4}
    return max([26, *(12 + share.get(place.split()[1], 0) * len(text) for text, place in labels)])


def _labels(dots, finding) -> dict:
    """Words and their place for each dot. Where labels would overlap, the dot told most keeps its
    own; what the others say stands in their hover. Counted for a figure of 600 pixels."""
    start, bar = left(finding.rows), finding.theme == "page"
    out, taken = {}, {}
    for dot in sorted(dots, key=lambda dot: (-dot.mentions, dot.low, dot.high)):
        half, below = 3.4 * len(dot.label), dot.hedged and dot.row in finding.mixed
        at = start + (WIDE - start) * finding.across(_place(dot, finding))
        place, ends = "top center", (at - half, at + half)
        if below and dot.low == dot.high:
            place = "bottom center"
        if bar:
            place, ends = "middle right", (at, at + 2 * half)
        elif at + half > WIDE + 30:
            place, ends = place.replace("center", "left"), (at - 2 * half, at)
        elif at - half < start:
            place, ends = place.replace("center", "right"), (at, at + 2 * half)
        line = taken.setdefault((dot.row, below), [])
        text = ""
        if all(ends[1] < a or ends[0] > b for a, b in line):
            line.append(ends)
            text = " " * bar + safe(dot.label) + "<br> " * bool(dot.low != dot.high and dot.low)
        out[dot] = (text, place)
    return out


def _place(dot, finding) -> float:
    """Where the label of a dot stands; a bar from zero has it at its end."""
    return dot.high if dot.low in (0, dot.high) else _middle(dot, finding)


def _middle(dot, finding) -> float:
    """The middle of a range as the axis shows it."""
    return (dot.low * dot.high) ** 0.5 if finding.log else (dot.low + dot.high) / 2
