"""A package that is lifted to a newer version of the profile."""

from __future__ import annotations

import json
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
