"""The network, read back from GraphML by networkx and igraph and from GEXF by networkx and an XML parser."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import igraph
import networkx
import polars as pl
import pytest

from event_timeline.exports import gexf, graphml
from event_timeline.exports.dataset import Dataset
from tests.exports.datasets import PACKAGES, opened, worst

BY_PACKAGE = pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
LABELS = {"actors": ("actor_id", "name"), "events": ("event_id", "label"), "statements": ("statement_id", "summary")}
GEXF = "{http://www.gexf.net/1.2draft}"


def expected_nodes(data: Dataset) -> dict[str, dict[str, Any]]:
    """Node -> its attributes, a missing cell being no attribute."""
    nodes = {}
    for table, (key, label) in LABELS.items():
        for row in data.rows(table):
            columns = {c: v.isoformat() if isinstance(v, date) else v for c, v in row.items() if v is not None}
            named = {"slug": columns.pop(key), "label": columns.pop(label), "record": table[:-1]}
            nodes[f"{table}/{row[key]}"] = columns | named
    return nodes


def expected_edges(data: Dataset) -> Counter[Any]:
    """(start, end, link, relation, according_to or factuality) of every edge."""
    edges = [
        (f"actors/{r['actor_id']}", f"events/{r['event_id']}", "role", r["role"], None)
        for r in data.rows("event_actors")
    ]
    for r in data.rows("event_relations"):
        ends = f"events/{r['event_id']}", f"events/{r['other_event_id']}"
        edges.append((*ends, "relation", r["relation"], r["according_to"]))
    for r in data.rows("statement_events"):
        ends = f"statements/{r['statement_id']}", f"events/{r['event_id']}"
        edges.append((*ends, "stance", r["stance"], r["factuality"]))
    for r in data.rows("actors"):
        if r["affiliation"]:
            edges.append((f"actors/{r['actor_id']}", f"actors/{r['affiliation']}", "affiliation", None, None))
    for r in data.rows("statements"):
        own = f"statements/{r['statement_id']}"
        if r["speaker_id"]:
            edges.append((f"actors/{r['speaker_id']}", own, "speaker", None, None))
        for column, table in (("within", "statements"), ("repeats", "statements"), ("occasion", "events")):
            if r[column]:
                edges.append((own, f"{table}/{r[column]}", column, None, None))
    return Counter(edges)


def told_edges(edges: list[tuple[str, str, dict[str, Any]]]) -> Counter[Any]:
    return Counter(
        (a, b, d["link"], d.get("relation"), d.get("according_to") or d.get("factuality")) for a, b, d in edges
    )


@BY_PACKAGE
def test_networkx_reads_every_node_and_edge_of_graphml(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    graphml.write(data, tmp_path / "x.graphml")
    read = networkx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    assert dict(read.nodes(data=True)) == expected_nodes(data)
    assert told_edges(list(read.edges(data=True))) == expected_edges(data)
    assert all(d["label"] for *_, d in read.edges(data=True))


@BY_PACKAGE
def test_igraph_reads_every_node_and_edge_of_graphml(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    graphml.write(data, tmp_path / "x.graphml")
    read = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    nodes = {}
    for vertex in read.vs:
        given = {k: v for k, v in vertex.attributes().items() if k != "id" and v not in ("", None) and v == v}
        nodes[vertex["id"]] = given
    assert nodes == expected_nodes(data)
    names = read.vs["id"]
    edges = [
        (names[e.source], names[e.target], {k: v for k, v in e.attributes().items() if v not in ("", None)})
        for e in read.es
    ]
    assert told_edges(edges) == expected_edges(data)


@BY_PACKAGE
def test_attribute_ids_of_graphml_are_unique_and_typed(package: Path, tmp_path: Path) -> None:
    graphml.write(opened(package), tmp_path / "x.graphml")
    keys = list(ElementTree.parse(tmp_path / "x.graphml").iter("{http://graphml.graphdrawing.org/xmlns}key"))
    assert len({k.get("id") for k in keys}) == len(keys)
    types = {(k.get("for"), k.get("attr.name")): k.get("attr.type") for k in keys}
    assert len(types) == len(keys)
    assert types["node", "position"] == "long"
    assert types.get(("node", "cameo"), "string") == "string"  # a column that is empty throughout has no key


@BY_PACKAGE
def test_networkx_reads_every_node_of_gexf_with_its_interval(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    gexf.write(data, tmp_path / "x.gexf")
    read = networkx.read_gexf(tmp_path / "x.gexf")
    expected = expected_nodes(data)
    for node in expected.values():
        if node["record"] == "event":
            node |= {a: node[b] for a, b in (("start", "earliest"), ("end", "latest")) if b in node}
    assert dict(read.nodes(data=True)) == expected


@BY_PACKAGE
def test_gexf_holds_every_edge_and_nothing_of_networkx_own(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    gexf.write(data, tmp_path / "x.gexf")
    root = ElementTree.parse(tmp_path / "x.gexf").getroot()
    titles = {a.get("id"): a.get("title") for a in root.iter(f"{GEXF}attribute")}
    edges = [
        (e.get("source"), e.get("target"), {titles[v.get("for")]: v.get("value") for v in e.iter(f"{GEXF}attvalue")})
        for e in root.iter(f"{GEXF}edge")
    ]
    assert told_edges(edges) == expected_edges(data)  # type: ignore[arg-type]
    assert "networkx_key" not in titles.values()
    assert root.find(f"{GEXF}meta").get("lastmodifieddate") == data.descriptor["created"][:10]
    graph = root.find(f"{GEXF}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")


def test_the_worst_cells_come_back_whole(tmp_path: Path) -> None:
    data = worst()
    graphml.write(data, tmp_path / "x.graphml")
    gexf.write(data, tmp_path / "x.gexf")
    expected = expected_nodes(data)
    assert dict(networkx.read_graphml(tmp_path / "x.graphml").nodes(data=True)) == expected
    read = dict(networkx.read_gexf(tmp_path / "x.gexf").nodes(data=True))
    assert {n: {k: v for k, v in d.items() if k not in ("start", "end")} for n, d in read.items()} == expected


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    data = opened()
    events = data.frame("events").with_columns(summary=pl.lit("a\x0bb\x1fc\ufffed"))
    data = dataclasses.replace(data, frames=data.frames | {"events": events.lazy()})
    for write, read in ((graphml.write, networkx.read_graphml), (gexf.write, networkx.read_gexf)):
        write(data, tmp_path / "x")
        assert read(tmp_path / "x").nodes["events/strike"]["summary"] == "a\ufffdb\ufffdc\ufffdd"


def test_columns_that_mean_something_else_in_a_graph_keep_their_values(tmp_path: Path) -> None:
    data = opened()
    schemas = dict(data.schemas)
    frames = dict(data.frames)
    for table, kind, value in (("events", "integer", 7), ("actors", "string", "seven")):
        extra = [{"name": "start", "type": kind}, {"name": "score", "type": kind}]
        schemas[table] = schemas[table] | {"fields": [*schemas[table]["fields"], *extra]}
        frames[table] = frames[table].with_columns(start=pl.lit(value), score=pl.lit(value))
    data = dataclasses.replace(data, schemas=schemas, frames=frames)
    gexf.write(data, tmp_path / "x.gexf")
    read = networkx.read_gexf(tmp_path / "x.gexf").nodes
    assert read["events/container-fall"]["start"] == "2024-05-13"
    assert (read["events/strike"]["column_start"], read["events/strike"]["score"]) == ("7", "7")
    assert (read["actors/mira-holm"]["column_start"], read["actors/mira-holm"]["score"]) == ("seven", "seven")
