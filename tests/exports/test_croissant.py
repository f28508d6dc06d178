"""Croissant, loaded by mlcroissant, its reference reader: every record's values and missing values."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import mlcroissant
import pandas as pd
import pytest

from event_timeline.exports import croissant
from event_timeline.model import UserError
from event_timeline.rules.explanations import Cell, Replaced
from tests import builder
from tests.exports.reading import load, written

pytestmark = pytest.mark.filterwarnings("default")


def plain(value: Any) -> Any:
    """mlcroissant gives text as bytes, days as timestamps, and NaN or NaT for what is missing."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def records(dataset: mlcroissant.Dataset, table: str) -> list[dict[str, Any]]:
    return [
        {k.removeprefix(f"{table}/"): plain(v) for k, v in record.items()}
        for record in dataset.records(record_set=table)
    ]


def test_the_reader_finds_no_fault_and_every_value(package: Path, tmp_path: Path) -> None:
    data = load(package)
    croissant.write(data, tmp_path / "out")
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "out" / "croissant.json"))
    assert (dataset.metadata.issues.errors, dataset.metadata.issues.warnings) == (set(), set())
    assert {r.id for r in dataset.metadata.record_sets} == set(data.schemas)
    for table, rows in written(package).items():
        assert records(dataset, table) == rows
        types = {k: type(v) for row in records(dataset, table) for k, v in row.items() if v is not None}
        wanted = {k: type(v) for row in rows for k, v in row.items() if v is not None}
        assert types == wanted


def test_codes_stay_text_na_stays_a_word_and_days_stay_days(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("events", "monday-talks", "summary", "NA")])
    croissant.write(load(package), tmp_path / "out")
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "out" / "croissant.json"))
    row = next(r for r in records(dataset, "events") if r["event_id"] == "monday-talks")
    assert (row["cameo"], row["summary"], row["earliest"]) == ("040", "NA", date(2024, 5, 13))


def test_the_metadata_say_what_the_descriptor_says(harbour: Path, tmp_path: Path) -> None:
    data = load(harbour)
    croissant.write(data, tmp_path / "out")
    found = mlcroissant.Dataset(jsonld=str(tmp_path / "out" / "croissant.json")).metadata
    said = data.descriptor
    assert (found.name, found.description, found.version) == (said["title"], said["description"], said["version"])
    assert found.license == [said["licenses"][0]["path"]]
    assert found.url is None
    document = json.loads((tmp_path / "out" / "croissant.json").read_text(encoding="utf-8"))
    assert document["identifier"] == said["id"]
    assert found.keywords == said["keywords"]
    assert [c.name for c in found.creators] == ["Event Timeline project"]
    fields = {f.id: f for r in found.record_sets for f in r.fields}
    for table in data.schemas:
        for field in data.fields(table):
            assert fields[f"{table}/{field['name']}"].description.startswith(field["description"])
    assert fields["events/place_id"].description.endswith("Refers to places.place_id.")


def test_the_reader_notices_a_column_that_is_not_there(harbour: Path, tmp_path: Path) -> None:
    croissant.write(load(harbour), tmp_path / "out")
    document = json.loads((tmp_path / "out" / "croissant.json").read_text(encoding="utf-8"))
    for field in document["recordSet"][0]["field"]:
        field["source"]["extract"]["column"] = "imagined"
    (tmp_path / "out" / "croissant.json").write_text(json.dumps(document), encoding="utf-8")
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "out" / "croissant.json"))
    with pytest.raises(mlcroissant.GenerationError, match=r"sources\.parquet"):
        records(dataset, document["recordSet"][0]["@id"])


@pytest.mark.parametrize("lacking", ["licenses", "description", "id"])
def test_a_descriptor_that_lacks_what_is_required_is_refused(harbour: Path, tmp_path: Path, lacking: str) -> None:
    data = load(harbour)
    data.descriptor.pop(lacking)
    with pytest.raises(UserError, match=lacking):
        croissant.write(data, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_hostile_title_is_only_text(tmp_path: Path) -> None:
    title = 'A "title" </script> {x} \\ %s'
    package = builder.copy_of_harbour(tmp_path)
    edit = Replaced(
        "datapackage.json", "The harbour dispute: a small event timeline for the tests", json.dumps(title)[1:-1]
    )
    builder.apply(package, edit)
    croissant.write(load(package), tmp_path / "out")
    assert mlcroissant.Dataset(jsonld=str(tmp_path / "out" / "croissant.json")).metadata.name == title
