"""Versions of peace plans and their lineage, against hand labels."""

import json
from pathlib import Path

import pytest

import workbench
from workbench import codebook, plans
from workbench.corpus import labelled
from workbench.plans import score
from workbench.plans.told import Document
from workbench.text import view

DATA = Path(__file__).parent / "data"
BOOK = codebook.load()
SEEDS = [
    ("19 points", None, 19),
    ("Berlin framework", None, None),
    ("initial draft, authored by Trump’s envoy Steve Witkoff", "united_states", 28),
    ("revised 20-point framework submitted by Kyiv", "ukraine", 20),
]


# Learnt from: all but held_*.jsonl, whose groups nobody has looked at while writing rules.
@pytest.mark.parametrize(
    "name, versions, edges",
    [
        ("gold_lineage_dev", 0.98, 0.95),
        ("rows_lineage", 0.95, 0.9),
        ("held_lineage", 0.8, 0.36),
        ("rows_lineage_b", 0.74, 0.44),
        ("held_lineage_b", 0.72, 0.25),
    ],
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


REVISIONS = [  # text; later and earlier version, by number of points
    ("Washington's 28-point draft was reworked. The new version has 19 points.", [(19, 28)]),
    ("Washington's 28-point draft was trimmed in Geneva. It was cut to 19.", [(19, 28)]),
    ("The American plan of 28 points was boiled down. The trimmed text has 19 points.", [(19, 28)]),
    ("Kyiv's 20-point plan is a reworking of the American 28-point draft.", [(20, 28)]),
    ("Kyiv's 20-point plan is an expanded version of the 19-point Geneva text.", [(20, 19)]),
    ("Kyiv's 20-point plan is based on the American 28-point draft.", [(20, 28)]),
    ("Kyiv's 20-point plan, built on the 28-point American draft, was published.", [(20, 28)]),
    ("Kyiv's 20-point plan grew out of the 19-point Geneva text.", [(20, 19)]),
    ("Out of the 19-point Geneva text emerged Kyiv's 20-point plan.", [(20, 19)]),
    ("The 28-point plan was replaced by a 19-point text.", [(19, 28)]),
    ("A 19-point text replaced the 28-point plan.", [(19, 28)]),
    ("The 19-point text incorporates Kyiv's changes to the 28-point plan.", [(19, 28)]),
    ("The 19-point text incorporates European amendments to the 28-point draft.", [(19, 28)]),
    ("The 20-point plan is the successor to the 28-point draft.", [(20, 28)]),
    ("The 28-point plan was watered down to 19 points.", [(19, 28)]),
    ("The 28-point plan was softened into a 19-point text.", [(19, 28)]),
    ("The 28-point draft has been superseded by a 20-point framework.", [(20, 28)]),
    ("The 28-point draft served as the basis for the 20-point framework.", [(20, 28)]),
    ("The 28-point draft formed the basis of the 20-point framework.", [(20, 28)]),
    ("The 28-point draft gave rise to the 20-point framework.", [(20, 28)]),
    ("The 28-point draft evolved into a 20-point framework.", [(20, 28)]),
    ("Negotiators took the 28-point draft and turned it into a 20-point framework.", [(20, 28)]),
    (
        "Negotiators merged the 28-point plan and the 24-point counter-proposal into a 20-point framework.",
        [(20, 24), (20, 28)],
    ),
    (
        "The 20-point framework combines the 28-point plan and the 24-point European counter-proposal.",
        [(20, 24), (20, 28)],
    ),
    ("Kyiv amended the 28-point plan; its 20-point version went to Washington.", [(20, 28)]),
    ("Kyiv rewrote the 28-point plan. The result has 20 points.", [(20, 28)]),
    ("Kyiv crossed out nine of the 28 points of the American plan, leaving 19.", [(19, 28)]),
    ("Nine points were dropped from the 28-point plan, so that 19 remain.", [(19, 28)]),
    ("Europe's 24-point text is an answer to the American 28-point plan.", []),
    ("Europe's 24-point text is a counter-proposal to the American 28-point plan.", []),
    ("Europe's 24-point text rejects the American 28-point plan.", []),
    ("Europe's 24-point text rivals the American 28-point plan.", []),
    ("Europe's 24-point text is not based on the American 28-point plan.", []),
    ("Europe's 24-point text should be based on the American 28-point plan.", []),
    ("The 28-point plan could be cut to 20 points.", []),
    ("The second draft, of 20 points, builds on the first, of 28 points.", [(20, 28)]),
    ("In its second reading the 28-point plan lost eight points and now has 20.", [(20, 28)]),
    ("The 20-point plan contains most of the 28-point plan.", []),
    ("The 28-point plan, which became the 20-point framework, was leaked.", [(20, 28)]),
    ("The 20-point framework, formerly the 28-point plan, was published.", [(20, 28)]),
    ("The 20-point framework evolved from the 28-point plan.", [(20, 28)]),
    ("The 20-point framework draws heavily on the 28-point plan.", [(20, 28)]),
    ("The 20-point framework is a watered-down version of the 28-point plan.", [(20, 28)]),
    ("The 20-point framework is the 28-point plan minus eight points.", [(20, 28)]),
    ("The 20-point framework updates the 28-point plan.", [(20, 28)]),
    ("The 20-point framework was derived from the 28-point plan.", [(20, 28)]),
    ("The 20-point framework stands next to the 28-point plan.", []),
    ("The 28-point plan was succeeded by a 20-point framework.", [(20, 28)]),
    ("The 20-point framework, a revision of the 28-point plan, was handed to Moscow.", [(20, 28)]),
    ("The 28-point plan was shortened by eight points to 20.", [(20, 28)]),
    ("After revisions by Kyiv, the 28-point plan became a 20-point framework.", [(20, 28)]),
    ("The original 28-point plan has shrunk to 20 points.", [(20, 28)]),
    ("The plan has been narrowed from 28 points to 20.", [(20, 28)]),
    ("The plan now has 20 points, down from 28.", [(20, 28)]),
    ("The 20-point plan, unlike the 28-point draft, does not mention Donbas.", []),
    ("Moscow prefers the 28-point draft to the 20-point plan.", []),
]


@pytest.mark.parametrize("text, edges", REVISIONS)
def test_revisions(text, edges):
    told = Document(view(text, BOOK), BOOK, "d", "2025-12-20")
    counts = {id(m): m.points for m in told.found}
    for one, other in told.same:
        for m in (one, other):
            counts[id(m)] = one.points or other.points
    found = {(counts[id(e.later)], counts[id(e.earlier)]) for e in told.edges}
    assert sorted(pair for pair in found if pair[0] != pair[1]) == edges


MADE_FROM = """rewrites|reworks|is little more than|is a thinner version of|leans on|is modelled on
is an updated|carries over most of|has grown from|has its roots in|tidies up|adds two points to
is a second attempt at|was put together from|stands in for|does away with|succeeds|began as|amends
is what became of|supplements|extends|corrects|clarifies|refines|overhauls|waters down|tones down"""
UNRELATED = """is an answer to|rejects|contradicts|differs from|is no revision of|competes with
came a day after|mentions|could have been based on|is not based on"""


@pytest.mark.parametrize("words, made", [(MADE_FROM, True), (UNRELATED, False)])
def test_the_subject_is_the_text_of_the_sentence_before(words, made):
    for verb in words.replace("\n", "|").split("|"):
        text = f"The Geneva text was handed over on Sunday. It {verb} the Riyadh draft of March."
        told = Document(view(text, BOOK), BOOK, "d", "2025-12-20")
        found = {(e.later.quote, e.earlier.quote) for e in told.edges}
        assert (verb, found) == (
            verb,
            {("Geneva text", "Riyadh draft of March")} if made else set(),
        )


def test_the_versions_of_the_seeds(seeds):
    """Each as a reader would sign it: its label, whose it is, how many points it has."""
    table = plans.plans(workbench.load(seeds, progress=False)).astype(object)
    told = table.where(table.notna(), None)[["label", "sponsor", "points"]]
    assert sorted(told.itertuples(index=False, name=None), key=str) == SEEDS


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
