"""One cause gives one finding: a cell that is no value is told once, and what follows from it is not."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest

from event_timeline import profile, validate
from event_timeline.model import Problem, Report
from event_timeline.rules import RULES
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.engine.comparison import alone, shared
from tests.engine.sequential_pool import InTurn

SPOILT = Cell("events", "council-vote", "event_id", "Council Vote")


def report(folder: Path, *edits: Cell) -> Report:
    return validate(str(builder.edited(folder, edits)))


def of(found: Report, code: str) -> list[Problem]:
    return [p for p in found.problems if p.code == code]


def test_a_spoilt_identifier_is_the_culprit_and_comes_first(tmp_path: Path) -> None:
    found = report(tmp_path, SPOILT)
    assert set(found.counts) == {"TAB023", "KEY003"}
    assert found.problems[0].code == "TAB023"


def test_a_spoilt_identifier_is_never_proposed(tmp_path: Path) -> None:
    lost = of(report(tmp_path, SPOILT), "KEY003")
    assert lost
    for problem in lost:
        assert problem.message == "'council-vote' is not in `events`; 'Council Vote' there may be it, and is malformed"
        assert problem.hint == "fix the identifier in `events`, not here"


def test_a_misspelt_reference_is_answered_by_a_sound_identifier(tmp_path: Path) -> None:
    edit = Cell("event_actors", "council-vote town-council participant", "event_id", "council-vot")
    (problem,) = of(report(tmp_path, edit), "KEY003")
    assert problem.message.endswith("did you mean 'council-vote'?")


def test_a_nearest_identifier_is_looked_for_once_among_equal_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = builder.edited(
        tmp_path, [Cell("event_actors", "council-vote town-council participant", "event_id", "council-vot")]
    )
    path = package / "data" / "events.csv"
    *rows, last = builder.read(path).splitlines(keepends=True)
    builder.write(path, "".join(rows) + last * 500)
    compared: list[int] = []
    search: Any = difflib.get_close_matches

    def counting(word: str, among: list[str], *args: float) -> list[str]:
        compared.append(len(among))
        return search(word, among, *args)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    assert of(validate(str(package), select=["KEY003"]), "KEY003")  # other rules look for other words
    assert 0 < max(compared) <= len(rows)


@pytest.mark.parametrize(
    "edit",
    [
        Cell("places", "osterhavn", "latitude", "55,25"),
        Cell("places", "osterhavn", "longitude", "10,5"),
        Cell("events", "council-vote", "earliest", "Friday"),
        Cell("evidence", "veld-good-start-quote-537", "char_start", "537a"),
    ],
    ids=lambda e: e.column,
)
def test_rules_are_quiet_about_a_cell_that_could_not_be_parsed(tmp_path: Path, edit: Cell) -> None:
    assert report(tmp_path, edit).counts == {"TAB020": 1}


DAMAGES = {"TAB040": "=A1", "TAB041": "#REF!", "TAB042": "Ã©", "TAB044": "1,5E+10"}


@pytest.mark.parametrize(("value", "code"), [(value, code) for code, value in DAMAGES.items()], ids=list(DAMAGES))
def test_a_damage_of_a_spreadsheet_explains_why_a_value_is_malformed(value: str, code: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [Cell("actors", "denmark", "country", value)])
    assert validate(str(package), select=["TAB"]).counts == {code: 1}


def test_what_a_cause_explains_is_taken_from_a_count_only_where_it_was_counted(tmp_path: Path) -> None:
    """A formula in a column of numbers is no number, and is told as a formula."""
    edits = [
        Cell("places", "osterhavn", "latitude", "=A1"),
        Cell("places", "pier-4", "latitude", "north"),
        Cell("places", "denmark", "name", "=A1"),
        Cell("places", "town-hall", "latitude", "south"),
    ]
    assert report(tmp_path, *edits).counts == {"TAB040": 2, "TAB020": 2}


def test_a_cell_that_a_cause_explains_and_no_other_rule_counted_takes_nothing_from_its_count(tmp_path: Path) -> None:
    """A formula is a label of allowed length: it says nothing of the label that is too long."""
    edits = [Cell("events", "council-vote", "label", "=A1"), Cell("events", "strike", "label", "x" * 81)]
    assert report(tmp_path, *edits).counts == {"TAB040": 1, "TAB025": 1}


@pytest.mark.slow
@pytest.mark.parametrize("edit", [SPOILT, Cell("places", "osterhavn", "latitude", "55,25")], ids=lambda e: e.table)
def test_an_engine_that_shares_out_tells_the_same_of_malformed_cells(tmp_path: Path, edit: Cell) -> None:
    package = builder.edited(tmp_path, [edit])
    assert shared(package, InTurn(), 1500) == alone(package)


@pytest.mark.parametrize("summary", ["=A1", "Meeting"])
def test_an_engine_that_shares_out_leaves_out_what_a_damage_explains(summary: str, tmp_path: Path) -> None:
    """A summary that repeats the label is reported, unless it is a formula."""
    edits = [Cell("events", "strike", "label", summary), Cell("events", "strike", "summary", summary)]
    package = builder.edited(tmp_path, edits)
    found = shared(package, InTurn(), 1500)
    assert ("EVT018" in found.counts) is (summary != "=A1")
    assert found == alone(package)


BLIND: list[tuple[Cell, str, str, str]] = [
    (Cell("codebook", "events.status habitual", "term", ""), "TAB021", "VOC001", "codebook.term"),
    (Cell("codebook", "events.status habitual", "term", "=A1"), "TAB040", "VOC001", "codebook.term"),
    (Cell("codebook", "events.status habitual", "vocabulary", "events status"), "TAB023", "VOC001", "codebook.vocabulary"),
    (Cell("codebook", "events.cameo 040", "term", ""), "TAB021", "VOC005", "codebook.term"),
    (Cell("codebook", "events.cameo 040", "term", "40"), "TAB047", "VOC005", "codebook.term"),
    (Cell("evidence", "shift-bargaining-date-932", "part", "=A1"), "TAB040", "DAT009", "evidence.part"),
    (Cell("events", "shift-bargaining", "event_id", "=A1"), "TAB040", "DAT009", "events.event_id"),
    (Cell("statements", "union-strike", "position", "2nd"), "TAB020", "STM005", "statements.position"),
]  # fmt: skip
"""A cell that cannot be read, the rule that reports it, and one that misses what the cell may be."""


@pytest.mark.parametrize(("edit", "cause", "code", "column"), BLIND)
def test_what_an_unreadable_cell_may_be_is_not_missing(
    edit: Cell, cause: str, code: str, column: str, tmp_path: Path
) -> None:
    package = str(builder.edited(tmp_path, [edit]))
    found = validate(package)
    assert cause in found.counts
    assert code not in {*found.counts, *found.ran}
    assert [s.reason for s in found.skipped if s.code == code] == [f"a cell of {column} could not be read"]
    assert validate(package, select=[code]).counts.keys() == {code}  # no rule was asked about the cell


@pytest.mark.parametrize("edit", [edit for edit, *_ in BLIND[::3]], ids=lambda e: e.table)
def test_an_engine_that_shares_out_skips_the_same_rules(edit: Cell, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [edit])
    found = shared(package, InTurn(), 1500)
    assert found.skipped
    assert found == alone(package)


def test_a_rule_that_misses_nothing_is_run_beside_an_unreadable_cell(tmp_path: Path) -> None:
    found = report(tmp_path, Cell("codebook", "events.status habitual", "term", ""))
    assert "VOC005" in found.ran
    assert "VOC005" not in found.counts


def test_rules_look_in_columns_of_the_profile() -> None:
    columns = {
        f"{table}.{field}"
        for table in profile.ALL_TABLES
        for field in [*(f["name"] for f in profile.table_schema(table)["fields"]), *profile.optional_fields(table)]
    }
    assert {column for rule in RULES for column in rule.looks_in} <= columns


@pytest.mark.parametrize(
    "edit",
    [
        Cell("sources", "article", "source_id", ""),
        Cell("events", "shift-bargaining", "event_id", ""),
        Cell("statements", "union-strike", "statement_id", ""),
        Cell("places", "pier-4", "place_id", ""),
        Cell("codebook", "events.status habitual", "term", ""),
    ],
    ids=lambda e: e.table,
)
def test_no_rule_but_that_of_the_empty_cell_misses_anything_of_a_record_without_a_key(
    edit: Cell, tmp_path: Path
) -> None:
    package = builder.edited(tmp_path, [edit])
    said = validate(str(package), ignore=["TAB021", "KEY003"]).problems
    assert not [p for p in said if "nothing" in p.message]
