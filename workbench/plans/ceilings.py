"""What sentences say of plans: who proposes a ceiling, in which version, and what became of it."""

import re
from collections import defaultdict

from workbench import codebook
from workbench.codebook import cues, look


def ceilings(claims, book=None, among=None):
    """Columns ``proposer`` (an actor's id) and ``plan`` (in words) for these claims.

    among: the claims of plans that may stand beside them (default: these).
    Both are missing for all but ceilings, and where the sentence names neither.
    """
    import pandas as pd

    book, rows = book or codebook.load(), claims[claims["role"].eq("cap")]
    among = claims if among is None else among
    where = among[among["theme"].eq("plan") & among["doc_id"].isin(rows["doc_id"])]
    where = where[["doc_id", "sentence_start", "start", "high"]]
    beside = defaultdict(list)  # no groupby: its 14,000 tables took 10 of 14 seconds
    for doc_id, sentence, *place in where.itertuples(index=False):
        beside[doc_id, sentence].append(place)
    found = {
        cap.Index: (
            proposer(cap, book),
            plan(cap, beside.get((cap.doc_id, cap.sentence_start), ()), book),
        )
        for cap in rows.itertuples()
    }
    table = pd.DataFrame.from_dict(found, "index", object, ["proposer", "plan"])
    return table.reindex(claims.index)


def proposer(cap, book) -> str | None:
    """Who proposes a ceiling: the party at the words that make it a demand or a proposal.

    It stands before them ("Russian demands", "Washington's draft", "Moscow has demanded") or, with
    "by", behind them. "Kyiv may keep" names nobody: there somebody else allows it.
    """
    words = book.words("ceiling_proposal") | book.words("ceiling_verb")
    cue = next((q for q in cap.cues or () if q["label"] == "modality" and q["text"]), None)
    if cap.modality not in ("proposed", "demanded") or cue is None:
        return None
    start, end = cue["start"] - cap.sentence_start, cue["end"] - cap.sentence_start
    if cue["text"].split()[0].lower() not in words:
        return None
    tokens = cues.tokenise(cap.sentence)
    frame = r"(?:['’]s \w+)?(?:[\s-]*(?:{ceiling_between}|{ceiling_aux}|{ceiling_proposal}))*\s*"
    for hit in reversed(cues.matcher(book, "actor").find(cap.sentence, tokens)):
        first, last = tokens.starts[hit.first], tokens.starts[hit.last - 1]
        last += len(tokens.words[hit.last - 1])
        between = cap.sentence[last:start] if last <= start else None
        by = cap.sentence[end:first].strip() in book.words("ceiling_by")
        if by or between is not None and book.pattern(frame).fullmatch(between):
            return hit.entry.id
    return None


def plan(cap, beside, book) -> str | None:
    """The only plan of the sentence, before the ceiling and parted from it by nothing.

    "The 28-point draft would have capped the army at 600,000; in the version that emerged from
    Geneva the ceiling had crept up to 800,000": the second ceiling is not that draft's.
    """
    if len(beside) != 1 or beside[0][0] > cap.start:
        return None
    at, start = int(cap.start - cap.sentence_start), int(beside[0][0] - cap.sentence_start)
    words = cues.tokenise(cap.sentence[max(0, start - 40) : at]).words
    apart = re.search("[;:—–.!?]", cap.sentence[start:at])
    if apart or book.words("ceiling_contrast") & {*words}:
        return None
    return f"a plan of {look.number(beside[0][1])} points"
