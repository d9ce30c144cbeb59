"""The day a document came out, from its own words: stated, inferred, or none at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from workbench.dates import values as cal
from workbench.dates.context import inside, quotations, sentence
from workbench.dates.grammar import Grammar
from workbench.dates.read import Expr
from workbench.dates.resolve import Resolver, tied

HEAD, TAIL, LINES = 900, 300, 8
STOP = re.compile(
    r"\s*(?:\Z|\n|[|/·•:—–;)\]]|-{1,3}\s|T\d\d|\.(?:\s|\Z)"
    r"|,?\s*(?:at\s+)?\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m)|\s+\()",
    re.I,
)
# A dateline without its year takes that of a date told as past at most so many days before.
LONGEST = 60


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
    def either(name: str) -> str:
        words = sorted(g.sets[f"publication_{name}"], key=lambda p: (-len(p), p))
        return "|".join(map(re.escape, words)) or "(?!)"

    return {
        "mark": re.compile(
            rf"(?:^|\n|[.;|·•(\[—–-])[^\S\n]*(?:{either('marks')})(?![^\W\d_])[ :,]*", re.I
        ),
        "now": re.compile(rf"\b(?:{either('now')})[\s,(:–—]*(?:on\s+)?\Z", re.I),
        "as_of": re.compile(rf"\b(?:{either('as_of')})\s+(?:today,?\s*)?\Z", re.I),
        "self": re.compile(
            rf"\bthis (?:{either('itself')})\b[^.\n]{{0,60}}"
            rf"\b(?:{either('verbs')})\b[^.\n\d]{{0,40}}\Z",
            re.I,
        ),
        "it_is": re.compile(r"(?:^|[.!?]\s+|\n)It(?: i|['’])s (?:now |today )?(?:the )?\Z"),
        "gap": re.compile(
            r"(?:[^.\n\d]{0,40}\bon\s+|\s*|[^\S\n]*\n?[^\S\n]*|in [^.\n\d]{2,30}[, ]+"
            r"|by [^.\n\d]{2,40}[, ]+)\Z"
        ),
    }


class Look:
    """The places of one text where its day may stand."""

    def __init__(self, text: str, found: list[Expr], skip: list[tuple[int, int]], g: Grammar):
        self.text, self.skip, self.g = text, skip, g
        noted = [any(a < e.end and e.start < b for a, b in skip) for e in found]
        self.exprs = exprs = [e for e, out in zip(found, noted, strict=True) if not out]
        self.noted = [e for e, out in zip(found, noted, strict=True) if out]
        self.rx = _patterns(g)
        self.quotes = quotations(text)
        self.starts = [e.start for e in exprs]
        self.signature = (0, 0)
        self.lines = self._lines()

    @cached_property
    def all(self) -> Resolver:
        """What the expressions know of each other, asked where one is not clear by itself."""
        return Resolver(self.text, self.exprs, self.g)

    def publication(self) -> Publication:
        """Stated, else inferred, else the day of an update that is all the text says of itself."""
        for rule, basis in ((self.stated, "stated"), (self.inferred, "inferred"), (self.updated, "stated")):
            found = rule()
            if found:
                day, e = found
                quote = self.text[e.start : e.end]
                return Publication(day.isoformat(), basis, e.start, e.end, quote)
        return Publication()

    def _lines(self) -> list[tuple[int, int]]:
        """The first lines that say something, and the last."""
        out, place = [], 0
        for raw in self.text[:HEAD].split("\n")[:20]:
            if raw.strip() and len(out) < LINES:
                end = self.text.find("\n", place)
                out.append((place, len(self.text) if end < 0 else end))
            place += len(raw) + 1
        body = len(self.text)
        for a, b in reversed(self.skip):
            if not self.text[b:body].strip():
                body = a
        tail = self.text[max(body - TAIL, 0) : body].rstrip()
        end = max(body - TAIL, 0) + len(tail)
        start = self.text.rfind("\n", 0, end) + 1
        if start > 0 and end - start < 90 and (not out or start > out[-1][0]):
            self.signature = start, end
            out.append((start, end))
        return out

    def quoted(self, e: Expr) -> bool:
        return inside(self.quotes, e.start) is not None

    # -- stated ----------------------------------------------------------------------------
    def stated(self) -> tuple[date, Expr] | None:
        full = [e for e in self.exprs if (e.full or e.form == "numeric") and not self.quoted(e)]
        for rule in (self.marked, self.dateline, self.headed, self.told):
            for e in full:
                found = self.day(e) if rule(e) else None
                if found:
                    older = self._older(found) if rule == self.headed else None
                    return older or (found, e)
        return None

    def _older(self, header: date) -> tuple[date, Expr] | None:
        """A dateline without its year beats the "today" of a page's header."""
        for e in self.exprs:
            if e.form == "day" and e.year is None and self.dateline(e) and not self.quoted(e):
                days = [p[0] for y in (0, -1) if (p := cal.day(header.year + y, e.month, e.day))]
                day = next((d for d in days if d <= header), None)
                return (day, e) if day and day != header else None
        return None

    def updated(self) -> tuple[date, Expr] | None:
        """ "Updated 4 December 2025", a line of its own at the head, without a time of day."""
        for e in self.noted:
            a, b = self.line(e) or (e.start, e.start)
            word = self.text[a : e.start].strip(" *#_:>").lower()
            alone = not self.text[e.end : b].strip(" *_.)")
            if e.full and alone and word in self.g.sets["furniture_line"]:
                found = self.day(e)
                return found and (found, e)
        return None

    def day(self, e: Expr) -> date | None:
        if e.form == "day":
            found = cal.day(e.year, e.month, e.day)
            return found and found[0]
        options = self.all.readings(e)
        if len(options) == 1:
            return next(iter(options.values()))[0]
        if self.all.order in options:
            return options[self.all.order][0]
        fits = {
            p
            for p in options.values()
            if any(self._fits(p, k, j) for k, j in self.all.ties.items())
        }
        return fits.pop()[0] if len(fits) == 1 else None

    def _fits(self, now, k: int, j: int) -> bool:
        a, b = self.exprs[k], self.exprs[j]
        if a.form != "deictic" or b.form != "day" or self.quoted(a):
            return False
        found = cal.dated(b.year or now[0].year, b.month, b.day)
        return found is not None and cal.add(now[0], a.n, "day") == found[0]

    def marked(self, e: Expr) -> bool:
        """Behind "Published", "Filed:" or "This article was first published on"."""
        before = self.text[max(e.start - 120, 0) : e.start]
        if self.rx["self"].search(before):
            return True
        hits = [
            m
            for m in self.rx["mark"].finditer(before)
            if m.start() > 0 or e.start <= len(before) or m.group()[0] in ".;|·•([—–-\n"
        ]
        return bool(
            hits and self.rx["gap"].match(before[hits[-1].end() :]) and self._ends(e.end)
        )

    def _ends(self, end: int) -> bool:
        """Behind a mark: nothing, a time, a stop; not the rest of a sentence."""
        rest = self.text[end : end + 40]
        if STOP.match(rest):
            return True
        m = re.match(r"\s*,?\s*([^\W\d_]+)", rest)
        if not m:
            return False
        capital = m[1][0].isupper() and "," not in rest[:2]
        return capital or m[1].lower() in self.g.sets["publication_after"]

    def line(self, e: Expr) -> tuple[int, int] | None:
        """The line of the head or the end that an expression stands in."""
        return next(((a, b) for a, b in self.lines if a <= e.start < b), None)

    def dateline(self, e: Expr) -> bool:
        """ "KYIV, 14 November (Agency) –", "*Opinion, 2 December 2025*": behind a place or a byline."""
        line = self.line(e)
        if line is None or not self.headed(e):
            return False
        before = self.text[line[0] : e.start].strip(" #*_>")
        if before:
            return len(re.findall("[|·•]", before)) < 2  # not a menu's "Home | World | "
        above = self.text[: line[0]].rstrip().rsplit("\n", 1)[-1].lower()
        return above.startswith("by ")

    def headed(self, e: Expr) -> bool:
        """A dateline, or a line of its own at the head or the end."""
        a, b = self.line(e) or (0, -1)
        before, rest = self.text[a : e.start].strip(" #*_>"), self.text[e.end : max(b, 0)]
        alone = not rest.strip(" .)*_")
        if b < 0 or not self.place(before, alone and e.start - a < 80):
            return False
        if (a, b) == self.signature and a > 0:
            return alone
        if alone or STOP.match(rest + "\n"):
            return True
        place = len(rest) < 40 and rest[:1] == "," and self.place(rest + ",")
        return not before and (place or bool(re.match(r",?\s+is\s+(?:day|today)\b", rest)))

    def place(self, before: str, alone: bool = False) -> bool:
        """ "KYIV, ", "LONDON (Agency) - ", "By Anna Kowal, ", "Internal. ", or nothing.

        Where the day ends its line, a short title without a verb will do: "Policy note no. 14, ".
        """
        sets = self.g.sets
        parts = re.findall(r"[^\W\d_][\w.’'-]*", before)
        if len(parts) > 9 or len(before) > 120 or re.search(r"[“”\"?!]", before):
            return False
        verbs = sets["past"] | sets["present"] | sets["perfect"] | sets["future"]
        for part in parts:
            low = part.lower().strip(".")
            if low in sets["publication_documents"]:
                return False
            told = low in verbs or low.endswith("ed")
            if part[0].islower() and low not in sets["publication_bylines"] and (told or not alone):
                return False
        end = before.rstrip()[-1:]
        if end == ":":
            return not parts or parts[-1].lower() in sets["publication_bylines"]
        return not parts or end in ",|·•—–-/()."

    def told(self, e: Expr) -> bool:
        """Beside "today" or "as of this moment", or "As of December 7, 2025, the front is"."""
        before = self.text[max(e.start - 60, 0) : e.start]
        if self.rx["now"].search(before) or self.rx["it_is"].search(before):
            return True
        k = bisect_left(self.starts, e.start) - 1
        if k >= 0 and _today(self.exprs[k]) and tied(self.text, self.exprs[k], e) == 1:
            return True
        m = self.rx["as_of"].search(before)
        if not m:
            return False
        place = max(e.start - 60, 0) + m.start()
        left, right = sentence(self.text, place, e.end)
        line = set(re.findall(r"[^\W\d_]+", self.text[left:right].lower()))
        tail = self.text[e.end : right].lower()
        verb = re.search(r"\b(?:is|are|remains?|has|have|was|were|had|stood|[a-z]+ed)\b", tail)
        past = verb is not None and verb.group() in ("was", "were", "had", "stood")
        cut_off = bool(line & self.g.sets["publication_cut_off"])
        return not cut_off and not past and (place == left or tail[:1] == ",")

    # -- inferred --------------------------------------------------------------------------
    def inferred(self) -> tuple[date, Expr] | None:
        """The one day that all pairs like "yesterday, December 10" agree on."""
        found: list[tuple[date, Expr]] = []
        for k, e in enumerate(self.exprs):
            if self.quoted(e):
                continue
            if e.form == "day_count" and self._heading(e):
                found += self._day(k)
            if k + 1 < len(self.exprs):
                found += self._pair(e, k + 1)
            bare = e.form == "day" and e.year is None
            if bare and (self.headed(e) or self.marked(e)):
                found += self._dateline(e)
        return found[0] if len({day for day, _ in found}) == 1 else None

    def _pair(self, a: Expr, j: int) -> list[tuple[date, Expr]]:
        if tied(self.text, a, self.exprs[j]) != 1 or a.source != "now":
            return []
        if a.form == "deictic":
            back = (-a.n, "day")
        elif a.form == "unit" and a.mode == "part" and a.turn == 0:
            back = (0, "day")
        elif a.form == "shift" and len(a.data) == 1 and (a.mode == "exact" or a.data[0][1] == "day"):
            back = (-a.data[0][0], a.data[0][1])
        else:
            return []
        return [(day, e) for d, e in self._day(j) if (day := cal.add(d, *back))]

    def _day(self, k: int) -> list[tuple[date, Expr]]:
        """The day of an expression as the rest of the text settles it."""
        e = self.exprs[k]
        found = None if e.form in ("deictic", "weekday") else self.all.resolve(k, e)
        return [(found[0], e)] if found and found[0] == found[1] else []

    def _heading(self, e: Expr) -> bool:
        """ "Day 1,386 of the war" as a heading of its own is the writer's today."""
        line = next(((a, b) for a, b in self.lines[:2] if a <= e.start < b), None)
        if line is None or line[1] - line[0] >= 90:
            return False
        before, after = self.text[line[0] : e.start], self.text[e.end : line[1]]
        return not any(c.isalnum() for c in before) and not re.search(r"[.,]\s+\S", after)

    def _dateline(self, e: Expr) -> list[tuple[date, Expr]]:
        """ "KYIV, Dec. 11 —": the year from the other dates of the text."""
        found = self.all.own_year(lambda year: cal.day(year, e.month, e.day))
        if not found:
            return []
        near = min(abs((found[0] - p[0]).days) for _, p in self.all.given)
        return [(found[0], e)] if near <= LONGEST and self._weekday_fits(found[0]) else []

    def _weekday_fits(self, day: date) -> bool:
        """ "said on Thursday" in a text of that day: the day itself or one of the three before."""
        for e in self.exprs:
            if e.form == "weekday" and e.turn is None and e.mode == "":
                before = self.text[max(e.start - 16, 0) : e.start].lower()
                if re.search(r"\b(?:said|told [a-z]+)(?: on)?\s\Z", before):
                    return (day.weekday() - e.weekday) % 7 <= 3
        return True


def _today(e: Expr) -> bool:
    """today, tonight, this morning"""
    part = e.form == "unit" and e.mode == "part" and e.turn == 0 and e.source == "now"
    return part or e.form == "deictic" and e.n == 0
