"""`timeline show`: what it says beside the events."""

from __future__ import annotations

from tests import builder


def test_who_only_speaks_is_said_to(timeline) -> None:
    result = timeline("show", builder.HARBOUR, "--actor", "Mira Holm")
    assert "0 of 13 events" in result.out
    assert result.err == (
        "Mira Holm takes part in no event, but makes 2 statements, about 1 event: `timeline view` shows them\n"
    )
    assert timeline("show", builder.HARBOUR, "--actor", "Jonas Veld").err == ""


def test_the_sign_of_a_negated_event_is_true_of_what_only_a_party_denies(timeline) -> None:
    legend = timeline("show", builder.HARBOUR).out.splitlines()[-1]
    assert legend.endswith("negated: said not to take place")
