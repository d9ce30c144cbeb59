"""Disagreements: groups of small documents in, every contradiction with its kind out.

``gold_disagreements_dev.jsonl`` and ``rows_disagreements.jsonl`` are hand labels with a reason for
each row, near-misses too. What is not found yet stands in ``known_disagreements.txt``, strictly.
"""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

import workbench
from workbench import codebook
from workbench.compare import (
    amounts,
    compare,
    conditions,
    contested,
    disagreements,
    facts,
    kinds,
    score,
    statements,
    subjects,
)  # fmt: skip
from workbench.corpus import labelled

DATA = Path(__file__).parent / "data"
FILES = ("gold_disagreements_dev.jsonl", "rows_disagreements.jsonl")
ROWS = [row for name in FILES for row in labelled.read(DATA / name, "disagreements")]
BOOK = codebook.load()
SENTENCES = {row.id for row in kinds.table()["sentence"]}
KNOWN = set((DATA / "known_disagreements.txt").read_text(encoding="utf-8").splitlines())


def corpus_of(folder, **texts):
    """A corpus of texts by name; a text may come with its date: (text, "2025-12-01")."""
    docs = []
    for name, told in texts.items():
        text, day = told if isinstance(told, tuple) else (told, "2025-12-10")
        docs.append({"doc_id": name, "text": text, "published": day})
    return labelled.documents({"docs": docs}, folder, BOOK)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_row(row):
    told = {f"{id}: {what}" for id, what in score.score([row], BOOK).errors}
    known = {line for line in KNOWN if line.startswith(row["id"] + ": ")}
    assert told - known == set()
    assert known - told == set(), "mended: take it out of tests/data/known_disagreements.txt"


def test_the_scorer_counts_what_is_wrong():
    texts = {"a": "Ukraine has 800,000 soldiers.", "b": "Ukraine has 900,000 soldiers."}
    docs = [{"doc_id": d, "published": "2025-12-01", "text": t} for d, t in texts.items()]
    figures = [{"doc_id": d, "start": 12, "end": 19, "quote": "?"} for d in "ab"]
    wrong = {"id": "kind", "docs": docs, "disagreements": [{"kind": "scope", "figures": figures}]}
    trap = {"id": "trap", "docs": docs, "disagreements": [], "not": [{"figures": figures}]}
    told = score.score([wrong, trap], BOOK)
    assert (told.labelled, told.told, told.found, told.kind) == (1, 2, 1, 0)
    assert told.report(errors=True).splitlines() == [
        "recall 1.000  precision 0.500  kind 0.000  near-misses told as contradictions: 1 of 1",
        "kind: value instead of scope ['?', '?']",
        "trap: false value ['800,000', '900,000']",
        "trap: near-miss told as a contradiction ['?', '?']",
    ]


def test_the_seeds(corpus):
    """What the articles of December 2025 are known for, and nothing foolish beside it."""
    found = disagreements(corpus)
    told = sorted(
        (row.kind, *sorted({f"{f['doc_id'][:3]} {f['quote']}" for f in row.figures}))
        for row in found.itertuples()
    )
    assert told == [
        ("lineage", "000 19 points", "000 20-point", "003 19", "004 20-point"),
        ("role", "000 $60 billion"),
        ("value", "001 slightly higher", "003 900,000"),
        ("within_document", "000 December 19, 2025",
         "000 day one thousand, three hundred and ninety-four"),
        ("within_document", "004 December 10", "004 December 12, 2025", "004 yesterday"),
    ]  # fmt: skip
    for row in found.itertuples():
        for f in row.figures:
            assert corpus.text(f["doc_id"])[f["start"] : f["end"]] == f["quote"]
        assert set(row.claims) <= set(corpus.claims["claim_id"])
        assert all(f"'{f['quote']}'" in row.explanation for f in row.figures)


def test_facts_and_contested_follow_the_claims(tmp_path):
    c = corpus_of(
        tmp_path,
        a="Ukraine has 800,000 soldiers. Norway pledged $500 million for air defence in Ukraine.",
        b="Ukraine has about 800,000 soldiers.",
        c="Ukraine has 950,000 soldiers.",
    )
    told = dict(zip(c.claims["doc_id"] + " " + c.claims["quote"], facts(c), strict=True))
    assert told["a 800,000"] == told["b 800,000"] != told["c 950,000"]
    assert contested(c).tolist() == [True, False, True, True]
    (row,) = disagreements(c).to_dict("records")
    assert (row["kind"], row["spread"], len(row["claims"])) == ("value", 1.1875, 3)


def test_a_subject_is_a_key_and_words(corpus):
    about = subjects(corpus)
    told = corpus.claims[corpus.claims["claim_id"].isin(about)]
    found = {
        row.quote: (tuple(about[row.claim_id]), about[row.claim_id].words(corpus.codebook))
        for row in told.itertuples()
        if row.quote in ("$50 million", "3,000–5,000", "28-point", "$60 billion", "653")
    }
    assert found == {
        "$50 million": (
            ("ukraine", ("canada",), ("pledged",), ("DCC",), "", ()),
            "Canada: pledged (DCC)",
        ),
        "3,000–5,000": (
            ("ukraine", ("ukraine",), ("training",), (), "", ()),
            "Ukraine: training",
        ),
        "28-point": (
            ("ukraine", ("united_states",), ("version",), (), "", ()),
            "United States: version",
        ),
        "$60 billion": (
            ("ukraine", ("ukraine",), ("need",), (), "2026", ()),
            "Ukraine: need, 2026",
        ),
        "653": (
            ("ukraine", ("russia",), ("weapons launched",), ("drones",), "", ()),
            "Russia: weapons launched (drones)",
        ),
    }
    assert set(disagreements(corpus)["conflict"]) == {"ukraine"}


def test_the_plan_of_a_ceiling_and_a_day_are_parts_of_its_subject(tmp_path):
    text = (
        "The American draft holds the army of Ukraine to 600,000 men, diplomats said.\n\n"
        "On 6 December 2025 Russia launched 653 drones at Ukraine."
    )
    (tmp_path / "a.txt").write_text(text)
    corpus = workbench.load(tmp_path, progress=False)
    assert [one.words(corpus.codebook) for one in subjects(corpus).values()] == [
        "Ukraine: ceiling, plan of United States",
        "Russia: weapons launched (drones), 6 Dec 2025",
    ]


TABLE_OF_GIVERS = """The fund for Gaza

{head}
United States\t1,000\t0
Qatar\t{qatar}\t42.5
Kuwait\t250\t{kuwait}
All givers\t2,250\t{paid}
"""


@pytest.mark.parametrize("qatar, kuwait, paid, found", [
    ("1,000", "3", "45.5", []),
    ("900", "3", "45.5", [["1,000", "900", "250", "2,250"]]),
    # more than the whole in one column; short in one only
    ("1,100", "2", "45.5", [["1,000", "1,100", "250", "2,250"], ["0", "42.5", "2", "45.5"]]),
    ("900", "2", "45.5", []),  # all columns short: the table lists the largest only
])  # fmt: skip
def test_the_columns_of_a_table_are_summed_each_for_itself(tmp_path, qatar, kuwait, paid, found):
    head = "Giver\tPledged, US$ million\tPaid in, US$ million"
    text = TABLE_OF_GIVERS.format(head=head, qatar=qatar, kuwait=kuwait, paid=paid)
    (tmp_path / "a.txt").write_text(text)
    rows = disagreements(workbench.load(tmp_path, progress=False))
    inside = rows[rows["kind"].eq("within_document")]
    assert sorted([f["quote"] for f in figures] for figures in inside["figures"]) == sorted(found)


def test_copies_of_one_text_are_one_source(tmp_path):
    text = "The army of Tavoria has 140,000 soldiers, its ministry of defence said on Monday."
    c = corpus_of(tmp_path, a="OSLO (Meridian) - " + text, b=text, c="Tavoria has 90,000 soldiers.")
    done = compare(c)
    assert done.copy_of == {1: 0}
    assert "1 of them repeats another" in done.rows[0]["explanation"]


def test_the_order_of_files_changes_nothing(tmp_path):
    texts = {"a": "Ukraine has 800,000 soldiers.", "b": "Ukraine has 900,000 soldiers."}
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    one = disagreements(corpus_of(tmp_path / "1", **texts))
    two = disagreements(corpus_of(tmp_path / "2", **dict(reversed(texts.items()))))
    assert one.to_dict("records") == two.to_dict("records")


def test_the_weightiest_comes_first_with_its_war(tmp_path):
    c = corpus_of(
        tmp_path,
        a="Norvask's plan for peace has 12 points. Norway pledged $500 million for air defence in "
        "Ukraine. Ukraine has 800,000 soldiers. It met on Monday, 2 December 2025.",
        b="Norvask's plan for peace has 14 points. Ukraine has 900,000 soldiers.",
        c="Norway pledged €500 million for air defence in Ukraine. Ukraine has 950,000 soldiers.",
    )
    found = disagreements(c)
    assert found["kind"].tolist() == ["value", "unit", "lineage", "within_document"]
    assert found["conflict"].fillna("").tolist()[0] == "ukraine"
    assert found["claims"].map(len).tolist()[-1] == 0


def test_nothing_to_compare(tmp_path):
    c = corpus_of(tmp_path, a="Nothing is counted here.")
    assert list(disagreements(c).columns) == list(workbench.corpus.COLUMNS["disagreements"])
    assert (len(disagreements(c)), len(facts(c)), len(contested(c))) == (0, 0, 0)


@pytest.mark.parametrize(
    ("x", "y", "agree"),
    [
        ((653, 653, "exact"), (650, 650, "at_least"), True),
        ((1200, 1200, "exact"), (650, 650, "at_least"), False),
        ((8e5, 8e5, "about"), (9e5, 9e5, "exact"), False),
        ((8e5, 8e5, "exact"), (804_321, 804_321, "exact"), True),
        ((8e5, 8e5, "about"), (840_000, 840_000, "exact"), True),
        ((8e5, 8e5, "about"), (851_000, 851_000, "exact"), False),
        ((450, 450, "at_most"), (300, 300, "exact"), True),
        ((450, 450, "at_most"), (470, 470, "exact"), False),
        ((500, 500, "at_most"), (450, 450, "exact"), True),
        ((43e9, 56e9, "range"), (50e9, 50e9, "exact"), True),
    ],
)
def test_amounts(x, y, agree):
    assert amounts.agree(x, y) is agree
    assert amounts.agree(y, x) is agree


def test_sums_and_conversions():
    def exact(*values):
        return [(v, v, "exact") for v in values]

    assert amounts.sum_fits((93e6, 93e6, "exact"), exact(52e6, 41e6))
    assert not amounts.sum_fits((98e6, 98e6, "exact"), exact(52e6, 41e6))
    assert amounts.sum_fits((98e6, 98e6, "about"), exact(52e6, 42e6))


@pytest.mark.parametrize(
    ("quotes", "factor"),
    [
        (("11 billion kronor", "SEK", "$11.8 billion", "USD"), 10),
        (("11 billion kronor", "SEK", "$1.2 billion", "USD"), None),
        (("100 billion hryvnias", "UAH", "$24 billion", "USD"), 10),  # by the codebook's rough rate
        (("100 billion hryvnias", "UAH", "$3.5 billion", "USD"), None),
        (("100 talers", "XXX", "$1 billion", "USD"), None),  # no rate, no verdict
    ],
)
def test_a_conversion_is_off_or_not(quotes, factor):
    values = {"11": 11e9, "$11.8": 11.8e9, "$1.2": 1.2e9, "100": 1e11, "$24": 24e9, "$3.5": 3.5e9}
    x, y = (
        SimpleNamespace(high=values.get(q.split()[0], 1e9), unit=unit)
        for q, unit in (quotes[:2], quotes[2:])
    )
    off = amounts.off(x, y, date(2025, 12, 10), BOOK)
    assert (off and round(off)) == factor


TABLE = kinds.table()


@pytest.mark.parametrize("row", TABLE["subject"] + TABLE["difference"], ids=lambda row: row.id)
def test_a_row_asks_for_conditions_that_exist_and_gives_a_kind(row):
    asked = {n.removeprefix("not ") for one in row.when for n in one.split(" | ")}
    assert asked <= conditions.CONDITIONS.keys()
    kind = {"one", "two"} if row in TABLE["subject"] else {"same", "none", *SENTENCES}
    assert row.kind in kind and row.theme in ("", "plan", "funding", "force")


def test_no_condition_is_without_a_row():
    rows = TABLE["subject"] + TABLE["difference"]
    asked = {n.removeprefix("not ") for row in rows for one in row.when for n in one.split(" | ")}
    assert asked == conditions.CONDITIONS.keys()


def decided(folder, one, two):
    """The ids of the rows that decide the first figures of two texts."""
    c = corpus_of(folder, a=one, b=two)
    x, y = (next(s for s in statements(c) if s.doc_id == d) for d in "ab")
    return [row.id for row in kinds.decisions(x, y, BOOK)]


EXAMPLES = [row for row in TABLE["subject"] + TABLE["difference"] if row.example]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row.id)
def test_a_row_decides_its_example_and_not_its_counterexample(tmp_path, row):
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    assert row.id in decided(tmp_path / "1", *row.example)
    assert row.id not in decided(tmp_path / "2", *row.counterexample)


def test_a_copy_of_a_document_is_told(tmp_path):
    body = (
        "Norway's parliament has set aside 85 billion kroner for Ukraine in the coming year. "
        "The money is for air defence and for the power grid, the finance minister said. "
        "A second vote on the fund is expected in the last week of January."
    )
    c = corpus_of(
        tmp_path,
        a="OSLO (Agency) - " + body,
        b=body + "\n\nRead more about the fund and about its history on our pages.",
        c="Sweden's parliament has not yet voted on the money for the coming year at all.",
    )
    told = dict(zip(c.documents["doc_id"], c.documents["warnings"], strict=True))
    assert [d for d, warnings in told.items() if "near_duplicate" in warnings] == ["b"]
