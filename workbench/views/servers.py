"""JupyterLab and Voilà in this very process: however it ends, all that it started ends with it.

A kernel watches its parent, and what a server writes while it runs stands in one folder, which a
child removes when its pipe closes; a KILL closes it too. Importing this module loads Jupyter.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from ipykernel.ipkernel import IPythonKernel
from jupyter_server.auth.identity import PasswordIdentityProvider
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyterlab.labapp import LabApp
from tornado.routing import HostMatches, Rule
from voila.app import Voila

FIRST = "00_start_here.ipynb"
REMOVE = (
    "import shutil, sys, time; sys.stdin.read()\n"
    "for _ in range(10): shutil.rmtree(sys.argv[1], ignore_errors=True); time.sleep(0.2)"
)


STRICT = "--{}.identity_provider_class=workbench.views.servers.OneOrigin"


class OneOrigin(PasswordIdentityProvider):
    """A request with a token may not come from another page either (Jupyter would let it)."""

    def should_check_origin(self, handler) -> bool:
        return True


class Notebooks(AsyncLargeFileManager):
    """A notebook for our Python names its version from the start: JupyterLab would write down what
    the kernel answers, and call the notebook unsaved as soon as it is opened."""

    async def _notebook_model(self, path, content=True, **kwargs) -> dict:
        model = await super()._notebook_model(path, content, **kwargs)
        if content and model["content"].metadata.get("kernelspec", {}).get("name") == "python3":
            model["content"].metadata.language_info = IPythonKernel.language_info
        return model


class Dashboard(Voila):
    """Voilà that answers to the names of this machine alone; its own setting takes any name."""

    def init_handlers(self) -> list:
        return [Rule(HostMatches(r"(127\.0\.0\.1|localhost|\[?::1\]?)"), super().init_handlers())]


def own_folder() -> Path:
    """The temporary folder of this process, which is gone when the process is."""
    tempfile.tempdir = folder = tempfile.mkdtemp(prefix="workbench-server-")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    flags = ("CREATE_NO_WINDOW", "CREATE_NEW_PROCESS_GROUP")  # Windows: no Ctrl-C for it
    own_folder.child = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", REMOVE, folder], stdin=subprocess.PIPE, **quiet,
        start_new_session=True, creationflags=sum(getattr(subprocess, f, 0) for f in flags),
    )  # fmt: skip
    os.environ.setdefault("JUPYTER_RUNTIME_DIR", str(Path(folder) / "runtime"))
    return Path(folder)


def lab(folder: str, port: int, browser: bool) -> None:
    """JupyterLab on a folder of notebooks; on the folder around it where it begins with FIRST."""
    own_folder()
    first, home = Path(folder, FIRST), Path(folder).resolve()
    arguments = ["--ip=127.0.0.1", f"--port={port}", STRICT.format("ServerApp")]
    arguments.append(f"--ServerApp.contents_manager_class={__name__}.Notebooks")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments += ["--allow-root"] * root + ["--no-browser"] * (root or not browser)
    if first.is_file():
        arguments.append(f"--LabApp.default_url=/lab/tree/{quote(home.name)}/{FIRST}")
        home = home.parent
    LabApp.launch_instance([*arguments, f"--ServerApp.root_dir={home}"])


def dashboard(app: dict, arguments: list[str]) -> None:
    """Voilà on a notebook that is written for it."""
    file = own_folder() / "workbench.ipynb"
    file.write_text(json.dumps(app), encoding="utf-8")
    Dashboard.launch_instance([str(file), STRICT.format("Voila"), *arguments])
