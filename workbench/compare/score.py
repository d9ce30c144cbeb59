"""Scores of found disagreements against hand labels.

A label file has one JSON object a line: ``{"id", "docs": [{"doc_id", "published", "text"}],
"disagreements": [{"kind", "figures": [{"doc_id", "start", "end", "quote"}]}], "not": [...]}``.
A disagreement counts as found when two of its figures stand in one that was found.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from workbench import compare, corpus
from workbench.codebook import Codebook


@dataclass
class Score:
    """Counts over groups of documents, and one line for each difference."""

    found: int = 0
    missed: int = 0
    false: int = 0
    kind: int = 0
    near: int = 0  # near-misses told as contradictions of value
    traps: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)

    def report(self, errors: bool = False) -> str:
        """A line of figures, and with ``errors`` what is wrong in which group."""
        told = max(self.found + self.missed, 1), max(self.found + self.false, 1)
        lines = [
            f"recall {self.found / told[0]:.3f}  precision {self.found / told[1]:.3f}  "
            f"kind {self.kind / max(self.found, 1):.3f}  "
            f"near-misses told as contradictions: {self.near} of {self.traps}"
        ]
        return "\n".join(lines + ([f"{id}: {what}" for id, what in self.errors] if errors else []))


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
            left = compare.disagreements(documents(row, folder, book)).to_dict("records")
        against = [t for t in left if t["kind"] in ("value", "within_document")]

        def wrong(what: str, of: dict, row=row) -> None:
            total.errors.append((row["id"], f"{what} {[f['quote'] for f in of['figures']]}"))

        for gold in row["disagreements"]:
            fits = [t for t in left if _meet(gold, t)]
            best = next((t for t in fits if t["kind"] == gold["kind"]), fits[0] if fits else None)
            if best is None:
                total.missed += 1
                wrong(f"missed {gold['kind']}", gold)
                continue
            left.remove(best)
            total.found += 1
            total.kind += best["kind"] == gold["kind"]
            if best["kind"] != gold["kind"]:
                wrong(f"{best['kind']} instead of {gold['kind']}", gold)
        total.false += len(left)
        for told in left:
            wrong(f"false {told['kind']}", told)
        for trap in row.get("not", []):
            total.traps += 1
            if any(_meet(trap, told) for told in against):
                total.near += 1
                wrong("near-miss told as a contradiction", trap)
    return total


def _meet(gold: dict, told: dict) -> bool:
    """Whether two figures of one stand in the other."""
    places = [(f["doc_id"], f["start"], f["end"]) for f in told["figures"]]
    return 2 <= sum(
        any(d == f["doc_id"] and a < f["end"] and f["start"] < b for d, a, b in places)
        for f in gold["figures"]
    )
