"""A figure of a draft beside a figure of the corpus: what can be asked of both, and what follows."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

import msgspec

from workbench import dates
from workbench.compare import amounts
from workbench.compare.conditions import CONDITIONS, Pair
from workbench.compare.statements import STEPS
from workbench.compare.names import meet, read

# How much two values may differ where neither says "about": half of the draft's last digit, at most
# this share ("$29 billion" of $28.7 billion; 620,000 is not 600,000).
ROUNDED = 0.02
# A text that gives no day speaks of the weeks before its own.
WEEKS, AFTER = timedelta(days=45), timedelta(days=3)
SEASON = timedelta(days=95)
ROW = 8  # words of a row of a table
# How sure a statement makes its figure.
FIRM = {"actual": 4, "agreed": 3, "planned": 2, "proposed": 1, "demanded": 1, "conditional": 0}
HEDGED = {"PR+", "PS+", "PR-", "PS-"}
LOOSE = {"other", "pledge", "version"}
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
    beside: bool = False  # whether the source's sentence supports another figure of the draft's

    def row(self) -> Row:
        """The row that decides: the first whose conditions all hold."""
        return next(row for row in table() if all(map(self.holds, row.when)))

    def holds(self, condition: str) -> bool:
        """Whether one of the alternatives of a condition holds."""
        return any(
            bool(ASKED[name.removeprefix("not ")](self)) is not name.startswith("not ")
            for name in condition.split(" | ")
        )

    @property
    def points(self) -> int:
        """How much says that both speak of one thing."""
        x, y = self.x, self.y
        parties = 2 * bool(self.parties) + bool(x.beneficiaries & y.beneficiaries)
        there = [_among(n, y.names | self.around.near, self.book) for n in x.names]
        role = x.role == y.role and x.role not in LOOSE
        named = any(there) + (any(there) and all(there))
        words = x.sentence.split()
        quoted = words == y.sentence.split() and len(words) > 3
        return parties + named + role + self.details + 2 * self.beside + 3 * quoted

    @cached_property
    def details(self) -> int:
        """How much of this is not whose and in which role."""
        words = sum(self.common >= least for least in (20, 40, 60))
        concept = any(w[0] == "=" for w in self.words)
        dated = bool(_said_days(self)) and not other_time(self)
        told = self.one("years"), self.one("purpose"), dated, concept, slip(self)
        return words + sum(map(bool, told))


def slip(p: Held) -> bool:
    """Whether two values differ by one digit, by the order of their digits, or by their noughts."""
    a, b = (f"{c.high:.0f}" for c in (p.x, p.y))
    short, long = sorted((a, b), key=len)
    if len(a) != len(b):
        return long in (f"{short}00", f"{short}000")
    one = sum(i != j for i, j in zip(a, b, strict=True)) == 1 and len(a.rstrip("0")) > 1
    return one or a != b and sorted(a) == sorted(b)


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
    x, y = _firm(p.x), _firm(p.y)
    return x > y and not (_promised(p.x) and y > 0 or _promised(p.y))


def weaker(p: Held) -> bool:
    return _firm(p.x) < 2 and _firm(p.y) > 2


def _firm(c) -> int:
    asked = c.role in ("need", "damage") and c.modality == "demanded"
    return 4 if asked else FIRM.get(c.modality, -1)


def _promised(c) -> bool:
    """What somebody will give is promised, and what is promised will be given."""
    return (c.role, c.modality) == ("pledge", "planned")


def hedge_lost(p: Held) -> bool:
    """Whether the draft tells as a fact what its source has from nobody with a name, or doubts."""
    hedged = p.told.attribution == "unnamed" or p.told.factuality in HEDGED and _firm(p.y) == 4
    same = p.said.attribution == "unnamed" or p.said.factuality in HEDGED
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
    if p.x.theme == "plan":
        return other_owner(p)
    x, y = p.x.actors, p.y.actors
    x2, y2 = p.x.beneficiaries, p.y.beneficiaries
    return any(
        a and b and not meet(a, b, p.book) and not a <= p.y.names for a, b in ((x, y), (x2, y2))
    )


def _strangers(p: Held, there: frozenset[str]) -> bool:
    """Whether the draft names somebody who is neither there nor of the source's war."""
    war = p.book.tables["conflict"].get(p.y.conflict)
    there = p.y.names | there | {p.y.conflict or "", *(war.theatre if war else ())}
    return any(not _among(n, there, p.book) for n in p.x.names)


def rivals(p: Held) -> bool:
    """Whether each names somebody whom the other does not, not even in the text around it."""
    theirs = any(not _among(n, p.x.names | p.home, p.book) for n in p.y.names)
    return theirs and _strangers(p, p.around.near)


def _among(name: str, there: frozenset[str], book) -> bool:
    """Whether somebody is named there, alone or as a union or as one of its members."""
    return name in there or bool(meet(frozenset({name}), there, book))


def other_owner(p: Held) -> bool:
    """Whether the first whom the draft names with a plan is not the one whose plan it is there."""
    first = next(iter(read(p.x.sentence, p.book).actors.values()), None)
    owners = p.y.actors | (p.y.plan.owners if p.y.plan else frozenset())
    return bool(first) and not _among(first, owners, p.book)


def opposite(p: Held) -> bool:
    """Whether one says "before" where the other says "after"."""
    x, y = (frozenset(read(c.sentence, p.book).tokens.words) for c in (p.x, p.y))
    pairs = (pair.split() for pair in p.book.words("check_opposites"))
    return any(a in u and b not in u and b in v and a not in v
               for a, b in pairs for u, v in ((x, y), (y, x)))  # fmt: skip


def other_speaker(p: Held) -> bool:
    """Whether the draft names somebody who does not tell it there."""
    said, told = p.x.speaker, p.y.speaker
    if not said or p.said.attribution == "unnamed" and p.told.attribution == "unnamed":
        return False
    words = {*said.lower().replace("_", " ").split()} - p.book.words("compare_stop")
    body = told in p.book.tables["actor"]
    told = told if body else f"{told or ''} {p.y.sentence}"
    told = told.lower().replace("_", " ")
    return not any(w in told for w in words) and (body or said not in p.y.names)


def _days(c, text: str, day, book) -> list[tuple[date, date]]:
    found = [(m.from_, m.to) for m in dates.find(text, day, book) if m.from_]
    found = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in found]
    return found + [(date(y, 1, 1), date(y, 12, 31)) for y in c.years]


def _said_days(p: Held) -> list[tuple[date, date]]:
    """The draft's days; where it has none of its own, as if it were written with the source."""
    return _days(p.x, p.x.sentence, p.x.published or p.y.published, p.book)


def other_time(p: Held) -> bool:
    """Whether the draft gives a day or a year at which the source does not tell the figure."""
    day = p.y.published
    told = _days(p.y, p.y.sentence, day, p.book)
    if not told:
        told = _short(_days(p.y, p.around.text, day, p.book))
        told += [(day - WEEKS, day + AFTER)] if day else []
    return not all(
        any(a <= d and c <= b for c, d in _short([(a, b)]) and _short(told) or told)
        for a, b in _said_days(p)
    )


def _short(days) -> list[tuple[date, date]]:
    return [(a, b) for a, b in days if b - a < SEASON]


def nameless(p: Held) -> bool:
    """Whether nobody whom the draft speaks of is named in the source's sentence or row."""
    short = len(p.y.sentence.split()) < ROW
    row = frozenset(read(f"{p.y.row} {p.y.sentence}", p.book).tokens.words) | p.y.names
    said = p.x.names if short else p.x.actors | p.x.beneficiaries
    return bool(said and p.y.names) and not any(_among(n, row, p.book) for n in said)


ASKED = CONDITIONS | {
    "value told": value_told,
    "a rare value": lambda p: p.rare,
    "alike": lambda p: p.points >= 1 + (not p.rare),
    "surely alike": lambda p: p.points >= 2 + (not p.rare),
    "much alike": lambda p: p.points >= 4 and p.details > 1 and p.x.toll == p.y.toll,
    "a slip": lambda p: slip(p) and p.details > 1 and not _strangers(p, p.around.near),
    "written there": lambda p: {f"{p.x.high:,.0f}", f"{p.x.high:.0f}"}
    & {*p.y.sentence.replace(". ", " ").split()},
    "beside a supported one": lambda p: p.beside,
    "opposite": opposite,
    "of a plan": lambda p: p.x.theme == "plan",
    "of force": lambda p: p.x.theme == "force",
    "counted apart": lambda p: p.x.apart - STEPS != p.y.apart - STEPS,
    "one giver": lambda p: bool(p.parties) or not p.both("actors") and not p.x.actors,
    "roles agree": roles_agree,
    "qualifier lost": qualifier_lost,
    "qualifier added": qualifier_added,
    "firmer": firmer,
    "weaker": weaker,
    "one rejected": lambda p: (p.x.modality == "rejected") != (p.y.modality == "rejected"),
    "hedge lost": hedge_lost,
    "other party": other_party,
    "names nobody there": lambda p: _strangers(p, p.around.far),
    "rivals": rivals,
    "no name shared": nameless,
    "other conflicts": lambda p: p.both("conflict") and p.x.conflict != p.y.conflict
    and {p.x.conflict, p.y.conflict} <= {*p.book.tables["conflict"]},
    "other speaker": other_speaker,
    "other time": other_time,
    "one rate": lambda p: p.x.rate == p.y.rate,
    "other plan": lambda p: p.both("plan") and p.x.plan.owners and p.y.plan.owners
    and not p.x.plan.same(p.y.plan, p.book),
}  # fmt: skip
