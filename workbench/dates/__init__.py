"""Calendar expressions of a text, the day it was published, and where its dates disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from workbench.codebook import Codebook
from workbench.dates import calendar as cal
from workbench.dates.calendar import Period
from workbench.dates.grammar import Grammar, grammar
from workbench.dates.published import Look, Publication
from workbench.dates.read import Expr, read
from workbench.dates.resolve import Resolver

__all__ = ["Conflict", "Mention", "Publication", "conflicts", "find", "publication", "rules"]


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

Conflict = tuple[str, tuple[tuple[int, int], ...]]


def find(
    text: str, published: date | str | None = None, book: Codebook | None = None
) -> list[Mention]:
    """Every calendar expression of ``text``, sorted, none overlapping another.

    Relative ones are resolved against ``published``, and where that is not given against the
    day that the text itself states or implies. ``book`` is the codebook, else the default one.

    >>> [(m.text, m.from_, m.kind) for m in find("They met on Thursday.", date(2025, 12, 12))]
    [('Thursday', '2025-12-11', 'relative')]
    >>> find("They may march on Article 5.")
    []
    """
    r = _resolver(text, published, grammar(book))
    r.run()
    out = []
    for k, (e, found) in enumerate(zip(r.exprs, r.periods, strict=True)):
        if k not in r.drop:
            a, b = (found[0].isoformat(), found[1].isoformat()) if found else (None, None)
            out.append(Mention(e.start, e.end, text[e.start : e.end], a, b, e.kind, bool(found)))
    return out


def publication(
    text: str, given: date | str | None = None, book: Codebook | None = None
) -> Publication:
    """The day of publication of ``text``; ``given`` (sidecar, HTML, PDF) goes first.

    >>> publication("Posted 12/19/2025 6:02 AM").date
    '2025-12-19'
    >>> publication("Posted 03/04/2026").date is None
    True
    """
    if given is not None:
        return Publication(str(given)[:10], "metadata")
    return _read(text, grammar(book)).publication


def rules(text: str, book: Codebook | None = None) -> set[str]:
    """Ids of the patterns and feast days of the codebook that the expressions of a text matched.

    >>> sorted(rules("They met on 3 March."))
    ['day_month']
    """
    found: set[str] = set()
    todo: list = [*_read(text, grammar(book)).found]
    while todo:
        e = todo.pop()
        if isinstance(e, Expr):
            todo += [e.inner, e.other]
        found.add(getattr(e, "rule", None) or getattr(e, "id", ""))
    return found - {""}


@lru_cache(maxsize=4)
def _read(text: str, g: Grammar) -> Look:
    """The expressions of a text, and its own day."""
    return Look(text, read(text, g), g)


def _resolver(text: str, published: date | str | None, g: Grammar) -> Resolver:
    look = _read(text, g)
    exprs, own = look.exprs, None
    if isinstance(published, str):
        published = date.fromisoformat(published[:10])
    if published is None or any(e.form in ("day", "numeric", "day_count") for e in exprs):
        said = look.publication
        if said.start is not None and (published is None or said.date == published.isoformat()):
            own = said.start, said.end
        if published is None and said.date:
            published = date.fromisoformat(said.date)
    now = (published, published) if published else _coarse(text, exprs, g)
    return Resolver(text, exprs, g, now, own)


def _coarse(text: str, exprs: list[Expr], g: Grammar) -> Period | None:
    """A month or a year as "now": "Last month, in November 2025"; "December 2025 issue"."""
    if not exprs:
        return None
    plain = Resolver(text, exprs, g)
    for i, j in plain.ties.items():
        a = exprs[i]
        if a.form == "unit" and a.source == "now" and a.unit in ("month", "year"):
            found = plain.resolve(j, exprs[j])
            moved = found and cal.add(found[0], -a.turn, a.unit)
            return moved and cal.unit(a.unit, moved)
    first, line = exprs[0], text[:80].split("\n")[0]
    issue = {*line[exprs[0].end :].lower().split()[:1]} & g.sets["publication_issue"]
    return cal.months(first.year, first.month) if issue and first.form == "month" else None


def conflicts(
    text: str, published: date | str | None = None, book: Codebook | None = None
) -> list[Conflict]:
    """Places where the dates of one text disagree: (reason, spans).

    ``weekday``: a weekday that does not fall on its date. ``relative``: "yesterday, December
    10" in a text of the 12th. ``day_count``: "day 1,394" that is not the day it is put on.

    >>> conflicts("They met on Monday, 9 December 2025.")
    [('weekday', ((12, 18), (20, 35)))]
    """
    g = grammar(book)
    head = _read(text, g).publication
    if head.basis == "stated" and head.start < DATELINE:
        published = head.date  # a dateline beats the day that the file is said to be of
    r = _resolver(text, published, g)
    if not r.ties and not any(e.weekday_end or e.form == "day_count" for e in r.exprs):
        return []
    r.run()
    out: list[Conflict] = []
    for k, e in enumerate(r.exprs):
        if k not in r.drop:
            out += _weekday(r, k, e)
            mate = r.ties.get(k)
            out += _of_today(r, k, e) if mate is None else _tie(r, k, mate)
    return out


def _weekday(r: Resolver, k: int, e: Expr) -> list[Conflict]:
    found = r.periods[k]
    if not e.weekday_end or not found or found[0] != found[1] or found[0].weekday() == e.weekday:
        return []
    start = e.weekday_end
    while start < e.end and not r.text[start].isalnum():
        start += 1
    return [("weekday", ((e.start, e.weekday_end), (start, e.end)))]


def _of_today(r: Resolver, k: int, e: Expr) -> list[Conflict]:
    if e.form != "day_count" or not r.of_today(k) or not r.now or r.now[0] != r.now[1]:
        return []
    first = r.war_start(e)
    if first is None or cal.add(first, e.n - 1, "day") == r.now[0]:
        return []
    return [("day_count", ((e.start, e.end), *((r.own,) if r.own else ())))]


def _tie(r: Resolver, k: int, mate: int) -> list[Conflict]:
    a, b, found = r.exprs[k], r.exprs[mate], r.periods[mate]
    reason = {"deictic": "relative", "shift": "relative"}.get(a.form, a.form)
    if not found or b.form == "day_count" or reason not in ("relative", "weekday", "day_count"):
        return []
    if a.form == "weekday":
        fits = found[0].weekday() == a.weekday
    elif a.form == "day_count":
        first = r.war_start(a)
        fits = first is None or cal.add(first, a.n - 1, "day") in (None, found[0])
    else:
        tie = r.ties.pop(k)
        expected = r.resolve(k, a)
        r.ties[k] = tie
        fits = expected is None or expected[0] <= found[0] <= expected[1]
    own = (r.own,) if r.own not in (None, (b.start, b.end)) and reason != "day_count" else ()
    return [] if fits else [(reason, (*own, (a.start, a.end), (b.start, b.end)))]
