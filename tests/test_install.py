"""The page on installation has the packages of the lock, each with what requires it."""

from __future__ import annotations

import re
import sys

import pytest

import measure_install
from tests.test_locks import EXTRAS, pins

PAGE = measure_install.PAGE.read_text(encoding="utf-8")
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
SIZE = re.compile(r"\d+(\.\d+)?(?= \| | MB)")
TOLERANCE = 0.1
"""How far the whole size may be from that of the page, since wheels differ between systems and versions."""


@pytest.fixture(scope="module")
def here() -> measure_install.Installed:
    """The packages beside this interpreter."""
    return measure_install.Installed()


def rows(part: str) -> dict[str, list[str]]:
    """First cell of a row -> the others, of a table of the page."""
    (text,) = re.findall(f"<!-- {part}:begin -->(.*?)<!-- {part}:end -->", PAGE, re.DOTALL)
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
    return {first: others for first, *others in cells}


def test_the_page_lists_what_the_lock_of_a_plain_installation_has() -> None:
    assert set(rows("plain")) == set(pins("requirements-run.lock", PYTHON))


def test_each_package_is_listed_with_what_requires_it(here: measure_install.Installed) -> None:
    assert {name: reason for name, (_, reason) in rows("plain").items()} == {
        name: reason for name, _, reason in measure_install.plain(here)
    }


def test_the_whole_size_is_about_that_of_what_is_installed(here: measure_install.Installed) -> None:
    listed = sum(float(size) for size, _ in rows("plain").values())
    assert listed == pytest.approx(sum(map(here.size, rows("plain"))), rel=TOLERANCE)


def test_every_extra_is_listed_with_the_packages_that_it_adds(here: measure_install.Installed) -> None:
    listed = rows("extras")
    assert set(listed) == {f"`{extra}`" for extra in EXTRAS}
    for extra, purpose, _, packages in measure_install.extras(here):
        assert [listed[extra][0], listed[extra][2]] == [purpose, packages]
    locked = set(pins("requirements.lock", PYTHON)) | set(pins("requirements-spark.lock", PYTHON))
    for _, _, packages in listed.values():
        assert set(packages.partition(": ")[2].split(", ")) <= locked
