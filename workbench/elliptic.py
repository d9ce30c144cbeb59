"""Numbers without a noun of their own behind them: "800 tanks and 160", "the second 13"."""

from __future__ import annotations

import re
from bisect import bisect_left

from workbench import numbers
from workbench.counting import amounting, figure_of, is_name, loss_before, number_of
from workbench.reading import Figure, Sentence

# A year, or two of them: "between 2022 and 2025 the army grew"
YEAR = re.compile(r"(?:19|20)\d\d(?:\s?(?:and|to|[-–])\s?(?:19|20)\d\d)?")


def elliptic(s: Sentence, q) -> Figure | None:
    """A number without a noun of its own behind it."""
    text, words, n = s.text, s.tokens.words, len(s.tokens.words)
    if q.currency or q.percent or is_name(s, q) or numbers.VAGUE_START.match(text, q.start):
        return None
    first = s.token(q.start)
    nxt = bisect_left(s.tokens.starts, q.end)
    open_end = (
        nxt >= n
        or not words[nxt][0].isalnum()
        or bool(s.covered("grammar:stop", nxt))
        or words[nxt] in ("and", "of")
    )
    plain = text[q.start : q.end]
    year = bool(YEAR.fullmatch(plain))
    for kind in ("former", "latter"):
        hit = next((h for h in s.of(f"grammar:{kind}") if h.first == nxt), None)
        units = list(
            dict.fromkeys(f.unit for f in s.figures if f.theme == "force" and f.start < q.start)
        )
        if hit and len(units) >= 2:
            unit = units[-2] if kind == "former" else units[-1]
            near = next(f for f in s.figures if f.unit == unit)
            return figure_of(
                s, q, "force", unit, near.kind, bare=True, unit_cue=(*s.span(hit), hit.entry.id)
            )
    prior = [f for f in s.figures if f.end <= q.start]
    later = [f for f in s.figures if f.start >= q.end]
    # "Hamas kills 75": the verb right before it says who is counted.
    loss = loss_before(s, first)
    if loss is not None and not year and open_end:
        return figure_of(
            s,
            q,
            "force",
            "person",
            "person",
            bare=True,
            unit_role="casualties",
            unit_cue=(*s.span(loss), loss.entry.id),
        )
    # "Desertion cases now exceed 235,000"
    told = amounting(s, first) if open_end and not year else None
    told = told or (None if year else number_of(s, first, nxt))
    if told is not None and told.entry.kind != "point":
        unit = told.entry
        return figure_of(
            s,
            q,
            "force",
            unit.id.split(".")[0],
            unit.kind,
            bare=True,
            unit_role=unit.role,
            unit_cue=(*s.span(told), f"unit.{unit.id}"),
        )
    # "from 22,126 to 12,626 uniformed personnel"
    if later and later[0].theme == "force" and words[nxt : later[0].at[0]] == ["to"]:
        return _as(s, q, later[0])
    # "1,900 strategic and 2,500 tactical warheads": the noun comes with the next number.
    if later and later[0].theme == "force" and not year:
        between = words[nxt : later[0].at[0]]
        if (
            len(between) <= 5
            and not s.words("joins").isdisjoint(between)
            and not any(
                s.covered("grammar:stop", nxt + i) and w not in s.words("second_number")
                for i, w in enumerate(between)
            )
            and ";" not in between
        ):
            return _as(s, q, later[0])
    if not open_end or year:
        return None
    if (
        prior
        and prior[-1].theme == "plan"
        and 2 <= q.low < 100
        and q.low == q.high
        and not (q.words and q.low < 3)
    ):
        return _as(s, q, prior[-1])
    force = [f for f in prior if f.theme == "force"]
    if force and not (q.words and q.low < 2):
        near = force[-1]
        them = any(h.first == nxt for h in s.of("grammar:them"))
        gap = first - near.at[1]
        if them or (
            gap <= 16
            and near.kind != "event"
            and q.low == int(q.low)
            and (not q.words or q.low >= 2)
        ):
            return _as(s, q, near)
    them = any(h.first == nxt for h in s.of("grammar:them"))
    # "cut their deployed warheads to 1,550 each"
    if q.low >= 100 and first >= 2 and words[first - 1] in s.words("lowered"):
        for unit in reversed(s.of("unit")):
            if unit.entry.kind == "weapon" and 1 <= first - unit.last <= 5:
                return figure_of(
                    s,
                    q,
                    "force",
                    unit.entry.id,
                    "weapon",
                    bare=True,
                    unit_cue=(*s.span(unit), f"unit.{unit.entry.id}"),
                )
    if q.low >= 1000 and not them:
        bare = [h for h in s.of("context:bare") if -14 <= h.first - first <= 12]
        if bare:
            near = min(bare, key=lambda h: (abs(h.first - first), h.first))
            unit = s.covered("unit", near.first)
            weapon = unit is not None and unit.entry.kind == "weapon"
            return figure_of(
                s,
                q,
                "force",
                unit.entry.id if weapon else "person",
                "weapon" if weapon else "person",
                bare=True,
                unit_cue=(*s.span(near), near.entry.id),
            )
    return None


def _as(s: Sentence, q, near: Figure) -> Figure:
    """A number that counts what a neighbouring figure counts."""
    return figure_of(
        s,
        q,
        near.theme,
        near.unit,
        near.kind,
        bare=True,
        unit_role=near.unit_role,
        unit_cue=near.unit_cue,
    )
