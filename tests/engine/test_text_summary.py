"""What a validation proved, in words."""

from __future__ import annotations

import pytest

from event_timeline.engine.text_summary import FEW, _named
from tests import builder
from tests.conftest import Timeline


@pytest.mark.parametrize(
    ("n", "words"), [(1, "a0"), (5, "a0, a1, a2, a3, a4"), (6, "6 sources"), (1200, "1,200 sources")]
)
def test_at_most_five_sources_are_named_and_more_are_counted(n: int, words: str) -> None:
    assert _named({f"a{i}" for i in range(n)}) == words
    assert FEW == 6


def test_a_package_without_evidence_has_no_word_on_spans(timeline: Timeline) -> None:
    done = timeline("validate", builder.MARSHES)
    assert done.code == 0
    assert "spans" not in done.out
    assert "coded text" not in done.err
    assert "spans:" in timeline("validate", builder.HARBOUR).out
