"""Our own Web Annotations, edited: the spans, what they show, and who coded them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from event_timeline.exports import ownership
from event_timeline.importing.json_ import read_document
from event_timeline.importing.own_exports import files_of
from event_timeline.importing.span_export import Span, SpanExport
from event_timeline.model import Problem, RowsError, UserError

TABLES = {"actors": "actor_id", "events": "event_id", "statements": "statement_id", "places": "place_id"}
HINT = "write it as the annotations of the export are written"


def load(file: Path) -> SpanExport:
    """Read a collection. Raises UserError where it is another one, RowsError for annotations that cannot be read."""
    name, found = file.name, read_document(file)
    if not isinstance(found, dict) or not str(found.get("export", "")).startswith(ownership.label("webannotation")):
        raise UserError(
            f"{name}: not a webannotation export of this toolchain", "import what `timeline export webannotation` wrote"
        )
    page = found.get("first")
    items = page.get("items") if isinstance(page, dict) else None
    if not isinstance(items, list):
        raise UserError(f"{name}: `first` has no list of `items`", HINT)
    files = found.get("files")
    export = SpanExport(
        name, files_of(name, [f for f in files if isinstance(f, dict)] if isinstance(files, list) else [])
    )
    errors: list[Problem] = []
    for number, item in enumerate(items):
        place = f"$.first.items[{number}]"
        try:
            export.spans.append(_span(item, place))
        except (LookupError, TypeError, ValueError) as error:
            errors.append(Problem(path=f"{name}, {place}", message=f"not an annotation of a span ({error})", hint=HINT))
    if errors:
        raise RowsError(errors, "written")
    export.unedited = not ownership.refusal(file, "webannotation")
    return export


def _span(item: Any, place: str) -> Span:
    target = item["target"]
    selectors = target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
    (position,) = (s for s in selectors if s["type"] == "TextPositionSelector")
    start, end = position["start"], position["end"]
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in (start, end)):
        raise ValueError("start and end are whole numbers")
    source = target["source"]
    creator, part = item.get("creator"), item.get("part")
    return Span(
        _last(item.get("id"), "evidence"),
        _last(source["id"] if isinstance(source, dict) else source, "sources"),
        start,
        end,
        part if isinstance(part, str) else "mention" if item.get("motivation") == "identifying" else None,
        _records(item.get("body")),
        str(creator["name"]) if isinstance(creator, dict) and "name" in creator else None,
        place,
    )


def _records(body: Any) -> dict[str, str] | None:
    """Column of evidence -> identifier, of the bodies that are records; None where there is none."""
    bodies = body if isinstance(body, list) else [body]
    found = {}
    for one in bodies:
        iri = one.get("id") if isinstance(one, dict) else one
        for table, column in TABLES.items():
            if identifier := _last(iri, table):
                found[column] = identifier
    return found or None


def _last(iri: Any, table: str) -> str:
    """The key in the IRI of a row of a table; empty where it is another one."""
    if not isinstance(iri, str) or f"#{table}/" not in iri:
        return ""
    return unquote(iri.rpartition(f"#{table}/")[2])
