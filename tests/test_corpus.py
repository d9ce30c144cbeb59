"""A folder as tables: rows of a document, a corpus' own words, each format to the letter."""

import csv
import importlib
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas
import pytest

import workbench as wb
from workbench.corpus import (
    COLUMNS,
    analysis,
    evaluate,
    evidence,
    examples,
    export,
    pool,
    reading,
    streaming,
    tables,
)
from workbench.corpus.tables import frame

BOOK = wb.codebook.load()


@pytest.mark.parametrize("text, title", [
    ("\n  \n# **Aid to Kyiv** \nMore.", "Aid to Kyiv"),
    ("x" * 200, "x" * 200),
    ("x" * 201 + "\nShort", None),  # a paragraph, and what follows it is no title
    ("***\nShort", None),
    ("\n" * 2000 + "Late", None),
    ("", None),
])  # fmt: skip
def test_the_title_is_the_first_line_if_it_is_short(text, title):
    assert analysis._title(text) == title


PUBLISHED = "Published on 20 May 2024.\n\n"


@pytest.mark.parametrize("sentence, days", [
    ("Norway gave Kyiv $5 million on 3 May 2024.", ["2024-05-03"]),
    ("It gave Kyiv $5 million on 3 May 2024 and on 9 May 2024 $6 million.",
     ["2024-05-03", "2024-05-09"]),
    # the day of saying so, a whole year and no day
    ("Norway gave Kyiv $5 million, the minister said on 3 May 2024.", [None]),
    ("Norway gave Kyiv $5 million in 2023.", [None]),
    ("Norway gave Kyiv $5 million.", [None]),
])  # fmt: skip
def test_the_day_of_a_figure_is_the_nearest_in_its_sentence(tmp_path, sentence, days):
    (tmp_path / "a.txt").write_text(PUBLISHED + sentence)
    corpus = wb.load(tmp_path, cache=False, jobs=0)
    found = [None if str(d) == "NaT" else str(d)[:10] for d in corpus.claims["event_date"]]
    assert found == days
    assert list(corpus.claims["sentence"]) == [sentence] * len(days)


@pytest.mark.parametrize("figure, money", [
    ("€5 million", (5389500.0, 5e6, "2024-05-10", [])),
    ("100 million hryvnias", (None, None, None, ["rate.none.UAH"])),  # the bank has no rate
])  # fmt: skip
def test_money_is_converted_at_the_rate_of_the_day(tmp_path, figure, money):
    text = f"Published on 11 May 2024.\n\nNorway gave Kyiv {figure}.\nIt has 500 soldiers there."
    (tmp_path / "a.txt").write_text(text)
    claim, other = wb.load(tmp_path, cache=False, jobs=0).claims.to_dict("records")
    row = {k: None if str(v) in ("<NA>", "NaT", "None") else v for k, v in claim.items()}
    day = row["rate_date"] and str(row["rate_date"])[:10]
    rules = [cue["rule"] for cue in row["cues"] if cue["label"] == "rate"]
    assert (row["usd"], row["eur"], day, rules) == money
    for cue in row["cues"]:
        assert text[cue["start"] : cue["end"]] == cue["text"]
    assert all(cue["label"] != "rate" for cue in other["cues"])


def test_a_corpus_says_what_it_holds(tmp_path):
    (tmp_path / "a.txt").write_text(f"{PUBLISHED}Norway gave Kyiv $5 million.")
    (tmp_path / "b.txt").write_text("Russia lost 500 soldiers.")
    (tmp_path / "c.txt").write_text("")
    corpus = wb.load(tmp_path, cache=False, jobs=0)
    told = "2 documents, published 2024-05-20 to 2024-05-20 (1 undated), 2 claims, 1 files left out"
    assert repr(corpus) == f"<Corpus {corpus.fingerprint}: {told}>"
    alone = wb.load(tmp_path / "b.txt", cache=False, jobs=0)
    assert repr(alone) == f"<Corpus {alone.fingerprint}: 1 documents, undated, 1 claims>"
    with pytest.raises(KeyError, match="no document 'x' in this corpus; it has: a, b"):
        corpus.text("x")
    assert [len(corpus.show().claims), len(corpus.show("force").claims)] == [2, 1]
    assert [len(corpus.show(doc_id="a").claims), len(corpus.show("force", "a").claims)] == [1, 0]
    why = "no figures are kept for theme 'sanctions'; figures have the themes: funding, force, plan"
    with pytest.raises(ValueError, match=why):
        corpus.show("sanctions")


def test_little_is_read_again_without_a_process(tmp_path, monkeypatch):
    (tmp_path / "b.txt").write_text("Russia lost 500 soldiers.")
    corpus = wb.load(tmp_path, cache=False)
    asked, ordered = [], pool.ordered

    def here(*what, **how):
        asked.append(how["jobs"])
        return ordered(*what, **how | {"jobs": 0})

    monkeypatch.setattr(pool, "ordered", here)
    assert len(corpus.passages) == 1
    monkeypatch.setattr(pool, "START", 5)
    assert len(corpus.dates) == 0 and asked == [0, None]


ROWS = [
    ["a", 3, 11, "in\tApril", "2024-04-01", None, "absolute", True],
    ["b", 7, 60, "w" * 44 + "x", None, None, "vague", False],
]
TEXTS = {
    "jsonl": '{"doc_id":"a","start":3,"end":11,"text":"in\\tApril","from":"2024-04-01",'
    '"kind":"absolute","resolvable":true}\n'
    '{"doc_id":"b","start":7,"end":60,"text":"' + "w" * 44 + 'x","kind":"vague",'
    '"resolvable":false}\n',
    "csv": "doc_id,start,end,text,from,to,kind,resolvable\n"
    "a,3,11,in\tApril,2024-04-01,,absolute,True\nb,7,60," + "w" * 44 + "x,,,vague,False\n",
    "table": f"doc_id  start  {'text':44}  from        to  kind\n"
    f"a       3      {'in April':44}  2024-04-01      absolute\n"
    f"b       7      {'w' * 43}…                  vague\n",
}


@pytest.mark.parametrize("format", TEXTS)
def test_rows_in_each_format(tmp_path, capsysbinary, format):
    export.write("dates", COLUMNS["dates"], ROWS, format, str(tmp_path / "out"))
    assert (tmp_path / "out").read_text("utf-8") == TEXTS[format]
    export.write("dates", COLUMNS["dates"], ROWS, format, None)
    assert capsysbinary.readouterr().out.decode() == TEXTS[format]


# What a spreadsheet runs; text, what stands in the file, why
CELLS = [
    ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0", "a command of another program"),
    ("+1+1", "'+1+1", ""), ("-5", "'-5", "text, not a number"), ("@SUM(A1)", "'@SUM(A1)", ""),
    ("\t=1", "'\t=1", "tabs are passed over"), ("\r=1", "\"'\r=1\"", "quoted for the line end"),
    ("\n=1", "\"'\n=1\"", ""), ("＝1+1", "'＝1+1", "full-width, in East Asian settings"),
    ("'=1", "''=1", "an apostrophe that stood in the text, kept apart from ours"),
    ("'tis -5", "'tis -5", ""), (" =1", " =1", ""), ("a=1", "a=1", ""), (-5, "-5", "a number"),
    (-0.5, "-0.5", "a number"), (None, "", ""), (["=1"], "\"[\"\"=1\"\"]\"", "no cell begins so"),
]  # fmt: skip


@pytest.mark.parametrize("value, cell, why", CELLS)
def test_no_cell_of_a_csv_file_is_a_formula(tmp_path, value, cell, why):
    export.write("dates", ["text", "end"], [[value, 1]], "csv", str(tmp_path / "o"))
    assert (tmp_path / "o").read_bytes().decode() == f"text,end\n{cell},1\n"
    if isinstance(value, str):
        with open(tmp_path / "o", encoding="utf-8", newline="") as file:
            read = list(csv.reader(file))[1][0]
        assert (read[1:] if re.match("'+[=+\\-@\t\r\n＝＋－＠]", read) else read) == value


def test_lists_in_each_format(tmp_path):
    row = ["k", "sudan", "Kyiv", "value", ["c1"], [{"start": 3}], 1.5, "a sentence that " * 5]
    for format, told in {
        "csv": 'k,sudan,Kyiv,value,"[""c1""]","[{""start"":3}]",1.5,' + row[7] + "\n",
        "table": f"value  Kyiv     1.5     {row[7].rstrip()}\n",
    }.items():
        export.write("disagreements", COLUMNS["disagreements"], [row], format, str(tmp_path / "o"))
        assert (tmp_path / "o").read_text().split("\n", 1)[1] == told
    row = [*["a"] * 4, "paragraph", "Head", ["funding", "sanctions"], [], None, "text", "text", []]
    export.write("passages", COLUMNS["passages"], [row], "table", str(tmp_path / "o"))
    assert "funding, sanctions" in (tmp_path / "o").read_text()


@pytest.mark.parametrize("size, limit, wanted", [
    (0, 30, (30.0, 1_500_000_000)),
    (0, 60, (60.0, 1_500_000_000)),
    (400_000, 60, (64.0, 1_510_000_000)),
    (400_000, 120, (128.0, 3_020_000_000)),
])  # fmt: skip
def test_what_a_piece_of_work_may_take(size, limit, wanted):
    assert pool.allowed(size, limit) == wanted


@pytest.mark.parametrize("name, size, cost", [
    ("a.txt", 10, 10), ("a.MD", 10, 10), ("a.pdf", 10, 40), ("e.txt", 0, 1), ("e.pdf", 0, 1),
])  # fmt: skip
def test_what_a_file_costs_to_read(tmp_path, name, size, cost):
    (tmp_path / name).write_bytes(b"x" * size)
    there = SimpleNamespace(path=tmp_path / name, relative=name)
    gone = SimpleNamespace(path=tmp_path / "no", relative="no.txt")
    assert (streaming._cost(there), streaming._cost(gone)) == (cost, 1)
    assert streaming.hashed(tmp_path) is None and streaming.hashed(tmp_path / "no") is None


@pytest.mark.parametrize("name, got, wanted, right", [
    ("usd", 100.0, [100.09], True),
    ("usd", 100.0, [100.2], False),
    ("actor", "a;b", ["b;a"], True),
    ("actor", "a;b", ["a"], False),
    ("actor", "a;b", [None, "b;a"], True),
    ("period", "a;b", ["b;a"], False),
    ("speaker", "Eide", [None, "minister Eide"], True),
    ("speaker", "Mr Eide of the UN", ["Eide"], True),
    ("speaker", "the UN", ["the EU"], False),
    ("role", None, [None], True),
])  # fmt: skip
def test_which_label_is_right(name, got, wanted, right):
    assert evaluate.agrees(name, got, wanted) is right


def test_scores_of_nothing_are_whole():
    assert evaluate.Score().f1() == (1.0, 1.0, 1.0) and evaluate.Score().accuracy("role") is None


# --- scores, evidence, tables: whole values -------------------------------------------------------


def labelled(text, *figures, **more):
    return {"id": text[:6], "text": text, "unasked": set(), "figures": list(figures)} | more


def figure(text, span, low, **labels):
    return {"span": span, "start": text.index(span), "low": low, "high": low} | labels


NEED, GAVE, LOST = "Kyiv needs $5bn.", "Norway gave Kyiv $6 million.", "Russia lost 500 soldiers."
SOME = "It lost hundreds of soldiers."
SCORED = [
    labelled(NEED, figure(NEED, "$5bn", 5e9, theme="funding", role="need", unit="USD")),
    labelled(GAVE, figure(GAVE, "$6 million", 6e6, theme="funding", role="need", unit="USD",
                          actor="norway")),
    labelled(LOST, figure(LOST, "500", 400, theme="force")),
    labelled(SOME, figure(SOME, "hundreds", 7, theme="force"), unasked={"role", "unit"}),
    labelled("The army has 40 tanks."),
    labelled("It rained."),
]  # fmt: skip
SCORES = """
             precision    recall        F1        role       actor        unit
all              0.600     0.750     0.667       0.500       1.000       1.000
force            0.333     0.500     0.400           -       1.000           -
funding          1.000     1.000     1.000       0.500       1.000       1.000
distractor sentences with a false figure: 1 of 2
"""
ERRORS = """
role, labelled as -> read as: need -> disbursement (1)

Norway  '$6 million': role disbursement instead of need
    Norway gave Kyiv $6 million.

Russia  '500': not a figure by the labels
    Russia lost 500 soldiers.

Russia  '500': missed
    Russia lost 500 soldiers.

The ar  '40': not a figure by the labels
    The army has 40 tanks.
"""


def test_the_report_of_a_score():
    score = evaluate.score(SCORED, BOOK)
    assert score.accuracy("role", "force") is None
    assert evaluate.report(score) == SCORES.strip("\n")
    assert evaluate.report(score, errors=True) == SCORES.strip("\n") + "\n" + ERRORS.rstrip("\n")


def test_a_row_of_a_day_is_read_as_a_document():
    text = "Norway gave Kyiv €5 million on 3 May 2024 and €6 million."
    told = {"event_date": "2024-05-03", "usd": 5389500.0, "actor": "norway"}
    figures = figure(text, "€5 million", 5e6, **told), figure(text, "€6 million", 6e6, usd=None)
    row = labelled(text, *figures, published="2024-05-11", unasked={"actor", "event_date"})
    score = evaluate.score([row], BOOK)
    once = {"actor": 1, "event_date": 1, "usd": 1}
    assert (score.right["all"], score.asked["all"], score.errors) == (once, once, [])


@pytest.mark.parametrize("text, told", [
    ('{"disagreements": []}\n{}', "disagreements"), ('{"versions": []}', "versions"),
    ('{"id": 1}', None), ("[1]", None), ("5", None), ("{", None), ("", None),
])  # fmt: skip
def test_files_of_groups_are_told_apart(tmp_path, text, told):
    (tmp_path / "a.jsonl").write_text(text)
    assert evaluate.of_groups(tmp_path / "a.jsonl", ["disagreements", "versions"]) == told
    assert evaluate.of_groups(tmp_path / "gone", ["versions"]) is None


def claim(doc_id, text, quote, **told):
    """A row of the claims table."""
    start = text.index(quote)
    row = {
        "claim_id": "k", "doc_id": doc_id, "start": 10 + start, "end": 10 + start + len(quote),
        "quote": quote, "sentence_start": 10, "sentence_end": 10 + len(text), "sentence": text,
        "theme": "funding", "role": "pledge", "unit": "USD", "qualifier": "exact",
        "modality": "planned", "attribution": "own_voice", "cues": [],
    } | told  # fmt: skip
    return [row.get(column) for column in COLUMNS["claims"]]


LOANS = "Norway promised $5 million & loans of $6.5 million."
CUES = [{"label": "role", "text": "promised"}, {"label": "role", "text": "promised"},
        {"label": "theme", "text": ""}, {"label": "unit", "text": "$"}]  # fmt: skip
CLAIMS = frame("claims", [
    claim("b", LOST, "500", theme="force", role="casualties", low=500, high=500, unit="person",
          actor="russia", modality="actual", attribution="named", speaker="nato"),
    claim("a", LOANS, "$6.5 million", low=6.5e6, high=6.5e6, period="2025", instrument="loan"),
    claim("a", LOANS, "$5 million", low=5e6, high=5e6, qualifier="at_least", actor="norway",
          cues=CUES),
])  # fmt: skip
DOCUMENTS = frame("documents", [
    ["a", "a.txt", "0", "Aid", "2024-05-20", "stated", "x", None, "en", 90, 16, 0.1333, "B", ["no_date"]]
    + [None] * 3,
    ["b", "b.txt", "1", None, None, None, None, None, None, 9, 4, 0.0, "F", []] + [None] * 3,
])  # fmt: skip
SHOWN = """3 figures in their sentences
Document a · 20 May 2024 · Aid
  Norway promised [[$5 million]] & loans of [[$6.5 million]].
Document b · no date
  Russia lost [[500]] soldiers."""


def test_claims_are_shown_in_their_sentences():
    assert repr(evidence.Evidence(CLAIMS, DOCUMENTS)) == SHOWN
    first = SHOWN.replace(" · 20 May 2024 · Aid", "").split("\nDocument b")[0]
    assert repr(evidence.Evidence(CLAIMS, None, 1)) == first
    assert len(evidence.Evidence(CLAIMS)) == 3


def test_claims_are_described_in_words():
    told = [(evidence.describe(c), evidence.reasons(c)) for c in CLAIMS.itertuples()]
    assert told == [
        ("casualties · 500 people · Russia · stated as fact · said by Nato", ""),
        ("pledged · 6.5 million USD · loan · for 2025 · planned · said by the article itself", ""),
        ("pledged · at least 5 million USD · Norway · planned · said by the article itself",
         'role: "promised"; unit: "$"'),
    ]  # fmt: skip
    rate = next(CLAIMS.assign(period="per_day").itertuples())
    assert " · Russia · per day · stated" in evidence.describe(rate)


def test_claims_as_html():
    html = evidence.Evidence(CLAIMS, DOCUMENTS)._repr_html_()
    assert re.findall(r"<strong>(.*?)</strong>", html) == [
        "Document a · 20 May 2024 · Aid", "Document b · no date",
    ]  # fmt: skip
    text = re.sub(r"<[^>]*>", "", re.sub(r'title="[^"]*"', "", html))
    assert "Norway promised $5 million &amp; loans of $6.5 million." in text
    assert re.findall(r'wb-(\w+)" style="background:(#\w+);.*?border-bottom:2px (\w+)', html) == [
        ("funding", "#cfe6fb", "solid"), ("funding", "#cfe6fb", "solid"),
        ("force", "#ffe0bd", "dashed"),
    ]  # fmt: skip
    because = "said by the article itself — because of role: &quot;promised&quot;; unit: &quot;$&"
    assert because in html and html.count("because of") == 1
    assert "more sentence" not in html
    assert "1 more sentence not shown" in evidence.evidence_html(CLAIMS, DOCUMENTS, 1)
    plain = evidence.highlight("5", "funding", mark="dotted")
    assert "title=" not in plain and "2px dotted" in plain
    assert "No figure fits this choice." in evidence.evidence_html(CLAIMS[:0], DOCUMENTS)


def test_a_table_in_a_notebook_shows_what_looks_like_a_formula_as_it_is_written(monkeypatch):
    # Also what query, head and astype make of it; a browser test sees it in JupyterLab.
    monkeypatch.setitem(sys.modules, "IPython", sys.modules.get("IPython", sys))
    with pandas.option_context("display.html.use_mathjax", True, "styler.html.mathjax", True):
        importlib.reload(tables)
        table = tables.frame("noise", [["a", 3, 9, "markup", None, r"\(\phantom{not}\)"]])
        for html in (table._repr_html_(), table.query("start > 1").head().style.to_html()):
            assert "mathjax_ignore" in html and "tex2jax_ignore" in html
            assert r"\(\phantom{not}\)" in html


@pytest.mark.parametrize("sentence, spans, margin, shown", [
    ("one two 5 three", [(8, 9, 0)], 8, "one two [5] three"),
    ("one two 5 three", [(8, 9, 0)], 7, "… two [5] three"),
    ("one two 5 three", [(8, 9, 0)], 5, "… two [5] …"),
    ("5 one two three 6", [(16, 17, 0), (0, 1, 0)], 8, "[5] one two three [6]"),
    ("5 one two three 6", [(16, 17, 0), (0, 1, 0)], 7, "[5] one … three [6]"),
    ("12 in 1", [(0, 2, 0), (1, 2, 0)], 9, "[12] in 1"),
    ("abcdefgh 5", [(9, 10, 0)], 4, "… [5]"),
    ("one two three", [], 5, "one …three"),
])  # fmt: skip
def test_a_long_sentence_is_shown_round_its_figures(sentence, spans, margin, shown):
    assert evidence.marked(sentence, spans, lambda t, _: f"[{t}]", str, margin) == shown


def test_claims_as_a_table_for_reading():
    mixed = evidence.table(CLAIMS, DOCUMENTS)
    assert mixed.to_dict("list") == {
        "document": ["Aid", "Aid", "b"],  # by title, and by its short name where it has none
        "as written": ["$5 million", "$6.5 million", "500"],
        "value": [5e6, 6.5e6, 500.0],  # no column "to": all are points
        "unit": ["USD", "USD", "people"], "role": ["pledged", "pledged", "casualties"],
        "whose": ["Norway", "not said", "Russia"],
        "stated as": ["planned, at least", "planned", "stated as fact"],
        "said by": ["the article itself", "the article itself", "Nato"],
        "reliability (A to F)": ["B", "B", "F"],
    }  # fmt: skip
    money = evidence.table(CLAIMS[CLAIMS["theme"] == "funding"])
    assert list(money["value (USD)"]) == [5e6, 6.5e6] and "unit" not in money
    assert "reliability (A to F)" not in evidence.table(
        CLAIMS, DOCUMENTS.assign(source_reliability=None)
    )
    large = CLAIMS[CLAIMS["theme"] == "funding"].assign(low=[1e9, 2e9], high=[1e9, 2.5e9])
    shown = evidence.table(large)[["as written", "value (USD)", "to (USD)"]]
    assert repr(shown).splitlines() == [
        "as written    value (USD)     to (USD)",  # numbers short and to the right, text to the left
        "$5 million      2 billion  2.5 billion",
        "$6.5 million    1 billion",
    ]  # fmt: skip
    html = shown._repr_html_()
    assert re.findall(r'<t[hd] style="text-align:(\w+).*?">(.*?)</t[hd]>', html) == [
        ("left", "as written"), ("right", "value (USD)"), ("right", "to (USD)"),
        ("left", "<span>$</span>5 million"), ("right", "2 billion"), ("right", "2.5 billion"),
        ("left", "<span>$</span>6.5 million"), ("right", "1 billion"), ("right", ""),
    ]  # fmt: skip


def test_a_table_for_reading_is_a_table():
    shown = reading.ReadingTable({
        "<who>": ["$a & <b>", None], "n": [1234, 5], "day": pandas.to_datetime(["2024-05-20", None]),
    })  # fmt: skip
    assert type(shown[["n", "day"]].query("n > 9")) is reading.ReadingTable
    assert shown.sort_values("n").in_words().to_numpy().tolist() == [
        ["", "5", "no date"], ["$a & <b>", "1,234", "20 May 2024"],
    ]  # fmt: skip
    html = shown._repr_html_()
    assert "&lt;who&gt;" in html and "<span>$</span>a &amp; &lt;b&gt;" in html
    many = reading.ReadingTable({"n": range(reading.SHOWN + 3)})
    assert many._repr_html_().count("<tr>") == reading.SHOWN + 1
    assert repr(many).endswith("199\n3 more rows") and "3 more rows" in many._repr_html_()


def test_two_documents_of_one_title_stay_two():
    twice = DOCUMENTS.assign(title="Aid")
    assert reading.names(twice) == {"a": "Aid (a)", "b": "Aid (b)"}


def test_documents_as_a_table_for_reading():
    table = evidence.documents_table(DOCUMENTS[::-1])
    assert table.in_words().to_dict("list") == {
        "document": ["a", "b"], "title": ["Aid", ""], "published": ["20 May 2024", "no date"],
        "length (words)": ["16", "4"], "masked (% of characters)": ["13.3", "0"],
        "reliability (A to F)": ["B", "F"], "warnings": ["no date", "none"],
    }  # fmt: skip
    more = evidence.documents_table(
        DOCUMENTS.assign(publisher=["AP", None]), CLAIMS, [("c.pdf", "is empty")]
    )
    shown = more[["title", "publisher", "figures", "warnings"]].in_words().to_numpy().tolist()
    assert shown == [
        ["Aid", "AP", "2", "no date"], ["", "", "1", "none"], ["c.pdf", "", "", "not read: is empty"],
    ]  # fmt: skip


def test_noise_as_a_list():
    rows = [[doc, 1, 2, "machine_artifact", "r", text]
            for doc, text in (("b", "y"), ("a", "x" * 161), ("b", "y"))]  # fmt: skip
    noise = frame("noise", rows)
    html = evidence.noise_html(noise, DOCUMENTS)
    assert re.findall(r"<strong>(.*?)</strong>|<li>(.*?)</li>", html) == [
        ("Document a · 20 May 2024 · Aid", ""), ("", f"machine artifact: “{'x' * 160}”"),
        ("Document b · no date", ""), ("", "machine artifact: “y” (twice)"),
    ]  # fmt: skip
    assert "not shown" not in html
    assert "1 more place not shown" in evidence.noise_html(noise, DOCUMENTS, 2)
    assert "Nothing of this kind was masked." in evidence.noise_html(noise[:0], DOCUMENTS)


ARTICLE = f"{PUBLISHED}# Aid\n\nNorway gave Kyiv $5 million turn0search1 on 3 May 2024.\n"
CUED = [{"label": "actor", "start": 34, "end": 40, "text": "Norway", "rule": "actor.norway"},
        {"label": "actor", "start": 46, "end": 50, "text": "Kyiv", "rule": "actor.ukraine"}]  # fmt: skip


def test_the_rows_of_the_other_tables(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE)
    corpus = wb.load(tmp_path, cache=False, jobs=0)
    clean = ARTICLE.replace("turn0search1", " " * 12)
    assert (corpus.text("a"), corpus.clean("a"), corpus.view("a").source) == (ARTICLE, clean, clean)
    assert corpus.noise_in("a") == [(62, 74, "machine_artifact")]
    noise = ["a", 62, 74, "machine_artifact", "artifact.cite", "turn0search1"]
    assert corpus.noise.values.tolist() == [noise]
    assert corpus.passages.values.tolist()[2] == [
        "a", 2, 34, 89, "paragraph", "Aid", [], ["norway", "ukraine"], None, ARTICLE[34:89], clean[34:89],
        CUED,
    ]  # fmt: skip
    dates = corpus.dates.astype(str).values.tolist()
    days = [("13", "24", "2024-05-20"), ("78", "88", "2024-05-03")]
    assert dates == [
        ["a", start, end, ARTICLE[int(start) : int(end)], day, day, "absolute", "True"]
        for start, end, day in days
    ]
    unsaid = ["conflict", "source_reliability", "language", "url", "publisher", "note"]
    assert corpus.documents[unsaid].isna().all(axis=None)
    row = corpus.documents.drop(columns=["sha256", *unsaid])
    assert row.astype(str).to_dict("records")[0] == {
        "doc_id": "a", "path": "a.txt", "title": "Published on 20 May 2024.",
        "published": "2024-05-20", "published_basis": "stated", "published_quote": "20 May 2024",
        "chars": "90", "words": "16", "masked_share": "0.133333",
        "warnings": "['machine_artifact']",
    }  # fmt: skip


def test_an_analyst_grades_figures(tmp_path):
    (tmp_path / "a.txt").write_text("Kyiv needs $60 billion, of which $5 billion is for gas.")
    (first, second), _ = claims_and_warnings(tmp_path, {})
    grades = {"$60 billion": 2, second["claim_id"]: 6, "$7": 1}
    rated, warnings = claims_and_warnings(tmp_path, grades)
    assert [row["credibility"] for row in (first, second, *rated)] == [None, None, 2, 6]
    assert "credibility_of_no_figure" in warnings
    assert "credibility_of_no_figure" not in claims_and_warnings(tmp_path, {"$60 billion": 1})[1]
    table = evidence.table(wb.load(tmp_path, progress=False).claims)
    assert list(table["credibility (1 to 6)"]) == ["1", "not rated"]


def claims_and_warnings(folder, grades):
    """Its claims as dicts and the warnings of a document, with these grades beside it."""
    told = ", ".join(f'"{quote}" = {grade}' for quote, grade in grades.items())
    (folder / "corpus.toml").write_text(f'["a.txt"]\ncredibility = {{ {told} }}\n')
    corpus = wb.load(folder, progress=False)
    claims = corpus.claims.astype(object).where(corpus.claims.notna(), None)
    return claims.to_dict("records"), corpus.documents["warnings"][0]


@pytest.mark.parametrize("target, why", [
    ("", "no name after -o; give one, or leave -o out for standard output"),
    (".", "{0} is a folder; name a file in it"),
    ("no/file", "{0}: the folder 'no' does not exist; make it first"),
])  # fmt: skip
def test_a_target_that_can_not_be_meant(tmp_path, target, why):
    target = target and str(tmp_path / target)
    with pytest.raises(ValueError, match=re.escape(why.format(target))):
        export.write("dates", COLUMNS["dates"], ROWS, "csv", target)
    with pytest.raises(ValueError, match="parquet is a binary format: give a file with -o"):
        export.write("dates", COLUMNS["dates"], ROWS, "parquet", None)


def test_parquet_holds_the_table(tmp_path):
    export.write("dates", COLUMNS["dates"], ROWS, "parquet", str(tmp_path / "a.parquet"))
    found = pandas.read_parquet(tmp_path / "a.parquet")
    assert found.astype(str).equals(frame("dates", ROWS).astype(str))


def test_what_is_too_large_costs_nothing_and_is_not_hashed(tmp_path):
    with open(tmp_path / "a.txt", "wb") as file:
        file.truncate(200_000_000)
    there = SimpleNamespace(path=tmp_path / "a.txt", relative="a.txt")
    assert streaming._cost(there) == 200_000_000
    with open(tmp_path / "a.txt", "wb") as file:
        file.truncate(200_000_001)
    assert streaming._cost(there) == 1 and streaming.hashed(there.path) is None


def test_a_bar_is_drawn_where_somebody_looks(monkeypatch):
    from tqdm import tqdm

    answers = iter([1, 2])
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: True, write=len, flush=int))
    assert type(streaming.counted(answers, 2, True)) is tqdm
    assert streaming.counted(answers, 2, False) is answers
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: False))
    assert streaming.counted(answers, 2, True) is answers
    monkeypatch.setattr(sys, "stderr", None)
    assert streaming.counted(answers, 2, True) is answers


EXAMPLES = [
    ("noise", "artifact.cite", "He said turn0search1.", "He said so."),
    ("warning", "missing_list", "It shifts to two tasks:\nThis is one.", "It is."),
    ("currency", "NOK", "It gave NOK 5 million.", "It gave $5 million."),
    ("actor", "norway", "Norway gave.", "Sweden gave."),
]  # fmt: skip


@pytest.mark.parametrize("kind, id, text, other", EXAMPLES)
def test_whether_an_entry_is_in_a_text(kind, id, text, other):
    entry = next((e for e in BOOK.all(kind) if e.id == id), BOOK.all(kind)[0])
    assert examples.found(kind, entry, text, BOOK) is True
    assert examples.found(kind, entry, other, BOOK) is False


def test_an_example_that_its_entry_does_not_find_is_told(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[[actor]]\nid = "utopia"\nlabel = "Utopia"\nmatch = ["Utopia"]\n'
                   'examples = ["Utopia pays", "Oslo pays"]\ncounterexamples = ["A Utopia"]\n')  # fmt: skip
    told = [line for line in examples.failures(wb.codebook.load(own), own) if "utopia" in line]
    cure = "change its match or exclude, or the example"
    assert told == [
        f"own.toml: actor 'utopia' is not found in its example 'Oslo pays'; {cure}",
        f"own.toml: actor 'utopia' is found in its counterexample 'A Utopia'; {cure}",
    ]


@pytest.mark.parametrize("processors, jobs, total, wanted", [
    (4, None, 0, 1), (4, None, 400_000, 2), (4, None, 399_999, 1), (2, None, 10**9, 2),
    (4, 3, 10**9, 3), (None, None, 10**9, 7),
])  # fmt: skip
def test_how_many_processes_read(monkeypatch, processors, jobs, total, wanted):
    asked = []

    def threads(number, name):
        asked.append(number)
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "ThreadPoolExecutor", threads)
    monkeypatch.setattr(pool.os, "cpu_count", lambda: 7)
    if processors:
        monkeypatch.setattr(pool.os, "sched_getaffinity", lambda _: range(processors), False)
    else:
        monkeypatch.delattr(pool.os, "sched_getaffinity", False)
    with pytest.raises(KeyboardInterrupt):
        next(pool.ordered(max, 5, [(3, 1)], jobs=jobs, total=total))
    assert asked == [wanted]


@pytest.mark.parametrize("hard, wanted", [(-1, [(5, -1)]), (6, [(5, 6)]), (5, []), (4, [])])
def test_a_limit_of_memory_is_never_above_the_systems(monkeypatch, hard, wanted):
    resource = pytest.importorskip("resource")
    late, given = [], []
    later = SimpleNamespace(dump_traceback_later=lambda seconds, exit: late.append((seconds, exit)))
    monkeypatch.setattr(pool, "faulthandler", later)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (hard, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: given.append(pair))
    pool._restrain(2.5, 5)
    assert (late, given) == ([(2.5, True)], wanted)


def test_results_are_kept_in_batches(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    monkeypatch.setattr(streaming, "BATCH", 2)
    store, kept = streaming._Store(BOOK), []
    monkeypatch.setattr(store.cache, "put_many", lambda values: kept.append(len(values)))
    for n in range(3):
        source = SimpleNamespace(overrides={}, relative=str(n), doc_id=str(n))
        store.keep(source, streaming.Result({"sha256": str(n)}, [], []))
    store.flush()
    assert kept == [2, 1]


def test_a_cache_has_two_gigabytes_and_waits_five_seconds(tmp_path):
    one = streaming.cache.Cache(tmp_path)
    assert (one.limit, one.wait) == (2_000_000_000, 5.0)


def test_how_much_is_shown_at_once():
    rows = [claim("a", LOST, "500", theme="force", sentence_start=k, start=k + 12, end=k + 15)
            for k in range(0, 4100, 100)]  # fmt: skip
    many = frame("claims", rows)
    assert "1 more sentence not shown" in evidence.Evidence(many)._repr_html_()
    assert "1 more sentence not shown" in evidence.evidence_html(many)
    assert repr(evidence.Evidence(many)).count("[[500]]") == 40
    noise = frame("noise", [["a", k, k + 1, "markup", "r", "y"] for k in range(61)])
    assert "1 more place not shown" in evidence.noise_html(noise, DOCUMENTS)
    assert evidence.plain("x " * 200 + "5", [(400, 401, 0)]) == "… " + "x " * 159 + "[[5]]"
    assert evidence.marked("x " * 200 + "5", [(400, 401, 0)], lambda t, _: t) == (
        "… " + "x " * 159 + "5"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device there")
def test_what_can_not_be_written_is_named(monkeypatch):
    why = "/dev/full: can't be written (No space left on device)"
    with pytest.raises(export.CantWrite, match=re.escape(why)), export.opened("/dev/full") as out:
        out.write(b"x")
    monkeypatch.setattr(sys, "stdout", None)
    why = "standard output: can't be written (it is closed)"
    with pytest.raises(export.CantWrite, match=re.escape(why)), export.opened(None):
        pass
