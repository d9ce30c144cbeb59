"""Disagreements in words: what about, who says what, what would settle it."""

from datetime import date

from workbench import dates
from workbench.codebook import look
from workbench.compare.kinds import table
from workbench.compare.statements import Statement

SIDES = 5  # so many are named; a figure that many texts repeat is one side


def told(kind: str, **words) -> str:
    """The sentence of a kind, with its words put in."""
    return next(row for row in table()["sentence"] if row.id == kind).why.format(**words)


def listed(told: list[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(filter(None, [", ".join(told[:-1]), told[-1]]))


def quoted(claims: list[Statement]) -> str:
    return ", ".join(f"'{c.quote}'" for c in claims)


def said(c: Statement, short: dict[str, str], role: bool, more: int) -> str:
    """ "'800,000' (001, the ministry, 7 December 2025, and 3 more places)"."""
    day = c.published and f"{c.published.day} {c.published:%B %Y}"
    others = more and f"and {more} more place{'s' * (more > 1)}"
    inside = ", ".join(x for x in (short[c.doc_id], c.speaker, day, others) if x)
    than = f" than '{c.than}'" if c.than else ""
    return f"'{c.quote}'{than}{f' as {look.role_words(c.role, c.theme)}' * role} ({inside})"


def pair(kind: str, claims: list[Statement], sources: int, short: dict[str, str]) -> str:
    """One sentence with the quotes of the sides, and what would settle it."""
    sides: dict[tuple, list[Statement]] = {}
    for c in claims:
        sides.setdefault((c.quote.lower(), c.role if kind == "role" else ""), []).append(c)
    places = [said(group[0], short, kind == "role", len(group) - 1) for group in sides.values()]
    if len(places) > SIDES:
        places[SIDES - 1 :] = [f"{len(places) - SIDES + 1} further figures"]
    again = len(claims) - sources
    copied = f"; {again} of them repeat{'s' * (again == 1)} another" if again > 0 else ""
    return told(kind, places=listed(places), copied=copied)


def calendar(reason: str, quotes: list[str], day: date | None) -> tuple[str, str]:
    """Subject and words of a conflict of dates, with the day that each is by the calendar."""
    days = []
    for m in (m for quote in quotes for m in dates.find(quote, day)):
        if m.from_ and m.from_ == m.to and (reason, m.kind) != ("weekday", "relative"):
            at = date.fromisoformat(m.from_)
            days.append(f"'{m.text}' is {at:%A}, {at.day} {at:%B %Y}")
    own = f" (the text is of {day.day} {day:%B %Y})" if day else ""
    by = f" By the calendar {', '.join(days)}." if days else ""
    why = told(reason, places=listed([f"'{q}'" for q in quotes]))
    return f"dates of the text: {reason.replace('_', ' ')}", f"{why}{own}.{by}"


def clip(c: Statement, width: int = 30) -> str:
    """The words round a figure."""
    a, b = c.here
    left = c.sentence[max(0, a - width) : a].split(" ", a > width)[-1]
    return " ".join(f"{left}{c.quote}{c.sentence[b : b + width].rsplit(' ', 1)[0]}".split())
