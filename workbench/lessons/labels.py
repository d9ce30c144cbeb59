"""Labelling exercises: the sentences, a student's score beside the workbench's, agreement."""

from collections.abc import Mapping

import pandas as pd

from workbench.codebook.entries import ROLES
from workbench.corpus import evaluate
from workbench.corpus.agreement import alpha
from workbench.lessons.answers import parts, seal
from workbench.lessons.exercises import Exercise, exercise, load, seals


def sentences(name: str) -> pd.DataFrame:
    """The figures of a labelling exercise, by item: ``document``, ``figure``, ``sentence``.

    Raises ValueError for an exercise of another form.

    >>> sentences("roles").columns.to_list()
    ['document', 'figure', 'sentence']
    """
    one = exercise(name)
    if not one.items:
        raise ValueError(f"{name!r} is no labelling exercise; answer it with check({name!r}, ...)")
    told = [(c.doc_id.split("_")[0], c.quote, c.sentence) for c in _claims(one)]
    items = pd.RangeIndex(1, len(told) + 1, name="item")
    return pd.DataFrame(told, columns=["document", "figure", "sentence"], index=items)


def _claims(one: Exercise) -> list:
    """The claim of each item, in order."""
    by_place = {(c.doc_id, c.quote): c for c in load("dossier").claims.itertuples()}
    return [by_place[place] for place in one.items]


def gold(one: Exercise) -> dict[int, str]:
    """The label of each item, found again by sealing every label there is."""
    labels = {label for some in ROLES.values() for label in some}
    pairs = [(n, label) for n in range(1, len(one.items) + 1) for label in sorted(labels)]
    return {n: label for n, label in pairs if seal(one.name, f"{n}:{label}") in seals(one, one)}


def workbench_score(one: Exercise, labels: Mapping[int, str]) -> tuple[int, int]:
    """How many of these labels the workbench gives too, and how many it was asked for."""
    rows = []
    for item, c in enumerate(_claims(one), 1):
        if item in labels:
            figure = {"span": c.quote, "start": c.start - c.sentence_start, "role": labels[item]}
            figure |= {"low": c.low, "high": c.high}
            rows.append({"id": str(item), "text": c.sentence, "figures": [figure]})
    score = evaluate.score(rows, load("dossier").codebook)
    return score.right["all"]["role"], score.asked["all"]["role"]


def agreement(tables: Mapping[str, Mapping[int, str]]) -> float:
    """Krippendorff's alpha of students' labels: 1 where all agree, 0 as by chance, NaN where there
    is one label only.

    ``tables``: a dict from a student's name to his labels, themselves a dict from item to label.
    Raises ValueError where no item was labelled by two.

    >>> round(agreement({"Ada": {1: "need", 2: "pledge"}, "Ben": {1: "need", 2: "budget"}}), 2)
    0.4
    """
    told = {who: dict(p.split(":") for p in parts(t, "labels")) for who, t in tables.items()}
    table = pd.DataFrame(told)
    if not (table.notna().sum(axis=1) > 1).any():
        raise ValueError("no item was labelled by two students; let them label the same ones")
    return alpha(table)
