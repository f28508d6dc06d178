"""What is to be filled in for a new row, column by column, with the choices there are; for asking a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from event_timeline.editing.add_row import identifier_for
from event_timeline.editing.cell_values import check_value, reference_choices, term_choices
from event_timeline.editing.draft import Draft
from event_timeline.editing.profile_additions import table_to_extend
from event_timeline.editing.record_types import RecordType, SpanOption
from event_timeline.editing.span_finder import SpanFinder
from event_timeline.texts.text import Text


class EntryForm:
    """The columns of a sort of row in a draft, and the words of the texts that may come with it."""

    def __init__(self, draft: Draft, kind: RecordType, texts: Mapping[str, Text]) -> None:
        self.kind, self.has_texts = kind, bool(texts)
        self._draft, self._table = draft, table_to_extend(draft, kind.table)
        self._finder = SpanFinder(texts, single=kind.name == "statement")

    def columns(self) -> list[str]:
        """The columns to ask for: all but the identifier and what is computed."""
        kind = self.kind
        skipped = {kind.key, *kind.derived, "position"} | ({"kind", "source_id"} if kind.name == "statement" else set())
        return [f["name"] for f in self._table.schema["fields"] if f["name"] not in skipped]

    def field(self, column: str) -> dict[str, Any]:
        """The field descriptor of a column."""
        return self._table.field(column)

    def is_required(self, column: str) -> bool:
        """Whether a column must be filled in."""
        return bool(self.field(column).get("constraints", {}).get("required"))

    def choices(self, column: str) -> list[tuple[str, Any]]:
        """(value, meaning) of the terms of a column, or of the records that it can refer to."""
        terms = term_choices(self._draft, self._table, column)
        return [(term, definition or label) for term, label, definition in terms] or list(
            reference_choices(self._draft, self._table, column)
        )

    def check_value(self, column: str, value: str) -> str:
        """A value as it is to be written. Raises UserError where it is not possible."""
        return check_value(self._draft, self._table, column, value)

    def suggest_identifier(self, given: Mapping[str, str]) -> str:
        """An identifier made from what was given so far; empty where none can be made."""
        return identifier_for(self.kind, given)

    def locate(self, option: SpanOption, words: str) -> None:
        """Look words up in the texts, beside those that were looked up before. Raises UserError where they are not found."""
        self._finder.find(option, words)
