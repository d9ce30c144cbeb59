"""Label files of whole documents: groups of them, each read as a corpus of its own."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.codebook import Codebook
from workbench.corpus.corpus import Corpus, load


def read(path: str | Path, part: str) -> list[dict]:
    """The groups of a label file. Raises ValueError naming the line that is none."""
    rows = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = json.loads(line)
            for name in ("docs", part):
                if not isinstance(row.get(name), list):
                    raise ValueError(f"{Path(path).name}, line {number}: needs a list {name!r}")
            rows.append(row)
    return rows


def documents(row: dict, folder: str | Path, book: Codebook | None = None) -> Corpus:
    """The corpus of one group, written into a folder with its dates in a sidecar."""
    entries = []
    for d in row["docs"]:
        name = f"{d['doc_id']}.txt"
        Path(folder, name).write_text(d["text"], encoding="utf-8", newline="")
        if d.get("published"):
            entries.append(f'["{name}"]\npublished = {d["published"]}\n')
    Path(folder, "corpus.toml").write_text("\n".join(entries), encoding="utf-8")
    return load(folder, book, cache=False, progress=False, jobs=0)


@contextmanager
def corpus(row: dict, book: Codebook | None = None) -> Iterator[Corpus]:
    """The corpus of one group while it is asked."""
    with tempfile.TemporaryDirectory() as folder:
        yield documents(row, folder, book)
