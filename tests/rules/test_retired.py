"""Rules that are no more: their codes are kept from being given anew, and are explained."""

from __future__ import annotations

from event_timeline.rules import RULES
from event_timeline.rules.retired import RETIRED


def test_no_rule_has_the_code_of_one_that_is_no_more() -> None:
    assert not {r.code for r in RULES} & set(RETIRED)


def test_a_retired_code_is_explained(timeline) -> None:
    result = timeline("explain", "rel017")
    assert result.code == 2
    assert "REL017 is no rule any more" in result.err
    assert RETIRED["REL017"] in result.err
