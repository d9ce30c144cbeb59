"""A figure of a draft beside a figure of the corpus: what can be asked of both, and what follows."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec

from workbench import dates
from workbench.claims.claim import Claim
from workbench.compare import amounts
from workbench.compare.conditions import CONDITIONS, Pair
from workbench.compare.names import meet, read, rival, widen

# How much two values may differ where neither says "about": half of the draft's last digit, at most
# this share ("$29 billion" of $28.7 billion; 620,000 is not 600,000).
ROUNDED = 0.02
# The words before and behind a sentence in which its party or its day may stand.
BEFORE, BEHIND = 500, 200
# A text that gives no day speaks of the weeks before its own.
WEEKS, AFTER = timedelta(days=45), timedelta(days=3)
# How sure a statement makes its figure.
FIRM = {"actual": 4, "agreed": 3, "planned": 2, "proposed": 1, "demanded": 1, "conditional": 0}
HEDGED = {"PR+", "PS+", "PR-", "PS-"}
# What the draft may call what the source calls otherwise: (draft, source).
ROLES = {
    ("pledge", "commitment"), ("pledge", "allocation"), ("commitment", "allocation"),
    ("allocation", "commitment"), ("need", "damage"), ("damage", "need"),
    ("strength", "deployment"), ("deployment", "strength"), ("other", "strength"),
    ("strength", "other"), ("other", "deployment"), ("deployment", "other"),
    ("other", "casualties"), ("casualties", "other"), ("other", "materiel"), ("materiel", "other"),
    ("other", "training"), ("training", "other"),
}  # fmt: skip


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """Where all of ``when`` holds, a figure of the draft has this ``verdict``, because of ``why``."""

    id: str
    when: list[str] = []
    verdict: str = ""
    why: str = ""
    example: list[str] = []
    counterexample: list[str] = []


@cache
def table() -> list[Row]:
    """The rows of ``checks.toml``, from the top."""
    path = Path(__file__).with_name("checks.toml")
    return msgspec.toml.decode(path.read_bytes(), type=dict[str, list[Row]])["check"]


@dataclass
class Held(Pair):
    """A figure of the draft (``x``) and one of the corpus (``y``), each with its row of the table."""

    said: object = None  # the row of x
    told: object = None  # the row of y
    around: str = ""  # the text round y
    common: int = 0  # percent of what the draft says of its subject that y says too
    rare: bool = False  # whether few figures of the corpus have the draft's value

    def row(self) -> Row:
        """The row that decides: the first whose conditions all hold."""
        return next(row for row in table() if all(map(self.holds, row.when)))

    def holds(self, condition: str) -> bool:
        """Whether one of the alternatives of a condition holds."""
        return any(
            bool(ASKED[name.removeprefix("not ")](self)) is not name.startswith("not ")
            for name in condition.split(" | ")
        )

    def named(self) -> frozenset[str]:
        """Whom the source names: in its sentence, and round it."""
        there = read(self.around, self.book)
        words = frozenset(there.tokens.words)
        return self.y.names | frozenset(there.actors.values()) | words


def value_told(p: Held) -> bool:
    """Whether the source's value is what the draft's words say, which may be rounder."""
    x, y = p.x, p.y
    (low, high, how), theirs = x.amount, y.amount
    slack = max(min(amounts.rounding(high), ROUNDED * high), 0.05 * high * (how == "about"))
    if how == "at_least" and theirs[2] != "at_most":
        return low - slack <= y.low <= low * amounts.REACH
    if how == "at_most" and theirs[2] != "at_least":
        return high / amounts.REACH <= y.high <= high + slack
    if low == high and y.low < y.high:
        return y.low <= high <= y.high
    return low - slack <= y.low and y.high <= high + slack


def _qualified(p: Held) -> tuple[str, str]:
    return p.x.amount[2], "range" if p.y.low < p.y.high else p.y.amount[2]


def qualifier_lost(p: Held) -> bool:
    """Whether the draft leaves out "up to", "about" or the other end of a range."""
    x, y = _qualified(p)
    return y != "exact" and x != y and (x == "exact" or {x, y} == {"at_most", "at_least"})


def qualifier_added(p: Held) -> bool:
    """Whether the draft makes a limit of a plain number."""
    x, y = _qualified(p)
    return x in ("at_least", "at_most") and y in ("exact", "about") and p.x.high == p.y.high


def firmer(p: Held) -> bool:
    return _firm(p.x) > _firm(p.y)


def _firm(c) -> int:
    return 4 if c.role in ("need", "damage") and c.modality == "demanded" else FIRM.get(c.modality, -1)


def weaker(p: Held) -> bool:
    return _firm(p.x) < 2 and _firm(p.y) > 2


def hedge_lost(p: Held) -> bool:
    """Whether the draft tells as a fact what its source has from nobody with a name, or doubts."""
    hedged = p.told.attribution == "unnamed" or p.told.factuality in HEDGED and _firm(p.y) == 4
    same = p.said.attribution == "unnamed" or p.said.factuality in HEDGED or p.x.modality != "actual"
    return hedged and not same and not p.x.speaker


def other_party(p: Held) -> bool:
    """Whether each has a party of its own."""
    x, y = p.x.actors, p.y.actors
    x2, y2 = p.x.beneficiaries, p.y.beneficiaries
    return any(
        a and b and not meet(a, b, p.book) and not a <= p.y.names for a, b in ((x, y), (x2, y2))
    )


def unnamed_there(p: Held) -> frozenset[str]:
    """Whom the draft names and the source does not."""
    there = widen(p.named(), p.book)
    return frozenset(n for n in p.x.names if n not in there and not _member(n, there, p.book))


def _member(name: str, there: frozenset[str], book) -> bool:
    """Whether somebody of a union is named there."""
    return not widen(frozenset({name}), book).isdisjoint(there)


def other_speaker(p: Held) -> bool:
    """Whether the draft names somebody who does not tell it there."""
    said, told = p.x.speaker, p.y.speaker
    if not said or p.said.attribution == "unnamed" and p.told.attribution == "unnamed":
        return False
    words = {w for w in said.lower().replace("_", " ").split() if len(w) > 3}
    if told:
        told = f"{told} {p.y.sentence}" if told not in p.book.tables["actor"] else told
    else:
        told = p.around
    return not any(w in told.lower().replace("_", " ") for w in words)


def _days(c, text: str, book) -> list[tuple[date, date]]:
    found = [(m.from_, m.to) for m in dates.find(text, c.published, book) if m.from_]
    found = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in found]
    return found + [(date(y, 1, 1), date(y, 12, 31)) for y in c.years]


def other_time(p: Held) -> bool:
    """Whether the draft gives a day or a year at which the source does not tell the figure."""
    said = [d for d in _days(p.x, p.x.sentence, p.book)]
    told = _days(p.y, p.y.sentence, p.book)
    if not told:
        told = _days(p.y, p.around, p.book)
        if p.y.published:
            told.append((p.y.published - WEEKS, p.y.published + AFTER))
    return not all(any(a <= d and c <= b for c, d in told) for a, b in said)


ASKED = CONDITIONS | {
    "value told": value_told,
    "a rare value": lambda p: p.rare,
    "something shared": lambda p: p.common > 0 or p.names,
    "alike": lambda p: p.common >= 40,
    "much alike": lambda p: p.common >= 60,
    "roles agree": lambda p: p.x.role == p.y.role or (p.x.role, p.y.role) in ROLES,
    "qualifier lost": qualifier_lost,
    "qualifier added": qualifier_added,
    "firmer": firmer,
    "weaker": weaker,
    "one rejected": lambda p: (p.x.modality == "rejected") != (p.y.modality == "rejected"),
    "hedge lost": hedge_lost,
    "other party": other_party,
    "names nobody there": unnamed_there,
    "other speaker": other_speaker,
    "other time": other_time,
    "one rate": lambda p: p.x.rate == p.y.rate,
    "other plan": lambda p: p.both("plan") and p.x.plan.owners and p.y.plan.owners
    and not p.x.plan.same(p.y.plan, p.book),
}  # fmt: skip
