"""A real Chromium: what is below the text, beside the findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exports.browser import Browser, axe_source
from tests.workbench.coder import Coder, noise, shown
from tests.workbench.served import Served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
WORDS = "return [...document.querySelector('#picture').shadowRoot.querySelectorAll('text')].map(t => t.textContent)"


@pytest.fixture
def coder(browser: Browser, bench: Served) -> Iterator[Coder]:
    with shown(browser, bench):
        yield Coder(browser)


def test_the_timeline_follows_each_change_and_leads_to_its_events(coder: Coder, bench: Served, tmp_path: Path) -> None:
    browser = coder.browser
    assert not browser.driver.find_element("css selector", '[data-list="differences"]').is_displayed()
    coder.press('[data-list="timeline"]')
    browser.until(lambda: "Strike of the dockers" in (browser.js(WORDS) if browser.js("return document.querySelector('#picture').shadowRoot.childElementCount") else []))  # fmt: skip
    for wide, dark in ((1400, False), (1400, True), (400, False)):
        browser.look(wide, 900, dark=dark)
        assert browser.violations(axe_source(tmp_path)) == []
        assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    browser.look(1400, 900)
    coder.open_row("events", "strike")
    coder.fill({"label": "Dockers on strike"})
    browser.js("document.activeElement.blur()")
    coder.settle()
    browser.until(lambda: "Dockers on strike" in browser.js(WORDS))
    browser.js(
        "const [t] = [...document.querySelector('#picture').shadowRoot.querySelectorAll('text')]"
        ".filter(t => t.textContent === 'Yearly inspection of cranes');"
        "t.dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    assert browser.text("#form h3") == "Yearly inspection of cranes"
    coder.press('[data-list="findings"]')
    assert browser.driver.find_element("id", "findings").is_displayed()
    assert noise(browser, bench) == []
