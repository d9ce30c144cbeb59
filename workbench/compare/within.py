"""A text against itself: brackets, parts and totals, headline and body, dates."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from workbench import numbers as quantities
from workbench.codebook import Codebook
from workbench.compare import amounts
from workbench.compare.pairs import agreeing
from workbench.compare.statements import Statement

# A rate of the text's own year may be this far from the day's; a factor above is an error.
OFF = 1.25
OFF_UNDATED = 1.6
OFF_ROUGH = 3


def brackets(
    sentence: list[Statement], today: date | None, book: Codebook
) -> list[tuple[Statement, Statement, float]]:
    """Conversions in brackets that are off, with the factor by which they are."""
    found = []
    for x, y in zip(sentence, sentence[1:], strict=False):
        if x.theme != "funding" or y.theme != "funding" or x.unit == y.unit:
            continue
        between = x.sentence[x.end - x.sentence_start : y.start - x.sentence_start].strip().lower()
        if "percent" in (x.unit, y.unit) or not _converts(between):
            continue
        day = x.published or today
        factor = amounts.converted(x.money, y.money, day) if day else None
        limit = OFF if x.published else OFF_UNDATED
        if day and factor is None:
            factor, limit = amounts.roughly(x.money, y.money, day, book), OFF_ROUGH
        if factor and (factor > limit or factor < 1 / limit):
            found.append((x, y, factor))
    return found


def _converts(between: str) -> bool:
    return between.startswith(("(", "[")) and len(between) < 20 or between in (", or", ", or about")


def parts(sentence: list[Statement], book: Codebook) -> tuple[Statement, list[Statement]] | None:
    """A total with its parts, listed behind it in one sentence."""
    rows = [c for c in sentence if c.theme != "plan" and c.rate is None and c.low == c.high]
    gap = _between(rows[-2], rows[-1]) if len(rows) > 2 else ""
    if ":" in gap and _words(gap) & book.words("compare_total"):
        total, rest = rows[-1], rows[:-1]  # "40 for drones and 60 for shells: 110 in all"
        if all(_one_kind(total, c) and c.high < total.high for c in rest):
            return total, rest
    for i, total in enumerate(rows):
        rest = [c for c in rows[i + 1 :] if _one_kind(total, c)]
        if len(rest) < 2 or any(c.high >= total.high for c in rest):
            continue
        gap = _between(total, rest[0])
        words = _words(gap)
        if _has(gap, book.words("compare_some")):
            continue
        if _lists(gap, words, book) or _toll(total, rest, gap, book) or _divided(rest, book):
            return total, rest
    return None


def add_up(total: Statement, rest: list[Statement]) -> bool:
    """Whether the parts can make the total."""
    return amounts.sum_fits(total.amount, [c.amount for c in rest])


def _toll(total: Statement, rest: list[Statement], gap: str, book: Codebook) -> bool:
    """ "46 victims, 8 dead and 35 wounded", "380 men, 210 in the first week and 150 in ..."."""
    made = sum(c.high for c in rest)
    if not gap.rstrip().endswith(",") or len(gap.split()) > 3 or len(rest) != 2:
        return False
    if abs(made - total.high) > total.high * 0.25 or total.theme != "force":
        return False
    where = book.words("compare_where")
    behind = [c.sentence[c.end - c.sentence_start :].lower().split()[:1] for c in rest]
    return total.role == "casualties" == rest[0].role or all(w and w[0] in where for w in behind)


def _has(text: str, phrases: frozenset[str]) -> bool:
    line = f" {' '.join(text.lower().replace(',', ' ').split())} "
    return any(f" {p} " in line for p in phrases)


def _divided(rest: list[Statement], book: Codebook) -> bool:
    """ "100 radars, 60 of them for the coast and the other 50 for towns"."""
    first, last = rest[0], rest[-1]
    before = last.sentence[: last.start - last.sentence_start][-16:]
    return thereof(first, book) and _has(before, book.words("compare_rest"))


def thereof(c: Statement, book: Codebook) -> bool:
    """ "4.3 billion of it", "six of them": a part of what its own sentence tells."""
    behind = c.sentence[c.end - c.sentence_start :].lower().split()[:2]
    return " ".join(behind).rstrip(",.;") in book.words("compare_thereof")


def _one_kind(total: Statement, c: Statement) -> bool:
    return c.theme == total.theme and (c.unit == total.unit or total.theme == "force")


def _between(x: Statement, y: Statement) -> str:
    return x.sentence[x.end - x.sentence_start : y.start - x.sentence_start]


def _words(text: str) -> set[str]:
    return {w.strip(",.;:()—–").lower() for w in text.split()}


def _lists(gap: str, words: set[str], book: Codebook) -> bool:
    return (
        ":" in gap
        or "—" in gap
        or " – " in gap
        or " - " in gap
        or not words.isdisjoint(book.words("compare_parts"))
        or "of which" in gap
    )


def repeats(claims: list[Statement], book: Codebook) -> list[tuple[Statement, Statement]]:
    """ "raised 620 million ... all who had helped raise the 540 million": told again, otherwise."""
    found = []
    definite = book.words("compare_definite")
    for i, c in enumerate(claims):
        before = c.sentence[: c.start - c.sentence_start].lower().split()
        if c.headline or not before or before[-1] not in definite or c.theme == "plan":
            continue
        earlier = [
            b
            for b in claims[:i]
            if (b.theme, b.unit, b.role) == (c.theme, c.unit, c.role)
            and b.sentence_start != c.sentence_start
        ]
        if not earlier or any(agreeing(b, c) for b in claims if b is not c and b.theme == c.theme):
            continue
        b = earlier[-1]
        near = max(b.high, c.high) <= 1.5 * min(b.low, c.low) if min(b.low, c.low) else False
        if near and (b.names & c.names or not c.names):
            found.append((b, c))
    return found


def headline(claims: list[Statement]) -> list[tuple[Statement, Statement]]:
    """A headline's figures that its body gives otherwise, and nowhere as the headline has it."""
    found = []
    body = [c for c in claims if not c.headline]
    for c in claims:
        if not c.headline:
            continue
        rivals = [b for b in body if b.theme == c.theme and b.unit == c.unit and _comparable(c, b)]
        like = [b for b in body if b.theme == c.theme and b.unit == c.unit]
        points = c.theme == "plan"
        if not rivals or any(b.low == c.low if points else agreeing(c, b) for b in like):
            continue
        best = max(rivals, key=lambda b: (b.role == c.role, len(b.topic & c.topic), -b.start))
        found.append((c, best))
    return found


def bare_sum(title: str, book: Codebook) -> quantities.Quantity | None:
    """The one large number of a headline without its currency: "Oslo gives 10 billion for gas"."""
    told = [q for q in quantities.grammar(book).find(title) if q.scaled and not q.percent]
    if len(told) != 1 or told[0].currency or told[0].low != told[0].high:
        return None
    return told[0]


def only_sum(claims: list[Statement], start: int) -> Statement | None:
    """The sum that a body, which starts there, speaks of, where it is one."""
    body = [c for c in claims if c.theme == "funding" and c.start >= start]
    head = any(c.start < start for c in claims)
    return body[0] if body and not head and len({c.high for c in body}) == 1 else None


def _comparable(head: Statement, body: Statement) -> bool:
    here, there = head.actors | head.names, body.actors | body.names
    if head.actors and body.actors and not here & there:
        return False
    if head.years and body.years and not head.years & body.years or head.rate != body.rate:
        return False
    if head.noun - {"drone"} and body.noun - {"drone"} and not head.noun & body.noun:
        return False
    return bool(head.topic & body.topic or head.actors & body.actors or head.role == body.role)


def stages(claims: list[Statement], book: Codebook) -> list[list[Statement]]:
    """One amount that a text calls a shortfall, a request and a contribution in turn."""
    by_amount: dict[tuple, list[Statement]] = defaultdict(list)
    for c in claims:
        if c.theme == "funding" and not c.headline:
            by_amount[c.low, c.high, c.unit].append(c)
    found = []
    names = ("compare_shortfall", "compare_request", "compare_contribution")
    for group in by_amount.values():
        if len(group) < len(names):
            continue
        first = []
        for name in names:
            words = book.words(name)
            told = next((c for c in group if c not in first and _beside(c, words)), None)
            first += [told] if told else []
        if len(first) == len(names):
            found.append(sorted(first, key=lambda c: c.start))
    return found


def _beside(c: Statement, words: frozenset[str]) -> bool:
    """Whether one of the words stands near the figure."""
    a, b = c.start - c.sentence_start, c.end - c.sentence_start
    near = c.sentence[max(0, a - 45) : a] + " " + c.sentence[b : b + 25]
    return bool(_words(near) & words)
