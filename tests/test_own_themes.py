"""Themes of an analyst's own codebook as instruments: figures, explorer, time line, brief.

The two codebooks and their texts, and what is expected of them, were written before anything was
run.
"""

from pathlib import Path

import pytest

import workbench as wb
from workbench import claims, codebook, compare, findings
from workbench.corpus import examples
from workbench.views.explore import EXPLORERS

HERE = Path(__file__).parent / "data" / "own"


@pytest.fixture(scope="module", params=["gaza", "lebanon"])
def war(request):
    book = HERE / f"{request.param}.toml"
    return request.param, wb.load(HERE / request.param, book, progress=False, cache=False, jobs=0)


EXPECTED = {
    "gaza": [
        ("g1", "48", "hostages", "hostage", "held"),
        ("g1", "20", "hostages", "hostage", "other"),  # truly held: "It says that 20 are alive"
        ("g2", "600", "aid_trucks", "truck", "required"),
        ("g2", "20", "hostages", "hostage", "released"),
        ("g3", "20", "hostages", "hostage", "released"),
        ("g4", "170", "aid_trucks", "truck", "entered"),
        ("g4", "600", "aid_trucks", "truck", "required"),
        ("g5", "4,200", "aid_trucks", "truck", "entered"),
        ("g5", "145", "aid_trucks", "truck", "other"),
        ("g6", "Six", "hostages", "hostage", "held"),
    ],
    "lebanon": [
        ("l1", "52", "violations", "violation", "recorded"),
        ("l2", "100", "violations", "violation", "recorded"),
        ("l3", "13", "violations", "violation", "recorded"),
        ("l4", "13", "articles", "article", "agreed_text"),
        ("l4", "Two", "articles", "article", "open"),
        ("l5", "816", "violations", "violation", "recorded"),
        ("l6", "40", "violations", "violation", "recorded"),
    ],
}


def test_what_is_counted_has_the_theme_and_the_roles_of_the_codebook(war):
    name, corpus = war
    table = corpus.claims[~corpus.claims["theme"].isin(["funding", "force", "plan"])]
    columns = ["doc_id", "quote", "theme", "unit", "role"]
    assert list(table[columns].itertuples(index=False, name=None)) == EXPECTED[name]


def test_what_the_codebook_does_not_name_is_as_before(war):
    name, corpus = war
    table = corpus.claims[corpus.claims["theme"].isin(["funding", "force", "plan"])]
    expected = {
        "gaza": [("four", "force", "person"), ("1,968", "force", "person"),
                 ("30,000", "force", "person"), ("$50 million", "funding", "USD")],
        "lebanon": [("two", "force", "missile"), ("12", "force", "person"),
                    ("24", "force", "person")],
    }  # fmt: skip
    found = list(table[["quote", "theme", "unit"]].itertuples(index=False, name=None))
    assert found == expected[name]


def test_the_examples_of_both_codebooks_hold(war):
    file = HERE / f"{war[0]}.toml"
    assert examples.failures(codebook.load(file), file) == []


def test_each_theme_has_an_explorer_and_a_tab_in_the_order_of_the_codebook(war):
    name, corpus = war
    own = {
        "gaza": {"Hostages": "hostages", "Aid trucks": "aid_trucks"},
        "lebanon": {"Violations of the truce": "violations", "Articles of the text": "articles"},
    }[name]
    board = wb.explore.dashboard(corpus)
    rest = [name for name in EXPLORERS if name not in findings.VIEWS]
    assert list(board.tabs.titles) == [*findings.VIEWS, *own, *rest]
    first = list(own.values())[0]
    board.tabs.selected_index = 3
    shown = board.tabs.children[3].children[0]
    assert shown.query.startswith(f"theme == {first!r}")
    explorer = wb.explore.theme(corpus, first)
    assert explorer.finding == shown.finding
    titles = {
        "gaza": "Hostages told, by role",
        "lebanon": "Lebanon: Violations of the truce told, by role",
    }
    assert explorer.finding.title == titles[name]
    assert repr(explorer).startswith(f"Explorer of {list(own)[0].lower()}: ")
    assert set(explorer.claims["theme"]) == {first}


def test_the_time_line_is_of_the_days_of_publication():
    corpus = wb.load(HERE / "gaza", HERE / "gaza.toml", progress=False, cache=False, jobs=0)
    explorer = wb.explore.theme(corpus, "hostages")
    explorer.choose(Across="day: a time line")
    told = {(mark.rows[0].split(" · ")[0], mark.text) for mark in explorer.finding.marks}
    assert told == {("held", "48"), ("held", "6"), ("other count", "20"), ("released", "20")}
    assert [words for _, words in explorer.finding.days] == [
        "3 Oct 2025", "13 Oct 2025", "5 Nov 2025"
    ]  # fmt: skip


def test_an_unknown_theme_is_told_with_those_there_are():
    corpus = wb.load(HERE / "gaza", HERE / "gaza.toml", progress=False, cache=False, jobs=0)
    assert repr(wb.explore.theme(corpus, "funding")).startswith("Explorer of money: 1 figure.")
    with pytest.raises(codebook.CodebookError, match="did you mean 'hostages'"):
        wb.explore.theme(corpus, "hostage")
    with pytest.raises(codebook.CodebookError, match="funding, force, plan, hostages, aid_trucks"):
        corpus.show("sanctions")
    assert len(corpus.show("hostages")) == 5


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_briefing_has_a_section_of_each(war, tmp_path, ending):
    name, corpus = war
    path = wb.brief(corpus, tmp_path / f"b{ending}", themes=EXPECTED[name][0][2])
    text = path.read_text("utf-8")
    words = {
        "gaza": ["Hostages", "48 hostages", "Six", "20 hostages"],
        "lebanon": ["violations of the truce", "about 100 violations", "816", "at least 40"],
    }[name]
    assert [word for word in words if word not in text] == []
    assert len(wb.verify(path, corpus)) == 0
    assert ("600 trucks per day" in wb.brief(corpus, tmp_path / "t.md").read_text("utf-8")) is (
        name == "gaza"
    )
    whole = wb.brief(corpus, tmp_path / f"w{ending}").read_text("utf-8")
    last = {"gaza": "Aid trucks", "lebanon": "Articles of the text"}[name]
    assert last.lower() in whole.lower()


def test_what_is_said_of_them_stands_in_the_findings():
    corpus = wb.load(HERE / "gaza", HERE / "gaza.toml", progress=False, cache=False, jobs=0)
    table = findings.findings(corpus)
    told = table[table["theme"].eq("hostages")]
    assert list(told["statement"]) == ["Gaza: Hostages told, by role"]
    assert list(told["shown_in"]) == ["Hostages"]
    assert set(findings.facts(corpus).query("theme == 'hostages'")["role"]) == {
        "held", "released", "other"
    }  # fmt: skip


def test_two_counts_of_an_own_theme_are_no_disagreement():
    """ "52 in one day" and "816 since November" are two things; the rows were made for armies."""
    corpus = wb.load(HERE / "lebanon", HERE / "lebanon.toml", progress=False, cache=False, jobs=0)
    assert len(compare.disagreements(corpus)) == 0


@pytest.mark.parametrize(
    "toml, told",
    [
        ('[[unit]]\nid="a"\nkind="thing"\ntheme="b"\nmatch=["a"]',
         "unit 'a': no theme 'b'; a unit's theme is a \\[\\[theme\\]\\] of yours"),
        ('[[unit]]\nid="a"\nkind="thing"\ntheme="funding"\nmatch=["a"]',
         "unit 'a': no theme 'funding'"),
        ('[[cue]]\nid="a"\nlabel="role"\ngives="need"\nthemes=["fundin"]\nmatch=["a"]',
         "cue 'a': no theme 'fundin'; did you mean 'funding'\\? themes with figures: funding, force"),
        ('[[cue]]\nid="a"\nlabel="role"\ngives="Not so"\nthemes=["fundin"]\nmatch=["a"]',
         "no role 'Not so' of fundin; write it in small letters and _, as in has_entered$"),
    ],
)  # fmt: skip
def test_a_theme_that_is_not_there_is_an_error(tmp_path, toml, told):
    (tmp_path / "a.toml").write_text(toml)
    with pytest.raises(codebook.CodebookError, match=told):
        codebook.load(tmp_path / "a.toml")


def test_one_hostage_counts_and_own_words_come_before_the_default_ones():
    book = codebook.load(HERE / "gaza.toml")
    found = claims.find("One hostage was freed. Riga gave the army 40 trucks.", book)
    assert [(c.theme, c.unit, c.low, c.role) for c in found] == [
        ("hostages", "hostage", 1, "released"), ("aid_trucks", "truck", 40, "other")
    ]  # fmt: skip
    (c,) = claims.find("Riga gave the army 40 trucks.", codebook.load())
    assert (c.theme, c.unit) == ("force", "vehicle")


def test_a_search_chooses_its_documents_in_themes_of_ones_own_too():
    corpus = wb.load(HERE / "gaza", HERE / "gaza.toml", progress=False, cache=False, jobs=0)
    board = wb.explore.dashboard(corpus)
    doc_id = corpus.claims[corpus.claims["theme"].eq("hostages")]["doc_id"].iloc[0]
    assert "; Hostages: 1 document" in board.narrow([doc_id])
    assert board.tabs.part("Hostages").bar["doc_id"] == (doc_id,)
