"""The JSON report keeps to its published schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from event_timeline import profile
from event_timeline.reports.json_ import SCHEMA_VERSION
from tests.conftest import Timeline
from tests.reports.conftest import Rendered

SCHEMA = json.loads((profile.folder() / "report.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_one_and_knows_its_version() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    assert SCHEMA["$id"].endswith(f":{SCHEMA_VERSION}")


@pytest.mark.parametrize("options", [(), ("--strict",), ("-q",), ("--limit", "1"), ("--metadata-only",)])
def test_a_report_meets_the_schema(rendered: Rendered, options: tuple[str, ...], damaged: Path) -> None:
    if options == ("--metadata-only",):
        builder_break(damaged)
    document = json.loads(rendered("json", *options))
    VALIDATOR.validate(document)
    assert document["problems"]


def test_rules_that_could_not_be_run_are_named_with_the_reason(harbour: Path, timeline: Timeline) -> None:
    def skipped(*options: object) -> list[str]:
        document = json.loads(timeline("validate", harbour, "--format", "json", *options).out)
        VALIDATOR.validate(document)
        return [s["code"] for s in document.get("skipped", [])]

    assert "EVD020" in skipped()
    assert skipped("--source", harbour / "article.txt") == []


def test_a_severity_is_the_rules_under_strict_too(rendered: Rendered) -> None:
    problems = json.loads(rendered("json"))["problems"]
    assert {p["severity"] for p in problems} == {"error", "warning"}
    assert json.loads(rendered("json", "--strict"))["problems"] == problems
    assert json.loads(rendered("json", "--strict", "-q"))["problems"] == problems


def builder_break(package: Path) -> None:
    path = package / "datapackage.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"version": "1.2.0"', '"version": "1.2"'), encoding="utf-8"
    )


def test_the_report_of_a_valid_package_meets_the_schema(harbour: Path, timeline: Timeline) -> None:
    document = json.loads(timeline("validate", harbour, "--format", "json").out)
    VALIDATOR.validate(document)
    assert document["valid"]


@pytest.mark.parametrize(
    ("key", "value"), [("severity", "fatal"), ("line", 0), ("code", "X1"), ("message", ""), ("colour", "red")]
)
def test_the_schema_refuses_what_no_report_says(rendered: Rendered, key: str, value: object) -> None:
    document = json.loads(rendered("json"))
    document["problems"][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(document)
