"""Explorers: a control moves, and figure, sentences and the line of Python move with it."""

import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from tables import claims
from tables import corpus as made
from tables import documents as dated

from workbench import compare, findings
from workbench.codebook import look
from workbench.views import charts, explore
from workbench.views.explore import rows

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def money():
    table = claims(
        {"quote": "$60 billion", "high": 6e10},
        {"quote": "$50 million", "high": 5e7, "role": "pledge", "doc_id": "b_2",
         "attribution": "unnamed", "factuality": "PR+"},
        {"quote": "NOK 85 billion", "high": 8.5e10, "unit": "NOK", "role": "pledge"},
        {"quote": "$28 billion", "high": 2.8e10, "role": "other"},
    )  # fmt: skip
    return made(table, dated(a_1="2025-12-07", b_2=None))


def shown(explorer) -> dict:
    """What the page is told to draw."""
    return json.loads(explorer.canvas.picture)


def fresh(explorer) -> dict:
    assert explorer.figure == charts.draw(explorer.finding)
    return json.loads(charts.picture(explorer.finding))


def quotes(explorer) -> dict[str, list[str]]:
    """The figures that each part of an explorer shows, in order."""
    table = explorer.rows.df
    return {
        "claims": list(explorer.claims["quote"]),
        "table": list(table["as written"]),
        "reader": [span["quote"] for span in explorer.reader.spans],
    }


def test_money_that_is_no_support_starts_out_unmarked():
    explorer = explore.funding(money())
    assert list(explorer.claims["quote"]) == ["$60 billion", "$50 million", "NOK 85 billion"]
    assert repr(explorer) == ("Explorer of money: 3 figures. Sums told, by role")
    assert shown(explorer) == fresh(explorer)


def test_each_control_moves_figure_sentences_and_query_together():
    explorer = explore.funding(money())
    explorer.choose(role="pledge")
    assert list(explorer.claims["quote"]) == ["$50 million", "NOK 85 billion"]
    assert shown(explorer) == fresh(explorer)
    explorer.choose(doc_id=["b_2"])
    assert explorer.finding.title == "Sums told, by role"
    assert "50 million</mark>" in explorer.sentences.value.replace("<span>$</span>", "")
    assert explorer.query == "theme == 'funding' and role in ['pledge'] and doc_id in ['b_2']"
    assert quotes(explorer) == {part: ["$50 million"] for part in ("claims", "table", "reader")}
    assert explorer.reader.doc_id == "b_2"
    explorer.choose(firmness="firm only")
    assert len(explorer.claims) == 0
    assert explorer.finding.title == "No figure of money fits this choice"
    assert "No figure fits this choice." in explorer.sentences.value
    assert shown(explorer) == fresh(explorer)
    assert quotes(explorer) == {"claims": [], "table": [], "reader": []}
    explorer.choose(firmness=None, doc_id=None, Currency="NOK")
    assert [dot.text for dot in explorer.finding.marks] == ["85 billion"]
    assert shown(explorer) == fresh(explorer)


def test_where_nothing_fits_the_filter_to_drop_is_named():
    explorer = explore.funding(money())
    explorer.choose(role="need", doc_id="b_2", firmness="firm only")
    assert explorer.finding.title == "No figure of money fits this choice"
    assert explorer.bar.hint == {
        "name": "doc_id", "words": "No figure fits. Without “Document” there would be 1 figure.",
    }  # fmt: skip
    explorer.choose(doc_id=None)
    assert explorer.bar.hint == {"name": "", "words": ""} and len(explorer.claims) == 1
    explorer.choose(role="need", firmness="hedged only", doc_id="b_2", modality=None)
    assert explorer.bar.hint["name"] == "role"


def test_what_was_left_to_fit_is_said():
    explorer = explore.funding(money())
    assert explorer.bar.note == "As it fits: Currency: USD; Rows: role and document"
    explorer.choose(Currency="NOK")
    assert explorer.bar.note == "As it fits: Rows: role and document"
    explorer.choose(Rows="month")
    assert explorer.bar.note == ""


def test_a_choice_that_is_not_there_is_an_error_that_says_what_is():
    explorer = explore.funding(money())
    with pytest.raises(ValueError, match="no control 'colour' here; there are: role, doc_id"):
        explorer.choose(colour="red")
    with pytest.raises(ValueError, match="Role has no 'cap'; it has: 'need', 'pledged'"):
        explorer.choose(role=["cap"])
    assert explorer.bar["role"] == ("need", "pledge")


def test_firm_and_hedged_divide_the_claims_as_the_figure_does(corpus):
    for make in (explore.funding, explore.force_caps):
        explorer = make(corpus)
        every = set(explorer.claims["claim_id"])
        doubtful = explorer.claims[findings.hedged(explorer.claims)]
        explorer.choose(firmness="hedged only")
        assert set(explorer.claims["claim_id"]) == set(doubtful["claim_id"])
        explorer.choose(firmness="firm only")
        assert set(explorer.claims["claim_id"]) == every - set(doubtful["claim_id"])


def evaluated(explorer, corpus):
    """What the line of Python under the figure gives in a notebook."""
    return eval(explorer.canvas.python, {"corpus": corpus, "compare": compare})


def test_the_line_of_python_gives_the_same_table_for_every_control(corpus):
    explorer = explore.funding(corpus)
    choices = [one for one in explorer.bar.choices.values() if one.kind != "days"]
    assert [one.kind for one in choices].count("many") == 5
    for one in choices:
        for words, _ in one.options:
            explorer.choose(**{one.name: words})
            assert evaluated(explorer, corpus).equals(explorer.claims), explorer.canvas.python
        explorer.choose(**{one.name: None})
    explorer.choose(role=["need", "pledge"], published=("2025-12-12", "2025-12-19"))
    assert len(explorer.claims) == 6 and "published >=" in explorer.canvas.python
    assert evaluated(explorer, corpus).equals(explorer.claims)
    explorer.choose(counted=True)
    assert evaluated(explorer, corpus).equals(explorer.claims)


def test_a_fact_is_drawn_once_with_all_its_tellings(corpus):
    explorer = explore.funding(corpus)
    labels = [dot.text for dot in explorer.finding.marks]
    assert labels[:2] == ["60 billion  ×3", "60 billion  ×2"]
    every = set(explorer.claims["claim_id"])
    explorer.choose(counted="each fact once")
    assert [(dot.text, dot.style) for dot in explorer.finding.marks] == [
        ("60 billion  ×5", "firm"), ("50 million", "firm"),
    ]  # fmt: skip
    assert set(explorer.claims["claim_id"]) == every
    assert "Each fact is drawn once, with all its tellings (×)." in explorer.finding.caption


def test_a_time_line_says_who_told_which_value_when(corpus):
    explorer = explore.force_caps(corpus)
    explorer.choose(Across="day: a time line")
    assert explorer.finding.axis == "day on which the document was published"
    assert [(mark.rows[0], mark.text, mark.style) for mark in explorer.finding.marks] == [
        ("size of the army · Ukraine · told by document 003", "900,000", "hedged"),
        ("ceiling · Ukraine · proposed by Russia · told by document 001", "about 600,000", "hedged"),
        ("ceiling · Ukraine · told by document 003", "up to 600,000", "hedged"),
    ]  # fmt: skip
    money = explore.funding(corpus)
    money.choose(Rows="who says it")
    assert money.finding.rows[-1] == "pledged · Canada · told by document 000"


def test_several_conflicts_are_never_pooled():
    source = money()
    source.claims["conflict"] = pd.Series(["ukraine", "ukraine", None, "sudan"], dtype="string")
    explorer = explore.funding(source)
    assert [label for label, _ in explorer.bar.choices["conflict"].options] == [
        "Ukraine", "Sudan", "no conflict named",
    ]  # fmt: skip
    assert list(explorer.claims["quote"]) == ["$60 billion", "$50 million"]
    told = {one["name"] for one in explorer.bar.asked if one["always"]}
    assert told == {"conflict"}  # the page says which one it is at the start too
    assert explorer.finding.title.startswith("Ukraine: ")
    explorer.choose(conflict="")
    assert list(explorer.claims["quote"]) == ["NOK 85 billion"]
    assert evaluated(explorer, source).equals(explorer.claims)
    said = findings.findings(source)
    assert [c for c in said["conflict"].dropna().unique()] == ["ukraine"]
    assert findings.funding(source.claims).title == "Sums told, by role"


def test_money_in_a_common_currency(corpus):
    explorer = explore.funding(corpus)
    explorer.choose(Currency="in euros")
    assert explorer.finding.axis == "amount in EUR, converted from USD at ECB rates of 2025-12-19"
    assert {round(dot.high / 1e9, 1) for dot in explorer.finding.marks} == {51.2, 0.0}


def test_ceilings_by_who_proposes_them(corpus):
    explorer = explore.force_caps(corpus)
    assert (
        explorer.finding.rows[1] == "ceiling · Ukraine · proposed by Russia · told by document 001"
    )
    explorer.choose(Rows="who proposes")
    assert explorer.finding.rows == (
        "size of the army · Ukraine", "ceiling · Ukraine · proposed by Russia",
        "ceiling · Ukraine · proposer unsaid",
    )  # fmt: skip
    assert shown(explorer) == fresh(explorer)


def test_a_click_opens_the_document_at_the_claim():
    explorer = explore.funding(money())
    explorer.canvas.clicked = {"ids": ["c1"], "n": 1}
    assert explorer.evidence.selected_index == 2
    assert explorer.reader.doc_id == "b_2"
    assert explorer.reader.selected["id"] == "c1"


def test_a_part_is_made_when_it_is_opened_and_follows_when_it_is_seen():
    explorer = explore.funding(money())
    assert [len(page.children) for page in explorer.evidence.children] == [1, 0, 0, 0]
    explorer.evidence.selected_index = 1
    table = explorer.evidence.children[1].children[0]
    assert list(table.df["as written"]) == ["$60 billion", "NOK 85 billion", "$50 million"]
    explorer.evidence.selected_index = 0
    explorer.choose(role=["pledge"])
    assert len(table.df) == 3
    explorer.evidence.selected_index = 1
    assert list(table.df["as written"]) == ["NOK 85 billion", "$50 million"]


def test_the_words_of_the_choice_are_explained():
    explorer = explore.funding(money())
    explorer.choose(role=["pledge"])
    words = explorer.evidence.part("Words").value
    assert re.findall("<d[td][^>]*>(.*?)</d[td]>", words) == [
        "pledged", look.MEANINGS["pledge"], "stated as fact", look.MEANINGS["actual"],
    ]  # fmt: skip
    assert {*look.MEANINGS} == {*look.ROLES, *MODALITIES}


MODALITIES = "actual planned proposed demanded conditional agreed rejected".split()


def test_all_figures_of_a_kernel_share_one_plotly():
    one, other = explore.funding(money()), explore.force_caps(money())
    assert one.canvas.engine is other.canvas.engine
    assert one.canvas.engine.script == charts.script().encode()


def test_a_row_of_the_table_opens_the_document_at_the_claim():
    explorer = explore.funding(money())
    assert list(explorer.rows.df["as written"]) == ["$60 billion", "NOK 85 billion", "$50 million"]
    explorer.rows.selected_rows = [2]
    assert (explorer.evidence.selected_index, explorer.reader.doc_id) == (2, "b_2")
    assert explorer.reader.selected["id"] == "c1"


def test_a_second_click_on_a_row_opens_it_again():
    explorer = explore.funding(money())
    explorer.rows.selected_rows = [2]
    explorer.evidence.selected_index = 1
    explorer.rows.selected_rows = []
    assert (explorer.evidence.selected_index, explorer.reader.selected["n"]) == (2, 2)
    explorer.evidence.selected_index = 1
    explorer.choose(role="pledge")
    assert explorer.evidence.selected_index == 1


def test_a_long_choice_is_cut_aloud_in_the_table():
    table = claims(*({"quote": f"${n}", "high": n + 1} for n in range(rows.MOST + 1)))
    explorer = explore.funding(made(table, dated(a_1="2025-12-07")))
    assert len(explorer.rows.df) == rows.MOST
    assert explorer.rows.caption.startswith(f"The first {rows.MOST} of {rows.MOST + 1} figures.")


def test_the_choice_leaves_as_csv():
    explorer, sent = explore.funding(money()), []
    explorer.canvas.send = lambda content, buffers: sent.append((content, buffers[0]))
    explorer.canvas._asked(None, {"ask": "csv"}, [])
    ((content, data),) = sent
    assert content == {"csv": "funding.csv"}
    table = pd.read_csv(io.BytesIO(data))
    assert list(table["quote"]) == ["$60 billion", "$50 million", "NOK 85 billion"]
    assert set(explorer.claims.columns) == set(table.columns)


def test_the_dashboard_makes_each_explorer_when_it_is_opened(corpus):
    board = explore.dashboard(corpus)
    head = "5 documents, published 7 Dec 2025 to 19 Dec 2025 (2 undated). Each figure is shown"
    assert head in board.children[0].value  # no count, which a correction would make wrong
    tabs = board.tabs
    assert list(tabs.titles) == [
        "Money", "Armies", "Peace plans", "Indicators", "Disagreements", "Search", "Documents",
    ]  # fmt: skip
    assert [len(page.children) for page in tabs.children] == [1, 0, 0, 0, 0, 0, 0]
    tabs.selected_index = 2
    assert [len(page.children) for page in tabs.children] == [1, 0, 1, 0, 0, 0, 0]
    assert repr(tabs.children[2].children[0]).startswith("Explorer of peace plans: ")
    tabs.selected_index = 4
    assert repr(tabs.children[4].children[0]) == "Explorer of disagreements: 5 disagreements."


def test_a_scheme_can_be_fixed_or_follow_the_page():
    assert shown(explore.funding(money(), scheme="dark"))["dark"] == {}
    colours = shown(explore.funding(money()))["dark"]
    assert colours["#0072b2"] == "#3f9be0" and colours["#ffffff"] == "#16181d"


def test_the_page_is_told_to_send_nothing_to_a_cloud():
    explorer = explore.funding(money())
    assert shown(explorer)["config"]["showSendToCloud"] is False


def test_noise_by_kind():
    source = money()
    kinds = ("markup", "boilerplate")
    source.noise = made(source.claims, source.documents, [
        {"doc_id": "a_1", "start": 0, "end": 20, "kind": kinds[0], "rule": "r", "text": "<x>" * 5},
        {"doc_id": "b_2", "start": 0, "end": 10, "kind": kinds[1], "rule": "r", "text": "Reply"},
    ]).noise  # fmt: skip
    explorer = explore.sources(source)
    assert [(*dot.rows, dot.high) for dot in explorer.finding.marks] == [
        ("a · 7 Dec 2025 · F", 10.0), ("b · no date · F", 5.0),
    ]  # fmt: skip
    assert "&lt;x&gt;" in explorer._words.value and "<x>" not in explorer._words.value
    explorer.choose(kind="boilerplate")
    assert [dot.high for dot in explorer.finding.marks] == [5.0, 0.0]
    assert shown(explorer) == fresh(explorer)


def graded():
    """Two documents of two grades, and a file that was not read."""
    source = money()
    source.failures = [("c.pdf", "is encrypted")]
    source.documents["source_reliability"] = pd.Series(["B", None], dtype="string")
    source.documents["published"] = pd.to_datetime(["2025-12-07", "2025-01-30"])
    return source


def test_numbers_and_days_of_a_table_are_sorted_as_such():
    table = explore.funding(money()).rows
    assert [name for name in table.df] == [
        "as written", "value", "unit", "role", "whose", "document", "reliability (A to F)",
        "stated as", "said by", "value, in order",
    ]  # fmt: skip
    assert list(table.df["value"]) == ["60 billion", "85 billion", "50 million"]
    assert list(table.df["document"]) == ["Title of a_1", "Title of a_1", "Title of b_2"]
    shape = {
        (one["targets"], one.get("className"), one.get("orderData"))
        for one in table._dt_args["columnDefs"][:-1]
    }
    assert {(1, "dt-right", 9), (0, "dt-left", None), (5, "dt-left wb-wide", None)} < shape
    assert list(table.df["value, in order"]) == [2, 3, 1]
    assert table._dt_args["columnDefs"][-1] == {
        "targets": [9],
        "visible": False,
        "searchable": False,
    }


def test_claims_by_the_reliability_of_their_source():
    source = graded()
    explorer = explore.funding(source)
    offered = explorer.bar.choices["source_reliability"].options
    assert [words for words, _ in offered] == ["B", "not rated"]
    explorer.choose(source_reliability=["not rated"])
    assert list(explorer.claims["quote"]) == ["$50 million"]
    assert evaluated(explorer, source).equals(explorer.claims)
    explorer.choose(source_reliability=["B", "not rated"])
    assert len(explorer.claims) == 3
    assert "source_reliability" not in explore.funding(money()).bar  # one grade is no choice


def test_documents_and_those_that_were_not_read():
    explorer = explore.documents(graded())
    assert explorer.table.in_words().to_numpy().tolist() == [
        ["Title of a_1", "7 Dec 2025", "B", "3", "none", "a"],
        ["Title of b_2", "30 Jan 2025", "not rated", "1", "none", "b"],
        ["c.pdf", "no date", "", "", "not read: is encrypted", ""],
    ]  # fmt: skip
    assert list(explorer.rows.df["published, in order"]) == [2, 1, 0]
    assert explorer.rows.caption == "2 documents, and 1 file not read."
    explorer.rows.selected_rows = [1]
    assert explorer.reader.doc_id == "b_2"
    explorer.rows.selected_rows = [2]  # nothing to open: no other document may seem to be it
    reader = explorer.reader
    assert (reader.doc_id, reader.spans, reader.title) == (None, [], "c.pdf")
    assert reader.text == "not read: is encrypted"
    explorer.rows.selected_rows = [0]
    assert (reader.doc_id, len(reader.spans)) == ("a_1", 3)
    assert repr(explorer) == "Explorer of documents: 2 documents."
    assert list(explorer.bar.choices) == ["reliability"]  # one publisher is no choice
    explorer.choose(reliability="B")
    assert (explorer.rows.ids, explorer.rows.caption) == (["a_1"], "1 document.")
    assert repr(explorer.tabs.part("Noise")).startswith("Explorer of noise: 0 places.")


def test_what_is_not_compared_is_not_shown_as_uncontested(monkeypatch):
    assert "contested" not in explore.funding(money()).bar.note
    monkeypatch.setattr("workbench.views.explore.explorer.MARKED", 2)
    note = explore.funding(money()).bar.note
    assert note.endswith("not marked here: the tab Disagreements compares so many figures")


def test_an_empty_corpus_opens():
    nothing = made(claims({"quote": "1", "high": 1}).iloc[:0], dated())
    assert repr(explore.documents(nothing)) == "Explorer of documents: 0 documents."
    for make in (explore.funding, explore.force_caps, explore.sources):
        assert "No " in repr(make(nothing))


def prose(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_the_prose_quotes_stands_in_the_seeds(path, seeds):
    texts = [p.read_text(encoding="utf-8").replace("*", "") for p in sorted(seeds.glob("*.txt"))]
    told = re.sub(r"(?s)```.*?```", "", "\n".join(prose(path)))  # what is typed is no quote
    plain = " ".join(told.replace("\\$", "$").replace("*", "").split())
    quotes = re.findall(r"“(.+?)”|\"([^\"]+)\"", plain)
    # Our own words in quotation marks.
    own = {"../seeds", "if", "firm only", "each fact once", "fear", "we", "Key Takeaways"}
    own |= {"donors give $60 billion", "No document names a payment", "briefing.toml"}
    parts = [
        part.strip(" .,…?")
        for quote in quotes
        for part in (quote[0] or quote[1]).split("[…]")
        if (quote[0] or quote[1]) not in own
    ]
    folded = [part.replace("’", "'") for part in parts if part.strip()]
    missing = [p for p in folded if not any(p in text.replace("’", "'") for text in texts)]
    assert missing == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_paragraph_has_two_dollar_signs(path):
    # JupyterLab sets what stands between them as a formula, escaped or not.
    paragraphs = [p for cell in prose(path) for p in re.split(r"\n\s*\n|\n(?=- )", cell)]
    assert [p for p in paragraphs if p.count("$") > 1] == []


# --- what is copied -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        'a"""); import os; os.system("x")#',  # closed the string that it stood in
        "a'); import os #",
        "back\\slash",  # selected nothing
        "two\nlines",  # raised
        "{x} $5 @y `z`",
    ],
)
def test_a_file_s_name_is_data_in_the_copied_line(name):
    import ast

    from workbench.views.explore import controls

    line = controls.query("funding", doc_id=(name,))
    call = ast.parse(controls.python(line), mode="eval").body
    assert ast.unparse(call.func) == "corpus.claims.query"
    assert [ast.literal_eval(argument) for argument in call.args] == [line]
    table = pd.DataFrame({"theme": ["funding", "funding"], "doc_id": [name, "b"]})
    assert list(table.query(line)["doc_id"]) == [name]
