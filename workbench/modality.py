"""What a statement does with a figure: put as a fact, planned, proposed, demanded, rejected."""

from __future__ import annotations

from workbench.cues import Hit
from workbench.periods import period
from workbench.reading import Figure, Sentence
from workbench.weighing import DECAY, Label, Weigher, cue_label, listed, of_which

PROMISE = "funding.pledge.promise"
NEAR = 6  # words from a verb of what happened to its figure


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
        return cue_label(s, hit)
    if (
        previous is not None
        and previous.theme == f.theme
        and last < previous.at[0]
        and not of_which(s, words[previous.at[1] : f.at[1] + 2])
        and (
            f.change
            or listed(s, previous, f)
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
    return of_which(s, between) or of_which(s, words[f.at[1] : f.at[1] + 2])
