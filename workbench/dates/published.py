"""The day a document came out, from its own words: stated, inferred, or none at all.

Looks at the head, the end, and round phrases such as "today" or "as of"; the whole text is
read only where a year or the order of day and month must come from elsewhere in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from workbench.dates import values as cal
from workbench.dates.expr import Expr
from workbench.dates.furniture import either, furniture, inside
from workbench.dates.inferred import inferred
from workbench.dates.pairs import tied
from workbench.dates.read import find
from workbench.dates.resolve import Resolver
from workbench.dates.tense import quotation, quotations, sentence
from workbench.dates.triggers import has_day, triggers
from workbench.dates.words import words

HEAD, TAIL, AROUND, LINES = 700, 300, 130, 6
STOP = re.compile(
    r"\s*(?:\Z|\n|[|/·•:—–;)\]]|-{1,3}\s|T\d\d|\.(?:\s|\Z)|,?\s*(?:at\s+)?\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m)"
    r"|\s+\()",
    re.I,
)


@dataclass(frozen=True)
class Publication:
    """``date`` is an ISO day; ``basis`` metadata, stated, inferred; the span is the quote's."""

    date: str | None = None
    basis: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@lru_cache(maxsize=1)
def patterns():
    sets = words().sets
    marks = either(sets["publication.marks"])
    return {
        "mark": re.compile(rf"(?:^|\n|[.;|·•(\[—–-])[^\S\n]*(?:{marks})(?![^\W\d_])[ :,]*", re.I),
        "now": re.compile(rf"\b(?:{either(sets['publication.now'])})[\s,(:–—]*(?:on\s+)?\Z", re.I),
        "as_of": re.compile(
            rf"\b(?:{either(sets['publication.as_of'])})\s+(?:today,?\s*)?\Z", re.I
        ),
        "self": re.compile(
            rf"\bthis (?:{either(sets['publication.itself'])})\b[^.\n]{{0,60}}"
            rf"\b(?:{either(sets['publication.verbs'])})\b[^.\n\d]{{0,40}}\Z",
            re.I,
        ),
        "it_is": re.compile(r"(?:^|[.!?]\s+|\n)It(?: i|['’])s (?:now |today )?(?:the )?\Z"),
        "gap": re.compile(
            r"(?:[^.\n\d]{0,40}\bon\s+|\s*|[^\S\n]*\n?[^\S\n]*|in [^.\n\d]{2,30}[, ]+"
            r"|by [^.\n\d]{2,40}[, ]+)\Z"
        ),
    }


def publication(text: str, metadata_date: date | str | None = None) -> Publication:
    """The day of publication of ``text``; ``metadata_date`` (sidecar, HTML, PDF) goes first.

    >>> publication("Posted 12/19/2025 6:02 AM").date
    '2025-12-19'
    >>> publication("Posted 03/04/2026").date is None
    True
    """
    if metadata_date is not None:
        return Publication(str(metadata_date)[:10], "metadata")
    return from_text(text)


def from_text(
    text: str, skip: list[tuple[int, int]] | None = None, exprs: list[Expr] | None = None
) -> Publication:
    """As ``publication``; furniture and expressions that are known spare a second reading."""
    look = Look(text, skip, exprs)
    if not look.exprs:
        return Publication()
    found = look.stated()
    if found:
        return made(text, found[0], "stated", found[1])
    guess = inferred(look)
    return made(text, guess[0], "inferred", guess[1]) if guess else Publication()


def made(text: str, day: date, basis: str, e: Expr) -> Publication:
    return Publication(day.isoformat(), basis, e.start, e.end, text[e.start : e.end])


class Look:
    """The places of one text where its day may stand."""

    def __init__(
        self, text: str, skip: list[tuple[int, int]] | None = None, exprs: list[Expr] | None = None
    ):
        self.text, self.rx = text, patterns()
        self.exprs = self._near() if exprs is None else exprs
        if not self.exprs:
            return
        self.quotes, self.skip = quotations(text), furniture(text) if skip is None else skip
        if exprs is None:
            self.exprs = [e for e in self.exprs if not inside(self.skip, e.start, e.end)]
        self.starts = [e.start for e in self.exprs]
        self.signature = (0, 0)
        self.lines = self._lines()
        self._all = None if exprs is None else Resolver(text, exprs, None)

    def _near(self) -> list[Expr]:
        """Expressions at the head, the end and beside "today" and the like.

        A stretch without a word for a day is left out: every rule below asks for a day, alone or
        right beside another expression, and the stretches lie further apart than that.
        """
        text, spans = self.text, [(0, min(HEAD, len(self.text)))]
        for start, end in triggers(text).near:
            a, b = max(start - 30, 0), min(end + AROUND, len(text))
            if a <= spans[-1][1]:
                spans[-1] = spans[-1][0], max(b, spans[-1][1])
            else:
                spans.append((a, b))
        a = max(len(text) - TAIL, 0)
        if a <= spans[-1][1]:
            spans[-1] = spans[-1][0], len(text)
        else:
            spans.append((a, len(text)))
        out = []
        for a, b in spans:
            stop = min(a + 60, len(text))
            while 0 < a < stop and not text[a - 1].isspace():
                a += 1
            stop = min(b + 60, len(text))
            while b < stop and not text[b].isspace():
                b += 1
            if has_day(text, a, b):
                out += find(text, a, b)
        return out

    def _lines(self) -> list[tuple[int, int]]:
        """The first lines that say something, and the last."""
        out, place = [], 0
        for raw in self.text[:HEAD].split("\n")[:12]:
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

    @property
    def all(self) -> Resolver:
        """All expressions of the text, read only when one of the few needs them."""
        if self._all is None:
            found = [e for e in find(self.text) if not inside(self.skip, e.start, e.end)]
            self._all = Resolver(self.text, found, None)
        return self._all

    def quoted(self, e: Expr) -> bool:
        return quotation(self.quotes, e.start) is not None

    # -- stated ----------------------------------------------------------------------------
    def stated(self) -> tuple[date, Expr] | None:
        full = [e for e in self.exprs if e.full or e.form == "numeric"]
        for rule in (self.marked, self.headed, self.told):
            for e in full:
                if rule(e) and not self.quoted(e):
                    found = self.day(e)
                    if found:
                        return found, e
        return None

    def day(self, e: Expr) -> date | None:
        if e.form == "date":
            found = cal.day(e.year, e.month, e.day)
            return found and found[0]
        options = self.all.readings(e)
        if len(options) == 1:
            return next(iter(options.values()))[0]
        if self.all.order:
            return options[self.all.order][0]
        fits = {
            p
            for p in options.values()
            if any(self._fits(p, k, j) for k, j in self.all.ties.items())
        }
        return fits.pop()[0] if len(fits) == 1 else None

    def _fits(self, now, k: int, j: int) -> bool:
        a, b = self.all.exprs[k], self.all.exprs[j]
        if a.form != "deictic" or b.form != "date" or self.quoted(a):
            return False
        return (
            cal.add(now[0], a.n, "day")
            == (cal.day(b.year or now[0].year, b.month, b.day) or (None,))[0]
        )

    def marked(self, e: Expr) -> bool:
        """Behind "Published", "Filed:" or "This article was first published on"."""
        before = self.text[max(e.start - 120, 0) : e.start]
        if self.rx["self"].search(before):
            return True
        hits = [m for m in self.rx["mark"].finditer(before) if self._line_start(e, m, before)]
        if not hits or not self.rx["gap"].match(before[hits[-1].end() :]):
            return False
        return self._ends(e)

    def _line_start(self, e: Expr, m: re.Match, before: str) -> bool:
        return m.start() > 0 or e.start <= len(before) or m.group()[0] in ".;|·•([—–-\n"

    def _ends(self, e: Expr) -> bool:
        """Behind a mark: nothing, a time, a stop; not the rest of a sentence."""
        rest = self.text[e.end : e.end + 40]
        if STOP.match(rest):
            return True
        m = re.match(r"\s*,?\s*([^\W\d_]+)", rest)
        return bool(m) and (
            m.group(1).lower() in words().sets["publication.after"]
            or m.group(1)[0].isupper()
            and "," not in rest[:2]
        )

    def headed(self, e: Expr) -> bool:
        """A dateline, or a line of its own at the head or the end."""
        a, b = next(((a, b) for a, b in self.lines if a <= e.start < b), (0, -1))
        if b < 0:
            return False
        if e.start - a > 80:
            return False
        before, rest = self.text[a : e.start], self.text[e.end : e.end + 40]
        if not self._place(before):
            return False
        if (a, b) == self.signature and a > 0:
            return not self.text[e.end : b].strip(" .)")
        if STOP.match(rest):
            return True
        if before.strip():
            return False
        line = self.text[e.end : b]
        place = b - e.end < 40 and line[:1] == "," and self._place(line + ",")
        return place or bool(re.match(r",?\s+is\s+(?:day|today)\b", rest))

    def _place(self, before: str) -> bool:
        """ "KYIV, ", "LONDON (Agency) - ", "By Anna Kowal, ", "🔴 LIVE, ", or nothing."""
        sets = words().sets
        parts = re.findall(r"[^\W\d_][\w.’'-]*", before)
        if len(parts) > 7 or len(before) > 80 or re.search(r"[“”\"?!]|\.\s+\S", before):
            return False
        for part in parts:
            low = part.lower().strip(".")
            if low in sets["publication.documents"]:
                return False
            if not part[0].isupper() and low not in sets["publication.bylines"]:
                return False
        end = before.rstrip()[-1:]
        if end == ":":
            return not parts or parts[-1].lower() in sets["publication.bylines"]
        return not parts or end in ",|·•—–-/()"

    def told(self, e: Expr) -> bool:
        """Beside "today" or "as of this moment", or "As of December 7, 2025, the front is"."""
        before = self.text[max(e.start - 60, 0) : e.start]
        if self.rx["now"].search(before) or self.rx["it_is"].search(before):
            return True
        k = bisect_left(self.starts, e.start) - 1
        if k >= 0 and _of_today(self.exprs[k]) and tied(self.text, self.exprs[k], e) == 1:
            return True
        return self._as_of(e, before)

    def _as_of(self, e: Expr, before: str) -> bool:
        m = self.rx["as_of"].search(before)
        if not m:
            return False
        place = max(e.start - 60, 0) + m.start()
        left, right = sentence(self.text, place, e.end)
        line = set(re.findall(r"[^\W\d_]+", self.text[left:right].lower()))
        if line & words().sets["publication.cut_off"]:
            return False
        tail = self.text[e.end : right].lower()
        first = re.search(r"\b(?:is|are|remains?|has|have|was|were|had|stood|[a-z]+ed)\b", tail)
        past = bool(first) and first.group() in ("was", "were", "had", "stood")
        return not past and (place == left or tail[:1] == ",")


def _of_today(e: Expr) -> bool:
    """today, tonight, this morning"""
    return (e.form == "deictic" and e.n == 0) or (
        e.form == "unit" and e.mode == "part" and e.turn == 0 and e.source == "now"
    )
