"""Files in, tables out: ``load`` reads a corpus, ``Corpus`` holds its tables.

Tables are DataFrames with the columns of the data dictionary. Texts are read again when they
are asked for, so that memory holds the tables and not the articles.
"""

import hashlib
import itertools
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from workbench import codebook as codebooks
from workbench import documents
from workbench.corpus import pool
from workbench.corpus.correcting import Correcting
from workbench.corpus.corrections import Corrections, whole
from workbench.corpus.streaming import Result, same, stream
from workbench.corpus.tables import COLUMNS, frame
from workbench.documents.messages import tell


class Corpus(Correcting):
    """The tables of a corpus; ``documents``, ``noise``, ``passages``, ``claims``, ``dates``,
    ``positions``, ``corrections``.

    ``failures`` lists (path, reason) of what was left out. ``fingerprint`` changes with any byte
    of any document, with the codebook and with any correction, and with nothing else.
    """

    def __init__(self, results, failures, sources, book, jobs=None, limit=None, cached=True,
                 corrected=None):  # fmt: skip
        self._raw = {r.document["doc_id"]: r for r in results}
        self._corrections = corrected or Corrections([], book)
        self._sources = {s.doc_id: s for s in sources}
        self._how = {"jobs": jobs, "limit": limit}
        self.failures, self.cached = failures, cached
        self.codebook = book
        self._lay()

    def _lay(self) -> None:
        """Lay the corrections over what was read."""
        self._results = list(map(self._corrections.lay, self._raw.values()))

    def __len__(self) -> int:
        return len(self._results)

    def __repr__(self) -> str:
        days = sorted(day for day, *_ in self._told("published") if day)
        span = f"published {days[0]} to {days[-1]}" if days else "undated"
        undated = len(self) - len(days)
        if days and undated:
            span += f" ({undated} undated)"
        n = self._figures()
        lost = f", {len(self.failures)} files left out" if self.failures else ""
        return f"<Corpus {self.fingerprint}: {len(self)} documents, {span}, {n} claims{lost}>"

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hex digits over document ids and hashes, the codebook's fingerprint, and the
        corrections where there are some."""
        told = [
            sorted(self._told("doc_id", "sha256")),
            self.codebook.fingerprint,
            *filter(None, [self.corrections_hash]),
        ]
        data = msgspec.json.encode(told)
        return hashlib.sha256(data).hexdigest()[:12]

    def _told(self, *columns) -> list:
        """What the documents' rows have in some columns."""
        return [tuple(r.document[c] for c in columns) for r in self._results]

    def _figures(self) -> int:
        return sum(len(r.claims) for r in self._results)

    @property
    def _drawn(self) -> tuple:
        """Claims and documents for an explorer, which asks little of the documents."""
        return self.claims, self.documents

    def _whole(self, claims):
        """A few of the claims drawn, with their cues."""
        return claims

    def text(self, doc_id: str) -> str:
        """The frozen text of a document. Raises KeyError for an unknown id, and
        ``documents.Unreadable`` where the file is gone or has changed since it was loaded."""
        if doc_id not in self._by_id:
            some = ", ".join(list(self._by_id)[:5])
            raise KeyError(f"no document {doc_id!r} in this corpus; it has: {some}, ...")
        return self._read(doc_id)

    def clean(self, doc_id: str) -> str:
        """The text with its noise masked: same length, same offsets."""
        from workbench.text import noise

        spans = [noise.Masked(*m) for m in self._noise(doc_id)]
        return noise.mask(self.text(doc_id), spans)

    def view(self, doc_id: str):
        """The clean text as it is read, in blocks of one line, with the way back to its places."""
        from workbench import text

        return text.view(self.clean(doc_id), self.codebook)

    def noise_in(self, doc_id: str) -> list[tuple[int, int, str]]:
        """Masked places of one document as (start, end, kind); reads no file, as ``noise`` does.

        Raises KeyError for an unknown id.
        """
        return [(start, end, kind) for start, end, kind, *_ in self._noise(doc_id)]

    def _noise(self, doc_id: str) -> list[tuple]:
        return self._by_id[doc_id].noise

    @cached_property
    def _by_id(self) -> dict[str, Result]:
        return {r.document["doc_id"]: r for r in self._results}

    @cached_property
    def _read(self):
        known = self._by_id
        return lru_cache(64)(lambda id: same(self._sources[id], known[id].document["sha256"]).text)

    @cached_property
    def documents(self):
        """One row a document; columns as in the data dictionary, and url, publisher, note."""
        return frame(
            "documents", ([r.document.get(c) for c in COLUMNS["documents"]] for r in self._results)
        )

    @cached_property
    def claims(self):
        """One row a figure; columns as in the data dictionary."""
        return frame("claims", (row for r in self._results for row in r.claims))

    @cached_property
    def noise(self):
        """The noise ledger: every masked span with its kind, rule and text."""
        return frame("noise", self._rows("noise"))

    @cached_property
    def passages(self):
        """One row a paragraph, with heading, themes, actors and the words that earned them."""
        return frame("passages", self._rows("passages"))

    @cached_property
    def dates(self):
        """One row a calendar expression, resolved where the text allows it."""
        return frame("dates", self._rows("dates"))

    @cached_property
    def positions(self):
        """One row a party's stance on an issue: who, on what, which, in whose words, where."""
        return frame("positions", self._rows("positions"))

    def _rows(self, table: str):
        """The rows of a table whose texts are read again. A file that is gone, or other than it
        was, is told and left out."""
        sources = [self._sources[doc_id] for doc_id in self._by_id]
        how = {"progress": False, "table": table, "known": self._by_id, **self._how}
        # Little, of bytes that were read within the limit before, is not worth a process.
        if how["jobs"] is None and sum(r.document["chars"] for r in self._results) < pool.START:
            how["jobs"] = 0
        for item in stream(sources, self.codebook, **how):
            if isinstance(item, documents.Unreadable):
                tell(f"left out of {table}: {item}")
            else:
                yield from item.rows

    def select(self, documents, claims) -> "Corpus":
        """A corpus of some documents and claims of this one (sets of ids); it reads nothing again.

        >>> corpus.select({"000_b14161429fe19741"}, set())      # doctest: +SKIP
        <Corpus 5a8d1e0c7b42: 1 documents, published 2025-12-19 to 2025-12-19, 0 claims>
        """
        results = self._chosen(documents, claims)
        sources = [self._sources[r.document["doc_id"]] for r in results]
        some = Corpus(
            results, self.failures, sources, self.codebook, **self._how, cached=self.cached
        )
        told = self.corrections
        kept = told["claim_id"].isin(claims) | ~told["claim_id"].isin(self.claims["claim_id"])
        some.__dict__["corrections"] = told[kept & told["doc_id"].isin(documents)]
        return some

    def _chosen(self, documents, claims) -> list[Result]:
        return [
            msgspec.structs.replace(r, claims=[row for row in r.claims if row[0] in claims])
            for r in self._results
            if r.document["doc_id"] in documents
        ]

    def search(self, query: str, *, limit: int | None = 200, around: int = 80, **limits):
        """Where the documents have some words: a ``search.Hits``, newest document first.

        ``query``: words beside each other are near each other; AND, OR, NOT, brackets, "a phrase",
        ``sanction*`` and ``NEAR(frozen assets, 5)`` are taken too. ``limits``: ``conflict``,
        ``publisher``, ``reliability`` and ``documents`` (a value or several), ``since`` and
        ``until`` (days).
        ``limit``: how many hits are listed (None: all). ``around``: characters before and after.
        Raises ValueError for a query that cannot be read, and for a limit that no document has.

        >>> corpus.search("frozen assets", since="2025-12-01")      # doctest: +SKIP
        1 hit in 1 document
        """
        from workbench.corpus import search

        return search.Hits(self, query, limits, limit, around)

    def indicators(self, file=None):
        """A watch list held against the corpus: ``indicators.Indicators``, with ``table``.

        ``file``: a TOML file (None: ``indicators.toml`` beside the documents). Raises ValueError
        where there is none, and for one that cannot be used: which line, and what to do.

        >>> corpus.indicators()                                 # doctest: +SKIP
        envoy: 1 document, 1 of them new
        """
        from workbench.corpus import indicators

        text, name = self._watch_list(file)
        return indicators.Indicators(self, indicators.read(text, name), name)

    def _watch_list(self, file=None, needed: bool = True) -> tuple[str, str]:
        """The text of a watch list and the name of its file; both empty where none is needed."""
        from workbench.corpus import indicators

        roots = sorted({str(s.root) for s in self._sources.values()})
        path = indicators.beside(roots) if file is None else Path(file)
        if path is None and not needed:
            return "", ""
        try:
            if path is not None:
                return path.read_text("utf-8"), path.name
            why = f"no {indicators.FILE} beside the documents"
        except (OSError, UnicodeDecodeError) as error:
            why = f"{path}: cannot be read ({error})"
        raise ValueError(f"{why}; write one as docs/indicators.md tells, or name another file")

    @cached_property
    def _index(self):
        from workbench.corpus import fulltext

        return fulltext.Index(self)

    def show(self, theme: str | None = None, doc_id: str | None = None):
        """The claims of a theme (all themes: None), highlighted in their sentences."""
        from workbench.corpus import evidence

        table = self.claims
        if theme is not None:
            if theme not in self.codebook.themes:
                self.codebook.no_figures(theme)
            table = table[table["theme"] == theme]
        if doc_id is not None:
            table = table[table["doc_id"] == doc_id]
        return evidence.Evidence(table, self.documents)


@documents.unswept()
def load(
    paths,
    codebook=None,
    *,
    cache: bool = True,
    progress: bool = True,
    jobs: int | None = None,
    limit: float | None = None,
    follow_links: bool = False,
    corrections=None,
    scheduler: str | None = None,
    tell=tell,
) -> Corpus:
    """Read a folder (or files) of .txt, .md, .html, .pdf and .docx into a Corpus.

    ``codebook`` is a TOML file or folder laid over the default vocabulary. Documents are read in
    ``jobs`` processes (None: one a processor; 0: in this one), each for at most ``limit`` seconds
    (None: 60, and ten for a megabyte; 0: without end), or by the Dask cluster at the address
    ``scheduler``. Links that leave the folder are left out unless ``follow_links``.
    ``corrections``: a file of an analyst's corrections (None: those of ``corrections.toml`` beside
    the documents; False: none, and none can be made). What cannot be read, and a correction that
    does not hold, is named on standard error (by ``tell``, a line each) and in
    ``corpus.failures``; the rest is delivered. Raises CodebookError for a codebook that cannot be
    used.
    """
    book = codebook if isinstance(codebook, codebooks.Codebook) else codebooks.load(codebook)
    sources, left_out = documents.find(paths, follow_links=follow_links)
    how = {"jobs": jobs, "limit": limit, "scheduler": scheduler}
    read = stream(sources, book, use_cache=cache, progress=progress, **how)
    results, failures = [], []
    for item in itertools.chain(left_out, read):
        if isinstance(item, documents.Unreadable):
            failures.append((item.path, item.reason))
            tell(f"left out: {item}")
        else:
            results.append(item)
    known = sources if corrections is not False else []
    corrected = Corrections(known, book, corrections or None, whole(paths), follow_links)
    corpus = Corpus(results, failures, sources, book, jobs, limit, cache, corrected)
    for problem in corrected.problems():
        failures.append((problem.path, problem.reason))
        tell(str(problem))
    return corpus
