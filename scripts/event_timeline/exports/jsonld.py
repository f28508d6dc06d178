"""RDF as JSON-LD: the same graph as `turtle`, for programs that read JSON."""

from __future__ import annotations

import json
from pathlib import Path

from event_timeline.exports import ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.optional_libraries import library


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 JSON-LD, a node a line, with its context inside, so that no reader has to fetch one.

    Raises UserError where rdflib is missing.
    """
    library("rdflib", "jsonld", "rdf")
    from event_timeline.exports import rdf, rdf_serialization

    names = rdf_serialization.Prefixes(rdf.prefixes(data))
    # the mark is a prefix that nothing uses, since any other key beside the graph would become a triple
    context = names.prefixes | {"export": ownership.ownership_mark("jsonld")}
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"@context": {json.dumps(context, indent=1)},\n"@graph": [')
        between = "\n"
        for node in rdf_serialization.jsonld(rdf.parts(data), names):
            out.write(between + json.dumps(node, ensure_ascii=False))
            between = ",\n"
        out.write("\n]}\n")
