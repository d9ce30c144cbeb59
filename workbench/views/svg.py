"""A Finding as a static picture: its marks in SVG, without a browser.

On our pages the colours come from the page's own style (classes ``wb-line``, ``wb-text``,
``wb-quiet`` and ``currentColor``), so one picture serves light, dark and print; ``alone`` it brings
its own. Same finding, same bytes.
"""

import textwrap

from markupsafe import Markup

from workbench.codebook import look
from workbench.corpus.evidence import filled
from workbench.views import placing
from workbench.views.placing import WIDTH, across, left, row_height, row_lines

TOP = 18  # pixels above the first row
CLASSES = {"firm": "wb-line", "hedged": "wb-line wb-hedged", "counted": "wb-derived"}
ANCHORS = {"left": "end", "center": "middle", "right": "start"}


def picture(finding) -> str:
    """SVG text of a Finding; nothing for an empty one.

    Each mark is a link to ``#c-<claim_id>`` of its first claim and carries its claims and value.
    """
    shown = finding.rows and filled("picture.svg.j2", **_parts(finding), head=(), foot=())
    return Markup(shown or "")


def alone(finding) -> str:
    """The same with title, key, caption and colours, for where no page of ours is around it."""
    page = look.PALETTE["light"]["page"]
    line = (
        look.PALETTE["light"][look.dress(finding.theme)].get("line")
        if finding.theme != "page"
        else ""
    )
    style = {"line": line or page["mark"], "quiet": page["mark"], "rule": page["line"]}
    return filled(
        "picture.svg.j2", **_parts(finding), style=Markup(filled("picture.css.j2", **style)),
        head=textwrap.wrap(finding.title, 66), key=textwrap.wrap(finding.key, 92),
        foot=textwrap.wrap(finding.caption, 96),
    )  # fmt: skip


def bundle(finding, **data) -> dict:
    """What a notebook stores of a figure beside ``data``: the picture, and words for who sees none.

    GitHub, an export as HTML and a notebook that was not run yet show these.
    """
    drawn = {"image/svg+xml": alone(finding)} if finding.rows else {}
    return {**data, **drawn, "text/plain": finding.in_words}


def _parts(finding) -> dict:
    """What the template draws, in pixels."""
    row = row_height(finding.rows)
    bottom = TOP + row * len(finding.rows)
    marks = []
    for one in placing.placed(finding):
        line = [(across(finding, x), bottom - row * (y + 0.5)) for x, y in (*one.path, one.at)]
        marks.append(_drawn(one, line[:-1], *line[-1]))
    return {
        "finding": finding, "width": WIDTH, "bottom": bottom, "start": left(finding.rows),
        "axis": placing.axis_lines(finding), "marks": marks,
        "classes": CLASSES, "dress": look.dress(finding.theme),
        "ticks": [(across(finding, value), words) for value, words in placing.ticks(finding)],
        "rows": [(TOP + row * (n + 0.5), row_lines(told)) for n, told in enumerate(finding.rows)],
    }  # fmt: skip


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
