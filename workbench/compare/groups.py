"""Which statements are worth holding against each other, and which tell the same."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator

from workbench.codebook import Codebook
from workbench.compare.names import widen
from workbench.compare.statements import Statement

# In a crowded block a statement is held against this many that follow it in time: what lies
# further apart is no "same time", and work stays in proportion to the claims.
NEIGHBOURS = 24
RUN = 4  # sentences of fewer words are too common to be copies


class Union:
    """Disjoint sets over 0..n-1; the smallest member stands for its set."""

    def __init__(self, n: int):
        self.parent = list(range(n))

    def find(self, k: int) -> int:
        while self.parent[k] != k:
            self.parent[k] = self.parent[self.parent[k]]
            k = self.parent[k]
        return k

    def join(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        self.parent[max(a, b)] = min(a, b)


def components(pairs, linked=()) -> list[list]:
    """Groups of whatever hangs together by pairs.

    >>> components([((1,), (2,)), ((2,), (3,)), ((5,), (6,))])
    [[(1,), (2,), (3,)], [(5,), (6,)]]
    """
    ends = sorted({end for pair in pairs for end in pair})
    at = {end: k for k, end in enumerate(ends)}
    union = Union(len(ends))
    for a, b in [*pairs, *((a, b) for a, b in linked if a in at and b in at)]:
        union.join(at[a], at[b])
    found: dict[int, list] = defaultdict(list)
    for end in ends:
        found[union.find(at[end])].append(end)
    return list(found.values())


def blocks(claims: list[Statement], book: Codebook) -> Iterator[tuple[int, int]]:
    """Pairs (a < b) that share theme and a name, plan or topic word, nearest in time first."""
    recent: dict[tuple, deque[int]] = defaultdict(lambda: deque(maxlen=NEIGHBOURS))
    for c in sorted(claims, key=lambda c: (str(c.when[0] if c.when else c.published or ""), c.at)):
        kind = c.theme if c.theme != "force" else f"force:{c.unit}"
        kind = "force:strike" if c.role == "strike" else kind
        names = {*c.names}
        if c.plan:
            names |= widen(c.plan.owners, book) | c.plan.words
        names = names or {*c.topic}
        if c.conflict:
            names |= {f"{c.conflict} {c.role}", f"{c.conflict} ={c.low:g}"}
        keys = [recent[kind, name] for name in names]
        for at in set().union(*keys):
            yield min(at, c.at), max(at, c.at)
        for key in keys:
            key.append(c.at)


def copies(claims: list[Statement]) -> dict[int, int]:
    """Claims whose sentence another document tells word for word, by the first that does.

    Agencies put a place in front and sites cut the end: one sentence holds the other.
    """
    told: dict[tuple, list[tuple[str, Statement]]] = defaultdict(list)
    found: dict[int, int] = {}
    for c in claims:
        line = " ".join(re.findall(r"\w+", c.sentence.lower()))
        group = told[c.role, c.low, c.high, c.unit]
        for other, twin in group:
            short, long = sorted((line, other), key=len)
            if twin.doc_id != c.doc_id and short in long and short.count(" ") >= RUN:
                found[c.at] = found.get(twin.at, twin.at)
                break
        if len(group) < NEIGHBOURS:
            group.append((line, c))
    return found
