"""The view of a text: what is joined, passed over and kept apart, and the way back."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import claims, codebook
from workbench.text import copies, furniture, lists, noise, sentences, tables, view
from workbench.text.sentences import split

BOOK = codebook.load()
DATA = Path(__file__).parent / "data"
FILES = ("gold_dev.jsonl", "rows_varied.jsonl", "rows_coverage.jsonl")

WIDE = "The ministry in Kyiv said on Monday that it\nneeds tanks and guns and that the army of"

# source, what is read (one line a block), why
ROWS = [
    ("Kyiv needs 60\nbillion dollars.", ["Kyiv needs 60 billion dollars."], "a small letter goes on"),
    ("The fund holds $60\r\nbillion.", ["The fund holds $60 billion."], "Windows' line ends"),
    ("Kyiv needs 60 bil-\nlion dollars.", ["Kyiv needs 60 billion dollars."], "a broken word"),
    ("Kyiv needs 60 bil\u00ad\nlion.", ["Kyiv needs 60 billion."], "a soft hyphen at the end"),
    ("They sent twenty-\nfive tanks.", ["They sent twenty-five tanks."], "a compound keeps its hyphen"),
    ("A 28-\npoint plan.", ["A 28-point plan."], "behind a number too"),
    ("They keep 3,000–\n5,000 men.", ["They keep 3,000–5,000 men."], "a dash joins without space"),
    ("800,000 sol\u00addiers\u200b.", ["800,000 soldiers."], "soft hyphen and zero width"),
    ("The deﬁcit is ６０ billion.", ["The deficit is 60 billion."], "ligature, full width"),
    ("$60 billion³ and 800,000[4] men.", ["$60 billion and 800,000 men."], "note marks"),
    ("$10‑12 billion, 5−6 pounds", ["$10-12 billion, 5-6 pounds"], "U+2011 and U+2212"),
    ("It has _800,000 soldiers_.", ["It has 800,000 soldiers."], "Markdown's underscore"),
    ("See [the plan](https://x.org/2025/12/03/a(b)) now.", ["See the plan now."], "a link"),
    ("From https://x.org/2025/12/03/plan.", ["From ."], "an address is not read"),
    ("> Kyiv needs 60\n> billion dollars.", ["Kyiv needs 60 billion dollars."], "quoted mail"),
    ("Force size\nThe army of Kyiv has 800,000 soldiers and wants no fewer of them.",
     ["Force size", "The army of Kyiv has 800,000 soldiers and wants no fewer of them."],
     "a heading stays alone"),
    ("Home\nWorld\nEurope", ["Home", "World", "Europe"], "a menu too"),
    ("- 40 tanks\n- 5 guns,\n  two of them old", ["- 40 tanks", "- 5 guns, two of them old"],
     "items end at the next, and go on below"),
    ("One. Two.\n\nThree.", ["One. Two.", "Three."], "an empty line parts"),
    ("Bild's copy has 27 points where Axios printed\n28.",
     ["Bild's copy has 27 points where Axios printed 28."], "the next word had no room"),
    (f"{WIDE}\n\nnorway has", [f"{' '.join(WIDE.split())} norway has"], "a page's end in a sentence"),
    ("- 40 tanks and\n1. guns", ["- 40 tanks and", "1. guns"], "an item behind an item"),
    ("The plan of\n- 40 tanks", ["The plan of - 40 tanks"], "a dash in a phrase"),
    ("The plan\n- 40 tanks", ["The plan", "- 40 tanks"], "an item below a line"),
    ("> Kyiv needs the\nArmy", ["Kyiv needs the", "Army"], "a quotation ends"),
    ("It cost 5 -\n6 men", ["It cost 5 - 6 men"], "a dash with its space"),
    ("A bil1-\nlion men", ["A bil1-lion men"], "a digit before the hyphen"),
    ("He wants tanks;\n- 40 guns", ["He wants tanks;", "- 40 guns"], "an item behind a semicolon"),
    ("A\nB\nC\nD\nE\nKyiv wants:\nforty tanks", [*"ABCDE", "Kyiv wants:", "forty tanks"],
     "a colon ends a paragraph"),
    (f"{WIDE}:\nnorway has", [f"{' '.join(WIDE.split())}: norway has"], "in wrapped text it does not"),
    ("| a | b |\nThen it", ["| a | b |", "Then it"], "below a row"),
    ("Then it\na | b | c", ["Then it", "a | b | c"], "above a row"),
]  # fmt: skip


@pytest.mark.parametrize("source, read, why", ROWS, ids=[row[2] for row in ROWS])
def test_what_is_read(source, read, why):
    assert view(source, BOOK).text.split("\n") == read, why


@pytest.mark.parametrize("source, piece, slice_", [
    ("The fund holds $60\nbillion now.", "$60 billion", "$60\nbillion"),
    ("Kyiv needs 60 bil-\nlion dollars.", "60 billion", "60 bil-\nlion"),
    ("The deﬁcit", "deficit", "deﬁcit"),
    ("> needs 60\n> billion euros", "60 billion euros", "60\n> billion euros"),
    ("800,000[4] soldiers", "800,000 soldiers", "800,000[4] soldiers"),
    ("800,000[4] soldiers", "800,000", "800,000"),
    ("_800,000_ men", "800,000", "800,000"),
])  # fmt: skip
def test_every_place_leads_back(source, piece, slice_):
    seen = view(source, BOOK)
    at = seen.text.index(piece)
    start, end = seen.place(at, at + len(piece))
    assert source[start:end] == slice_


@settings(max_examples=200, deadline=None)
@given(st.text("ab\n\r -‑ﬁ³[1]>|\t_*\u00ad\u200b.:0", max_size=120) | st.text(max_size=200))
def test_places_stay_in_order_and_inside(source):
    seen = view(source, BOOK)
    last = 0
    for at in range(len(seen.text)):
        start, end = seen.place(at, at + 1)
        assert last <= start <= end <= len(source)
        last = start
    assert [b.start for b in seen.blocks] == sorted({b.start for b in seen.blocks})
    assert seen.text == "\n".join(seen.text[b.start : b.end] for b in seen.blocks)


PROSE = "Kyiv needs $5bn for its army this year, the ministry said on Monday."

# text, lines that go, why
PAGES = [
    (f"{PROSE}\n\nNotes\n1. Budget 2026, p. 12.\nA second line of it\n\nThe army is tired.",
     ["Notes", "1. Budget 2026, p. 12."], "a note ends in a sentence"),
    (f"{PROSE}\n\nSources\n[1] Budget of\nthe ministry\n\nThe army is tired.",
     ["Sources", "[1] Budget of", "the ministry"], "a note that goes on below"),
    (f"{PROSE}\n\nReferences\nA. Smith, Tanks, https://x.org/7\n\nThe army is tired.",
     ["References", "A. Smith, Tanks, https://x.org/7"], "a title with its address"),
    (f"{PROSE}\n\nMost read\nTen ways to heat a flat\n- 40 tanks for Oslo\n\nThe army is tired.",
     ["Most read", "Ten ways to heat a flat", "- 40 tanks for Oslo"], "teasers below a heading"),
    (f"{PROSE}\n\nMost read\nThe army is tired.", ["Most read"], "a heading over a sentence"),
    (f"Report 1\n{PROSE}\n\fReport 2\n{PROSE}\n", ["Report 1", "Report 2"], "heads of pages"),
    (f"Report 1\n{PROSE}\nReport 2\n{PROSE}\n", [], "no pages"),
    (f"Home\nWorld\nArts\nSport\n\n{PROSE}", ["Home", "World", "Arts", "Sport"], "a plain menu"),
    (f"Oslo 4\nRiga 5\nBern 6\nLviv 7\n\n{PROSE}", [], "figures in lines of their own"),
    (f"Home\nWorld\nArts\n\n{PROSE}", [], "three entries"),
    (f"One two three\nTwo\nThree\nFour\n\n{PROSE}", ["One two three", "Two", "Three", "Four"],
     "entries of three words"),
    (f"One two three four\nTwo\nThree\nFour\n\n{PROSE}", [], "an entry of four words"),
    (f"[Share](#) now\n\n{PROSE}", [], "more than a link"),
    (f"https://x.org/a\n\n{PROSE}", ["https://x.org/a"], "an address alone"),
    (f"---\ntitle: x\n---\n\n{PROSE}", ["title: x"], "front matter"),
    (f"{PROSE}\n\nMost read\nTen ways to heat\nThe army is tired.\nAn army of Oslo",
     ["Most read", "Ten ways to heat"], "teasers end at a sentence"),
    (f"{PROSE}\n\nMost read\nTen ways to heat\n- Oslo sent them.", ["Most read", "Ten ways to heat"],
     "an item that is a sentence is no teaser"),
    (f"{PROSE}\n\nMost read\nTen ways to heat", ["Most read", "Ten ways to heat"], "at the end"),
    (f"Most read.\nTen ways\n\n{PROSE}", [], "a sentence is no heading"),
    (f"# [The deal](https://x.org)\n\n[Share](#)\n\n{PROSE}", ["[Share](#)"], "a title may be a link"),
]  # fmt: skip


@pytest.mark.parametrize("text, gone, why", PAGES, ids=[row[2] for row in PAGES])
def test_what_belongs_to_the_page(text, gone, why):
    found = noise.find(text, BOOK)
    assert [line for m in found for line in text[m.start : m.end].split("\n")] == gone, why


def test_kinds_of_blocks():
    source = (
        "# The need\n\nUkraine would accept:\n\n- 600,000 troops\n- 40 tanks\n\n"
        "| Giver | Sum |\n|---|---|\n| Norway | $5bn |\n\n“No deal.”\n\nThe talks went on."
    )
    seen = view(source, BOOK)
    assert [(b.kind, b.head) for b in seen.blocks] == [
        ("heading", None), ("heading", None), ("list_item", 1), ("list_item", 1), ("table", None),
        ("table", None), ("quotation", None), ("paragraph", None),
    ]  # fmt: skip


def _told(text, *fields):
    return [tuple(getattr(c, f) for f in fields) for c in claims.find(text, BOOK)]


def test_a_list_item_is_read_with_its_head():
    source = "Ukraine would accept:\n\n- a ceiling of 600,000 troops\n- 40 tanks.\n"
    assert _told(source, "low", "unit", "role", "actor")[0] == (600000, "person", "cap", "ukraine")
    assert source[claims.find(source, BOOK)[1].start :].startswith("40")


TABLE = """Pledges to Ukraine

| Giver | Amount (US$ million) | Stage | 2026 |
|---|---|---|---|
| Netherlands | 577 | paid | |
| Norway | 1,250.5 | promised | 90 |
"""


def test_a_table_is_read_as_cells():
    assert _told(TABLE, "low", "unit", "role", "actor") == [
        (577e6, "USD", "disbursement", "netherlands"),
        (1250.5e6, "USD", "pledge", "norway"),
    ]
    for c in claims.find(TABLE, BOOK):
        assert TABLE[c.start : c.end] in ("577", "1,250.5")


def wrapped(text, width, hyphens=False):
    """The text with line breaks in place of spaces, words broken where asked."""
    out, column = [], 0
    for piece in re.findall(r"\n|\S+|[^\S\n]+", text):
        if piece == "\n":
            column = 0
        elif not piece.isspace() and column and column + len(piece) > width:
            cut = width - column - 1
            if hyphens and piece[1:].isalpha() and piece.islower() and 3 <= cut <= len(piece) - 3:
                out += [piece[:cut], "-\n"]
                piece, column = piece[cut:], 0
            elif out[-1].isspace():
                out[-1], column = "\n", 0
        out.append(piece)
        column += len(piece)
    return "".join(out)


VALUE = ("theme", "low", "high", "unit")
LABELS = (
    "role",
    "qualifier",
    "actor",
    "beneficiary",
    "period",
    "speaker",
    "modality",
    "attribution",
)


@pytest.mark.parametrize("width, hyphens", [(72, False), (45, False), (45, True), (60, True)])
def test_wrapped_sentences_read_like_whole_ones(width, hyphens):
    figures = lost = false = 0
    wrong = dict.fromkeys(LABELS, 0)
    for name in FILES:
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            whole = claims.find(text, BOOK)
            there = claims.find(wrapped(text, width, hyphens), BOOK)
            figures += len(whole)
            for c in whole:
                key = [getattr(c, f) for f in VALUE]
                same = next((d for d in there if [getattr(d, f) for f in VALUE] == key), None)
                if same is None:
                    lost += 1
                    continue
                there.remove(same)
                for label in LABELS:
                    wrong[label] += getattr(c, label) != getattr(same, label)
            false += len(there)
    assert figures > 900
    assert lost <= figures * 0.005 and false == 0
    assert max(wrong.values()) <= figures * 0.01, wrong


@pytest.mark.parametrize("sentences_", [
    ["The U.S. Army sent 300 troops on Jan. 5 under Brig. Gen. Hall.", "Kyiv asked."],
    ["Approx. 5,000 soldiers of the 3rd Bn. crossed the river."],
    ["Zelensky (b. 1978) wants 800,000 soldiers."],
    ["He works for the U.S.", "The army has 900,000 soldiers."],
    ["It was 5 p.m.", "The guns fell silent."],
    ["J. D. Vance paid $3 mln. Norway paid more."],
    ["“No deal.”", "Then they left …", "And came back!"],
])  # fmt: skip
def test_sentences_end_where_they_end(sentences_):
    text = " ".join(sentences_)
    assert [text[s.start : s.end] for s in split(text)] == sentences_


@pytest.mark.parametrize("source, unread", [
    (TABLE, False),
    ("| Team | Score |\n|---|---|\n| Reds | 3 |\n| Blues | 1 |", True),
    ("| Year | Seat |\n|---|---|\n| 2024 | Geneva |", False),
    ("Germany\t€9 billion\nNorway\tNOK 85 billion", False),
])  # fmt: skip
def test_a_table_without_a_figure_is_named(source, unread):
    seen = view(source, BOOK)
    assert tables.unread(seen, [c.start for c in claims.find(seen, BOOK)]) is unread


def test_two_items_of_news_under_one_footer_are_no_copies():
    footer = "This item was written for the evening desk and may be used with attribution by all."
    one, two = (
        copies.sketch(f"The {who} sent forty tanks to the front.\n{footer}") for who in "AB"
    )
    again = copies.Copies()
    assert [again.repeats(told) for told in (one, two, one)] == [False, False, True]


@pytest.mark.parametrize("text, sizes", [
    ("a" * 1000, [1000]),
    ("a" * 1001, [1000, 1]),
    ("a" * 499 + " " + "b" * 501, [1000, 1]),
    ("a" * 500 + " " + "b" * 501, [500, 501]),
    ("a" * 500 + " " + "b" * 498 + " c d", [999, 3]),
    ("a" * 1000 + " b", [1000, 1]),
    ("", []),
])  # fmt: skip
def test_what_is_no_sentence_is_cut_where_a_word_ends(text, sizes):
    assert [s.end - s.start for s in split(text)] == sizes


# a line, whether it reads as a heading, why
HEADINGS = [
    ("The need", True, "a title"),
    ("“No deal”", True, "a quotation"),
    ("3 tanks", True, "a number in front"),
    ("the need", False, "a small letter in front"),
    ("2026 – 2027", False, "no letters"),
    ("The need.”", False, "a sentence"),
    ("", False, "nothing"),
    ("A" * 140, True, "at the limit"),
    ("A" * 141, False, "too long"),
    ("A " * 20, True, "twenty words"),
    ("A " * 21, False, "twenty-one words"),
    ("**The need** ", True, "emphasis is not the line"),
]  # fmt: skip


@pytest.mark.parametrize("line, wanted, why", HEADINGS, ids=[row[2] for row in HEADINGS])
def test_what_reads_as_a_heading(line, wanted, why):
    assert sentences.is_heading(line) is wanted


def test_the_line_and_the_sentence_of_a_place():
    text = "One here.\n  Two. Three. \nFour"
    assert [tuple(sentences.paragraph(text, at)) for at in (0, 8, 9, 10, 24, 25, 28)] == [
        (0, 9), (0, 9), (0, 9), (12, 23), (12, 23), (25, 29), (25, 29),
    ]  # fmt: skip
    spans = split(text, 12, 23)
    held = [sentences.holding(spans, at) for at in (11, 12, 15, 16, 17, 22, 23)]
    assert held == [None, spans[0], spans[0], None, spans[1], spans[1], None]


@pytest.mark.parametrize("text, read", [
    ("Kyiv would get:\n- Norway. Its parliament gives 5 tanks. They are old.",
     ["Kyiv would get: Norway: Its parliament gives 5 tanks.", "Kyiv would get: Norway: They are old."]),
    ("- Oslo and Riga gave. Kyiv asked.", ["Oslo and Riga gave: Kyiv asked."]),
    ("- Oslo and Riga have paid. Kyiv asked.", ["Oslo and Riga have paid.", "Kyiv asked."]),
    ("The list is long. Kyiv would get:\n- 5 tanks", ["Kyiv would get: 5 tanks"]),
    ("Is it long? Kyiv would get:\n- 5 tanks", ["Kyiv would get: 5 tanks"]),
    ("- 5 tanks\n- 6 guns", ["5 tanks", "6 guns"]),
])  # fmt: skip
def test_what_is_read_of_a_list_item(text, read):
    seen = view(text, BOOK)
    out = []
    for block in seen.blocks:
        line = seen.text[block.start : block.end]
        spans = split(line)
        told = lists.lead(seen, block, line, spans)
        if told:
            out += [lists.reading(seen, block, s, told).text for s in spans[told.last :]]
    assert out == read


SPANS = [
    ([(0, 4), (4, 6)], [(0, 4), (4, 6)]),
    ([(4, 6), (0, 4)], [(0, 4), (4, 6)]),
    ([(0, 4), (2, 6)], [(0, 4), (4, 6)]),
    ([(0, 4), (2, 4)], [(0, 4)]),
    ([(0, 4), (1, 2)], [(0, 4)]),
    ([(0, 2), (0, 4)], [(0, 4)]),
]  # fmt: skip


@pytest.mark.parametrize("spans, kept", SPANS)
def test_masks_do_not_overlap(spans, kept):
    made = noise.disjoint([noise.Masked(a, b, "markup", "r") for a, b in spans])
    assert [(m.start, m.end) for m in made] == kept
    assert noise.mask("abcdefgh", made[:1]) == " " * made[0].end + "abcdefgh"[made[0].end :]


@pytest.mark.parametrize("text, stubs", [
    ("Seven77", []),
    ("Eight888", ["Eight888"]),
    ("A" * 120, ["A" * 120]),
    ("A" * 121, []),
    ("Oslo, 3 December 2025", []),
    ("Sign up for $1.", []),
    ("Sign up now.", ["Sign up now."]),
    ("Oslo desk\tRiga desk", []),
    ("\n".join(f"Line {n:03}" for n in range(60)), [f"Line {n:03}" for n in range(60)]),
    ("\n".join(f"Line {n:03}" for n in range(61)),
     [f"Line {n:03}" for n in (*range(30), *range(31, 61))]),
])  # fmt: skip
def test_what_may_recur_in_other_documents(text, stubs):
    found = furniture.stubs(text)
    assert [line for line, _, _ in found] == stubs
    assert [text[start:end] for _, start, end in found] == stubs


def _pieces(*sizes):
    return "\n".join(chr(97 + k) * size for k, size in enumerate(sizes))


@pytest.mark.parametrize("one, two, copy", [
    (_pieces(25), _pieces(25), True),
    (_pieces(24), _pieces(24), False),
    (_pieces(30, 31), _pieces(30, 40), False),
    (_pieces(30), _pieces(30, 40), True),
    (_pieces(30, 31, 32, 33), _pieces(30, 31, 42, 43), True),
    (_pieces(30, 31, 32, 33, 34), _pieces(30, 31, 42, 43, 44), False),
    ("", "", False),
])  # fmt: skip
def test_copies_share_half_of_their_sentences(one, two, copy):
    again = copies.Copies()
    assert [again.repeats(copies.sketch(text)) for text in (one, two)] == [False, copy]
    assert len(copies.sketch(_pieces(*range(30, 40)))) == 6


@pytest.mark.parametrize("source, read", [
    (TABLE, ["Netherlands: paid 577 US$ million Amount (US$ million); Pledges to Ukraine",
             "Norway: promised 1,250.5 US$ million Amount (US$ million); Pledges to Ukraine",
             "Norway: promised 90 2026; Pledges to Ukraine"]),
    ("| Norway | $5bn |\n| Sweden | $6bn | pledged |", ["Sweden: pledged $6bn $5bn"]),
    ("Tanks\n\n40\t50", ["40; Tanks", "50; Tanks"]),
    ("It was paid.\n\n| Stage | Norway |\n|---|---|\n| paid in 2 parts | 5 |",
     ["Norway: 5 paid in 2 parts"]),
    ("Oslo\n\nGiver\tUS$ million\nthe Netherlands\t577",
     ["the Netherlands: 577 US$ million US$ million; Oslo"]),
    ("All of it\n\nGiver\teuro Million\nNorway\t577", ["Norway: 577 euro Million euro Million; All of it"]),
    ("All of it\n\nGiver\tSum\nNorway\t577", ["Norway: 577 Sum; All of it"]),
    ("All of it\n\nGiver\tSum (ALL)\nNorway\t577", ["Norway: 577 ALL Sum (ALL); All of it"]),
    ("\t".join(["Norway", *["5"] * 40]), []),
    ("\t".join(["Norway", *["5"] * 39]), ["Norway: 5"] * 39),
])  # fmt: skip
def test_what_is_read_of_a_cell(source, read):
    seen = view(source, BOOK)
    numbers = [k for k, block in enumerate(seen.blocks) if block.kind == "table"]
    assert [part.text for k in numbers for part in tables.cells(seen, k, BOOK)] == read


def test_a_text_warns_of_its_noise():
    text = "He said so. turn0search1 cite. Find out more about defense capacity guide."
    warned = noise.warnings(text, noise.find(text, BOOK), BOOK)
    assert warned == ["machine_artifact", "search_engine_insertions"]
    assert noise.warnings("It shifts to two tasks:\nThis is one.", [], BOOK) == ["missing_list"]
    assert noise.warnings("He said no.", [], BOOK) == []


@pytest.mark.parametrize("text, kinds", [
    ("# It was paid.\n\nNorway gave 5 tanks.", ["heading", "paragraph"]),
    ("It was paid\n\n> Norway gave 5 tanks.", ["heading", "quotation"]),
    ("Kyiv gets:\n- 5 tanks\n\n| a | b |", ["heading", "list_item", "table"]),
    ("Kyiv would get\na) 5 tanks", ["heading", "list_item"]),
])  # fmt: skip
def test_the_kinds_of_blocks(text, kinds):
    assert [block.kind for block in view(text, BOOK).blocks] == kinds


def test_front_matter_ends_where_it_ends():
    text = "---\ntitle: Aid\n---\nNorway gave 5 tanks.\n\nIt paid.\n\nIt rained."
    found = [(text[a:b], rule) for a, b, rule in furniture.find(text, text, BOOK)]
    assert found == [("title: Aid", "shape.front_matter")]
