"""Scores of provisions and alignments against hand labels that lie beside their documents.

A label file has one JSON object a line. Of provisions: ``{"doc_id", "plan_id", "point", "text"}``;
of alignments: ``{"from_plan", "from_point", "to_plan", "to_point", "change", "figures_changed":
[{"from", "to"}]}``, whose plans are those of ``gold_provisions.jsonl`` in the same folder. The
documents stand in its folder ``docs``.
"""

import json
from difflib import SequenceMatcher
from pathlib import Path

from workbench import corpus
from workbench.plans.alignment import align
from workbench.plans.provisions import plan_texts

SAME = 0.9  # of the words of a provision


def read(path: str | Path) -> list[dict]:
    """The rows of a label file. Raises ValueError naming the line that is none."""
    rows = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line) if line.strip() else {"point": ""}
        if not {"point", "change"} & set(row):
            raise ValueError(f"{Path(path).name}, line {number}: needs a 'point' or a 'change'")
        rows += [row] if line.strip() else []
    return rows


def report(paths, book=None, errors: bool = False) -> str:
    """Precision, recall and F1 of the rows of label files, and with ``errors`` what differs."""
    return "\n".join(_report(path, book, errors) for path in paths)


def _report(path: str | Path, book, errors: bool) -> str:
    rows, folder = read(path), Path(path).parent
    loaded = corpus.load(folder / "docs", book, cache=False, progress=False)
    texts = {t.plan_id: t.provisions for t in plan_texts(loaded)}
    if "change" not in rows[0]:
        wanted = {(r["doc_id"], r["point"], n): r["text"] for n, r in enumerate(rows)}
        found = [p for some in texts.values() for p in some]
        hits = {key: _fit(key, text, found) for key, text in wanted.items()}
        missed = [f"missed {key[:2]}" for key, p in hits.items() if p is None]
        told = [f"false {p.doc_id, p.point}" for p in found if p not in hits.values()]
        right = len(rows) - len(missed)
        return "\n".join([_line("points", right, len(found), len(rows)), *(missed + told) * errors])
    ids = {r["plan_id"]: r["doc_id"] for r in read(folder / "gold_provisions.jsonl")}
    plans = dict.fromkeys((r["from_plan"], r["to_plan"]) for r in rows)
    got = {}
    for plan in plans:
        for row in align(*(texts.get(ids[p], []) for p in plan), loaded.codebook):
            got[*plan, *((row[f"{w}_point"], row.get(f"{w}_start")) for w in ("from", "to"))] = row
    return _alignment(rows, got, errors, loaded.claims.set_index("claim_id")["quote"].to_dict())


def _fit(key: tuple, text: str, found: list):
    fits = [p for p in found if (p.doc_id, p.point) == key[:2]]
    return next((p for p in fits if _near(p.text, text)), None)


def _near(one: str, two: str) -> bool:
    return SequenceMatcher(None, one.split(), two.split(), autojunk=False).ratio() >= SAME


def _alignment(rows: list[dict], got: dict, errors: bool, quotes: dict) -> str:
    starts = {(key[k], point, at) for key in got for k, (point, at) in enumerate(key[2:])}
    gold = {
        (r["from_plan"], r["to_plan"], *(
            _place(r.get(f"{w}_point"), r.get(f"{w}_start"), r[f"{w}_plan"], starts)
            for w in ("from", "to")
        )): r
        for r in rows
    }  # fmt: skip
    told = [f"missed {key[2:]} {row['change']}" for key, row in gold.items() if key not in got]
    told += [f"false {key[2:]} {row['change']}" for key, row in got.items() if key not in gold]
    both = gold.keys() & got.keys()
    wrong = [k for k in gold if k in both and got[k]["change"] not in _values(gold[k], "change")]
    known = [k for k in gold if k in both and gold[k].get("weight")]
    light = [k for k in known if got[k]["weight"] not in _values(gold[k], "weight")]
    other = [k for k in known if k not in light and not _reasoned(gold[k], got[k])]
    told += [f"{got[k]['change']} instead of {gold[k]['change']} {k[2:]}" for k in wrong]
    told += [f"{got[k]['weight']} instead of {gold[k]['weight']} {k[2:]}" for k in light]
    told += [f"{got[k]['reasons']} instead of {gold[k]['reasons']} {k[2:]}" for k in other]
    lost = total = extra = 0
    for key, row in gold.items():
        listed = (
            [tuple(quotes.get(f, f) for f in pair) for pair in got[key]["figures"]]
            if key in got
            else []
        )
        for figure in row.get("figures_changed", []):
            fits = [p for p in listed if _same(p, figure)]
            total, lost = total + 1, lost + (not fits)
            told += [] if fits else [f"figure missed {key[2:]} {figure}"]
            listed = [p for p in listed if p not in fits]
        extra += len(listed)
        told += [f"figure too many {key[2:]} {pair}" for pair in listed]
    lines = [
        _line("pairs", len(both), len(got), len(gold)),
        _line("pairs and change", len(both) - len(wrong), len(got), len(gold)),
        f"weight {1 - len(light) / max(1, len(known)):.3f}  reasons "
        f"{1 - (len(light) + len(other)) / max(1, len(known)):.3f} of {len(known)}",
        f"figures listed {total - lost} of {total}; too many {extra}",
    ]
    return "\n".join(lines + told * errors)


def _values(row: dict, name: str) -> list:
    also = row.get(f"{name}_also") or []
    return [row[name], *(also if isinstance(also, list) else [also])]


def _reasoned(gold: dict, got: dict) -> bool:
    return (
        set(gold["reasons"])
        <= set(got["reasons"])
        <= {*gold["reasons"], *gold.get("reasons_also", [])}
    )


def _place(point: str | None, start: int | None, plan: str, starts: set) -> tuple:
    """Which of the points with one number is meant: the nearest to where the label says."""
    own = [at for some, number, at in starts if (some, number) == (plan, point) and at is not None]
    return point, min(own, key=lambda at: (abs(at - (start or at)), at), default=None)


def _same(pair: tuple, figure: dict) -> bool:
    sides = zip(pair, (figure.get("from"), figure.get("to")), strict=True)
    return all(a == b or a and b and (a in b or b in a) for a, b in sides)


def _line(what: str, right: int, found: int, wanted: int) -> str:
    f1 = 2 * right / max(1, found + wanted)
    shares = right / max(1, found), right / max(1, wanted), f1
    return f"{what}: " + "  ".join(
        f"{name} {x:.3f}" for name, x in zip(("precision", "recall", "F1"), shares, strict=True)
    )
