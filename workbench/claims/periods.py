"""The years or the rate that an amount is for."""

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
REACH = 60  # letters
RATES = {
    "night": "day",
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
    start = max(0, f.start - REACH)
    after, before = s.text[f.end : f.end + REACH], s.text[start : f.start]
    stop = min([g.start - f.end for g in s.figures if g.start > f.start], default=REACH)
    behind = RATE.search(after[:30].partition(", ")[0])
    rate = behind or RATE.search(before[-25:]) or OF_RATE.search(before)
    if rate and not (behind and rate.start() > stop):
        name = next(filter(None, rate.groups())).lower()
        base = f.end if behind else f.start - len(rate.string)
        return Label(
            f"per_{RATES.get(name, name)}", base + rate.start(), base + rate.end(), "period.rate"
        )
    years = [(m, f.end) for m in _years(s, after[:stop])][:1]
    for m in _years(s, before):
        a, b = start + m.start(), start + m.end()
        if not any(g.start <= a < g.end or b <= g.start < f.start for g in s.figures):
            years = years[:1] if years and years[0][1] == f.end else [(m, start)]
    for m, base in years:
        one, two = m.groups()
        value = one if not two else f"{one}/{one[: 4 - len(two)]}{two}"
        return Label(value, base + m.start(), base + m.end(), "period.year")
    return None


def _years(s: Sentence, text: str) -> list[re.Match]:
    not_for = s.book.pattern(NOT_FOR)
    return [m for m in YEARS.finditer(text) if not not_for.search(text, 0, m.start())]
