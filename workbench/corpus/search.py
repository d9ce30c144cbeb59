"""Full text search: keyword in context, within limits, and what follows from the hits."""

from datetime import date
from functools import cached_property
from itertools import groupby, islice

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
        self._searched = _kept(corpus, **limits)
        papers, found = corpus._index.look(self.read, self._searched, limit, around)
        self.documents = [paper["doc_id"] for paper in papers]
        every = (
            [doc_id := paper["doc_id"], start, end, quote or corpus.text(doc_id)[start:end], before,
             after, paper["published"], paper["conflict"], paper["publisher"]]
            for paper, hits in zip(papers, found, strict=False)
            for start, end, before, quote, after in hits
        )  # fmt: skip
        self.rows = list(islice(every, limit))
        self.complete = next(every, None) is None and len(found) == len(papers)

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
        both = claims.merge(self.table[["doc_id", "start", "end"]], on="doc_id", suffixes=("", "_hit"))
        met = both["sentence_start"].lt(both["end_hit"]) & both["start_hit"].lt(both["sentence_end"])
        return claims[claims["claim_id"].isin(both[met]["claim_id"])]

    def counts(self, by: str = "month"):
        """Documents over time, one row a day, week, month, quarter or year: period, documents (with
        a hit), searched (all of the period). Undated documents are in none.

        Raises ValueError for another period.
        """
        import pandas as pd

        if by not in PERIODS:
            raise ValueError(f"no counts by {by!r}; type one of: {', '.join(PERIODS)}")
        found, told = set(self.documents), {}
        for name, some in (("documents", found), ("searched", self._searched)):
            days = [self._searched[doc]["published"] for doc in some]
            days = pd.to_datetime(pd.Series([day for day in days if day], dtype="object"))
            told[name] = days.dt.to_period(PERIODS[by]).value_counts()
        table = pd.DataFrame(told)
        if len(table):
            whole = pd.period_range(table.index.min(), table.index.max(), freq=PERIODS[by])
            table = table.reindex(whole)
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
        papers = look.count(len(self.documents), "document")
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


def _kept(corpus, since=None, until=None, **wanted) -> dict:
    """The documents within the limits, by id. Raises ValueError for what no document has."""
    kept = every = {r.document["doc_id"]: r.document for r in corpus._results}
    for name, value in wanted.items():
        if value is not None:
            values, column = {value} if isinstance(value, str) else {*value}, LIMITS[name]
            there = {one for paper in every.values() for one in _several(paper[column])}
            if unknown := sorted(values - there):
                some = ", ".join(sorted(there)[:20]) or "none"
                told = f"no {name.rstrip('s')} {unknown[0]!r} in this corpus; it has: {some}"
                raise ValueError(told)
            kept = {i: paper for i, paper in kept.items() if values & {*_several(paper[column])}}
    first, last = _day(since) or "", _day(until) or "9999"
    if first > last:
        raise ValueError(f"a search from {first} to {last}: the first day is after the last")
    if since is None and until is None:
        return kept
    return {i: paper for i, paper in kept.items() if first <= (paper["published"] or "-") <= last}


def _several(value) -> list:
    return [] if value is None else value if isinstance(value, list) else [value]


def _day(value) -> str | None:
    try:
        return value and date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise ValueError(f"no day {value!r}; type one like 2025-12-19") from None
