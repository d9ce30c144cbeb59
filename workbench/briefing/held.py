"""A figure of a draft beside a figure of the corpus: what can be asked of both, and what follows."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

import msgspec

from workbench import dates
from workbench.compare import amounts
from workbench.compare.conditions import CONDITIONS, Pair
from workbench.compare.names import meet

# How much two values may differ where neither says "about": half of the draft's last digit, at most
# this share ("$29 billion" of $28.7 billion; 620,000 is not 600,000).
ROUNDED = 0.02
# A text that gives no day speaks of the weeks before its own.
WEEKS, AFTER = timedelta(days=45), timedelta(days=3)
# How sure a statement makes its figure.
FIRM = {"actual": 4, "agreed": 3, "planned": 2, "proposed": 1, "demanded": 1, "conditional": 0}
HEDGED = {"PR+", "PS+", "PR-", "PS-"}
# Roles that paraphrases of one figure can be read in.
ALIKE = (
    {"pledge", "commitment", "allocation"}, {"need", "damage"}, {"budget", "pledge", "allocation"},
    {"strength", "deployment"}, {"pledge", "disbursement", "allocation"},
)  # fmt: skip


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
class Around:
    """What a document tells near a sentence, and anywhere."""

    text: str
    near: frozenset[str]
    far: frozenset[str]


@dataclass
class Held(Pair):
    """A figure of the draft (``x``) and one of the corpus (``y``), each with its row of the table."""

    said: object = None  # the row of x
    told: object = None  # the row of y
    around: Around | None = None
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

    @cached_property
    def points(self) -> int:
        """How much says that both speak of one thing."""
        parties = 2 * bool(self.parties) + bool(self.x.beneficiaries & self.y.beneficiaries)
        words = sum(self.common >= least for least in (20, 40, 60))
        named = bool(self.x.names) and self.x.names <= self.y.names | self.around.near
        concept = any(w[0] == "=" for w in self.words)
        dated = bool(_days(self.x, self.x.sentence, self.book)) and not other_time(self)
        return parties + words + named + concept + dated + typo(self)


def typo(p: Held) -> bool:
    """Whether two values have the same digits but for one, or but for their order."""
    a, b = (f"{c.high:.0f}".rstrip("0") for c in (p.x, p.y))
    one = len(a) == len(b) > 1 and sum(i != j for i, j in zip(a, b, strict=True)) == 1
    return a != b and (one or len(a) > 1 and sorted(a) == sorted(b))


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
    if c.role in ("need", "damage") and c.modality == "demanded":
        return 4
    if c.role == "pledge" and c.modality == "planned":
        return 1
    return FIRM.get(c.modality, -1)


def weaker(p: Held) -> bool:
    return _firm(p.x) < 2 and _firm(p.y) > 2


def hedge_lost(p: Held) -> bool:
    """Whether the draft tells as a fact what its source has from nobody with a name, or doubts."""
    hedged = p.told.attribution == "unnamed" or p.told.factuality in HEDGED and _firm(p.y) == 4
    same = p.said.attribution == "unnamed" or p.said.factuality in HEDGED or p.x.modality != "actual"
    about = p.x.qualifier == p.y.qualifier == "about"
    return hedged and not same and not p.x.speaker and not about


def roles_agree(p: Held) -> bool:
    """Whether the draft's role is the source's, or one that its words can stand for as well."""
    x, y = p.x.role, p.y.role
    if "other" in (x, y) and p.x.theme == "force" or x == "other":
        return True
    if {x, y} == {"pledge", "disbursement"}:
        paid = p.x if x == "disbursement" else p.y
        return p.book.words("compare_paid").isdisjoint(paid.sentence.lower().split())
    return x == y or any({x, y} <= alike for alike in ALIKE)


def other_party(p: Held) -> bool:
    """Whether each has a party of its own."""
    x, y = p.x.actors, p.y.actors
    x2, y2 = p.x.beneficiaries, p.y.beneficiaries
    return any(
        a and b and not meet(a, b, p.book) and not a <= p.y.names for a, b in ((x, y), (x2, y2))
    )


def unnamed_there(p: Held) -> bool:
    """Whether the draft names somebody whom the source's document does not."""
    return any(not _among(n, p.y.names | p.around.far, p.book) for n in p.x.names)


def rivals(p: Held) -> bool:
    """Whether each names somebody whom the other does not, not even in the text around it."""
    mine = any(not _among(n, p.y.names | p.around.near, p.book) for n in p.x.names)
    return mine and any(not _among(n, p.x.names | p.home, p.book) for n in p.y.names)


def _among(name: str, there: frozenset[str], book) -> bool:
    """Whether somebody is named there, alone or as a union or as one of its members."""
    return bool(meet(frozenset({name}), there, book))


def other_speaker(p: Held) -> bool:
    """Whether the draft names somebody who does not tell it there."""
    said, told = p.x.speaker, p.y.speaker
    if not said or p.said.attribution == "unnamed" and p.told.attribution == "unnamed":
        return False
    words = {w for w in said.lower().replace("_", " ").split() if len(w) > 3}
    told = f"{told or ''} {p.y.sentence}".lower().replace("_", " ")
    return not any(w in told for w in words) and said not in p.y.names


def _days(c, text: str, book) -> list[tuple[date, date]]:
    found = [(m.from_, m.to) for m in dates.find(text, c.published, book) if m.from_]
    found = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in found]
    return found + [(date(y, 1, 1), date(y, 12, 31)) for y in c.years]


def other_time(p: Held) -> bool:
    """Whether the draft gives a day or a year at which the source does not tell the figure."""
    said = [d for d in _days(p.x, p.x.sentence, p.book)]
    told = _days(p.y, p.y.sentence, p.book)
    if not told:
        told = _days(p.y, p.around.text, p.book)
        if p.y.published:
            told.append((p.y.published - WEEKS, p.y.published + AFTER))
    return not all(any(a <= d and c <= b for c, d in told) for a, b in said)


ASKED = CONDITIONS | {
    "value told": value_told,
    "a rare value": lambda p: p.rare,
    "alike": lambda p: p.points >= 1 + (not p.rare),
    "much alike": lambda p: p.points >= 4,
    "one giver": lambda p: bool(p.parties) or not p.both("actors") and not p.x.actors,
    "roles agree": roles_agree,
    "qualifier lost": qualifier_lost,
    "qualifier added": qualifier_added,
    "firmer": firmer,
    "weaker": weaker,
    "one rejected": lambda p: (p.x.modality == "rejected") != (p.y.modality == "rejected"),
    "hedge lost": hedge_lost,
    "other party": other_party,
    "names nobody there": unnamed_there,
    "rivals": rivals,
    "other conflicts": lambda p: p.both("conflict") and p.x.conflict != p.y.conflict
    and {p.x.conflict, p.y.conflict} <= {*p.book.tables["conflict"]},
    "other speaker": other_speaker,
    "other time": other_time,
    "one rate": lambda p: p.x.rate == p.y.rate,
    "other plan": lambda p: p.both("plan") and p.x.plan.owners and p.y.plan.owners
    and not p.x.plan.same(p.y.plan, p.book),
}  # fmt: skip
