"""Numbers of event tables: the signs in them, and what is said of cells that are not numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Timeline

import event_timeline as et
from event_timeline.model import Problem, RowsError

MAPPING = """[file]
delimiter = ";"
SIGNS
[event]
id = "id"
label = "id"
kind = { value = "other" }
topic = { value = "Events" }
[[measures]]
measure = { value = "fatalities" }
best = "dead"
unit = { value = "persons" }
[[measures]]
measure = { value = "cost" }
best = "cost"
unit = { value = "EUR" }
"""


def imported(folder: Path, signs: str, *cells: str, column: str = "dead", mapping: str = MAPPING) -> list[float]:
    """The numbers of a column, of counts (`dead`) or of others (`cost`)."""
    rows = (f"x{n};{c};" if column == "dead" else f"x{n};;{c}" for n, c in enumerate(cells, 1))
    (folder / "t.csv").write_text("\n".join(["id;dead;cost", *rows]) + "\n", encoding="utf-8")
    (folder / "t.toml").write_text(mapping.replace("SIGNS", signs), encoding="utf-8")
    made = et.import_("csv", folder / "t.csv", folder / "out", mapping=folder / "t.toml", contributors=["P"])
    return made.package["measures"]["best"].to_list()


def problem(folder: Path, signs: str, cell: str, column: str = "dead") -> Problem:
    with pytest.raises(RowsError) as caught:
        imported(folder, signs, cell, column=column)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("signs", "cells", "numbers"),
    [
        ('thousands = ","', ("1,200", "1,234,567", "1,200.5", "12", "0.5"), [1200, 1234567, 1200.5, 12, 0.5]),
        ('thousands = "."', ("1.200", "1.200,5", "12,5"), [1200, 1200.5, 12.5]),
        ('thousands = " "\ndecimal = ","', ("1 200", "1\u202f200,5", "12,5"), [1200, 1200.5, 12.5]),
        ('thousands = "\'"', ("1'200", "1'200.5"), [1200, 1200.5]),
        ('thousands = "’"', ("1’200",), [1200]),
        ('decimal = "."', ("1.200",), [1.2]),
        ('decimal = ","', ("1.200", "1.200,5", "1,200"), [1200, 1200.5, 1.2]),
    ],
)
@pytest.mark.parametrize("column", ["dead", "cost"])
def test_a_mapping_says_what_separates_thousands(
    tmp_path: Path, signs: str, cells: tuple[str, ...], numbers: list[float], column: str
) -> None:
    assert imported(tmp_path, signs, *cells, column=column) == numbers


TWO = "write 1200 or 1.2, or say in [file] of the mapping which it is: set file.thousands = "


@pytest.mark.parametrize(
    ("signs", "cell", "column", "said", "hint"),
    [
        ("", "1,200", "dead", "is not one number: it is 1200 or 1.2", f'{TWO}"," where a comma separates thousands, and set file.decimal = "," where'),
        ("", "1,200", "cost", "is not one number: it is 1200 or 1.2", f'{TWO}","'),
        ("", "1.200", "dead", "is not one number: it is 1200 or 1.2", f'{TWO}"." where a point separates thousands, and set file.decimal = "." where'),
        ('thousands = ","', "1.200", "dead", "it is 1200 or 1.2", f'{TWO}"."'),
        ('thousands = " "\ndecimal = ","', "1.200", "cost", "it is 1200 or 1.2", f'{TWO}"."'),
        ('decimal = "."', "1,200", "dead", "is not a number", 'write 1200, or set file.thousands = "," in the mapping'),
        ("", "1,234,567.5", "dead", "is not a number", 'write 1234567.5, or set file.thousands = ","'),
        ("", "1 200", "dead", "is not a number", 'write 1200, or set file.thousands = " "'),
        ("", "12,5", "dead", "is not a number", 'write 12.5, or set file.decimal = ","'),
        ("", "3-5", "dead", "is not a number", "3 may be `low` and 5 `high`: see “Ranges in a cell”"),
        ("", "~200", "dead", "is not a number", "write the number alone: 200"),
        ("", "several", "dead", "is not a number", 'missing = ["several"]'),
        ('decimal = ","', "1,2,3", "dead", "'1,2,3' is not a number", "write it in digits"),
    ],
)  # fmt: skip
def test_a_message_says_exactly_what_to_write(
    tmp_path: Path, signs: str, cell: str, column: str, said: str, hint: str
) -> None:
    found = problem(tmp_path, signs, cell, column)
    assert said in found.message
    assert hint in found.hint


def test_one_sign_cannot_separate_thousands_and_fractions(tmp_path: Path) -> None:
    with pytest.raises(et.Error, match=r"t.toml:4: thousands and decimal are the same sign, ','"):
        imported(tmp_path, 'decimal = ","\nthousands = ","', "1")


def test_equal_cells_are_listed_once_with_their_number_and_lines(tmp_path: Path, timeline: Timeline) -> None:
    rows = [f"x{n};many;" for n in range(1, 71)]
    (tmp_path / "t.csv").write_text("\n".join(["id;dead;cost", *rows, "y;few;"]) + "\n", encoding="utf-8")
    (tmp_path / "t.toml").write_text(MAPPING.replace("SIGNS", ""), encoding="utf-8")
    command = ("import", "csv", tmp_path / "t.csv", "--mapping", tmp_path / "t.toml", "--contributor", "P", "-o")
    refused = timeline(*command, tmp_path / "out")
    first, second, last, *_ = refused.err.splitlines()
    assert "t.csv:2:dead measures 1, best: 'many' is not a number (70 cells, lines 2, 3, 4, 5, 6, …). " in first
    assert "t.csv:72:dead measures 1, best: 'few' is not a number. " in second
    assert last.endswith("t.csv has 71 errors; nothing written")
    emptied = timeline(*command, tmp_path / "out", "--invalid", "empty").err
    assert "cells that could not be read and are left empty: 71\n" in emptied


def test_the_recipe_for_ranges_in_a_cell_works(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    recipe = page.partition("**Ranges in a cell.**")[2].partition("```toml\n")[2].partition("```")[0]
    assert "[[measures]]" in recipe
    mapping = MAPPING.partition("[[measures]]")[0].replace("SIGNS", "") + recipe.replace("Killed", "dead")
    imported(tmp_path, "", "3-5", "4", mapping=mapping)
    found = et.read(tmp_path / "out")["measures"].select("low", "best", "high").rows()
    assert found == [(3, None, 5), (None, 4, None)]


def drafted(folder: Path, *cells: str) -> str:
    rows = (f'x{n},"{cell}",2' for n, cell in enumerate(cells, 1))
    (folder / "t.csv").write_text("\n".join(["id,deaths_best,deaths_low", *rows]) + "\n", encoding="utf-8")
    return et.suggest_mapping(folder / "t.csv")


@pytest.mark.parametrize(
    ("cells", "line"),
    [(("1,200", "5"), 'thousands = ","'), (("1 200", "5"), 'thousands = " "'), (("3,5", "5"), 'decimal = ","')],
)
def test_a_draft_names_the_sign_of_thousands(tmp_path: Path, cells: tuple[str, ...], line: str) -> None:
    draft = drafted(tmp_path, *cells)
    assert f"[file]\n{line}\n" in draft
    assert 'best = "deaths_best"' in draft


def test_a_draft_lists_figures_that_are_not_numbers(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "5", "3-5", "2", "several")
    assert 'best = "deaths_best"\nlow = "deaths_low"' in draft
    assert '# not numbers, in "deaths_best": "3-5", "several"\n' in draft
    assert "# kept as own columns: " not in draft
    assert "[[measures]]" not in drafted(tmp_path, "few", "some", "many", "5")
