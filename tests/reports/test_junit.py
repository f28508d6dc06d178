"""JUnit XML as a library that is not ours reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from event_timeline.rules import BY_CODE, FAMILIES, RULES
from tests.conftest import Timeline
from tests.reports.conftest import Rendered

junitparser = pytest.importorskip("junitparser", reason="junitparser reads the report; pip install --group test")


def cases(text: str) -> dict[str, list[Any]]:
    """Test case's name -> its results."""
    suites = junitparser.JUnitXml.fromstring(text.encode())
    return {case.name: case.result for suite in suites for case in suite}


def test_every_rule_is_a_test_case(rendered: Rendered) -> None:
    by_family = sorted(RULES, key=lambda r: list(FAMILIES).index(r.code[:3]))
    assert list(cases(rendered("junit"))) == [f"{r.code} {r.slug}" for r in by_family]


def test_errors_fail_and_warnings_do_so_under_strict(rendered: Rendered) -> None:
    lenient, strict = cases(rendered("junit")), cases(rendered("junit", "--strict"))
    assert isinstance(lenient["TAB024 out-of-range"][0], junitparser.Failure)
    assert lenient["PKG013 unlisted-file"] == []
    assert isinstance(strict["PKG013 unlisted-file"][0], junitparser.Failure)


def test_a_failure_tells_places_and_what_to_do(rendered: Rendered) -> None:
    (failure,) = cases(rendered("junit"))["TAB024 out-of-range"]
    assert failure.type == "out-of-range"
    assert "harbour/data/places.csv:3:latitude  155.25 is out of range" in failure.text
    assert failure.text.endswith(BY_CODE["TAB024"].repair)


def test_the_numbers_are_those_of_the_cases(rendered: Rendered) -> None:
    suites = junitparser.JUnitXml.fromstring(rendered("junit").encode())
    stated = (suites.tests, suites.failures, suites.errors)
    suites.update_statistics()
    assert stated == (suites.tests, suites.failures, suites.errors)
    for suite in suites:
        of_suite = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert of_suite == (suite.tests, suite.failures, suite.errors, suite.skipped)


def test_rules_that_could_not_run_are_skipped_with_the_reason(harbour: Path, timeline: Timeline) -> None:
    (harbour / "data" / "places.csv").unlink()
    found = cases(timeline("validate", harbour, "--format", "junit").out)
    assert isinstance(found["EVD021 span-mismatch"][0], junitparser.Skipped)
    assert found["EVD021 span-mismatch"][0].message == "no source text given"


def test_hostile_cells_leave_well_formed_xml(rendered: Rendered) -> None:
    text = rendered("junit")
    assert "<script>" not in text
    assert "]]>" not in text
    assert "\x1b" not in text
    assert ET.fromstring(text).tag == "testsuites"
