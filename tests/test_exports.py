"""Exports: each is read back by a library of its format's own, or against what its standard says,
and every claim is in it with its place, its labels and its whole row."""

import csv
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest
import spacy
from click.testing import CliRunner
from lxml import etree
from pyld import jsonld
from spacy.tokens import DocBin

import workbench as wb
from workbench import cli, compare, findings, plans
from workbench.briefing import exports
from workbench.corpus import COLUMNS
from workbench.corpus.export import CantWrite
from workbench.corpus.tables import WORDS
from workbench.documents import Unreadable

LABELS = (
    "theme role conflict unit qualifier instrument actor beneficiary purpose period speaker modality "
    "attribution factuality"
).split()
GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LONG = "n" * 240
# Name, bytes, why
FILES = [
    ("ends.txt", b"$60 billion is what Kyiv needs in 2026, and Norway pledged $5 billion",
     "a figure at the very start and the very end"),
    ("emoji.txt", "🙂🇺🇦 👩‍🚒 first. Germany pledged €9 billion to Ukraine 🪖, and 𝟔𝟎 drones came.".encode(),
     "characters beyond the BMP before a figure"),
    ("crlf.txt", b"Aid\r\n\r\nGermany pledged \xe2\x82\xac9\r\nbillion\rto Ukraine.\r\nNorway gave $5 billion.\r\n",
     "line ends of two characters, within a figure too"),
    ("arabic.txt", "قال الوزير إن ألمانيا تعهدت.\nGermany pledged €9 billion. وشكرا لكم ٦٠ مليار دولار.\n".encode(),
     "right to left"),
    ("marks.txt", "Le pre\u0301sident: Norway pledged e\u0301\u0323 $5 billion\u0301 to U\u0301kraine.".encode(),
     "combining marks before and behind a figure"),
    ("control.txt", b"\xef\xbb\xbf\xef\xbb\xbfBad \x01\x0b\x0c\xef\xbf\xbe ]]> <script>x</script> &amp; France pledged $2 billion.",
     "what XML forbids, or reads as markup"),
    ("=cmd|'calc'!A0.txt", b"=1+1\n\n-5 said @sam: France pledged $2 billion to Ukraine.",
     "a name and a title that a spreadsheet runs"),
    ("A.txt", b"Russia rejects foreign troops. France pledged $2 billion.", "a name in another case"),
    ("a.txt", b"Russia rejects foreign troops. France pledged $2 billion.", "the same bytes"),
    ("sub/a.txt", b"Ukraine demands security guarantees; 600,000 soldiers.", "a name twice"),
    (r"x\..\..\y.txt", b"Germany gave 12 tanks.", "a name that would leave the folder"),
    ("<b>&\"'\n.txt", b"Germany gave 12 tanks.", "a name of markup and a line end"),
    (f"{LONG}.txt", b"Germany gave 12 tanks.", "a name of nearly 255 bytes"),
    ("old.txt", b"24 February 1525\n\nWashington's 28-point peace plan was presented to Kyiv.\n",
     "a year before nanoseconds"),
    ("far.txt", b"Washington's 28-point peace plan was presented to Kyiv. Moscow wants 19 points.",
     "a year behind them, from the sidecar"),
    ("wars.txt", b"Sudan and Ukraine are at war. In Sudan, the RSF killed 300 people in El Fasher.\n\n"
     b"Ukraine's army has 900,000 soldiers. Norway pledged $5 billion to Ukraine and Moldova.\n",
     "two conflicts, two who receive"),
    ("draft.txt", b"The draft agreement\n\n1. Ukraine's army is limited to 800,000 soldiers.\n"
     b"2. Russia withdraws from Sumy.\n3. $100 billion of frozen assets go to Ukraine.\n"
     b"4. Elections are held in 100 days.\n", "a text of points"),
    ("final.txt", b"The final agreement\n\n1. Ukraine's army is limited to 600,000 soldiers.\n"
     b"2. Russia withdraws from Sumy.\n3. $140 billion of frozen assets go to Ukraine.\n"
     b"4. All prisoners are exchanged.\n", "a later one, to be laid beside it"),
    ("none.txt", b"Nothing is counted here.", "no figure"),
]  # fmt: skip
SIDECAR = """["far.txt"]
published = 9999-12-31
note = "=HYPERLINK(1)"
source_reliability = "E"
["draft.txt"]
published = 2025-11-20
["final.txt"]
published = 2025-12-20
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, data, _ in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "corpus.toml").write_text(SIDECAR)
    found = wb.load(folder, progress=False, cache=False)
    assert len(found) == len(FILES) and found.failures == []
    return found


@pytest.fixture(scope="module", params=["seeds", "hostile"])
def chosen(request, corpus, hostile):
    return corpus if request.param == "seeds" else hostile


@pytest.fixture(scope="module")
def exported(chosen, tmp_path_factory):
    """The folder of an export, made when it is asked for."""
    base, made = tmp_path_factory.mktemp("exports"), {}

    def folder(kind: str) -> Path:
        if kind not in made:
            made[kind] = wb.export(chosen, base / kind, as_=kind)
        return made[kind]

    return folder


def told(corpus) -> dict[str, dict]:
    """The rows of the claims as the analysis gave them, by id."""
    every = [
        dict(zip(COLUMNS["claims"], r, strict=True)) for d in corpus._results for r in d.claims
    ]
    return {r["claim_id"]: {k: v for k, v in r.items() if v is not None} for r in every}


def labelled(row: dict) -> set[str]:
    """``column: value`` for each label of a row."""
    several = {c: row[c].split(";") for c in ("actor", "beneficiary") if c in row}
    one = {c: [row[c]] for c in LABELS if c in row and c not in several}
    return {f"{c}: {value}" for c, values in (one | several).items() for value in values}


# --- one reader a format: id -> (text as it is shown, start, end, row, labels) --------------------

OA = "http://www.w3.org/ns/oa#"
LINKS = (
    ("body", "hasBody"),
    ("target", "hasTarget"),
    ("source", "hasSource"),
    ("selector", "hasSelector"),
)
# The terms of http://www.w3.org/ns/anno.jsonld that are used, as it defines them.
CONTEXT = {
    "oa": OA, "as": "http://www.w3.org/ns/activitystreams#", "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
    **{n: f"oa:{n}" for n in "Annotation TextualBody TextQuoteSelector TextPositionSelector tagging "
       "describing exact prefix suffix".split()},
    **{term: {"@type": "@id", "@id": f"oa:{name}"} for term, name in LINKS},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "first": {"@type": "@id", "@id": "as:first"}, "generator": {"@type": "@id", "@id": "as:generator"},
    "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application",
    **{term: {"@id": name, "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}
       for term, name in (("start", "oa:start"), ("end", "oa:end"), ("total", "as:totalItems"),
                          ("startIndex", "as:startIndex"))},
    "label": "rdfs:label", "name": "foaf:name", "format": "dc:format", "value": "rdf:value",
}  # fmt: skip


def annotations(folder: Path, _) -> dict[str, tuple]:
    def local(url, _):
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}

    def value(node, name, of=OA):
        return node[of + name][0].get("@value", node[of + name][0].get("@id"))

    data = json.loads((folder / "annotations.jsonld").read_text("utf-8"))
    # A key or type that the context has not would vanish, or stay without its address.
    known = {key for key in re.findall(r'^ *"(\w+)":', json.dumps(data, indent=1), re.M)}
    assert known <= set(CONTEXT)
    (graph,) = jsonld.expand(data, {"documentLoader": local, "base": "http://here/"})
    space = CONTEXT["as"]
    page = graph[f"{space}first"][0]
    items = page[f"{space}items"][0]["@list"]
    assert graph[f"{space}totalItems"][0]["@value"] == len(items)
    assert len({item["@id"] for item in items}) == len(items)
    found = {}
    for item in items:
        assert item["@type"] == [f"{OA}Annotation"]
        source = value(item[f"{OA}hasTarget"][0], "hasSource").removeprefix("http://here/")
        text = (folder / source).read_bytes().decode()
        quote, place = item[f"{OA}hasTarget"][0][f"{OA}hasSelector"]
        assert (quote["@type"], place["@type"]) == (
            [f"{OA}TextQuoteSelector"],
            [f"{OA}TextPositionSelector"],
        )
        start, end = value(place, "start"), value(place, "end")
        before, exact, behind = (value(quote, n) for n in ("prefix", "exact", "suffix"))
        assert text[start - len(before) : end + len(behind)] == before + exact + behind
        assert (start - len(before), exact) == (max(0, start - 32), text[start:end])
        *tags, row = item[f"{OA}hasBody"]
        assert {value(tag, "hasPurpose") for tag in tags} == {f"{OA}tagging"}
        row = json.loads(value(row, "value", CONTEXT["rdf"]))
        words = {value(tag, "value", CONTEXT["rdf"]) for tag in tags}
        found[row["claim_id"]] = text, start, end, row, words
    papers = [
        json.loads(line) for line in (folder / "documents.jsonl").read_text("utf-8").splitlines()
    ]
    assert sorted(p["file"] for p in papers) == sorted(
        f"texts/{p.name}" for p in (folder / "texts").iterdir()
    )
    return found


QDE = "{urn:QDA-XML:project:1.0}"


def qdpx(folder: Path, _) -> dict[str, tuple]:
    found = {}
    with zipfile.ZipFile(folder / "project.qdpx") as packed:
        root = etree.fromstring(packed.read("project.qde"))
        names = {code.get("guid"): code.get("name") for code in root.iter(f"{QDE}Code")}
        for source in root.iter(f"{QDE}TextSource"):
            path = source.get("plainTextPath").replace("internal://", "sources/")
            # As QualCoder and others open it: line ends of any kind are one character.
            text = packed.read(path).decode().replace("\r\n", "\n")
            for place in source.iter(f"{QDE}PlainTextSelection"):
                row = memo(place)
                codes = {names[ref.get("targetGUID")] for ref in place.iter(f"{QDE}CodeRef")}
                at = int(place.get("startPosition")), int(place.get("endPosition"))
                found[row["claim_id"]] = text, *at, row, codes
    return found


def memo(element) -> dict:
    lines = element.find(f"{QDE}Description").text.split("\n")
    return {name: json.loads(value) for name, value in (line.split(": ", 1) for line in lines)}


def datapackage(folder: Path, corpus) -> dict[str, tuple]:
    found = {}
    for row in table(folder, "claims"):
        text = corpus.text(row["doc_id"])
        found[row["claim_id"]] = text, row["start"], row["end"], row, labelled(row)
    return found


def table(folder: Path, name: str) -> list[dict]:
    """The rows of a table as frictionless reads them, formulas freed."""
    package = frictionless.Package(str(folder / "datapackage.json"))
    return [
        {k: v for k, v in ((k, freed(v)) for k, v in row.to_dict().items()) if v is not None}
        for row in package.get_resource(name).read_rows()
    ]


def freed(value):
    if isinstance(value, str) and re.match("'+[=+\\-@\t\r\n＝＋－＠]", value):
        return value[1:]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def docbin(folder: Path, _) -> dict[str, tuple]:
    found = {}
    for doc in DocBin().from_disk(folder / "corpus.spacy").get_docs(spacy.blank("xx").vocab):
        data = json.loads(json.dumps({key: doc.user_data[key] for key in ("document", "claims")}))
        by_id = {row["claim_id"]: row for row in data["claims"]}
        labels = {name: set() for name in by_id}
        for column, group in doc.spans.items():
            for span in group:
                labels[span.id_] |= labelled({column: span.label_})
                row = by_id[span.id_]
                assert (span.start_char, span.end_char) == (row["start"], row["end"])
        for span in doc.ents:
            assert span.label_ in ("funding", "force", "plan") and span.text in {
                r["quote"] for r in by_id.values()
            }
        found |= {n: (doc.text, r["start"], r["end"], r, labels[n]) for n, r in by_id.items()}
    return found


def labelstudio(folder: Path, _) -> dict[str, tuple]:
    found = {}
    for task in json.loads((folder / "tasks.json").read_text("utf-8")):
        text, by_id = task["data"]["text"], {row["claim_id"]: row for row in task["data"]["claims"]}
        words, places = {name: set() for name in by_id}, {}
        for region in task["predictions"][0]["result"]:
            value, kind = region["value"], region["type"]
            one = value[{"textarea": "text"}.get(kind, kind)]
            places.setdefault(region["id"], (value["start"], value["end"]))
            assert places[region["id"]] == (value["start"], value["end"])
            if kind == "number":
                assert one == by_id[region["id"]][region["from_name"]]
            else:
                words[region["id"]] |= labelled({region["from_name"]: one[0]})
                assert len(one) == 1 and (
                    kind == "textarea" or value["text"] == text[slice(*places[region["id"]])]
                )
        found |= {n: (text, *places[n], r, words[n]) for n, r in by_id.items()}
    return found


READERS = [annotations, qdpx, datapackage, docbin, labelstudio]
FIT = str.maketrans("\r\x01\x0b\x0c\ufffe", " \ufffd\ufffd\ufffd\ufffd")
SHOWN_FIT = ("qdpx", "labelstudio")  # one character for another


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_every_claim_comes_back(exported, chosen, reader):
    kind, wanted = reader.__name__, told(chosen)
    found = reader(exported(kind), chosen)
    assert set(found) == set(wanted)
    for name, row in wanted.items():
        text, start, end, read, labels = found[name]
        whole, quote = chosen.text(row["doc_id"]), row["quote"]
        if kind != "datapackage" and whole[0] == "\ufeff":  # a reader would drop it
            whole = "\ufffd" + whole[1:]
        if kind in SHOWN_FIT:
            whole, quote = whole.translate(FIT), quote.translate(FIT)
        assert (text, start, end, text[start:end]) == (whole, row["start"], row["end"], quote)
        assert labels == labelled(row)
        if kind == "qdpx":  # memos too are XML
            row = json.loads(json.dumps(row, ensure_ascii=False).translate(FIT))
        assert read == row


def test_the_hostile_folder_has_what_it_is_for(hostile):
    quotes = {(row["doc_id"], row["quote"]) for row in told(hostile).values()}
    assert {
        ("ends", "$60 billion"), ("ends", "$5 billion"), ("crlf", "€9\r\nbillion"),
        ("emoji", "€9 billion"), ("control", "$2 billion"),
    } <= quotes  # fmt: skip
    ends = [r for r in told(hostile).values() if r["doc_id"] == "ends"]
    assert hostile.text("control").startswith("\ufeffBad")
    assert {0, len(hostile.text("ends"))} <= {r["start"] for r in ends} | {r["end"] for r in ends}
    days = {r["doc_id"]: r.get("published") for r in (d.document for d in hostile._results)}
    assert (days["old"], days["far"]) == ("1525-02-24", "9999-12-31")
    tables = plans.provisions(hostile), plans.alignments(hostile), hostile.positions
    assert [len(table) > 2 for table in tables] == [True] * 3
    wb.explore.peace_plans(hostile)  # its time line takes any year


@pytest.mark.parametrize("kind", exports.KINDS)
def test_no_file_is_named_by_a_document(exported, kind):
    own = {
        "annotations": "README.md annotations.jsonld documents.jsonl", "docbin": "README.md corpus.spacy",
        "qdpx": "README.md codebook.qdc project.qdpx", "labelstudio": "README.md labelling.xml tasks.json",
        "datapackage": "README.md datapackage.json " + " ".join(f"{name}.csv" for name in WORDS["tables"]),
    }  # fmt: skip
    folder = exported(kind)
    names = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    if kind == "qdpx":
        with zipfile.ZipFile(folder / "project.qdpx") as packed:
            names += [name for name in packed.namelist() if name != "project.qde"]
            about = {(i.date_time, i.create_system, i.external_attr) for i in packed.infolist()}
            assert about == {((1980, 1, 1, 0, 0, 0), 3, 0o644 << 16)}
    apart = [name for name in names if not re.fullmatch(f"(?:texts|sources)/{GUID}.txt", name)]
    assert sorted(apart) == sorted(own[kind].split())
    assert len(set(names)) == len(names)


# --- REFI-QDA, against what the published standard (1.5, QDA-XML of 18 March 2019) demands --------

CODED = {"PlainTextSelection": "Description Coding NoteRef", "Coding": "CodeRef NoteRef"}
# Element: its attributes (those that must be there with a star), its children in their order
STANDARD = {
    "Project": ("name* origin creatingUserGUID", "Users CodeBook Variables Cases Sources Notes Links Sets Graphs"),
    "Users": ("", "User"), "User": ("guid* name id", ""), "CodeBook": ("origin", "Codes Sets"),
    "Codes": ("", "Code"), "Code": ("guid* name* isCodable* color", "Description NoteRef Code"),
    "Variables": ("", "Variable"), "Variable": ("guid* name* typeOfVariable*", "Description"),
    "Sources": ("", "TextSource"),
    "TextSource": ("guid* name richTextPath plainTextPath creatingUser",
                   "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue"),
    "PlainTextSelection": ("guid* name startPosition* endPosition* creatingUser", CODED["PlainTextSelection"]),
    "Coding": ("guid* creatingUser", CODED["Coding"]), "CodeRef": ("targetGUID*", ""),
    "VariableValue": ("", "VariableRef TextValue DateValue"), "VariableRef": ("targetGUID*", ""),
    "Description": ("", ""), "TextValue": ("", ""), "DateValue": ("", ""),
}  # fmt: skip


def departures(root) -> list[str]:
    """Where a project or codebook is not as the standard has it."""
    found, guids = [], [e.get("guid") for e in root.iter() if e.get("guid")]
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        attributes, children = (words.split() for words in STANDARD[name])
        must, may = (
            [a.strip("*") for a in attributes if "*" in a],
            [a.strip("*") for a in attributes],
        )
        order = [children.index(etree.QName(child).localname) for child in element]
        found += [f"{name} lacks {a}" for a in must if a not in element.attrib]
        found += [f"{name} has {a}" for a in element.attrib if a not in may]
        found += [f"{name}: order"] if order != sorted(order) else []
        found += (
            [f"{name}: empty"]
            if name in ("Codes", "Sources", "Variables", "Users") and not order
            else []
        )
        for a, value in element.attrib.items():
            if a in ("guid", "targetGUID", "creatingUser", "creatingUserGUID"):
                found += (
                    [] if re.fullmatch(GUID, value) and value in guids else [f"{name}: {a} {value}"]
                )
    return found + [f"twice: {guid}" for guid in guids if guids.count(guid) > 1]


def test_a_project_is_as_the_standard_has_it(exported, chosen, hostile):
    folder = exported("qdpx")
    with zipfile.ZipFile(folder / "project.qdpx") as packed:
        root = etree.fromstring(packed.read("project.qde"))
    book = etree.parse(folder / "codebook.qdc").getroot()
    assert (root.tag, book.tag) == (f"{QDE}Project", "{urn:QDA-XML:codebook:1.0}CodeBook")
    assert departures(root) == [] == departures(book)
    codes, own = ([(c.get("guid"), c.get("name")) for c in r.iter("{*}Code")] for r in (root, book))
    assert codes == own and len({name for _, name in codes}) == len(codes)  # QualCoder wants that
    told = {(v.getparent().getparent().get("name"), v.getparent()[0].get("targetGUID")): v.text
            for v in root.iter(f"{QDE}DateValue", f"{QDE}TextValue")}  # fmt: skip
    variables = {v.get("name"): v.get("guid") for v in root.iter(f"{QDE}Variable")}
    wanted = {d.document["doc_id"]: d.document["published"] for d in chosen._results}
    days = {name: day for (name, guid), day in told.items() if guid == variables["published"]}
    assert days == {name: day for name, day in wanted.items() if day}
    if chosen is hostile:
        assert told["wars", variables["conflict"]] == "sudan; ukraine"
    names = [source.get("name") for source in root.iter(f"{QDE}TextSource")]
    assert [n for n in names if not re.fullmatch(r"[\w .,()+-]{1,109}", n)] == []
    assert len({n.casefold() for n in names}) == len(chosen)
    documents = {memo(s)["doc_id"]: memo(s)["sha256"] for s in root.iter(f"{QDE}TextSource")}
    assert documents == {d.document["doc_id"]: d.document["sha256"] for d in chosen._results}


def test_a_departure_from_the_standard_is_seen():
    root = etree.fromstring("<Project><Codes/><Users><User guid='1' color=''/></Users></Project>")
    STANDARD["Project"][1].split()
    with pytest.raises(ValueError, match="'Codes' is not in list"):
        departures(root)
    root = etree.fromstring(
        "<Project><CodeBook><Codes/></CodeBook><Users><User guid='1' a=''/></Users></Project>"
    )
    assert departures(root) == [
        "Project lacks name",
        "Project: order",
        "Codes: empty",
        "User has a",
        "User: guid 1",
    ]


# --- Frictionless, spaCy, Label Studio ------------------------------------------------------------


def test_a_data_package_is_valid_and_holds_every_table(exported, chosen):
    folder = exported("datapackage")
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.valid and report.stats["tasks"] == len(WORDS["tables"]) == 13, report.flatten()
    rooms = {
        findings: "facts findings",
        plans: "plans provisions alignments",
        compare: "disagreements",
    }
    tables = {
        name: getattr(chosen, name)
        for name in COLUMNS
        if hasattr(chosen, name) and name not in ("indicators", "review")
    }
    tables |= {n: getattr(room, n)(chosen) for room, names in rooms.items() for n in names.split()}
    for name, wanted in tables.items():
        assert (list(wanted.columns), len(tables)) == (list(COLUMNS[name]), 13)
        wanted = wanted.astype(object).where(wanted.notna(), None).to_dict("records")
        wanted = json.loads(
            json.dumps(wanted, default=lambda day: f"{day:%Y-%m-%d}" if day.year > 999 else "")
        )
        wanted = [{k: v for k, v in row.items() if v is not None} for row in wanted]
        if name == "documents":
            for row in wanted:
                row |= (
                    {"conflict": [row["conflict"]]} if isinstance(row.get("conflict"), str) else {}
                )
        assert table(folder, name) == wanted, name


def test_what_a_data_package_says_of_its_columns(exported):
    package = json.loads((exported("datapackage") / "datapackage.json").read_text("utf-8"))
    claims = next(r for r in package["resources"] if r["name"] == "claims")
    types = {f["name"]: f["type"] for f in claims["schema"]["fields"]}
    assert types == dict.fromkeys(COLUMNS["claims"], "string") | dict.fromkeys(
        ("start", "end", "sentence_start", "sentence_end", "credibility"), "integer"
    ) | dict.fromkeys(("low", "high", "usd", "eur"), "number") | {
        "cues": "array", "corrected": "array", "event_date": "date", "rate_date": "date",
    }  # fmt: skip
    assert claims["schema"]["primaryKey"] == "claim_id"
    assert [
        f["name"]
        for r in package["resources"]
        for f in r["schema"]["fields"]
        if not f["description"]
    ] == []


def test_no_cell_of_a_data_package_is_a_formula(hostile, tmp_path):
    folder = wb.export(hostile, tmp_path / "out", "datapackage")
    for path in folder.glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [c for c in cells if re.match("[=+@\t\r\n]|-(?![\\d.]+$)", c)] == [], path.name
    (row,) = (r for r in table(folder, "documents") if r["doc_id"] == "far")
    assert row["note"] == "=HYPERLINK(1)"


# A claim's ends inside a word, at spaces, over a line end, overlapping another; why
CUTS = [
    ("a60b c", [(1, 3)], ["a", "60", "b", "c"], "inside a word"),
    ("a $5 b", [(2, 4)], ["a", "$", "5", "b"], ""),
    ("a 5 b", [(1, 3)], ["a", " ", "5", "b"], "begins with a space"),
    ("a 5 b", [(2, 4)], ["a", "5", " ", "b"], "ends with a space"),
    ("a  5\r\nb", [(3, 7)], ["a", " ", "5", "\r\n", "b"], "over a line end"),
    ("🙂 5", [(2, 3)], ["🙂", "5"], "code points"),
    (" 5", [(1, 2)], [" ", "5"], "a space before all"),
    ("5 bn", [(0, 4), (2, 4)], ["5", "bn"], "one in another"),
]


@pytest.mark.parametrize("text, places, words, why", CUTS)
def test_tokens_end_where_a_figure_does(text, places, words, why):
    claims = [{"start": start, "end": end} for start, end in places]
    nlp = spacy.blank("xx")
    found, spaces = exports.docbin._tokens(text, nlp.tokenizer, claims)
    doc = spacy.tokens.Doc(nlp.vocab, found, spaces)
    assert (found, doc.text) == (words, text)
    assert [doc.char_span(*place).text for place in places] == [text[slice(*p)] for p in places]


def test_entities_are_those_that_do_not_overlap(corpus, tmp_path):
    folder = wb.export(corpus, tmp_path / "out", "docbin")
    docs = list(DocBin().from_disk(folder / "corpus.spacy").get_docs(spacy.blank("en").vocab))
    assert [len(doc.ents) for doc in docs] == [len(doc.spans["theme"]) for doc in docs]
    assert sum(len(doc.ents) for doc in docs) == len(corpus.claims) == 21


def test_every_region_fits_the_interface(exported):
    folder = exported("labelstudio")
    root = etree.parse(folder / "labelling.xml").getroot()
    controls = {e.get("name"): e for e in root.iter(etree.Element) if e.get("toName")}
    assert (
        {e.get("toName") for e in controls.values()} == {root.find("Text").get("name")} == {"text"}
    )
    assert root.find("Text").get("value") == "$text"
    for tag, inner in (
        ("Labels", "Label"),
        ("Choices", "Choice"),
    ):  # the SDK's schema wants one at least
        assert [e.get("name") for e in root.iter(tag) if not e.findall(inner)] == []
    hung = {name for name, e in controls.items() if e.get("perRegion") == "true"}
    assert set(controls) - hung == {"theme"}
    for task in json.loads((folder / "tasks.json").read_text("utf-8")):
        (prediction,) = task["predictions"]
        assert prediction["model_version"] == f"workbench {wb.__version__}"
        for region in prediction["result"]:
            control = controls[region["from_name"]]
            assert (control.tag.lower(), region["to_name"]) == (region["type"], "text")
            if len(control):
                offered = [e.get("value") for e in control]
                assert set(region["value"][region["type"]]) <= set(offered)
                assert len(offered) == len(set(offered))
        pairs = [(r["id"], r["from_name"]) for r in prediction["result"]]
        assert len(pairs) == len(set(pairs))


def test_a_label_of_an_own_codebook_is_offered_too(corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(WORDS["values"], "role", ["need"])
    folder = wb.export(corpus, tmp_path / "out", "labelstudio")
    root = etree.parse(folder / "labelling.xml").getroot()
    offered = [e.get("value") for e in root.findall("Choices[@name='role']/Choice")]
    assert offered[0] == "need" and sorted(offered) == sorted(set(corpus.claims["role"]))


# --- all ------------------------------------------------------------------------------------------

MAKE = """
import sys, workbench as wb
corpus = wb.load(sys.argv[1], progress=False)
for kind in sys.argv[3:]:
    wb.export(corpus, f"{sys.argv[2]}/{kind}", as_=kind)
"""


def test_the_same_bytes_from_two_folders_and_two_worlds(seeds, tmp_path):
    found = []
    for number, (zone, language, seed) in enumerate(
        [("UTC", "C.UTF-8", "0"), ("Pacific/Kiritimati", "tr_TR.UTF-8", "77")]
    ):
        folder = tmp_path / f"folder {number}"
        texts = folder / "texts"
        texts.mkdir(parents=True)
        for path in seeds.iterdir():
            (texts / path.name).write_bytes(path.read_bytes())
        env = {**os.environ, "TZ": zone, "LANG": language, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", MAKE, str(texts), str(folder), *exports.KINDS]
        subprocess.run(command, env=env, cwd=folder, check=True)
        made = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        assert [str(path) for path, data in made.items() if str(tmp_path).encode() in data] == []
        found.append(made)
    assert found[0] == found[1] and len(found[0]) > 30


FAULTS = [
    ("held", r"held holds something already; name a new folder, or empty this one"),
    ("file", r"file is a file; name a new folder, or empty this one"),
    ("none/out", r"none/out: the folder 'none' does not exist; make it first"),
]


@pytest.mark.parametrize("name, words", FAULTS)
def test_a_folder_that_is_not_new_is_an_error(corpus, tmp_path, name, words):
    (tmp_path / "held").mkdir()
    (tmp_path / "held" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ValueError, match=words):
        wb.export(corpus, tmp_path / name, "annotations")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "held", "mine.txt"]


def test_an_empty_folder_is_taken(corpus, tmp_path):
    (tmp_path / "out").mkdir()
    assert wb.export(corpus, tmp_path / "out", "annotations") == tmp_path / "out"
    assert [p.name for p in tmp_path.iterdir()] == ["out"] and any((tmp_path / "out").iterdir())


def test_a_failed_run_leaves_nothing(corpus, tmp_path, monkeypatch):
    def broken(corpus, folder, made_by):
        (folder / "half").write_text("half")
        raise RuntimeError("broken")

    monkeypatch.setitem(exports.KINDS, "annotations", broken)
    with pytest.raises(RuntimeError):
        wb.export(corpus, tmp_path / "out", "annotations")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_take_its_name_is_none(corpus, tmp_path, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(CantWrite, match=r"out: can't be written \(No space left on device\)"):
        wb.export(corpus, tmp_path / "out", "annotations")
    assert list(tmp_path.iterdir()) == []


def test_a_document_that_has_changed_since_is_told_and_nothing_written(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Norway pledged $5 billion.")
    corpus = wb.load(tmp_path / "in", progress=False, cache=False)
    (tmp_path / "in" / "a.txt").write_text("Norway pledged $6 billion.")
    with pytest.raises(Unreadable, match="a.txt: has changed since the corpus was loaded"):
        wb.export(corpus, tmp_path / "out", "labelstudio")
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_what_is_unknown_or_not_installed_is_told(corpus, tmp_path, monkeypatch):
    with pytest.raises(
        ValueError, match="no export as 'xlsx'; there are: annotations, qdpx, datap"
    ):
        wb.export(corpus, tmp_path / "out", "xlsx")
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ValueError, match=r'not installed; type: pip install "workbench\[export\]"'):
        wb.export(corpus, tmp_path / "out", "docbin")
    assert list(tmp_path.iterdir()) == []


# What is read, where it goes, exit code, what is said
RUNS = [
    ("good", "out", "qdpx", 0, "out: 1 document, 1 claim"),
    ("bad", "out", "qdpx", 1, "left out: empty.txt: is empty (0 bytes)"),
    ("empty", "out", "qdpx", 2, "no document could be read; there is nothing to export"),
    ("good", "good", "qdpx", 2, "holds something already"),
    ("good", "out", "xlsx", 2, "'xlsx' is not one of"),
]


@pytest.mark.parametrize("read, out, kind, code, words", RUNS)
def test_the_command(tmp_path, monkeypatch, read, out, kind, code, words):
    monkeypatch.chdir(tmp_path)
    for folder, names in {"good": ["a.txt"], "bad": ["a.txt", "empty.txt"], "empty": []}.items():
        (tmp_path / folder).mkdir()
        for name in names:
            text = "Norway pledged $5 billion." if name == "a.txt" else ""
            (tmp_path / folder / name).write_text(text)
    run = CliRunner().invoke(cli.cli, ["export", read, "-o", out, "--as", kind, "--quiet"])
    assert run.exit_code == code and words in run.output
    assert (tmp_path / "out").exists() == (code == 0 or read == "bad")


def test_every_column_is_explained():
    words, columns = WORDS["columns"], {c for columns in COLUMNS.values() for c in columns}
    assert columns ^ {name for name in words if "." not in name} == set()
    special = {tuple(name.split(".")) for name in words if "." in name}
    assert [pair for pair in special if pair[1] not in COLUMNS[pair[0]]] == []
    assert set(WORDS["tables"]) == set(COLUMNS) - {"checks", "indicators", "review"}


@pytest.mark.parametrize("kind", exports.KINDS)
def test_the_readme_says_what_the_format_cannot_hold(exported, chosen, kind):
    text = (exported(kind) / "README.md").read_text("utf-8")
    assert f"# Corpus {chosen.fingerprint} as {kind}\n" in text
    assert f"{len(chosen)} documents and {len(chosen.claims)} figures" in text
    assert "\n\n## What it does not hold\n\n" in text and "&" not in text
    assert chosen.codebook.fingerprint in text
