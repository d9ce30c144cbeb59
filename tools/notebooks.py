"""Run notebooks from top to bottom and store them with their outputs.

    python tools/notebooks.py [NOTEBOOK...]        (all of notebooks/ when none is named)

What is stored depends on the cells and the documents alone: no run times, no widget state, no
versions, ids of cells that stay. So a difference in a stored notebook is a difference in what it
says, and nbval can compare strictly.
"""

import argparse
import base64
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
PLOTLY = "application/vnd.plotly.v1+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KEPT_CELL_METADATA = {"jupyter", "nbgrader", "slideshow", "tags"}


def all_notebooks(folder: Path = ROOT / "notebooks") -> list[Path]:
    """The notebooks below a folder, in reading order."""
    found = folder.rglob("*.ipynb")
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def tidy(notebook: nbformat.NotebookNode, stem: str) -> nbformat.NotebookNode:
    """Reduce a notebook to what a reader sees, in place.

    A widget's view is a reference to a model that lives only while the kernel does, under an id
    that is new in every run. Its text stays, which is what a stored notebook can show.
    """
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken = {cell.get("id") for cell in notebook.cells}
    for number, cell in enumerate(notebook.cells):
        if not cell.get("id"):
            free = (f"{stem}-{number:02d}{extra}"[-64:] for extra in ("", *"abcdefgh"))
            cell["id"] = next(name for name in free if name not in taken)
            taken.add(cell["id"])
        cell.metadata = nbformat.from_dict(
            {key: value for key, value in cell.metadata.items() if key in KEPT_CELL_METADATA}
        )
        for output in cell.get("outputs", []):
            if "data" in output and "text/plain" in output.data:
                output.data.pop(WIDGET_VIEW, None)
                with_png(output.data)
    return notebook


def with_png(data: dict) -> None:
    """A PNG beside a figure with a picture: JupyterLab shows it until the mouse comes. Without one
    plotly's extension draws it, puts its own in, and the notebook looks unsaved when opened."""
    if {PLOTLY, "image/svg+xml"} <= data.keys() and "image/png" not in data:
        import typst

        drawn = {"svg": "".join(data["image/svg+xml"])}
        page = (ROOT / "workbench" / "views" / "static" / "picture.typ").read_bytes()
        png = typst.compile(page, format="png", ppi=96, sys_inputs=drawn, ignore_system_fonts=True)
        data["image/png"] = base64.b64encode(png).decode() + "\n"


def stored(notebook: nbformat.NotebookNode) -> bytes:
    """The bytes of a notebook on disk: sorted keys, one line end at the end."""
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")


def run(path: Path, seconds: int = 300) -> None:
    """Execute a notebook in its own folder and store it; nothing is stored if a cell fails."""
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        timeout=seconds,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    path.write_bytes(stored(tidy(notebook, path.stem)))


def main(arguments: list[str] | None = None) -> int:
    from nbclient.exceptions import CellExecutionError

    parser = argparse.ArgumentParser(description="Run notebooks and store them with their outputs.")
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK")
    failed = 0
    for path in parser.parse_args(arguments).notebooks or all_notebooks():
        try:
            run(path.resolve())
        except CellExecutionError as error:
            failed += 1
            print(f"{path.name}: not stored, a cell fails:\n{error}", file=sys.stderr)
        else:
            print(f"{path.name}: stored", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
