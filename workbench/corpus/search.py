"""Full text search: keyword in context, within limits, and what follows from the hits."""

import math
from collections import Counter
from datetime import date
from functools import cached_property
from itertools import groupby

import numpy as np

from workbench.codebook import look
from workbench.corpus import evidence, tables
from workbench.corpus.query import read

COLUMNS = (
    "doc_id", "start", "end", "quote", "before", "after", "published", "conflict", "publisher",
)  # fmt: skip
#: What a search can be limited to, and the column of the documents.
LIMITS = {
    "conflict": "conflict", "publisher": "publisher", "reliability": "source_reliability",
    "documents": "doc_id",
}  # fmt: skip
PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
SHOWN = 40


class Hits:
    """What a search found: keyword in context, newest document first.

    ``query``, and ``read``, as FTS5 was told it. ``documents``: the ids of all that match. ``rows``
    and ``table`` (doc_id, start, end, quote, before, after, published, conflict, publisher): the
    hits, in places of the frozen text; ``complete`` is false where there are more.
    """

    def __init__(self, corpus, query: str, limits: dict, limit: int | None, around: int):
        self._corpus, self.query, self.read, self._limits = corpus, query, read(query), limits
        index, most = corpus._index, math.inf if limit is None else limit
        self._papers, self._kept = index.papers, _kept(index.papers, **limits)
        self._found, hits = index.look(self.read, self._kept, most, around)
        self.complete = len(hits) <= most and len({paper for paper, *_ in hits}) == len(self._found)
        self.rows = [
            [(p := self._papers[paper])["doc_id"], start, end, quote, before, after, p["published"],
             p["conflict"], p["publisher"]]
            for paper, start, end, before, quote, after in hits[:limit]
        ]  # fmt: skip
        for row in self.rows:
            if row[3] is None:
                row[3] = corpus.text(row[0])[row[1] : row[2]]

    @property
    def documents(self) -> list[str]:
        return [self._papers[paper]["doc_id"] for paper in self._found]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def table(self):
        """The hits as a DataFrame."""
        return tables.typed(COLUMNS, self.rows)

    @cached_property
    def claims(self):
        """The claims in whose sentences there is a hit, also of hits that are not listed."""
        if not self.complete:
            return Hits(self._corpus, self.query, self._limits, None, 0).claims
        claims = self._corpus.claims[self._corpus.claims["doc_id"].isin(self.documents)]
        both = claims.merge(
            self.table[["doc_id", "start", "end"]], on="doc_id", suffixes=("", "_hit")
        )
        met = both["sentence_start"].lt(both["end_hit"]) & both["start_hit"].lt(
            both["sentence_end"]
        )
        return claims[claims["claim_id"].isin(both[met]["claim_id"])]

    def counts(self, by: str = "month"):
        """Documents over time, one row a day, week, month, quarter or year: period, documents (with
        a hit), searched (all of the period). Undated documents are in none.

        Raises ValueError for another period.
        """
        import pandas as pd

        if by not in PERIODS:
            raise ValueError(f"no counts by {by!r}; type one of: {', '.join(PERIODS)}")
        kept = range(len(self._papers)) if self._kept is None else np.flatnonzero(self._kept)
        told = {}
        for name, papers in (("documents", self._found), ("searched", kept)):
            days = Counter(self._papers[paper]["published"] for paper in papers)
            days.pop(None, None)
            index = pd.DatetimeIndex(list(days)).to_period(PERIODS[by])
            told[name] = pd.Series(list(days.values()), index, "int64").groupby(level=0).sum()
        table = pd.DataFrame(told)
        if len(table):
            every = pd.period_range(table.index.min(), table.index.max(), freq=PERIODS[by])
            table = table.reindex(every)
        table = table.fillna(0).astype("int64").rename_axis("period").reset_index()
        return table.astype({"period": "string"})

    def __repr__(self) -> str:
        lines = [self.summary]
        for doc_id, _, _, quote, before, after, *_ in self.rows[:SHOWN]:
            lines.append(" ".join(f"  {doc_id}: {before}[[{quote}]]{after}".split()))
        return "\n".join(lines)

    @property
    def summary(self) -> str:
        """How many, in a line: ``12 hits in 4 documents``."""
        papers = look.count(len(self._found), "document")
        if self.complete:
            return f"{look.count(len(self), 'hit')} in {papers}"
        return f"the first {look.count(len(self), 'hit')}; {papers} match"

    def _repr_html_(self) -> str:
        return evidence.filled("hits.html.j2", **self.page(SHOWN))

    def page(self, most: int) -> dict:
        """What the template ``hits.html.j2`` shows of the first ``most``."""
        table = self.table.head(most)
        names = evidence.headings(table, self._corpus.documents)
        return {
            "summary": self.summary, "read": self.read, "left": len(self) - most,
            "papers": [
                (names[doc_id], [(number, row[3:6]) for number, row in rows])
                for doc_id, rows in groupby(enumerate(self.rows[:most]), key=lambda r: r[1][0])
            ],
        }  # fmt: skip


def _kept(papers: list[dict], since=None, until=None, **wanted):
    """Which documents are within the limits, as an array; None: all. Raises ValueError for what no
    document has."""
    kept = np.ones(len(papers), dtype=bool)
    for name, value in wanted.items():
        if value is not None:
            values = {value} if isinstance(value, str) else {*value}
            had = [_several(paper[LIMITS[name]]) for paper in papers]
            if unknown := sorted(values.difference(*had)):
                some = ", ".join(sorted({one for some in had for one in some})[:20]) or "none"
                told = f"no {name.rstrip('s')} {unknown[0]!r} in this corpus; it has: {some}"
                raise ValueError(told)
            kept &= [not values.isdisjoint(some) for some in had]
    first, last = _day(since) or "", _day(until) or "9999"
    if first > last:
        raise ValueError(f"a search from {first} to {last}: the first day is after the last")
    if since or until:
        kept &= [first <= (paper["published"] or "-") <= last for paper in papers]
    return None if kept.all() else kept


def _several(value) -> list:
    return [] if value is None else value if isinstance(value, list) else [value]


def _day(value) -> str | None:
    try:
        return value and date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise ValueError(f"no day {value!r}; type one like 2025-12-19") from None
