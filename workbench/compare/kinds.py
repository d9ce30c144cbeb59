"""Two statements: do they speak of one thing, and if they differ, how.

The kinds are those of the data dictionary. ``judge`` gives "same" where two claims tell one
fact, a kind where they disagree, and None where they speak of different things or the
difference is no disagreement (two proposals, two years, a rounding).
"""

from __future__ import annotations

from workbench.codebook import Codebook
from workbench.compare import amounts, pairs
from workbench.compare.names import meet, rival, widen
from workbench.compare.statements import Statement

REBUILD = "=rebuild"
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


def judge(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two statements of one theme, "same", or None."""
    if (x.doc_id, x.sentence_start) == (y.doc_id, y.sentence_start):
        return None
    if x.theme == "plan":
        return _points(x, y, book)
    return (_money if x.theme == "funding" else _people)(x, y, book)


def _points(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Two counts of points: one plan's, or those of two plans or two versions told as such."""
    if not pairs.one_text(x, y, book) or pairs.other_years(x, y):
        return None
    if x.low == y.low:
        return pairs.SAME
    return None if x.superseded != y.superseded else "lineage"


def _money(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two sums, "same" where they tell one fact, or None."""
    if "percent" in (x.unit, y.unit) and x.unit != y.unit:
        return None
    stages, shared = (_stage(x), _stage(y)), pairs.shared_words(x, y)
    yearly = (x.rate is None) != (y.rate is None)
    if yearly and pairs.multiple(x, y) and not _givers_differ(x, y):
        return "scope" if shared or x.names == y.names or x.years & y.years else None
    if (x.low, x.high) == (y.low, y.high):
        return _equal(x, y, stages, shared, book)
    if _two_sums(x, y, stages, book):
        return None
    stock = stages[0] in pairs.STOCKS and pairs.other_time(x, y, pairs.LATER)
    dated = x.when and y.when and x.actors == y.actors and x.names == y.names
    if pairs.other_years(x, y) or stages[0] == stages[1] and stock and dated:
        told = stages[0] == stages[1] and (stock and dated or stages[0] in ("damage", "asset"))
        return "date" if told and not pairs.agreeing(x, y) else None
    if pairs.agreeing(x, y):
        return pairs.SAME if shared else None
    if yearly:
        return _yearly(x, y, shared)
    if stages == ("asset", "asset"):
        kind = _places(x, y, book)
    else:
        enough = 1 if stages == ("need", "need") else 2
        kind = "value" if pairs.akin(x, y) and _evidence(x, y, shared) >= enough else None
    if kind == "value" and (pairs.partial(x, y) or x.years and y.years and x.years != y.years):
        return "scope"
    return "date" if kind == "value" and stock else kind


def _evidence(x: Statement, y: Statement, shared: int) -> int:
    """How much of what two sentences say of their sums is one; nothing without a name."""
    years = bool(x.years & y.years)
    short = x.names == y.names and (x.topic <= y.topic or y.topic <= x.topic)
    return bool(x.names & y.names) * (
        shared
        + years
        + bool(x.purpose and x.purpose == y.purpose)
        + bool(x.times and x.times == y.times)
        + bool(years and x.actors & y.actors and x.beneficiaries & y.beneficiaries)
        + bool(short and shared and not pairs.other_time(x, y, pairs.EVENT))
    )


def _two_sums(x: Statement, y: Statement, stages, book: Codebook) -> bool:
    """Whether stages, givers, places or objects say that two sums are of two things."""
    a, b = x.topic - {REBUILD}, y.topic - {REBUILD}
    return bool(
        stages[0] != stages[1] and None not in stages and {*stages} & {"need", "damage", "asset"}
        or _givers_differ(x, y)
        or rival(x.names, y.names, book) and stages != ("asset", "asset")
        or REBUILD in x.topic & y.topic and a and b and not a & b  # hospitals, and schools
        or "own" in stages and (x.names != y.names or _other_year(x, y) or _other_year(y, x))
    )  # fmt: skip


def _other_year(x: Statement, y: Statement) -> bool:
    """Whether one is for years in which the other's day does not lie: two votes, two budgets."""
    return bool(x.years and not y.years and y.when) and y.when[0].year > max(x.years)


def _places(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Assets in one place ("value"), in a part of it ("scope"), or elsewhere (None)."""
    a, b = x.names - x.actors, y.names - y.actors
    if a and (a == b or not a & b <= book.tables["actor"].keys()):
        return "value"  # one house that both name: "Euroclear"
    low, high = (a, b) if x.high < y.high else (b, a)
    return "scope" if a and b and (low <= widen(high, book) or high < low) else None


def _equal(x, y, stages, shared, book) -> str | None:
    """One number told twice: one fact, one amount in two roles, or one in two currencies."""
    differ = _givers_differ(x, y) or rival(x.names, y.names, book)
    meets, pair = bool(x.names & y.names), {*stages}
    if pairs.other_years(x, y):
        return None
    if x.unit != y.unit:
        return "unit" if not differ and (shared or x.beneficiaries & y.beneficiaries) else None
    if len(pair) == 1 or None in pair and not (x.sure and y.sure):
        return pairs.SAME if not differ and (shared or meets) else None
    alike = bool(x.years & y.years) or x.rate is not None and x.rate == y.rate
    strong = shared + meets + alike > 1 and (shared or alike)
    rivals = x.actors and y.actors and not x.actors & y.actors
    if pair & {"need", "damage"} or "own" in pair and rivals:
        return "role" if strong else None
    if pair == {"given", "paid"} and not differ and not pairs.other_time(x, y, pairs.SOON):
        return "role"
    return pairs.SAME if not differ and (shared or meets) else None


def _stage(c: Statement) -> str | None:
    """What kind of money: asked for, given, paid, a state's own, destroyed, held."""
    if c.modality == "demanded":
        return "need"
    return pairs.STAGES.get(c.role) if c.sure else None


def _givers_differ(x: Statement, y: Statement) -> bool:
    """Whether each has a giver, and neither sentence names the other's."""
    a, b = x.actors, y.actors
    return bool(a and b and not a & b) and not (a & y.names and b & x.names)


def _yearly(x: Statement, y: Statement, shared: int) -> str | None:
    """A yearly amount beside a total: not known, or not to be reconciled."""
    yearly, total = (x, y) if x.rate else (y, x)
    if yearly.rate != "per_year":
        return None
    one = x.names == y.names
    if yearly.unit == total.unit and (total.times or yearly.times):
        return "value" if shared >= 2 or one and x.times == y.times else None
    close = shared > 1 and pairs.akin(x, y) or shared and one
    return "scope" if close and total.high > yearly.high else None


def _people(x: Statement, y: Statement, book: Codebook) -> str | None:
    """Kind of disagreement of two counts, "same" where they tell one fact, or None."""
    if x.unit != y.unit:
        return _weapons(x, y)
    roles = {x.role, y.role}
    if (
        _two_things(x, y, roles, book)
        or not _planned_alike(x, y, book)
        or not _tied(x, y, roles, book)
    ):
        return None
    if x.rate != y.rate:
        return "scope" if x.names == y.names else None
    if amounts.agree(x.amount, y.amount):
        return pairs.SAME
    if "strike" in roles or EXCHANGE in x.topic & y.topic:
        if pairs.other_time(x, y, pairs.SOON if x.rate else pairs.EVENT):
            return None  # two raids, two exchanges of prisoners
    if roles & FLOWS and pairs.other_years(x, y):
        return "date" if x.when and y.when else None
    if pairs.partial(x, y):
        return "scope"
    days = 0 if x.rate and x.when and y.when else pairs.LATER  # a rate of December, and January's
    if pairs.other_time(x, y, days) and not (x.plan and y.plan):
        return "date" if roles & pairs.STOCKS else None
    return "value"


def _weapons(x: Statement, y: Statement) -> str | None:
    """The same number of drones and of missiles."""
    if pairs.other_time(x, y, pairs.EVENT) or x.role != y.role:
        return None
    whose = x.actors == y.actors or not (x.actors and y.actors)
    told = pairs.shared_words(x, y) > (x.low < 100)  # small numbers meet by chance
    return "unit" if x.amount[:2] == y.amount[:2] and whose and told else None


def _two_things(x: Statement, y: Statement, roles: set[str], book: Codebook) -> bool:
    """Whether roles, names, classes of people or drafts say that two counts are of two things."""
    held = "captive" in x.noun & y.noun and x.names == y.names  # of one side, by the other
    others = x.actors and y.actors and not meet(x.actors, y.actors, book)
    return bool(
        not any(roles <= pair for pair in ALIKE) and len(roles) > 1
        or held and (EXCHANGE in x.topic) != (EXCHANGE in y.topic)  # held, and come home
        or others and not held
        or x.noun != y.noun and not pairs.partial(x, y)
        or rival(_own(x), _own(y), book)
        or pairs.drafts(x, y)
        or x.plan and y.plan and x.plan.later != y.plan.later
    )  # fmt: skip


def _own(c: Statement) -> frozenset[str]:
    """Names of the subject: of a ceiling, not those of the text that it stands in."""
    return c.names - c.plan.owners if c.plan else c.names


def _planned_alike(x: Statement, y: Statement, book: Codebook) -> bool:
    """A size that is beside a size that is; a ceiling of one text beside one of the same."""
    if x.headline or y.headline or pairs.one_text(x, y, book):
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
    shared = pairs.shared_words(x, y)
    if x.headline or y.headline or pairs.one_text(x, y, book):
        return True
    if roles == {"cap"}:
        return bool(x.modality == y.modality == "demanded" and x.speaker == y.speaker and shared)
    if roles == {"strength"} or roles == {"strike"}:
        return bool(x.names & y.names)
    if "deployment" in roles and x.names & y.names and not pairs.other_time(x, y, pairs.SOON):
        return True
    if "casualties" in roles:
        return _one_toll(x, y, shared, book)
    if not pairs.akin(x, y):
        return False
    if roles & {"deployment", "other"}:
        return bool(x.names & y.names and (shared or x.noun & y.noun or x.actors == y.actors))
    return bool(shared)


def _one_toll(x: Statement, y: Statement, shared: int, book: Codebook) -> bool:
    """Whether two counts of the dead are of one event, or of one side in one period."""
    table = book.tables["actor"]
    armies = {n for n in x.actors | y.actors if n not in table or table[n].kind != "place"}
    places = (x.names & y.names) - armies
    if places and not pairs.other_time(x, y, pairs.SOON):
        return True
    period = pairs.one_time(x, y) or x.years and x.years == y.years or INVASION in x.topic & y.topic
    return (
        bool(x.actors & y.actors and period)
        or bool(places or shared)
        and (shared + len(places) > 1)
    )
