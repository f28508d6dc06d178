"""A package that is lifted to a newer version of the profile."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from event_timeline import profile
from event_timeline.editing.lift_profile import lift_package, merged_schema
from event_timeline.model import UserError
from tests import builder
from tests.conftest import Timeline


def codes(timeline: Timeline, package: Path) -> set[str]:
    return {p["code"] for p in json.loads(timeline("validate", package, "--format", "json").out)["problems"]}


def rows(package: Path, table: str) -> list[list[str]]:
    return builder.table(package / "data" / f"{table}.csv")


def test_a_package_of_the_first_version_follows_the_newest_and_stays_valid(harbour: Path, timeline: Timeline) -> None:
    before = {t: rows(harbour, t) for t in profile.TABLES if t != "codebook"}
    lifted = lift_package(harbour, profile.VERSION)
    assert (lifted.before, lifted.version) == ("1.0.0", profile.VERSION)
    assert profile.version_of(json.loads(builder.read(harbour / "datapackage.json"))) == profile.VERSION
    assert {t: rows(harbour, t) for t in before} == before
    assert codes(timeline, harbour) == {"VOC009"}  # `accident` was the package's own term
    assert [n.partition(" was ")[0] for n in lifted.notes] == ["events.kind accident"]


def test_terms_of_its_own_stay(harbour: Path) -> None:
    lift_package(harbour, profile.VERSION)
    kinds = next(f for f in builder.schema(harbour, "events")["fields"] if f["name"] == "kind")
    assert "strike" in kinds["constraints"]["enum"]
    assert [c["value"] for c in kinds["categories"]] == kinds["constraints"]["enum"]
    topics = next(f for f in builder.schema(harbour, "events")["fields"] if f["name"] == "topic")
    assert "labour" in topics["constraints"]["enum"]
    book = {(r[0], r[1]): r for r in rows(harbour, "codebook")}
    assert book["events.kind", "strike"][4] == "plover:PROTEST cameo:143"
    assert book["events.kind", "meeting"][4] == profile.definitions()["events.kind", "meeting"][1]
    assert book["events.cameo", "143"][4] == "exact:cameo:143"


def test_words_that_a_package_translated_stay(harbour: Path) -> None:
    path = harbour / "data" / "codebook.csv"
    old = profile.definitions("1.0.0")["events.status", "occurred"][0]
    builder.write(path, builder.read(path).replace(old, "Am Tag der Quelle geschehen."))
    builder.stamp(harbour)
    lift_package(harbour, profile.VERSION)
    assert "Am Tag der Quelle geschehen." in builder.read(path)
    assert old not in builder.read(path)


def test_a_lifted_schema_is_the_profiles_where_the_package_changed_nothing() -> None:
    for table in profile.TABLES:
        before, after = profile.table_schema(table, "1.0.0"), profile.table_schema(table)
        lifted = merged_schema(before, before, after)
        topic: dict[str, Any] = next((f for f in lifted["fields"] if f["name"] == "topic"), {})
        topic.pop("categories", None)  # no longer the profile's, so the package keeps them
        topic.get("constraints", {}).pop("enum", None)
        assert lifted == after


def test_a_dry_run_writes_nothing(harbour: Path) -> None:
    before = builder.contents(harbour)
    assert "schemas/events.json" in lift_package(harbour, profile.VERSION, dry_run=True).written
    assert builder.contents(harbour) == before


@pytest.mark.parametrize(
    ("version", "words"), [("1.0.0", "cannot go back"), (profile.VERSION, "already"), ("9.9.9", "known")]
)
def test_going_back_and_unknown_versions_are_refused(version: str, words: str, harbour: Path) -> None:
    lift_package(harbour, profile.VERSION)
    with pytest.raises(UserError, match=words):
        lift_package(harbour, version)


@pytest.mark.parametrize("order", [["--profile", "{}"], ["{}", "--profile"], ["--profile", "1.1.0", "{}"]])
def test_the_command_takes_the_package_in_any_place(order: list[str], harbour: Path, timeline: Timeline) -> None:
    result = timeline("bump", *(part.format(harbour) for part in order))
    assert (result.code, result.out.split(",")[0]) == (0, "profile 1.0.0 -> 1.1.0")
    assert "note: events.kind accident" in result.err


def test_a_level_beside_the_profile_is_wrong_use(harbour: Path, timeline: Timeline) -> None:
    assert timeline("bump", "minor", harbour, "--profile").code == 2
    assert timeline("bump", "wrong", harbour).code == 2
    assert timeline("bump").code == 2


def test_packages_of_two_versions_make_a_corpus_of_the_newest(tmp_path: Path, timeline: Timeline) -> None:
    result = timeline(
        "merge", builder.HARBOUR, builder.LIGHTHOUSE, "-o", tmp_path / "corpus", "--title", "Both: a corpus of two"
    )
    assert result.code == 0, result.err
    assert "followed version 1.0.0 of the profile" in result.err
    assert codes(timeline, tmp_path / "corpus") <= {"VOC009"}


def with_own_column(package: Path, table: str, field: dict[str, Any], cell: str) -> Path:
    """A package of version 1.0.0 with a column of its own, the same cell in every row."""
    schema = builder.schema(package, table)
    schema["fields"].append(field)
    builder.write(package / "schemas" / f"{table}.json", json.dumps(schema, indent=2))
    header, *lines = rows(package, table)
    with (package / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*header, field["name"]], *([*line, cell] for line in lines)])
    builder.stamp(package)
    return package


@pytest.mark.parametrize(
    ("table", "column", "kind", "cell", "words"),
    [
        ("events", "confidence", "string", "high", "has the type string, and version 1.1.0 .* the type number"),
        ("events", "weight", "number", "-3", "a column events.weight, .*data/events.csv:2:weight: TAB024"),
        ("events", "same_as", "string", "nothing", "a column events.same_as, .*data/events.csv:2:same_as: KEY003"),
        ("events", "date_precision", "string", "exact", "a column events.date_precision, .*TAB022"),
        ("event_actors", "side", "string", "left", "a column event_actors.side, .*TAB023"),
    ],
)
def test_a_column_of_its_own_with_the_name_of_an_optional_one_is_refused_where_it_does_not_conform(
    table: str, column: str, kind: str, cell: str, words: str, harbour: Path, timeline: Timeline
) -> None:
    package = with_own_column(harbour, table, {"name": column, "type": kind}, cell)
    assert json.loads(timeline("validate", package, "--format", "json").out)["valid"]
    before = builder.contents(package)
    with pytest.raises(UserError, match=words) as caught:
        lift_package(package, profile.VERSION)
    assert f"rename the column {table}.{column}" in caught.value.hint
    assert builder.contents(package) == before


@pytest.mark.parametrize(
    ("table", "field", "cell"),
    [
        ("events", {"name": "coder", "type": "string", "title": "Who coded"}, "me"),
        ("events", {"name": "weight", "type": "number"}, "3"),
        ("events", {"name": "date_precision", "type": "string"}, "month"),
        ("actors", {"name": "same_as", "type": "string"}, ""),
        ("evidence", {"name": "place_id", "type": "string"}, ""),
    ],
)
def test_a_column_of_its_own_that_conforms_becomes_the_profiles(
    table: str, field: dict[str, Any], cell: str, harbour: Path, timeline: Timeline
) -> None:
    package = with_own_column(harbour, table, field, cell)
    lift_package(package, profile.VERSION)
    assert json.loads(timeline("validate", package, "--format", "json").out)["valid"]
    lifted = next(f for f in builder.schema(package, table)["fields"] if f["name"] == field["name"])
    assert lifted == profile.optional_fields(table)[field["name"]] | field
    assert rows(package, table)[1][-1] == cell


def with_own_measures(package: Path, best: str) -> Path:
    """A package of version 1.0.0 with a table that has the columns of `measures` and no constraints."""
    fields = [{"name": f["name"], "type": f["type"]} for f in profile.table_schema("measures")["fields"]]
    path = package / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    descriptor["resources"].append(
        {
            "name": "measures",
            "title": "Measures",
            "type": "table",
            "path": "data/measures.csv",
            "schema": {"fields": fields},
        }
    )
    builder.write(path, json.dumps(descriptor, indent=2))
    header = ",".join(f["name"] for f in fields)
    builder.write(package / "data" / "measures.csv", f"{header}\nstrike,participants,,,{best},,persons,,\n")
    builder.stamp(package)
    return package


def test_a_table_of_its_own_that_conforms_becomes_the_profiles(harbour: Path, timeline: Timeline) -> None:
    package = with_own_measures(harbour, "40")
    lift_package(package, profile.VERSION)
    assert json.loads(timeline("validate", package, "--format", "json").out)["errors"] == 0
    descriptor = json.loads(builder.read(package / "datapackage.json"))
    own = next(r for r in descriptor["resources"] if r["name"] == "measures")["schema"]
    known = profile.table_schema("measures")
    assert own["foreignKeys"] == known["foreignKeys"]
    assert own["fields"] == known["fields"]
    assert ["measures.measure", "participants"] in [row[:2] for row in rows(package, "codebook")]


def test_a_table_of_its_own_whose_rows_do_not_conform_is_refused(harbour: Path) -> None:
    package = with_own_measures(harbour, "40")
    path = package / "data" / "measures.csv"
    builder.write(path, builder.read(path).replace("strike,", "no-such-event,"))
    builder.stamp(package)
    before = builder.contents(package)
    with pytest.raises(UserError, match=r"measures\.event_id, .* KEY003") as caught:
        lift_package(package, profile.VERSION)
    assert "measures" in caught.value.hint
    assert builder.contents(package) == before


@pytest.mark.parametrize("name", [None, 7, "Events!"])
@pytest.mark.parametrize("number", [0, 3, 9])
def test_a_package_with_a_resource_that_has_no_usable_name_is_not_lifted_in_part(
    number: int, name: Any, harbour: Path
) -> None:
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    descriptor["resources"][number]["name"] = name
    if name is None:
        del descriptor["resources"][number]["name"]
    builder.write(path, json.dumps(descriptor, indent=2))
    before = builder.contents(harbour)
    with pytest.raises(UserError, match=r"the package is not lifted, since it is invalid: .*PKG003"):
        lift_package(harbour, profile.VERSION)
    assert builder.contents(harbour) == before


def test_the_hint_on_a_term_that_the_profile_has_now_is_the_command_that_restores_it(
    harbour: Path, timeline: Timeline
) -> None:
    lift_package(harbour, profile.VERSION)
    hints = [p["hint"] for p in json.loads(timeline("validate", harbour, "--format", "json").out)["problems"]]
    assert len(hints) == 2  # the definition and the mapping of `accident`
    for hint in hints:
        assert timeline(*shlex.split(hint.split("`")[1])[1:], harbour).code == 0
    assert codes(timeline, harbour) == set()
