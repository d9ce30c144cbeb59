"""The briefing: the same bytes everywhere, nothing from outside, numbers that lead somewhere."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tables import claims, documents
from tables import corpus as made

import workbench.briefing
from workbench.briefing import brief, page

MAKE = "import sys, workbench as wb; wb.brief(wb.load(sys.argv[1], progress=False), sys.argv[2])"


def attributes(text: str) -> list[dict]:
    """The data- attributes of every tag that carries a value."""
    tags = re.findall(r"<\w+[^>]*data-value[^>]*>", text)
    return [
        {k: html.unescape(v) for k, v in re.findall(r'(?:data-)?(\w+)="([^"]*)"', tag)}
        for tag in tags
    ]


@pytest.fixture(scope="module")
def made_page(corpus) -> str:
    return page(corpus)


def test_the_same_bytes_from_two_folders_and_two_worlds(seeds, tmp_path):
    pages = []
    for number, (zone, language, seed) in enumerate(
        [("UTC", "C.UTF-8", "0"), ("Pacific/Kiritimati", "tr_TR.UTF-8", "77")]
    ):
        folder = tmp_path / f"folder {number}"
        folder.mkdir()
        copy = folder / "texts"
        copy.mkdir()
        for path in seeds.iterdir():
            (copy / path.name).write_bytes(path.read_bytes())
        env = {**os.environ, "TZ": zone, "LANG": language, "PYTHONHASHSEED": seed}
        out = folder / "b.html"
        subprocess.run(
            [sys.executable, "-c", MAKE, str(copy), str(out)], env=env, cwd=folder, check=True
        )
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]
    assert str(tmp_path).encode() not in pages[0]


def test_every_number_can_be_derived_again(made_page, corpus):
    table = corpus.claims.set_index("claim_id", drop=False)
    undated = corpus.documents["published"].isna().sum()
    found = attributes(made_page)
    assert len(found) > 60
    for tag in found:
        value, how = float(tag["value"]), tag["how"]
        if "query" in tag:
            if how == "rows":
                assert value == len(corpus.documents)
            elif how == "undated":
                assert value == undated
            else:
                query = tag["query"]
                rows = table if query == "all" else table.reset_index(drop=True).query(query)
                assert value == (len(rows) if how == "count" else rows["doc_id"].nunique())
            continue
        rows = table.loc[tag["claim"].split()]
        derived = {
            "high": lambda rows: rows["high"].iloc[0],
            "low": lambda rows: rows["low"].iloc[0],
            "count": len,
            "documents": lambda rows: rows["doc_id"].nunique(),
            "cut": lambda rows: round(100 * (1 - rows["high"].iloc[1] / rows["high"].iloc[0]), 6),
        }[how](rows)
        assert value == pytest.approx(derived), tag


def test_no_number_of_the_prose_stands_without_its_origin(made_page):
    body = made_page.split("<body>")[1].split('<section id="annex">')[0]
    for paragraph in re.findall(r"<p[ >].*?</p>", body, flags=re.S):
        bare = re.sub(r"<a [^>]*data-value[^>]*>.*?</a>", "", paragraph)
        bare = re.sub(r"published \d+ \w+ \d+ to \d+ \w+ \d+", "", bare)  # dates of the table below
        assert re.findall(r"\d+", re.sub(r"<[^>]*>", "", bare)) == []


def test_every_link_leads_to_a_place_on_the_page(made_page):
    places = set(re.findall(r'\bid="([^"]+)"', made_page))
    targets = re.findall(r'href="([^"]*)"', made_page)
    assert [t for t in targets if not t.startswith("#") or t[1:] not in places] == []
    assert len(places) == len(re.findall(r'\bid="([^"]+)"', made_page))


def test_every_claim_has_its_highlight_its_row_and_its_way_back(made_page, corpus):
    for claim in corpus.claims.itertuples(index=False):
        mark = re.search(rf'<mark id="c-{claim.claim_id}" class="{claim.theme}">(.*?)</mark>',
                         made_page)  # fmt: skip
        assert html.unescape(re.sub(r"<[^>]*>", "", mark[1])) == claim.quote
        assert f'id="r-{claim.claim_id}"' in made_page
        assert f'href="#r-{claim.claim_id}"' in made_page


def test_what_it_was_made_from(made_page, corpus):
    assert [h for h in corpus.documents["sha256"] if h not in made_page] == []
    assert corpus.fingerprint in made_page and corpus.codebook.fingerprint in made_page


def test_nothing_from_outside(made_page):
    assert "default-src 'none'" in html.unescape(made_page.split("</head>")[0])
    assert re.findall(r"https?:|url\(|@import|<script|<iframe|<img|<link", made_page) == []


def test_text_of_documents_stays_text():
    row = {"quote": "$5", "sentence": "</style><script>x</script> $5 <img onerror=y>", "high": 5}
    papers = documents(**{"a_1": "2025-12-07"})
    papers["title"] = "<script>alert(1)</script>"
    text = page(made(claims({**row, "speaker": "<b>", "actor": '"><b>'}), papers))
    assert "<script" not in text and "<img" not in text and "<b>" not in text
    assert text.count("</style>") == 1


def test_a_corpus_without_figures_has_a_page():
    text = page(made(claims({"quote": "1", "high": 1}).iloc[:0], documents(a_1=None)))
    assert text.count("No figure of this kind stands in these documents.") == 3


def test_other_endings_and_folders_are_refused_with_advice(corpus, tmp_path):
    with pytest.raises(ValueError, match=r"as \.html, not as '\.pdf'; try 'b\.html'"):
        brief(corpus, tmp_path / "b.pdf")
    with pytest.raises(FileNotFoundError, match="no folder '.*none' to write the briefing into"):
        brief(corpus, tmp_path / "none" / "b.html")


def test_a_failed_run_leaves_the_old_page_and_no_rubbish(corpus, tmp_path, monkeypatch):
    out = tmp_path / "b.html"
    out.write_text("old", encoding="utf-8")

    def broken(_):
        raise RuntimeError("broken")

    monkeypatch.setattr(workbench.briefing, "page", broken)
    with pytest.raises(RuntimeError):
        brief(corpus, out)
    assert [p.name for p in tmp_path.iterdir()] == ["b.html"]
    assert out.read_text(encoding="utf-8") == "old"


def test_it_returns_where_it_wrote(corpus, tmp_path):
    assert brief(corpus, str(tmp_path / "b.html")) == Path(tmp_path / "b.html")
    assert (tmp_path / "b.html").read_bytes().endswith(b"</html>\n")
