"""The reader's own page: text that stays text, places right to the code point, keys that work."""

import json

import pytest

from workbench.views import live

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
        tell: (name, value) => {{ state[name] = value; heard["change:" + name](); }},
      }};
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
