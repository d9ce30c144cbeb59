"""A figure of a draft beside one of the corpus, and how much says that both speak of one thing."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from workbench import dates
from workbench.compare.conditions import Pair
from workbench.compare.moments import YEAR
from workbench.compare.names import meet, read, stem

# A text that gives no day speaks of the weeks before its own; a longer span is a year, not a day.
WEEKS, AFTER, SEASON = timedelta(days=45), timedelta(days=3), timedelta(days=95)
# Roles that say little of what a figure is about.
LOOSE = ("other", "pledge", "version")


@dataclass
class Around:
    """What is told round a figure of the corpus, and who and what is named: in its own part of its
    sentence, near the sentence, at the head of the document, in the whole of it."""

    text: str
    own: frozenset[str]
    near: frozenset[str]
    head: frozenset[str]
    far: frozenset[str]


@dataclass
class Held(Pair):
    """A figure of the draft (``x``) and one of the corpus (``y``), with their rows of claims."""

    said: object
    told: object
    around: Around
    common: int  # percent of what the draft says of its subject that the source says too
    rare: bool  # whether few figures of the corpus have the draft's value
    own: tuple[int, int]  # the part of the draft's sentence that is nearest to x of its figures
    beside: bool = False  # whether the source's sentence supports another figure of the draft's

    @property
    def points(self) -> int:
        """How much says that both speak of one thing."""
        x, y = self.x, self.y
        there = [self.among(n, y.names | self.around.near | self.war) for n in x.names]
        words = x.sentence.split()
        return (
            2 * bool(self.parties)
            + bool(x.beneficiaries & y.beneficiaries)
            + any(there)
            + (any(there) and all(there))
            + (x.role == y.role and x.role not in LOOSE)
            + self.details
            + 2 * self.beside
            + 3 * (len(words) > 3 and words == y.sentence.split())
        )

    @cached_property
    def details(self) -> int:
        """How much of this is not whose and in which role."""
        told = (
            *(self.common >= least for least in (20, 40, 60)),
            any(w[0] == "=" for w in self.words),
            said_days(self) and not other_time(self),
            self.one("years"),
            self.one("purpose"),
            slip(self),
        )
        return sum(map(bool, told))

    def among(self, name: str, there: frozenset[str]) -> bool:
        """Whether somebody is named there, alone, as a union or as one of its members."""
        return name in there or bool(meet(frozenset({name}), there, self.book))

    @cached_property
    def war(self) -> frozenset[str]:
        """The source's war and where it is fought."""
        war = self.book.tables["conflict"].get(self.y.conflict)
        return frozenset({self.y.conflict or "", *(war.theatre if war else ())})

    def kept(self, label: str) -> bool:
        """Whether the draft has the very word that gave the source's figure a label."""
        words = read(self.x.sentence, self.book).tokens.words
        cues = (q["text"].lower().split() for q in self.y.cues or () if q["label"] == label)
        return any(len(cue[-1]) > 3 and stem(cue[-1]) in map(stem, words) for cue in cues if cue)

    def named(self) -> bool:
        """Whether everybody whom the draft names is named near the source's figure."""
        there = self.y.names | self.around.near | self.war
        return all(self.among(n, there) for n in self.x.names)


def slip(p: Held) -> bool:
    """Whether two values differ by one digit, by the order of their digits, or by their noughts."""
    a, b = (f"{c.high:.0f}" for c in (p.x, p.y))
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        return long in (f"{short}00", f"{short}000")
    one = (
        sum(i != j for i, j in zip(a, b, strict=True)) == 1
        and len(a) > 2
        and len(a.rstrip("0")) > 1
    )
    return one or a != b and sorted(a) == sorted(b)


@lru_cache(maxsize=20_000)
def _days(text, day, book, years, part=(0, None)) -> list[tuple[date, date]]:
    """Spans of days of a part of a text; years of a figure's period where they stand in it."""
    first, last = part[0], len(text) if part[1] is None else part[1]
    found = [m for m in dates.find(text, day, book) if first <= (m.start + m.end) // 2 < last]
    days = [(m.from_, m.to) for m in found if m.from_]
    spans = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in days]
    written = {int(year) for year in YEAR.findall(text[first:last])}
    return spans + [(date(year, 1, 1), date(year, 12, 31)) for year in sorted(written & years)]


def _short(days) -> list[tuple[date, date]]:
    return [(a, b) for a, b in days if b - a < SEASON]


def said_days(p: Held) -> list[tuple[date, date]]:
    """The draft's days; where it has none of its own, as if it were written with the source."""
    return _days(p.x.sentence, p.x.published or p.y.published, p.book, p.x.years, p.own)


def other_time(p: Held) -> bool:
    """Whether the draft gives a day or a year at which the source does not tell the figure."""
    day = p.y.published
    told = _days(p.y.sentence, day, p.book, p.y.years)
    if not told:
        own = [(day - WEEKS, day + AFTER)] if day else []
        told = _short(_days(p.around.text, day, p.book, p.y.years)) + own
    return not all(
        any(a <= d and c <= b for c, d in _short([(a, b)]) and _short(told) or told)
        for a, b in said_days(p)
    )
