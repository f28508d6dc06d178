"""The command line: exit codes, streams, colours, output files."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from event_timeline import profile
from event_timeline.cli import group
from event_timeline.cli.options import NamedPath
from event_timeline.reports import FORMATS
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline

DOCS = Path(__file__).parents[2] / "docs"
TIMELINE = [sys.executable, "-m", "event_timeline"]


def broken(package: Path) -> Path:
    path = package / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("55.25,", "155.25,"))
    builder.stamp(package)
    return package


def test_a_valid_package_exits_with_0_and_shows_its_tables(harbour: Path, timeline: Timeline) -> None:
    result = timeline("validate", harbour, "--source", builder.ARTICLE, "--strict")
    assert (result.code, result.err) == (0, "")
    assert "evidence           76" in result.out
    assert "76 of 76 against the text of article" in result.out


def test_problems_exit_with_1_and_show_place_code_and_remedy(harbour: Path, timeline: Timeline) -> None:
    result = timeline("validate", broken(harbour))
    assert result.code == 1
    assert "data/places.csv:3:latitude  TAB024" in result.out
    assert "write a number within the range that the message names" in result.out


def test_exit_zero_reports_and_exits_with_0(harbour: Path, timeline: Timeline) -> None:
    result = timeline("validate", broken(harbour), "--exit-zero")
    assert result.code == 0
    assert "TAB024" in result.out


def test_the_json_report_has_the_keys_of_the_contract(harbour: Path, timeline: Timeline) -> None:
    document = json.loads(timeline("validate", broken(harbour), "--format", "json").out)
    assert list(document) == ["schema_version", "valid", "errors", "warnings", "tables", "problems", "skipped"]
    assert (document["valid"], document["errors"], document["warnings"]) == (False, 1, 0)
    assert document["tables"][0] == {"name": "sources", "rows": 2}
    (problem,) = document["problems"]
    assert list(problem) == "code severity message hint resource path line row column value".split()
    assert {k: problem[k] for k in ("code", "severity", "resource", "path", "line", "row", "column", "value")} == {
        "code": "TAB024", "severity": "error", "resource": "places", "path": "data/places.csv", "line": 3, "row": 2,
        "column": "latitude", "value": "155.25",
    }  # fmt: skip


def test_the_format_never_changes_the_exit_code(harbour: Path, timeline: Timeline) -> None:
    package = broken(harbour)
    assert {timeline("validate", package, "--format", f).code for f in ("text", "json")} == {1}


def test_warnings_count_only_under_strict(harbour: Path, timeline: Timeline) -> None:
    builder.write(harbour / "data" / "draft.csv", "a\n")
    assert timeline("validate", harbour).code == 0
    assert timeline("validate", harbour, "--strict").code == 1


@pytest.mark.parametrize("place", ["article.txt", "../talk of the town.md"])
def test_a_text_at_hand_that_was_not_given_is_named(
    place: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    (harbour / "article.txt").rename(place)
    result = timeline("validate")
    assert result.code == 0
    (option,) = re.findall(r"^hint: the coded text is nearby; .* add --source (.*)$", result.err, re.MULTILINE)
    given = timeline("validate", "--source", *shlex.split(option))
    assert given.err == ""
    assert "against the text of article" in given.out
    for quiet in (("-q",), ("--format", "github"), ("--metadata-only",), ("-o", "report.txt")):
        assert timeline("validate", *quiet).err == ""


def test_another_text_at_hand_is_not_named(harbour: Path, timeline: Timeline) -> None:
    builder.write(harbour / "article.txt", "Something else.\n")
    assert "nearby" not in timeline("validate", harbour).err


@pytest.mark.parametrize("options", [(), ("--statistics",), *(("--format", f) for f in FORMATS if f != "text")])
def test_what_fails_under_strict_is_said_though_quietly(
    options: tuple[str, ...], harbour: Path, timeline: Timeline
) -> None:
    builder.write(harbour / "data" / "draft.csv", "a\n")
    result = timeline("validate", harbour, "--strict", "-q", *options)
    assert result.code == 1
    assert "PKG013" in result.out
    lenient = timeline("validate", harbour, "-q", *options)
    assert lenient.code == 0
    assert "PKG013" not in lenient.out or {"junit", "sarif"} & set(options)  # which count every rule


def test_quiet_does_not_count_what_it_leaves_out(harbour: Path, timeline: Timeline) -> None:
    for name in ("draft", "second"):
        builder.write(harbour / "data" / f"{name}.csv", "a\n")
    for format_ in ("text", "github"):
        assert timeline("validate", harbour, "-q", "--limit", "1", "--format", format_).out == ""


def test_a_verdict_of_warnings_alone_says_that_they_count(harbour: Path, timeline: Timeline) -> None:
    builder.write(harbour / "data" / "draft.csv", "a\n")
    for format_ in ("text", "github", "markdown"):
        counting = "0 errors, 1 warning, which count under --strict"
        assert counting in timeline("validate", harbour, "--strict", "--format", format_).out
        assert counting not in timeline("validate", harbour, "--format", format_).out


def test_quiet_is_silent_about_a_valid_package(harbour: Path, timeline: Timeline) -> None:
    assert timeline("validate", harbour, "-q").out == ""


def test_rules_are_selected_and_ignored_by_code_and_beginning(harbour: Path, timeline: Timeline) -> None:
    package = broken(harbour)
    assert timeline("validate", package, "--select", "PKG,KEY").code == 0
    assert timeline("validate", package, "--ignore", "TAB024").code == 0
    assert timeline("validate", package, "--select", "tab", "--ignore", "PKG").code == 1


def test_an_unknown_code_exits_with_2_and_the_nearest(harbour: Path, timeline: Timeline) -> None:
    result = timeline("validate", harbour, "--select", "TAB999")
    assert result.code == 2
    assert "did you mean TAB" in result.err


def test_only_the_metadata_can_be_checked(harbour: Path, timeline: Timeline) -> None:
    (harbour / "data" / "places.csv").write_bytes(b"")
    result = timeline("validate", harbour, "--metadata-only")
    assert result.code == 0
    assert "places" not in result.out
    assert "the tables were not read" in result.out
    assert "spans:" not in result.out


def test_only_one_table_can_be_read(harbour: Path, timeline: Timeline) -> None:
    document = json.loads(timeline("validate", broken(harbour), "--resource", "actors", "--format", "json").out)
    assert document["valid"]
    assert [t["name"] for t in document["tables"]] == ["actors"]
    assert timeline("validate", harbour, "--resource", "actor").code == 2


def test_the_limit_shortens_the_list_and_not_the_count(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "evidence.csv"
    builder.write(path, builder.read(path).replace(",article,", ",artikel,"))
    builder.stamp(harbour)
    result = timeline("validate", harbour, "--select", "KEY", "--limit", "3")
    assert result.out.count("KEY003  ") == 3
    assert "and 73 more of KEY003" in result.out
    assert "76 errors" in result.out
    assert timeline("validate", harbour, "--select", "KEY", "--limit", "0").out.count("KEY003  ") == 76


def test_a_report_goes_to_a_file_and_never_over_another(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    assert timeline("validate", harbour, "--format", "json", "-o", target).out == ""
    assert json.loads(target.read_text())["valid"] is True
    target.write_text("mine")
    result = timeline("validate", harbour, "-o", target)
    assert (result.code, target.read_text()) == (2, "mine")
    assert timeline("validate", harbour, "-o", target, "--force").code == 0
    assert target.read_text() != "mine"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_source_needs_no_name_where_there_is_one(harbour: Path, timeline: Timeline) -> None:
    for given in (builder.ARTICLE, f"article={builder.ARTICLE}"):
        assert "against the text of article" in timeline("validate", harbour, "--source", given).out


def test_a_copy_of_the_text_in_another_form_is_said_to_be_one(
    harbour: Path, timeline: Timeline, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(builder.ARTICLE.read_bytes().replace(b"\n", b"\r\n"))
    result = timeline("validate", harbour, "--source", other)
    assert result.code == 1
    assert "sources.csv:2:sha256  EVD020  the text given is the coded one but for its line ends" in result.out
    assert "repair: save it with the line ends LF, changing nothing else" in result.out
    assert result.out.count("EVD020  ") == 1


def test_no_span_is_said_to_be_proved_against_another_text(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Not the article.\n")
    result = timeline("validate", harbour, "--source", other)
    assert result.code == 1
    assert "the text has 17 characters; `sources` says 944" in result.out
    assert "spans: 76 of 76 not checked: another text was given for article" in result.out
    assert "against the text" not in result.out
    assert "EVD021, EVD022" in result.out.split("skipped")[1]


def test_spans_are_not_said_to_be_proved_where_no_rule_looked(harbour: Path, timeline: Timeline) -> None:
    out = timeline("validate", harbour, "--source", builder.ARTICLE, "--select", "PKG").out
    assert "none of the rules that read it was run" in out
    assert "76 of 76" not in out


def test_explain_says_once_what_its_examples_are_of(timeline: Timeline) -> None:
    out = timeline("explain", "EVD009").out
    assert out.count("(The examples change a package on a strike in a harbour, which the tests use.)") == 1


def test_wrong_use_exits_with_2(timeline: Timeline) -> None:
    for args in (
        ["nonsense"],
        ["validate", "--nonsense"],
        ["validate", "--format", "xml"],
        ["explain", "XYZ"],
        ["validate", "a", "b"],
    ):
        result = timeline(*args)
        assert (result.code, result.out) == (2, ""), args
        assert result.err


def test_an_unexpected_error_is_one_line(
    timeline: Timeline, harbour: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nobody")

    monkeypatch.setattr("event_timeline.api.validate", fail)
    result = timeline("validate", harbour)
    assert result.code == 2
    assert result.err.startswith("error: unexpected ZeroDivisionError: by nobody\n")
    assert group.run(["--debug", "validate", str(harbour)]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_lack_of_threads_is_known_by_the_words_of_python(timeline: Timeline, harbour: Path) -> None:
    usual = threading.stack_size(2**62)  # more than any machine can map
    try:
        result = timeline("validate", harbour)
    finally:
        threading.stack_size(usual)
    assert result.code == 2
    assert result.err.startswith("error: the system gives this process no more memory or threads\n")


@pytest.mark.parametrize(
    ("setting", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)]
)
def test_colour_is_for_terminals_and_for_whoever_asks(setting: dict[str, str], coloured: bool, harbour: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")} | setting
    out = subprocess.run([*TIMELINE, "validate", str(harbour)], env=env, capture_output=True, check=True).stdout
    assert (b"\x1b[" in out) is coloured


@pytest.mark.parametrize("closed", ["stdout", "stderr", "both"])
@pytest.mark.parametrize("valid", [True, False])
def test_a_reader_that_leaves_early_does_not_change_the_exit_code(closed: str, valid: bool, harbour: Path) -> None:
    """As in `timeline validate 2>&1 | head -3`."""
    package = harbour if valid else broken(harbour)
    process = subprocess.Popen(
        [*TIMELINE, "validate", "-v", str(package)], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if closed == "both" else subprocess.PIPE,
    )  # fmt: skip
    (process.stderr if closed == "stderr" else process.stdout).close()
    left = process.stdout if closed == "stderr" else process.stderr
    output = left.read() if left else b""
    if left:
        left.close()
    assert process.wait() == (0 if valid else 1)
    assert b"Traceback" not in output
    assert b"Errno" not in output
    assert (b"valid" in output) is (closed == "stderr")


def test_an_export_that_its_reader_did_not_take_whole_has_failed(harbour: Path) -> None:
    process = subprocess.Popen(
        [*TIMELINE, "export", "jsonl", str(harbour), "-o", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait() == 2


def test_a_terminal_without_unicode_gets_escapes(harbour: Path) -> None:
    path = harbour / "data" / "statements.csv"
    builder.write(path, builder.read(path).replace("a good start 🙂", "a bad start 🙂"))
    env = os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = subprocess.run([*TIMELINE, "validate", str(harbour)], env=env, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"\\U0001f642" in done.stdout


def test_texts_in_a_folder_that_belong_to_no_source_are_not_counted(
    harbour: Path, timeline: Timeline, tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "article.txt").write_bytes(builder.ARTICLE.read_bytes())
    (texts / "another.txt").write_text("Something else.\n")
    result = timeline("validate", harbour, "--source-dir", texts, "--strict")
    assert result.code == 0
    assert "spans: 76 of 76 against the text of article" in result.out
    assert "not checked" not in result.out


def test_a_span_that_moved_is_told_where_its_words_are_and_not_counted_as_proved(
    harbour: Path, timeline: Timeline
) -> None:
    row = "council-repairs-report-620"
    for start, end, meant in (("621", "665", True), ("620", "655", True), ("600", "645", True), ("560", "605", False)):
        for column, value in (("char_start", start), ("char_end", end)):
            builder.apply(harbour, Cell("evidence", row, column, value))
        builder.stamp(harbour)
        result = timeline("validate", harbour, "--source", builder.ARTICLE, "--select", "EVD021")
        assert f"are '{int(end) - int(start)} characters' and have another hash" in result.out
        assert ("which is that of [620, 665)" in result.out) == meant
        assert "spans: 76 of 76 against the text of article, 1 of which have other words there" in result.out


def test_the_variable_names_the_text_for_validate_too(timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_SOURCE", str(builder.ARTICLE))
    assert "76 of 76 against the text of article" in timeline("validate", builder.HARBOUR).out


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("command", "code"), [("validate", 0), ("show", 0), ("validate nowhere", 2)], ids=lambda v: str(v)
)
def test_a_stream_that_was_closed_is_done_without(closed: str, command: str, code: int, harbour: Path) -> None:
    line = f"{' '.join(TIMELINE)} {command} {closed}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, cwd=harbour)
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False)


def test_a_file_that_is_written_never_takes_the_place_of_a_closed_stream(harbour: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    line = f"{' '.join(TIMELINE)} validate --format json -v -o {report} <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", line], check=False, cwd=harbour).returncode == 0
    assert json.loads(report.read_text())["valid"] is True


def test_the_rules_have_their_words_where_python_leaves_docstrings_out() -> None:
    program = "from event_timeline.rules import RULES; print([r.code for r in RULES if not (r.summary and r.why and r.repair)])"
    done = subprocess.run([sys.executable, "-OO", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    command = [sys.executable, "-OO", "-m", "event_timeline", "validate", str(builder.HARBOUR), "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["valid"] is True


ARGUMENTS = {"export": ["json"], "locate": ["strike"], "set": ["actors/mira-holm", "note=x"], "remove": ["actors/mira-holm"],
             "bump": ["minor"], "merge": ["-o", "corpus", "."], "agree": ["."], "diff": ["."], "add": ["actor"]}  # fmt: skip
"""What a command needs before the name of a package."""


@pytest.mark.parametrize("name", sorted({*group.COMMANDS} - {"explain", "import", "new"}))
def test_an_empty_name_of_a_package_is_refused(
    name: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    before = builder.contents(harbour)
    result = timeline(name, *ARGUMENTS.get(name, []), "")
    assert (result.code, result.out) == (2, "")
    assert "an empty name is not a package\nhint: name a folder" in result.err
    assert builder.contents(harbour) == before


EMPTY_OUTPUTS = {
    "merge": [".", ".", "-o", ""],
    "new": ["", "--source", "article.txt", "--title", "T", "--contributor", "Doe, Jane"],
    "new, text": ["strike", "--source", "", "--title", "T", "--contributor", "Doe, Jane"],
    "export": ["json", "-o", ""],
    "import": ["json", "x.json", "-o", ""],
    "import, texts": ["json", "x.json", "--save-texts", ""],
    "publish": ["-o", ""],
    "view": ["--no-open", "-o", ""],
    "cite": ["-o", ""],
    "validate": ["-o", ""],
    "validate, baseline": ["--write-baseline", ""],
    "validate, source": ["--source", ""],
    "add": ["rows", "--from", ""],
}
"""Arguments of commands among which the name of a file or folder is empty."""


@pytest.mark.parametrize("case", EMPTY_OUTPUTS)
def test_an_empty_name_of_a_file_or_folder_is_refused(
    case: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    before = builder.contents(harbour)
    result = timeline(case.partition(",")[0], *EMPTY_OUTPUTS[case])
    assert (result.code, result.out) == (2, "")
    assert ": an empty name is not a file or folder\nhint: name a file or folder" in result.err
    assert builder.contents(harbour) == before


def test_every_name_of_a_file_or_folder_is_of_the_type_that_refuses_an_empty_one() -> None:
    parameters = {
        (name, parameter.name): parameter
        for name, context in all_commands(group.cli, "timeline")
        for parameter in context.command.params
        if isinstance(parameter.type, click.Path)
        or (parameter.metavar or "").startswith(("FILE", "DIR", "PATH", "[ID"))
    }
    assert len(parameters) > 50
    lenient = {key for key, parameter in parameters.items() if not isinstance(parameter.type, NamedPath)}
    packages = {key for key in lenient if key[1] == "package"}  # its callback refuses an empty name
    assert lenient - packages == {("timeline agree", "a"), ("timeline agree", "b")}  # these are opened as packages


def all_commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Context]]:
    """Every command below a command, and itself, with a context in which it can show its help."""
    context = click.Context(command, info_name=name)
    yield name, context
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found
            yield from all_commands(found, f"{name} {inner}")


def test_no_help_shows_a_mark_of_its_own_layout() -> None:
    shown = {name: context.get_help() for name, context in all_commands(group.cli, "timeline")}
    assert len(shown) > 30
    assert [name for name, text in shown.items() if "\b" in text] == []


def test_the_samples_of_rows_have_terms_of_the_profile() -> None:
    helps = [
        (DOCS / "editing.md").read_text(encoding="utf-8"),
        dict(all_commands(group.cli, "timeline"))["timeline add rows"].get_help(),
    ]
    kinds = {kind for text in helps for kind in re.findall(r'"table": "events".*?"kind": "([^"]+)"', text, re.DOTALL)}
    (field,) = (f for f in profile.table_schema("events")["fields"] if f["name"] == "kind")
    assert kinds
    assert kinds <= set(field["constraints"]["enum"])
