"""`timeline remove` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import builder
from tests.builder import contents
from tests.conftest import Timeline

CONDITION = "event_relations/council-funding/condition_of/new-cable"
"""Without it a conditional event depends on nothing."""


def ids(package: Path, table: str) -> list[str]:
    return [r[0] for r in builder.table(package / "data" / f"{table}.csv")[1:]]


def test_an_event_goes_with_all_that_hangs_on_it(harbour: Path, timeline: Timeline) -> None:
    listed = timeline("remove", "events/strike", harbour, "--dry-run")
    result = timeline("remove", "events/strike", harbour)
    assert result.code == 0, result.err
    assert result.out == listed.out
    assert result.out.startswith("- events strike: Strike of the dockers\n- event_actors strike dockers-union agent\n")
    assert "- evidence strike-mention-768: A long strike\n" in result.out
    assert "strike" not in ids(harbour, "events")
    assert timeline("validate", harbour, "--source", builder.ARTICLE).code == 0


def test_a_key_apart_from_its_table_is_put_together(harbour: Path, timeline: Timeline) -> None:
    result = timeline("remove", "events", "strike")
    assert result.code == 2
    assert "write the row as one word: events/strike" in result.err


def test_what_the_rules_warn_of_is_told(harbour: Path, timeline: Timeline) -> None:
    result = timeline("remove", "places/osterhavn", harbour)
    assert result.code == 0
    assert "~ events strike: place_id osterhavn -> nothing\n" in result.out
    assert "warning: evidence of part place for strike, but no place_id (EVT009)" in result.err


def test_a_dry_run_writes_nothing(harbour: Path, timeline: Timeline) -> None:
    before = contents(harbour)
    result = timeline("remove", "statements/veld-promise", harbour, "--dry-run")
    assert result.code == 0
    assert result.err.endswith("nothing written\n")
    assert contents(harbour) == before


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_would_be_invalid_is_refused_and_nothing_written(
    harbour: Path, timeline: Timeline, options: tuple[str, ...]
) -> None:
    before = contents(harbour)
    result = timeline("remove", CONDITION, harbour, *options)
    assert result.code == 2
    assert "nothing written: EVT005" in result.err
    assert "--unfinished" in result.err
    assert contents(harbour) == before


def test_what_is_to_come_later_may_be_left_open(harbour: Path, timeline: Timeline) -> None:
    result = timeline("remove", CONDITION.replace("/", ",").replace(",", "/", 1), harbour, "--unfinished")
    assert result.code == 0
    assert "still to do: no event is the condition_of new-cable (EVT005)" in result.err
    relation = ("--event", "council-funding", "--relation", "condition_of", "--other-event", "new-cable")
    assert timeline("add", "relation", harbour, *relation, "--according-to", "jonas-veld").code == 0
    assert timeline("validate", harbour).code == 0


def test_what_is_wrong_for_good_is_refused_even_so(harbour: Path, timeline: Timeline) -> None:
    before = contents(harbour)
    result = timeline("remove", "sources/port-log", harbour, "--unfinished")
    assert result.code == 2
    assert "nothing written: DAT007" in result.err
    assert "use --unfinished" not in timeline("remove", "sources/port-log", harbour).err
    assert contents(harbour) == before


def test_what_is_added_can_be_taken_back(harbour: Path, timeline: Timeline) -> None:
    before = contents(harbour)
    event = ("--label", "Night shift", "--summary", "Work at night.", "--kind", "project", "--status", "habitual",
             "--topic", "labour", "--position", "2")  # fmt: skip
    assert timeline("add", "event", harbour, *event).code == 0
    assert timeline("remove", "events/night-shift", harbour).code == 0
    assert contents(harbour) == before


def test_a_zip_is_not_changed(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    assert timeline("export", "zip", harbour, "-o", tmp_path / "x.zip").code == 0
    assert "cannot be changed in place" in timeline("remove", "events/strike", tmp_path / "x.zip").err
