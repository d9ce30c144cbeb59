"""What is asked of a figure of a draft (x) and one of the corpus (y), and the row that decides.

The rows of ``checks.toml`` name the conditions below and those of ``compare.conditions``; the first
row whose conditions all hold says what the draft's figure is.
"""

from functools import cache
from pathlib import Path

import msgspec

from workbench.briefing.held import Held, other_time, slip
from workbench.compare import amounts
from workbench.compare.conditions import CONDITIONS
from workbench.compare.names import meet, read
from workbench.compare.statements import STEPS

# How far two values may differ where neither says "about": half of the draft's last digit, and at
# most this share. "$29 billion" is said of $28.7 billion; 620,000 is not 600,000.
ROUNDED = 0.02
REACH = 1.25  # "more than 650" is said of 653 and of 700
GIVEN = ("pledge", "budget", "allocation")  # what will be given is promised, and the reverse
ROW = 8  # a sentence of fewer words, without a stop, is a row of a table: it names its party


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """Where all of ``when`` holds, the draft's figure has this ``verdict``, because of ``why``."""

    id: str
    verdict: str
    why: str
    when: list[str] = []
    example: list[str] = []
    counterexample: list[str] = []


class Table(msgspec.Struct, forbid_unknown_fields=True):
    """``checks.toml``: rows from the top, and what it counts as alike."""

    check: list[Row]
    alike: list[list[str]]
    firm: dict[str, int]
    hedged: list[str]
    trade: list[str]
    promised: list[str]
    paid: list[str]


@cache
def table() -> Table:
    """The table of checks."""
    path = Path(__file__).with_name("checks.toml")
    return msgspec.toml.decode(path.read_bytes(), type=Table)


def decided(p: Held) -> Row:
    """The first row whose conditions all hold."""
    return next(row for row in table().check if all(_holds(p, either) for either in row.when))


def _holds(p: Held, either: str) -> bool:
    wanted = ((name.removeprefix("not "), name[:4] != "not ") for name in either.split(" | "))
    return any(bool(ASKED[name](p)) is yes for name, yes in wanted)


def value_told(p: Held) -> bool:
    """Whether the source's value is what the draft's words say, which may be rounder."""
    (low, high, how), y, theirs = p.x.amount, p.y, p.y.amount[2]
    slack = max(
        min(amounts.rounding(high), ROUNDED * high), amounts.ABOUT * high * (how == "about")
    )
    if how == "at_least" and theirs != "at_most":
        return low - slack <= y.low <= low * REACH
    if how == "at_most" and theirs != "at_least":
        return high / REACH <= y.high <= high + slack
    if low == high and y.low < y.high:
        return y.low <= high <= y.high
    return low - slack <= y.low and y.high <= high + slack


def limits(p: Held) -> tuple[str, str]:
    return p.x.amount[2], "range" if p.y.low < p.y.high else p.y.amount[2]


def limit_lost(p: Held) -> bool:
    """Whether the draft leaves out "up to", "about" or the other end of a range, or turns it."""
    x, y = limits(p)
    turned = {x, y} == {"at_most", "at_least"}
    return y != "exact" and x != y and (turned or x == "exact" and not p.kept("qualifier"))


def limit_added(p: Held) -> bool:
    """Whether the draft makes a limit of a plain number."""
    x, y = limits(p)
    return x in ("at_least", "at_most") and y in ("exact", "about") and p.x.high == p.y.high


def firmness(c) -> int:
    """How sure a figure is made; who needs asks, and what is agreed of money is told as such."""
    asked = c.role in ("need", "damage") and c.modality == "demanded"
    agreed = c.modality == "agreed" and (c.theme == "funding" or c.role == "other")
    return 4 if asked or agreed else table().firm.get(c.modality, -1)


def firmer(p: Held) -> bool:
    """Whether the draft is surer; what will be given is promised, and what is promised will be."""
    x, y = firmness(p.x), firmness(p.y)
    mine, theirs = (c.role in GIVEN and c.modality == "planned" for c in (p.x, p.y))
    return x > y and not theirs and not (mine and y > 0)


def weaker(p: Held) -> bool:
    """Whether the draft is less sure of what is done; a price "would be", an army "can" have."""
    loose = p.x.role in ("cap", "need", "damage")
    may = p.x.role == "strength" and p.x.modality == "conditional"
    return firmness(p.x) < 2 < firmness(p.y) and not loose and not may


def hedge_lost(p: Held) -> bool:
    """Whether the draft tells as a fact what its source has from nobody with a name, or doubts."""
    hedged = table().hedged
    doubted = p.told.attribution == "unnamed" or p.told.factuality in hedged and firmness(p.y) == 4
    kept = p.said.attribution == "unnamed" or p.said.factuality in hedged or p.x.speaker
    kept = kept or p.y.speaker in p.x.names
    return doubted and not kept and not p.x.qualifier == p.y.qualifier == "about"


def roles_agree(p: Held) -> bool:
    """Whether the draft's role is the source's, or one that its words can stand for as well."""
    x, y = p.x.role, p.y.role
    if p.x.theme == "funding":
        loose = x == "other" or vague(p.x) or y == "other" and not earned(p.y) & {*table().trade}
        if loose or (x, y) in (("disbursement", "pledge"), ("pledge", "disbursement")):
            return loose or x == "pledge" and not (paid(p.y) and earned(p.x) & {*table().promised})
    return x == y or any({x, y} <= {*alike} for alike in table().alike)


def earned(c) -> set[str]:
    """The rules of the words that gave a figure its role."""
    return {q["rule"] for q in c.cues or () if q["label"] == "role"}


def vague(c) -> bool:
    """Whether no word says in which role a sum is told."""
    return c.theme == "funding" and not any(q["text"] for q in c.cues or () if q["label"] == "role")


def paid(c) -> bool:
    """Whether a sum has changed hands in so many words; "gave" may be a promise."""
    said = table().paid
    return bool(earned(c) & {*said} or {*c.sentence.lower().split()} & {*said})


def other_conflict(p: Held) -> bool:
    """Whether the draft's own sentence places its figure in another war than the source's."""
    wars = [p.book.tables["conflict"].get(c.conflict) for c in (p.x, p.y)]
    return CONDITIONS["other wars"](p) and all(wars) and not p.x.names.isdisjoint(wars[0].theatre)


def other_party(p: Held) -> bool:
    """Whether each has a giver, or a receiver, of its own; of a plan, who is named first has it."""
    if p.x.theme == "plan":
        first = next(iter(read(p.x.sentence, p.book).actors.values()), None)
        owners = p.y.actors | (p.y.plan.owners if p.y.plan else frozenset())
        return bool(first) and not p.among(first, owners)
    x, y, actors = p.x, p.y, p.book.tables["actor"]
    states = {n for n in p.around.own if n in actors and actors[n].kind == "state"}
    if x.actors and x.actors <= y.actors and states - x.names and not x.actors & p.around.own:
        return True  # "The United States has 2,000 soldiers there, and Turkey keeps 15,000"
    givers = p.both("actors") and not meet(x.actors, y.actors, p.book)
    receivers = p.both("beneficiaries") and not meet(x.beneficiaries, y.beneficiaries, p.book)
    receivers = receivers and not (x.beneficiaries <= y.names or x.names & y.beneficiaries)
    return bool(givers and not x.actors <= y.names or receivers)


def other_name(p: Held) -> bool:
    """Whether the draft speaks of somebody whom the source does not name."""
    line = frozenset(read(f"{p.y.row} {p.y.sentence}", p.book).tokens.words) | p.y.names | p.war
    row = len(p.y.sentence.split()) < ROW and p.y.sentence[-1:] not in ".!?"
    said = p.x.names if row else p.x.actors | p.x.beneficiaries
    if said and p.y.names and not any(p.among(n, line) for n in p.x.names):
        return True
    alone = all(p.among(n, p.x.names | p.home) for n in p.y.names)
    known = {n for n in p.x.names if n in p.book.tables["actor"]}
    there = line | p.around.near
    return not all(
        p.among(n, there | p.around.far if n in known else there)
        for n in (known if alone else p.x.names)
    )


def something_else(p: Held) -> bool:
    """Whether two sums of one party are for things that share no word and no name."""
    things = p.names - (p.x.actors | p.y.actors | p.x.beneficiaries | p.home)
    words = all(len(c.topic) > 1 or any(w[0] == "=" for w in c.topic) for c in (p.x, p.y))
    return p.x.theme == "funding" and words and not p.common and not things


def opposite(p: Held) -> bool:
    """Whether one says "before" where the other says "after"."""
    x, y = (frozenset(read(c.sentence, p.book).tokens.words) for c in (p.x, p.y))
    pairs = [pair.split() for pair in p.book.words("check_opposites")]
    return any(
        a in u and b not in u and b in v and a not in v
        for u, v in ((x, y), (y, x))
        for a, b in pairs
    )


def other_speaker(p: Held) -> bool:
    """Whether the draft names somebody who does not tell it there."""
    said, told = p.x.speaker, p.y.speaker
    if not said or p.said.attribution == p.told.attribution == "unnamed":
        return False
    body, theirs = (frozenset(read(name, p.book).actors.values()) for name in (said, told or ""))
    body, theirs = (frozenset({n}) if n in p.book.tables["actor"] else found
                    for n, found in ((said, body), (told, theirs)))  # fmt: skip
    if body and theirs:
        return not meet(body, theirs, p.book)
    if body and told and not read(told, p.book).capitals:  # "the general staff" of somebody
        return not body <= p.around.near | p.y.names
    words = {*said.lower().split()} - p.book.words("compare_stop") - p.book.words("article")
    there = f"{told or ''} {p.y.sentence}".lower()
    own = p.y.names if told else p.y.names | p.around.head  # a statement of the party itself
    return bool(words) and not any(w in there for w in words) and not body & own


def a_part(p: Held) -> bool:
    """Whether the source's figure is some "of them", and the draft says nothing of which."""
    some = "piece" in p.y.apart and "piece" not in p.x.apart
    return some and not p.around.own & (p.x.topic | p.x.names)


ASKED = CONDITIONS | {
    "other conflicts": other_conflict,
    # how much speaks for one thing; a value that is rare needs less
    "alike": lambda p: p.points >= 1 + (not p.rare or p.x.high != p.y.high),
    "surely alike": lambda p: p.points >= 2 + (not p.rare),
    "much alike": lambda p: p.points >= 4 and p.details > 1 and p.x.toll == p.y.toll,
    "a slip": lambda p: slip(p) and p.points > 3 and p.named(),
    "beside a supported one": lambda p: p.beside,
    # value, limit, unit
    "value told": value_told,
    "limit lost": limit_lost,
    "limit added": limit_added,
    # role, firmness, source
    "roles agree": roles_agree,
    "something else": something_else,
    "counted apart": lambda p: p.x.theme == "force" and p.x.apart - STEPS != p.y.apart - STEPS,
    "opposite": opposite,
    "named there": Held.named,
    "reckoned": lambda p: p.book.pattern(r"(?i)\b{check_reckoned}\b").search(p.x.sentence),
    "one rejected": lambda p: (
        (p.x.modality == "rejected") != (p.y.modality == "rejected") and not p.kept("modality")
    ),
    "firmer": firmer,
    "weaker": weaker,
    "hedge lost": hedge_lost,
    "other speaker": other_speaker,
    # whose, when
    "other party": other_party,
    "other name": other_name,
    "a part": a_part,
    "other time": other_time,
    "years agree": lambda p: not p.x.years or p.x.years == p.y.years,
}
