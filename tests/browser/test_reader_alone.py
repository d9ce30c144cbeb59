"""The reader's own page: text that stays text, places right to the code point, keys that work."""

import json

import pytest
from nbconvert import HTMLExporter
from test_charts import long_names
from traitlets.config import PyFileConfigLoader

from workbench.views import charts, live

pytestmark = pytest.mark.browser
TEXT = (
    "🛡️ <script>window.ran = 1</script> <img src=x onerror='window.ran = 1'> </style> "
    "עברית 5 $60 billion and [cite: x] then {{7*7}} **28 points** 👩‍👩‍👧 600,000 end"
)
QUOTES = {"funding": "$60 billion", "plan": "28 points", "force": "600,000"}


def page_of(text: str) -> str:
    """The reader in a bare page, with a model that remembers what it was told."""
    spans = [
        {"id": theme, "start": text.index(q), "end": text.index(q) + len(q), "theme": theme,
         "quote": q, "label": f"<i>{theme}</i>"}
        for theme, q in QUOTES.items()
    ]  # fmt: skip
    at = text.index("[cite")
    state = {
        "title": "<b>title</b>", "text": text, "spans": spans, "selected": {}, "turn": 1,
        "noise": [{"start": at, "end": at + 9, "kind": "machine artifact"}],
        "legend": [{"theme": theme, "name": theme} for theme in QUOTES],
    }  # fmt: skip
    script = live.script("reader.js").replace("export default", "const r =")
    held = json.dumps(state).replace("<", "\\u003c")
    return f"""<!doctype html><meta charset="utf-8">
      <style>{live.style("reader.css")}</style><div id="el"></div>
      <script type="module">{script}
      const state = {held}, heard = {{}};
      window.model = {{
        get: (name) => state[name],
        set: (name, value) => {{ state[name] = value; }},
        save_changes: () => {{ window.saved = JSON.stringify(state.selected); }},
        on: (name, act) => {{ heard[name] = act; }}, off: () => {{}},
        send: (message) => {{ (window.sent = window.sent || []).push(message); }},
        tell: (name, value) => {{ state[name] = value; heard["change:" + name](); }},
      }};
      window.heard = heard;
      r.render({{ model: window.model, el: document.getElementById("el") }});
      </script>"""


@pytest.fixture
def tab(browser):
    page = browser.new_page(viewport={"width": 700, "height": 500})
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    page.set_content(page_of(TEXT))
    page.wait_for_selector(".wb-page mark")
    yield page
    page.close()


def selected(page) -> dict:
    return json.loads(page.evaluate("window.saved"))


def test_the_text_is_whole_and_nothing_in_it_runs(tab):
    assert tab.locator(".wb-page").evaluate("node => node.textContent") == TEXT
    assert tab.evaluate("window.ran") is None
    assert tab.locator(".wb-page script, .wb-page img, .wb-title b, .wb-label i").count() == 0
    assert tab.requests == []


def test_highlights_are_right_to_the_code_point(tab):
    assert tab.locator(".wb-page mark").all_text_contents() == list(QUOTES.values())
    assert tab.locator(".wb-page .wb-noise").all_text_contents() == ["[cite: x]"]


def test_click_keys_and_buttons_tell_python(tab):
    mark = tab.locator(".wb-page mark.wb-plan")
    mark.click()
    first = selected(tab)
    assert first == {"id": "plan", "n": 1, "by": "reader"}
    mark.click()
    assert selected(tab)["n"] == 2  # a second click on the same figure is a new message
    tab.keyboard.press("Tab")
    tab.locator(".wb-page").focus()
    seen = []
    for key in ("n", "ArrowRight", "p", "k"):
        tab.keyboard.press(key)
        seen.append(selected(tab)["id"])
    assert seen == ["force", "funding", "force", "plan"]
    tab.get_by_text("← previous").click()
    assert selected(tab)["id"] == "funding"
    assert tab.locator(".wb-place").text_content() == "1 of 3"
    assert tab.locator(".wb-label").text_content() == "$60 billion: <i>funding</i>"


OFFER = {
    "fields": [["value", "value", True], ["role", "role", True], ["actor", "actor", False]],
    "values": {
        "": {"actor": [[f"state_{n}", f"State {n}"] for n in range(30)]},
        "funding": {"role": [["need", "need"], ["pledge", "pledged"]], "unit": []},
        "force": {"role": [["cap", "ceiling"]], "unit": [["drone", "drone"]]},
    },
    "themes": [["funding", "Money"], ["force", "People and weapons"]],
}


def test_what_an_analyst_says_is_sent_to_python_and_to_nobody_without_it(tab):
    hear = "(message) => heard['msg:custom'](message)"
    assert tab.evaluate("sent") == [{"ask": "corrections"}]
    assert not tab.locator(".wb-correct").is_visible()  # a stored page has nobody to ask
    tab.evaluate("([offered]) => heard['msg:custom']({ offered, not: '' })", [OFFER])
    correct, add = tab.get_by_role("button", name="Correct"), tab.get_by_text("Add a figure")
    assert correct.is_disabled() and add.is_enabled()
    tab.locator(".wb-page mark.wb-funding").focus()
    tab.keyboard.press("n")
    correct.focus()
    tab.keyboard.press("Enter")
    tab.get_by_label("Label").select_option("role")
    assert tab.get_by_label("Correct to").locator("option").all_text_contents() == [
        "choose", "need", "pledged"
    ]  # fmt: skip
    tab.get_by_label("Correct to").select_option("pledge")
    tab.get_by_role("button", name="Save").click()  # without a name, nothing is sent
    assert len(tab.evaluate("sent")) == 1
    tab.get_by_label("Your name").fill("Ada n p")  # keys of the reader are letters here
    tab.get_by_label("Why").fill("<i>seen</i>")
    tab.keyboard.press("Enter")
    message = tab.evaluate("sent").pop()
    given = message["with"]
    assert given.pop("on") == tab.evaluate("new Date().toLocaleDateString('sv')")
    assert (message["do"], given) == ("correct", {
        "by": "Ada n p", "why": "<i>seen</i>", "claim_id": "funding", "field": "role",
        "new": "pledge",
    })  # fmt: skip
    tab.evaluate(hear, {"said": "“<b>$60</b>” is no", "wrong": True})
    assert tab.get_by_role("status").text_content() == "“<b>$60</b>” is no"
    assert tab.get_by_label("Why").is_visible()  # what was filled in is not lost
    tab.evaluate(hear, {"said": "done"})
    assert not tab.get_by_label("Why").is_visible()
    # A stretch that is marked, behind signs of two code points; then the words typed by keyboard.
    for way in ("marked", "typed"):
        if way == "marked":
            tab.evaluate(
                """() => { const node = [...document.querySelectorAll(".wb-page")[0].childNodes]
                  .find((one) => one.data && one.data.includes("end"));
                  const at = node.data.indexOf("end");
                  getSelection().setBaseAndExtent(node, at - 1, node, at + 3); }"""
            )
        add.click()
        if way == "typed":
            tab.get_by_label("Figure, as").fill("end")
        assert tab.get_by_label("Figure, as").input_value() == "end"
        tab.get_by_label("Theme").select_option("force")
        tab.get_by_label("What it counts").select_option("drone")
        assert tab.get_by_label("Your name").input_value() == "Ada n p"  # typed once
        tab.get_by_role("button", name="Add", exact=True).click()
        message = tab.evaluate("sent").pop()
        given = message["with"]
        assert (message["do"], given["unit"], "role" in given) == ("add", "drone", False)
        assert TEXT[given["start"] : given["end"]] == "end"
        tab.keyboard.press("Escape")
        assert not tab.get_by_label("Why").is_visible()
    tab.get_by_role("button", name="Reject").click()
    tab.get_by_role("button", name="Reject: no figure").click()
    assert tab.evaluate("sent").pop()["do"] == "reject"
    tab.evaluate(
        """() => { const [one, ...rest] = model.get("spans");
          const changes = [{ what: "role", old: "<b>need", new: "pledged", by: "Ada, 20 Dec 2025" }];
          model.set("spans", [{ ...one, changes }, ...rest]); model.tell("turn", 3); }"""
    )
    assert tab.locator(".wb-changes del").text_content() == "<b>need"
    assert tab.locator(".wb-changes li").text_content() == "role <b>need pledged · Ada, 20 Dec 2025"
    assert tab.locator(".wb-page mark.wb-corrected").count() == 1
    tab.evaluate(
        """() => { const [one, ...rest] = model.get("spans");
          const changes = [{ what: "", old: "need 5 people", new: "accepted", by: "Ada, 20 Dec 2025" }];
          model.set("spans", [{ ...one, changes }, ...rest]); model.tell("turn", 4); }"""
    )
    told = "need 5 people accepted by Ada, 20 Dec 2025"
    assert tab.locator(".wb-changes li").text_content() == told
    assert tab.locator(".wb-page mark.wb-corrected").count() == 0  # no dagger
    assert tab.locator(".wb-page").evaluate("node => node.textContent") == TEXT
    tab.evaluate("([offered]) => heard['msg:custom']({ offered, not: 'read only' })", [OFFER])
    assert tab.get_by_role("status").text_content() == "Nothing can be corrected here: read only."
    assert not correct.is_visible()


def test_python_points_and_the_reader_scrolls(tab):
    tab.evaluate(
        """() => {
          const later = (s) => ({ ...s, start: s.start + 400, end: s.end + 400 });
          model.set("text", "\\n".repeat(400) + model.get("text"));
          model.set("spans", model.get("spans").map(later));
          model.set("noise", model.get("noise").map(later));
          model.set("selected", { id: "force", n: 9, by: "python" });
          model.tell("turn", 2);
        }"""
    )
    assert tab.locator(".wb-current").all_text_contents() == ["600,000"]
    assert tab.locator(".wb-page .wb-noise").all_text_contents() == ["[cite: x]"]
    assert tab.locator(".wb-page").evaluate("node => node.scrollTop") > 1000


# --- figures and exports, each in a bare page -----------------------------------------------------

# The words of a figure that stand outside it, for each width of its place.
CUT = """async (picture) => {
  const told = JSON.parse(picture), found = [];
  for (const width of [360, 520, 700]) {
    const place = document.createElement("div");
    document.body.replaceChildren(place);
    const one = told.drawn.findLast((each) => each.from <= width);
    Object.assign(place.style, { width: `${width}px`, height: `${one.layout.height}px` });
    await window.Plotly.newPlot(place, one.data, one.layout, told.config);
    const frame = place.getBoundingClientRect();
    for (const text of place.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      if (box.width && (box.left < frame.left || box.right > frame.right || box.top < frame.top
        || box.bottom > frame.bottom)) found.push([width, text.textContent]);
    }
  }
  return found;
}"""


def test_no_words_of_a_figure_with_long_names_are_cut(tab):
    tab.set_content("<body></body>")
    tab.add_script_tag(content=charts.script().replace("export default window.Plotly;", ""))
    assert tab.evaluate(CUT, charts.picture(long_names())) == []


def test_an_export_of_a_notebook_shows_its_pictures_and_asks_nothing(tab, root):
    exporter = HTMLExporter(
        config=PyFileConfigLoader("offline_html.py", root / "notebooks").load_config()
    )
    html, _ = exporter.from_filename(root / "notebooks" / "02_funding.ipynb")
    tab.requests.clear()
    tab.set_content(html)
    assert [address for address in tab.requests if not address.startswith("data:")] == []
    shown = tab.evaluate("[...document.images].map(i => [i.naturalWidth, i.alt.split('\\n')[0]])")
    title = "A need of $60 billion is stated 3 times in 1 document"
    assert shown == [[600, f"{title}."], [600, f"Explorer of money: 6 figures. {title}"]]
    assert tab.locator("td[style*=right]", has_text="60 billion").count() == 5
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(wide) <= 1
