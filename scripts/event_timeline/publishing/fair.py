"""What FAIR assessors ask of a dataset, answered as far as its package can tell.

The metrics are those of F-UJI 0.8 (FAIRsFAIR Data Object Assessment Metrics, doi:10.5281/zenodo.4081213), with
their identifiers. An assessor reads the page of a deposited dataset; here its metadata are read before there is
such a page. What only the page or its server can show is therefore not decided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from event_timeline.citations.schemaorg import LONGEST, SHORTEST
from event_timeline.citations.work import Work, resources, sources
from event_timeline.exports import iris
from event_timeline.io.counting import counted

METRICS = "F-UJI 0.8"
Status = Literal["met", "missing", "undecidable"]
PERSISTENT = re.compile(
    r"https?://(?:hdl\.handle\.net|n2t\.net|purl\.org|w3id\.org|identifiers\.org)/\S+|(?:ark:|hdl:|swh:1:)\S+",
    re.IGNORECASE,
)
"""Identifiers other than DOIs that F-UJI counts as persistent: handles, ARKs, PURLs, w3id, identifiers.org, SWHIDs."""
OPEN = re.compile(r"CC0-1\.0|CC-BY(-SA)?-\d\.\d|PDDL-1\.0|ODC-By-1\.0|ODbL-1\.0|MIT", re.IGNORECASE)
"""SPDX identifiers under which data are open to everybody."""
FORMATS = {".csv", ".tsv", ".json", ".parquet", ".txt", ".xml"}
"""Open formats of tables that are fit to be kept."""


@dataclass(frozen=True)
class Check:
    """One metric: its identifier and short name, whether it is met, what was found, and how to fix it."""

    identifier: str
    name: str
    status: Status
    found: str
    remedy: str = ""


def assess(about: Work, schemas: dict[str, dict[str, Any]]) -> list[Check]:
    """The metrics in F-UJI's order. schemas: table -> its Table Schema."""
    return [Check(identifier, name, *judge(about, schemas)) for identifier, name, judge in METRICS_IN_ORDER]


Verdict = tuple[Status, str, str]
Judge = Callable[[Work, dict[str, dict[str, Any]]], Verdict]


def _unique(about: Work, _: Any) -> Verdict:
    known = f"doi:{about.doi}" if about.doi else about.identifier
    if about.doi or iris.is_iri(about.identifier):
        return "met", known, ""
    return (
        "missing",
        "no DOI, URL or UUID",
        "write `id` in datapackage.json: an address on the web, or urn:uuid: and a UUID",
    )


def _persistent(about: Work, _: Any) -> Verdict:
    if about.doi:
        return "met", f"doi:{about.doi}; that it resolves shows only once it is registered", ""
    if PERSISTENT.fullmatch(about.identifier):
        return "met", about.identifier, ""
    remedy = "reserve a DOI at the repository, write it as `id` in datapackage.json (https://doi.org/…), assemble the deposit again"
    return "missing", "no DOI, handle, ARK or the like", remedy


def _core(about: Work, _: Any) -> Verdict:
    has = {
        "id": about.doi or about.identifier,
        "description": about.description,
        "keywords": about.keywords,
    }
    missing = [k for k, v in has.items() if not v]
    if missing:
        return "missing", f"no {', '.join(missing)}", "fill it in in datapackage.json"
    return "met", "creator, title, identifier, publisher, date, type, summary, keywords", ""


def _located(*_: Any) -> Verdict:
    return "undecidable", "the repository gives the files their addresses", ""


def _searchable(about: Work, _: Any) -> Verdict:
    if not SHORTEST <= len(about.description) <= LONGEST:
        found = f"a description of {len(about.description)} characters; search engines want {SHORTEST} to {LONGEST}"
        return "missing", found, "write more, or less, as `description` in datapackage.json"
    remedy = "most repositories do it; on a page of your own put `timeline cite --style schemaorg` into it"
    return "undecidable", "search engines read the page's schema.org JSON-LD", remedy


def _access(about: Work, _: Any) -> Verdict:
    if OPEN.fullmatch(about.license_id):
        return "met", f"open, under {about.license_id}", ""
    remedy = "name an open licence by its SPDX identifier, or state the access right at the repository"
    return "missing", f"{about.license_id or 'no licence'}: who may have the data is not said", remedy


def _retrievable(*_: Any) -> Verdict:
    return "undecidable", "whether the identifier leads to the data shows only online", ""


def _protocol(about: Work, _: Any) -> Verdict:
    if iris.is_web(about.address):
        return "met", about.address, ""
    return "missing", "no address of the web", "a DOI is one, too; or write `homepage` in datapackage.json"


def _formal(*_: Any) -> Verdict:
    remedy = "DataCite serves JSON-LD for every DOI; on a page of your own embed `timeline cite --style schemaorg`"
    return "undecidable", "JSON-LD is in the deposit; the page or the DOI's registry must serve it", remedy


def _semantic(_: Work, schemas: dict[str, dict[str, Any]]) -> Verdict:
    terms = {str(f["rdfType"]) for s in schemas.values() for f in s.get("fields", ()) if f.get("rdfType")}
    spaces = sorted({re.sub(r"[^/#]+$", "", t) for t in terms if iris.is_web(t)})
    if spaces:
        return "met", f"columns are mapped to {', '.join(spaces)}", ""
    return "missing", "no column has an `rdfType`", "map columns to terms of registered vocabularies in the schemas"


def _related(about: Work, _: Any) -> Verdict:
    linked = [address for _, address in sources(about.descriptor) if address]
    if linked:
        return "met", f"IsDerivedFrom {counted(len(linked), 'address', 'addresses')}", ""
    return "missing", "no source has an address", "write `path` of each of the `sources` in datapackage.json"


def _content(about: Work, _: Any) -> Verdict:
    lacking = [
        f"{r['name']} ({', '.join(missing)})"
        for r in resources(about.descriptor)
        if (missing := [k for k in ("bytes", "mediatype") if k not in r])
    ]
    if lacking:
        return "missing", f"not said: {'; '.join(lacking)}", "`timeline stamp` sets sizes; write `mediatype`"
    return "met", "type, size, format and columns of every table", ""


def _licence(about: Work, _: Any) -> Verdict:
    if about.license_id or iris.is_web(about.license_address):
        return "met", about.license_id or about.license_url, ""
    return "missing", "no licence", "write `licenses` in datapackage.json: SPDX `name` and `path`"


def _provenance(about: Work, _: Any) -> Verdict:
    if sources(about.descriptor):
        return "met", "creators, day of issue, version, and what the data are derived from", ""
    return "missing", "not said what the data are derived from", "write `sources` in datapackage.json"


def _community(*_: Any) -> Verdict:
    return "met", "DataCite, schema.org, RO-Crate and Data Package", ""


def _format(about: Work, _: Any) -> Verdict:
    paths = [str(p) for r in resources(about.descriptor) for p in _paths(r.get("path"))]
    other = [p for p in paths if not any(p.lower().endswith(f) for f in FORMATS)]
    if other or not paths:
        return "missing", f"not an open table format: {', '.join(other)}", "deposit the tables as CSV or Parquet"
    return "met", ", ".join(sorted({p.rpartition(".")[2].upper() for p in paths})), ""


def _paths(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else [value]


METRICS_IN_ORDER: tuple[tuple[str, str, Judge], ...] = (
    ("FsF-F1-01MD", "Unique identifier", _unique),
    ("FsF-F1-02MD", "Persistent identifier", _persistent),
    ("FsF-F2-01M", "Descriptive core metadata", _core),
    ("FsF-F3-01M", "Data identifier in the metadata", _located),
    ("FsF-F4-01M", "Searchable metadata", _searchable),
    ("FsF-A1-01M", "Data access information", _access),
    ("FsF-A1-02MD", "Retrievable metadata and data", _retrievable),
    ("FsF-A1.1-01MD", "Standard protocol", _protocol),
    ("FsF-A1.2-01MD", "Protocol that knows authentication", _protocol),
    ("FsF-I1-01M", "Formal representation", _formal),
    ("FsF-I2-01M", "Semantic resources", _semantic),
    ("FsF-I3-01M", "Qualified references", _related),
    ("FsF-R1-01M", "Metadata of the content", _content),
    ("FsF-R1.1-01M", "Licence", _licence),
    ("FsF-R1.2-01M", "Provenance", _provenance),
    ("FsF-R1.3-01M", "Metadata standard", _community),
    ("FsF-R1.3-02D", "File format", _format),
)
"""Identifier and short name of each metric, and who judges it."""
