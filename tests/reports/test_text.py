"""The report for people: grouped by file, with the line and a caret, and a summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.io.terminal import shown_width
from event_timeline.reports.text import BASELINE, RECORDED, SETS
from event_timeline.rules.explanations import Added
from tests import builder
from tests.conftest import Timeline
from tests.reports.conftest import Rendered


def carets(text: str, code: str) -> tuple[str, str]:
    """The excerpt's line below the first problem of a rule, and what stands above its carets."""
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if f"  {code}" in line)
    line, marks = lines[at + 1], lines[at + 2]
    assert set(marks.strip()) == {"|", " ", "^"}
    columns = 0
    picked = ""
    for char in line:
        if shown_width(marks[: marks.index("^")]) <= columns < len(marks):
            picked += char
        columns += shown_width(char)
    return line, picked


def test_problems_stand_below_their_file(rendered: Rendered) -> None:
    text = rendered("text")
    places, actors = text.index("data/places.csv: "), text.index("data/event_actors.csv: 4 errors")
    assert places < text.index("data/places.csv:3:latitude  TAB024") < actors
    assert actors < text.index("data/event_actors.csv:10:role  TAB022")


def test_the_offending_cell_is_shown_with_carets(rendered: Rendered) -> None:
    line, picked = carets(rendered("text"), "TAB024")
    assert line.startswith("      3 | osterhavn,Osterhavn,city,denmark,DNK,155.25,")
    assert picked == "155.25"


def test_wide_letters_and_combining_marks_keep_the_carets_in_place(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("Osterhavn,city", "東港Ọ̀,town"))
    builder.stamp(harbour)
    _, picked = carets(timeline("validate", harbour, "--select", "TAB022").out, "TAB022")
    assert picked == "town"


def test_a_long_line_is_cut_around_the_cell(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "statements.csv"
    builder.write(path, builder.read(path).replace("The port put the matter off and did nothing.", "x" * 500 + " "))
    builder.stamp(harbour)
    text = timeline("validate", harbour, "--select", "TAB031").out
    line, _ = carets(text, "TAB031")
    assert shown_width(line) <= 10 + 100
    assert line.split("| ")[1].startswith("…")
    assert line.endswith("…")


def test_a_cell_after_a_line_break_is_pointed_at(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("Osterhavn,city", '"Oster\nhavn",town'))
    builder.stamp(harbour)
    line, picked = carets(timeline("validate", harbour, "--select", "TAB022").out, "TAB022")
    assert '"Oster\\nhavn",town' in line
    assert picked == "town"


def test_a_remedy_is_said_once_a_rule_and_vocabulary(rendered: Rendered) -> None:
    text = rendered("text")
    assert text.count("'bystander' is not a term") == 4
    assert text.count("`timeline add term --vocabulary event_actors.role") == 1


def test_the_summary_comes_last(rendered: Rendered) -> None:
    last = rendered("text").splitlines()[-1]
    assert last.startswith("invalid  harbour: ")
    assert last.endswith(("warnings", "warning"))


def test_control_characters_of_a_cell_are_written_out(rendered: Rendered) -> None:
    text = rendered("text")
    assert "\x1b" not in text
    assert "\\x1b[31m 4" in text


def test_statistics_count_by_rule_the_most_frequent_first(rendered: Rendered) -> None:
    lines = rendered("text", "--statistics").splitlines()
    assert lines[0] == "5  TAB022  unknown-term (error): A cell of a vocabulary column is not one of its terms."
    numbers = [int(line.split()[0]) for line in lines[: lines.index("")]]
    assert numbers == sorted(numbers, reverse=True)
    assert "data/places.csv:3" not in "\n".join(lines)


def test_statistics_are_for_the_text_report(harbour: Path, timeline: Timeline) -> None:
    result = timeline("validate", harbour, "--statistics", "--format", "json")
    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize("format_", ["text", "json"])
def test_verbose_tells_the_time_of_each_rule_on_stderr(harbour: Path, timeline: Timeline, format_: str) -> None:
    result = timeline("validate", harbour, "-v", "--format", format_)
    assert result.code == 0
    assert " ms  TAB022" in result.err
    assert " ms  all" in result.err
    assert " ms  " not in result.out


def test_what_was_skipped_is_told_in_one_line_a_cause(harbour: Path, timeline: Timeline) -> None:
    (harbour / "data" / "actors.csv").write_bytes(b"")
    lines = timeline("validate", harbour).out.splitlines()
    skipped = [line for line in lines if "could not be read" in line]
    assert len(skipped) == 1
    assert skipped[0].startswith("skipped  ")
    assert skipped[0].endswith(" rules: table actors could not be read")
    assert "next     repair first what keeps actors from being read: the cells there were not checked" in lines


def reversed_rows(package: Path) -> None:
    path = package / "data" / "event_actors.csv"
    head, *records = builder.read(path).splitlines(keepends=True)
    builder.write(path, head + "".join(reversed(records)))


def test_records_out_of_order_are_one_finding_a_table(harbour: Path, timeline: Timeline) -> None:
    reversed_rows(harbour)
    out = timeline("validate", harbour).out
    assert out.count("TAB030 (warning)  ") == 1
    assert "this record and 18 below it belong further up: sorted by event_id, actor_id, role" in out


def test_the_report_says_how_many_problems_fix_fixes(harbour: Path, timeline: Timeline) -> None:
    reversed_rows(harbour)
    path = harbour / "data" / "places.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n").replace(b",city,", b",town,"))
    lines = timeline("validate", harbour).out.splitlines()
    assert lines[-5] == "fix      `timeline validate --fix` fixes 4 of these; `--diff` shows what it would change"
    assert timeline("validate", harbour, "--fix").code == 1
    after = timeline("validate", harbour).out
    assert "TAB022" in after
    assert "TAB030" not in after
    assert "TAB006" not in after
    assert "--fix` fixes" not in after


def test_a_stale_hash_alone_is_not_said_to_be_mended(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("Town Hall", "Town Hull"))
    assert "--fix` fixes" not in timeline("validate", harbour).out


def test_what_is_wrong_with_a_file_comes_before_its_hash(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace(",city,", ",town,"))
    out = timeline("validate", harbour).out
    assert out.index("TAB022") < out.index("PKG006")


def test_the_report_ends_with_next_steps(harbour: Path, timeline: Timeline) -> None:
    assert timeline("validate", harbour).out.splitlines()[-2].startswith("next     `timeline view` shows the package")
    path = harbour / "data" / "places.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Town Hall", "Town Hull"), encoding="utf-8")
    (only,) = timeline("validate", harbour).out.splitlines()[-2:-1]
    assert only == f"next     {RECORDED}"
    assert timeline("stamp", harbour).code == 0
    builder.write(path, builder.read(path).replace(",city,", ",town,"))
    first, second, third = timeline("validate", harbour).out.splitlines()[-4:-1]
    assert first == f"next     {RECORDED}"
    assert second.startswith("         `timeline explain TAB022` says")
    assert third == f"         {SETS}"
    assert timeline("set", "places/osterhavn", "kind=city", harbour).code == 0


def test_many_problems_of_many_rules_are_better_counted(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "evidence.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",report,", ",reprt,"), encoding="utf-8")
    steps = [line[9:] for line in timeline("validate", harbour).out.splitlines()[-5:-1]]
    assert steps[0] == "`--statistics` counts the problems by rule"
    assert not any(
        "--statistics` counts" in line for line in timeline("validate", harbour, "--statistics").out.splitlines()
    )


def many_warnings(folder: Path) -> Path:
    """A package with 21 warnings of one rule: events of one label, summary and day."""
    row = {"label": "Fire", "summary": "Reeds burn.", "kind": "disaster", "status": "occurred", "polarity": "affirmed", "topic": "relief",
        "date_edtf": "2031-03-21", "earliest": "2031-03-21", "latest": "2031-03-21", "date_basis": "stated", "place_id": "south-marsh",
        "date_precision": "day", "place_precision": "admin2", "confidence": "0.8", "weight": "1", "coder": "program"}  # fmt: skip
    return builder.edited(
        folder,
        [Added("events", {"event_id": f"fire-{n}", "position": str(9 + n), **row}) for n in range(22)],
        "marshes",
    )


def test_many_warnings_of_one_rule_can_be_accepted_together(tmp_path: Path, timeline: Timeline) -> None:
    package = many_warnings(tmp_path / "package")
    result = timeline("validate", package, "--strict")
    assert result.code == 1
    add = "--code EVT007 --resource events --key '*' --reason \"…\""
    assert BASELINE in result.out
    assert f"`timeline add exception {add}` accepts all EVT007 of events," in result.out
    assert BASELINE not in timeline("validate", package).out
    exception = ("--code", "EVT007", "--resource", "events", "--key", "*", "--reason", "Each is a fire of its own.")
    assert timeline("add", "exception", *exception, package).code == 0
    assert timeline("validate", package, "--strict", "--select", "EVT007").code == 0


def test_a_few_warnings_are_not_accepted_together(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "events.csv"
    builder.write(path, builder.read(path).replace("The cable is cut", "A container falls onto the pier"))
    assert BASELINE not in timeline("validate", harbour, "--strict").out
