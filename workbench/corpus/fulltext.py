"""An index of the words of a corpus, by SQLite's FTS5.

It stands beside the results on disk and may be lost, damaged or full as they may; a search then
goes on in memory. It holds the clean texts, each by the hash of its document and noise: what is
masked has no hits, and ten new files cost ten.
"""

import json
import re
import sqlite3
import unicodedata
import zlib
from contextlib import closing
from itertools import islice

import numpy as np

from workbench.corpus import cache, pool, streaming
from workbench.corpus.query import TEXTS, nearness
from workbench.documents import Unreadable
from workbench.documents.messages import tell
from workbench.text import noise

LAYOUT = f"""
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS papers (id INTEGER PRIMARY KEY, key TEXT UNIQUE, crc INTEGER);
CREATE TABLE IF NOT EXISTS state (stamp TEXT, token TEXT);
{TEXTS};
"""
# Whoever has noted rows of the file sees by the token that they are gone.
_ANEW = "DELETE FROM papers", "DELETE FROM state", "DROP TABLE texts", TEXTS
_STATE = "INSERT INTO state VALUES (?, hex(randomblob(8)))"
_MATCH = "SELECT json_group_array(rowid) FROM texts WHERE texts MATCH ?"
# "+": one walk over what matches, instead of a search for each row.
_MARKED = """SELECT rowid, highlight(texts, 0, char(1), char(2)),
(SELECT crc FROM papers WHERE id = texts.rowid) FROM texts
WHERE texts MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"""
#: What a search can be limited to, and the column of the documents.
LIMITS = {
    "conflict": "conflict", "publisher": "publisher", "reliability": "source_reliability",
    "documents": "doc_id",
}  # fmt: skip
FEW = 64  # documents whose hits are looked up at once, at first
_ODD = re.compile("[\0-\2]")  # what SQLite does not give back, and what marks a hit


class Index(cache.Cache):
    """The texts of a corpus, in a file that corpora share; in memory where it was loaded without a
    cache, or where the file cannot be used."""

    file, layout = "search-1.sqlite3", LAYOUT

    def __init__(self, corpus, **how):
        super().__init__(**how)
        self._corpus, self._state, self._memory, self._coded = corpus, None, None, {}
        #: The documents, newest first; a place in this list is what is found.
        self.papers = sorted((r.document for r in corpus._results), key=lambda d: d["doc_id"])
        self.papers.sort(key=lambda paper: paper["published"] or "", reverse=True)
        self._spans = [corpus.noise_in(paper["doc_id"]) for paper in self.papers]
        self._keys = [
            cache.key(paper["sha256"], paper["path"].rpartition(".")[2], json.dumps(spans))
            for paper, spans in zip(self.papers, self._spans, strict=True)
        ]

    def coded(self, column: str) -> tuple[list[tuple], np.ndarray]:
        """The different values of the papers in a column, as tuples, and the number of each's."""
        if column not in self._coded:
            values = [paper[column] for paper in self.papers]
            values = [tuple(v) if isinstance(v, list) else (v,) * (v is not None) for v in values]
            numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
            codes = np.array([numbers[value] for value in values], dtype=np.int64)
            self._coded[column] = [*numbers], codes
        return self._coded[column]

    def values(self, limit: str) -> list[str]:
        """What the papers have of something that a search can be limited to."""
        return sorted({one for some in self.coded(LIMITS[limit])[0] for one in some})

    def look(self, match: str, kept, most: float, around: int):
        """Which papers match, of those that are ``kept`` (None: all); and the hits of the first of
        them, ``most`` or some more, as (paper, start, end, before, quote, after)."""

        def work(database: sqlite3.Connection):
            while True:
                with database:
                    database.execute("BEGIN")  # one state of the file for all that follows
                    state = database.execute("SELECT stamp, token FROM state").fetchone()
                    if state and state == self._state:
                        return self._found(database, match, kept, most, around)
                self._fill(database, state)

        found = self._run(work) if self._corpus.cached else None
        if found is None:
            if self._memory is None:
                self._memory = sqlite3.connect(
                    ":memory:", isolation_level=None, check_same_thread=False
                )
                self._memory.executescript(LAYOUT)
                self._state = None
            found = work(self._memory)
        return found

    def _fill(self, database: sqlite3.Connection, state: tuple | None) -> None:
        """Index what is missing, and note the rows of this corpus. What other code wrote is thrown
        away, and what other corpora left where the file has grown too large."""
        clear = not state or state[0] != streaming.stamp()
        if not clear:
            rows = dict(database.execute("SELECT key, id FROM papers"))
            if missing := {k: at for at, k in enumerate(self._keys) if k not in rows}:
                self._add(database, missing)
                rows = dict(database.execute("SELECT key, id FROM papers"))
                large = database.execute(cache.SIZE).fetchone()[0] > self.limit
                clear = large and not rows.keys() <= {*self._keys}
            self._state = state
            self._rows = np.array([rows.get(k, 0) for k in self._keys], dtype=np.int64)
        if clear:
            with database:
                database.execute("BEGIN IMMEDIATE")
                for line in _ANEW:
                    database.execute(line)
                database.execute(_STATE, [streaming.stamp()])

    def _add(self, database: sqlite3.Connection, missing: dict[str, int]) -> None:
        """Index the papers of these keys, some at a time: a reader waits for none of it."""
        corpus, how = self._corpus, dict(self._corpus._how)
        papers = {key: self.papers[at] for key, at in missing.items()}
        total = sum(paper["chars"] for paper in papers.values())
        if how["jobs"] is None and total < pool.START:
            how["jobs"] = 0
        tasks = (
            ((key, corpus._sources[p["doc_id"]], p["sha256"], self._spans[at]), p["chars"])
            for (key, at), p in zip(missing.items(), papers.values(), strict=True)
        )
        with closing(pool.ordered(_clean, None, tasks, total=total, **how)) as answers:
            answers = streaming.counted(answers, len(missing), True)
            while batch := list(islice(answers, streaming.BATCH)):
                with database:
                    database.execute("BEGIN IMMEDIATE")
                    for (key, source, *_), answer in batch:
                        if isinstance(answer, bytes) and answer[:1] == b"+":
                            keep(database, key, answer[1:].decode())
                        else:
                            why = getattr(answer, "reason", None) or answer[1:].decode()
                            tell(f"left out of the search: {source.relative}: {why}")

    def _found(self, database, match: str, kept, most: float, around: int):
        rows = json.loads(database.execute(_MATCH, [match]).fetchone()[0])
        there = np.isin(self._rows, np.array(rows, dtype=np.int64), kind="table")
        found = np.flatnonzero(there if kept is None else there & kept).tolist()
        hits, at, some = [], 0, FEW
        while at < len(found) and len(hits) <= most:
            part = found[at : at + some]
            texts = self._marked(database, match, part, around)
            hits += [(paper, *hit) for paper in part for hit in texts[self._rows[paper]]]
            at, some = at + some, some * 2
        return found, hits

    def _marked(self, database, match: str, papers: list[int], around: int) -> dict[int, list]:
        """The hits in some papers, by row."""
        rows = {int(self._rows[paper]): self._spans[paper] for paper in papers}
        told = {}
        for row, marked, crc in database.execute(_MARKED, [match, json.dumps([*rows])]):
            parts = re.split("[\1\2]", marked)
            text, parts = "".join(parts), _joined(parts, nearness(match))
            if crc is not None and crc != zlib.crc32(text.encode()):
                raise sqlite3.DatabaseError("a text is damaged")
            doubtful = rows[row] if crc is not None else [(0, len(text), "")]
            told[row] = list(_in_context(text, parts, around, doubtful))
        return told


def _clean(_, task: tuple) -> bytes:
    """What a worker does: the text of a document with its noise masked, or why there is none."""
    _, source, sha256, spans = task
    try:
        text = streaming.same(source, sha256).text
    except Unreadable as error:
        return b"-" + error.reason.encode()
    return b"+" + noise.mask(text, [noise.Masked(*span, "") for span in spans]).encode()


def keep(database: sqlite3.Connection, key: str, text: str, row: int | None = None) -> None:
    """Put a text into the index, in a row of its own choice or in the next one."""
    plain = _ODD.sub(" ", text)
    crc = zlib.crc32(plain.encode()) if plain == text else None
    made = database.execute("INSERT OR IGNORE INTO papers VALUES (?, ?, ?)", [row, key, crc])
    if made.rowcount:
        told = [made.lastrowid, plain]
        database.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", told)


def _joined(parts: list[str], far: int) -> list[str]:
    """Words that were found near each other as one hit, with what stands between them."""
    told = parts[:2]
    for between, hit in zip(parts[2::2], parts[3::2], strict=False):
        if far and len(re.findall(r"\w+", between)) <= far:
            told[-1] += between + hit
        else:
            told += [between, hit]
    return [*told, *parts[2:][-1:]]


def _in_context(text: str, parts: list[str], around: int, doubtful):
    """Each second part of a text, with what stands around it in one line; no quote in the doubtful
    places, where the document may have other words than the index."""
    at = 0
    for number, part in enumerate(parts):
        start, at = at, at + len(part)
        if number % 2:
            signed = start and unicodedata.category(text[start - 1]) == "Sc"
            start -= bool(signed)  # "$60 billion": a sign is no word, but belongs to it
            left, right = max(0, start - 3 * around), at + 3 * around
            before, after = (re.sub(r"\s+", " ", t) for t in (text[left:start], text[at:right]))
            if left or len(before) > around:
                before = before[-around:].partition(" ")[2] or before[-around:]
            if right < len(text) or len(after) > around:
                after = after[:around].rpartition(" ")[0] or after[:around]
            other = any(a < at and start < b for a, b, _ in doubtful)
            yield start, at, before, None if other else text[start:at], after
