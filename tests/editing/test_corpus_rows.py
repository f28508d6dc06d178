"""The rows of a corpus by key and identifiers, compared with what a search through all of them finds."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from event_timeline.editing.corpus_rows import SAME_BY, CorpusRows
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import open_draft
from event_timeline.editing.merge_packages import merge
from tests.benchmarks.merge import make

COLUMNS = {"sources": ["source_id", "sha256", "url"], "actors": ["actor_id", "wikidata"]}
COLUMNS["places"] = ["place_id", "geonames_id", "wikidata"]
CELL = st.sampled_from(["", "", "a", "b"])


def searched(table: str, row: Row, others: list[Row]) -> Row | None:
    """What `same` is to find, looked for in every row."""
    for other in others:
        pairs = [(row[c], other[c]) for c in SAME_BY[table] if row[c] and other[c]]
        if (pairs and all(a == b for a, b in pairs)) or (table == "sources" and row == other):
            return other
    return None


@given(st.data(), st.sampled_from(sorted(COLUMNS)))
def test_finds_the_row_that_a_search_finds_while_identifiers_are_filled_in(data: Any, name: str) -> None:
    columns = COLUMNS[name]
    table = CsvTable(name, "", {"primaryKey": columns[0]}, columns, [])
    rows = CorpusRows(name)
    rows.index(table)
    held: list[Row] = []
    for number in range(data.draw(st.integers(1, 12))):
        row = dict(zip(columns, [f"r{number}", *(data.draw(CELL) for _ in columns[1:])], strict=True))
        if held and data.draw(st.booleans()):
            row[columns[0]] = data.draw(st.sampled_from(held))[columns[0]]
        found = rows.same(row)
        assert found is searched(name, row, held)
        if found is None and rows.find(row[columns[0]]) is None:
            rows.add(row)
            held.append(row)
        elif found is not None:
            found.update({c: row[c] for c in columns if not found[c]})
            rows.identify(found)


def test_the_work_of_a_merge_grows_as_its_packages_do(tmp_path: Path) -> None:
    packages = make(tmp_path, 24)

    def calls(count: int) -> int:
        drafts, made = [open_draft(p) for p in packages[:count]], 0

        def counted(_: FrameType, event: str, __: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        former = sys.getprofile()
        sys.setprofile(counted)
        try:
            merge(drafts)
        finally:
            sys.setprofile(former)
        return made

    calls(2)  # what is read once a process
    few, more, most = map(calls, (8, 16, 24))
    assert most - more < 1.05 * (more - few)
