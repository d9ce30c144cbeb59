"""JupyterLab on a copy of the notebooks, and a Chromium that writes down what it asks for."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from workbench.views import dashboard

CHROMIUM = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)  # fmt: skip
FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with it, and the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing outside is found. Not a route in Playwright: that turns the cache off, and the scripts
    # of JupyterLab would be read again for each test.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    # All cells in the page, also those below the window: the tests look at each of them.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium of this machine. Where there is none the tests are skipped, never with CI."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("no Chromium on the path, and with CI set the browser tests must run")
    if found is None:
        pytest.skip(f"no Chromium on the path (looked for {', '.join(CHROMIUM)})")
    return found


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address on this machine, and the folder it serves."""

    address: str
    token: str
    folder: Path

    def page(self, notebook: str) -> str:
        return f"{self.address}/lab/tree/notebooks/{notebook}?token={self.token}&reset"


HOSTILE = (
    "🛡️ <script>window.ran = 1</script><img src=x onerror='window.ran = 1'></style></textarea> "
    "{{7*7}} ${7*7} {% include 'x' %} **bold** [link](javascript:window.ran=1) `code`. "
    "עברית Norway pledged <b>$60 billion</b> to Ukraine, 👩‍👩‍👧 and NOK 5 billion more. "
    "The 28-point <svg onload='window.ran = 1'> plan caps Ukraine's army at 600,000 troops; "
    "its army has 900,000 soldiers <iframe src='https://example.org/x'></iframe>.\n"
)


#: What JupyterLab sets as formulas in HTML: a word of the first and of the second disappears.
FORMULAS = (
    r"Norway did \(\phantom{not}\) pledge $70 billion to Ukraine.",
    r"Sweden did \[\phantom{not}\] pledge $80 billion to Ukraine.",
    r"Poland did \begin{equation}not\end{equation} pledge $90 billion to Ukraine.",
    r"Latvia pledged $50 million and Estonia, not $40 million, to Ukraine.",
)
#: Every way by which a text of ours becomes HTML in a cell, behind a formula that is set.
OUTPUTS = [
    "from IPython.display import HTML\nHTML(r'\\(x\\)')",
    "corpus = workbench.load('../formulas', progress=False)\ncorpus.show()",
    "corpus.claims.query('low > 0').head(9)[['quote', 'sentence']].astype(str)",
    "corpus.claims[['sentence']].astype(str).style.hide()",
    "corpus.search('pledge*')",
    "workbench.evidence.table(corpus.claims.assign(quote=corpus.claims['sentence']))",
]


def hostile(folder: Path) -> None:
    """A corpus whose text, names and titles would elsewhere be markup, a script or a template."""
    folder.mkdir(parents=True)
    (folder / "<img src=x onerror=ran()>.txt").write_text(HOSTILE * 3, "utf-8")
    (folder / "second.txt").write_text("Norway pledged $60 billion to Ukraine.\n", "utf-8")
    note = "<script>window.ran=1</script>"
    (folder / "corpus.toml").write_text(
        f'["second.txt"]\npublished = 2025-12-09\ntitle = "{note}{{{{7*7}}}}"\n', "utf-8"
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def voila(chromium, root, seeds, tmp_path_factory):
    """``workbench dashboard`` on the seeds, on hostile documents and on two texts of a plan:
    ``{name: address}``."""
    home = tmp_path_factory.mktemp("voila")
    hostile(home / "hostile")
    token, servers, addresses = secrets.token_hex(16), [], {}
    environment = surroundings(home, token)
    try:
        texts = root / "notebooks" / "plan_texts"
        for name, folder in (("seeds", seeds), ("hostile", home / "hostile"), ("texts", texts)):
            port = free_port()
            command = [sys.executable, "-m", "workbench", "dashboard", str(folder)]
            command += [f"--port={port}", "--no-browser"]
            log = home / f"{name}.log"
            with open(log, "w") as out:
                server = subprocess.Popen(
                    command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment,
                    cwd=home,
                )  # fmt: skip
            servers.append(server)
            wait_for(f"http://127.0.0.1:{port}/?token={token}", server, log, only_up=True)
            addresses[name] = f"http://127.0.0.1:{port}/?token={token}"
        yield addresses
    finally:
        hung_up = signal.SIGHUP  # under nohup it is ignored, by the servers too
        hung_up = hung_up if signal.getsignal(hung_up) == signal.SIG_DFL else signal.SIGTERM
        all_ends(dict(zip(servers, (signal.SIGTERM, hung_up, signal.SIGKILL), strict=False)))
    assert left(home) == []


@pytest.fixture(scope="session")
def lab(chromium, root, seeds, tmp_path_factory):
    """JupyterLab with this Python, on copies, with settings of its own."""
    home = tmp_path_factory.mktemp("lab")
    ignored = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(root / "notebooks", home / "work" / "notebooks", ignore=ignored)
    shutil.copytree(seeds, home / "work" / "seeds")
    hostile(home / "work" / "hostile")
    (home / "work" / "formulas").mkdir()
    (home / "work" / "formulas" / "one.txt").write_text("\n\n".join(FORMULAS), "utf-8")
    folders = {"seeds": "../seeds", "hostile": "../hostile", "texts": "plan_texts"}
    for name, folder in folders.items():
        app = dashboard.notebook([], None)
        (cell,) = app["cells"]
        load = "workbench.load([], None, progress=False)"
        more = [cell | {"id": f"cell-{n}", "source": code} for n, code in enumerate(OUTPUTS)]
        app["cells"] += more * (name == "hostile")
        cell["source"] = cell["source"].replace(load, f"workbench.load('{folder}', progress=False)")
        (home / "work" / "notebooks" / f"app_{name}.ipynb").write_text(json.dumps(app))
    for name, values in SETTINGS.items():
        file = home / "JUPYTERLAB_SETTINGS_DIR" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    port = free_port()
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "workbench", "lab", f"--port={port}", "--no-browser"]
    exposed = home / "JUPYTER_CONFIG_DIR" / "jupyter_lab_config.json"
    exposed.parent.mkdir()
    exposed.write_text('{"LabApp": {"expose_app_in_browser": true}}')
    with open(home / "lab.log", "w+") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            env=surroundings(home, token), cwd=home / "work",
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api?token={token}", server, home / "lab.log")
            yield Lab(address, token, home / "work")
        finally:
            all_ends({server: signal.SIGTERM})
    assert left(home) == []


def surroundings(home: Path, token: str) -> dict[str, str]:
    """The environment of a server that reads and writes nothing of who runs the tests."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR",
             "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR", "TMPDIR", "TEMP")  # fmt: skip
    own = {name: str(home / name) for name in names}
    (home / "TMPDIR").mkdir(exist_ok=True)
    return os.environ | own | {"TEMP": own["TMPDIR"], "JUPYTER_TOKEN": token}


def left(home: Path) -> list[Path]:
    """The folders of servers that have ended, a while after they did."""
    for _ in range(100):
        if not (folders := [*(home / "TMPDIR").glob("workbench-server-*")]):
            break
        time.sleep(0.1)
    return folders


def all_ends(servers: dict[subprocess.Popen, int]) -> None:
    """Send each server its signal: it ends, and so does everything that it started."""
    started = [psutil.Process(server.pid) for server in servers if server.poll() is None]
    started = [child for one in started for child in one.children(recursive=True)]
    for server, sign in servers.items():
        server.send_signal(sign)
    try:
        for server in servers:
            server.wait(60)  # on a busy machine
        _, alive = psutil.wait_procs(started, 20)
        # Nobody may be there to bury them, in a container.
        assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE] == []
    finally:
        for server in servers:
            server.kill()


def wait_for(
    address: str, server: subprocess.Popen, log: Path, seconds: int = 120, only_up: bool = False
) -> None:
    """Return when the server answers (``only_up``: when it listens, without a page being made)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            if only_up:
                socket.create_connection(("127.0.0.1", urlsplit(address).port), 5).close()
                return
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


#: What anywidget throws two seconds after a slow start; our widgets carry on (static/live.js).
LATE = "[anywidget] Failed to initialize model."


@dataclass
class Watched:
    """A page, with every request that would have left the machine and every error it logged."""

    page: object
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def failed(self, error: str) -> None:
        if LATE not in error:
            self.errors.append(error)

    def note(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.outside.append(address)


@contextlib.contextmanager
def watch(browser):
    """An empty page; what it asks of another machine is written down, and finds nothing there.

    browser: a context of it, which keeps what was read once for the pages to come.
    """
    page = browser.new_page()
    seen = Watched(page)
    page.on("request", lambda request: seen.note(request.url))
    page.on("websocket", lambda socket: seen.note(socket.url))
    page.on("console", lambda line: line.type == "error" and seen.errors.append(line.text))
    page.on("pageerror", lambda error: seen.failed(str(error)))
    yield seen
    page.close()


@pytest.fixture(scope="session")
def window(browser):
    """One context for all pages of all tests, with one cache."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield context
    context.close()


@pytest.fixture
def watched(window):
    with watch(window) as seen:
        yield seen
