"""Lines that recur in the first documents of one source, masked in all of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, islice
from urllib.parse import urlsplit

from workbench.text import noise

LEARNED = 200  # documents that are held back until it is known what recurs
LEAST = 3
SHARE = 0.5
RULE = "repeated.line"
# Where the rows of a table have their offsets.
OFFSETS = {"passages": 2, "dates": 1, "positions": 2, "review": 1}


def masked(results: Iterator, table: str | None = None) -> Iterator:
    """The results of a stream with recurring lines masked; those of copies are not counted."""
    try:
        first = list(islice(results, LEARNED))
        counts: dict[str, Counter] = defaultdict(Counter)
        sizes: Counter = Counter()
        for r in first:
            if hasattr(r, "stubs") and "near_duplicate" not in r.document["warnings"]:
                sizes[_source(r)] += 1
                counts[_source(r)].update({line for line, _, _ in r.stubs})
        known = {
            source: {line for line, n in told.items() if n >= max(LEAST, SHARE * sizes[source])}
            for source, told in counts.items()
        }
        for r in chain(first, results):
            yield _without(r, known.get(_source(r), set()), table) if hasattr(r, "stubs") else r
    finally:
        results.close()


def _source(result) -> str:
    """Publisher, host, or folder of a document."""
    row = result.document
    host = urlsplit(row["url"]).hostname if row["url"] else None
    return row["publisher"] or host or row["path"].rpartition("/")[0]


def _without(result, known: set[str], table: str | None):
    """A result with its recurring lines masked."""
    spans = [(a, b) for line, a, b in result.stubs if line in known]
    if not spans:
        return result

    def free(start: int, end: int) -> bool:
        return not any(a < end and start < b for a, b in spans)

    repeated = [noise.Masked(a, b, "boilerplate", RULE) for a, b in spans]
    told = noise.disjoint([noise.Masked(*m) for m in result.noise] + repeated)
    row = result.document
    row["masked_share"] = round(sum(m.end - m.start for m in told) / row["chars"], 6)
    result.noise = [tuple(m) for m in told]
    result.claims = [c for c in result.claims if free(c[2], c[3])]
    if table == "noise":
        texts = {(r[1], r[2]): r[5] for r in result.rows}
        texts |= {(a, b): text for text, a, b in result.stubs}
        result.rows = [[row["doc_id"], *m, texts.get((m.start, m.end), "")] for m in told]
    elif table in OFFSETS:
        k = OFFSETS[table]
        result.rows = [r for r in result.rows if free(r[k], r[k + 1])]
    return result
