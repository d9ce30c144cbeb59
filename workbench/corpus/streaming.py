"""One document after the other: read in worker processes, or taken from the disk cache.

Memory does not grow with the number of documents.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from workbench import codebook as codebooks
from workbench import documents
from workbench.corpus import cache, pool
from workbench.documents.model import LIMIT
from workbench.numbers import rates
from workbench.text import copies, repeated

BATCH = 200
SMALL = 1 << 17
SLOW = 4  # a byte of a PDF, of HTML or Word takes as long as some bytes of text
# What reads a file, and what analyses its text. Others can't change a result.
LIBRARIES = (
    "charset-normalizer", "msgspec", "python-dateutil", "text2num", "ahocorasick-rs",
    "trafilatura", "htmldate", "justext", "courlan", "lxml", "lxml-html-clean",
    "pypdfium2", "striprtf", "chardet", "CurrencyConverter",
)  # fmt: skip


class Result(msgspec.Struct, array_like=True):
    """What one document gives: its row, its noise and its claims, ready for the tables.

    ``rows`` are those of a further table that was asked for. ``lost`` says why there is nothing.
    """

    document: dict
    noise: list[tuple]
    claims: list[list]
    sketch: list[int] = []
    stubs: list[tuple[str, int, int]] = []
    rows: list[list] = []
    lost: str = ""


@lru_cache(maxsize=1)
def _made_by() -> str:
    """A hash over all that results depend on beside document and codebook: every file of this
    package, code and data, Python, and the libraries. A cache never outlives a rule."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(cache.key(path.name, path.read_bytes()).encode())
    digest.update(cache.key(*_installed()).encode())
    return digest.hexdigest()


def stream(sources: list[documents.Source], book: codebooks.Codebook, **how):
    """One document after the other, in order of path: a Result, or why it was left out.

    Results come from the disk cache where a document, the code and the codebook are unchanged.
    Memory does not grow with the corpus. ``jobs`` and ``limit`` are those of ``pool.ordered``.
    ``table`` (noise, passages, dates): its rows too, of the same bytes as the rest. ``known``:
    results by id of document; one that is of other bytes than the file has now is left out.
    """
    return repeated.masked(_stream(sources, book, **how), how.get("table"))


def _stream(
    sources: list[documents.Source],
    book: codebooks.Codebook,
    *,
    use_cache: bool = True,
    progress: bool = True,
    jobs: int | None = None,
    limit: float | None = None,
    table: str | None = None,
    known: dict[str, Result] | None = None,
) -> Iterator[Result | documents.Unreadable]:
    """The same before recurring lines are masked."""
    store = cache.Cache() if use_cache and not known else None
    stamp = cache.key(_made_by(), book.fingerprint, rates.edition()) if store else ""
    bar = _progress(len(sources), progress)
    seen, hashes = copies.Copies(), set()
    fresh: dict[str, bytes] = {}
    answers = pool.ordered(
        _work,
        (book, table),
        _tasks(sources, store, stamp, table, known),
        jobs=jobs,
        limit=limit,
        total=sum(map(_cost, sources)),
    )
    try:
        for (source, result, _), answer in answers:
            bar.update()
            if isinstance(answer, bytes):
                result = msgspec.msgpack.decode(answer, type=Result)
            lost = answer.reason if isinstance(answer, pool.Failed) else result.lost
            if lost:
                yield documents.Unreadable(source.relative, lost)
                continue
            if store and answer:
                # By the hash of the bytes that were analysed: since the file was hashed to ask for
                # a result, another text may have been written into it.
                key = _key(source, result.document["sha256"], stamp)
                fresh[key] = msgspec.msgpack.encode(msgspec.structs.replace(result, rows=[]))
                if len(fresh) == BATCH:
                    store.put_many(fresh)
                    fresh = {}
            _tell_apart(result, hashes)
            if seen.repeats(result.sketch):
                result.document["warnings"].append("near_duplicate")
            yield result
    finally:
        answers.close()
        bar.close()
        if store:
            store.put_many(fresh)


def _tasks(sources, store, stamp, table, known) -> Iterator[pool.Task]:
    """(source, result if there is one, whether it has to be that one) and the cost of reading."""
    sources = iter(sources)
    while batch := list(itertools.islice(sources, BATCH)):
        keys = [_key(s, _hash(s.path), stamp) if store else "" for s in batch]
        found = store.get_many(filter(None, keys)) if store else {}
        for source, key in zip(batch, keys, strict=True):
            result = known[source.doc_id] if known else _decoded(found.get(key))
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
        if table:
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
    if (found := _hash(source.path)) in (sha256, None):
        document = documents.read(source)
        found = document.sha256
    if found != sha256:
        raise documents.Unreadable(
            source.relative, "has changed since the corpus was loaded; load it again"
        )
    return document


def _tell_apart(result: Result, hashes: set[str]) -> None:
    """Claims of a file that is byte for byte an earlier one have ids of their own."""
    sha256, doc_id = result.document["sha256"], result.document["doc_id"]
    if sha256 in hashes and result.claims:
        from workbench.claims import claim_id

        for row in result.claims:
            row[0] = claim_id(f"{sha256}:{doc_id}", row[2], row[3], row[8])
    hashes.add(sha256)


def _cost(source: documents.Source) -> int:
    try:
        size = os.stat(source.path).st_size
    except OSError:
        return 1
    text = source.relative.lower().endswith((".txt", ".md"))
    return max(1, size if text else SLOW * size) if size <= LIMIT else 1


def _hash(path: Path) -> str | None:
    """The hash of a file's bytes; None where it cannot be read, or is too large to be."""
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LIMIT:
            return None
        with open(path, "rb") as file:
            data = file.read(SMALL)  # file_digest makes a buffer of a quarter of a megabyte
            if len(data) < SMALL:
                return hashlib.sha256(data).hexdigest()
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _key(source: documents.Source, sha256: str | None, stamp: str) -> str:
    """A name for the result of these bytes with this sidecar entry and name."""
    told = msgspec.json.encode(sorted((k, str(v)) for k, v in source.overrides.items()))
    return cache.key(stamp, sha256, source.relative, source.doc_id, told) if sha256 else ""


def _decoded(data: bytes | None) -> Result | None:
    try:
        return msgspec.msgpack.decode(data, type=Result) if data else None
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def _installed() -> list[str]:
    """LIBRARIES with their versions, as the folders that pip keeps of them are called. To ask
    importlib.metadata takes 40 ms, a seventh of a cached load."""
    names = {re.sub("[-_.]", "_", name).lower() for name in LIBRARIES}
    found = set()
    for place in sys.path:
        with suppress(OSError):
            found.update(name for name in os.listdir(place or ".") if name.endswith("-info"))
    return sorted(n for n in found if re.sub("[-_.]", "_", n.split("-")[0]).lower() in names)


class _NoBar:
    def update(self) -> None: ...

    def close(self) -> None: ...


def _progress(total: int, shown: bool):
    if not shown or sys.stderr is None or not sys.stderr.isatty():
        return _NoBar()
    from tqdm import tqdm

    return tqdm(
        total=total, unit=" documents", delay=1, leave=False, file=sys.stderr, dynamic_ncols=True
    )
