"""Calendar expressions of a text, the day it was published, and where its dates disagree."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from workbench.codebook import Codebook
from workbench.dates import calendar as cal
from workbench.dates.calendar import Period
from workbench.dates.grammar import Grammar, grammar
from workbench.dates.published import Publication, Reading
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


# Expressions that may say another day than the one they are put on, and what that is called.
REASONS = {
    "deictic": "relative", "shift": "relative", "weekday": "weekday", "day_count": "day_count"
}  # fmt: skip
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
    parts = [part for e in _read(text, grammar(book)).found for part in e.parts()]
    return {e.rule for e in parts} | {e.inner.id for e in parts if hasattr(e.inner, "id")}


@lru_cache(maxsize=4)
def _read(text: str, g: Grammar) -> Reading:
    """The expressions of a text, and its own day."""
    return Reading(text, read(text, g), g)


def _resolver(text: str, published: date | str | None, g: Grammar) -> Resolver:
    reading = _read(text, g)
    exprs, own = reading.exprs, None
    if isinstance(published, str):
        published = date.fromisoformat(published[:10])
    if published is None or any(e.form in ("day", "numeric", "day_count") for e in exprs):
        said = reading.publication
        if said.start is not None and (published is None or said.date == published.isoformat()):
            own = said.start, said.end
        if published is None and said.date:
            published = date.fromisoformat(said.date)
    now = (published, published) if published else _coarse(text, exprs, g)
    return Resolver(text, exprs, g, now, own)


def _coarse(text: str, exprs: list[Expr], g: Grammar) -> Period | None:
    """A month or a year as "now": "Last month, in November 2025"; "December 2025 issue"."""
    plain = Resolver(text, exprs, g)
    for i, j in plain.ties.items():
        a = exprs[i]
        if a.form == "unit" and a.source == "now" and a.unit in ("month", "year"):
            found = plain.resolve(j, exprs[j])
            moved = found and cal.add(found[0], -a.turn, a.unit)
            return moved and cal.unit(a.unit, moved)
    first = exprs[0] if exprs else None
    behind = text[first.end : 80].split("\n")[0].lower().split()[:1] if first else ()
    issue = first and first.form == "month" and g.sets["publication_issue"].intersection(behind)
    return plain.resolve(0, first) if issue else None


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
    r = _resolver(text, published, g)
    r.run()
    todo = [(k, e) for k, e in enumerate(r.exprs) if k not in r.drop]
    return [slip for k, e in todo for slip in (*_weekday(r, k, e), *_beside(r, k, e))]


def _weekday(r: Resolver, k: int, e: Expr) -> list[Conflict]:
    found = r.periods[k]
    if not e.weekday_end or not found or found[0] != found[1] or found[0].weekday() == e.weekday:
        return []
    start = re.compile(r"\W*").match(r.text, e.weekday_end).end()
    return [("weekday", ((e.start, e.weekday_end), (start, e.end)))]


def _beside(r: Resolver, k: int, e: Expr) -> list[Conflict]:
    """Where an expression by itself says another day than the one it is put on."""
    mate, reason, own = r.ties.pop(k, None), REASONS.get(e.form), [r.own] if r.own else []
    if reason is None or mate is None and not (e.form == "day_count" and r.of_today(k)):
        return []
    b = e if mate is None else r.exprs[mate]
    told = r.now if mate is None else r.periods[mate]
    if not told or told[0] != told[1] or mate is not None and b.form == "day_count":
        return []
    if e.form == "weekday":
        says = cal.weekday(told[0], e.weekday, 0)
    else:
        first = r.war_start(e) if e.form == "day_count" else None
        day = first and cal.add(first, e.n - 1, "day")
        says = (day, day) if day else r.resolve(k, e)
    if says is None or says[0] <= told[0] <= says[1]:
        return []
    spans = [(e.start, e.end), *(own if mate is None else [(b.start, b.end)])]
    before = own if reason != "day_count" and own != spans[1:] else []
    return [(reason, (*before, *spans))]
