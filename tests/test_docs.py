"""The pages: built by Sphinx without a warning, and every link inside them leads to what is there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from event_timeline.rules import RULES
from event_timeline.rules.retired import RETIRED
from tests.exports.browser import Browser, axe_source

ROOT = Path(__file__).parents[1]


class Links(HTMLParser):
    """The links of a page, and the anchors that it has."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors |= {v for k in ("id", "name") if (v := found.get(k))}
        self.targets += [v for k in ("href", "src") if (v := found.get(k))]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", folder / "trees", ROOT / "docs", folder / "html"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_every_link_inside_leads_somewhere(built: Path) -> None:
    pages = {p: Links(p) for p in built.rglob("*.html")}
    assert len(pages) > 12
    broken = []
    for page, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            anchors = pages[file].anchors if file in pages else set()
            if not file.exists() or (parts.fragment and file in pages and unquote(parts.fragment) not in anchors):
                broken.append(f"{page.relative_to(built)}: {target}")
    assert broken == []


def test_every_page_stands_in_the_contents(built: Path) -> None:
    front = (built / "index.html").read_text(encoding="utf-8")
    for page in [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "reference").rglob("*.md")]:
        assert page.stem == "index" or f'{page.relative_to(ROOT / "docs").with_suffix(".html").as_posix()}"' in front, (
            page
        )


COSTS = ("scale", "engines")
"""Pages whose subject is what a validation costs."""
WORK_LOG = re.compile(
    r"stumbl|processor time|python -m tests\.|\b(?:took|takes?) [\d.,]+ (?:seconds|minutes)|(?:measured|imported) on \d"
    r"|commit [0-9a-f]{7}|project's tests",
    re.IGNORECASE,
)
"""Figures of a measurement, and what was done to make the project."""


def user_pages() -> list[Path]:
    """The pages of the contents but those of the project, and the README."""
    contents, project = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").split("## The project\n")
    listed = re.findall(r"^- \[[^]]+\]\(([\w/-]+)\.md\)", contents, re.MULTILINE)
    assert len(listed) > 20
    assert "measurements" in project
    return [ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in listed if name not in COSTS)]


@pytest.mark.parametrize("page", user_pages(), ids=lambda page: page.stem)
def test_a_page_for_users_has_no_measurement_and_no_record_of_the_work(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if WORK_LOG.search(line)] == []


PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "RIGHTS.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_reads_well_on_a_code_host(page: Path) -> None:
    directives = re.findall(
        r"^[ >]*(?:`{3,}|:{3,}|~{3,}) *\{.*$|\{(?:doc|ref|any|numref)\}`",
        page.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert directives == []


def test_former_names_and_retired_codes_are_on_the_page_of_rules_alone() -> None:
    index = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert [code for code in RETIRED if f"| {code} |" not in index] == []
    assert [alias for rule in RULES for alias in rule.aliases if f"| `{alias}` |" not in index] == []
    for page in (ROOT / "docs" / "reference" / "rules").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert "Formerly" not in text
        assert [code for code in RETIRED if code in text] == []


def test_the_index_of_rules_keeps_each_rule_s_old_anchor_and_leads_to_its_section(built: Path) -> None:
    index = Links(built / "reference" / "rules.html")
    for rule in RULES:
        anchor = f"{rule.code}-{rule.slug}".lower()
        assert anchor in index.anchors
        assert f"rules/{rule.family}.html#{anchor}" in index.targets


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    browser.driver.set_script_timeout(300)  # axe takes long for the page of answers
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_source(tmp_path_factory.mktemp("axe"))


@pytest.mark.programs
def test_in_a_narrow_window_a_wide_table_has_a_line_a_cell_with_its_column_s_name(
    built: Path, browser: Browser
) -> None:
    browser.look(390, 900)
    browser.open(built / "import.html")
    cell = "document.querySelector('table.wide tbody tr').cells[3]"
    assert browser.js(f"return {cell}.dataset.column") == "loses"
    assert browser.js(f"return {cell}.getBoundingClientRect().width") > 250
    browser.look(1280, 900)
    assert browser.js(f"return {cell}.getBoundingClientRect().left") > 600


@pytest.mark.programs
def test_in_a_narrow_window_headings_are_small_and_the_signs_of_the_header_are_apart(
    built: Path, browser: Browser
) -> None:
    browser.look(390, 900)
    browser.open(built / "index.html")
    gap = (
        "const box = (s) => document.querySelector(`.mobile-header ${s}`).getBoundingClientRect();"
        "return box('.toc-overlay-icon').left - box('.theme-toggle-container').right"
    )
    assert browser.js(gap) >= 4
    assert browser.js("return parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") < 34


@pytest.mark.programs
@pytest.mark.parametrize(("wide", "dark"), [(1280, False), (390, True)])
def test_no_page_or_table_scrolls_sideways_and_axe_finds_nothing(
    wide: int, dark: bool, built: Path, browser: Browser, axe: str
) -> None:
    browser.look(wide, 900, dark=dark)
    scrolling, inaccessible = {}, {}
    for page in built.rglob("*.html"):
        browser.open(page)
        name = page.relative_to(built).as_posix()
        scrolling[name] = browser.js(
            "return [document.documentElement, ...document.querySelectorAll('table, .table-wrapper')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth + 1)"
            ".map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 60))"
        )
        assert browser.noise() == []
        inaccessible[name] = browser.violations(axe)
    assert {page: found for page, found in inaccessible.items() if found} == {}
    assert {page: parts for page, parts in scrolling.items() if parts} == {}


@pytest.mark.programs
def test_the_front_page_fits_one_screen_and_has_four_doors(built: Path, browser: Browser) -> None:
    browser.look(1280, 900)
    browser.open(built / "index.html")
    doors = "[...document.querySelectorAll('.doors strong a')]"
    assert browser.js(f"return {doors}.map(a => a.getAttribute('href'))") == [
        "analysis.html", "continuous-integration.html", "publishing.html", "tutorial.html"
    ]  # fmt: skip
    assert browser.js(f"return Math.max(...{doors}.map(a => a.getBoundingClientRect().bottom)) < innerHeight")
    assert browser.js("return document.querySelector('.picture img').naturalWidth") > 0


@pytest.mark.programs
def test_no_page_of_rules_is_endless(built: Path, browser: Browser) -> None:
    browser.look(1280, 900)
    for page in [built / "reference" / "rules.html", *(built / "reference" / "rules").glob("*.html")]:
        browser.open(page)
        assert browser.js("return document.documentElement.scrollHeight") < 30_000, page
        headings = browser.js("return document.querySelectorAll('article h2').length")
        assert browser.js("return document.querySelectorAll('.toc-tree a').length") >= headings, page


@pytest.mark.parametrize(
    "page", ["README.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "RIGHTS.md", "SECURITY.md"]
)
def test_every_file_that_a_top_page_names_is_there(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / page).read_text(encoding="utf-8")):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_the_page_on_continuous_integration_names_what_fix_repairs_in_cells_and_form() -> None:
    page = (ROOT / "docs" / "continuous-integration.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    for word in ("semicolons", "sep=", "`040`", "`.0`", "`country`", "byte order mark", "blank columns"):
        assert any(word in row for row in rows), word
