"""Sphinx builds the pages of the profile; every broken link inside them is an error."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
PROFILE = json.loads((ROOT / "schemas" / "profile.json").read_text(encoding="utf-8"))

project = "Event timelines"
author = DESCRIPTOR["contributors"][0]["title"]
version = PROFILE["version"]
release = f"profile {PROFILE['version']}, dataset and toolchain {DESCRIPTOR['version']}"
extensions = ["myst_parser"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["agreement/*", "analysis/*", "scale/*", "_build"]
html_title = f"Event timelines, profile {version}"
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_js_files = [("pages.js", {"defer": "defer"})]
html_copy_source = False
html_show_copyright = False
nitpicky = True


def add_contents(_app: object, page: str, source: list[str]) -> None:
    """Make the contents from the lists of links of the front page and the page of rules, which are lists on a code host, too."""
    if page not in ("index", "reference/rules"):
        return
    for section in re.split(r"^## ", source[0], flags=re.MULTILINE):
        caption = section.partition("\n")[0]
        if pages := re.findall(r"^- \[[^]]+\]\(([\w/-]+)\.md\)", section, re.MULTILINE):
            shown = f":caption: {caption}\n" if page == "index" else ""
            source[0] += "\n```{toctree}\n:hidden:\n:maxdepth: 1\n" + shown + "\n" + "\n".join(pages) + "\n```\n"


def setup(app: object) -> None:
    """Connect what is done before a page is read."""
    app.connect("source-read", add_contents)  # type: ignore[attr-defined]
