"""The evidence as a W3C Web Annotation collection: for annotation tools and IIIF-like viewers of texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from event_timeline.exports import iris, ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.package_files import hashes

Row = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The model asks for this context by name (Web Annotation Data Model, section 3.1); nothing here fetches it."""
OWN_TERMS = {
    "sha256": "http://schema.org/sha256",
    "part": "urn:event-timeline:terms:evidence.part",
    "paragraph": "urn:event-timeline:terms:evidence.paragraph",
    "address": {"@id": "http://schema.org/url", "@type": "@id"},
}
"""What the standard context lacks; a tool that knows only that ignores these."""
LABELS = {
    "actor_id": ("actors", "name"),
    "event_id": ("events", "label"),
    "statement_id": ("statements", "summary"),
    "place_id": ("places", "name"),
}


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 JSON-LD: a collection with one page, an annotation a line, in the table's order.

    Offsets count Unicode code points, as the model says; the hash is that of the span's UTF-8.
    """
    base = iris.base(data.descriptor)
    total = data.frames["evidence"].select("evidence_id").collect().height
    head = {
        "@context": [CONTEXT, OWN_TERMS],
        "id": iris.part(base, "evidence"),
        "type": "AnnotationCollection",
        "label": f"Evidence of: {data.descriptor.get('title') or data.descriptor.get('name') or 'event timeline'}",
        "generator": {"id": ownership.label("webannotation"), "type": "Software", "name": "timeline export"},
        "export": ownership.ownership_mark("webannotation"),  # no term of the contexts, so no triple
        "files": [f.document() for f in hashes(data, "evidence")],
        "total": total,
    }
    page = {"id": iris.part(base, "evidence", "page"), "type": "AnnotationPage", "partOf": head["id"], "startIndex": 0}
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{_json(head)[:-1]},\n"first": {_json(page)[:-1]}, "items": [')
        between = "\n"
        for item in _annotations(base, data):
            out.write(between + _json(item))
            between = ",\n"
        out.write("\n]}}\n")


def _annotations(base: str, data: Dataset) -> Iterator[Row]:
    labels = {
        key: dict(data.frames[table].select(key, label).collect().iter_rows()) for key, (table, label) in LABELS.items()
    }
    sources = {r["source_id"]: _source(base, r) for r in data.rows("sources")}
    for batch in data.batches("evidence"):
        for row in batch.iter_rows(named=True):
            selectors: list[Row] = [
                {"type": "TextPositionSelector", "start": row["char_start"], "end": row["char_end"]}
            ]
            if row["exact"] is not None:
                selectors.append({"type": "TextQuoteSelector", "exact": row["exact"]})
            bodies: list[Row] = []
            for key, (table, _) in LABELS.items():
                if row.get(key) is not None:
                    bodies.append({"id": iris.part(base, table, row[key])})
                    text = labels[key].get(row[key]) or row[key]
                    bodies.append({"type": "TextualBody", "value": text, "format": "text/plain", "purpose": "tagging"})
            coder = row.get("coder")
            yield {
                "id": iris.part(base, "evidence", row["evidence_id"]),
                "type": "Annotation",
                **({"creator": {"name": coder}} if coder is not None else {}),
                "motivation": "identifying" if row["part"] == "mention" else "linking",
                "part": row["part"],
                "paragraph": row["paragraph"],
                "body": bodies,
                "target": {
                    "type": "SpecificResource",
                    "source": sources.get(row["source_id"])
                    or {"id": iris.part(base, "sources", row["source_id"] or "")},
                    "selector": selectors,
                    "sha256": row["sha256"],
                },
            }


def _source(base: str, row: Row) -> Row:
    """The text that offsets count in. Its address is kept apart from it: a page's markup counts otherwise."""
    source = {"id": iris.part(base, "sources", row["source_id"]), "type": "Text", "format": "text/plain"}
    more = {"language": row["language"], "sha256": row["sha256"]}
    if row["url"] is not None and iris.is_web(row["url"]):
        more["address"] = row["url"]
    return source | {k: v for k, v in more.items() if v is not None}


def _json(value: Row) -> str:
    return json.dumps(value, ensure_ascii=False)
