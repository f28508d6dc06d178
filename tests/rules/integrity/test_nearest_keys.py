"""Which key a lost reference may mean."""

from __future__ import annotations

import polars as pl
import pytest

from event_timeline.rules.integrity.references import MOST_ALIKE, _asked

KEYS = ["cable-cut", "cable-promise", "event-1002", "event-1003", "strike"]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("cabel-cut", "cable-cut"),
        ("cable-promis", "cable-promise"),
        ("event-10027", None),  # a number is not nearer to one than to another
        ("event-1004", None),
        ("strikes", "strike"),
        ("harbour", None),
    ],
)
def test_a_key_is_proposed_that_differs_in_letters(value: str, meant: str | None) -> None:
    said, _ = _asked(value, pl.Series(KEYS), {}, "events")
    assert said == (f"; did you mean {meant!r}?" if meant else "")


def test_nothing_is_proposed_where_too_many_keys_begin_alike() -> None:
    many = pl.Series([f"meeting-{word}" for word in map(str, range(MOST_ALIKE + 1))])
    assert _asked("meeting-x", many, {}, "events") == ("", "")
