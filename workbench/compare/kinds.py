"""Two statements: do they speak of one thing, and if they differ, how.

The kinds are those of the data dictionary. ``judge`` gives "same" where two claims tell one
fact, a kind where they disagree, and None where they speak of different things or the
difference is no disagreement (two proposals, two years, a rounding).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from workbench.codebook import Codebook
from workbench.compare import amounts
from workbench.compare.statements import Statement, apart, rival, widen

SAME = "same"
GIVEN = {"pledge", "commitment", "allocation"}
STAGES = {
    "need": "need", "pledge": "given", "commitment": "given", "allocation": "given",
    "disbursement": "paid", "budget": "own", "damage": "damage", "asset": "asset",
}  # fmt: skip
# What grows or shrinks with the weeks, so that another day explains another figure.
STOCKS = {
    "strength",
    "casualties",
    "deployment",
    "materiel",
    "damage",
    "asset",
    "paid",
    "other",
    "need",
}
# Roles that one figure can be read in, depending on the words beside it.
ALIKE = (
    {"cap", "strength"},
    {"cap", "deployment"},
    {"deployment", "strength"},
    {"other", "deployment"},
    {"other", "strength"},
    {"training", "strength"},
)
# What is told of one year, and is another thing in the next.
FLOWS = {"materiel", "strike", "training"}
# Counts a day, a week and a fortnight apart: an event, a size, and what changes slowly.
EVENT, SOON, LATER = 3, 21, 60


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
        return _money(x, y, book)
    return _force(x, y, book)


def _turned(x: Statement, y: Statement) -> bool:
    """ "this winter" and "last winter" in texts of one month: two winters."""
    if not x.turns or not y.turns or x.published is None or y.published is None:
        return False
    near = abs((x.published - y.published).days) <= 31
    return near and any(x.turns.get(unit, turn) != turn for unit, turn in y.turns.items())


def _points(x: Statement, y: Statement, book: Codebook) -> str | None:
    if x.plan is None or y.plan is None or not x.plan.same(y.plan, book):
        return None
    if x.superseded != y.superseded and x.low != y.low or x.low != y.low and _drafts(x, y):
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


def _drafts(x: Statement, y: Statement) -> bool:
    """The November draft and the December draft of one sponsor: an earlier and a later one."""
    if not (x.plan and y.plan and x.when and y.when):
        return False
    return x.when[0].month != y.when[0].month and _other_time(x, y, 0)


def _past(c: Statement) -> bool:
    return bool(c.published) and max(c.years) < c.published.year - (c.published.month < 4)


# Of the words that the shorter of two sentences says of its subject, at least this share is in
# the other too; so many words are enough in sentences of any length.
COMMON, ENOUGH = 0.3, 4


def _akin(x: Statement, y: Statement) -> bool:
    """Whether the subjects of two sentences share a fair part of their words."""
    shared = len(x.topic & y.topic)
    least = min(len(x.topic), len(y.topic))
    return not least or shared >= ENOUGH or shared >= COMMON * least


def _says(c: Statement, words: frozenset[str]) -> bool:
    """Whether the clause of the figure has one of the words."""
    at = c.start - c.sentence_start
    return any(w.strip(",.;:—").lower() in words for w in c.sentence[max(0, at - 90) : at].split())


def _money(x: Statement, y: Statement, book: Codebook) -> str | None:
    if "percent" in (x.unit, y.unit) and x.unit != y.unit:
        return None
    stages = _stage(x), _stage(y)
    shared = _shared(x, y)
    same_number = x.low == y.low and x.high == y.high
    unlike = None not in stages and stages[0] != stages[1]
    if same_number and x.unit == y.unit:
        return _equal(x, y, stages, shared, book)
    if unlike and {*stages} & {"need", "damage", "asset"}:
        return None
    if _givers_differ(x, y, book) or rival(x.names, y.names, book) and stages != ("asset", "asset"):
        return None
    if _elsewhere(x, y) or _elsewhere(y, x):
        return None
    if x.years and y.years and not x.years & y.years:
        told = stages[0] == stages[1] and stages[0] in ("damage", "asset") and shared
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
    if stages == ("asset", "asset"):
        scope = _places(x, y, book)
        if scope != "same":
            return scope
    elif stages == ("need", "need"):
        if not strong or not _akin(x, y):
            return None
    elif strong < 2 or not _akin(x, y):
        return None
    if x.years != y.years and x.years and y.years:
        return "scope"
    if _partial(x, y):
        return "scope"
    if stages[0] == stages[1] and stages[0] in STOCKS and _other_time(x, y, LATER):
        return "date"
    return "value"


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
    if a == b:
        return "same"
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
    evidence = shared + meets + bool(x.years & y.years)
    if x.years and y.years and not x.years & y.years:
        return None
    if pair & {"need", "damage"} and evidence >= 2 and (shared or x.years & y.years):
        return "role"
    if pair & {"need", "damage"}:
        return None
    if _givers_differ(x, y, book):
        return (
            "role" if "own" in pair and evidence >= 2 and shared + bool(x.years & y.years) else None
        )
    if pair == {"given", "paid"} and x.names == y.names and not _other_time(x, y, SOON):
        return "role"
    if "own" in pair and pair & {"given"} and evidence >= 2:
        return SAME
    return SAME if shared or meets else None


def _stage(c: Statement) -> str | None:
    if c.unit == "percent":
        return "own"
    if c.modality == "demanded":
        return "need"
    return STAGES.get(c.role) if c.sure else None


def _shared(x: Statement, y: Statement) -> int:
    return len(x.topic & y.topic) + (bool(x.purpose) and x.purpose == y.purpose)


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
        low, high = yearly.low * times, yearly.high * times
        if amounts.agree((low, high, yearly.qualifier), total.amount):
            alike = x.instrument and x.instrument == y.instrument
            alike = alike or x.names == y.names
            return "scope" if shared or x.years & y.years or alike else None
        alike = x.names == y.names and (x.years & y.years or x.times == y.times)
        return "value" if shared >= 2 or alike else None
    return "scope" if shared and total.high > yearly.high else None


def _force(x: Statement, y: Statement, book: Codebook) -> str | None:
    same_number = x.low == y.low and x.high == y.high
    if x.unit != y.unit:
        close = same_number and x.role == y.role and x.actors == y.actors and x.names == y.names
        told = _shared(x, y) > (x.low < 100)  # small numbers meet by chance
        return "unit" if close and told and not _other_time(x, y, EVENT) else None
    roles = {x.role, y.role}
    if len(roles) > 1 and not any(roles <= pair for pair in ALIKE):
        return None
    if x.actors and y.actors and not x.actors & y.actors:
        if "deployment" not in roles or x.names != y.names:
            return None
    if not _planned_alike(x, y, book):
        return None
    if "training" in roles and len(roles) > 1 and not x.noun & y.noun:
        return None
    if len(roles) > 1 and "deployment" in roles and x.names != y.names:
        if _shared(x, y) < 2 and not x.noun & y.noun:
            return None
    if x.noun != y.noun and not _partial(x, y):
        return None
    if rival(_own(x), _own(y), book) or _drafts(x, y):
        return None
    if not (x.actors or y.actors) and x.names != y.names and (x.holder or y.holder):
        if x.holder and y.holder and x.holder != y.holder:
            return None
    if not _tied(x, y, roles, book):
        return None
    if x.rate != y.rate:
        return None
    if amounts.agree(x.amount, y.amount):
        return SAME
    if "strike" in roles and (not (x.when and y.when) or _other_time(x, y, EVENT)):
        return None  # nights follow each other: without its day a raid is any raid
    if "strike" in roles and x.downed != y.downed:
        return None
    if x.years and y.years and not x.years & y.years and roles & FLOWS:
        return "date" if "strike" not in roles and x.when and y.when else None
    if _partial(x, y):
        return "scope"
    if x.plan is None or y.plan is None:
        if _other_time(x, y, LATER):
            told = roles & STOCKS or "training" in roles and x.when and y.when
            return "date" if told else None
    return "value"


def _own(c: Statement) -> frozenset[str]:
    """Names of the subject: of a ceiling, not those of the text that it stands in."""
    return c.names - c.plan.owners - c.plan.about if c.plan else c.names


def _planned_alike(x: Statement, y: Statement, book: Codebook) -> bool:
    """A size that is beside a size that is; a ceiling of one text beside one of the same."""
    if x.headline or y.headline or x.plan and y.plan and x.plan.same(y.plan, book):
        return True
    a, b = _ceiling(x) or _future(x), _ceiling(y) or _future(y)
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
    return c.future or c.modality in (
        "planned",
        "proposed",
        "demanded",
        "conditional",
        "agreed",
        "rejected",
    )


def _tied(x: Statement, y: Statement, roles: set[str], book: Codebook) -> bool:
    """Whether something beside the number says that it is one thing."""
    shared = _shared(x, y)
    if x.headline or y.headline:
        return True
    if x.plan and y.plan and x.plan.same(y.plan, book):
        return True
    if roles == {"cap"}:
        return bool(x.modality == y.modality == "demanded" and x.speaker == y.speaker and shared)
    if roles <= {"strength"}:
        return bool(x.actors & y.actors or x.names & y.names)
    if not _akin(x, y) and not roles & {"strike", "casualties"}:
        return False
    if "casualties" in roles:
        places = (x.names & y.names) - x.actors - y.actors
        event = bool(places) and not _other_time(x, y, SOON)
        return (
            event
            or bool((places or shared) and shared + len(places) > 1)
            or bool(x.actors & y.actors and shared and not x.topic ^ y.topic)
        )
    if "strike" in roles:
        return bool(x.actors & y.actors)
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


def _partial(x: Statement, y: Statement) -> bool:
    """Whether one of two says that it is a part, or leaves something out."""
    return x.part != y.part or x.whole != y.whole


def _other_time(x: Statement, y: Statement, days: int) -> bool:
    gap = apart(x, y)
    return gap is not None and gap.days > days


def day_of(c: Statement) -> date | None:
    """Day by which statements are put in order."""
    return c.when[0] if c.when else c.published
