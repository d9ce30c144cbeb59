"""Writes docs/tables.md anew, from the words of the package: python tools/docs.py

python tools/docs.py --site FOLDER    # the whole site too, as HTML; a warning is an error
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import workbench
from workbench.codebook import look
from workbench.corpus.tables import WORDS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tables.md"
HEAD = """# Tables and columns

Each table is an attribute or a function in Python (`corpus.claims`, `wb.compare.facts(corpus)`,
`wb.plans.plans(corpus)`) and a command (`workbench claims`); all of them, typed and explained, are
in `workbench export PATH -o FOLDER --as datapackage`. Places (`start`, `end`) are Unicode code
points of the frozen text, half-open, so that `text[start:end] == quote`. This page is made by
`python tools/docs.py` from the words that the package itself carries.
"""


def fields() -> dict[str, list[dict]]:
    """Table -> its columns as a Frictionless Data Package tells them."""
    corpus = workbench.load(ROOT / "seeds", progress=False)
    with tempfile.TemporaryDirectory() as folder:
        written = workbench.export(corpus, Path(folder) / "out", "datapackage")
        package = json.loads((Path(written) / "datapackage.json").read_text("utf-8"))
    return {one["name"]: one["schema"]["fields"] for one in package["resources"]}


def table(head: str, rows) -> str:
    """A Markdown table."""
    cells = [" | ".join(str(cell).replace("|", "\\|") for cell in row) for row in rows]
    lines = [head, "|".join("---" for _ in head.split(" | ")), *cells]
    return "\n".join(f"| {line} |" if "---" not in line else f"|{line}|" for line in lines)


def page() -> str:
    """The text of docs/tables.md."""
    parts = [HEAD]
    for name, columns in fields().items():
        rows = [(f"`{one['name']}`", one["type"], one["description"]) for one in columns]
        told = " ".join(WORDS["tables"][name].split())
        parts += [f"## {name}\n", f"{told}\n", table("column | type | what it holds", rows) + "\n"]
    parts.append("## Values of labels\n")
    for column, values in WORDS["values"].items():
        meanings = [(f"`{value}`", look.MEANINGS.get(value, "")) for value in values]
        if any(meaning for _, meaning in meanings):
            parts += [f"### {column}\n", table("value | what it means", meanings) + "\n"]
        else:
            parts.append(f"### {column}\n\n{', '.join(value for value, _ in meanings)}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    if sys.argv[1:2] == ["--site"] and len(sys.argv) == 3:
        command = ["-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
        sys.exit(subprocess.call([sys.executable, *command, str(PAGE.parent), sys.argv[2]]))
