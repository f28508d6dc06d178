"""JSON Lines, read back by Python's json, pandas and DuckDB."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas

from event_timeline.exports import jsonl
from event_timeline.rules.explanations import Replaced
from tests import builder
from tests.exports.reading import load, written


def plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()} for row in rows]


def test_every_line_is_a_row_with_its_table(package: Path, tmp_path: Path) -> None:
    data, file = load(package), tmp_path / "out.jsonl"
    jsonl.write(data, file)
    lines = [json.loads(line) for line in file.read_bytes().split(b"\n")[:-1]]
    assert lines[0]["table"] == "_package"
    assert lines[0]["row"] == data.descriptor
    for table, rows in written(package).items():
        assert [line["row"] for line in lines if line["table"] == table] == plain(rows)


def test_pandas_and_duckdb_read_the_lines_of_a_table(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    jsonl.write(load(package), file)
    expected = plain(written(package)["events"])
    frame = pandas.read_json(file, lines=True, dtype=False)
    assert list(frame.loc[frame["table"] == "events", "row"]) == expected
    asked = "SELECT row->>'event_id', row->>'summary', row->>'cameo', row->>'latest' FROM read_json(?, format='newline_delimited', columns={'table': 'VARCHAR', 'row': 'JSON'}) WHERE \"table\" = 'events'"
    found = duckdb.connect().execute(asked, [str(file)]).fetchall()
    assert found == [(r["event_id"], r["summary"], r["cameo"], r["latest"]) for r in expected]


def test_the_bytes_are_the_same_each_time(harbour: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        jsonl.write(load(harbour), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_that_its_rows_do_not_make_again_is_in_the_first_line(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Replaced("data/places.csv", ",Osterhavn,", ',"Osterhavn",')])
    for folder, name in ((builder.HARBOUR, "plain"), (package, "quoted")):
        jsonl.write(load(folder), tmp_path / name)
    plain, quoted = ((tmp_path / name).read_bytes().splitlines() for name in ("plain", "quoted"))
    assert plain[1:] == quoted[1:]
    (file,) = (f for f in json.loads(quoted[0])["files"] if f["path"] == "data/places.csv")
    assert file["content"] == builder.read(package / "data/places.csv")
    assert {p.name for p in tmp_path.iterdir()} == {"harbour", "plain", "quoted"}
