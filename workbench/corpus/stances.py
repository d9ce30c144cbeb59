"""Label files of positions: their scores, and the cases that the weights are fitted to.

A row is a sentence or a whole document: ``{"id", "text", "positions": [{"actor", "issue", "stance",
"negated", "start", "end", "speaker"}]}``; ``also`` lists other right values of a field, and one that
is ``optional`` is neither asked nor wrong.
"""

import json
import re
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

from workbench.claims import positions
from workbench.claims.talk import Talk
from workbench.codebook import Codebook, expand
from workbench.text import view

SCALES = ("position", "position stance", "position actor", "position issue")


def read(path: str | Path) -> list[dict]:
    """The rows of a label file of positions."""
    lines = Path(path).read_text(encoding="utf-8-sig").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def _right(name: str, wanted: dict) -> list:
    return [wanted[name], *wanted.get("also", {}).get(name, [])]


def score(rows: list[dict], book: Codebook) -> dict:
    """Found: actor, issue and an overlapping place; stance with its negation, of those found."""
    told: Counter = Counter()
    errors = []
    for row in rows:
        got = positions.find(row["text"], book)
        for wanted in sorted(row["positions"], key=lambda p: p.get("optional", False)):
            hit = next((p for p in got if _same(p, wanted, book)), None)
            if hit:
                got.remove(hit)
            if wanted.get("optional"):
                continue
            told["asked"] += 1
            told["hit"] += hit is not None
            if not hit:
                errors.append((row, "missed", wanted))
                continue
            right = hit.stance in _right("stance", wanted) and hit.negated == wanted["negated"]
            told["stance"] += right
            if not right:
                errors.append((row, f"{'not ' * hit.negated}{hit.stance}", wanted))
            said = wanted.get("speaker")
            told["speaker"] += (hit.speaker or "") == (said or "")
        told["false"] += len(got)
        errors += [(row, "false", p._asdict()) for p in got]
    return {"told": told, "errors": errors}


def f1(told) -> tuple:
    hit = told["hit"]
    p, r = hit / max(1, hit + told["false"]), hit / max(1, told["asked"])
    return (
        p,
        r,
        2 * p * r / max(1e-9, p + r),
        told["stance"] / max(1, hit),
        told["speaker"] / max(1, hit),
    )


def party(id: str, book: Codebook) -> str:
    """A party as the codebook has it; "" for one that it has not."""
    return _aliases(book).get(id, "")


@lru_cache(maxsize=8)
def _aliases(book: Codebook) -> dict[str, str]:
    told = {}
    for entry in [*book.all("bloc"), *book.all("actor")]:
        id = entry.id if hasattr(entry, "kind") else entry.members[0]
        if hasattr(entry, "kind") or len(entry.members) == 1:
            names = (n for phrase in entry.match for n in expand(phrase))
            told |= {re.sub(r"['’]", "", n).replace(" ", "_").lower(): id for n in names}
    told |= {entry.members[0]: entry.members[0] for entry in book.all("bloc")}
    return told | {id: id for id in book.tables["actor"]}


def agrees(got: str, wanted: dict, book: Codebook) -> bool:
    """Whether an actor is the right one; of those outside the codebook every name is."""
    return any(got == w or party(got, book) == party(w, book) for w in _right("actor", wanted))


def _same(p, wanted: dict, book: Codebook) -> bool:
    return (
        p.start < wanted["end"]
        and wanted["start"] < p.end
        and agrees(p.actor, wanted, book)
        and p.issue in _right("issue", wanted)
    )


def cases(rows: list[dict], book: Codebook) -> dict[str, list[tuple]]:
    """The decisions of all scales in all rows: (candidates, shared, which are right)."""
    found = defaultdict(list)
    told: Counter = Counter()
    for row in rows:
        seen = view(row["text"], book)
        talk = Talk(seen, book)
        together = defaultdict(list)
        for p in row["positions"]:
            together[p["start"], p["end"], p["stance"], p["negated"], p["issue"]].append(p)
        for r in talk:
            places = [seen.place(r.start + f.start, r.start + f.end) for f in r.s.figures]
            mine = _matched(r, places, together)
            for k in range(len(places)):
                _of_stance(found, talk, r, k, places[k], mine.get(k), together)
            for key in mine.values():
                told["reached"] += len(together[key])
        told["asked"] += sum(map(len, together.values()))
        found["told"] = told
    return found


def _matched(r, places, together) -> dict:
    """Which word of stance stands for which labels: the first that gives it, else the first."""
    mine = {}
    for key in sorted(together):
        start, end, stance = key[:3]
        inside = [k for k, (a, b) in enumerate(places) if a < end and start < b and k not in mine]
        same = [
            k
            for k in inside
            if stance in {getattr(e, "gives", "conditions") for e in r.s.figures[k].shared}
        ]
        strong = [k for k in inside if r.s.figures[k].kind not in ("tie", "text")]
        firm = [k for k in same if r.s.figures[k].kind not in ("modal", "tie", "text")]
        best = strong or inside if stance == "conditions" else firm or same or strong or inside
        if best:
            mine[best[0]] = key
    return mine


def _of_stance(found, talk, r, k, place, key, together) -> None:
    facts = positions.surroundings(r, k)
    labels = together[key] if key else []
    optional = key and labels[0].get("optional")
    told = positions.position(r, k, facts)
    found["position"].append((told, [], [optional or not key, optional or bool(key)]))
    if not key:
        return
    right = {("not " * key[3]) + v for p in labels for v in _right("stance", p)}
    given = positions.stances(r, k, facts)
    found["position stance"].append((given, facts, [c.value in right for c in given]))
    told, book = positions.actors(r, k), r.s.book
    actors = {party(p["actor"], book) or p["actor"] for p in labels}
    ok = [set(c.value.split(";")) == actors for c in told]
    if not any(ok):
        ok = [bool(set(c.value.split(";")) & actors) for c in told]
    if not any(ok) and not any(party(a, book) for a in actors):
        ok = [not party(c.value, book) and c.end > c.start for c in told]
    found["position actor"].append((told, [], ok))
    who = next((c for c, fits in zip(told, ok) if fits), None)
    span = positions.span_of(r, k, who)
    on = positions.issues(r, k, span)
    wanted = {v for p in labels for v in _right("issue", p)}
    found["position issue"].append((on, [], [c.value in wanted for c in on]))
    r.chosen.append((who.value if who else ";".join(sorted(actors)), r.s.figures[k].at[0]))
    talk.last = r.chosen[-1][0], key[4]
