"""The lessons: every answer gets its explanation, and every notebook is what its source says."""

import importlib.util
import json
import re
import statistics
import tomllib
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from workbench import lessons
from workbench.lessons import answers, exercises, marking, store

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks" / "lessons"
SOLVED = sorted((FOLDER / "solved").glob("*.ipynb"))
ANSWERS = tomllib.loads((ROOT / "tests" / "data" / "lesson_answers.toml").read_text("utf-8"))
ALL = {one.name: one for lesson in exercises.lessons().values() for one in lesson.exercise}

spec = importlib.util.spec_from_file_location("lesson_tool", ROOT / "tools" / "lessons.py")
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


@pytest.fixture(autouse=True)
def progress_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_PROGRESS", str(tmp_path / "progress"))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr(store, "_here", {})


def typed(form: str, answer):
    """An answer from TOML, where the items of labels are strings."""
    return {int(k): v for k, v in answer.items()} if form == "labels" else answer


RIGHT = [(name, answer) for name, told in ANSWERS.items() for answer in told["right"]]
WRONG = [(name, answer, why) for name, told in ANSWERS.items() for answer, why in told["wrong"]]


def test_every_exercise_has_its_answers():
    assert list(ANSWERS) == list(ALL)
    names = [one.name for lesson in exercises.lessons().values() for one in lesson.exercise]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name, answer", RIGHT)
def test_right_answers_pass(name, answer):
    verdict = lessons.check(name, typed(ALL[name].form, answer))
    assert verdict and repr(verdict).startswith(f"{name}: Right. {ALL[name].right}")


@pytest.mark.parametrize("name, answer, why", WRONG)
def test_wrong_answers_are_told_why(name, answer, why):
    verdict = lessons.check(name, typed(ALL[name].form, answer))
    assert not verdict and verdict.head == "Not yet."
    assert why in repr(verdict)
    assert re.sub(r"\s+", " ", why) in re.sub("&#3[49];", "'", verdict._repr_html_())


@pytest.mark.parametrize("name", ALL)
def test_every_planned_explanation_is_earned(name):
    # An explanation that no answer of the table gets is one that nobody has seen.
    told = [typed(ALL[name].form, a) for n, a, _ in WRONG if n == name]
    told += [typed(ALL[name].form, a) for n, a in RIGHT if n == name]
    said = " ".join(repr(marking.mark(ALL[name], answer)) for answer in told)
    assert [row.why for row in ALL[name].wrong if row.why not in said] == []
    assert ALL[name].otherwise in said


BLANKS = [..., None, "", " ", "...", "…", [], {}, (), set(), 0, 0.0, False, float("nan"), pd.NA]
MISFITS = {
    "number": ["12", [12], True, {1: 2}, float("inf"), 1 + 2j],
    "text": [12, ["need"], {"need": 1}, b"need", 3.5, object()],
    "set": ["need", 12, {1: "need"}, [1], [None], [...]],
    "numbers": ["000", 12, {0: 1}, [None], [...], [[0]]],
    "labels": ["need", 12, ["need"], {1: ...}, {1: None}, {"one": "need"}],
}


@pytest.mark.parametrize("name", ALL)
def test_blanks_and_misfits_never_pass(name):
    one = ALL[name]
    for blank in BLANKS:
        assert marking.mark(one, blank).head == "Not answered yet.", blank
    for misfit in MISFITS[one.form]:
        verdict = marking.mark(one, misfit)
        assert verdict.head == "Not in the form asked for.", misfit
        assert answers.FORMS[one.form][1] in repr(verdict)


def test_guessing_everything_does_not_pass():
    for one in ALL.values():
        if one.form == "numbers":
            assert not marking.mark(one, list(range(21))), one.name
        if one.form == "labels":
            assert not marking.mark(one, {n: "pledge" for n in range(1, 99)}), one.name


def test_no_answer_stands_in_plain_sight():
    for path in (ROOT / "workbench" / "lessons").glob("*.toml"):
        assert not re.search(r"^plain\b", path.read_text("utf-8"), re.MULTILINE), path.name
    for one in ALL.values():
        assert bool(one.sealed) != bool(one.derived), one.name
        assert one.hints and one.question.endswith(("?", ".")), one.name


def test_answers_of_pandas_and_numpy_are_pythons_own():
    assert answers.parts(np.int64(3), "number") == answers.parts(3.0, "number") == ("3",)
    assert answers.parts(pd.Series(["need", "The Pledge"]), "set") == ("need", "pledge")
    assert answers.parts(pd.Series({1: "need"}), "labels") == ("1:need",)
    assert answers.parts(pd.Index(["000_b1.txt", "12"]), "numbers") == ("0", "12")
    assert answers.parts(40.677, "number", 1) == ("40.7",)  # 2.5 to 3, as pupils round
    assert answers.parts(2.5, "number") == ("3",)


# --- labels ----------------------------------------------------------------------------------------


def test_items_are_shown_in_their_sentences():
    table = lessons.sentences("roles")
    assert table["figure"].tolist()[:3] == ["$4.8 billion", "$900 million", "$250 million"]
    assert all(row.figure in row.sentence for row in table.itertuples())
    with pytest.raises(ValueError, match="'gap' is no|no exercise 'gap'"):
        lessons.sentences("gap")
    with pytest.raises(ValueError, match="no labelling exercise"):
        lessons.sentences("tellers")


def test_alpha_is_krippendorffs():
    # The package's own example of three coders and fifteen units: nominal 0.691.
    coders = {"A": "*****34121133*3", "B": "1*213343*******", "C": "**21344*21133*4"}
    tables = {
        who: {unit: label for unit, label in enumerate(row, 1) if label != "*"}
        for who, row in coders.items()
    }
    assert lessons.agreement(tables) == pytest.approx(0.691, abs=0.0005)
    # Coincidences of 2 x 2: one of two items alike; 1 - (4 - 1) * 2 / (16 - 6) = 0.4.
    pair = {"Ada": {1: "need", 2: "pledge"}, "Ben": {1: "need", 2: "budget"}}
    assert lessons.agreement(pair) == pytest.approx(0.4)
    assert lessons.agreement({"a": {1: "x", 2: "y"}, "b": {1: "x", 2: "y"}}) == 1
    assert np.isnan(lessons.agreement({"a": {1: "x"}, "b": {1: "x"}}))
    for alone in ({"a": {1: "x"}}, {"a": {1: "x"}, "b": {2: "x"}}):
        with pytest.raises(ValueError, match="no item was labelled by two"):
            lessons.agreement(alone)


# --- hints, progress -------------------------------------------------------------------------------


def test_hints_come_one_by_one_and_begin_again():
    told = [repr(lessons.hint("longer")) for _ in range(3)]
    one, two = ALL["longer"].hints
    assert told == [f"longer: Hint 1 of 2. {one}", f"longer: Hint 2 of 2. {two}", told[0]]


def test_unknown_exercises_and_corpora_are_told():
    for ask in (lambda: lessons.check("tellrs", 1), lambda: lessons.hint("tellrs")):
        with pytest.raises(ValueError, match="no exercise 'tellrs'; the nearest are: tellers, "):
            ask()
    with pytest.raises(ValueError, match="no corpus 'seed'; there is: seeds, dossier, bare"):
        lessons.load("seed")


def progress() -> dict:
    return {row.exercise: row.passed for row in lessons.progress().itertuples()}


def test_progress_is_that_of_the_last_check(monkeypatch):
    assert progress() == {}
    lessons.check("tellers", 1)
    lessons.check("stuffed", 6)
    lessons.check("stuffed", ...)
    told = dict.fromkeys(["machine", "contradicted", "day_of_war", "second_page"], "not checked")
    assert progress() == told | {"tellers": "yes", "stuffed": "not yet"}
    monkeypatch.setattr(store, "_here", {})  # a new kernel
    assert progress() == told | {"tellers": "yes", "stuffed": "not yet"}


@pytest.mark.parametrize(
    "other",
    [{"JPY_SESSION_NAME": "/class/ben.ipynb"}, {"HOME": "/ben", "USERPROFILE": "/ben"}, {"JUPYTERHUB_USER": "ben"}, None],
    ids=["notebook", "user", "hub", "folder"],
)  # fmt: skip
def test_two_students_dont_share_a_file(other, monkeypatch, tmp_path):
    lessons.check("tellers", 1)
    monkeypatch.setattr(store, "_here", {})
    first = store.place()
    for name, value in (other or {}).items():
        monkeypatch.setenv(name, value)
    if other is None:
        monkeypatch.chdir(tmp_path)
    assert store.place() != first and store.place().parent == first.parent
    assert progress() == {}


def test_a_broken_or_unwritable_file_stops_nobody(monkeypatch, tmp_path):
    for broken in ("", "[1]", "{", '{"tellers": "yes"}'):
        store.place().parent.mkdir(exist_ok=True)
        store.place().write_text(broken)
        assert "yes" not in progress().values()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(
        "WORKBENCH_PROGRESS", str(tmp_path / "file")
    )  # a file where a folder is wanted
    assert lessons.check("tellers", 1)
    assert progress()["tellers"] == "yes"


def test_what_is_said_is_escaped():
    verdict = marking.Verdict("x", ["<b>h</b>"], "Not yet.", ["<script>1</script>"])
    html = verdict._repr_html_()
    assert "<script>" not in html and "<b>" not in html and "&lt;script&gt;" in html


# --- notebooks -------------------------------------------------------------------------------------


def read(path: Path):
    return nbformat.read(path, as_version=4)


def cells(notebook, tag: str) -> list:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def named(cell) -> str:
    return re.search(r'lessons\.check\("(\w+)", answer\)$', cell.source)[1]


def said(cell) -> str:
    return "".join(out.data["text/plain"] for out in cell.outputs if "data" in out)


def test_each_lesson_has_its_notebook_and_its_exercises_in_order():
    found = {path.stem: [named(c) for c in cells(read(path), "exercise")] for path in SOLVED}
    told = {n: [one.name for one in x.exercise] for n, x in exercises.lessons().items()}
    assert found == told
    for path in SOLVED:
        for cell in cells(read(path), "exercise"):
            assert cell.metadata["nbgrader"]["grade_id"] == named(cell)


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_the_students_notebook_is_made_from_the_solved_one(path):
    made, stored = tool.student(read(path)), read(FOLDER / path.name)
    assert tool.cells(stored) == tool.cells(made)
    text = json.dumps([cell.source for cell in made.cells])
    assert "SOLUTION" not in text and text.count("answer = ...\\nlessons.check") == len(
        cells(made, "exercise")
    )
    without = tool.student(read(path), solutions=False)
    assert len(made.cells) - len(without.cells) == len(cells(made, "exercise"))


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_solved_passes_and_unsolved_fails_every_check(path):
    # As stored; nbval runs both again and compares.
    for cell in cells(read(path), "exercise"):
        assert said(cell).startswith(f"{named(cell)}: Right."), cell.source
    for cell in cells(read(FOLDER / path.name), "exercise"):
        assert said(cell).startswith(f"{named(cell)}: Not answered yet."), cell.source


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_the_folded_solution_is_the_one_that_passes(path):
    notebook = read(path)
    regions = [tool.REGION.search(c.source)[1] for c in cells(notebook, "exercise")]
    folded = [
        re.search(r"```python\n(.*?)\n```", c.source, re.DOTALL)[1]
        for c in cells(notebook, "solution")
    ]
    assert folded == regions
    assert all(c.source.startswith("<details>") for c in cells(notebook, "solution"))


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_the_rhythm_of_a_lesson(path):
    notebook = read(FOLDER / path.name)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert statistics.median(source.count("\n") + 1 for source in code) <= 3
    first = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    before = "\n".join(cell.source for cell in notebook.cells[:first])
    for part in (
        "**The question**",
        "**You will be able to**",
        "**Before you start**",
        "**Minutes**",
    ):
        assert part in before
    assert re.search("^> ", before, re.MULTILINE), "a quote before any import"
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for part in (
        "**Predict",
        "reak it on purpose",
        "## Why I don't trust",
        "## What you have learnt",
    ):
        assert part in prose, part
    kinds = [cell.metadata["slideshow"]["slide_type"] for cell in notebook.cells]
    assert kinds[0] == "slide" and kinds.count("slide") >= 5


def test_quotes_before_the_first_import_stand_in_their_documents():
    texts = [p.read_text("utf-8") for folder in (ROOT / "seeds", FOLDER / "dossier") for p in folder.glob("*.txt")]  # fmt: skip
    flat = [re.sub(r"[*\s]+", " ", text) for text in texts]
    for path in SOLVED:
        for quote in re.findall(r"^> “(.*?)”(?: \(|$)", "\n".join(c.source for c in read(path).cells), re.MULTILINE):  # fmt: skip
            for piece in re.split(r"\s*\[…\]\s*", quote.replace("**", "").replace("\\$", "$")):
                assert any(re.sub(r"[*\s]+", " ", piece) in text for text in flat), piece


def test_sealing_a_lesson_hides_what_is_plain():
    text = '[[exercise]]\nname = "gap"\nform = "numbers"\nplain = [1, "02"]\n[[exercise]]\nname = "cut"\nform = "number"\ndigits = 1\nplain = [0.25, 3]\n'
    sealed = tomllib.loads(tool.seal(text))["exercise"]
    assert sealed[0]["sealed"] == [answers.seal("gap", "1"), answers.seal("gap", "2")]
    assert sealed[1]["sealed"] == [answers.seal("cut", "0.3"), answers.seal("cut", "3.0")]
    assert tool.seal(tool.seal(text)) == tool.seal(text)
    labels = '[[exercise]]\nname = "gap"\nform = "labels"\nplain = [[8, "need"], [8, "pledge"]]\n'
    pair = [answers.seal("gap", "8:need"), answers.seal("gap", "8:pledge")]
    assert tomllib.loads(tool.seal(labels))["exercise"][0]["sealed"] == pair


# --- dossier ---------------------------------------------------------------------------------------

# What the lessons rest on: document, quote, role, actor, beneficiary, modality, attribution.
KNOWN = """
02 | $4.8 billion | need | | lethmar | planned | named
03 | $900 million | pledge | sorrend | lethmar | actual | own_voice
04 | $900 million | pledge | sorrend | lethmar | actual | own_voice
05 | $250 million | disbursement | sorrend | lethmar | actual | named
06 | $600 million | pledge | velmond | lethmar | agreed | own_voice
07 | $200 million | disbursement | velmond | lethmar | actual | named
08 | $1.2 billion | pledge | ansholt | lethmar | conditional | unnamed
09 | $6 billion | need | | lethmar | planned | unnamed
10 | $3.1 billion | other | ansholt;dravik | | actual | named
11 | 70,000 | cap | lethmar | | demanded | named
12 | 118,000 | strength | lethmar | | actual | named
13 | 100,000 | cap | lethmar | | conditional | unnamed
14 | 4,200 | strength | | | actual | named
14 | 2,500 | training | lethmar | | actual | named
15 | 95,000 | strength | lethmar | | actual | named
20 | 100,000 | cap | lethmar | | rejected | named
"""


def test_the_dossier_is_read_as_the_lessons_say():
    claims = lessons.load("dossier").claims.fillna({"actor": "", "beneficiary": ""})
    columns = ["quote", "role", "actor", "beneficiary", "modality", "attribution"]
    found = {" | ".join([row.doc_id[:2], *(getattr(row, c) for c in columns)]).replace("  ", " ")
             for row in claims.itertuples()}  # fmt: skip
    known = {line.strip() for line in KNOWN.strip().splitlines()}
    assert {line for line in known if line not in found} == set()
    assert len(lessons.load("dossier")) == 20 and not lessons.load("dossier").failures


def test_the_dossier_is_invented_and_its_days_are_those_of_the_calendar():
    # No party of a real war; each weekday fits its date, but on the page that is made to be caught.
    for path in sorted((FOLDER / "dossier").glob("*.txt")):
        text = path.read_text("utf-8")
        assert not re.search("Ukrain|Russia|Gaza|Israel|Sudan|Kyiv|Moscow|Trump", text), path.name
        day = re.search(r"(\d+ (?:March|April|May) 2031)\. ", text)
        weekday = re.search(r"\bon (\w+day)\b", text)
        if day and weekday and "18_" not in path.name:  # 18 tells on the 24th of Friday, the 23rd
            assert pd.Timestamp(day[1]).day_name() == weekday[1], path.name


def test_a_students_folder_holds_the_lessons_without_outputs(tmp_path):
    tool.main(["--to", str(tmp_path / "class" / "ada"), "--without-solutions"])
    made = sorted((tmp_path / "class" / "ada").glob("*.ipynb"))
    assert [path.name for path in made] == [path.name for path in SOLVED]
    for path in made:
        notebook = read(path)
        assert not any(cell.get("outputs") for cell in notebook.cells)
        assert not cells(notebook, "solution") and "SOLUTION" not in path.read_text("utf-8")


def test_slides_ask_nothing_of_the_network():
    from nbconvert import SlidesExporter

    exporter = SlidesExporter(
        template_name="lesson", extra_template_basedirs=[str(ROOT / "tools" / "slides")],
        reveal_url_prefix="reveal.js", reveal_theme="white",
    )  # fmt: skip
    page, _ = exporter.from_filename(str(SOLVED[0]))
    asked = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["']([^"']+)""", page)
    assert asked and all(address.startswith("reveal.js/") for address in asked)
    assert not re.search(r"@import|url\(['\"]?https?:|import .* from", page)
    assert "SOLUTION" not in page and "Not answered yet" not in page  # exercise cells are left out


def first_aid() -> str:
    return re.sub(r"\s+", " ", (ROOT / "docs" / "first-aid.md").read_text("utf-8"))


@pytest.mark.parametrize(
    "mistake, told",
    [
        (lambda _: compile("answer = “need”", "x", "exec"), "invalid character '“' (U+201C)"),
        (lambda _: compile('["000", "004"', "x", "exec"), "'[' was never closed"),
        (lambda _: lessons.load("dossier").claims["doc"], "'doc'"),
        (lambda _: lessons.load("dossier").claims.query("rolle == 'need'"), "name 'rolle' is not defined"),
        (lambda _: lessons.load("dossier").claims.query("role = 'need'"), "cannot assign without a target object"),
        (lambda _: lessons.check("stufed", 6), "no exercise 'stufed'"),
        (lambda toml: toml('id = "lethmar\n'), "Illegal character '\\n' (at line 2, column 14)"),
        (lambda toml: toml('lable = "Lethmar"\n'), "unknown field 'lable'; did you mean 'label'?"),
        (lambda toml: toml(None), "no such codebook"),
    ],
)  # fmt: skip
def test_first_aid_tells_of_errors_as_they_look(mistake, told, tmp_path):
    import workbench as wb

    def toml(text):
        if text:
            (tmp_path / "mine.toml").write_text("[[actor]]\n" + text, "utf-8")
        wb.codebook.load(tmp_path / "mine.toml")

    with pytest.raises(Exception) as error:
        mistake(toml)
    assert told in str(error.value)
    assert told in first_aid()


def test_of_lists_one_reason_is_told_and_of_labels_each():
    said = repr(marking.mark(ALL["draft"], [1, 3]))
    assert "Sentence 1:" in said and "Sentence 3:" not in said
    said = repr(marking.mark(ALL["roles"], {2: "disbursement", 8: "need"}))
    assert "Items 2 and 6:" in said and "Item 8:" in said
