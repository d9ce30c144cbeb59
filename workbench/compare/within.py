"""A text against itself: brackets, parts and totals, headline and body, one amount in stages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from workbench.codebook import Codebook
from workbench.compare import amounts
from workbench.compare.conditions import agreeing
from workbench.compare.statements import Statement

# A rate of the text's own year may be this far from the day's; a factor above is an error.
OFF, OFF_UNDATED, OFF_ROUGH = 1.25, 1.6, 3
STAGES = ("compare_shortfall", "compare_request", "compare_contribution")


def brackets(sentence: list[Statement], today: date | None, book: Codebook) -> Iterator[tuple]:
    """Conversions in brackets that are off, with the factor by which they are."""
    for x, y in zip(sentence, sentence[1:], strict=False):
        between = _between(x, y).strip().lower()
        told = between.startswith(("(", "[")) and len(between) < 20 or between == ", or"
        day = x.published or today
        if not (told and day and x.theme == y.theme == "funding" and x.unit != y.unit):
            continue
        limit = OFF if x.published else OFF_UNDATED
        factor = amounts.converted(x.money, y.money, day)
        if factor is None:
            factor, limit = amounts.converted(x.money, y.money, day, book), OFF_ROUGH
        if factor and not 1 / limit <= factor <= limit:
            yield x, y, factor


def parts(sentence: list[Statement], book: Codebook) -> tuple[Statement, list[Statement]] | None:
    """A total with its parts, listed behind it in one sentence."""
    rows = [c for c in sentence if c.theme != "plan" and c.rate is None and c.low == c.high]
    for i, total in enumerate(rows):
        rest = [c for c in rows[i + 1 :] if _kind(c) == _kind(total)]
        if len(rest) < 2 or any(c.high >= total.high for c in rest):
            continue
        gap = _between(total, rest[0]).lower()
        marked = any(mark in gap for mark in (":", "—", " – ", "of which"))
        if marked or _words(gap) & book.words("compare_parts") or _toll(total, rest, gap, book):
            return total, rest
    return None


def _toll(total: Statement, rest: list[Statement], gap: str, book: Codebook) -> bool:
    """ "46 victims, 8 dead and 35 wounded", "380 men, 210 in the first week and 150 in ..."."""
    near = abs(sum(c.high for c in rest) - total.high) <= total.high * 0.25
    if not near or not gap.rstrip().endswith(",") or len(rest) != 2 or total.theme != "force":
        return False
    where = book.words("compare_where")
    placed = all(where & {*c.behind.split()[:1]} for c in rest)
    return placed or total.role == "casualties" == rest[0].role


def _kind(c: Statement) -> tuple:
    return c.theme, c.theme == "force" or c.unit


def _between(x: Statement, y: Statement) -> str:
    return x.sentence[x.here[1] : y.here[0]]


def _words(text: str) -> set[str]:
    return {w.strip(",.;:()—–").lower() for w in text.split()}


def headline(claims: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """A headline's figures that its body gives otherwise, and nowhere as the headline has it."""
    for c in (c for c in claims if c.headline):
        like = [b for b in claims if not b.headline and (b.theme, b.unit) == (c.theme, c.unit)]
        rivals = [b for b in like if b.topic & c.topic or b.actors & c.actors or b.role == c.role]
        plan = c.theme == "plan"
        if rivals and not any(b.low == c.low if plan else agreeing(c, b) for b in like):
            yield c, max(rivals, key=lambda b: (b.role == c.role, len(b.topic & c.topic), -b.start))


def stages(claims: list[Statement], book: Codebook) -> Iterator[list[Statement]]:
    """One amount that a text calls a shortfall, a request and a contribution in turn."""
    by_amount: dict[tuple, list[Statement]] = defaultdict(list)
    for c in claims:
        if c.theme == "funding" and not c.headline:
            by_amount[c.low, c.high, c.unit].append(c)
    for group in by_amount.values():
        first: list[Statement] = []
        for name in STAGES if len(group) >= len(STAGES) else ():
            beside = (c for c in group if c not in first and _beside(c) & book.words(name))
            first += [c for c in beside][:1]
        if len(first) == len(STAGES):
            yield sorted(first, key=lambda c: c.start)


def _beside(c: Statement) -> set[str]:
    """The words near a figure."""
    return _words(f"{c.sentence[: c.here[0]][-45:]} {c.behind[:25]}")
