"""Scores of the versions of plans, and of their lineage, against hand labels.

A label file has one JSON object a line: ``{"id", "docs": [{"doc_id", "published", "text"}],
"versions": [{"sponsor", "points", "label", "first_seen", "status", "mentions": [{"doc_id", "start",
"end"}]}], "revises": [[later, earlier]]}``. A version is found where a mention overlaps, the
sponsors meet and the number of points is one of those told.
"""

from collections import Counter

from workbench.codebook import Codebook
from workbench.corpus import labelled
from workbench.plans.versions import plans

FIELDS = ("sponsor", "points", "first_seen", "status", "label")


class Score:
    """Counts of versions and edges: hits, told, labelled; right fields; one line an error."""

    def __init__(self):
        self.counts, self.errors = Counter(), []

    def f1(self, what: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of ``version`` or ``edge``."""
        hit, told, labelled = (self.counts[what, k] for k in ("hit", "told", "labelled"))
        return hit / max(told, 1), hit / max(labelled, 1), 2 * hit / max(told + labelled, 1)

    def report(self, errors: bool = False) -> str:
        """A line for versions, one for edges, one for the fields of the versions found."""
        lines = [f"{w}s: precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}"
                 for w in ("version", "edge") for p, r, f in [self.f1(w)]]  # fmt: skip
        found = max(self.counts["version", "hit"], 1)
        lines.append("  ".join(f"{name} {self.counts[name] / found:.3f}" for name in FIELDS))
        return "\n".join(lines + [f"{id}: {what}" for id, what in self.errors if errors])


def report(paths, book: Codebook | None = None, errors: bool = False) -> str:
    """What is found and missed of some label files, in words."""
    rows = [row for path in paths for row in labelled.read(path, "versions")]
    return score(rows, book).report(errors)


def score(rows: list[dict], book: Codebook | None = None) -> Score:
    """Scores of the versions found in each group of documents."""
    total = Score()
    for row in rows:
        with labelled.corpus(row, book) as corpus:
            table = plans(corpus).astype(object)
        told = table.where(table.notna(), None).to_dict("records")
        pairs: dict[int, dict] = {}
        for k, gold in enumerate(row["versions"]):
            left = [x for x in told if x not in pairs.values() and same(gold, x)]
            if left:
                pairs[k] = left[0]
                total.counts.update([name for name in FIELDS if left[0][name] == gold.get(name)])
                total.errors += [(row["id"], f"{name} {left[0][name]!r} for {gold.get(name)!r}")
                                 for name in FIELDS if left[0][name] != gold.get(name)]  # fmt: skip
            else:
                total.errors.append((row["id"], f"missed {gold['label']!r}"))
        hits = [x["plan_id"] for x in pairs.values()]
        extra = [x for x in told if x["plan_id"] not in hits]
        total.errors += [(row["id"], f"false {x['plan_id']} {x['label']!r}") for x in extra]
        ids = {k: x["plan_id"] for k, x in pairs.items()}
        wanted = {(ids.get(a, a), ids.get(b, b)) for a, b in row["revises"]}
        edges = {(x["plan_id"], earlier) for x in told for earlier in x["revises"]}
        total.errors += [(row["id"], f"missed edge {e}") for e in sorted(wanted - edges, key=str)]
        total.errors += [(row["id"], f"false edge {e}") for e in sorted(edges - wanted)]
        counts = {
            "version": (pairs, told, row["versions"]),
            "edge": (wanted & edges, edges, row["revises"]),
        }
        for what, (hit, every, gold) in counts.items():
            sizes = {"hit": len(hit), "told": len(every), "labelled": len(gold)}
            total.counts.update({(what, name): n for name, n in sizes.items()})
    return total


def same(gold: dict, told: dict) -> bool:
    """Whether a version found is the one labelled."""
    mine, theirs = ({*(x.get("sponsor") or "").split(";")} - {""} for x in (gold, told))
    counts = {gold.get("points"), *gold.get("points_also", [])}
    return (told["points"] in counts and (not mine or not theirs or bool(mine & theirs))) and any(
        m["doc_id"] == n["doc_id"] and m["start"] < n["end"] and n["start"] < m["end"]
        for m in gold["mentions"]
        for n in told["mentions"]
    )
