"""Label files of positions: their scores, and the cases that the weights are fitted to.

A row is a sentence or a whole document: ``{"id", "text", "positions": [{"actor", "issue",
"stance", "negated", "start", "end", "speaker"}]}``; ``also`` lists other right values of a field,
and one that is ``optional`` is neither asked nor wrong.
"""

import json
import re
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, NotRequired, TypedDict

import msgspec

from workbench.claims import positions
from workbench.claims.positions import NOT
from workbench.claims.talk import Reading, Talk
from workbench.claims.weighing import Candidate
from workbench.codebook import Codebook, expand
from workbench.corpus.evaluate import LabelError, agrees
from workbench.text import view

BOLD = 45  # points that a position has in use and not in fitting: to miss one costs more


class _Label(TypedDict):
    actor: str
    issue: str
    stance: str
    negated: bool
    start: int
    end: int
    also: NotRequired[dict[str, list]]


class _Row(TypedDict):
    text: str
    positions: list[_Label]


class Case(NamedTuple):
    """One decision: its candidates, what is shared by them, and which are right."""

    candidates: list[Candidate]
    shared: list[str]
    right: list[bool]


def of_positions(path: str | Path) -> bool:
    """Whether a label file holds positions."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return "positions" in json.loads(file.readline())
    except (OSError, ValueError, TypeError, RecursionError):
        return False  # the reader of figures names what is wrong


def read(path: str | Path) -> list[dict]:
    """The rows of a label file of positions, checked. Raises LabelError."""
    rows = []
    for number, line in enumerate(Path(path).read_text("utf-8-sig").split("\n"), 1):
        try:
            row = json.loads(line) if line.strip() else None
            rows += [msgspec.convert(row, _Row) and {"id": str(number)} | row] if row else []
        except (ValueError, RecursionError) as error:  # msgspec's are ValueErrors too
            raise LabelError(f"{Path(path).name}, line {number}: {error}") from None
    return rows


def score(rows: list[dict], book: Codebook) -> tuple[Counter, list[tuple[str, str, str]]]:
    """Counts, and what is wrong as (id, what, words). A position is found by its actor, its issue
    and an overlapping place; stance, negation and speaker are asked of those that are found.

    >>> from workbench import codebook
    >>> row = {"id": "1", "text": "Kyiv rejects a truce.", "positions": [{"actor": "ukraine",
    ...        "issue": "ceasefire", "stance": "rejects", "negated": False, "start": 5, "end": 20}]}
    >>> score([row], codebook.load())[0]["found"]
    1
    """
    told, wrong = Counter(), []
    for row in rows:
        got, text = positions.find(row["text"], book), row["text"]
        for wanted in sorted(row["positions"], key=lambda p: p.get("optional", False)):
            hit = next((p for p in got if _found(p, wanted, book)), None)
            if hit:
                got.remove(hit)
            if wanted.get("optional"):
                continue
            what = f"{wanted['actor']} {wanted['issue']} {wanted['stance']}"
            words = text[wanted["start"] : wanted["end"]]
            told.update(["found" if hit else "missed"])
            if not hit:
                wrong.append((row["id"], f"missed: {what}", words))
                continue
            stance = hit.stance in _right("stance", wanted) and hit.negated == wanted["negated"]
            speaker = agrees("speaker", hit.speaker, _right("speaker", wanted))
            told.update(stance=stance, speaker=speaker)
            if not stance:
                wrong.append((row["id"], f"{NOT * hit.negated}{hit.stance} for: {what}", words))
        told["false"] += len(got)
        wrong += [(row["id"], f"false: {p.actor} {p.issue}", text[p.start : p.end]) for p in got]
    return told, wrong


def report(paths, book: Codebook, errors: bool = False) -> str:
    """The scores of label files as text; with ``errors`` each miss."""
    told, wrong = score([row for path in paths for row in read(path)], book)
    hit = told["found"]
    precision, recall = (hit / max(1, hit + told[name]) for name in ("false", "missed"))
    both = 2 * precision * recall / max(1e-9, precision + recall)
    names = ("precision", "recall", "F1", "stance", "speaker")
    values = (precision, recall, both, told["stance"] / max(1, hit), told["speaker"] / max(1, hit))
    lines = ["".join(f"{name:>11}" for name in names), "".join(f"{x:11.3f}" for x in values)]
    return "\n".join(lines + [f"\n{id}  {what}\n    {text}" for id, what, text in wrong if errors])


def _right(name: str, wanted: dict) -> list:
    return [wanted.get(name), *wanted.get("also", {}).get(name, [])]


def party(id: str, book: Codebook) -> str:
    """A party as the codebook has it; "" for one that it has not."""
    return _known(book).get(id, "")


@lru_cache(maxsize=8)
def _known(book: Codebook) -> dict[str, str]:
    """The ids of the codebook's parties by the names that they have, written as ids."""
    told = {}
    for entry in [*book.all("bloc"), *book.all("actor")]:
        members = getattr(entry, "members", []) if entry.id not in book.tables["actor"] else []
        id = members[0] if len(members) == 1 else entry.id
        names = [name for phrase in entry.match for name in expand(phrase)]
        told |= {re.sub(r"['’]", "", n).replace(" ", "_").lower(): id for n in names}
    return told | {id: id for id in [*told.values(), *book.tables["actor"]]}


def _found(p: positions.Position, wanted: dict, book: Codebook) -> bool:
    """Whether it is the one labelled; for a party outside the codebook any name is right."""
    actors = {party(w, book) or w for w in _right("actor", wanted)}
    return (
        p.start < wanted["end"]
        and wanted["start"] < p.end
        and p.issue in _right("issue", wanted)
        and (
            p.actor in actors
            or not party(p.actor, book)
            and not all(party(a, book) for a in actors)
        )
    )


def cases(rows: list[dict], book: Codebook) -> dict[str, list[Case]]:
    """The decisions in all rows by their scale; each is given what its row says of those before."""
    found: dict[str, list[Case]] = defaultdict(list)
    for row in rows:
        together = defaultdict(list)  # the rows of several actors of one position
        for p in row["positions"]:
            place = p["start"], p["end"]
            together[*place, p["stance"], p["negated"], p["issue"]].append(p)
        seen = view(row["text"], book)
        talk = Talk(seen, book)
        for r in talk:
            places = [seen.place(r.start + f.start, r.start + f.end) for f in r.s.figures]
            mine = _matched(r, places, together)
            for k in range(len(places)):
                _decisions(found, talk, r, k, together.get(mine.get(k), []))
    return found


def _matched(r: Reading, places: list[tuple[int, int]], together: dict) -> dict:
    """Which word of stance stands for which labels: one that gives it, a strong one, the first."""
    mine = {}
    for key in sorted(together):
        start, end, stance = key[:3]
        inside = [k for k, (a, b) in enumerate(places) if a < end and start < b and k not in mine]
        kind = {k: r.s.figures[k].kind for k in inside}
        same = [k for k in inside if stance in positions.gives(r.s.figures[k])]
        strong = [k for k in inside if kind[k] not in ("tie", "text")]
        firm = [k for k in same if kind[k] in ("verb", "noun", "adjective")]
        best = strong or inside if stance == "conditions" else firm or same or strong or inside
        mine |= dict.fromkeys(best[:1], key)
    return mine


def _decisions(found: dict, talk: Talk, r: Reading, k: int, labels: list[dict]) -> None:
    """The cases of one word of stance and of what its labels say of it, if it has any."""
    book, facts = r.s.book, positions.surroundings(r, k)
    optional, (no, yes) = labels[:1] and labels[0].get("optional"), positions.position(r, k, facts)
    told = [no, yes._replace(prior=yes.prior - BOLD)]
    found["position"].append(
        Case(told, [], [bool(optional) or not labels, bool(optional or labels)])
    )
    if not labels:
        return
    right = {NOT * labels[0]["negated"] + v for p in labels for v in _right("stance", p)}
    given = positions.stances(r, k, facts)
    found["position stance"].append(Case(given, facts, [c.value in right for c in given]))
    told, actors = positions.actors(r, k), {party(p["actor"], book) or p["actor"] for p in labels}
    ok = [set(c.value.split(";")) == actors for c in told]
    if not any(ok):
        ok = [not actors.isdisjoint(c.value.split(";")) for c in told]
    if not any(ok) and not any(party(a, book) for a in actors):
        ok = [not party(c.value, book) and c.end > c.start for c in told]
    found["position actor"].append(Case(told, [], ok))
    who = next((c for c, fits in zip(told, ok, strict=True) if fits), None)
    on = positions.issues(r, k, positions.span_of(r, k, who), labels[0]["stance"])
    wanted = {v for p in labels for v in _right("issue", p)}
    found["position issue"].append(Case(on, [], [c.value in wanted for c in on]))
    r.chosen.append((who.value if who else ";".join(sorted(actors)), r.s.figures[k].at[0]))
    talk.last = r.chosen[-1][0], labels[0]["issue"]
