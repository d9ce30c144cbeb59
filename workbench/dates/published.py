"""The day a document came out, from its own words: stated, inferred, or none at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice

from workbench.dates import calendar as cal
from workbench.dates.context import inside, quotations, sentence
from workbench.dates.grammar import Grammar
from workbench.dates.read import Expr
from workbench.dates.resolve import Resolver, tied

LINES = 8  # of the head of a text
MARKUP = " #*_>"
STOP = re.compile(
    r"\s*(?:\Z|\n|[|/·•:—–;)\]]|-{1,3}\s|T\d\d|\.(?:\s|\Z)"
    r"|,?\s*(?:at\s+)?\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m)|\s+\()",
    re.I,
)
GAP = re.compile(r"(?:[^.\n\d]{0,40}\bon\s+|\s*|in [^.\n\d]{2,30}[, ]+|by [^.\n\d]{2,40}[, ]+)\Z")
# A dateline without its year takes that of a date told as past at most so many days before.
LONGEST = 60
Found = tuple[date, Expr]


@dataclass(frozen=True)
class Publication:
    """``date`` is an ISO day; ``basis`` metadata, stated, inferred; the span is the quote's."""

    date: str | None = None
    basis: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@lru_cache(maxsize=8)
def _patterns(g: Grammar) -> dict[str, re.Pattern]:
    """What stands before a day that a text gives as its own."""

    def either(name: str) -> str:
        words = sorted(g.sets[f"publication_{name}"], key=lambda p: (-len(p), p))
        return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"

    frames = {
        "mark": rf"(?:^|\n|[.;|·•(\[—–-])[^\S\n]*{either('marks')}(?![^\W\d_])[ :,]*",
        "now": rf"\b{either('now')}[\s,(:–—]*(?:on\s+)?\Z"
        r"|(?:^|[.!?]\s+|\n)It(?: i|['’])s (?:now |today )?(?:the )?\Z",
        "as_of": rf"\b{either('as_of')}\s+(?:today,?\s*)?\Z",
        "self": rf"\bthis {either('itself')}\b[^.\n]{{0,60}}"
        rf"\b{either('verbs')}\b[^.\n\d]{{0,40}}\Z",
    }
    return {name: re.compile(frame, re.I) for name, frame in frames.items()}


class Look:
    """The places of one text where its day may stand."""

    def __init__(self, text: str, found: list[Expr], g: Grammar):
        self.text, self.g, self.rx, self.found = text, g, _patterns(g), found
        self.exprs = [e for e in found if e.form != "note"]
        self.noted = [e.inner for e in found if e.form == "note"]
        quotes = quotations(text)
        self.own = [e for e in self.exprs if inside(quotes, e.start) is None]
        self.starts = [e.start for e in self.exprs]
        self.lines = [m.span() for m in islice(re.finditer(r"(?m)^.*\S.*$", text), LINES)]
        end = len(text.rstrip())
        last = text.rfind("\n", 0, end) + 1
        below = self.lines and self.lines[-1][0] < last > end - 90
        self.signature = [(last, end)] if below else []
        self.lines += self.signature

    @cached_property
    def all(self) -> Resolver:
        """What the expressions know of each other, asked where one is not clear by itself."""
        return Resolver(self.text, self.exprs, self.g)

    @cached_property
    def publication(self) -> Publication:
        """Stated, else inferred, else the day of an update that is all the text says of itself."""
        rules = ((self.stated, "stated"), (self.inferred, "inferred"), (self.updated, "stated"))
        for rule, basis in rules:
            for day, e in filter(None, [rule()]):
                quote = self.text[e.start : e.end]
                return Publication(day.isoformat(), basis, e.start, e.end, quote)
        return Publication()

    # -- stated ----------------------------------------------------------------------------
    def stated(self) -> Found | None:
        full = [e for e in self.own if e.full or e.form == "numeric"]
        for rule in (self.marked, self.dateline, self.headed, self.told):
            for e in full:
                if rule(e) and (day := self.day(e)):
                    return rule == self.headed and self._older(day) or (day, e)
        return None

    def day(self, e: Expr) -> date | None:
        if e.form == "day":
            found = cal.dated(e.year, e.month, e.day)
            return found and found[0]
        options = self.all.readings(e)
        if self.all.order:
            options = {k: p for k, p in options.items() if k == self.all.order} or options
        elif len(options) == 2:
            pairs = [(self.exprs[k], self.exprs[j]) for k, j in self.all.ties.items()]
            told = {(b.month, b.day, a.turn) for a, b in pairs if a.form == "deictic"}
            moved = [(p[0], n, cal.add(p[0], n, "day")) for p in options.values() for *_, n in told]
            fits = [d for d, n, to in moved if to and (to.month, to.day, n) in told]
            options = dict.fromkeys(fits, fits)
        return next(iter(options.values()))[0] if len(options) == 1 else None

    def _older(self, header: date) -> Found | None:
        """A dateline without its year beats the "today" of a page's header."""
        for e in self.own:
            if e.form == "day" and e.year is None and self.dateline(e):
                days = [p[0] for y in (0, -1) if (p := cal.dated(header.year + y, e.month, e.day))]
                day = next((d for d in days if d < header), None)
                return day and (day, e)
        return None

    def marked(self, e: Expr) -> bool:
        """Behind "Published", "Filed:" or "This article was first published on"."""
        before = "x" * (e.start > 120) + self.text[max(e.start - 120, 0) : e.start]
        if self.rx["self"].search(before):
            return True
        hits = list(self.rx["mark"].finditer(before))
        return bool(hits and GAP.match(before[hits[-1].end() :]) and self._ends(e.end))

    def _ends(self, end: int) -> bool:
        """Behind a mark: nothing, a time, a stop; not the rest of a sentence."""
        rest = self.text[end : end + 40]
        m = re.match(r"\s*(,?)\s*([^\W\d_]+)", rest)
        return bool(STOP.match(rest) or m and m[2].lower() in self.g.sets["publication_after"])

    def line(self, e: Expr) -> tuple[int, int] | None:
        """The line of the head or the end that an expression stands in."""
        return next(((a, b) for a, b in self.lines if a <= e.start < b), None)

    def dateline(self, e: Expr) -> bool:
        """ "KYIV, 14 November (Agency) –", "*Opinion, 2 December 2025*", or below a byline."""
        if not self.headed(e):
            return False
        start = self.line(e)[0]
        if before := self.text[start : e.start].strip(MARKUP):
            return len(re.findall("[|·•]", before)) < 2  # not a menu's "Home | World | "
        return self.text[:start].rstrip().rsplit("\n", 1)[-1].lower().startswith("by ")

    def headed(self, e: Expr) -> bool:
        """A dateline, or a line of its own at the head or the end."""
        a, b = self.line(e) or (0, 0)
        if e.start - a > 120:  # not every date of a very long line
            return False
        before, rest = self.text[a : e.start].strip(MARKUP), self.text[e.end : min(b, e.end + 120)]
        alone = not rest.strip(" .)*_")
        if b == 0 or not self.place(before, alone and e.start - a < 80):
            return False
        if alone or STOP.match(rest):
            return alone or (a, b) not in self.signature
        place = rest[:1] == "," and self.place(rest + ",")
        return not before and (place or bool(re.match(r",?\s+is\s+(?:day|today)\b", rest)))

    def place(self, before: str, alone: bool = False) -> bool:
        """ "KYIV, ", "LONDON (Agency) - ", "By Anna Kowal, ", "Internal. ", or nothing.

        Where the day ends its line, a short title without a verb will do: "Policy note no. 14, ".
        """
        sets = self.g.sets
        parts = re.findall(r"[^\W\d_][\w.’'-]*", before)
        verbs = sets["past"] | sets["present"] | sets["perfect"] | sets["future"]
        for part in parts:
            low = part.lower().strip(".")
            plain = part[0].islower() and low not in sets["publication_bylines"]
            verb = plain and (not alone or low in verbs or low.endswith("ed"))
            if verb or low in sets["publication_documents"]:
                return False
        if len(parts) > 9 or re.search(r"[“”\"?!]", before):
            return False
        byline = before.endswith(":") and parts[-1:] and parts[-1].lower()
        return not parts or byline in sets["publication_bylines"] or before[-1] in ",|·•—–-/()."

    def told(self, e: Expr) -> bool:
        """Beside "today" or "as of this moment", or "As of December 7, 2025, the front is"."""
        before = self.text[max(e.start - 60, 0) : e.start]
        o = self.exprs[max(bisect_left(self.starts, e.start) - 1, 0)]
        if self.rx["now"].search(before) or _today(o) and tied(self.text, o, e) == 1:
            return True
        left, right = sentence(self.text, e.start, e.end)
        line = set(re.findall(r"[^\W\d_]+", self.text[left:right].lower()))
        past = re.match(r"(?:(?! is | are | has | have |ed ).)* (?:was|were|had|stood)\b",
                        self.text[e.end : right])  # fmt: skip
        cut = past or line & self.g.sets["publication_cut_off"]
        return not cut and bool(self.rx["as_of"].search(before))

    def updated(self) -> Found | None:
        """ "Updated 4 December 2025", a line of its own at the head, without a time of day."""
        for e in self.noted:
            a, b = self.line(e) or (e.start, e.start)
            word = self.text[a : e.start].strip(MARKUP + ":").lower()
            alone = not self.text[e.end : b].strip(" *_.)")
            if e.full and alone and word.split()[-1:] and word.split()[-1] in self.g.sets["noted"]:
                return (day := self.day(e)) and (day, e)
        return None

    # -- inferred --------------------------------------------------------------------------
    def inferred(self) -> Found | None:
        """The one day that all pairs like "yesterday, December 10" agree on."""
        found: list[Found] = []
        for e in self.own:
            k = bisect_left(self.starts, e.start)
            if e.form == "day_count" and self._heading(e):
                found += self._day(k)
            if k in self.all.ties:
                found += self._pair(e, k + 1)
            if e.form == "day" and e.year is None and (self.headed(e) or self.marked(e)):
                found += self._dateline(e)
        return found[0] if len({day for day, _ in found}) == 1 else None

    def _pair(self, a: Expr, j: int) -> list[Found]:
        shifted = a.form == "shift" and not a.more and a.source == "now"
        if not (_today(a) or a.form == "deictic" or shifted):
            return []
        back = -a.count * a.turn, a.unit
        return [(day, e) for d, e in self._day(j) if (day := cal.add(d, *back))]

    def _day(self, k: int) -> list[Found]:
        """The day of an expression as the rest of the text settles it."""
        e = self.exprs[k]
        found = None if e.form in ("deictic", "weekday") else self.all.resolve(k, e)
        return [(found[0], e)] if found and found[0] == found[1] else []

    def _heading(self, e: Expr) -> bool:
        """ "Day 1,386 of the war" as a heading of its own is the writer's today."""
        a, b = next(((a, b) for a, b in self.lines[:2] if a <= e.start < b), (0, 99))
        after = re.search(r"[.,]\s+\S", self.text[e.end : b])
        return b - a < 90 and not after and not any(map(str.isalnum, self.text[a : e.start]))

    def _dateline(self, e: Expr) -> list[Found]:
        """ "KYIV, Dec. 11 —": the year from the other dates of the text."""
        found = self.all.own_year(lambda year: cal.dated(year, e.month, e.day))
        if not found:
            return []
        near = min(abs((found[0] - p[0]).days) for _, p in self.all.given)
        return [(found[0], e)] if near <= LONGEST else []


def _today(e: Expr) -> bool:
    """today, tonight, this morning"""
    part = e.form == "unit" and e.mode == "part" and e.turn == 0 and e.source == "now"
    return part or e.form == "deictic" and e.turn == 0
