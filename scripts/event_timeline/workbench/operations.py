"""What the page asks for, as calls of the editor: each gesture is a list of operations, carried out as one change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from event_timeline import profile
from event_timeline.editing.add_row import identifier_for
from event_timeline.editing.editor import Editor
from event_timeline.editing.evidence_rows import RECORDS
from event_timeline.editing.record_types import BY_TABLE
from event_timeline.editing.row_lookup import find_row, format_key
from event_timeline.model import UserError
from event_timeline.profile.table_schemas import foreign_keys

MAX_OPERATIONS = 1000
EARLIER = re.compile(r"\$([0-9]{1,3})")
"""The key of the row that an earlier operation of the same change added."""
SORTS = {table: sort for sort, table in RECORDS.items()}


def apply(editor: Editor, given: Sequence[Mapping[str, Any]]) -> list[str]:
    """Carry out operations; returns for each the key of its row, or nothing.

    `{"do": "add", "table", "cells", "spans": {part: [span, …]}}`, `{"do": "set", "row", "cells"}`, `{"do": "remove", "row"}`,
    `{"do": "span", "record": "event:strike", "part", "spans"}` `{"do": "move", "row": "evidence/…", "span"}` and `{"do": "keywords", "words"}`. A span is
    [source_id, start, end, words], in code points; the words must be those of the text. `$0` in a row, a record or a cell that
    refers to a row is the key of the row that the first operation added. Raises UserError.
    """
    if not given or len(given) > MAX_OPERATIONS:
        raise UserError("no operation, or too many", f"send 1 to {MAX_OPERATIONS:,}")
    keys: list[str] = []
    for operation in given:
        action = ACTIONS.get(str(operation.get("do")))
        if action is None:
            raise UserError(f"there is no operation {operation.get('do')!r}", f"there are: {', '.join(ACTIONS)}")
        keys.append(action(editor, operation, keys))
    return keys


def _add(editor: Editor, given: Mapping[str, Any], keys: Sequence[str]) -> str:
    table = str(given.get("table"))
    cells = _cells(editor, table, given, keys)
    kind = BY_TABLE.get(table)
    if kind and kind.key and not cells.get(kind.key):
        cells[kind.key] = _unused(editor, table, identifier_for(kind, cells) or f"{kind.name}-1")
    parts = given.get("spans")
    if parts is not None and not isinstance(parts, dict):
        raise UserError("`spans` is not part -> spans", "send an object of lists")
    key = editor.add(table, **cells)
    for part, spans in (parts or {}).items():
        editor.add_spans(f"{_sort(table)}:{key}", part, _spans(editor, spans))
    return key


def _set(editor: Editor, given: Mapping[str, Any], keys: Sequence[str]) -> str:
    address = _text(given, "row", keys)
    cells = _cells(editor, address.partition("/")[0], given, keys)
    table, row = find_row(editor.draft, address)
    editor.set(address, **cells)
    return format_key(table.name_of(row))


def _remove(editor: Editor, given: Mapping[str, Any], keys: Sequence[str]) -> str:
    editor.remove(_text(given, "row", keys))
    return ""


def _span(editor: Editor, given: Mapping[str, Any], keys: Sequence[str]) -> str:
    record, part = _text(given, "record", keys), str(given.get("part"))
    return " ".join(editor.add_spans(record, part, _spans(editor, given.get("spans"))))


def _move(editor: Editor, given: Mapping[str, Any], keys: Sequence[str]) -> str:
    """Give a row of evidence other words; an identifier that says where the old ones begin says where the new ones do."""
    row = _text(given, "row", keys)
    if not row.startswith("evidence/"):
        raise UserError(f"{row!r} is not a row of evidence", "name evidence/ID")
    ((source_id, ((start, end),)),) = _spans(editor, [given.get("span")]).items()
    table, before = find_row(editor.draft, row)
    name = before["evidence_id"]
    stem = "-".join([next((v for sort in RECORDS if (v := before.get(f"{sort}_id"))), ""), before["part"]])
    cells: dict[str, Any] = {"source_id": source_id, "char_start": start, "char_end": end}
    if f"{name}-".startswith(f"{stem}-{before['char_start']}-") and str(start) != before["char_start"]:
        fresh, number = f"{stem}-{start}", 1
        while table.find(fresh):
            number += 1
            fresh = f"{stem}-{start}-{number}"
        cells["evidence_id"] = name = fresh
    editor.set(row, **cells)
    return name


def _keywords(editor: Editor, given: Mapping[str, Any], keys: Sequence[str]) -> str:  # noqa: ARG001
    """Give the package these keywords instead of those that it has."""
    words = given.get("words")
    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
        raise UserError("`words` is not a list of strings", "send the keywords as strings")
    editor.set_keywords(words)
    return ""


ACTIONS = {"add": _add, "set": _set, "remove": _remove, "span": _span, "move": _move, "keywords": _keywords}


def _unused(editor: Editor, table: str, identifier: str) -> str:
    """An identifier, with the next number behind it where another row has it already."""
    rows = editor.draft.table(table) if table in editor.draft.package.resources else None
    stem, found, number = identifier.removesuffix("-1"), identifier, 1
    while rows and rows.find(found):
        number += 1
        found = f"{stem}-{number}"
    return found


def _sort(table: str) -> str:
    if table not in SORTS:
        raise UserError(f"rows of {table} have no evidence", "leave the words out")
    return SORTS[table]


def _cells(editor: Editor, table: str, given: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    cells = given.get("cells")
    if not isinstance(cells, dict) or not all(isinstance(v, str) for v in cells.values()):
        raise UserError("`cells` is not column -> text", "send an object of strings")
    referring = _referring(editor, table)
    return {str(c): _earlier(value, keys) if c in referring else value for c, value in cells.items()}


def _referring(editor: Editor, table: str) -> set[str]:
    """The columns of a table that name rows; text of any other column is as it was typed, also `$0`."""
    if table in editor.draft.package.resources:
        schema = editor.draft.package.resources[table].schema
    else:
        schema = profile.table_schema(table) if table in profile.ALL_TABLES else {}
    keys = [
        *(schema.get("foreignKeys") or ()),
        *profile.optional_keys(table, profile.followed(editor.draft.descriptor)),
    ]
    return {column for columns, _, _ in foreign_keys(table, {"foreignKeys": keys}) for column in columns}


def _text(given: Mapping[str, Any], name: str, keys: Sequence[str]) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise UserError(f"`{name}` is missing", "name the row as TABLE/KEY, or the record as SORT:ID")
    table, sign, key = re.match(r"([a-z_]*)([/:]?)(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{table}{sign}{_earlier(key, keys)}"


def _earlier(value: str, keys: Sequence[str]) -> str:
    found = EARLIER.fullmatch(value)
    return keys[int(found[1])] if found and int(found[1]) < len(keys) else value


def _spans(editor: Editor, given: Any) -> dict[str, list[tuple[int, int]]]:
    """source_id -> offsets of spans whose words are those of the text. Raises UserError for others."""
    found: dict[str, list[tuple[int, int]]] = {}
    for one in given if isinstance(given, list) else [None]:
        match one:
            case [str(source_id), bool(), _, _] | [str(source_id), _, bool(), _]:
                raise UserError("an offset is not a whole number", "a span is [source_id, start, end, words]")
            case [str(source_id), int(start), int(end), str(words)] if source_id in editor.texts:
                content = editor.texts[source_id].content
                if not 0 <= start < end <= len(content) or content[start:end] != words:
                    raise UserError(
                        f"[{start}, {end}) of the text is not {words[:60]!r}",
                        "reload the page, then select the words again",
                    )
                found.setdefault(source_id, []).append((start, end))
            case [str(source_id), _, _, _] if source_id not in editor.texts:
                raise UserError(f"the text of {source_id!r} is not open", "start the workbench with --source FILE")
            case _:
                raise UserError("a span is [source_id, start, end, words]", "select words of the text")
    return found
