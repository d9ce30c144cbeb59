"""Two statements: do they speak of one thing, and if they differ, how.

The kinds are those of the data dictionary. ``judge`` gives "same" where two claims tell one
fact, a kind where they disagree, and None where they speak of different things or the
difference is no disagreement (two proposals, two years, a rounding).
"""

from __future__ import annotations

from workbench.codebook import Codebook
from workbench.compare.money import money
from workbench.compare.pairs import SAME, drafts
from workbench.compare.people import people
from workbench.compare.statements import Statement


def judge(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two statements of one theme, "same", or None."""
    if (x.doc_id, x.sentence_start) == (y.doc_id, y.sentence_start):
        return None
    if x.theme == "plan":
        return _points(x, y, book)
    if _turned(x, y) or x.ordinals and y.ordinals and not x.ordinals & y.ordinals:
        return None
    if x.increment != y.increment:
        return None
    if x.theme == "funding":
        return money(x, y, book)
    return people(x, y, book)


def _turned(x: Statement, y: Statement) -> bool:
    """ "this winter" and "last winter" in texts of one month: two winters."""
    if not x.turns or not y.turns or x.published is None or y.published is None:
        return False
    near = abs((x.published - y.published).days) <= 31
    return near and any(x.turns.get(unit, turn) != turn for unit, turn in y.turns.items())


def _points(x: Statement, y: Statement, book: Codebook) -> str | None:
    if x.plan is None or y.plan is None or not x.plan.same(y.plan, book):
        return None
    if x.superseded != y.superseded and x.low != y.low or x.low != y.low and drafts(x, y):
        return None
    if x.years and y.years and not x.years & y.years:
        return None
    if bool(x.years) != bool(y.years) and _past(x if x.years else y):
        return None
    if x.low == y.low:
        return SAME
    earlier = book.words("compare_earlier")
    if _says(x, earlier) != _says(y, earlier):
        return None
    return "lineage"


def _past(c: Statement) -> bool:
    return bool(c.published) and max(c.years) < c.published.year - (c.published.month < 4)


def _says(c: Statement, words: frozenset[str]) -> bool:
    """Whether the clause of the figure has one of the words."""
    at = c.start - c.sentence_start
    return any(w.strip(",.;:—").lower() in words for w in c.sentence[max(0, at - 90) : at].split())
