"""What is said of an answer: right, or why it is wrong."""

from dataclasses import dataclass
from functools import partial

from workbench.corpus.evidence import filled
from workbench.lessons.answers import Blank, parts, seal
from workbench.lessons.exercises import Exercise, seals
from workbench.lessons.labels import gold, workbench_score


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer, as text and as HTML; true where the answer is right."""

    name: str
    hints: list[str]
    head: str
    told: list[str]

    def __bool__(self) -> bool:
        return self.head == "Right."

    def __repr__(self) -> str:
        more = f' Stuck? Type hint("{self.name}").' if self.hints else ""
        return f"{self.name}: {self.head} {' '.join(self.told)}{more}"

    def _repr_html_(self) -> str:
        return filled("verdict.html.j2", verdict=self)


def mark(one: Exercise, answer) -> Verdict:
    """The verdict on an answer."""
    verdict = partial(Verdict, one.name, one.hints)
    try:
        given = parts(answer, one.form, one.digits)
    except Blank:
        return verdict("Not answered yet.", [one.question, "Put your answer in place of the dots."])
    except TypeError as form:
        kind = f"yours is of the type {type(answer).__name__}."
        return verdict("Not in the form asked for.", [f"The answer here is {form};", kind])
    mine, wanted = {seal(one.name, part) for part in given}, seals(one, one)
    whys, beside = _whys(one, mine), _beside(one, given, mine, wanted)
    if _is(one, mine, wanted):
        return Verdict(one.name, [], "Right.", [one.right, *beside, *whys])
    return verdict("Not yet.", beside + (whys or _unit(one, answer, wanted) or [one.otherwise]))


def _is(one: Exercise, mine: set[str], told: set[str]) -> bool:
    """Whether an answer is this one: one of several, all of a list, enough of the labels."""
    if one.form == "labels":
        return len(mine & told) >= one.enough * len(told)
    return bool(mine & told) if one.form in ("number", "text") else mine == told


def _whys(one: Exercise, mine: set[str]) -> list[str]:
    """Why the answer is wrong, from the first row that fits; of labels from each."""
    whys = []
    for row in one.wrong:
        told = seals(one, row)
        fits = {"is": _is(one, mine, told), "has": mine & told, "lacks": told - mine}
        whys += [row.why] if fits[row.when] else []
    return whys if one.form == "labels" else whys[:1]


def _unit(one: Exercise, answer, wanted: set[str]) -> list[str]:
    """Whether a number is right but for its size: thousands for millions, a share for percent."""
    for step in (2, 3, 6, 9, -2, -3, -6, -9) if one.form == "number" else ():
        if seal(one.name, parts(float(answer) * 10.0**step, one.form, one.digits)[0]) in wanted:
            size = f"{10 ** abs(step):,} times too {'small' if step > 0 else 'large'}"
            return [f"The digits are right, but the number is {size}: look at its unit."]
    return []


def _beside(one: Exercise, given: tuple[str, ...], mine: set[str], wanted: set[str]) -> list[str]:
    """How many parts of a list belong; of labels beside those of the workbench."""
    right = len(mine & wanted)
    if one.form != "labels":
        told = f"Right: {right}; wrong: {len(mine) - right}; missing: {len(wanted) - right}."
        return [told] if one.form in ("set", "numbers") and mine != wanted else []
    labels = {int(item): label for item, label in (part.split(":") for part in given)}
    (same, both), (hits, asked) = workbench_score(one, labels), workbench_score(one, gold(one))
    return [
        f"As in the gold labels: {right} of yours, {hits} of the workbench's own, of {asked}.",
        f"You and the workbench agree on {same} of {both}.",
    ]
