"""The codes of events."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import profile
from event_timeline.rules.events.codes import ROOTS
from event_timeline.rules.explanations import Added, Cell
from tests.rules.asking import cells, found


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


@pytest.mark.parametrize("plover", ["AGREE", "SUPPORT", ""])
def test_a_signing_is_an_agreement_and_support(plover: str, tmp_path: Path) -> None:
    edits = cells("events", "council-funding", status="occurred", plover=plover, cameo="057")
    for code in ("EVT011", "EVT012"):
        assert found(tmp_path / code, code, *edits) == []


@pytest.mark.parametrize("code", ["155", "176", "1834", "1951", "1952"])
def test_codes_that_only_the_last_manual_has_are_codes(code: str, tmp_path: Path) -> None:
    """CAMEO 1.1b3, chapter 6."""
    assert found(tmp_path, "EVT010", *cells("events", "council-vote", cameo=code)) == []


def test_each_root_has_as_many_codes_as_the_manual() -> None:
    """CAMEO 1.1b3, chapter 6: the codes of each root, the root itself not counted."""
    counts = [10, 27, 28, 7, 8, 5, 6, 25, 5, 27, 12, 26, 22, 26, 6, 13, 13, 14, 9, 7]
    codes = [code[:2] for code in profile.cameo_codes() if len(code) > 2]
    assert [codes.count(f"{root:02}") for root in range(1, 21)] == counts


def coded(n: int, *, plover: str, cameo: str) -> list[Added]:
    """More events with these codes."""
    row = {"label": "Talks", "summary": "Talks.", "kind": "meeting", "status": "occurred", "polarity": "affirmed"}
    return [
        Added("events", row | {"event_id": f"x{cameo}-{i}", "position": str(i), "plover": plover, "cameo": cameo})
        for i in range(100, 100 + n)
    ]


@pytest.mark.parametrize(("without_type", "wrong"), [(1, 1), (4, 4), (5, 0), (6, 0)])
def test_a_type_is_missing_only_where_more_than_half_of_the_events_with_a_code_have_one(
    without_type: int, wrong: int, tmp_path: Path
) -> None:
    edits = coded(without_type, plover="", cameo="040")  # five have both
    assert len(found(tmp_path, "EVT019", *edits)) == wrong


def test_a_public_statement_needs_no_type_since_plover_has_none_for_it(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "EVT019", *coded(1, plover="", cameo="010")) == []
    counted = (*coded(4, plover="", cameo="040"), *coded(9, plover="", cameo="010"))
    assert len(found(tmp_path / "b", "EVT019", *counted)) == 4


@pytest.mark.parametrize(("with_both", "without_code", "wrong"), [
    (9, 1, 0), (10, 1, 1), (10, 2, 0), (17, 2, 0), (18, 2, 2), (18, 3, 0),
])  # fmt: skip
def test_a_code_is_missing_only_where_ten_events_and_nine_of_ten_with_a_type_have_one(
    with_both: int, without_code: int, wrong: int, tmp_path: Path
) -> None:
    # five have both; worn-cable-warning has a type alone
    both, alone = (
        coded(with_both - 5, plover="CONSULT", cameo="040"),
        coded(without_code - 1, plover="CONSULT", cameo=""),
    )
    problems = found(tmp_path, "EVT019", *both, *alone)
    assert [p.column for p in problems] == ["cameo"] * wrong
