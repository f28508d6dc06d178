from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from event_timeline import profile
from tests import builder
from tests.conftest import Timeline

TITLE = "The harbour dispute: an event timeline"


@pytest.fixture
def made(tmp_path: Path, timeline: Timeline) -> Path:
    result = timeline(
        "new",
        tmp_path / "made",
        "--source",
        builder.ARTICLE,
        "--title",
        TITLE,
        "--contributor",
        "Doe, Jane",
        "--date",
        "2024-06-01",
    )
    assert result.code == 0, result.err
    return tmp_path / "made"


def test_it_validates_at_once_with_warnings_only(made: Path, timeline: Timeline) -> None:
    document = json.loads(timeline("validate", made, "--format", "json").out)
    assert (document["valid"], document["errors"]) == (True, 0)
    assert "PKG015" in {p["code"] for p in document["problems"]}


def test_frictionless_calls_it_valid(made: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=made,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0


def test_the_text_is_described_but_not_copied(made: Path) -> None:
    text = builder.read(builder.ARTICLE)
    (source,) = [dict(zip(*builder.table(made / "data" / "sources.csv"), strict=True))]
    assert (source["characters"], source["language"], source["title"]) == (str(len(text)), "en", text.split("\n")[0])
    assert not any("a container from the freighter" in builder.read(p) for p in made.rglob("*") if p.is_file())
    assert "*.txt" in builder.read(made / ".gitignore")


def test_everything_a_package_needs_is_there(made: Path) -> None:
    for name in profile.TABLES:
        header = builder.table(made / "data" / f"{name}.csv")[0]
        assert header == [f["name"] for f in profile.table_schema(name)["fields"]]
        assert (made / "schemas" / f"{name}.json").read_bytes() == (profile.folder() / f"{name}.json").read_bytes()
    citation = yaml.safe_load(builder.read(made / "CITATION.cff"))
    assert (citation["version"], citation["date-released"], citation["authors"]) == (
        "0.1.0", "2024-06-01", [{"family-names": "Doe", "given-names": "Jane"}],
    )  # fmt: skip
    assert "Creative Commons Attribution 4.0" in builder.read(made / "LICENSE")
    assert "## 0.1.0 - 2024-06-01" in builder.read(made / "CHANGELOG.md")


def test_a_text_is_copied_only_with_its_licence(tmp_path: Path, timeline: Timeline) -> None:
    args = (
        "new",
        tmp_path / "made",
        "--source",
        builder.ARTICLE,
        "--title",
        TITLE,
        "--contributor",
        "X",
        "--include-text",
    )
    assert "--include-text needs --text-license" in timeline(*args).err
    assert not (tmp_path / "made").exists()
    assert timeline(*args, "--text-license", "CC-BY-4.0").code == 0
    assert (tmp_path / "made" / "article.txt").read_bytes() == builder.ARTICLE.read_bytes()
    assert timeline("quotes", tmp_path / "made").err == "7 quotations, 7 in no statement\n"
    assert timeline("export", "zip", tmp_path / "made", "-o", tmp_path / "made.zip").code == 0
    assert timeline("merge", tmp_path / "made.zip", builder.LIGHTHOUSE, "-o", tmp_path / "corpus").code == 0
    assert len(list((tmp_path / "corpus" / "texts").iterdir())) == 2


def test_a_text_beside_the_package_is_found_by_its_hash(tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "decoy.txt").write_text("Other words.\n", encoding="utf-8")
    (tmp_path / "story.txt").write_bytes(builder.ARTICLE.read_bytes())
    timeline("new", tmp_path / "made", "--source", tmp_path / "story.txt", "--title", TITLE, "--contributor", "X")
    assert timeline("quotes", tmp_path / "made").err == "7 quotations, 7 in no statement\n"


def test_nothing_is_overwritten(made: Path, timeline: Timeline) -> None:
    before = {p: p.read_bytes() for p in made.rglob("*") if p.is_file()}
    result = timeline("new", made, "--source", builder.ARTICLE, "--title", "Another", "--contributor", "X")
    assert result.code == 2
    assert {p: p.read_bytes() for p in made.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "--contributor"),
        (("--contributor", "X", "--published", "yesterday"), "not an EDTF"),
        (("--contributor", "X", "--kind", "gossip"), "gossip"),
        (("--contributor", "X", "--language", "English!"), "English!"),
        (("--contributor", "X", "--date", "June"), "not a valid day"),
        (("--contributor", "X", "--source", "nowhere.txt"), "nowhere.txt"),
    ],
)
def test_what_would_be_invalid_is_not_made(
    tmp_path: Path, timeline: Timeline, more: tuple[str, ...], said: str
) -> None:
    result = timeline("new", tmp_path / "made", "--source", builder.ARTICLE, "--title", TITLE, *more)
    assert result.code == 2
    assert said in result.err
    assert not (tmp_path / "made").exists()


def test_an_empty_text_is_refused(tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    result = timeline(
        "new", tmp_path / "made", "--source", tmp_path / "empty.txt", "--title", TITLE, "--contributor", "X"
    )
    assert (result.code, "is empty" in result.err) == (2, True)


def test_the_day_may_come_from_the_build_environment(
    tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    timeline("new", tmp_path / "made", "--source", builder.ARTICLE, "--title", TITLE, "--contributor", "X")
    assert json.loads(builder.read(tmp_path / "made" / "datapackage.json"))["created"] == "1970-01-01T00:00:00Z"


def steps(package: Path) -> tuple[str, list[dict[str, Any]]]:
    workflow = yaml.safe_load(builder.read(package / ".github" / "workflows" / "validate.yml"))
    return workflow["env"]["EVENT_TIMELINE"], workflow["jobs"]["validate"]["steps"]


def test_the_workflow_asks_no_index_for_the_toolchain(made: Path) -> None:
    toolchain, listed = steps(made)
    ran = [s["run"] for s in listed if "run" in s and "if" not in s]
    assert toolchain == ""
    assert ran == ['python -m pip install "frictionless>=5.21,<6"', "frictionless validate datapackage.json"]
    assert all(s["if"] == "env.EVENT_TIMELINE != ''" for s in listed if "timeline" in s.get("run", "").lower())


def test_the_workflow_installs_the_toolchain_that_is_named(tmp_path: Path, timeline: Timeline) -> None:
    place = "git+https://example.org/event-timeline@v1.0.0"
    args = ("new", tmp_path / "made", "--source", builder.ARTICLE, "--title", TITLE, "--contributor", "X")
    assert timeline(*args, "--toolchain", place).code == 0
    toolchain, listed = steps(tmp_path / "made")
    assert toolchain == place
    assert [s["run"] for s in listed[-2:]] == ['python -m pip install "$EVENT_TIMELINE"', "timeline validate ."]


FIRST_LINES = {
    "a byte order mark": "\ufeffA strike\nMore.\n",
    "carriage returns": "A strike\rMore.\r",
    "control characters": "\x00\x1b\nA\tstrike\x00\x07\nMore.\n",
}


@pytest.mark.parametrize("name", FIRST_LINES)
def test_a_texts_first_line_is_its_title_as_a_cell_can_hold_it(name: str, tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "a.txt").write_bytes(FIRST_LINES[name].encode())
    given = ("--source", tmp_path / "a.txt", "--title", TITLE, "--contributor", "Doe, Jane")
    result = timeline("new", tmp_path / "made", *given)
    assert result.code == 0, result.err
    assert builder.table(tmp_path / "made" / "data" / "sources.csv")[1][2] == "A strike"


def test_a_text_in_one_long_line_is_named_by_its_beginning(tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "a.txt").write_text("word " * 400_000, encoding="utf-8")
    given = ("--source", tmp_path / "a.txt", "--title", TITLE, "--contributor", "Doe, Jane")
    assert timeline("new", tmp_path / "made", *given).code == 0
    title = builder.table(tmp_path / "made" / "data" / "sources.csv")[1][2]
    assert (title[:10], title[-1], len(title) <= 200) == ("word word ", "…", True)


def test_the_help_says_that_a_contributor_is_required(timeline: Timeline) -> None:
    said = " ".join(timeline("new", "--help").out.split())
    assert "organisation's name. Required; asked for at a terminal." in said


@pytest.fixture
def event_table(tmp_path: Path, timeline: Timeline) -> Path:
    folder = tmp_path / "incidents"
    result = timeline("new", folder, "--event-table", "--title", "Incidents", "--contributor", "Doe, Jane")
    assert result.code == 0, result.err
    assert "timeline add measure" in result.out
    return folder


def test_an_event_table_is_started_without_a_text(event_table: Path, timeline: Timeline) -> None:
    document = json.loads(timeline("validate", event_table, "--format", "json").out)
    assert (document["valid"], {p["code"] for p in document["problems"]}) == (True, {"PKG015"})
    descriptor = json.loads(builder.read(event_table / "datapackage.json"))
    assert descriptor["coding"] == {"evidence": "none", "statements": "none", "relations": "none"}
    for table, column in (("measures", "best"), ("event_sources", "url"), ("event_places", "role"),
                          ("events", "date_precision"), ("event_actors", "side"), ("actors", "sector")):  # fmt: skip
        assert column in builder.table(event_table / "data" / f"{table}.csv")[0]
    assert not {"evidence", "statements"} & {p.stem for p in (event_table / "data").iterdir()}
    for word in ("span", "quote", "article"):
        assert word not in builder.read(event_table / "README.md")


def test_the_commands_in_the_readme_of_an_event_table_build_one(
    event_table: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(event_table)
    lines = [x for x in builder.read(Path("README.md")).splitlines() if x.startswith("timeline add")]
    for line in lines:
        result = timeline(*shlex.split(line)[1:])
        assert result.code == 0, (line, result.err)
    rows = {p.stem: len(builder.table(p)) - 1 for p in Path("data").iterdir()}
    assert {t: n for t, n in rows.items() if t not in ("codebook", "event_places")} == {
        "sources": 1, "places": 1, "actors": 1, "events": 1, "event_actors": 1, "event_sources": 1, "measures": 1
    }  # fmt: skip
    assert timeline("stamp", "--keyword", "incidents").code == 0
    document = json.loads(timeline("validate", "--format", "json").out)
    assert [p["message"] for p in document["problems"]] == ["no `sources`"]
    done = subprocess.run([sys.executable, "-m", "frictionless", "validate", "datapackage.json"], capture_output=True)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "name the text to code, or start an event table"),
        (("--event-table", "--source", builder.ARTICLE), "an event table has no --source"),
        (("--event-table", "--publisher", "Herald"), "no text to include or describe: publisher"),
        (("--event-table", "--language", "de"), "no text to include or describe: language"),
        (("--event-table", "--include-text"), "no text to include or describe: include_text"),
    ],
)  # fmt: skip
def test_a_text_and_an_event_table_exclude_each_other(
    options: tuple[object, ...], message: str, tmp_path: Path, timeline: Timeline
) -> None:
    result = timeline("new", tmp_path / "x", "--title", "T", "--contributor", "Doe, Jane", *options)
    assert (result.code, message in result.err) == (2, True), result.err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("option", ["title", "contributor", "keyword", "toolchain"])
def test_words_with_a_line_break_are_refused(option: str, tmp_path: Path, timeline: Timeline) -> None:
    given = {"title": "T", "contributor": "Doe, Jane"} | {option: "a\nb"}
    result = timeline("new", tmp_path / "new", "--event-table", *(f"--{name}={value}" for name, value in given.items()))
    assert (result.code, result.out) == (2, "")
    assert f"the {option} " in result.err
    assert "has a line break or control character" in result.err
    assert not (tmp_path / "new").exists()


def test_a_keyword_is_written_once_without_the_blanks_around_it(tmp_path: Path, timeline: Timeline) -> None:
    words = [f"--keyword={word}" for word in ("cranes", " cranes ", "", "docks\n")]
    given = ["--event-table", "--title", "T", "--contributor", "Doe, Jane", *words]
    assert timeline("new", tmp_path / "new", *given).code == 0
    assert json.loads(builder.read(tmp_path / "new" / "datapackage.json"))["keywords"] == ["cranes", "docks"]
