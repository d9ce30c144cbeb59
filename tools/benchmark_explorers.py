"""How long the explorers take with 200,000 claims, measured in a browser.

    python tools/benchmark_explorers.py [--claims 200000]

Articles are made as in benchmark.py and read once; their claims are multiplied under new document
names. JupyterLab runs with this Python on loopback, Chromium is driven by Playwright. Times are
taken in the page: from the start of a cell to the drawn figure, from a control to the drawn figure
and to the last change of the part of the evidence that is open.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))


def many(claims: int = 200_000, megabytes: float = 1.0):
    """A corpus of at least so many claims: articles read once and multiplied."""
    from benchmark import articles

    from workbench import codebook, corpus, documents
    from workbench.corpus import streaming

    folder = Path(tempfile.mkdtemp(prefix="workbench-many-"))
    for number, article in enumerate(articles(int(megabytes * 1e6), 0.5)):
        (folder / f"{number:06}.txt").write_text(article, "utf-8", newline="\n")
    book = codebook.load(None)
    sources, _ = documents.find([folder])
    read = list(streaming.stream(sources, book, progress=False))
    each = sum(len(result.claims) for result in read)
    at, doc = (corpus.COLUMNS["claims"].index(name) for name in ("claim_id", "doc_id"))
    results, copies = [], []
    for turn in range(-(-claims // each)):
        for result, source in zip(read, sources, strict=True):
            name = f"{source.doc_id}-{turn}"
            rows = [list(row) for row in result.claims]
            for row in rows:
                row[at], row[doc] = f"{row[at]}{turn:03}", name
            day = f"2025-{turn % 12 + 1:02}-{turn % 28 + 1:02}"
            told = {**result.document, "doc_id": name, "published": day}
            results.append(streaming.Result(told, result.noise, rows))
            copies.append(dataclasses.replace(source, doc_id=name))
    return corpus.Corpus(results, [], copies, book)


NOTEBOOK = (
    """\
import sys
sys.path.insert(0, {tools!r})
from benchmark_explorers import many, plain
from workbench import explore
corpus = many({claims})
_ = corpus.claims, corpus.documents
""",
    "plain(corpus)",
    "explore.{name}(corpus)",
)

EXPLORERS = ("funding", "force_caps", "peace_plans")

# Runs one cell of the open notebook and waits until the page shows something that it did not.
TIMED = """async ([at, ready]) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = at;
  const start = performance.now();
  window.jupyterapp.commands.execute('notebook:run-cell');
  while (!eval(ready)) await new Promise(done => requestAnimationFrame(done));
  return performance.now() - start;
}"""

# Moves a control and waits for the figure, then for the evidence that is open.
MOVED = """async (index) => {
  const here = document.querySelector('.wb-explorer');
  const plot = here.querySelector('.js-plotly-plot');
  const told = () => [...here.querySelectorAll('.wb-sentences, .dt-container')]
    .find(n => n.offsetParent)?.textContent;
  here.querySelector(".wb-opener[data-name='firmness']").click();
  const radio = document.querySelectorAll('.wb-popup:popover-open input')[index];
  const [turn, table] = [plot.dataset.turn, told()];
  const start = performance.now();
  let drawn = 0;
  radio.click();
  while (told() === table || !drawn) {
    await new Promise(done => requestAnimationFrame(done));
    if (!drawn && plot.dataset.turn !== turn) drawn = performance.now() - start;
    if (performance.now() - start > 5000) break;
  }
  const all = performance.now() - start;
  document.querySelector('.wb-popup:popover-open').hidePopover();
  return [drawn, all];
}"""


def plain(corpus):
    """One plain plotly figure of the aggregated table: what an explorer is measured against."""
    import plotly.graph_objects as go

    claims = corpus.claims
    table = claims[claims["theme"].eq("funding")].groupby(["role", "high"]).size().reset_index()
    table = table.nlargest(120, 0)
    return go.Figure(go.Scatter(x=table["high"], y=table["role"], mode="markers"))


def main() -> None:
    import argparse
    import contextlib
    import json
    import os
    import secrets
    import shutil
    import socket
    import statistics
    import subprocess
    import time

    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description="Times of the explorers in a browser.")
    parser.add_argument("--claims", type=int, default=200_000)
    claims = parser.parse_args().claims
    head, other, explorer = NOTEBOOK
    cells = [head.format(tools=str(ROOT / "tools"), claims=claims), other]
    cells += [explorer.format(name=name) for name in EXPLORERS]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    made = {
        "cells": [
            {"cell_type": "code", "id": f"c{n}", "execution_count": None, "metadata": {},
             "outputs": [], "source": source}
            for n, source in enumerate(cells)
        ],
        "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    with (
        tempfile.TemporaryDirectory(prefix="workbench-timed-") as home,
        contextlib.ExitStack() as at,
    ):
        (Path(home) / "timed.ipynb").write_text(json.dumps(made))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        token = secrets.token_hex(16)
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
        command += [f"--port={port}", "--expose-app-in-browser", "--allow-root"]
        command += [f"--ServerApp.root_dir={home}"]
        folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        environment = os.environ | {name: f"{home}/{name.lower()}" for name in folders}
        server = subprocess.Popen(
            command, env=environment | {"JUPYTER_TOKEN": token}, stderr=subprocess.DEVNULL
        )
        at.callback(server.terminate)
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 5).close()
                break
            time.sleep(0.2)
        playwright = at.enter_context(sync_playwright())
        names = ("chromium", "chromium-browser", "google-chrome")
        path = next(filter(None, map(shutil.which, names)))
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(300_000)
        page.goto(f"http://127.0.0.1:{port}/lab/tree/timed.ipynb?token={token}&reset")
        page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
        idle = (
            "[...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent === '[1]:')"
        )
        page.evaluate(TIMED, [0, idle])
        drawn = "document.querySelectorAll('.jp-OutputArea .main-svg').length"
        whole = "document.querySelector('.wb-explorer .js-plotly-plot[data-turn]')"
        first = [page.evaluate(TIMED, [1, drawn])]
        clear = "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
        for _ in range(2):
            page.evaluate(clear)
            page.wait_for_function(f"() => !({drawn})")
            first.append(page.evaluate(TIMED, [1, drawn]))
        base = statistics.median(first)
        print(
            f"{claims:,} claims; one plain figure: {base:.0f} ms (of {first[0]:.0f} the first time)"
        )
        print(f"an explorer may take: {3 * base + 1000:.0f} ms to open, 300 ms to answer")
        for number, name in enumerate(EXPLORERS):
            page.evaluate(clear)
            page.wait_for_function(f"() => !({drawn})")
            opened = page.evaluate(TIMED, [number + 2, whole])
            page.wait_for_timeout(3000)
            print(f"{name}: opens in {opened:.0f} ms")
            for part in ("Sentences", "Table") if name != "peace_plans" else ():
                page.locator(".wb-explorer .lm-TabBar-tab", has_text=part).click()
                page.wait_for_timeout(1500)
                turns = [
                    page.evaluate(MOVED, turn % 3)
                    for turn in range(1, 21)
                    if not page.wait_for_timeout(700)
                ]
                figure, all_ = (sorted(part) for part in zip(*turns, strict=True))
                print(
                    f"  {part} open, median and 95 of 100 times: figure after {figure[10]:.0f} and "
                    f"{figure[18]:.0f} ms, all after {all_[10]:.0f} and {all_[18]:.0f} ms"
                )
        browser.close()


if __name__ == "__main__":
    main()
