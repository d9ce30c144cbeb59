"""Where an actor's position changed from one day to another."""

import re
from itertools import pairwise

#: Of two positions on one issue that contradict each other, so many words are one.
SHARED = 2
WORD = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*")
AGAINST = {("rejects", False), ("accepts", True)}
FOR = {("accepts", False), ("rejects", True)}


def turns(corpus) -> list[tuple[str, str]]:
    """Pairs of ``position_id``: what an actor held, and what it held later instead.

    Told of two days, on one issue of one conflict, in words of which some are the same: a stance
    and its withdrawal ("demands", "no longer demands"), or yes and no to one thing.
    """
    days = dict(zip(corpus.documents["doc_id"], corpus.documents["published"], strict=True))
    table, found = corpus.positions, []
    dated = table[table["doc_id"].map(days).notna()]
    for _, some in dated.groupby(["conflict", "actor", "issue"], dropna=False, sort=True):
        rows = sorted(some.itertuples(index=False), key=lambda r: (days[r.doc_id], r.start))
        for one, other in pairwise(rows):
            if days[one.doc_id] < days[other.doc_id] and _opposed(one, other):
                found.append((one.position_id, other.position_id))
    return found


def _opposed(one, other) -> bool:
    """Whether two positions contradict each other on one matter."""
    a, b = (one.stance, bool(one.negated)), (other.stance, bool(other.negated))
    withdrawn = a[0] == b[0] and a[1] != b[1]
    crossed = a in FOR and b in AGAINST or a in AGAINST and b in FOR
    words = [{w.lower()[:6] for w in WORD.findall(r.quote)} for r in (one, other)]
    return (withdrawn or crossed) and len(words[0] & words[1]) >= SHARED
