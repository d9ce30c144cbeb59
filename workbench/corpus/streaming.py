"""One document after the other: read in worker processes, or taken from the disk cache.

Memory does not grow with the number of documents.
"""

import hashlib
import itertools
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from workbench import codebook as codebooks
from workbench import documents
from workbench.corpus import cache, pool, remote
from workbench.documents.model import LIMIT
from workbench.text import agreed, copies, repeated

BATCH = 200
MANY = 5000  # documents that are worth all workers, however short
SLOW = 4  # a byte of a PDF, of HTML or Word takes as long as some bytes of text


class Result(msgspec.Struct, array_like=True):
    """What one document gives: its row, its noise and its claims, ready for the tables.

    ``named``: what it calls a war that the codebook has not. ``rows`` are those of a further table
    that was asked for. ``lost`` says why there is nothing. ``again``: an earlier file is the same,
    byte for byte.
    """

    document: dict
    noise: list[tuple]
    claims: list[list]
    sketch: list[int] = []
    stubs: list[tuple[str, int, int]] = []
    named: list[str] = []
    rows: list[list] = []
    lost: str = ""
    again: bool = False


@lru_cache(maxsize=1)
def stamp() -> str:
    """A hash over all that results depend on beside document and codebook: every file of this
    package, Python, and what is installed, with versions. A cache never outlives a rule."""
    told: list[str | bytes] = [sys.version]
    for path in sorted(Path(__file__).parent.parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            told += [path.name, path.read_bytes()]
    # The folders that pip keeps: to ask importlib.metadata takes a seventh of a cached load.
    for place in sys.path:
        with suppress(OSError):
            told += sorted(name for name in os.listdir(place or ".") if name.endswith("-info"))
    return cache.key(*told)


def stream(sources: list[documents.Source], book: codebooks.Codebook, **how):
    """One document after the other, in order of path: a Result, or why it was left out.

    Results come from the disk cache where a document, the code and the codebook are unchanged.
    Memory does not grow with the corpus. ``jobs`` and ``limit`` are those of ``pool.ordered``;
    ``scheduler``: the address of a Dask cluster that reads instead.
    ``table`` (noise, passages, dates, positions): its rows too, of the same bytes. ``known``:
    results by id of document; one that is of other bytes than the file has now is left out.
    ``kept``: what gives the result of a source that need not be read, or None.
    """
    table = how.get("table")
    return repeated.masked(agreed.agreed(_stream(sources, book, **how), table), table)


def _stream(
    sources: list[documents.Source],
    book: codebooks.Codebook,
    *,
    use_cache: bool = True,
    progress: bool = True,
    table: str | None = None,
    known: dict[str, Result] | None = None,
    kept: Callable[[documents.Source], Result | None] | None = None,
    scheduler: str | None = None,
    **limits,
) -> Iterator[Result | documents.Unreadable]:
    """The same before recurring lines are masked."""
    store = _Store(book) if use_cache and not known else None
    seen, hashes = copies.Copies(), set()
    tasks = _tasks(sources, store, table, known, kept)
    if scheduler:
        how = {"scheduler": scheduler, "limit": limits.get("limit")}
        answers = remote.ordered(_work, (book, table), tasks, stamp, **how)
    else:
        limits["total"] = sum(map(_cost, sources[:MANY]))
        answers = pool.ordered(_work, (book, table), tasks, **limits)
    try:
        for (source, result, _), answer in counted(answers, len(sources), progress):
            if isinstance(answer, bytes):
                result = msgspec.msgpack.decode(answer, type=Result)
            lost = answer.reason if isinstance(answer, pool.Failed) else result.lost
            if lost:
                yield documents.Unreadable(source.relative, lost)
                continue
            if store and answer:
                store.keep(source, result)
            sha256 = result.document["sha256"]
            if sha256 in hashes:
                tell_apart(result, table)
            hashes.add(sha256)
            if seen.repeats(result.sketch):
                result.document["warnings"].append("near_duplicate")
            yield result
    finally:
        answers.close()
        if store:
            store.flush()


class _Store:
    """Results in the disk cache, written some at a time."""

    def __init__(self, book: codebooks.Codebook) -> None:
        self.cache, self.stamp = cache.Cache(), cache.key(stamp(), book.fingerprint)
        self.fresh: dict[str, bytes] = {}

    def key(self, source: documents.Source, sha256: str | None) -> str:
        """A name for the result of these bytes with this sidecar entry and name."""
        told = msgspec.json.encode(sorted((k, str(v)) for k, v in source.overrides.items()))
        return cache.key(self.stamp, sha256 or "", source.relative, source.doc_id, told)

    def find(self, sources: list[documents.Source]) -> list[Result | None]:
        """The results that are there."""
        keys = [self.key(source, hashed(source.path)) for source in sources]
        found = self.cache.get_many(keys)
        return [msgspec.msgpack.decode(found[k], type=Result) if k in found else None for k in keys]

    def keep(self, source: documents.Source, result: Result) -> None:
        """By the hash of the bytes that were analysed: since the file was hashed to ask for a
        result, another text may have been written into it."""
        key = self.key(source, result.document["sha256"])
        self.fresh[key] = msgspec.msgpack.encode(msgspec.structs.replace(result, rows=[]))
        if len(self.fresh) == BATCH:
            self.flush()

    def flush(self) -> None:
        self.cache.put_many(self.fresh)
        self.fresh = {}


def _tasks(sources, store, table, known, kept) -> Iterator[pool.Task]:
    """(source, result if there is one, whether it has to be that one) and the cost of reading."""
    if kept:
        for source in sources:
            result = kept(source)
            yield (source, result, False), 0 if result else _cost(source)
        return
    sources = iter(sources)
    while batch := list(itertools.islice(sources, BATCH)):
        found = store.find(batch) if store else [(known or {}).get(s.doc_id) for s in batch]
        for source, result in zip(batch, found, strict=True):
            yield (source, result, bool(known)), 0 if result and not table else _cost(source)


def _work(context: tuple, task: tuple) -> bytes:
    """What a worker does: one document read and analysed, as an encoded Result."""
    (book, table), (source, result, fixed) = context, task
    from workbench.corpus import analysis  # not above: a cached load does without all that reads

    try:
        known = result.document["sha256"] if result else None
        document = same(source, known) if fixed else documents.read(source)
        if document.sha256 != known:
            result = Result(*analysis.analyse(document, book))
        if table == "texts":
            result.rows = [[document.doc_id, document.text]]
        elif table:
            result.rows = list(analysis.table_rows(table, result, document.text, book))
        return msgspec.msgpack.encode(result)
    except documents.Unreadable as error:
        result = Result({}, [], [], lost=error.reason)
    except MemoryError:
        raise
    except Exception as error:  # one document must not cost the others
        why = f"stopped the analysis ({type(error).__name__}: {error}); this is a fault of the "
        result = Result({}, [], [], lost=f"{why}workbench: please report it with the document")
    return msgspec.msgpack.encode(result)


def same(source: documents.Source, sha256: str) -> documents.Document:
    """A document again, of the bytes that it was first read from. Raises ``documents.Unreadable``
    where the file is gone, or of other bytes; those are not parsed."""
    if (found := hashed(source.path)) in (sha256, None):
        document = documents.read(source)
        found = document.sha256
    if found != sha256:
        raise documents.Unreadable(
            source.relative, "has changed since the corpus was loaded; load it again"
        )
    return document


def tell_apart(result: Result, table: str | None, again: bool = True) -> None:
    """Claims and positions of a file that is byte for byte an earlier one have ids of their own."""
    from workbench.claims import claim_id

    sha256, doc_id = result.document["sha256"], result.document["doc_id"]
    result.again, seed = again, f"{sha256}:{doc_id}" if again else sha256
    for row in result.claims:
        row[0] = claim_id(seed, row[2], row[3], row[8])
    for row in result.rows if table == "positions" else ():
        row[0] = claim_id(seed, row[2], row[3], f"{row[9]}:{row[10]}")


def _cost(source: documents.Source) -> int:
    try:
        size = os.stat(source.path).st_size
    except OSError:
        return 1
    text = source.relative.lower().endswith((".txt", ".md"))
    return max(1, size if text else SLOW * size) if size <= LIMIT else 1


def hashed(path: Path) -> str | None:
    """The hash of a file's bytes; None where it cannot be read, or is too large to be."""
    with suppress(OSError):
        about = os.stat(path)
        if stat.S_ISREG(about.st_mode) and about.st_size <= LIMIT:
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return None


def counted(answers: Iterator, total: int, shown: bool) -> Iterator:
    """With a bar, where somebody looks at it."""
    if not shown or sys.stderr is None or not sys.stderr.isatty():
        return answers
    from tqdm import tqdm

    return tqdm(answers, total=total, unit=" documents", delay=1, leave=False, dynamic_ncols=True)
