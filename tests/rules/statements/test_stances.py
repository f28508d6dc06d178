"""The stances of statements, and the status of the events that they are on."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Dropped, Edit
from event_timeline.rules.statements.stances import AT_ODDS, UNUSUAL
from tests import builder
from tests.rules.asking import cells, found, placed


def test_stances_and_values_that_are_at_odds_are_terms_of_the_profile() -> None:
    fields = {f["name"]: f["constraints"] for f in builder.schema(builder.HARBOUR, "statement_events")["fields"]}
    assert set(AT_ODDS) <= set(fields["stance"]["enum"])
    assert {v for values in AT_ODDS.values() for v in values} <= set(fields["factuality"]["enum"])


@pytest.mark.parametrize(("stance", "factuality"), [(s, v) for s, values in AT_ODDS.items() for v in values])
def test_each_pair_that_is_at_odds_is_found(stance: str, factuality: str, tmp_path: Path) -> None:
    edits = cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality)
    assert placed(tmp_path, "STM018", *edits) == [("data/statement_events.csv", 6, "factuality")]


@pytest.mark.parametrize(("stance", "factuality"), [
    ("asserts", "PS+"), ("denies", "CT-"), ("presupposes", "CT-"), ("demands", "U"), ("rejects", "CT-"), ("doubts", "PR-"),
    ("commits", "CT-"), ("intends", "CT-"), ("demands", "CT+"), ("demands", "CT-"), ("warns", "CT-"), ("predicts", "U"),
])  # fmt: skip
def test_what_goes_together_is_not(stance: str, factuality: str, tmp_path: Path) -> None:
    assert (
        found(
            tmp_path,
            "STM018",
            *cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality),
        )
        == []
    )


def test_what_is_unusual_is_a_term_of_the_profile_and_no_error() -> None:
    fields = {f["name"]: f["constraints"] for f in builder.schema(builder.HARBOUR, "statement_events")["fields"]}
    for stance, values in UNUSUAL.items():
        assert stance in fields["stance"]["enum"]
        assert set(values) <= set(fields["factuality"]["enum"]) - set(AT_ODDS.get(stance, ()))


@pytest.mark.parametrize(("stance", "factuality"), [(s, v) for s, values in UNUSUAL.items() for v in values])
def test_each_unusual_pair_is_asked_about(stance: str, factuality: str, tmp_path: Path) -> None:
    edits = cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality)
    assert placed(tmp_path, "STM028", *edits) == [("data/statement_events.csv", 6, "factuality")]


@pytest.mark.parametrize("stance", ["blames", "condemns", "presupposes"])
def test_an_omission_may_be_blamed_condemned_and_presupposed(stance: str, tmp_path: Path) -> None:
    edits = cells("statement_events", "not-this-year new-cable", stance=stance, factuality="CT-")
    assert found(tmp_path, "STM028", *edits) == []


def test_nothing_is_said_to_be_so_of_a_condition_only_where_what_depends_on_it_is_named(tmp_path: Path) -> None:
    condition = cells("statement_events", "veld-promise council-funding", stance="presupposes")
    assert found(tmp_path / "named", "STM028", *condition) == []
    alone: list[Edit] = [*condition, Dropped("statement_events", "veld-promise new-cable")]
    assert len(found(tmp_path / "alone", "STM028", *alone)) == 1
    unrelated: list[Edit] = [*condition, Dropped("event_relations", "council-funding condition_of new-cable")]
    assert len(found(tmp_path / "unrelated", "STM028", *unrelated)) == 1


@pytest.mark.parametrize(("day", "event", "n"), [
    ("2024-05-14", "2024-05-13", 1), ("2024-05-13", "2024-05-13", 0), ("2024-05-14~", "2024-05-13", 0), ("2024-05", "2024-05-13", 0),
    ("", "2024-05-13", 0), ("2024-05-14", "2024-05-13?", 0), ("2024-05-14", "", 0),
])  # fmt: skip
def test_only_sure_dates_tell_that_an_event_was_over(day: str, event: str, n: int, tmp_path: Path) -> None:
    edits = [
        *cells("statement_events", "nobody-hurt container-fall", stance="warns"),
        *cells("statements", "nobody-hurt", date_edtf=day),
        *cells("events", "container-fall", date_edtf=event),
    ]
    assert len(found(tmp_path, "STM029", *edits)) == n


@pytest.mark.parametrize(("stance", "n"), [("asserts", 1), ("denies", 0)])
def test_the_only_voice_may_deny_what_the_source_reports(stance: str, n: int, tmp_path: Path) -> None:
    edits = cells("statement_events", "traders-claim cable-cut", stance=stance, factuality="CT+")
    assert len(found(tmp_path, "STM031", *edits, *cells("events", "cable-cut", polarity="negated"))) == n
