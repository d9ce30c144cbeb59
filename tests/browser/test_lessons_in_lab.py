"""Each lesson as a student meets it in JupyterLab: nothing answered, then a wrong answer, then a
right one, typed into the page; the hints unfold, and the table of progress fills."""

import os
import re
import time
import tomllib
from pathlib import Path

import pytest

from workbench.lessons import exercises

from .test_in_lab import FAILED, SECOND, open_and_run, picture

ANSWERS = tomllib.loads(
    (Path(__file__).parent.parent / "data" / "lesson_answers.toml").read_text("utf-8")
)
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def written(form: str, answer) -> str:
    """An answer as a student writes it."""
    items = {int(n): label for n, label in answer.items()} if form == "labels" else answer
    return repr(items)


def answer(page, name: str, text: str) -> str:
    """Type an answer into its cell, run the cell, and read what the check says."""
    cell = page.locator(".jp-Notebook .jp-CodeCell", has_text=f'lessons.check("{name}", answer)')
    shown = cell.locator(".wb-verdict")
    before = shown.inner_text() if shown.count() else ""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f'answer = {text}\nlessons.check("{name}", answer)')
    page.keyboard.press("Control+Enter")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if shown.count() == 1 and (said := shown.inner_text()) != before:
            return said
        page.wait_for_timeout(50)
    pytest.fail(f"{name}: the check says nothing new after a minute; it said {before!r}")


@pytest.mark.parametrize("lesson", exercises.lessons())
def test_a_student_walks_through(lesson, lab, watched):
    page, begun = watched.page, time.monotonic()
    page.goto(lab.page(f"lessons/{lesson}.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-OutputPlaceholder", timeout=120 * SECOND)
    assert not page.locator(".jp-Notebook .jp-OutputArea-output").count(), "predict first"
    picture(page, f"lesson-{lesson}-folded")
    open_and_run(page, "")
    assert page.evaluate(FAILED) == 0, "a cell fails or warns before anything is answered"
    ran = time.monotonic() - begun
    every = exercises.lessons()[lesson].exercise
    verdicts = page.locator(".jp-Notebook .wb-verdict")
    assert verdicts.count() == len(every)
    assert all("Not answered yet." in text for text in verdicts.all_inner_texts())
    hint = verdicts.first.locator("details").first
    assert hint.locator("p").is_hidden()
    hint.locator("summary").click()
    assert hint.locator("p").inner_text() == every[0].hints[0]
    picture(page, f"lesson-{lesson}-blank")
    for one in every:
        wrong, why = ANSWERS[one.name]["wrong"][0]
        said = answer(page, one.name, written(one.form, wrong))
        assert "Not yet." in said and why in re.sub(r"\s+", " ", said), one.name
    picture(page, f"lesson-{lesson}-wrong")
    for one in every:
        said = answer(page, one.name, written(one.form, ANSWERS[one.name]["right"][0]))
        assert "✓ Right." in said, one.name
    last = page.locator(".jp-Notebook .jp-CodeCell", has_text="lessons.progress()").last
    last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "n => [...document.querySelectorAll('.jp-Notebook td')]"
        ".filter(cell => cell.textContent === 'yes').length === n",
        arg=len(every),
        timeout=30 * SECOND,
    )
    picture(page, f"lesson-{lesson}-right")
    if os.environ.get("WORKBENCH_SCREENSHOTS"):
        print(f"{lesson}: run in {ran:.1f} s, walked in {time.monotonic() - begun:.1f} s")
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    assert watched.outside == []
    assert watched.errors == []
