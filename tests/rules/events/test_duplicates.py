"""Events that are perhaps the same, and their reports that are listed twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added, Edit, Replaced
from tests import builder
from tests.rules.asking import cells, found, messages, own_column


def test_three_events_of_one_label_are_two_findings(tmp_path: Path) -> None:
    edits = [c for e in ("cable-cut", "council-vote", "new-cable") for c in cells("events", e, label="The same")]
    assert [p.line for p in found(tmp_path, "EVT007", *edits)] == [7, 11]


def test_undated_events_with_the_same_participants_are_no_duplicates(tmp_path: Path) -> None:
    edits = [c for e in ("cable-cut", "empty-harbour") for c in cells("events", e, kind="accident", place_id="")]
    assert found(tmp_path, "EVT008", *edits) == []


def twin(**columns: str) -> list[Edit]:
    """The fall once more, as another event."""
    row = {"event_id": "fall-2", "position": "14", "label": "A container falls onto the pier", "kind": "accident",
        "summary": "A container comes off the crane and lands on the pier; nobody is injured.", "status": "occurred",
        "polarity": "affirmed", "date_edtf": "2024-05-13", "place_id": "pier-4", **columns}  # fmt: skip
    part = {"event_id": "fall-2", "actor_id": "port-authority", "role": "recipient"}
    return [Added("events", row), Added("event_actors", part)]


@pytest.mark.parametrize(("columns", "labels", "duplicates"), [
    ({}, 0, 1), ({"summary": "Another telling."}, 0, 0), ({"kind": "meeting"}, 1, 0), ({"date_edtf": ""}, 1, 0),
    ({"date_edtf": "2023-05-13"}, 0, 0), ({"label": "A second one falls", "summary": "Another comes off."}, 0, 0),
    ({"label": "A second one falls", "kind": "meeting"}, 1, 0), ({"polarity": "negated"}, 1, 0),
    ({"label": "A second one falls", "place_id": "osterhavn"}, 0, 0),
    ({"label": "A second one falls", "place_id": "osterhavn", "date_edtf": ""}, 0, 0),
])  # fmt: skip
def test_an_event_that_is_told_twice_is_found_once(
    columns: dict[str, str], labels: int, duplicates: int, tmp_path: Path
) -> None:
    counts = [len(found(tmp_path / code, code, *twin(**columns))) for code in ("EVT007", "EVT008")]
    assert counts == [labels, duplicates]


def test_two_events_of_one_day_and_town_with_one_label_and_two_summaries_are_two(tmp_path: Path) -> None:
    edits = twin(summary="A second container comes off an hour later and misses two dockers.")
    report = validate(str(builder.edited(tmp_path, edits)))
    assert not {"EVT007", "EVT008"} & set(report.counts)


def undated(event_id: str, actor: str = "", **columns: str) -> list[Edit]:
    """An event more of the marshes, whose label is made of its kind and place, as in many tables."""
    row = {"event_id": event_id, "label": "Explosion, Tarn", "kind": "remote-violence", "status": "occurred",
        "polarity": "affirmed", "topic": "war", "place_id": "tarn", "place_precision": "exact", "confidence": "0.5",
        "weight": "1", "coder": "program", **columns}  # fmt: skip
    part = {"event_id": event_id, "actor_id": actor, "role": "agent"}
    return [Added("events", row), *([Added("event_actors", part)] if actor else [])]


@pytest.mark.parametrize(("columns", "other", "reported"), [
    ({}, {}, True),
    ({"summary": "A gas bottle explodes."}, {"summary": "A gas bottle explodes!"}, True),
    ({"actor": "marsh-front"}, {"actor": "marsh-front"}, True),
    ({}, {"date_edtf": "2031-03-28"}, True),
    ({"summary": "A gas bottle explodes."}, {"summary": "A mine explodes."}, False),
    ({"summary": "A gas bottle explodes."}, {}, False),
    ({}, {"kind": "accident"}, False),
    ({}, {"place_id": "oss"}, False),
    ({}, {"place_id": ""}, False),
    ({"actor": "marsh-front"}, {"actor": "army-of-vell"}, False),
    ({"actor": "marsh-front"}, {}, False),
])  # fmt: skip
def test_an_undated_event_of_a_table_is_another_only_if_nothing_else_differs(
    columns: dict[str, str], other: dict[str, str], reported: bool, tmp_path: Path
) -> None:
    edits = [*undated("one", **columns), *undated("two", **other)]
    problems = found(tmp_path, "EVT007", *edits, package="marshes")
    assert [p.column for p in problems] == ["label"] * reported


def test_one_summary_of_two_undated_acts_of_other_participants_is_no_duplicate(tmp_path: Path) -> None:
    said = {"summary": "A bomb explodes."}
    edits = [*undated("one", "marsh-front", **said), *undated("two", "army-of-vell", label="Attack on Tarn", **said)]
    assert messages(tmp_path / "two", "EVT007", *edits) == []
    edits = [*undated("one", "marsh-front", **said), *undated("two", "marsh-front", label="Attack on Tarn", **said)]
    assert messages(tmp_path / "one", "EVT007", *edits) == ["'A bomb explodes.' is the summary of one too"]


def test_one_finding_names_an_equal_label_and_an_equal_summary(tmp_path: Path) -> None:
    edits = [*undated("one", summary="A bomb explodes."), *undated("two", summary="A bomb explodes.")]
    said = messages(tmp_path, "EVT007", *edits)
    assert said == ["'Explosion, Tarn' is the label of one too, which has the same summary"]


def report(**cells: str) -> Added:
    return Added("event_sources", {"event_id": "marsh-fire", "source_id": "radio-vell", **cells})


def test_one_report_may_not_be_listed_twice(tmp_path: Path) -> None:
    assert len(messages(tmp_path / "without", "EVT029", report())) == 1
    same = report(url="https://radio.example.org/1", note="Headline: Fire")
    assert len(messages(tmp_path / "with", "EVT029", same, same)) == 1


def test_two_reports_of_a_source_differ_in_their_address_or_note(tmp_path: Path) -> None:
    edits = [
        report(url="https://radio.example.org/1"),
        report(url="https://radio.example.org/2"),
        report(note="At noon"),
    ]
    assert messages(tmp_path, "EVT029", *edits) == []


def test_two_reports_may_differ_in_a_column_of_the_package(tmp_path: Path) -> None:
    rows = builder.read(builder.PACKAGES / "marshes/data/event_sources.csv").splitlines()
    numbered = [f"{row},{'sentence' if n == 0 else n}\n" for n, row in enumerate(rows)]
    again = numbered[-1].replace(f",{len(rows) - 1}\n", ",2\n")
    column = own_column("event_sources", "sentence")
    assert (
        messages(tmp_path / "a", "EVT029", column, Replaced("data/event_sources.csv", "*", "".join([*numbered, again])))
        == []
    )
    twice = "".join([*numbered, again, again])
    assert len(messages(tmp_path / "b", "EVT029", column, Replaced("data/event_sources.csv", "*", twice))) == 1
