"""Tokens to calendar expressions: patterns are tried from the end of a window to its beginning."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from workbench.dates.grammar import Grammar, Pattern
from workbench.dates.tokens import Token

# Fields that take what an expression inside says; the others take the expression itself.
FIELDS = ("year", "month", "weekday", "turn", "n")


@dataclass
class Expr:
    """A calendar expression as written; ``form`` says which of the fields matter."""

    start: int
    end: int
    form: str
    kind: str = "absolute"
    rule: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    n: Any = 0
    unit: str = ""
    turn: int | None = None
    source: str = "now"
    mode: str = ""
    inner: Any = None
    other: Any = None
    data: Any = None
    weekday_end: int = 0

    @property
    def full(self) -> bool:
        """A day with its year written."""
        return self.form == "day" and None not in (self.year, self.month, self.day)


@dataclass
class Window:
    """A stretch of text while it is read; ``tags`` and ``items`` shrink as it goes."""

    text: str
    grammar: Grammar
    tags: str
    items: list[Token]

    def read(self) -> list[Expr]:
        names, *stages = self.grammar.stages
        place = 0
        while m := names.begins.search(self.tags, place):
            place = m.start() + 1
            self._reduce(m.start(), names.known)
        for stage in stages:
            for m in reversed(list(stage.begins.finditer(self.tags))):
                while self._reduce(m.start(), stage.known):
                    pass
        found = (t.value for t in self.items if isinstance(t.value, Expr))
        return [e for e in found if e.form not in ("skip", "length")]

    def _reduce(self, i: int, known: dict[str, list[Pattern]]) -> bool:
        """The longest match at token i that makes sense becomes one token, or several days."""
        tags = self.tags
        hits = [(m.end(), p, m) for p in known.get(tags[i], ()) if (m := p.match(tags, i))]
        if len(hits) > 1:
            hits.sort(key=lambda hit: -hit[0])
        for end, pattern, m in hits:
            form, before = pattern.entry, self.items[i].value
            same = end == i + 1 and isinstance(before, Expr) and before.form == form.form
            made = not same and self._build(i, end, pattern, m)
            if not made:
                continue
            tag = pattern.tags[i > 0 and self.items[i - 1].end == self.items[i].start]
            if len(made) > 1:  # a list: what stands between its days stays as it is
                old = dict(zip(map(id, self.items[i:end]), tags[i:end], strict=True))
                tag = "".join(old.get(id(t), tag) for t in made)
            self.items[i:end] = made
            self.tags = tags[:i] + tag + tags[end:]
            return True
        return False

    def _build(self, i: int, end: int, pattern: Pattern, m: re.Match) -> list[Token]:
        entry, first, last = pattern.entry, self.items[i], self.items[end - 1]
        e = Expr(first.start, last.end, entry.form, entry.kind, entry.id, **entry.gives)
        for group, name, classes in pattern.groups:
            if (k := m.start(group)) >= 0:
                setattr(e, name, _value(self.items[k], classes, name))
        made = HOOKS.get(entry.form, _plain)(self, e, i, end)
        if isinstance(made, Expr) and not made.kind:
            made.kind = made.inner.kind if isinstance(made.inner, Expr) else "absolute"
        if made is None or isinstance(made, list):
            return made
        return [Token(first.start, last.end, made, "")]

    # -- what stands beside --------------------------------------------------------------
    def word(self, i: int) -> str:
        return self.items[i].word if 0 <= i < len(self.items) else ""

    def words(self, i: int, j: int) -> list[str]:
        return [t.word for t in self.items[max(i, 0) : max(j, 0)]]


def _value(token: Token, classes: list[str], name: str = "") -> Any:
    if isinstance(token.value, Expr) and name in FIELDS:
        return token.value.year if name == "n" else getattr(token.value, name)
    if name == "year" and isinstance(token.value, int):
        return short_year(token.value)
    if not isinstance(token.value, dict):
        return token.word if token.value is None else token.value
    return next(token.value[c] for c in [*classes, *token.value] if c in token.value)


def short_year(number: int) -> int:
    return number if number > 99 else number + (2000 if number < 50 else 1900)


# -- forms: what a match must hold, and what it says beyond its slots -----------------------------
def _plain(w: Window, e: Expr, i: int, end: int) -> Expr:
    if isinstance(e.other, str):  # "of the year"
        e.inner = Expr(e.start, e.end, "unit", "relative", unit=e.other, turn=0)
        e.kind = e.kind or "relative"
    return e


def _count(w: Window, e: Expr, i: int, end: int) -> int | None:
    from text_to_num import text2num

    spelt = re.sub(r"[\W_]+", " ", w.text[e.start : e.end].lower())
    try:
        return text2num(re.sub(r"^a ", "one ", spelt), "en") or None
    except ValueError:
        return None


def _ordinal(w: Window, e: Expr, i: int, end: int) -> int | None:
    tens, ones = _value(w.items[i], ["cardinal"]), _value(w.items[end - 1], ["ordinal"])
    return tens + ones if 0 < ones < 10 < tens else None


def _holiday(w: Window, e: Expr, i: int, end: int):
    return w.grammar.book.get("holiday", e.rule)


def _day(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    if e.data:  # 2025-12-19
        (e.year, e.month, e.day), e.data = map(int, re.split(r"[-/.]", e.data)), None
    inner = e.inner
    if isinstance(inner, Expr):
        if inner.form not in ("day", "month", "month_turn", "numeric") or e.year and inner.year:
            return None
        listed = inner.form == "day" and e.day
        e.weekday_end = inner.weekday_end if e.weekday is None else w.items[i].end
        e.weekday = inner.weekday if e.weekday is None and not listed else e.weekday
        e.form = "day" if inner.form == "month" else inner.form
        e.year, e.month, e.day = e.year or inner.year, e.month or inner.month, e.day or inner.day
        e.turn, e.mode, e.source, e.data = inner.turn, inner.mode, inner.source, inner.data
        e.kind, e.inner = inner.kind, None
    return e if e.form == "numeric" or 0 < (e.day or 0) <= 31 and 0 < (e.month or 0) <= 12 else None


def _numeric(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    first, sign, second, sign, year = re.split(r"([-/.])", e.data)
    parts, e.year = (int(first), int(second)), short_year(int(year))
    if not all(0 < n <= 31 for n in parts) or min(parts) > 12 or len(year) == 2 and sign == "-":
        return None  # 12-10-25 is more often a number of something
    e.data = {"parts": parts, "sign": sign}
    return e


def _years(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    if len(w.items[end - 1].word) == 2:
        e.n += e.year - e.year % 100 + (100 if e.n < e.year % 100 else 0)
    return e if e.year < e.n <= e.year + 120 else None


def _fiscal(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    if isinstance(e.inner, Expr):
        e.year, e.n, e.inner = e.inner.year, e.inner.n, None
    if e.n:
        if e.n % 100 != (e.year + 1) % 100:
            return None
        e.year, e.mode = e.year + 1, "ends"
    return e


def _length(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    """ "two weeks", "half a year", "a year and a half": a number and its unit, in ``data``."""
    if isinstance(e.other, Expr):
        e.n, e.unit, e.other = e.other.n, e.other.unit, None
    e.data = [(e.n * 12 + 6, "month")] if e.mode else [(e.n, e.unit)]
    return e if e.data[0][0] else None


def _shift(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    """What is counted, as (number, unit) in ``data``; from ``inner``, where that is told."""
    steps = e.inner.data if e.inner else [(e.n or 1, e.unit)]
    more, e.inner = e.other, e.data
    if more and more.form == "shift":  # "two weeks and two days ago"
        e.turn, e.source, e.mode, e.inner = more.turn, more.source, more.mode, more.inner
    e.turn = e.turn or 1
    e.data, e.other = [(n * e.turn, unit) for n, unit in steps], None
    if more:
        e.data += more.data if more.form == "shift" else [(n * e.turn, u) for n, u in more.data]
    e.unit = e.data[-1][1]
    if w.word(i - 1) == "exactly":
        e.mode = "exact"
    return None if e.unit == "hour" and abs(e.data[-1][0]) < 24 else e


def _at(w: Window, e: Expr, i: int, end: int) -> Expr:
    return replace(e.inner, start=e.start, end=e.end, rule=e.rule)


def _days(w: Window, e: Expr, i: int, end: int) -> list[Token]:
    """ "December 13th and 14th, 2025": days that share their month and year."""
    out = list(w.items[i + 1 : end])
    places = [k for k, t in enumerate(out) if isinstance(t.value, int) and 0 < t.value < 32]
    for k in places:
        start = e.start if k == places[0] else out[k].start
        stop = e.end if k == places[-1] else out[k].end
        day = Expr(start, stop, "day", "absolute", e.rule, e.year, e.month, out[k].value)
        out[k] = Token(start, stop, day, "")
    return out[places[0] : places[-1] + 1]


def _range(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    """ "from Monday to Friday"; "postponed from Thursday to Friday" are two days."""
    ends = {e.inner.form, e.other.form} & {"range", "years", "vague", "day_count", "deictic", "run"}
    return None if ends or w.grammar.sets["moved"] & set(w.words(i - 6, i)) else e


def _day_count(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    """ "day 1,386 of the war", "the 1,000th day"; of the siege or the summit: no."""
    wars = w.grammar.book.all("war")
    if w.word(end) != "of" or w.word(end + 1) == "it":
        told = w.word(i) == "day" or w.word(i - 1) in ("the", "s", "its", "'", "’")
        e.data = [x.id for x in wars if e.n >= 100 and told]
        return e if e.data else None
    k = end + 1 + (w.word(end + 1) in w.grammar.sets["possessives"])
    near = w.items[k : k + 6]
    stop = next((j for j, t in enumerate(near) if t.word[:1] in ",.;:!?)\n"), 6)
    words = {t.word for t in near[:stop][:4]}
    names = {t.word for t in near[:stop] if w.text[t.start].isupper()}
    e.data = [x.id for x in wars if words & set(x.match) and names <= set(x.match)]
    return e if e.data and e.n >= 1 else None


def _deictic(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    if e.inner is not None:  # "day after tomorrow"
        e.n, e.inner = e.inner.n + e.turn, None
        return e if abs(e.n) > 1 else None
    e.mode = w.word(i)
    if w.words(end, end + 2) == ["'", "s"] or w.words(end, end + 2) == ["’", "s"]:
        e.data = w.word(end + 2)  # "today's drafters"
    return e


HOOKS = {
    "count": _count, "ordinal": _ordinal, "holiday": _holiday, "day": _day, "numeric": _numeric,
    "years": _years, "fiscal": _fiscal, "length": _length, "shift": _shift, "at": _at,
    "days": _days, "range": _range, "day_count": _day_count, "deictic": _deictic,
}  # fmt: skip


def read(text: str, grammar: Grammar) -> list[Expr]:
    """Expressions of a text in order, none overlapping."""
    out, done = [], 0
    for a, b in grammar.look(text):
        tags, items = grammar.words.tokens(text, a, b)
        if items and b < len(text) and text[b - 1].isalnum() and text[b].isalnum():
            tags = tags[:-1]
            items.pop()
        for e in Window(text, grammar, tags, items).read():
            if e.form == "close":
                return out
            if e.start >= done:
                out.append(e)
                done = e.end
    return out
