"""Tokens to calendar expressions: patterns are tried from the end of a window to its beginning."""

import re
from dataclasses import dataclass, replace
from typing import Any

from workbench.dates.grammar import Grammar, Pattern
from workbench.dates.tokens import Token, short_year

HALF = {"decade": (5, "year"), "year": (6, "month"), "month": (15, "day"), "week": (3, "day")}
ONCE = ("year", "month", "day", "weekday", "turn")  # fields that are told once, or no match


@dataclass
class Expr:
    """A calendar expression as written; ``form`` says which of the fields matter."""

    start: int
    end: int
    form: str
    kind: str = ""
    rule: str = ""
    year: int | None = None
    until: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    n: int = 0
    count: int = 1
    unit: str = ""
    more: tuple[tuple[int, str], ...] = ()  # of "two weeks and three days" the weeks
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

    def parts(self):
        """The expression and all that it is made of."""
        yield self
        for part in (self.inner, self.other):
            if isinstance(part, Expr):
                yield from part.parts()


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
            form, before = pattern.entry.form, self.items[i].value
            same = end == i + 1 and isinstance(before, Expr) and before.form == form
            e = None if same else self._built(i, end, pattern, m)
            made = e and HOOKS[form](self, e, i, end) if form in HOOKS else e
            if not made:
                continue
            tag = pattern.tags[i > 0 and self.items[i - 1].end == self.items[i].start]
            if not isinstance(made, list):
                made = [Token(e.start, e.end, made, "")]
            else:  # what stands between the days of a list stays as it is
                old = dict(zip(map(id, self.items[i:end]), tags[i:end], strict=True))
                tag = "".join(old.get(id(t), tag) for t in made)
            self.items[i:end] = made
            self.tags = tags[:i] + tag + tags[end:]
            return True
        return False

    def _built(self, i: int, end: int, pattern: Pattern, m: re.Match) -> Expr | None:
        """What the slots say, beyond an expression that is told more of."""
        entry, said, like = pattern.entry, {}, None
        for group, name, classes in pattern.groups:
            if (k := m.start(group)) >= 0:
                said[name] = _value(self.items[k], classes, name)
        for name in ("like", "of"):
            like = said.pop(name, like)
        if isinstance(said.get("inner"), str):  # "of the year"
            said["inner"] = Expr(0, 0, "unit", "relative", unit=said["inner"], turn=0)
        known, kind = {}, getattr(said.get("inner"), "kind", "absolute")
        if like is not None:
            known, kind = {**vars(like)}, like.kind
            if "day" in said:  # "5, 12 and 19 November"
                known |= {"day": None, "weekday": None, "weekday_end": 0}
            elif "weekday" in said:
                said["weekday_end"] = self.items[i].end
            if any(known[name] is not None for name in ONCE if name in said):
                return None
        known |= {"form": entry.form, **entry.gives, **said} if entry.form != "at" else said
        known |= {"start": self.items[i].start, "end": self.items[end - 1].end, "rule": entry.id}
        return Expr(**known | {"kind": entry.kind or kind})


def _value(token: Token, classes: list[str], name: str) -> Any:
    """What a token says in a slot: a number, a word's value by class, a field of an expression."""
    value = token.value
    if isinstance(value, Expr):
        if name == "more":
            return (*value.more, (value.count, value.unit))
        name = "year" if name == "until" else name
        return getattr(value, name) if name in ONCE else value
    if name == "year" and isinstance(value, int):
        return short_year(value)
    if not isinstance(value, dict):
        return token.word if value is None else value
    return next(value[c] for c in [*classes, *value] if c in value)


# -- what a match must hold beyond its slots ---------------------------------------------------
def _count(w: Window, e: Expr, i: int, end: int) -> int | None:
    from text_to_num import text2num

    spelt = re.sub(r"[\W_]+", " ", w.text[e.start : e.end].lower())
    try:
        return text2num(re.sub(r"^a ", "one ", spelt), "en") or None
    except ValueError:
        return None


def _ordinal(w: Window, e: Expr, i: int, end: int) -> int | None:
    return e.count + e.n if 0 < e.n < 10 < e.count else None


def _digits(w: Window, e: Expr, i: int, end: int) -> Expr:
    if e.form == "numeric":  # 19/12/2025
        e.year = e.data[2]
    elif e.data:  # 2025-12-19
        e.year, e.month, e.day = e.data
    return e


def _years(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    if e.until < 100:
        e.until += e.year - e.year % 100
    return e if e.year < e.until <= e.year + 120 else None


def _length(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    """ "two weeks"; "two and a half years"; no hours of one day."""
    if e.unit == "hour" and e.count < 24 or not e.count:
        return None
    if e.mode == "half" and e.unit in HALF:
        e.more, e.count = ((e.count, e.unit), HALF[e.unit]), 0
        e.unit = "month" if e.unit == "year" else e.unit
    return e


def _days(w: Window, e: Expr, i: int, end: int) -> list[Token]:
    """ "December 13th and 14th, 2025": days that share their month and year."""
    out = w.items[i + 1 : end]
    places = [k for k, t in enumerate(out) if isinstance(t.value, int) and 0 < t.value < 32]
    for k in places:
        start = e.start if k == places[0] else out[k].start
        stop = e.end if k == places[-1] else out[k].end
        out[k] = Token(
            start, stop, replace(e, start=start, end=stop, form="day", day=out[k].value), ""
        )
    return out[places[0] : places[-1] + 1]


def _day_count(w: Window, e: Expr, i: int, end: int) -> Expr | None:
    """ "day 1,386 of the war", "the 1,000th day"; of the siege or the summit: no."""
    wars = w.grammar.wars
    near = re.split(r"[,.;:!?)\n]", w.text[e.end : e.end + 60])[0]
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", near)
    if words[:1] != ["of"] or words[1:2] == ["it"]:
        e.data = [x.id for x in wars if e.n >= 100]
    else:
        names = {word.lower() for word in words[:7] if word[0].isupper()}
        near = {word.lower() for word in words[1:6]}
        e.data = [x.id for x in wars if near & {*x.day_count} and names <= {*x.day_count}]
    return e if e.data and e.n >= 1 else None


HOOKS = {
    "count": _count, "ordinal": _ordinal, "day": _digits, "numeric": _digits, "years": _years,
    "length": _length, "days": _days, "day_count": _day_count,
}  # fmt: skip


def read(text: str, grammar: Grammar) -> list[Expr]:
    """Expressions of a text in order, none overlapping; no pattern crosses the end of a line."""
    out: list[Expr] = []
    for line in re.finditer(r"(?:\A|\n).*(?=(\n?))", text):
        tags, items = grammar.words.tokens(text, line.start(), line.end(1))
        for e in Window(text, grammar, tags, items).read():
            if e.form == "close":
                return out
            out.append(e)
    return out
