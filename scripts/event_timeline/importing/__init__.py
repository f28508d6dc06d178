"""The import formats: one file per format, listed in `__init__.py`.

Each module has one function, `read(request, folder)`: it writes the files of a package into an empty folder, and returns
what the user should know, a sentence each. It raises UserError, with file and line, for input that it cannot read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from event_timeline.io.progress import Progress, part_of

if TYPE_CHECKING:
    from event_timeline.importing.own_exports import OwnExport
    from event_timeline.texts.text import Text


@dataclass(frozen=True)
class Request:
    """What is imported: a file or folder, and what the user says of the package to be.

    Empty words leave the choice to the file or the format. contributors: `Family, Given` of a person, or an organisation;
    date: ISO day on which the package is made; mapping: file that says which column is which field; source_dir: folder of
    the texts, where they are not beside the file.
    """

    file: Path
    title: str = ""
    name: str = ""
    license_id: str = ""
    contributors: tuple[str, ...] = ()
    date: str = ""
    mapping: Path | None = None
    source_dir: Path | None = None
    options: dict[str, str] = field(default_factory=dict)
    """Further choices, of those that the format names in `ImportFormat.options`."""
    texts: dict[str, Text] = field(default_factory=dict)
    """source_id -> text, filled by the reader: the validation proves the spans against them."""
    source_ids: dict[tuple[str, str], str] = field(default_factory=dict)
    """(name, text) -> source_id, of the packages of one import."""
    progress: Progress = field(default=part_of(None, 0, 1), compare=False)
    """Called by the reader with the share that is read, and what comes next."""


@dataclass(frozen=True)
class ImportFormat:
    """What `timeline import --list` says of a format."""

    name: str
    purpose: str
    keeps: str
    loses: str = "nothing"
    extra: str = ""
    """The optional dependencies it needs, as named in pyproject.toml."""
    module: str = ""
    own: bool = False
    """Whether it is our own export, whose module has `load(file)`, which returns an OwnExport."""
    edits: str = ""
    """The module that reads our own export of a format that is also other people's: `is_own(path)` and `load(path)`."""
    mapped: bool = False
    """Whether it takes `--mapping`."""
    options: tuple[str, ...] = ()
    """Names of the further choices that it takes, see OPTIONS."""
    preset: str = ""
    """The mapping that it is, in `mappings/`: such a format has no code of its own."""

    def description(self) -> str:
        """Return two lines: name and purpose; what it needs, keeps and loses."""
        needs = f"pip install 'event-timeline[{self.extra}]'" if self.extra else "nothing"
        return f"{self.name:<14} {self.purpose}\n{'':<14} needs: {needs}; keeps: {self.keeps}; loses: {self.loses}"

    def reader(self) -> Callable[[Request, Path], list[str]]:
        """The format's `read`, imported now."""
        if self.own:
            return lambda request, folder: self.loader()(request.file).write(folder)
        module = import_module(f"event_timeline.importing.{self.module or self.name}")
        read = cast("Callable[..., list[str]]", module.read)
        return partial(read, preset=self.preset) if self.preset else read

    def loader_of(self, file: Path) -> Callable[[Path], OwnExport] | None:
        """The `load` of a file where it is our own export, so that it can change a package; None otherwise."""
        if self.own:
            return self.loader()
        module = import_module(f"event_timeline.importing.{self.edits}") if self.edits else None
        return cast("Callable[[Path], OwnExport]", module.load) if module and module.is_own(file) else None

    def loader(self) -> Callable[[Path], OwnExport]:
        """The `load` of our own export, imported now."""
        module = import_module(f"event_timeline.importing.{self.module or self.name}")
        return cast("Callable[[Path], OwnExport]", module.load)


OPTIONS = {
    "include_text": "make the texts part of the package",
    "text_license": "licence of the texts",
    "language": "language of the texts",
    "save_texts": "folder for the texts",
    "annotator": "whose annotations to import",
    "year_numbering": "what a negative year means",
    "invalid": "what becomes of dates and numbers that cannot be read",
}
"""The further choices, and what each says."""
TABLES = ("invalid",)
TEXTS = ("include_text", "text_license", "language", "save_texts")
ROWS = "every table, schema, descriptor and paper, byte for byte"
TEXTS_LOST = "the sources' texts; the bytes, but no value, of tables in Parquet files"
# fmt: off
IMPORTS: dict[str, ImportFormat] = {
    f.name: f
    for f in (
        ImportFormat("zip", "our own export: the data package in one file", "every file", module="zip_"),
        ImportFormat("json", "our own export: one nested document", ROWS, TEXTS_LOST, module="json_", own=True),
        ImportFormat("jsonl", "our own export: one line per row", ROWS, TEXTS_LOST, own=True),
        ImportFormat("sqlite", "our own export: a database", ROWS, TEXTS_LOST, module="sqlite_", own=True),
        ImportFormat("duckdb", "our own export: a database", ROWS, TEXTS_LOST, "exports", module="duckdb_", own=True),
        ImportFormat("parquet", "our own export: a folder with one file per table", ROWS, TEXTS_LOST, own=True),
        ImportFormat("xlsx", "our own export: the workbook, edited or not", ROWS, "the sources' texts; packages with tables in Parquet files are refused", "exports", own=True),
        ImportFormat("webannotation", "our own export, edited: W3C Web Annotations, into their package",
                     "spans, what they show, and coders", "all else: it changes a package and makes none", own=True),
        ImportFormat("brat", "standoff annotations: a folder of .txt and .ann files",
                     "every annotation: what has no table of the profile is in `annotations`", "the look of types",
                     edits="brat_spans", mapped=True, options=(*TEXTS, "annotator")),
        ImportFormat("timeml", "events, times and their links: .tml or .xml files, or a folder of them",
                     "every annotation; all times with their values are in `times`", "comments on links", options=TEXTS),
        ImportFormat("cas", "UIMA CAS of INCEpTION and others: XMI with its type system, JSON 0.4, zips and project exports",
                     "spans, relations, slots and chains: what has no table of the profile is in `annotations`",
                     "tokens, sentences, parts of speech and syntax", extra="cas", mapped=True, options=(*TEXTS, "annotator")),
        ImportFormat("timelinejs", "TimelineJS 3: its JSON, or the CSV of its spreadsheet",
                     "slides, eras, dates, groups, media", "backgrounds, markup of texts", options=("year_numbering",)),
        ImportFormat("csv", "a table with a row for each event, by a mapping", "every column", "line breaks and invisible characters in cells, blanks around them", module="event_table", mapped=True, options=TABLES),
        ImportFormat("acled", "ACLED: its CSV exports since 2016", "every column", "nothing; its terms allow no redistribution",
                     module="event_table", preset="acled", mapped=True, options=TABLES),
        ImportFormat("ucdp-ged", "UCDP GED: the CSV of georeferenced events", "every column but the year and WKT",
                     "which source gave which number", module="event_table", preset="ucdp-ged", mapped=True, options=TABLES),
        ImportFormat("icews", "ICEWS: its .tab files", "every column", "texts, which it has not", module="event_table", preset="icews", mapped=True, options=TABLES),
        ImportFormat("gdelt-events", "GDELT 1.0 and 2.0: files of events, without header", "all columns but those that repeat the date or the code",
                     "texts, which it has not", module="event_table", preset="gdelt-events", mapped=True, options=TABLES),
        ImportFormat("gdelt-mentions", "GDELT 2.0: files of mentions, without header", "every column but Extras",
                     "what the events are: that is in the files of events", module="event_table", preset="gdelt-mentions", mapped=True, options=TABLES),
        ImportFormat("polecat", "POLECAT: its tab-separated files", "every column", "texts, which it has not",
                     module="event_table", preset="polecat", mapped=True, options=TABLES),
    )
}
# fmt: on
