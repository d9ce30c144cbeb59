"""What sentences say of plans: who proposes a ceiling, in which version, and what became of it."""

import re

from workbench import codebook
from workbench.codebook import cues, look

#: A few words between the preposition and the number: "refined to a leaner 19". No comma: behind
#: one something else begins ("cut to fit on a page, and then 20 points came from Kyiv").
_NEAR = r"(?: [\w'’-]+){0,3}$"
_LATER = (
    r"\b{revision_verb}(?: {revision_way})? {revision_to}" + _NEAR,
    r"\b{revision_passive}" + _NEAR,
    r"\b{revision_now}(?: [\w'’-]+)?$",
)
_EARLIER = (
    r"\b{revision_verb}(?: {revision_way})? {revision_from}" + _NEAR,
    r"\b{revision_replaces}(?! by| with)" + _NEAR,
    r"\b{revision_once}(?: [\w'’-]+){0,2}$",
)


def ceilings(claims, book=None):
    """Columns ``proposer`` (an actor's id) and ``plan`` (in words) for these claims.

    Both are missing for all but ceilings, and where the sentence names neither.
    """
    import pandas as pd

    book, rows = book or codebook.load(), claims[claims["role"].eq("cap")]
    versions = claims[claims["theme"].eq("plan")].groupby(
        ["doc_id", "sentence_start"], observed=True
    )
    beside = {key: some[["start", "high"]].to_numpy() for key, some in versions}
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


def neighbours(claims, book=None) -> list[tuple]:
    """``(one, other, revises)``: versions side by side in one sentence, rows of ``claims``.

    revises: the sentence says that ``other`` was made from ``one``; else they stand as they are
    read. A revision that is only wished for, asked about or denied is none.
    """
    book, found = book or codebook.load(), []
    rows = list(claims.sort_values(["doc_id", "start"]).itertuples())
    for one, other in zip(rows, rows[1:], strict=False):
        same = (one.doc_id, one.sentence_start) == (other.doc_id, other.sentence_start)
        if not same or one.high == other.high:
            continue
        places = [
            (r.start - r.sentence_start, r.start - r.sentence_start + len(r.quote))
            for r in (one, other)
        ]
        firm = {one.modality, other.modality} <= {"actual", "agreed"}
        turn = direction(one.sentence, *places, book) if firm else 0
        found.append((*(one, other)[:: turn or 1], bool(turn)))
    return found


def direction(sentence: str, one: tuple[int, int], other: tuple[int, int], book=None) -> int:
    """1 where the second version named was made from the first, -1 the other way, else 0.

    one, other: start and end of the two numbers in the sentence, in reading order. 0 means that
    the sentence does not say it, as of two drafts that are merely named together.

    >>> direction("The plan, initially 28 points, is now refined to 19.", (20, 22), (49, 51))
    1
    >>> direction("19 points, down from 28", (0, 2), (21, 23))
    -1
    >>> direction("28 points of Washington and 20 of Kyiv", (0, 2), (28, 30))
    0
    """
    book = book or codebook.load()
    before = re.split(r"[^\w\s'’-]", sentence[max(0, one[0] - 60) : one[0]])[-1]
    before, between = _plain(before), _plain(sentence[one[1] : other[0]])
    if book.words("revision_not") & {*before.split(), *between.split()}:
        return 0
    step = r"^(?:[\w'’-]+ )?{revision_to}(?: [\w'’-]+)?$"  # "from 28 points to 19"
    if book.pattern(r"\b{revision_from}(?: {article})?$").search(before):
        if book.pattern(step).search(between):
            return 1
    if any(book.pattern(frame).search(between) for frame in _EARLIER):
        return -1
    return int(any(book.pattern(frame).search(between) for frame in _LATER))


def _plain(text: str) -> str:
    """Lower case, one space between words and signs."""
    return " ".join(re.findall(r"[\w'’-]+|[^\w\s]", text.lower().replace("n't", " n't")))
