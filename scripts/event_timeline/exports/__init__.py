"""The export formats: one file a format, listed here by hand.

Each module has one function, `write(data, target)`: `data` is a `Dataset`, `target` the path of the
file (or folder) to make. It raises OSError where the place cannot be written; the command makes the
target appear at once, by writing beside it and renaming.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset


@dataclass(frozen=True)
class Format:
    """What `timeline export --list` says of a format; a `suffix` without a dot is a folder's."""

    name: str
    suffix: str
    purpose: str
    loses: str = "nothing"
    extra: str = ""
    """The optional dependencies it needs, as named in pyproject.toml."""
    module: str = ""
    binary: bool = False
    """Whether it makes no sense on a terminal, so that `-o -` refuses it."""
    source: bool = False
    """Whether it needs the sources' texts (`--source`)."""

    @property
    def folder(self) -> bool:
        """Whether a folder of files is written."""
        return "." not in self.suffix

    def writer(self) -> Callable[[Dataset, Path], None]:
        """The format's `write`, imported now."""
        module = import_module(f"event_timeline.exports.{self.module or self.name}")
        return cast("Callable[[Dataset, Path], None]", module.write)


# fmt: off
FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("sqlite", ".sqlite", "SQL anywhere: keys, indexes, checks, views, full text over quotes", module="sqlite_", binary=True),
        Format("duckdb", ".duckdb", "analytical SQL: keys, enums, comments, views", "foreign keys (proved and listed, not enforced); the same tables, not the same bytes", extra="exports", module="duckdb_", binary=True),
        Format("parquet", "-parquet", "data frames: a typed file a table, descriptions inside", "keys (told, not enforced)"),
        Format("xlsx", ".xlsx", "spreadsheets: a sheet a table, typed, with drop-downs", "keys; true dates before 1900 (text there)", extra="exports", binary=True),
        Format("flat", ".csv", "spreadsheets: a row per event with everything that hangs on it", "evidence, statement details; marks cells that begin like a formula"),
        Format("json", ".json", "programs: one nested document, described by json-schema", module="json_"),
        Format("json-schema", ".schema.json", "programs: the JSON Schema of the json export", "all rows: it describes them", module="json_schema"),
        Format("jsonl", ".jsonl", "streams: a line a row, with its table", "keys and descriptions"),
        Format("zip", ".zip", "deposits and e-mail: the data package itself in one file", module="zip_", binary=True),
        Format("rocrate", "-rocrate", "deposits and research platforms: the package's files with RO-Crate 1.2 metadata", "what the descriptor has no word for: contact, ROR, columns (in the schemas beside)"),
        Format("bagit", "-bag", "archives: the package's files in a BagIt 1.0 bag with SHA-256 manifests", "the day of bagging: a bag is the same bytes each time", module="bagit_"),
        Format("croissant", "-croissant", "machine learning: Croissant 1.0, a record set a table, beside the tables in Parquet", "foreign keys (told in words), vocabularies"),
        Format("dcat", ".dcat.ttl", "data portals: DCAT-AP 3 in Turtle, a distribution a table", "rows; theme, contact, places of download (the package knows none)", extra="rdf"),
        Format("csvw", "-csvw", "the semantic web: copies of the tables with CSV on the Web metadata", "foreign keys of columns that may be empty (told as dc:references)"),
        Format("turtle", ".ttl", "RDF stores, SPARQL: SEM, PROV-O, Web Annotation, SKOS, OWL-Time; the profile has SHACL shapes for it", "the order of rows", extra="rdf"),
        Format("jsonld", ".jsonld", "RDF as JSON: the same graph as turtle, its context inside", "the order of rows", extra="rdf"),
        Format("webannotation", ".anno.jsonld", "annotation tools: W3C Web Annotations with positions, quotes and hashes", "all but the evidence and what it shows"),
        Format("brat", "-brat", "annotation tools: text and standoff for brat", "rows without evidence; codes without a text", source=True),
        Format("ics", ".ics", "calendars: an all-day entry per dated event", "undated events (counted), relations, statements, evidence", extra="ics"),
        Format("timelinejs", ".timeline.json", "TimelineJS: a slide per dated event", "undated events (counted), relations, evidence"),
        Format("graphml", ".graphml", "networks in Gephi, yEd, Cytoscape: actors, events, statements and what joins them", "evidence, sources, places", extra="graph"),
        Format("gexf", ".gexf", "networks over time in Gephi: as graphml, with each event's interval", "evidence, sources, places", extra="graph"),
        Format("geojson", ".geojson", "maps: a feature per event at its place, null geometry where none is known", "participants' roles, relations, statements, evidence"),
        Format("html", ".html", "looking: one page with timeline, statements, network and table; opens in a browser without a network", "tables of the package's own; hashes of evidence", module="html_"),
        Format("svg", ".svg", "looking: a picture of the timeline for a README, light and dark", "all but the events; long labels are cut, many events counted"),
        Format("png", ".png", "looking: the same picture in pixels, for slides", "as svg", extra="picture", binary=True),
    )
}
# fmt: on
