"""The tutorial's pictures are what the page shows, and its steps end with a package without a finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import event_timeline as et
from tests import builder
from tests.exports.browser import Browser
from tests.workbench.tutorial import MAX_BYTES, PICTURES, TEXT, record

PAGE = PICTURES.with_suffix(".md")


def test_every_picture_is_shown_once_in_its_order_with_words_for_it_and_is_small() -> None:
    shown = re.findall(r"^!\[([^]]{20,})\]\(workbench-tutorial/([^)]+)\)$", builder.read(PAGE), re.MULTILINE)
    assert [name for _, name in shown] == sorted(p.name for p in PICTURES.iterdir())
    assert all(p.stat().st_size < MAX_BYTES for p in PICTURES.iterdir())


def test_the_page_has_the_text_that_its_pictures_show() -> None:
    assert f"```text\n{TEXT}```" in builder.read(PAGE)


@pytest.mark.programs
@pytest.mark.slow
def test_the_steps_lead_to_a_package_without_a_finding(browser: Browser, tmp_path: Path) -> None:
    package = tmp_path / "organisers"
    pictures = record(browser, package)
    assert sorted(pictures) == sorted(p.name for p in PICTURES.iterdir())
    assert all(len(picture) < MAX_BYTES for picture in pictures.values())
    assert et.validate(package, {"article": package / "article.txt"}).problems == []
