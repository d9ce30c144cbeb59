"""Scores of found disagreements against hand labels.

A label file has one JSON object a line: ``{"id", "docs": [{"doc_id", "published", "text"}],
"disagreements": [{"kind", "figures": [{"doc_id", "start", "end", "quote"}]}], "not": [...]}``.
A disagreement counts as found when two of its figures stand in one that was found.
"""

from dataclasses import dataclass, field

from workbench import compare
from workbench.codebook import Codebook
from workbench.corpus import labelled


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


def report(paths, book: Codebook | None = None, errors: bool = False) -> str:
    """What is found and missed of some label files, in words."""
    rows = [row for path in paths for row in labelled.read(path, "disagreements")]
    return score(rows, book).report(errors)


def score(rows: list[dict], book: Codebook | None = None) -> Score:
    """Scores of the disagreements found in each group of documents."""
    total = Score()
    for row in rows:
        with labelled.corpus(row, book) as corpus:
            found = compare.disagreements(corpus).to_dict("records")
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
