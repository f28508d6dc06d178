"""Files of rows: CSV as spreadsheets write it, and JSON lines."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.editing.row_files import GivenRow, from_program, parse
from event_timeline.model import Problem, UserError


def values(content: str, table: str = "") -> list[tuple[int, str, dict[str, object]]]:
    found = parse(content.encode(), "rows", table)
    return [(r.line, r.table, dict(r.values)) for r in found if isinstance(r, GivenRow)]


def problems(rows: list[GivenRow | Problem]) -> list[Problem]:
    return [r for r in rows if isinstance(r, Problem)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_with_the_separator_of_its_header(separator: str) -> None:
    content = '\ufeffname,kind\r\n"Two\r\nlines",person\r\n\r\n"a, b; c\t",\r\n'.replace(
        "name,kind", f"name{separator}kind"
    )
    content = content.replace('",', f'"{separator}')
    assert values(content, "actors") == [
        (2, "actors", {"name": "Two\r\nlines", "kind": "person"}),
        (5, "actors", {"name": "a, b; c\t"}),
    ]


def test_a_repeated_column_holds_several_cells() -> None:
    content = "table,name,mention,mention\nactors,A,x,y\nactors,B,,y\n"
    assert values(content) == [
        (2, "actors", {"name": "A", "mention": ["x", "y"]}),
        (3, "actors", {"name": "B", "mention": "y"}),
    ]


def test_json_is_read_as_lines_or_as_an_array() -> None:
    expected = [(1, "actors", {"name": "A"}), (3, "places", {"name": "B", "kind": "site"})]
    assert (
        values('{"name": "A", "note": null}\n\n{"table": "places", "name": "B",\n "kind": "site"}\n', "actors")
        == expected
    )
    assert values('[{"name": "A"},\n\n{"table": "places", "name": "B", "kind": "site"}]', "actors") == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"name\n\xff", "rows:2:1: not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        parse(content, "rows")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,,kind\nA,B,C\n", "rows:1 column 2 has no name"),
        ("name,kind\nA\nB,person,\n", "rows:2 1 cells where the header has 2|rows:3 3 cells where the header has 2"),
        ('name,kind\n"A"b,c\n', "rows:2 not well-formed CSV (',' expected after '\"')"),
        ('{"name": "A"}\n{"name": }', "rows:2 not JSON at character 10: Expecting value"),
        ('[{"name": "A"},\n{"name": "B"},\n', "rows:3 the array is not closed"),
        ('[{"name": "A"}]\n{"name": "B"}', "rows:1 the file goes on after its array"),
        ("[[[[", "rows:1 not JSON at character 5: Expecting value"),
        ('{"name": "A", "name": "B"}', "rows:1 not JSON at character 1: the property 'name' is duplicated"),
        ('[1, {"name": "A"}]', "rows:1 '1' is not a row"),
    ],
)
def test_what_is_not_a_row_is_reported_with_its_line(content: str, said: str) -> None:
    assert "|".join(map(str, problems(parse(content.encode(), "rows")))) == said


def test_the_rows_beside_one_that_cannot_be_read_are_read() -> None:
    content = '{"name": "A"}\n{"name": }\n{"name": "B",\n "kind":\n{"name": "C"}\n'
    assert values(content) == [(1, "", {"name": "A"}), (5, "", {"name": "C"})]
    assert [p.line for p in problems(parse(content.encode(), "rows"))] == [2, 6]
    assert values("name,kind\nA\nB,person\n") == [(3, "", {"name": "B", "kind": "person"})]


def test_rows_of_a_program_are_numbered_and_must_be_mappings() -> None:
    assert from_program([{"table": "actors", "name": "A", "note": ""}]) == [
        GivenRow("row 1", 0, "actors", {"name": "A"})
    ]
    with pytest.raises(UserError, match="row 2 is of the type str"):
        from_program([{}, "A"])  # type: ignore[list-item]


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:\n;\t ab1', max_size=40).map(str.encode))
def test_any_bytes_are_rows_or_an_error_of_ours(content: bytes) -> None:
    with contextlib.suppress(UserError):
        assert all(isinstance(r, GivenRow | Problem) for r in parse(content, "rows"))


def test_half_a_character_is_refused_with_its_line_and_column() -> None:
    content = '{"table": "actors", "name": "A \\ud83d\\ude42"}\n{"table": "actors", "about": [{"name": "B \\ud800"}]}'
    found = problems(parse(content.encode(), "rows.jsonl"))
    assert [(p.path, p.line, p.column) for p in found] == [("rows.jsonl", 2, "about")]
    found = problems(from_program([{"name": "A"}, {"name": "B \ud800"}], "actors"))
    assert [(p.path, p.column) for p in found] == [("row 2", "name")]


def test_what_is_nested_too_deep_is_refused_without_words_of_python() -> None:
    rows = parse(b'{"name": "A"}\n{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "rows.jsonl", "actors")
    assert [(p.line, "nested too deep" in p.message) for p in problems(rows)] == [(2, True)]


def test_json_is_read_on_behind_a_line_that_is_none() -> None:
    found = problems(
        parse(b'{"name": "A", "name": "B"}\n[]\nnull\n"x"\n{"name": 1,\n"name": 2}\n{"name": "C"}\n', "rows")
    )
    assert [(p.line, p.message.partition(" is not a row")[0]) for p in found if p.message.endswith("not a row")] == [
        (2, "'[]'"),
        (3, "null"),
        (4, "'x'"),
    ]
    assert [p.line for p in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "content", [b"name,kind\nA,x\nB\0,y\n", b'{"kind": "x"}\n\n{"name": ["a", {"b": "\\u0000"}]}\n']
)
def test_a_nul_names_its_column_in_the_file(content: bytes) -> None:
    (problem,) = problems(parse(content, "rows", "actors"))
    assert (problem.path, problem.line, problem.column) == ("rows", 3, "name")
    assert "NUL" in problem.message
