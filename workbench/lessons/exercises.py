"""Exercises are data: a TOML file a lesson, with answers that are sealed or asked of the tables."""

import difflib
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal

import msgspec
import pandas as pd

from workbench import corpus as corpora
from workbench.lessons.answers import FORMS, parts, seal

HERE = Path(__file__).resolve().parent
# The corpora of the lessons: where they lie in the project, and the codebook that reads them; the
# dossier without one is "bare".
CORPORA = {
    "seeds": ("seeds", None),
    "dossier": ("notebooks/lessons/dossier", "notebooks/lessons/lethmar.toml"),
    "bare": ("notebooks/lessons/dossier", None),
}
# Tables that are made from a whole corpus, and their rooms.
ROOMS = {"plans": "plans", "lineage": "plans", "provisions": "plans", "alignments": "plans",
         "disagreements": "compare", "facts": "findings"}  # fmt: skip
TAKES = {
    "count": len,
    "sum": pd.Series.sum,
    "values": lambda column: list(column.explode().dropna()),
}
Name = Literal[*CORPORA]


class Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """What is read from TOML: an unknown field is an error."""


class Derived(Strict, frozen=True):
    """An answer asked of a table when it is checked: rows ``where`` (as ``DataFrame.query``), each
    ``once`` by these columns, a ``column``, and what to ``take`` of it."""

    corpus: Name
    table: str
    where: str = ""
    once: list[str] = []
    column: str = ""
    take: Literal[*TAKES] = "count"


class Wrong(Strict, frozen=True):
    """A likely wrong answer and why: it ``is`` this, ``has`` or ``lacks`` one of these parts."""

    why: str
    when: Literal["is", "has", "lacks"] = "is"
    sealed: list[str] = []
    derived: Derived | None = None


class Exercise(Strict, frozen=True):
    """A question, its answer and what to say of others; of labels, the ``items`` (document,
    figure) and the share that is ``enough``."""

    name: str
    question: str
    form: Literal[*FORMS]
    right: str
    otherwise: str
    hints: list[str]
    sealed: list[str] = []
    derived: Derived | None = None
    digits: int = 0
    enough: float = 1.0
    wrong: list[Wrong] = []
    items: list[tuple[str, str]] = []


class Lesson(Strict, frozen=True):
    """A lesson: its title and its exercises in order."""

    title: str
    exercise: list[Exercise]


@cache
def lessons() -> dict[str, Lesson]:
    """The lessons by the name of their file, in reading order."""
    files = sorted(HERE.glob("*.toml"))
    return {p.stem: msgspec.convert(tomllib.loads(p.read_text("utf-8")), Lesson) for p in files}


def exercise(name: str) -> Exercise:
    """An exercise by its name. Raises ValueError with the nearest names for an unknown one."""
    known = {one.name: one for lesson in lessons().values() for one in lesson.exercise}
    if name not in known:
        near = ", ".join(difflib.get_close_matches(str(name), known, 3, 0))
        raise ValueError(f"no exercise {name!r}; the nearest are: {near}")
    return known[name]


def folder(name: str, part: int = 0) -> Path:
    """Where a corpus of the lessons lies (``part`` 1: its codebook); else a ValueError."""
    if name not in CORPORA:
        raise ValueError(f"no corpus {name!r}; there is: {', '.join(CORPORA)}")
    for above in (Path.cwd(), *Path.cwd().parents, HERE.parent.parent):
        if (above / CORPORA[name][part]).exists():
            return above / CORPORA[name][part]
    raise ValueError(f"no folder {CORPORA[name][part]}; keep your notebook inside the project's")


@cache
def load(name: str) -> corpora.Corpus:
    """A corpus of the lessons, ``"seeds"`` or ``"dossier"``; read once in a session.

    Raises ValueError where its folder is not found.

    >>> len(load("dossier"))
    20
    """
    book = folder(name, 1) if CORPORA.get(name, (0, 0))[1] else None
    return corpora.load(folder(name), book, progress=False, jobs=0, corrections=False)


def derive(query: Derived):
    """What a query takes from its table, as the tables are now."""
    room = ROOMS.get(query.table)
    made = getattr(import_module(f"workbench.{room}") if room else load(query.corpus), query.table)
    table = made(load(query.corpus)) if room else made
    table = table.query(query.where, engine="python") if query.where else table
    table = table.drop_duplicates(query.once) if query.once else table
    return TAKES[query.take](table[query.column] if query.column else table)


def seals(one: Exercise, told: Exercise | Wrong) -> set[str]:
    """The sealed parts of an exercise's answer, or of one of its wrong ones."""
    if told.derived is None:
        return set(told.sealed)
    return {seal(one.name, part) for part in parts(derive(told.derived), one.form, one.digits)}
