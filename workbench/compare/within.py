"""A text against itself: brackets, parts and totals, headline and body, one amount in stages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from workbench.codebook import Codebook
from workbench.compare import amounts, explain
from workbench.compare.conditions import agreeing
from workbench.compare.statements import Statement

# A cell of a table is no longer than this, and the next one begins no further off.
CELL, APART = 60, 80
OR = (", or", ", about", ", or about")
STAGES = ("compare_shortfall", "compare_request", "compare_contribution")
Found = Iterator[tuple[str, list[Statement], str]]  # kind, what is at odds, explanation


def converted(sentence: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Sums with their conversions in brackets."""
    for x, y in zip(sentence, sentence[1:], strict=False):
        between = _between(x, y).strip().lower()
        told = between.startswith(("(", "[")) and len(between) < 20 or between in OR
        if told and x.theme == y.theme == "funding" and x.unit != y.unit:
            yield x, y


def brackets(sentence: list[Statement], today: date | None, book: Codebook) -> Found:
    """Conversions in brackets that are off."""
    for x, y in converted(sentence):
        day = x.published or today
        if day and (factor := amounts.off(x, y, day, book)):
            words = ("high", factor) if factor > 1 else ("low", 1 / factor)
            why = dict(zip(("off", "times"), words, strict=True), x=x.quote, y=y.quote)
            yield "within_document", [x, y], explain.told("bracket", **why)


def parts(sentence: list[Statement], book: Codebook) -> Found:
    """A total whose parts, listed behind it in one sentence, make another."""
    rows = [c for c in sentence if c.theme != "plan" and c.rate is None and c.low == c.high]
    for i, total in enumerate(rows):
        rest = [c for c in rows[i + 1 :] if _kind(c) == _kind(total)]
        if len(rest) < 2 or any(c.high >= total.high for c in rest):
            continue
        if book.pattern(r"\b{compare_among}\b").search(rest[-1].behind):
            continue  # "181 men, 15 Saudis among the latter": a part of a part
        gap = _between(total, rest[0]).lower()
        marked = any(mark in gap for mark in (":", "—", " – ", "of which"))
        if marked or _words(gap) & book.words("compare_parts") or _toll(total, rest, gap, book):
            if not amounts.sum_fits(total.amount, [c.amount for c in rest]):
                made, quotes = sum(c.high for c in rest), ", ".join(f"'{c.quote}'" for c in rest)
                why = explain.told("parts", parts=quotes, made=made, total=total.quote)
                yield "within_document", [total, *rest], why
            return


def columns(claims: list[Statement], book: Codebook) -> Found:
    """The column of a table whose cells make another sum than the row of the total says.

    Where the cells of several columns all make less, the table only lists the largest.
    """
    table: dict[int, list[Statement]] = {}
    found, end = [], 0
    for c in sorted((c for c in claims if c.theme == "funding"), key=lambda c: c.start):
        if c.start - end > APART:
            table = {}
        end = c.end
        before = re.findall(r"[|\t]", c.row) or re.findall("  +", c.row)  # cells of its row
        rows = table.setdefault(len(before), [])
        if rows and c.unit != rows[0].unit:
            rows.clear()
        total = len(rows) > 2 and c.low == c.high > max(r.high for r in rows)
        if total and _words(c.row) & book.words("compare_total"):
            if not amounts.sum_fits(c.amount, [r.amount for r in rows]):
                found.append((rows, c))
            del table[len(before)]
        elif len(c.sentence) < CELL:
            rows.append(c)
    short = [sum(r.high for r in rows) < c.high for rows, c in found]
    for rows, c in [] if all(short) and len(found) > 1 else found:
        made, quotes = sum(r.high for r in rows), ", ".join(f"'{r.quote}'" for r in rows)
        why = explain.told("parts", parts=quotes, made=made, total=c.quote)
        yield "within_document", [*rows, c], why


def _toll(total: Statement, rest: list[Statement], gap: str, book: Codebook) -> bool:
    """ "46 victims, 8 dead and 35 wounded", "380 men, 210 in the first week and 150 in ..."."""
    near = abs(sum(c.high for c in rest) - total.high) <= total.high * 0.25
    if not near or not gap.rstrip().endswith(",") or len(rest) != 2 or total.theme != "force":
        return False
    placed = all(book.words("compare_where") & {*c.behind.split()[:1]} for c in rest)
    return placed or total.role == "casualties" == rest[0].role


def _kind(c: Statement) -> tuple:
    return c.theme, c.theme == "force" or c.unit


def _between(x: Statement, y: Statement) -> str:
    return x.sentence[x.here[1] : y.here[0]]


def _words(text: str) -> set[str]:
    return {w.strip(",.;:()—–").lower() for w in text.split()}


def headline(claims: list[Statement]) -> Found:
    """A headline's figures that its body gives otherwise, and nowhere as the headline has it."""
    for c in (c for c in claims if c.headline):
        like = [b for b in claims if not b.headline and (b.theme, b.unit) == (c.theme, c.unit)]
        like = [b for b in like if c.actors or "whole" in b.flags or b.actors <= c.names]
        rivals = [b for b in like if b.topic & c.topic or b.actors & c.actors or b.role == c.role]
        if rivals and not any(agreeing(c, b) for b in like):
            b = max(rivals, key=lambda b: (b.role == c.role, len(b.topic & c.topic), -b.start))
            kind = "lineage" if c.theme == "plan" else "within_document"
            yield kind, [c, b], explain.told("headline", x=c.quote, y=b.quote)


def stages(claims: list[Statement], book: Codebook) -> Found:
    """One amount that a text calls a shortfall, a request and a contribution in turn."""
    by_amount: dict[tuple, list[Statement]] = defaultdict(list)
    for c in claims:
        if c.theme == "funding":
            by_amount[c.low, c.high, c.unit].append(c)
    for group in by_amount.values():
        first: list[Statement] = []
        for name in STAGES:
            beside = (c for c in group if c not in first and _beside(c) & book.words(name))
            first += [c for c in beside][:1]
        if len(first) == len(STAGES):
            first.sort(key=lambda c: c.start)
            places = "; ".join(f"'{c.quote}' in \"{explain.clip(c)}\"" for c in first)
            yield "role", first, explain.told("stages", places=places)


def _beside(c: Statement) -> set[str]:
    """The words near a figure."""
    return _words(f"{c.sentence[: c.here[0]][-45:]} {c.behind[:25]}")
