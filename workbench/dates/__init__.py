"""Calendar expressions of a text, the day it was published, and where its dates disagree."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from workbench.dates import values as cal
from workbench.dates.expr import Expr
from workbench.dates.furniture import furniture, inside
from workbench.dates.pairs import GAP, tied
from workbench.dates.published import Publication, from_text, publication
from workbench.dates.read import find as read
from workbench.dates.resolve import Resolver
from workbench.dates.triggers import pairs, windows
from workbench.dates.values import Period
from workbench.dates.words import words

__all__ = ["Conflict", "Mention", "Publication", "conflicts", "find", "publication"]


@dataclass(frozen=True)
class Mention:
    """A calendar expression: ``text[start:end]``, its days as ISO strings, its kind.

    ``kind`` is absolute, relative, range or vague; ``from_`` and ``to`` are None where the
    text does not settle them, and ``resolvable`` is then False.
    """

    start: int
    end: int
    text: str
    from_: str | None
    to: str | None
    kind: str
    resolvable: bool


# A dateline begins this near to the head of a text.
DATELINE = 80
# A day without its year this far off may be one of the year before or after.
FAR = 120

Conflict = tuple[str, tuple[tuple[int, int], ...]]


def find(text: str, published: date | str | None = None) -> list[Mention]:
    """Every calendar expression of ``text``, sorted, none overlapping another.

    Relative ones are resolved against ``published``, and where that is not given against the
    day that the text itself states or implies.

    >>> [(m.text, m.from_, m.kind) for m in find("They met on Thursday.", date(2025, 12, 12))]
    [('Thursday', '2025-12-11', 'relative')]
    >>> find("They may march on Article 5.")
    []
    """
    resolver = _resolved(text, published, _read(text))
    out = []
    for k, (e, found) in enumerate(zip(resolver.exprs, resolver.periods, strict=True)):
        if k in resolver.drop:
            continue
        a, b = (found[0].isoformat(), found[1].isoformat()) if found else (None, None)
        out.append(Mention(e.start, e.end, text[e.start : e.end], a, b, e.kind, found is not None))
    return out


def _read(text: str) -> list[Expr]:
    """The expressions of a text that are not part of a page's furniture."""
    exprs = read(text)
    skip = furniture(text) if exprs else []
    return [e for e in exprs if not inside(skip, e.start, e.end)]


def _resolved(text: str, published: date | str | None, exprs: list[Expr]) -> Resolver:
    own = None
    if isinstance(published, str):
        published = date.fromisoformat(published[:10])
    if exprs:
        said = from_text(text, furniture(text), exprs)
        if said.start is not None and (published is None or said.date == published.isoformat()):
            own = said.start, said.end
        if published is None and said.date:
            published = date.fromisoformat(said.date)
    now = (published, published) if published else _coarse(text, exprs)
    resolver = Resolver(text, exprs, now, own)
    resolver.run()
    return resolver


def _coarse(text: str, exprs) -> Period | None:
    """A month or a year as "now": "Last month, in November 2025"; "December 2025 issue"."""
    if not exprs:
        return None
    plain = Resolver(text, exprs, None)
    for i, j in plain.ties.items():
        a = exprs[i]
        if a.form == "unit" and a.source == "now" and a.unit in ("month", "year"):
            found = plain.resolve(j, exprs[j])
            moved = found and cal.add(found[0], -a.turn, a.unit)
            if moved:
                return cal.unit(a.unit, moved)
    first = exprs[0]
    line = text[: text.find("\n")] if "\n" in text else text[:80]
    if first.form == "date" and first.year and not first.day and first.end <= len(line) < 80:
        after = text[first.end : len(line)].lower().split()
        if after[:1] and after[0].strip(".,:") in words().sets["publication.issue"]:
            return cal.months(first.year, first.month)
    return None


def conflicts(text: str, published: date | str | None = None) -> list[Conflict]:
    """Places where the dates of one text disagree: (reason, spans).

    ``weekday``: a weekday that does not fall on its date. ``relative``: "yesterday, December
    10" in a text of the 12th. ``day_count``: "day 1,394" that is not the day it is put on.

    >>> conflicts("They met on Monday, 9 December 2025.")
    [('weekday', ((12, 18), (20, 35)))]
    """
    if not _doubled(text):
        return []
    head = publication(text)
    if head.basis == "stated" and head.start is not None and head.start < DATELINE:
        published = head.date  # a dateline beats the day that the file is said to be of
    r = _resolved(text, published, _read(text))
    out: list[Conflict] = []
    for k, e in enumerate(r.exprs):
        found = r.periods[k]
        if (
            e.weekday_end
            and found
            and found[0] == found[1]
            and found[0].weekday() != e.weekday
            and not _of_another_year(e, found[0], r.now)
        ):
            start = e.weekday_end
            while start < e.end and not text[start].isalnum():
                start += 1
            out.append(("weekday", ((e.start, e.weekday_end), (start, e.end))))
        mate = r.ties.get(k)
        if mate is not None:
            out += _tie(r, k, mate)
        elif (
            e.form == "day_count"
            and r.of_today(k)
            and r.now
            and r.now[0] == r.now[1]
            and cal.add(r.war_start(e), e.n - 1, "day") != r.now[0]
        ):
            own = (r.own,) if r.own else ()
            out.append(("day_count", ((e.start, e.end), *own)))
    return out


def _of_another_year(e: Expr, day: date, now: Period | None) -> bool:
    """ "Saturday, 20 September" said in March: a year is not told, and the other one fits."""
    if e.year or not now or abs((day - now[0]).days) < FAR:
        return False
    return any(
        (moved := cal.add(day, years, "year")) is not None and moved.weekday() == e.weekday
        for years in (-1, 1)
    )


def _doubled(text: str) -> bool:
    """Whether two expressions may say the same day: only the places where they may are read."""
    near = pairs(text)
    ends = [end for _, end in near]
    some: list[Expr] = []
    for a, b in windows(text) if near else ():
        k = bisect_left(ends, a - GAP)
        if k < len(near) and near[k][0] < b:
            some += read(text, a, b)
    return any(e.weekday_end or e.form == "day_count" for e in some) or any(
        tied(text, a, b) for a, b in pairwise(some)
    )


def _tie(r: Resolver, k: int, mate: int) -> list[Conflict]:
    a, b = r.exprs[k], r.exprs[mate]
    found = r.periods[mate]
    if a.form == "day_count":
        start = cal.add(r.war_start(a), a.n - 1, "day")
        if found and start != found[0]:
            return [("day_count", ((a.start, a.end), (b.start, b.end)))]
        return []
    if b.form == "day_count" or a.form not in ("deictic", "shift", "weekday") or not found:
        return []
    expected = _expected(r, k)
    if expected is None or expected[0] <= found[0] <= expected[1]:
        return []
    own = (r.own,) if r.own and r.own != (b.start, b.end) else ()
    return [
        (
            "weekday" if a.form == "weekday" else "relative",
            (*own, (a.start, a.end), (b.start, b.end)),
        )
    ]


def _expected(r: Resolver, k: int) -> Period | None:
    e = r.exprs[k]
    if e.form == "weekday":
        mate = r.periods[r.ties[k]]
        return None if mate[0].weekday() == e.weekday else (date.max, date.max)
    tie = r.ties.pop(k)
    found = r.resolve(k, e)
    r.ties[k] = tie
    return found
