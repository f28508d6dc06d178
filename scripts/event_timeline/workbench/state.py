"""What the page is given: texts, tables with their fields and terms, findings, and what is still to code."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from event_timeline import profile
from event_timeline.editing.cell_values import reference_target, term_choices
from event_timeline.editing.check_and_save import UNFINISHED_SLUGS
from event_timeline.editing.coverage import coverage
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.draft import Draft
from event_timeline.editing.quotations import quotations
from event_timeline.editing.record_types import BY_TABLE
from event_timeline.model import Problem
from event_timeline.package.json_files import as_list
from event_timeline.texts.text import Text
from event_timeline.workbench import repairs

COMPUTED = {"evidence": {"exact", "sha256", "paragraph"}, "sources": {"characters", "sha256"}}
"""Columns that follow from the text."""

OPEN = {"events.topic"}
"""Vocabularies that belong to the package: other terms than those there may be typed."""


def texts(draft: Draft, opened: Mapping[str, Text]) -> list[dict[str, Any]]:
    """The open texts, in the order of `sources`."""
    rows = {r["source_id"]: r for r in draft.rows("sources")}
    return [
        {
            "id": source_id,
            "title": row["title"],
            "language": row["language"],
            "published": row["published_edtf"],
            "content": opened[source_id].content,
        }
        for source_id, row in rows.items()
        if source_id in opened
    ]


def describe(
    draft: Draft, opened: Mapping[str, Text], problems: Sequence[Problem], tables: Container[str] | None = None
) -> dict[str, Any]:
    """The state but for the texts; tables: those to describe, by default all."""
    return {
        "keywords": [str(k) for k in as_list(draft.descriptor.get("keywords"))],
        "title": str(draft.descriptor.get("title") or draft.descriptor.get("name") or draft.root.resolve().name),
        "tables": {name: _table(draft, name) for name in _names(draft) if tables is None or name in tables},
        "order": _names(draft),
        "problems": [_problem(draft, opened, p) for p in problems],
        "todo": _todo(draft, opened),
    }


def changed_tables(draft: Draft, paths: Container[str]) -> list[str]:
    """The tables that are another since some files were written; all of them where the codebook is."""
    found = [
        name
        for name, r in draft.package.resources.items()
        if any(p in paths for p in r.paths) or (r.schema_path and r.schema_path in paths)
    ]
    return _names(draft) if "codebook" in found else found


def _names(draft: Draft) -> list[str]:
    """The tables of the package, and those that it may get."""
    version = profile.followed(draft.descriptor)
    may_have = profile.OPTIONAL_TABLES if profile.has_coding(version) else ()
    extents = profile.coding(draft.descriptor)
    barred = {t for a, names in profile.ASPECTS.items() if extents[a] == "none" for t in names}
    return [*draft.package.resources, *(t for t in may_have if t not in draft.package.resources and t not in barred)]


def _table(draft: Draft, name: str) -> dict[str, Any]:
    version = profile.followed(draft.descriptor)
    present = name in draft.package.resources
    schema = draft.package.resources[name].schema if present else profile.table_schema(name)
    table = draft.table(name) if present else CsvTable(name, "", schema, [f["name"] for f in schema["fields"]], [])
    fields = [_field(draft, table, f, optional=False) for f in schema["fields"]]
    more = CsvTable(
        name,
        "",
        {
            "fields": list(profile.optional_fields(name, version).values()),
            "foreignKeys": profile.optional_keys(name, version),
        },
        [],
        [],
    )
    fields += [_field(draft, more, f, optional=True) for f in more.schema["fields"] if f["name"] not in table.columns]
    kind = BY_TABLE.get(name)
    return {
        "title": schema.get("title", name),
        "description": schema.get("description", ""),
        "kind": kind.name if kind else name,
        "key": table.identifying,
        "id": kind.key if kind else "",
        "parts": [o.part for o in kind.words] if kind else [],
        "fields": fields,
        "rows": [list(r.values()) for r in table.rows],
        "columns": table.columns,
    }


def _field(draft: Draft, table: CsvTable, field: dict[str, Any], *, optional: bool) -> dict[str, Any]:
    name, kind = field["name"], BY_TABLE.get(table.name)
    target = reference_target(table, name)
    terms = term_choices(draft, table, name)
    vocabulary = f"{table.name}.{name}"
    computed = (kind is not None and name in kind.derived) or name in COMPUTED.get(table.name, ())
    constraints = field.get("constraints", {})
    return {
        "name": name,
        "title": field.get("title", name),
        "description": field.get("description", ""),
        "type": field.get("type", "string"),
        "example": str(field.get("example", "")),
        "required": bool(constraints.get("required")),
        "pattern": constraints.get("pattern", ""),
        "terms": terms if vocabulary not in OPEN else [],
        "suggested": terms if vocabulary in OPEN else [],
        "open": vocabulary in OPEN,
        "to": target[0] if target else "",
        "computed": computed or name == "position",
        "optional": optional,
    }


def _problem(draft: Draft, opened: Mapping[str, Text], problem: Problem) -> dict[str, Any]:
    """A problem with the key of its row, what can be done about it, and whether it only says that a later step is to come."""
    found = asdict(problem) | {
        "key": None,
        "pending": problem.slug in UNFINISHED_SLUGS,
        "hint": repairs.page_hint(problem),
        "repairs": repairs.repairs(draft, opened, problem),
    }
    if problem.resource in draft.package.resources and problem.row:
        table = draft.table(problem.resource)
        if problem.row <= len(table.rows):
            found["key"] = list(table.name_of(table.rows[problem.row - 1]))
    return found


def _todo(draft: Draft, opened: Mapping[str, Text]) -> list[dict[str, Any]]:
    """The sentences that are evidence of no event or statement, and the quotations that no statement has."""
    rows, found = draft.rows("evidence"), []
    for source_id, text in opened.items():
        found += [
            {"what": "sentence", "source": source_id, "start": s.start, "end": s.end, "paragraph": s.paragraph}
            for s in coverage(text, rows)
            if not s.is_coded
        ]
        found += [
            {"what": "quotation", "source": source_id, "start": q.start, "end": q.end, "paragraph": q.paragraph}
            for q in quotations(text, rows)
            if not q.statement
        ]
    return sorted(found, key=lambda one: (one["source"], one["start"], one["what"]))
