"""A Finding as a static picture: dots, ranges and labels in SVG, without a browser or a library.

The colours come from the page's own style (classes ``wb-line``, ``wb-text``, ``wb-quiet`` and
``currentColor``), so one picture serves light, dark and print. Same finding, same bytes.
"""

from __future__ import annotations

import math
import textwrap
from html import escape

WIDTH, ROW, LEFT, RIGHT = 540, 54, 176, 36


def picture(finding) -> str:
    """SVG text of a Finding; nothing for an empty one.

    Each dot is a link to ``#c-<claim_id>`` of its first claim and carries its claims and value.
    """
    rows = list(finding.rows)
    if not rows:
        return ""
    low, high = (_scaled(value, finding.log) for value in finding.span)
    height = 18 + ROW * len(rows) + 46

    def x(value: float) -> str:
        at = (_scaled(value, finding.log) - low) / (high - low)
        return f"{LEFT + at * (WIDTH - LEFT - RIGHT):.1f}"

    bottom = 18 + ROW * len(rows)
    out = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(finding.title)}">']
    for value, text in finding.ticks:
        out.append(
            f'<line class="wb-grid" x1="{x(value)}" x2="{x(value)}" y1="12" y2="{bottom}"/>'
            f'<text class="wb-quiet" x="{x(value)}" y="{bottom + 17}" '
            f'text-anchor="middle">{escape(text)}</text>'
        )
    axis = finding.axis + (" (each step ten times the one before)" if finding.log else "")
    out.append(
        f'<text class="wb-quiet" x="{(LEFT + WIDTH - RIGHT) / 2:.1f}" y="{bottom + 38}" '
        f'text-anchor="middle">{escape(axis)}</text>'
    )
    for number, row in enumerate(rows):
        middle = 18 + ROW * number + ROW / 2
        parts = [row] if len(row) <= 24 else row.split(" · ")
        lines = [line for part in parts for line in textwrap.wrap(part, 24)][:3]
        for i, line in enumerate(lines):
            y = middle + 4 + 15 * (i - (len(lines) - 1) / 2)
            out.append(
                f'<text class="wb-text" x="{LEFT - 16}" y="{y:.1f}" '
                f'text-anchor="end">{escape(line)}</text>'
            )
        dots = [dot for dot in finding.dots if dot.row == row]
        mixed = len({dot.hedged for dot in dots}) == 2
        for dot in dots:
            y = middle + (13 if dot.hedged else -9) * mixed + (0 if mixed else 6)
            out.append(_dot(dot, x, y, beside=mixed))
    for link in finding.links:
        ends = sorted(18 + ROW * rows.index(row) + ROW / 2 for row in link.rows)
        at, aside = float(x(link.x)) + 10, float(x(link.x)) + 46
        path = f"M{at:.1f} {ends[0] + 6:.1f}Q{aside:.1f} {sum(ends) / 2:.1f} {at:.1f} {ends[1]:.1f}"
        title = f"<title>{escape(link.hover)}</title>"
        out.append(f'<path class="wb-derived" fill="none" d="{path}">{title}</path>')
        if link.revises:  # an arrowhead at the later version, which is the second of the rows
            later = 18 + ROW * rows.index(link.rows[1]) + ROW / 2
            y = later + 6 * (later == ends[0])
            back = 9 if later == ends[0] else -9
            head = f"M{at:.1f} {y:.1f}l9 {0.2 * back:.1f}M{at:.1f} {y:.1f}l1.5 {back}"
            out.append(f'<path class="wb-derived" fill="none" d="{head}"/>')
    return "\n".join([*out, "</svg>"])


def _dot(dot, x, y: float, beside: bool) -> str:
    """A mark with its label above it, or beside it where another mark stands in the row."""
    kind = "wb-derived" if dot.derived else "wb-line wb-hedged" if dot.hedged else "wb-line"
    ids = escape(" ".join(dot.claim_ids))
    ends = [float(x(dot.low)), float(x(dot.high))]
    if dot.low != dot.high:
        size = 0
        kind += "" if dot.derived else " wb-range"
        shape = (
            f'<line class="{kind}" x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" '
            f'y1="{y:.1f}" y2="{y:.1f}"/>'
        )
    else:
        size = min(5 + dot.mentions, 10)
        shape = f'<circle class="{kind}" cx="{ends[1]:.1f}" cy="{y:.1f}" r="{size}"/>'
    at, height, anchor = sum(ends) / 2, y - 13, "middle"
    if beside:
        right = at < LEFT + 0.6 * (WIDTH - LEFT - RIGHT)
        at = ends[1] + size + 7 if right else ends[0] - size - 7
        height, anchor = y + 4.5, "start" if right else "end"
    return (
        f'<a href="#c-{escape(dot.claim_ids[0])}" data-claim="{ids}" '
        f'data-how="{dot.derived or "high"}" data-value="{dot.value:.15g}">'
        f"<title>{escape(dot.hover)}</title>{shape}"
        f'<text class="wb-text" x="{at:.1f}" y="{height:.1f}" '
        f'text-anchor="{anchor}">{escape(dot.label)}</text></a>'
    )


def _scaled(value: float, log: bool) -> float:
    return math.log10(value) if log and value > 0 else value
