"""Expressions and a day of publication in, days out; what can't be resolved stays None."""

import re
from bisect import bisect_left
from datetime import date
from functools import cached_property
from itertools import pairwise

from workbench.dates import calendar as cal
from workbench.dates.calendar import Period
from workbench.dates.context import inside, quotations, sentence, tense
from workbench.dates.grammar import Grammar
from workbench.dates.operations import OPERATIONS, Drop
from workbench.dates.read import Expr

NEAR = 45  # days within which a date without its year is the nearest one, whatever the tense
GAP = 16  # characters between the two of a pair
TIE = re.compile(
    r"(?:[^\S\n]|[,(-]|\s[–—]\s)*(?:(?:is|was|on|in|that is|i\.e\.|being|falls on)\s+)?(?:the\s+)?",
    re.I,
)
RELATIVE = ("deictic", "shift", "unit", "day_count", "anniversary")
DAYLIKE = ("day", "numeric", "day_count", "anniversary", "named")


def tied(text: str, a: Expr, b: Expr) -> int:
    """1 where a is the relative side of a pair, 2 where b is, 0 where they are no pair."""
    gap = text[a.end : b.start] if b.start - a.end <= GAP else "\n"
    if not TIE.fullmatch(gap):
        return 0
    if a.form == "day":
        count = b.form == "day_count" and "is" in gap
        return 2 * (count or b.form == "weekday" and (b.mode == "some" or "(" in gap))
    if a.form == "unit" and a.unit in ("month", "year"):
        return int(b.form == a.unit and bool(gap.strip()))
    if a.form == "weekday":
        return int(b.form in DAYLIKE and ("(" in gap or "on" in gap))
    short = a.unit in ("", "day", "night", "date") or a.mode == "exact"
    return int(short and a.form in RELATIVE and b.form in DAYLIKE)


class Resolver:
    """Holds what the expressions of one text know of each other."""

    def __init__(self, text: str, exprs: list[Expr], grammar: Grammar, now=None, own=None):
        self.text, self.exprs, self.now, self.own = text, exprs, now, own
        self.grammar, self.sets = grammar, grammar.sets
        self.quotes = quotations(text)
        self.periods: list[Period | None] = [None] * len(exprs)
        self.drop: set[int] = set()
        self.ties: dict[int, int] = {}  # relative expression -> the date beside it
        for k, (a, b) in enumerate(pairwise(exprs)):
            if side := tied(text, a, b):
                self.ties[k + (side > 1)] = k + (side == 1)
        self._quoted: dict[int, Period | None] = {}
        dated = ((k, self._plain(part)) for k, e in enumerate(exprs) for part in e.parts())
        self.given = [(k, p) for k, p in dated if p]
        self.given_at = [exprs[k].start for k, _ in self.given]

    # -- what stands in the text itself ----------------------------------------------------
    def readings(self, e: Expr) -> dict[str, Period]:
        """Both orders of 07/12/2025, as far as the calendar, a weekday and a dot allow."""
        first, second, year, sign = e.data
        found = {"dmy": cal.dated(year, second, first)}
        if sign != "." and first != second:
            found["mdy"] = cal.dated(year, first, second)
        known = {k: v for k, v in found.items() if v}
        return {k: v for k, v in known.items() if v[0].weekday() == e.weekday} or known

    @cached_property
    def order(self) -> str | None:
        """The order of day and month that the text settles for all its numeric dates."""
        pairs = [(self.exprs[k], self.exprs[j]) for k, j in self.ties.items()]
        beside = {(b.month, b.day, a.turn) for a, b in pairs if a.form == "deictic"}
        votes = set()
        for found in (self.readings(e) for e in self.exprs if e.form == "numeric"):
            for name, day in found.items():
                moved = [(cal.add(day[0], turn, "day"), month, n) for month, n, turn in beside]
                fits = any(d and (d.month, d.day) == (month, n) for d, month, n in moved)
                if (len(found) == 1 or fits) and day[0].day != day[0].month:
                    votes.add(name)
        return votes.pop() if len(votes) == 1 else None

    def numeric(self, e: Expr) -> Period | None:
        found = self.readings(e)
        return next(iter(found.values())) if len(found) == 1 else found.get(self.order)

    def _plain(self, e: Expr) -> Period | None:
        """A date written with its year, finer than a year."""
        if e.form == "numeric":
            return self.numeric(e)
        dated = e.form in ("day", "month") and e.year is not None
        return cal.dated(e.year, e.month, e.day) if dated else None

    def given_in(self, left: int, right: int) -> list[tuple[int, Period]]:
        return self.given[bisect_left(self.given_at, left) : bisect_left(self.given_at, right)]

    @cached_property
    def headings(self) -> list[tuple[int, int]]:
        """Lines that are no more than a year or a month with its year: (start, year)."""
        dated = [e for e in self.exprs if e.form in ("year", "month") and e.year is not None]
        return [
            (e.start, e.year)
            for e in dated
            if re.search(r"(?:\A|\n)\W*\Z", self.text[max(e.start - 9, 0) : e.start])
            and re.match(r"\W*(?:\n|\Z)", self.text[e.end : e.end + 9])
        ]

    # -- the run through the text ------------------------------------------------------------
    def run(self) -> None:
        for k, e in enumerate(self.exprs):
            mate = self.ties.get(k)
            found = None if mate is None else self.resolve(mate, self.exprs[mate])
            self.periods[k] = found or self.resolve(k, e)

    def resolve(self, k: int, e: Expr) -> Period | None:
        """The days of expression ``e``, which is the k-th or a part of it."""
        try:
            return OPERATIONS[e.form](self, k, e)
        except Drop:
            self.drop.add(k)
        except OverflowError:  # beyond the years 1 to 9999
            pass
        return None

    def bounds(self, k: int) -> tuple[int, int]:
        """The sentence of expression k."""
        return sentence(self.text, self.exprs[k].start, self.exprs[k].end)

    def direction(self, k: int) -> int | None:
        e = self.exprs[k]
        return tense(self.text, e.start, e.end, self.bounds(k), self.sets)

    def here(self, e: Expr) -> Period | None:
        """The "now" of an expression: publication's, or that of the quotation it stands in."""
        q = inside(self.quotes, e.start)
        if q is not None and q[0] not in self._quoted:
            self._quoted[q[0]] = self._quotation(*q)
        return q and self._quoted[q[0]] or self.now

    def today(self, e: Expr) -> date | None:
        """The day that "now" is, where it is one day."""
        here = self.here(e)
        return here[0] if here and here[0] == here[1] else None

    def _quotation(self, start: int, end: int) -> Period | None:
        """“Today, 3 March 2022, we sat”; “We left yesterday,” she wrote on 25 February 2022."""
        for j, found in self.given_in(start, end):
            a = self.exprs[j - 1]
            if self.ties.get(j - 1) == j and a.form == "deictic":
                day = cal.add(found[0], -a.turn, "day")
                return day and (day, day)
        left, right = sentence(self.text, start, start)[0], sentence(self.text, end, end)[1]
        frame = self.text[left:start] + " " + self.text[end:right]
        if not self.sets["speech"].intersection(re.findall(r"[a-z]+", frame.lower())):
            return None
        given = self.given_in(left, start) + self.given_in(end, right)
        return next((p for k, p in given if self.exprs[k].full), None)

    # -- wars --------------------------------------------------------------------------------
    def war_start(self, e: Expr) -> date | None:
        """Day 1 of the war that a count belongs to: of one whose parties the text names."""
        wars = [w for w in self.grammar.wars if w.id in e.data]
        return self.grammar.war_of(self.text, wars)

    def of_today(self, k: int) -> bool:
        """A count put on the day of writing: "Today is day N", "Today, day N"."""
        o = self.exprs[max(k - 1, 0)]
        gap = self.text[o.end : self.exprs[k].start].strip(" ,").lower()
        return gap in ("", "is", "marks") and o.form in ("deictic", "unit") and o.turn == 0

    # -- what stands before, and which year ----------------------------------------------------
    def before(self, k: int, longest: int) -> Period | None:
        """The last period of the text before expression k that is no longer than so many days."""
        for j in range(k - 1, max(k - 20, -1), -1):
            found = None if self._own(self.exprs[j]) else self.periods[j]
            if found and (found[1] - found[0]).days < longest:
                return found
        return None

    def _own(self, e: Expr) -> bool:
        """Whether an expression is the day that the text gives as its own."""
        return self.own is not None and self.own[0] <= e.start < self.own[1]

    def same_sentence(self, k: int) -> Period | None:
        """A date with its year in the same sentence, the one before rather than the one behind."""
        given = [g for g in self.given_in(*self.bounds(k)) if g[0] != k]
        given = [g for g in given if g[0] < k][-1:] or given
        return given[0][1] if given else None

    def yearless(self, k: int, e: Expr, make) -> Period | None:
        """``make(year)`` in the year that the context asks for."""
        own, mate = self._own(e), self.ties.get(k - 1) == k
        if not own and not mate and (anchor := self.same_sentence(k)):
            return nearest(make, anchor[0])
        heading = bisect_left(self.headings, (e.start, 0)) - 1
        if heading >= 0 and not own:
            return make(self.headings[heading][1])
        here = self.here(e)
        if here:
            return self.by_tense(k, e, make, here)
        if e.form == "season":
            return None
        if told := self._told_period(k, make):
            return told
        if self.given and mate:
            return self.own_year(make)
        if self.given:
            place = bisect_left(self.given_at, self.exprs[k].start)
            return nearest(make, self.given[max(place - 1, 0)][1][0])
        year = self.year_told(k)
        return year and make(year)

    def _told_period(self, k: int, make) -> Period | None:
        """In a year of the sentence, or in a longer period told before: "2013 ... in June"."""
        for first, last in filter(None, self.periods[max(k - 8, 0) : k][::-1]):
            for p in map(make, (last.year, first.year)):
                if p and first <= p[0] and p[1] <= last and 31 < (last - first).days < 800:
                    return p
        return None

    def year_told(self, k: int) -> int | None:
        """The year told last, alone or of a part: "Q3" after "Q2 2023"."""
        for j in range(k - 1, max(k - 5, -1), -1):
            o = self.exprs[j]
            year = o.inner.year if isinstance(o.inner, Expr) else o.year
            if o.form in ("year", "part") and year and o.end > self.exprs[k].start - 300:
                return year
        return None

    def own_year(self, make) -> Period | None:
        """The text's own time: not before what it tells as past, not after what is to come."""
        past = [p[0] for k, p in self.given[:20] if self.direction(k) == -1]
        if not past:
            return nearest(make, self.given[0][1][0]) if self.given else None
        options = (make(max(past).year + y) for y in (0, 1))
        return next((p for p in options if p and p[0] >= max(past)), None)

    def by_tense(self, k: int, e: Expr, make, here: Period) -> Period | None:
        """The year before, of, or after "now"; a past year of the same sentence goes first."""
        start = self.exprs[k].start
        for o in self.exprs[max(k - 4, 0) : k]:
            near = re.fullmatch(r"[^.;:—–]{,40}", self.text[o.end : start])
            if o.form == "year" and near and o.year < here[0].year:
                return make(o.year)
        options = cal.around(make, here[0].year)
        near = cal.toward(options, here, 0)
        if near is None:
            return None
        direction, close = self.direction(k), near[0] == near[1] and cal.away(near, here) <= NEAR
        fits = [p for p in options if p[0].weekday() == e.weekday]
        if fits and not close:  # "Saturday, 20 September" in March
            return cal.toward(fits, here, 0)
        # "the deal of 20 November is dead": the verb is not the date's
        if direction is None or close or self.text[max(start - 4, 0) : start] == " of ":
            return near
        return cal.toward(options, here, direction)


def nearest(make, day: date) -> Period | None:
    """``make(year)`` in the year that brings it nearest to a day."""
    return cal.toward(cal.around(make, day.year), (day, day), 0)
