"""What authoring tests share: the harbour's text, and rows of a package as dictionaries."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from event_timeline.editing.draft import Draft, open_draft


@pytest.fixture
def draft(harbour: Path) -> Draft:
    return open_draft(harbour)


def rows(package: Path, table: str) -> list[dict[str, str]]:
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def rows_of() -> Callable[[Path, str], list[dict[str, str]]]:
    return rows
