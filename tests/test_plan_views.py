"""The explorer of peace plans: versions, texts side by side, positions; each opens its sentence."""

import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import workbench as wb
from workbench import findings, plans
from workbench.corpus.tables import frame
from workbench.views import explore
from workbench.views import plans as pages

TEXTS = Path(__file__).resolve().parent.parent / "notebooks" / "plan_texts"
NEWS = {
    "a": "Washington's plan of 28 points would cap the army of Ukraine at 600,000. "
    "Russia rejects a ceasefire of < 3 days & more.",
    "b": "In Geneva the American plan of 28 points was cut down to a text of 19 points. "
    "Russia accepts a ceasefire in the air.",
}
DAYS = '["a.txt"]\npublished = 2025-11-21\n["b.txt"]\npublished = 2025-11-25\n'


@pytest.fixture
def news(tmp_path):
    for name, text in NEWS.items():
        (tmp_path / f"{name}.txt").write_text(text)
    (tmp_path / "corpus.toml").write_text(DAYS)
    return wb.load(tmp_path, progress=False)


@pytest.fixture(scope="module")
def texts():
    return wb.load(TEXTS, progress=False)


def cells(html: str) -> list[str]:
    """The words of each cell of a page."""
    parts = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html, re.S)
    return [unescape(" ".join(re.sub("<[^>]+>", " ", part).split())) for part in parts]


def held(*rows):
    """A table of positions; each row: id, doc_id, start, end, actor, stance, negated."""
    names = ["position_id", "doc_id", "start", "end", "actor", "stance", "negated"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(
        issue="ceasefire", conflict="ukraine", speaker=None,
        quote=[NEWS[d][a:b] for d, a, b in table[["doc_id", "start", "end"]].itertuples(index=False)],
    )  # fmt: skip


def place(doc_id: str, words: str) -> tuple[str, int, int]:
    at = NEWS[doc_id].index(words)
    return doc_id, at, at + len(words)


def positions():
    return held(
        ("p1", *place("a", "rejects a ceasefire"), "russia", "rejects", False),
        ("p2", *place("b", "accepts a ceasefire in the air"), "russia", "accepts", False),
    )


def test_a_turn_needs_two_days_one_matter_and_words_in_common():
    documents = pd.DataFrame(
        {"doc_id": ["a", "b"], "published": pd.to_datetime(["2025-11-21", "2025-11-25"])}
    )
    table = positions()

    def told(table, documents=documents):
        return plans.turns(SimpleNamespace(documents=documents, positions=table))

    shared = table.assign(
        quote=["rejects a ceasefire in the air", "accepts a ceasefire in the air"]
    )
    assert told(shared) == []  # one word of four letters and more
    shared = table.assign(
        quote=["rejects any ceasefire for civilians", "a ceasefire for civilians"]
    )
    assert told(shared) == [("p1", "p2")]
    assert told(shared, documents.assign(published=documents["published"][0])) == []
    assert told(shared.assign(issue=["ceasefire", "territory"])) == []
    assert told(shared.assign(actor=["russia", "ukraine"])) == []
    assert told(shared.assign(stance="demands")) == []
    assert told(shared.assign(stance="demands", negated=[False, True])) == [("p1", "p2")]


def test_the_matrix_says_who_holds_what_and_opens_it(news):
    html, opens = pages.matrix(news, positions(), [("p1", "p2")])
    assert cells(html) == [
        "who", "ceasefire", "Russia",
        "rejects 21 Nov 2025 accepts 25 Nov 2025 changed: rejects, then accepts 21 Nov 2025 to 25 Nov 2025",
    ]  # fmt: skip
    assert [[NEWS[d][a:b] for d, a, b, _ in some] for some in opens] == [
        ["accepts a ceasefire in the air"], ["rejects a ceasefire"],
        ["rejects a ceasefire", "accepts a ceasefire in the air"],
    ]  # fmt: skip
    assert opens[1][0][3] == "Russia rejects: ceasefire"
    sides = re.findall(r'class="wb-(for|against|turn)"', html)
    assert sides == ["against", "for", "turn"]
    nobody, _ = pages.matrix(news, positions().iloc[:0])
    assert "No document says what a party wants." in nobody


def test_what_is_written_in_a_document_is_text_and_no_markup(news):
    table = positions().assign(actor="<script>", issue="<i>")
    html, _ = pages.matrix(news, table)
    assert "<script>" not in html and "&lt;script&gt;" in html.lower()
    explorer = explore.peace_plans(news)
    explorer._open([(*place("a", "rejects a ceasefire of < 3 days & more"), "x")])
    sentences = explorer.evidence.part("Sentences").value
    assert "of &lt; 3 days &amp; more" in sentences


def test_versions_stand_in_lanes_with_an_arrow_for_each_edge(news):
    table, edges = plans.plans(news), plans.lineage(news)
    finding = findings.lineage(table, edges, news.documents)
    assert finding.rows == ("28 points · United States", "19 points · sponsor unsaid")
    dots = [(mark.rows[0], mark.text, mark.times) for mark in finding.marks if not mark.arrow]
    assert dots == [
        ("28 points · United States", "document a", 1), ("28 points · United States", "document b", 1),
        ("19 points · sponsor unsaid", "document b", 1),
    ]  # fmt: skip
    (arrow,) = [mark for mark in finding.marks if mark.arrow]
    assert arrow.rows == finding.rows
    assert str(arrow.said).startswith("“28 points · United States” became “19 points")
    html, opens = pages.versions(news, table, edges)
    assert cells(html)[7:14] == [
        "Washington's plan of 28 points", "United States", "28", "21 Nov 2025 day of the article",
        "reported", "", "2 mentions",
    ]  # fmt: skip
    assert [len(some) for some in opens] == [2, 1, 1]


def test_two_texts_stand_side_by_side_with_each_changed_figure(texts):
    table, points = plans.alignments(texts), plans.provisions(texts)
    html, opens = pages.aligned(texts, table, points)
    told = cells(html)
    ceiling = next(k for k, cell in enumerate(told) if cell == "3 · Ceiling")
    assert told[ceiling + 1 : ceiling + 3] == [
        "4 · Ceiling", "modified substantive figure 120,000 → 150,000",
    ]  # fmt: skip
    assert "<del>" in html and "<ins>" in html and "gone" in told and "not there" in told
    places = [[texts.text(d)[a:b] for d, a, b, _ in some] for some in opens]
    assert ["120,000", "150,000"] in places and ["18 months", "12 months"] in places
    nothing, _ = pages.aligned(texts, table.iloc[:0], points)
    assert "No two versions of a plan text are in this folder." in nothing


def test_a_click_opens_the_sentence_and_the_document(texts):
    explorer = explore.peace_plans(texts)
    explorer.page.selected_index = 1
    part = explorer.page.part("Texts side by side")
    at = next(k for k, some in enumerate(part.page.places) if len(some) == 2)
    part.page.clicked = {"open": at, "n": 1}
    assert "120,000" in explorer.evidence.part("Sentences").value
    reader = explorer.evidence.part("Document")
    assert reader.doc_id == "merrin_march"
    (span,) = reader.spans
    assert reader.text[span["start"] : span["end"]] == "120,000"


def test_controls_narrow_the_positions(news):
    explorer = explore.peace_plans(news)
    every = len(explorer.positions)
    words, value = explorer._offered("actor", "everybody")[1]
    explorer.choose(actor=words)
    assert 0 < len(explorer.positions) < every and {*explorer.positions["actor"]} == {value}
    explorer.choose(actor=None)
    assert len(explorer.positions) == every


def test_a_dot_of_the_figure_opens_its_mentions(news):
    explorer = explore.peace_plans(news)
    explorer.canvas.clicked = {"ids": list(explorer.finding.marks[0].claims), "n": 1}
    assert [NEWS[d][a:b] for d, a, b, _ in explorer.chosen] == ["Washington's plan of 28 points"]
    ids = [i for mark in explorer.finding.marks for i in mark.claims]
    assert not any(" " in i for i in ids)  # the page parts them by spaces
    assert wb.plans.plans is plans.plans  # the line of Python under the figure


def test_a_corpus_without_plans_opens(tmp_path):
    (tmp_path / "a.txt").write_text("Nothing is said here of any war.")
    explorer = explore.peace_plans(wb.load(tmp_path, progress=False))
    assert "No figure of plan versions fits this choice" in repr(explorer)
    assert frame("plans", []).empty
