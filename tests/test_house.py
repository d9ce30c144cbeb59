"""The floor plan and the other rules that hold for the repository as a whole."""

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "workbench"

# The floor plan: a room imports only from floors below its own, wherever the import stands.
FLOORS = [
    "documents codebook",
    "text",
    "numbers dates",
    "claims",
    "corpus",
    "compare plans",
    "findings",
    "views",
    "briefing lessons",
    "cli",
    "__init__ __main__",
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
# Inside a room too: each module may import those before it, `__init__` all of them.
INSIDE = {
    "documents": "messages text article encodings metadata model packed pdf docx html sidecar "
    "finding others reading",
    "codebook": "entries look reading __init__ tokens cues",
    "text": "vocabulary lines sentences blocks furniture noise views points copies lists repeated agreed tables",
    "numbers": "numerals rates words money ranges amounts __init__ scan",
    "dates": "context tokens calendar grammar operations read resolve published",
    "claims": "passages reading weighing clauses counting groups nouns periods labels "
    "parties speakers elliptic figures context claim placed naming conflicts talk positions",
    "corpus": "tables pool remote cache reading evidence examples analysis evaluate stances export streaming training "
    "query fulltext search fields indicators corrections parts growing agreement correcting corpus selection dataset labelled",
    "compare": "amounts names texts moments statements subjects conditions kinds explain groups implied "
    "within __init__ score",
    "plans": "chunks mentions revised told ceilings beside versions changes provisions alignment turns "
    "__init__ score score_texts",
    "findings": "finding common rules marks force funding noise versions lineage table apart",
    "cli": "shared tables finding labels handed screens watching __init__",
    "briefing": "blocks parameters cited notes facts kept front sections page word writers "
    "manifests files proof held checks check exports.rows exports.annotations exports.qdpx exports.datapackage exports.docbin "
    "exports.labelstudio exports __init__",
    "lessons": "answers exercises labels marking store __init__",
    "views": "placing svg live charts sides reader places plans search explore.controls "
    "explore.rows explore.canvas explore.parts explore.explorer explore.single explore.peace explore.hits explore.watched explore servers dashboard",
}
ORDER = {
    f"{room}.{name}".removesuffix(".__init__"): number
    for room, names in INSIDE.items()
    for number, name in enumerate(names.split())
}

# Who may know a heavy library.
ALLOWED = {
    "ipywidgets": ["views.explore"],
    "anywidget": ["views.explore", "views.live"],
    "itables": ["views.explore"],
    "plotly": ["views.charts"],
}


def modules() -> dict[str, Path]:
    """Each module below the package, by its dotted name without `workbench.`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imports(source: str, package: str) -> set[str]:
    """Dotted names that a file imports; `package` is the one its relative imports start from."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")
            base = ".".join(above[: len(above) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (base, node.module) if part)
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def _module(name: str) -> str:
    """The module that an imported name stands in: `workbench.text.View` is in `text`."""
    parts = name.split(".")[1:]
    while parts and ".".join(parts) not in MODULES:
        parts.pop()
    return ".".join(parts)


def faults(module: str, source: str, package: str = "workbench") -> list[str]:
    """What in the imports of one source file breaks the floor plan, in words."""
    room = module.split(".")[0]
    found = []
    for name in sorted(imports(source, package) - {"workbench.__version__"}):
        top = name.split(".")[0]
        heavy = ALLOWED.get(top)
        if heavy and not module.startswith(tuple(heavy)):
            found.append(f"{module} imports {top}, which only {heavy} may")
        if top in ("pandas", "numpy") and FLOOR[room] < FLOOR["corpus"]:
            found.append(f"{module} imports {top}, which no room below the corpus may")
        if top != "workbench":
            continue
        other = _module(name)
        there = other.split(".")[0]
        if not other:
            if FLOOR[room] < FLOOR["__main__"]:
                found.append(f"{module} imports {name}, which is the whole package or unknown")
        elif there != room and FLOOR[there] >= FLOOR[room]:
            found.append(f"{module} (floor {FLOOR[room]}) imports {other} (floor {FLOOR[there]})")
        elif there == room and ORDER.get(other, 99) >= ORDER.get(module, 99) and other != module:
            found.append(f"{module} imports {other}, which stands behind it in its room")
    return found


def every_import() -> set[str]:
    """Everything that a file of the package imports."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        package = ".".join(path.relative_to(ROOT).parent.parts)
        found |= imports(path.read_text("utf-8"), package)
    return found


def test_every_module_has_a_place():
    rooms = {name.split(".")[0] for name in MODULES}
    assert rooms - set(FLOOR) == set(), "add it to FLOORS in tests/test_house.py"
    inside = {n for n in MODULES if n.split(".")[0] in INSIDE and n not in INSIDE}
    assert inside ^ (set(ORDER) - set(INSIDE)) == set(), "INSIDE in tests/test_house.py"


def test_imports_run_only_downwards():
    found = []
    for module, path in MODULES.items():
        package = ".".join(path.relative_to(ROOT).parent.parts)
        found += faults(module, path.read_text("utf-8"), package)
    assert found == []


@pytest.mark.parametrize(
    "module, source, package, expected",
    [
        ("claims.labels", "from workbench.codebook.cues import Hit", "workbench.claims", []),
        ("claims.labels", "from . import reading", "workbench.claims", []),
        (
            "text.lines",
            "def f():\n    from ..claims import Claim",
            "workbench.text",
            ["text.lines (floor 1) imports claims (floor 3)"],
        ),
        (
            "codebook",
            "from ..documents import read",
            "workbench.codebook",
            ["codebook (floor 0) imports documents (floor 0)"],
        ),
        (
            "claims.reading",
            "from workbench.claims import labels",
            "workbench.claims",
            ["claims.reading imports claims.labels, which stands behind it in its room"],
        ),
        ("findings.force", "import pandas as pd", "workbench.findings", []),
        (
            "claims.labels",
            "import numpy",
            "workbench.claims",
            ["claims.labels imports numpy, which no room below the corpus may"],
        ),
        (
            "briefing",
            "import plotly.graph_objects as go",
            "workbench",
            ["briefing imports plotly, which only ['views.charts'] may"],
        ),
        (
            "views.explore",
            "import workbench",
            "workbench.views",
            ["views.explore imports workbench, which is the whole package or unknown"],
        ),
    ],
)
def test_the_floor_plan_can_be_broken(module, source, package, expected):
    assert faults(module, source, package) == expected


def test_import_is_light():
    heavy = "pandas numpy pyarrow plotly ipywidgets anywidget dateparser trafilatura jupyterlab"
    code = f"import sys, workbench; print([m for m in '{heavy}'.split() if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (run.stdout, run.stderr, run.returncode) == ("[]\n", "", 0)


# --- size ----------------------------------------------------------------------------------------

MOST = 22_500


def lines(path: Path) -> int:
    """Lines of a module that say something: no blanks, no comments."""
    told = (line.strip() for line in path.read_text("utf-8").splitlines())
    return sum(1 for line in told if line and not line.startswith("#"))


def test_the_house_stays_small():
    sizes = {name: lines(path) for name, path in MODULES.items()}
    assert {name: n for name, n in sizes.items() if n > 300} == {}
    assert len({name.split(".")[0] for name in MODULES} - {"", "__init__", "__main__"}) <= 16
    assert 0 < sum(sizes.values()) <= MOST


# --- commands ------------------------------------------------------------------------------------


def commands(group=None, name="workbench"):
    """Each command with its full name."""
    from workbench.cli import cli

    for part, command in (group or cli).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


def undocumented(name, command, text: str) -> list[str]:
    """What of a command has no help, or does not stand in the documentation."""
    found = [] if command.help else [f"{name} has no help"]
    found += [] if re.search(rf"`{name}\b", text) else [f"{name} stands in no documentation"]
    for parameter in command.params:
        if parameter.param_type_name == "option":
            found += [] if parameter.help else [f"{name} {parameter.opts[-1]} has no help"]
            found += [
                f"{name} {option} stands in no documentation"
                for option in parameter.opts
                if not re.search(rf"`{option}\b|\s{option}\b", text)
            ]
    return found


def test_every_command_and_option_is_documented():
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    text = "\n".join(path.read_text("utf-8") for path in files)
    found = [line for name, command in commands() for line in undocumented(name, command, text)]
    assert found == []


def test_an_undocumented_option_is_seen():
    import click

    @click.command(help="Does it.")
    @click.option("--loud")
    def shout(loud): ...

    told = ["shout --loud has no help", "shout --loud stands in no documentation"]
    assert undocumented("shout", shout, "`shout`") == told
    told = ["shout stands in no documentation", "shout --loud has no help"]
    assert undocumented("shout", shout, "shouting --loud") == told


# --- packages ------------------------------------------------------------------------------------


def bounds(lines: list[str]) -> dict[str, str]:
    """Canonical package name -> version specifier."""
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): str(r.specifier) for r in requirements}


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def wanted() -> dict[str, str]:
    """All packages of pyproject.toml with their bounds, the core and all extras."""
    extras = project()["optional-dependencies"]
    lines = [line for name, extra in extras.items() if name != "all" for line in extra]
    return bounds(project()["dependencies"] + lines)


def test_every_package_that_is_imported_is_declared():
    # A package that comes in through another one may leave with it.
    names = {name.split(".")[0] for name in every_import()} - {"workbench", ""}
    owners = packages_distributions()
    declared = wanted()
    found = {
        name: owners.get(name, [])
        for name in names - sys.stdlib_module_names
        if not any(canonicalize_name(owner) in declared for owner in owners.get(name, []))
    }
    assert found == {}


def test_the_extra_all_is_all():
    extras = project()["optional-dependencies"]
    assert extras["all"] == [f"workbench[{','.join(n for n in extras if n != 'all')}]"]


def test_environment_yml_agrees_with_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    from_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    lines = [entry for entry in listed if isinstance(entry, str)] + from_pip
    lines = [line for line in lines if line not in ("pip", "-e .")]
    python = str(Requirement("python" + project()["requires-python"]).specifier)
    assert bounds(lines) == wanted() | {"python": python}


def test_lock_names_versions_and_hashes_and_no_address():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert re.findall(r"https?:|file:|://|@|^-.*", text, re.MULTILINE) == []
    entries = re.split(r"\n(?=\S)", text.strip())
    entry = re.compile(
        r"[a-z0-9-]+==[\w.]+(?: ; [^\\\n]+?)? \\\n"
        r"(?:    --hash=sha256:[0-9a-f]{64} \\\n)*"
        r"    --hash=sha256:[0-9a-f]{64}"
    )
    assert [line for line in entries if not entry.fullmatch(line)] == []


def test_lock_agrees_with_pyproject():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", text, re.MULTILINE))
    for name, specifier in wanted().items():
        assert name in pinned, f"{name} is not in requirements.lock: make lock"
        assert Requirement(name + specifier).specifier.contains(pinned[name]), name


# --- files ---------------------------------------------------------------------------------------

SEEDS = {
    "000_b14161429fe19741.txt": "6f8e9f3cfe8ab34b79d4060c18e7a366aa832db97d5fe2b871d1e539230ad699",
    "001_86c86b9e5ce56c28.txt": "adf1aa09c1574e74b8680c856b0608f0d0954b93ef967c2290d2fb07e6745145",
    "002_f06b1ba6aa828e10.txt": "22f9a2f378e96f6f1680c672c4a86257e84af9e0f90675ac711fb334797c573a",
    "003_7a526b4df3e9d982.txt": "4b794a61bd2b945c37f6336b3a4fddda2dc476a5adbb827fb5665bff5981d9b7",
    "004_8c46a8d55fa52fca.txt": "8548f5012997dc561f71c6f183ba91cb007d744698e0f104e7b60c2021e79229",
}


def test_seeds_are_byte_for_byte_as_given():
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in ROOT.glob("seeds/*.txt")}
    assert found == SEEDS


def tracked() -> list[Path]:
    """The files that git tracks, or would with the next `git add`."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"]
    try:
        run = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in run.stdout.decode().split("\0") if name]


def machine_paths(text: str) -> list[str]:
    """Paths in a text that exist on one machine only: in a home folder, or in this checkout."""
    places = [r"/(?:home|Users)/\w[\w.-]*/", r"/roo[t]/", r"[A-Z]:\\+Users\\+\w+", r"file:/{3}\w"]
    if len(ROOT.parts) > 2:
        places.append(re.escape(f"{ROOT}/"))
    return re.findall(r"(?<![\w.-])(?:" + "|".join(places) + ")", text)


def test_machine_paths_are_seen():
    home = "/" + "home/"
    assert machine_paths(f"see {home}ada/notes, notebooks/00.ipynb") == [f"{home}ada/"]
    assert machine_paths("https://example.org" + home + "page/") == []


def test_no_tracked_file_holds_a_path_of_one_machine():
    found = {}
    for path in tracked():
        if path.is_file() and path.suffix not in (".png", ".parquet", ".pdf", ".docx"):
            hits = machine_paths(path.read_bytes().decode("utf-8", "replace"))
            if hits:
                found[str(path.relative_to(ROOT))] = hits
    assert found == {}
