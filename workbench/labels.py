"""Labels of a figure from the words round it: role, modality, qualifier, and the details.

Every cue within reach is weighed: its own weight, less the distance in words, less what lies
between (commas, brackets, clause words, other figures). The best wins and is kept as the
reason. No cue within reach: the default, and the claim says ``default``.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from workbench.cues import Hit
from workbench.reading import Figure, Sentence

DECAY = {"role": 0.09, "modality": 0.12}
COST = {
    "and": 0.25,
    ",": 0.35,
    ";": 2.5,
    ":": 0.8,
    ".": 1.2,
    "?": 1.5,
    "!": 1.5,
    "(": 0.25,
    ")": 0.25,
    "—": 0.8,
    '"': 0.1,
}
FIGURE_COST = 0.9
CLOSE = 0.4
PROMISE = "funding.pledge.promise"
NEAR = 6  # words from a verb of what happened to its figure


class Label(NamedTuple):
    """A value with the words that gave it: character interval in the sentence, and the rule."""

    value: str
    start: int
    end: int
    rule: str


class Weigher:
    """Distances and crossing costs of one sentence, as prefix sums over its tokens."""

    def __init__(self, sentence: Sentence):
        self.s = sentence
        words = sentence.tokens.words
        cost = [COST.get(w, 0.0) for w in words]
        starts = sentence.tokens.starts
        for i, w in enumerate(words) if "-" in words else ():
            if w == "-" and starts[i] and sentence.text[starts[i] - 1] == " ":
                cost[i] = 0.6
        for hit in sentence.of("grammar:clause"):
            cost[hit.first] += hit.entry.weight
        for f in sentence.figures:
            cost[f.at[0]] += 0.0 if f.bracketed else FIGURE_COST
        self.cost = [0.0, *accumulate(cost)]
        auxiliary = sentence.words("auxiliary")
        light = [w in auxiliary for w in words]
        for hit in sentence.of("qualifier"):
            light[hit.first : hit.last] = [True] * (hit.last - hit.first)
        self.light = [0, *accumulate(light)]

    def score(self, hit: Hit, f: Figure, decay: float) -> float:
        """Weight of a cue for a figure; below 0 when out of reach or on the wrong side."""
        first, last = f.at
        if hit.last <= first:
            gap, cross, side = first - hit.last, self.cost[first] - self.cost[hit.last], "before"
        elif hit.first >= last:
            gap, cross, side = hit.first - last, self.cost[hit.first] - self.cost[last], "after"
            # Words behind a comma rarely speak of the figure before it.
            cross *= 2.0
        else:
            gap, cross, side = 0, 0.0, hit.entry.side
        if gap > hit.entry.reach or hit.entry.side not in ("any", side):
            return -1.0
        if gap:
            a, b = (hit.last, first) if side == "before" else (last, hit.first)
            gap -= self.light[b] - self.light[a]
        # A verb right before its number, a noun or a participle right behind it
        return hit.entry.weight + (CLOSE if gap <= 0 else 0.0) - decay * gap - cross

    def best(self, hits: list[Hit], f: Figure, decay: float, least: float) -> Hit | None:
        """The cue with the highest score of at least ``least``; the earlier one of a tie."""
        top, chosen = least, None
        for hit in hits:
            if hit.entry.themes and f.theme not in hit.entry.themes:
                continue
            value = self.score(hit, f, decay)
            if value > top:
                top, chosen = value, hit
        return chosen


def label(s: Sentence) -> None:
    """Give every figure of the sentence its role, qualifier, modality and details."""
    weigher = Weigher(s)
    previous: Figure | None = None
    for f in s.figures:
        f.labels["qualifier"] = qualifier(s, f, previous)
        f.labels["role"] = role(s, f, weigher, previous)
        if f.labels["role"].value == "cap" and f.labels["qualifier"].value == "exact":
            cue = f.labels["role"]
            f.labels["qualifier"] = Label("at_most", cue.start, cue.end, "role.cap")
        elif f.labels["role"].value == "cap" and f.labels["qualifier"].value == "at_least":
            before = s.tokens.words[max(0, f.at[0] - 6) : f.at[0]]
            if not s.words("no_more").isdisjoint(before):  # "barred from keeping more than"
                f.labels["qualifier"] = f.labels["qualifier"]._replace(value="at_most")
        f.labels["modality"] = modality(s, f, weigher, previous)
        for family in ("instrument", "purpose"):
            hits = [h for h in s.of(family) if family != "purpose" or not _taken(s, h, f)]
            found = weigher.best(hits, f, 0.15, 0.4)
            if found and f.theme == "funding":
                start, end = s.span(found)
                value = found.entry.gives
                f.labels[family] = Label(
                    s.text[start:end] if value == "named" else value, start, end, found.entry.id
                )
        f.labels["period"] = period(s, f)
        if f.bracketed and previous is not None:
            for family in ("role", "modality", "instrument", "purpose", "period"):
                if previous.labels.get(family):
                    f.labels[family] = previous.labels[family]._replace(rule="conversion")
        previous = f
    f_next = None
    for f in reversed(s.figures):
        # "Limits of 300 tanks and 24 helicopters are off the table": one predicate for both
        between = [] if f_next is None else s.tokens.words[f.at[1] : f_next.at[0]]
        if between and f_next.theme == f.theme and len(between) < 5 and "and" in between:
            fate = f_next.labels["modality"]
            if f.labels["modality"].rule == "default" and fate.start >= f_next.end:
                f.labels["modality"] = fate
        # "from 900,000 to 600,000": money and plans keep one role, an army does not.
        if (
            f_next is not None
            and f_next.change
            and f.theme == "funding"
            and f.labels["role"].rule == "default"
        ):
            f.labels["role"] = f_next.labels["role"]
        if (
            f_next is not None
            and f_next.change
            and f.theme == "force"
            and f_next.labels["role"].value == "cap"
            and f.labels["role"].value == "cap"
            and re.search(r"\bfrom\b", s.text[max(0, f.start - 12) : f.start])
        ):
            f.labels["role"] = Label("strength", f.start, f.end, "change.from")
            f.labels["qualifier"] = Label("exact", f.start, f.start, "default")
            f.labels["modality"] = Label("actual", f.start, f.start, "default")
        f_next = f


def _taken(s: Sentence, hit: Hit, f: Figure) -> bool:
    """A purpose told of an earlier figure: "52 million for shells and 41 million for vehicles"."""
    return any(g.at[1] <= hit.first and hit.last <= f.at[0] for g in s.figures)


def _cue(s: Sentence, hit: Hit, value: str | None = None) -> Label:
    start, end = s.span(hit)
    return Label(value or hit.entry.gives, start, end, hit.entry.id)


def role(s: Sentence, f: Figure, weigher: Weigher, previous: Figure | None) -> Label:
    """Role of a figure; its default follows from what is counted."""
    if f.theme == "plan":
        hit = weigher.best(s.of("role"), f, DECAY["role"], 0.0)
        return _cue(s, hit) if hit else Label("version", *f.unit_cue)
    if f.unit_role and f.noun:
        noun = next((h for h in s.of("unit") if (h.first, h.last) == f.noun), None)
        if noun is not None and f.unit_role == "casualties":
            return Label("casualties", *s.span(noun), f"unit.{noun.entry.id}")
    if previous is not None and previous.theme == f.theme and _of_them(s, f):
        return previous.labels["role"]
    hits = [h for h in s.of("role") if not _unfit(f, h)]
    if s.tokens.words[max(0, f.at[0] - 2) : f.at[0]] == ["of", "the"]:
        # "Of the $50bn loan the EU has paid out 18": the verb behind speaks of the part
        hits = [h for h in hits if h.first < f.at[1] + 4]
    if _part(s, s.tokens.words[f.at[1] : f.at[1] + 2]):
        hits = [h for h in hits if h.first >= f.at[1]]  # "1.5 billion of which was paid out"
    hit = weigher.best(hits, f, DECAY["role"], 0.35)
    listed = previous is not None and previous.theme == f.theme and _listed(s, previous, f)
    if hit and not (hit.entry.weight < 2 and listed):
        return _cue(s, hit)
    if (
        previous is not None
        and previous.theme == f.theme
        and (previous.unit == f.unit or _listed(s, previous, f))
    ):
        return previous.labels["role"]
    if f.unit_role:
        return Label(f.unit_role, *f.unit_cue)
    default = {
        "money": "pledge",
        "share": "budget",
        "person": "strength",
        "weapon": "materiel",
        "formation": "strength",
        "event": "strike",
        "thing": "other",
    }[f.kind]
    return Label(default, f.start, f.start, "default")


def _of_them(s: Sentence, f: Figure) -> bool:
    """Whether the figure is a part of the one before: "over eight billion of it"."""
    return any(h.first in (f.at[1], f.at[1] + 1) for h in s.of("grammar:them"))


def _listed(s: Sentence, before: Figure, f: Figure) -> bool:
    """Whether two figures are members of one list."""
    gap = s.tokens.words[before.at[1] : f.at[0]]
    return (
        len(gap) <= 7
        and ("plus" in gap or not s.words("joins").isdisjoint(gap))
        and not any(w in s.words("contrast") for w in gap)
    )


def _unfit(f: Figure, hit: Hit) -> bool:
    """A role that the counted thing cannot have: a tank is no casualty, a man no strike."""
    gives = hit.entry.gives
    if f.kind in ("weapon",):
        return gives in ("casualties", "strength", "training", "deployment") or (
            gives == "other" and f.theme == "force"
        )
    if f.kind == "person":
        return gives in ("strike", "materiel")
    if f.kind == "event":
        return gives not in ("strike", "other")
    return False


def modality(s: Sentence, f: Figure, weigher: Weigher, previous: Figure | None) -> Label:
    """Modality: the nearest cue, with what a list, a question or a whole says about it."""
    words = s.tokens.words
    first = f.at[0]
    hits = [h for h in s.of("modality") if not _left(s, h, f, previous)]
    if words[max(0, first - 2) : first] == ["of", "the"]:
        # "two thirds of the $300bn frozen in Europe": the whole is there, whatever becomes of it
        hits = [h for h in hits if h.first >= f.at[1]]
    happened = s.words("happened")
    last = max((i for i in range(first) if words[i] in happened), default=-1)
    hits = [h for h in hits if not h.last <= last]
    if 0 <= first - last <= NEAR and last >= 0:
        goes_on = s.words("goes_on")
        # "has handed over six jets and promised another eight": the six are handed over
        hits = [h for h in hits if h.last <= first or goes_on.isdisjoint(words[f.at[1] : h.first])]
    hit = weigher.best(hits, f, DECAY["modality"], 0.6)
    if (
        hit is not None
        and hit.entry.gives == "conditional"
        and "would" in words[hit.first : hit.last]
    ):
        # "would" after a text or after a party's own terms is part of the proposal
        text = next(
            (
                h
                for h in s.of("modality")
                if h.entry.gives == "proposed"
                and h.last <= hit.first
                and ";" not in words[h.last : hit.first]
            ),
            None,
        )
        hit = text or hit
    question = words[-1:] == ["?"] or words[-2:-1] == ["?"]
    if question and f.theme != "plan" and (hit is None or hit.entry.gives == "planned"):
        return Label("conditional", s.tokens.starts[-1], s.tokens.ends[-1], "question")
    if hit is not None:
        return _cue(s, hit)
    if (
        previous is not None
        and previous.theme == f.theme
        and last < previous.at[0]
        and not _part(s, words[previous.at[1] : f.at[1] + 2])
        and (
            f.change
            or _listed(s, previous, f)
            or words[previous.at[1] : previous.at[1] + 1] == [":"]
            or previous.unit == f.unit
            and ":" in words[previous.at[1] : first]
        )
    ):
        return previous.labels["modality"]
    if previous is not None and f.theme == "funding" != previous.theme and last < previous.at[0]:
        gap = words[previous.at[1] : first]
        given = previous.labels["modality"]
        if len(gap) < 4 and gap[-1:] == ["and"] and given.start < previous.start:
            return given  # "will donate 18 jets and 3.2 billion kronor worth of ammunition"
    rate = period(s, f)
    promise = f.labels["role"]
    if promise.rule == PROMISE and rate and (rate.value[0] == "p" or rate.start > f.end):
        # a payment that recurs, or a sum for a year, is promised for later
        return Label("planned", promise.start, promise.end, "planned.recurring")
    return Label("actual", f.start, f.end, "default")


def _left(s: Sentence, hit: Hit, f: Figure, previous: Figure | None) -> bool:
    """Whether the words between a cue and the figure take the figure out of its reach."""
    words, first = s.tokens.words, f.at[0]
    gives = hit.entry.gives
    if gives == "agreed" and words[hit.first - 1 : hit.first] == ["be"]:
        # "could be released": what may come about has not
        return any(w in s.words("modal") for w in words[max(0, hit.first - 3) : hit.first - 1])
    if hit.last > first:
        return False
    between = words[hit.last : first]
    if gives == "rejected" and previous is not None and hit.last <= previous.at[0]:
        # "no longer 28 points but 24": the second one stands
        return "but" in words[previous.at[1] : first]
    # "asks for 2.9 billion, of which 160 million had been paid": a part has a fate of its own
    return _part(s, between) or _part(s, words[f.at[1] : f.at[1] + 2])


def _part(s: Sentence, words: list[str]) -> bool:
    """Whether "of which" stands among the words."""
    part = s.words("part_of")
    return any(a == "of" and b in part for a, b in zip(words, words[1:], strict=False))


def qualifier(s: Sentence, f: Figure, previous: Figure | None) -> Label:
    """Qualifier of the number: words right before it, right after it, or of its list."""
    words = s.tokens.words
    first, last = f.at
    best = None
    for hit in s.of("qualifier"):
        e = hit.entry
        if e.side == "before" and hit.last <= first:
            between = words[hit.last : first]
            if len(between) <= e.reach and all(
                w in s.words("between_qualifier") or s.covered("qualifier", hit.last + i)
                for i, w in enumerate(between)
            ):
                if (
                    best is None
                    or hit.first < best.first
                    and hit.entry.gives != "about"
                    or hit.last >= best.last
                ):
                    best = hit if best is None or hit.first >= best.first else best
        elif e.side == "after" and hit.first >= last:
            between = words[last : hit.first]
            if (
                len(between) <= e.reach
                and not any(w in ",;.()" for w in between)
                and all(
                    w == "-" or w.isalpha() and not s.covered("grammar:stop", last + i)
                    for i, w in enumerate(between)
                )
                and best is None
            ):
                best = hit
    if best is not None and f.low == f.high:
        return _cue(s, best)
    if f.low != f.high:
        return Label("range", f.start, f.end, "range")
    if (
        previous is not None
        and previous.theme == f.theme
        and not f.bracketed
        and previous.labels["qualifier"].value not in ("exact", "range")
    ):
        gap = words[previous.at[1] : first]
        if (
            previous.labels["qualifier"].start < previous.start
            and len(gap) <= 7
            and not s.words("joins").isdisjoint(gap)
            and not any(w in s.words("breaks_list") for w in gap)
        ):
            return previous.labels["qualifier"]
    return Label("exact", f.start, f.start, "default")


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
    behind = RATE.search(after[:30])
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
