"""Two sums of money: one thing told in two ways, or two things."""

from __future__ import annotations

from functools import lru_cache

from workbench.codebook import Codebook
from workbench.compare.names import rival, widen
from workbench.compare.pairs import (
    EVENT,
    LATER,
    SAME,
    SOON,
    STAGES,
    STOCKS,
    agreeing,
    akin,
    multiple,
    other_time,
    other_years,
    partial,
    shared_words,
)
from workbench.compare.statements import Statement

REBUILD = "=rebuild"


def money(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two sums, "same" where they tell one fact, or None."""
    if "percent" in (x.unit, y.unit) and x.unit != y.unit:
        return None
    stages = _stage(x), _stage(y)
    shared = shared_words(x, y)
    if {*stages} == {"need", "damage"} and REBUILD in x.topic & y.topic:
        stages = ("damage", "damage")  # what was destroyed, and what building it anew takes
    yearly = (x.rate is None) != (y.rate is None)
    if yearly and shared and multiple(x, y):
        return None if _givers_differ(x, y, book) else "scope"
    if (x.low, x.high) == (y.low, y.high):
        return _equal(x, y, stages, shared, book)
    if _apart(x, y, stages, book):
        return None
    if stages[0] == stages[1] and stages[0] in STOCKS and _grown(x, y):
        return "date"
    if other_years(x, y):
        told = stages[0] == stages[1] and stages[0] in ("damage", "asset") and shared
        return "date" if told and not agreeing(x, y) else None
    if agreeing(x, y):
        return SAME if shared else None
    if yearly:
        return _yearly(x, y, shared)
    return _value(x, y, stages, shared, book)


def _value(x: Statement, y: Statement, stages, shared: int, book: Codebook) -> str | None:
    """Two amounts that can't both be right, where enough says that they are of one thing."""
    if not x.names & y.names:
        return None
    if stages == ("asset", "asset"):
        if (scope := _places(x, y, book)) != "same":
            return scope
    elif not akin(x, y) or _evidence(x, y, shared) < (1 if stages == ("need", "need") else 2):
        return None
    if partial(x, y) or x.years and y.years and x.years != y.years:
        return "scope"
    if x.times and y.times and x.times != y.times:
        return "scope"
    if stages[0] == stages[1] and stages[0] in STOCKS and other_time(x, y, LATER):
        return "date"
    return "value"


def _evidence(x: Statement, y: Statement, shared: int) -> int:
    """How much of what two sentences say of their sums is one."""
    years = bool(x.years & y.years)
    short = x.names == y.names and (x.topic <= y.topic or y.topic <= x.topic)
    return (
        shared
        + years
        + bool(x.purpose and x.purpose == y.purpose)
        + bool(x.times and x.times == y.times)
        + bool(years and x.actors & y.actors and x.beneficiaries & y.beneficiaries)
        + bool(short and shared and not other_time(x, y, EVENT))
    )  # fmt: skip


def _apart(x: Statement, y: Statement, stages, book: Codebook) -> bool:
    """Whether stages, givers, places or objects say that two sums are of two things."""
    a, b = x.topic - {REBUILD}, y.topic - {REBUILD}
    assets = stages == ("asset", "asset")
    nobody = bool(x.actors) != bool(y.actors) and not (x.actors | y.actors) & x.names & y.names
    return bool(
        stages[0] != stages[1] and None not in stages and {*stages} & {"need", "damage", "asset"}
        or _givers_differ(x, y, book)
        or rival(x.names, y.names, book) and not assets
        or REBUILD in x.topic & y.topic and a and b and not a & b  # hospitals, and schools
        or "own" in stages and (x.names != y.names or _other_year(x, y) or _other_year(y, x))
        or nobody and stages != ("need", "need")
        or assets and x.names != y.names and not _places(x, y, book)
    )  # fmt: skip


def _grown(x: Statement, y: Statement) -> bool:
    """ "By the end of 2023 it had given", "by November its gifts had reached": one sum grows."""
    one = (x.rate, x.names, x.actors) == (y.rate, y.names, y.actors) and len(x.names) > 1
    return bool(one and x.when and y.when and other_time(x, y, LATER)) and not agreeing(x, y)


def _other_year(x: Statement, y: Statement) -> bool:
    """Whether one is for years in which the other's day does not lie: two votes, two budgets."""
    return bool(x.years and not y.years and y.when) and y.when[0].year > max(x.years)


def _places(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Whether assets lie in one place ("same"), in a part of it ("scope"), or elsewhere (None)."""
    a, b = x.names - x.actors, y.names - y.actors
    if not a or not b:
        return None
    if a == b or any(n not in book.tables["actor"] for n in a & b):
        return "same"  # one house that both name: "Euroclear"
    low, high = (a, b) if x.high < y.high else (b, a)
    return "scope" if low <= widen(high, book) or high < low else None


def _equal(x, y, stages, shared, book) -> str | None:
    """One number told twice: one fact, one amount in two roles, or one in two currencies."""
    differ, meets = _givers_differ(x, y, book), bool(x.names & y.names)
    if x.unit != y.unit:
        one = not differ and not rival(x.names, y.names, book)
        told = shared or x.beneficiaries & y.beneficiaries
        return "unit" if told and one and not other_years(x, y) else None
    if stages[0] == stages[1] or not (x.sure and y.sure) and None in stages:
        if differ or rival(x.names, y.names, book):
            return None
        return SAME if shared or meets else None
    if other_years(x, y):
        return None
    pair = {*stages}
    alike = bool(x.years & y.years) or x.rate is not None and x.rate == y.rate
    strong = shared + meets + alike > 1 and (shared or alike)
    if pair & {"need", "damage"}:
        return "role" if strong else None
    if "own" in pair and x.actors and y.actors and not x.actors & y.actors:
        return "role" if strong else None
    if differ:
        return None
    if pair == {"given", "paid"} and x.names == y.names and not other_time(x, y, SOON):
        return "role"
    return SAME if shared or meets else None


def _stage(c: Statement) -> str | None:
    """What kind of money: asked for, given, paid, a state's own, destroyed, held."""
    if c.modality == "demanded":
        return "need"
    return STAGES.get(c.role) if c.sure else None


@lru_cache(maxsize=4096)
def _parties(actors: frozenset[str], book: Codebook) -> frozenset[str]:
    """Who gives: a continent is taken for the union that is among its members."""
    table = book.tables["actor"]
    unions = {a.id for a in table.values() if a.kind == "union"}
    found = set()
    for name in actors:
        place = name in table and table[name].kind == "place"
        found |= place and unions & {*table[name].members} or {name}
    return frozenset(found)


def _givers_differ(x: Statement, y: Statement, book: Codebook) -> bool:
    """Whether each has a giver, and neither sentence names the other's."""
    a, b = _parties(x.actors, book), _parties(y.actors, book)
    return bool(a and b and not a & b) and not (a & y.names and b & x.names)


def _yearly(x: Statement, y: Statement, shared: int) -> str | None:
    """A yearly amount beside a total: consistent, not known, or not to be reconciled."""
    yearly, total = (x, y) if x.rate else (y, x)
    if yearly.rate != "per_year":
        return None
    one = x.names == y.names
    if yearly.unit == total.unit and (total.times or yearly.times):
        if multiple(x, y):
            return "scope" if x.years & y.years or one else None
        run = x.years & y.years or x.times == y.times
        return "value" if shared >= 2 or one and run else None
    close = shared > 1 and akin(x, y) or shared and one and len(x.names) > 1
    return "scope" if close and total.high > yearly.high else None
