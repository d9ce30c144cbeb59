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
    same_number = x.low == y.low and x.high == y.high
    if {*stages} == {"need", "damage"} and REBUILD in x.topic & y.topic:
        stages = ("damage", "damage")  # what was destroyed, and what building it anew takes
    unlike = None not in stages and stages[0] != stages[1]
    if (x.rate is None) != (y.rate is None) and multiple(x, y) and shared:
        return None if _givers_differ(x, y, book) else "scope"
    if same_number and x.unit == y.unit:
        return _equal(x, y, stages, shared, book)
    if same_number and x.names == y.names and len(x.names) > 1 and shared:
        return "unit"
    if unlike and {*stages} & {"need", "damage", "asset"}:
        return None
    if _givers_differ(x, y, book) or rival(x.names, y.names, book) and stages != ("asset", "asset"):
        return None
    if _elsewhere(x, y) or _elsewhere(y, x):
        return None
    if _other_object(x, y):
        return None
    if stages[0] == stages[1] and stages[0] in STOCKS and _grown(x, y):
        return "date"
    if "own" in stages and _other_year(x, y):
        return None
    if x.years and y.years and not x.years & y.years:
        told = stages[0] == stages[1] and stages[0] in ("damage", "asset") and shared
        if stages == ("asset", "asset") and _places(x, y, book) is None and x.names != y.names:
            return None
        return "date" if told and not agreeing(x, y) else None
    if same_number:
        return "unit" if shared or x.beneficiaries & y.beneficiaries else None
    if agreeing(x, y):
        return SAME if shared else None
    if (x.rate is None) != (y.rate is None):
        return _yearly(x, y, shared)
    if not _one_subject(x, y, stages, shared):
        return None
    strong = shared + bool(x.years & y.years) + bool(x.purpose and x.purpose == y.purpose)
    strong += bool(x.times and x.times == y.times)
    strong += bool(x.actors & y.actors and x.beneficiaries & y.beneficiaries and x.years & y.years)
    given = {*stages} & {"given", "paid"} or not (x.sure and y.sure)
    if (
        x.names == y.names
        and len(x.names) > bool(given)
        and (x.topic <= y.topic or y.topic <= x.topic)
    ):
        strong += bool(shared) and not other_time(x, y, EVENT)  # the shorter one says no more
    if stages == ("asset", "asset"):
        scope = _places(x, y, book)
        if scope != "same":
            return scope
    elif stages == ("need", "need"):
        if not strong or not akin(x, y):
            return None
    elif strong < 2 or not akin(x, y):
        return None
    if x.years != y.years and x.years and y.years:
        return "scope"
    if partial(x, y) or x.times and y.times and x.times != y.times:
        return "scope"
    if stages[0] == stages[1] and stages[0] in STOCKS and other_time(x, y, LATER):
        return "date"
    return "value"


def _other_object(x: Statement, y: Statement) -> bool:
    """Hospitals are rebuilt, and schools."""
    a, b = x.topic - {REBUILD}, y.topic - {REBUILD}
    return REBUILD in x.topic & y.topic and bool(a and b) and not a & b


def _grown(x: Statement, y: Statement) -> bool:
    """ "By the end of 2023 it had given", "by November its gifts had reached": one sum grows."""
    if (
        not (x.when and y.when)
        or x.rate != y.rate
        or x.names != y.names
        or len(x.names) < 2
        or x.actors != y.actors
    ):
        return False
    return other_time(x, y, LATER) and not agreeing(x, y)


def _other_year(x: Statement, y: Statement) -> bool:
    """Whether one is for years in which the other's day does not lie: two votes, two budgets."""
    for a, b in ((x, y), (y, x)):
        if a.years and not b.years and b.when and b.when[0].year > max(a.years):
            return True
    return False


def _one_subject(x: Statement, y: Statement, stages, shared: int) -> bool:
    """Whether the names of two sums leave room for one thing."""
    if "own" in stages and x.names != y.names:
        return False  # a state's own budget, and its money for another
    if (
        stages != ("need", "need")
        and bool(x.actors) != bool(y.actors)
        and not (x.actors or y.actors) & x.names & y.names
    ):
        return False
    return bool(x.names & y.names) or not (x.names or y.names) and shared > 2


def _places(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Whether assets lie in one place ("same"), in a part of it ("scope"), or elsewhere (None)."""
    a, b = x.names - x.actors, y.names - y.actors
    if not a or not b:
        return None
    if a == b or any(n not in book.tables["actor"] for n in a & b):
        return "same"  # one house that both name: "Euroclear"
    low, high = (a, b) if x.high < y.high else (b, a)
    inside = low <= widen(high, book) or high < low
    return "scope" if inside else None


def _equal(x, y, stages, shared, book) -> str | None:
    """One amount told twice: one fact, or one amount in two roles."""
    if stages[0] == stages[1] or not (x.sure and y.sure) and None in stages:
        if _givers_differ(x, y, book) or rival(x.names, y.names, book):
            return None
        return SAME if shared or x.names & y.names else None
    pair = {*stages}
    meets = bool(x.names & y.names)
    alike = bool(x.years & y.years) or x.rate is not None and x.rate == y.rate
    evidence = shared + meets + alike
    if x.years and y.years and not x.years & y.years:
        return None
    if pair & {"need", "damage"} and evidence >= 2 and (shared or alike):
        return "role"
    if pair & {"need", "damage"}:
        return None
    if _givers_differ(x, y, book):
        return (
            "role" if "own" in pair and evidence >= 2 and shared + bool(x.years & y.years) else None
        )
    if pair == {"given", "paid"} and x.names == y.names and not other_time(x, y, SOON):
        return "role"
    if "own" in pair and pair & {"given"} and evidence >= 2:
        return "role" if x.actors and y.actors and not x.actors & y.actors else SAME
    return SAME if shared or meets else None


def _stage(c: Statement) -> str | None:
    if c.unit == "percent":
        return "own"
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
    a, b = _parties(x.actors, book), _parties(y.actors, book)
    return bool(a and b and not a & b) and not (a & y.names and b & x.names)


def _elsewhere(x: Statement, y: Statement) -> bool:
    """Money for another state beside a state's own spending that names nobody else."""
    return bool(x.beneficiaries and not x.beneficiaries & y.names and y.role == "budget")


def _yearly(x: Statement, y: Statement, shared: int) -> str | None:
    """A yearly amount beside a total: consistent, not known, or not to be reconciled."""
    yearly, total = (x, y) if x.rate else (y, x)
    if yearly.rate != "per_year":
        return None
    times = total.times or yearly.times
    if yearly.unit == total.unit and times:
        if multiple(x, y):
            alike = x.instrument and x.instrument == y.instrument
            alike = alike or x.names == y.names
            return "scope" if shared or x.years & y.years or alike else None
        alike = x.names == y.names and (x.years & y.years or x.times == y.times)
        return "value" if shared >= 2 or alike else None
    close = shared > 1 and akin(x, y) or shared and x.names == y.names and len(x.names) > 1
    return "scope" if close and total.high > yearly.high else None
