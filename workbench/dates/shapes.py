"""Shapes of calendar expressions: tagged tokens in, unresolved expressions out.

Nothing here knows the day of publication. Legend of the tags: M month, W weekday, n one or
two digits, b ordinal up to 31, B higher, N other number, y year, I ISO, S 07/12/2025,
D decade, K Q3, k H1, C number word, Z vague count, O ordinal word, U unit, L turn (last, next),
t today, P part of day, s season, H named day, e edge, g ago or later, F fiscal, u to, l between,
i of, d the, j in, A a, w weekend, h half, o overnight, v recently, R recent, _ dash.
"""

from __future__ import annotations

import re

from workbench.dates.expr import Expr, short_year
from workbench.dates.words import Tokens, words

YEAR = r"(?:,?(?P<y>y)|(?P<a>'n))?"
COUNT = r"(?P<count>[nNA]|C(?:-C)?)"
PATTERNS = {
    "day_month": rf"(?:(?P<w>W)\.?,?d?)?(?P<d>[nb])[i-]?(?P<M>M)[.-]?{YEAR}",
    "word_month": rf"(?P<d>O)i(?P<M>M)\.?{YEAR}",
    "month_day": rf"(?:(?P<w>W)\.?,?)?(?P<M>M)\.?d?(?P<d>[nb]){YEAR}",
    "days_month": rf"(?P<list>[nb](?:,[nb])*),?&(?P<d>[nb])i?(?P<M>M)\.?{YEAR}",
    "month_days": rf"(?P<M>M)\.?(?P<list>[nb](?:,[nb])*),?&d?(?P<d>[nb]){YEAR}",
    "days_range": rf"(?P<d1>[nb])(?P<to>[-u&])d?(?P<d>[nb])i?(?P<M>M)\.?{YEAR}",
    "range_days": rf"(?P<M>M)\.?(?P<d1>[nb])(?P<to>[-u&])d?(?P<d>[nb]){YEAR}",
    "iso": r"(?:(?P<w>W)\.?,?)?(?P<I>I)",
    "numeric": r"(?:(?P<w>W)\.?,?)?(?P<S>S)",
    "month_year": r"(?P<M>M)\.?,?i?(?:(?P<y>y)|(?P<a>'n))",
    "years": r"(?P<y>y)(?P<to>[-/])(?P<second>[ny])",
    "day_count": r"(?P<U>U)(?P<count>[nNy]|C(?:[-,&]{0,2}C){0,8})",
    "count_day": r"(?P<count>[bB])(?P<U>U)",
    "century": r"(?P<count>[bO])-?(?P<U>U)",
    "fiscal": r"F(?P<U>U)?(?P<y>[ny])(?:[-/](?P<second>[ny]))?",
    "ago": rf"(?P<half>hA|h)?{COUNT}(?P<U>U)(?P<g>g)(?:(?P<t>t)|j?(?P<w>W))?",
    "run": rf"(?P<L>L){COUNT}(?P<U>U)",
    "open": r"(?:(?P<L>[LR])|A)(?P<Z>[ZR])?i?(?P<U>U)(?P<g>[gz])?",
}
BEGINS = re.compile(r"[^,.\nxi&=u_-]")  # tags that an expression can begin with
RX = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}


class Reader:
    """Reads one window of tokens from left to right."""

    def __init__(self, text: str, toks: Tokens, readers: dict):
        self.text, self.tags, self.items = text, toks.tags, toks.items
        self.readers = readers
        self.words = words()
        self.sets = self.words.sets

    # -- helpers ------------------------------------------------------------------------
    def match(self, name: str, i: int):
        return RX[name].match(self.tags, i)

    def value(self, m: re.Match, group: str):
        return self.items[m.start(group)].value if m.group(group) else None

    def word(self, i: int) -> str:
        return self.items[i].word if 0 <= i < len(self.items) else ""

    def tag(self, i: int) -> str:
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    def glued(self, i: int) -> bool:
        """No white space between token i and the next."""
        return i + 1 < len(self.items) and self.items[i].end == self.items[i + 1].start

    def expr(self, i: int, j: int, form: str, kind: str = "absolute", **more) -> Expr:
        return Expr(self.items[i].start, self.items[j - 1].end, form, kind, **more)

    def year_of(self, m: re.Match) -> int | None:
        if m.group("y"):
            return self.value(m, "y")
        if m.groupdict().get("a") and self.glued(m.start("a")):
            return short_year(self.items[m.start("a") + 1].value)
        return None

    def count(self, i: int, j: int) -> int | None:
        """The number that tokens i..j say; 0 where they say none exactly."""
        first = self.items[i]
        if self.tags[i] != "C":
            return 1 if self.tags[i] == "A" else first.value
        if j - i == 1:
            return first.value
        from text_to_num import text2num

        spelt = " ".join(self.word(k) for k in range(i, j) if self.tags[k] in "C&")
        try:
            return text2num(spelt, "en")
        except ValueError:
            return None

    def counts_things(self, j: int) -> bool:
        """Token j makes the number before it a count: "20 troops", "5 %", "9:12", "3.5"."""
        if j >= len(self.items):
            return False
        at = self.items[j].start
        near = self.text[at - 1 : at + 2]
        return (
            self.word(j) in self.sets["counted.nouns"]
            or self.word(j) in ("%", "°")
            or (self.glued(j - 1) and near[1:2] in ":.%" and near[2:3].isdigit())
        )

    # -- reading ------------------------------------------------------------------------
    def read(self) -> list[Expr]:
        out: list[Expr] = []
        i, size = 0, len(self.tags)
        while i < size:
            at = BEGINS.search(self.tags, i)
            if at is None:
                break
            i = at.start()
            found = self.listed(i) if self.tags[i] in "WMnb" else None
            if found is None:
                one = self.atom(i)
                if one is not None:
                    one = self.ranged(i, *one)
                    found = [one[0]], one[1]
            if found is None:
                i += 1
                continue
            out += [e for e in found[0] if e.form != "skip"]
            i = found[1]
        return out

    def atom(self, i: int) -> tuple[Expr, int] | None:
        for read in self.readers.get(self.tags[i], ()):
            found = read(self, i)
            if found is not None:
                return found
        return None

    def between(self, i: int) -> bool:
        return self.tag(i - 1) == "l" or self.tags[max(i - 2, 0) : i] == "ld"

    def ranged(self, i: int, first: Expr, j: int) -> tuple[Expr, int]:
        """ "Monday to Friday", "between March and May", "late October to mid-November"."""
        if self.tags[j : j + 2] == ",u" and self.tag(i - 1) == "f":
            j += 1
            found = self.ranged(i, first, j)
            return found if found[0] is not first else (first, j - 1)
        link = self.tag(j)
        dash = link == "-"
        if not (dash or link == "u" or (link == "&" and self.between(i))):
            return first, j
        if first.form in ("range", "years", "vague", "day_count", "deictic", "skip", "run"):
            return first, j
        k = j + 1 + (self.tag(j + 1) == "d")
        second = self.atom(k) if k < len(self.items) else None
        if second is None or second[0].form in (
            "range",
            "years",
            "vague",
            "day_count",
            "skip",
            "run",
            "ago",
        ):
            return first, j
        if dash and (second[0].form != first.form or second[0].day is None is not first.day):
            return first, j
        near = self.items[max(i - 6, 0) : i]
        if any(t.word in self.sets["tense.moved"] for t in near):
            return first, j
        e = Expr(first.start, second[0].end, "range", "range", inner=first, other=second[0])
        return e, second[1]

    def listed(self, i: int) -> tuple[list[Expr], int] | None:
        """Days that share a month: "20, 23 and 30 November 2025", "13th and 14th, 2025"."""
        if self.tag(i) == "W":
            return self._weekday_list(i)
        for name in ("days_range", "range_days", "days_month", "month_days"):
            m = self.match(name, i)
            if not m or self.counts_things(m.end()):
                continue
            if "range" in name:
                found = self._days_range(name, i, m)
            else:
                found = self._days_list(name, i, m)
            if found:
                return found
        return None

    def _weekday_list(self, i: int):
        """ "Saturday and Sunday, December 13th and 14th, 2025": four days, not three."""
        tag = self.tag(i + 1)  # empty behind the last item, and the empty string is in any other
        found = self.listed(i + 1 + (tag == ",")) if tag and tag in ",Mnb" else None
        if found is None:
            return None
        if self.tag(i - 2) == "W":
            e = self.expr(i, i + 1, "weekday", "relative", weekday=self.items[i].value)
            return [e, *found[0]], found[1]
        first = found[0][0]
        first.start, first.weekday, first.weekday_end = (
            self.items[i].start,
            self.items[i].value,
            self.items[i].end,
        )
        return found

    def _days_range(self, name: str, i: int, m: re.Match):
        first, last = self.value(m, "d1"), self.value(m, "d")
        if m.group("to") == "&" and not self.between(i):
            return None
        if not 0 < first < last <= 31 or not self.month_ok(m.start("M"), True):
            return None
        month, year = self.value(m, "M"), self.year_of(m)
        a = Expr(0, 0, "date", year=year, month=month, day=first)
        b = Expr(0, 0, "date", year=year, month=month, day=last)
        e = self.expr(i, m.end(), "range", "range", inner=a, other=b)
        return [e], m.end()

    def _days_list(self, name: str, i: int, m: re.Match):
        month, year = self.value(m, "M"), self.year_of(m)
        last = m.start("d")
        if (
            name == "month_days"
            and self.tags[last] == "n"
            and year is None
            and (
                self.tag(m.end()) == "x"
                and self.word(m.end()) not in self.sets["function_words.words"]
                and self.text[self.items[m.end()].start].isalnum()
            )
        ):
            return None
        days = [k for k in range(*m.span("list")) if self.tags[k] in "nb"] + [last]
        if not all(0 < self.items[k].value <= 31 for k in days):
            return None
        out = []
        for k in days:
            e = self.expr(k, k + 1, "date", year=year, month=month, day=self.items[k].value)
            if name == "month_days" and k == days[0]:
                e.start = self.items[i].start
            if k == last:
                e.end = self.items[m.end() - 1].end
            out.append(e)
        return out, m.end()

    def month_ok(self, i: int, numbered: bool) -> bool:
        """ "may", "march", "mar" are words; a bare month needs its capital and a place for it."""
        item, raw = self.items[i], self.text[self.items[i].start : self.items[i].end]
        tricky = item.word in ("may", "march", "mar")
        if tricky and raw.islower():
            return False
        if numbered:
            return True
        if raw.islower():
            return False
        before = self.word(i - 1)
        if (
            len(item.word) < 4
            and item.word != "may"
            and self.tag(i + 1) == "x"
            and self.word(i + 1) != "."
            and before not in self.sets["function_words.prepositions"]
        ):
            return False
        if (tricky or raw.isupper()) and not self.named(i):
            follows = self.items[i + 1].start if i + 1 < len(self.items) else len(self.text)
            if before == "the" and self.text[follows : follows + 1].isupper():
                return False  # "the May Fourth Movement"
            return before in self.sets["function_words.prepositions"] and (
                not raw.isupper() or before in ("in", "since", "until", "by", "last", "next")
            )
        return not self.named(i)

    def named(self, i: int) -> bool:
        """A date word inside a name: "October Revolution", "Agenda 2030", "Theresa May"."""
        if self.word(i - 1) in self.sets["names.before"]:
            return True
        after = i + 1
        return (
            after < len(self.items)
            and self.word(after) in self.sets["names.after"]
            and self.text[self.items[after].start].isupper()
            and self.text[self.items[i].start : self.items[i].start + 1].isupper()
        )
