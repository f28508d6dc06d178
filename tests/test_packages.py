"""Every command and every export, on every package of the tests: no language, script or number of texts is assumed."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

import event_timeline as et
from event_timeline.cli import group
from event_timeline.editing import check_and_save
from event_timeline.exports import FORMATS
from event_timeline.texts.text import Text
from tests import builder
from tests.conftest import Timeline
from tests.exports.reading import load
from tests.exports.visual.test_html import Page, held, made
from tests.packages.rebuilding import MADE, rebuild

PACKAGES = {"harbour": builder.HARBOUR, "lighthouse": builder.LIGHTHOUSE, "floodgate": builder.FLOODGATE}
TEXTS = {"harbour": ("article",), **MADE}


@pytest.fixture(params=PACKAGES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def package(name: str, tmp_path: Path) -> Path:
    shutil.copytree(PACKAGES[name], tmp_path / name)
    return tmp_path / name


def sources(package: Path) -> list[str]:
    """`--source ID=FILE` for every text of a package."""
    return [part for i in TEXTS[package.name] for part in ("--source", f"{i}={package / i}.txt")]


def rows(package: Path, table: str) -> list[dict[str, str]]:
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quotes(package: Path) -> dict[str, str]:
    return {r["statement_id"]: r["quote"] for r in rows(package, "statements") if r["quote"]}


def test_it_is_valid_and_every_span_is_proved(package: Path, timeline: Timeline) -> None:
    result = timeline("validate", package, "--strict", *sources(package))
    spans = len(rows(package, "evidence"))
    assert result.code == 0, result.out
    assert f"{spans} of {spans} against the text of {', '.join(TEXTS[package.name])}" in result.out


@pytest.mark.parametrize("which", MADE)
def test_its_commands_make_it(which: str, tmp_path: Path) -> None:
    made = rebuild(which, tmp_path)
    for path in [*PACKAGES[which].glob("data/*.csv"), *PACKAGES[which].glob("schemas/*.json")]:
        same = (made / path.relative_to(PACKAGES[which])).read_bytes() == path.read_bytes()
        assert same, f"{path.name} is old: python -m tests.packages.rebuilding"


def test_what_a_step_leaves_to_do_is_no_mistake() -> None:
    assert not check_and_save.UNFINISHED_SLUGS & check_and_save.NEW_ROW_SLUGS


@pytest.mark.parametrize("format_", [f for f in FORMATS if f != "brat"])  # which writes texts
def test_every_export_of_an_event_table_without_texts_is_written(
    format_: str, tmp_path: Path, timeline: Timeline
) -> None:
    target = tmp_path / f"out{FORMATS[format_].suffix}"
    result = timeline("export", format_, builder.MARSHES, "-o", target)
    assert result.code == 0, result.err
    files = [target] if target.is_file() else sorted(p for p in target.rglob("*") if p.is_file())
    assert files
    assert all(p.stat().st_size for p in files)


@pytest.mark.parametrize("command", ["show", "cite", "stamp --check", "diff . .", "bump patch . --date 2031-06-01"])
def test_commands_take_an_event_table_without_texts(
    command: str, tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(builder.MARSHES, tmp_path / "marshes")
    monkeypatch.chdir(tmp_path / "marshes")
    assert timeline(*command.split()).code == 0


def test_commands_on_statements_say_that_there_are_none(timeline: Timeline) -> None:
    result = timeline("quotes", builder.MARSHES)
    assert (result.code, "it is optional or not coded" in result.err) == (2, True)


def test_an_event_is_added_to_an_event_table_without_texts(tmp_path: Path, timeline: Timeline) -> None:
    package = tmp_path / "marshes"
    shutil.copytree(builder.MARSHES, package)
    given = (
        "--id",
        "tarn-fair",
        "--label",
        "Fair of Tarn",
        "--kind",
        "other",
        "--status",
        "occurred",
        "--topic",
        "relief",
    )
    added = timeline("add", "event", package, *given, "--set", "weight=3", "--set", "date_precision=month")
    assert added.code == 0, added.err
    assert timeline("validate", package, "--strict").code == 0
    assert ["tarn-fair", "9"] in [row[:2] for row in builder.table(package / "data" / "events.csv")]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_export_is_written(format_: str, package: Path, tmp_path: Path, timeline: Timeline) -> None:
    target = tmp_path / f"out{FORMATS[format_].suffix}"
    result = timeline("export", format_, package, "--no-validate", "-o", target, *sources(package))
    assert result.code == 0, result.err
    files = [target] if target.is_file() else sorted(p for p in target.rglob("*") if p.is_file())
    assert files
    assert all(p.stat().st_size for p in files)


def test_quotations_come_back_whole_from_sqlite(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    timeline("export", "sqlite", package, "-o", tmp_path / "x.sqlite")
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection:
        found = dict(connection.execute("SELECT statement_id, quote FROM statements WHERE quote IS NOT NULL"))
    assert found == quotes(package)


def test_quotations_come_back_whole_from_json(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    timeline("export", "json", package, "-o", tmp_path / "x.json")
    text = (tmp_path / "x.json").read_text(encoding="utf-8")
    found = {s["statement_id"]: s["quote"] for s in json.loads(text)["statements"] if s.get("quote")}
    assert found == quotes(package)
    assert all(json.dumps(q, ensure_ascii=False)[1:-1] in text for q in found.values())


def test_quotations_come_back_whole_from_the_workbook(package: Path, tmp_path: Path, timeline: Timeline) -> None:
    timeline("export", "xlsx", package, "-o", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    head, *cells = book["statements"].iter_rows(values_only=True)
    book.close()
    key, quote = head.index("statement_id"), head.index("quote")
    assert {row[key]: row[quote] for row in cells if row[key] and row[quote]} == quotes(package)


def test_quotations_come_back_whole_from_the_page(package: Path, tmp_path: Path) -> None:
    table = held(Page(made(load(package), tmp_path)))["tables"]["statements"]["columns"]
    assert {k: q for k, q in zip(table["statement_id"], table["quote"], strict=True) if q} == quotes(package)


def test_every_span_of_the_annotations_is_its_words_in_the_text(
    package: Path, tmp_path: Path, timeline: Timeline
) -> None:
    timeline("export", "webannotation", package, "-o", tmp_path / "x.json")
    texts = {i: (package / f"{i}.txt").read_text(encoding="utf-8") for i in TEXTS[package.name]}
    shown = 0
    for note in json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["first"]["items"]:
        position, *exact = note["target"]["selector"]
        source_id = note["target"]["source"]["id"].rpartition("/")[2]
        for selector in exact:
            if "exact" in selector:
                assert texts[source_id][position["start"] : position["end"]] == selector["exact"]
                shown += 1
    assert shown == sum(bool(r["exact"]) for r in rows(package, "evidence"))


def test_quotes_and_coverage_know_every_text(package: Path, timeline: Timeline) -> None:
    listed = json.loads(timeline("quotes", package, "--format", "json").out)["quotations"]
    texts = {i: Text(i, (package / f"{i}.txt").read_text(encoding="utf-8")) for i in TEXTS[package.name]}
    assert [(q["source_id"], q["start"]) for q in listed] == [
        (i, q.start) for i, t in texts.items() for q in t.quotations
    ]
    assert all(q["statement"] for q in listed)
    sentences = json.loads(timeline("coverage", package, "--format", "json").out)["sentences"]
    assert {s["source_id"] for s in sentences} == set(texts)
    assert all(texts[s["source_id"]].content[s["start"] : s["end"]] == s["words"] for s in sentences)
    assert not [s for s in sentences if not any(s["records"].values())]


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif", "junit", "markdown"])
def test_every_report_is_made(format_: str, package: Path, timeline: Timeline) -> None:
    result = timeline("validate", package, "--format", format_, *sources(package))
    assert result.code == 0
    assert result.out


COMMANDS = {
    "validate": ["validate", "{package}"],
    "explain": ["explain", "EVD004"],
    "show": ["show", "{package}"],
    "stats": ["stats", "{package}"],
    "view": ["view", "{package}", "--no-open", "-o", "{out}/view.html"],
    "export": ["export", "flat", "{package}", "-o", "{out}/flat.csv"],
    "cite": ["cite", "{package}", "--style", "bibtex"],
    "publish": ["publish", "{package}", "-o", "{out}/deposit"],
    "new": ["new", "{out}/new", "--source", "{text}", "--title", "Once more: an event timeline", "--contributor", "X"],
    "import": ["import", "zip", "{archive}", "-o", "{out}/unpacked"],
    "history": ["history", "{package}"],
    "undo": ["undo", "{package}"],
    "redo": ["redo", "{package}"],
    "locate": ["locate", "{words}", "{package}"],
    "quotes": ["quotes", "{package}"],
    "dates": ["dates", "{package}"],
    "coverage": ["coverage", "{package}"],
    "add": ["add", "actor", "{package}", "--name", "Somebody else", "--kind", "group", "--mention", "{unique}"],
    "set": ["set", "{row}", "actor_id=somebody-else", "{package}"],
    "remove": ["remove", "{row}", "{package}", "--unfinished"],
    "stamp": ["stamp", "--check", "{package}"],
    "diff": ["diff", "{package}", "{package}"],
    "bump": ["bump", "patch", "{package}", "--date", "2026-01-02"],
    "agree": ["agree", "{package}", "{package}"],
    "merge": [
        "merge",
        "{package}",
        "{other}",
        "-o",
        "{out}/merged",
        "--title",
        "Both: an event timeline of two packages",
    ],
}


def test_no_command_is_left_out() -> None:
    assert set(COMMANDS) == set(group.COMMANDS) - {"edit"}  # it serves until it is ended: tests/workbench


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(
    command: str, package: Path, tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = next(r for r in rows(package, "evidence") if r["part"] == "quote")
    mention = next(r for r in rows(package, "evidence") if r["part"] == "cue")
    other = "harbour" if package.name != "harbour" else "lighthouse"
    values = {
        "package": package, "out": tmp_path, "other": PACKAGES[other], "words": statement["exact"],
        "text": package / f"{TEXTS[package.name][0]}.txt",
        "unique": f"{mention['source_id']}:{mention['exact']}@1",
        "row": f"actors/{rows(package, 'actors')[0]['actor_id']}",
    }  # fmt: skip
    if command == "import":
        values["archive"] = et.export(package, "zip", tmp_path / "package.zip")
    if command in ("undo", "redo"):
        timeline(*(part.format(**values) for part in COMMANDS["add"]))
    if command == "redo":
        timeline("undo", package)
    monkeypatch.chdir(tmp_path)
    result = timeline(*(part.format(**values) for part in COMMANDS[command]))
    assert result.code == 0, result.err
    assert result.out or result.err
