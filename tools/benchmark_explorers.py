"""How long the explorers take with 200,000 claims, measured in a browser.

    python tools/benchmark_explorers.py [--claims 200000]

Articles are made as in benchmark.py and read once; their claims are multiplied under new document
names. JupyterLab runs with this Python on loopback, Chromium is driven by Playwright. Times are
taken in the page: from the start of a cell to the drawn figure, from a control to the last change
of figure, table and reader.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))


def many(claims: int = 200_000, megabytes: float = 1.0):
    """A corpus of at least so many claims: articles read once and multiplied."""
    from benchmark import articles

    from workbench import codebook, corpus, documents

    folder = Path(tempfile.mkdtemp(prefix="workbench-many-"))
    for number, article in enumerate(articles(int(megabytes * 1e6), 0.5)):
        (folder / f"{number:06}.txt").write_text(article, "utf-8", newline="\n")
    book = codebook.load(None)
    sources, _ = documents.find([folder])
    read = list(corpus.stream(sources, book, progress=False))
    each = sum(len(result.claims) for result in read)
    at, doc = corpus.CLAIM_COLUMNS.index("claim_id"), corpus.CLAIM_COLUMNS.index("doc_id")
    results, copies = [], []
    for turn in range(-(-claims // each)):
        for result, source in zip(read, sources, strict=True):
            name = f"{source.doc_id}-{turn}"
            rows = [list(row) for row in result.claims]
            for row in rows:
                row[at], row[doc] = f"{row[at]}{turn:03}", name
            day = f"2025-{turn % 12 + 1:02}-{turn % 28 + 1:02}"
            told = {**result.document, "doc_id": name, "published": day}
            results.append(corpus.Result(told, result.noise, rows))
            copies.append(dataclasses.replace(source, doc_id=name))
    return corpus.Corpus(results, [], copies, book)
