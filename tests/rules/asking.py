"""Ask one rule about the harbour dispute, or about an event table, after some edits."""

from __future__ import annotations

from pathlib import Path

from event_timeline import validate
from event_timeline.editing.date_bounds import bounds
from event_timeline.model import Problem
from event_timeline.rules.explanations import Added, Cell, Edit, Replaced
from tests import builder


def found(folder: Path, code: str, *edits: Edit, package: str = "harbour") -> list[Problem]:
    """The problems that one rule finds after the edits."""
    return validate(str(builder.edited(folder, edits, package)), select=[code]).problems


def messages(folder: Path, code: str, *edits: Edit) -> list[str]:
    """What one rule says of the event table of the marshes after the edits."""
    return [p.message for p in found(folder, code, *edits, package="marshes")]


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


def own_column(table: str, name: str) -> Edit:
    """A column of a package's own in the schema of a table; rows that are added may fill it, and the header needs it."""
    field = f'{{"name": "{name}", "type": "string"}}'
    return Replaced(f"schemas/{table}.json", "\n  ],\n", f",\n    {field}\n  ],\n")
