"""A Finding as a static picture: dots, ranges and labels in SVG, without a browser or a library.

The colours come from the page's own style (classes ``wb-line``, ``wb-text``, ``wb-quiet`` and
``currentColor``), so one picture serves light, dark and print. Same finding, same bytes.
"""

from __future__ import annotations

import textwrap
from html import escape

WIDTH, ROW, LEFT, RIGHT, TOP = 540, 54, 176, 36, 18


def picture(finding) -> str:
    """SVG text of a Finding; nothing for an empty one.

    Each dot is a link to ``#c-<claim_id>`` of its first claim and carries its claims and value.
    """
    if not finding.rows:
        return ""
    bottom = TOP + ROW * len(finding.rows)
    middles = {row: TOP + ROW * (at + 0.5) for at, row in enumerate(finding.rows)}
    out = [
        f'<svg viewBox="0 0 {WIDTH} {bottom + 46}" role="img" aria-label="{escape(finding.title)}">'
    ]
    for value, text in finding.ticks:
        x = f"{_x(finding, value):.1f}"
        out.append(
            f'<line class="wb-grid" x1="{x}" x2="{x}" y1="12" y2="{bottom}"/>'
            + _text("quiet", x, bottom + 17, "middle", text)
        )
    middle = f"{(LEFT + WIDTH - RIGHT) / 2:.1f}"
    out.append(_text("quiet", middle, bottom + 38, "middle", finding.axis_words))
    for row, middle in middles.items():
        parts = [row] if len(row) <= 24 else row.split(" · ")
        lines = [line for part in parts for line in textwrap.wrap(part, 24)][:3]
        top = middle + 4 - 15 * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            out.append(_text("text", LEFT - 16, f"{top + 15 * i:.1f}", "end", line))
        mixed = row in finding.mixed
        for dot in finding.dots:
            if dot.row == row:
                y = middle + ((13 if dot.hedged else -9) if mixed else 6)
                out.append(_dot(dot, finding, y, beside=mixed))
    for link in finding.links:
        start, end = sorted(middles[row] for row in link.rows)
        at, later = round(_x(finding, link.x), 1) + 10, middles[link.rows[1]]
        bow = f"M{at:.1f} {start + 6:.1f}Q{at + 36:.1f} {(start + end) / 2:.1f} {at:.1f} {end:.1f}"
        out.append(_path(bow, f"<title>{escape(link.hover)}</title></path>"))
        if link.revises:  # an arrowhead at the later version, which is the second of the rows
            y, back = (later + 6, 9) if later == start else (later, -9)
            head = f"M{at:.1f} {y:.1f}l9 {0.2 * back:.1f}M{at:.1f} {y:.1f}l1.5 {back}"
            out.append(_path(head))
    return "\n".join([*out, "</svg>"])


def _x(finding, value: float) -> float:
    return LEFT + finding.across(value) * (WIDTH - LEFT - RIGHT)


def _text(kind: str, x, y, anchor: str, words: str) -> str:
    return f'<text class="wb-{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _path(path: str, inner: str = "") -> str:
    end = f">{inner}" if inner else "/>"
    return f'<path class="wb-derived" fill="none" d="{path}"{end}'


def _dot(dot, finding, y: float, beside: bool) -> str:
    """A mark with its label above it, or beside it where another mark stands in the row."""
    kind = "wb-derived" if dot.derived else "wb-line wb-hedged" if dot.hedged else "wb-line"
    ends = [round(_x(finding, value), 1) for value in (dot.low, dot.high)]
    size = min(5 + dot.mentions, 10) if dot.low == dot.high else 0
    shape = f'<circle class="{kind}" cx="{ends[1]:.1f}" cy="{y:.1f}" r="{size}"/>'
    if not size:
        kind += "" if dot.derived else " wb-range"
        shape = '<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'.format(
            kind, *ends, y=y
        )
    at, height, anchor = sum(ends) / 2, y - 13, "middle"
    if beside:
        right = at < LEFT + 0.6 * (WIDTH - LEFT - RIGHT)
        at = ends[1] + size + 7 if right else ends[0] - size - 7
        height, anchor = y + 4.5, "start" if right else "end"
    return (
        f'<a href="#c-{escape(dot.claim_ids[0])}" data-claim="{escape(" ".join(dot.claim_ids))}" '
        f'data-how="{dot.derived or "high"}" data-value="{dot.value:.15g}">'
        f"<title>{escape(dot.hover)}</title>{shape}"
        + _text("text", f"{at:.1f}", f"{height:.1f}", anchor, dot.label) + "</a>"
    )  # fmt: skip
