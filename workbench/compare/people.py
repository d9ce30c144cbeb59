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
    one_text,
    one_time,
    other_time,
    other_years,
    partial,
    shared_words,
)
from workbench.compare.statements import Statement

# Roles that one figure can be read in, depending on the words beside it.
ALIKE = (
    {"cap", "strength", "deployment"},
    {"other", "strength", "deployment"},
    {"training", "strength"},
    {"cap", "materiel"},
)
# What is told of one year, and is another thing in the next.
FLOWS = {"materiel", "strike", "training"}
EXCHANGE = "=exchange"
INVASION = "=invasion"  # "since the full-scale invasion began": the dead of the whole war


def people(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two counts, "same" where they tell one fact, or None."""
    if x.unit != y.unit:
        return _weapons(x, y)
    roles = {x.role, y.role}
    if _apart(x, y, roles, book) or not _planned_alike(x, y, book) or not _tied(x, y, roles, book):
        return None
    if x.rate != y.rate:
        return "scope" if x.names == y.names and (one_time(x, y) or multiple(x, y)) else None
    if amounts.agree(x.amount, y.amount):
        return SAME
    if roles == {"strike"} and x.rate is None and not (x.when and y.when):
        return None  # nights follow each other: without its day a raid is any raid
    if "strike" in roles or EXCHANGE in x.topic & y.topic:
        if other_time(x, y, SOON if x.rate else EVENT):
            return None  # two raids, two exchanges of prisoners
    if roles & FLOWS and other_years(x, y):
        return "date" if x.when and y.when else None
    if partial(x, y):
        return "scope"
    if other_time(x, y, LATER) and not (x.plan and y.plan):
        return "date" if roles & STOCKS else None
    return "value"


def _weapons(x: Statement, y: Statement) -> str | None:
    """The same number of drones and of missiles; missiles and drones in one number, and drones."""
    if other_time(x, y, EVENT) or x.role != y.role:
        return None
    if x.whole != y.whole and x.role == "strike":
        both = x.actors & y.actors and x.when and y.when
        return "scope" if both and not amounts.agree(x.amount, y.amount) else None
    whose = x.actors == y.actors or not (x.actors and y.actors)
    told = shared_words(x, y) > (x.low < 100)  # small numbers meet by chance
    return "unit" if x.amount[:2] == y.amount[:2] and whose and told else None


def _apart(x: Statement, y: Statement, roles: set[str], book: Codebook) -> bool:
    """Whether roles, names, classes of people or drafts say that two counts are of two things."""
    held = "captive" in x.noun & y.noun and x.names == y.names  # of one side, by the other
    others = x.actors and y.actors and not meet(x.actors, y.actors, book)
    unnamed = not (x.actors or y.actors or x.names == y.names or "deployment" in roles)
    return bool(
        not any(roles <= pair for pair in ALIKE) and len(roles) > 1
        or held and (EXCHANGE in x.topic) != (EXCHANGE in y.topic)  # held, and come home
        or others and not held
        or x.noun != y.noun and not partial(x, y)
        or rival(_own(x), _own(y), book)
        or drafts(x, y)
        or x.plan and y.plan and "later" in {x.plan.mark} ^ {y.plan.mark}
        or unnamed and x.holder != y.holder
    )  # fmt: skip


def _own(c: Statement) -> frozenset[str]:
    """Names of the subject: of a ceiling, not those of the text that it stands in."""
    return c.names - c.plan.owners - c.plan.about if c.plan else c.names


def _planned_alike(x: Statement, y: Statement, book: Codebook) -> bool:
    """A size that is beside a size that is; a ceiling of one text beside one of the same."""
    if x.headline or y.headline or one_text(x, y, book):
        return True
    if {x.role, y.role} <= {"cap", "strength"} and (x.plan or y.plan):
        return False
    if x.role == y.role == "strength":
        return x.future == y.future
    if "agreed" in (x.modality, y.modality):
        return True  # what is agreed may be told as it is, and as what is to come
    alike = x.role == y.role or not _future(x) or x.actors & y.actors
    return bool(_future(x) == _future(y) and alike)


def _future(c: Statement) -> bool:
    return c.future or c.modality not in ("actual", "agreed")


def _tied(x: Statement, y: Statement, roles: set[str], book: Codebook) -> bool:
    """Whether something beside the number says that it is one thing."""
    shared = shared_words(x, y)
    if x.headline or y.headline or one_text(x, y, book):
        return True
    if roles == {"cap"}:
        return bool(x.modality == y.modality == "demanded" and x.speaker == y.speaker and shared)
    if roles == {"strength"} or roles == {"strike"}:
        return bool(x.names & y.names)
    if "deployment" in roles and x.names == y.names and not other_time(x, y, SOON):
        return True
    if "casualties" in roles:
        return _one_toll(x, y, shared, book)
    if not akin(x, y):
        return False
    if roles & {"deployment", "other"}:
        return bool(x.names & y.names and (shared or x.noun & y.noun or x.actors == y.actors))
    return bool(shared)


def _one_toll(x: Statement, y: Statement, shared: int, book: Codebook) -> bool:
    """Whether two counts of the dead are of one event, or of one side in one period."""
    table = book.tables["actor"]
    armies = {n for n in x.actors | y.actors if n not in table or table[n].kind != "place"}
    places = (x.names & y.names) - armies
    if places and not other_time(x, y, SOON):
        return True
    period = one_time(x, y) or x.years and x.years == y.years or INVASION in x.topic & y.topic
    return (
        bool(x.actors & y.actors and period)
        or bool(places or shared)
        and (shared + len(places) > 1)
    )
