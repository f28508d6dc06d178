"""Chromium, driven by selenium: one browser for all pages, its console and its requests watched."""

from __future__ import annotations

import json
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys

from tests.exports.programs import chromium, npm_package

ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
AXE = "axe-core@4.14.1"
VIEWS = ("timeline", "statements", "network", "table", "text", "about")


class Browser:
    """A page in Chromium, and what it did that it should not."""

    def __init__(self, folder: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location, driver = chromium()
        for argument in (*ARGUMENTS, f"--user-data-dir={folder}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options, Service(driver))

    def close(self) -> None:
        self.driver.quit()

    def look(self, wide: int = 1280, high: int = 900, *, dark: bool = False, media: str = "screen") -> None:
        """Set the window's size and what the reader prefers."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": wide, "height": high, "deviceScaleFactor": 1, "mobile": wide < 600},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})

    def open(self, page: Path, fragment: str = "") -> None:
        """Load a page anew, also where only the fragment differs."""
        self.driver.get("about:blank")
        self.noise()
        self.driver.get(page.as_uri() + fragment)

    def noise(self) -> list[str]:
        """What stands in the console, and each request beyond the page and what it brings along; empties both."""
        console = [entry["message"] for entry in self.driver.get_log("browser")]
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return console + [a for a in asked if not a.startswith(("file:", "data:", "about:"))]

    def js(self, code: str, *given: object) -> Any:
        """The value of a function's body; a promise is waited for."""
        return self.driver.execute_script(code, *given)

    def texts(self, selector: str) -> list[str]:
        """The text of all matching elements, as the document has it."""
        return self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def text(self, selector: str) -> str:
        (only,) = self.texts(selector)
        return only

    def click(self, selector: str) -> None:
        self.driver.find_element("css selector", selector).click()

    def focused(self, attribute: str) -> str | None:
        """An attribute of what has the focus."""
        return self.driver.switch_to.active_element.get_attribute(attribute)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each where the focus is then."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(getattr(Keys, key))

    def until(self, test: Callable[[], bool], seconds: float = 10) -> None:
        """Wait until something holds; fail if it does not."""
        end = time.monotonic() + seconds
        while not test():
            assert time.monotonic() < end, "it did not come true in time"
            time.sleep(0.03)

    def violations(self, axe: str) -> list[tuple[str, list[str]]]:
        """What axe-core finds wrong with the page as it is."""
        self.js(axe)
        found = self.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(r => arguments[0](r.violations))"
        )
        return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


def axe_source(folder: Path) -> str:
    """The script of axe-core, from npm."""
    with tarfile.open(npm_package(AXE, folder)) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script
        return script.read().decode("utf-8")
