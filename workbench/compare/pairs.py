"""What is asked of any two statements: shared words, time, part and whole, amounts."""

from __future__ import annotations

from workbench.codebook import Codebook
from workbench.compare import amounts
from workbench.compare.moments import apart
from workbench.compare.statements import Statement

SAME = "same"
STAGES = {
    "need": "need", "pledge": "given", "commitment": "given", "allocation": "given",
    "disbursement": "paid", "budget": "own", "damage": "damage", "asset": "asset",
}  # fmt: skip
# What grows or shrinks with the weeks, so that another day explains another figure.
STOCKS = {*"strength casualties deployment materiel training damage asset paid other need".split()}
# Days apart at most: one event, one report and the next, one state of what changes slowly.
EVENT, SOON, LATER = 3, 21, 60
# Of the words that the shorter of two sentences says of its subject, at least this share is in
# the other too; so many words are enough in sentences of any length.
COMMON, ENOUGH = 0.3, 4


def akin(x: Statement, y: Statement) -> bool:
    """Whether the subjects of two sentences share a fair part of their words."""
    return len(x.topic & y.topic) >= min(ENOUGH, COMMON * min(len(x.topic), len(y.topic)))


def shared_words(x: Statement, y: Statement) -> int:
    """How many words two subjects share; a purpose, or a time, that both name is one more."""
    told = bool(x.purpose) and x.purpose == y.purpose
    return len(x.topic & y.topic) + told + one_time(x, y)


def one_time(x: Statement, y: Statement) -> bool:
    """Whether both sentences name the same weeks or months."""
    return x.when is not None and x.when == y.when and (x.when[1] - x.when[0]).days > EVENT


def other_years(x: Statement, y: Statement) -> bool:
    """Whether both are for years that they name, and for none together."""
    return bool(x.years and y.years and not x.years & y.years)


def one_text(x: Statement, y: Statement, book: Codebook) -> bool:
    """Whether both stand in one plan, draft or agreement."""
    return bool(x.plan and y.plan and x.plan.same(y.plan, book))


def agreeing(x: Statement, y: Statement) -> bool:
    """Whether two amounts can be one, after conversion where that is needed."""
    if x.unit == y.unit:
        return amounts.agree(x.amount, y.amount)
    day = x.published or y.published
    if x.theme != "funding" or day is None:
        return False
    low = amounts.in_currency(x.low, x.unit, y.unit, day)
    high = amounts.in_currency(x.high, x.unit, y.unit, day)
    if low is None or high is None:
        return True  # no rate, no verdict
    return amounts.agree((low, high, x.amount[2]), y.amount, amounts.CONVERTED)


def drafts(x: Statement, y: Statement) -> bool:
    """The November draft and the December draft of one sponsor: an earlier and a later one."""
    if not (x.plan and y.plan and x.when and y.when):
        return False
    return x.when[0].month != y.when[0].month and other_time(x, y, 0)


def partial(x: Statement, y: Statement) -> bool:
    """Whether one of two says that it is a part, or leaves something out."""
    if x.actors == y.actors and len(x.actors) > 1:
        return x.part != y.part  # "France and Britain together": both texts speak of both
    return x.part != y.part or x.whole != y.whole


def other_time(x: Statement, y: Statement, days: int) -> bool:
    """Whether two figures held more than so many days apart."""
    gap = apart(x, y)
    return gap is not None and gap.days > days


def multiple(x: Statement, y: Statement) -> bool:
    """Whether a yearly amount, as many times as the total has years, makes the total."""
    yearly, total = (x, y) if x.rate else (y, x)
    times = total.times or yearly.times
    if yearly.rate != "per_year" or yearly.unit != total.unit or not times:
        return False
    told = (yearly.low * times, yearly.high * times, yearly.qualifier)
    return amounts.agree(told, total.amount)
