"""Labels of a figure from the words round it: role, modality, qualifier, and the details.

Every cue within reach is weighed: its own weight, less the distance in words, less what lies
between (commas, brackets, clause words, other figures). The best wins and is kept as the
reason. No cue within reach: the default, and the claim says ``default``.
"""

from __future__ import annotations

import re

from workbench.cues import Hit
from workbench.modality import modality
from workbench.periods import period
from workbench.reading import Figure, Sentence
from workbench.weighing import DECAY, Label, Weigher, cue_label, listed, of_which


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
        if f.change and previous is not None and f.labels["period"] is None:
            told = previous.labels["period"]
            if told and told.value.startswith("per_"):
                f.labels["period"] = told
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


def role(s: Sentence, f: Figure, weigher: Weigher, previous: Figure | None) -> Label:
    """Role of a figure; its default follows from what is counted."""
    if f.theme == "plan":
        hit = weigher.best(s.of("role"), f, DECAY["role"], 0.0)
        return cue_label(s, hit) if hit else Label("version", *f.unit_cue)
    if f.unit_role and f.noun:
        noun = next((h for h in s.of("unit") if (h.first, h.last) == f.noun), None)
        if noun is not None and f.unit_role == "casualties":
            return Label("casualties", *s.span(noun), f"unit.{noun.entry.id}")
    if previous is not None and previous.theme == f.theme and _of_them(s, f):
        return previous.labels["role"]
    hits = [h for h in s.of("role") if not _unfit(f, h)]
    if s.tokens.words[max(0, f.at[0] - 2) : f.at[0]] == ["of", "the"]:
        # "Of the $50bn loan the EU has paid out 18": the verb behind speaks of the part
        hits = [h for h in hits if h.first < f.at[1] + 3]
    if of_which(s, s.tokens.words[f.at[1] : f.at[1] + 2]):
        hits = [h for h in hits if h.first >= f.at[1]]  # "1.5 billion of which was paid out"
    if f.unit_cue and f.unit_cue[2] == "unit.compound":
        hits = [h for h in hits if h.first < f.at[1] + 4]  # what follows speaks of others
    hit = weigher.best(hits, f, DECAY["role"], 0.35)
    goes_on = previous is not None and previous.theme == f.theme and listed(s, previous, f)
    if hit and not (hit.entry.weight < 2 and goes_on):
        return cue_label(s, hit)
    if (
        previous is not None
        and previous.theme == f.theme
        and (previous.unit == f.unit or listed(s, previous, f))
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
        return cue_label(s, best)
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
