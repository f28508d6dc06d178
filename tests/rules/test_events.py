"""Events: order, codes, duplicates."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import profile, validate
from event_timeline.rules.events.codes import ROOTS
from event_timeline.rules.explanations import Added, Cell, Dropped, Edit
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import cells, found

EVENTS = "data/events.csv"


def test_the_roots_cover_every_plover_type_and_only_roots_of_cameo() -> None:
    assert set(ROOTS) == profile.plover_codes()
    assert {root for roots in ROOTS.values() for root in roots} <= {code[:2] for code in profile.cameo_codes()}
    assert {code[:2] for code in profile.cameo_codes()} - {root for roots in ROOTS.values() for root in roots} == {"01"}


@pytest.mark.parametrize(("plover", "cameo", "fits"), [
    ("REQUEST", "102", True), ("REQUEST", "020", True), ("ASSAULT", "203", True), ("ACCUSE", "090", True),
    ("AID", "060", False), ("AGREE", "010", False), ("PROTEST", "154", False), ("", "010", True), ("AID", "", True),
])  # fmt: skip
def test_which_codes_fit_each_other(plover: str, cameo: str, fits: bool, tmp_path: Path) -> None:
    assert (found(tmp_path, "EVT011", *cells("events", "cable-promise", plover=plover, cameo=cameo)) == []) == fits


def test_a_missing_position_is_told_at_the_event_after_it(tmp_path: Path) -> None:
    position = next(int(r[1]) for r in builder.table(builder.HARBOUR / EVENTS) if r[0] == "monday-talks")
    (problem,) = found(tmp_path, "EVT001", Dropped("events", "monday-talks"))
    assert (problem.line, problem.column) == (position + 1, "position")
    assert problem.message == f"position {position + 1} follows on {position - 1}: what is between is missing"


def test_an_event_whose_first_words_are_moved_up_is_out_of_order_with_the_one_before(tmp_path: Path) -> None:
    row = {
        "evidence_id": "cable-promise-mention-3",
        "source_id": "article",
        "char_start": "3",
        "char_end": "5",
        "part": "mention",
        "event_id": "cable-promise",
    }
    (problem,) = found(tmp_path, "EVT002", Added("evidence", row))
    assert (problem.line, problem.message) == (
        6,
        "first reported at 3 of article, but monday-talks, which comes before it, at 506",
    )


def test_events_that_begin_at_the_same_character_are_in_order(tmp_path: Path) -> None:
    row = {
        "evidence_id": "cable-promise-mention-506",
        "source_id": "article",
        "char_start": "506",
        "char_end": "512",
        "part": "mention",
        "event_id": "cable-promise",
    }
    assert found(tmp_path, "EVT002", Added("evidence", row)) == []


def test_an_event_that_two_sources_tell_has_no_place_in_the_order_of_one(tmp_path: Path) -> None:
    row = {"char_start": "3", "char_end": "5", "part": "mention", "event_id": "cable-promise", "sha256": span_hash("x")}
    rows: list[Edit] = [
        Added("evidence", {**row, "evidence_id": f"promise-{source}", "source_id": source})
        for source in ("article", "port-log")
    ]
    assert found(tmp_path, "EVT002", *rows) == []


def test_an_accident_may_be_coded_as_anything(tmp_path: Path) -> None:
    assert found(tmp_path, "EVT012", *cells("events", "container-fall", plover="ASSAULT", cameo="190")) == []


def test_a_kind_with_a_cameo_root_only_is_held_against_it(tmp_path: Path) -> None:
    edits = cells("events", "cable-promise", kind="publication", plover="", cameo="040")
    (problem,) = found(tmp_path, "EVT012", *edits)
    assert (problem.column, problem.value) == ("cameo", "040")
    assert "010" in problem.message


def test_a_kind_that_is_mapped_to_two_types_may_have_either(tmp_path: Path) -> None:
    mapping = Cell("codebook", "events.kind meeting", "mapping", "plover:CONSULT plover:REJECT cameo:040")
    assert found(tmp_path / "a", "EVT012", mapping, *cells("events", "monday-talks", plover="REJECT")) == []
    assert len(found(tmp_path / "b", "EVT012", mapping, *cells("events", "monday-talks", plover="AID"))) == 1


def test_three_events_of_one_label_are_two_findings(tmp_path: Path) -> None:
    edits = [c for e in ("cable-cut", "council-vote", "new-cable") for c in cells("events", e, label="The same")]
    assert [p.line for p in found(tmp_path, "EVT007", *edits)] == [7, 11]


def test_undated_events_with_the_same_participants_are_no_duplicates(tmp_path: Path) -> None:
    edits = [c for e in ("cable-cut", "empty-harbour") for c in cells("events", e, kind="accident", place_id="")]
    assert found(tmp_path, "EVT008", *edits) == []


def test_a_meeting_that_is_only_planned_may_have_one_participant(tmp_path: Path) -> None:
    edits = (
        *cells("events", "monday-talks", status="planned"),
        Dropped("event_actors", "monday-talks dockers-union participant"),
    )
    assert found(tmp_path, "EVT014", *edits) == []


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
    ({"label": "A second one falls", "kind": "meeting"}, 1, 0),
])  # fmt: skip
def test_an_event_that_is_told_twice_is_found_once(
    columns: dict[str, str], labels: int, duplicates: int, tmp_path: Path
) -> None:
    counts = [len(found(tmp_path / code, code, *twin(**columns))) for code in ("EVT007", "EVT008")]
    assert counts == [labels, duplicates]


@pytest.mark.parametrize("plover", ["AGREE", "SUPPORT", ""])
def test_a_signing_is_an_agreement_and_support(plover: str, tmp_path: Path) -> None:
    edits = cells("events", "council-funding", status="occurred", plover=plover, cameo="057")
    for code in ("EVT011", "EVT012"):
        assert found(tmp_path / code, code, *edits) == []


def test_an_event_that_occurred_and_is_negated_is_told_once(tmp_path: Path) -> None:
    polarity = Cell("events", "monday-talks", "polarity", "negated")
    assert [len(found(tmp_path / code, code, polarity)) for code in ("EVT003", "EVT004")] == [1, 0]


NOT_HELD = cells("events", "council-vote", polarity="negated", plover="", cameo="", date_edtf="2024-05-10",
                 earliest="2024-05-10", latest="2024-05-10")  # fmt: skip


@pytest.mark.parametrize("status", ["planned", "hypothetical", "ongoing", "asserted"])
def test_what_did_not_come_about_has_the_status_that_it_has_without_the_not(status: str, tmp_path: Path) -> None:
    """As the coding guide has it: planned if it had been intended, asserted if nothing else fits."""
    over = [] if status != "ongoing" else cells("events", "council-vote", date_edtf="2024-05-10/..", latest="")
    report = validate(
        str(builder.edited(tmp_path, [*NOT_HELD, *over, Cell("events", "council-vote", "status", status)]))
    )
    assert report.counts == {}


def test_a_press_conference_needs_one_man_and_a_negotiation_two(tmp_path: Path) -> None:
    alone = Dropped("event_actors", "monday-talks dockers-union participant")
    assert found(tmp_path / "a", "EVT014", alone) == []
    assert len(found(tmp_path / "b", "EVT014", alone, *cells("events", "monday-talks", kind="negotiation"))) == 1


def test_an_event_of_a_kind_without_an_actor_needs_no_participant(tmp_path: Path) -> None:
    """An earthquake with a day, a place and a report: the kind is the package's own, and mapped to no act."""
    assert found(tmp_path, "EVT006", Dropped("event_actors", "container-fall port-authority recipient")) == []


@pytest.mark.parametrize("edits", [
    [Cell("codebook", "events.kind accident", "mapping", "cameo:180")],
    [Cell("events", "container-fall", "cameo", "180")],
    [Cell("events", "container-fall", "kind", "reform")],
])  # fmt: skip
def test_an_event_of_a_kind_that_somebody_does_needs_a_participant(edits: list[Edit], tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "EVT006", Dropped("event_actors", "container-fall port-authority recipient"), *edits)
    assert problem.message.endswith("has no participants")


@pytest.mark.parametrize("part", ["date", "place"])
def test_the_words_of_a_date_may_come_before_the_event(part: str, tmp_path: Path) -> None:
    row = {"char_start": "3", "char_end": "5", "event_id": "cable-promise", "source_id": "article", "part": part}
    assert found(tmp_path, "EVT002", Added("evidence", {**row, "evidence_id": f"cable-promise-{part}-3"})) == []


@pytest.mark.parametrize("code", ["155", "176", "1834", "1951", "1952"])
def test_codes_that_only_the_last_manual_has_are_codes(code: str, tmp_path: Path) -> None:
    """CAMEO 1.1b3, chapter 6."""
    assert found(tmp_path, "EVT010", *cells("events", "council-vote", cameo=code)) == []


def test_each_root_has_as_many_codes_as_the_manual() -> None:
    """CAMEO 1.1b3, chapter 6: the codes of each root, the root itself not counted."""
    counts = [10, 27, 28, 7, 8, 5, 6, 25, 5, 27, 12, 26, 22, 26, 6, 13, 13, 14, 9, 7]
    codes = [code[:2] for code in profile.cameo_codes() if len(code) > 2]
    assert [codes.count(f"{root:02}") for root in range(1, 21)] == counts


def test_two_events_of_one_day_and_town_with_one_label_and_two_summaries_are_two(tmp_path: Path) -> None:
    edits = twin(summary="A second container comes off an hour later and misses two dockers.")
    report = validate(str(builder.edited(tmp_path, edits)))
    assert not {"EVT007", "EVT008"} & set(report.counts)
