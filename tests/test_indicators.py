"""The watch list: what an indicator finds, what is new, what a bad file is told."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import workbench as wb
from workbench import cli
from workbench.briefing import manifest
from workbench.corpus import indicators

ROOT = Path(__file__).parent.parent
LIST = """
[[indicator]]
name = "envoy"
question = "Who goes to Geneva?"
answer = "A name."
query = "envoy* OR representative"

[[indicator]]
name = "trucks"
question = "Who pays for the convoy?"
query = "convoy*"
theme = "funding"
role = "pledge"
since = 2025-11-01
"""
TEXTS = {
    "a.txt": "Published 2 November 2025.\n\nNorway pledged $5 million for the convoy to Ukraine. "
    "No envoy was named. The envoy to Geneva waits.",
    "b.txt": "Published 3 November 2025.\n\nThe convoy cost $9 million. Snow fell in Kyiv.",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "news"
    place.mkdir()
    for name, text in TEXTS.items():
        (place / name).write_text(text)
    (place / "indicators.toml").write_text(LIST)
    return place


def load(folder):
    return wb.load(folder, progress=False, jobs=0)


def rows(found):
    table = found.table[["indicator", "doc_id", "quote", "sentence", "unseen"]]
    return list(table.itertuples(index=False, name=None))


def test_each_sentence_with_a_hit_and_what_is_new_first(folder):
    corpus = load(folder)
    assert corpus.failures == []
    found = corpus.indicators()
    pledge = "Norway pledged $5 million for the convoy to Ukraine."
    old = [
        ("envoy", "a", "envoy", "No envoy was named.", True),
        ("envoy", "a", "envoy", "The envoy to Geneva waits.", True),
        ("trucks", "a", "$5 million", pledge, True),
    ]
    assert rows(found) == old
    assert repr(found) == "envoy: 1 document, 1 of them new\ntrucks: 1 document, 1 of them new"
    for row in found.table.itertuples():
        assert corpus.text(row.doc_id)[row.start : row.end] == row.quote
        assert row.sentence_start <= row.start < row.end <= row.sentence_end
    found.see()
    assert repr(corpus.indicators()) == "envoy: 1 document\ntrucks: 1 document"
    # An older document that comes in later is new, and stands first.
    (folder / "c.txt").write_text(
        "Published 1 November 2025.\n\nA representative spoke of Ukraine."
    )
    found = load(folder).indicators()
    assert [row[1:] for row in rows(found)][:2] == [
        ("c", "representative", "A representative spoke of Ukraine.", True),
        ("a", "envoy", "No envoy was named.", False),
    ]
    assert repr(found) == "envoy: 2 documents, 1 of them new\ntrucks: 1 document"


def test_a_changed_document_is_new_again_and_a_renamed_one_is_not(folder):
    load(folder).indicators().see()
    (folder / "a.txt").rename(folder / "z.txt")
    assert repr(load(folder).indicators()) == "envoy: 1 document\ntrucks: 1 document"
    (folder / "z.txt").write_text(TEXTS["a.txt"] + " It snowed.")
    assert "envoy: 1 document, 1 of them new" in repr(load(folder).indicators())


def test_the_same_state_gives_the_same_rows(folder):
    assert rows(load(folder).indicators()) == rows(load(folder).indicators())


@pytest.mark.parametrize(
    "text, told",
    [
        ("[[indicator]\n", "w.toml: cannot be read as TOML: .*line 1"),
        ("\n\n[[indicator]]\nname = 'a'\nquestion = 'b'\nquery = '(c'",
         "w.toml, line 3, 'a': search for '\\(c': a bracket is not closed; type \\(a OR b\\)"),
        ("[[indicator]]\nname = 'a'\nquestion = 'b'\nquery = 'c'\n[[indicator]]\nquery = 'c'",
         "w.toml, line 5: Object missing required field `name`; an \\[\\[indicator\\]\\] has: name, "),
        ("[[indicator]]\nname = 'a'\nquestion = 'b'\nquery = 'c'\nsince = 'May'",
         "w.toml, line 1: since: Invalid RFC3339 encoded date; an"),
        ("[[indicator]]\nname='a'\nquestion='b'\nquery='c'\n[[indicator]]\nname='a'\nquestion='b'\n"
         "query='d'", "line 5, 'a': needs a name that no other indicator has; give it one"),
        ("", "w.toml: Object missing required field `indicator`; an"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_told_by_line(text, told):
    with pytest.raises(ValueError, match=told):
        indicators.read(text, "w.toml")


def test_limits_that_nothing_has(folder, tmp_path):
    corpus, own = load(folder), tmp_path / "own.toml"
    with pytest.raises(ValueError, match="no.toml: cannot be read"):
        corpus.indicators(tmp_path / "no.toml")
    one = '[[indicator]]\nname = "a"\nquestion = "b"\nquery = "convoy"\n'
    own.write_text(one + 'conflict = "gaza"')  # known to the codebook; nothing has come in
    assert repr(corpus.indicators(own)) == "a: 0 documents"
    bad = {
        'conflict = "gazza"': "no conflict 'gazza' in the codebook; did you mean 'gaza'",
        'theme = "sanctions"': "no figures are kept for theme 'sanctions'",
        'theme = "fundng"': "no theme 'fundng' in the codebook; did you mean 'funding'",
        'theme = "funding"\nrole = "plege"': "no role 'plege' of theme 'funding'; did you mean "
        "'pledge'? roles: need, pledge, ",
        'role = ["pledge", "cpa"]': "no role 'cpa'; did you mean 'cap'? roles: need, ",
    }
    for limit, told in bad.items():
        own.write_text(one + limit)
        with pytest.raises(ValueError, match=re.escape(f"own.toml, 'a': {told}")):
            corpus.indicators(own)
    (folder / "indicators.toml").unlink()
    with pytest.raises(ValueError, match="no indicators.toml beside the documents; write one"):
        load(folder).indicators()


def test_the_command(folder, tmp_path):
    run = CliRunner().invoke
    done = run(cli.cli, ["indicators", str(folder), "--quiet", "--format", "jsonl", "--seen"])
    assert done.exit_code == 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["indicator"], line["quote"], line["unseen"]) for line in lines] == [
        ("envoy", "envoy", True), ("envoy", "envoy", True), ("trucks", "$5 million", True)
    ]  # fmt: skip
    assert done.stderr == "envoy: 1 document, 1 of them new\ntrucks: 1 document, 1 of them new\n"
    again = run(cli.cli, ["indicators", str(folder), "--quiet"])
    assert again.stderr == "envoy: 1 document\ntrucks: 1 document\n"
    own = tmp_path / "w.toml"
    own.write_text("[[indicator]]\nname = 1")
    bad = run(cli.cli, ["indicators", str(folder), "--indicators", str(own)])
    assert (bad.exit_code, "w.toml, line 1: name: Expected `str`, got `int`" in bad.stderr) == (
        2,
        True,
    )


def test_the_explorer_shows_cards_opens_documents_and_keeps_what_was_seen(folder):
    corpus = load(folder)
    board = wb.explore.dashboard(corpus)
    assert "Indicators" in board.tabs.titles
    shown = wb.explore.indicators(corpus)
    assert repr(shown) == "2 indicators, new evidence in 2 documents."
    html = shown.page.html
    assert html.index("Who goes to Geneva?") < html.index("What would answer it: A name.")
    assert html.count("<strong>new</strong>") == 3 and html.count("data-open=") == 3
    shown.page.clicked = {"open": 2, "n": 1}
    assert shown.reader.doc_id == "a"
    assert [span["quote"] for span in shown.reader.spans] == ["$5 million"]
    shown.seen.click()
    assert "<strong>new</strong>" not in shown.page.html and shown.seen.disabled
    assert repr(wb.explore.indicators(load(folder))) == (
        "2 indicators, new evidence in 0 documents."
    )  # fmt: skip


def test_what_documents_and_lists_say_is_escaped(folder):
    (folder / "d.txt").write_text("An envoy <img src=x onerror=alert(1)> of $5 and $6 came.")
    bad = LIST.replace("Who goes to Geneva?", "<b>Who?</b>")
    (folder / "indicators.toml").write_text(bad)
    html = wb.explore.indicators(load(folder)).page.html
    assert "<img" not in html and "<b>" not in html and "&lt;b&gt;Who?" in html
    (folder / "indicators.toml").write_text("[[indicator]]\nname = '<b>'\nquestion='a'\nquery='('")
    html = wb.explore.indicators(load(folder)).page.html
    assert "&lt;b&gt;" in html and "<b>" not in html


def test_a_briefing_has_a_section_and_verifies_whatever_was_seen(folder, tmp_path):
    corpus = load(folder)
    first = wb.brief(corpus, tmp_path / "one.html")
    text = first.read_text("utf-8")
    assert "Who goes to Geneva?" in text and "New: " not in text
    assert manifest(first)["parameters"]["indicators"] == LIST
    corpus.indicators().see()
    (folder / "indicators.toml").unlink()  # the briefing holds the list
    assert len(wb.verify(first, load(folder))) == 0
    (folder / "indicators.toml").write_text(LIST)
    (folder / "c.txt").write_text("Published 4 November 2025.\n\nA representative came to Kyiv.")
    two = wb.brief(load(folder), tmp_path / "two.md", since=first)
    told = two.read_text("utf-8")
    assert told.count("**New:**") == 1 and "came to Kyiv" in told


def test_the_list_of_the_seeds_is_what_they_propose(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    corpus = load(tmp_path / "seeds")
    assert corpus.failures == []
    found = {one.indicator.name: len(one.documents) for one in corpus.indicators().each}
    assert found == {
        "envoy": 1, "twenty points": 2, "guarantee mandate": 2, "Moscow's reaction": 1,
        "pledges for 2026": 1,
    }  # fmt: skip
