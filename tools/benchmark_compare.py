"""Measures how the comparison of claims grows with their number.

    python tools/benchmark_compare.py [SIZE...]        (50000 100000 200000 when none is given)

The claims of tests/data's groups of documents are multiplied: every copy with other amounts, other
days and its own words in each sentence, so that nothing is remembered from one to the next. The
reference of the same run is a bare word split of the same sentences. Times are processor time.
"""

import random
import re
import resource
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from workbench import compare
from workbench.corpus import labelled

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"


def multiplied(corpus, texts: dict[str, str], size: int):
    """A corpus of ``size`` claims out of a small one."""
    rng = random.Random(1)
    tables, papers, made = [], [], 0
    while made < size:
        copy, factor = f"-{len(tables)}", rng.uniform(0.2, 4)
        claims, documents = corpus.claims.copy(), corpus.documents.copy()
        claims["claim_id"] += copy
        claims["doc_id"] += copy
        documents["doc_id"] += copy
        claims[["low", "high"]] *= factor
        claims["sentence"] = [f"{s} Note{copy}." for s in claims["sentence"]]
        documents["published"] += pd.Timedelta(days=rng.randrange(900))
        tables.append(claims)
        papers.append(documents)
        made += len(claims)
    return SimpleNamespace(
        claims=pd.concat(tables, ignore_index=True).iloc[:size],
        documents=pd.concat(papers, ignore_index=True),
        codebook=corpus.codebook,
        clean=lambda doc_id: texts[doc_id.rsplit("-", 1)[0]],
        view=lambda doc_id: corpus.view(doc_id.rsplit("-", 1)[0]),
    )


def main(sizes: list[int]) -> None:
    files = ("gold_disagreements_dev.jsonl", "rows_disagreements.jsonl")
    rows = [row for name in files for row in labelled.read(DATA / name, "disagreements")]
    docs = [d for row in rows for d in row["docs"]]
    with tempfile.TemporaryDirectory() as folder:
        corpus = labelled.documents({"docs": docs}, folder)
        texts = {doc_id: corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]}
        print(
            "| claims | word split (s) | compared (s) | ms a claim | disagreements | memory (MB) |"
        )
        print("|---|---|---|---|---|---|")
        for size in sizes:
            many = multiplied(corpus, texts, size)
            start = time.process_time()
            for sentence in many.claims["sentence"]:
                re.findall(r"\w+", sentence)
            middle = time.process_time()
            done = compare.Comparison(many)
            end = time.process_time()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"| {size:,} | {middle - start:.2f} | {end - middle:.1f} "
                f"| {1000 * (end - middle) / size:.2f} | {len(done.rows):,} | {peak:,} |",
                flush=True,
            )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [50_000, 100_000, 200_000])
