"""A folder as tables: rows of a document, a corpus' own words, each format to the letter."""

from types import SimpleNamespace

import pytest

import workbench as wb
from workbench.corpus import COLUMNS, analysis, evaluate, export, pool, streaming

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


def test_lists_in_each_format(tmp_path):
    row = ["k", "Kyiv", "value", ["c1"], [{"start": 3}], 1.5, "a sentence that " * 5]
    for format, told in {
        "csv": 'k,Kyiv,value,"[""c1""]","[{""start"":3}]",1.5,' + row[6] + "\n",
        "table": f"value  Kyiv     1.5     {row[6].rstrip()}\n",
    }.items():
        export.write("disagreements", COLUMNS["disagreements"], [row], format, str(tmp_path / "o"))
        assert (tmp_path / "o").read_text().split("\n", 1)[1] == told
    row = [*["a"] * 4, "paragraph", "Head", ["funding", "sanctions"], [], "text", "text", []]
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
    assert streaming._hash(tmp_path) is None and streaming._hash(tmp_path / "no") is None


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
