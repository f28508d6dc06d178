"""Properties of the Data Package standard that change how files are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline import validate
from tests import builder

AS_READ: dict[str, list[object]] = {
    "delimiter": [","], "lineTerminator": ["\n", "\r\n"], "quoteChar": ['"'], "doubleQuote": [True],
    "skipInitialSpace": [False], "header": [True], "headerRows": [[1]], "headerJoin": [" "], "commentRows": [[]],
    "caseSensitiveHeader": [False],
}  # fmt: skip
"""Property of a dialect -> the values that describe how files are read here, which are the standard's defaults."""
OTHERS = {
    "delimiter": ";", "lineTerminator": "\r", "quoteChar": "'", "doubleQuote": False, "skipInitialSpace": True, "header": False,
    "headerRows": [0], "headerJoin": "-", "commentRows": [2], "caseSensitiveHeader": True, "commentChar": "#", "escapeChar": "|",
}  # fmt: skip


def reported(harbour: Path, **properties: object) -> list[str]:
    """The messages of PKG019 about the first resource with these properties."""
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    descriptor["resources"][0] |= properties
    builder.write(path, json.dumps(descriptor))
    return [p.message for p in validate(str(harbour), select=["PKG019"]).problems]


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in AS_READ.items() for value in values])
def test_a_dialect_that_describes_how_files_are_read_is_not_reported(key: str, value: object, harbour: Path) -> None:
    assert reported(harbour, dialect={key: value}) == []
    assert reported(harbour, dialect={"csv": {key: value}}) == []


@pytest.mark.parametrize(("key", "value"), OTHERS.items())
def test_a_dialect_that_is_not_obeyed_is_reported(key: str, value: object, harbour: Path) -> None:
    assert reported(harbour, dialect={key: value}) == [f"dialect.{key} is {json.dumps(value)}, which is not obeyed"]


@pytest.mark.parametrize(("key", "value", "wrong"), [
    ("scheme", "file", 0), ("scheme", "http", 1), ("compression", "", 0), ("compression", "gz", 1), ("profile", "data-resource", 0),
    ("profile", "tabular-data-resource", 0), ("profile", "tabular", 1), ("format", "csv", 0), ("format", "xlsx", 1), ("data", [], 1),
    ("dialect", {"title": "CSV", "description": "as usual"}, 0), ("dialect", {"title": 1}, 1), ("dialect", {"title": "CSV", "delimiter": ";"}, 1), ("dialect", "dialect.json", 1),
])  # fmt: skip
def test_a_property_of_a_resource_that_changes_nothing_is_not_reported(
    key: str, value: object, wrong: int, harbour: Path
) -> None:
    assert len(reported(harbour, **{key: value})) == wrong
