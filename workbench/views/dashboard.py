"""The explorers as an app without code cells: a Voilà server on loopback, with a token."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TEMPLATES = Path(__file__).parent / "static" / "jupyter"

CELL = """\
import workbench
workbench.explore.dashboard(workbench.load({paths!r}, {codebook!r}, progress=False))"""


def notebook(paths, codebook=None) -> dict:
    """The app as a notebook of one cell; paths are made absolute."""
    full = [str(Path(path).resolve()) for path in paths]
    book = None if codebook is None else str(Path(codebook).resolve())
    cell = {
        "cell_type": "code", "id": "app", "execution_count": None, "metadata": {}, "outputs": [],
        "source": CELL.format(paths=full, codebook=book),
    }  # fmt: skip
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip


def command(file, port: int = 8866, theme: str = "light", browser: bool = True) -> list[str]:
    """How Voilà is started: on 127.0.0.1 only, with a token of its own, nothing from outside."""
    return [
        sys.executable, "-m", "voila", str(file), f"--port={port}", f"--theme={theme}",
        "--Voila.ip=127.0.0.1", "--Voila.auto_token=True", "--template=workbench",
        "--VoilaConfiguration.allow_template_override=NO",
        *([] if browser else ["--no-browser"]),
    ]  # fmt: skip


def environment() -> dict[str, str]:
    """The present environment, with the folder of our template; ``JUPYTER_TOKEN`` names a token."""
    path = [str(TEMPLATES), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    return os.environ | {"JUPYTER_PATH": os.pathsep.join(path)}


def serve(paths, codebook=None, **options) -> int:
    """Serve the app until it is stopped; returns Voilà's exit status. Options as in ``command``."""
    with tempfile.TemporaryDirectory(prefix="workbench-dashboard-") as folder:
        file = Path(folder) / "workbench.ipynb"
        file.write_text(json.dumps(notebook(paths, codebook)), encoding="utf-8")
        return subprocess.call(command(file, **options), env=environment())
