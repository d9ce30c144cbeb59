"""What can be asked of two statements: the conditions that the rows of ``decisions.toml`` name."""

import re
from dataclasses import dataclass
from datetime import date

from workbench.codebook import Codebook
from workbench.compare import amounts
from workbench.compare.moments import apart, moment
from workbench.compare.names import meet, rival
from workbench.compare.statements import PARTS, STEPS, Statement

# What kind of money: asked for, given, paid, a state's own, destroyed, held.
STAGES = {
    "need": "need", "pledge": "given", "commitment": "given", "allocation": "given",
    "disbursement": "paid", "budget": "own", "damage": "damage", "asset": "asset",
}  # fmt: skip
# Roles that one number of people can be read in, depending on the words beside it.
ALIKE = {"cap", "strength", "deployment"}, {"other", "strength"}
# Days apart at most: one event; one state of what changes by little, or by more.
EVENT, SOON, LATER = 3, 30, 90
GROWN = 1.1  # what grew no more than this many times may have done so in a month
# Of the words that the shorter of two sentences says of its subject, at least this share is in
# the other too.
COMMON = 0.3
# Counts of one war's dead lie no further apart than this many times.
SIZE = 15
EXCHANGE = "=exchange"


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


def planned(c: Statement) -> bool:
    return "future" in c.flags or c.modality not in ("actual", "agreed")


@dataclass
class Pair:
    """Two statements of one theme, and what is asked of both more than once."""

    x: Statement
    y: Statement
    book: Codebook

    def __post_init__(self):
        x, y = self.x, self.y
        self.roles = {x.role, y.role}
        self.stages = {STAGES.get(x.role), STAGES.get(y.role)}
        self.names, self.parties, self.words = (
            x.names & y.names,
            x.actors & y.actors,
            x.topic & y.topic,
        )

    @property
    def home(self) -> frozenset[str]:
        """Places that tell nothing apart: "in Syria" of the war in Syria."""
        war = self.book.tables["conflict"].get(self.x.conflict)
        return frozenset(war.theatre if war and self.x.conflict == self.y.conflict else ())

    @property
    def parts(self) -> frozenset[str]:
        """What tells a part from the whole; "soldiers and civilians together" of a war is what its
        dead are, where nothing else is told."""
        return PARTS - ({"whole"} if self.x.toll and self.y.toll else set())

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


def other_givers(p: Pair) -> bool:
    """Whether each has a giver, and neither sentence names the other's."""
    named = p.x.actors & p.y.names and p.y.actors & p.x.names
    return p.both("actors") and not p.parties and not named


def evidence(p: Pair) -> int:
    """How much of what two sentences say of their sums is one; nothing without a name."""
    short = p.one("names") and p.words in (p.x.topic, p.y.topic)
    years = bool(p.x.years & p.y.years)
    chain = years and p.parties and p.x.beneficiaries & p.y.beneficiaries
    told = years, p.one("times"), chain, short and p.words
    return bool(p.names) * (len(p.words) + sum(map(bool, told)))


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


def unclear_side(p: Pair) -> bool:
    """Whether of two sides of an exchange a sentence names one: who frees, or who is freed."""
    return not (p.x.actors <= p.y.names and p.y.actors <= p.x.names)


def paid(p: Pair) -> bool:
    """Whether the sum that is not promised is paid in so many words; "gave" may be either."""
    told = next(c.sentence for c in (p.x, p.y) if STAGES.get(c.role) == "paid")
    return not p.book.words("compare_paid").isdisjoint(told.lower().split())


def span(sentence: str) -> set[str]:
    """ "Three days", "48 hours"."""
    return set(re.findall(r"\b(\w+ (?:days|hours|weeks))\b", sentence.lower()))


def grown(p: Pair) -> bool:
    """Whether two figures are so near each other that one may have become the other."""
    return max(p.x.low, p.y.low) <= GROWN * min(p.x.high, p.y.high)


def fewer_later(p: Pair) -> bool:
    """Whether the later of two counts is the lower one: the dead of a war grow no fewer."""
    first, last = sorted((p.x, p.y), key=lambda c: moment(c) or (date.max,))
    return last.high < first.low


def whose_dead(c: Statement) -> frozenset[str]:
    """ "The war between the army and the RSF has killed 15,000": everybody's."""
    return frozenset() if "war" in c.flags else c.actors


CONDITIONS = {
    # which war
    "other wars": lambda p: p.both("conflict") and p.x.conflict != p.y.conflict,
    "one war": lambda p: p.one("conflict"),
    "dead of the war": lambda p: (
        p.x.toll
        and p.y.toll
        and ("war" in p.x.flags | p.y.flags or p.x.actors)
        and whose_dead(p.x) == whose_dead(p.y)
    ),
    "of one size": lambda p: max(p.x.high, p.y.high) <= SIZE * min(p.x.low, p.y.low),
    "two texts": lambda p: p.x.doc_id != p.y.doc_id,
    # amounts, units, rates
    "one amount": lambda p: (p.x.low, p.x.high) == (p.y.low, p.y.high),
    "amounts agree": lambda p: agreeing(p.x, p.y),
    "one unit": lambda p: p.x.unit == p.y.unit,
    "one rate": lambda p: p.x.rate == p.y.rate,
    "yearly beside a total": lambda p: {p.x.rate, p.y.rate} == {"per_year", None},
    "makes the total": multiple,
    "a month beside a year": lambda p: {p.x.rate, p.y.rate} == {"per_month", "per_year"},
    "years counted": lambda p: bool(p.x.times or p.y.times),
    "part beside whole": lambda p: bool((p.x.flags ^ p.y.flags) & p.parts),
    # whose, and in which words
    "names meet": lambda p: bool(p.names),
    "same names": lambda p: p.one("names"),
    "rival names": lambda p: rival(p.x.names - p.home, p.y.names - p.home, p.book),
    "receivers meet": lambda p: bool(p.x.beneficiaries & p.y.beneficiaries),
    "other givers": other_givers,
    "other parties": lambda p: p.both("actors") and not meet(p.x.actors, p.y.actors, p.book),
    "one holder unnamed": lambda p: not (p.x.names - p.x.actors and p.y.names - p.y.actors),
    "parties meet": lambda p: bool(p.parties),
    "much alike": lambda p: len(p.words) > max(2, 0.5 * min(len(p.x.topic), len(p.y.topic))),
    "a place shared": lambda p: bool(places(p)),
    "a word shared": lambda p: bool(p.words),
    "a concept shared": lambda p: any(w[0] == "=" for w in p.words),
    "names of one": lambda p: not (p.x.names and p.y.names),
    "nobody gives": lambda p: not (p.x.actors or p.y.actors),
    "akin": lambda p: len(p.words) >= COMMON * min(len(p.x.topic), len(p.y.topic)),
    "much evidence": lambda p: evidence(p) > 1,
    # when
    "other years": lambda p: other_years(p.x, p.y),
    "days apart": lambda p: p.later(EVENT),
    "one period": lambda p: (
        p.one("years") or "=invasion" in p.words or p.one("when") and p.x.when[0] < p.x.when[1]
    ),
    "one span of days": lambda p: bool(span(p.x.sentence) & span(p.y.sentence)),
    "months apart": lambda p: p.later(LATER) or p.later(SOON) and grown(p),
    "fewer dead later": lambda p: p.x.toll and p.y.toll and fewer_later(p),
    # money
    "damage or asset": lambda p: p.stages <= {"damage", "asset"},
    "both assets": lambda p: p.stages == {"asset"},
    "both needs": lambda p: p.stages == {"need"},
    "both given": lambda p: p.stages == {"given"},
    "paid beside promised": lambda p: p.stages == {"given", "paid"} and paid(p),
    "asked of all": lambda p: p.stages in ({"need"}, {"damage"}),
    "paid beside damage": lambda p: p.stages == {"paid", "damage"},
    "one stage": lambda p: len(p.stages) == 1,
    "asked beside given": lambda p: (
        bool(p.stages & {"need", "damage"}) and len(p.stages - {None}) == 2
    ),
    # plans
    "one text": lambda p: p.both("plan") and p.x.plan.same(p.y.plan, p.book),
    "another's plan": lambda p: p.both("plan") and not p.x.plan.same(p.y.plan, p.book),
    "a plan named": lambda p: bool(p.x.plan or p.y.plan),
    "two drafts": two_drafts,
    "an earlier and a later draft": lambda p: p.both("plan") and p.x.plan.later != p.y.plan.later,
    "one was made into another": lambda p: p.x.superseded != p.y.superseded,
    # people and weapons
    "roles alike": lambda p: len(p.roles) == 1 or any(p.roles <= alike for alike in ALIKE),
    "one role": lambda p: len(p.roles) == 1,
    "armies or raids": lambda p: p.roles in ({"strength"}, {"strike"}),
    "contingents": lambda p: p.roles == {"deployment"},
    "a contingent to be": lambda p: p.roles == {"cap", "deployment"},
    "one party alone": lambda p: p.one("actors") and len(p.x.actors) == 1,
    "a large number": lambda p: p.x.high >= 1000 or p.x.high % 10 > 0 and p.x.high > 50,
    "armies or contingents": lambda p: p.roles <= {"strength", "deployment"},
    "both ceilings": lambda p: p.roles == {"cap"},
    "casualties": lambda p: "casualties" in p.roles,
    "counted by the year": lambda p: bool(p.roles & {"materiel", "strike", "training"}),
    "raid or exchange": lambda p: "strike" in p.roles or EXCHANGE in p.words,
    "one exchanged, one not": lambda p: (EXCHANGE in p.x.topic) != (EXCHANGE in p.y.topic),
    "one exchange": lambda p: EXCHANGE in p.words and unclear_side(p) and not p.later(EVENT),
    "one is a step": lambda p: STEPS & p.x.apart != STEPS & p.y.apart,
    "told apart": lambda p: p.x.apart != p.y.apart,
    "both planned": lambda p: planned(p.x) and planned(p.y),
    "one is planned": lambda p: planned(p.x) != planned(p.y),
}
