"""The reader and the static evidence: places in the text, labels, and text that stays text."""

import re
from pathlib import Path

import pytest
from tables import claims, corpus, documents

from workbench.codebook import look
from workbench.corpus import evidence
from workbench.views.reader import Reader, read, spans

STATIC = Path(__file__).resolve().parent.parent / "workbench" / "views" / "static"


def small():
    table = claims(
        {"quote": "$60 billion", "sentence": "🛡️ Kyiv needs $60 billion & more.", "high": 6e10},
        {"quote": "653", "sentence": "Some 653 drones <b>flew</b>.", "high": 653, "theme": "force",
         "role": "strike", "unit": "drone", "qualifier": "about", "actor": "russia"},
        {"quote": "28", "sentence": "It has 28 points.", "high": 28, "theme": "plan",
         "role": "version", "unit": "point", "doc_id": "b_2", "attribution": "unnamed"},
    )  # fmt: skip
    noise = [{"doc_id": "a_1", "start": 0, "end": 2, "kind": "machine_artifact", "text": "🛡️"}]
    return corpus(table, documents(a_1="2025-12-07", b_2=None), noise)


def test_a_document_in_the_reader():
    reader = read(small(), "a_1")
    assert reader.title == "Document a · 7 Dec 2025 · Title of a_1"
    assert [reader.text[s["start"] : s["end"]] for s in reader.spans] == ["$60 billion", "653"]
    assert reader.spans[1] == {
        "id": "c1", "start": 39, "end": 42, "theme": "force", "quote": "653",
        "label": "weapons launched · about 653 drones · Russia · stated as fact · "
                 "said by the article itself",
    }  # fmt: skip
    assert reader.noise == [{"start": 0, "end": 2, "kind": "machine artifact"}]
    assert repr(reader) == "Reader('a_1', 2 figures)"


def test_pointing_to_a_claim_opens_its_document_and_counts():
    reader = Reader(small(), "a_1")
    reader.point("c0")
    assert reader.selected == {"id": "c0", "n": 1, "by": "python"}
    reader.point("c2")
    assert (reader.doc_id, reader.selected["n"]) == ("b_2", 2)
    assert [span["id"] for span in reader.spans] == ["c2"]


def test_pointing_to_a_claim_that_a_filter_hides_shows_it():
    source = small()
    reader = Reader(source, claims=source.claims.query("theme == 'funding'"))
    assert [span["id"] for span in reader.spans] == ["c0"]
    reader.point("c1")
    assert [span["id"] for span in reader.spans] == ["c0", "c1"]


def test_unknown_places_are_named():
    reader = Reader(small())
    with pytest.raises(KeyError, match=r"no document 'zzz' in this corpus; documents: a_1, b_2"):
        reader.turn_to("zzz")
    with pytest.raises(KeyError, match=r"no claim 'zzz' in this corpus"):
        reader.point("zzz")


def test_an_empty_corpus_has_an_empty_reader():
    empty = corpus(claims({"quote": "1", "high": 1}).iloc[:0], documents(), [])
    assert repr(Reader(empty)) == "Reader(None, 0 figures)"


def test_the_noise_of_one_document_is_that_of_the_ledger(corpus):
    for doc_id, ledger in corpus.noise.groupby("doc_id"):
        rows = ledger[["start", "end", "kind"]].itertuples(index=False, name=None)
        assert corpus.noise_in(doc_id) == list(rows)


def test_every_claim_of_the_seeds_is_highlighted_at_its_quote(corpus):
    for doc_id, group in corpus.claims.groupby("doc_id"):
        text = corpus.text(doc_id)
        assert [text[s["start"] : s["end"]] for s in spans(group)] == [
            s["quote"] for s in spans(group)
        ]


def test_no_text_reaches_the_page_as_markup():
    script = (STATIC / "reader.js").read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?:"
    assert re.findall(forbidden, script) == []


def test_the_style_sheets_have_the_colours_of_look():
    found = re.findall(r"--wb-(\w+)-(back|text|line): (#\w{6});", Reader._css)
    expected = [
        (theme, part, colours[part])
        for scheme in ("light", "dark")
        for theme, colours in look.PALETTE[scheme].items()
        for part in ("back", "text", "line")
    ]
    assert found == expected
    brief = evidence.filled("brief.css")
    for scheme in ("light", "dark"):
        for theme in (*look.THEMES, *look.OWN):
            colours = look.PALETTE[scheme][theme]
            assert f"--{theme}: {colours['line']};" in brief
            assert f"--{theme}-back: {colours['back']};" in brief


def test_evidence_as_text():
    assert repr(evidence.Evidence(small().claims, small().documents)) == (
        "3 figures in their sentences\n"
        "Document a · 7 Dec 2025 · Title of a_1\n"
        "  🛡️ Kyiv needs [[$60 billion]] & more.\n"
        "  Some [[653]] drones <b>flew</b>.\n"
        "Document b · no date · Title of b_2\n"
        "  It has [[28]] points."
    )


def test_evidence_as_html_escapes_and_highlights():
    html = evidence.evidence_html(small().claims, small().documents)
    assert (
        'Some <mark class="wb-mark wb-force" style="background:#ffe0bd;' in html
        and ">653</mark> drones &lt;b&gt;flew&lt;/b&gt;." in html
    )
    assert "<span>$</span>60 billion</mark> &amp; more." in html
    assert set(re.findall(r"<(\w+)", html)) == {"p", "strong", "div", "mark", "span"}


def test_attributes_hold_whatever_a_document_says():
    cue = {"label": "role", "start": 0, "end": 1, "text": '"><script>x', "rule": "r"}
    html = evidence.evidence_html(claims({"quote": "$1", "high": 1, "cues": [cue]}))
    assert "<script" not in html and "&quot;&gt;&lt;script&gt;x" in html


def test_evidence_says_how_much_is_not_shown():
    html = evidence.evidence_html(small().claims, limit=1)
    assert html.count("<mark") == 1 and "2 more sentences not shown." in html
    assert evidence.evidence_html(small().claims.iloc[:0]) == (
        "<p><em>No figure fits this choice.</em></p>\n"
    )


def test_a_line_of_a_megabyte_is_shown_round_its_figures():
    row = {"quote": "$5", "sentence": "a " * 500_000 + "$5" + " b" * 500_000, "high": 5}
    html = evidence.evidence_html(claims(row))
    assert len(html) < 3000 and ">5</mark>" in html.replace("<span>$</span>", "")
