from __future__ import annotations

import pytest

from event_timeline import profile
from event_timeline.editing import csv_tables
from event_timeline.model import UserError
from tests import builder


@pytest.mark.parametrize("name", profile.TABLES)
def test_a_sorted_table_comes_back_byte_for_byte(name: str) -> None:
    content = (builder.HARBOUR / "data" / f"{name}.csv").read_bytes()
    table = csv_tables.parse(content, name, f"data/{name}.csv", builder.schema(builder.HARBOUR, name))
    table.rows.reverse()
    assert csv_tables.render(table) == content


def test_cells_are_quoted_only_where_needed() -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}], "sortedBy": ["a"]}
    table = csv_tables.CsvTable(
        "t", "t.csv", schema, ["a", "b"], [{"a": 'say "x"', "b": "1, 2"}, {"a": "plain", "b": ""}]
    )
    assert csv_tables.render(table) == b'a,b\nplain,\n"say ""x""","1, 2"\n'


def test_numbers_sort_by_value_and_ties_by_key() -> None:
    fields = [{"name": "id"}, {"name": "n", "type": "integer"}]
    schema = {"fields": fields, "sortedBy": ["n"], "primaryKey": "id"}
    rows = [{"id": i, "n": n} for i, n in (("b", "10"), ("a", "10"), ("c", "9"), ("d", ""))]
    content = csv_tables.render(csv_tables.CsvTable("t", "t.csv", schema, ["id", "n"], rows))
    assert content.decode().split() == ["id,n", "d,", "c,9", "a,10", "b,10"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,c\n", "header"),
        (b"a,b\n1\n", "t.csv:2: 1 cell "),
        (b'a,b\n"1,2\n', "t.csv:2: the quotation mark at character 1 opens a cell that is never closed"),
        (b'a,b\n1,"The "union" warns"\n', "t.csv:2: character 8 closes the quoted cell and is followed by 'u'"),
        (b'a,b\n1,A 40" container\n', "t.csv:2: a quotation mark at character 7, inside a cell that is not quoted"),
        (b"a,b\n\xff,1\n", ":2:1: not UTF-8"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        csv_tables.parse(content, "t", "t.csv", {"fields": [{"name": "a"}, {"name": "b"}]})
