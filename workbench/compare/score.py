"""Scores of found disagreements against hand labels.

A label file has one JSON object a line: ``{"id", "docs": [{"doc_id", "published", "text"}],
"disagreements": [{"kind", "figures": [{"doc_id", "start", "end", "quote"}]}], "not": [...]}``.
A disagreement counts as found when two of its figures stand in one that was found.
"""

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from workbench import compare, corpus
from workbench.codebook import Codebook


@dataclass
class Score:
    """Counts over groups of documents, and one line for each difference."""

    labelled: int = 0
    told: int = 0
    found: int = 0
    kind: int = 0
    near: int = 0  # near-misses told as contradictions of value
    traps: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)

    def report(self, errors: bool = False) -> str:
        """A line of figures, and with ``errors`` what is wrong in which group."""
        line = (
            f"recall {self.found / max(self.labelled, 1):.3f}  "
            f"precision {self.found / max(self.told, 1):.3f}  "
            f"kind {self.kind / max(self.found, 1):.3f}  "
            f"near-misses told as contradictions: {self.near} of {self.traps}"
        )
        return "\n".join([line, *(f"{id}: {what}" for id, what in self.errors if errors)])


def read(path: str | Path) -> list[dict]:
    """The groups of a label file. Raises ValueError naming the line that is none."""
    rows = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = json.loads(line)
            for part in ("docs", "disagreements"):
                if not isinstance(row.get(part), list):
                    raise ValueError(f"{Path(path).name}, line {number}: needs a list {part!r}")
            rows.append(row)
    return rows


def documents(row: dict, folder: str | Path, book: Codebook | None = None):
    """The corpus of one group, written into a folder with its dates in a sidecar."""
    entries = []
    for d in row["docs"]:
        name = f"{d['doc_id']}.txt"
        Path(folder, name).write_text(d["text"], encoding="utf-8", newline="")
        if d.get("published"):
            entries.append(f'["{name}"]\npublished = {d["published"]}\n')
    Path(folder, "corpus.toml").write_text("\n".join(entries), encoding="utf-8")
    return corpus.load(folder, book, cache=False, progress=False, jobs=0)


def score(rows: list[dict], book: Codebook | None = None) -> Score:
    """Scores of the disagreements found in each group of documents."""
    total = Score()
    for row in rows:
        with tempfile.TemporaryDirectory() as folder:
            found = compare.disagreements(documents(row, folder, book)).to_dict("records")
        left, wrong = list(found), []
        for gold in row["disagreements"]:
            fits = [t for t in left if _meet(gold, t)]
            if not fits:
                wrong.append((f"missed {gold['kind']}", gold))
                continue
            best = max(fits, key=lambda t: t["kind"] == gold["kind"])
            left.remove(best)
            total.found += 1
            total.kind += best["kind"] == gold["kind"]
            if best["kind"] != gold["kind"]:
                wrong.append((f"{best['kind']} instead of {gold['kind']}", gold))
        wrong += [(f"false {t['kind']}", t) for t in left]
        against = [t for t in found if t["kind"] in ("value", "within_document")]
        traps = row.get("not", [])
        near = [trap for trap in traps if any(_meet(trap, t) for t in against)]
        wrong += [("near-miss told as a contradiction", trap) for trap in near]
        total.labelled += len(row["disagreements"])
        total.told += len(found)
        total.near += len(near)
        total.traps += len(traps)
        total.errors += [(row["id"], f"{w} {[f['quote'] for f in t['figures']]}") for w, t in wrong]
    return total


def _meet(gold: dict, told: dict) -> bool:
    """Whether two figures of one stand in the other."""
    places = [(f["doc_id"], f["start"], f["end"]) for f in told["figures"]]
    return 2 <= sum(
        any(d == f["doc_id"] and a < f["end"] and f["start"] < b for d, a, b in places)
        for f in gold["figures"]
    )
