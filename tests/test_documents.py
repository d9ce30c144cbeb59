"""Files in, frozen text out: what is read, how it is decoded, and what is said of the rest."""

import codecs
import datetime
import hashlib
import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from workbench.documents import Source, Unreadable, find, read
from workbench.documents.text import valid

SEEDS = Path(__file__).parent.parent / "seeds"
KINDS = ".txt .md .markdown .html .htm .xhtml .eml .pdf .docx .odt .rtf .epub"


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def names(sources):
    return [source.relative for source in sources]


def told(failures):
    return [(failure.path, failure.reason) for failure in failures]


def one(folder, name, content):
    """The document of one file, or the reason why there is none."""
    write(folder, {name: content})
    (source,), failures = find(folder / name)
    assert failures == []
    try:
        return read(source)
    except Unreadable as error:
        assert error.path == source.relative
        return error.reason


# --- the seeds, and a folder with broken files ---------------------------------------------------


def test_the_seeds_come_back_byte_for_byte():
    sources, failures = find(SEEDS)
    assert told(failures) == []
    assert len(sources) == 5
    for source in sources:
        document = read(source)
        data = (SEEDS / source.relative).read_bytes()
        assert document.text.encode() == data
        assert document.sha256 == hashlib.sha256(data).hexdigest()
        assert (document.doc_id, document.encoding) == (source.path.stem, "utf-8")
        assert document.warnings == ()


BINARY = "is binary, or of an unknown encoding; save its text as UTF-8"
SENTENCE = "The “loan” — worth €90 billion – isn’t final…"


def test_a_folder_with_broken_files(tmp_path):
    good = {
        "bom.txt": (codecs.BOM_UTF8 + SENTENCE.encode(), SENTENCE, "utf-8-sig"),
        "cp1252.txt": (SENTENCE.encode("cp1252"), SENTENCE, "cp1252"),
        "crlf.txt": (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n", "utf-8"),
        "brackets.txt": ("[" * 200_000, "[" * 200_000, "utf-8"),
        "digits.txt": ("7" * 300_000, "7" * 300_000, "utf-8"),
        "figure.txt": (f"${'9' * 400} billion", f"${'9' * 400} billion", "utf-8"),
        "line.txt": ("five billion " * 80_000, "five billion " * 80_000, "utf-8"),
        "utf16.txt": (SENTENCE.encode("utf-16"), SENTENCE, "utf-16"),
        "utf16be.txt": (SENTENCE.encode("utf-16-be"), SENTENCE, "utf-16-be"),
        "x.txt/inside.txt": (b"in a folder named x.txt", "in a folder named x.txt", "utf-8"),
    }
    bad = {
        "blank.txt": (b" \r\n\t\n", "holds nothing but blank space"),
        "broken.pdf": (
            b"%PDF-1.7\nthis is no PDF",
            "is a broken PDF, or none; fetch it again, or print it to a new PDF",
        ),
        "empty.txt": (b"", "is empty (0 bytes)"),
        "nul.txt": (
            b"It gave $5\0 billion.",
            "holds NUL characters (1, the first at 10): damaged; save it again as UTF-8",
        ),
        "random.txt": (
            random.Random(1).randbytes(20_000),
            BINARY,
        ),
    }
    write(tmp_path, {name: row[0] for name, row in {**good, **bad}.items()})
    write(tmp_path, {"page.html": PAGE})
    (tmp_path / "dangling.txt").symlink_to("gone.txt")
    sources, failures = find(tmp_path)
    documents = {}
    for source in sources:
        try:
            documents[source.relative] = read(source)
        except Unreadable as error:
            failures.append(error)
    page = documents.pop("page.html")
    assert page.text == PAGE_TEXT
    got = {name: (document.text, document.encoding) for name, document in documents.items()}
    assert got == {name: row[1:] for name, row in good.items()}
    link = "is a link to 'gone.txt', which does not exist; mend or delete the link"
    reasons = {name: row[1] for name, row in bad.items()} | {"dangling.txt": link}
    assert {failure.path: failure.reason for failure in failures} == reasons


# --- finding -------------------------------------------------------------------------------------


SAVE = "not a kind that is read; save it as .docx, .pdf or .txt"


def test_find_takes_documents_and_tells_of_the_rest(tmp_path):
    write(tmp_path, dict.fromkeys([
        "b.txt", "a/b.md", "a/deep/c.HTML", "d.htm", "e.xhtml", "f.pdf", "g.docx", ".hidden.txt",
        ".git/x.txt", "~$g.docx", "picture.jpg", "two.JPG", "a/third.jpg", "table.csv", "README",
        "corpus.toml", "corrections.toml", "z.txt.bak", "memo.doc", "all.zip",
    ], ""))  # fmt: skip
    sources, failures = find(tmp_path)
    assert told(failures) == [
        ("README", f"is a file without a suffix, {SAVE}"),
        ("a/third.jpg", "is .jpg, not a kind that is read; run text recognition over it first"),
        ("all.zip", "is .zip, not a kind that is read; unpack it"),
        ("memo.doc", f"is .doc, {SAVE}"),
        ("picture.jpg", "is .jpg, not a kind that is read; nor are 1 others of that kind beside it;"
         " run text recognition over it first"),
        ("table.csv", "is .csv, not a kind that is read; save its text as .txt"),
        ("z.txt.bak", f"is .bak, {SAVE}"),
    ]  # fmt: skip
    found = ["a/b.md", "a/deep/c.HTML", "b.txt", "d.htm", "e.xhtml", "f.pdf", "g.docx"]
    assert names(sources) == found
    assert [source.path for source in sources] == [tmp_path / name for name in found]
    assert {source.root for source in sources} == {tmp_path}


def test_find_takes_files_and_lists_and_each_file_once(tmp_path, monkeypatch):
    write(tmp_path, {"one/a.txt": "", "one/sub/b.txt": "", "two/c.txt": "", "two/.d.txt": ""})
    one, two = tmp_path / "one", tmp_path / "two"
    assert names(find(one / "a.txt")[0]) == ["a.txt"]
    assert names(find(str(two / ".d.txt"))[0]) == [".d.txt"]  # asked for by name
    both = find([one, two])
    assert names(both[0]) == ["a.txt", "c.txt", "sub/b.txt"]
    assert find([two, one / "sub", one / "a.txt", one, one]) == both
    assert find(iter([])) == ([], [])
    monkeypatch.chdir(tmp_path)
    assert [s.relative for s in find(["./one/sub", "one"])[0]] == ["a.txt", "sub/b.txt"]


def test_find_says_what_it_can_not_take(tmp_path, monkeypatch):
    write(tmp_path, {"seeds/a.txt": "", "notes.doc": "", "none/x.jpg": "", "e/.x.txt": ""})
    monkeypatch.chdir(tmp_path)
    sources, failures = find(
        ["e", "sedes", "seeds/b.doc", "notes.doc", "none", "", "a/b", "seeds/a.txt/c"]
    )
    assert sources == []
    assert told(failures) == [
        ("", "no such file or folder"),
        ("a/b", "no such file or folder"),
        ("notes.doc", f"is .doc, {SAVE}"),
        ("sedes", "no such file or folder; did you mean 'seeds'?"),
        ("seeds/a.txt/c", "no such file or folder"),
        ("seeds/b.doc", "no such file or folder"),
        ("x.jpg", "is .jpg, not a kind that is read; run text recognition over it first"),
    ]
    assert told(find("e")[1]) == [("e", f"holds no documents; what can be read: {KINDS}")]


def test_a_folder_that_may_not_be_listed_offers_no_names(tmp_path, monkeypatch):
    write(tmp_path, {"seeds/a.txt": ""})
    monkeypatch.setattr(os, "access", lambda *_: False)
    (failure,) = find(tmp_path / "sedes")[1]
    assert (failure.path, failure.reason) == (str(tmp_path / "sedes"), "no such file or folder")


def test_a_shell_glob_may_name_the_sidecar(tmp_path):
    write(tmp_path, {"a.txt": "", "corpus.toml": '["a.txt"]\ntitle = "T"'})
    (source,), failures = find(sorted(tmp_path.iterdir()))
    assert (failures, source.overrides) == ([], {"title": "T"})


def test_links_are_followed_once_and_loops_are_not(tmp_path):
    write(tmp_path, {"corpus/real/a.txt": "", "elsewhere/b.txt": "", "elsewhere/c.jpg": ""})
    corpus = tmp_path / "corpus"
    (corpus / "again").symlink_to("real")
    (corpus / "loop").symlink_to(".")
    (corpus / "real" / "up").symlink_to("..")
    (corpus / "self.txt").symlink_to("self.txt")
    (corpus / "linked").symlink_to(tmp_path / "elsewhere")
    (corpus / "a-link.txt").symlink_to("real/a.txt")
    (corpus / "gone.jpg").symlink_to("nothing.jpg")
    sources, failures = find(corpus, follow_links=True)
    assert names(sources) == ["linked/b.txt", "real/a.txt"]
    reason = "is a link to 'self.txt', which does not exist; mend or delete the link"
    picture = "is .jpg, not a kind that is read; run text recognition over it first"
    assert told(failures) == [("linked/c.jpg", picture), ("self.txt", reason)]
    sources, failures = find(corpus)
    assert names(sources) == ["real/a.txt"]
    outside = f"is a link to '{tmp_path}/elsewhere', outside the folder; copy it here, or say "
    assert told(failures) == [("linked", outside + "--follow-links"), ("self.txt", reason)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    reason = "is no file or folder, but a pipe, socket or device"
    assert told(find(tmp_path)[1]) == [("pipe.txt", reason)]
    assert told(find(tmp_path / "pipe.txt")[1]) == [(str(tmp_path / "pipe.txt"), reason)]
    with pytest.raises(Unreadable, match="is not a file"):  # it became one after it was found
        read(Source(tmp_path / "pipe.txt", "pipe.txt", tmp_path))


def test_a_file_that_may_not_be_read_or_went_away(tmp_path, monkeypatch):
    write(tmp_path, {"a.txt": "A", "b.txt": "B"})
    a, b = find(tmp_path)[0]
    (tmp_path / "a.txt").unlink()
    with pytest.raises(Unreadable) as gone:
        read(a)
    assert str(gone.value) == "a.txt: could not be read (No such file or directory)"

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(Unreadable) as refused:
        read(b)
    reason = "may not be read (permission denied); give yourself the right to read it"
    assert refused.value.reason == reason


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_a_name_of_undecodable_bytes_can_be_written_into_a_table(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("text")
    (source,), _ = find(tmp_path)
    document = read(source)
    assert (document.doc_id, document.path, document.text) == (r"caf\xe9", r"caf\xe9.txt", "text")


IDS = {
    "stems": (["a.txt", "sub/b.md"], ["a", "b"]),
    "same stem": (["a/x.txt", "b/x.txt", "y.txt"], ["a/x", "b/x", "y"]),
    "one above": (["sub/x.txt", "x.txt"], ["sub/x", "x"]),
    "same but for the suffix": (["x.html", "x.txt", "y.txt"], ["x.html", "x.txt", "y"]),
    "a suffix within": (["x.md", "x.txt", "x.txt.md"], ["x.md", "x.txt", "x (2).txt"]),
    "dots": (["a.b.txt", "a.c.txt"], ["a.b", "a.c"]),
}


@pytest.mark.parametrize("case", IDS)
def test_doc_ids_differ(tmp_path, case):
    files, ids = IDS[case]
    write(tmp_path / "root", dict.fromkeys(files, ""))
    assert [source.doc_id for source in find(tmp_path / "root")[0]] == ids


def test_doc_ids_of_two_roots_differ(tmp_path):
    write(tmp_path, {"2024/x/d.txt": "", "2025/x/d.txt": ""})
    roots = [tmp_path / "2024" / "x", tmp_path / "2025" / "x"]
    expected = [("d.txt", "d (2).txt"), ("d.txt", "d.txt")]
    assert [(s.relative, s.doc_id) for s in find(roots)[0]] == expected
    assert [(s.relative, s.doc_id) for s in find(roots[::-1])[0]] == expected


def test_many_files_are_all_found(tmp_path):
    write(tmp_path, dict.fromkeys([f"{i}/{i}-{j}.txt" for i in range(10) for j in range(100)], ""))
    sources, failures = find(tmp_path)
    ids = sorted(f"{i}-{j}" for i in range(10) for j in range(100))
    assert (sorted(source.doc_id for source in sources), failures) == (ids, [])


# --- the sidecar ---------------------------------------------------------------------------------

DAY = datetime.date(2025, 12, 19)
FULL = {
    "title": "A title", "published": DAY, "url": "https://news.example/1", "publisher": "News",
    "language": "en", "source_reliability": "E", "note": "read with care",
}  # fmt: skip
TOML = """
["a.txt"]
title = "A title"
published = 2025-12-19
url = "https://news.example/1"
publisher = "News"
language = "en-GB"
source_reliability = "e"
note = "read with care"
["sub/b.txt"]
title = "By path"
["b.txt"]
title = "By name"
note = "By name"
"""
CSV = (
    "file;title;published;url;publisher;language;source_reliability;note\r\n"
    "a.txt;A title;2025-12-19;https://news.example/1;News;en-GB;e;read with care\r\n"
    "sub\\b.txt;By path;;;;;;\r\nb.txt;By name;;;;;;By name\r\n\r\n"
)


@pytest.mark.parametrize("sidecar", [
    {"corpus.toml": TOML}, {"corpus.toml": codecs.BOM_UTF8 + TOML.encode()}, {"corpus.csv": CSV},
    {"corpus.csv": codecs.BOM_UTF8 + CSV.encode()}, {"corpus.toml": TOML.encode("utf-16")},
    {"corpus.csv": CSV.replace(";", ",").replace("\r\n", "\n")},
    {"corpus.csv": CSV.replace(";", "\t").encode("utf-16")},
])  # fmt: skip
def test_the_sidecar_overrides(tmp_path, sidecar):
    write(tmp_path, {"a.txt": "A", "sub/b.txt": "B", **sidecar})
    (a, b), failures = find(tmp_path)
    assert told(failures) == []
    assert a.overrides == FULL
    assert b.overrides == {"title": "By path", "note": "By name"}
    document = read(a)
    assert {key: getattr(document, key) for key in FULL} == FULL
    assert document.published_basis == "metadata"
    assert (read(b).source_reliability, read(b).published, read(b).published_basis) == (
        None, None, None,
    )  # fmt: skip


def test_one_file_is_given_its_entry_and_no_complaint_about_others(tmp_path):
    write(tmp_path, {"a.txt": "A", "corpus.toml": TOML + '["gone.txt"]\ntitle = "G"\nx = 1'})
    (source,), failures = find(tmp_path / "a.txt")
    assert (source.overrides, failures) == (FULL, [])


KEYS = "title, published, url, publisher, language, source_reliability, note, credibility"
GRADE = "source_reliability = 'G' is no grade; write one letter from A to F"
GONE = "no such document"
HOW = 'an entry is a path in quotes, such as ["folder/name.txt"]'
RATED = 'is no table of grades; write figures with 1 to 6, as {"$60 billion" = 2}'
SIDECAR_ERRORS = [
    ('["a.txt"]\ncredibility = { "5" = 7 }\nnote = "N"', {"note": "N"},
     f"""entry "a.txt": credibility = {{'5': 7}} {RATED}"""),
    ('["a.txt"]\ncredibility = 2', {}, f'entry "a.txt": credibility = 2 {RATED}'),
    ('["a.txt"]\ncredibility = { "5" = true }', {},
     f"""entry "a.txt": credibility = {{'5': True}} {RATED}"""),
    ('["a.txt"]\ntitel = "T"\nnote = "N"', {"note": "N"},
     f"""entry "a.txt": key 'titel': unknown; did you mean 'title'? keys: {KEYS}"""),
    ('["a.txt"]\nxyz = 1\nnote = "N"', {"note": "N"},
     f"""entry "a.txt": key 'xyz': unknown; keys: {KEYS}"""),
    ('["a.txt"]\npublished = "19.12.2025"\nnote = "N"', {"note": "N"},
     """entry "a.txt": published = '19.12.2025' is no date; write it as 2025-12-31"""),
    ('["a.txt"]\npublished = "2025-02-30"', {},
     """entry "a.txt": published = '2025-02-30' is no date; write it as 2025-12-31"""),
    ('["a.txt"]\npublished = 2025', {},
     """entry "a.txt": published = 2025 is no date; write it as 2025-12-31"""),
    ('["a.txt"]\nsource_reliability = "G"\nnote = "N"', {"note": "N"}, f'entry "a.txt": {GRADE}'),
    ('["a.txt"]\nlanguage = "English"', {}, 'entry "a.txt": language = \'English\' is no language '
     'code; write one such as "en" or "uk"'),
    ('["a.txt"]\ntitle = 5', {}, 'entry "a.txt": title = 5 is not a text; write it in quotes'),
    *((f'{entry}title = "T"', {}, f'entry "{name}": {why}; {HOW}') for entry, name, why in (
        ('["aa.txt"]\n', "aa.txt", GONE), ('["corpus.toml"]\n', "corpus.toml", GONE),
        ('["sub"]\n', "sub", GONE), ("[a.txt]\n", "a", GONE), ("", "title", GONE),
        ('["twin.txt"]\n', "twin.txt", "2 files have that name"),
    )),
    ('"a.txt" = "T"', {}, f"""entry "a.txt": is 'T', not a table of keys; keys: {KEYS}"""),
    ('["a.txt"]\ntitle = "T', {}, "was left out whole: Unterminated string "
     "(at end of document)"),
]  # fmt: skip


@pytest.mark.parametrize("text, overrides, reason", SIDECAR_ERRORS)
def test_sidecar_errors_name_entry_and_cure_and_lose_nothing_else(
    tmp_path, text, overrides, reason
):
    files = dict.fromkeys(["a.txt", "sub/twin.txt", "tab/twin.txt"], "")
    write(tmp_path, {**files, "corpus.toml": text})
    sources, failures = find(tmp_path)
    assert names(sources) == ["a.txt", "sub/twin.txt", "tab/twin.txt"]
    assert [source.overrides for source in sources] == [overrides, {}, {}]
    assert told(failures) == [("corpus.toml", reason)]


CSV_ERRORS = [
    ("name,title\na.txt,T\n", {},
     "was left out whole: no column 'file'; the columns are: name, title"),
    ("file,titel,note\na.txt,T,N\n", {"note": "N"},
     f"column 'titel': unknown; did you mean 'title'? keys: {KEYS}"),
    ("file,title,note\na.txt,One, two, three\n", {"title": "One", "note": "two"},
     f"entry \"a.txt\": key '?': unknown; keys: {KEYS}"),
    ("file,title\na.txt,T\na.txt,U\n", {"title": "T"},
     'line 3: "a.txt" stands here twice; the first is used'),
    ("file,title\n,T\n", {}, f'entry "": {GONE}; {HOW}'),
    ("file,credibility\na.txt,2\n", {}, f"""entry "a.txt": credibility = '2' {RATED}"""),
    ("file,source_reliability\na.txt,G\n", {}, f'entry "a.txt": {GRADE}'),
    (b"PK\x03\x04rest", {}, "was left out whole: is a ZIP archive, not text; unpack it, or rename "
     "it to .docx if Word wrote it"),
    ("", {}, "was left out whole: no column 'file'; the columns are: "),
]  # fmt: skip


@pytest.mark.parametrize("text, overrides, reason", CSV_ERRORS)
def test_errors_of_a_csv_sidecar(tmp_path, text, overrides, reason):
    write(tmp_path, {"a.txt": "", "corpus.csv": text})
    (source,), failures = find(tmp_path)
    assert source.overrides == overrides
    assert told(failures) == [("corpus.csv", reason)]


def test_of_two_sidecars_one_is_read(tmp_path):
    write(tmp_path, {"a.txt": "", "corpus.toml": TOML.split("[sub")[0].split('["sub')[0],
                     "corpus.csv": "file,title\na.txt,Other"})  # fmt: skip
    (source,), failures = find(tmp_path)
    assert source.overrides == FULL
    assert told(failures) == [("corpus.csv", "left out, as corpus.toml is there; keep one")]


# --- encodings -----------------------------------------------------------------------------------

EN = "The Commission’s “loan” — worth €90 billion – isn’t final… it’s £5m. "
FR = "L’Élysée a déclaré que l’aide s’élèverait à 90 milliards d’euros, où tout fut débattu. "
DE = "Die Bundesregierung prüft größere Zuschüsse – über 5 Milliarden Euro, „sofort“. "
NO = "Norge gir 85 milliarder kroner på nyåret, sa statsminister Støre på møtet i Tromsø. "
ES = "El señor Sánchez anunció más ayuda: ¿cuánto dinero llegará? La guerra cambió España. "
PL = "Polska przekazała Ukrainie większość czołgów. Według rządu żołnierze są przeszkoleni. "
CZ = "Česká republika předala Ukrajině více než šedesát tanků. Ministr řekl, že další dodávky. "
RU = "Россия потребовала ограничить численность вооружённых сил Украины до 600 тысяч человек. "
UK = "Україна відкинула обмеження чисельності Збройних сил. Її позиція незмінна, є ґрунт. "
EL = "Η Ελλάδα στήριξε την Ουκρανία με νέα βοήθεια, δήλωσε ο πρωθυπουργός. "
TR = "Türkiye, Ukrayna’ya yeni yardım gönderdi; Cumhurbaşkanı görüşmeleri açıkladı. "
JA = "日本政府はウクライナへの追加支援を発表した。総額は60億ドルに上る。"
ZH = "中国政府表示支持和平谈判，并呼吁各方保持克制。援助金额为六十亿美元。"
KO = "한국 정부는 우크라이나에 대한 추가 지원을 발표했다. "
HU = "A magyar kormány bejelentette, hogy ötmilliárd forintot ad, több ezer tűzoltó és nő érkezik. "
SK = "Slovenská vláda v utorok oznámila, že odovzdá Ukrajine šesťdesiat tankov a päť miliárd. "
RO = "Guvernul a anunţat marţi că va preda Ucrainei şaizeci de tancuri şi cinci miliarde de lei. "
BG = "Правителството обяви във вторник, че ще предаде шестдесет танка и пет милиарда лева. "
TH = "รัฐบาลประกาศเมื่อวันอังคารว่าจะส่งมอบรถถังหกสิบคันและเงินห้าพันล้านบาท "
ENCODINGS = [
    *((text, "utf-8") for text in (EN, FR, DE, NO, ES, PL, CZ, RU, UK, EL, TR, JA, ZH, KO)),
    *((text, "utf-16") for text in (EN, UK, JA)),
    *((text, "utf-32") for text in (EN, UK, JA)),
    *((text, order) for text in (EN, UK, JA) for order in ("utf-32-le", "utf-32-be")),
    *((text, order) for text in (EN, FR, UK, EL) for order in ("utf-16-le", "utf-16-be")),
    *((text, "cp1252") for text in (EN, FR, DE, NO, ES)),
    (FR.replace("’", "'"), "iso8859-15"),
    ("Il faut 90 € d'été. ", "iso8859-15"),
    (EN, "mac-roman"), (FR, "mac-roman"),
    (PL, "cp1250"), (CZ, "cp1250"), (PL, "iso8859-2"),
    (RU, "cp1251"), (UK, "cp1251"), (UK, "koi8-u"), (RU, "cp866"), (RU, "iso8859-5"),
    *((text, codec) for text in (HU, SK, RO, CZ) for codec in ("cp1250", "iso8859-2", "cp852")),
    *((text, codec) for text in (RU, BG) for codec in ("cp855", "iso8859-5")),
    (RU, "mac-cyrillic"), (RU, "koi8-r"), (TH, "cp874"), (KO, "johab"),
    (FR.replace("’", "'"), "cp850"), (DE, "mac-roman"),
    (EL, "cp1253"), (TR, "cp1254"), (JA, "cp932"), (JA, "euc_jp"), (ZH, "gb18030"), (KO, "euc_kr"),
]  # fmt: skip


@pytest.mark.parametrize("times", [1, 1_000])
@pytest.mark.parametrize("text, encoding", ENCODINGS)
def test_encodings_are_found(tmp_path, text, encoding, times):
    document = one(tmp_path, "a.txt", (text * times).encode(encoding))
    assert document.text == text * times
    # Hungarian in cp1250 is the same bytes in iso8859-2: the names may differ, the bytes not.
    assert (text * times).encode(document.encoding) == (text * times).encode(encoding)
    assert document.warnings == ()


def test_a_doubtful_encoding_is_told(tmp_path):
    data = "Ä50 bn".encode("mac-roman") + b" g\x8fn."  # too little to tell
    assert one(tmp_path, "a.txt", data).warnings == ("encoding_doubtful",)


@pytest.mark.parametrize("late, codec", [("Zelenskyy’s answer.", "cp1252"), (UK, "cp1251")])
def test_foreign_letters_late_in_a_long_text(tmp_path, late, codec):
    text = "The plan has 28 points. " * 10_000 + late
    assert one(tmp_path, "a.txt", text.encode(codec)).text == text


def test_a_single_czech_name_in_english_text(tmp_path):
    text = "Dvořák said so. "
    assert one(tmp_path, "a.txt", text.encode("cp1250")).text == text


BOMS = [
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"), (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
]  # fmt: skip


@pytest.mark.parametrize("bom, codec, name", BOMS)
def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path, bom, codec, name):
    document = one(tmp_path, "a.txt", bom + "€60 billion\r\n".encode(codec))
    assert (document.text, document.encoding) == ("€60 billion\r\n", name)
    assert one(tmp_path, "b.txt", bom) == "holds nothing but blank space"


DAMAGED = [
    ("cut in a character", UK.encode()[:-2].rstrip() + b"\xd1", UK[:-2].rstrip() + "\ufffd"),
    ("a foreign byte", (UK + "x" + UK).encode().replace(b"x", b"\x93"), UK + "\ufffd" + UK),
    ("cut UTF-16", EN.encode("utf-16-le").join([codecs.BOM_UTF16_LE, b"x"]), EN + "\ufffd"),
]


@pytest.mark.parametrize("why, data, text", DAMAGED)
def test_damaged_text_is_shown_and_marked(tmp_path, why, data, text):
    document = one(tmp_path, "a.txt", data)
    assert (document.text, document.warnings) == (text, ("mojibake",))


MOJIBAKE = [
    ("Itâ€™s late.", True), ("It cost Â£5m.", True), ("dÃ©claré dÃ©jÃ  cÃ©dÃ©", True),
    ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", True), ("What \ufffd is", True), ("ðŸ™‚", True),
    (EN, False), (FR, False), (DE, False), (NO, False), (PL, False), (UK, False), (JA, False),
    ("på Å– og “Å”, MANHÃ”", False), ("Ásíðan — “ÐÞ”", False), ("plain", False),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", MOJIBAKE)
def test_text_decoded_twice_is_marked_and_left_alone(tmp_path, text, expected):
    document = one(tmp_path, "a.txt", text)
    assert document.text == text
    assert document.warnings == (("mojibake",) if expected else ())


NOT_TEXT = [
    (b"%PDF-1.4 rest", "is a PDF, not text; rename it to .pdf"),
    (b"\x89PNG\r\n\x1a\n", "is a PNG picture, not text; save its text as .txt"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Office file, or one with a password, not text; "
     "save it as .docx"),
    (b"{\\rtf1 text}", "is an RTF file, not text; save it as .docx or .txt"),
    (bytes(4096), "holds NUL characters (4,096, the first at 0): damaged; "
     "save it again as UTF-8"),
    (codecs.BOM_UTF16_LE + "a\0b and more of it".encode("utf-16-le"), "holds NUL characters "
     "(1, the first at 1): damaged; save it again as UTF-8"),
    (b"\1\2\3\4abc" * 9, BINARY),
    ("\u200b\ufeff \u2003\n".encode(), "holds nothing but blank space"),
]  # fmt: skip


@pytest.mark.parametrize("data, reason", NOT_TEXT)
def test_what_is_no_text_is_said_to_be_none(tmp_path, data, reason):
    assert one(tmp_path, "a.txt", data) == reason


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes_are_never_text(tmp_path, seed):
    data = random.Random(seed).randbytes(3_000)
    for bom in (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE):
        assert isinstance(one(tmp_path, "a.txt", bom + data), str)


def test_a_stray_control_character_is_kept(tmp_path):
    text = "Page one.\f Page two.\x1b " + "More of the text. " * 20 + "\x02\x1a"
    assert one(tmp_path, "a.txt", text).text == text


def test_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.documents.reading.LIMIT", 3_000_000)
    reason = "is too large (4 MB; at most 3 MB); split it"
    assert one(tmp_path, "a.txt", b"a" * 4_000_000) == reason


def test_markdown_is_kept_as_it_is(tmp_path):
    text = "---\ntitle: T\n---\n# Head\r\n\r\n* **$5** billion [x](y)\n<script>1</script>"
    document = one(tmp_path, "a.md", text)
    assert (document.text, document.media_type, document.title) == (text, "text/markdown", "T")


LONG = {
    "words": "five billion " * 80_000, "brackets": "[" * 1_000_000, "digits": "7" * 1_000_000,
    "quotes": "né’t " * 200_000,
}  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
@pytest.mark.parametrize("case", LONG)
def test_a_long_text_comes_back_whole(tmp_path, case, codec):
    assert one(tmp_path, "a.txt", LONG[case].encode(codec)).text == LONG[case]


# --- HTML ----------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Aid grows | The Daily</title>
<meta property="og:title" content="Aid  grows"><meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2025-12-19T23:30:00+01:00">
<link rel="canonical" href="https://daily.example/aid"><style>.a{content:"$98 billion"}</style>
<script>var x = "$99 billion";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/war">War: $5 billion</a></li></ul></nav>
<article><h1>Aid grows</h1>
<p>The Commission proposed a loan of &euro;90 billion for 2026 and 2027, with details left open.</p>
<p>Norway will give <b>NOK 85 billion</b>, <del>NOK 60 billion</del> it said.
<script>document.write("$77 billion")</script></p>
<!-- $11 billion --><template>$12 billion</template><noscript>$13 billion</noscript>
<ul><li>First point</li><li>Second point</li></ul>
<h2>Next</h2><p>The vote takes place on Friday, officials said in Brussels after a long night.</p>
</article><aside><a href="r">Read: $14 billion for all</a></aside>
<section id="comments"><div class="comment"><p>I think that they should give $500 billion, as I
have said so many times before in this place.</p></div></section>
<footer>Copyright $1 billion</footer></body></html>"""
PAGE_TEXT = """Aid grows

The Commission proposed a loan of €90 billion for 2026 and 2027, with details left open.

Norway will give NOK 85 billion, it said.

- First point
- Second point

Next

The vote takes place on Friday, officials said in Brussels after a long night.
"""


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_a_page_is_its_article_and_what_it_says_of_itself(tmp_path, name):
    document = one(tmp_path, name, PAGE)
    assert document.text == PAGE_TEXT
    stated = {
        "title": "Aid grows", "published": DAY, "published_basis": "metadata", "language": "en",
        "url": "https://daily.example/aid", "publisher": "The Daily", "encoding": "utf-8",
        "warnings": (),
    }  # fmt: skip
    assert {key: getattr(document, key) for key in stated} == stated
    assert document.media_type == ("application/xhtml+xml" if name == "a.xhtml" else "text/html")


BODY = "<p>The European Union gave ninety billion euros to the fund on Friday.</p>"
BODY_TEXT = "The European Union gave ninety billion euros to the fund on Friday.\n"
LD = '<script type="application/ld+json">{}</script>'
DATES = [
    ('<meta name="date" content="2025-12-19">', DAY),
    ('<meta name="DC.date.issued" content="20251219">', DAY),
    ('<meta name="citation_publication_date" content="2025/12/19">', DAY),
    ('<meta itemprop="datePublished" content="2025-12-19 10:00">', DAY),
    ('<meta name="pubdate" content="Fri, 19 Dec 2025 22:00:00 GMT">', DAY),
    (LD.format('{"@type": "NewsArticle", "datePublished": "2025-12-19T10:00:00Z"}'), DAY),
    (LD.format('{"@graph": [{"@type": ["WebPage"], "datePublished": "2025-12-19"}]}'), DAY),
    (LD.format('[{"@type": "Organization"}, {"@type": "BlogPosting", '
               '"datePublished": "2025-12-19"}]'), DAY),
    ('<time datetime="2025-12-19" pubdate>yesterday</time>', DAY),
    ('<time datetime="2025-12-19" itemprop="datePublished">yesterday</time>', DAY),
    # The stated day is the publisher's own, whatever the zone.
    ('<meta property="article:published_time" content="2025-12-19T23:59:59-08:00">', DAY),
    ('<time datetime="2025-12-19">x</time>', DAY),
    # Rather none than a guess:
    ("", None),
    ("<p>Published on 03/04/2025</p>", None),
    ('<meta property="article:modified_time" content="2025-12-19">', None),
    ('<meta name="date" content="03/04/2025">', None),
    ('<meta name="date" content="2025-13-45">', None),
    ('<meta name="date" content="1970-01-01">', None),
    ('<meta name="date" content="0001-01-01T00:00:00">', None),
    ('<meta name="date" content="19 Dec 2025">', DAY),
    (LD.format('{"@type": "Comment", "datePublished": "2025-12-19"}'), None),
    (LD.format('[{"@type": "Article", "datePublished": "2025-12-19"},'
               ' {"@type": "Article", "datePublished": "2024-12-19"}]'), None),
    (LD.format("[" * 100_000), None),
    (LD.format("{broken"), None),
]  # fmt: skip


@pytest.mark.parametrize("tag, day", DATES)
def test_only_a_stated_date_is_a_date(tmp_path, tag, day):
    document = one(
        tmp_path, "2024-01-01.html", f"<html><head>{tag}</head><body>{BODY}</body></html>"
    )
    assert document.published == day
    assert document.published_basis == (day and "metadata")


def test_the_sidecar_outranks_the_page(tmp_path):
    sidecar = '["a.html"]\ntitle = "Mine"\npublished = 2025-01-02\nsource_reliability = "B"'
    write(tmp_path, {"corpus.toml": sidecar})
    document = one(tmp_path, "a.html", PAGE)
    assert (document.title, document.published) == ("Mine", datetime.date(2025, 1, 2))
    assert (document.publisher, document.source_reliability) == ("The Daily", "B")


CHARSETS = [
    ("cp1251", '<meta charset="windows-1251">', "cp1251"),
    ("cp1252", '<meta http-equiv="Content-Type" content="text/html;charset=iso-8859-1">', "cp1252"),
    ("iso8859-2", '<meta charset="iso-8859-2">', "iso8859-2"),
    ("utf-8", '<meta charset="windows-1251">', "utf-8"),  # the declaration is wrong
    ("cp1252", '<meta charset="utf-8">', "cp1252"),
    ("cp1252", '<meta charset="rot13">', "cp1252"),
    ("utf-16", "", "utf-16"),
    ("utf-8", '<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
]  # fmt: skip
TEXTS = {"cp1251": "Україна сказала, що ні", "iso8859-2": "Łódź i żołnierze", "utf-8": "Łódź – є",
         "cp1252": "It’s €5 – “now” é", "utf-16": "Łódź – є"}  # fmt: skip


@pytest.mark.parametrize("codec, tag, encoding", CHARSETS)
def test_the_encoding_of_a_page(tmp_path, codec, tag, encoding):
    text = TEXTS[codec] + " and so on, for the whole of a sentence."
    begin, head = (tag, "") if tag.startswith("<?xml") else ("", tag)
    page = f"{begin}<html><head>{head}</head><body><p>{text}</p></body></html>"
    document = one(tmp_path, "a.html", page.encode(codec))
    assert (document.text, document.encoding) == (text + "\n", encoding)


NO_ARTICLE = "is HTML without an article's text; save the article alone"
NESTED = (
    "is HTML without an article's text; its tags are nested more than 256 deep; "
    "save the article alone"
)
TEXTLESS = {
    "<html></html>": NO_ARTICLE,
    "<script>x</script>": NO_ARTICLE,
    "<!-- only -->": "is HTML without any text",
    "<html><body><img src=x></body></html>": NO_ARTICLE,
    '<body><nav><a href="a">Home</a> War: $5 billion</nav></body>': NO_ARTICLE,
    "<div>" * 200_000 + "$5 billion" + "</div>" * 200_000: NESTED,
    "<p>" * 60_000: "is HTML of 60,002 tags (at most 50,000); save it as text",
}


@pytest.mark.parametrize("case", range(len(TEXTLESS)))
def test_html_without_text(tmp_path, case):
    page, reason = list(TEXTLESS.items())[case]
    assert one(tmp_path, "a.html", page) == reason


CHARACTERS = [
    ("&#xD800;", "\ufffd"), ("&#0;", "\ufffd"), ("&#1;", "\ufffd"), ("\x02", "\ufffd"),
    ("&#xFFFE;", "\ufffd"), ("&#x80;", "€"), ("&#x1F600;", "😀"),
    ("&lt;script&gt;", "<script>"),
]  # fmt: skip


@pytest.mark.parametrize("written, shown", CHARACTERS)
def test_odd_characters_do_not_cost_the_page(tmp_path, written, shown):
    page = f"<html><body>{BODY.replace(' gave', f'{written} gave')}</body></html>"
    document = one(tmp_path, "a.html", page)
    assert document.text == BODY_TEXT.replace(" gave", f"{shown} gave")


@pytest.mark.parametrize("tag", ["div", "b", "span", "p", "ul><li", "table><tr><td", "blockquote"])
@pytest.mark.parametrize("close", [False, True])
def test_two_hundred_thousand_nested_tags(tmp_path, tag, close):
    end = "".join(f"</{name}>" for name in reversed(tag.split("><"))) * 200_000 if close else ""
    page = f"<html><body><article>{BODY}{f'<{tag}>' * 200_000}Deep.{end}</article></body></html>"
    document = one(tmp_path, "a.html", page)
    if isinstance(document, str):
        assert document.startswith("is HTML of ")
    else:
        assert document.text.startswith(BODY_TEXT.strip())
        assert "cut_short" in document.warnings


@pytest.mark.parametrize("unit, times", [("[", 200_000), ("7", 300_000), ("&lt;", 200_000),
                                         ("five billion ", 80_000)])  # fmt: skip
def test_long_runs_in_html(tmp_path, unit, times):
    text = unit * times
    document = one(tmp_path, "a.html", f"<html><body><p>{text}</p></body></html>")
    assert document.text == text.replace("&lt;", "<").strip() + "\n"


@pytest.mark.parametrize("href, url", [
    ("https://a.example/x", "https://a.example/x"), ("javascript:alert(1)", None), ("/x", None),
])  # fmt: skip
def test_only_a_web_address_is_a_url(tmp_path, href, url):
    page = f'<head><link rel="canonical" href="{href}"></head><body>{BODY}</body>'
    assert one(tmp_path, "a.html", page).url == url


def test_nothing_is_said_by_the_libraries(tmp_path, capfd, caplog):
    one(tmp_path, "a.html", "<html><body>\x01<p>x</p></body></html>")
    one(tmp_path, "a.pdf", pdf(["Text"])[:-200])
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


# --- PDF and Word --------------------------------------------------------------------------------


def pdf(pages, info="", before_trailer=""):
    """A small PDF, one line of Latin text a page; None is a page without text."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids["
        + " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages))) + "]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<<{info}>>",
    ]  # fmt: skip
    for i, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text is not None else "0 0 m"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {6 + 2 * i} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R{before_trailer}>>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def test_a_pdf_is_its_pages(tmp_path):
    info = "/Title(Aid grows)/CreationDate(D:20251219100000Z)"
    document = one(tmp_path, "a.pdf", pdf(["Norway gave €5 bil-", "lion."], info))
    assert document.text == "Norway gave €5 bil-\flion.\n"
    assert (document.title, document.encoding) == ("Aid grows", None)
    assert (document.published, document.published_basis) == (None, None)  # when the file was made
    assert (document.media_type, document.warnings) == ("application/pdf", ())


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.doc", "Untitled 2", "aid.indd", ""])
def test_the_name_of_a_draft_is_no_title(tmp_path, title):
    assert one(tmp_path, "a.pdf", pdf(["Text"], f"/Title({title})")).title is None


def test_a_pdf_with_some_scanned_pages_is_marked(tmp_path):
    document = one(tmp_path, "a.pdf", pdf(["One", None]))
    assert (document.text, document.warnings) == ("One\f\n", ("pages_without_text",))


SCANNED = (
    "is a PDF without a text layer (2 pages; scanned?); run text recognition over it first, for "
    "instance ocrmypdf"
)
LOCKED = "/Encrypt<</Filter/Standard/V 1/R 2/P -1/O<{0}>/U<{0}>>>/ID[<00><00>]".format("ab" * 32)
BAD_PDFS = [
    (pdf([None, None]), SCANNED),
    (pdf([]), "is a broken PDF, or none; fetch it again, or print it to a new PDF"),
    (pdf(["x"], before_trailer=LOCKED), "is a PDF with a password; save it without one"),
    (b"<html>not found</html>", "is a broken PDF, or none; fetch it again, or print it to "
     "a new PDF"),
    (b"", "is empty (0 bytes)"),
]  # fmt: skip


@pytest.mark.parametrize("data, reason", BAD_PDFS)
def test_a_pdf_that_can_not_be_read(tmp_path, data, reason):
    assert one(tmp_path, "a.pdf", data) == reason


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_read_or_refused(tmp_path, seed):
    chance = random.Random(seed)
    data = bytearray(pdf(["One page of text", "Another"]))
    for _ in range(chance.choice([1, 5, 50])):
        data[chance.randrange(9, len(data))] = chance.randrange(256)
    document = one(tmp_path, "a.pdf", bytes(data[: chance.choice([len(data), len(data) // 2])]))
    if not isinstance(document, str):
        document.text.encode()


def word(fill):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill(document):
    from docx.oxml import parse_xml

    document.core_properties.title = "Aid grows"
    document.core_properties.language = "en-GB"
    document.add_heading("Aid grows", 1)
    paragraph = document.add_paragraph("Norway gave ")
    paragraph.add_run("NOK 85 billion").bold = True
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t> in 2026</w:t></w:r></w:ins>"))
    deleted = f"<w:del {space}><w:r><w:delText> not</w:delText><w:t> 5</w:t></w:r></w:del>"
    paragraph._p.append(parse_xml(deleted))
    paragraph._p.append(
        parse_xml(f"<w:r {space}><w:tab/><w:t>tab</w:t><w:br/><w:t>line</w:t></w:r>")
    )
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), "ABCD", strict=True):
        cell.text = text
    table.cell(1, 1).add_paragraph("second")
    document.add_paragraph("After the table.")


def test_a_word_file_is_its_paragraphs_and_tables_in_order(tmp_path):
    document = one(tmp_path, "a.docx", word(fill))
    assert document.text == (
        "Aid grows\n\nNorway gave NOK 85 billion in 2026\ttab\nline\n\nA\tB\nC\tD second\n\n"
        "After the table.\n"
    )
    got = document.title, document.language, document.published, document.encoding
    assert got == ("Aid grows", "en", None, None)


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def test_a_word_file_that_can_not_be_read(tmp_path, monkeypatch):
    good = word(fill)
    cure = "open it in a word processor and save it"
    assert one(tmp_path, "a.docx", good[:2000]) == f"is a broken .docx (BadZipFile); {cure}"
    assert one(tmp_path, "a.docx", archive(x="1")) == f"is a broken .docx (no text in it); {cure}"
    assert one(tmp_path, "a.docx", b"plain text") == (
        "is no .docx; open it in a word processor and save it as .docx"
    )
    assert one(tmp_path, "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == (
        "is an old Office file, or one with a password, not a .docx; open it in a word processor and "
        "save it as .docx"
    )
    assert one(tmp_path, "a.docx", word(lambda _: None)) == "holds nothing but blank space"
    monkeypatch.setattr("workbench.documents.packed.XML_LIMIT", 3_000_000)
    bomb = archive(**{"word/document.xml": bytes(4_000_000)})
    assert one(tmp_path, "a.docx", bomb) == "unpacks to more than 3 MB; split it"


@pytest.mark.parametrize("name, missing", [
    ("a.html", "trafilatura"), ("a.pdf", "pypdfium2"), ("a.docx", "lxml"),
    ("a.rtf", "striprtf.striprtf"),
])  # fmt: skip
def test_without_the_extra_a_kind_is_refused_with_the_module_and_the_command(
    tmp_path, monkeypatch, name, missing
):
    monkeypatch.setitem(__import__("sys").modules, missing, None)
    word_file = archive(**{"word/document.xml": b"<x/>"})
    data = {"a.rtf": "{\\rtf1 x}", "a.pdf": pdf(["x"]), "a.docx": word_file}
    reason = one(tmp_path, name, data.get(name, "<p>x</p>"))
    assert reason.startswith(f"reading .{name[2:]} needs {missing.partition('.')[0]}, ")
    assert reason.endswith(': pip install "workbench[documents]"')


def test_lone_surrogates_never_reach_the_text():
    assert valid("a\ud83d\ude00b\ud800c\udfff\0") == "a😀b\ufffdc\ufffd\ufffd"


def test_a_document_and_an_unreadable_cross_process_borders():
    import pickle

    (source, *_), _ = find(SEEDS)
    assert pickle.loads(pickle.dumps(read(source))) == read(source)
    assert pickle.loads(pickle.dumps(source)) == source
    error = pickle.loads(pickle.dumps(Unreadable("a", "b")))
    assert (error.path, error.reason, str(error)) == ("a", "b", "a: b")
