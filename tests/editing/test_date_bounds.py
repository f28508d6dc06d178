from __future__ import annotations

import pytest

from event_timeline.editing.date_bounds import bounds
from event_timeline.model import UserError


@pytest.mark.parametrize(
    ("edtf", "wanted"),
    [
        ("2023-11-29", ("2023-11-29", "2023-11-29")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023?", ("2023-01-01", "2023-12-31")),
        ("2022-02-24/..", ("2022-02-24", "")),
        ("../2022", ("", "2022-12-31")),
        ("2022/", ("2022-01-01", "")),
        ("2023-11-28/2023-11-29", ("2023-11-28", "2023-11-29")),
        ("Y17000", ("", "")),
    ],
)
def test_the_first_and_the_last_day(edtf: str, wanted: tuple[str, str]) -> None:
    assert bounds(edtf) == wanted


@pytest.mark.parametrize("edtf", ["29/11/2023", "yesterday", "2023-02-30", "2024/2023"])
def test_what_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(UserError):
        bounds(edtf)
