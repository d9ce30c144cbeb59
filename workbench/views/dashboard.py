"""The explorers as an app without code cells: a Voilà server on loopback, with a token."""

import json
import os
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


def arguments(port: int = 8866, theme: str = "light", browser: bool = True) -> list[str]:
    """How Voilà is started: on 127.0.0.1 only, with a token of its own, nothing from outside."""
    return [
        f"--port={port}", f"--theme={theme}",
        "--Voila.ip=127.0.0.1", "--Voila.auto_token=True", "--template=workbench",
        "--VoilaConfiguration.allow_template_override=NO",
        *([] if browser else ["--no-browser"]),
    ]  # fmt: skip


def serve(paths, codebook=None, **options) -> None:
    """Serve the app until this process is stopped; ``JUPYTER_TOKEN`` names a token.

    Options as in ``arguments``.
    """
    from workbench.views import servers

    path = [str(TEMPLATES), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(path)
    servers.dashboard(notebook(paths, codebook), arguments(**options))
