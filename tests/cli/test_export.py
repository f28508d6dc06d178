"""`timeline export` as a user meets it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.exports import FORMATS, ownership, write_export
from event_timeline.rules.explanations import Cell
from event_timeline.tables import loading
from tests import builder
from tests.conftest import Outcome, Timeline
from tests.exports import programs

TABLES = ("sqlite", "duckdb", "parquet", "xlsx", "flat", "json", "json-schema", "jsonl", "zip", "csvw", "loaders")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.mark.parametrize("name", TABLES)
def test_without_a_path_it_is_written_here_under_the_packages_name(
    harbour: Path, timeline: Timeline, name: str
) -> None:
    outcome = timeline("export", name, harbour)
    target = Path(f"harbour-dispute{FORMATS[name].suffix}")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == f"wrote {target}\n"
    assert target.is_dir() == FORMATS[name].folder
    assert [p.name for p in Path().iterdir()] == [target.name], "nothing else is left behind"


@pytest.mark.parametrize("name", FORMATS)
def test_tables_too_large_for_memory_are_exported_alike(
    name: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = ("--source", builder.ARTICLE) if FORMATS[name].source else ()
    assert timeline("export", name, harbour, *text, "-o", "held").code == 0
    monkeypatch.setattr(loading, "IN_MEMORY", 0)
    validated = () if name == "json" else ("--no-validate",)  # which is the same for all
    assert timeline("export", name, harbour, *text, "-o", "spooled", *validated).code == 0
    held, spooled = files_of(Path("held")), files_of(Path("spooled"))
    assert list(held) == list(spooled)
    assert name == "duckdb" or held == spooled


@pytest.mark.parametrize("name", TABLES)
def test_files_taken_at_their_word_are_exported_alike(
    name: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timeline("export", name, harbour, "-o", "checked").code == 0
    monkeypatch.setattr(loading, "TRUSTED", -1)
    assert timeline("export", name, harbour, "-o", "trusted", "--no-validate").code == 0
    checked, trusted = files_of(Path("checked")), files_of(Path("trusted"))
    assert list(checked) == list(trusted)
    assert name == "duckdb" or checked == trusted


@pytest.mark.parametrize("name", ["jsonl", "parquet", "duckdb", "sqlite"])
def test_a_file_wrongly_taken_at_its_word_is_refused_in_a_line(
    name: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "TRUSTED", -1)
    with (harbour / "data" / "events.csv").open("a", encoding="utf-8") as events:
        events.write("more,cells,than,columns" * 20 + "\n")
    outcome = timeline("export", name, harbour, "-o", "out", "--no-validate")
    assert outcome.code == 2
    assert outcome.err.startswith(f"error: {name}: a table cannot be read: ")
    assert "hint: run `timeline validate`" in outcome.err
    assert list(Path().iterdir()) == []


def files_of(path: Path) -> dict[str, bytes]:
    """The files of an export: path within it -> bytes."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def test_the_list_names_every_format_with_what_it_needs_and_loses(timeline: Timeline) -> None:
    outcome = timeline("export", "--list")
    assert outcome.code == 0
    for f in FORMATS.values():
        assert f.name in outcome.out
        assert f.purpose in outcome.out
        assert f"loses: {f.loses}" in outcome.out


def test_an_invalid_package_is_refused_with_its_first_problems(tmp_path: Path, timeline: Timeline) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "status", "imagined")])
    outcome = timeline("export", "json", package, "-o", "out.json")
    assert outcome.code == 1
    assert "imagined" in outcome.err
    assert "--no-validate" in outcome.err
    assert not Path("out.json").exists()


def test_an_invalid_package_is_exported_as_it_is_when_asked(tmp_path: Path, timeline: Timeline) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "status", "imagined")])
    assert timeline("export", "json", package, "-o", "out.json", "--no-validate").code == 0
    events = json.loads(Path("out.json").read_text(encoding="utf-8"))["events"]
    assert next(e for e in events if e["event_id"] == "strike")["status"] == "imagined"


def test_what_a_database_cannot_hold_is_said_and_leaves_nothing(tmp_path: Path, timeline: Timeline) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "status", "imagined")])
    for name in ("sqlite", "duckdb"):
        outcome = timeline("export", name, package, "-o", "out", "--no-validate")
        assert outcome.code == 2
        assert f"{name} cannot hold the package" in outcome.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
def test_a_database_that_takes_two_numbers_for_one_key_says_so(name: str, harbour: Path, timeline: Timeline) -> None:
    schema = builder.schema(harbour, "codebook")
    schema["fields"].append({"name": "weight", "type": "number"})
    builder.write(harbour / "schemas" / "codebook.json", json.dumps(schema | {"uniqueKeys": [["weight"]]}))
    path = harbour / "data" / "codebook.csv"
    header, *rows = builder.read(path).splitlines()
    weights = ["0.1", "0.10000000000000001", *map(str, range(1, len(rows) - 1))]
    builder.write(path, "\n".join([f"{header},weight", *map(",".join, zip(rows, weights, strict=True))]) + "\n")
    builder.stamp(harbour)
    assert timeline("validate", harbour).code == 0
    refused = timeline("export", name, harbour, "-o", "out")
    assert refused.code == 2
    assert "numbers that differ only beyond 15 digits are one key in a database" in refused.err


def test_a_table_that_cannot_be_read_is_never_exported(harbour: Path, timeline: Timeline) -> None:
    (harbour / "data" / "places.csv").unlink()
    outcome = timeline("export", "json", harbour, "--no-validate")
    assert outcome.code == 2
    assert "places" in outcome.err


def test_text_goes_to_the_terminal_and_binaries_do_not(harbour: Path) -> None:
    def run(name: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "event_timeline", "export", name, str(harbour), "-o", "-"]
        return subprocess.run(
            command, capture_output=True, check=False, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        )

    shown = run("json")
    assert shown.returncode == 0
    assert shown.stderr == b""
    assert json.loads(shown.stdout)["package"]["name"] == "harbour-dispute"
    refused = run("sqlite")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"-o" in refused.stderr


@pytest.mark.parametrize("name", ["sqlite", "duckdb", "parquet", "json", "json-schema", "jsonl", "zip", "csvw"])
def test_its_own_exports_are_replaced_unasked(harbour: Path, timeline: Timeline, name: str) -> None:
    assert timeline("export", name, harbour, "-o", "out").code == 0
    assert timeline("export", name, harbour, "-o", "out").code == 0


@pytest.mark.parametrize("name", ["json", "flat", "xlsx"])
def test_other_peoples_files_are_replaced_only_by_force(harbour: Path, timeline: Timeline, name: str) -> None:
    Path("out").write_text("mine", encoding="utf-8")
    outcome = timeline("export", name, harbour, "-o", "out")
    assert outcome.code == 2
    assert "--force" in outcome.err
    assert Path("out").read_text(encoding="utf-8") == "mine"
    assert timeline("export", name, harbour, "-o", "out", "--force").code == 0
    assert Path("out").read_bytes() != b"mine"


def test_a_folder_that_was_edited_is_replaced_only_by_force(harbour: Path, timeline: Timeline) -> None:
    assert timeline("export", "csvw", harbour, "-o", "out").code == 0
    Path("out/notes.txt").write_text("mine", encoding="utf-8")
    assert timeline("export", "csvw", harbour, "-o", "out").code == 2
    assert Path("out/notes.txt").exists()
    assert timeline("export", "csvw", harbour, "-o", "out", "--force").code == 0
    assert not Path("out/notes.txt").exists()


FOLDERS = [*(name for name, f in FORMATS.items() if f.folder), "deposit"]


@pytest.mark.parametrize(
    ("name", "other"), [*zip(FOLDERS, FOLDERS, strict=True), *zip(FOLDERS, FOLDERS[1:] + FOLDERS[:1], strict=True)]
)
def test_a_folder_of_another_format_is_replaced_only_by_force(
    harbour: Path, timeline: Timeline, name: str, other: str
) -> None:
    def write(kind: str, *more: str) -> Outcome:
        if kind == "deposit":
            return timeline("publish", harbour, "-o", "out", "--no-validate", *more)
        text = ("--source", builder.ARTICLE) if FORMATS[kind].source else ()
        return timeline("export", kind, harbour, *text, "-o", "out", "--no-validate", *more)

    assert write(name).code == 0
    before = files_of(Path("out"))
    again = write(other)
    if other == name:
        assert again.code == 0
    else:
        assert again.code == 2
        assert f"out holds a {name} export" in again.err
        assert files_of(Path("out")) == before
        assert write(other, "--force").code == 0
        assert files_of(Path("out")) != before


def test_a_folder_with_other_things_is_never_emptied(harbour: Path, timeline: Timeline) -> None:
    Path("out").mkdir()
    Path("out/thesis.txt").write_text("mine", encoding="utf-8")
    for name in ("csvw", "sqlite"):
        assert timeline("export", name, harbour, "-o", "out", "--force").code == 2
    assert Path("out/thesis.txt").read_text(encoding="utf-8") == "mine"


PARTS = [
    "datapackage.json",
    "data/events.csv",
    "schemas/events.json",
    "schemas/profile.json",
    "README.md",
    "article.txt",
]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "command", [("export", "json"), ("view", "--no-open"), ("validate",), ("cite",)], ids=lambda c: c[0]
)
def test_the_package_and_the_text_given_are_never_overwritten(
    harbour: Path, timeline: Timeline, part: str, command: tuple[str, ...]
) -> None:
    (harbour / "schemas" / "profile.json").write_text("{}", encoding="utf-8")
    (harbour / "README.md").write_text("mine", encoding="utf-8")
    if command == ("cite",) and part == "article.txt":
        return
    before = (harbour / part).read_bytes()
    given = () if command == ("cite",) else ("--source", f"article={harbour / 'article.txt'}")
    outcome = timeline(*command, harbour, *given, "-o", harbour / part, "--force")
    assert outcome.code == 2
    assert "--force" not in outcome.err
    assert (harbour / part).read_bytes() == before


@pytest.mark.parametrize(
    "command", [("export", "json"), ("view", "--no-open"), ("validate",), ("cite",)], ids=lambda c: c[0]
)
def test_the_archive_that_is_read_is_never_overwritten(
    harbour: Path, timeline: Timeline, command: tuple[str, ...]
) -> None:
    archive = Path(shutil.make_archive("package", "zip", harbour))
    before = archive.read_bytes()
    assert timeline(*command, archive, "-o", archive, "--force").code == 2
    assert archive.read_bytes() == before


def test_a_folder_that_holds_the_package_is_never_replaced(harbour: Path, timeline: Timeline) -> None:
    (harbour.parent / "SHA256SUMS").touch()
    (harbour / "SHA256SUMS").touch()
    for command in (("export", "parquet"), ("publish",)):
        for folder in (harbour, harbour.parent):
            outcome = timeline(*command, harbour, "-o", folder, "--force")
            assert (outcome.code, "holds the package itself" in outcome.err) == (2, True)
    assert (harbour / "data" / "events.csv").is_file()


def test_a_text_in_the_folder_of_texts_is_not_overwritten_by_the_report(harbour: Path, timeline: Timeline) -> None:
    Path("texts").mkdir()
    before = (harbour / "article.txt").read_bytes()
    Path("texts/article.txt").write_bytes(before)
    outcome = timeline("validate", harbour, "--source-dir", "texts", "-o", "texts/article.txt", "--force")
    assert (outcome.code, Path("texts/article.txt").read_bytes()) == (2, before)
    assert timeline("validate", harbour, "--source-dir", "texts", "-o", "texts/report.json").code == 0


def test_the_citation_file_is_what_cite_is_there_to_write(harbour: Path, timeline: Timeline) -> None:
    target = harbour / "CITATION.cff"
    target.write_text("old", encoding="utf-8")
    assert timeline("cite", harbour, "-o", target, "--force").code == 2
    assert timeline("cite", harbour, "--style", "cff", "-o", target, "--force").code == 0
    assert target.read_text(encoding="utf-8").startswith("cff-version")


@pytest.mark.parametrize("command", [("export", "json"), ("validate",), ("cite",)], ids=lambda c: c[0])
def test_a_dash_is_standard_output(harbour: Path, timeline: Timeline, command: tuple[str, ...]) -> None:
    outcome = timeline(*command, harbour, "-o", "-")
    assert (outcome.code, outcome.out != "", Path("-").exists()) == (0, True, False)


@pytest.mark.parametrize("command", [("export", "json"), ("view", "--no-open"), ("validate",), ("cite",)])
def test_a_pipe_is_refused_and_not_waited_for(harbour: Path, timeline: Timeline, command: tuple[str, ...]) -> None:
    os.mkfifo("pipe")
    for force in ((), ("--force",)):
        outcome = timeline(*command, harbour, "-o", "pipe", *force)
        assert (outcome.code, "pipe is a device or a pipe" in outcome.err) == (2, True)


def test_whether_a_pipe_is_ours_is_not_asked_of_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert ownership.refusal(tmp_path / "pipe", "json")


def test_a_failed_export_leaves_the_old_one(harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    assert timeline("export", "json", harbour, "-o", "out.json").code == 0
    before = Path("out.json").read_bytes()
    from event_timeline.exports import json_

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json_, "write", fail)
    outcome = timeline("export", "json", harbour, "-o", "out.json")
    assert outcome.code == 2
    assert "the disk is full" in outcome.err
    assert Path("out.json").read_bytes() == before
    assert [p.name for p in Path().iterdir()] == ["out.json"]


def test_folders_carry_checksums_that_sha256sum_confirms(harbour: Path, timeline: Timeline) -> None:
    assert timeline("export", "parquet", harbour, "-o", "out").code == 0
    checked = subprocess.run(
        [programs.sha256sum(), "--check", "--strict", ownership.SUMS],
        cwd="out",
        capture_output=True,
        text=True,
        check=True,
    )
    assert checked.stdout.count(": OK") == len(list(Path("out").iterdir())) - 1 >= 10


def test_an_unknown_format_is_met_with_the_nearest(harbour: Path, timeline: Timeline) -> None:
    outcome = timeline("export", "sqlit", harbour)
    assert outcome.code == 2
    assert "sqlite" in outcome.err


@pytest.mark.parametrize("name", ["../../evil", "a/b", "", "x" * 500])
def test_a_hostile_package_name_stays_in_this_folder(harbour: Path, timeline: Timeline, name: str) -> None:
    path = harbour / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"name": name}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert timeline("export", "json-schema", harbour, "--no-validate").code == 0
    assert [p.name for p in Path().iterdir()] == ["timeline.schema.json"]


def test_a_zip_is_exported_like_a_folder(harbour: Path, timeline: Timeline) -> None:
    assert timeline("export", "zip", harbour, "-o", "package.zip").code == 0
    assert timeline("export", "json", "package.zip", "-o", "a.json").code == 0
    assert timeline("export", "json", harbour, "-o", "b.json").code == 0
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()


def test_a_place_that_cannot_be_written_is_named(harbour: Path, timeline: Timeline) -> None:
    outcome = timeline("export", "json", harbour, "-o", "nowhere/out.json")
    assert outcome.code == 2
    assert "nowhere" in outcome.err


@pytest.mark.parametrize("asked", [(), ("--include-text",)])
def test_a_text_is_in_the_page_only_when_asked_for(harbour: Path, timeline: Timeline, asked: tuple[str, ...]) -> None:
    outcome = timeline("export", "html", harbour, "-o", "x.html", "--source", f"article={builder.ARTICLE}", *asked)
    assert outcome.code == 0
    page = Path("x.html").read_text(encoding="utf-8")
    reported = builder.ARTICLE.read_text(encoding="utf-8").splitlines()[2]
    assert (json.dumps(reported, ensure_ascii=False)[1:-1] in page) == bool(asked)


def test_a_text_that_no_row_was_made_from_gets_into_no_page(harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another article.\n", encoding="utf-8")
    outcome = timeline("export", "html", harbour, "-o", "x.html", "--source", f"article={other}", "--include-text")
    assert outcome.code == 1
    assert not Path("x.html").exists()


@pytest.mark.parametrize(
    ("given", "what"),
    [(("html", "--include-text"), "which text?"), (("json", "--include-text"), "cannot hold a source's text")],
)
def test_including_a_text_needs_the_text_and_a_format_for_it(
    harbour: Path, timeline: Timeline, given: tuple[str, ...], what: str
) -> None:
    outcome = timeline("export", given[0], harbour, *given[1:])
    assert outcome.code == 2
    assert what in outcome.err


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("csv", "'flat' or 'zip'"), ("Excel", "'xlsx'"), ("SQLite", "'sqlite'"), ("rdf", "'turtle' or 'jsonld'")],
)
def test_what_people_call_a_format_leads_to_it(asked: str, meant: str, timeline: Timeline) -> None:
    result = timeline("export", asked, builder.HARBOUR)
    assert (result.code, f"did you mean {meant}?" in result.err) == (2, True)


def test_the_other_names_lead_to_formats() -> None:
    assert {f for names in write_export.OTHER_NAMES.values() for f in names} <= set(FORMATS)
    assert not set(write_export.OTHER_NAMES) & set(FORMATS)


@pytest.mark.parametrize(("name", "what"), [("xlsx", "an edited workbook"), ("flat", "an edited CSV")])
def test_a_format_without_a_mark_says_why_it_is_not_replaced(
    name: str, what: str, harbour: Path, timeline: Timeline
) -> None:
    assert timeline("export", name, harbour, "-o", "out").code == 0
    again = timeline("export", name, harbour, "-o", "out")
    assert again.code == 2
    assert f"out exists, and {what} cannot be distinguished from one that this command wrote" in again.err
    assert "--force" in again.err


def test_a_part_is_exported_under_a_name_of_its_own(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    result = timeline("export", "zip", harbour, "--where", "topic=labour", "--where", "from=2024-05")
    name = f"{et.read(harbour).name}-labour-2024-05.zip"
    assert (result.code, result.err) == (0, f"wrote {name}\n")
    assert timeline("validate", name).code == 0
    result = timeline(
        "export", "jsonl", harbour, "-o", "-", "--where", "actor=dockers-union", "--where", "status=planned"
    )
    assert result.code == 0
    assert "monday-talks" not in result.out
    assert timeline("export", "zip", harbour, "--where", "topic").code == 2


def test_a_format_of_a_text_is_refused_for_an_event_table(tmp_path: Path, timeline: Timeline) -> None:
    result = timeline("export", "brat", builder.MARSHES, "-o", tmp_path / "out")
    assert result.code == 2
    assert "the package has no evidence that points into one" in result.err
    assert "--source" not in result.err
    assert not (tmp_path / "out").exists()
