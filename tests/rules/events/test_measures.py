"""The numbers of events."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added, Edit, Replaced
from tests import builder
from tests.rules.asking import messages, own_column


def measure(**cells: str) -> Added:
    """A number more, of an event that has none."""
    return Added("measures", {"event_id": "marsh-fire", "measure": "injured", "unit": "persons", **cells})


@pytest.mark.parametrize(("numbers", "expected"), [
    ({"low": "3", "best": "2"}, ["the lowest estimate, 3, is above the best one, 2"]),
    ({"best": "3", "high": "2"}, ["the highest estimate, 2, is below the best one, 3"]),
    ({"low": "3", "high": "2"}, ["the lowest estimate, 3, is above the highest one, 2"]),
    ({"low": "2", "high": "3"}, []),
    ({"low": "-3", "best": "-2.5", "high": "-2"}, []),
])  # fmt: skip
def test_estimates_are_compared_with_those_that_are_there(
    numbers: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    assert messages(tmp_path, "EVT022", measure(**numbers)) == expected


@pytest.mark.parametrize("column", ["low", "best", "high"])
def test_a_number_of_people_is_not_below_zero(column: str, tmp_path: Path) -> None:
    assert messages(tmp_path / "below", "EVT027", measure(**{column: "-1"})) == [
        f"injured of marsh-fire: {column} is -1, below zero"
    ]
    assert messages(tmp_path / "zero", "EVT027", measure(**{column: "0"})) == []


@pytest.mark.parametrize("name", ["price", "cost", "amount", "quantity", "score", "intensity", "tone"])
def test_what_is_no_count_may_be_below_zero(name: str, tmp_path: Path) -> None:
    assert messages(tmp_path, "EVT027", measure(measure=name, best="-37.6", unit="USD")) == []


TWICE = (measure(best="3"), measure(best="4"))


def test_a_second_number_with_all_the_same_columns_is_reported(tmp_path: Path) -> None:
    assert len(messages(tmp_path, "EVT024", *TWICE)) == 1


def test_two_numbers_may_differ_in_a_column_of_the_package(tmp_path: Path) -> None:
    rows = builder.read(builder.PACKAGES / "marshes/data/measures.csv").splitlines()
    dated = "".join(
        f"{row},{counted}\n" for row, counted in zip(rows, ["counted_on", *[""] * 8, "friday"], strict=True)
    )
    alike = "".join(f"{rows[-1]},{counted}\n" for counted in ("monday", "monday"))

    def counted(further: str) -> list[Edit]:
        return [own_column("measures", "counted_on"), Replaced("data/measures.csv", "*", dated + further)]

    assert messages(tmp_path / "differ", "EVT024", *counted(alike.splitlines()[0] + "\n")) == []
    assert len(messages(tmp_path / "alike", "EVT024", *counted(alike))) == 1
