"""Full text search: what a query means, where its hits stand, and an index that may fail."""

import json
import os
import sqlite3
import stat

import pytest
from click.testing import CliRunner

import workbench as wb
from workbench.cli import cli
from workbench.corpus import cache, fulltext
from workbench.corpus.query import read

TEXTS = {
    "a": "🛡️ 👩‍👩‍👧 Ele\u0301na said: cafe\u0301s lost frozen assets of $60 billion. The 28-point plan "
    "names Zürich.\nLater the froz\u0301en Russian assets were < seized & sold.",
    "b": "Україна: заморожені активи Росії. الأصول الروسية المجمدة. Sanctions and a sanctioned bank; "
    "an $8 billion loan, €60 billion more. Assets were frozen—assets \x01again.",
    "c": "Nothing but grain. The bank of Norway pledged NOK 5 billion on 7 May. Point 28 stands alone.",
}
SIDECAR = """
["a.txt"]
published = 2025-12-19
publisher = "Alpha"
source_reliability = "B"
["b.txt"]
published = 2025-11-02
publisher = "Beta"
"""


def written(folder, texts=TEXTS, sidecar=SIDECAR):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / "corpus.toml").write_text(sidecar)
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return wb.load(written(tmp_path_factory.mktemp("own")), progress=False, jobs=0)


def found(corpus, query: str, **limits) -> list[str]:
    """The hits as ``document: quote``; each stands where it says."""
    hits = corpus.search(query, **limits)
    for doc_id, start, end, quote, *_ in hits.rows:
        assert corpus.text(doc_id)[start:end] == quote
    return [f"{row[0]}: {row[3]}" for row in hits.rows]


@pytest.mark.parametrize(
    "query, expected",
    [
        # words beside each other are near each other, and one hit with what stands between them
        ("frozen assets", ["a: frozen assets", "a: froz\u0301en Russian assets",
                           "b: Assets were frozen—assets"]),
        ('"frozen assets"', ["a: frozen assets", "b: frozen—assets"]),
        ("“Russian assets”", ["a: Russian assets"]),
        # numbers as typed; the sign is shown, and is no word
        ("$60 billion", ["a: $60 billion", "b: €60 billion"]),
        ("28-point", ["a: 28-point"]),  # not "Point 28"
        ("NOK 5 billion", ["c: NOK 5 billion"]),
        ('"5 billion" May', ["c: 5 billion on 7 May"]),  # in quotation marks it is no bare number
        # accents fold, in one code point or two; Cyrillic and Arabic are words
        ("cafes OR zurich OR elena", ["a: Ele\u0301na", "a: cafe\u0301s", "a: Zürich"]),
        ("РОСІЇ", ["b: Росії"]),
        ("المجمدة", ["b: المجمدة"]),
        ("sanction*", ["b: Sanctions", "b: sanctioned"]),
        ("sanction", []),
        ("bank NOT sanction*", ["c: bank"]),
        ("bank AND NOT sanction*", ["c: bank"]),
        ("bank AND (norway OR loan)", ["b: bank", "b: loan", "c: bank", "c: Norway"]),
        ("NEAR(bank pledged, 1)", []),
        ("NEAR(bank pledged, 2)", ["c: bank of Norway pledged"]),
        ("and OR or", ["b: and"]),  # in small letters they are words
        ("seized</b>; DROP TABLE texts --", []),
        ("text:frozen", []),  # no name of a column
        ("seized", ["a: seized"]),
        ("again", ["b: again"]),  # behind a mark of ours
    ],
)  # fmt: skip
def test_what_a_query_finds(own, query, expected):
    assert found(own, query) == expected


@pytest.mark.parametrize(
    "query, why",
    [
        ("", "no letter and no digit; type a word"),
        ("$ * —", "no letter and no digit; type a word"),
        ("frozen AND", "AND needs words on both sides; type frozen AND assets"),
        ("NOT frozen", "NOT needs words on both sides; type frozen NOT assets"),
        ("a OR OR b", "OR needs words on both sides"),
        ('"frozen assets', "a quotation mark stands alone; type two"),
        ("(a OR b", "a bracket is not closed; type (a OR b)"),
        ("a) OR (b", "a bracket has no partner, or holds nothing"),
        ("a AND ()", "a bracket has no partner, or holds nothing"),
        ("NEAR(frozen, 5)", "NEAR takes words and a distance; type NEAR(frozen assets, 5)"),
        ("NEAR(a b, far)", "NEAR takes words and a distance"),
        ("NEAR a b", "NEAR takes words and a distance"),
        ("s*", "too short to stand before *"),
        ("(" * 300 + "a" + ")" * 300, "type fewer words or brackets"),
    ],
)
def test_a_query_that_cannot_be_read_says_what_to_type(own, query, why):
    with pytest.raises(ValueError, match="^search for ") as told:
        own.search(query)
    assert why in str(told.value)


def test_the_limits_narrow_and_name_what_there_is(own):
    assert found(own, "billion", conflict=None, publisher="Alpha") == ["a: billion"]
    assert found(own, "billion", publisher=["Alpha", "Beta"], until="2025-11-30") == [
        "b: billion", "b: billion",
    ]  # fmt: skip
    assert found(own, "billion", since="2025-12-01") == ["a: billion"]  # c has no day
    assert found(own, "billion", reliability="B") == ["a: billion"]
    assert found(own, "billion", documents=["c"]) == ["c: billion"]
    for limits, why in (
        ({"publisher": "Gamma"}, "no publisher 'Gamma' in this corpus; it has: Alpha, Beta"),
        ({"documents": ["a", "z"]}, "no document 'z' in this corpus; it has: a, b, c"),
        ({"author": "x"}, "a search has no limit 'author'; it has: conflict, publisher"),
        ({"since": "May"}, "no day 'May'; type one like 2025-12-19"),
        ({"since": "2026-01-01", "until": "2025-01-01"}, "the first day is after the last"),
    ):
        with pytest.raises(ValueError, match=why):
            own.search("billion", **limits)


def test_newest_first_and_the_rest_is_told(own):
    hits = own.search("billion", limit=2)
    assert [row[0] for row in hits.rows] == ["a", "b"]
    assert (len(hits), hits.complete, hits.documents) == (2, False, ["a", "b", "c"])
    assert repr(hits).startswith("the first 2 hits; 3 documents match\n  a: ")
    assert own.search("billion", limit=4).complete
    assert own.search("billion").summary == "4 hits in 3 documents"


def test_the_context_is_one_line_of_whole_words(own):
    row = own.search('"Russian assets"', around=11).table.iloc[0]
    assert (row.before, row.quote, row.after) == ("froz\u0301en ", "Russian assets", " were <")
    assert str(row.published)[:10] == "2025-12-19" and row.publisher == "Alpha"
    (row,) = own.search("later").rows
    assert row[4].endswith("names Zürich. ") and len(row[4]) <= 80  # over the line's end


def test_counts_over_time_leave_no_month_out(own):
    table = own.search("sanction* OR seized").counts()
    assert table.to_dict("list") == {
        "period": ["2025-11", "2025-12"], "documents": [1, 1], "searched": [1, 1],
    }  # fmt: skip
    assert list(own.search("seized").counts("quarter")["documents"]) == [1]
    assert len(own.search("billion").counts("day")) == 48
    assert (
        len(own.search("grain").counts()) == 2
        and own.search("grain").counts()["documents"].sum() == 0
    )
    with pytest.raises(ValueError, match="no counts by 'hour'; type one of: day, week, month"):
        own.search("grain").counts("hour")


def test_what_is_written_in_a_document_is_text_and_no_markup(own):
    html = own.search("seized")._repr_html_()
    assert "were &lt; <mark" in html and "</mark> &amp; sold." in html
    assert "<span>$</span>60 billion</mark>" in own.search("$60 billion")._repr_html_()
    assert "Document a · 19 Dec 2025" in html
    assert "No document has these words" in own.search("zebra")._repr_html_()


SEEDS = [
    ("frozen assets", ["000: frozen Russian assets", "003: frozen Russian state assets"]),
    ("$60 billion", ["000: $60 billion"] * 3 + ["000: $60 Billion", "000: $60 billion"]),
    ('"Find out more"', []),  # what a search engine put in
]


@pytest.mark.parametrize("query, expected", SEEDS)
def test_the_seeds(corpus, query, expected):
    assert [f"{h[:3]}: {h.split(': ')[1]}" for h in found(corpus, query)] == expected


def test_noise_has_no_hits_though_the_text_has_the_words(corpus):
    assert any("Find out more" in corpus.text(doc) for doc in corpus.documents["doc_id"])


def test_claims_of_the_hits_make_a_briefing(corpus, tmp_path):
    hits = corpus.search("$60 billion")
    assert {q.lower() for q in hits.claims["quote"]} >= {"$60 billion"}
    every = corpus.claims[corpus.claims["doc_id"].isin(hits.documents)]
    assert 0 < len(hits.claims) < len(every)
    few = corpus.search("$60 billion", limit=1)
    assert list(few.claims["claim_id"]) == list(hits.claims["claim_id"])  # of all hits
    wb.brief(corpus, tmp_path / "b.html", claims=hits.claims)
    assert "60 billion" in (tmp_path / "b.html").read_text("utf-8")


# --- the search box ------------------------------------------------------------------------------


def test_the_search_box_lists_hits_and_opens_their_documents(own):
    box = wb.explore.search(own)
    assert repr(box) == "Search in 3 documents." and "What can be typed" in box.page.html
    box.choose(query="billion")
    assert repr(box) == "Search for 'billion': 4 hits in 3 documents."
    assert box.page.html.count("data-open=") == 4 == len(box.page.places)
    assert "2025-11: 1 of 1; 2025-12: 1 of 1" in box.page.html  # the bars, in words
    assert "hits = corpus.search(&#x27;billion&#x27;)" in box.page.html
    box.page.clicked = {"open": 2, "n": 1}
    reader = box.reader
    spans = {span["id"]: reader.text[span["start"] : span["end"]] for span in reader.spans}
    assert (reader.doc_id, reader.selected["id"], len(spans)) == ("b", "place", 2)
    assert set(spans.values()) == {"billion"} and reader.legend == [
        {"theme": "plan", "name": "opened"}
    ]
    first = min(reader.spans, key=lambda span: span["start"])
    assert first["id"] != "place"  # the second hit of this document was opened


def test_the_search_box_narrows_and_says_what_is_wrong(own):
    box = wb.explore.search(own)
    assert list(box.bar.choices) == ["query", "publisher", "published"]  # one conflict is no choice
    box.choose(query="billion")
    box.choose(publisher="Beta")
    assert box.hits.documents == ["b"]
    assert "publisher=&#x27;Beta&#x27;" in box.page.html
    last = box.bar.choices["published"].options[-1][1]
    box.choose(publisher=None, published=(last, last))
    assert box.hits.documents == ["a"] and f"since=&#x27;{last}&#x27;" in box.page.html
    box.choose(query="zebra")
    assert "within these limits" in box.page.html and box.page.places == []
    box.choose(query='"billion')
    assert box.hits is None and 'role="alert"' in box.page.html
    assert "a quotation mark stands alone" in box.page.html


def test_what_was_found_becomes_a_briefing_and_a_selection(own):
    box = wb.explore.search(own)
    box.choose(query="billion")
    assert "data-open=&quot;brief" not in box.page.html and "wb-acts" not in box.page.html
    board = wb.explore.dashboard(own, brief=wb.brief)
    money, box = board.tabs.part("Money"), board.tabs.part("Search")
    box.choose(query="Norway")
    sent = []
    box.page.send = lambda content, buffers: sent.append((content, buffers[0].decode()))
    box.page.clicked = {"open": "brief", "n": 1}
    ((content, html),) = sent
    assert content == {"file": "briefing.html"} and "Norway" in html
    box.page.clicked = {"open": "select", "n": 2}
    found = set(box.hits.documents)
    assert set(money.bar["doc_id"]) == found & set(money._every["doc_id"]) != set()
    n = len(money.bar["doc_id"])
    assert box.bar.note.startswith(f"Chosen in Money: {n} document")
    assert "Armies: unchanged, as none of them has a figure" in box.bar.note


# --- the index -----------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of documents, with a cache of its own."""
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "documents").mkdir()
    return written(tmp_path / "documents")


def indexed(monkeypatch) -> list[str]:
    """The texts that are indexed from now on."""
    made, keep = [], fulltext.keep
    monkeypatch.setattr(
        fulltext, "keep", lambda db, key, text: made.append(text) or keep(db, key, text)
    )
    return made


def loaded(place, **how):
    return wb.load(place, progress=False, jobs=0, **how)


def test_a_file_more_costs_one_and_a_changed_one_is_indexed_again(place, monkeypatch):
    made = indexed(monkeypatch)
    assert found(loaded(place), "grain") == ["c: grain"] and len(made) == 3
    made.clear()
    assert found(loaded(place), "grain") == ["c: grain"] and made == []
    (place / "d.txt").write_text("More grain is to come.")
    (place / "c.txt").write_text("No longer.")
    corpus = loaded(place)
    assert found(corpus, "grain") == ["d: grain"]
    assert sorted(made) == ["More grain is to come.", "No longer."]
    assert found(corpus.select({"a"}, set()), "grain") == []  # another's rows are no hits
    (place / "e.txt").write_text("More grain is to come.")  # a copy has hits of its own
    assert found(loaded(place), "grain") == ["d: grain", "e: grain"] and len(made) == 2


def test_only_its_owner_may_read_the_index(place):
    index = loaded(place)
    index.search("grain")
    assert stat.S_IMODE(index._index.path.stat().st_mode) == 0o600


def test_without_a_cache_nothing_is_written(place, tmp_path):
    corpus = loaded(place, cache=False)
    assert found(corpus, "grain") == ["c: grain"] == found(corpus, "grain")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_used_costs_a_line_and_no_hit(place, tmp_path, capfd):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / fulltext.Index.file).mkdir()
    assert found(loaded(place), "grain") == ["c: grain"]
    assert "goes unused: it is no file of its own" in capfd.readouterr().err


def test_a_full_disk_costs_a_line_and_no_hit(place, monkeypatch, capfd):
    connect = fulltext.Index._connect

    def small(self):
        database = connect(self)
        database.execute("PRAGMA max_page_count = 12")
        return database

    monkeypatch.setattr(fulltext.Index, "_connect", small)
    (place / "d.txt").write_text("grain and more of it " * 4_000)
    assert len(found(loaded(place), "grain", limit=5)) == 5
    assert "goes unused: database or disk is full" in capfd.readouterr().err


@pytest.mark.parametrize("damage", ["all of it", "a text", "its name in the index"])
def test_a_damaged_index_is_built_anew(place, damage, capfd):
    corpus = loaded(place)
    assert found(corpus, "grain") == ["c: grain"]
    path = corpus._index.path
    if damage == "all of it":
        path.write_bytes(os.urandom(9_000))
    else:
        with sqlite3.connect(path) as database:
            lines = {
                "a text": "UPDATE texts_content SET c0 = 'None but grain.' WHERE c0 LIKE '%grain%'",
                "its name in the index": "DELETE FROM texts_data WHERE id = 10",
            }
            database.execute(lines[damage])
        database.close()
    assert found(corpus, "grain") == ["c: grain"] == found(loaded(place), "grain")
    assert "the file was unusable" in capfd.readouterr().err


def test_what_other_code_wrote_is_thrown_away(place, monkeypatch):
    found(loaded(place), "grain")
    monkeypatch.setattr(fulltext.streaming, "stamp", lambda: "another")
    made = indexed(monkeypatch)
    assert found(loaded(place), "grain") == ["c: grain"] and len(made) == 3
    corpus = loaded(place)
    corpus.search("grain")
    with sqlite3.connect(corpus._index.path) as database:
        assert database.execute("SELECT count(*) FROM texts").fetchone() == (3,)
    database.close()


def test_a_file_that_grew_too_large_keeps_the_corpus_in_use(place, monkeypatch, tmp_path):
    found(loaded(place), "grain")
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text("Other grain.")
    monkeypatch.setattr(cache, "SIZE", "SELECT 3000000000")
    corpus = loaded(other)
    assert found(corpus, "grain") == ["x: grain"]
    with sqlite3.connect(corpus._index.path) as database:
        assert database.execute("SELECT text FROM texts").fetchall() == [("Other grain.",)]
    database.close()
    assert found(corpus, "grain") == ["x: grain"]


def test_a_document_that_has_gone_is_left_out_with_a_line(place, capfd):
    corpus = loaded(place)
    (place / "a.txt").unlink()
    (place / "b.txt").write_text("billion")
    assert found(corpus, "billion") == ["c: billion"]
    told = capfd.readouterr().err
    assert (
        "left out of the search: a.txt: " in told
        and "left out of the search: b.txt: has changed" in told
    )


# --- the command ---------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(cli, ["search", *map(str, arguments), "--quiet", "--jobs=0"])


def test_the_command_lists_hits_with_what_was_found_in_one_column(place):
    done = run(place, "frozen assets", "--publisher", "Alpha")
    first, *rows = done.stdout.splitlines()
    assert done.exit_code == 0 and len(rows) == 2
    assert {row.index("fro") for row in rows} == {first.index("quote")}
    assert '2 hits in 1 document, read as NEAR( "frozen" "assets" , 10)' in done.stderr


def test_the_command_writes_rows(place):
    done = run(place, "grain", "--format", "jsonl")
    assert json.loads(done.stdout) == {
        "doc_id": "c", "start": 12, "end": 17, "quote": "grain", "before": "Nothing but ",
        "after": ". The bank of Norway pledged NOK 5 billion",
    }  # fmt: skip
    head = run(place, "billion", "--from", "2025-12-01", "--to", "2025-12-31", "--format", "csv")
    assert len(head.stdout.splitlines()) == 2
    assert head.stdout.startswith(
        "doc_id,start,end,quote,before,after,published,conflict,publisher"
    )


def test_the_command_tells_what_is_wrong(place, tmp_path):
    done = run(tmp_path / "nowhere", "grain AND")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "AND needs words on both sides" in done.output
    assert run(place, "grain", "--reliability", "F").exit_code == 2


def test_signs_of_fts5_mean_nothing_in_quotation_marks():
    assert read('"a (b) OR c" d^e') == 'NEAR( "a (b) OR c" "d^e" , 10)'


def test_hits_show_themselves_in_a_notebook(corpus):
    html = corpus.search("frozen assets")._repr_html_()
    assert "<mark" in html and "Brief" not in html  # buttons belong to the search box
