"""The explorers as an app without code cells: a Voilà server on loopback, with a token."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from workbench.corpus.evidence import STATIC, filled

TEMPLATES = STATIC / "jupyter"


def notebook(paths, codebook=None) -> dict:
    """The app as a notebook of one cell; paths are made absolute."""
    full = [str(Path(path).resolve()) for path in paths]
    book = None if codebook is None else str(Path(codebook).resolve())
    load = f"workbench.load({full!r}, {book!r}, progress=False)"
    source = f"import workbench\nworkbench.explore.dashboard({load}, brief=workbench.brief)"
    return json.loads(filled("app.ipynb.j2", source=source))


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
