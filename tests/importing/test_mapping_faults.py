"""Faults of a mapping or a table that are refused, with the line and what to write; identifiers of any script."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import event_timeline as et
from event_timeline.importing.mapping import file_section
from event_timeline.importing.rows.cells import fraction_hint, number_hint
from event_timeline.model import UserError

EVENT = '[event]\nid = "No"\nlabel = "X"\nkind = { value = "other" }\n'


def imported(folder: Path, mapping: str, table: str) -> pl.DataFrame:
    """The events of an import."""
    (folder / "t.csv").write_text(table, encoding="utf-8")
    (folder / "t.toml").write_text(mapping, encoding="utf-8")
    et.import_("csv", folder / "t.csv", folder / "out", mapping=folder / "t.toml", contributors=["Project"])
    return pl.read_csv(folder / "out/data/events.csv", infer_schema=False)


def refused(folder: Path, mapping: str, table: str = "No,X\n1,Flood\n") -> UserError:
    with pytest.raises(UserError) as error:
        imported(folder, mapping, table)
    return error.value


def test_refuses_codes_that_differ_in_case_only(tmp_path: Path) -> None:
    error = refused(tmp_path, EVENT + 'topic = { column = "X", map = { Flood = "a", flood = "b" } }\n')
    assert "t.toml:5: the codes 'Flood' and 'flood' differ in letter case or blanks only" in error.message
    assert "keep one of them" in error.hint


def test_takes_codes_that_differ_in_case_and_mean_the_same(tmp_path: Path) -> None:
    events = imported(
        tmp_path, EVENT + 'topic = { column = "X", map = { Flood = "a", flood = "a" } }\n', "No,X\n1,FLOOD\n"
    )
    assert events["topic"].to_list() == ["a"]


def test_refuses_a_code_that_a_list_has_twice_with_different_values(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("code,value\nFlood,a\nFlood,b\n", encoding="utf-8")
    error = refused(tmp_path, EVENT + 'topic = { column = "X", map = "list.csv" }\n')
    assert "the code 'Flood' is in row 2 already, with another value" in error.message


def test_writes_a_year_above_9999_as_coverage(tmp_path: Path) -> None:
    mapping = EVENT + 'date = { start = "X", formats = ["edtf"] }\n'
    imported(tmp_path, mapping, "No,X\n1,Y20240\n2,2031-02-03\n")
    descriptor = json.loads((tmp_path / "out/datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["temporal"] == {"start": "2031-02-03", "end": "Y20240"}


def test_makes_identifiers_of_any_script(tmp_path: Path) -> None:
    events = imported(tmp_path, EVENT, "No,X\n日本,a\nالف,b\nД1,c\n1,d\nÉ 2,e\n#,f\n")
    ids = events["event_id"].to_list()
    assert [i.rpartition("-")[0] for i in ids[:3]] == ["event", "event", "1"]
    assert (ids[3], ids[4], ids[5][:6], len(set(ids))) == ("1", "e-2", "event-", 6)
    assert events["no"].to_list()[:3] == ["日本", "الف", "Д1"]


def test_does_not_merge_rows_whose_identifiers_differ_in_another_script(tmp_path: Path) -> None:
    events = imported(tmp_path, EVENT + 'repeated = "merge"\n', "No,X\nД1,c\nЖ1,d\nД1,c\n")
    assert events.height == 2


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("\u22125", "write -5, with the minus sign of the keyboard"), ("\u2013 5.5", "write -5.5, with"),
        ("9" * 400, "no number is as large"), ("-1#QNAN", "missing"), ("1.#INF", "missing"), ("NaN", "missing"),
        ("about 5", "write the number alone: 5"), ("1,200", "write 1200, or set file.thousands"),
    ],
)  # fmt: skip
def test_says_of_a_cell_what_to_write(cell: str, hint: str) -> None:
    said = number_hint(cell)
    assert hint in said
    assert len(said) < 200


def test_takes_the_comma_of_a_coordinate_for_a_decimal_comma(tmp_path: Path) -> None:
    places = '[[places]]\nchain = [{ kind = "city", name = "X" }]\nlatitude = "La"\nlongitude = "La"\n'
    error = refused(tmp_path, EVENT + places, 'No,X,La\n1,Oslo,"3,119"\n')
    assert 'write 3.119, or set file.decimal = ","' in str(error) + str(getattr(error, "problems", ""))
    assert fraction_hint("about 5") == number_hint("about 5")


def test_names_only_columns_that_the_file_has(tmp_path: Path) -> None:
    mapping = '[file]\noptional = ["Xs", "Yx"]\n' + EVENT + 'summary = "Yxs"\n'
    error = refused(tmp_path, mapping)
    assert "did you mean" not in error.hint
    assert "did you mean 'Xylem'?" in refused(tmp_path, EVENT.replace('"X"', '"Xylen"'), "No,Xylem\n1,2\n").hint


@pytest.mark.parametrize(
    ("key", "sign"), [("delimiter", "\\n"), ("delimiter", '\\"'), ("delimiter", "→"), ("quote", "a")]
)
def test_refuses_signs_that_cannot_separate_or_quote(tmp_path: Path, key: str, sign: str) -> None:
    mapping = f'[file]\n{key} = "{sign}"\n'
    assert refused(tmp_path, mapping + EVENT).message.startswith(f"{tmp_path}/t.toml:2: file")
    with pytest.raises(UserError, match="toml:2: file"):
        file_section(tmp_path / "t.toml")


@pytest.mark.parametrize("text", ["{", "{X", "X} of {No}"])
def test_refuses_a_brace_without_its_other(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, EVENT + f'summary = {{ text = "{text}" }}\n')
    assert "t.toml:5: event, summary: a brace of the text has no other one" in error.message
