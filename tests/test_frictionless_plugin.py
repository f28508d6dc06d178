"""The check `event-timeline` of frictionless: our rules in its reports, from Python and from its command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import frictionless
import pytest
from frictionless import Check, Checklist, Package, Resource

import event_timeline as et
from tests import builder

OWN = "event-timeline-error"


def checklist(**options: Any) -> Checklist:
    return Checklist(checks=[Check.from_descriptor({"type": "event-timeline", **options})])


def change(package: Path, path: str, old: str, new: str) -> None:
    text = builder.read(package / path)
    assert old in text
    builder.write(package / path, text.replace(old, new, 1))
    if path.startswith("data/"):
        builder.stamp(package)


def own_errors(report: frictionless.Report) -> list[tuple[str, str, int | None, str | None]]:
    """(resource, code, row, field) of our errors."""
    return [
        (task.name, error.code, error.row_number, error.field_name)  # type: ignore[attr-defined]
        for task in report.tasks
        for error in task.errors
        if error.type == OWN
    ]


def command_line(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=dict(os.environ))


def test_a_valid_package_is_valid_to_the_check(harbour: Path) -> None:
    report = Package(str(harbour / "datapackage.json")).validate(checklist())
    assert report.valid
    assert len(report.tasks) == len(et.read(harbour))


def test_reports_every_error_of_ours_once_and_at_its_resource(harbour: Path) -> None:
    change(harbour, "data/places.csv", "site,osterhavn", "site,pier-4")  # a place within itself
    change(harbour, "data/events.csv", "Strike of the dockers", "Strike of the dockers ")
    change(harbour, "datapackage.json", "profiles/2.0/", "profiles/9.9/")
    expected = [p for p in et.validate(harbour, limit=0).problems if p.severity == "error"]
    assert {None, "places"} <= {p.resource for p in expected}
    found = own_errors(Package(str(harbour / "datapackage.json")).validate(checklist()))
    assert sorted(code for _, code, _, _ in found) == sorted(p.code for p in expected)
    first = next(iter(et.read(harbour)))
    assert {(p.resource or first, p.code) for p in expected} == {(name, code) for name, code, _, _ in found}


def test_the_row_and_the_field_are_those_of_frictionless(harbour: Path) -> None:
    change(harbour, "data/places.csv", "55.25,", "north,")
    report = Package(str(harbour / "datapackage.json")).validate(checklist())
    rows = report.flatten(["type", "rowNumber", "fieldName", "fieldNumber"])
    (theirs,) = [place for kind, *place in rows if kind == "type-error"]
    (ours,) = [place for kind, *place in rows if kind == OWN]
    assert ours == theirs


def test_a_report_survives_its_own_json(harbour: Path) -> None:
    change(harbour, "data/places.csv", "55.25,", "north,")
    report = Package(str(harbour / "datapackage.json")).validate(checklist())
    again = frictionless.Report.from_descriptor(json.loads(report.to_json()))
    assert own_errors(again) == own_errors(report) == [("places", "TAB020", 3, "latitude")]


def test_its_errors_can_be_picked_and_skipped(harbour: Path) -> None:
    change(harbour, "data/places.csv", "55.25,", "north,")
    chosen = checklist()
    chosen.pick_errors = [OWN]
    report = Package(str(harbour / "datapackage.json")).validate(chosen)
    assert {kind for (kind,) in report.flatten(["type"])} == {OWN}
    chosen = checklist()
    chosen.skip_errors = [OWN]
    assert not own_errors(Package(str(harbour / "datapackage.json")).validate(chosen))


def test_a_second_validation_sees_what_was_changed_since(harbour: Path) -> None:
    package, chosen = Package(str(harbour / "datapackage.json")), checklist()
    assert not own_errors(package.validate(chosen))
    change(harbour, "data/places.csv", "site,osterhavn", "site,pier-4")
    first = own_errors(package.validate(chosen))
    assert first
    assert own_errors(package.validate(chosen)) == first
    assert own_errors(package.validate(chosen, name="places")) == first
    assert own_errors(package.validate(chosen, name="actors")) == []


def test_warnings_are_errors_only_when_strict(harbour: Path) -> None:
    change(harbour, "data/places.csv", "Town Hall", "Town\u00a0Hall")
    report = et.validate(harbour)
    assert (report.errors, report.warnings > 0) == (0, True)
    package = Package(str(harbour / "datapackage.json"))
    assert package.validate(checklist()).valid
    found = own_errors(package.validate(checklist(strict=True)))
    assert [code for _, code, _, _ in found] == [p.code for p in report.problems]


def test_evidence_is_checked_against_the_texts_that_are_named(harbour: Path, tmp_path: Path) -> None:
    text = tmp_path / "other.txt"
    text.write_text("not the text\n", encoding="utf-8")
    package = Package(str(harbour / "datapackage.json"))
    assert package.validate(checklist(sources=[f"article={harbour / 'article.txt'}"])).valid
    found = own_errors(package.validate(checklist(sources=[f"article={text}"])))
    assert {code[:3] for _, code, _, _ in found} & {"EVD", "SRC"}


@pytest.mark.parametrize("source", ["no such file", "a table alone", "built in memory"])
def test_what_cannot_be_validated_is_an_error_and_said_once(source: str, harbour: Path) -> None:
    package = Package(str(harbour / "datapackage.json"))
    if source == "a table alone":
        report = Resource(path="data/places.csv", basepath=str(harbour)).validate(checklist())
    elif source == "built in memory":
        report = Package.from_descriptor(package.to_descriptor(), basepath=str(harbour)).validate(checklist())
    else:
        report = package.validate(checklist(sources=["article=nowhere.txt"]))
    (error,) = [e for task in report.tasks for e in task.errors]
    assert error.type == OWN
    assert error.note.startswith("not validated: ")


def test_a_misspelled_option_is_an_error_and_not_left_out(harbour: Path) -> None:
    for options in ({"source": ["article=article.txt"]}, {"strct": True}):
        report = Package(str(harbour / "datapackage.json")).validate(checklist(**options))
        notes = [error.note for task in report.tasks for error in task.errors]
        assert notes == [f"not validated: unknown option {next(iter(options))}; the options are sources and strict"]


def test_an_unknown_check_is_still_refused() -> None:
    with pytest.raises(frictionless.FrictionlessException, match="not supported"):
        Check.from_descriptor({"type": "event-timelines"})


def test_its_command_line_runs_our_rules(harbour: Path) -> None:
    arguments = ("datapackage.json", "--checks", "event-timeline", "--json")
    done = command_line(harbour, *arguments)
    assert (done.returncode, json.loads(done.stdout)["valid"]) == (0, True), done.stderr
    change(harbour, "data/places.csv", "site,osterhavn", "site,pier-4")
    done = command_line(harbour, *arguments)
    expected = [p for p in et.validate(harbour, limit=0).problems if p.severity == "error"]
    assert expected
    tasks = json.loads(done.stdout)["tasks"]
    found = [(e["code"], e["note"]) for task in tasks for e in task["errors"]]
    assert (done.returncode, sorted(code for code, _ in found)) == (1, sorted(p.code for p in expected))
    assert all(p.message in note for p, (_, note) in zip(expected, found, strict=True))


def test_its_command_line_takes_options_of_the_check(harbour: Path) -> None:
    change(harbour, "data/places.csv", "Town Hall", "Town\u00a0Hall")
    assert command_line(harbour.parent, "harbour/datapackage.json", "--checks", "event-timeline").returncode == 0
    strict = command_line(harbour.parent, "harbour/datapackage.json", "--checks", "event-timeline:strict=True")
    assert strict.returncode == 1
    assert OWN in strict.stdout


def test_importing_the_plugin_imports_none_of_our_rooms() -> None:
    code = "import sys, frictionless_event_timeline; print([m for m in sys.modules if m.split('.')[0] in ('event_timeline', 'polars')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
