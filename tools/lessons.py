"""Make the students' notebooks from the solved ones, and seal the answers of exercises.

    python tools/lessons.py                    student's notebooks from notebooks/lessons/solved/
    python tools/lessons.py --to class/ada     the same without outputs, into a student's folder
    python tools/lessons.py --seal FILE.toml   plain = [...] in a lesson's exercises becomes sealed

Solutions stand between nbgrader's markers; in their place the student finds `answer = ...`. Whoever
wants no solutions in the students' hands adds --without-solutions: folded ones (cells with the tag
`solution`) are left out. Afterwards `make notebooks` runs all notebooks and stores their outputs.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent))
import notebooks  # noqa: E402

LESSONS = notebooks.ROOT / "notebooks" / "lessons"
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n### END SOLUTION", re.DOTALL)


def student(solved: nbformat.NotebookNode, solutions: bool = True) -> nbformat.NotebookNode:
    """The student's notebook: the same cells under the same ids, without what solves them.

    Its outputs are stored, for the tests and for readers, but folded in JupyterLab.
    """
    made = nbformat.from_dict(dict(solved) | {"cells": []})
    for cell in solved.cells:
        if not solutions and "solution" in cell.metadata.get("tags", []):
            continue
        cell = nbformat.from_dict(dict(cell))
        if cell.cell_type == "code":
            cell.source = REGION.sub("answer = ...", cell.source)
            cell.outputs, cell.execution_count = [], None
            cell.metadata["jupyter"] = {"outputs_hidden": True}  # predict first; a run opens it
        made.cells.append(cell)
    return made


def cells(notebook: nbformat.NotebookNode) -> list[tuple]:
    """What a notebook's cells are without their outputs."""
    return [(cell["id"], cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]


def seal(text: str) -> str:
    """A lesson's TOML in which what stands as `plain = ...` is sealed, line by line."""
    from workbench.lessons import answers

    name, form, digits, lines = "", "", 0, []
    for line in text.splitlines():
        if line.strip() == "[[exercise]]":
            digits = 0
        if found := re.match(r'(name|form) = "(\w+)"|(digits) = (\d+)', line):
            name = found[2] if found[1] == "name" else name
            form = found[2] if found[1] == "form" else form
            digits = int(found[4]) if found[3] else digits
        if line.startswith("plain = "):
            told = tomllib.loads(line)["plain"]
            some = [told] if form in ("set", "numbers") else told
            if form == "labels":
                some = [{item: label} for item, label in told]
            parts = [part for one in some for part in answers.parts(one, form, digits)]
            sealed = ", ".join(f'"{answers.seal(name, part)}"' for part in parts)
            line = f"sealed = [{sealed}]"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seal", nargs="+", type=Path, metavar="FILE.toml")
    parser.add_argument("--without-solutions", action="store_true")
    parser.add_argument("--to", type=Path, default=LESSONS, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    for path in asked.seal or []:
        path.write_text(seal(path.read_text("utf-8")), "utf-8")
    for path in [] if asked.seal else sorted((LESSONS / "solved").glob("*.ipynb")):
        solved = nbformat.read(path, as_version=4)
        made = notebooks.tidy(student(solved, not asked.without_solutions), path.stem)
        target = asked.to / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or cells(nbformat.read(target, as_version=4)) != cells(made):
            target.write_bytes(notebooks.stored(made))


if __name__ == "__main__":
    main()
