"""A draft held against a corpus: the table of checks, planted errors, the page, the command."""

import json
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

import workbench as wb
from workbench import documents
from workbench.briefing import checks
from workbench.cli import cli
from workbench.corpus import COLUMNS, corpus

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
# What counts for a text of several figures: the worst of them.
WORST = ["supported", "not in the corpus", "told otherwise", "contradicted"]
# What a reader's verdict on a statement is here.
STATED = {
    "true": {"supported"},
    "false": {"contradicted", "told otherwise"},
    "not_supported": {"not in the corpus", "told otherwise"},
}


@cache
def loaded(folder):
    return corpus.load(ROOT / folder, cache=False, progress=False)


@cache
def of_text(text):
    """A corpus of one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "source.txt").write_text(text, "utf-8")
        found = corpus.load(folder, cache=False, progress=False, jobs=0)
        found.text("source")  # kept: the file goes
    return found


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def worst(found):
    return max(found.table["verdict"], key=WORST.index, default=None)


# --- the table -----------------------------------------------------------------------------------

TABLE = checks.table().check


def rules(source, draft):
    return list(wb.check(of_text(source), draft).table["rule"])


@pytest.mark.parametrize("row", [row for row in TABLE if row.example], ids=lambda row: row.id)
def test_the_example_of_a_row_is_decided_by_it(row):
    assert row.id in rules(*row.example)


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.counterexample], ids=lambda row: row.id
)
def test_the_counterexample_of_a_row_is_not(row):
    assert row.id not in rules(*row.counterexample)


def test_the_table_names_conditions_and_verdicts_that_there_are():
    asked = {one.removeprefix("not ") for row in TABLE for c in row.when for one in c.split(" | ")}
    assert asked - set(checks.ASKED) == set()
    assert {row.verdict for row in TABLE} == set(WORST)
    assert TABLE[-1].when == []  # whatever is asked, some row answers


# --- how often it is right -----------------------------------------------------------------------


# The last look at planted_b gave 51; what was mended after it was not tried on it by hand.
@pytest.mark.parametrize("name, right, supported", [("planted_a", 55, 0), ("planted_b", 49, 2)])
def test_planted_errors(name, right, supported):
    """`planted_a` was scored once (33 of 60, 2 called supported), then learned from; `planted_b`
    was written with it and never looked at: 47, then 49, then 51 of 60, 2 called supported."""
    hits = lies = 0
    for row in rows(DATA / f"{name}.jsonl"):
        verdict = worst(wb.check(loaded(row["corpus"]), row["draft"]))
        hits += verdict in {row["verdict"], *(row.get("also") or ())}
        lies += bool(row["planted"]) and verdict == "supported"
    assert hits >= right and lies <= supported


def test_statements_of_a_dossier():
    """27 of 68 statements have a figure; those that reckon or compare texts can't be supported."""
    asked = hits = lies = 0
    for row in rows(DATA / "dossiers" / "peace" / "statements.jsonl"):
        verdict = worst(wb.check(loaded("tests/data/dossiers/peace/docs"), row["statement"]))
        told = [row["verdict"], *(row.get("also") or {}).get("verdict", [])]
        asked += verdict is not None
        hits += any(verdict in STATED[one] for one in told)
        lies += verdict == "supported" and row["verdict"] != "true"
    assert asked == 27 and hits >= 19 and lies <= 3


@pytest.mark.parametrize(
    "draft, verdict, sources, why",
    [
        ("Ukraine needs $60 billion for 2026.", "supported", 1, "one text tells it three times"),
        ("Kyiv wants 60 billion dollars.", "supported", 1, "no year is vaguer, not wrong"),
        ("Ukraine needs about $58 billion for 2026.", "supported", 1, "about: within 5 percent"),
        ("Ukraine needs $58 billion for 2026.", "contradicted", 1, "58 is not 60"),
        ("Ukraine's army has 900,000 soldiers.", "supported", 1, "its size"),
        ("Ukraine's army would be capped at 600,000.", "supported", 1, "a fear and a plan"),
        ("Russia launched 653 drones.", "told otherwise", 1, "an estimate told as a fact"),
        ("Sweden sent Ukraine 14 aircraft.", "not in the corpus", 0, "no text tells of aircraft"),
    ],
)
def test_what_is_told_of_the_seeds(corpus, draft, verdict, sources, why):
    row = wb.check(corpus, draft).table.iloc[0]
    assert (row.verdict, row.sources) == (verdict, sources), why


def test_copies_are_one_source_and_places_are_exact():
    peace = loaded("tests/data/dossiers/peace/docs")
    draft = "The American draft would cap Ukraine's armed forces at 600,000."
    row = wb.check(peace, draft).table.iloc[0]
    told_by = {place["doc_id"] for place in row["figures"]}
    assert row["verdict"] == "supported" and {"d01", "d02"} <= told_by
    assert row["sources"] < len(told_by)  # d02 is a reprint of d01
    for place, claim in zip(row["figures"], row["claims"], strict=True):
        text = peace.text(place["doc_id"])
        assert text[place["start"] : place["end"]] == place["quote"]
        assert claim in set(peace.claims["claim_id"])
    assert draft[row["start"] : row["end"]] == row["quote"] == "600,000"
    assert "“The American draft would cap" in row["why"] and "document d0" in row["why"]


# --- what it takes and gives ---------------------------------------------------------------------

HOSTILE = (
    "# <script>alert(1)</script>\n\nCanada paid $50 million to the DCC <img src=x onerror=alert(2)>, "
    'and Ukraine needs $60 billion \\(x^2\\) $$y$$ for 2026 "><b>.\n'
    + "W" * 5000
    + "\n\u202eKyiv needs $60 billion.\u202c\n"
)


def test_a_hostile_draft_does_nothing(corpus, tmp_path):
    path = tmp_path / "<b>draft.txt"
    path.write_text(HOSTILE, "utf-8")
    found = wb.check(corpus, path)
    for page in (found.page(), found._repr_html_()):
        assert re.findall(r"<(?:script|img|b)\b|\son\w+=", page.split("<style>")[0]) == []
        body = page.rsplit("</style>", 1)[-1]
        assert re.findall(r"<(?:script|img|b|iframe|object|link)\b", body) == []
        assert re.findall(r"<[^>]*\son\w+\s*=", body) == []
    page = found.page()
    assert "default-src 'none'" in page and "&lt;script&gt;" in page
    assert str(tmp_path) not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'(?:href|src)="([^#"][^"]*)"', page)) == set()
    assert page == wb.check(corpus, path).page()  # the same bytes
    assert "$" not in re.sub(
        r"<span>\$</span>", "", found._repr_html_()
    )  # no formula in a notebook


def test_every_figure_is_marked_and_has_its_evidence(corpus):
    page = wb.check(
        corpus, "Kyiv needs $60 billion. Canada has paid $50 million. No figure."
    ).page()
    assert re.findall(r'<a id="d1" class="supported" href="#f1">\$60 billion</a>', page)
    assert re.findall(r'<a id="d2" class="told-otherwise" href="#f2">\$50 million</a>', page)
    assert 'id="f1"' in page and "2 figures read" in page
    assert "a sentence without one is not judged" in page


def test_a_draft_without_figures_is_told_as_such(corpus):
    found = wb.check(corpus, "Nothing to count here.")
    assert len(found) == 0 and list(found.table.columns) == list(COLUMNS["checks"])
    assert "holds no figure" in found.page() and "holds no figure" in found._repr_html_()


@pytest.mark.parametrize(
    "draft, told",
    [
        ("  \n", "holds no text"),
        (Path("no-such-draft.md"), "no such file"),
        ("no-such-draft.docx", "no such file"),
        (ROOT / "seeds", "is a folder"),
    ],
)
def test_what_is_no_draft_says_why(corpus, draft, told):
    with pytest.raises(documents.Unreadable, match=told):
        wb.check(corpus, draft)


def test_other_formats_are_read(corpus, tmp_path):
    from docx import Document

    word = Document()
    word.add_paragraph("Kyiv needs $60 billion for 2026.")
    word.save(tmp_path / "draft.docx")
    (tmp_path / "draft.html").write_text("<p>Kyiv needs <b>$60 billion</b> for 2026.</p>")
    for name in ("draft.docx", "draft.html"):
        assert list(wb.check(corpus, tmp_path / name).table["verdict"]) == ["supported"], name


def run(*arguments):
    return CliRunner().invoke(cli, ["check", *map(str, arguments), "--quiet"])


@pytest.mark.parametrize(
    "text, code",
    [
        ("Kyiv needs $60 billion.", 0),
        ("Canada has paid $50 million to the DCC.", 0),  # told otherwise
        ("Ukraine needs $90 billion for 2026.", 1),
        ("No figure.", 0),
        ("", 2),
    ],
)
def test_exit_codes(seeds, tmp_path, text, code):
    draft = tmp_path / "draft.txt"
    draft.write_text(text)
    assert run(draft, "--corpus", seeds).exit_code == code


def test_the_command_writes_all_formats(seeds, tmp_path):
    draft = tmp_path / "draft.txt"
    draft.write_text("Kyiv needs $60 billion. Sweden gave 3 aircraft.")
    lines = run(draft, "--corpus", seeds, "--format", "jsonl").stdout.splitlines()
    first, second = map(json.loads, lines)
    assert list(first) == list(COLUMNS["checks"])
    assert (first["verdict"], second["verdict"]) == ("supported", "not in the corpus")
    assert run(draft, "--corpus", seeds).stdout.startswith("quote")
    page = tmp_path / "page.html"
    assert run(draft, "--corpus", seeds, "--format", "html", "-o", page).exit_code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert run(draft, "--corpus", tmp_path / "nothing").exit_code == 2
