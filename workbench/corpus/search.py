"""Full text search: keyword in context, within limits, and what follows from the hits."""

import math
from datetime import date
from functools import cached_property
from itertools import groupby

import numpy as np

from workbench.codebook import look
from workbench.corpus import evidence, tables
from workbench.corpus.fulltext import LIMITS
from workbench.corpus.query import read

COLUMNS = (
    "doc_id", "start", "end", "quote", "before", "after", "published", "conflict", "publisher",
)  # fmt: skip
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
        self._index, most = corpus._index, math.inf if limit is None else limit
        self._kept, papers = _kept(self._index, **limits), self._index.papers
        self._found, hits = self._index.look(self.read, self._kept, most, around)
        self.complete = len(hits) <= most and len({paper for paper, *_ in hits}) == len(self._found)
        self.rows = [
            [(p := papers[paper])["doc_id"], start, end, quote, before, after, p["published"],
             p["conflict"], p["publisher"]]
            for paper, start, end, before, quote, after in hits[:limit]
        ]  # fmt: skip
        for row in self.rows:
            if row[3] is None:
                row[3] = corpus.text(row[0])[row[1] : row[2]]

    @property
    def documents(self) -> list[str]:
        return [self._index.papers[paper]["doc_id"] for paper in self._found]

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
        hits = self.table[["doc_id", "start", "end"]].set_axis(["doc_id", "first", "last"], axis=1)
        both = claims.merge(hits, on="doc_id")
        met = both.query("sentence_start < last and first < sentence_end")["claim_id"]
        return claims[claims["claim_id"].isin(met)]

    def counts(self, by: str = "month"):
        """Documents over time, one row a day, week, month, quarter or year: period, documents (with
        a hit), searched (all of the period). Undated documents are in none.

        Raises ValueError for another period.
        """
        import pandas as pd

        if by not in PERIODS:
            raise ValueError(f"no counts by {by!r}; type one of: {', '.join(PERIODS)}")
        days, codes = self._index.coded("published")
        told = {}
        for name, papers in (("documents", self._found), ("searched", self._kept)):
            counts = np.bincount(codes if papers is None else codes[papers], minlength=len(days))
            known = [(day[0], n) for day, n in zip(days, counts.tolist(), strict=True) if day and n]
            index = pd.DatetimeIndex([day for day, _ in known]).to_period(PERIODS[by])
            told[name] = pd.Series([n for _, n in known], index, "int64").groupby(level=0).sum()
        table = pd.DataFrame(told)
        if len(table):
            every = pd.period_range(table.index.min(), table.index.max(), freq=PERIODS[by])
            table = table.reindex(every)
        table = table.fillna(0).astype("int64").rename_axis("period").reset_index()
        return table.astype({"period": "string"})

    def __repr__(self) -> str:
        lines = [self.summary]
        for doc_id, _, _, quote, before, after, *_ in self.rows[:SHOWN]:
            lines.append("  " + " ".join(f"{doc_id}: {before}[[{quote}]]{after}".split()))
        return "\n".join(lines)

    @property
    def summary(self) -> str:
        """How many, in a line: ``12 hits in 4 documents``."""
        papers = look.count(len(self._found), "document")
        if self.complete:
            return f"{look.count(len(self), 'hit')} in {papers}"
        return f"the first {look.count(len(self), 'hit')}; {papers} match"

    @property
    def python(self) -> str:
        """The line that gives these hits."""
        given = {name: value for name, value in self._limits.items() if value is not None}
        told = "".join(f", {name}={value!r}" for name, value in given.items())
        return f"corpus.search({self.query!r}{told})"

    def _repr_html_(self) -> str:
        return evidence.filled("hits.html.j2", **self.page(SHOWN), counts=(), python="", acts=())

    def page(self, most: int) -> dict:
        """What the template ``hits.html.j2`` shows of the first ``most``."""
        table = self.table.head(most)
        names = evidence.headings(table, self._corpus.documents)
        return {
            "summary": self.summary, "read": self.read, "left": len(self) - most,
            "limited": self._kept is not None,
            "papers": [
                (names[doc_id], [(number, row[3:6]) for number, row in rows])
                for doc_id, rows in groupby(enumerate(self.rows[:most]), key=lambda r: r[1][0])
            ],
        }  # fmt: skip


def _kept(index, since=None, until=None, **wanted):
    """Which papers are within the limits, as an array; None: all. Raises ValueError for what no
    paper has."""
    kept = np.ones(len(index.papers), dtype=bool)
    for name, value in wanted.items():
        if name not in LIMITS:
            there = ", ".join([*LIMITS, "since", "until"])
            raise ValueError(f"a search has no limit {name!r}; it has: {there}")
        if value is not None:
            values = {value} if isinstance(value, str) else {*value}
            had, codes = index.coded(LIMITS[name])
            if unknown := sorted(values.difference(*had)):
                some = ", ".join(index.values(name)[:20]) or "none"
                told = f"no {name.rstrip('s')} {unknown[0]!r} in this corpus; it has: {some}"
                raise ValueError(told)
            kept &= np.array([not values.isdisjoint(some) for some in had], dtype=bool)[codes]
    first, last = day(since) or "", day(until) or "9999"
    if first > last:
        raise ValueError(f"a search from {first} to {last}: the first day is after the last")
    if since or until:
        days, codes = index.coded("published")
        kept &= np.array([bool(d) and first <= d[0] <= last for d in days], dtype=bool)[codes]
    return None if kept.all() else kept


def day(value) -> str | None:
    """A day as the tables have it. Raises ValueError for what is none."""
    try:
        return value and date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise ValueError(f"no day {value!r}; type one like 2025-12-19") from None
