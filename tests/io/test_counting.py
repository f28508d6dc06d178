from __future__ import annotations

import pytest

from event_timeline.io.counting import counted


@pytest.mark.parametrize(("n", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1200, "1,200 rows")])
def test_a_number_has_its_noun_in_the_right_form(n: int, said: str) -> None:
    assert counted(n, "row") == said


def test_a_plural_may_be_given() -> None:
    assert [counted(n, "address", "addresses") for n in (1, 2)] == ["1 address", "2 addresses"]
