"""Which statements are worth holding against each other, and which tell the same."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator

from workbench.codebook import Codebook
from workbench.compare.kinds import day_of
from workbench.compare.statements import Statement, widen

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

    def groups(self, members) -> list[list[int]]:
        found = defaultdict(list)
        for k in sorted(members):
            found[self.find(k)].append(k)
        return [found[k] for k in sorted(found)]


def blocks(claims: list[Statement], book: Codebook) -> Iterator[tuple[int, int]]:
    """Pairs (a < b) that share theme and a name or a topic word, nearest in time first.

    A pair that shares two names comes twice: cheaper than to remember all pairs.
    """
    index: dict[tuple, list[int]] = defaultdict(list)
    for c in claims:
        kind = c.theme if c.theme != "force" else f"force:{c.unit}"
        keys = {n for n in c.names if not n.startswith("=")}
        if c.plan:
            keys |= widen(c.plan.owners, book) | c.plan.words
        for key in keys or c.topic:
            index[kind, key].append(c.at)
        if c.theme == "force":  # the same number of drones and of missiles
            for key in keys:
                index[c.role, c.low, key].append(c.at)
    for rows in index.values():
        rows.sort(key=lambda k: (str(day_of(claims[k]) or ""), k))
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
