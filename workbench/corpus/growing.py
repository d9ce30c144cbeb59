"""Tables of documents, written in parts: what earlier runs left is gone on with.

Where a part ends is told by the paths of documents, so a document more changes the part in which it
lies, and a grown folder has the bytes of one that was made anew. What depends on the documents
before (copies) is told again for all. A file takes its name when it is whole.
"""

import gc
import hashlib
import os
import time
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from workbench import __version__, documents
from workbench import codebook as codebooks
from workbench.corpus import cache, parts, streaming
from workbench.corpus.corrections import Corrections
from workbench.corpus.export import CantWrite
from workbench.corpus.streaming import Result
from workbench.corpus.tables import COLUMNS
from workbench.text.repeated import LEARNED

PART = 4000  # documents a part, more or less: what is held at once, and what a kill costs
RACE = 2_000_000_000  # nanoseconds: what changed since may change again within a tick of the clock
Times = tuple[int, int, int]  # size, and nanoseconds of the last change and of the file's record


class Kept(msgspec.Struct, array_like=True):
    """What a later run has to know of a document; without a hash it is read again."""

    relative: str
    doc_id: str
    overrides: list
    sha256: str
    sketch: list[int]


class Stored(Result):
    """A document that need not be read: its rows stand in a part."""

    part: str = ""


def write(
    name: str,
    sources: list[documents.Source],
    book: codebooks.Codebook,
    target: str,
    laid: Corrections | None = None,
    use_cache: bool = True,
    **how,
) -> Iterator[documents.Unreadable]:
    """Write a table of documents in parts; gives what had to be left out.

    ``claims`` and ``documents`` give all that ``open`` needs (documents, claims, texts), another
    table itself. What is there of the same documents, corrections (``laid``), code and codebook is
    not read again; whether a document is the same is told by its size and times, or by its bytes
    where those differ or ``use_cache`` is False. Until the new parts are all there the folder holds
    what it held. ``how`` is that of ``streaming.stream``. Raises ValueError for a folder that holds
    something else, and CantWrite.
    """
    folder = Path(target)
    if not folder.parent.is_dir():
        raise ValueError(f"{target}: the folder {folder.parent.name!r} does not exist; make it")
    if folder.exists() and not (folder / parts.MANIFEST).exists() and any(folder.iterdir()):
        raise ValueError(f"{target} holds something already; name a new folder, or empty this one")
    try:
        writer = _Writer(name, folder, book, laid or Corrections([], book), sources, use_cache)
        yield from writer.run(how)
    except OSError as error:
        raise CantWrite(f"{target}: can't be written ({error.strerror or error})") from None
    finally:
        gc.unfreeze()


class _Writer:
    def __init__(self, name: str, folder: Path, book, laid, sources, trusting: bool) -> None:
        import pyarrow

        self.folder, self.book, self.laid, self.sources = folder, book, laid, sources
        self.tables = parts.WHOLE if name in parts.WHOLE else {name: COLUMNS[name]}
        self.table = "texts" if name in parts.WHOLE else name
        self.trusting, self.began = trusting, time.time_ns() - RACE
        # What the first documents have in common holds for all.
        first = [[*_told(s), streaming.hashed(s.path)] for s in sources[:LEARNED]]
        self.made = {
            "tables": sorted(self.tables), "part": PART, "group": parts.GROUP,
            "codebook": book.fingerprint, "code": streaming.stamp(),
            "versions": {"workbench": __version__, "pyarrow": pyarrow.__version__},
            "learned": cache.key(msgspec.json.encode(first)),
        }  # fmt: skip
        self.mark = cache.key(msgspec.json.encode(self.made))[:16]
        self.there = parts.manifest(folder)
        begun, last = ([part for part in self.there.get(k, ()) if part.get("made") == self.mark]
                       for k in ("begun", "parts"))  # fmt: skip
        self.known = {part["name"]: part for part in begun + last}
        self.begun = {part["name"]: part for part in begun}
        self.earlier = [_Earlier(folder, some) for some in (begun, last)]
        self.asked = 0
        self.seen: deque = deque()  # size and times of the documents that are on their way
        self.stored = lru_cache(4)(self._stored)

    def run(self, how: dict) -> Iterator[documents.Unreadable]:
        for table in (*self.tables, "_state", "_seen"):
            (self.folder / table).mkdir(parents=True, exist_ok=True)
        self._note()
        lay, lost, whole = self.laid.lay, documents.Unreadable, []
        how |= {"table": self.table, "use_cache": False, "kept": self.kept}
        read = streaming.stream(self.sources, self.book, **how)
        read = (r if isinstance(r, lost) else lay(r) for r in read)
        for batch in _batches(zip(self.sources, read, strict=True)):
            gc.freeze()  # a search for garbage walks through no list of a million files
            whole.append(self._put(batch))
            yield from (item for _, item in batch if isinstance(item, lost))
        yield from self.laid.problems()
        self._finish(whole)

    def kept(self, source: documents.Source) -> Stored | None:
        """A document that an earlier run has read, with what tells it from others."""
        about = _about(source.path)
        self.seen.append(about if about and max(about[1:]) < self.began else None)
        self.asked += 1
        if self.asked <= LEARNED or self.laid.of(source.doc_id):
            return None
        found = next(filter(None, (one.find(source) for one in self.earlier)), None)
        if not found:
            return None
        one, part, seen = found
        if [one.relative, one.doc_id, one.overrides] != _told(source) or not one.sha256:
            return None
        if not (self.trusting and seen and about == tuple(seen)):
            if streaming.hashed(source.path) != one.sha256:
                return None
        row = {"doc_id": one.doc_id, "sha256": one.sha256, "warnings": [],
               "url": None, "publisher": "", "path": ""}  # fmt: skip
        return Stored(row, [], [], one.sketch, part=part)

    def _put(self, batch: list) -> dict:
        """One part, where it is not there, and its line."""
        name = cache.key(self.mark, msgspec.json.encode([*map(self._inputs, batch)]))[:16]
        if name not in self.known or not parts.intact(self.folder, self.known[name]):
            self.known[name] = self.begun[name] = self._part(name, batch)
            self._note()
        seen = [self.seen.popleft() for _ in batch]
        parts.whole(self.folder / "_seen" / name, msgspec.msgpack.encode(seen))
        return self.known[name]

    def _inputs(self, item: tuple) -> list:
        """All that the rows of a document are made from."""
        source, r = item
        if isinstance(r, documents.Unreadable):
            return [*_told(source), streaming.hashed(source.path), r.reason]
        mine = [one.toml() for one in self.laid.of(source.doc_id)]
        near = "near_duplicate" in r.document["warnings"]
        return [*_told(source), r.document["sha256"], r.again, near, mine]

    def _part(self, name: str, batch: list) -> dict:
        """Its tables, and what a later run has to know."""
        first, lost, state, read = batch[0][0], [], [], []
        for source, r in batch:
            if isinstance(r, documents.Unreadable):
                lost.append([r.path, r.reason])
                state.append(Kept(*_told(source), "", []))
            else:
                known = "" if self.laid.of(source.doc_id) else r.document["sha256"]
                state.append(Kept(*_told(source), known, r.sketch))
                read.append(self._full(r))
        part = {"name": name, "made": self.mark, "first": [first.relative, first.doc_id],
                "left_out": lost, "rows": {}, "sha256": {}}  # fmt: skip
        files = {f"_state/{name}": msgspec.msgpack.encode(state)}
        for table, columns in self.tables.items():
            rows = parts.rows(table, read)
            part["rows"][table] = len(rows)
            files[f"{table}/{name}.parquet"] = parts.parquet(table, columns, rows)
        for path, data in files.items():
            part["sha256"][path] = hashlib.sha256(data).hexdigest()
            parts.whole(self.folder / path, data)
        return part

    def _full(self, r: Result) -> Result:
        """A document's rows, from the part where they stand, as the documents before it have it."""
        if not isinstance(r, Stored):
            return r
        doc_id = r.document["doc_id"]  # without a row in a table of its own
        told = self.stored(r.part).get(doc_id) or Result({"doc_id": doc_id}, [], [])
        near = [w for w in r.document["warnings"] if w == "near_duplicate"]
        others = [w for w in told.document.get("warnings", ()) if w != "near_duplicate"]
        told.document |= {"sha256": r.document["sha256"], "warnings": others + near}
        streaming.tell_apart(told, self.table, r.again)
        return told

    def _stored(self, name: str) -> dict[str, Result]:
        """The results of a part, by id."""
        import pyarrow.parquet as pq

        tables = {t: pq.read_table(self.folder / t / f"{name}.parquet") for t in self.tables}
        whole = self.tables is parts.WHOLE
        found = parts.results(tables["documents"]) if whole else {}
        for table in tables.keys() - {"documents"} if whole else tables:
            rows = tables[table]
            at = self.tables[table].index("doc_id")
            for row in zip(*map(parts.plain, rows.columns), strict=True):
                r = found.setdefault(row[at], Result({"doc_id": row[at]}, [], []))
                if table == "texts":
                    r.noise = [tuple(s[c] for c in parts.SPAN) for s in row[2]]
                (r.claims if table == "claims" else r.rows).append([*row])
        for r in found.values():
            r.rows = [r.rows[0][:2]] if whole else r.rows
        return found

    def _note(self) -> None:
        """What is there: the parts of the last whole run, and those of this one so far."""
        told = self.there if self.there.get("complete") else {"complete": False, "parts": []}
        told = {**self.made, **told, "begun": [*self.begun.values()]}
        parts.whole(self.folder / parts.MANIFEST, msgspec.json.format(msgspec.json.encode(told)))

    def _finish(self, whole: list[dict]) -> None:
        """The folder is complete; then files of earlier runs go."""
        told = {**self.made, "complete": True, "parts": whole}
        parts.whole(self.folder / parts.MANIFEST, msgspec.json.format(msgspec.json.encode(told)))
        kept = {name for part in whole for name in part["sha256"]}
        kept |= {f"_seen/{part['name']}" for part in whole}
        for path in self.folder.glob("*/*"):
            if path.relative_to(self.folder).as_posix() not in kept:
                path.unlink()


class _Earlier:
    """The documents of some parts, asked for in order."""

    def __init__(self, folder: Path, some: list[dict]) -> None:
        self.folder = folder
        self.parts = sorted(some, key=lambda part: part["first"])
        self.at, self.held = 0, {}

    def find(self, source: documents.Source) -> tuple[Kept, str, tuple | None] | None:
        before, here = self.at, [source.relative, source.doc_id]
        while self.at < len(self.parts) and self.parts[self.at]["first"] <= here:
            self.at += 1
        if self.at != before:
            self.held = self._read(self.parts[self.at - 1])
        return self.held.get(source.doc_id)

    def _read(self, part: dict) -> dict[str, tuple]:
        name = part["name"]
        if not parts.intact(self.folder, part):
            return {}
        state = (self.folder / "_state" / name).read_bytes()
        seen = self.folder / "_seen" / name
        state = msgspec.msgpack.decode(state, type=list[Kept])
        try:
            times = msgspec.msgpack.decode(seen.read_bytes(), type=list[Times | None])
        except (OSError, msgspec.MsgspecError):
            times = []
        times += [None] * (len(state) - len(times))
        return {k.doc_id: (k, name, t) for k, t in zip(state, times, strict=False)}


def _told(source: documents.Source) -> list:
    """What a document is called, and what is said of it elsewhere."""
    overrides = [[k, str(v)] for k, v in source.overrides.items()]
    return [source.relative, source.doc_id, sorted(overrides) if overrides else overrides]


def _about(path: Path) -> Times | None:
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _batches(items: Iterable) -> Iterator[list]:
    """Documents by parts: one ends before a path of a certain hash, so that a path more or less
    moves no other end."""
    batch: list = []
    for source, r in items:
        full = len(batch) >= 3 * PART
        if full or len(batch) >= PART // 4 and zlib.crc32(source.relative.encode()) % PART == 0:
            yield batch
            batch = []
        batch.append((source, r))
    if batch:
        yield batch
