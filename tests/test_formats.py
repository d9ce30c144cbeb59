"""Word, OpenDocument, EPUB, RTF, e-mail, PDF and HTML as people have them: file in, text out.

Files are built here by hand; the kinds are those of public bug reports of other readers.
"""

import datetime
import io
import re
import time
import zipfile

import lxml.html
import pytest
from test_documents import BODY, one, pdf

from workbench.documents import Unreadable, article, encodings, find, html, reading
from workbench.documents import text as words

DAY = datetime.date(2025, 11, 2)
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def word(body, space=SPACE, relations="", **parts):
    """A Word file of one body; `parts` are further parts by their kind."""
    kinds = {"header": "header1", "footer": "footer1"}
    names = {kind: f"{kinds.get(kind, kind)}.xml" for kind in parts}
    relations += "".join(
        f'<Relationship Id="{k}" Type="http://x/relationships/{k}" Target="{name}"/>'
        for k, name in names.items()
    )
    head = f'xmlns:w="{space}" xmlns:r="http://x/r" xmlns:mc="http://x/mc" xmlns:wps="http://x/wps"'
    files = {
        "word/document.xml": f"<w:document {head}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        "_rels/.rels": '<Relationships><Relationship Id="a" Type="http://x/officeDocument" '
        'Target="/word/document.xml"/></Relationships>',
    }
    for kind, content in parts.items():
        files[f"word/{names[kind]}"] = f"<w:{kind} {head}>{content}</w:{kind}>"
    return archive(**files)


def p(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text, number=1, level=0):
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(r(text), properties=place)


def level(at, kind, text, start=1):
    return (f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>')  # fmt: skip


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}'
    f"{level(1, 'lowerLetter', '%2)')}{level(2, 'lowerRoman', '%1.%3')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", chr(0xF0B7))}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="4"/></w:lvlOverride></w:num>'
)
NOTE = '<w:footnote w:id="2">' + p(r("Of which 9 billion euros.")) + "</w:footnote>"
RAISED = '<w:vertAlign w:val="superscript"/>'
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def cell(*paragraphs, span=""):
    return f"<w:tc><w:tcPr>{span}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


WORD = {
    "strict": (word(p(r("60 billion dollars")), STRICT), "60 billion dollars\n"),
    "a relation to nothing": (
        word(p(r("800,000 soldiers")), relations='<Relationship Id="i" Type="http://x/image" '
             'Target="NULL"/><Relationship Id="f" Type="http://x/footnotes" Target="gone.xml"/>'),
        "800,000 soldiers\n",
    ),
    "superscript digits are marks of notes": (
        word(p(r("Kyiv needs $60 billion"), r("3", RAISED), r(" for its 30"), r("th", RAISED),
               r(" year, and 5 km"), r("2", RAISED), r("."))),
        "Kyiv needs $60 billion[3] for its 30th year, and 5 km².\n",
    ),
    "footnotes": (
        word(p(r("Kyiv has 800,000"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r(" men.")),
             footnotes=NOTE),
        "Kyiv has 800,000[1] men.\n\nNotes\n\n[1] Of which 9 billion euros.\n",
    ),
    "line breaks": (
        word(p(r("twenty-five"), "<w:r><w:br/></w:r>", r("thousand"), "<w:r><w:tab/></w:r>",
               r("men"), '<w:r><w:br w:type="page"/></w:r>', r("left"))),
        "twenty-five\nthousand\tmen left\n",
    ),
    "hidden and deleted text": (
        word(p(r("60 billion."), r(" Old: 999 tanks.", "<w:vanish/>"),
               r(" New.", '<w:vanish w:val="0"/>'),
               "<w:del>" + r(" Gone.") + "</w:del><w:ins>" + r(" Come.") + "</w:ins>")),
        "60 billion. New. Come.\n",
    ),
    "numbers of lists": (
        word(item("one") + item("a", level=1) + item("b", level=1) + item("i", level=2)
             + item("two") + item("a again", level=1) + item("bullet", 2) + item("four", 3),
             numbering=NUMBERING),
        "1. one\na) a\nb) b\n1.i i\n2. two\na) a again\n- bullet\n4. four\n",
    ),
    "a list by the style": (
        word(p(r("Head"), properties='<w:pStyle w:val="H"/>') + p(r("x")), numbering=NUMBERING,
             styles='<w:style w:styleId="B"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
             '</w:style><w:style w:styleId="H"><w:basedOn w:val="B"/></w:style>'),
        "1. Head\n\nx\n",
    ),
    "styles that rest on each other, and a level that is not there": (
        word(p(r("Head"), properties='<w:pStyle w:val="A"/>') + item("x", level=7) + item("y", 9),
             numbering=NUMBERING, styles='<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
             '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'),
        "Head\n\nx\n\ny\n",
    ),
    "notes of two kinds, and one that is not there": (
        word(p(r("A"), '<w:r><w:endnoteReference w:id="2"/></w:r>', r(" B"),
               '<w:r><w:footnoteReference w:id="2"/><w:footnoteReference w:id="9"/></w:r>'),
             footnotes=NOTE, endnotes=NOTE.replace("footnote", "endnote").replace("9", "8")),
        "A[1] B[2][3]\n\nNotes\n\n[1] Of which 8 billion euros.\n[2] Of which 9 billion euros.\n",
    ),
    "tables": (
        word(p(r("Before")) + table([cell(p(r("A")), p(r("a"))), cell(p(r("B")))],
             [cell(p(r("both")), span='<w:gridSpan w:val="2"/>'), cell(p(r("C")))])
             + table([cell(p(r("a frame")), p(r("round text")))])),
        "Before\n\nA a\tB\nboth\t\tC\n\na frame\n\nround text\n",
    ),
    "a text box, once": (
        word(p(r("Before "), BOX.format(p(r("In the box"))), r("after"))),
        "Before after\n\nIn the box\n",
    ),
    "headers and footers, without mere page numbers": (
        word(p(r("Text")) + '<w:sectPr><w:headerReference r:id="header"/><w:headerReference '
             'r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>',
             header=p(r("9 December 2025")) + p(r("– 3 –")), footer=p(r("Internal"))),
        "9 December 2025\n\nText\n\nInternal\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORD)
def test_word(tmp_path, case):
    data, text = WORD[case]
    document = one(tmp_path, "a.docx", data)
    assert (document.text, document.warnings) == (text, ())


def test_a_damaged_word_file_is_read_as_far_as_it_goes_and_marked(tmp_path):
    data = word(p(r("Kyiv needs 60 billion.")) + "</w:wrong>" + p(r("More.")))
    document = one(tmp_path, "a.docx", data)
    assert document.text.startswith("Kyiv needs 60 billion.\n")
    assert document.warnings == ("cut_short",)


def test_a_small_word_file_does_not_fill_the_memory(tmp_path):
    bomb = archive(**{"word/document.xml": b"<w:p/>" * 8_000_000})
    assert len(bomb) < 300_000
    assert one(tmp_path, "a.docx", bomb) == "unpacks to more than 40 MB; split it"


CORE = (
    '<c xmlns:dc="http://d" xmlns:t="http://t"><dc:title>{}</dc:title><dc:language>en-GB'
    "</dc:language><t:created>2025-11-02T09:00:00Z</t:created></c>"
)


@pytest.mark.parametrize("head, day", [("Note, 2 November 2025", DAY), ("Note", None)])
def test_the_day_a_file_was_made_counts_where_its_head_says_it_too(tmp_path, head, day):
    data = io.BytesIO(word(p(r(head)) + p(r("Text"))))
    with zipfile.ZipFile(data, "a") as file:
        file.writestr("docProps/core.xml", CORE.format("Aid grows"))
    document = one(tmp_path, "a.docx", data.getvalue())
    got = document.title, document.language, document.published
    assert got == ("Aid grows", "en", day)
    info = "/Title(Aid grows)/CreationDate(D:20251102100000Z)"
    assert one(tmp_path, "a.pdf", pdf([head], info)).published == day


# --- other kinds ---------------------------------------------------------------------------------

MAIL = """From: "Ministry of Finance" <press@example.org>
To: all@example.org
Subject: =?utf-8?q?Aid_grows_=E2=80=93_again?=
Date: Sun, 2 Nov 2025 23:30:00 -0800
MIME-Version: 1.0
"""
PLAIN = """Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Norway gave =E2=82=AC5 bil=
lion.
"""
PARTS = """Content-Type: multipart/mixed; boundary=X

--X
Content-Type: text/html; charset=utf-8

<html><body>{}</body></html>
--X
Content-Type: application/pdf
Content-Disposition: attachment; filename=a.pdf

JVBERi0=
--X--
"""
MAILS = [
    (PLAIN, "Norway gave €5 billion.\n", ()),
    (PARTS.format(BODY), "The European Union gave ninety billion euros to the fund on Friday.\n",
     ("attachments_not_read",)),
]  # fmt: skip


@pytest.mark.parametrize("body, text, warnings", MAILS)
def test_an_email(tmp_path, body, text, warnings):
    document = one(tmp_path, "a.eml", MAIL + body)
    assert (document.text, document.warnings) == (text, warnings)
    got = document.title, document.publisher, document.published
    assert got == ("Aid grows – again", "Ministry of Finance", DAY)


def test_an_email_in_an_unknown_encoding(tmp_path):
    plain = "Content-Type: text/plain; charset=utf-le.com\n\nNorway gave €5 billion.\n"
    assert one(tmp_path, "a.eml", MAIL + plain).text == "Norway gave €5 billion.\n"


def test_what_is_no_email(tmp_path):
    only = "Content-Type: multipart/mixed; boundary=X\n\n--X--\n"
    assert one(tmp_path, "a.eml", only) == "is a broken e-mail (AttributeError); save it as .txt"
    assert one(tmp_path, "a.eml", "\n\n") == "holds nothing but blank space"


ODT = """<o:doc xmlns:o="http://o" xmlns:t="http://t" xmlns:b="http://b"><o:body><o:text>
<t:h>Aid</t:h><t:p>Kyiv needs<t:s/>$60 billion<t:note><t:note-citation>3</t:note-citation>
<t:note-body><t:p>In 2026.</t:p></t:note-body></t:note> now.</t:p><t:list><t:list-item><t:p>one
</t:p></t:list-item><t:list-item><t:p>two</t:p></t:list-item></t:list><b:table><b:table-row>
<b:table-cell><t:p>A</t:p></b:table-cell><b:table-cell><t:p>B</t:p></b:table-cell></b:table-row>
<b:table-row><b:table-cell><t:p>C</t:p></b:table-cell><b:table-cell><t:p>D</t:p></b:table-cell>
</b:table-row></b:table></o:text></o:body></o:doc>"""


def test_an_opendocument_text(tmp_path):
    document = one(tmp_path, "a.odt", archive(**{"content.xml": ODT, "meta.xml": CORE.format("T")}))
    assert document.text == (
        "Aid\n\nKyiv needs $60 billion[3] now.\n\n- one\n- two\n\nA\tB\nC\tD\n\nNotes\n\n"
        "[1] In 2026.\n"
    )
    assert (document.title, document.language) == ("T", "en")


def test_an_epub(tmp_path):
    data = archive(**{
        "META-INF/container.xml": '<c><rootfile full-path="o/c.opf"/></c>',
        "o/c.opf": '<p xmlns:d="http://d"><d:title>Aid</d:title><d:date>2025-11-02</d:date>'
        '<d:publisher>House</d:publisher><item id="b" href="b.xhtml"/><item id="a" href="a.xhtml"/>'
        '<itemref idref="a"/><itemref idref="b"/></p>',
        "o/a.xhtml": "<html><body><h1>One</h1><p>First.</p></body></html>",
        "o/b.xhtml": "<html><body><p>Second.</p></body></html>",
    })  # fmt: skip
    document = one(tmp_path, "a.epub", data)
    assert document.text == "One\n\nFirst.\n\nSecond.\n"
    assert (document.title, document.published, document.publisher) == ("Aid", DAY, "House")


def test_an_rtf(tmp_path):
    data = (
        rb"{\rtf1\ansi\ansicpg1252 Norway gave \'805 billion.\par "
        rb"\trowd\cellx1\cellx2 A\cell B\cell\row\trowd\cellx1\cellx2 C\cell D\cell\row"
        rb"\pard Next{\footnote lost}.\par}"
    )
    document = one(tmp_path, "a.rtf", data)
    assert document.text == "Norway gave €5 billion.\n\nA\tB\nC\tD\n\nNext.\n"
    assert document.warnings == ("notes_not_read",)


FRONT = [
    ("---\ntitle: \"Aid: it grows\"\npublished: 2025-11-02\npublisher: News\nlang: en-GB\n---\n",
     ("Aid: it grows", DAY, "News", "en", None)),
    # A crawler guesses the date; the address has it.
    ("---\ntitle: Aid grows | News\nsite: News\nsource: https://n.example/2025/nov/02/aid\n"
     "date: 2022-02-07\n---\n", ("Aid grows", DAY, "News", None, "https://n.example/2025/nov/02/aid")),
    ("+++\ntitle = 'Aid'\ndate = 2025-11-02T10:00:00Z\n+++\n", ("Aid", DAY, None, None, None)),
    ("---\ntitle: ---\ndate:\npublished: 2025-11-02\n---\n", (None, DAY, None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize("front, stated", FRONT)
def test_the_front_matter_of_markdown(tmp_path, front, stated):
    document = one(tmp_path, "a.md", front + "# Text\n")
    got = (document.title, document.published, document.publisher, document.language, document.url)
    assert got == stated
    assert document.text == front + "# Text\n"


@pytest.mark.parametrize("text", ["# Text\n\n---\ntitle: no\n---\n", "---\nA rule, no front.\n"])
def test_rules_are_no_front_matter(tmp_path, text):
    assert one(tmp_path, "a.md", text).title is None


# --- PDF -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_an_encrypted_pdf_that_opens_without_a_password(tmp_path, algorithm):
    pypdf = pytest.importorskip("pypdf")
    for password in ("", "secret"):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["Norway gave 5 billion."])))
        writer.encrypt(password, "owner", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        document = one(tmp_path, "a.pdf", out.getvalue())
        if password:
            assert document == "is a PDF with a password; save it without one"
        else:
            assert document.text == "Norway gave 5 billion.\n"


def test_a_pdf_of_glyphs_without_letters_has_no_text(tmp_path):
    document = one(tmp_path, "a.pdf", pdf(["One", "\\001\\0029\\003\\004 \\005\\0067"]))
    assert (document.text, document.warnings) == ("One\f\n", ("pages_without_text",))


def test_glued_words_are_named(tmp_path):
    glued = "Ukraineneeds60billiondollarsfor2026.Germanypledged9billion."
    assert one(tmp_path, "a.pdf", pdf([glued])).warnings == ("glued_words",)
    honest = "See https://a.example/a-very-long-address-of-an-article-with-a-slug and " * 9
    assert one(tmp_path, "a.pdf", pdf([honest])).warnings == ()


def test_the_day_that_a_publisher_states_in_xmp(tmp_path):
    xmp = (
        b"<x:xmpmeta><rdf:RDF><dc:title><rdf:Alt><rdf:li>Aid</rdf:li></rdf:Alt></dc:title>"
        b"<xmp:CreateDate>2026-01-01</xmp:CreateDate>"
        b"<prism:publicationDate>2025-11-02</prism:publicationDate></rdf:RDF></x:xmpmeta>"
    )
    document = one(tmp_path, "a.pdf", pdf(["Text"]) + b"\n%" + xmp)
    assert (document.title, document.published) == ("Aid", DAY)


# --- HTML ----------------------------------------------------------------------------------------

LONG = [
    "The ministry said on Tuesday that Ukraine needs 60 billion dollars for the coming year.",
    "Germany pledged 9 billion euros and Norway promised 85 billion kroner before the vote.",
    "According to the draft, the army would be limited to 800,000 soldiers in peacetime.",
]
A, B, C = (f"<p>{text}</p>" for text in LONG)
PAGES = {
    "a list beside paragraphs": (
        f"{A}{B}{C}<ul><li>Sweden gave 40 tanks.</li><li>Denmark paid 5 billion.</li></ul>",
        [*LONG, "- Sweden gave 40 tanks.\n- Denmark paid 5 billion."],
    ),
    "blocks in blocks": (
        f'<div class="m"><div class="t"><div>{A}</div></div><div class="t"><div><p><strong>What is '
        "given: </strong></p><ul><li> 9 billion euros, </li><li> 40 tanks. </li></ul></div></div>"
        f'<div class="t"><div>{C}</div></div></div>',
        [LONG[0], "What is given:", "- 9 billion euros,\n- 40 tanks.", LONG[2]],
    ),
    "marks of notes": (
        f"<article>{A}<p>It needs $60 billion<sup>3</sup>, has 800,000<sup><a href='#4'>4</a>"
        f"</sup> men and €9<sup>[5]</sup> billion on the 5<sup>th</sup>.</p>{C}</article>",
        [LONG[0], "It needs $60 billion[3], has 800,000[4] men and €9[5] billion on the 5th.",
         LONG[2]],
    ),
    "a table of data": (
        f"<article>{A}<table><tr><th>Giver</th><th>Sum</th></tr><tr><td>Norway</td><td><p>85</p>"
        f"</td></tr></table>{C}</article>",
        [LONG[0], "Giver\tSum\nNorway\t85", LONG[2]],
    ),
    "a table that is a layout": (
        f"<table><tr><td>{A}<ul><li>40 tanks</li><li>5 ships</li></ul>{C}</td></tr></table>",
        [LONG[0], "- 40 tanks\n- 5 ships", LONG[2]],
    ),
    "numbered items": (
        f'<article>{A}<ol start="4"><li>four</li><li>five<ul><li>in it</li></ul></li></ol>'
        f"{C}</article>",
        [LONG[0], "4. four\n5. five\n- in it", LONG[2]],
    ),
    "NUL bytes": (A + B.replace("pledged", "pled\0ged"), LONG[:2]),
    "furniture": (
        '<div id="consent"><p>We and our 214 partners store cookies on your device.</p></div><nav>'
        f"<ul><li>Home</li></ul></nav><article>{A}{B}<div class='share-bar'><p>Share this page</p>"
        f"</div>{C}</article><aside><p><a href='x'>Ten ways to heat a flat</a></p>"
        '</aside><div class="related-articles"><p>Related: 40,000 goats crossed the sea</p></div>'
        '<section id="comments"><p>I think they should give $500 billion, as I said.</p></section>'
        "<footer><p>All rights reserved.</p></footer>",
        LONG,
    ),
    "a frame named for what stands beside the article": (
        f"<div class='with-sidebar'><h1>Aid grows</h1>{A}{B}<ul><li>40 tanks</li>"
        f"</ul>{C}</div>",
        ["Aid grows", *LONG[:2], "- 40 tanks", LONG[2]],
    ),
    "line breaks": (f"{A}<p>One line<br>and another, as letters have them.</p>{C}",
                    [LONG[0], "One line\nand another, as letters have them.", LONG[2]]),
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_a_page(tmp_path, case):
    body, blocks = PAGES[case]
    document = one(tmp_path, "a.html", f"<!DOCTYPE html><html><body>{body}</body></html>")
    assert document.text == "\n\n".join(blocks) + "\n"
    assert document.warnings == ()


def test_a_body_is_never_furniture_by_its_name(tmp_path):
    page = f"<html><body class='with-sidebar'>{A}{B}<ul><li>40 tanks</li></ul>{C}</body></html>"
    text = one(tmp_path, "a.html", page).text
    assert text == "\n\n".join([*LONG[:2], "- 40 tanks", LONG[2]]) + "\n"


def test_a_page_in_which_nothing_stands_out_is_read_and_marked(tmp_path):
    rows = "".join(f"<tr><td>Giver number {i}</td><td>{i} million</td></tr>" for i in range(9))
    document = one(tmp_path, "a.html", f"<html><body><table>{rows}</table></body></html>")
    assert document.text.splitlines()[8] == "Giver number 8\t8 million"
    assert document.warnings in ((), ("article_doubtful",))


@pytest.mark.parametrize("unit", ["<nav></nav>", "<br>", "<li>x", "<td>", "<sup>3</sup>"])
def test_pages_of_one_tag_are_not_quadratic(tmp_path, unit):
    started = time.process_time()
    one(tmp_path, "a.html", f"<html><body>{A}{B}{unit * (2_400_000 // len(unit))}</body></html>")
    assert time.process_time() - started < 12


CANONICAL = '<link rel="canonical" href="https://example.org/{}/need/">'
LD = '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>'
OG = '<meta property="article:published_time" content="{}">'
STATED = [
    (CANONICAL.format("2025/11/02"), ""),
    (CANONICAL.format("2025-11-02"), ""),
    (CANONICAL.format("20251102"), ""),
    (CANONICAL.format("2025/nov/02"), ""),
    ('<meta property="og:url" content="https://example.org/2025/11/2/x">', ""),
    ('<meta property="dcterms:created" content="2025-11-02">', ""),
    ("", '<time content="2025-11-02T20:10:40+0200" itemprop="datePublished">2 Nov</time>'),
    ("", '<div class="byline">By A. B. | Published: November 2, 2025 8:15 am</div>'),
    ("", '<a itemprop="datePublished" content="2025-11-02">today</a>'),
    ("", '<i itemprop="datePublished">2025-11-02</i><p>Called on 03/04/2025.</p>'),
    ("", "<div class='date'>Published: 2 November 2025</div><p>Not 03/04/2025.</p>"),
    # The local day: of a stamp in UTC and the address beside it, the address; else as written.
    (CANONICAL.format("2025/11/02") + OG.format("2025-11-03T03:28:35Z"), ""),
    (OG.format("2025-11-03T02:00:00Z"), "<time>November 2, 2025</time>"),
    (CANONICAL.format("2025/11/03") + OG.format("2025-11-02T23:00:00-05:00"), ""),
    # The order of trust.
    (LD.format("2025-11-02") + OG.format("2024-01-01"), ""),
    (OG.format("2025-11-02") + '<meta name="DC.date" content="2024-01-01">', ""),
    ('<meta name="DC.date" content="2025-11-02">' + CANONICAL.format("2024/01/01"), ""),
    (CANONICAL.format("2025/11/02"), '<div class="date">January 1, 2024</div>'),
]


@pytest.mark.parametrize("head, body", STATED)
def test_the_day_of_a_page(tmp_path, head, body):
    page = (
        f"<html><head>{head}</head><body><article><h1>Need</h1>{body}{A}{B}</article></body></html>"
    )
    document = one(tmp_path, "a.html", page)
    assert (document.published, document.published_basis) == (DAY, "metadata")


TITLES = [
    ("<title>Aid grows | News</title>", "<h1>News</h1>", "Aid grows"),
    ("<title>News</title>", "<h1>Jump to content</h1><h1>Aid grows</h1>", "Aid grows"),
    ("<title>---</title>", "", None),
    ("<title>Skip to main content</title>", "", None),
    ('<meta property="og:title" content="News: Aid grows">', "", "News: Aid grows"),
]


@pytest.mark.parametrize("head, body, title", TITLES)
def test_the_title_of_a_page(tmp_path, head, body, title):
    site = '<meta property="og:site_name" content="News">'
    page = f"<html><head>{site}{head}</head><body>{body}{A}{B}</body></html>"
    assert one(tmp_path, "a.html", page).title == title


def test_quotation_marks_of_an_old_table_are_read_in_linear_time():
    """Each mark between spaces may open or close: tried in both ways it took for ever."""
    from workbench.documents.encodings import decode

    data = b"\x93 " * 4000 + "“é".encode("cp1252")
    text, _, _ = decode(data)
    assert len(text) == len(data)


# --- where a limit lies --------------------------------------------------------------------------


def _lines(*sizes):
    return "".join(f"<p>{chr(97 + k) * size}</p>" for k, size in enumerate(sizes))


WORDS13 = "one two three four five six seven eight nine ten eleven twelve thirteen"
NAV = "<section><p>{}</p></section>"  # a home of its own
ARTICLES = [
    # nothing stands out: prose of long lines, if there is enough of it
    (_lines(60, 60, 60), "", [], True),
    (_lines(61, 61, 61), "", ["a" * 61, "b" * 61, "c" * 61], True),
    (_lines(75, 75), "", [], True),
    (_lines(75, 76), "", ["a" * 75, "b" * 76], True),
    # a block is known by all its words, or by seven of ten runs of four
    (NAV.format("Aid grows") + NAV.format("Home"), "Aid grows", ["Aid grows"], False),
    (NAV.format(WORDS13) + NAV.format("Home"), "one two three four five six seven eight nine ten",
     [WORDS13], False),
    (NAV.format(WORDS13) + NAV.format("Home"), "one two three four five six seven eight nine",
     [], True),
    # what stands beside it is taken, unless more than half of it is links
    ("<div><p>Aid grows</p><p>ab<a>cd</a></p><p>a<a>bc</a></p></div>", "Aid grows",
     ["Aid grows", "abcd"], False),
    # doubtful is an article beside which more prose stands
    ("<div><p>" + "a" * 81 + "</p></div>" + NAV.format("b" * 81), "a" * 81, ["a" * 81], False),
    ("<div><p>" + "a" * 81 + "</p></div>" + NAV.format("b" * 82), "a" * 81, ["a" * 81], True),
    (NAV.format("Aid grows") + "<div><p>" + "b" * 80 + "</p></div>", "Aid grows",
     ["Aid grows"], False),
    (NAV.format("Aid grows") + "<div><p>" + "b" * 81 + "</p></div>", "Aid grows",
     ["Aid grows"], True),
    # a home is the parent; where it or the one above has a class, all of that class
    ('<main><div class="m"><p>Aid grows</p></div><div class="m"><p>More</p></div>'
     '<div class="n"><p>Less</p></div></main>', "Aid grows", ["Aid grows", "More"], False),
    ('<section class="m"><div><p>Aid grows</p></div></section><section class="m"><div><p>More</p>'
     "</div></section>", "Aid grows", ["Aid grows", "More"], False),
    ("<section><div><p>Aid grows</p></div></section><section><div><p>More</p></div></section>",
     "Aid grows", ["Aid grows"], False),
]  # fmt: skip


@pytest.mark.parametrize("body, known, blocks, doubtful", ARTICLES)
def test_which_blocks_are_the_article(body, known, blocks, doubtful):
    tree = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    found, unsure = article.article(tree, known)
    assert ([block.text for block in found], unsure) == (blocks, doubtful)


BLOCKS = [
    ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
    ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", ["a", "b"]),
    (f"<table><tr><td>{'a' * 997}</td><td>b</td></tr><tr><td>c</td></tr></table>",
     ["a" * 997 + "\tb\nc"]),
    (f"<table><tr><td>{'a' * 998}</td><td>b</td></tr><tr><td>c</td></tr></table>",
     ["a" * 998, "b", "c"]),
    ('<ol start="1234567890"><li>a</li></ol><ol start="x"><li>b</li><li>c</li></ol>',
     ["1. a", "1. b", "2. c"]),
    ("<p>5 km<sup>2</sup>, 5 m<sup>3</sup>, room<sup>2</sup>, x<sup>1, 2</sup></p>",
     ["5 km², 5 m³, room[2], x[1, 2]"]),
    ("<p>a  b</p><pre>a  b\n c</pre>", ["a b", "a b\nc"]),
]  # fmt: skip


@pytest.mark.parametrize("body, blocks", BLOCKS)
def test_the_blocks_of_a_tree(body, blocks):
    tree = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    assert [block.text for block in article.pages(tree)] == blocks


def test_of_a_stamp_in_utc_an_address_two_days_off_says_nothing(tmp_path):
    for day in ("2025/10/31", "2025/11/04"):
        head = CANONICAL.format(day) + OG.format("2025-11-02T03:28:35Z")
        page = f"<html><head>{head}</head><body>{A}{B}</body></html>"
        assert one(tmp_path, "a.html", page).published == DAY


@pytest.mark.parametrize("text, glued", [
    (("a" * 28).ljust(559), True), (("a" * 28).ljust(560), False), ("a" * 27, False),
    ("a" * 19 + "1" * 11, True), ("a" * 18 + "1" * 12, False), ("a" * 28 + "/", False),
])  # fmt: skip
def test_when_words_are_glued(text, glued):
    assert reading._is_glued(text) is glued


def test_a_file_may_be_as_large_as_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LIMIT", 2_000_000)
    assert one(tmp_path, "a.txt", "a" * 2_000_000).text == "a" * 2_000_000
    why = "is too large (2 MB; at most 2 MB); split it"
    assert one(tmp_path, "b.txt", "a" * 2_000_001) == why


@pytest.mark.parametrize("size, published", [(983, DAY), (984, None)])
def test_the_head_of_a_text_is_a_thousand_characters(tmp_path, size, published):
    data = io.BytesIO(word(p(r("x" * size)) + p(r("2 November 2025"))))
    with zipfile.ZipFile(data, "a") as file:
        file.writestr("docProps/core.xml", CORE.format("Aid grows"))
    assert one(tmp_path, "a.docx", data.getvalue()).published == published


@pytest.mark.parametrize("text, day", [
    ("1899-12-31", None), ("1900-01-01", "1900-01-01"), ("1970-01-01", None),
    ("x " * 95 + "2 Nov 2025", "2025-11-02"), ("x " * 95 + "x 2 Nov 2025", None),
    ("x " * 95 + ". 2 Nov 20", None), ("x" * 190 + " 2 Nov 2025", None), ("13-13-2025", None),
    ("2 Foo 2025", None), ("31 February 2025", None), ("1 Jan 2025", "2025-01-01"), (None, None),
])  # fmt: skip
def test_which_words_are_a_day(text, day):
    assert words.day(text) == (day and datetime.date.fromisoformat(day))


def test_metadata_is_cut():
    assert words.one_line("x" * 501) == "x" * 500
    assert words.one_line(" " * 9_999 + "ab") == "a"
    assert words.one_line(" \n") is None and words.one_line(5) is None


def deep(depth):
    """A paragraph whose number comes by a style that so many others stand before."""
    chain = "".join(f'<w:style w:styleId="S{k}"><w:basedOn w:val="S{k + 1}"/></w:style>'
                    for k in range(1, depth))  # fmt: skip
    last = f'<w:style w:styleId="S{depth}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    return word(p(r("Head"), properties='<w:pStyle w:val="S1"/>'), numbering=NUMBERING,
                styles=f"{chain}{last}</w:style>")  # fmt: skip


def counted(kind, *starts):
    """One paragraph for each start, numbered from there."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{k}">{level(0, kind, "%1)", start)}</w:abstractNum>'
        f'<w:num w:numId="{k}"><w:abstractNumId w:val="{k}"/></w:num>'
        for k, start in enumerate(starts, 1)
    )
    return word("".join(item("x", k) for k in range(1, len(starts) + 1)), numbering=lists)


WORD_LIMITS = [
    (deep(8), "1. Head\n"),
    (deep(9), "Head\n"),
    (word(table([cell(p(r("A")), span='<w:gridSpan w:val="101"/>'), cell(p(r("B")))], [cell()])),
     "A" + "\t" * 100 + "B\n"),
    (word(table([cell(p(r("A")), span='<w:gridSpan w:val="2"/>'), cell(p(r("B")))], [cell()])),
     "A\t\tB\n"),
    (counted("upperRoman", 4, 30, 31), "IV) x\nXXX) x\n31) x\n"),
    (counted("lowerLetter", 1, 26, 27, 0), "a) x\nz) x\n27) x\n0) x\n"),
    (counted("decimal", 99999, 100000), "99999) x\n1) x\n"),
    (word(item("a") + item("b", level=1) + item("c") + item("d", level=2), numbering=NUMBERING),
     "1. a\na) b\n2. c\n2.i d\n"),
]  # fmt: skip


@pytest.mark.parametrize("data, text", WORD_LIMITS)
def test_where_word_stops_counting(tmp_path, data, text):
    assert one(tmp_path, "a.docx", data).text == text


def rows_of_a_pdf(*rows):
    """Cells at their places from the left, by line."""
    out, x, y = [], 0, 0
    for n, row in enumerate(rows):
        for at, text in row:
            out.append(f"{at - x} {-20 * n - y} Td ({text}) Tj")
            x, y = at, -20 * n
    return pdf([") Tj " + " ".join(out) + " ("])


PDF_TABLES = [  # a gap is wider than a letter is high; a note stands among the rows
    ([[(0, "Giver"), (100, "Sum")], [(0, "Norway"), (100, "85")], [(0, "Oslo"), (100, "40")]],
     "Giver\tSum\nNorway\t85\nOslo\t40\n"),
    ([[(0, "Giver €"), (100, "Sum")], [(0, "Norway"), (100, "85")], [(0, "Oslo"), (100, "40")]],
     "Giver €\tSum\nNorway\t85\nOslo\t40\n"),
    ([[(0, "Giver"), (100, "Sum")], [(0, "Norway"), (100, "85")]], "Giver Sum\nNorway 85\n"),
    ([[(0, "Norway"), (45, "85")], [(0, "Norway"), (55, "85")], [(0, "Oslo"), (100, "sum")]],
     "Norway 85\nNorway\t85\nOslo sum\n"),
]  # fmt: skip


@pytest.mark.parametrize("rows, text", PDF_TABLES)
def test_the_gaps_of_a_table_in_a_pdf_are_tabs(tmp_path, rows, text):
    assert one(tmp_path, "a.pdf", rows_of_a_pdf(*rows)).text == text


@pytest.mark.parametrize("data, text, encoding", [
    ("é".encode() * 10 + b"\x93a", "é" * 10 + "\ufffda", "utf-8"),
    ("é".encode() * 9 + b"\x93a", "รฉ" * 9 + "“a", "cp874"),
    (b"\1\2" + b"a" * 98, "\1\2" + "a" * 98, "utf-8"),
    (b"\1\2" + b"a" * 97, None, None),
    (b"\1" + b"a", "\1a", "utf-8"),
    ("\ufffd\ufffd".encode() + b"a" * 198, "\ufffd\ufffd" + "a" * 198, "utf-8"),
    ("\ufffd\ufffd".encode() + b"a" * 197, None, None),
    ("\ufeff\0\0\1\1\1 it".encode("utf-16-le"), None, None),
])  # fmt: skip
def test_how_much_damage_is_still_text(data, text, encoding):
    if text is None:
        with pytest.raises(ValueError, match="is binary, or of an unknown encoding"):
            encodings.decode(data)
    else:
        assert encodings.decode(data)[:2] == (text, encoding)


@pytest.mark.parametrize("text, doubled", [("ÐŸÑ€Ð¸Ð²", True), ("ÐŸÑ€Ð¸", False)])
def test_four_odd_pairs_are_no_chance(text, doubled):
    assert encodings.mojibake(text) is doubled


@pytest.mark.parametrize("name, size, why", [
    ("a.txt", 200_000_001, "is too large (200 MB; at most 200 MB); split it"),
    ("a.html", 20_000_001, "is too large (20 MB; at most 20 MB); split it"),
])  # fmt: skip
def test_how_large_a_file_may_be(tmp_path, name, size, why):
    with open(tmp_path / name, "wb") as file:
        file.truncate(size)
    (source,), _ = find(tmp_path)
    with pytest.raises(Unreadable, match=re.escape(why)):
        reading.read(source)


def test_how_large_a_sidecar_and_a_part_may_be(tmp_path):
    with open(tmp_path / "corpus.toml", "wb") as file:
        file.truncate(20_000_001)
    big = archive(**{"word/document.xml": bytes(40_000_001)})
    (tmp_path / "a.docx").write_bytes(big)
    (source,), (failure,) = find(tmp_path)
    assert str(failure) == "corpus.toml: was left out whole: is larger than 20 MB"
    with pytest.raises(Unreadable, match="unpacks to more than 40 MB; split it"):
        reading.read(source)


def test_a_sidecar_that_is_a_link_out_of_the_folder_is_told_once(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("A")
    (tmp_path / "note.toml").write_text('["a.txt"]\ntitle = "T"')
    (tmp_path / "in" / "corpus.toml").symlink_to(tmp_path / "note.toml")
    (source,), failures = find(tmp_path / "in")
    assert source.overrides == {} and [failure.path for failure in failures] == ["corpus.toml"]
    (source,), failures = find(tmp_path / "in", follow_links=True)
    assert (source.overrides, failures) == ({"title": "T"}, [])


@pytest.mark.parametrize("text, pages", [
    ("A\\004\\006BCDEFGH", "One\fA\ufffd\ufffdBCDEFGH\n"), ("A\\004\\006BCDEFG", "One\f\n"),
])  # fmt: skip
def test_how_many_glyphs_without_letters_a_page_may_have(tmp_path, text, pages):
    assert one(tmp_path, "a.pdf", pdf(["One", text])).text == pages


@pytest.mark.parametrize("size, text", [(401, "ab"), (400, None)])
def test_how_many_nul_bytes_a_page_may_have(size, text):
    data = (b"<p>a" + bytes(20) + b"b</p>").ljust(size)
    if text:
        assert html.tree(data)[0].text_content().strip() == text
    else:
        with pytest.raises(ValueError, match="holds NUL characters"):
            html.tree(data)


@pytest.mark.parametrize("byline, said, day", [
    ("November 13, 2025", "13/11/2025", 13), ("November 12, 2025", "12/11/2025", None),
    ("November 12, 2025", "11/12/2025", None), ("November 12, 2025", "10/12/2025", 12),
])  # fmt: skip
def test_a_day_that_a_text_says_in_two_ways(tmp_path, byline, said, day):
    body = f"<div class='byline'>Published: {byline}</div><p>Called on {said}.</p>{A}{B}"
    document = one(tmp_path, "a.html", f"<html><body>{body}</body></html>")
    assert document.published == (day and datetime.date(2025, 11, day))


def test_what_a_mail_does_not_say_is_taken_from_its_page(tmp_path):
    page = f"<html><head><title>Aid grows</title></head><body>{A}{B}</body></html>"
    mail = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{page}"
    document = one(tmp_path, "a.eml", mail)
    assert (document.title, document.publisher, document.published) == ("Aid grows", None, None)
    assert document.text == "\n\n".join(LONG[:2]) + "\n"
    document = one(tmp_path, "b.eml", f"From: Oslo <a@b.no>\nSubject: Mine\n{mail}")
    assert (document.title, document.publisher) == ("Mine", "Oslo")


def test_a_book_without_some_of_its_chapters(tmp_path):
    data = archive(**{
        "META-INF/container.xml": '<c><rootfile full-path="c.opf"/></c>',
        "c.opf": '<p><item id="a" href="a%20b.xhtml"/><item id="b" href="gone.xhtml"/>'
        '<itemref idref="b"/><itemref idref="a"/><itemref idref="none"/></p>',
        "a b.xhtml": "<html><body><p>First.</p></body></html>",
    })  # fmt: skip
    document = one(tmp_path, "a.epub", data)
    assert (document.text, document.published, document.publisher) == ("First.\n", None, None)
    for name, parts in {"b.epub": {"x": "1"}, "c.odt": {"x": "1"}}.items():
        assert isinstance(one(tmp_path, name, archive(**parts)), str)


def test_what_is_no_rtf(tmp_path):
    why = "is no .rtf; open it in a word processor and save it as .docx"
    assert one(tmp_path, "a.rtf", "plain") == why
    document = one(tmp_path, "b.rtf", r"{\rtf1 one\par\par two}")
    assert (document.text, document.warnings) == ("one\n\ntwo\n", ())


def test_a_value_of_the_sidecar_is_cut(tmp_path):
    (tmp_path / "a.txt").write_text("A")
    (tmp_path / "corpus.toml").write_text(f'["a.txt"]\nnote = "{"x" * 5001}"')
    assert find(tmp_path)[0][0].overrides == {"note": "x" * 5000}


def test_what_json_ld_says_of_the_house_of_an_article(tmp_path):
    said = '{"@type": "NewsArticle", "headline": "Aid grows", "publisher": {"@type": "X", "name": "N"}}'
    head = f'<script type="application/ld+json">{said}</script>'
    document = one(tmp_path, "a.html", f"<html><head>{head}</head><body>{A}{B}</body></html>")
    assert (document.title, document.publisher) == ("Aid grows", "N")
