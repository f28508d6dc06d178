"""Short rows are found, whatever stands beside them, in memory and in the Parquet cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.tables import loading
from tests import builder
from tests.properties import csv_bytes

FILES: dict[str, tuple[bytes, dict[str, int]]] = {
    "a comma too many at the end": (b"a,b\nx\n1,2,", {"TAB011": 2, "TAB007": 1}),
    "a row of commas beside": (b"a,b\nx\n,\n", {"TAB011": 1}),
    "a cell alone that is empty": (b'a,b\n1,2\n""\n', {"TAB011": 1}),
    "carriage returns beside": (b"a,b\n1,2\r\nx\n", {"TAB006": 1, "TAB011": 1}),
    "a carriage return at the end": (b"a,b\n1,2\nx\n3,4\r", {"TAB006": 1, "TAB007": 1, "TAB011": 1}),
    "blank lines": (b"a,b\n1,2\n\n3,4\n\n", {"TAB015": 2}),
    "an empty last cell": (b"a,b\n1,", {"TAB007": 1}),
    "only a header without an end": (b"a,b", {}),
}  # fmt: skip


@pytest.fixture(params=["in memory", "in the cache"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in the cache":
        monkeypatch.setattr(loading, "IN_MEMORY", 0)
        monkeypatch.setattr(loading, "TRUSTED", -1)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(("content", "expected"), FILES.values(), ids=list(FILES))
def test_what_is_said_of_short_rows(content: bytes, expected: dict[str, int], tmp_path: Path) -> None:
    package = csv_bytes.with_own_table(tmp_path, ("a", "b"))
    csv_bytes.put(package, content)
    assert validate(str(package), resource=csv_bytes.TABLE, select=["TAB0"]).counts == expected


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("parts", [(b"a,b\nx\n", b"a,b"), (b"a,b", b"a,b\nx\n"), (b"a,b\n1,2,", b"a,b\nx\n")])
def test_a_file_does_not_make_up_for_what_another_lacks(parts: tuple[bytes, bytes], tmp_path: Path) -> None:
    package = csv_bytes.with_own_table(tmp_path, ("a", "b"))
    path = package / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    (resource,) = (r for r in descriptor["resources"] if r["name"] == csv_bytes.TABLE)
    resource["path"] = [f"data/part-{n}.csv" for n in range(len(parts))]
    for name, content in zip(resource["path"], parts, strict=True):
        (package / name).write_bytes(content)
    builder.write(path, json.dumps(descriptor))
    assert "TAB011" in validate(str(package), resource=csv_bytes.TABLE, select=["TAB011"]).counts


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n" + b'"x\n\n\n\n\n\n",2\n' * 10, {}),
        (b"a,b\n" + b"\n" * 100_000, {"TAB012": 1}),
    ],
    ids=["line breaks in cells", "blank lines"],
)
def test_only_lines_that_are_records_count_as_too_short(
    content: bytes, expected: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MOST_CELLS", 50)
    package = csv_bytes.with_own_table(tmp_path, ("a", "b"))
    csv_bytes.put(package, content)
    assert validate(str(package), resource=csv_bytes.TABLE, select=["TAB012"]).counts == expected


def test_one_column_may_have_any_number_of_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_CELLS", 10)
    package = csv_bytes.with_own_table(tmp_path, ("a",))
    csv_bytes.put(package, b"a\n" + b"1\n" * 50)
    assert validate(str(package), resource=csv_bytes.TABLE).valid
