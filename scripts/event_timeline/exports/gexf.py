"""GEXF: the network over time for Gephi, each dated event with the interval in which it may have taken place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from event_timeline.exports import ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.graph import network


def write(data: Dataset, target: Path) -> None:
    """Write UTF-8 GEXF 1.2; an open or unknown end of an interval is left out. Raises UserError without networkx."""
    graph = network(data, "gexf")
    for _, attributes in graph.nodes(data=True):
        for bound, column in (("start", "earliest"), ("end", "latest")):
            if column in attributes and attributes["record"] == "event":
                attributes[bound] = attributes[column]
    for *_, key, attributes in graph.edges(data=True, keys=True):
        attributes["id"] = key
    from networkx.readwrite.gexf import GEXFWriter

    writer: Any = GEXFWriter(graph)
    _settle(writer.xml, str(data.descriptor.get("created") or "")[:10])
    with target.open("wb") as out:
        writer.write(out)
        out.write(b"\n")


def _settle(xml: Any, created: str) -> None:
    """Take out what networkx adds of its own: today's date, its version, and the number of a parallel edge."""
    meta = xml.find("meta")
    del meta.attrib["lastmodifieddate"]
    if created:
        meta.set("lastmodifieddate", created)
    meta.find("creator").text = ownership.ownership_mark("gexf")
    for attributes in xml.iter("attributes"):
        for attribute in list(attributes):
            if attribute.get("title") == "networkx_key":
                attributes.remove(attribute)
                _drop_values(xml, attribute.get("id"))


def _drop_values(xml: Any, attribute: str) -> None:
    for edge in xml.iter("edge"):
        for values in edge.findall("attvalues"):
            for value in list(values):
                if value.get("for") == attribute:
                    values.remove(value)
