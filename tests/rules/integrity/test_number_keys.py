"""Numbers as keys: equal exactly where all their digits are, on every engine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from event_timeline.model import Report
from event_timeline.rules import RULES
from event_timeline.tables import loading
from tests import builder
from tests.engine.comparison import alone, shared
from tests.engine.sequential_pool import InTurn

KEYS = [r for r in RULES if r.code in ("KEY001", "KEY002", "KEY003", "TAB026", "TAB027")]
NUMBERS = [
    "1.0", "1.00000000000000000000", "10e-1", "1.0000000000000000001", "1.00000000000000000010", "0", "-0.0", "0.1",
    "0.10000000000000001", "0.100000000000000000000", "9007199254740992", "9007199254740993", "1e20", "5e-324", "4.9e-324",
    "100000000000000000000", "100000000000000000001", "123456789012345678901", "123456789012345678901.0", "5.0e-324", "-1",
]  # fmt: skip
EXACT = [Fraction(number) for number in NUMBERS]
DECLARED: dict[str, dict[str, Any]] = {
    "KEY001": {"primaryKey": ["metres"]},
    "KEY002": {"uniqueKeys": [["metres", "part"]]},
    "TAB026": {"constraints": {"unique": True}},
}


@pytest.fixture(params=["small", "large", "chunked"])
def checked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Report]:
    if request.param == "large":
        monkeypatch.setattr(loading, "SMALL_ROWS", -1)
        monkeypatch.setattr(loading, "IN_MEMORY", 0)
    return lambda package: shared(package, InTurn(), 4000, KEYS) if request.param == "chunked" else alone(package, KEYS)


def measured(package: Path, table: str, numbers: list[str], **declared: Any) -> None:
    """Give the first records of a table a column of numbers, `metres`, and leave out the others."""
    path = package / "data" / f"{table}.csv"
    header, *rows = builder.read(path).splitlines()
    builder.write(path, "\n".join([f"{header},metres", *map(",".join, zip(rows, numbers, strict=False))]) + "\n")
    schema = builder.schema(package, table)
    schema["fields"].append({"name": "metres", "type": "number", "constraints": declared.pop("constraints", {})})
    builder.write(package / "schemas" / f"{table}.json", json.dumps(schema | declared))


@pytest.mark.parametrize("code", DECLARED)
def test_numbers_are_one_key_where_all_their_digits_are_equal(
    code: str, harbour: Path, checked: Callable[[Path], Report]
) -> None:
    measured(harbour, "evidence", NUMBERS, **DECLARED[code])
    path = harbour / "data" / "evidence.csv"
    for part in ("mention", "report", "quote", "speaker", "cue", "date", "place"):
        builder.write(path, builder.read(path).replace(f",{part},", ",mention,"))
    reported = {p.row for p in checked(harbour).problems if p.code == code}
    first = {number: row for row, number in reversed(list(enumerate(EXACT, 1)))}
    several = {row for row, number in enumerate(EXACT, 1) if Counter(EXACT)[number] > 1}
    assert reported == (several if code == "TAB026" else several - set(first.values()))
    assert len(set(map(float, NUMBERS))) < len(set(EXACT)) < len(NUMBERS)


@pytest.mark.parametrize("there", [NUMBERS[::2], NUMBERS[1::2]])
def test_a_reference_to_a_number_leads_to_the_same_number(
    there: list[str], harbour: Path, checked: Callable[[Path], Report]
) -> None:
    measured(harbour, "codebook", there)
    keys = builder.schema(harbour, "evidence")["foreignKeys"]
    reference = {"fields": ["metres"], "reference": {"resource": "codebook", "fields": ["metres"]}}
    measured(harbour, "evidence", NUMBERS, foreignKeys=[*keys, reference])
    lost = {p.value for p in checked(harbour).problems if p.column == "metres"}
    known = set(map(Fraction, there))
    assert {Fraction(value or "") for value in lost} == {number for number in EXACT if number not in known}
