"""What can be asked of two statements: the conditions that the rows of ``decisions.toml`` name."""

from __future__ import annotations

from workbench.compare import amounts
from workbench.compare.moments import apart
from workbench.compare.names import meet, rival, widen
from workbench.compare.statements import Statement

STAGES = {
    "need": "need", "pledge": "given", "commitment": "given", "allocation": "given",
    "disbursement": "paid", "budget": "own", "damage": "damage", "asset": "asset",
}  # fmt: skip
# What grows or shrinks with the weeks, so that another day explains another figure.
STOCKS = {*"strength casualties deployment materiel training damage asset paid other need".split()}
# What is told of one year, and is another thing in the next.
FLOWS = {"materiel", "strike", "training"}
# Roles that one figure can be read in, depending on the words beside it.
ALIKE = (
    {"cap", "strength", "deployment"},
    {"other", "strength", "deployment"},
    {"training", "strength"},
    {"cap", "materiel"},
)
# Days apart at most: one event, one report and the next, one state of what changes slowly.
EVENT, SOON, LATER = 3, 21, 60
# Of the words that the shorter of two sentences says of its subject, at least this share is in
# the other too; so many words are enough in sentences of any length.
COMMON, ENOUGH = 0.3, 4
REBUILD, EXCHANGE = "=rebuild", "=exchange"
INVASION = "=invasion"  # "since the full-scale invasion began": the dead of the whole war


def stage(c: Statement) -> str | None:
    """What kind of money: asked for, given, paid, a state's own, destroyed, held."""
    if c.modality == "demanded":
        return "need"
    return STAGES.get(c.role) if c.sure else None


def stages(x: Statement, y: Statement) -> set[str | None]:
    return {stage(x), stage(y)}


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


def later(x: Statement, y: Statement, days: int) -> bool:
    """Whether two figures held more than so many days apart."""
    gap = apart(x, y)
    return gap is not None and gap.days > days


def multiple(x: Statement, y: Statement) -> bool:
    """Whether a yearly amount, as many times as the total has years, makes the total."""
    yearly, total = (x, y) if x.rate else (y, x)
    times = total.times or yearly.times
    if yearly.rate != "per_year" or total.rate or yearly.unit != total.unit or not times:
        return False
    told = (yearly.low * times, yearly.high * times, yearly.qualifier)
    return amounts.agree(told, total.amount)


def partial(x: Statement, y: Statement) -> bool:
    """Whether one of two says that it is a part, or leaves something out."""
    together = x.actors == y.actors and len(x.actors) > 1  # "France and Britain together"
    return x.part != y.part or x.whole != y.whole and not together


def other_givers(x: Statement, y: Statement) -> bool:
    """Whether each has a giver, and neither sentence names the other's."""
    a, b = x.actors, y.actors
    return bool(a and b and not a & b) and not (a & y.names and b & x.names)


def evidence(x: Statement, y: Statement) -> int:
    """How much of what two sentences say of their sums is one; nothing without a name."""
    years, shared = bool(x.years & y.years), shared_words(x, y)
    short = x.names == y.names and (x.topic <= y.topic or y.topic <= x.topic)
    return bool(x.names & y.names) * (
        shared
        + years
        + bool(x.purpose and x.purpose == y.purpose)
        + bool(x.times and x.times == y.times)
        + bool(years and x.actors & y.actors and x.beneficiaries & y.beneficiaries)
        + bool(short and shared and not later(x, y, EVENT))
    )


def told_alike(x: Statement, y: Statement) -> bool:
    shared, alike = shared_words(x, y), bool(x.years & y.years) or bool(x.rate) and x.rate == y.rate
    return shared + bool(x.names & y.names) + alike > 1 and bool(shared or alike)


def subject(c: Statement) -> frozenset[str]:
    """Names of the subject: of a ceiling, not those of the text that it stands in."""
    return c.names - c.plan.owners if c.plan else c.names


def planned(c: Statement) -> bool:
    return c.future or c.modality not in ("actual", "agreed")


def places(x: Statement, y: Statement, book) -> frozenset[str]:
    """Places that both name; a party's army is none."""
    table = book.tables["actor"]
    armies = {n for n in x.actors | y.actors if n not in table or table[n].kind != "place"}
    return (x.names & y.names) - armies


def house_within(x: Statement, y: Statement, book) -> bool:
    """Whether the smaller sum lies in a part of where the larger one lies."""
    small, large = sorted((x, y), key=lambda c: c.high)
    a, b = small.names - small.actors, large.names - large.actors
    return bool(a and b) and (a <= widen(b, book) or b < a)


def other_rebuilt(x: Statement, y: Statement) -> bool:
    a, b = x.topic - {REBUILD}, y.topic - {REBUILD}
    return REBUILD in x.topic & y.topic and bool(a and b) and not a & b


def another_role(x: Statement, y: Statement) -> bool:
    pair = stages(x, y)
    return len(pair) == 2 and None not in pair and (
        bool(pair & {"need", "damage"}) or pair == {"given", "paid"} and not later(x, y, SOON))


def two_drafts(x: Statement, y: Statement) -> bool:
    """The November draft and the December draft of one sponsor: an earlier and a later one."""
    if not (x.plan and y.plan):
        return False
    dated = x.when and y.when and x.when[0].month != y.when[0].month and later(x, y, 0)
    return x.plan.later != y.plan.later or bool(dated)


def measured(x, y):
    pair = stages(x, y)
    return bool(len(pair) == 1 and pair <= STOCKS and x.when and y.when and x.actors == y.actors and x.names == y.names and later(x, y, LATER))


def akin(x: Statement, y: Statement) -> bool:
    """Whether the subjects of two sentences share a fair part of their words."""
    return len(x.topic & y.topic) >= min(ENOUGH, COMMON * min(len(x.topic), len(y.topic)))


def _roles(x, y):
    return {x.role, y.role}


CONDITIONS = {
    "one amount": lambda x, y, book: (x.low, x.high) == (y.low, y.high),
    "amounts agree": lambda x, y, book: agreeing(x, y),
    "one unit": lambda x, y, book: x.unit == y.unit,
    "one role": lambda x, y, book: x.role == y.role,
    "one rate": lambda x, y, book: x.rate == y.rate,
    "one is a share": lambda x, y, book: "percent" in (x.unit, y.unit),
    "makes the total": lambda x, y, book: multiple(x, y),
    "yearly beside a total": lambda x, y, book: {x.rate, y.rate} == {"per_year", None},
    "years counted": lambda x, y, book: bool(x.times or y.times),
    "same span": lambda x, y, book: x.times == y.times is not None,
    "names meet": lambda x, y, book: bool(x.names & y.names),
    "same names": lambda x, y, book: x.names == y.names,
    "rival names": lambda x, y, book: rival(x.names, y.names, book),
    "rival subjects": lambda x, y, book: rival(subject(x), subject(y), book),
    "receivers meet": lambda x, y, book: bool(x.beneficiaries & y.beneficiaries),
    "other givers": lambda x, y, book: other_givers(x, y),
    "other parties": lambda x, y, book: bool(x.actors and y.actors) and not meet(x.actors, y.actors, book),
    "a word shared": lambda x, y, book: shared_words(x, y) > 0,
    "akin": lambda x, y, book: akin(x, y),
    "much evidence": lambda x, y, book: evidence(x, y) > 1,
    "told alike": lambda x, y, book: told_alike(x, y),
    "other years": lambda x, y, book: other_years(x, y),
    "years meet": lambda x, y, book: bool(x.years & y.years),
    "days apart": lambda x, y, book: later(x, y, EVENT),
    "weeks apart": lambda x, y, book: later(x, y, SOON),
    "another event": lambda x, y, book: later(x, y, SOON if x.rate else EVENT),
    "another time": lambda x, y, book: later(x, y, 0 if x.rate and x.when and y.when else LATER),
    "one period": lambda x, y, book: one_time(x, y) or bool(x.years and x.years == y.years) or INVASION in x.topic & y.topic,
    "measured at two dates": lambda x, y, book: measured(x, y),
    "damage or asset": lambda x, y, book: stages(x, y) <= {"damage", "asset"},
    "both assets": lambda x, y, book: stages(x, y) == {"asset"},
    "both needs": lambda x, y, book: stages(x, y) == {"need"},
    "need, damage or asset beside another": lambda x, y, book: len(stages(x, y) - {None}) == 2 and bool(stages(x, y) & {"need", "damage", "asset"}),
    "another role": lambda x, y, book: another_role(x, y),
    "other things rebuilt": lambda x, y, book: other_rebuilt(x, y),
    "house within": lambda x, y, book: house_within(x, y, book),
    "part beside whole": lambda x, y, book: partial(x, y),
    "one text": lambda x, y, book: bool(x.plan and y.plan and x.plan.same(y.plan, book)),
    "one was made into another": lambda x, y, book: x.superseded != y.superseded,
    "roles alike": lambda x, y, book: x.role == y.role or any({x.role, y.role} <= pair for pair in ALIKE),
    "one exchanged, one not": lambda x, y, book: (EXCHANGE in x.topic) != (EXCHANGE in y.topic),
    "other class of people": lambda x, y, book: x.noun != y.noun,
    "two drafts": lambda x, y, book: two_drafts(x, y),
    "a plan named": lambda x, y, book: bool(x.plan or y.plan),
    "both armies": lambda x, y, book: _roles(x, y) == {"strength"},
    "both ceilings": lambda x, y, book: _roles(x, y) == {"cap"},
    "both raids": lambda x, y, book: _roles(x, y) == {"strike"},
    "one is planned": lambda x, y, book: planned(x) != planned(y),
    "both planned": lambda x, y, book: planned(x) and planned(y),
    "casualties": lambda x, y, book: "casualties" in _roles(x, y),
    "a place shared": lambda x, y, book: bool(places(x, y, book)),
    "raid or exchange": lambda x, y, book: "strike" in _roles(x, y) or EXCHANGE in x.topic & y.topic,
    "counted by the year": lambda x, y, book: bool(_roles(x, y) & FLOWS),
}
