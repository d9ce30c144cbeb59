"""Two counts of people or weapons: one thing told in two ways, or two things."""

from __future__ import annotations

from workbench.codebook import Codebook
from workbench.compare import amounts
from workbench.compare.names import meet, rival
from workbench.compare.pairs import (
    EVENT,
    LATER,
    SAME,
    SOON,
    STOCKS,
    akin,
    drafts,
    multiple,
    one_time,
    other_time,
    partial,
    shared_words,
)
from workbench.compare.statements import Statement

# Roles that one figure can be read in, depending on the words beside it.
ALIKE = (
    {"cap", "strength"},
    {"cap", "deployment"},
    {"deployment", "strength"},
    {"other", "deployment"},
    {"other", "strength"},
    {"training", "strength"},
    {"cap", "materiel"},
)
# What is told of one year, and is another thing in the next.
FLOWS = {"materiel", "strike", "training"}
EXCHANGE = "=exchange"
INVASION = "=invasion"  # "since the full-scale invasion began": the dead of the whole war


def people(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two counts, "same" where they tell one fact, or None."""
    same_number = x.low == y.low and x.high == y.high
    if x.unit != y.unit and x.whole != y.whole and x.role == y.role == "strike":
        return _salvo(x, y)
    if x.unit != y.unit:
        whose = x.actors == y.actors or not (x.actors and y.actors)
        close = same_number and x.role == y.role and whose and x.names == y.names
        told = shared_words(x, y) > (x.low < 100)  # small numbers meet by chance
        return "unit" if close and told and not other_time(x, y, EVENT) else None
    roles = {x.role, y.role}
    if len(roles) > 1 and not any(roles <= pair for pair in ALIKE):
        return None
    traded = roles == {"materiel"} and x.actors <= y.names and y.actors <= x.names
    held = "captive" in x.noun & y.noun and x.names == y.names  # of one side, by the other
    if held and (EXCHANGE in x.topic) != (EXCHANGE in y.topic):
        return None  # those who are held, and those who came home
    others = x.actors and y.actors and not meet(x.actors, y.actors, book)
    if others and not traded and not held:
        if "deployment" not in roles or x.names != y.names:
            return None
    if roles == {"strength"} and not _one_army(x, y):
        return None
    if not _planned_alike(x, y, book):
        return None
    if "training" in roles and len(roles) > 1 and not x.noun & y.noun:
        return None
    if len(roles) > 1 and "deployment" in roles and x.names != y.names:
        if shared_words(x, y) < 2 and not x.noun & y.noun:
            return None
    if x.noun != y.noun and not partial(x, y):
        return None
    if rival(_own(x), _own(y), book) or drafts(x, y):
        return None
    inside = x.names <= y.names or y.names <= x.names
    alike = x.names == y.names or "deployment" in roles and inside
    if not (x.actors or y.actors) and not alike and x.holder and y.holder:
        if x.holder != y.holder:
            return None
    if "cap" in roles and x.plan and y.plan and "later" in {x.plan.mark} ^ {y.plan.mark}:
        return None  # a draft, and what was made of it
    if not _tied(x, y, roles, book):
        return None
    if x.rate != y.rate:
        return "scope" if x.names == y.names and (one_time(x, y) or _times(x, y)) else None
    if amounts.agree(x.amount, y.amount):
        return SAME
    daily = x.rate is not None and not other_time(x, y, SOON)
    if "strike" in roles and not daily and (not (x.when and y.when) or other_time(x, y, EVENT)):
        return None  # nights follow each other: without its day a raid is any raid
    if "strike" in roles and x.downed != y.downed:
        return None
    if x.years and y.years and not x.years & y.years and roles & FLOWS:
        return "date" if "strike" not in roles and x.when and y.when else None
    if EXCHANGE in x.topic & y.topic and other_time(x, y, EVENT):
        return None  # two exchanges of prisoners
    if x.rate and x.when and y.when and other_time(x, y, 0):
        return "date"  # a rate of December, and one of January
    if partial(x, y):
        return "scope"
    if x.plan is None or y.plan is None:
        if other_time(x, y, LATER):
            told = roles & STOCKS or "training" in roles and x.when and y.when
            return "date" if told else None
    return "value"


def _one_army(x: Statement, y: Statement) -> bool:
    """Whether the army that one names can be that of the other, which names others only."""
    for a, b in ((x, y), (y, x)):
        if a.actors and not b.actors and b.names and not a.actors & b.names:
            return False
    return True


def _salvo(x: Statement, y: Statement) -> str | None:
    """Missiles and drones in one number, and the drones alone, of one night."""
    if not (x.actors & y.actors and x.when and y.when) or other_time(x, y, EVENT):
        return None
    return None if amounts.agree(x.amount, y.amount) else "scope"


def _one_period(x: Statement, y: Statement) -> bool:
    """Whether both sentences name the same weeks, or the same year."""
    return one_time(x, y) or bool(x.years) and x.years == y.years


def _times(x: Statement, y: Statement) -> bool:
    """Whether one is the other's rate, as many times as the years that it runs."""
    return (x.rate is None) != (y.rate is None) and multiple(x, y)


def _own(c: Statement) -> frozenset[str]:
    """Names of the subject: of a ceiling, not those of the text that it stands in."""
    return c.names - c.plan.owners - c.plan.about if c.plan else c.names


def _planned_alike(x: Statement, y: Statement, book: Codebook) -> bool:
    """A size that is beside a size that is; a ceiling of one text beside one of the same."""
    if x.headline or y.headline or x.plan and y.plan and x.plan.same(y.plan, book):
        return True
    a, b = _ceiling(x) or _future(x), _ceiling(y) or _future(y)
    if "agreed" in (x.modality, y.modality):
        a = b  # what is agreed may be told as it is, and as what is to come
    if {x.role, y.role} <= {"cap", "strength"} and (x.plan or y.plan):
        return False
    if x.future and y.future:
        return True
    if "conditional" in (x.modality, y.modality) and x.role == y.role == "strength":
        return x.future == y.future
    return a == b and (x.role == y.role or not (a and b) or x.actors & y.actors)


def _ceiling(c: Statement) -> bool:
    return c.role == "cap" and c.modality != "actual"


def _future(c: Statement) -> bool:
    return c.future or c.modality not in ("actual", "agreed")


def _tied(x: Statement, y: Statement, roles: set[str], book: Codebook) -> bool:
    """Whether something beside the number says that it is one thing."""
    shared = shared_words(x, y)
    if x.headline or y.headline:
        return True
    if x.plan and y.plan and x.plan.same(y.plan, book):
        return True
    if roles == {"cap"}:
        return bool(x.modality == y.modality == "demanded" and x.speaker == y.speaker and shared)
    if roles <= {"strength"}:
        return bool(x.actors & y.actors or x.names & y.names)
    table = book.tables["actor"]
    if "deployment" in roles and not other_time(x, y, SOON):
        one = x.names <= y.names or y.names <= x.names
        place = any(n not in table for n in x.names & y.names)
        if x.names == y.names and x.names or one and place and x.actors & y.actors:
            return True
    if not akin(x, y) and not roles & {"strike", "casualties"}:
        return False
    if "casualties" in roles:
        armies = {n for n in x.actors | y.actors if n not in table or table[n].kind != "place"}
        places = (x.names & y.names) - armies
        event = bool(places) and not other_time(x, y, SOON)
        return (
            event
            or bool((places or shared) and shared + len(places) > 1)
            or bool(x.actors & y.actors and shared and not x.topic ^ y.topic)
            or bool(x.actors & y.actors and (INVASION in x.topic & y.topic or _one_period(x, y)))
        )
    if "strike" in roles:
        return bool((x.actors or x.names) & (y.actors or y.names))
    if "deployment" in roles:
        sent = x.actors | y.actors
        there = x.names - sent, y.names - sent
        if any(there) and not there[0] & there[1]:
            return False  # to one country, and to another or to none that is named
    if "deployment" in roles or "other" in roles:
        return bool(x.names & y.names) and (bool(shared) or x.noun & y.noun or x.actors == y.actors)
    return bool(shared) and not (
        x.beneficiaries ^ y.beneficiaries and x.beneficiaries and y.beneficiaries
    )
