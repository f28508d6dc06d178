"""Marks of the text in a real Chromium: highlights on the screen; elements on paper, in forced colours and where there are no highlights."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import builder
from tests.exports.browser import Browser
from tests.workbench.coder import Coder, shown
from tests.workbench.served import served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
TEXT = builder.ARTICLE.read_text(encoding="utf-8")
LINES = "return [...document.querySelectorAll('#text p')].map((p) => p.textContent)"
MARKS = (
    "return Object.fromEntries([...document.querySelectorAll('#text mark')].map((m) => [m.textContent, m.className]))"
)
DECORATION = "return [...new Set([...document.querySelectorAll('#text mark')].map((m) => getComputedStyle(m).textDecorationStyle))].sort()"


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with served(builder.copy_of_harbour(tmp_path_factory.mktemp("painted"))) as bench, shown(browser, bench):
        yield browser
        browser.look()


def emulate(browser: Browser, media: str, **features: str) -> None:
    given = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": given})


def test_the_screen_has_highlights_and_no_elements(page: Browser) -> None:
    emulate(page, "screen")
    page.until(lambda: page.js("return CSS.highlights.get('event').size") > 5)
    assert page.js(MARKS) == {}
    assert page.js(LINES) == TEXT.split("\n")


@pytest.mark.parametrize("paper", [True, False])
def test_paper_and_forced_colours_have_elements_with_a_line_of_their_own(page: Browser, paper: bool) -> None:
    coder = Coder(page)
    name = "Mira Holm" if paper else "Jonas Veld"
    at = TEXT.index(name)
    emulate(page, "screen")
    coder.select(at, at + len(name))
    emulate(page, "print") if paper else emulate(page, "screen", forced_colors="active")
    page.until(lambda: bool(page.js(MARKS)))
    marks = page.js(MARKS)
    assert (marks["the authority"], marks["a load fell"], marks["claim"]) == ("actor", "event", "statement")
    assert marks["the Town Hall"] == "time"
    if paper:
        assert (
            page.js(
                "return ['.records', '.palette', '.inspector', '.tools'].map((x) => document.querySelector(x).checkVisibility())"
            )
            == [False] * 4
        )
        assert page.js("const t = document.getElementById('text'); return t.scrollHeight <= t.clientHeight + 1")
    assert page.js(DECORATION) == ["dashed", "dotted", "double", "solid"]
    assert page.js(LINES) == TEXT.split("\n")
    assert page.js("return String(getSelection())") == name
    if not paper:  # words are chosen and records opened as on any screen
        at = TEXT.index("traders claim that")
        coder.select(at, at + len("traders claim that"))
        coder.find("#text mark.event").click()
        page.until(lambda: bool(page.texts("#form .cardhead")))
        assert page.texts("#text mark.current")
    emulate(page, "screen")
    page.until(lambda: page.js(MARKS) == {})
    assert page.js(LINES) == TEXT.split("\n")


def test_a_browser_without_highlights_has_elements(page: Browser) -> None:
    script = page.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.Highlight;"}
    )
    try:
        page.driver.refresh()
        page.until(lambda: bool(page.js(MARKS)), 60)
        assert page.js(MARKS)["Some traders"] == "statement actor"
        coder = Coder(page)
        for words in ("Some traders claim", "the cable was cut"):
            at = TEXT.index(words)
            coder.select(at, at + len(words))
    finally:
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
