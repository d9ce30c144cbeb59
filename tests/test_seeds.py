"""The five seed articles: every figure at its place, every masked character accounted for."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import workbench as wb

SEEDS = Path(__file__).parent.parent / "seeds"

COLUMNS = ("start", "quote", "theme", "role", "low", "high", "unit", "qualifier", "actor",
           "modality", "attribution")  # fmt: skip
# One object a figure, in order; null where nothing is stated (actor), or where two careful
# readers differ (modality and attribution).
CLAIMS = [json.loads(line) for line in open(SEEDS.parent / "tests/data/seeds_claims.jsonl",
                                            encoding="utf-8")]  # fmt: skip


@pytest.fixture(scope="module")
def corpus():
    return wb.load(SEEDS, cache=False, progress=False)


def test_claims_are_these_21_and_no_others(corpus):
    found = [
        {"doc": c.doc_id[:3]} | {k: v for k in COLUMNS if str(v := getattr(c, k)) != "<NA>"}
        for c in corpus.claims.itertuples()
    ]
    assert len(found) == 21
    for claim, expected in zip(found, CLAIMS, strict=True):
        stated = {k: v for k, v in expected.items() if v is not None}
        unsaid = {"modality", "attribution"} - stated.keys()
        assert {k: v for k, v in claim.items() if k not in unsaid} == stated


def test_every_span_slices_to_its_words(corpus):
    for claim in corpus.claims.itertuples():
        text = corpus.text(claim.doc_id)
        assert text[claim.start : claim.end] == claim.quote
        clean = corpus.clean(claim.doc_id)
        assert clean[claim.sentence_start : claim.sentence_end] == claim.sentence
        for cue in claim.cues:
            assert text[cue["start"] : cue["end"]] == cue["text"]
            assert cue["text"] or cue["rule"] == "default"
        assert {"role", "modality", "attribution", "qualifier"} <= {c["label"] for c in claim.cues}


def test_masked_and_kept_make_the_text(corpus):
    for doc_id in corpus.documents["doc_id"]:
        text, clean = corpus.text(doc_id), corpus.clean(doc_id)
        ledger = corpus.noise[corpus.noise["doc_id"] == doc_id]
        masked = {i for row in ledger.itertuples() for i in range(row.start, row.end)}
        assert len(clean) == len(text)
        for i, (kept, source) in enumerate(zip(clean, text, strict=True)):
            assert kept == (" " if i in masked else source)
        for row in ledger.itertuples():
            assert text[row.start : row.end] == row.text


def test_noise_by_kind(corpus):
    counts = corpus.noise.groupby("kind").size().to_dict()
    assert counts["search_engine_insertion"] == 29
    assert counts["machine_artifact"] == 4
    assert counts["image_caption"] == 3
    lines = corpus.noise[corpus.noise["rule"] == "comments.form"]["text"]
    assert sorted(set(lines)) == [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
    ]
    links = corpus.noise[corpus.noise["rule"] == "link.own_posts"]
    assert [d[:3] for d in links["doc_id"]] == ["001", "002", "002"]
    left = " ".join(corpus.clean(d) for d in corpus.documents["doc_id"])
    assert not re.search(r"Find out more|\[cite|Leave a Reply|in the comments below", left)


def test_documents_say_when_they_were_published_and_what_is_odd(corpus):
    rows = {r.doc_id[:3]: r for r in corpus.documents.itertuples()}
    told = {
        k: None if str(r.published) == "NaT" else str(r.published)[:10] for k, r in rows.items()
    }
    assert told == {
        "000": "2025-12-19",
        "001": "2025-12-07",
        "002": None,
        "003": None,
        "004": "2025-12-12",
    }
    assert rows["000"].published_quote == "December 19, 2025"
    assert {k: sorted(r.warnings) for k, r in rows.items()} == {
        # day 1,394 of the war was the day before the date that the article gives itself
        "000": ["date_conflict", "machine_artifact", "search_engine_insertions"],
        "001": ["search_engine_insertions"],
        "002": ["no_date", "search_engine_insertions"],
        "003": ["missing_list", "no_date", "search_engine_insertions"],
        "004": ["date_conflict", "search_engine_insertions"],
    }


def test_passages_tile_the_prose(corpus):
    first = corpus.passages[corpus.passages["kind"] == "paragraph"].iloc[0]
    assert first["heading"].startswith("The Coalition’s New Calculus")
    assert "funding" in first["themes"] and "united_states" in first["actors"]
    for p in corpus.passages.itertuples():
        assert corpus.text(p.doc_id)[p.start : p.end] == p.text
        for cue in p.cues:
            assert corpus.text(p.doc_id)[cue["start"] : cue["end"]] == cue["text"]


def command(*arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "workbench", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        **more,
    )


def test_claims_command_prints_one_object_a_line():
    done = command("claims", str(SEEDS), "--format", "jsonl", "--no-cache")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["doc_id"][:3], r["start"], r["quote"]) for r in rows] == [
        (c["doc"], c["start"], c["quote"]) for c in CLAIMS
    ]
    texts = {p.stem: p.read_bytes().decode() for p in SEEDS.glob("*.txt")}
    assert all(texts[r["doc_id"]][r["start"] : r["end"]] == r["quote"] for r in rows)
    assert rows[0]["high"] == 50000000 and "actor" not in rows[5]


@pytest.mark.parametrize("name", ["documents", "noise", "passages", "claims", "dates"])
@pytest.mark.parametrize("format", ["table", "csv", "jsonl", "parquet"])
def test_every_table_in_every_format(name, format, tmp_path, corpus):
    import pandas as pd

    target = tmp_path / f"out.{format}"
    done = command(name, str(SEEDS), "--format", format, "-o", str(target), "--quiet")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    table = getattr(corpus, name)
    if format == "parquet":
        back = pd.read_parquet(target)
        assert list(back.columns) == list(table.columns) and len(back) == len(table)
        assert list(back["start" if "start" in back else "chars"]) == list(
            table["start" if "start" in table else "chars"]
        )
    else:
        lines = target.read_text(encoding="utf-8").splitlines()
        if format == "jsonl":
            assert len(lines) == len(table)
        if format == "csv":
            assert lines[0].split(",") == list(table.columns)
            assert len(pd.read_csv(target)) == len(table)
        if format == "table":
            assert len(lines) == len(table) + 1
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_wrong_usage_exits_2_and_says_what_to_do(tmp_path):
    done = command("claims", str(SEEDS), "--format", "parquet")
    assert done.returncode == 2 and "-o FILE.parquet" in done.stderr
    done = command("claims", str(SEEDS), "--codebook", str(tmp_path / "none.toml"))
    assert done.returncode == 2 and "no such codebook" in done.stderr
    done = command("claims", str(tmp_path / "nowhere"))
    assert done.returncode == 1 and "nowhere" in done.stderr and "Traceback" not in done.stderr


def test_unknown_theme_is_told_with_the_nearest():
    corpus = wb.load(SEEDS, progress=False)
    with pytest.raises(ValueError, match="did you mean 'funding'"):
        corpus.show("fundng")
