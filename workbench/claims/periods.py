"""The years or the rate that an amount is for."""

from __future__ import annotations

import re

from workbench.claims.reading import Figure, Sentence
from workbench.claims.weighing import Label

YEARS = re.compile(
    r"(?<![\d.,$€£/-])((?:19|20)\d\d)(?:\s?(?:[-–/]|to|and|or)\s?((?:19|20)?\d\d))?(?![\d,.]*\d|%)"
)
RATE = re.compile(
    r"\b(?:(?<!\bin )(?<!within )(?:a|per|each|every|each of the(?: \w+)?)[\s-]"
    r"(year|month|week|day|night)s?|"
    r"(annual|monthly|weekly|daily|yearly|nightly)(?:ly)?|(annually))\b(?! (?:that|which|said)\b)",
    re.I,
)
# "daily output of interceptor drones had reached 1,500"
OF_RATE = re.compile(r"()\b(annual|monthly|weekly|daily|yearly|nightly)()(?= [a-z][^\d,;:.]*$)")
# Neither of the two stands in a sentence without one of these.
PERIOD = re.compile(r"(?:19|20)\d\d|year|month|week|day|night|annual|dai", re.I)
RATES = {
    "annual": "year",
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "nightly": "night",
}
NOT_FOR = r"(?i)\b{not_for}[\s-]+(?:(?:the )?end of |\w+ )?$"


def period(s: Sentence, f: Figure) -> Label | None:
    """The years or the rate that the amount is for: the nearest mention behind it, or before."""
    if not PERIOD.search(s.text):
        return None
    after = s.text[f.end : f.end + 60]
    before = s.text[max(0, f.start - 60) : f.start]
    others = [g.start for g in s.figures if g.start > f.start]
    stop = min([*(o - f.end for o in others), 60])
    behind = RATE.search(after[:30].partition(", ")[0])
    rate = behind or RATE.search(before[-25:]) or OF_RATE.search(before)
    if rate and not (behind and rate.start() > stop):
        name = (rate.group(1) or RATES[(rate.group(2) or rate.group(3)).lower()]).lower()
        name = {"night": "day"}.get(name, name)
        base = f.end if behind else f.start - len(rate.string)
        return Label(f"per_{name}", base + rate.start(), base + rate.end(), "period.rate")
    not_for = s.book.pattern(NOT_FOR)
    for text, base, backwards in (
        (after[:stop], f.end, False),
        (before, max(0, f.start - 60), True),
    ):
        found = [m for m in YEARS.finditer(text) if not not_for.search(text[: m.start()])]
        if backwards:
            found = [
                m
                for m in found
                if not any(
                    g.start <= base + m.start() < g.end or base + m.end() <= g.start < f.start
                    for g in s.figures
                )
            ]
        if found:
            m = found[-1] if backwards else found[0]
            one, two = m.group(1), m.group(2)
            value = one if not two else f"{one}/{two if len(two) == 4 else one[:2] + two}"
            return Label(value, base + m.start(), base + m.end(), "period.year")
    return None
