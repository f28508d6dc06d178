"""SARIF against the standard's own schema, and the values it carries against the JSON report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from tests import builder
from tests.conftest import Timeline
from tests.reports.conftest import Rendered

# SARIF 2.1.0 of the OASIS SARIF TC, as the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT) ships it
SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def results(text: str) -> list[dict[str, Any]]:
    return json.loads(text)["runs"][0]["results"]


@pytest.mark.parametrize("options", [(), ("--strict",), ("-q",), ("--limit", "1")])
def test_the_report_meets_the_official_schema(rendered: Rendered, options: tuple[str, ...]) -> None:
    VALIDATOR.validate(json.loads(rendered("sarif", *options)))


def test_the_report_of_a_valid_package_meets_the_official_schema(harbour: Path, timeline: Timeline) -> None:
    document = json.loads(timeline("validate", harbour, "--format", "sarif").out)
    VALIDATOR.validate(document)
    assert document["runs"][0]["results"] == []
    assert document["runs"][0]["properties"]["valid"] is True


def test_the_schema_is_not_pleased_with_everything(rendered: Rendered) -> None:
    document = json.loads(rendered("sarif"))
    document["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(document)


def test_under_strict_every_result_is_an_error_whatever_its_rule_is(rendered: Rendered) -> None:
    strict = json.loads(rendered("sarif", "--strict"))["runs"][0]
    assert {r["level"] for r in strict["results"]} == {"error"}
    assert {r["defaultConfiguration"]["level"] for r in strict["tool"]["driver"]["rules"]} == {"error", "warning"}


def test_results_carry_what_the_json_report_says(rendered: Rendered) -> None:
    problems = json.loads(rendered("json"))["problems"]
    found = results(rendered("sarif"))
    assert len(found) == len(problems)
    for result, problem in zip(found, problems, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert result["ruleId"] == problem["code"]
        assert result["level"] == problem["severity"]
        assert unquote(place["artifactLocation"]["uri"]) == f"harbour/{problem['path']}"
        assert place["region"]["startLine"] == (problem["line"] or 1)


def test_columns_count_the_characters_of_the_line(rendered: Rendered, damaged: Path) -> None:
    (result,) = [r for r in results(rendered("sarif")) if r["ruleId"] == "TAB024"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = builder.read(damaged / "data" / "places.csv").split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "155.25"


def test_rules_are_listed_once_and_found_by_index(rendered: Rendered) -> None:
    run = json.loads(rendered("sarif"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({r["id"] for r in rules}) == len(rules)
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def test_a_fingerprint_is_one_problems_own_and_outlives_rows_above(rendered: Rendered, damaged: Path) -> None:
    before = {r["partialFingerprints"]["problem/v1"] for r in results(rendered("sarif", "--select", "TAB"))}
    assert len(before) == len(results(rendered("sarif", "--select", "TAB")))
    path = damaged / "data" / "places.csv"
    builder.write(
        path, builder.read(path).replace("denmark,Denmark", "aarhus,Aarhus,city,denmark,,,,,,\ndenmark,Denmark", 1)
    )
    after = {r["partialFingerprints"]["problem/v1"] for r in results(rendered("sarif", "--select", "TAB"))}
    assert before == after


def test_a_path_with_blanks_and_signs_is_an_escaped_uri(rendered: Rendered) -> None:
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results(rendered("sarif"))}
    assert "harbour/data/draft%2C%2050%25.csv" in uris


def test_a_package_elsewhere_on_the_disk_is_named_by_a_file_uri(
    damaged: Path, timeline: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    document = json.loads(timeline("validate", damaged, "--format", "sarif").out)
    VALIDATOR.validate(document)
    uri = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith(f"file://{damaged.parent}")
