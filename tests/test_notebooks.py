"""What is stored in the notebooks: everything was run, and nothing goes unseen by nbval."""

import ast
import base64
import copy
import html
import importlib.util
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).resolve().parent.parent
PLOTLY = "application/vnd.plotly.v1+json"
SVG = "image/svg+xml"

spec = importlib.util.spec_from_file_location("store_notebooks", ROOT / "tools" / "notebooks.py")
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)

NOTEBOOKS = tool.all_notebooks()
QUESTIONS = ["00_start_here", "01_sources", "02_funding", "03_force_caps", "04_peace_plans"]


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def faults(notebook) -> list[str]:
    """Why a notebook can't be trusted as stored, in words, one line for each cell at fault."""
    found = []
    for number, cell in enumerate(code_cells(notebook), start=1):
        if cell.execution_count != number:
            found.append(f"code cell {number} was not run in its turn: {cell.execution_count}")
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"code cell {number} ends in {output.ename}")
            if output.get("name") == "stderr":
                found.append(f"code cell {number} warns: {output.text.splitlines()[0]}")
    if not any(cell.outputs for cell in code_cells(notebook)):
        found.append("no cell has an output")
    return found


def long_functions(notebook, lines: int = 5) -> list[str]:
    """Names of the functions that a notebook defines in more than a few lines."""
    plain = TransformerManager().transform_cell  # magics and shell lines become Python
    trees = [ast.parse(plain(cell.source)) for cell in code_cells(notebook)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [f.name for f in functions if f.end_lineno - f.lineno >= lines]


def test_the_questions_are_there():
    assert [name for name in QUESTIONS if name not in [path.stem for path in NOTEBOOKS]] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_was_run_and_none_failed(path):
    assert faults(read(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_long_function_is_defined(path):
    assert long_functions(read(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_by_make_notebooks(path):
    # Saved from JupyterLab it would hold times, versions and 5 MB of widget state.
    notebook = read(path)
    assert tool.stored(tool.tidy(copy.deepcopy(notebook), path.stem)) == path.read_bytes()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_stored_figure_has_its_picture_and_words(path):
    # GitHub, an export and who sees no picture have nothing else.
    for data in outputs(read(path), PLOTLY) + outputs(read(path), SVG):
        title = (
            data[PLOTLY]["layout"]["title"]["text"].replace("<br>", " ") if PLOTLY in data else ""
        )
        words = data["text/plain"]
        assert data[SVG].startswith("<svg xmlns=") and "\n" in words
        assert html.unescape(title) in " ".join(words.split())
    for cell in code_cells(read(path)):
        if re.search(r"\bexplore\.(funding|force_caps|sources|peace_plans)\(", cell.source):
            assert SVG in cell.outputs[-1].data


def test_faults_and_long_functions_are_seen():
    v4 = nbformat.v4
    failed = v4.new_output("error", ename="ValueError", evalue="", traceback=[])
    warned = v4.new_output("stream", name="stderr", text="old\n")
    short = "def f():\n    %time 1\n    b = 2\n    c = 3\n    return b"
    notebook = v4.new_notebook(
        cells=[
            v4.new_code_cell(short, execution_count=1),
            v4.new_code_cell(short.replace("f()", "g()") + " + c\n    #\n    pass"),
            v4.new_code_cell("!ls", execution_count=3, outputs=[failed, warned]),
        ]
    )
    assert faults(notebook) == [
        "code cell 2 was not run in its turn: None",
        "code cell 3 ends in ValueError",
        "code cell 3 warns: old",
    ]
    assert long_functions(notebook) == ["g"]


# --- nbval ---------------------------------------------------------------------------------------


def outputs(notebook, kind: str) -> list:
    found = [output for cell in code_cells(notebook) for output in cell.outputs]
    return [output.data for output in found if kind in output.get("data", {})]


def change_table(notebook) -> None:
    """Raise the last digit of a table's first cell that ends in one, in the HTML alone."""
    for data in outputs(notebook, "text/html"):
        changed, count = re.subn(
            r"(<td\b[^>]*>[^<]*)(\d)(</td>)",
            lambda m: f"{m[1]}{(int(m[2]) + 1) % 10}{m[3]}",
            data["text/html"],
            count=1,
        )
        if count:
            data["text/html"] = changed
            return
    raise LookupError("no table with a number")


def change_figure(notebook) -> None:
    """Raise one number of one trace: a point, a bar or a width."""
    for data in outputs(notebook, PLOTLY):
        for trace in data[PLOTLY]["data"]:
            for axis in ("x", "y", "values"):
                if raise_last(trace, axis):
                    return
    raise LookupError("no figure with a number")


def change_picture(notebook) -> None:
    """Another number in the picture beside the last figure or explorer."""
    for data in reversed(outputs(notebook, SVG)):
        changed, count = re.subn(r"(\d)(?=</text>)", lambda m: str((int(m[1]) + 1) % 10), data[SVG])
        if count:
            data[SVG] = changed
            return
    raise LookupError("no picture with a number")


def raise_last(trace: dict, axis: str) -> bool:
    """Raise the last number of a trace's axis, kept as a list or as plotly's packed array."""
    points = trace.get(axis)
    codes = {"f8": "d", "f4": "f", "i1": "b", "i2": "h", "i4": "i", "u1": "B", "u2": "H", "u4": "I"}
    if isinstance(points, dict) and points.get("dtype") in codes:
        packed = base64.b64decode(points["bdata"])
        code = "<" + codes[points["dtype"]]
        size = struct.calcsize(code)
        last = struct.unpack(code, packed[-size:])[0]
        last = last - 1 if last > 0 else last + 1
        points["bdata"] = base64.b64encode(packed[:-size] + struct.pack(code, last)).decode()
        return True
    numbers = [i for i, p in enumerate(points or []) if type(p) in (int, float)]
    if isinstance(points, list) and numbers:
        points[numbers[-1]] += 1
        return True
    return False


def with_both() -> Path:
    """The first notebook that holds both a table and a figure with numbers."""
    for path in NOTEBOOKS:
        try:
            notebook = read(path)
            change_table(notebook)
            change_figure(notebook)
            change_picture(notebook)
        except LookupError:
            continue
        return path
    raise AssertionError("no notebook holds both a table and a figure with numbers")


@pytest.mark.slow
def test_nbval_goes_red_on_one_changed_number(tmp_path, seeds):
    """One number of a table, of a figure and of a picture: nbval fails these cells, and no other."""
    source = with_both()
    shutil.copytree(seeds, tmp_path / "seeds")
    ignored = shutil.ignore_patterns("*.ipynb", ".*")  # what the notebooks read
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks", ignore=ignored)
    notebook, old = read(source), code_cells(read(source))
    change_table(notebook)
    change_figure(notebook)
    change_picture(notebook)
    changed = [n for n, cell in enumerate(code_cells(notebook)) if cell != old[n]]
    assert len(changed) == 3 < len(old)
    (tmp_path / "notebooks" / "both.ipynb").write_bytes(tool.stored(notebook))
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    config = ROOT / "tests" / "nbval_sanitize.cfg"
    command = [sys.executable, "-m", "pytest", "-c", "pytest.ini", "--rootdir", ".", "-rfE"]
    command += ["-p", "no:cacheprovider", "--color=no", "--nbval", "--nbval-current-env"]
    command += ["--nbval-sanitize-with", config, "notebooks"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    failed = re.findall(r"^FAILED notebooks/both\.ipynb::Cell (\d+)", run.stdout, re.MULTILINE)
    assert (sorted(map(int, failed)), run.returncode) == (changed, 1), run.stdout
    assert f"{len(old) - 3} passed" in run.stdout
