"""The documentation: every command and snippet in it is run, its site builds, its forms are valid."""

import io
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)

# What a page may tell to type that is not run here, and what runs it.
ELSEWHERE = {
    "make lab": "tests/browser, which open JupyterLab as it does",
    "make test": ".ci/run, on a clean checkout",
    "make notebooks": "tests/test_notebooks.py, which holds what it stores",
    "make lock": "tests/test_house.py, which holds what it writes",
    "uv run": "needs uv, which the project does not install",
    "workbench lab": "tests/test_dashboard.py",
    "workbench dashboard": "tests/browser, on the seeds and others",
    "python tools/benchmark": "people: it measures for minutes",
    "python tools/docs.py": "the tests below",
    "python tools/lessons.py": "tests/test_lessons.py",
    "mkdir -p slides": "people: reveal.js comes from the network",
    "mv package reveal.js": "people: reveal.js comes from the network",
    "jupyter nbconvert --to slides": "tests/test_lessons.py",
}


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page.read_text("utf-8")) if kind == language]


def commands(text: str) -> list[str]:
    """The lines of a console block, joined where they end in a backslash, without comments."""
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [shlex.join(words) for line in lines if (words := shlex.split(line, comments=True))]


def pages_with(language: str) -> list:
    return [pytest.param(page, id=page.name) for page in PAGES if blocks(page, language)]


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder like a clone, in which the documentation's commands may write."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("seeds", "notebooks", "tests/data"):
        shutil.copytree(ROOT / name, folder / name)
    text = (ROOT / "seeds" / "001_86c86b9e5ce56c28.txt").read_text("utf-8")
    document = pytest.importorskip("docx").Document()
    for paragraph in text.split("\n"):
        document.add_paragraph(paragraph)
    document.save(folder / "draft.docx")
    return folder


@pytest.mark.parametrize("page", pages_with("console"))
def test_every_command_runs(page, place, monkeypatch):
    from workbench.cli import cli

    monkeypatch.chdir(place)
    for command in (line for text in blocks(page, "console") for line in commands(text)):
        if command.startswith(tuple(ELSEWHERE)):
            continue
        program, *arguments = shlex.split(command)
        assert program == "workbench", f"{command}: run it here, or say in ELSEWHERE what does"
        run = CliRunner().invoke(cli, arguments)
        written = dict(zip(arguments, arguments[1:], strict=False)).get("-o")
        told = Path(written).exists() if written else bool(run.output)
        assert (run.exit_code, told) == (0, True), (command, run.output)


@pytest.mark.parametrize("page", pages_with("python"))
def test_every_snippet_of_python_runs(page, place, monkeypatch):
    monkeypatch.chdir(place)
    names: dict = {"c": type("Config", (), {"ClearSolutions": type("Solutions", (), {})})}
    for text in blocks(page, "python"):
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            exec(compile(text, page.name, "exec"), names)


@pytest.mark.parametrize("page", pages_with("toml"))
def test_every_snippet_of_toml_is_toml(page):
    assert all(tomllib.loads(text) for text in blocks(page, "toml"))


def test_no_snippet_is_in_a_language_that_nobody_runs():
    kinds = {kind for page in PAGES for kind, _ in BLOCK.findall(page.read_text("utf-8"))}
    assert kinds - {"text"} == {"console", "python", "toml"}  # text: what a program answers


def test_the_page_of_tables_is_what_the_package_says():
    from tools import docs

    assert docs.page() == docs.PAGE.read_text("utf-8"), "type: python tools/docs.py"


def test_the_site_builds_without_a_warning_and_has_every_page(tmp_path):
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    run = subprocess.run(
        [*command, str(ROOT / "docs"), str(tmp_path)], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
    made = {path.stem for path in tmp_path.glob("*.html")}
    assert {path.stem for path in (ROOT / "docs").glob("*.md")} - made == set()
    asked = re.compile(r'<(?:script|link|img)\b[^>]*(?:src|href)="(https?:|//)[^"]*"')
    found = {p.name: asked.findall(p.read_text("utf-8")) for p in tmp_path.glob("*.html")}
    assert {name: hits for name, hits in found.items() if hits} == {}  # it works without a network
    api = (tmp_path / "api.html").read_text("utf-8")
    assert 'id="workbench.corpus.corpus.Corpus.search"' in api


@pytest.mark.parametrize(
    "schema, file",
    [
        ("github-workflows", ".github/workflows/ci.yml"),
        ("github-workflows", ".github/workflows/release.yml"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/wrong_label.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/fault.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/idea.yml"),
        ("citation-file-format", "CITATION.cff"),
    ],
)
def test_what_a_forge_reads_is_valid(schema, file):
    from check_jsonschema import main

    run = CliRunner().invoke(main, ["--builtin-schema", f"vendor.{schema}", str(ROOT / file)])
    assert run.exit_code == 0, run.output


def test_the_workflow_runs_the_whole_check_on_each_system_and_python():
    job = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]["check"]
    supported = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {c.split(":: ")[-1] for c in supported["classifiers"] if ":: 3." in c}
    assert set(job["strategy"]["matrix"]["python"]) == named == {"3.11", "3.12", "3.13"}
    assert {name.split("-")[0] for name in job["strategy"]["matrix"]["system"]} == {
        "ubuntu", "macos", "windows",
    }  # fmt: skip
    assert [step.get("run") for step in job["steps"]][-1] == "bash .ci/run"


def test_the_citation_names_the_version_and_licence():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])


def release(*arguments: str):
    command = [sys.executable, str(ROOT / "tools" / "release.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_release_is_told_from_the_changelog_or_refused():
    run = release("v0.0.9")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "the tag says 0.0.9, pyproject.toml 0.1.0: change one of them\n"
    from tools.release import section

    log = "# Log\n\n## [Unreleased]\n\n- C\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- B\n\n## [0.1.0]\n- A\n"
    assert section(log, "0.2.0") == "### Added\n\n- B"
    assert (section(log, "0.1.0"), section(log, "0.1")) == ("- A", "")
