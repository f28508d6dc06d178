"""`timeline explain` takes what the report gives: several codes, slugs, families."""

from __future__ import annotations

import pytest

from tests.conftest import Timeline


def test_several_rules_are_told_one_after_the_other(timeline: Timeline) -> None:
    both = timeline("explain", "EVT003", "no-evidence")
    assert both.code == 0
    assert both.out == timeline("explain", "EVT003").out + "\n" + timeline("explain", "EVD014").out
    assert timeline("explain", "EVT003,EVD014").out == both.out


def test_a_family_may_stand_among_rules(timeline: Timeline) -> None:
    out = timeline("explain", "GEO", "EVT003").out
    assert out.startswith("GEO: ")
    assert "EVT003 occurred-and-negated (error)" in out


@pytest.mark.parametrize("codes", [("EVT003", "EVT999"), ("no-evidenc",)])
def test_one_that_is_not_there_is_met_with_the_nearest(codes: tuple[str, ...], timeline: Timeline) -> None:
    result = timeline("explain", *codes)
    assert (result.code, result.out) == (2, "")
    assert "did you mean" in result.err


def test_a_term_that_is_lacking_can_be_added_by_command(timeline: Timeline) -> None:
    assert "`timeline add term --vocabulary " in timeline("explain", "TAB022").out


def test_a_word_that_is_near_no_rule_brings_the_list(timeline: Timeline) -> None:
    result = timeline("explain", "nonsense")
    assert "did you mean" not in result.err
    assert "`timeline explain` lists all rules" in result.err
    assert "did you mean TAB047?" in timeline("explain", "lost-zero").err
