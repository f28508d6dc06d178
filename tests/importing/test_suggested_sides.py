"""What a draft makes of columns in pairs, sides above all, and what an import says of values that do not match a pattern."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import Timeline

import event_timeline as et
from event_timeline.importing.rows.patterns import remedy, toml_value

HEADER = "event_id,date,{0},{1},{2},{3},source1,url1,source2,url2,deaths_low,deaths_best,deaths_high"
ROWS = [
    f"E{n},2031-02-0{n % 9 + 1},Group {n},SIDE,Police,{'' if n % 3 else 'B'},Post,https://post.example/{n},Herald,https://herald.example/{n},1,2,3"
    for n in range(1, 13)
]
NAMES = ("actor1", "side1", "actor2", "side2")


def table(folder: Path, names: tuple[str, ...] = NAMES, side: str = "A") -> Path:
    content = "\n".join([HEADER.format(*names), *ROWS]).replace("SIDE", side)
    (folder / "t.csv").write_text(content + "\n", encoding="utf-8")
    return folder / "t.csv"


def imported(folder: Path, mapping: str) -> et.ImportedPackage:
    (folder / "t.toml").write_text(mapping, encoding="utf-8")
    return et.import_("csv", folder / "t.csv", folder / "out", mapping=folder / "t.toml", contributors=["P"])


@pytest.mark.parametrize(
    "names",
    [
        NAMES, ("actor_1", "side_a", "actor_2", "side_b"), ("Side A", "Actor A", "Side B", "Actor B"),
        ("actor1_name", "actor1_side", "actor2_name", "actor2_side"),
    ],
)  # fmt: skip
def test_columns_of_sides_beside_actors_are_their_sides(tmp_path: Path, names: tuple[str, ...]) -> None:
    if names[0] == "Side A":  # the sides come first, and the names second
        content = HEADER.format("Side A", "Actor A", "Side B", "Actor B")
        rows = [",".join([*r[:2], r[3], r[2], r[5], r[4], *r[6:]]) for r in (row.split(",") for row in ROWS)]
        (tmp_path / "t.csv").write_text("\n".join([content, *rows]).replace("SIDE", "A") + "\n", encoding="utf-8")
    else:
        table(tmp_path, names)
    package = imported(tmp_path, et.suggest_mapping(tmp_path / "t.csv"))
    assert package.report.errors == 0, package.report.problems
    parts = package.package["event_actors"]
    assert parts.filter(actor_id="group-3")["side"].to_list() == ["a"]
    assert parts.filter(actor_id="police", event_id="e3")["side"].to_list() == ["b"]
    assert parts.filter(actor_id="police", event_id="e4")["side"].to_list() == [None]


@pytest.mark.parametrize(
    ("side", "line"),
    [
        ("a", 'side = { column = "side1", case = "lower" }'),
        ("1", 'side = { column = "side1", map = { 1 = "a", B = "b" } }  # sides are letters'),
        ("the rebels", 'side = { column = "side1", map = { B = "a", "the rebels" = "b" } }'),
    ],
)
def test_sides_become_letters_that_are_the_same_in_both_columns(tmp_path: Path, side: str, line: str) -> None:
    draft = et.suggest_mapping(table(tmp_path, side=side))
    assert line in draft
    assert line.partition("column")[2].replace("side1", "side2") in draft
    assert imported(tmp_path, draft).report.errors == 0


def test_columns_of_sides_without_actors_beside_are_the_names_of_the_sides(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,side_a,side_b\n1,Government,NRA\n2,NRA,Crews\n", encoding="utf-8")
    assert 'name = "side_a"\nrole = { value = "side" }\nside = { value = "a" }' in et.suggest_mapping(
        tmp_path / "t.csv"
    )


def test_every_source_is_drafted_with_its_address(tmp_path: Path) -> None:
    draft = et.suggest_mapping(table(tmp_path))
    assert '[[sources]]\ntitle = "source1"\nurl = "url1"\n\n[[sources]]\ntitle = "source2"\nurl = "url2"\n' in draft
    (tmp_path / "t.csv").write_text(
        "id,actor1,actor2,actor3,source,source_2\n1,A B,C D,E F,Post,Herald\n", encoding="utf-8"
    )
    draft = et.suggest_mapping(tmp_path / "t.csv")
    assert 'title = "source_2"' in draft
    assert 'name = "actor3"\nrole = { value = "participant" }' in draft


def test_a_draft_lists_all_columns_that_the_import_keeps(tmp_path: Path) -> None:
    draft = et.suggest_mapping(table(tmp_path))
    (tmp_path / "t.csv").write_text(
        "id,type,deaths_low,deaths_best,deaths_high,desk\n1,Flood,0,few,3,n\n2,Strike,1,many,5,s\n", encoding="utf-8"
    )
    draft = et.suggest_mapping(tmp_path / "t.csv")
    assert '\n\n# kept as own columns: "deaths_low", "deaths_best", "deaths_high", "desk"\n' in draft
    assert '# kept as own columns too, since a field does not take them whole: "id", "type"' in draft
    columns = imported(tmp_path, draft).package["events"].columns
    assert {"id", "type", "deaths_low", "deaths_best", "deaths_high", "desk"} <= set(columns)


def test_sides_in_capitals_are_noted_once_with_the_key_that_helps(tmp_path: Path, timeline: Timeline) -> None:
    draft = et.suggest_mapping(table(tmp_path)).replace(', case = "lower" }', " }")
    package = imported(tmp_path, draft)
    assert package.report.errors == 16
    form = "does not match the form of event_actors.side, ^[a-z]$: write side ="
    first = (
        f'warning: actors 1, side: \'A\' (12 rows, the first is line 2) {form} {{ column = "side1", case = "lower" }}'
    )
    second = (
        f'warning: actors 2, side: \'B\' (4 rows, the first is line 4) {form} {{ column = "side2", case = "lower" }}'
    )
    assert [n for n in package.notes if n.startswith("warning: ")] == [first, second]
    command = ("import", "csv", tmp_path / "t.csv", "--mapping", tmp_path / "t.toml", "--contributor", "P", "-o")
    assert "\nwarning: actors 2, side: 'B' (4 rows" in timeline(*command, tmp_path / "again").err


def test_a_constant_and_another_field_are_noted_too(tmp_path: Path) -> None:
    table(tmp_path)
    mapping = """[event]
id = "event_id"
label = "event_id"
kind = { value = "other" }
[[actors]]
name = "actor1"
role = { value = "agent" }
side = { value = "Left" }
[[sources]]
title = "source1"
language = { value = "EN" }
"""
    notes = "\n".join(imported(tmp_path, mapping).notes)
    assert "actors 1, side: 'Left' (12 rows, the first is line 2)" in notes
    assert 'write side = { value = "Left", map = { Left = "a" } }' in notes
    assert 'write language = { value = "EN", case = "lower" }' in notes


def test_a_remedy_is_a_letter_case_or_a_map() -> None:
    assert remedy(["A", "b"], "^[a-z]$") == {"case": "lower"}
    assert remedy(["nor"], "^([A-Z]{3})+$") == {"case": "upper"}
    assert remedy(["A b"], "^[a-z0-9]+(-[a-z0-9]+)*$") == {"case": "slug"}
    assert remedy(["1", "2"], "^([A-Z]{3})+$") == {"map": {"1": "…", "2": "…"}}
    assert toml_value({"first": [{"column": "x y"}], "a b": 1}) == '{ first = [{ column = "x y" }], "a b" = 1 }'
