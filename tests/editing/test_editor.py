"""Several changes as one transaction, by calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_timeline.editing.cell_values import cell_text
from event_timeline.editing.editor import Editor, edit_package
from event_timeline.editing.record_types import BY_TABLE
from event_timeline.model import UserError
from tests import builder
from tests.editing.conftest import rows

SOURCE = f"article={builder.ARTICLE}"


def evidence(package: Path, record: str) -> list[tuple[str, str]]:
    table, _, key = record.partition(":")
    return [(e["part"], e["exact"]) for e in rows(package, "evidence") if e[f"{table}_id"] == key]


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (True, "true"), (False, "false"), (date(2024, 5, 13), "2024-05-13"), (7, "7")]
)
def test_a_value_is_written_as_its_cell(value: Any, cell: str) -> None:
    assert cell_text(value) == cell


def test_changes_are_written_together(harbour: Path) -> None:
    with edit_package(harbour, [SOURCE]) as editor:
        key = editor.add("places", place_id="quay-9", name="Quay 9", kind="site", within="osterhavn")
        added = editor.add_evidence("event:strike", "mention", "night shift")
        editor.set("places/quay-9", name="Ninth Quay")
        assert {r["place_id"] for r in rows(harbour, "places")}.isdisjoint({"quay-9"})
    assert key == "quay-9"
    assert {r["place_id"]: r["name"] for r in rows(harbour, "places")}["quay-9"] == "Ninth Quay"
    assert ("mention", "night shift") in evidence(harbour, "event:strike")
    assert len(added) == 1
    assert "unused-place" in {p.slug for p in editor.problems}
    assert "unused-place" not in {p.slug for p in editor.follow_up}
    assert len(editor.reminders(unused=True)) > len(editor.reminders())


def test_nothing_is_written_where_the_block_raises_or_is_a_trial(harbour: Path) -> None:
    before = builder.contents(harbour)
    with edit_package(harbour, [SOURCE], dry_run=True) as editor:
        editor.add("places", place_id="quay-9", name="Quay 9", kind="site", within="osterhavn")
    with pytest.raises(UserError), edit_package(harbour, [SOURCE]) as editor:
        editor.remove(f"places/{editor.add('places', place_id='quay-9', name='Quay 9', kind='site')}/absent")
    assert builder.contents(harbour) == before


REFUSED: list[tuple[Callable[[Editor], object], str]] = [
    (lambda e: e.add("evidence", evidence={"mention": "a"}), "rows of evidence have no evidence"),
    (lambda e: e.add("events", label="A", evidence={"colour": "red"}), "has no evidence of part 'colour'"),
    (
        lambda e: e.add("events", label="A", participants=["mira-holm:chair"]),
        "`participants` is not a column of events",
    ),
    (lambda e: e.add("places", name="A", evidence={"mention": "a"}), "has no evidence of part 'mention'"),
    (lambda e: e.add_evidence("event:strike", "mention", "no such words"), "is in the text 0 times"),
    (lambda e: e.add_evidence("event:strike", "mention", "the"), "'the' is in the text 17 times"),
    (lambda e: e.add_evidence("event:strike", "mention", "night shift", occurrence=9), "is in the text once"),
    (lambda e: e.add("evidence", colour="red"), "`evidence` has no column 'colour'"),
    (lambda e: e.add("evidence", part="mention"), "evidence: evidence_id missing"),
    (
        lambda e: e.add("evidence", evidence_id=e.draft.table("evidence").rows[0]["evidence_id"]),
        "`evidence` has 'union-members-mention-0' already",
    ),
]


@pytest.mark.parametrize(("act", "message"), REFUSED)
def test_refuses_and_writes_nothing(act: Callable[[Editor], object], message: str, harbour: Path) -> None:
    before = builder.contents(harbour)
    with pytest.raises(UserError) as caught, edit_package(harbour, [SOURCE]) as editor:
        act(editor)
    assert message in caught.value.message
    assert caught.value.hint
    assert builder.contents(harbour) == before


def test_spans_are_added_once(harbour: Path) -> None:
    def add(editor: Editor) -> list[str]:
        at = editor.texts["article"].content.index("night shift")
        return editor.add_spans("event:strike", "mention", {"article": [(at, at + 11)]})

    with edit_package(harbour, [SOURCE]) as editor:
        assert len(add(editor)) == 1
        assert editor.add_spans("event:strike", "mention", {"article": []}) == []
        with pytest.raises(UserError):
            add(editor)
    assert evidence(harbour, "event:strike").count(("mention", "night shift")) == 1


def test_says_what_a_new_row_needs(harbour: Path) -> None:
    with edit_package(harbour, [SOURCE], dry_run=True) as editor:
        for kind in (BY_TABLE["places"], "places", "place"):
            assert "name" in editor.missing(kind, {})
            assert editor.form(kind).kind is BY_TABLE["places"]
        for name in ("plaices", "", 3):
            with pytest.raises(UserError, match=r"there is no table|has a form") as refused:
                editor.form(name)  # type: ignore[arg-type]
            assert refused.value.hint


def test_a_row_of_a_form_is_named_by_its_table(harbour: Path) -> None:
    with edit_package(harbour, [SOURCE], dry_run=True) as editor:
        added = editor.add_row("actor", {"name": "Union of cooks", "kind": "organisation"}, {})
        assert editor.key_of("actors", added.row) == ("union-of-cooks",)


def test_a_truth_value_is_no_offset_and_no_number_of_an_occurrence(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    with edit_package(package, [f"article={builder.ARTICLE}"], dry_run=True) as editor:
        with pytest.raises(UserError, match="is not a span"):
            editor.add_spans("event:strike", "mention", {"article": [(False, True)]})
        with pytest.raises(UserError, match="is in the text"):
            editor.add_evidence("event:strike", "mention", "strike", occurrence=True)
