from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import builder
from tests.exports.browser import Browser
from tests.workbench.served import Served, served


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    return builder.copy_of_harbour(tmp_path)


@pytest.fixture
def bench(harbour: Path) -> Iterator[Served]:
    with served(harbour) as running:
        yield running


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium = Browser(tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()
