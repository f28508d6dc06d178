"""RDF as Turtle: for triple stores, SPARQL and people who read RDF."""

from __future__ import annotations

from pathlib import Path

from event_timeline.exports import ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.optional_libraries import library


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 Turtle, subjects and values sorted. Raises UserError where rdflib is missing."""
    library("rdflib", "turtle", "rdf")
    from event_timeline.exports import rdf, rdf_serialization

    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# {ownership.ownership_mark('turtle')}\n")
        out.writelines(rdf_serialization.turtle(rdf.parts(data), rdf_serialization.Prefixes(rdf.prefixes(data))))
