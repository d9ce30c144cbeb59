"""One document after the other: read, or taken from the disk cache.

Memory does not grow with the number of documents.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from workbench import __version__, cache, copies, documents, rates
from workbench import codebook as codebooks

BATCH = 200
SMALL = 1 << 17


class Result(msgspec.Struct, array_like=True):
    """What one document gives: its row, its noise and its claims, ready for the tables."""

    document: dict
    noise: list[tuple]
    claims: list[list]
    sketch: list[int] = []


@lru_cache(maxsize=1)
def _code_version() -> str:
    """A hash over the modules that results depend on: a cache never outlives a rule."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stream(
    sources: list[documents.Source],
    book: codebooks.Codebook,
    *,
    use_cache: bool = True,
    progress: bool = True,
) -> Iterator[Result | documents.Unreadable]:
    """One document after the other, in order of path: a Result, or why it was left out.

    Results come from the disk cache where a document, the code and the codebook are unchanged.
    Memory does not grow with the corpus.
    """
    store = cache.Cache() if use_cache else None
    stamp = cache.key(_code_version(), book.fingerprint, rates.edition())
    bar = _progress(len(sources), progress)
    seen = copies.Copies()
    try:
        for batch in _batched(sources, BATCH):
            keys = {s.doc_id: _key(s, stamp) for s in batch}
            known = store.get_many([k for k in keys.values() if k]) if store else {}
            fresh: dict[str, bytes] = {}
            for source in batch:
                key = keys[source.doc_id]
                result = _decode(known.get(key)) if key in known else None
                if result is None:
                    # Not above: a cached load does without all that reads.
                    from workbench import analysis

                    try:
                        result = Result(*analysis.analyse(documents.read(source), book))
                    except documents.Unreadable as error:
                        yield error
                        bar.update()
                        continue
                    except Exception as error:  # one document must not cost the others
                        yield documents.Unreadable(
                            source.relative,
                            f"stopped the analysis ({type(error).__name__}: {error}); this is a "
                            "fault of the workbench: please report it with the document",
                        )
                        bar.update()
                        continue
                    if key:
                        fresh[key] = msgspec.msgpack.encode(result)
                if seen.repeats(result.sketch):
                    result.document["warnings"].append("near_duplicate")
                yield result
                bar.update()
            if store and fresh:
                store.put_many(fresh)
    finally:
        bar.close()


def _batched(rows: Iterable, size: int) -> Iterator[tuple]:
    rows = iter(rows)  # itertools.batched is of Python 3.12
    while batch := tuple(itertools.islice(rows, size)):
        yield batch


def _key(source: documents.Source, stamp: str) -> str | None:
    """Content, sidecar entry and name of a document; None where it cannot be read."""
    try:
        with open(source.path, "rb") as file:
            data = file.read(SMALL)  # file_digest makes a buffer of a quarter of a megabyte
            digest = hashlib.sha256(data)
            if len(data) == SMALL:
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256")
    except OSError:
        return None
    told = msgspec.json.encode(sorted((k, str(v)) for k, v in source.overrides.items()))
    return cache.key(stamp, digest.hexdigest(), source.relative, source.doc_id, told)


def _decode(data: bytes | None) -> Result | None:
    try:
        return msgspec.msgpack.decode(data, type=Result) if data else None
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


class _NoBar:
    def update(self) -> None: ...

    def close(self) -> None: ...


def _progress(total: int, shown: bool):
    if not shown or not sys.stderr.isatty():
        return _NoBar()
    from tqdm import tqdm

    return tqdm(
        total=total,
        unit=" documents",
        delay=1,
        leave=False,
        file=sys.stderr,
        dynamic_ncols=True,
    )
