"""Which war a document, a passage, a figure is on.

``data/conflicts.jsonl`` holds texts on 29 wars, four of them invented, and four texts on none:
each with its war and that of each figure, written down before the program read them. Of an invented
war any of its names would be right; the one given is what the program takes.
"""

import json
import time
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest

from workbench import codebook, corpus
from workbench.claims import conflicts
from workbench.corpus import evaluate
from workbench.text import view
from workbench.text.agreed import Folder

DATA = Path(__file__).parent / "data"
BOOK = codebook.load()
# What is still read wrongly: "Ask the Kosovars, who were promised €2 billion in 1999."
MISSED = {("p3", "€2 billion"): "Orlan"}
ROWS = [json.loads(line) for line in (DATA / "conflicts.jsonl").read_text("utf-8").splitlines()]
FOLDERS = {
    name: list(rows)
    for name, rows in groupby(sorted(ROWS, key=lambda r: r["folder"]), lambda r: r["folder"])
}


def load(folder, texts, **how):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return corpus.load(folder, cache=False, progress=False, jobs=0, **how)


def plain(values):
    return [None if isinstance(v, type(pd.NA)) else v for v in values]


@pytest.mark.parametrize("name", FOLDERS)
def test_texts_on_many_wars(name, tmp_path):
    rows = FOLDERS[name]
    found = load(tmp_path, {r["id"]: r["text"] for r in rows})
    told = dict(zip(found.documents["doc_id"], found.documents["conflict"], strict=True))
    assert told == {r["id"]: r["conflict"] for r in rows}
    figures = defaultdict(list)
    for c in found.claims.itertuples():
        figures[c.doc_id].append([c.quote, *plain([c.conflict])])
    want = {
        r["id"]: [[quote, MISSED.get((r["id"], quote), war)] for quote, war in r["figures"]]
        for r in rows
    }
    assert figures == want


@pytest.mark.parametrize("name", ["peace", "wars"])
def test_dossiers(name):
    folder = DATA / "dossiers" / name
    found = corpus.load(folder / "docs", cache=False, progress=False, jobs=0)
    gold = [json.loads(x) for x in (folder / "gold_documents.jsonl").read_text().splitlines()]
    want = {g["doc_id"]: g["conflict"] for g in gold}
    documents = found.documents.set_index("doc_id")["conflict"].str.lower()
    assert documents.to_dict() == want
    # d15 is on Ethiopia and tells one figure of Colombia; all others are on their text's war.
    own = found.claims["doc_id"].map(want)
    other = found.claims[found.claims["conflict"].str.lower() != own]
    assert other[["doc_id", "quote", "conflict"]].to_numpy().tolist() == (
        [["d15", "8,994", "colombia"]] if name == "peace" else []
    )


@pytest.mark.parametrize(
    "text, document, passages",
    [
        # a heading is of what stands below it
        ("Sudan\n\nThe army holds 30 towns.\n\nYemen\n\nThe truce holds.", ["sudan", "yemen"],
         ["sudan", "sudan", "yemen", "yemen"]),
        # one of another war, in a text on one; not a title, which may turn from it
        ("Kyiv, Odesa, Kharkiv, Kherson and Sumy wait.\n\nGaza\n\nThe truce holds.", ["ukraine"],
         ["ukraine", "gaza", "gaza"]),
        ("Trump turns from Gaza\n\nKyiv, Odesa, Kharkiv and Sumy wait.\n\nHe has a plan.",
         ["ukraine"], ["ukraine", "ukraine", "ukraine"]),
        # the head of a list
        ("In Colombia the FARC gave up:\n\n- rifles\n- mines", ["colombia"], ["colombia"] * 3),
        # a side that fights elsewhere too says little, and three wars have Israel
        ("Israel called up reservists.", [], [None]),
        ("Moscow and Kyiv talk.", ["ukraine"], ["ukraine"]),
        # in passing, in a text on something else
        ("Cars sell well.\n\nSales fell in Ukraine.\n\nPrices rose.", [], [None, None, None]),
        # a long text has to name a war more often, one that is full of war less so
        (f"Kyiv. {'Cars sell. ' * 160}{'An army waits. ' * 4}\n\nKyiv.", [], [None, None]),
        (f"Kyiv. {'The army and its soldiers wait. ' * 60}\n\nKyiv.", ["ukraine"],
         ["ukraine", "ukraine"]),
        (f"Kyiv. Moscow. Odesa. {'Cars sell well. ' * 60}\n\nKyiv.", [], [None, None]),
        ("", [], []),
        ("No names here.", [], [None]),
    ],
)  # fmt: skip
def test_passages(text, document, passages):
    seen = view(text, BOOK)
    told = conflicts.Conflicts(seen, BOOK)
    found = [told.of_passage(number) for number in range(len(seen.blocks))]
    assert (told.document, found) == (document, passages)


@pytest.mark.parametrize(
    "sentence, conflict",
    [
        ("Ukraine has lost 100,000 soldiers, twice as many as {50,000} dead in Gaza.", "gaza"),
        ("Ukraine has lost {100,000} soldiers, twice as many as 50,000 dead in Gaza.", "ukraine"),
        ("Russia withdrew {3,000} soldiers from Syria.", "syria"),
        ("Kyiv bought {48} drones, which had proved themselves in Karabakh.", "ukraine"),
        ("The {48} drones, which had proved themselves and their price in Karabakh, came.",
         "ukraine"),
        ("In Colombia, after a long year of delay, FARC men gave up {8,994} rifles.", "colombia"),
        ("Sudan gave {20} trucks.", "ukraine"),
        ("Sudanese builders sent {20} trucks.", "ukraine"),
        ("The builders came with Sudanese drivers in {20} trucks.", "ukraine"),
        ("Houthis fired {20} missiles.", "yemen"),
    ],
)  # fmt: skip
def test_the_nearest_name_in_the_sentence(sentence, conflict):
    before = "Kyiv waits, Odesa waits, Kharkiv waits. Donetsk is lost.\n\nWar in Ukraine\n\n"
    text = before + sentence.replace("{", "").replace("}", "")
    start = len(before) + sentence.index("{")
    told = conflicts.Conflicts(view(text, BOOK), BOOK)
    assert told.document == ["ukraine"]
    end = len(before) + sentence.index("}") - 1
    assert told.of_figure(start, end, len(before), len(text)) == conflict


def test_the_sentence_before_tells_of_another_war_if_it_does_so_twice():
    ukraine = "Kyiv and Odesa wait for money from Moscow's frozen Russian assets.\n\n"
    for opening, conflict in [
        ("In Colombia the FARC took its time.", "colombia"),
        ("Trump is fresh from Gaza.", "ukraine"),
    ]:
        text = f"{ukraine}{ukraine}{opening} He wants 28 points."
        at = text.index("28")
        told = conflicts.Conflicts(view(text, BOOK), BOOK)
        assert told.of_figure(at, at + 2, text.index("He wants"), len(text)) == conflict


@pytest.mark.parametrize(
    "text, named",
    [
        ("The war in Belmora goes on.", "Belmora"),
        ("TESH FRAMEWORK\n\nThe Tesh framework is late. Teshi soldiers wait.", "Tesh"),
        ("The Norvask-Belmora talks began. Belmora waits.", "Belmora"),
        ("Fighting between Norvask and the Republic of Belmora. Norvask lost.", "Norvask"),
        ("The war in Sri Lanka ended. The war in Costa Rica went on.", None),
        ("The war in Costa Rica ended.", "Costa Rica"),
        # a truce was signed there; they met there; a state's army alone is no war
        ("A truce in Norway. Norway hopes for peace in Norway.", ""),
        ("The talks in Hallin began. Hallin waits.", ""),
        ("Norway's army has a new gun. Norway's army is glad.", ""),
        ("The Cold War is over. The World War was worse.", ""),
        ("The war in Ukraine goes on.", None),
    ],
)
def test_what_a_text_calls_its_war(text, named):
    told = conflicts.Conflicts(view(text, BOOK), BOOK)
    assert (told.named[0] if told.named else None) == named


def test_one_name_for_all_texts_of_a_folder(tmp_path):
    texts = {
        "a": "The war in Belmora goes on. Norvask lost 600 soldiers at Kel.",
        "b": "Norvask's army lost 700 soldiers. Norvask holds Kel, says Belmora.",
        "c": "The war in Belmora: Norvask has 5 tanks at Kel.",
        # names of one war, but none that a word of war stands with
        "d": "Norvask shelled Kel with 50 shells. Fighters died.",
        # two names that stand in texts on another war too are those of an agency
        "e": "The Selk Post counts 8 drones. Soldiers fired.",
    }
    found = load(tmp_path, texts)
    assert found.documents["conflict"].tolist() == ["Belmora"] * 4 + [None]
    assert plain(found.claims["conflict"]) == ["Belmora"] * 4 + [None]
    assert plain(found.passages["conflict"]) == ["Belmora"] * 4 + [None]
    assert plain(found.claims["conflict"]) == ["Belmora"] * 4 + [None]  # read again: the same


@pytest.mark.parametrize(
    "named, asked, told",
    [
        ([["Belmora", "Kel"], ["Tesh", "Kel"]], ["Tesh"], "Tesh"),
        ([["Belmora", "Kel", "Norvask"], ["Norvask", "Belmora"]], ["Norvask"], "Belmora"),
        # named most often by the texts
        ([["Belmora", "Norvask"], ["Norvask", "Belmora"], ["Norvask"]], ["Belmora"], "Norvask"),
        ([["BELMORA"], ["Belmoran"], ["Belmora"]], ["Belmoran"], "Belmora"),
        # a text beyond those that were learned from
        ([["Belmora", "Kel", "Norvask"]], ["Norvask", "Kel"], "Belmora"),
        ([["Belmora", "Kel", "Norvask"]], ["Osk", "Kel", "Norvask"], "Osk"),
        ([["Belmora", "Kel", "Norvask"]], ["", "Kel", "Norvask"], "Belmora"),
        ([["Belmora", "Kel", "Post"], ["Tesh", "Post", "Osk"]], ["", "Kel", "Post"], ""),
        ([["Belmora", "Kel", "Post"], ["Tesh", "Post", "Osk"]], ["", "Belmora", "Post"], ""),
        # one that joined lends its names: Lissel
        (
            [["Belmora", "Kel", "Tamm"], ["", "Lissel", "Kel", "Tamm"]],
            ["", "Lissel", "Kel"],
            "Belmora",
        ),
        ([], ["", "Kel"], ""),
    ],
)
def test_wars_are_the_same_where_texts_name_them_alike(named, asked, told):
    assert Folder(named).name(asked) == told


def test_the_sides_of_a_conflict_are_actors():
    actors = {actor.id for actor in BOOK.all("actor")}
    for entry in BOOK.all("conflict"):
        assert {*entry.theatre, *entry.parties} <= actors, entry.id
        names = [*entry.match, *entry.places, *entry.groups, *entry.plans]
        assert len(names) == len(set(names)), entry.id


@pytest.mark.parametrize("places", ['[" "]', '["Kel{,s"]'])
def test_a_name_that_cannot_be_read_is_told(places, tmp_path):
    book = tmp_path / "mine.toml"
    book.write_text(f"[[conflict]]\nid = 'x'\nplaces = {places}\n", encoding="utf-8")
    with pytest.raises(codebook.CodebookError, match="conflict 'x'"):
        codebook.load(book)


OVERLAY = """
[[actor]]
id = "belmora"
label = "Belmora"
match = ["Belmora"]

[[conflict]]
id = "belmoran_war"
label = "War in Belmora"
match = ["Ister war"]
theatre = ["belmora"]
places = ["Kel"]
examples = ["In Belmora 500 men wait."]
"""


def test_an_analyst_adds_a_conflict(tmp_path):
    book = tmp_path / "mine.toml"
    book.write_text(OVERLAY, encoding="utf-8")
    texts = {"a": "In Kel 500 soldiers wait.", "b": "In Belmora 500 soldiers wait."}
    (tmp_path / "docs").mkdir()
    found = load(tmp_path / "docs", texts, codebook=book)
    assert found.claims["conflict"].tolist() == ["belmoran_war", "belmoran_war"]


def test_a_long_text_of_names_alone_is_read_in_its_length():
    def seconds(n):
        seen = view("War Gaza Sudan Tesh 5 tanks, " * n, BOOK)
        start = time.process_time()
        told = conflicts.Conflicts(seen, BOOK)
        for at in range(0, 20 * n, 20):
            told.of_figure(at, at + 1, 0, len(seen.text))
            told.of_passage(0)
        return time.process_time() - start

    seconds(100)
    assert seconds(8000) < 8 * 4 * seconds(1000)


def test_labels_of_conflicts_are_scored():
    figure = {"span": "$5bn", "start": 14, "low": 5e9, "high": 5e9, "theme": "funding"}
    row = {"id": "1", "text": "Odesa asks for $5bn.", "figures": [{**figure, "start": 15}]}
    for conflict, right in (("ukraine", 1.0), ("gaza", 0.0)):
        row["figures"][0]["conflict"] = conflict
        assert evaluate.score([row], BOOK).accuracy("conflict") == right


def test_parquet_holds_what_the_tables_hold(tmp_path):
    from click.testing import CliRunner

    from workbench.cli import cli

    (tmp_path / "a.txt").write_text("Kyiv waits.\n\nKyiv waits.")
    (tmp_path / "b.txt").write_text("Sudan\n\nThe war.\n\nYemen\n\nThe war.")
    (tmp_path / "c.txt").write_text("Nothing.")
    target = tmp_path / "out.parquet"
    args = ["documents", str(tmp_path), "--format", "parquet", "-o", str(target), "--no-cache"]
    done = CliRunner().invoke(cli, args)
    assert done.exit_code == 0, done.output
    told = pd.read_parquet(target)["conflict"]
    assert [v if v is None else list(v) for v in told] == [["ukraine"], ["sudan", "yemen"], None]
