"""A Finding as a static picture: its marks in SVG, without a browser.

The colours come from the page's own style (classes ``wb-line``, ``wb-text``, ``wb-quiet`` and
``currentColor``), so one picture serves light, dark and print. Same finding, same bytes.
"""

import textwrap

from markupsafe import Markup

from workbench.codebook import look
from workbench.corpus.evidence import filled
from workbench.views.placing import ROW, WIDTH, across, left, placed, row_lines

TOP, AXIS = 18, 56  # pixels above the first row; letters in a line below the axis
CLASSES = {"firm": "wb-line", "hedged": "wb-line wb-hedged", "counted": "wb-derived"}
ANCHORS = {"left": "end", "center": "middle", "right": "start"}


def picture(finding) -> str:
    """SVG text of a Finding; nothing for an empty one.

    Each mark is a link to ``#c-<claim_id>`` of its first claim and carries its claims and value.
    """
    if not finding.rows:
        return Markup("")
    bottom = TOP + ROW * len(finding.rows)
    marks = []
    for one in placed(finding):
        line = [(across(finding, x), bottom - ROW * (y + 0.5)) for x, y in (*one.path, one.at)]
        marks.append(_drawn(one, line[:-1], *line[-1]))
    return Markup(filled(
        "picture.svg.j2", finding=finding, width=WIDTH, bottom=bottom, start=left(finding.rows),
        axis=textwrap.wrap(finding.axis_words, AXIS) or [""],
        ticks=[(across(finding, value), words) for value, words in finding.ticks], marks=marks,
        rows=[(TOP + ROW * (n + 0.5), row_lines(row)) for n, row in enumerate(finding.rows)],
        classes=CLASSES, dress=look.dress(finding.theme),
    ))  # fmt: skip


def _drawn(one, line, x: float, y: float) -> dict:
    """What the template draws of a mark, in pixels."""
    (above, side), size, head = one.place.split(), one.size / 2, ""
    if one.mark.arrow:  # its tip beside the second row, which the line reaches from the side
        (a, b), back = line[-1], 1 if line[-2][0] > line[-1][0] else -1
        tip, tail = a + 10 * back, a + 19 * back
        head = f"M{tail:.1f} {b - 5:.1f}L{tip:.1f} {b:.1f}L{tail:.1f} {b + 5:.1f}"
    aside = (size + 5) * (above == "middle") * {"left": -1, "center": 0, "right": 1}[side]
    lift = {"top": -(size or 5) - 6, "middle": 4.5, "bottom": size + 15}[above]
    return {
        "mark": one.mark, "x": x, "y": y, "size": size, "head": head, "words": one.text,
        "line": "M" * bool(line) + "L".join(f"{a:.1f} {b:.1f}" for a, b in line),
        "words_x": x + aside, "words_y": y + lift, "anchor": ANCHORS[side],
    }  # fmt: skip
