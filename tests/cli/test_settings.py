"""`[tool.event-timeline]` in pyproject.toml of the current folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from event_timeline import profile
from event_timeline.reports import FORMATS, is_own
from tests import builder
from tests.conftest import Timeline


@pytest.fixture
def configured(harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write a pyproject.toml into an empty current folder; the package is beside it, with an error and a warning."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("55.25,", "155.25,"))
    builder.write(harbour / "data" / "draft.csv", "a\n")
    builder.stamp(harbour)

    def write(text: str) -> Path:
        (folder / "pyproject.toml").write_text(text, encoding="utf-8")
        return harbour

    return write


def test_rules_are_ignored_and_that_is_said(configured: Callable[[str], Path], timeline: Timeline) -> None:
    package = configured('[tool.event-timeline]\nignore = ["TAB024"]\n')
    result = timeline("validate", package)
    assert result.code == 0
    assert "settings: pyproject.toml: ignore TAB024" in result.out


def test_rules_are_selected(configured: Callable[[str], Path], timeline: Timeline) -> None:
    assert timeline("validate", configured('[tool.event-timeline]\nselect = ["KEY", "VOC"]\n')).code == 0


def test_strict_can_be_set_and_unset(configured: Callable[[str], Path], timeline: Timeline) -> None:
    package = configured('[tool.event-timeline]\nignore = ["TAB"]\nstrict = true\n')
    assert timeline("validate", package).code == 1
    assert timeline("validate", package, "--no-strict").code == 0


def test_the_command_line_goes_first(configured: Callable[[str], Path], timeline: Timeline) -> None:
    package = configured('[tool.event-timeline]\nignore = ["TAB024"]\n')
    assert timeline("validate", package, "--ignore", "PKG").code == 1
    assert timeline("validate", package, "--select", "KEY").code == 0


def test_isolated_leaves_it_unread(configured: Callable[[str], Path], timeline: Timeline) -> None:
    package = configured("[tool.event-timeline]\nnonsense = 1\n")
    assert timeline("validate", package).code == 2
    result = timeline("validate", package, "--isolated")
    assert result.code == 1
    assert "settings" not in result.out


def test_a_pyproject_without_the_table_says_nothing(configured: Callable[[str], Path], timeline: Timeline) -> None:
    result = timeline("validate", configured('[project]\nname = "x"\n'), "--ignore", "TAB")
    assert result.code == 0
    assert "settings" not in result.out


def test_a_pyproject_inside_the_package_is_not_the_users(configured: Callable[[str], Path], timeline: Timeline) -> None:
    package = configured("")
    (package / "pyproject.toml").write_text('[tool.event-timeline]\nignore = ["TAB024"]\n', encoding="utf-8")
    assert timeline("validate", package).code == 1


WRONG = {
    '[tool.event-timeline]\nignor = ["TAB"]\n': "did you mean 'ignore'?",
    '[tool.event-timeline]\nignore = "TAB"\n': "a list of codes",
    "[tool.event-timeline]\nselect = [1]\n": "a list of codes",
    '[tool.event-timeline]\nstrict = "yes"\n': "true or false",
    '[tool.event-timeline]\nignore = ["XYZ"]\n': "no rule has the code 'XYZ'",
    '[tool]\nevent-timeline = "x"\n': "is not a table",
    "tool = 5\n": "not usable TOML",
    "[tool.event-timeline\n": "not usable TOML",
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_settings_are_said_in_a_line(configured: Callable[[str], Path], timeline: Timeline, text: str) -> None:
    result = timeline("validate", configured(text))
    assert (result.code, result.out) == (2, "")
    assert WRONG[text] in result.err


def test_a_pyproject_that_is_not_utf_8_is_said(
    configured: Callable[[str], Path], timeline: Timeline, tmp_path: Path
) -> None:
    package = configured("")
    (tmp_path / "here" / "pyproject.toml").write_bytes(b"\xff\xfe[")
    assert timeline("validate", package).code == 2


ALL = 'ignore = ["PKG", "TAB", "KEY", "VOC", "DAT", "GEO", "ACT", "EVT", "REL", "STM", "EVD", "CIT"]'


@pytest.mark.parametrize("format_", FORMATS)
def test_settings_that_leave_no_rule_make_no_verdict(
    configured: Callable[[str], Path], timeline: Timeline, format_: str
) -> None:
    result = timeline("validate", configured(f"[tool.event-timeline]\n{ALL}\n"), "--format", format_)
    assert (result.code, result.out) == (2, "")
    assert "no rule is left to run" in result.err


def test_rules_that_all_lack_what_they_need_make_no_verdict(harbour: Path, timeline: Timeline) -> None:
    assert timeline("validate", harbour, "--select", "EVD020").code == 2
    (harbour / "data" / "places.csv").unlink()
    result = timeline("validate", harbour, "--select", "GEO001")
    assert result.code == 2
    assert "none of the chosen rules could be run: table places could not be read" in result.err


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_says_what_settings_left_out(
    configured: Callable[[str], Path], timeline: Timeline, tmp_path: Path, format_: str, quiet: bool
) -> None:
    package = configured('[tool.event-timeline]\nignore = ["TAB024", "TAB03"]\n')
    report = tmp_path / "report"
    options = ["--quiet"] if quiet else []
    assert timeline("validate", package, "--format", format_, *options, "-o", report).code == 0
    text = report.read_text(encoding="utf-8")
    assert "TAB024" in text
    assert "pyproject.toml" in text
    assert is_own(report, format_)
    assert timeline("validate", package, "--format", format_, *options, "-o", report).code == 0


def test_a_report_in_json_with_settings_keeps_to_its_schema(
    configured: Callable[[str], Path], timeline: Timeline
) -> None:
    package = configured('[tool.event-timeline]\nignore = ["TAB024"]\n')
    report = json.loads(timeline("validate", package, "--format", "json").out)
    jsonschema.validate(report, json.loads((profile.folder() / "report.json").read_text(encoding="utf-8")))
    assert report["settings"] == {"said": "pyproject.toml: ignore TAB024", "not_run": ["TAB024"]}


def test_settings_that_the_command_line_replaces_left_nothing_out(
    configured: Callable[[str], Path], timeline: Timeline
) -> None:
    package = configured('[tool.event-timeline]\nignore = ["TAB024"]\n')
    report = json.loads(timeline("validate", package, "--format", "json", "--ignore", "PKG005").out)
    assert "settings" not in report
