"""Each notebook as a person meets it: opened in JupyterLab, run, and a control moved."""

import os
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "notebooks"
NOTEBOOKS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.ipynb"))
# The lessons have no controls; test_lessons_in_lab.py plays a student in them.
NOTEBOOKS = [n for n in NOTEBOOKS if not n.startswith("lessons/") and ".ipynb_check" not in n]
PLOTLY = "application/vnd.plotly.v1+json"
SECOND = 1000

# What each figure in the page shows. Two figures are equal when their lines are.
FIGURES = """() => [...document.querySelectorAll('.jp-Notebook .js-plotly-plot')].map(plot =>
  JSON.stringify([
    plot._fullLayout?.title?.text,
    (plot._fullData || []).map(t => [t.type, t.name, t.visible, t.text, t.customdata, t.values,
      Array.from(t.x || []), Array.from(t.y || []), Array.from(t.base || [])]),
  ]))"""

# What the page says beside its figures: outputs and the text of widgets, without the controls.
WORDS = """() => [...document.querySelectorAll('.jp-Notebook .jp-OutputArea-output')].map(shown => {
  if (shown.matches('.js-plotly-plot')) return '';
  const copy = shown.cloneNode(true);
  copy.querySelectorAll('.js-plotly-plot, select, input, .widget-readout, style, script')
    .forEach(node => node.remove());
  return copy.textContent;
}).join('\\n')"""

RUN = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')]
  .every(prompt => /^\\[\\d+\\]:?$/.test(prompt.textContent.trim()))"""

FAILED = """() => document.querySelectorAll(['error', 'stderr'].map(kind =>
  `.jp-Notebook .jp-OutputArea-output [data-mime-type$="${kind}"],
   .jp-Notebook .jp-OutputArea-output[data-mime-type$="${kind}"]`).join(',')).length"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def open_and_run(page, address: str, saved: bool = False) -> None:
    """Open a notebook, run all of its cells and wait for the kernel to rest.

    address: empty where it is open already. saved: whether it may not look unsaved before a cell
    was run.
    """
    if address:
        page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120 * SECOND)
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle", timeout=120 * SECOND)
    if saved:
        page.wait_for_function("() => window.jupyterapp.shell.currentWidget.context.isReady")
        page.wait_for_timeout(SECOND)  # what the kernel answered has been written down by then
        assert page.locator(".jp-mod-dirty").count() == 0, "it looks unsaved"
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(f"() => ({FAILED})() || ({RUN})()", timeout=300 * SECOND)
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle", timeout=120 * SECOND)


def moves(page):
    """Ways to move the first control of the page, each a function to call."""
    opener = page.locator(".jp-Notebook .wb-opener:visible").first
    tab = page.locator(".jp-Notebook .widget-tab .lm-TabBar-tab", has_text="Positions").first
    if not opener.count() and tab.count():  # its controls stand in the tab on which they act
        tab.click()
        opener.wait_for(timeout=60 * SECOND)
    if not opener.count():
        return []
    opener.click()
    offers = page.locator(".wb-popup:popover-open input:not([type=search], [type=range])")
    return [offers.nth(n).click for n in range(offers.count()) if not offers.nth(n).is_checked()]


def shows_other(page, script: str, before) -> bool:
    """Whether the page comes to show other things than these within a few seconds."""
    from playwright.sync_api import TimeoutError as TookTooLong

    try:
        page.wait_for_function(
            f"before => JSON.stringify(({script})()) !== JSON.stringify(before)",
            arg=before,
            timeout=20 * SECOND,
        )
    except TookTooLong:
        return False
    return True


def picture(page, name: str) -> None:
    """Store the whole notebook as a picture in the folder that WORKBENCH_SCREENSHOTS names."""
    if folder := os.environ.get("WORKBENCH_SCREENSHOTS"):
        height = page.evaluate(
            "() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight"
        )
        window = page.viewport_size
        page.set_viewport_size({"width": window["width"], "height": min(height + 200, 12000)})
        page.wait_for_timeout(SECOND)
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
        page.set_viewport_size(window)


PLAIN = """() => {
  const plain = document.querySelector('.jp-RenderedPlotly');
  return [plain.offsetHeight, getComputedStyle(plain).filter.startsWith('invert')];
}"""


def a_plain_figure_follows_the_theme_and_outlives_a_change_of_the_window(page) -> None:
    page.wait_for_selector(".jp-RenderedPlotly .main-svg", timeout=60 * SECOND)
    page.wait_for_selector(".wb-canvas .main-svg", timeout=60 * SECOND)
    height = page.evaluate(PLAIN)[0]
    assert height > 300 and page.evaluate(PLAIN) == [height, False]
    theme = "t => window.jupyterapp.commands.execute('apputils:change-theme', { theme: t })"
    page.evaluate(theme, "JupyterLab Dark")
    page.wait_for_function(f"() => ({PLAIN})()[1]")
    page.set_viewport_size({"width": 1400, "height": 1300})
    page.wait_for_timeout(SECOND)
    assert page.evaluate(PLAIN) == [height, True]
    page.evaluate(theme, "JupyterLab Light")
    page.set_viewport_size({"width": 1400, "height": 1000})


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_runs_moves_and_stays_on_this_machine(name, lab, watched, root):
    page = watched.page
    notebook = nbformat.read(root / "notebooks" / name, as_version=4)
    results = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    has_figure = any(PLOTLY in output.get("data", {}) for output in results)

    # plotly's extension of JupyterLab adds a PNG to each figure that it draws and that has none.
    bare = [output for output in results if "image/png" not in output.get("data", [PLOTLY])]
    open_and_run(page, lab.page(name), not any(PLOTLY in output["data"] for output in bare))
    assert page.evaluate(FAILED) == 0, "a cell fails or warns"
    if has_figure:
        page.wait_for_selector(".jp-Notebook .js-plotly-plot .main-svg", timeout=60 * SECOND)
    if name == "04_peace_plans.ipynb":
        a_plain_figure_follows_the_theme_and_outlives_a_change_of_the_window(page)
    stem = name.removesuffix(".ipynb").replace("/", "-")
    picture(page, stem)

    ways = moves(page)
    both = f"() => [({FIGURES})(), ({WORDS})()]"
    before, words = page.evaluate(both), page.evaluate(WORDS)
    assert ways, "no control in this notebook"
    for move in ways:
        move()
        if shows_other(page, both, before):
            break
    else:
        pytest.fail("no position of the first control changes what is shown")
    assert shows_other(page, WORDS, words), "the control moved the figure, not the evidence"
    picture(page, f"{stem}-moved")

    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    assert watched.outside == []
    assert watched.errors == []
