"""Ceilings: who proposes each, and which plan is named beside it, as far as the text says so."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from .. import codebook, cues, look

#: What ``ceilings`` tells of each ceiling.
COLUMNS = ("proposer", "plan", "context")

#: What is asked of a ceiling.
ASKED = ("doc_id", "start", "sentence_start", "sentence", "unit", "modality", "cues")


def ceilings(claims, passages=None, book=None):
    """Proposer, plan and context of each ceiling among ``claims`` (a table with their index).

    claims: of any theme; plan versions among them are those that a ceiling can stand beside.
    passages: the passages of the corpus; without them only the sentence is asked. Columns:
    ``proposer`` (a codebook id), missing where the sentence names none; ``plan``, in words, where
    one clause names the version and then the ceiling, else missing; ``context``, in words for a
    hover: the proposer, and what the sentence, else its passage, else its heading says of plans.
    """
    import pandas as pd

    book = book or codebook.load()
    told = [name for name in ASKED if name in claims]
    caps = claims.loc[claims["role"].eq("cap"), told].astype(object)
    found = {}
    versions = _versions(claims, set(caps["doc_id"]))
    places = _places(passages, {doc for doc in set(caps["doc_id"]) if versions.get(doc)})
    beside = defaultdict(list)
    rows = list(caps.itertuples())
    for cap in rows:
        beside[cap.doc_id, cap.sentence_start, cap.unit].append(cap.start - cap.sentence_start)
    for cap in rows:
        at = cap.start - cap.sentence_start
        others = beside[cap.doc_id, cap.sentence_start, cap.unit]
        after = max((other for other in others if other < at), default=0)
        known = cap.modality not in ("actual", "agreed")
        who = proposer(cap.sentence, at, after, _verb(cap), book) if known else ""
        plans = versions.get(cap.doc_id, ())
        beside_it = [plan for plan in plans if plan.sentence_start == cap.sentence_start]
        words = [f"proposed by {look.names(who)}"] if who else []
        if beside_it:
            words.append(f"its sentence names {_named(beside_it)}")
        elif near := _nearby(cap, plans, places.get(cap.doc_id, ())):
            words.append(near)
        one = _one_clause(cap.sentence, at, after, beside_it, book)
        found[cap.Index] = (who or None, one and _named([one]), "; ".join(words))
    table = pd.DataFrame.from_dict(found, orient="index", columns=list(COLUMNS), dtype=object)
    return table.reindex(claims.index)


def _versions(claims, documents) -> dict:
    """The plan versions of each of these documents."""
    columns = ["doc_id", "start", "sentence_start", "sentence", "high"]
    plans = claims.loc[claims["theme"].eq("plan"), columns]
    found = defaultdict(list)
    plans = plans[plans["doc_id"].isin(documents)].astype(object)
    for plan in plans.itertuples(index=False):
        found[plan.doc_id].append(plan)
    return found


def _places(passages, documents) -> dict:
    found = defaultdict(list)
    if passages is not None:
        for place in passages[passages["doc_id"].isin(documents)].itertuples(index=False):
            found[place.doc_id].append(place)
    return found


def _named(plans) -> str:
    """Versions in words: ``a plan of 28 points``, ``plans of 28 and 19 points``."""
    points = sorted({plan.high for plan in plans}, reverse=True)
    if not points:
        return ""
    words = look.listed(map(look.number, points))
    return f"{'plans' if len(points) > 1 else 'a plan'} of {words} points"


def _one_clause(sentence: str, at: int, after: int, plans, book):
    """The only version of the sentence, where it stands before the ceiling and nothing parts them.

    "The 28-point draft would have capped the army at 600,000; in the version that emerged from
    Geneva the ceiling had crept up to 800,000": the second ceiling is not that draft's.
    """
    if len(plans) != 1:
        return None
    start = plans[0].start - plans[0].sentence_start
    if not after <= start < at or re.search("[;:—–.!?]", sentence[start:at]):
        return None
    told = set(cues.tokenise(sentence[max(0, start - 40) : at]).words)
    return None if told & book.words("ceiling_contrast") else plans[0]


def _nearby(cap, plans, places) -> str:
    """What the passage of a ceiling, or else its heading, says of plans."""
    place = next((p for p in places if p.start <= cap.start < p.end), None)
    if place is None:
        return ""
    if said := _named([plan for plan in plans if place.start <= plan.start < place.end]):
        return f"its passage names {said}"
    heading = "" if look.missing(place.heading) else place.heading
    if said := _named([p for p in plans if p.sentence.strip("*# \n") == heading]):
        return f"its heading names {said}"
    return ""


def _verb(cap) -> tuple[int, int] | None:
    """Where in the sentence the word stands that makes it a demand or a proposal."""
    if cap.modality not in ("proposed", "demanded"):
        return None
    for cue in cap.cues if isinstance(cap.cues, (list, tuple)) else ():
        if cue["label"] == "modality" and cue["text"]:
            return cue["start"] - cap.sentence_start, cue["end"] - cap.sentence_start
    return None


@lru_cache(maxsize=4096)
def proposer(sentence: str, at: int, after: int, verb, book) -> str:
    """Ids of who proposes the figure at ``at``, joined by ``;``; empty where nobody is named so.

    A party proposes where it stands before its demand ("Russian demands", "Washington's draft")
    or its verb ("Moscow has demanded"), between ``after`` (the ceiling before this one) and the
    figure, or behind "proposed by". Of several, the last before the figure.

    >>> text = "Washington's draft had stopped at 600,000."
    >>> proposer(text, 34, 0, None, codebook.load())
    'united_states'
    """
    tokens = cues.tokenise(sentence)
    words, starts = tokens.words, tokens.starts
    between, nouns = book.words("ceiling_between"), book.words("ceiling_proposal")
    found, verbs = [], book.words("ceiling_verb")
    for hit in cues.matcher(book, "actor").find(sentence, tokens):
        k = hit.last
        first = starts[hit.first]
        if verb and first >= verb[1] and words[hit.first - 1] in book.words("ceiling_by"):
            if starts[hit.first - 1] <= verb[1] + 1:
                return hit.entry.id
        if not after <= first < at:
            continue
        while k < len(words) and words[k] in between:
            k += 1
        if words[k - 1] == "'s" and k + 1 < len(words) and words[k].isalnum():
            k += words[k] not in nouns  # "Moscow's Istanbul paper", "Moscow's 2022 draft"
        if k < len(words) and words[k] in nouns and starts[k] < at:
            found.append(hit.entry.id)
        k = hit.last
        while k < len(words) and words[k] in book.words("ceiling_aux"):
            k += 1
        if verb and words[k : k + 1] and words[k] in verbs and starts[k] == verb[0]:
            found.append(hit.entry.id)
    return found[-1] if found else ""
