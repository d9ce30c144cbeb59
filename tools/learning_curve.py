"""How the labels get better with more sentences: trained on shares of the label files.

    python tools/learning_curve.py           # shares 0.25 0.5 0.75 1, scored on the held files
    python tools/learning_curve.py 0.5 1 --on tests/data/held_mixed.jsonl

Every nth row of each label file is left out, whatever it holds. The files that score are those that
the weights are never fitted to. A line a share: figures learned from, then each label's accuracy.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from workbench import codebook
from workbench.claims import claim, weighing
from workbench.corpus import evaluate, training

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
HELD = [DATA / "held_sentences.jsonl", DATA / "held_mixed.jsonl"]
LABELS = ("role", "modality", "attribution", "actor", "beneficiary", "speaker")


def share_of(path: Path, share: float, folder: Path) -> Path:
    """A label file with that share of its rows, evenly drawn."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [x for n, x in enumerate(lines) if int((n + 1) * share) > int(n * share)]
    target = folder / path.name
    target.write_text("".join(kept), encoding="utf-8")
    return target


def trained(share: float) -> tuple[codebook.Codebook, int]:
    """A codebook with weights from a share of the labels, and the number of figures."""
    files = [DATA / told["file"] for told in json.loads(codebook.WEIGHTS.read_text())["trained_on"]]
    with tempfile.TemporaryDirectory() as folder:
        paths = [share_of(path, share, Path(folder)) for path in files]
        book = codebook.Codebook(codebook.load().tables)
        book.weights = training.train(paths, book)
        figures = sum(len(row["figures"]) for path in paths for row in evaluate.read(path))
    weighing.scale.cache_clear()
    claim._read.cache_clear()
    return book, figures


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shares", nargs="*", type=float, default=[0.25, 0.5, 0.75, 1.0])
    parser.add_argument("--on", nargs="*", type=Path, default=HELD, help="label files that score")
    given = parser.parse_args()
    print(f"{'share':>6}{'figures':>9}" + "".join(f"{name:>13}" for name in LABELS))
    rows = [row for path in given.on for row in evaluate.read(path)]
    for share in given.shares:
        book, figures = trained(share)
        result = evaluate.score(rows, book)
        cells = "".join(f"{result.accuracy(name) or 0:13.3f}" for name in LABELS)
        print(f"{share:6.2f}{figures:9}{cells}", flush=True)


if __name__ == "__main__":
    main()
