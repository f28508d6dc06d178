"""RDF as JSON-LD: the same graph as `turtle`, for programs that read JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.exports import iris, made
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.extra import library


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 JSON-LD with its context inside, so that no reader has to fetch one.

    Raises UserError where rdflib is missing.
    """
    library("rdflib", "jsonld", "rdf")
    from event_timeline.exports import rdf
    from event_timeline.exports.rdf_terms import PREFIXES

    context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    base = iris.base(data.descriptor)
    context |= {table.replace("_", "-"): f"{iris.part(base, table)}/" for table in profile.TABLES}
    document = json.loads(rdf.graph(data).serialize(format="json-ld", context=context))
    document["@context"]["export"] = made.mark("jsonld")  # a prefix that nothing uses, since other keys become triples
    text = json.dumps(_ordered(document), indent=1, ensure_ascii=False, sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def _ordered(value: Any) -> Any:
    """Lists in a fixed order: in RDF they are sets, and rdflib writes them as they come."""
    if isinstance(value, dict):
        return {k: _ordered(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda v: json.dumps(v, sort_keys=True, ensure_ascii=False))
    return value
