"""What optional columns say to rules, and rules that look inside one text of a corpus."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from event_timeline import profile, validate
from event_timeline.editing.lift_profile import lift_package
from event_timeline.rules.explanations import Cell, Dropped, Edit
from tests import builder
from tests.conftest import Timeline

TEXTS = [f"{name}={builder.FLOODGATE / name}.txt" for name in ("bote", "courier")]


def with_column(package: Path, table: str, column: str, cells: Mapping[str, str]) -> None:
    """Add an optional column of the profile, with the cells of some rows by their primary key."""
    path = package / "schemas" / f"{table}.json"
    schema = json.loads(builder.read(path))
    schema["fields"].append(profile.optional_fields(table)[column])
    schema["foreignKeys"] = [
        *schema.get("foreignKeys", ()), *(k for k in profile.optional_keys(table) if k["fields"] == column)
    ]  # fmt: skip
    builder.write(path, json.dumps(schema, indent=2, ensure_ascii=False) + "\n")
    header, *rows = builder.table(package / "data" / f"{table}.csv")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [[*header, column], *([*row, cells.get(row[0], "")] for row in rows)]
    )
    builder.write(package / "data" / f"{table}.csv", out.getvalue())
    book = package / "data" / "codebook.csv"
    header, *rows = builder.table(book)
    rows += [[r[c] for c in header] for r in profile.codebook() if r["vocabulary"] == f"{table}.{column}"]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *sorted(rows)])
    builder.write(book, out.getvalue())
    builder.stamp(package)


def changed(package: Path, *edits: Edit) -> Path:
    for edit in edits:
        builder.apply(package, edit)
    builder.stamp(package)
    return package


@pytest.fixture
def floodgate(tmp_path: Path) -> Path:
    shutil.copytree(builder.FLOODGATE, tmp_path / "floodgate")
    return tmp_path / "floodgate"


@pytest.fixture
def lifted(harbour: Path) -> Path:
    lift_package(harbour, profile.VERSION)
    return changed(harbour, Cell("codebook", "events.kind accident", "definition", profile.definitions()["events.kind", "accident"][0]),
                   Cell("codebook", "events.kind accident", "mapping", profile.definitions()["events.kind", "accident"][1]))  # fmt: skip


def test_a_headline_that_is_only_metadata_is_not_looked_for(floodgate: Path) -> None:
    changed(floodgate, Cell("sources", "courier", "title", "Water in the lower town"))
    assert validate(str(floodgate), TEXTS).counts == {"EVD025": 1}
    with_column(floodgate, "sources", "headline", {"courier": "metadata", "bote": "in_text"})
    assert validate(str(floodgate), TEXTS).counts == {}


def test_a_headline_in_the_text_is_looked_for(floodgate: Path) -> None:
    changed(floodgate, Cell("sources", "courier", "title", "Water in the lower town"))
    with_column(floodgate, "sources", "headline", {"courier": "in_text"})
    assert validate(str(floodgate), TEXTS).counts == {"EVD025": 1}


def unnamed(package: Path, statement: str, *parts: str) -> list[Edit]:
    """Take the words out that attribute a statement."""
    columns = {"speaker": "speaker_as_reported", "cue": "cue"}
    spans = [row[0] for row in builder.table(package / "data" / "evidence.csv")[1:]]
    gone = [s for s in spans for part in parts if s.startswith(f"{statement}-{part}-")]
    assert gone
    return [*(Dropped("evidence", s) for s in gone), *(Cell("statements", statement, columns[p], "") for p in parts)]


@pytest.mark.parametrize(
    ("basis", "counts"), [("turn", {}), ("inferred", {}), ("", {"STM014": 1}), ("stated", {"STM014": 1})]
)
def test_a_speaker_may_be_known_from_the_turn_of_a_dialogue(basis: str, counts: dict[str, int], lifted: Path) -> None:
    changed(lifted, *unnamed(lifted, "holm-answer", "speaker"))
    with_column(lifted, "statements", "speaker_basis", {"holm-answer": basis})
    assert validate(str(lifted)).counts == counts


@pytest.mark.parametrize(("basis", "counts"), [("unattributed", {}), ("", {"STM024": 1})])
def test_what_is_said_by_no_one_in_particular_may_be_said_to_be_so(
    basis: str, counts: dict[str, int], lifted: Path
) -> None:
    changed(
        lifted,
        *unnamed(lifted, "traders-claim", "speaker", "cue"),
        Cell("statements", "traders-claim", "speaker_id", ""),
    )
    with_column(lifted, "statements", "speaker_basis", {"traders-claim": basis})
    assert validate(str(lifted)).counts == counts


@pytest.mark.parametrize(("basis", "cells", "problems"), [
    ("unattributed", {}, 1), ("unattributed", {"speaker_source": "port-log"}, 0), ("unattributed", {"speaker_id": ""}, 0),
    ("stated", {"speaker_id": ""}, 0), ("turn", {"speaker_id": "", "speaker_as_reported": ""}, 1), ("", {}, 0),
    ("inferred", {}, 0), ("inferred", {"speaker_id": "", "speaker_as_reported": ""}, 1), ("stated", {}, 0),
])  # fmt: skip
def test_the_basis_of_a_speaker_agrees_with_the_speaker(
    basis: str, cells: dict[str, str], problems: int, lifted: Path
) -> None:
    changed(lifted, *(Cell("statements", "veld-warning", column, value) for column, value in cells.items()))
    with_column(lifted, "statements", "speaker_basis", {"veld-warning": basis})
    assert len(validate(str(lifted), select=["STM035"]).problems) == problems


def test_a_repetition_without_attribution_has_the_speaker_of_the_first_statement(lifted: Path) -> None:
    with_column(lifted, "statements", "speaker_basis", {"union-strike": "unattributed"})
    assert validate(str(lifted), select=["STM035"]).counts == {}


def add_analysts(timeline: Timeline, package: Path, *mentions: str) -> None:
    for number, words in enumerate(mentions):
        given = ("--id", f"analysts-{number}", "--name", "analysts", "--kind", "group", "--mention", words)
        assert timeline("add", "actor", package, *given).code == 0


def test_unnamed_actors_of_two_texts_are_two(floodgate: Path, timeline: Timeline) -> None:
    add_analysts(timeline, floodgate, "courier:a flood plan", "bote:das Wehr")
    assert validate(str(floodgate), TEXTS).counts == {}


def test_unnamed_actors_of_one_text_are_compared(floodgate: Path, timeline: Timeline) -> None:
    add_analysts(timeline, floodgate, "courier:a flood plan", "courier:an inquiry")
    assert validate(str(floodgate), TEXTS).counts == {"ACT007": 1}


def test_evidence_of_a_place_belongs_to_one_record(lifted: Path) -> None:
    spans = {row[0]: row for row in builder.table(lifted / "data" / "evidence.csv")[1:]}
    words = next(s for s in spans if s.startswith("container-fall-place-"))
    with_column(lifted, "evidence", "place_id", {words: "pier-4"})
    assert validate(str(lifted)).counts == {"EVD003": 1}
    changed(lifted, Cell("evidence", words, "event_id", ""))
    assert "EVD003" not in validate(str(lifted)).counts


def test_two_events_of_a_day_and_town_may_have_one_label(lifted: Path) -> None:
    changed(lifted, Cell("events", "monday-talks", "label", "A container falls onto the pier"))
    assert validate(str(lifted)).counts == {}
