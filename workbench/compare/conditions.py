"""What can be asked of two statements: the conditions that the rows of ``decisions.toml`` name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.codebook import Codebook
from workbench.compare import amounts
from workbench.compare.moments import apart
from workbench.compare.names import meet, rival, widen
from workbench.compare.statements import Statement

# What kind of money: asked for, given, paid, a state's own, destroyed, held.
STAGES = {
    "need": "need", "pledge": "given", "commitment": "given", "allocation": "given",
    "disbursement": "paid", "budget": "own", "damage": "damage", "asset": "asset",
}  # fmt: skip
THINGS = {"need", "damage", "asset"}  # never the same money as any other
# Roles that one number of people can be read in, depending on the words beside it.
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


def other_years(x: Statement, y: Statement) -> bool:
    """Whether both are for years that they name, and for none together."""
    return bool(x.years and y.years and not x.years & y.years)


def stage(c: Statement) -> str | None:
    return "need" if c.modality == "demanded" else STAGES.get(c.role) if c.sure else None


def planned(c: Statement) -> bool:
    return c.future or c.role != "strength" and c.modality not in ("actual", "agreed")


def subject(c: Statement) -> frozenset[str]:
    """Names of the subject: of a ceiling, not those of the text that it stands in."""
    return c.names - c.plan.owners if c.plan else c.names


@dataclass
class Pair:
    """Two statements of one theme, and what is asked of both more than once."""

    x: Statement
    y: Statement
    book: Codebook

    @cached_property
    def roles(self) -> set[str]:
        return {self.x.role, self.y.role}

    @cached_property
    def stages(self) -> set[str | None]:
        return {stage(self.x), stage(self.y)}

    @cached_property
    def names(self) -> frozenset[str]:
        return self.x.names & self.y.names

    @cached_property
    def parties(self) -> frozenset[str]:
        return self.x.actors & self.y.actors

    @cached_property
    def years(self) -> bool:
        return bool(self.x.years & self.y.years)

    @cached_property
    def words(self) -> frozenset[str]:
        return self.x.topic & self.y.topic

    @cached_property
    def shared(self) -> int:
        """How many words two subjects share; a purpose, or a time, that both name is one more."""
        return len(self.words) + self.one("purpose") + self.one_time

    @cached_property
    def one_time(self) -> bool:
        """Whether both sentences name the same weeks or months."""
        when = self.one("when") and self.x.when
        return bool(when) and (when[1] - when[0]).days > EVENT

    def one(self, field: str) -> bool:
        """Whether both say the same of something; what neither says is not the same."""
        told = getattr(self.x, field)
        return bool(told) and told == getattr(self.y, field)

    def both(self, field: str) -> bool:
        return bool(getattr(self.x, field) and getattr(self.y, field))

    def later(self, days: int) -> bool:
        """Whether two figures held more than so many days apart."""
        gap = apart(self.x, self.y)
        return gap is not None and gap.days > days


def multiple(p: Pair) -> bool:
    """Whether a yearly amount, as many times as the total has years, makes the total."""
    yearly, total = (p.x, p.y) if p.x.rate else (p.y, p.x)
    times = total.times or yearly.times
    if (yearly.rate, total.rate) != ("per_year", None) or p.x.unit != p.y.unit or not times:
        return False
    told = (yearly.low * times, yearly.high * times, yearly.qualifier)
    return amounts.agree(told, total.amount)


def partial(p: Pair) -> bool:
    """Whether one of two says that it is a part, or leaves something out."""
    together = p.one("actors") and len(p.x.actors) > 1  # "France and Britain together"
    return p.x.part != p.y.part or p.x.whole != p.y.whole and not together


def other_givers(p: Pair) -> bool:
    """Whether each has a giver, and neither sentence names the other's."""
    named = p.x.actors & p.y.names and p.y.actors & p.x.names
    return p.both("actors") and not p.parties and not named


def evidence(p: Pair) -> int:
    """How much of what two sentences say of their sums is one; nothing without a name."""
    x, y = p.x, p.y
    short = x.names == y.names and p.words in (x.topic, y.topic) and p.shared
    chain = p.years and p.parties and x.beneficiaries & y.beneficiaries
    told = p.years, p.one("purpose"), p.one("times"), chain, short and not p.later(EVENT)
    return bool(p.names) * (p.shared + sum(map(bool, told)))


def house_within(p: Pair) -> bool:
    """Whether the smaller sum lies in a part of where the larger one lies."""
    small, large = (p.x, p.y) if p.x.high < p.y.high else (p.y, p.x)
    a, b = small.names - small.actors, large.names - large.actors
    return bool(a and b) and (a <= widen(b, p.book) or b < a)


def other_rebuilt(p: Pair) -> bool:
    """Whether both are for rebuilding, of hospitals and of schools."""
    a, b = p.x.topic - {REBUILD}, p.y.topic - {REBUILD}
    return REBUILD in p.words and bool(a and b) and not a & b


def two_drafts(p: Pair) -> bool:
    """The November draft and the December draft of one sponsor: an earlier and a later one."""
    months = {c.when and c.when[0].month for c in (p.x, p.y)}
    dated = None not in months and len(months) == 2 and p.later(0)
    return p.both("plan") and (p.x.plan.later != p.y.plan.later or dated)


def places(p: Pair) -> frozenset[str]:
    """Places that both name; a party's army is none."""
    table = p.book.tables["actor"]
    parties = p.x.actors | p.y.actors
    return p.names - {n for n in parties if n not in table or table[n].kind != "place"}


def two_dates(p: Pair) -> bool:
    """Whether one party's money is told as it stood on two days."""
    one = len(p.stages) == 1 and "given" not in p.stages and "own" not in p.stages
    alike = p.x.actors == p.y.actors and p.x.names == p.y.names
    return one and alike and p.both("when") and p.later(LATER)


CONDITIONS = {
    # amounts, units, rates
    "one amount": lambda p: (p.x.low, p.x.high) == (p.y.low, p.y.high),
    "amounts agree": lambda p: agreeing(p.x, p.y),
    "one unit": lambda p: p.x.unit == p.y.unit,
    "one is a share": lambda p: "percent" in (p.x.unit, p.y.unit),
    "one rate": lambda p: p.x.rate == p.y.rate,
    "yearly beside a total": lambda p: {p.x.rate, p.y.rate} == {"per_year", None},
    "makes the total": multiple,
    "years counted": lambda p: bool(p.x.times or p.y.times),
    "same span": lambda p: p.one("times"),
    "part beside whole": partial,
    # whose, and in which words
    "names meet": lambda p: bool(p.names),
    "same names": lambda p: p.one("names"),
    "rival names": lambda p: rival(p.x.names, p.y.names, p.book),
    "rival subjects": lambda p: rival(subject(p.x), subject(p.y), p.book),
    "receivers meet": lambda p: bool(p.x.beneficiaries & p.y.beneficiaries),
    "other givers": other_givers,
    "other parties": lambda p: p.both("actors") and not meet(p.x.actors, p.y.actors, p.book),
    "a place shared": lambda p: bool(places(p)),
    "a word shared": lambda p: p.shared > 0,
    "akin": lambda p: len(p.words) >= min(ENOUGH, COMMON * min(len(p.x.topic), len(p.y.topic))),
    "told alike": lambda p: p.shared + p.years > 0 and p.shared + p.years + bool(p.names) > 1,
    "much evidence": lambda p: evidence(p) > 1,
    # when
    "other years": lambda p: other_years(p.x, p.y),
    "days apart": lambda p: p.later(EVENT),
    "weeks apart": lambda p: p.later(SOON),
    "another event": lambda p: p.later(SOON if p.x.rate else EVENT),
    "another time": lambda p: p.later(0 if p.x.rate and p.both("when") else LATER),
    "one period": lambda p: p.one_time or p.one("years") or INVASION in p.words,
    "measured at two dates": two_dates,
    # money
    "damage or asset": lambda p: p.stages <= {"damage", "asset"},
    "both assets": lambda p: p.stages == {"asset"},
    "both needs": lambda p: p.stages == {"need"},
    "need, damage or asset beside another": lambda p: (
        bool(p.stages & THINGS) and len(p.stages - {None}) == 2
    ),
    "given and paid": lambda p: p.stages == {"given", "paid"},
    "house within": house_within,
    "other things rebuilt": other_rebuilt,
    # plans
    "one text": lambda p: p.both("plan") and p.x.plan.same(p.y.plan, p.book),
    "a plan named": lambda p: bool(p.x.plan or p.y.plan),
    "two drafts": two_drafts,
    "one was made into another": lambda p: p.x.superseded != p.y.superseded,
    # people and weapons
    "one role": lambda p: len(p.roles) == 1,
    "roles alike": lambda p: len(p.roles) == 1 or any(p.roles <= alike for alike in ALIKE),
    "armies or raids": lambda p: p.roles in ({"strength"}, {"strike"}),
    "armies or contingents": lambda p: p.roles <= {"strength", "deployment"},
    "both ceilings": lambda p: p.roles == {"cap"},
    "casualties": lambda p: "casualties" in p.roles,
    "counted by the year": lambda p: bool(p.roles & {"materiel", "strike", "training"}),
    "raid or exchange": lambda p: "strike" in p.roles or EXCHANGE in p.words,
    "one exchanged, one not": lambda p: (EXCHANGE in p.x.topic) != (EXCHANGE in p.y.topic),
    "other class of people": lambda p: p.x.noun != p.y.noun,
    "one is planned": lambda p: planned(p.x) != planned(p.y),
    "both planned": lambda p: planned(p.x) and planned(p.y),
    "none agreed": lambda p: "agreed" not in (p.x.modality, p.y.modality),
}
