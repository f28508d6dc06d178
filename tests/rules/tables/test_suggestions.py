"""Which term may have been meant."""

from __future__ import annotations

import pytest

from event_timeline.rules.tables.suggestions import COMPARED_TERMS, nearest_term


@pytest.mark.parametrize(("more", "term"), [(0, "meeting"), (1, None)])
def test_a_misspelt_term_is_looked_for_in_a_vocabulary_that_is_not_too_large(more: int, term: str | None) -> None:
    terms = ["meeting", *(f"term-{i}" for i in range(COMPARED_TERMS - 1 + more))]
    assert nearest_term("meetings", terms) == term
    assert nearest_term("Meeting", terms) == "meeting"


def test_a_term_that_is_like_none_has_no_nearest_one() -> None:
    assert nearest_term("strike", ["meeting", "pledge"]) is None
