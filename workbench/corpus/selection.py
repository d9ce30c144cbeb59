"""A part of a dataset as a Corpus: its tables come from Arrow, its texts from their places."""

from collections.abc import Iterator
from functools import cached_property

import msgspec
import numpy as np

from workbench.claims import conflicts
from workbench.corpus import analysis, parts, pool
from workbench.corpus.corpus import Corpus
from workbench.corpus.streaming import Result
from workbench.corpus.tables import COLUMNS, from_arrow
from workbench.documents.messages import tell
from workbench.text import agreed, noise, view

HELD = ("doc_id", "published", "conflict", "publisher", "source_reliability", "title")
LIGHT = [name for name in COLUMNS["claims"] if name != "cues"]  # which weigh more than the rest


class Selection(Corpus):
    """A Corpus whose tables and texts stand in a dataset; ``claims``, in Arrow, are put in order,
    without those of other documents. wanted: by what their cues are found."""

    def __init__(self, dataset, places: np.ndarray, claims, wanted):
        import pyarrow.compute as pc

        super().__init__((), [], [], dataset.codebook)
        self._dataset, self._places, self._wanted = dataset, places, wanted
        self._papers = dataset._held.take(places)
        at = pc.index_in(claims["doc_id"], self._papers["doc_id"]).fill_null(-1).to_numpy()
        order = np.lexsort((claims["end"], claims["start"], at))
        self._found = claims.take(order[np.searchsorted(at, 0, sorter=order) :])
        self._known: dict[str, list] = {}

    def _lay(self) -> None:
        """Nothing is read yet."""

    @cached_property
    def _results(self) -> list[Result]:
        found = parts.results(self._dataset._table("documents").take(self._places))
        for row in zip(*map(parts.plain, self._all.columns), strict=True):
            found[row[1]].claims.append([*row])
        return [*found.values()]

    def __len__(self) -> int:
        return len(self._places)

    def _figures(self) -> int:
        return len(self._found)

    def _told(self, *columns) -> list:
        return [*zip(*map(parts.plain, self._of(columns).columns), strict=True)]

    def _of(self, columns):
        """Some columns of the documents, in Arrow."""
        if {*columns} <= {*HELD}:
            return self._papers.select(columns)
        return self._dataset._table("documents").to_table(columns=[*columns]).take(self._places)

    @cached_property
    def documents(self):
        """As those of a Corpus."""
        return from_arrow(self._of(COLUMNS["documents"]))

    @cached_property
    def claims(self):
        """As those of a Corpus."""
        return from_arrow(self._all)

    @property
    def _all(self):
        """The claims with their cues, in Arrow."""
        import pyarrow.compute as pc

        told = self._cues(self._wanted)
        at = pc.index_in(self._found["claim_id"], told["claim_id"])
        found = self._found.append_column("cues", told["cues"].take(at))
        return found.select(COLUMNS["claims"])

    def _cues(self, wanted, files=()):
        told = self._dataset._table("claims", tuple(files))
        return told.to_table(columns=["claim_id", "cues"], filter=wanted)

    @cached_property
    def _drawn(self) -> tuple:
        papers = self._papers.drop_columns(["conflict"])  # lists, which nothing drawn asks for
        return from_arrow(self._found.select(LIGHT)), from_arrow(papers)

    def _whole(self, claims):
        import pyarrow as pa
        import pyarrow.compute as pc

        if missing := [one for one in claims["claim_id"] if one not in self._known]:
            ids, found = pa.array(missing, pa.string()), self._found
            files = found["__filename"].filter(pc.is_in(found["claim_id"], ids)).unique()
            some = pc.field("claim_id").isin(ids)
            some = some if self._wanted is None else self._wanted & some  # passes groups over
            told = self._cues(some, files.to_pylist())
            self._known.update(zip(*(column.to_pylist() for column in told.columns), strict=True))
        return claims.assign(cues=[self._known[one] for one in claims["claim_id"]])

    @cached_property
    def _by_id(self) -> dict[str, int]:
        """The places of the documents, by their ids."""
        ids = self._papers["doc_id"].to_pylist()
        return dict(zip(ids, self._places.tolist(), strict=True))

    def select(self, documents, claims) -> Corpus:
        import pyarrow as pa
        import pyarrow.compute as pc

        some, wanted = ((self._papers["doc_id"], documents), (self._found["claim_id"], claims))
        kept, found = (pc.is_in(a, pa.array([*b], pa.string())) for a, b in (some, wanted))
        places = self._places[kept.to_numpy()]
        return Selection(self._dataset, places, self._found.filter(found), self._wanted)

    def _read(self, doc_id: str) -> str:
        return self._dataset.stored(self._by_id[doc_id])[0]

    def _noise(self, doc_id: str) -> list[tuple]:
        return self._dataset.stored(self._by_id[doc_id])[1]

    def _rows(self, table: str) -> Iterator[list]:
        total = sum(r.document["chars"] for r in self._results)
        tasks = (
            ((r.document, self._noise(id), self.text(id)), r.document["chars"])
            for r in self._results
            for id in [r.document["doc_id"]]
        )
        jobs = 0 if total < pool.START else self._how["jobs"]
        context = table, self.codebook
        for (paper, *_), told in pool.ordered(_read, context, tasks, jobs=jobs, total=total):
            if isinstance(told, pool.Failed):
                tell(f"left out of {table}: {paper['doc_id']}: {told.reason}")
            elif told:
                yield from msgspec.json.decode(told)

    @cached_property
    def _index(self):
        return self._dataset._index_of(self, self._places)


def _read(context: tuple, task: tuple) -> bytes:
    """The rows that a document has in a table, from its row, noise and text."""
    (table, book), (paper, spans, text) = context, task
    told, war = Result({**paper}, spans, []), paper["conflict"]
    told.rows = [*analysis.table_rows(table, told, text, book)]
    if table in agreed.CONFLICT and isinstance(war, str) and war not in book.tables["conflict"]:
        clean = noise.mask(text, [noise.Masked(*span) for span in spans])
        told.named = conflicts.Conflicts(view(clean, book), book).named
        agreed.rename(told, war, table)  # to what the documents agreed on
    return msgspec.json.encode(told.rows)
