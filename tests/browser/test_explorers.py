"""The explorers in JupyterLab and as an app: controls, clicks, exports, themes, hostile text."""

import contextlib
import json
import os
import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import TimeoutError as TookTooLong

import workbench
from workbench.corpus import training

from .conftest import FORMULAS, OUTPUTS, watch
from .test_in_lab import SECOND

MOVING = {
    "Money": {"firmness", "counted", "Currency", "Rows"},
    "Armies": {"firmness", "Unit", "Rows"},
}
TABS = {"Money": "funding", "Armies": "force"}

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What the visible explorer shows: dots of the figure, rows of the table, marks of the reader.
SHOWN = """() => {
  const here = [...document.querySelectorAll('.wb-explorer')].find(e => e.offsetParent);
  const texts = (chosen) => [...here.querySelectorAll(chosen)].map(n => n.textContent.trim());
  const plot = here?.querySelector('.js-plotly-plot');
  if (!plot?._fullLayout) return {}; // not there yet, or disagreements, which have no figure
  return {
    figure: (plot._fullData || []).flatMap(t => t.customdata || []),
    title: plot._fullLayout.title.text,
    drawn: JSON.stringify([plot._fullLayout.title.text, plot._fullLayout.xaxis.title.text,
      plot._fullLayout.yaxis.ticktext, (plot._fullData || []).map(t => [t.text, t.customdata])]),
    table: texts('.dt-container tbody tr:not(:has(.dt-empty)) td:first-child'),
    turn: plot.dataset.turn,
    count: texts('.wb-take span')[0],
    python: texts('.wb-python')[0],
  };
}"""


class Board:
    """The app with one tab open, in JupyterLab or in Voilà."""

    def __init__(self, page):
        self.page = page

    def tab(self, name: str):
        tabs = ".wb-dashboard > .widget-tab > .lm-TabBar .lm-TabBar-tab"
        self.page.locator(tabs, has_text=name).click()
        self.here(":is(.wb-controls, .wb-page-part, svg, table):visible").first.wait_for()

    def open(self, tab: str):
        self.tab(tab)
        self.part("Table")
        self.page.wait_for_function(f"() => ({SHOWN})().python?.includes({TABS[tab]!r})")
        return self.shown()

    def choose(self, control: str, words: str):
        self.here(".wb-opener", has_text=control).click()
        self.page.locator(".wb-popup:popover-open label", has_text=words).first.click()
        self.page.keyboard.press("Escape")

    def part(self, name: str):
        self.here(".lm-TabBar-tab", has_text=name).last.click()

    def here(self, selector: str, **options):
        return self.page.locator(f".wb-explorer:visible {selector}", **options)

    def shown(self) -> dict:
        return self.page.evaluate(SHOWN)

    def draws_other(self, before: dict) -> bool:
        """Whether a control that was just moved changed the figure."""
        self.page.wait_for_function(f"t => ({SHOWN})().turn !== t", arg=before["turn"])
        return self.shown()["drawn"] != before["drawn"]

    def settled(self, before: dict | None = None) -> dict:
        """What is shown once all parts speak of the same claims, and of others than ``before``."""
        other = "" if before is None else f"n.python !== {json.dumps(before['python'])} &&"
        try:
            self.page.wait_for_function(
                f"() => {{ const n = ({SHOWN})(); return {other} ({AGREE})(n); }}",
                timeout=15 * SECOND,
            )
        except TookTooLong:
            pytest.fail(f"the parts disagree, or nothing changed: {self.shown()}")
        return self.shown()


# Figure, table and count speak of the same claims; the figure may leave out other units.
AGREE = """n => {
  const drawn = new Set(n.figure.flatMap(dot => dot.split(' '))).size;
  const count = Number(n.count.split(' ')[0]);
  return count === n.table.length && drawn <= count
    && (!drawn === !count || n.title.startsWith('No figure of'));
}"""


def opened(page, lab, voila, place: str, name: str) -> Board:
    """The app, ready: in JupyterLab as the output of a cell, in Voilà as the page."""
    if place == "voila":
        page.goto(voila[name], timeout=120 * SECOND)
    else:
        page.goto(lab.page(f"app_{name}.ipynb"))
        page.wait_for_selector("text=Python 3 (ipykernel) | Idle", timeout=120 * SECOND)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_selector(".wb-canvas .main-svg", timeout=120 * SECOND)
    return Board(page)


lab_alone = pytest.mark.parametrize("place", ["lab"], indirect=True)
voila_alone = pytest.mark.parametrize("place", ["voila"], indirect=True)


@pytest.fixture(params=["lab", "voila"], scope="module")
def place(request, lab, voila, window):
    """``open(name)``: a Board on these documents, opened once; nothing may leave the machine."""
    boards = {}
    with contextlib.ExitStack() as pages:

        def board(name: str) -> Board:
            if name not in boards:
                seen = pages.enter_context(watch(window))
                boards[name] = seen, opened(seen.page, lab, voila, request.param, name)
            return boards[name][1]

        yield board
        for seen, _ in boards.values():
            assert (seen.outside, seen.errors) == ([], [])
        if request.param == "lab":
            seen.page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")


# The widgets are the same modules in both pages. Voilà is asked by a page that starts slowly.
@lab_alone
def test_every_control_moves_figure_table_and_reader_together(place):
    board = place("seeds")
    for tab in TABS:
        board.open(tab)
        first, moved = board.settled(), set()
        board.here(".wb-more").click()
        for opener in board.here(".wb-opener[data-name]").all():
            name = opener.get_attribute("data-name")
            opener.click()
            open_one = board.page.locator(".wb-popup:popover-open")
            for value in range(min(1, open_one.locator("input[type=checkbox]").count())):
                box = open_one.locator(f"input[value='{value}']")  # those chosen stand first
                before = board.settled()
                box.click()
                after = board.settled(before)
                board.part("Document")
                board.page.wait_for_function(MARKED)
                board.part("Table")
                opener.click()
                box.click()
                board.settled(after)
            singles = board.page.locator(".wb-popup:popover-open input[type=radio]").all()
            for radio in [*singles[1:], *singles[:1]]:
                before = board.shown()
                radio.click()
                if board.draws_other(before):
                    moved.add(name)
                board.settled()
            board.page.keyboard.press("Escape")
        assert moved >= MOVING[tab]
        assert board.settled()["drawn"] == first["drawn"]
        board.here(".wb-more").click()


def test_choices_are_chips_and_the_filter_to_drop_is_named(place):
    board = place("seeds")
    board.open("Money")
    first = board.settled()
    chips = board.here(".wb-chip")
    assert chips.all_inner_texts() == ["need×", "pledged×"]
    assert (
        board.here(".wb-note").inner_text() == "As it fits: Currency: USD; Rows: role and document"
    )
    board.choose("Whose", "Canada")
    after = board.settled(first)
    board.choose("Firmness", "hedged only")
    nothing = board.settled(after)
    assert (nothing["count"], nothing["table"]) == ("0 figures", [])
    hint = "No figure fits. Without “Whose” there would be 2 figures."
    assert board.here(".wb-hint").inner_text() == hint
    board.here(".wb-reset", has_text="Drop Whose").click()
    board.settled(nothing)
    chip = board.here(".wb-chip", has_text="Firmness: hedged only")
    chip.focus()
    board.page.keyboard.press("Enter")
    board.page.wait_for_function(f"t => ({SHOWN})().python === t", arg=first["python"])
    assert board.page.evaluate("document.activeElement.className") == "wb-chip"
    board.settled(nothing)
    board.here(".wb-chip").first.click()
    board.settled(first)
    board.here(".wb-reset", has_text="Reset").click()
    board.page.wait_for_function(f"t => ({SHOWN})().python === t", arg=first["python"])
    assert board.here(".wb-reset").count() == 0


def test_days_are_read_in_words_and_moved_by_keys(place):
    board = place("seeds")
    board.open("Money")
    first = board.settled()
    board.here(".wb-more").click()
    board.here(".wb-opener", has_text="Published").click()
    days = board.page.locator(".wb-popup:popover-open .wb-day")
    assert days.all_inner_texts() == ["from 7 Dec 2025", "to 19 Dec 2025"]
    days.first.locator("input").focus()
    board.page.keyboard.press("ArrowRight")
    assert days.first.inner_text() == "from 12 Dec 2025"
    board.settled(first)
    board.page.keyboard.press("Escape")
    assert "2025-12-12" in board.shown()["python"]
    board.here(".wb-chip", has_text="12 Dec 2025 to 19 Dec 2025").click()
    board.page.wait_for_function(f"t => ({SHOWN})().python === t", arg=first["python"])
    board.here(".wb-more").click()


SEARCHED = "() => [...document.querySelectorAll('[role=status]')].some(n => n.offsetParent)"


def faults(page) -> list[tuple]:
    """What axe-core finds in the app that is serious or critical: rule, and where."""
    page.evaluate(AXE)
    found = page.evaluate(
        "() => axe.run('.wb-dashboard', { resultTypes: ['violations'] }).then(r => r.violations)"
    )
    return [
        (one["id"], node["html"][:200], node["failureSummary"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


def faults_of_every_tab(board: Board, where: str) -> list[tuple]:
    """The same for each tab, with pictures where WORKBENCH_SCREENSHOTS names a folder."""
    found = []
    for tab in ("Money", "Armies", "Peace plans", "Disagreements", "Search", "Documents"):
        board.tab(tab)
        if tab == "Search":
            board.page.get_by_label("Search", exact=True).fill("frozen assets")
            board.page.keyboard.press("Enter")
            board.page.wait_for_function(SEARCHED)
        if tab in TABS:
            board.part("Table")
            board.here(".dt-container").wait_for()
        board.page.wait_for_timeout(300)
        found += [(tab, *fault) for fault in faults(board.page)]
        if folder := os.environ.get("WORKBENCH_SCREENSHOTS"):
            size = board.page.viewport_size
            for width in (1280, 700):
                board.page.set_viewport_size({"width": width, "height": 900})
                board.page.wait_for_timeout(SECOND)
                board.page.screenshot(path=f"{folder}/{where}-{width}-{tab.replace(' ', '-')}.png")
            board.page.set_viewport_size(size)
    return found


def test_no_serious_fault_of_access_in_the_light_theme(place, request):
    where = request.node.callspec.params["place"]
    assert faults_of_every_tab(place("seeds"), f"{where}-light") == []


def test_dots_and_tabs_by_keyboard(place):
    board = place("seeds")
    board.open("Armies")
    keys = board.page.keyboard
    dots = board.here(".points path[role=button]")
    assert [dots.nth(n).get_attribute("tabindex") for n in range(3)] == ["0", "-1", "-1"]
    dots.first.focus()
    keys.press("ArrowRight")
    told = board.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert told.startswith("ceiling · Ukraine · proposed by Russia · told by document 001: ")
    keys.press("Enter")
    board.page.wait_for_function(CURRENT, arg="six hundred thousand")
    board.here(".lm-TabBar-tab", has_text="Document").focus()
    keys.press("ArrowLeft")
    keys.press("Enter")
    board.here(".dt-container").wait_for()
    board.here(".dt-search input").focus()
    while board.page.evaluate("document.activeElement.tagName") != "TR":
        keys.press("Tab")
    while "900,000" not in board.page.evaluate("document.activeElement.textContent"):
        keys.press("ArrowDown")
    keys.press("Enter")
    board.page.wait_for_function(CURRENT, arg="900,000")
    figure = board.here(".js-plotly-plot")
    told = board.page.locator(f"[id='{figure.get_attribute('aria-describedby')}']").inner_text()
    assert told.startswith("People and weapons told, by role.") and "900,000, hedged" in told


CURRENT = """words => [...document.querySelectorAll('.wb-current')].some(
  (node) => node.offsetParent && node.textContent === words)"""

# Figure and evidence: their edges in the window, and the heights of the row of controls.
PLACES = """() => {
  const here = [...document.querySelectorAll('.wb-explorer')].find(e => e.offsetParent);
  const [figure, evidence, row] = ['.wb-canvas', '.wb-evidence', '.wb-controls'].map(
    name => here.querySelector(name).getBoundingClientRect());
  const cut = [...here.querySelectorAll('.js-plotly-plot text')].filter(node => {
    const [box, plot] = [node, here.querySelector('.js-plotly-plot')].map(
      one => one.getBoundingClientRect());
    return box.right > plot.right + 1 || box.left < plot.left - 1;
  });
  return { beside: figure.right <= evidence.left, row: row.height, cut: cut.length,
    room: figure.width,
    wide: document.documentElement.scrollWidth - innerWidth,
    seen: evidence.top >= 0 && evidence.top < innerHeight - 300 };
}"""


def test_figure_and_evidence_have_room(place):
    board = place("seeds")
    page = board.page
    board.open("Armies")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_timeout(SECOND)
    there = page.evaluate(PLACES)
    assert (there["beside"], there["cut"]) == (True, 0) and there["row"] < 40 and there["wide"] <= 0
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_timeout(SECOND)
    board.here(".points path[role=button]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(SECOND)
    there = page.evaluate(PLACES)
    assert there["seen"] and (there["cut"] == 0 or there["room"] < 360)  # Lab with its side bar
    page.set_viewport_size({"width": 1400, "height": 1000})


# Whether the open document marks figures of the table, and none else. The table is read at each
# look: it is the last to follow a control, and two choices of one figure each look alike.
MARKED = """() => {
  const here = [...document.querySelectorAll('.wb-explorer')].find(e => e.offsetParent);
  const rows = '.dt-container tbody tr:not(:has(.dt-empty)) td:first-child';
  const quotes = [...here.querySelectorAll(rows)].map(n => n.textContent.trim());
  const marks = [...here.querySelectorAll('.wb-page mark')].filter(n => n.offsetParent);
  return !!quotes.length === !!marks.length
    && marks.every(n => quotes.includes(n.textContent.trim()));
}"""


def test_a_click_on_a_dot_and_on_a_row_open_the_sentence(place):
    board = place("seeds")
    board.open("Armies")
    board.here(".scatterlayer .trace .points path").nth(1).click(force=True)
    board.here(
        ".wb-current", has_text="six hundred thousand"
    ).wait_for()  # an earlier test left one
    label = board.here(".wb-label").inner_text()
    assert label.startswith("six hundred thousand: ceiling · about 600,000 people · Ukraine")
    frame = board.here(".wb-page").bounding_box()
    mark = board.here(".wb-current").bounding_box()
    assert frame["y"] <= mark["y"] < frame["y"] + frame["height"]
    board.part("Table")
    board.here(".dt-container tbody td", has_text="900,000").first.click()
    board.page.wait_for_function(
        "() => [...document.querySelectorAll('.wb-current')].some(n => n.textContent === '900,000')"
    )
    assert board.here(".wb-page").is_visible()
    assert "(no date)" not in board.here(".wb-title").inner_text()
    assert board.here(".wb-title").inner_text().startswith("Document 003")


def test_the_choice_leaves_as_csv_png_svg_and_python(place, tmp_path):
    board = place("seeds")
    board.open("Money")
    for name, start in (
        ("CSV", b"\xef\xbb\xbfclaim_id,doc_id"),
        ("PNG", b"\x89PNG"),
        ("SVG", b"<svg"),
    ):
        with board.page.expect_download() as download:
            board.here(".wb-take button", has_text=name).click()
        assert download.value.suggested_filename == f"funding.{name.lower()}"
        assert download.value.path().read_bytes().startswith(start)
    board.here(".wb-take button", has_text="Copy Python").click()
    board.page.wait_for_function(
        "() => [...document.querySelectorAll('.wb-news')].some(n => /Copied|Marked/.test(n.textContent))"
    )
    assert board.shown()["python"].startswith("corpus.claims.query(\"theme == 'funding' and role")


# What the disagreements on the page are about, and how many they are said to be.
LISTED = """() => {
  const here = [...document.querySelectorAll('.wb-explorer')].find(e => e.offsetParent);
  return [here.querySelector('em').textContent,
    [...here.querySelectorAll('strong')].map(n => n.textContent)];
}"""


def test_the_disagreements_of_one_kind_and_of_one_document(place):
    board = place("seeds")
    board.tab("Disagreements")
    kind, document = "Kind", "Document"

    def listed(control, label: str) -> list[str]:
        before = board.page.evaluate(LISTED)
        board.choose(control, label)
        board.page.wait_for_function(
            f"t => JSON.stringify(({LISTED})()) !== JSON.stringify(t)", arg=before
        )
        count, about = board.page.evaluate(LISTED)
        assert count == f"{len(about)} disagreement{'s' * (len(about) != 1)}"
        return about

    assert listed(kind, "two values") == ["Ukraine: size of the army"]
    assert listed(kind, "versions of a plan") == ["Ukraine, United States: version"]
    assert len(listed(kind, "every kind")) == 5
    assert listed(document, "003") == [
        "Ukraine: size of the army", "Ukraine, United States: version",
    ]  # fmt: skip
    assert listed(kind, "another role") == []
    assert "No disagreement of this kind was found." in board.here("").inner_text()
    assert len(listed(document, "every document")) == 1
    assert board.open("Money")["count"] == "6 figures"


def test_the_table_is_searched(place):
    board = place("seeds")
    board.open("Money")
    board.here(".dt-search input").fill("Canada")
    board.page.wait_for_function(f"() => ({SHOWN})().table.length === 1")
    assert board.shown()["table"] == ["$50 million"]
    board.here(".dt-search input").fill("")


def click(board, tab: str, words: str = "", inside: str = "") -> str:
    """The sentences that a button of the plans' page opens; by the keyboard alone."""
    board.here(".lm-TabBar-tab", has_text=tab).first.click()
    button = board.here(f"{inside} button[data-open]", has_text=words).first
    button.wait_for()
    before = board.here(".wb-sentences").inner_text()
    button.focus()
    board.page.keyboard.press("Enter")
    board.page.wait_for_function(
        "t => [...document.querySelectorAll('.wb-sentences')].find(n => n.offsetParent)"
        ".innerText !== t", arg=before,
    )  # fmt: skip
    assert button.get_attribute("aria-pressed") == "true"
    return board.here(".wb-sentences").inner_text()


def test_versions_and_edges_open_their_sentences(place):
    board = place("seeds")
    board.tab("Peace plans")
    board.here(".wb-canvas .main-svg").first.wait_for()
    told = click(board, "Versions", "mention")
    assert "28" in told and "document" in told
    quote = click(board, "Versions", inside="td:nth-child(6)")  # what the 19 were made from
    assert "now settling on 19 points" in quote
    board.here(".scatterlayer .trace .points path").first.click(force=True)
    board.page.wait_for_function(
        "t => [...document.querySelectorAll('.wb-sentences')].find(n => n.offsetParent)"
        ".innerText !== t", arg=quote,
    )  # fmt: skip
    assert "document 00" in board.here(".wb-sentences").inner_text()


def test_a_search_lists_hits_and_enter_opens_the_document_there(place):
    board = place("seeds")
    page = board.page
    board.tab("Search")
    box = page.get_by_label("Search", exact=True)
    box.fill("assets AND")
    page.keyboard.press("Enter")
    board.here("[role=alert]").wait_for()
    assert "type frozen AND assets" in board.here("[role=alert]").inner_text()
    box.fill("frozen assets")
    page.keyboard.press("Enter")
    hits = board.here("button[data-open][aria-pressed]")
    hits.first.wait_for()
    assert board.here("[role=status] strong").inner_text() == "2 hits in 2 documents"
    assert [hit.locator("mark").inner_text() for hit in hits.all()] == [
        "frozen Russian assets", "frozen Russian state assets",
    ]  # fmt: skip
    hits.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function(CURRENT, arg="frozen Russian state assets")
    assert board.here(".wb-title").inner_text().startswith("Document 003")
    frame, mark = board.here(".wb-page").bounding_box(), board.here(".wb-current").bounding_box()
    assert frame["y"] <= mark["y"] < frame["y"] + frame["height"]
    with page.expect_download() as download:
        board.here("button", has_text="Briefing of these documents").click()
    assert download.value.suggested_filename == "briefing.html"
    assert "frozen" in download.value.path().read_text("utf-8")
    page.set_viewport_size({"width": 700, "height": 900})
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1
    page.set_viewport_size({"width": 1400, "height": 1000})
    board.here("button", has_text="Only these documents").click()
    board.here(".wb-note", has_text="Chosen in Money: 1 document").wait_for()
    board.tab("Money")
    board.here(".wb-chip", has_text="000").click()
    board.here(".wb-chip", has_text="000").wait_for(state="detached")


@voila_alone  # in JupyterLab no page is ever wider than the window
def test_a_changed_figure_opens_both_texts_and_the_document(place):
    board = place("texts")
    board.tab("Peace plans")
    told = click(board, "Texts side by side", "→")
    assert "shall not exceed 120,000 soldiers" in told and "150,000 soldiers" in told
    assert board.here("ins").count() > 5 and board.here("del").count() > 5
    board.part("Document")
    board.page.wait_for_selector(".wb-explorer:visible .wb-current")
    assert board.here(".wb-current").inner_text() == "120,000"
    board.part("Sentences")
    board.page.set_viewport_size({"width": 700, "height": 900})
    board.page.wait_for_timeout(500)
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert board.page.evaluate(wide) <= 1
    board.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_hostile_document_runs_nothing_and_stays_text(place):
    board = place("hostile")
    page = board.page
    for tab in TABS:
        board.open(tab)
        assert board.settled()["table"]
        for part in ("Sentences", "Table", "Document"):
            board.part(part)
            page.wait_for_timeout(300)
            assert page.evaluate("window.ran") is None
        inside = ".wb-explorer:visible :is(.wb-page, .wb-title, .wb-sentences, .dt-container tbody)"
        assert page.locator(f"{inside} :is(script, img, iframe, svg, style, a, b)").count() == 0
    board.here(".js-plotly-plot .points path").first.hover(force=True)
    text = board.here(".wb-page").text_content()
    if "second" not in board.here(".wb-title").text_content():
        assert "<script>window.ran = 1</script>" in text and "{{7*7}} ${7*7}" in text
        assert "**bold** [link](javascript:window.ran=1)" in text
    board.tab("Peace plans")
    for tab in ("Versions", "Texts side by side", "Positions"):
        board.here(".lm-TabBar-tab", has_text=tab).first.click()
        page.wait_for_timeout(300)
        plain = ".wb-page-of-places :is(script, img, iframe, svg, style, a, b)"
        assert board.here(plain).count() == 0
    assert page.evaluate("window.ran") is None
    everything = page.locator(".wb-dashboard").inner_text()
    assert not re.search(r"(?<!\d)49(?!\d)", everything), "a template was evaluated"
    if page.locator(".jp-Notebook .jp-CodeCell").count() == 1 + len(OUTPUTS):
        nothing_is_set_as_a_formula(page.locator(".jp-Notebook .jp-CodeCell"))


def nothing_is_set_as_a_formula(cells):
    """JupyterLab sets the formula of the first cell, and none in what is ours."""
    cells.nth(1).locator("mjx-container").first.wait_for(timeout=60 * SECOND)
    for number in range(2, 1 + len(OUTPUTS)):
        shown = cells.nth(number).locator(".jp-OutputArea-output")
        assert shown.locator("mjx-container").count() == 0, OUTPUTS[number - 1]
        text = " ".join(shown.text_content().split())
        lost = [one for one in FORMULAS if one[:45] not in text]  # pandas shows 47 characters
        assert lost == [], OUTPUTS[number - 1]


BACKGROUND = """() => {
  const plot = [...document.querySelectorAll('.js-plotly-plot')].find(p => p.offsetParent);
  const mark = [...document.querySelectorAll('.wb-sentences mark')].find(m => m.offsetParent);
  return [plot?._fullLayout.paper_bgcolor, plot?._fullData[2].marker.color,
    mark && getComputedStyle(mark).backgroundColor];
}"""
LIGHT = ["#ffffff", "#0072b2", "rgb(207, 230, 251)"]
DARK = ["#16181d", "#3f9be0", "rgb(11, 68, 112)"]


@lab_alone
def test_the_figure_follows_the_theme_of_lab(place):
    board = place("seeds")
    board.open("Money")
    board.part("Sentences")
    page = board.page
    assert page.evaluate(BACKGROUND) == LIGHT
    for theme, colours in (("Dark", DARK), ("Light", LIGHT)):
        page.evaluate(
            "t => window.jupyterapp.commands.execute('apputils:change-theme', { theme: t })",
            f"JupyterLab {theme}",
        )
        page.wait_for_function(
            f"c => JSON.stringify(({BACKGROUND})()) === c",
            arg=json.dumps(colours, separators=(",", ":")),
        )
        if theme == "Dark":
            assert faults_of_every_tab(board, "lab-dark") == []
            board.tab("Money")
            board.part("Sentences")


# Time limits pass at once: what a page does that is too busy to load a module in two seconds.
NO_PATIENCE = """AbortSignal.timeout = () => {
  const limit = new AbortController();
  queueMicrotask(() => limit.abort(new Error("no time left")));
  return limit.signal;
}"""


@pytest.fixture
def stranger(browser):
    """A page without the cookies of the others."""
    with watch(browser) as seen:
        yield seen


def test_a_correction_made_in_the_browser_outlives_it(voila, watched, tmp_path_factory, tmp_path):
    folder = next(tmp_path_factory.getbasetemp().glob("voila*/hostile"))
    page, board = watched.page, opened(watched.page, None, voila, "voila", "hostile")
    board.part("Document")
    board.here(".wb-page mark.wb-funding").first.click()
    form = board.here(".wb-correct")
    form.get_by_role("button", name="Correct").click()
    form.get_by_label("Label").select_option("role")
    form.get_by_label("Correct to").select_option("need")
    form.get_by_label("Why").fill("<script>window.ran = 1</script>")
    form.get_by_label("Your name").fill("Ada")
    page.keyboard.press("Enter")
    board.here(".wb-changes del", has_text="pledged").wait_for()
    form.get_by_role("status").filter(has_text="role pledged, now need").wait_for()
    page.reload()  # another kernel, which loads the documents again
    page.wait_for_selector(".wb-canvas .main-svg", timeout=120 * SECOND)
    board.part("Document")
    board.here(".wb-page mark.wb-corrected").first.click()
    assert board.here(".wb-changes li").first.text_content().startswith("role pledged need · Ada")
    assert page.evaluate("window.ran") is None
    corpus = workbench.load(folder, progress=False)
    ((file, (row,)),) = training.settled(corpus)
    assert (file.parent, row["figures"][0]["role"]) == (folder, "need")
    brief = workbench.brief(corpus, tmp_path / "brief.html").read_text("utf-8")
    assert "role pledged, now need · Ada" in brief and "<script>window.ran" not in brief
    out = workbench.export(corpus, tmp_path / "out", as_="annotations")
    assert '"old":"pledge","new":"need"' in (out / "corrections.jsonl").read_text("utf-8")
    file.unlink()


def test_the_app_asks_for_its_token_shows_no_code_and_may_start_slowly(voila, stranger):
    page = stranger.page
    page.add_init_script(NO_PATIENCE)
    page.goto(voila["seeds"].split("?")[0])
    assert page.locator("input[type=password]").count() > 0
    assert page.locator(".wb-explorer").count() == 0
    page.goto(voila["seeds"] + "&theme=dark")
    page.wait_for_selector(".wb-canvas .main-svg", timeout=120 * SECOND)
    assert page.evaluate(BACKGROUND) == DARK
    assert faults_of_every_tab(Board(page), "voila-dark") == []
    assert page.locator(".jp-InputArea, .jp-CodeMirrorEditor").count() == 0
    assert "workbench.load" not in page.content()
    board = Board(page)
    board.open("Armies")
    before = board.settled()
    board.here(".wb-chip", has_text="size of the army").click()
    after = board.settled(before)
    assert after["figure"] != before["figure"] and len(after["table"]) < len(before["table"])
    board.part("Document")
    board.page.wait_for_function(MARKED)
    assert stranger.outside == [] and stranger.errors == []
