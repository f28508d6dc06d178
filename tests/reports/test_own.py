"""A report takes the place of an earlier one in its format, and of no other file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline.reports import FORMATS, is_own
from tests import builder
from tests.conftest import Timeline
from tests.reports.conftest import Rendered
from tests.storage_formats import in_parquet

OPTIONS = [(), ("-q",), ("--limit", "1"), ("--strict",), ("--strict", "-q"), ("--strict", "--select", "TAB,KEY,ACT")]


@pytest.mark.parametrize("format_", FORMATS)
def test_it_is_replaced_unasked_and_one_of_another_format_is_not(
    format_: str, damaged: Path, tmp_path: Path, timeline: Timeline
) -> None:
    report = tmp_path / "report"

    def write(name: str, *options: str) -> tuple[int, str]:
        result = timeline("validate", damaged, "--format", name, "-o", report, *options)
        return result.code, result.err

    assert write(format_) == (1, "")
    before = report.read_bytes()
    assert write(format_, "--limit", "1") == (1, "")
    assert report.read_bytes() != before or format_ == "junit"
    for other in FORMATS:
        if other != format_:
            code, err = write(other)
            assert (code, "--force" in err) == (2, True)


@pytest.mark.parametrize("options", [*OPTIONS, ("--statistics",), ("--statistics", "-q")], ids=" ".join)
def test_every_sort_of_report_is_known_again(options: tuple[str, ...], rendered: Rendered, tmp_path: Path) -> None:
    for format_ in FORMATS if "--statistics" not in options else ["text"]:
        (tmp_path / "report").write_text(rendered(format_, *options), encoding="utf-8", newline="\n")
        assert is_own(tmp_path / "report", format_), format_


@pytest.mark.parametrize("name", ["plain", 'it\'s "so": <c> & `d`, 1 error'])
def test_that_of_a_sound_package_is_known_again(name: str, harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    package, report = harbour.rename(tmp_path / name), tmp_path / "report"
    for format_ in FORMATS:
        report.unlink(missing_ok=True)
        result = timeline("validate", package, "--format", format_, "-o", report)
        assert (result.code, result.err) == (0, "")
        assert is_own(report, format_), format_


@pytest.mark.parametrize("format_", FORMATS)
def test_one_that_a_person_wrote_on_is_not_replaced(format_: str, rendered: Rendered, tmp_path: Path) -> None:
    lines = rendered(format_).split("\n")
    places = (0, len(lines) // 2, len(lines) - 1) if format_ in ("text", "github", "markdown") else (0, len(lines))
    for at in places:  # in the middle of the others, what parses and says whence it is counts as ours
        edited = [*lines[:at], "Ask Jane about the second one.", *lines[at:]]
        (tmp_path / "report").write_text("\n".join(edited), encoding="utf-8")
        assert not is_own(tmp_path / "report", format_)


STRANGERS = {
    "prose": "Notes on the harbour.\n",
    "a list": "[]\n",
    "a number": "1\n",
    "deep": "[" * 100_000,
    "half": '{"schema_version": "1.0", "valid": tr',
    "other keys": json.dumps({"schema_version": "1.0", "valid": True}),
    "another program's log": json.dumps(
        {"$schema": "x", "version": "2.1.0", "runs": [{"tool": {"driver": {"name": "linter"}}, "results": []}]}
    ),
    "two runs": json.dumps(
        {"$schema": "x", "version": "2.1.0", "runs": [{"tool": {"driver": {"name": "event-timeline"}}}] * 2}
    ),
    "another program's tests": '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pytest">\n</testsuites>\n',
    "another program's annotations": "::error file=a.py,line=1,title=E501::Line too long\n",
    "a heading": "### Valid: <code>x</code>\n\nAll is well.\n",
    "a verdict with prose": "All is well.\nvalid    it seems: 0 errors, 0 warnings\n",
    "a page": "# Harbour\n\n| line | column | rule | found |\n|---:|---|---|---|\n",
    "nothing but lines": "\n\n\n",
}


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_is_no_report_is_not_replaced(format_: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "report").write_text(STRANGERS[name], encoding="utf-8")
    assert not is_own(tmp_path / "report", format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_no_text_or_no_file_is_not_replaced(format_: str, tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(b"\xff\xfe\x00")
    assert not is_own(tmp_path / "report", format_)
    assert not is_own(tmp_path, format_)
    assert not is_own(tmp_path / "nowhere", format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_record_of_a_table_without_lines_is_named_by_its_number(
    format_: str, harbour: Path, tmp_path: Path, timeline: Timeline
) -> None:
    events = harbour / "data" / "events.csv"
    builder.write(events, builder.read(events).replace(",A container falls onto the pier,", ",,", 1))
    package, report = in_parquet(harbour, tmp_path / "parquet"), tmp_path / "report"
    row = next(n for n, cells in enumerate(builder.table(events)) if not cells[2])
    assert timeline("validate", package, "--format", format_, "-o", report).code == 1
    named = {"json": f'"row": {row},', "markdown": f"| row {row} |"}.get(format_, f"row {row}")
    assert named in report.read_text(encoding="utf-8")
    assert is_own(report, format_)
