"""The explorers in JupyterLab and as an app: controls, clicks, exports, themes, hostile text."""

import contextlib
import json
import re

import pytest
from playwright.sync_api import TimeoutError as TookTooLong

from .conftest import FORMULAS, OUTPUTS, watch
from .test_in_lab import SECOND

MOVING = {
    "Money": {"Firmness", "Counted", "Currency", "Rows"},
    "Armies": {"Firmness", "Unit", "Rows"},
}
TABS = {"Money": "funding", "Armies": "force"}

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
        self.here(":is(.widget-label, .wb-page-part, svg, table):visible").first.wait_for()

    def open(self, tab: str):
        self.tab(tab)
        self.part("Table")
        self.page.wait_for_function(f"() => ({SHOWN})().python?.includes({TABS[tab]!r})")
        return self.shown()

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
        page.goto(voila[name])
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
        first = board.settled()
        board.here(".jupyter-widget-Collapse-header").click()
        for control in board.here(".widget-select-multiple select").all():
            chosen = control.evaluate("s => [...s.selectedOptions].map(o => o.index)")
            before = first
            for option in range(control.locator("option").count()):
                if [option] != chosen:
                    control.select_option(index=option)
                    before = board.settled(before)
            board.part("Document")
            board.page.wait_for_function(MARKED)
            board.part("Table")
            control.select_option(index=chosen)
            board.settled(before)
        moved = set()
        for box in board.here(".widget-dropdown").all():
            control = box.locator("select")
            for option in range(1, control.locator("option").count()):
                before = board.shown()
                control.select_option(index=option)
                if board.draws_other(before):
                    moved.add(box.locator(".widget-label").inner_text())
                board.settled()
            before = board.shown()
            control.select_option(index=0)
            board.draws_other(before)
        assert moved >= MOVING[tab]
        assert board.settled()["drawn"] == first["drawn"]


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
    board.page.wait_for_selector(".wb-explorer:visible .wb-current")
    assert board.here(".wb-current").inner_text() == "six hundred thousand"
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
    kind, document = (box.locator("select") for box in board.here(".widget-dropdown").all())

    def listed(control, label: str) -> list[str]:
        before = board.page.evaluate(LISTED)
        control.select_option(label=label)
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


@voila_alone
def test_a_search_lists_hits_and_enter_opens_the_document_there(place):
    board = place("seeds")
    page = board.page
    board.tab("Search")
    page.get_by_label("Search", exact=True).fill("frozen assets")
    page.keyboard.press("Enter")
    hits = board.here("button[data-open]")
    page.wait_for_function(
        "() => [...document.querySelectorAll('[role=status]')].some(n => n.offsetParent)"
    )
    assert board.here("[role=status] strong").inner_text() == "2 hits in 2 documents"
    assert [hit.locator("mark").inner_text() for hit in hits.all()] == [
        "frozen Russian assets", "frozen Russian state assets",
    ]  # fmt: skip
    hits.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.wb-current')].find(n => n.offsetParent)?.textContent"
        " === 'frozen Russian state assets'"
    )
    assert board.here(".wb-title").inner_text().startswith("Document 003")
    frame, mark = board.here(".wb-page").bounding_box(), board.here(".wb-current").bounding_box()
    assert frame["y"] <= mark["y"] < frame["y"] + frame["height"]
    page.get_by_label("Search", exact=True).fill("assets AND")
    page.keyboard.press("Enter")
    board.here("[role=alert]").wait_for()
    assert "type frozen AND assets" in board.here("[role=alert]").inner_text()
    page.set_viewport_size({"width": 700, "height": 900})
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1
    page.set_viewport_size({"width": 1400, "height": 1000})


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


def test_the_app_asks_for_its_token_shows_no_code_and_may_start_slowly(voila, stranger):
    page = stranger.page
    page.add_init_script(NO_PATIENCE)
    page.goto(voila["seeds"].split("?")[0])
    assert page.locator("input[type=password]").count() > 0
    assert page.locator(".wb-explorer").count() == 0
    page.goto(voila["seeds"] + "&theme=dark")
    page.wait_for_selector(".wb-canvas .main-svg", timeout=120 * SECOND)
    assert page.evaluate(BACKGROUND) == DARK
    assert page.locator(".jp-InputArea, .jp-CodeMirrorEditor").count() == 0
    assert "workbench.load" not in page.content()
    board = Board(page)
    board.open("Armies")
    before = board.settled()
    roles = board.here(".widget-select-multiple select").first
    roles.select_option(label="ceiling")
    after = board.settled(before)
    assert after["figure"] != before["figure"] and len(after["table"]) < len(before["table"])
    board.part("Document")
    board.page.wait_for_function(MARKED)
    assert stranger.outside == [] and stranger.errors == []
