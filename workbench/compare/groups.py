"""Which statements are worth holding against each other, and which tell the same."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator

from workbench.codebook import Codebook
from workbench.compare.names import widen

from workbench.compare.statements import Statement

# In a crowded block a statement is held against this many that follow it in time: what lies
# further apart is no "same time", and work stays in proportion to the claims.
NEIGHBOURS = 24
# Two sentences are copies when they share this share of their runs of four words.
COPIED = 0.7
RUN = 4
SKETCH = 12  # of a long sentence's runs the twelve of the lowest hash stand for all


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


# A tangle of more figures than these is one row: its cliques would be more than anybody reads.
TANGLE = 24


def cliques(pairs, linked=()) -> list[list]:
    """Groups in which everything stands in a pair with everything else; each pair in one at least.

    A tangle of more than ``TANGLE`` members stays one group.

    ``linked`` are pairs that may stand in one group without being at odds. Members that tell one
    fact (their first entries are equal) may too.

    >>> cliques([((1,), (2,)), ((2,), (3,)), ((1,), (3,)), ((3,), (4,))])
    [[(1,), (2,), (3,)], [(3,), (4,)]]
    """
    near: dict = defaultdict(set)
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)
    for a, b in linked:
        if a in near and b in near:
            near[a].add(b)
            near[b].add(a)
    done: set[tuple] = set()
    found = [group for group in components(pairs) if len(group) > TANGLE]
    tangled = {end for group in found for end in group}
    for pair in sorted({tuple(sorted(p)) for p in pairs}):
        if pair in done or pair[0] in tangled:
            continue
        group = [*pair]
        for other in sorted(near[pair[0]] | near[pair[1]]):
            if other not in group and all(
                other in near[member] or other[0] == member[0] for member in group
            ):
                group.append(other)
        group.sort()
        done.update((a, b) for a in group for b in group if a < b)
        found.append(group)
    return found


def blocks(claims: list[Statement], book: Codebook) -> Iterator[tuple[int, int]]:
    """Pairs (a < b) that share theme and a name or a topic word, nearest in time first.

    A pair that shares two names comes twice: cheaper than to remember all pairs.
    """
    index: dict[tuple, list[int]] = defaultdict(list)
    for c in claims:
        kind = c.theme if c.theme != "force" else f"force:{c.unit}"
        kind = "force:strike" if c.role == "strike" else kind
        keys = {n for n in c.names if not n.startswith("=")}
        if c.plan:
            keys |= widen(c.plan.owners, book) | c.plan.words
        for key in keys or c.topic:
            index[kind, key].append(c.at)
        if c.theme == "force":  # the same number of drones and of missiles
            for key in keys:
                index[c.role, c.low, key].append(c.at)
    for rows in index.values():
        rows.sort(
            key=lambda k: (
                str(claims[k].when[0] if claims[k].when else claims[k].published or ""),
                k,
            )
        )
        for i, a in enumerate(rows):
            for b in rows[i + 1 : i + 1 + NEIGHBOURS]:
                yield (a, b) if a < b else (b, a)


def copies(claims: list[Statement]) -> dict[int, int]:
    """Claims whose sentence another document tells word for word, by the first that does.

    Agencies put a place in front and sites cut the end, so runs of words are compared and not
    whole sentences.
    """
    runs: dict[int, list[int]] = defaultdict(list)
    own: dict[int, frozenset[int]] = {}
    for c in claims:
        words = re.findall(r"\w+", c.sentence.lower())
        own[c.at] = _sketch(words)
        for run in own[c.at]:
            if len(runs[run]) < NEIGHBOURS:
                runs[run].append(c.at)
    found: dict[int, int] = {}
    for c in claims:
        shared: dict[int, int] = defaultdict(int)
        for run in own[c.at]:
            for other in runs[run]:
                if other < c.at:
                    shared[other] += 1
        for other, n in sorted(shared.items()):
            twin = claims[other]
            if twin.doc_id == c.doc_id or (twin.low, twin.high, twin.unit) != (
                c.low,
                c.high,
                c.unit,
            ):
                continue
            if n >= COPIED * min(len(own[c.at]), len(own[other])) and n >= 2:
                found[c.at] = found.get(other, other)
                break
    return found


def _sketch(words: list[str]) -> frozenset[int]:
    runs = {
        zlib.crc32(" ".join(words[i : i + RUN]).encode())
        for i in range(max(1, len(words) - RUN + 1))
    }
    return frozenset(sorted(runs)[:SKETCH])
