"""Expressions and a day of publication in, days out; what can't be resolved stays None."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from workbench.dates import values as cal
from workbench.dates.expr import Expr
from workbench.dates.pairs import gap, leaves, nearest, tied
from workbench.dates.tense import quotation, quotations, sentence, tense
from workbench.dates.values import Period
from workbench.dates.words import words

NEAR = 45


class Resolver:
    """Holds what the expressions of one text know of each other."""

    def __init__(
        self, text: str, exprs: list[Expr], now: Period | None, own: tuple[int, int] | None = None
    ):
        self.text, self.exprs, self.now, self.own = text, exprs, now, own
        self.quotes = quotations(text)
        self.periods: list[Period | None] = [None] * len(exprs)
        self.starts = [e.start for e in exprs]
        self.order = self._order()
        self.given = self._given()
        self.given_at = [exprs[k].start for k, _ in self.given]
        self.ahead = 0  # days by which the text's own war-day count is ahead of ours
        self.drop: set[int] = set()
        self.ties = self._ties()
        self._bounds: dict[int, tuple[int, int]] = {}
        self._quoted: dict[int, Period | None] = {}

    def bounds(self, k: int) -> tuple[int, int]:
        """The sentence of expression k."""
        if k not in self._bounds:
            self._bounds[k] = sentence(self.text, self.exprs[k].start, self.exprs[k].end)
        return self._bounds[k]

    def given_in(self, left: int, right: int) -> list[tuple[int, Period]]:
        return self.given[bisect_left(self.given_at, left) : bisect_left(self.given_at, right)]

    # -- what stands in the text itself ----------------------------------------------------
    def readings(self, e: Expr) -> dict[str, Period]:
        """Both orders of 07/12/2025, as far as the calendar, a weekday and a dot allow."""
        first, second = e.data["parts"]
        found = {"dmy": cal.day(e.year, second, first)}
        if e.data["sign"] != ".":
            found["mdy"] = cal.day(e.year, first, second)
        found = {k: v for k, v in found.items() if v}
        if e.weekday is not None:
            by_day = {k: v for k, v in found.items() if v[0].weekday() == e.weekday}
            found = by_day or found
        if len(found) == 2 and len(set(found.values())) == 1:
            found.pop("mdy")
            e.data["equal"] = True
        return found

    def _order(self) -> str | None:
        """The order of day and month that the text settles for all its numeric dates."""
        spelt = {cal.day(e.year, e.month, e.day) for e in self.exprs if e.full}
        votes = set()
        for e in self.exprs:
            if e.form != "numeric":
                continue
            found = self.readings(e)
            if len(found) == 2:
                hits = [k for k, v in found.items() if v in spelt or v == self.now]
                votes |= set(hits) if len(hits) == 1 else set()
            elif not e.data.get("equal"):
                votes |= set(found)
        return votes.pop() if len(votes) == 1 else None

    def numeric(self, e: Expr) -> Period | None:
        found = self.readings(e)
        if len(found) == 1:
            return next(iter(found.values()))
        hits = [v for v in found.values() if v == self.now]
        return hits[0] if len(hits) == 1 else found.get(self.order or "")

    def _given(self) -> list[tuple[int, Period]]:
        """Dates written with their year, finer than a year: (index, period)."""
        out = []
        for k, e in enumerate(self.exprs):
            for leaf in leaves(e):
                if leaf.form == "date" and leaf.year is not None:
                    found = self.plain(leaf)
                elif leaf.form == "numeric":
                    found = self.numeric(leaf)
                else:
                    continue
                if found:
                    out.append((k, found))
        return out

    def plain(self, e: Expr) -> Period | None:
        return cal.day(e.year, e.month, e.day) if e.day else cal.months(e.year, e.month)

    def _ties(self) -> dict[int, int]:
        """Relative expression -> the date beside it: "yesterday, December 10"."""
        out = {}
        for k in range(len(self.exprs) - 1):
            side = tied(self.text, self.exprs[k], self.exprs[k + 1])
            if side:
                out[k + (side > 1)] = k + (side == 1)
        return out

    # -- the run through the text ------------------------------------------------------------
    def run(self) -> list[Period | None]:
        for k, e in enumerate(self.exprs):
            if k in self.ties and self.exprs[self.ties[k]].form != "day_count":
                mate = self.ties[k]
                found = self.resolve(mate, self.exprs[mate])
                if e.form == "day_count" and found:
                    self.ahead = (found[0] - self.war_start(e)).days - (e.n - 1)
                self.periods[k] = found or self.resolve(k, e)
            elif self.periods[k] is None:
                self.periods[k] = self.resolve(k, e)
        return self.periods

    def here(self, k: int, e: Expr) -> Period | None:
        """The "now" of an expression: publication's, or that of the quotation it stands in."""
        q = quotation(self.quotes, e.start)
        if q is None:
            return self.now
        if q[0] not in self._quoted:
            self._quoted[q[0]] = self.tied_in(q) or self.framed(q)
        return self._quoted[q[0]] or self.now

    def tied_in(self, q: tuple[int, int]) -> Period | None:
        """“Today, 3 March 2022, we sat in a hunting lodge”: the diary's own day."""
        for j, found in self.given_in(*q):
            a = self.exprs[j - 1] if self.ties.get(j - 1) == j else None
            if a is not None and a.form == "deictic" and a.start >= q[0]:
                moved = cal.add(found[0], -a.n, "day")
                return moved and (moved, moved)
        return None

    def framed(self, q: tuple[int, int]) -> Period | None:
        """“We left yesterday,” she wrote on 25 February 2022: the letter's own day."""
        left, _ = sentence(self.text, q[0], q[0])
        _, right = sentence(self.text, q[1], q[1])
        if self.text[q[1] - 2 : q[1] - 1] in ".!?":
            right = q[1]
        speech = words().sets["tense.speech"]
        frame = self.text[left : q[0]] + " " + self.text[q[1] : right]
        if not speech & set(re.findall(r"[a-z]+", frame.lower())):
            return None
        for k, found in self.given_in(left, q[0]) + self.given_in(q[1], right):
            if self.exprs[k].full:
                return found
        return None

    def war_start(self, e: Expr) -> date:
        return (e.data or words().data["conflict"][0])["start"]

    def of_today(self, k: int) -> bool:
        """A count put on the day of writing: "Today is day N", "This day, day N"."""
        if not k:
            return False
        o, e = self.exprs[k - 1], self.exprs[k]
        gap = self.text[o.end : e.start].strip(" ,").lower()
        return gap in ("", "is", "marks") and (
            o.form == "deictic"
            and o.mode == "today"
            or (o.form == "unit" and o.unit == "day" and o.turn == 0 and o.source == "now")
        )

    def before(self, k: int, longest: int) -> Period | None:
        """The last period of the text before expression k that is no longer than so many days."""
        for j in range(k - 1, max(k - 20, -1), -1):
            found = self.periods[j]
            if not found or self.exprs[j].kind == "vague" and longest < 100:
                continue
            if self.own and self.exprs[j].start < self.own[1] and self.exprs[j].end > self.own[0]:
                continue
            if self.exprs[j].mode in ("today", "nowadays"):
                continue
            if (found[1] - found[0]).days < longest:
                return found
        return None

    def direction(self, k: int) -> int | None:
        e = self.exprs[k]
        return tense(self.text, e.start, e.end, self.bounds(k))

    def same_sentence(self, k: int, e: Expr) -> Period | None:
        """A date with its year in the same sentence, the one before rather than the one behind."""
        left, right = self.bounds(k)
        before = [p for j, p in self.given_in(left, e.start) if j != k]
        after = before or [p for j, p in self.given_in(e.start, right) if j != k]
        return before[-1] if before else after[0] if after else None

    def yearless(self, k: int, e: Expr, make) -> Period | None:
        """``make(year)`` in the year that the context asks for."""
        if self.own is None or not (self.own[0] <= e.start < self.own[1]):
            anchor = None if self._mate(k) else self.same_sentence(k, e)
            if anchor:
                return nearest(make, anchor[0])
        here = self.here(k, e)
        if here:
            return self._by_tense(k, make, here)
        left, right = self.bounds(k)
        years = [
            o.year for o in self.exprs[max(k - 8, 0) : k] if o.form == "year" and left <= o.start
        ]
        if years:
            return make(years[-1])
        for j in range(k - 1, max(k - 8, -1), -1):
            found = self.periods[j]
            if found and 31 < (found[1] - found[0]).days < 800:
                fits = [
                    p
                    for y in (found[1].year, found[0].year)
                    if (p := make(y)) and found[0] <= p[0] and p[1] <= found[1]
                ]
                if fits:
                    return fits[0]
        if self.given:
            place = bisect_left(self.given_at, e.start)
            near = min(
                self.given[max(place - 1, 0) : place + 2],
                key=lambda g: abs(self.exprs[g[0]].start - e.start),
            )
            if self._mate(k):
                return self.own_year(make)
            return nearest(make, near[1][0])
        for o in reversed(self.exprs[max(k - 4, 0) : k]):
            year = o.year if o.inner is None else o.inner.year
            if o.form in ("year", "edge", "part") and year is not None:
                return make(year)
        return None

    def _mate(self, k: int) -> bool:
        """Date k stands beside a "yesterday"."""
        return self.ties.get(k - 1) == k and self.exprs[k - 1].form == "deictic"

    def own_year(self, make) -> Period | None:
        """The text's own time: not before what it tells as past, not after what is to come."""
        told: dict[int, list[Period]] = {-1: [], 1: []}
        for k, period in self.given[:20]:
            told[self.direction(k) or 1].append(period)
        if not self.given:
            return None
        if told[-1]:
            edge = max(p[0] for p in told[-1])
            options = (make(edge.year + y) for y in (0, 1))
            return min((p for p in options if p and p[0] >= edge), default=None)
        return nearest(make, self.given[0][1][0])

    def _by_tense(self, k: int, make, here: Period) -> Period | None:
        left, _ = self.bounds(k)
        for o in self.exprs[max(k - 4, 0) : k]:
            if o.form == "year" and o.start >= left and o.year < here[0].year:
                return make(o.year)
        options = [p for p in (make(here[0].year + d) for d in (-1, 0, 1)) if p]
        if not options:
            return None
        inside = [p for p in options if p[0] <= here[1] and p[1] >= here[0]]
        if inside:
            return inside[0]
        near = min(options, key=lambda p: gap(p, here))
        one_day = near[0] == near[1]
        direction = self.direction(k)
        if self.text[max(self.exprs[k].start - 4, 0) : self.exprs[k].start] == " of ":
            return near  # "the deal of 20 November is dead": the verb is not the date's
        if direction is None or one_day and gap(near, here) <= NEAR:
            return near
        if direction < 0:
            return max((p for p in options if p[0] <= here[1]), default=near)
        return min((p for p in options if p[1] >= here[0]), default=near)

    def resolve(self, k: int, e: Expr) -> Period | None:
        from workbench.dates.forms import FORMS

        return FORMS[e.form](self, k, e)
