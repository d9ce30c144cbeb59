"""The day a document came out, from its own words: stated, inferred, or none at all."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from workbench.dates import calendar as cal
from workbench.dates.context import inside, quotations, sentence
from workbench.dates.grammar import Grammar
from workbench.dates.read import Expr
from workbench.dates.resolve import Resolver, tied

LINES = 8  # of the head of a text
MARKUP = " #*_>"
# What stands before a day that a text gives as its own; {id} is any word of that set.
MARK = (
    r"(?i)(?:^|\n|[.;|·•(\[—–-])[^\S\n]*{date_publication_marks}(?![^\W\d_])[ :,]*"
    r"(?:[^.\n\d]{0,40}\bon\s+|\s*|in [^.\n\d]{2,30}[, ]+|by [^.\n\d]{2,40}[, ]+)\Z"
)
ITSELF = (
    r"(?i)\bthis {date_publication_itself}\b[^.\n]{0,60}"
    r"\b{date_publication_verbs}\b[^.\n\d]{0,40}\Z"
)
NOW = (
    r"(?i)\b{date_publication_now}[\s,(:–—]*(?:on\s+)?\Z"
    r"|(?:^|[.!?]\s+|\n)It(?: i|['’])s (?:now |today )?(?:the )?\Z"
)
AS_OF = r"(?i)\b{date_publication_as_of}\s+(?:today,?\s*)?\Z"
# What stands behind it: nothing, a time, a stop; not the rest of a sentence.
STOP = (
    r"(?i)\s*(?:\Z|\n|[|/·•:—–;)\]]|-{1,3}\s|T\d\d|\.(?:\s|\Z)"
    r"|,?\s*(?:at\s+)?\d{1,2}(?:[:.h]\d\d|\s?[ap]\.?m)|\s+\()"
)
AFTER = STOP + r"|\s*,?\s*{date_publication_after}(?![^\W\d_])"
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


class Reading:
    """The expressions of one text, and the places where its own day may stand."""

    def __init__(self, text: str, found: list[Expr], g: Grammar):
        self.text, self.g, self.found, self.pattern = text, g, found, g.book.pattern
        self.exprs = [e for e in found if e.form != "note"]
        quotes = quotations(text)
        self.own = [e for e in self.exprs if inside(quotes, e.start) is None]
        self.noted = [e.inner for e in found if e.form == "note"]
        self.starts = [e.start for e in self.exprs]
        self.lines = [m.span() for m in islice(re.finditer(r"(?m)^.*\S.*$", text), LINES)]

    @cached_property
    def all(self) -> Resolver:
        """What the expressions know of each other, asked where one is not clear by itself."""
        return Resolver(self.text, self.exprs, self.g)

    @cached_property
    def publication(self) -> Publication:
        """What the most trusted evidence says, where all that is inferred agrees."""
        for evidence, basis in EVIDENCE:
            found: list[Found] = []
            for e in self.noted if evidence == updated else self.own:
                if basis == "inferred":
                    found += evidence(self, e)
                elif (e.full or e.form == "numeric") and evidence(self, e) and (day := self.day(e)):
                    found = [(day, e)]
                    break
            if len({day for day, _ in found}) == 1:
                day, e = found[0]
                quote = self.text[e.start : e.end]
                return Publication(day.isoformat(), basis, e.start, e.end, quote)
        return Publication()

    def day(self, e: Expr) -> date | None:
        found = self.all.numeric(e) if e.form == "numeric" else cal.dated(e.year, e.month, e.day)
        return found and found[0]

    def line(self, e: Expr) -> tuple[int, int]:
        """The line of the head that an expression stands in."""
        return next(((a, b) for a, b in self.lines if a <= e.start < b), (0, 0))

    def around(self, e: Expr) -> tuple[str, str]:
        """What stands before and behind an expression in its line of the head."""
        a, b = self.line(e)
        return self.text[a : e.start].strip(MARKUP), self.text[e.end : min(b, e.end + 120)]

    def before(self, e: Expr) -> str:
        return self.text[max(e.start - 120, 0) : e.start]


# -- evidence that states a day -------------------------------------------------------------------
def marked(r: Reading, e: Expr) -> bool:
    """Behind "Published", "Filed:" or "This article was first published on"."""
    before, rest = r.before(e), r.text[e.end : e.end + 40]
    mark = r.pattern(MARK).search(before) and r.pattern(AFTER).match(rest)
    return bool(mark or r.pattern(ITSELF).search(before))


def dateline(r: Reading, e: Expr) -> bool:
    """ "KYIV, 14 November (Agency) –", "*Opinion, 2 December 2025*": the header may say another."""
    return headed(r, e) and bool(r.around(e)[0])


def headed(r: Reading, e: Expr) -> bool:
    """A dateline, or a line of its own at the head."""
    if not any(r.line(e)):
        return False
    before, rest = r.around(e)
    alone = not rest.strip(" .)*_")
    if not _place(r, before, alone):
        return False
    if alone or r.pattern(STOP).match(rest):
        return True
    place = rest[:1] == "," and _place(r, rest + ",", False)
    return not before and (place or bool(re.match(r",?\s+is\s+(?:day|today)\b", rest)))


def _place(r: Reading, before: str, alone: bool) -> bool:
    """ "KYIV, ", "LONDON (Agency) - ", "By Anna Kowal, ", "Internal. ", or nothing.

    Where the day ends its line, a short title without a verb will do: "Policy note no. 14, ".
    """
    if len(before) > 400:  # a paragraph; asked at each of 4,000 days in one line it took 23 s
        return False
    parts = re.findall(r"[^\W\d_][\w.’'-]*", before)
    for part in parts:
        low = part.lower().strip(".")
        plain = part[0].islower() and low not in r.g.sets["publication_bylines"]
        if low in r.g.sets["publication_documents"] or plain and not (alone and low[-2:] != "ed"):
            return False
    return not parts or before[-1] in ",|·•—–-/()."


def told(r: Reading, e: Expr) -> bool:
    """Beside "today" or "as of this moment", or "As of December 7, 2025, the front is"."""
    before, o = r.before(e), r.exprs[max(bisect_left(r.starts, e.start) - 1, 0)]
    if r.pattern(NOW).search(before) or _today(o) and tied(r.text, o, e) == 1:
        return True
    if not r.pattern(AS_OF).search(before):
        return False
    left, right = sentence(r.text, e.start, e.end)
    line = re.findall(r"[^\W\d_]+", r.text[left:right].lower())
    return r.g.sets["publication_cut_off"].isdisjoint(line)


def updated(r: Reading, e: Expr) -> bool:
    """ "Updated 4 December 2025", a line of its own at the head, without a time of day."""
    before, rest = r.around(e)
    noted = before.strip(":").lower().split()[-1:]
    return bool(r.g.sets["noted"].intersection(noted)) and not rest.strip(" *_.)")


# -- evidence from which a day follows ---------------------------------------------------------
def implied(r: Reading, e: Expr) -> list[Found]:
    """ "Yesterday, December 10"; "Day 1,386 of the war" as a heading; "KYIV, Dec. 11 —"."""
    k = bisect_left(r.starts, e.start)
    before, rest = r.around(e)
    heading = r.line(e) in r.lines[:2] and not before and not re.search(r"[.,]\s+\S", rest)
    if e.form == "day_count" and heading:
        return _day(r, k)
    if k in r.all.ties and (_today(e) or e.form in ("deictic", "shift") and e.source == "now"):
        days = [(cal.add(day, -e.count * e.turn, e.unit), mate) for day, mate in _day(r, k + 1)]
        return [(day, mate) for day, mate in days if day]
    if e.form != "day" or e.year is not None or not (headed(r, e) or marked(r, e)):
        return []
    found = r.all.own_year(lambda year: cal.dated(year, e.month, e.day))
    near = min((abs((found[0] - p[0]).days) for _, p in r.all.given), default=0) if found else 99
    return [(found[0], e)] if near <= LONGEST else []


def _day(r: Reading, k: int) -> list[Found]:
    """The day of an expression as the rest of the text settles it."""
    e = r.exprs[k]
    found = None if e.form in ("deictic", "weekday") else r.all.resolve(k, e)
    return [(found[0], e)] if found and found[0] == found[1] else []


def _today(e: Expr) -> bool:
    """today, tonight, this morning"""
    return e.turn == 0 and (e.form == "deictic" or e.mode == "part")


# What a day of publication is taken from, the most trusted first.
EVIDENCE = (
    (marked, "stated"),
    (dateline, "stated"),
    (headed, "stated"),
    (told, "stated"),
    (implied, "inferred"),
    (updated, "stated"),
)
