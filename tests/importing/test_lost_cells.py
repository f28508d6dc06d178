"""What fields of an event table do not take whole is kept in own columns, and a note names the lines where it is an error."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import event_timeline as et

EVENT = 'id = "No"\nlabel = "No"\nkind = { value = "other" }\n'


def imported(folder: Path, mapping: str, table: str) -> tuple[pl.DataFrame, str]:
    """The events and the notes of an import. mapping: the rest of `[event]` and what is behind it."""
    (folder / "t.csv").write_text(table, encoding="utf-8")
    (folder / "t.toml").write_text(f"[event]\n{EVENT}{mapping}", encoding="utf-8")
    made = et.import_("csv", folder / "t.csv", folder / "out", mapping=folder / "t.toml", contributors=["Project"])
    return pl.read_csv(folder / "out/data/events.csv", infer_schema=False), "\n".join(made.notes)


ACTORS = '[[actors]]\nname = "N"\nrole = { value = "agent" }\nkind = { value = "organisation" }\n'
SOURCES = '[[sources]]\ntitle = "N"\n'
CHAIN = '[[places]]\nchain = [{ kind = "country", name = "N" }, { kind = "city", name = "X", when = "W" }]\n'
KEPT = {
    "an end before its start": ('date = { start = "N", end = "X" }', "No,N,X\n1,2031-02-03,2031-01-01\n"),
    "an end before its start, in EDTF": (
        'date = { start = "N", end = "X", formats = ["edtf"] }', "No,N,X\n1,2031-02,2031-01\n",
    ),
    "a year that is not that of the date": ('date = { start = "N", year = "X" }', "No,N,X\n1,2031-02-03,2030\n"),
    "a time of day": ('date = { start = "X", formats = ["%Y-%m-%d %H:%M"] }', "No,X\n1,2031-02-03 23:59\n"),
    "a time with its zone": (
        'date = { start = "X", formats = ["%Y-%m-%dT%H:%M:%S%z"] }', "No,X\n1,2031-02-03T23:59:00-0500\n",
    ),
    "a value behind the first that is there": ('topic = { first = ["N", "X"] }', "No,N,X\n1,a,b\n"),
    "a value that is chosen and changed": (
        'topic = { first = ["X", "N"], pattern = "^(.)" }', "No,N,X\n1,a,bcd\n",
    ),
    "a code of what did not take place": ('polarity = "N"\nplover = "X"', "No,N,X\n1,negated,PROTEST\n"),
    "a day of a source without title": (SOURCES + 'published = "X"\n', "No,N,X\n1,,2031-02-03\n"),
    "a publisher without title": (SOURCES + 'publisher = "X"\n', "No,N,X\n1,,Herald\n"),
    "a damaged address": (SOURCES + 'url = "X"\n', "No,N,X\n1,Post,ftp:bad url\n"),
    "another note on the same actor": (ACTORS + 'note = "X"\n', "No,N,X\n1,Ann,n1\n2,Ann,n2\n"),
    "a country of what is not one": (ACTORS + 'country = "X"\n', "No,N,X\n1,Ann,NOR\n"),
    "a note on no actor": (ACTORS + 'note = "X"\n', "No,N,X\n1,,n1\n"),
    "a level that is left out": (CHAIN, "No,N,X,W\n1,Norway,Oslo,1\n2,Norway,Lost,\n"),
    "an actor of a figure who takes no part": (
        '[[measures]]\nmeasure = { value = "fatalities" }\nunit = { value = "persons" }\nbest = "N"\nactor = "X"\n',
        "No,N,X\n1,3,Ann\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lost", KEPT)
def test_keeps_in_an_own_column(tmp_path: Path, lost: str) -> None:
    mapping, table = KEPT[lost]
    events, _ = imported(tmp_path, mapping, table)
    column = table.splitlines()[0].split(",").index("X")
    assert events["x"].to_list() == [line.split(",")[column] for line in table.splitlines()[1:]]


@pytest.mark.parametrize(
    ("mapping", "table"),
    [
        ('date = { start = "X", formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"] }', "No,X\n1,2031-02-03 00:00\n2,2031-02-03\n"),
        (ACTORS + 'note = "X"\n', "No,N,X\n1,Ann,n1\n2,Ann,\n3,Ann,n1\n"),
        (SOURCES + 'publisher = "X"\nurl = "U"\n', "No,N,X,U\n1,Post,Herald,https://example.org/a\n2,,,\n"),
    ],
)  # fmt: skip
def test_keeps_no_own_column_of_what_fields_take_whole(tmp_path: Path, mapping: str, table: str) -> None:
    events, _ = imported(tmp_path, mapping, table)
    assert "x" not in events.columns


def test_names_the_lines_of_ends_and_addresses_that_are_kept(tmp_path: Path) -> None:
    _, notes = imported(tmp_path, 'date = { start = "N", end = "X" }', "No,N,X\n1,2031-02-03,2031-01-01\n")
    assert "the end is kept in the own column of X: 1 row: line 2 (2031-02-03, 2031-01-01)" in notes


def test_names_the_line_of_a_damaged_address(tmp_path: Path) -> None:
    _, notes = imported(tmp_path, SOURCES + 'url = "X"\n', "No,N,X\n1,Post,ftp:bad url\n")
    assert "such are kept in the own column of X: 1 row: line 2 (ftp:bad url)" in notes


def test_names_the_lines_of_actors_that_a_row_has_more_than_once(tmp_path: Path) -> None:
    mapping = """
[[actors]]
name = { column = "N", split = ";" }
role = { value = "side" }
side = { value = "a" }

[[actors]]
name = "X"
role = { value = "side" }
side = { value = "b" }
"""
    _, notes = imported(tmp_path, mapping, 'No,N,X\n1,Ann;Eve,Bob\n2,Ann;Ann,"B\nob"\n3,Eve,Eve\n')
    assert "on both sides of an event, which is given no sides: 1 row: line 5 (Eve)" in notes
    assert "actors that a row names twice in one role: 1 row: line 3 (Ann)" in notes
    assert "cells with line breaks, which are blanks now: 1 row: line 3 (X)" in notes


def test_names_a_line_for_each_record_of_a_row(tmp_path: Path) -> None:
    mapping = '[[actors]]\nname = { column = "N", split = ";" }\nrole = { value = "agent" }\nnote = "X"\n'
    _, notes = imported(tmp_path, mapping, "No,N,X\n1,Ann;Eve,a\n2,Ann;Eve,b\n")
    assert "2 rows: line 3 (Ann, b), line 3 (Eve, b)" in notes
