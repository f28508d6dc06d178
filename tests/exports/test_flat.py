"""The wide CSV, read back by pandas, polars and Python's csv module."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pandas
import polars

from event_timeline.exports import flat
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.exports.reading import load, written


def test_a_row_per_event_with_its_participants_relations_and_statements(harbour: Path, tmp_path: Path) -> None:
    flat.write(load(harbour), tmp_path / "out.csv")
    frame = polars.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert frame["event_id"].to_list() == [r["event_id"] for r in written(harbour)["events"]]
    rows = {r["event_id"]: r for r in frame.to_dicts()}
    assert rows["shift-bargaining"]["participant"] == "Dockers' union of Osterhavn; Port Authority of Osterhavn"
    assert rows["shift-bargaining"]["host"] is None
    assert rows["monday-talks"]["cameo"] == "040"
    assert rows["monday-talks"]["host"] == "Jonas Veld"
    idle = rows["empty-harbour"]
    assert idle["relations"] == "outcome_of: Strike of the dockers (according to Jonas Veld)"
    assert rows["monday-talks"]["relations"] == "before: Strike of the dockers"
    assert (idle["place"], idle["latitude"]) == ("Osterhavn", "55.25")
    assert idle["statements"] == "Jonas Veld (warns, PS+): If the dockers stay out for long, the harbour falls idle."


def test_a_stance_to_the_event_does_not_read_as_one_to_the_words(tmp_path: Path) -> None:
    denied = [
        Cell("statement_events", "veld-warning empty-harbour", c, v)
        for c, v in (("stance", "denies"), ("factuality", "CT-"))
    ]
    wide = flat.flat(load(builder.edited(tmp_path, denied)))
    (said,) = wide.filter(polars.col("event_id") == "empty-harbour")["statements"]
    assert said == "Jonas Veld (denies, CT-): If the dockers stay out for long, the harbour falls idle."


def test_cells_come_through_whole_and_formulas_come_through_as_text(package: Path, tmp_path: Path) -> None:
    flat.write(load(package), tmp_path / "out.csv")
    expected = [("'" if r["summary"][0] in "=+-@" else "") + r["summary"] for r in written(package)["events"]]
    frame = pandas.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert frame["summary"].tolist() == expected
    assert frame.columns[0] == "position"
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["summary"] for r in rows] == expected
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_years_before_1_and_numbers_are_written_as_they_are(harbour: Path, tmp_path: Path) -> None:
    data = load(harbour)
    events = data.frames["events"]
    cells = ["-0405", "-0405/-0403", "-12.5", "+1", "-1+1", "-SUM(A1)", "@A1"]
    signs = polars.Series("summary", [*cells, *["x"] * (events.collect().height - len(cells))])
    flat.write(replace(data, frames={**data.frames, "events": events.with_columns(signs)}), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {r["summary"] for r in csv.DictReader(file)}
    assert found == {"-0405", "-0405/-0403", "-12.5", "+1", "'-1+1", "'-SUM(A1)", "'@A1", "x"}


def test_a_column_of_ones_own_is_kept_beside_those_that_are_made(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    text = (package / "data" / "events.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{line},{'place' if i == 0 else f'own {i}'}" for i, line in enumerate(text)]
    (package / "data" / "events.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    schema = builder.schema(package, "events")
    schema["fields"].append({"name": "place", "type": "string"})
    (package / "schemas" / "events.json").write_text(json.dumps(schema), encoding="utf-8")
    wide = flat.flat(load(package))
    assert wide["event_place"].to_list() == [f"own {i}" for i in range(1, len(lines))]
    assert "Osterhavn" in wide["place"].to_list()


def test_the_bytes_are_the_same_each_time(harbour: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        flat.write(load(harbour), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
