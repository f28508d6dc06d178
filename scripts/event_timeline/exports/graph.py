"""The package as a network, which `graphml` and `gexf` write down.

Nodes are actors, events and statements, each with its row's columns; edges are what joins them: roles,
relations among events, who says what, what a statement says of which event, affiliation, and statements
within, repeating or on the occasion of others. A source that `event_sources` names is a node, with an
edge to each event that it reports; `same_as` and `addressee` are edges too. Identifiers begin with the table (`events/strike`), since two
tables may use the same slug. A missing cell is an attribute that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from event_timeline import profile
from event_timeline.exports import ownership
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.optional_libraries import library

Row = dict[str, Any]

NODES = {"actors": ("actor_id", "name"), "events": ("event_id", "label"), "statements": ("statement_id", "summary")}
"""Table -> its key and the column that labels a node."""
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (section 2.2), escaped or not."""
RESERVED = frozenset(
    (
        "id",
        "label",
        "record",
        "slug",
        "type",
        "weight",
        "start",
        "end",
        "pid",
        "parents",
        "spells",
        "slices",
        "viz",
        "key",
    )
)
NUMBERS = {"integer", "number", "boolean"}


def network(data: Dataset, format_name: str) -> Any:
    """The networkx.MultiDiGraph. Raises UserError where networkx is missing.

    Nodes carry `record` (actor, event or statement), `slug` (the row's key) and `label`, edges `link` (what sort of edge), `relation`
    (the term, where the sort has terms) and `label`; an edge's key is its identifier.
    """
    networkx = library("networkx", format_name, "graph")
    graph = networkx.MultiDiGraph(name=str(xml_safe(data.descriptor.get("title") or data.name)))
    graph.graph["generator"] = ownership.ownership_mark(format_name)
    as_text = _differing(data)
    reporting = {r["source_id"] for r in _optional(data, "event_sources")}
    for row in data.rows("sources") if reporting else ():
        if row["source_id"] in reporting:
            key = row["source_id"]
            graph.add_node(f"sources/{key}", label=xml_safe(row["title"] or key), record="source", slug=key)
    for table, (key, label) in NODES.items():
        for row in data.rows(table):
            given = {c: v for c, v in row.items() if v is not None and c not in (key, label)}
            columns = {_renamed(c): xml_safe(_text(v) if c in as_text else v) for c, v in given.items()}
            graph.add_node(
                f"{table}/{row[key]}",
                label=xml_safe(row[label] or row[key]),
                record=table[:-1],
                slug=row[key],
                **columns,
            )
    for number, (start, end, attributes) in enumerate(_edges(data), 1):
        if start in graph and end in graph:
            known = {k: xml_safe(v) for k, v in attributes.items() if v is not None}
            graph.add_edge(start, end, key=f"e{number}", **known)
    return graph


def _optional(data: Dataset, table: str) -> list[Row]:
    return data.rows(table) if profile.has_optional(data.schemas, table) else []


def _renamed(column: str) -> str:
    """A column's name as an attribute: one that means something else in a graph file gets a prefix."""
    return f"column_{column}" if column in RESERVED else column


def _differing(data: Dataset) -> set[str]:
    """Columns that are numbers in one table and text in another: one attribute has one type in Gephi."""
    kinds: dict[str, set[str]] = {}
    for table in NODES:
        for field in data.fields(table):
            kind = field.get("type", "string")
            kinds.setdefault(field["name"], set()).add(kind if kind in NUMBERS else "string")
    return {name for name, found in kinds.items() if len(found) > 1}


def xml_safe(value: Any) -> Any:
    """A value as XML can hold it: dates as ISO text, characters that XML forbids as U+FFFD, numbers as they are."""
    if isinstance(value, bool | int | float):
        return value
    return ILLEGAL.sub("\ufffd", _text(value))


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _edges(data: Dataset) -> Iterator[tuple[str, str, Row]]:
    labels = {(r["vocabulary"], r["term"]): r["label"] for r in data.rows("codebook")}

    def edge(table: str, column: str, row: Row) -> Row:
        term = row[column]
        return {"link": column, "relation": term, "label": labels.get((f"{table}.{column}", term), term)}

    for row in data.rows("event_actors"):
        more = {"side": row.get("side")}
        yield f"actors/{row['actor_id']}", f"events/{row['event_id']}", edge("event_actors", "role", row) | more
    for row in _optional(data, "event_sources"):
        more = {"link": "source", "label": "Reports", "url": row["url"], "note": row["note"]}
        yield f"sources/{row['source_id']}", f"events/{row['event_id']}", more
    for table, key in (("actors", "actor_id"), ("events", "event_id")):
        for row in data.rows(table):
            if row.get("same_as") is not None:
                yield f"{table}/{row[key]}", f"{table}/{row['same_as']}", {"link": "same_as", "label": "Same as"}
    for row in data.rows("event_relations"):
        more = {"according_to": row["according_to"]}
        ends = f"events/{row['event_id']}", f"events/{row['other_event_id']}"
        yield *ends, edge("event_relations", "relation", row) | more
    for row in data.rows("statement_events"):
        more = {"factuality": row["factuality"]}
        ends = f"statements/{row['statement_id']}", f"events/{row['event_id']}"
        yield *ends, edge("statement_events", "stance", row) | more
    for row in data.rows("actors"):
        if row["affiliation"] is not None:
            ends = f"actors/{row['actor_id']}", f"actors/{row['affiliation']}"
            yield *ends, {"link": "affiliation", "label": "Affiliation"}
    for row in data.rows("statements"):
        own = f"statements/{row['statement_id']}"
        for column, start, end, label in (
            ("speaker_id", f"actors/{row['speaker_id']}", own, "Says"),
            ("within", own, f"statements/{row['within']}", "Within"),
            ("repeats", own, f"statements/{row['repeats']}", "Repeats"),
            ("occasion", own, f"events/{row['occasion']}", "Occasion"),
            ("addressee", own, f"actors/{row.get('addressee')}", "Addressed to"),
        ):
            if row.get(column) is not None:
                yield start, end, {"link": column.removesuffix("_id"), "label": label}
