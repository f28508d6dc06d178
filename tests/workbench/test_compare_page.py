"""A real Chromium in which two codings of one text are reconciled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

import event_timeline as et
from tests import builder
from tests.exports.browser import Browser, axe_source
from tests.workbench.coder import Coder, noise, shown
from tests.workbench.served import Served, served
from tests.workbench.test_compare import second_coding
from tests.workbench.test_painting import emulate

pytestmark = [pytest.mark.programs, pytest.mark.slow]

WAVY = """
const wavy = [...document.querySelectorAll("#text mark")].filter((m) => getComputedStyle(m).textDecorationStyle === "wavy");
return wavy.map((m) => m.className);
"""


@pytest.fixture
def page(browser: Browser, harbour: Path, tmp_path: Path) -> Iterator[tuple[Served, Browser]]:
    second = second_coding(
        tmp_path / "second",
        lambda e: e.set("events/monday-talks", status="planned"),
        lambda e: e.set("actors/town-council", kind="organisation"),
        lambda e: e.remove("events/crane-inspections"),
        lambda e: e.set("actors/denmark", name="Kingdom of Denmark"),
    )
    with et.edit(harbour) as editor:
        editor.remove("actors/freight-traders")
    with served(harbour, beside=second) as running, shown(browser, running):
        browser.until(lambda: browser.texts(".below button:last-child") == ["Second coder: 6"], 20)
        yield running, browser


def test_differences_are_decided_with_the_mouse_and_the_keyboard(
    page: tuple[Served, Browser], harbour: Path, tmp_path: Path
) -> None:
    bench, browser = page
    coder = Coder(browser)
    coder.press('.below [data-list="differences"]')
    assert not browser.driver.find_element("id", "findings").is_displayed()
    coder.keys(Keys.ARROW_DOWN)  # the list has the focus, so that its keys work at once
    browser.until(lambda: bool(browser.texts("#differences li.now")))
    for unit in ("relations", "stance", "factuality"):
        assert f"{unit} " in browser.text(".comparebar")
    for wide in (1400, 400):
        for dark in (False, True):
            browser.look(wide, 900, dark=dark)
            assert browser.violations(axe_source(tmp_path)) == []
            assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    browser.look(1400, 900)

    (row,) = (x for x in browser.driver.find_elements("css selector", "#differences li") if "planned" in x.text.lower())
    row.find_element("css selector", ".go").click()
    browser.until(lambda: browser.js("return CSS.highlights.get('differs-now').size > 0"))
    assert browser.js(WAVY) == []
    for media, features in (("print", {}), ("screen", {"forced_colors": "active"})):
        emulate(browser, media, **features)
        browser.until(lambda: bool(browser.js(WAVY)))
        assert {"differs", "differs-now"} <= {name for names in browser.js(WAVY) for name in names.split()}
    emulate(browser, "screen")
    browser.until(lambda: browser.js(WAVY) == [])
    assert browser.js("return document.querySelector('#form h3').textContent").endswith(
        "Talks of the port and the union"
    )
    row = browser.driver.find_element("css selector", "#differences li.now")
    coder.find("#reason").send_keys("It was to come.")
    row.find_element("css selector", '[data-take="second"]').click()
    browser.until(lambda: browser.texts(".below button:last-child") == ["Second coder: 5"])
    assert ",planned," in builder.read(harbour / "data/events.csv").partition("monday-talks")[2].partition("\n")[0]

    def left() -> int:
        return len(browser.texts("#differences li[data-id]"))

    while count := left():
        browser.js("document.querySelector('#differences .go').focus()")
        kind = browser.text("#differences li:first-child .badge")
        browser.driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
        browser.driver.switch_to.active_element.send_keys("1" if kind == "only yours" else "2")
        browser.until(partial(lambda before: left() < before or bool(browser.texts("#notice strong")), count))
        assert browser.texts("#notice strong") == []
    assert browser.texts("#differences") == ["No difference is left to decide."]
    assert {e["reason"] for e in bench.send("/api/compare").json["log"] if e.get("take")} == {"It was to come.", ""}
    names = builder.read(harbour / "data/actors.csv")
    assert "Kingdom of Denmark" in names
    assert "Traders of Osterhavn" in names
    assert "crane-inspections" in builder.read(harbour / "data/events.csv")

    decided = {e["difference"]["id"] for e in bench.send("/api/compare").json["log"] if e.get("take")}
    assert f"still differ (1 of {len(decided)} decided)" in browser.text(".comparebar")
    coder.press("#with-decided")
    browser.until(lambda: bool(browser.texts("#differences li[data-id]")))
    coder.press('#differences [data-take="open"]')
    browser.until(lambda: browser.texts(".below button:last-child") != ["Second coder: 0"])
    coder.press("#undo")
    coder.settle()
    browser.until(lambda: len(browser.texts("#differences [data-take='second']")) > 1)
    assert noise(browser, bench) == []
