"""The files that a deposit encloses: path, size, hash and media type of each, for every format that lists them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import polars as pl

from event_timeline.citations.work import Work, license_url, resources
from event_timeline.exports import zip_
from event_timeline.exports.dataset import Dataset
from event_timeline.model import UserError
from event_timeline.package.json_files import objects

MEDIA = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".cff": "application/yaml",
    ".parquet": "application/vnd.apache.parquet",
    ".zip": "application/zip",
    ".xml": "application/xml",
}
"""Media types as registered with IANA; YAML's is RFC 9512's."""
PAPERS = {
    "datapackage.json": "Descriptor of the data package (Data Package v2)",
    "CITATION.cff": "Citation (Citation File Format 1.2.0)",
    "datacite.json": "Metadata for DOI registration (DataCite 4.6)",
    ".zenodo.json": "Metadata for a deposit at Zenodo",
    "croissant.json": "Description for machine learning (Croissant 1.0)",
    "ro-crate-metadata.json": "Description as a research object (RO-Crate 1.2)",
    "CHANGELOG.md": "Changes from version to version",
    "MERGED.md": "How the corpus was joined from its parts",
    "README.md": "What the data are, where they come from, and under which terms",
    "RIGHTS.md": "Rights in the parts of the package",
    "LICENSE": "Licence",
}
"""What a file of a customary name holds."""


@dataclass(frozen=True)
class ListedFile:
    """A file: its POSIX path in the deposit, where it lies, size in bytes, SHA-256 in hex, IANA media type.

    license_url: where its licence is, empty where it has that of the whole; terms: its licence in words, which
    are alone where no address is known.
    """

    path: str
    file: Path
    size: int
    sha256: str
    media: str
    title: str = ""
    description: str = ""
    license_url: str = ""
    terms: str = ""

    @property
    def link(self) -> str:
        """The path as a relative IRI reference."""
        return encoded(self.path, "/")


def encoded(text: str, safe: str = "") -> str:
    """Text as a step of an IRI: of ASCII only letters, digits and -._~ stay, what is not ASCII stays as it is.

    RO-Crate 1.2 wants international characters in native UTF-8 (section on file identifiers).
    """
    return "".join(c if ord(c) > 0x9F else quote(c, safe=safe) for c in text)


def listed_file(path: str, file: Path, title: str = "", description: str = "", license_url: str = "") -> ListedFile:
    """One file as it is on disk. Raises OSError."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    media = MEDIA.get(file.suffix.lower(), "text/plain" if not file.suffix else "application/octet-stream")
    named = title or PAPERS.get(path, path)
    return ListedFile(path, file, file.stat().st_size, digest, media, named, description or named, license_url)


def package_files(data: Dataset, work: Work) -> list[ListedFile]:
    """The files of a package, sorted by path: descriptor, tables, schemas, texts and the papers beside them.

    A table has the title, description and licence that its resource declares, a text the title that `sources` of the
    descriptor gives it, and the licence of the row with its hash: never that of the coding. Raises UserError where a
    file that the descriptor names is missing or outside the package, OSError where one cannot be read.
    """
    package = data.package
    if package is None:
        raise ValueError("a dataset without files has none to enclose")
    texts = {PurePosixPath(path).as_posix() for path in package.source_files()}
    named = {
        PurePosixPath(str(s["path"])).as_posix(): _said(s.get("title"))
        for s in objects(work.descriptor.get("sources"))
        if "path" in s
    }
    declared = {str(path): r for r in resources(work.descriptor) for path in _paths(r.get("path"))}
    schemas = {r.schema_path: f"Table Schema of {r.name}" for r in package.resources.values() if r.schema_path}
    found = []
    for path, file in sorted(zip_.members(package).items()):
        if path in texts and path not in declared:
            found.append(_text(listed_file(path, file, named.get(path, "")), data))
            continue
        said = declared.get(path, {})
        title = _said(said.get("title")) or schemas.get(path, "")
        given = said.get("licenses")
        licences = [x.get("path") for x in given if isinstance(x, dict)] if isinstance(given, list) else []
        licence = next((x for x in licences if isinstance(x, str) and x.startswith("https://")), "")
        found.append(listed_file(path, file, title, _said(said.get("description")), licence))
    return found


def _text(one: ListedFile, data: Dataset) -> ListedFile:
    """A source's text with its own licence."""
    rows = data.frames["sources"].filter(pl.col("sha256") == one.sha256).select("license").collect()
    terms = next((t for t in rows["license"] if t), "Terms that are not stated")
    described = "The text of a source, which evidence points into"
    return replace(one, description=described, license_url=license_url(terms), terms=terms)


def require(format_name: str, **said: object) -> None:
    """Raise UserError where the descriptor says nothing of what a format demands; said: property -> what it says."""
    missing = [key for key, value in said.items() if not value]
    if missing:
        raise UserError(
            f"datapackage.json lacks what {format_name} must say: {', '.join(missing)}", "fill it in, then try again"
        )


def copy(files: Iterable[ListedFile], target: Path, reserved: str = "") -> None:
    """Copy files to their paths under a folder, byte for byte.

    Raises OSError, and UserError where a file has the name that is reserved for the format's own.
    """
    for one in files:
        if one.path == reserved:
            raise UserError(f"the package has a file {reserved} of its own", "name it otherwise")
        place = target / one.path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(one.file, place)


def _paths(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _said(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
