"""Which numbers of a sentence are figures of ours, and of what: money, force or plan.

A sentence is read once: its quantities, its tokens, the codebook phrases in it. Each quantity
is then typed, or dropped with nothing said (years, articles, distances, percentages of votes).
"""

from __future__ import annotations

import re

from workbench import numbers as quantities
from workbench.codebook import Codebook
from workbench.counting import (
    counted_noun,
    figure_of,
    force_near,
    hyphened,
    is_name,
    plan_near,
    points_told,
    tells_loss,
    word_before,
)
from workbench.elliptic import YEAR, elliptic
from workbench.reading import Figure, Sentence

POINT = re.compile(r"[\s-]*point(?:er)?s?\b", re.I)
COMPOUND = r"(?i)[-‑–]{compound_people}\b"


def read(text: str, book: Codebook, places: list[int] | None = None) -> Sentence:
    """Read a sentence and type its figures.

    >>> from workbench import codebook
    >>> s = read("Russia launched 653 drones and 51 missiles.", codebook.load())
    >>> [(s.text[f.start:f.end], f.theme, f.unit) for f in s.figures]
    [('653', 'force', 'drone'), ('51', 'force', 'missile')]
    """
    found = quantities.grammar(book).find(text, places)
    sentence = Sentence(text, book)
    if not found:
        return sentence
    pending: list[tuple[int, quantities.Quantity]] = []
    for q in found:
        figure = _type(sentence, q, found)
        if figure is None:
            pending.append((len(sentence.figures), q))
        else:
            sentence.figures.append(figure)
    # A number whose noun stands in a neighbour: "800 tanks and 160", "1,900 strategic and
    # 2,500 tactical warheads", "the second 13".
    for _, q in pending:
        figure = elliptic(sentence, q)
        if figure is not None:
            sentence.figures.append(figure)
            sentence.figures.sort(key=lambda f: f.start)
    _brackets(sentence)
    return sentence


def _type(s: Sentence, q, found: list) -> Figure | None:
    text = s.text
    if q.currency:
        code, cue = _currency(s, q)
        return figure_of(s, q, "funding", code, "money", unit_cue=cue)
    if q.percent:
        gdp = s.of("context:gdp")
        after = [h for h in gdp if 0 <= s.tokens.starts[h.first] - q.end <= 40] or [
            h for h in gdp if any(f.kind == "share" for f in s.figures)
        ]
        if after:
            return figure_of(
                s, q, "funding", "percent", "share", unit_cue=(*s.span(after[0]), after[0].entry.id)
            )
        return None
    if is_name(s, q):
        return None
    point = POINT.match(text, q.end)
    if point and q.low == q.high and 2 <= q.low < 200:
        first, last = s.token(q.start), s.token(point.end() - 1)
        unit = s.covered("unit", last)
        known = unit is not None and unit.entry.kind == "point"
        # "Washington's 28 points", "Kyiv's 20-pointer": an owner is as good as the word "plan"
        owner = first >= 2 and s.tokens.words[first - 1] == "'s" or s.covered("actor", first - 1)
        if known and (
            plan_near(s, first)
            or owner
            or point.group().lower().endswith("pointer")
            or any(f.theme == "plan" for f in s.figures)
            or points_told(s, first, q)
            or hyphened(s, last, point)
        ):
            return figure_of(
                s,
                q,
                "plan",
                "point",
                "point",
                end=point.end(),
                unit_cue=(point.start(), point.end(), "unit.point"),
            )
        return None
    compound = s.book.pattern(COMPOUND).match(text, q.end)
    if compound:
        return figure_of(
            s,
            q,
            "force",
            "person",
            "person",
            end=compound.end(),
            unit_cue=(compound.start(), compound.end(), "unit.compound"),
        )
    if q.scaled:
        money = [f for f in s.figures if f.kind == "money"]
        if money and not counted_noun(s, q):
            near = money[-1]
            return figure_of(
                s,
                q,
                "funding",
                near.unit,
                "money",
                unit_cue=(near.start, near.end, "currency.shared"),
            )
    noun = counted_noun(s, q)
    if noun:
        entry = noun.entry
        if entry.kind == "point":
            return None
        if q.low == q.high == 1 and (
            entry.kind in ("event", "formation") or entry.weak or not tells_loss(s)
        ):
            return None
        if YEAR.fullmatch(text[q.start : q.end]) and (
            noun.first > s.token(q.end - 1) + 1 or word_before(s, q) in s.words("year_before")
        ):
            return None
        if entry.weak and not force_near(s, noun, q):
            return None
        return figure_of(
            s,
            q,
            "force",
            entry.id.split(".")[0],
            entry.kind,
            noun=(noun.first, noun.last),
            unit_role=entry.role,
            unit_cue=(*s.span(noun), f"unit.{entry.id}"),
        )
    return None


def _currency(s: Sentence, q) -> tuple[str, tuple[int, int, str]]:
    """The currency and its cue; "kr. 9.4bn" is Danish where the sentence names Danes only."""
    start, end = q.currency_span
    cue = (start, end, f"currency.{q.currency}")
    entry = s.book.get("currency", q.currency)
    if s.text[start:end].strip(" -\u00a0").lower() not in entry.shared:
        return q.currency, cue
    named = {hit.entry.id: hit for hit in s.of("actor")}
    if named.keys() & set(entry.states):
        return q.currency, cue
    for other in s.book.all("currency"):
        for state in other.states:
            if state in named:
                return other.id, (*s.span(named[state]), f"currency.{other.id}")
    return q.currency, cue


def _brackets(s: Sentence) -> None:
    """Mark bracketed conversions and the second half of a change."""
    for before, after in zip(s.figures, s.figures[1:], strict=False):
        between = s.text[before.end : after.start]
        if (
            before.kind == after.kind == "money"
            and before.unit != after.unit
            and re.match(r"\s*\(", between)
            and len(between) < 40
            and ")" not in between
        ):
            after.bracketed = True
        if re.fullmatch(r"\s+to\s+(?:\w+\s+){0,2}", between) and before.theme == after.theme:
            after.change = True
