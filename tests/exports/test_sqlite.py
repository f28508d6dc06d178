"""The SQLite file, read back by sqlite3, pandas and datasette."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pytest

from event_timeline.exports import sqlite_
from event_timeline.model import UserError
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.exports.reading import load, written


@pytest.fixture
def database(package: Path, tmp_path: Path) -> Path:
    file = tmp_path / "out.sqlite"
    sqlite_.write(load(package), file)
    return file


def plain(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(v.isoformat() if isinstance(v, date) else v for v in row.values()) for row in rows]


def ask(file: Path, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query, values).fetchall()


def test_sqlite3_finds_the_values_in_the_files_order(package: Path, database: Path) -> None:
    for table, rows in written(package).items():
        assert ask(database, f'SELECT * FROM "{table}" ORDER BY rowid') == plain(rows), table


def test_keys_checks_and_integrity_hold(database: Path) -> None:
    assert ask(database, "PRAGMA integrity_check") == [("ok",)]
    assert ask(database, "PRAGMA foreign_key_check") == []
    targets = {(row[3], row[2], row[4]) for row in ask(database, "PRAGMA foreign_key_list(evidence)")}
    assert ("event_id", "events", "event_id") in targets
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        for statement in (
            "UPDATE events SET status = 'imagined' WHERE event_id = 'strike'",
            "UPDATE events SET position = 'first' WHERE event_id = 'strike'",
            "UPDATE events SET earliest = '29/11/2023' WHERE event_id = 'strike'",
            "UPDATE events SET label = NULL WHERE event_id = 'strike'",
            "UPDATE events SET place_id = 'nowhere' WHERE event_id = 'strike'",
            "INSERT INTO events SELECT * FROM events WHERE event_id = 'strike'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)


def test_the_views_tell_who_did_and_said_what(package: Path, database: Path) -> None:
    tables = written(package)
    names = {a["actor_id"]: a["name"] for a in tables["actors"]}
    labels = {e["event_id"]: e["label"] for e in tables["events"]}
    did = ask(database, "SELECT actor, role, event FROM who_did_what")
    assert sorted(did) == sorted(
        (names[r["actor_id"]], r["role"], labels[r["event_id"]]) for r in tables["event_actors"]
    )
    said = ask(database, "SELECT statement_id, event_id, speaker, quote FROM who_said_what WHERE event_id IS NOT NULL")
    by_id = {s["statement_id"]: s for s in tables["statements"]}
    assert sorted(said, key=str) == sorted(
        (
            (
                r["statement_id"],
                r["event_id"],
                names.get(by_id[r["statement_id"]]["speaker_id"]),
                by_id[r["statement_id"]]["quote"],
            )
            for r in tables["statement_events"]
        ),
        key=str,
    )
    told = [row[0] for row in ask(database, "SELECT event_id FROM timeline")]
    assert sorted(told) == sorted(labels)
    bounds = {e["event_id"]: e["earliest"] or e["latest"] for e in tables["events"]}
    days = [bounds[event] for event in told if bounds[event]]
    assert days == sorted(days)
    assert [bool(bounds[event]) for event in told] == sorted((bool(bounds[event]) for event in told), reverse=True)


def test_years_before_1_come_first_in_the_timeline(tmp_path: Path) -> None:
    dates = {"council-vote": "-0044-03-15", "monday-talks": "-0100", "container-fall": "0000", "strike": "-0044-03-16"}
    cells = [
        Cell("events", e, c, v)
        for e, edtf in dates.items()
        for c, v in (("date_edtf", edtf), ("earliest", ""), ("latest", ""))
    ]
    sqlite_.write(load(builder.edited(tmp_path, cells)), tmp_path / "out.sqlite")
    first = [row[0] for row in ask(tmp_path / "out.sqlite", "SELECT event_id FROM timeline LIMIT 4")]
    assert first[0] == "monday-talks"
    assert set(first[1:3]) == {"council-vote", "strike"}
    assert first[3] == "container-fall"


def test_quotes_are_found_by_their_words(database: Path) -> None:
    assert ask(database, "SELECT statement_id FROM quotes_fts WHERE quotes_fts MATCH 'worn'") != []


def test_the_fields_are_described_inside(package: Path, database: Path) -> None:
    data = load(package)
    field = next(f for f in data.fields("events") if f["name"] == "status")
    assert ask(database, "SELECT description FROM _fields WHERE table_name = 'events' AND field = 'status'") == [
        (field["description"],)
    ]
    assert ask(database, "SELECT value FROM _package WHERE property = 'title'") == [(data.descriptor["title"],)]


def test_pandas_keeps_codes_as_text(package: Path, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        frame = pandas.read_sql("SELECT event_id, cameo FROM events", connection)
    codes = dict(zip(frame["event_id"], frame["cameo"], strict=True))
    assert codes["monday-talks"] == "040"


@pytest.mark.filterwarnings("default")
def test_datasette_serves_the_rows(package: Path, database: Path) -> None:
    from datasette.app import Datasette

    async def fetch() -> Any:
        served = Datasette([str(database)], settings={"max_returned_rows": 1000})
        await served.invoke_startup()
        response = await served.client.get(
            "/out.json?sql=select+event_id,summary,earliest+from+events+order+by+rowid&_shape=array"
        )
        assert response.status_code == 200
        page = await served.client.get("/out/events")
        return response.json(), page.text

    rows, page = asyncio.run(fetch())
    assert [tuple(r.values()) for r in rows] == [
        (e["event_id"], e["summary"], e["earliest"] and e["earliest"].isoformat()) for e in written(package)["events"]
    ]
    assert "<script>alert('x')" not in page


@pytest.fixture
def served(database: Path, tmp_path: Path) -> Iterator[str]:
    """The database behind a datasette of its own, on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(database), "--host", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(300):
            assert server.poll() is None, (tmp_path / "log").read_text(encoding="utf-8")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json"):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/out"
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_datasette_answers_a_query_over_http(package: Path, served: str) -> None:
    def get(path: str, **query: str) -> str:
        with urllib.request.urlopen(f"{served}{path}?{urllib.parse.urlencode(query)}") as answer:
            return answer.read().decode("utf-8")

    for table, rows in written(package).items():
        found = json.loads(get(".json", sql=f'SELECT * FROM "{table}" ORDER BY rowid', _shape="arrays"))
        assert [tuple(row) for row in found["rows"]] == plain(rows), table
    asked = "SELECT event FROM who_did_what WHERE actor = :actor ORDER BY event"
    tables = written(package)
    actor = tables["event_actors"][0]["actor_id"]
    name = next(a["name"] for a in tables["actors"] if a["actor_id"] == actor)
    labels = {e["event_id"]: e["label"] for e in tables["events"]}
    assert [row[0] for row in json.loads(get(".json", sql=asked, actor=name, _shape="arrays"))["rows"]] == sorted(
        labels[r["event_id"]] for r in tables["event_actors"] if r["actor_id"] == actor
    )
    assert "<script>alert('x')" not in get("/events")


def test_a_row_that_refers_to_nothing_is_refused(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "place_id", "atlantis")])
    with pytest.raises(UserError, match="events refers to a missing row of places"):
        sqlite_.write(load(package), tmp_path / "out.sqlite")


def test_a_value_outside_its_vocabulary_is_refused(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "status", "imagined")])
    with pytest.raises(UserError, match="status"):
        sqlite_.write(load(package), tmp_path / "out.sqlite")


def test_the_bytes_are_the_same_each_time(harbour: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        sqlite_.write(load(harbour), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
