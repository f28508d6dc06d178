"""The pictures of the workbench's tutorial: what Chromium shows at each of its steps.

`python -m tests.workbench.tutorial` writes docs/workbench-tutorial/*.png again.
"""

from __future__ import annotations

import base64
import tempfile
import zlib
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.exports.browser import Browser
from tests.workbench.coder import Coder
from tests.workbench.film import SIGNATURE, chunk, chunks
from tests.workbench.served import served

PICTURES = Path(__file__).parents[2] / "docs" / "workbench-tutorial"
WIDE, HIGH, ABOVE = 1000, 580, 463
"""Pixels; the findings begin below ABOVE."""
TEXT = "Police hold organisers in Osterhavn\n\nPolice detained three union organisers on Monday, the harbour authority said.\n"
GIVEN = {
    "title": "Police hold organisers in Osterhavn", "contributor": "Ek, Ada", "published_edtf": "2024-05-14",
    "publisher": "Osterhavn Post", "keywords": "labour, Osterhavn",
}  # fmt: skip
MAX_BYTES = 100_000


def word(words: str) -> tuple[int, int]:
    at = TEXT.rindex(words)
    return at, at + len(words)


def compressed(png: bytes) -> bytes:
    """The same picture with its data in one chunk, as small as zlib makes it."""
    data = zlib.compress(zlib.decompress(b"".join(c for kind, c in chunks(png) if kind == b"IDAT")), 9)
    (header,) = (c for kind, c in chunks(png) if kind == b"IHDR")
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def record(browser: Browser, package: Path) -> dict[str, bytes]:
    """Go through the tutorial; a picture by the name of each step."""
    pictures: dict[str, bytes] = {}

    def keep(step: str, top: int = 0, end: int = HIGH) -> None:
        clip = {"x": 0, "y": top, "width": WIDE, "height": end - top, "scale": 1}
        shot = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", "clip": clip})["data"]
        pictures[f"{len(pictures) + 1}-{step}.png"] = compressed(base64.b64decode(shot))

    browser.look(WIDE, HIGH)
    browser.driver.set_script_timeout(20)
    with served(package) as bench:
        browser.driver.get(bench.address)
        browser.until(lambda: bool(browser.texts("#n-text")))
        browser.js("document.getElementById('n-text').value = arguments[0]", TEXT)
        for name, value in GIVEN.items():
            browser.driver.find_element("id", f"n-{name}").send_keys(value)
        browser.js("document.getElementById('new-package').scrollTop = 0")
        keep("text")
        browser.js("document.querySelector('#new-package .primary').scrollIntoView({block: 'end'})")
        keep("about")
        browser.click("#new-package .primary")
        browser.until(lambda: bool(browser.texts("#text p")))
        coder = Coder(browser)
        coder.select(*word("detained"))
        keep("select", end=ABOVE)
        coder.keys("e")
        browser.until(lambda: browser.focused("id") == "f-kind")
        coder.keys("arrest")
        coder.fill({"topic": "labour"})
        keep("event", end=ABOVE)
        coder.save()
        browser.until(lambda: bool(browser.texts(".armed")))
        coder.select(*word("Police"))
        keep("actors", end=ABOVE)
        coder.keys(Keys.ENTER)
        coder.settle()
        coder.select(*word("three union organisers"))
        coder.keys(Keys.ENTER)
        coder.settle()
        coder.select(*word("the harbour authority"))
        coder.keys("s")
        browser.until(lambda: browser.focused("id") == "f-summary")
        keep("statement", end=ABOVE)
        coder.keys(Keys.ENTER)
        browser.until(lambda: not browser.texts("#save-draft"))
        coder.settle()
        coder.open_row("actors", "police")
        browser.js("document.getElementById('text').focus()")
        keep("findings", ABOVE)
        coder.keys("m")
        browser.until(lambda: bool(browser.texts("#add-mentions")))
        keep("mentions", end=ABOVE)
        coder.press("#add-mentions")
        coder.settle()
        coder.press('.below [data-list="timeline"]')
        browser.until(
            lambda: bool(browser.js("return document.querySelector('#picture').shadowRoot.querySelector('.event')"))
        )
        keep("timeline", int(browser.js("return document.querySelector('.findings').getBoundingClientRect().top")))
    return pictures


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder) / "profile")
        try:
            for name, picture in record(browser, Path(folder) / "organisers").items():
                (PICTURES / name).write_bytes(picture)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
