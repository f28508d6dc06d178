"""Optional tables of the profile under another name."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Replaced
from tests.rules.asking import found


def renamed(table: str, name: str) -> Replaced:
    return Replaced("datapackage.json", f'"name": "{table}"', f'"name": "{name}"')


@pytest.mark.parametrize(("table", "name"), [
    ("event_sources", "EVENT_SOURCES"), ("event_sources", "eventSources"), ("event_places", "event-places"), ("measures", "measure"),
    ("exceptions", "Exceptions"),
])  # fmt: skip
def test_an_optional_table_by_nearly_its_name_is_reported(table: str, name: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "PKG023", renamed(table, name), package="marshes")
    assert (problem.severity, problem.value, problem.hint) == ("warning", name, f"name it {table!r}")


@pytest.mark.parametrize("name", ["measures-2031", "numbers", "measuring"])
def test_another_name_makes_another_table(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, "PKG023", renamed("measures", name), package="marshes") == []
