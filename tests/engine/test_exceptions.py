"""Findings that the table `exceptions` accepts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline import validate
from event_timeline.engine.baseline import findings
from event_timeline.model import Problem
from event_timeline.package.opening import open_package
from event_timeline.rules.explanations import Added, Cell, Dropped, Edit
from event_timeline.tables.loading import load_tables
from event_timeline.tables.record_keys import current, record_key, record_keys
from tests import builder
from tests.conftest import Timeline

REASON = "It was looked at and is right."


def exception(code: str, resource: str, key: str) -> Added:
    return Added("exceptions", {"code": code, "resource": resource, "key": key, "reason": REASON})


def marshes(folder: Path, *edits: Edit) -> Path:
    return builder.edited(folder, edits, "marshes")


def test_an_accepted_finding_does_not_count_and_is_shown(timeline: Timeline) -> None:
    result = timeline("validate", builder.MARSHES, "--strict")
    assert result.code == 0
    assert "accepted data/exceptions.csv: 1 known finding does not count (EVT006 1)" in result.out
    assert "0 warnings; 1 known" in result.out


def test_without_its_exception_it_counts(tmp_path: Path, timeline: Timeline) -> None:
    package = marshes(tmp_path, Dropped("exceptions", "EVT006 events tarn-explosion"))
    assert timeline("validate", package, "--strict").code == 1
    assert validate(str(package)).counts == {"EVT006": 1}


def test_an_exception_that_no_longer_applies_is_reported(tmp_path: Path, timeline: Timeline) -> None:
    there = Added("event_actors", {"event_id": "tarn-explosion", "actor_id": "marsh-front", "role": "agent"})
    result = timeline("validate", marshes(tmp_path, there))
    assert "data/exceptions.csv: 1 known finding no longer found (EVT006 events tarn-explosion)" in result.out


def test_an_exception_of_a_rule_that_was_not_run_is_not_called_gone() -> None:
    assert validate(str(builder.MARSHES), select=["DAT"]).accepted == []


def test_only_the_record_the_table_and_the_rule_that_it_names_are_accepted(tmp_path: Path) -> None:
    edits: list[Edit] = [
        Dropped("event_actors", "ferry-strike ferry-crews agent"),
        exception("EVT007", "events", "ferry-strike"),
    ]
    assert validate(str(marshes(tmp_path, *edits))).counts == {"EVT006": 1}


@pytest.mark.parametrize("joint", ["/", " | "])
def test_a_key_of_several_columns_is_joined(joint: str, tmp_path: Path) -> None:
    edits: list[Edit] = [
        Added("event_places", {"event_id": "oss-shelling", "place_id": "oss", "role": "location"}),
        exception("GEO027", "event_places", joint.join(("oss-shelling", "oss", "location"))),
    ]
    report = validate(str(marshes(tmp_path, *edits)))
    assert (report.valid, report.counts) == (True, {})


@pytest.mark.parametrize("term", ["either", "a/b", "a\\b"])
def test_exceptions_and_baselines_name_a_record_alike(term: str, tmp_path: Path) -> None:
    row = {"vocabulary": "events.kind", "term": term, "label": "Either", "definition": "One of two things."}
    tables = load_tables(open_package(marshes(tmp_path, Added("codebook", row))))
    keys = dict(record_keys(tables, "codebook"))
    known = findings(tables, [Problem(resource="codebook", row=number) for number in keys])
    assert [finding.key for finding in known] == list(keys.values())
    assert {record_key(("events.kind", term)), current(f"events.kind | {term}")} <= set(keys.values())


def test_a_record_of_a_table_without_a_key_is_named_by_its_event(tmp_path: Path) -> None:
    again = Added("event_sources", {"event_id": "ferry-strike", "source_id": "radio-vell"})
    package = marshes(tmp_path, again, exception("EVT029", "event_sources", "ferry-strike"))
    assert validate(str(package)).counts == {}


def figures(*measures: str) -> list[Edit]:
    """Numbers of one event whose lowest value is above their best."""
    return [
        Added("measures", {"event_id": "ferry-strike", "measure": m, "low": "50", "best": "5", "unit": "persons"})
        for m in measures
    ]


@pytest.mark.parametrize(
    ("key", "left"),
    [("ferry-strike", 0), ("ferry-strike/injured////persons", 1), ("ferry-strike/fatalities////persons", 1)],
)
def test_a_key_with_further_columns_accepts_one_record_and_the_event_alone_all(
    key: str, left: int, tmp_path: Path
) -> None:
    package = marshes(tmp_path, *figures("injured", "fatalities"), exception("EVT022", "measures", key))
    report = validate(str(package))
    assert report.counts == ({"EVT022": left} if left else {})
    assert report.accepted[0].gone == []


@pytest.mark.parametrize("note", ["", "Seen at noon | and at one"])
def test_a_record_with_an_address_is_named_as_it_is_removed(note: str, tmp_path: Path) -> None:
    report = {"event_id": "marsh-fire", "source_id": "radio-vell", "url": "https://vell.example.org/a/", "note": note}
    key = f"marsh-fire/radio-vell/https://vell.example.org/a//{note}"
    accepted = exception("EVT029", "event_sources", key)
    package = marshes(tmp_path, *[Added("event_sources", report)] * 2, accepted)
    assert validate(str(package)).counts == {}
    with et.edit(package) as draft:
        draft.remove(f"exceptions/EVT029/event_sources/{key}")
    assert validate(str(package)).counts == {"EVT029": 1}


def test_an_exception_goes_with_the_last_record_that_it_is_about(tmp_path: Path) -> None:
    keys = ("ferry-strike", "ferry-strike/injured////persons")
    package = marshes(tmp_path, *figures("injured"), *(exception("EVT022", "measures", k) for k in keys))
    with et.edit(package) as draft:
        draft.remove("measures/ferry-strike/injured")
    assert "ferry-strike/injured////persons" not in set(et.read(package)["exceptions"]["key"])
    assert "ferry-strike" in set(et.read(package)["exceptions"]["key"])
    with et.edit(package) as draft:
        draft.remove("measures/ferry-strike")
    assert "ferry-strike" not in set(et.read(package)["exceptions"]["key"])


def test_exceptions_follow_an_event_that_is_renamed(tmp_path: Path) -> None:
    keys = ("ferry-strike", "ferry-strike/injured////persons")
    package = marshes(tmp_path, *figures("injured"), *(exception("EVT022", "measures", k) for k in keys))
    with et.edit(package) as draft:
        draft.set("events/ferry-strike", event_id="strike")
    assert {"strike", "strike/injured////persons"} <= set(et.read(package)["exceptions"]["key"])
    assert validate(str(package)).accepted[0].gone == []


def test_an_asterisk_accepts_all_findings_of_the_rule_in_a_table(tmp_path: Path) -> None:
    edits: list[Edit] = [
        Dropped("exceptions", "EVT006 events tarn-explosion"),
        Dropped("event_actors", "ferry-strike ferry-crews agent"),
        exception("EVT006", "events", "*"),
    ]
    report = validate(str(marshes(tmp_path, *edits)))
    assert report.counts == {}
    assert report.accepted[0].counts == {"EVT006": 2}


def test_they_hold_where_one_table_alone_is_read(timeline: Timeline) -> None:
    assert timeline("validate", builder.MARSHES, "--strict", "--resource", "events").code == 0


def test_an_export_takes_an_accepted_error(tmp_path: Path, timeline: Timeline) -> None:
    number = {"event_id": "ferry-strike", "measure": "injured", "low": "50", "best": "5", "unit": "persons"}
    edits: list[Edit] = [Added("measures", number), exception("EVT022", "measures", "*")]
    package = marshes(tmp_path, *edits)
    assert validate(str(package)).accepted[0].counts == {"EVT022": 1, "EVT006": 1}
    assert timeline("export", "jsonl", package, "-o", tmp_path / "out").code == 0


def test_no_exception_accepts_what_every_program_reports(tmp_path: Path, timeline: Timeline) -> None:
    edits: list[Edit] = [
        Cell("event_actors", "reed-island-clash army-of-vell side", "side", "A"),
        exception("TAB023", "event_actors", "reed-island-clash/army-of-vell/side"),
    ]
    package = marshes(tmp_path, *edits)
    assert validate(str(package)).counts == {"TAB023": 1, "KEY004": 1}
    result = timeline("validate", package)
    assert result.code == 1
    assert "TAB023 is an error in every program, which no exception accepts" in result.out


def test_a_baseline_remembers_only_what_they_leave(tmp_path: Path, timeline: Timeline) -> None:
    package = marshes(tmp_path, Dropped("event_actors", "ferry-strike ferry-crews agent"))
    assert timeline("validate", package, "--write-baseline", tmp_path / "known.json").code == 0
    findings = json.loads(builder.read(tmp_path / "known.json"))["findings"]
    assert [f["key"] for f in findings] == ["ferry-strike"]
    result = timeline("validate", package, "--strict", "--baseline", tmp_path / "known.json")
    assert (result.code, "2 known" in result.out) == (0, True)


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif", "junit", "markdown"])
def test_every_format_says_how_many_are_accepted(format_: str, timeline: Timeline) -> None:
    result = timeline("validate", builder.MARSHES, "--format", format_)
    assert result.code == 0
    assert "data/exceptions.csv" in result.out
    assert "EVT006" in result.out


def test_a_table_of_the_name_in_a_package_of_the_first_version_is_its_own(harbour: Path) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["code", "resource", "key"], ["EVT006", "events", "strike"]])
    builder.write(harbour / "data" / "exceptions.csv", out.getvalue())
    fields = [
        {"name": n, "type": "string", "title": n, "description": f"The {n}."} for n in ("code", "resource", "key")
    ]
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    schema = {"fields": fields, "missingValues": [""]}
    descriptor["resources"].append(
        {"name": "exceptions", "path": "data/exceptions.csv", "bytes": 0, "hash": "", "schema": schema}
    )
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")
    builder.stamp(harbour)
    report = validate(str(harbour))
    assert (report.counts, report.accepted) == ({}, [])
