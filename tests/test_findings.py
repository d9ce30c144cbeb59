"""What may be said: each rule of the table on its own example and counterexample; the commands."""

import json

import pytest
from click.testing import CliRunner
from tables import claims, documents

from workbench import cli, findings
from workbench.findings import marks, rules


@pytest.mark.parametrize("rule", rules.RULES.values(), ids=rules.RULES)
def test_each_rule_on_its_example_and_its_counterexample(rule):
    def said(rows):
        table = claims(*({"theme": rule["theme"], **row} for row in rows))
        some = (
            [cut[3] for cut in rules.cuts(table)]
            if "from" in rule
            else rules.say(rule["theme"], table)
        )
        return [str(one) for one in some if one.rule == rule["id"]]

    assert said(rule["example"]) == [rule["gives"]]
    assert said(rule["counterexample"]) == []


ARMY = {"theme": "force", "role": "strength", "unit": "person", "actor": "russia"}
CAP = {**ARMY, "role": "cap", "modality": "demanded", "factuality": "Uu"}


@pytest.mark.parametrize(
    "rows, share",
    [
        ([{"high": 9e5}, {"high": 8e5}], "about 10 %"),
        ([{"high": 880_000}, {"high": 6e5}], "about 30 %"),
        ([{"high": 880_000}, {"high": 610_000}], "about 31 %"),
        ([{"high": 8e5}, {"high": 6e5}], "about a quarter"),
        ([{"high": 6e5}, {"high": 3e3}], None),  # a base abroad
        ([{"high": 9e5, "modality": "conditional", "factuality": "PS+"}, {"high": 6e5}], None),
        ([{"high": 9e5, "attribution": "unnamed"}, {"high": 6e5}], None),
        ([{"high": 9e5, "sentence": "Suppose it has x"}, {"high": 6e5}], None),
        ([{"high": 9e5, "doc_id": "b_2"}, {"high": 6e5}], None),
        ([{"high": 9e5}, {"high": 6e5, "actor": "ukraine"}], None),
        ([{"high": 9e5}, {"high": 6e5, "modality": "rejected"}], None),
        ([{"high": 9e5}, {"high": 6e5}, {**ARMY, "high": 8e5}], None),  # which is the army?
    ],
)
def test_a_cut_is_no_finer_than_its_figures_and_of_one_army(rows, share):
    table = claims(
        *({"quote": "x", **(CAP if n == 1 else ARMY), **row} for n, row in enumerate(rows))
    )
    assert [str(cut[2]) for cut in rules.cuts(table)] == ([share] if share else [])
    assert rules.cuts(table.assign(conflict=["a", "b", "b"][: len(table)])) == []


def test_a_time_line_takes_any_year():
    days = {"a_1": "1525-02-24", "b_2": "9999-12-31", "c_3": "1970-01-02", "d_4": None}
    table = claims(*({"quote": "28", "high": 28, "theme": "plan", "doc_id": d} for d in days))
    drawn, _, ticks = marks.on_days(table, documents(**days))
    assert list(drawn["low"][:3]) == [-162_479.0, 2_932_896.0, 1.0]
    told = [words for _, words in ticks]
    assert told == ["no date", "24 Feb 1525", "31 Dec 9999"]


def test_the_tables_of_facts_and_statements(corpus, seeds):
    facts = findings.facts(corpus)
    need = facts[facts["role"].eq("need")].iloc[0]
    assert (need["low"], need["high"], len(need["claims"]), need["sources"]) == (6e10, 6e10, 5, 1)
    run = CliRunner().invoke(cli.cli, ["findings", str(seeds), "--format", "jsonl", "--quiet"])
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row["statement"] for row in rows if row["rule"] != "contested"] == [
        "A need of $60 billion is stated 3 times in 1 document",
        "People and weapons told, by role",  # both ceilings are feared or alleged
        "Plans of 28, 20 and 19 points are told of in 3 documents",
        "“28-point” became “19 points”, says a sentence of document 000",
        "“28 points” became “19”, says a sentence of document 003",
        "Up to 16.3 % of a document is masked as noise; 2 of 5 documents without a day of publication",
    ]  # fmt: skip
    assert [row["statement"][:60] for row in rows if row["rule"] == "contested"] == [
        "Contested, another role: Ukraine: need, 2026: One amount is ",
        "Contested, two values: Ukraine: size of the army: '900,000' ",
        "Contested, versions of a plan: Ukraine, United States: versi",
    ]
    for figure in (f for row in rows for f in row["figures"]):
        assert corpus.text(figure["doc_id"])[figure["start"] : figure["end"]] == figure["quote"]
