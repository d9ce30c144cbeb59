"""Positions of parties: who, on what, which stance, denied or not, in whose words, where."""

import time
from pathlib import Path

import pytest

from workbench import codebook, corpus
from workbench.claims import positions
from workbench.corpus import stances

DATA = Path(__file__).parent / "data"


def told(text, book=None):
    found = positions.find(text, book or codebook.load())
    return [(p.actor, p.issue, "not " * p.negated + p.stance, text[p.start : p.end]) for p in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Moscow rejects a truce, Lavrov said.",
            [("russia", "ceasefire", "rejects", "rejects a truce")],
        ),
        (
            "Kyiv accepts monitors and demands a tribunal.",
            [("ukraine", "monitoring", "accepts", "accepts monitors"),
             ("ukraine", "amnesty", "demands", "demands a tribunal")],
        ),
        # a group holds it each
        (
            "The E3 rejects any amnesty.",
            [(who, "amnesty", "rejects", "rejects any amnesty")
             for who in ("france", "germany", "united_kingdom")],
        ),
        # refused in the form of a denial; the stance itself denied
        (
            "Kyiv will not hold elections.",
            [("ukraine", "elections", "rejects", "will not hold elections")],
        ),
        (
            "Moscow no longer insists on a ceiling for the army.",
            [("russia", "force_cap", "not demands",
              "no longer insists on a ceiling for the army")],
        ),
        # hung on something
        (
            "Belgium will agree to a loan only if every partner shares the risk.",
            [("belgium", "funding", "conditions",
              "will agree to a loan only if every partner shares the risk")],
        ),
        # whose name no codebook has, and what stands for it
        (
            "Morvenia rejects any ceiling on its army.",
            [("morvenia", "force_cap", "rejects", "rejects any ceiling on its army")],
        ),
        # no positions
        ("The consulate rejected his application for a visa twice.", []),
        ("The demand for heating oil in Odesa doubled within a month.", []),
        ("", []),
    ],
)  # fmt: skip
def test_positions_of_a_text(text, wanted):
    assert told(text) == wanted


def test_words_behind_each_label_and_whose_word_it_is():
    text = "Peskov claims that Kyiv has agreed to leave Kramatorsk."
    (p,) = positions.find(text, codebook.load())
    assert (p.actor, p.stance, p.speaker, p.factuality) == ("ukraine", "accepts", "russia", "CT+")
    shown = {q["label"]: text[q["start"] : q["end"]] for q in p.cues}
    assert shown["stance"] == "agreed" and shown["actor"] == "Kyiv"
    assert shown["issue"] == "leave Kramatorsk" or "Kramatorsk" in shown["issue"]
    assert all(q["text"] == text[q["start"] : q["end"]] for q in p.cues)


OWN = """
[[stance]]
id = "mine.pooh"
gives = "rejects"
match = ["poohs"]

[[issue]]
id = "fishing_rights"
match = ["herring grounds"]

[[bloc]]
id = "lakeland"
match = ["Lake Pact"]
members = ["norway", "sweden"]
"""


def test_a_codebook_of_ones_own(tmp_path):
    (tmp_path / "own.toml").write_text(OWN)
    text = "The Lake Pact poohs the herring grounds."
    assert told(text) == []
    found = told(text, codebook.load(tmp_path / "own.toml"))
    assert [row[:3] for row in found] == [
        ("norway", "fishing_rights", "rejects"), ("sweden", "fishing_rights", "rejects")
    ]  # fmt: skip


def test_the_table_of_a_corpus_and_its_places(tmp_path):
    text = "GENEVA - Talks go on.\n\nThe Kremlin\nrejects a truce. Kyiv wants an amnesty.\n"
    (tmp_path / "a.txt").write_text(text)
    table = corpus.load(tmp_path, cache=False, jobs=0).positions
    rows = table[["actor", "issue", "stance", "negated", "quote"]].values.tolist()
    assert rows == [
        ["russia", "ceasefire", "rejects", False, "rejects a truce"],
        ["ukraine", "amnesty", "demands", False, "wants an amnesty"],
    ]
    for row in table.itertuples():
        assert text[row.start : row.end] == row.quote
    assert table["position_id"].is_unique


# Each was read in its sentence: what a careful reader of the five articles would sign.
SEEDS = {
    ("000", "hungary", "funding", "rejects"): "would veto",
    ("001", "russia", "force_cap", "demands"): "demands have allegedly sought to",
    ("003", "ukraine", "ceasefire", "rejects"): "is worthless parchment without robust",
    ("003", "united_states", "other", "demands"): "push for a *quick* resolution",
    ("003", "united_states", "territory", "proposes"): "proposed recognizing Crimea, Luhansk, and",
    ("003", "ukraine", "nato", "offers"): "was willing to contemplate neutrality",
    ("003", "russia", "nato", "demands"): "insistence on a veto over",
    ("004", "united_states", "other", "demands"): "demanding tangible movement",
    ("004", "united_states", "other", "conditions"): "is willing to engage only",
    ("004", "united_states", "territory", "demands"): "has been pressing Kyiv to",
    ("004", "ukraine", "referendum", "demands"): "would require a national referendum",
    ("004", "ukraine", "other", "proposes"): "has submitted its own revised",
    ("004", "russia", "security_guarantees", "demands"): "demands security guarantees for *all*",
    ("004", "ukraine", "security_guarantees", "demands"): "demands for robust",
}


def test_the_positions_of_the_seeds_are_those_that_a_reader_signs():
    table = corpus.load(DATA.parents[1] / "seeds", cache=False, jobs=0).positions
    rows = {
        (r.doc_id[:3], r.actor, r.issue, "not " * r.negated + r.stance): r.quote
        for r in table.itertuples()
    }
    assert len(rows) == len(table) and rows.keys() == SEEDS.keys()
    assert all(rows[key].startswith(words) for key, words in SEEDS.items())


# What was measured on texts that nothing was learned from; whoever changes a word sees it fall.
@pytest.mark.parametrize(
    ("name", "f1", "stance"),
    [("held_positions.jsonl", 0.51, 0.83), ("held_positions_documents.jsonl", 0.46, 0.90)],
)
def test_held_labels(name, f1, stance):
    counts, _ = stances.score(stances.read(DATA / name), codebook.load())
    found = counts["found"]
    assert 2 * found / (2 * found + counts["missed"] + counts["false"]) >= f1
    assert counts["stance"] / found >= stance


def test_label_files_are_told_apart_and_checked(tmp_path):
    assert stances.of_positions(DATA / "held_positions.jsonl")
    assert not stances.of_positions(DATA / "gold_dev.jsonl")
    (tmp_path / "bad.jsonl").write_text('{"text": "a", "positions": [{"actor": 1}]}\n')
    with pytest.raises(ValueError, match="bad.jsonl, line 1"):
        stances.read(tmp_path / "bad.jsonl")


@pytest.mark.parametrize("text", ["Kyiv rejects ", "will not ", "not without unless no ", "Aa of "])
def test_time_is_linear_in_the_length_of_hostile_text(text):
    def seconds(times):
        start = time.process_time()
        positions.find(text * times, codebook.load())
        return time.process_time() - start

    seconds(10)
    assert seconds(400) < 8 * (seconds(100) + 0.05)
