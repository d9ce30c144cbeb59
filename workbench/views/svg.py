"""A Finding as a static picture: its marks in SVG, without a browser or a library.

The colours come from the page's own style (classes ``wb-line``, ``wb-text``, ``wb-quiet`` and
``currentColor``), so one picture serves light, dark and print. Same finding, same bytes.
"""

from __future__ import annotations

from html import escape

from workbench.views.placing import ROW, WIDTH, across, left, placed, row_lines

TOP = 18
CLASSES = {"firm": "wb-line", "hedged": "wb-line wb-hedged", "counted": "wb-derived"}
ANCHORS = {"left": "end", "center": "middle", "right": "start"}


def picture(finding) -> str:
    """SVG text of a Finding; nothing for an empty one.

    Each mark is a link to ``#c-<claim_id>`` of its first claim and carries its claims and value.
    """
    if not finding.rows:
        return ""
    bottom, start = TOP + ROW * len(finding.rows), left(finding.rows)
    out = [
        f'<svg viewBox="0 0 {WIDTH} {bottom + 46}" role="img" aria-label="{escape(finding.title)}">'
    ]
    for value, words in finding.ticks:
        x = across(finding, value)
        out.append(f'<line class="wb-grid" x1="{x:.1f}" x2="{x:.1f}" y1="12" y2="{bottom}"/>')
        out.append(_text("quiet", x, bottom + 17, "middle", words))
    out.append(_text("quiet", (start + WIDTH) / 2, bottom + 38, "middle", finding.axis_words))
    for number, row in enumerate(finding.rows):
        lines = row_lines(row)
        top = TOP + ROW * (number + 0.5) + 4 - 15 * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            out.append(_text("text", start - 12, top + 15 * i, "end", line))

    def point(place) -> tuple[float, float]:
        return across(finding, place[0]), bottom - ROW * (place[1] + 0.5)

    out += [_mark(one, [*map(point, one.path)], *point(one.at)) for one in placed(finding)]
    return "\n".join([*out, "</svg>"])


def _text(kind: str, x: float, y: float, anchor: str, words: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="wb-{kind}" {place}>{escape(words)}</text>'


def _mark(one, path, x: float, y: float) -> str:
    """One mark with its line, its dot and its words, as a link to its first claim."""
    mark, size, kind = one.mark, one.size / 2, CLASSES[one.mark.style]
    shapes = []
    if path:
        thick = "" if mark.style == "counted" else " wb-range"
        d = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in path)
        shapes.append(f'<path class="{kind}{thick}" fill="none" d="{d}"/>')
    if mark.arrow:  # its tip at the second row, which the line reaches from the side
        (a, b), back = path[-1], 9 if path[-2][0] > path[-1][0] else -9
        shapes.append(f'<path class="{kind}" fill="none" d="M{a + back:.1f} {b - 5:.1f}'
                      f'L{a:.1f} {b:.1f}L{a + back:.1f} {b + 5:.1f}"/>')  # fmt: skip
    if size and not path:
        shapes.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>')
    above, side = one.place.split()
    x += {"left": -1, "center": 0, "right": 1}[side] * (size + 5 if above == "middle" else 0)
    y += {"top": -(size or 5) - 6, "middle": 4.5, "bottom": size + 15}[above]
    words = _text("text", x, y, ANCHORS[side], one.text) if one.text else ""
    return (
        f'<a href="#c-{escape(mark.claims[0])}" data-claim="{escape(" ".join(mark.claims))}" '
        f'data-how="{mark.how}" data-value="{mark.value:.15g}">'
        f"<title>{escape(mark.hover)}</title>{''.join(shapes)}{words}</a>"
    )
