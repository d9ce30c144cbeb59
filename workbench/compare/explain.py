"""Disagreements in words: what about, who says what, what would settle it."""

from __future__ import annotations

from datetime import date

from workbench import dates
from workbench.codebook import Codebook, look
from workbench.compare.statements import Statement

ROLES = {
    "need": "as a need", "pledge": "as a pledge", "commitment": "as a commitment",
    "allocation": "as an allocation", "disbursement": "as paid", "asset": "as assets held",
    "damage": "as damage", "budget": "as own spending", "other": "as another amount",
}  # fmt: skip
# What the sides of a disagreement do, and what would settle it.
KINDS = {
    "value": ("give one thing at one time two figures",
              "The original document or count behind one of them would settle it."),
    "unit": ("give one number in two currencies or units",
             "The currency or unit in the original announcement would settle it."),
    "scope": ("count different parts or spans of one thing",
              "They may both be right: what each includes would settle it."),
    "date": ("give one quantity at two dates", "They may both be right at their own dates."),
    "role": ("give one amount in different roles",
             "Whether it is one sum or two halves of a bill is to be asked of the source."),
    "lineage": ("give one plan different numbers of points",
                "The text itself, or the date of the version each source had, would settle it."),
    "within_document": ("are told of one thing in one text",
                        "One of the two is a slip of this text; its own source would settle it."),
}  # fmt: skip
SIDES = 5  # so many are named; a figure that many texts repeat is one side
CALENDAR = {
    "weekday": ("a weekday", "the weekday does not fall on the date"),
    "relative": ("a day counted", "the day counted from the text's own date is another one"),
    "day_count": ("a count of days", "the count of days does not give this date"),
}


def subject(claims: list[Statement], book: Codebook) -> str:
    """Whose, what, for when: "Ukraine: force, strength, 2025"."""
    names = {i for c in claims for i in c.actors or c.beneficiaries} or set.intersection(
        *(set(c.names) for c in claims)
    )
    known = book.tables["actor"]
    told = ", ".join(known[n].label if n in known else n.capitalize() for n in sorted(names)[:4])
    roles = ", ".join(dict.fromkeys(look.role_words(c.role, c.theme) for c in claims))
    years = sorted({y for c in claims for y in c.years})
    parts = [look.THEMES[claims[0].theme].lower()]
    parts += [roles] if claims[0].theme != "plan" else []
    parts += ["/".join(map(str, years))] if years else []
    return f"{told}: {', '.join(parts)}" if told else ", ".join(parts)


def said(c: Statement, short: dict[str, str], role: bool = False, more: int = 0) -> str:
    """ "'800,000' (001, the ministry, 7 December 2025, and 3 more places)"."""
    day = f"{c.published.day} {c.published:%B %Y}" if c.published else None
    others = f"and {more} more place{'s' * (more > 1)}" if more else None
    inside = ", ".join(x for x in (short[c.doc_id], c.speaker, day, others) if x)
    than = f" than '{c.than}'" if c.than else ""
    return f"'{c.quote}'{than} {ROLES.get(c.role, 'as ' + c.role) + ' ' if role else ''}({inside})"


def pair(kind: str, claims: list[Statement], sources: int, short: dict[str, str]) -> str:
    """One sentence with the quotes of the sides, and what would settle it."""
    sides: dict[tuple, list[Statement]] = {}
    for c in claims:
        sides.setdefault((c.quote.lower(), c.role if kind == "role" else ""), []).append(c)
    told = [said(group[0], short, kind == "role", len(group) - 1) for group in sides.values()]
    if len(told) > SIDES:
        told[SIDES - 1 :] = [f"{len(told) - SIDES + 1} further figures"]
    listed = ", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 else told[0]
    copied = f"; {len(claims) - sources} of them repeats another" if sources < len(claims) else ""
    return f"{listed} {KINDS[kind][0]}{copied}. {KINDS[kind][1]}"


def bracket(x: Statement, y: Statement, factor: float) -> str:
    """A conversion that is off, with the factor."""
    off = f"{factor:.1f} times too high" if factor > 1 else f"{1 / factor:.1f} times too low"
    return f"'{x.quote}' is converted to '{y.quote}', at the day's rate {off}. The rate settles it."


def parts(total: Statement, rest: list[Statement]) -> str:
    """A sum that is not its total."""
    made = sum(c.high for c in rest)
    listed = ", ".join(f"'{c.quote}'" for c in rest)
    what = f"The parts {listed} make {made:,.10g}, the text says '{total.quote}'"
    return f"{what}. A full list would settle it."


def headline(head: Statement, body: Statement) -> str:
    """A headline against its text."""
    what = f"The headline says '{head.quote}', the body '{body.quote}'"
    return f"{what}. The body's source would settle it."


def calendar(reason: str, quotes: list[str], day) -> tuple[str, str]:
    """Subject and words of a conflict of dates, with the day that each is by the calendar."""
    listed = " and ".join(f"'{q}'" for q in quotes)
    own = f" (the text is of {day.day} {day:%B %Y})" if day else ""
    told = []
    for quote in quotes:
        for m in dates.find(quote, day):
            if m.from_ and m.from_ == m.to and (reason, m.kind) != ("weekday", "relative"):
                at = date.fromisoformat(m.from_)
                told.append(f"'{m.text}' is {at:%A}, {at.day} {at:%B %Y}")
    by = f" By the calendar {', '.join(told)}." if told else ""
    what, wrong = CALENDAR[reason]
    return f"dates of the text: {what}", f"{listed}: {wrong}{own}.{by}"


def stages(told: list[Statement]) -> str:
    """One amount as shortfall, request and contribution."""
    listed = "; ".join(f"'{c.quote}' in \"{clip(c)}\"" for c in told)
    what = "One amount is called a shortfall, a request and a contribution"
    return f"{what}: {listed}. {KINDS['role'][1]}"


def clip(c: Statement, width: int = 30) -> str:
    """The words round a figure."""
    a, b = c.start - c.sentence_start, c.end - c.sentence_start
    left = c.sentence[max(0, a - width) : a].split(" ", 1)[-1] if a > width else c.sentence[:a]
    right = c.sentence[b : b + width].rsplit(" ", 1)[0]
    return " ".join((left + c.sentence[a:b] + right).split())
