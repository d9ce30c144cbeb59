"""Ceilings: who proposes each, and which plan is named beside it, as far as the text says so."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from workbench import codebook
from workbench.codebook import cues, look

#: What ``ceilings`` tells of each ceiling.
COLUMNS = ("proposer", "plan", "context")

#: What is asked of a ceiling or a plan version.
ASKED = ["doc_id", "start", "sentence_start", "sentence", "unit", "modality", "cues", "high"]


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
    caps, plans = (
        claims.loc[claims[column].eq(value), ASKED].astype(object)
        for column, value in (("role", "cap"), ("theme", "plan"))
    )
    versions = _by_document(plans, set(caps["doc_id"]))
    places = {} if passages is None else _by_document(passages.fillna({"heading": ""}), versions)
    sentence = ["doc_id", "sentence_start", "unit"]
    before = caps.sort_values("start").groupby(sentence, dropna=False)["start"].shift()
    found = {}
    for cap in caps.assign(before=before.astype(float)).itertuples():
        start = cap.sentence_start
        at, after = cap.start - start, 0 if look.missing(cap.before) else int(cap.before) - start
        known = cap.modality not in ("actual", "agreed")
        who = proposer(cap.sentence, at, after, _verb(cap), book) if known else ""
        plans = versions.get(cap.doc_id, ())
        beside = [plan for plan in plans if plan.sentence_start == start]
        near = _said("its sentence names", beside) or _nearby(cap, plans, places)
        words = [who and f"proposed by {look.names(who)}", near]
        one = _one_clause(cap.sentence, at, after, beside, book)
        found[cap.Index] = (who or None, one and _named([one]), "; ".join(filter(None, words)))
    table = pd.DataFrame.from_dict(found, orient="index", columns=list(COLUMNS), dtype=object)
    return table.reindex(claims.index)


def _by_document(table, documents) -> dict:
    """The rows of each of these documents."""
    found = defaultdict(list)
    for row in table[table["doc_id"].isin(documents)].itertuples(index=False):
        found[row.doc_id].append(row)
    return found


def _named(plans) -> str:
    """Versions in words: ``a plan of 28 points``, ``plans of 28 and 19 points``."""
    points = sorted({plan.high for plan in plans}, reverse=True)
    words = look.listed(map(look.number, points))
    return f"{'plans' if len(points) > 1 else 'a plan'} of {words} points"


def _said(how: str, plans) -> str:
    return f"{how} {_named(plans)}" if plans else ""


def _one_clause(sentence: str, at: int, after: int, plans, book):
    """The only version of the sentence, where it stands before the ceiling and nothing parts them.

    "The 28-point draft would have capped the army at 600,000; in the version that emerged from
    Geneva the ceiling had crept up to 800,000": the second ceiling is not that draft's.
    """
    if len(plans) != 1:
        return None
    start = plans[0].start - plans[0].sentence_start
    told = cues.tokenise(sentence[max(0, start - 40) : at]).words
    parted = re.search("[;:—–.!?]", sentence[start:at])
    apart = parted or book.words("ceiling_contrast").intersection(told)
    return plans[0] if after <= start < at and not apart else None


def _nearby(cap, plans, places) -> str:
    """What the passage of a ceiling, or else its heading, says of plans."""
    for place in places.get(cap.doc_id, ()):
        if place.start <= cap.start < place.end:
            inside = [plan for plan in plans if place.start <= plan.start < place.end]
            above = [plan for plan in plans if plan.sentence.strip("*# \n") == place.heading]
            return _said("its passage names", inside) or _said("its heading names", above)
    return ""


def _verb(cap) -> tuple[int, int] | None:
    """Where in the sentence the word stands that makes it a demand or a proposal."""
    if cap.modality in ("proposed", "demanded"):
        for cue in cap.cues or ():
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
    words, starts = [*tokens.words, ""], tokens.starts
    nouns, by = book.words("ceiling_proposal"), book.words("ceiling_by")
    found = ""

    def behind(k: int, some: str) -> int:
        return next(i for i in range(k, len(words)) if words[i] not in book.words(some))

    for hit in cues.matcher(book, "actor").find(sentence, tokens):
        first, last = starts[hit.first], hit.last
        if verb and first >= verb[1] >= starts[hit.first - 1] - 1 and words[hit.first - 1] in by:
            return hit.entry.id
        if not after <= first < at:
            continue
        k = behind(last, "ceiling_between")
        if words[k - 1] == "'s" and words[k].isalnum():
            k += words[k] not in nouns  # "Moscow's Istanbul paper", "Moscow's 2022 draft"
        aux = behind(last, "ceiling_aux")
        verbal = verb and words[aux] in book.words("ceiling_verb") and starts[aux] == verb[0]
        if verbal or words[k] in nouns and starts[k] < at:
            found = hit.entry.id
    return found
