"""Versions of peace plans and their lineage, against hand labels."""

import json
from pathlib import Path

import pytest

import workbench
from workbench import codebook, plans
from workbench.corpus import labelled
from workbench.plans import score

DATA = Path(__file__).parent / "data"
BOOK = codebook.load()


# Learnt from: all but held_lineage.jsonl, whose 25 groups nobody has looked at while writing rules.
@pytest.mark.parametrize(
    "name, versions, edges",
    [("gold_lineage_dev", 0.98, 0.95), ("rows_lineage", 0.95, 0.9), ("held_lineage", 0.78, 0.13)],
)
def test_label_files(name, versions, edges):
    told = score.score(labelled.read(DATA / f"{name}.jsonl", "versions"), BOOK)
    assert (told.f1("version")[2] >= versions, told.f1("edge")[2] >= edges) == (True, True)


@pytest.mark.parametrize("name, versions, edges", [("peace", 0.95, 0.99), ("four", 0.85, 0.99)])
def test_dossiers(name, versions, edges):
    """By quotes: a version is found where one of its mentions, sponsor and number are."""
    home = DATA / "dossiers" / name
    gold = [json.loads(line) for line in (home / "gold_plans.jsonl").open(encoding="utf-8")]
    gold = [g for g in gold if not g.get("optional")]
    table = plans.plans(workbench.load(home / "docs", progress=False)).astype(object)
    told, pairs = table.where(table.notna(), None).to_dict("records"), {}
    for g in gold:
        quotes = {(m["doc_id"], m["quote"]) for m in g["mentions"]}
        for x in told:
            places = {(m["doc_id"], m["quote"]) for m in x["mentions"]}
            near = any(d == e and (q in r or r in q) for d, q in quotes for e, r in places)
            sides = [{*(y.get("sponsor") or "").split(";")} - {""} for y in (g, x)]
            met = not all(sides) or sides[0] & sides[1]
            counts = {g.get("points"), *g.get("points_also", [])}
            if near and met and x["points"] in counts and x["plan_id"] not in pairs.values():
                pairs[g["plan_id"]] = x["plan_id"]
                break
    assert 2 * len(pairs) / (len(gold) + len(told)) >= versions
    wanted = {(pairs.get(g["plan_id"]), pairs.get(b)) for g in gold for b in g["revises"]}
    edge = {(x["plan_id"], b) for x in told for b in x["revises"]}
    assert 2 * len(wanted & edge) / max(1, len(wanted) + len(edge)) >= edges


def test_the_lineage_of_the_seeds(seeds):
    corpus = workbench.load(seeds, progress=False)
    table = plans.plans(corpus).set_index("plan_id")
    assert {28, 20, 19} <= {*table["points"].dropna()}
    edges = plans.lineage(corpus)
    told = {
        (table["points"][a], table["points"][b])
        for a, b in zip(edges["to_plan"], edges["from_plan"], strict=True)
    }
    assert told == {(19, 28)}
    for e in edges.itertuples():
        assert corpus.text(e.doc_id)[e.start : e.end] == e.quote


@pytest.mark.parametrize(
    "text",
    [
        "Antwerp won the derby by 28 points.",
        "The dockers handed the ministry a list of seven points, wages first.",
        "Germany's ten-point plan for its railways was debated.",
        "The Kremlin denies having written ten points of its own.",
        "Paris might table a plan of its own.",
        "The agenda for Berlin has seven points.",
        "The plan was read out, and nobody liked the text.",
    ],
)
def test_no_version(text, tmp_path):
    (tmp_path / "a.txt").write_text(text)
    assert len(plans.plans(workbench.load(tmp_path, progress=False))) == 0


def test_nothing_is_joined_across_conflicts(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Trump's 20-point plan for Gaza was published. Hamas and Israel wait in Rafah."
    )
    (tmp_path / "b.txt").write_text(
        "Trump's 20-point plan would end the war in Ukraine. Kyiv and Moscow wait."
    )
    table = plans.plans(workbench.load(tmp_path, progress=False))
    assert sorted(table["conflict"]) == ["gaza", "ukraine"]
