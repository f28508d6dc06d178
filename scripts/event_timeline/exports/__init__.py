"""The export formats: one file per format, listed in `__init__.py`.

Each module has one function, `write(data, target)`: `data` is a `Dataset`, `target` the path of the
file (or folder) to make. It raises OSError where the place cannot be written; the command makes the
target appear at once, by writing beside it and renaming.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
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
    read_by: str = ""
    """Programs of others that read it back in the tests, which compare the values."""
    extra: str = ""
    """The optional dependencies it needs, as named in pyproject.toml."""
    module: str = ""
    binary: bool = False
    """Whether it makes no sense on a terminal, so that `-o -` refuses it."""
    source: bool = False
    """Whether it needs the sources' texts (`--source`)."""

    can_include: bool = False
    """Whether it can hold those texts in full, if asked (`--include-text`)."""
    seals_rows: bool = False
    """Whether its writer puts the hash of the rows, not of the file, into the mark; its module then has `read_seal`."""

    @property
    def folder(self) -> bool:
        """Whether a folder of files is written."""
        return "." not in self.suffix

    def description(self) -> str:
        """Return two lines: name, ending and purpose; what it needs and loses."""
        needs = [f"pip install 'event-timeline[{self.extra}]'" if self.extra else "", "--source" if self.source else ""]
        return (
            f"{self.name:<14} NAME{self.suffix:<16} {self.purpose}\n"
            f"{'':<14} needs: {'; '.join(filter(None, needs)) or 'nothing'}; loses: {self.loses}"
        )

    def writer(self) -> Callable[[Dataset, Path], None]:
        """The format's `write`, imported now."""
        return cast("Callable[[Dataset, Path], None]", self._imported().write)

    def seal_reader(self) -> Callable[[Path], tuple[str, Sequence[str]]]:
        """The `read_seal` of a format that seals its rows, imported now: the mark of a file, and the hashes that it may have."""
        return cast("Callable[[Path], tuple[str, Sequence[str]]]", self._imported().read_seal)

    def _imported(self) -> ModuleType:
        return import_module(f"event_timeline.exports.{self.module or self.name}")


# fmt: off
FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("sqlite", ".sqlite", "SQL anywhere: keys, indexes, checks, views, full text over quotes", module="sqlite_", binary=True, read_by="sqlite3, pandas, datasette, RSQLite"),
        Format("duckdb", ".duckdb", "analytical SQL: keys, enums, comments, views", "foreign keys (proved and listed, not enforced); the same tables, not the same bytes", extra="exports", module="duckdb_", binary=True, seals_rows=True, read_by="DuckDB"),
        Format("parquet", "-parquet", "data frames: a typed file a table, descriptions inside", "keys (described, not enforced)", read_by="polars, pandas, pyarrow, DuckDB"),
        Format("xlsx", ".xlsx", "spreadsheets: one sheet per table, typed, with drop-downs", "keys; true dates before 1900 (text there)", extra="exports", binary=True, read_by="openpyxl, pandas, LibreOffice"),
        Format("flat", ".csv", "spreadsheets: a row per event with everything that depends on it", "evidence, exceptions, codebook, details of actors, sources and statements (sector, actors.same_as, headline, addressee, speaker_basis); marks cells that begin like a formula", read_by="csv, pandas, readr"),
        Format("json", ".json", "programs: one nested document, described by json-schema", module="json_", read_by="jsonschema, jsonlite"),
        Format("json-schema", ".schema.json", "programs: the JSON Schema of the json export", "all rows: it describes them", module="json_schema", read_by="jsonschema"),
        Format("jsonl", ".jsonl", "streams: one line per row, with its table", "keys and descriptions", read_by="pandas, DuckDB, jsonlite"),
        Format("zip", ".zip", "deposits and e-mail: the data package itself in one file", module="zip_", binary=True, read_by="zipfile, frictionless"),
        Format("rocrate", "-rocrate", "deposits and research platforms: the package's files with RO-Crate 1.2 metadata", "what the descriptor has no word for: contact, ROR, columns (in the schemas beside)", read_by="rocrate"),
        Format("bagit", "-bag", "archives: the package's files in a BagIt 1.0 bag with SHA-256 manifests", "the day of bagging: a bag is the same bytes each time", module="bagit_", read_by="bagit"),
        Format("croissant", "-croissant", "machine learning: Croissant 1.0, one record set per table, beside the tables in Parquet", "foreign keys (described in words), vocabularies", read_by="mlcroissant"),
        Format("dcat", ".dcat.ttl", "data portals: DCAT-AP 3 in Turtle, one distribution per table", "rows and columns; theme, contact, places of download (the package knows none)", extra="rdf", read_by="rdflib, pySHACL"),
        Format("loaders", "-loaders", "R and JavaScript: copies of the tables with a script for each that loads them with their types", "keys and descriptions", read_by="R, Node.js"),
        Format("csvw", "-csvw", "the semantic web: copies of the tables with CSV on the Web metadata", "foreign keys of columns that may be empty (written as dc:references)", read_by="csvw"),
        Format("turtle", ".ttl", "RDF stores, SPARQL: SEM, PROV-O, Web Annotation, SKOS, OWL-Time; the profile has SHACL shapes for it", "the order of rows", extra="rdf", read_by="rdflib, pySHACL"),
        Format("jsonld", ".jsonld", "RDF as JSON: the same graph as turtle, its context inside", "the order of rows", extra="rdf", read_by="rdflib"),
        Format("webannotation", ".anno.jsonld", "annotation tools: W3C Web Annotations with positions, quotes and hashes", "all but the evidence and what it shows", read_by="rdflib"),
        Format("brat", "-brat", "annotation tools: text and standoff for brat", "all but the evidence, what it shows and how that is joined; codes without a text", source=True, read_by="bratly"),
        Format("ics", ".ics", "calendars: an all-day entry per dated event", "undated events (counted), relations, statements, evidence, exceptions, codebook, sector, actors.same_as, headline", extra="ics", read_by="icalendar, vobject"),
        Format("timelinejs", ".timeline.json", "TimelineJS: a slide per dated event", "undated events (counted), event_actors, relations, evidence, exceptions, codebook, sector, actors.same_as, headline, addressee, speaker_basis", read_by="TimelineJS in Chromium"),
        Format("graphml", ".graphml", "networks in Gephi, yEd, Cytoscape: actors, events, statements and what joins them", "evidence, sources (but those of event_sources, by title), places, event_places, measures, exceptions, codebook", extra="graph", read_by="networkx, igraph"),
        Format("gexf", ".gexf", "networks over time in Gephi: as graphml, with each event's interval", "evidence, sources (but those of event_sources, by title), places, event_places, measures, exceptions, codebook", extra="graph", read_by="networkx"),
        Format("geojson", ".geojson", "maps: a feature per event at its place and one per further place, null geometry where none is known", "participants' roles, relations, statements, evidence, exceptions, codebook, sector, actors.same_as, headline", read_by="GDAL"),
        Format("html", ".html", "looking: one page with timeline, statements, network and table; opens in a browser without a network", "tables of the package's own; hashes of evidence", module="visual.html_", can_include=True, read_by="Chromium, axe-core"),
        Format("svg", ".svg", "looking: a picture of the timeline for a README, light and dark", "all but the events (whose optional columns are lost too); long labels are cut, many events counted", module="visual.svg", read_by="ElementTree"),
        Format("png", ".png", "looking: the same picture in pixels, for slides", "as svg; letters that no font of this machine has", extra="picture", binary=True, module="visual.png", read_by="Chromium"),
    )
}
# fmt: on
