"""A film of the workbench as an animated PNG: what Chromium shows while a sentence is coded, picture by picture.

`python -m tests.workbench.film` writes docs/workbench.png again.
"""

from __future__ import annotations

import base64
import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.exports.browser import Browser
from tests.workbench.coder import shown
from tests.workbench.served import served
from tests.workbench.test_page import PARAGRAPH, begin, word

FILM = Path(__file__).parents[2] / "docs" / "workbench.png"
WIDE, HIGH = 1000, 600
LONG_S, SHORT_S = 2.5, 1.4
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each chunk of a PNG."""
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def animated(frames: Sequence[tuple[bytes, float]]) -> bytes:
    """An animated PNG (W3C PNG, third edition) of pictures of one size, each with its seconds; a reader without it shows the first."""
    headers = {content for png, _ in frames for kind, content in chunks(png) if kind == b"IHDR"}
    (header,) = headers
    out, number = SIGNATURE + chunk(b"IHDR", header) + chunk(b"acTL", struct.pack(">II", len(frames), 0)), 0
    for i, (png, seconds) in enumerate(frames):
        size = header[:8]
        control = struct.pack(">I", number) + size + struct.pack(">IIHHBB", 0, 0, round(seconds * 100), 100, 0, 0)
        out, number = out + chunk(b"fcTL", control), number + 1
        data = zlib.compress(zlib.decompress(b"".join(c for kind, c in chunks(png) if kind == b"IDAT")), 9)
        if i == 0:
            out += chunk(b"IDAT", data)
        else:
            out, number = out + chunk(b"fdAT", struct.pack(">I", number) + data), number + 1
    return out + chunk(b"IEND", b"")


def record(browser: Browser, folder: Path) -> bytes:
    """Code a sentence with three actors, an event and a statement, and keep a picture of each step."""
    frames: list[tuple[bytes, float]] = []

    def keep(seconds: float = SHORT_S) -> None:
        shot = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
        frames.append((base64.b64decode(shot), seconds))

    with served(folder / "organisers") as bench, shown(browser, bench, "#n-text"):
        browser.look(WIDE, HIGH)
        coder = begin(browser, PARAGRAPH)
        browser.js("sessionStorage.setItem('last-topic', 'labour')")
        keep()
        coder.select(*word(PARAGRAPH, "detained"))
        keep()
        coder.keys("e")
        browser.until(lambda: browser.focused("id") == "f-kind")
        coder.keys("arrest")
        keep(LONG_S)
        coder.keys(Keys.ENTER)
        browser.until(lambda: bool(browser.texts(".armed")))
        coder.settle()
        keep()
        for words in ("Police", "three union organisers"):
            coder.select(*word(PARAGRAPH, words))
            keep()
            coder.keys(Keys.ENTER)
            coder.settle()
        keep()
        coder.select(*word(PARAGRAPH, "the harbour authority"))
        coder.keys("s")
        browser.until(lambda: browser.focused("id") == "f-summary")
        keep(LONG_S)
        coder.keys(Keys.ENTER)
        browser.until(lambda: not browser.texts("#save-draft"))
        coder.settle()
        keep(LONG_S)
        coder.press('[data-list="timeline"]')
        browser.until(
            lambda: bool(browser.js("return document.querySelector('#picture').shadowRoot.querySelector('.event')"))
        )
        keep(LONG_S)
    return animated(frames)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder) / "profile")
        try:
            FILM.write_bytes(record(browser, Path(folder)))
        finally:
            browser.close()


if __name__ == "__main__":
    main()
