"""How soon the HTML page of a big package shows its first picture, in Chromium: time, file size and memory.

    TIMES=3 python -m tests.benchmarks.page 10000 100000

makes a package of that many events in a temporary folder, exports its page, and opens it several times. *First picture*
is the time from the start of the navigation to the second frame after the first chart or row is in the document;
*all views* that to the tabs, with which all rows can be reached; both are `performance.now()` in the page. *Heap* is what
the page's script holds then, after a collection of what it no longer needs. The best of the runs is printed: on
a machine that others use too, the rest measures them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.generate import generate

TIMES = int(os.environ.get("TIMES", "3"))
WATCH = """
window.seen = {};
const look = () => {
  const has = (selector) => document.querySelector(selector);
  if (!seen.picture && has('.overview svg, .rows .row')) { seen.picture = -1; requestAnimationFrame(() => requestAnimationFrame(() => { seen.picture = performance.now(); })); }
  if (!seen.views && has('#views button')) { seen.views = -1; requestAnimationFrame(() => requestAnimationFrame(() => { seen.views = performance.now(); })); }
};
new MutationObserver(look).observe(document, { childList: true, subtree: true });
"""


def measured(page: Path, folder: Path) -> dict[str, float]:
    """Milliseconds to the first picture and to all views, and the heap in MB."""
    from tests.exports.browser import Browser

    browser = Browser(folder)
    try:
        browser.look()
        browser.driver.set_page_load_timeout(300)
        browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        browser.driver.get(page.as_uri())
        browser.until(lambda: bool(browser.js("return seen.picture > 0 && seen.views > 0")), 300)
        seen: dict[str, Any] = browser.js("return seen")
        browser.driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        heap: float = browser.driver.execute_cdp_cmd("Runtime.getHeapUsage", {})["usedSize"]
        return {"picture": seen["picture"], "views": seen["views"], "heap": heap / 2**20}
    finally:
        browser.close()


def main(sizes: list[int]) -> None:
    """Print a row for each size."""
    print("| events | package MB | export s | page MB | first picture s | all views s | heap MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for n in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            generate(folder / "package", n, texts="none")
            size = sum(f.stat().st_size for f in (folder / "package" / "data").iterdir()) / 2**20
            start = time.perf_counter()
            page = folder / "page.html"
            command = [
                sys.executable,
                "-m",
                "event_timeline",
                "export",
                "html",
                str(folder / "package"),
                "--no-validate",
            ]
            subprocess.run([*command, "-o", str(page)], check=True, capture_output=True)
            export = time.perf_counter() - start
            best: dict[str, float] = {}
            for i in range(TIMES):
                for key, value in measured(page, folder / f"profile-{i}").items():
                    best[key] = min(best.get(key, value), value)
            print(
                f"| {n:,} | {size:,.1f} | {export:.1f} | {page.stat().st_size / 2**20:,.1f} | {best['picture'] / 1000:.2f} "
                f"| {best['views'] / 1000:.2f} | {best['heap']:,.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [10_000, 100_000])
