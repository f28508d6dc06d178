"""Numbers are finite: what a float does not hold is an error wherever it comes in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from event_timeline.rules.explanations import Added
from tests import builder
from tests.rules.asking import cells, found

NOT_FINITE = ("inf", "-inf", "INF", "Infinity", "NaN", "nan")
BEYOND = ("1e400", "-1e400", "1e309", "1e-400", "-2.5E-400", "1" + "0" * 400, "0." + "0" * 400 + "1")
HELD = ("1e308", "1e-320", "0", "-0", "0e500", "0.000e-999", "0000", ".5", "5.", "+5", "9007199254740993")


def measure(number: str) -> Added:
    row = {"event_id": "marsh-fire", "measure": "quantity", "best": number, "unit": "t"}
    return Added("measures", row)


@pytest.mark.parametrize("number", NOT_FINITE)
def test_a_measure_is_finite(number: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "TAB027", measure(number), package="marshes")
    assert (problem.column, problem.value) == ("best", number)
    assert problem.message == f"{number!r} is not a finite number"


@pytest.mark.parametrize("number", BEYOND, ids=lambda n: n[:12])
def test_a_measure_is_a_number_that_a_float_holds(number: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "TAB027", measure(number), package="marshes")
    assert "is beyond the numbers that programs read" in problem.message


@pytest.mark.parametrize("number", HELD)
def test_other_numbers_are_right(number: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [measure(number)], "marshes")
    assert et.validate(package).problems == []


@pytest.mark.parametrize(("table", "key", "column"), [
    ("places", "oss", "latitude"), ("places", "oss", "longitude"), ("events", "marsh-fire", "weight"), ("events", "marsh-fire", "confidence"),
])  # fmt: skip
@pytest.mark.parametrize("number", ["inf", "NaN", "1e-400"])
def test_every_number_of_the_profile_is_finite_and_reported_once(
    table: str, key: str, column: str, number: str, tmp_path: Path
) -> None:
    package = builder.edited(tmp_path, cells(table, key, **{column: number}), "marshes")
    at_fault = [p for p in et.validate(package).problems if p.column == column]
    assert [(p.code, p.value) for p in at_fault] == [("TAB027", number)]


def with_own_number(package: Path, number: str, **constraints: Any) -> Path:
    """A package with a column of numbers of its own in `places`."""
    schema = builder.schema(package, "places")
    schema["fields"].append({"name": "metres", "type": "number", "constraints": constraints})
    (package / "schemas" / "places.json").write_text(json.dumps(schema), encoding="utf-8")
    path = package / "data" / "places.csv"
    header, *rows = builder.read(path).splitlines()
    builder.write(path, "\n".join([f"{header},metres", *(f"{row},{number}" for row in rows)]) + "\n")
    builder.stamp(package)
    return package


def test_a_column_of_the_package_s_own_is_finite_too(tmp_path: Path) -> None:
    package = with_own_number(Path(shutil.copytree(builder.MARSHES, tmp_path / "marshes")), "NaN")
    assert set(et.validate(package).counts) == {"TAB027"}


def test_the_first_version_leaves_own_columns_to_table_schema(harbour: Path) -> None:
    assert et.validate(with_own_number(harbour, "NaN")).problems == []


@pytest.fixture
def marshes(tmp_path: Path) -> Path:
    return Path(shutil.copytree(builder.MARSHES, tmp_path / "marshes"))


@pytest.mark.parametrize("number", ["1e400", "1e-400", "inf", "nan", float("inf"), 10**400], ids=lambda n: str(n)[:9])
def test_no_edit_takes_a_number_that_is_not_held(number: Any, marshes: Path) -> None:
    before = {p.name: p.read_bytes() for p in (marshes / "data").iterdir()}
    row = {"event_id": "marsh-fire", "measure": "quantity", "best": number, "unit": "t"}
    ways = (
        lambda editor: editor.add("measures", **row),
        lambda editor: editor.add_many([row], table="measures"),
        lambda editor: editor.set("events/marsh-fire", weight=number),
    )
    for change in ways:
        with (
            pytest.raises(et.Error, match=r"infinite|is not a finite number|beyond the numbers"),
            et.edit(marshes) as editor,
        ):
            change(editor)
    assert {p.name: p.read_bytes() for p in (marshes / "data").iterdir()} == before


def test_a_missing_number_is_an_empty_cell(marshes: Path) -> None:
    with et.edit(marshes) as editor:
        editor.set("events/marsh-fire", weight=float("nan"))
    header, *rows = builder.table(marshes / "data" / "events.csv")
    assert [row[header.index("weight")] for row in rows if row[0] == "marsh-fire"] == [""]


ON_THE_BOUND = [
    ("maximum", 1, "1.0000000000000000001", "1.0000000000000000000"),
    ("maximum", 1, "1.000000000000000000000000000000000000001e0", "10e-1"),
    ("minimum", 1, "0.99999999999999999999", "1"),
    ("minimum", 0.1, "0.09999999999999999999", "0.10000000000000000000001"),
    ("minimum", 9007199254740993, "9007199254740992", "9007199254740993"),
    ("exclusiveMaximum", 1, "1.00", "0.99999999999999999999"),
    ("exclusiveMinimum", 1, "1e0", "1.0000000000000000001"),
    ("maximum", 10**20 + 1, "100000000000000000002", "1e20"),
    ("minimum", 0, "-1e-400", "0e-99999999999999999999"),
]
"""Constraint, bound, a number outside it and one inside it, both of which a float of 64 bits takes for the bound."""


@pytest.mark.parametrize(("constraint", "bound", "outside", "inside"), ON_THE_BOUND)
def test_a_number_is_compared_with_its_bound_by_all_its_digits(
    constraint: str, bound: float, outside: str, inside: str, harbour: Path, tmp_path: Path
) -> None:
    package = with_own_number(Path(shutil.copytree(harbour, tmp_path / "outside")), outside, **{constraint: bound})
    problems = et.validate(package).problems
    assert {(p.code, p.column, p.value) for p in problems} == {("TAB024", "metres", outside)}
    way = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
    assert problems[0].message == f"{outside} is out of range; allowed is {way[constraint]} {bound}"
    assert et.validate(with_own_number(harbour, inside, **{constraint: bound})).problems == []


@pytest.mark.parametrize(("number", "codes"), [("1.0000000000000000001", {"TAB022"}), ("1.00", set())])
def test_a_number_is_one_of_the_terms_by_all_its_digits(number: str, codes: set[str], harbour: Path) -> None:
    report = et.validate(with_own_number(harbour, number, enum=[1, 2.5]), ignore=["VOC"])
    assert {(p.code, p.value) for p in report.problems} == {(code, number) for code in codes}


@pytest.mark.parametrize("number", [number for _, _, *both in ON_THE_BOUND[:-1] for number in both])
def test_frictionless_draws_the_same_line(number: str) -> None:
    import frictionless

    for constraint, bound, outside, inside in ON_THE_BOUND:
        if number in (outside, inside):
            field = {"name": "metres", "type": "number", "constraints": {constraint: bound}}
            _, notes = frictionless.Field.from_descriptor(field).create_cell_reader()(number)
            assert bool(notes) == (number == outside)
