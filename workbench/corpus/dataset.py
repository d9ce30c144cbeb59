"""A folder of parts, opened: as much of it as is asked for, and nothing else in memory.

What is held of every document is a few columns. Claims of one conflict and theme stand together in
each part, so the others are passed over; a text is read by its place; words are found by an index
that stands in the folder.
"""

import json
import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cached_property, lru_cache, reduce
from operator import and_
from pathlib import Path

import numpy as np

from workbench import codebook as codebooks
from workbench.corpus import fulltext, parts, search
from workbench.corpus.corpus import Corpus
from workbench.corpus.selection import HELD, LIGHT, Selection
from workbench.corpus.tables import alone
from workbench.text import noise

INDEX = "_search.sqlite3"
KEPT = 20_000  # texts: some 60 MB of articles of 500 words
PARTS = "CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY, rows BLOB)"
KEYS = "SELECT key, id FROM papers WHERE id IN (SELECT value FROM json_each(?))"
WAIT = 60  # seconds for a file that somebody else brings up to date


class Dataset:
    """What a folder of ``workbench claims PATH -o FOLDER/`` holds.

    ``select`` gives a Corpus of a part of it, for views, briefings and comparisons; ``search``
    finds words in all of it.
    """

    cached, failures = True, ()

    def __init__(self, folder, codebook=None):
        self.folder, told = Path(folder), parts.manifest(Path(folder))
        missing = {*parts.WHOLE} - {*told.get("tables", ())}
        again = f"run workbench claims PATH -o {self.folder.name}/"
        if missing:
            raise ValueError(f"{folder} holds no {min(missing)} in parts; {again}")
        if not told["complete"]:
            done = sum(part["rows"]["documents"] for part in told.get("begun", ()))
            raise ValueError(f"{folder} is incomplete ({done:,} documents so far); {again} again")
        self.codebook = codebooks.load(codebook)
        if self.codebook.fingerprint != told["codebook"]:
            raise ValueError(f"{folder} was made with another codebook; name it: codebook=FILE")
        self.parts = [part["name"] for part in told["parts"]]
        self.first = np.cumsum([0, *(part["rows"]["documents"] for part in told["parts"])])
        self._size = told["group"]
        self._claims = sum(part["rows"]["claims"] for part in told["parts"])

    def __len__(self) -> int:
        return int(self.first[-1])

    def __repr__(self) -> str:
        return f"<Dataset {self.folder.name}: {len(self):,} documents, {self._claims:,} claims>"

    def __getattr__(self, name: str):
        if hasattr(Corpus, name):
            raise AttributeError(f"a dataset has no {name}; take a part: data.select('ukraine')")
        raise AttributeError(f"a dataset has no {name}")

    @cached_property
    def _table(self) -> Callable:
        """A table, or some files of it, in Arrow; what heads its files is read once."""
        import pyarrow.dataset

        @lru_cache(maxsize=8)
        def table(name: str, files: tuple[str, ...] = ()):
            every = files or [str(self._file(name, part)) for part in self.parts]
            return pyarrow.dataset.dataset(every, format="parquet")

        return table

    def _file(self, table: str, part: str) -> Path:
        return self.folder / table / f"{part}.parquet"

    @cached_property
    def _held(self):
        return self._table("documents").to_table(columns=[*HELD]).combine_chunks()

    @cached_property
    def _days(self):
        """The days of publication, as text."""
        import pyarrow as pa

        return self._held["published"].combine_chunks().cast(pa.date32()).cast(pa.string())

    @cached_property
    def _newest(self) -> np.ndarray:
        """The places of the documents, newest first."""
        import pyarrow.compute as pc

        keys = [("published", "descending"), ("doc_id", "ascending")]
        return pc.sort_indices(self._held, keys).to_numpy()  # nulls at the end

    @cached_property
    def conflicts(self) -> dict[str, int]:
        """How many claims each conflict has, the most first."""
        return {war: n for war, n in self.conflicts_of().items() if war}

    def since(self, conflict: str, theme=None, most: int = 50_000) -> str:
        """The first of the month since which a conflict has some ``most`` claims of a theme, by how
        many a document has; "" where it has no more."""
        claims = self.conflicts_of(theme).get(conflict, 0)
        days = self._days.filter(self._on(conflict)).drop_null().to_pylist()
        if claims <= most or not days:
            return ""
        return sorted(days, reverse=True)[int(len(days) * most / claims)][:8] + "01"

    def conflicts_of(self, theme=None) -> dict[str, int]:
        """How many claims of a theme each conflict has; at the end "", those that name none."""
        counts: Counter = Counter()
        for war, of, n in self._counted:
            counts[war or ""] += n if theme in (None, of) else 0
        return dict(sorted((+counts).items(), key=lambda c: (not c[0], -c[1], c[0])))

    @cached_property
    def _counted(self) -> list[tuple]:
        """Each conflict and theme, and how many claims there are."""
        told = self._table("claims").to_table(columns=["conflict", "theme"])
        told = told.group_by(["conflict", "theme"]).aggregate([([], "count_all")])
        return [*zip(*(column.to_pylist() for column in told.columns), strict=True)]

    def select(
        self, conflict=None, theme=None, *, since=None, until=None, documents=None
    ) -> Corpus:
        """A Corpus of the documents on a conflict, of some days (``since``, ``until``) or ids, with
        their claims of that conflict and ``theme``. Conflict "": what names none.

        Raises ValueError for a conflict that nothing is on, and for no day.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        held, wanted = self._held, []
        kept = np.ones(len(self), dtype=bool)
        if since or until:
            days = self._days.fill_null("").to_numpy(zero_copy_only=False)
            kept &= (days != "") & (days >= (search.day(since) or ""))
            kept &= days <= (search.day(until) or "9999")
        if documents is not None:
            kept &= pc.is_in(held["doc_id"], pa.array([*documents])).to_numpy()
        if not kept.all() and conflict is None:
            wanted.append(pc.field("doc_id").isin(held["doc_id"].filter(kept).combine_chunks()))
        if conflict is not None:
            field = pc.field("conflict")
            wanted.append(field == conflict if conflict else field.is_null())
        if theme is not None:
            wanted.append(pc.field("theme") == theme)
        wanted = reduce(and_, wanted) if wanted else None
        table = self._table("claims").to_table(columns=[*LIGHT, "__filename"], filter=wanted)
        if conflict is not None:
            kept &= self._on(conflict) | pc.is_in(held["doc_id"], table["doc_id"]).to_numpy()
        if conflict and not (len(table) or kept.any()) and conflict not in self.conflicts:
            some = ", ".join([*self.conflicts][:20])
            raise ValueError(f"no claim on {conflict!r}; there are: {some}")
        return Selection(self, np.flatnonzero(kept), table, wanted)

    def _on(self, conflict: str) -> np.ndarray:
        """Which documents are on a conflict, or on none."""
        import pyarrow.compute as pc

        lists = self._held["conflict"].combine_chunks()
        if not conflict:
            return lists.is_null().to_numpy(zero_copy_only=False)
        found = np.zeros(len(self), dtype=bool)
        same = pc.equal(lists.flatten(), conflict).to_numpy(zero_copy_only=False)
        found[pc.list_parent_indices(lists).to_numpy()[same]] = True
        return found

    @cached_property
    def stored(self) -> Callable:
        """The text of a document and its noise, by the document's place; the last are kept: what
        lies apart is each a group of rows, and every table asks for it again."""
        return lru_cache(KEPT)(self._stored)

    def _stored(self, place: int) -> tuple[str, list[tuple]]:
        part = int(np.searchsorted(self.first, place, "right")) - 1
        at = int(place - self.first[part])
        group, row = divmod(at, self._size)
        texts, spans = self._group(part, group)
        found = spans[row].as_py()
        return texts[row].as_py(), [tuple(s[c] for c in parts.SPAN) for s in found]

    @cached_property
    def _group(self) -> Callable:
        import pyarrow.parquet as pq

        @lru_cache(maxsize=32)
        def read(part: int, group: int):
            file = pq.ParquetFile(self._file("texts", self.parts[part]))
            return file.read_row_group(group, columns=["text", "noise"]).columns

        return read

    def _index_of(self, corpus, places: np.ndarray):
        newest = self._newest
        return Index(corpus, self, newest[np.isin(newest, places)])

    def search(self, query: str, *, limit: int | None = 200, around: int = 80, **limits):
        """Where the documents have some words: as ``Corpus.search``."""
        return search.Hits(self, query, limits, limit, around)

    def text(self, doc_id: str) -> str:
        """The frozen text of a document. Raises KeyError for an unknown id."""
        return self.stored(self._place(doc_id))[0]

    def noise_in(self, doc_id: str) -> list[tuple[int, int, str]]:
        """Masked places of one document as (start, end, kind)."""
        return [span[:3] for span in self.stored(self._place(doc_id))[1]]

    def _place(self, doc_id: str) -> int:
        import pyarrow.compute as pc

        if (place := pc.index(self._held["doc_id"], doc_id).as_py()) < 0:
            raise KeyError(f"no document {doc_id!r} in {self.folder.name}")
        return place

    @cached_property
    def _index(self):
        return Index(self, self, self._newest)

    @cached_property
    def documents(self):
        """One row a document, as in the data dictionary."""
        table = self._table("documents").to_table().to_pandas()
        return table.astype({"published": "datetime64[s]"})


class Index(fulltext.Index):
    """The words of a dataset, in a file of its folder; ``places`` are those of the documents,
    newest first."""

    def __init__(self, corpus, dataset: Dataset, places: np.ndarray):
        self._corpus, self._dataset, self._coded = corpus, dataset, {}
        self._held = dataset._held.take(places)
        self.papers = _Lazy(len(places), self._paper)
        self._spans = _Lazy(len(places), self._noise)
        self._places, self._rows = places, np.zeros(len(places), dtype=np.int64)

    def coded(self, column: str) -> tuple[list[tuple], np.ndarray]:
        import pyarrow as pa
        import pyarrow.compute as pc

        if column not in self._coded:
            told = self._held[column].combine_chunks()
            if column == "published":
                told = told.cast(pa.date32()).cast(pa.string())
            told = pc.binary_join(told, "\0") if pa.types.is_list(told.type) else told
            told = told.fill_null("").dictionary_encode()
            values = [tuple(v.split("\0")) if v else () for v in told.dictionary.to_pylist()]
            self._coded[column] = values, told.indices.to_numpy()
        return self._coded[column]

    def look(self, match: str, kept, most: float, around: int):
        path = self._dataset.folder / INDEX
        for _ in range(2):
            if path.exists():
                address = f"{path.resolve().as_uri()}?mode=ro"
                with closing(sqlite3.connect(address, uri=True, timeout=WAIT)) as self._open:
                    self._open.execute("BEGIN")  # one state of the file for all that follows
                    if self._known(self._open):
                        return self._found(self._open, match, kept, most, around)
            self._make(path)
        raise ValueError(f"{path} changes while it is read; search again")

    def _known(self, database: sqlite3.Connection) -> bool:
        """Whether the file has all parts; notes the rows of the documents."""
        with suppress(sqlite3.OperationalError):
            rows = dict(database.execute("SELECT name, rows FROM parts"))
            if rows.keys() == {*self._dataset.parts}:
                told = b"".join(rows[name] for name in self._dataset.parts)
                self._rows = np.frombuffer(told, dtype="<i8")[self._places]
                return True
        return False

    def _paper(self, at: int) -> dict:
        row = self._held.slice(at, 1)
        told = {name: parts.plain(row[name])[0] for name in row.column_names}
        return told | {"conflict": alone(told["conflict"])}

    def _noise(self, at: int) -> list:
        row = [int(self._rows[at])]
        told = self._open.execute("SELECT key FROM papers WHERE id = ?", row).fetchone()
        return json.loads(told[0])[2:]

    def _make(self, path: Path) -> None:
        """Index the documents that are missing, in a copy that takes the file's name when it is
        whole; a part that is gone lends the rows of what stands in another."""
        part, wanted = path.with_name(f".{path.name}.part"), self._dataset.parts
        with suppress(OSError):
            part.unlink()
        if path.exists():
            shutil.copyfile(path, part)
        with closing(sqlite3.connect(part, isolation_level=None)) as database:
            database.executescript(f"PRAGMA journal_mode = OFF; {fulltext.LAYOUT}; {PARTS}; BEGIN")
            there = dict(database.execute("SELECT name, rows FROM parts"))
            free: dict[str, int] = {}
            for name in there.keys() - {*wanted}:
                rows = json.dumps(np.frombuffer(there[name], dtype="<i8").tolist())
                free |= dict(database.execute(KEYS, [rows]))
                database.execute("DELETE FROM parts WHERE name = ?", [name])
            last = database.execute("SELECT max(id) FROM papers").fetchone()[0] or 0
            for number, name in enumerate(wanted):
                if name not in there:
                    rows = []
                    for place in range(*self._dataset.first[number : number + 2]):
                        key, text, spans = self._text(place)
                        if (row := free.pop(key, None)) is None:
                            # In rising order: FTS5 begins a segment anew where one is lower.
                            last = row = last + 1
                            clean = noise.mask(text, [noise.Masked(*span) for span in spans])
                            fulltext.keep(database, key, clean, row)
                        rows.append(row)
                    told = np.array(rows, dtype="<i8").tobytes()
                    database.execute("INSERT INTO parts VALUES (?, ?)", [name, told])
            for table, column in (("texts", "rowid"), ("papers", "id")):
                gone = ((row,) for row in free.values())
                database.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)
            database.execute("COMMIT")
        part.replace(path)

    def _text(self, place: int) -> tuple[str, str, list[tuple]]:
        """What tells the text of a document from others, the text, and its noise."""
        text, spans = self._dataset.stored(place)
        doc_id = self._dataset._held["doc_id"][place].as_py()
        crc = zlib.crc32(text.encode("utf-8", "replace"))
        return json.dumps([doc_id, crc, *(span[:3] for span in spans)]), text, spans


class _Lazy:
    """A list whose members are made when they are asked for."""

    def __init__(self, size: int, get: Callable):
        self.size, self.get = size, get

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, at: int):
        return self.get(at)


def open(folder, codebook=None) -> Dataset:
    """The folder of parts that ``workbench claims PATH -o FOLDER/`` made, as a Dataset.

    ``codebook``: what it was made with. Raises ValueError where it is none, incomplete, or was made
    with another codebook.

    >>> open("archive").select("ukraine", "force")      # doctest: +SKIP
    <Corpus 5a8d1e0c7b42: 5000 documents, published 2022-03-01 to 2025-12-09, 3120 claims>
    """
    return Dataset(folder, codebook)
