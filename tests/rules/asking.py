"""Ask one rule about the harbour dispute after some edits."""

from __future__ import annotations

from pathlib import Path

from event_timeline import validate
from event_timeline.editing.date_bounds import bounds
from event_timeline.model import Problem
from event_timeline.rules.explanations import Added, Cell, Edit
from tests import builder


def found(folder: Path, code: str, *edits: Edit) -> list[Problem]:
    """The problems that one rule finds after the edits."""
    return validate(str(builder.edited(folder, edits)), select=[code]).problems


def placed(folder: Path, code: str, *edits: Edit) -> list[tuple[str | None, int | None, str | None]]:
    """(path, line, column) of the problems that one rule finds after the edits."""
    return [(p.path, p.line, p.column) for p in found(folder, code, *edits)]


def cells(table: str, key: str, **values: str) -> list[Cell]:
    """One record's cells, several at once."""
    return [Cell(table, key, column, value) for column, value in values.items()]


def related(event: str, relation: str, other: str, claimant: str = "") -> Added:
    """A relation more."""
    row = {"event_id": event, "relation": relation, "other_event_id": other, "according_to": claimant}
    return Added("event_relations", row)


def moved(event: str, text: str) -> list[Cell]:
    """An event on another day, with the bounds that belong to it."""
    earliest, latest = bounds(text)
    return cells("events", event, date_edtf=text, earliest=earliest, latest=latest, date_basis="inferred")
