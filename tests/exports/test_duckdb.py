"""The DuckDB file, read back by duckdb and by way of its pandas frames."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from event_timeline.exports import duckdb_
from event_timeline.model import UserError
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.exports.reading import load, written


@pytest.fixture
def database(package: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    file = tmp_path / "out.duckdb"
    duckdb_.write(load(package), file)
    with duckdb.connect(str(file)) as connection:
        yield connection


def test_duckdb_finds_the_values_in_the_files_order(package: Path, database: duckdb.DuckDBPyConnection) -> None:
    for table, rows in written(package).items():
        found = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()
        assert found == [tuple(row.values()) for row in rows], table


def test_vocabularies_are_enums_in_the_order_of_the_schema(package: Path, database: duckdb.DuckDBPyConnection) -> None:
    schema = load(package).schemas["events"]
    status = next(f for f in schema["fields"] if f["name"] == "status")
    terms = database.execute('SELECT unnest(enum_range(NULL::"events.status"))::VARCHAR').fetchall()
    assert [t for (t,) in terms] == status["constraints"]["enum"]
    frame = database.execute("SELECT status FROM events").df()
    assert list(frame["status"].cat.categories) == status["constraints"]["enum"]


def test_keys_and_vocabularies_hold(database: duckdb.DuckDBPyConnection) -> None:
    for statement in (
        "INSERT INTO event_actors SELECT * FROM event_actors LIMIT 1",
        "INSERT INTO places (place_id) VALUES ('x')",
    ):
        with pytest.raises(duckdb.ConstraintException):
            database.execute(statement)
    with pytest.raises(duckdb.ConversionException):
        database.execute("UPDATE events SET status = 'imagined'")


def test_foreign_keys_are_listed(package: Path, database: duckdb.DuckDBPyConnection) -> None:
    listed = database.execute("SELECT * FROM _foreign_keys").fetchall()
    data = load(package)
    assert listed == [
        (table, key["fields"], key["reference"].get("resource", table), key["reference"]["fields"])
        for table, schema in data.schemas.items()
        for key in schema.get("foreignKeys", [])
    ]


def test_columns_are_typed_and_commented(package: Path, database: duckdb.DuckDBPyConnection) -> None:
    asked = "SELECT data_type, comment FROM duckdb_columns() WHERE table_name = ? AND column_name = ?"
    field = next(f for f in load(package).fields("events") if f["name"] == "earliest")
    assert database.execute(asked, ["events", "earliest"]).fetchall() == [("DATE", field["description"])]
    assert database.execute(asked, ["events", "cameo"]).fetchall()[0][0] == "VARCHAR"


def test_the_views_work(package: Path, database: duckdb.DuckDBPyConnection) -> None:
    tables = written(package)
    assert database.execute("SELECT count(*) FROM who_did_what").fetchone() == (len(tables["event_actors"]),)
    told = [row[0] for row in database.execute("SELECT event_id FROM timeline").fetchall()]
    assert sorted(told) == sorted(e["event_id"] for e in tables["events"])
    said = database.execute("SELECT statement_id, event_id FROM who_said_what WHERE event_id IS NOT NULL").fetchall()
    assert sorted(said) == sorted((r["statement_id"], r["event_id"]) for r in tables["statement_events"])


def test_a_row_that_refers_to_nothing_is_refused(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "place_id", "atlantis")])
    with pytest.raises(UserError, match="atlantis"):
        duckdb_.write(load(package), tmp_path / "out.duckdb")


def test_without_duckdb_it_says_what_to_install(harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UserError, match="needs duckdb") as caught:
        duckdb_.write(load(harbour), tmp_path / "out.duckdb")
    assert "event-timeline[exports]" in caught.value.hint
