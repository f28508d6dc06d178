"""GraphML: the network for Gephi, yEd, Cytoscape, igraph and networkx."""

from __future__ import annotations

from pathlib import Path

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.graph import network


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 GraphML with typed attributes. Raises UserError where networkx is missing."""
    graph = network(data, "graphml")
    from networkx.readwrite.graphml import write_graphml_xml  # the other writer needs lxml and spaces otherwise

    write_graphml_xml(graph, target)
