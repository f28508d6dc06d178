"""Our own exports come back: the same bytes of descriptor, schemas and tables, and no other."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import builder, storage_formats
from tests.exports import full_profile, once, reading
from tests.properties.descriptor_nodes import bounded
from tests.properties.table_bytes import ODD_CELLS

import event_timeline as et
from event_timeline.model import RowsError

ROOT = Path(__file__).parents[2]
PACKAGES = ("harbour", "lighthouse", "floodgate", "marshes")
FORMATS = ("json", "jsonl", "sqlite", "duckdb", "parquet")
SUFFIX = {f.name: f.suffix for f in et.formats()}


def exported(package: Path, folder: Path, name: str, *, validate: bool = True) -> Path:
    return once.export(package, name, folder / f"out{SUFFIX[name]}", validate=validate)


def back(package: Path, folder: Path, name: str, *, validate: bool = True) -> et.ImportedPackage:
    return et.import_(name, exported(package, folder, name, validate=validate), folder / "back")


def members(package: Path) -> dict[str, bytes]:
    """The descriptor, what it names, and the papers: every file but the texts."""
    kept = (
        "datapackage.json",
        "data/",
        "schemas/",
        "README.md",
        "LICENSE",
        "RIGHTS.md",
        "CITATION.cff",
        "CHANGELOG.md",
    )
    return {path: content for path, content in builder.contents(package).items() if path.startswith(kept)}


def test_every_package_has_a_test() -> None:
    assert {p.parent.name for p in builder.PACKAGES.glob("*/datapackage.json")} == set(PACKAGES)


@pytest.mark.parametrize("name", [*FORMATS, "zip"])
@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_comes_back_byte_for_byte(package: str, name: str, tmp_path: Path) -> None:
    folder = builder.PACKAGES / package
    imported = back(folder, tmp_path, name)
    assert imported.report.valid
    assert imported.notes == []
    found = builder.contents(tmp_path / "back")
    assert {p: c for p, c in found.items() if not p.endswith(".txt")} == members(folder)
    assert name == "zip" or not any(path.endswith(".txt") for path in found)


@pytest.mark.parametrize("name", FORMATS)
def test_the_repository_s_own_package_comes_back(name: str, tmp_path: Path) -> None:
    back(ROOT, tmp_path, name)
    found = builder.contents(tmp_path / "back")
    assert {"data/events.csv", "schemas/events.json", "schemas/profile.json", "LICENSE", "datapackage.json"} <= set(
        found
    )
    assert found == {path: (ROOT / path).read_bytes() for path in found}


@pytest.mark.parametrize("name", FORMATS)
def test_cells_that_break_careless_writers_come_back(name: str, tmp_path: Path) -> None:
    package = reading.awkward(tmp_path)
    back(package, tmp_path, name, validate=False)
    assert members(tmp_path / "back") == members(package)


@pytest.mark.parametrize("name", FORMATS)
def test_every_optional_table_and_column_comes_back(name: str, tmp_path: Path) -> None:
    package = full_profile.package(tmp_path)
    back(package, tmp_path, name, validate=False)
    assert members(tmp_path / "back") == members(package)


def quoted(content: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


STYLES: dict[str, Callable[[bytes], bytes]] = {
    "every cell quoted": quoted,
    "the last line end missing": lambda content: content.removesuffix(b"\n"),
    "line ends of Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "rows in another order": lambda content: b"".join([(lines := content.splitlines(True))[0], *lines[:0:-1]]),
    "numbers with decimals that say nothing": lambda content: content.replace(b",10.5031,", b",10.50310,"),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("style", STYLES)
def test_tables_that_are_written_in_another_way_come_back(style: str, name: str, tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    path = package / "data" / "places.csv"
    before = path.read_bytes()
    path.write_bytes(STYLES[style](before))
    assert path.read_bytes() != before
    builder.stamp(package)
    back(package, tmp_path, name, validate=False)
    assert members(tmp_path / "back") == members(package)


@pytest.mark.parametrize("name", FORMATS)
def test_tables_in_several_files_come_back(name: str, tmp_path: Path) -> None:
    package = storage_formats.in_parts(builder.HARBOUR, tmp_path / "parts", 3)
    back(package, tmp_path, name)
    assert members(tmp_path / "back") == members(package)


@pytest.mark.parametrize("name", FORMATS)
def test_tables_in_parquet_come_back_in_their_values(name: str, tmp_path: Path) -> None:
    package = storage_formats.in_parquet(builder.HARBOUR, tmp_path / "parquet", 2, typed=True)
    imported = back(package, tmp_path, name)
    assert imported.report.valid
    before = et.read(package)
    assert all(imported.package[table].equals(before[table]) for table in before)


CELL = st.one_of(st.sampled_from(ODD_CELLS[:-4]), st.text(st.characters(codec="utf-8"), max_size=6))


@bounded(10)
@given(
    cells=st.lists(
        st.tuples(st.sampled_from(("places", "actors", "events")), st.integers(0, 4), st.integers(1, 8), CELL),
        max_size=6,
    )
)
@pytest.mark.parametrize("name", ["json", "jsonl", "sqlite", "parquet"])
def test_whatever_the_cells_hold_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, cells: list[tuple[str, int, int, str]]
) -> None:
    tmp_path = tmp_path_factory.mktemp("generated")
    package = builder.copy_of_harbour(tmp_path)
    builder.put_cells(package, cells)
    try:
        target = exported(package, tmp_path, name, validate=False)
    except et.Error:
        return  # what cannot be exported cannot come back
    et.import_(name, target, tmp_path / "back")
    assert members(tmp_path / "back") == members(package)


def test_what_was_edited_in_a_database_comes_back_and_the_hashes_fit(tmp_path: Path) -> None:
    target = exported(builder.HARBOUR, tmp_path, "sqlite")
    with sqlite3.connect(target) as connection:
        connection.execute("UPDATE events SET label = 'A crane falls' WHERE event_id = 'container-fall'")
    connection.close()
    imported = et.import_("sqlite", target, tmp_path / "back")
    assert imported.notes == ["rows differ from those that were exported: sizes and hashes were updated"]
    assert imported.report.valid
    labels = imported.package["events"].filter(pl.col("event_id") == "container-fall")["label"]
    assert labels.to_list() == ["A crane falls"]
    (table,) = et.diff(builder.HARBOUR, tmp_path / "back").tables
    assert [(c.column, c.new) for c in table.changed] == [("label", "A crane falls")]


def test_a_cell_of_another_type_is_named_with_its_place(tmp_path: Path) -> None:
    target = exported(builder.HARBOUR, tmp_path, "json")
    document = json.loads(target.read_text(encoding="utf-8"))
    document["events"][1]["evidence"][0]["char_start"] = "12"
    document["events"][0]["surprise"] = 1
    target.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(et.Error, match="surprise") as raised:
        et.import_("json", target, tmp_path / "back")
    assert isinstance(raised.value, RowsError)
    assert [p.message for p in raised.value.problems] == [
        "$.events[0] surprise: the table events has no such column: '1'",
        "$.events[1].evidence[0] char_start: not a whole number of 64 bits: '12'",
    ]
    assert not (tmp_path / "back").exists()


HOSTILE_SQL = {
    "a view in the place of a table": "DROP TABLE codebook; CREATE VIEW codebook AS SELECT * FROM events",
    "no tables at all": "DROP TABLE _files",
    "another mark": "UPDATE _package SET value = 'x' WHERE property = 'export'",
    "a file that leads out of the package": "UPDATE _files SET path = '../x' WHERE path = 'schemas/events.json'",
    "a file that the package does not name": "INSERT INTO _files VALUES ('run.sh', 'x', NULL, NULL, 'rm')",
    "a hidden file": "INSERT INTO _files VALUES ('.bashrc', 'x', NULL, NULL, 'rm')",
    "a descriptor that is not JSON": "UPDATE _files SET content = '{' WHERE path = 'datapackage.json'",
    "a descriptor without resources": "UPDATE _files SET content = '{}' WHERE path = 'datapackage.json'",
    "a path out of the package": "UPDATE _files SET content = replace(content, 'data/events.csv', '../events.csv')",
    "text in a column of numbers": "DROP TABLE places; CREATE TABLE places AS SELECT *, 'x' AS longitude FROM events",
}


@pytest.mark.parametrize("kind", HOSTILE_SQL)
def test_a_database_from_elsewhere_writes_nothing_outside(kind: str, tmp_path: Path) -> None:
    target = exported(builder.HARBOUR, tmp_path, "sqlite")
    connection = sqlite3.connect(target, isolation_level=None)
    connection.executescript(HOSTILE_SQL[kind])
    connection.close()
    with pytest.raises(et.Error):
        et.import_("sqlite", target, tmp_path / "made" / "back")
    assert sorted(p.name for p in tmp_path.rglob("*")) in ([target.name], ["made", target.name])


@pytest.mark.parametrize("name", FORMATS)
def test_other_files_and_exports_without_their_package_are_refused(name: str, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("no export\n")
    with pytest.raises(et.Error, match="words"):
        et.import_(name, words, tmp_path / "back")
    (tmp_path / "folder").mkdir()
    with pytest.raises(et.Error, match="folder"):
        et.import_(name, tmp_path / "folder", tmp_path / "back")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("target", ["new", "package"])
@pytest.mark.parametrize(
    ("row", "hint"),
    [({}, "fill it in"), ({"event_id": None}, "fill it in"), ({"event_id": ""}, "fill it in"), ({"evnt_id": "strike"}, "rename 'evnt_id' to event_id")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_a_row_without_its_key_is_refused_alike_with_its_place(
    name: str, row: dict[str, Any], hint: str, target: str, tmp_path: Path
) -> None:
    package = builder.copy_of_harbour(tmp_path)
    file = exported(package, tmp_path, name)
    lines = [
        json.loads(line) for line in file.read_text(encoding="utf-8").split("\n" if name == "jsonl" else "\0") if line
    ]
    rows = lines[0]["events"] if name == "json" else [line["row"] for line in lines if line.get("table") == "events"]
    del rows[0]["event_id"]
    rows[0].update(row)
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with pytest.raises(RowsError) as caught:
        et.import_(name, file, package if target == "package" else tmp_path / "back")
    (problem,) = caught.value.problems
    assert problem.message.endswith("event_id: the key of the row is missing")
    assert problem.message.startswith("$.events[0] " if name == "json" else "line ")
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_a_property_that_is_there_twice_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    file = exported(builder.copy_of_harbour(tmp_path), tmp_path, name)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"event_id":', '"event_id": "x", "event_id":', 1), encoding="utf-8")
    with pytest.raises(et.Error, match=r":\d+:\d+: the key 'event_id' is duplicated"):
        et.import_(name, file, tmp_path / "back")


def test_many_copies_of_a_row_in_little_parquet_are_refused_unread(tmp_path: Path) -> None:
    target = exported(builder.HARBOUR, tmp_path, "parquet")
    row = pl.read_parquet(target / "actors.parquet").head(1)
    row.select(pl.all().repeat_by(200_000)).explode(row.columns).write_parquet(target / "actors.parquet")
    with pytest.raises(et.Error, match=r"actors.parquet: 200,000 rows in [\d,]+ bytes, which are copies"):
        et.import_("parquet", target, tmp_path / "back")


@pytest.mark.parametrize("path", [None, 5, [], ["data/sources.csv", 5], ""])
def test_a_table_whose_file_has_no_path_is_named(path: object, tmp_path: Path) -> None:
    file = exported(builder.HARBOUR, tmp_path, "json")
    document = json.loads(file.read_text(encoding="utf-8"))
    held = next(f for f in document["files"] if f["path"] == "datapackage.json")
    descriptor = json.loads(held["content"])
    descriptor["resources"][0]["path"] = path
    held["content"] = json.dumps(descriptor)
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(et.Error, match="the path of the resource 'sources' is not text"):
        et.import_("json", file, tmp_path / "back")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"table": "actors", "row": {"actor_id": "a",}}', r"book\.jsonl:3:45: not JSON"),
        (b'{"table": "actors", "table": "events"}', r"book\.jsonl:3:21: the key 'table' is duplicated"),
        (b'{"table": "\xe9"}', r"book\.jsonl:3:12: not UTF-8"),
        (b'{"table": "\\ud800"}', r"book\.jsonl:3:12: .ud800 is half a character"),
        (b'{"table": 1e999}', r"book\.jsonl:3:11: 1e999 is not a number"),
        (b"[" * 200 + b"]" * 200, r"book\.jsonl:3:101: nested more than"),
    ],
)
def test_every_fault_of_a_line_has_its_number(line: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "book.jsonl"
    once.export(builder.HARBOUR, "jsonl", file)
    lines = file.read_bytes().splitlines()
    file.write_bytes(b"\n".join([*lines[:2], line, *lines[2:]]))
    with pytest.raises(et.Error, match=said):
        et.import_("jsonl", file, tmp_path / "back")
