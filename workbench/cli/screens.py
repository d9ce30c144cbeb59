"""``lab`` and ``dashboard``."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from workbench.cli.shared import cli, options, paths_, vocabulary


def _needed() -> None:
    for package, name in (("jupyterlab", "JupyterLab"), ("voila", "Voilà")):
        if find_spec(package) is None:
            cure = 'is not installed; type: pip install "workbench[notebooks]"'
            raise click.ClickException(f"{name} {cure}")


def _screen() -> bool:
    """Whether a browser could open a window here."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform in ("darwin", "win32")


@cli.command()
@options("lab", "screens")
@click.argument("folder", required=False, default="notebooks")
def lab(port, no_browser, folder):
    """Open JupyterLab on the notebooks (on loopback, with a token)."""
    _needed()
    if not Path(folder).is_dir():
        where = "run this in the project's folder, or name the folder of your notebooks"
        raise click.UsageError(f"no folder {folder!r} here; {where}")
    from workbench.views import servers

    servers.lab(folder, port, browser=not no_browser and _screen())


@cli.command()
@paths_
@options("vocabulary", "dashboard", "screens")
def dashboard(paths, codebook, port, theme, no_browser):
    """The explorers as an app without code (Voilà on loopback, with a token)."""
    from workbench.views import dashboard as app

    _needed()
    vocabulary(codebook)
    for path in paths:
        if not Path(path).exists():
            raise click.UsageError(f"no file or folder {path!r}; name the folder of your articles")
    browser = not no_browser and _screen()
    app.serve(paths, codebook, port=port, theme=theme, browser=browser)
