"""Two statements: do they speak of one thing, and if they differ, how.

The kinds are those of the data dictionary. ``judge`` gives "same" where two claims tell one
fact, a kind where they disagree, and None where they speak of different things or the
difference is no disagreement (two proposals, two years, a rounding).
"""

from __future__ import annotations

from workbench.codebook import Codebook
from workbench.compare.money import money
from workbench.compare.pairs import SAME, drafts, one_text, other_years
from workbench.compare.people import people
from workbench.compare.statements import Statement


def judge(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two statements of one theme, "same", or None."""
    if (x.doc_id, x.sentence_start) == (y.doc_id, y.sentence_start):
        return None
    if x.theme == "plan":
        return _points(x, y, book)
    ordinals = x.ordinals and y.ordinals and not x.ordinals & y.ordinals
    if ordinals or x.increment != y.increment or _turned(x, y):
        return None
    return (money if x.theme == "funding" else people)(x, y, book)


def _turned(x: Statement, y: Statement) -> bool:
    """ "this winter" and "last winter" in texts of one month: two winters."""
    if not (x.turns and y.turns and x.published and y.published):
        return False
    near = abs((x.published - y.published).days) <= 31
    return near and any(x.turns.get(unit, turn) != turn for unit, turn in y.turns.items())


def _points(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Two counts of points: one plan's, or those of two plans or two versions told as such."""
    if not one_text(x, y, book) or other_years(x, y):
        return None
    if x.low == y.low:
        return SAME
    return None if x.superseded != y.superseded or drafts(x, y) else "lineage"
