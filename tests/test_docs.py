"""The pages: built by Sphinx without a warning, and every link inside them leads to what is there."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

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
    for page in [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "reference").glob("*.md")]:
        assert page.stem == "index" or f'{page.relative_to(ROOT / "docs").with_suffix(".html").as_posix()}"' in front, (
            page
        )


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "RIGHTS.md"])
def test_every_file_that_a_top_page_names_is_there(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / page).read_text(encoding="utf-8")):
        assert target.startswith("http") or (ROOT / target).exists(), target
