"""The briefing: the same bytes everywhere, nothing from outside, and what bends it is seen."""

import html
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from urllib import parse

import pypdfium2
import pytest
from click.testing import CliRunner

import workbench as wb
from workbench import briefing
from workbench.briefing import cited, facts, front, parameters, proof, writers
from workbench.briefing import page as pages
from workbench.briefing.files import WRITERS
from workbench.cli import cli
from workbench.codebook import look
from workbench.findings.finding import Mark

ENDINGS = [".html", ".md", ".pdf", ".docx"]
ASKED = {"question": "Who pays in 2026?", "author": "A. Analyst", "date": "2025-12-20"}
MAKE = """import sys, workbench as wb
corpus = wb.load(sys.argv[1], progress=False)
for ending in sys.argv[3:]:
    wb.brief(corpus, sys.argv[2] + ending, question="Who pays?")"""


@pytest.fixture(scope="module")
def made(corpus):
    return pages.made(corpus, parameters.read(ASKED))


@pytest.fixture(scope="module")
def page(made) -> str:
    return writers.html(made).decode()


@pytest.fixture(scope="module")
def written(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    return {e: wb.brief(corpus, folder / f"b{e}", **ASKED) for e in ENDINGS}


def load(folder):
    return wb.load(folder, progress=False, cache=False, jobs=0)


def read(ending: str, data: bytes) -> str:
    """The visible text of a briefing, in one line."""
    return " ".join(proof._lines(ending, data))


# --- the same bytes, nothing from outside ---------------------------------------------------------


def test_the_same_bytes_from_two_folders_and_two_worlds(seeds, tmp_path):
    found = []
    for number, (zone, language, seed) in enumerate(
        [("UTC", "C.UTF-8", "0"), ("Pacific/Kiritimati", "tr_TR.UTF-8", "77")]
    ):
        folder = tmp_path / f"folder {number}"
        shutil.copytree(seeds, folder / "texts")
        env = {**os.environ, "TZ": zone, "LANG": language, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", MAKE, str(folder / "texts"), str(folder / "b"), *ENDINGS]
        subprocess.run(command, env=env, cwd=folder, check=True)
        found.append({e: (folder / f"b{e}").read_bytes() for e in ENDINGS})
        assert not [e for e, data in found[-1].items() if str(tmp_path).encode() in data]
    assert {e: found[0][e] == found[1][e] for e in ENDINGS} == dict.fromkeys(ENDINGS, True)


def test_nothing_from_outside(page):
    assert "default-src 'none'" in html.unescape(page.split("</head>")[0])
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts == ['<script type="application/json" id="workbench-manifest">']
    assert re.findall(r"(?<!xmlns=\")https?:|url\(|@import|<iframe|<img|<link", page) == []


def test_every_link_leads_to_a_place_on_the_page(page):
    places = re.findall(r'\bid="([^"]+)"', page)
    targets = {html.unescape(t) for t in re.findall(r'href="([^"]*)"', page)}
    known = {html.unescape(p) for p in places}
    assert len(places) == len(set(places))
    assert sorted(t for t in targets if not t.startswith("#") or t[1:] not in known) == []


def test_a_value_leads_to_its_sentence_and_the_sentence_to_its_document(page, corpus):
    need = corpus.claims.query("role == 'need'").iloc[0]
    name = need.claim_id
    assert f'<a href="#c-{name}" class="strong"' in page
    assert f'<mark class="funding" id="c-{name}"' in page and f'<a href="#d-{name}"' in page
    assert re.search(rf'<a href="#c-{name}"[^>]*><mark class="funding" id="d-{name}">', page)
    first = re.search(
        rf'<blockquote[^>]*>(?:(?!</blockquote>).)*id="c-{name}".*?</blockquote>', page
    )
    assert need.quote in html.unescape(re.sub("<[^>]*>", "", first[0]))


# --- what it says ---------------------------------------------------------------------------------


def test_the_first_page_of_the_seeds(made):
    text = [b for b in made.blocks if type(b).__name__ in ("Text", "Heading")]
    lines = ["".join(r.text for r in b.runs) if hasattr(b, "runs") else f"# {b.text}" for b in text]
    assert lines[:8] == [
        "# What the documents claim, and where",
        "Question: Who pays in 2026?",
        "By A. Analyst · 20 Dec 2025 · 21 figures read in 5 documents, published 7 Dec 2025 to"
        " 19 Dec 2025, 2 of them undated",
        "# Key judgements",
        "A need of $60 billion is stated 3 times in 1 document. [1]",
        "Plans of 28, 20 and 19 points are told of in 3 documents. [1][2][3]",
        "“28-point” became “19 points”, says a sentence of document 000. [1]",
        "“28 points” became “19”, says a sentence of document 003. [3]",
    ]
    after = lines[lines.index("# What is not known") + 1 :]
    assert after[:5] == [
        "No figure of money approved or signed was read.",
        "No document names a payment: no figure of money paid out was read.",
        "No figure of foreign or peacekeeping troops was read.",
        "2 of 5 documents give no day of publication.",
        "For 8 of 21 figures the text does not say whose they are.",
    ]
    assert sum(line.startswith("# ") for line in lines) == 18


def test_both_quotes_of_a_disagreement_are_told(page):
    told = page[page.index('id="contested"') : page.index('id="known"')]
    words = html.unescape(re.sub("<[^>]*>", "", told))
    assert "Ukraine: size of the army (two values)." in words
    assert "“900,000” [3]  “slightly higher” [4]" in words


def test_a_source_is_told_with_its_assessment(page):
    told = html.unescape(re.sub("<[^>]*>", "", page[page.index('id="sources"') :]))
    assert (
        "[1] The Coalition’s New Calculus" in told and "reliability (Admiralty A to F): E" in told
    )


@pytest.mark.parametrize(
    "given, told",
    [
        ({"themes": ["force"]}, {"force", "known", "unknown", "judgements", "contested"}),
        ({"conflicts": "ukraine", "themes": "plan"}, {"plan", "positions"}),
    ],
)
def test_what_is_asked_for_is_what_is_told(corpus, given, told):
    made = pages.made(corpus, parameters.read(given))
    ids = {b.id for b in made.blocks if type(b).__name__ == "Heading"}
    assert told <= ids and not ({"funding", "force", "plan"} - set(given["themes"])) & ids - told


@pytest.mark.parametrize(
    "given, error",
    [
        ({"colour": "red"}, "no parameter 'colour'; a briefing has: title, question"),
        ({"themes": ["money"]}, "no theme 'money' in this corpus; it has: force, funding, plan"),
        ({"conflicts": ["gaza"]}, "no conflict 'gaza' in this corpus; it has: ukraine"),
        ({"documents": ["x"]}, "no document 'x' in this corpus; it has: 000_"),
        ({"actors": ["atlantis"]}, "no actor 'atlantis' in this corpus; it has: "),
        ({"period": "2025"}, "no period '2025'; write two days: 2025-12-01/2025-12-31"),
        ({"period": "2025-12-31/2025-12-01"}, "ends before it begins; turn the two days round"),
        ({"period": "1999-01-01/1999-12-31"}, "no document fits all that the briefing is limited"),
        ({"currency": "GBP"}, "currency 'GBP': USD or EUR"),
        ({"date": "yesterday"}, "date 'yesterday': write a day as 2025-12-20"),
    ],
)
def test_a_wrong_parameter_is_told(corpus, tmp_path, given, error):
    with pytest.raises(ValueError, match=re.escape(error)):
        wb.brief(corpus, tmp_path / "b.html", **given)
    assert list(tmp_path.iterdir()) == []


def test_a_period_and_a_selection(corpus):
    some = pages.selected(corpus, parameters.read({"period": "2025-12-01/2025-12-10"}))
    assert list(some.documents["doc_id"]) == ["001_86c86b9e5ce56c28"]
    chosen = corpus.claims.query("role == 'need'")
    some = pages.selected(corpus, parameters.read({"claims": chosen}))
    assert set(some.claims["claim_id"]) == set(chosen["claim_id"]) and len(some) == 5
    with pytest.raises(ValueError, match="no claim is chosen"):
        parameters.read({"claims": chosen.iloc[:0]})


# --- the analyst's own words ----------------------------------------------------------------------


def test_notes_are_begun_kept_and_marked_where_numbers_changed(corpus, seeds, tmp_path):
    notes = tmp_path / "notes.toml"
    wb.brief(corpus, tmp_path / "b.md", notes=notes)
    begun = notes.read_text("utf-8")
    assert 'statement = "A need of $60 billion is stated 3 times in 1 document"' in begun
    text = begun.replace('confidence = ""', 'confidence = "moderate"', 1)
    text = text.replace('section = "known"\ntext = ""', 'section = "known"\ntext = "Thin."')
    notes.write_text(text, "utf-8")
    wb.brief(corpus, tmp_path / "b.md", notes=notes)
    told = (tmp_path / "b.md").read_text("utf-8")
    assert "Analyst: Moderate confidence." in told and "Thin." in told
    assert "of this section have changed since" not in told and "no longer bear" not in told
    folder = tmp_path / "less"
    shutil.copytree(seeds, folder)
    (folder / "000_b14161429fe19741.txt").unlink()
    wb.brief(load(folder), tmp_path / "b.md", notes=notes)
    told = (tmp_path / "b.md").read_text("utf-8")
    assert "The numbers of this section have changed since this was written (" in told
    assert "no longer bear: **“A need of" in told or "no longer bear:** “A need of" in told
    assert notes.read_text("utf-8") == text


@pytest.mark.parametrize(
    "text, error",
    [
        ('[[judgement]]\nstatement = "A"\nconfidence = "sure"', "confidence 'sure' is none of low"),
        ('[[judgement]]\nstatement = "A"\nlikelihood = "maybe"', "likelihood 'maybe' is none of"),
        ('[[block]]\nsection = "x"\ntext = ""', "no section 'x'; sections: judgements"),
        ("[[block]\n", "notes: "),
        ("colour = 1", "notes: Object contains unknown field `colour`"),
    ],
)
def test_notes_that_are_wrong(corpus, tmp_path, text, error):
    (tmp_path / "n.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=re.escape(error)):
        wb.brief(corpus, tmp_path / "b.md", notes=tmp_path / "n.toml")


def test_no_word_of_confidence_stands_without_an_analyst(page):
    body = page[: page.index('id="method"')].lower()
    assert not re.search(r"\b(?:low|moderate|high) confidence|\blikelihood|\balmost certain", body)


def test_what_changed_since_the_last_briefing(corpus, seeds, tmp_path):
    folder = tmp_path / "less"
    shutil.copytree(seeds, folder)
    (folder / "001_86c86b9e5ce56c28.txt").unlink()
    wb.brief(load(folder), tmp_path / "old.pdf")
    wb.brief(corpus, tmp_path / "new.md", since=tmp_path / "old.pdf")
    told = (tmp_path / "new.md").read_text("utf-8")
    assert "## What changed since the last briefing" in told
    assert "New disagreement: Ukraine: size of the army (two values)." in told
    lines = briefing.changes(briefing.state(load(folder)), briefing.state(corpus))
    assert "New document: 001_86c86b9e5ce56c28." in lines
    assert briefing.changes(briefing.state(corpus), briefing.state(corpus)) == []


# --- verify ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_honest_briefing_passes(ending, written, corpus):
    assert len(wb.verify(written[ending], corpus)) == 0


def numbers(data: bytes, ending: str) -> list[tuple[int, int]]:
    """Where the visible numbers stand."""
    text = data.decode()
    end = text.index("<script") if ending == ".html" else text.index("<!-- workbench")
    hidden = [
        m.span()
        for m in re.finditer(r"<style>.*?</style>|<[^>]*>|&#?\w+;|\]\(#[^)]*\)", text, re.S)
    ]
    taken = {n for a, b in hidden for n in range(a, b)}
    return [m.span() for m in re.finditer(r"\d+", text[:end]) if m.start() not in taken]


@pytest.mark.parametrize("ending, every", [(".html", 7), (".md", 5)])
def test_each_changed_number_is_seen(ending, every, written):
    data = written[ending].read_bytes()
    text, places = data.decode(), numbers(data, ending)[::every]
    missed = []
    for start, end in places:
        other = str((int(text[start]) + 1) % 10) + text[start + 1 : end]
        bent = (text[:start] + other + text[end:]).encode()
        rows = proof.differences(ending, bent, data)
        if not any(row[0] in ("number", "row") for row in rows):
            missed.append(text[start - 30 : end + 30])
    assert len(places) >= 100 and missed == []


def test_a_changed_word_of_each_quote_is_seen(written):
    data = written[".html"].read_bytes()
    text = data.decode()
    quotes = list(re.finditer(r"<blockquote[^>]*>.*?</blockquote>", text, re.S))
    for quote in quotes:
        word = next(m for m in re.finditer(r">[^<]*?\b([A-Za-z]{4,})\b", quote[0]))
        at = quote.start() + word.start(1)
        bent = (text[:at] + "bent" + text[at + len(word[1]) :]).encode()
        assert [row[0] for row in proof.differences(".html", bent, data)][:1] == ["text"]
    assert len(quotes) > 15


def test_a_row_a_link_or_a_hint_that_is_bent_is_seen(written):
    data = written[".html"].read_bytes()
    row = re.search(rb"<tr><td.*?</tr>\n", data, re.S)[0]
    assert proof.differences(".html", data.replace(row, b"", 1), data) != []
    link = re.search(rb'href="#c-\w+" class="strong"', data)[0]
    other = data.replace(link, b'href="#papers" class="strong"', 1)
    assert [r[0] for r in proof.differences(".html", other, data)] == ["markup"]
    assert proof.differences(".html", data.replace(b"\n", b"\r\n"), data) == []


def test_a_changed_or_a_missing_document_is_named(written, seeds, tmp_path):
    shutil.copytree(seeds, tmp_path / "s")
    (tmp_path / "s" / "002_f06b1ba6aa828e10.txt").unlink()
    changed = tmp_path / "s" / "000_b14161429fe19741.txt"
    changed.write_bytes(changed.read_bytes().replace(b"$60 billion", b"$61 billion"))
    rows = wb.verify(written[".pdf"], load(tmp_path / "s"))
    told = rows.query("what == 'document'")
    assert list(told["where"]) == ["002_f06b1ba6aa828e10", "000_b14161429fe19741"]
    assert list(told["derived"])[0] == "missing" and len(rows.query("what == 'number'"))


def test_a_bent_word_file_and_a_bent_pdf(written, corpus, made, tmp_path):
    import docx

    document = docx.Document(written[".docx"])
    run = next(r for p in document.paragraphs for r in p.runs if "21 figures" in r.text)
    run.text = run.text.replace("21", "22")
    document.save(tmp_path / "b.docx")
    rows = wb.verify(tmp_path / "b.docx", corpus)
    assert [tuple(row)[:1] + tuple(row)[2:] for row in rows.to_numpy()] == [("number", "22", "21")]
    text = next(
        b for b in made.blocks if type(b).__name__ == "Text" and "21 figures" in b.runs[0].text
    )
    before, text.runs[0].text = text.runs[0].text, text.runs[0].text.replace("21", "22")
    try:
        (tmp_path / "b.pdf").write_bytes(writers.pdf(made))
    finally:
        text.runs[0].text = before
    assert list(wb.verify(tmp_path / "b.pdf", corpus)["what"])[0] == "number"


def bend_head(document):
    document.sections[0].header.paragraphs[0].text = "CORRECTION: 99 billion was paid"


def bend_hidden(document):
    next(p for p in document.paragraphs if "60 billion" in p.text).runs[0].font.hidden = True


def bend_style(document):
    document.styles["Normal"].font.hidden = True


def bend_link(document):
    from docx.oxml.ns import qn

    link = next(document.element.iter(qn("w:hyperlink")))
    link.set(qn("w:anchor"), "b" + "0" * 20)


def bend_picture(document):
    part = next(p for p in document.part.package.iter_parts() if "/media/" in str(p.partname))
    part._blob += b"0"


@pytest.mark.parametrize("bend", [bend_head, bend_hidden, bend_style, bend_link, bend_picture])
def test_what_hides_or_adds_words_in_word_is_seen(bend, written, tmp_path):
    import docx

    document = docx.Document(written[".docx"])
    document.save(tmp_path / "same.docx")
    bend(document)
    document.save(tmp_path / "bent.docx")
    data = written[".docx"].read_bytes()
    same, bent = ((tmp_path / f"{name}.docx").read_bytes() for name in ("same", "bent"))
    assert proof.differences(".docx", same, data) == []
    assert [row[0] for row in proof.differences(".docx", bent, data)] == ["markup"]


def test_another_value_and_a_denial_are_no_second_source(tmp_path):
    told = {
        "a": "The army of Ukraine numbers 900,000 soldiers, the ministry in Kyiv said.",
        "b": "The army of Ukraine numbers 900,000 soldiers, the general staff in Kyiv said.",
        "c": "The army of Ukraine numbers 870,000 soldiers, the president in Kyiv said.",
        "d": "The ministry in Kyiv denies that the army of Ukraine numbers 900,000 soldiers.",
    }
    for name, text in told.items():
        (tmp_path / f"{name}.txt").write_text(f"5 December 2025\n\n{text}\n", "utf-8")
    found = [(f.value, f.firm, f.times, f.documents) for f in facts.facts(load(tmp_path))]
    assert ("900,000 people", True, 2, ("a", "b")) in found
    assert ("870,000 people", True, 1, ("c",)) in found
    assert not [row for row in found if row[1] and "d" in row[3]]


@pytest.mark.parametrize(
    "name, error",
    [
        ("a.txt", "no briefing"),
        ("a.html", "no manifest"),
        ("a.pdf", "no manifest"),
        ("none.md", "can't be read"),
        ("a.docx", "no manifest"),
    ],
)
def test_what_is_no_briefing(name, error, tmp_path, corpus):
    if name != "none.md":
        (tmp_path / name).write_bytes(b"<p>$60 billion</p>")
    with pytest.raises(briefing.CantVerify, match=error):
        wb.verify(tmp_path / name, corpus)


def test_another_version_is_told(written, corpus, tmp_path):
    data = written[".html"].read_bytes()
    code = re.search(rb'"code":"(\w+)"', data)[1]
    (tmp_path / "b.html").write_bytes(data.replace(code, b"0" * 64))
    rows = wb.verify(tmp_path / "b.html", corpus)
    assert "code" in list(rows["what"])


# --- what may come --------------------------------------------------------------------------------

HOSTILE = (
    "</style><script>window.ran=1</script> <img src=x onerror=window.ran=1> said that Ukraine needs "
    "$60 billion in 2026 \\(\\phantom{not}\\) $x$ #eval(1) *bold* [link](javascript:x) {{7*7}}. "
    "מקורות אמרו ש-600,000 soldiers of Ukraine are the limit. The army of Ukraine is limited to "
    f"600,000 soldiers, said {'w' * 400}. \x07\x1b[2J The 28-point plan was cut to 19 points.\n"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "=cmd|'x'!A1.txt").write_text(
        "Title </title><script>x</script>\n\n" + HOSTILE, "utf-8"
    )
    (folder / "old.txt").write_text("28 May 1525\n\nThe 12-point plan of Ukraine.\n", "utf-8")
    (folder / "new.txt").write_text("28 May 9999\n\nThe 20-point plan of Ukraine.\n", "utf-8")
    return load(folder)


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_text_stays_text(ending, hostile, tmp_path):
    path = wb.brief(hostile, tmp_path / f"b{ending}", question="<b>?</b> $1 & $2")
    data = path.read_bytes()
    if ending == ".html":
        text = data.decode()
        assert text.count("<script") == text.count("</style>") == 1 and "<img" not in text
        assert "window.ran" in html.unescape(text)
    elif ending == ".md":
        text = data.decode()
        assert (
            "<script" not in text
            and "<img" not in text
            and not re.search(r"(?<!\\)\]\(javascript", text)
        )
    elif ending == ".pdf":
        document = pypdfium2.PdfDocument(data)
        words = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
        assert "phantom{not}" in words and "{{7*7}}" in words and "#eval(1)" in words
    else:
        words = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        assert "<script" not in words and "phantom{not}" in words
    assert len(wb.verify(path, hostile)) == 0


def test_a_corpus_without_figures_has_a_page(tmp_path):
    (tmp_path / "a.txt").write_text("Nothing was said.\n", "utf-8")
    made = pages.made(load(tmp_path), parameters.read({}))
    text = read(".html", writers.html(made))
    assert "No statement passes its conditions" in text and "No contradiction was found" in text
    assert text.count("No figure of this kind was read") == 2


def test_what_is_unknown_is_asked_of_every_claim(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Norway paid $5 million to Ukraine, its ministry said.\n", "utf-8"
    )
    corpus = load(tmp_path)
    lines = ["".join(r.text for r in b.runs) for b in front.unknown(corpus, parameters.read({}))]
    assert "No figure of a need or a gap was read." in lines
    assert not [line for line in lines if "payment" in line]
    assert "1 of 1 document gives no day of publication." in lines
    asked = parameters.read({"actors": ["canada", "norway"]})
    lines = ["".join(r.text for r in b.runs) for b in front.unknown(corpus, asked)]
    assert [line for line in lines if "Canada" in line or "Norway" in line] == [
        "No figure of Canada was read."
    ]


def test_other_endings_and_folders_are_refused_with_advice(corpus, tmp_path):
    with pytest.raises(ValueError, match=r"as \.html, \.md, \.pdf, \.docx, not as '\.odt'"):
        wb.brief(corpus, tmp_path / "b.odt")
    with pytest.raises(FileNotFoundError, match="no folder '.*none' to write the briefing into"):
        wb.brief(corpus, tmp_path / "none" / "b.html")


def test_a_failed_run_leaves_the_old_page_and_no_rubbish(corpus, tmp_path, monkeypatch):
    out = tmp_path / "b.html"
    out.write_text("old", encoding="utf-8")

    def broken(_):
        raise RuntimeError("broken")

    monkeypatch.setitem(WRITERS, ".html", broken)
    with pytest.raises(RuntimeError):
        wb.brief(corpus, out)
    assert [p.name for p in tmp_path.iterdir()] == ["b.html"]
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.slow
def test_the_summary_of_many_documents_stays_two_pages(tmp_path):
    rows = [
        f"The army of Ukraine numbers {800 + n},000 soldiers, the ministry said on {n % 27 + 1} December 2025. "
        f"Norway pledged ${n + 3} million to Ukraine, and Kyiv needs ${n + 40} billion in 2026."
        for n in range(150)
    ]
    for n, row in enumerate(rows):
        (tmp_path / f"d{n}.txt").write_text(f"{n % 27 + 1} December 2025\n\n{row}\n", "utf-8")
    data = writers.pdf(pages.made(load(tmp_path), parameters.read({"question": "Q" * 90})))
    document = pypdfium2.PdfDocument(data)
    words = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    first = next(n for n, text in enumerate(words) if re.search(r"^Money\s*$", text, re.M))
    assert first <= 2 and len(words) > 5
    letter = pypdfium2.PdfDocument(
        writers.pdf(pages.made(load(tmp_path), parameters.read({"paper": "letter"})))
    )
    assert tuple(map(round, letter[0].get_size())) == (612, 792)
    assert tuple(map(round, document[0].get_size())) == (595, 842)


# --- commands -------------------------------------------------------------------------------------


def run(*command):
    return CliRunner().invoke(cli, list(map(str, command)))


def test_the_commands(seeds, tmp_path):
    made = run(
        "brief", seeds, "-o", tmp_path / "b.html", "--theme", "force", "--author", "Me", "--quiet"
    )
    assert (made.exit_code, made.stdout) == (0, "")
    told = run("verify", tmp_path / "b.html", "--corpus", seeds, "--quiet")
    assert (told.exit_code, told.stderr) == (0, "nothing differs\n")
    text = (tmp_path / "b.html").read_text("utf-8")
    (tmp_path / "b.html").write_text(text.replace("By Me", "By Him", 1), "utf-8")
    told = run("verify", tmp_path / "b.html", "--corpus", seeds, "--quiet")
    assert told.exit_code == 1 and "text: 'Him', derived 'Me'" in told.stdout
    told = run("verify", seeds / "000_b14161429fe19741.txt", "--corpus", seeds, "--quiet")
    assert told.exit_code == 2 and "no briefing" in told.stderr
    told = run("diff", seeds, seeds, "--quiet")
    assert (told.exit_code, told.stdout) == (0, "Nothing has changed.\n")


def test_what_is_cited_is_found_by_name(corpus):
    """Neither each mark nor each paper passes over all documents, claims and places."""
    passed = []

    class Counted(dict):
        def __iter__(self):
            passed.append("names")
            return super().__iter__()

        def values(self):
            passed.append("values")
            return super().values()

    held = cited.Cited(corpus)
    held.titles, held.claims = Counted(held.titles), Counted(held.claims)
    ids = corpus.documents["doc_id"].tolist()
    for doc in ids:
        held.mark(Mark(("a",), 0, 0, "", (f"{parse.quote(doc)}:3:9",), "", 1, "count"))
    assert [(p.doc_id, p.start, p.end) for p in held.places.values()] == [(d, 3, 9) for d in ids]
    assert passed == []
    papers = held.papers()
    assert len(papers) == 2 * len(ids) > 4 and passed == ["values"]
    shown = [run.text for text in papers[1::2] for run in text.runs if run.style in look.THEMES]
    assert {*corpus.claims["quote"]} <= {*shown}
