"""How long the workbench takes from a key to the next frame, in Chromium, with a long text and thousands of spans.

    TIMES=20 python -m tests.benchmarks.keystrokes 1150

makes a package of that many events of one text in a temporary folder (1,150: about 100,000 characters and 6,200 spans), opens it in
a headless Chromium and presses each key TIMES times. For each key it prints the median and the longest time from its event to the end of the next frame, and the
processor time of the page's thread for one of them: on a machine that others use too, only the latter can be compared.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.benchmarks.generate import generate
from tests.exports.browser import Browser
from tests.workbench.coder import Coder
from tests.workbench.served import served

TIMES = int(os.environ.get("TIMES", "20"))
WATCH = """
window.keyTimes = [];
const channel = new MessageChannel(), waiting = [];
channel.port1.onmessage = () => { const now = performance.now(); while (waiting.length) keyTimes.push(now - waiting.shift()); };
addEventListener("keydown", (e) => {
  if (["Shift", "Control", "Alt"].includes(e.key)) return;
  const begun = performance.now();
  requestAnimationFrame(() => { waiting.push(begun); channel.port2.postMessage(0); });
}, true);
"""
FOCUS = "document.getElementById('text').focus()"


class Page:
    """The page, and what its keys took."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.driver = browser, browser.driver
        self.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        browser.js(WATCH)

    def press(self, *keys: str, held: str = "") -> None:
        chain = ActionChains(self.driver, duration=0)
        chain = chain.key_down(held) if held else chain
        chain = chain.send_keys(*keys)
        (chain.key_up(held) if held else chain).perform()

    def processor(self) -> float:
        """Milliseconds of processor time of the page's thread so far."""
        found: list[dict[str, Any]] = self.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        return 1000 * next(m["value"] for m in found if m["name"] == "TaskDuration")

    def measure(self, name: str, key: str, *, held: str = "", before: Callable[[], None] | None = None) -> None:
        walls, used = [], 0.0
        for _ in range(TIMES):
            if before:
                before()
                time.sleep(0.1)
            self.browser.js("window.keyTimes = []")
            begun = self.processor()
            self.press(key, held=held)
            self.browser.until(lambda: bool(self.browser.js("return keyTimes.length")))
            used += self.processor() - begun
            walls.append(float(self.browser.js("return keyTimes[0]")))
        print(f"{name:34} {statistics.median(walls):7.0f} {max(walls):7.0f} {used / TIMES:10.0f}")


def measure(page: Page) -> None:
    coder = Coder(page.browser)

    def text(*keys: str) -> Callable[[], None]:
        def focus() -> None:
            page.browser.js(FOCUS)
            page.press(Keys.ESCAPE, *keys)

        return focus

    def opened(table: str = "events") -> None:
        page.browser.js("document.querySelector(`#tables .tab[data-key=${arguments[0]}]`).click()", table)
        page.browser.js("document.querySelectorAll('#rows .row')[3].click()")
        page.browser.js(FOCUS)

    def marked() -> None:
        opened("actors")  # first: a row of the list takes the selection away
        page.browser.js(FOCUS)
        page.press(Keys.ARROW_RIGHT * 3)

    def undone() -> None:
        if page.browser.js("return !document.getElementById('undo').disabled"):
            page.browser.click("#undo")
            coder.settle()
        marked()

    print(f"{'key':34} {'median':>7} {'longest':>7} {'processor':>10}   milliseconds, {TIMES} times each")
    page.browser.js(FOCUS)
    page.measure("→ the next word", Keys.ARROW_RIGHT)
    page.measure("Shift → more words", Keys.ARROW_RIGHT, held=Keys.SHIFT)
    page.measure("Alt → one character", Keys.ARROW_RIGHT, held=Keys.ALT)
    page.measure("Ctrl ↓ the next sentence", Keys.ARROW_DOWN, held=Keys.CONTROL)
    page.measure("E the form of an event", "e", before=text(Keys.ARROW_RIGHT))
    page.measure("S the form of a statement", "s", before=text(Keys.ARROW_RIGHT))
    page.measure("P the actors to choose from", "p", before=opened)
    page.measure("N the next finding", "n", before=text())
    opened()
    page.browser.js("document.querySelector('#f-label').focus()")
    page.measure("a letter in a field", "x")
    page.browser.js(FOCUS)
    page.press(Keys.CONTROL, "z", Keys.NULL)
    coder.settle()
    page.measure("1 a mention, while it is saved", "1", before=undone)
    coder.settle()


def main(events: int) -> None:
    with tempfile.TemporaryDirectory(prefix="keystrokes-") as folder:
        made = generate(Path(folder) / "package", events, a_source=events)
        (text,) = (made.folder / "texts").iterdir()
        print(
            f"{len(text.read_text(encoding='utf-8')):,} characters, {made.rows['evidence']:,} spans, {made.rows['events']:,} events"
        )
        browser = Browser(Path(folder) / "profile")
        try:
            browser.look(1400, 900)
            browser.driver.set_script_timeout(120)
            with served(made.folder, f"{text.stem}={text}") as bench:
                browser.driver.get(bench.address)
                browser.until(lambda: bool(browser.texts("#rows .row")), 120)
                measure(Page(browser))
        finally:
            browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1150)
