"""An index of the words of a corpus, by SQLite's FTS5.

It stands beside the results on disk and may be lost, damaged or full as they may; a search then
goes on in memory. It holds the clean texts, each by the hash of its document and noise: what is
masked has no hits, and ten new files cost ten.
"""

import json
import re
import sqlite3
import zlib
from collections import defaultdict
from contextlib import closing
from itertools import islice

from workbench.corpus import cache, pool, streaming
from workbench.corpus.query import TEXTS
from workbench.documents import Unreadable
from workbench.documents.messages import tell
from workbench.text import noise

_LAYOUT = f"""
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS papers (id INTEGER PRIMARY KEY, key TEXT UNIQUE, crc INTEGER);
CREATE TABLE IF NOT EXISTS state (stamp TEXT, token TEXT);
{TEXTS};
"""
# Whoever has noted rows of the file sees by the token that they are gone.
_ANEW = "DELETE FROM papers", "DELETE FROM state", "DROP TABLE texts", TEXTS
_STATE = "INSERT INTO state VALUES (?, hex(randomblob(8)))"
_MATCH = "SELECT rowid FROM texts WHERE texts MATCH ?"
# "+": one walk over what matches, instead of a search for each row.
_MARKED = """SELECT rowid, highlight(texts, 0, char(1), char(2)),
(SELECT crc FROM papers WHERE id = texts.rowid) FROM texts
WHERE texts MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"""
_ODD = re.compile("[\0-\2]")  # what SQLite does not give back, and what marks a hit


class Index(cache.Cache):
    """The texts of a corpus, in a file that corpora share; in memory where it was loaded without a
    cache, or where the file cannot be used."""

    file, layout = "search-1.sqlite3", _LAYOUT

    def __init__(self, corpus, **how):
        super().__init__(**how)
        self._corpus, self._state, self._rows, self._memory = corpus, None, {}, None
        newest = sorted((r.document for r in corpus._results), key=lambda d: d["doc_id"])
        newest.sort(key=lambda d: d["published"] or "", reverse=True)
        self._papers = defaultdict(list)  # key -> (place in that order, document, spans of noise)
        for rank, paper in enumerate(newest):
            spans = [(start, end) for start, end, _ in corpus.noise_in(paper["doc_id"])]
            kind = paper["path"].rpartition(".")[2]
            key = cache.key(paper["sha256"], kind, json.dumps(spans))
            self._papers[key].append((rank, paper, spans))

    def look(self, match: str, kept, most: int | None, around: int) -> tuple[list, list]:
        """The documents that match, of those whose ids are ``kept``, newest first; and the hits of
        each of the first ``most``, as (start, end, before, quote, after)."""

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
                self._memory.executescript(_LAYOUT)
                self._state = None
            found = work(self._memory)
        return found

    def _fill(self, database: sqlite3.Connection, state: tuple | None) -> None:
        """Index what is missing, and note the rows of this corpus. What other code wrote is thrown
        away, and what other corpora left where the file has grown too large."""
        clear = not state or state[0] != streaming.stamp()
        if not clear:
            rows = dict(database.execute("SELECT key, id FROM papers"))
            missing = {k: told[0] for k, told in self._papers.items() if k not in rows}
            if missing:
                self._add(database, missing)
                rows = dict(database.execute("SELECT key, id FROM papers"))
                large = database.execute(cache.SIZE).fetchone()[0] > self.limit
                clear = large and not rows.keys() <= self._papers.keys()
            self._state = state
            self._rows = {rows[k]: told for k, told in self._papers.items() if k in rows}
        if clear:
            with database:
                database.execute("BEGIN IMMEDIATE")
                for line in _ANEW:
                    database.execute(line)
                database.execute(_STATE, [streaming.stamp()])

    def _add(self, database: sqlite3.Connection, missing: dict) -> None:
        corpus, how = self._corpus, dict(self._corpus._how)
        total = sum(paper["chars"] for _, paper, _ in missing.values())
        if how["jobs"] is None and total < pool.START:
            how["jobs"] = 0
        tasks = (
            ((key, corpus._sources[paper["doc_id"]], paper["sha256"], spans), paper["chars"])
            for key, (_, paper, spans) in missing.items()
        )
        with closing(pool.ordered(_clean, None, tasks, total=total, **how)) as answers:
            answers = streaming.counted(answers, len(missing), True)
            while batch := list(islice(answers, streaming.BATCH)):
                with database:
                    database.execute("BEGIN IMMEDIATE")
                    for (key, source, *_), answer in batch:
                        if isinstance(answer, bytes) and answer[:1] == b"+":
                            _keep(database, key, answer[1:].decode())
                        else:
                            why = getattr(answer, "reason", None) or answer[1:].decode()
                            tell(f"left out of the search: {source.relative}: {why}")

    def _found(self, database, match: str, kept, most: int | None, around: int):
        papers = sorted(
            ((row, *told) for (row,) in database.execute(_MATCH, [match])
             for told in self._rows.get(row, ()) if told[1]["doc_id"] in kept),
            key=lambda told: told[1],
        )  # fmt: skip
        wanted, hits = json.dumps([row for row, *_ in papers[:most]]), {}
        for row, marked, crc in database.execute(_MARKED, [match, wanted]):
            parts = re.split("[\1\2]", marked)
            text = "".join(parts)
            if crc is not None and crc != zlib.crc32(text.encode()):
                raise sqlite3.DatabaseError("a text is damaged")
            spans = self._rows[row][0][2] if crc is not None else [(0, len(text))]
            hits[row] = list(_in_context(text, parts, around, spans))
        return [paper for _, _, paper, _ in papers], [hits[row] for row, *_ in papers[:most]]


def _clean(_, task: tuple) -> bytes:
    """What a worker does: the text of a document with its noise masked, or why there is none."""
    _, source, sha256, spans = task
    try:
        text = streaming.same(source, sha256).text
    except Unreadable as error:
        return b"-" + error.reason.encode()
    return b"+" + noise.mask(text, [noise.Masked(*span, "", "") for span in spans]).encode()


def _keep(database: sqlite3.Connection, key: str, text: str) -> None:
    plain = _ODD.sub(" ", text)
    crc = zlib.crc32(plain.encode()) if plain == text else None
    made = database.execute("INSERT OR IGNORE INTO papers (key, crc) VALUES (?, ?)", [key, crc])
    if made.rowcount:
        row = [made.lastrowid, plain]
        database.execute("INSERT INTO texts (rowid, text) VALUES (?, ?)", row)


def _in_context(text: str, parts: list[str], around: int, doubtful):
    """Each second part of a text, with what stands around it in one line; no quote in the doubtful
    places, where the document may have other words than the index."""
    at = 0
    for number, part in enumerate(parts):
        start, at = at, at + len(part)
        if number % 2:
            left, right = max(0, start - 3 * around), at + 3 * around
            before, after = (re.sub(r"\s+", " ", t) for t in (text[left:start], text[at:right]))
            if left or len(before) > around:
                before = before[-around:].partition(" ")[2] or before[-around:]
            if right < len(text) or len(after) > around:
                after = after[:around].rpartition(" ")[0] or after[:around]
            other = any(a < at and start < b for a, b in doubtful)
            yield start, at, before, None if other else part, after
