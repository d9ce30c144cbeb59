"""Expressions and a day of publication in, days out; what can't be resolved stays None."""

from __future__ import annotations

import re
from datetime import date

from workbench import dates_values as cal
from workbench.dates_shapes import Expr
from workbench.dates_tense import quotation, quotations, sentence, tense
from workbench.dates_values import Period
from workbench.dates_words import words

TIE = re.compile(r"(?:[\s,(]|\s[–—-]\s|-)*(?:(?:is|was|on|in|that is|i\.e\.|being|falls on|and)\s+)?"
                 r"(?:the\s+)?\Z", re.I)
DAYS = ("deictic", "shift", "weekday", "unit", "day_count", "anniversary")
NEAR = 21


class Resolver:
    """Holds what the expressions of one text know of each other."""

    def __init__(self, text: str, exprs: list[Expr], now: Period | None,
                 own: tuple[int, int] | None = None):
        self.text, self.exprs, self.now, self.own = text, exprs, now, own
        self.quotes = quotations(text)
        self.periods: list[Period | None] = [None] * len(exprs)
        self.bounds = [sentence(text, e.start, e.end) for e in exprs]
        self.order = self._order()
        self.given = self._given()
        self.war = {}
        self.drop: set[int] = set()
        self.ties = self._ties()

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
            for leaf in _leaves(e):
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
            a, b = self.exprs[k], self.exprs[k + 1]
            if b.start - a.end > 16:
                continue
            gap = self.text[a.end:b.start]
            if "\n" in gap or not TIE.match(gap) or " and " in gap:
                continue
            if a.form in DAYS and self._size(a) == "day" and (
                    b.day is not None and b.form in ("date", "numeric") or b.form == "numeric"
                    or b.form in ("day_count", "anniversary", "named")):
                if a.form == "weekday" and "(" not in gap and "on" not in gap:
                    continue
                out[k] = k + 1
            elif a.form == "unit" and a.unit in ("month", "year") and (
                    b.form == "date" and b.day is None and a.unit == "month"
                    or b.form == "year" and a.unit == "year") and gap.strip():
                out[k] = k + 1
            elif a.form == "date" and a.day and b.form == "day_count" and "is" in gap:
                out[k + 1] = k
            elif a.form == "date" and a.day and b.form == "weekday" and (
                    b.mode == "some" or "(" in gap):
                out[k + 1] = k
        return out

    def _size(self, e: Expr) -> str:
        if e.form in ("deictic", "weekday", "day_count", "anniversary"):
            return "day"
        if e.form == "shift" and e.mode == "exact":
            return "day"
        return {"date": "day", "night": "day"}.get(e.unit, e.unit)

    # -- the run through the text ------------------------------------------------------------
    def run(self) -> list[Period | None]:
        for k, e in enumerate(self.exprs):
            if k in self.ties and self.exprs[self.ties[k]].form != "day_count":
                mate = self.ties[k]
                found = self.resolve(mate, self.exprs[mate])
                if e.form == "day_count" and found:
                    self.war[e.form] = (found[0] - self.war_start(e)).days - (e.n - 1)
                self.periods[k] = found or self.resolve(k, e)
            elif self.periods[k] is None:
                self.periods[k] = self.resolve(k, e)
        return self.periods

    def here(self, k: int, e: Expr) -> Period | None:
        """The "now" of an expression: publication's, or that of the quotation it stands in."""
        q = quotation(self.quotes, e.start)
        if q is None:
            return self.now
        for i, j in self.ties.items():
            a, b = self.exprs[i], self.exprs[j]
            if q[0] <= a.start < q[1] and b.end <= q[1] and b.form in ("date", "numeric"):
                found = dict(self.given).get(j)
                if found and a.form == "deictic":
                    moved = cal.add(found[0], -a.n, "day")
                    return moved and (moved, moved)
        return self.framed(q) or self.now

    def framed(self, q: tuple[int, int]) -> Period | None:
        """“We left yesterday,” she wrote on 25 February 2022: the letter's own day."""
        left, _ = sentence(self.text, q[0], q[0])
        _, right = sentence(self.text, q[1], q[1])
        if self.text[q[1] - 2:q[1] - 1] in ".!?":
            right = q[1]
        speech = words().sets["tense.speech"]
        frame = self.text[left:q[0]] + " " + self.text[q[1]:right]
        if not speech & set(re.findall(r"[a-z]+", frame.lower())):
            return None
        for k, found in self.given:
            e = self.exprs[k]
            if (left <= e.start < q[0] or q[1] <= e.start < right) and e.full:
                return found
        return None

    def war_start(self, e: Expr) -> date:
        return words().data["conflict"][0]["start"]

    def of_today(self, k: int) -> bool:
        """A count put on the day of writing: "Today is day N", "This day, day N"."""
        if not k:
            return False
        o, e = self.exprs[k - 1], self.exprs[k]
        gap = self.text[o.end:e.start].strip(" ,").lower()
        return gap in ("", "is", "marks") and (o.form == "deictic" and o.mode == "today" or (
            o.form == "unit" and o.unit == "day" and o.turn == 0 and o.source == "now"))

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
        return tense(self.text, e.start, e.end, self.bounds[k])

    def same_sentence(self, k: int, e: Expr, full: bool = False) -> Period | None:
        """A date with its year in the same sentence, the one before rather than the one behind."""
        left, right = self.bounds[k]
        found = None
        for j, period in self.given:
            o = self.exprs[j]
            if j == k or not (left <= o.start < right) or full and period[0] != period[1]:
                continue
            if o.start < e.start:
                found = period
            elif found is None:
                found = period
        return found

    def yearless(self, k: int, e: Expr, make) -> Period | None:
        """``make(year)`` in the year that the context asks for."""
        if self.own is None or not (self.own[0] <= e.start < self.own[1]):
            anchor = self.same_sentence(k, e)
            if anchor:
                return _nearest(make, anchor[0])
        here = self.here(k, e)
        if here:
            return self._by_tense(k, make, here)
        left, right = self.bounds[k]
        years = [o.year for o in self.exprs[max(k - 8, 0):k] if o.form == "year"
                 and left <= o.start]
        if years:
            return make(years[-1])
        for j in range(k - 1, max(k - 8, -1), -1):
            found = self.periods[j]
            if found and 31 < (found[1] - found[0]).days < 800:
                fits = [p for y in (found[1].year, found[0].year) if (p := make(y))
                        and found[0] <= p[0] and p[1] <= found[1]]
                if fits:
                    return fits[0]
        if self.given:
            near = min(self.given, key=lambda g: abs(self.exprs[g[0]].start - e.start))
            return _nearest(make, near[1][0])
        for o in reversed(self.exprs[max(k - 4, 0):k]):
            if o.form == "year":
                return make(o.year)
        return None

    def _by_tense(self, k: int, make, here: Period) -> Period | None:
        left, _ = self.bounds[k]
        for o in self.exprs[max(k - 4, 0):k]:
            if o.form == "year" and o.start >= left and o.year < here[0].year:
                return make(o.year)
        options = [p for p in (make(here[0].year + d) for d in (-1, 0, 1)) if p]
        if not options:
            return None
        inside = [p for p in options if p[0] <= here[1] and p[1] >= here[0]]
        if inside:
            return inside[0]
        near = min(options, key=lambda p: _gap(p, here))
        one_day = near[0] == near[1]
        direction = self.direction(k)
        if direction is None or one_day and _gap(near, here) <= NEAR:
            return near
        if direction < 0:
            return max((p for p in options if p[0] <= here[1]), default=near)
        return min((p for p in options if p[1] >= here[0]), default=near)

    def resolve(self, k: int, e: Expr) -> Period | None:
        from workbench.dates_forms import FORMS

        return FORMS[e.form](self, k, e)


def _leaves(e: Expr | None):
    if e is None:
        return
    if e.inner is None and e.other is None:
        yield e
    yield from _leaves(e.inner)
    yield from _leaves(e.other)


def _gap(p: Period, here: Period) -> int:
    if p[0] > here[1]:
        return (p[0] - here[1]).days
    return max((here[0] - p[1]).days, 0)


def _nearest(make, day: date) -> Period | None:
    options = [p for p in (make(day.year + d) for d in (-1, 0, 1)) if p]
    return min(options, key=lambda p: (_gap(p, (day, day)), p[0] < day), default=None)
