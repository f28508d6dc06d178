"""The properties of the descriptor."""

from __future__ import annotations

import json

import pytest

from event_timeline.rules.descriptor.properties import shortened


@pytest.mark.parametrize(("letters", "shown"), [(78, "ø" * 78 + '"'), (79, "ø" * 76 + "..."), (500, "ø" * 76 + "...")])
def test_a_long_value_is_shown_with_at_most_80_characters(letters: int, shown: str) -> None:
    assert shortened("ø" * letters) == f'"{shown}'


def test_a_value_is_shown_as_json() -> None:
    value = {"a": [1, None, True]}
    assert json.loads(shortened(value)) == value
