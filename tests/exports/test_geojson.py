"""GeoJSON, read back by json and by GDAL."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from event_timeline.exports import geojson
from event_timeline.exports.dataset import Dataset
from tests.exports.datasets import PACKAGES, opened, with_cells, worst
from tests.exports.programs import gdal


def written(data: Dataset, folder: Path) -> Path:
    geojson.write(data, folder / "x.geojson")
    return folder / "x.geojson"


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_every_event_is_a_feature_with_every_column(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    features = json.loads(written(data, tmp_path).read_text(encoding="utf-8"))["features"]
    events = data.frame("events").sort("position").to_dicts()
    assert [{k: f["properties"][k] for k in events[0]} for f in features] == [
        {k: plain(v) for k, v in e.items()} for e in events
    ]
    assert [f["id"] for f in features] == [e["event_id"] for e in events]
    assert len({tuple(f["properties"]) for f in features}) == 1


def test_longitude_stands_first_and_an_unknown_place_is_null(tmp_path: Path) -> None:
    features = json.loads(written(opened(), tmp_path).read_text(encoding="utf-8"))["features"]
    shapes = {f["id"]: f["geometry"] for f in features}
    assert shapes["container-fall"] == {"type": "Point", "coordinates": [10.5031, 55.2512]}
    assert shapes["cable-promise"] is None
    assert shapes["crane-inspections"] is None  # Denmark has no coordinates, and nothing around it


def test_a_place_without_coordinates_stands_where_the_place_around_it_is(tmp_path: Path) -> None:
    data = with_cells(opened(), "places", "place_id", "pier-4", latitude=None, longitude=None)
    features = json.loads(written(data, tmp_path).read_text(encoding="utf-8"))["features"]
    fall = next(f for f in features if f["id"] == "container-fall")
    assert fall["geometry"]["coordinates"] == [10.5, 55.25]
    assert (fall["properties"]["place"], fall["properties"]["coordinates_of"]) == ("Pier 4", "osterhavn")


def test_places_within_each_other_do_not_hang_the_export(tmp_path: Path) -> None:
    data = with_cells(opened(), "places", "place_id", "denmark", within="denmark")
    features = json.loads(written(data, tmp_path).read_text(encoding="utf-8"))["features"]
    assert next(f for f in features if f["id"] == "crane-inspections")["geometry"] is None


@pytest.mark.programs
@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_gdal_reads_points_columns_types_and_missing_values(package: Path, tmp_path: Path) -> None:
    ogrinfo, ogr2ogr = gdal("GeoJSON", "CSV")
    data = opened(package)
    file = written(data, tmp_path)
    told = subprocess.run([ogrinfo, "-so", "-al", file], capture_output=True, text=True, check=True).stdout
    assert f"Layer name: {data.name}" in told
    assert "Geometry: Point" in told
    for line in ("earliest: Date", "position: Integer", "cameo: String", "plover: String"):
        assert line in told
    options = ["-lco", "GEOMETRY=AS_XY", "-lco", "STRING_QUOTING=ALWAYS"]
    out = subprocess.run([ogr2ogr, "-f", "CSV", "/vsistdout/", file, *options], capture_output=True, check=True).stdout
    rows = list(csv.DictReader(io.StringIO(out.decode("utf-8"), newline="")))
    places = {p["place_id"]: p for p in data.rows("places")}
    events = data.frame("events").sort("position").to_dicts()
    assert len(rows) == len(events)
    for row, event in zip(rows, events, strict=True):
        for column, value in event.items():
            read = row[column].replace("/", "-") if isinstance(value, date) else row[column]
            assert read == ("" if value is None else str(value)), column
        point = places.get(event["place_id"], {})
        around = places.get(point.get("within"), {}) if point and point["longitude"] is None else {}
        for axis, column in (("X", "longitude"), ("Y", "latitude")):
            known = point.get(column) if point.get(column) is not None else around.get(column)
            assert (float(row[axis]) if row[axis] else None) == known


@pytest.mark.programs
def test_gdal_reads_the_worst_cells_whole(tmp_path: Path) -> None:
    data = worst()
    made = str(written(data, tmp_path))
    command = [gdal("GeoJSON", "GeoJSONSeq")[1], "-f", "GeoJSONSeq", "/vsistdout/", made]
    lines = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8").split("\n")
    read = [json.loads(line)["properties"] for line in lines if line]
    for column in ("label", "summary"):
        assert [r[column] for r in read] == data.frame("events").sort("position")[column].to_list()


def test_the_worst_cells_come_back_whole(tmp_path: Path) -> None:
    data = worst()
    features = json.loads(written(data, tmp_path).read_text(encoding="utf-8"))["features"]
    for column in ("label", "summary"):
        assert [f["properties"][column] for f in features] == data.frame("events").sort("position")[column].to_list()
