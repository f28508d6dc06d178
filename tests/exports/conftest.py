"""The packages that every table format is tried on, and the browser that pages are opened in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import builder
from tests.exports import reading
from tests.exports.browser import Browser


@pytest.fixture(params=["harbour", "awkward"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A plain package, and one whose cells break careless writers."""
    return builder.copy_of_harbour(tmp_path) if request.param == "harbour" else reading.awkward(tmp_path)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser, at a desk in daylight; a page that wrote to the console or asked the network fails its test."""
    chromium.look()
    chromium.noise()
    yield chromium
    assert chromium.noise() == []
