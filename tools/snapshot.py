"""A snapshot of every column of every table, so that a change of behaviour is seen.

    python tools/snapshot.py > before.txt     # then change something
    python tools/snapshot.py > after.txt; diff before.txt after.txt

It reads the seeds, the dossiers and the label files under tests/data: one line a row, sorted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import workbench
from workbench import claims, codebook, compare

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
TABLES = ("documents", "noise", "passages", "dates", "claims")


def of_folder(path: Path) -> list[str]:
    """Every row of every table of a folder."""
    corpus = workbench.load(path, progress=False, cache=False)
    found = []
    tables = [(name, getattr(corpus, name)) for name in TABLES]
    for name, table in [*tables, ("disagreements", compare.disagreements(corpus))]:
        for row in table.to_dict("records"):
            row.pop("claim_id", None)
            told = json.dumps(row, default=str, sort_keys=True)
            found.append(f"{path.parent.name} {name} {told}")
    return found


def of_labels(path: Path, book) -> list[str]:
    """Every claim of the texts of a label file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "text" in row:
            for claim in claims.find(row["text"], book):
                told = json.dumps(claim._asdict(), default=str, sort_keys=True)
                found.append(f"{path.name} {row['id']} {told}")
    return found


def main() -> None:
    """Write the snapshot to standard output."""
    book = codebook.load()
    lines = []
    for folder in [ROOT / "seeds", *sorted(DATA.glob("dossiers/*/docs"))]:
        lines += of_folder(folder)
    for path in sorted(DATA.glob("*.jsonl")):
        lines += of_labels(path, book)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
