"""The public functions: everything that `import event_timeline` offers, and all that commands call.

Nothing here prints, exits, reads the terminal or touches the network. Every error is an `Error`, with a message and a
hint for the user.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from event_timeline import model
from event_timeline.model import Problem
from event_timeline.model import UserError as Error
from event_timeline.package import opening as files

if TYPE_CHECKING:
    import pandas as pd
    import pandera.polars as pa
    import polars as pl
    import pyarrow as pyarrow

    from event_timeline.citations import Style
    from event_timeline.comparing.agreement import Agreement
    from event_timeline.comparing.diff import Diff
    from event_timeline.editing.draft import Draft
    from event_timeline.editing.merging import Note
    from event_timeline.engine.validation import Clock, Progress
    from event_timeline.exports import Format
    from event_timeline.exports.dataset import Dataset
    from event_timeline.tables.loading import Tables
    from event_timeline.texts.given import Sources

MAX_PROBLEMS = 50
"""Problems of one rule that a report lists unless the caller says otherwise; all are counted."""
MAX_SHOWN = 20
"""Problems that a report shows in a notebook."""


class Package:
    """An opened package: its tables as typed polars frames, its schemas and descriptor.

    A table is read when it is first asked for. A cell that does not match its column's type is missing in the frame;
    `validate` reports it.
    """

    def __init__(self, opened: files.Package) -> None:
        self.files = opened

    @property
    def descriptor(self) -> dict[str, Any]:
        """The parsed datapackage.json."""
        return self.files.descriptor

    @property
    def name(self) -> str:
        """The name of the package; empty where the descriptor gives none."""
        return str(self.descriptor.get("name", ""))

    @property
    def version(self) -> str:
        """The version of the dataset; empty where the descriptor gives none."""
        return str(self.descriptor.get("version", ""))

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in the order of the descriptor."""
        return tuple(self.files.resources)

    def schema(self, table: str) -> dict[str, Any]:
        """The Table Schema that the package gives a table. Raises Error for an unknown table."""
        self._require(table)
        return self.files.resources[table].schema

    def scan(self, table: str) -> pl.LazyFrame:
        """A table as a typed LazyFrame with the schema's columns, missing values null.

        Raises Error for an unknown table and for one that cannot be read.
        """
        from event_timeline.tables.loading import ROW

        self._require(table)
        if table not in self._loaded:
            raise Error(
                f"table {table} cannot be read: {self._loaded.failed[table]}", "et.validate(...) reports what is wrong"
            )
        return self._loaded[table].drop(ROW)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.scan(table).collect()

    def __contains__(self, table: str) -> bool:
        return table in self.files.resources

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def to_arrow(self, table: str) -> pyarrow.Table:
        """A table as a pyarrow Table. Raises Error where pyarrow is not installed."""
        _need("pyarrow", "pyarrow")
        return self[table].to_arrow()

    def to_pandas(self, table: str) -> pd.DataFrame:
        """A table as a pandas DataFrame, with Arrow-backed columns. Raises Error where pandas or pyarrow is not installed."""
        _need("pandas", "pandas pyarrow")
        _need("pyarrow", "pandas pyarrow")
        return self[table].to_pandas(use_pyarrow_extension_array=True)

    def duckdb(self) -> Any:
        """A new DuckDB connection, in memory, with all tables, their keys and vocabularies, and the ready-made views.

        Raises Error where duckdb is not installed (extra `exports`), or a table breaks a key of its own schema.
        """
        from event_timeline.exports.duckdb_ import connect

        return connect(self._dataset)

    def view(self, name: str) -> pl.DataFrame:
        """A ready-made view, such as `who_did_what`: the views of the sqlite and duckdb exports. Raises Error for an unknown one."""
        from event_timeline.exports import sql

        known = sql.views(self._dataset)
        if name not in known:
            raise Error(f"no view named {name!r}", f"there are: {', '.join(known)}")
        _need("pyarrow", "pyarrow")
        import polars as pl

        with self.duckdb() as connection:
            found = connection.sql(f"SELECT * FROM {sql.quoted(name)}").to_arrow_table()  # noqa: S608 (quoted)
        return pl.DataFrame(found).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))

    def to_frictionless(self) -> Any:
        """The package as a `frictionless.Package`, over the same files."""
        import frictionless

        return frictionless.Package(str(self.files.root / self.files.descriptor_name))

    @cached_property
    def _loaded(self) -> Tables:
        from event_timeline.tables.loading import load_tables

        return load_tables(self.files)

    @cached_property
    def _dataset(self) -> Dataset:
        from event_timeline.exports.dataset import dataset

        return dataset(self._loaded)

    def _require(self, table: str) -> None:
        if table not in self.files.resources:
            raise Error(f"no table named {table!r}", f"there are: {', '.join(self.tables)}")

    def __repr__(self) -> str:
        return f"<event_timeline.Package {self.name} {self.version} ({self.files.label}): {', '.join(self.tables)}>"

    def _repr_html_(self) -> str:
        """The picture of the timeline and the number of rows of each table, for notebooks."""
        from base64 import b64encode

        from event_timeline.exports.visual.svg import drawn

        counted = "".join(
            f"<tr><td>{escape(name)}</td><td>{self._loaded.tables[name].rows:,}</td></tr>"
            for name in self.tables
            if name in self._loaded
        )
        title = escape(str(self.descriptor.get("title") or self.name))
        head = f"<p><strong>{title}</strong> {escape(self.version)}</p>"
        try:
            # as an image, so that nothing in it can run or leave its frame
            picture = b64encode(drawn(self._dataset).encode()).decode()
            shown = f'<img alt="timeline" src="data:image/svg+xml;base64,{picture}">'
        except Error as error:
            shown = f"<p>no picture: {escape(error.message)}</p>"
        return f"{head}{shown}<table><tr><th>table</th><th>rows</th></tr>{counted}</table>"


class Report(model.Report):
    """The outcome of a validation: `valid`, `errors`, `warnings`, `problems`, `skipped`, `checked`."""

    label: str = "."
    """How the package was named."""

    @classmethod
    def of(cls, report: model.Report, label: str) -> Self:
        """The same report, with what shows it."""
        own = cls(**{f.name: getattr(report, f.name) for f in dataclasses.fields(report)})
        own.label = label
        return own

    def to_frame(self) -> pl.DataFrame:
        """The problems as a frame, one row each, with the attributes of `Problem` as columns."""
        import polars as pl

        numbers = {"line": pl.Int64, "row": pl.Int64}
        columns = [f.name for f in dataclasses.fields(Problem)]
        schema = {c: numbers.get(c, pl.String) for c in columns}
        return pl.DataFrame([dataclasses.astuple(p) for p in self.problems], schema=schema, orient="row")

    def render(
        self, style: str = "text", *, strict: bool = False, quiet: bool = False, label: str | None = None,
        folder: str | None = "", statistics: bool = False,
    ) -> str:  # fmt: skip
        """The report as text in one of the formats of `timeline validate --format`.

        strict: warnings make it invalid; quiet: only what makes it invalid; folder: where the package is, relative to
        the repository, None in an archive; statistics: counts by rule. Raises Error for an unknown format.
        """
        from event_timeline import reports

        if style not in reports.FORMATS:
            raise Error(f"no report format named {style!r}", f"there are: {', '.join(reports.FORMATS)}")
        label = self.label if label is None else label
        return reports.renderer(style)(self, reports.Style(strict, quiet, label, folder, statistics))

    def __repr__(self) -> str:
        return f"<event_timeline.Report valid={self.valid} errors={self.errors} warnings={self.warnings}>"

    def _repr_html_(self) -> str:
        """The verdict and the first problems as a table, for notebooks."""
        columns = ("code", "severity", "path", "line", "column", "message", "hint")
        head = "".join(f"<th>{c}</th>" for c in columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(getattr(p, c)))}</td>" for c in columns) + "</tr>"
            for p in self.problems[:MAX_SHOWN]
        )
        left = len(self.problems) - MAX_SHOWN
        more = f"<p>and {left:,} more: <code>report.to_frame()</code></p>" if left > 0 else ""
        verdict = f"{'valid' if self.valid else 'invalid'}: {self.errors:,} errors, {self.warnings:,} warnings"
        return f"<p><strong>{verdict}</strong></p><table><tr>{head}</tr>{rows}</table>{more}"


def read(location: str | Path) -> Package:
    """Open a package: a folder, a datapackage.json or a zip. Nothing in it is run, and nothing is fetched.

    Raises Error where there is no package or its descriptor cannot be read.
    """
    return Package(files.open_package(location))


def validate(
    package: Package | str | Path, sources: Sources = (), *, source_dir: str | Path | None = None,
    select: Sequence[str] = (), ignore: Sequence[str] = (), resource: str | None = None, metadata_only: bool = False,
    limit: int = MAX_PROBLEMS, clock: Clock | None = None, progress: Progress | None = None, spark: str | None = None,
) -> Report:  # fmt: skip
    """Check a package against the profile and its rules.

    sources: source_id -> file of the text that evidence points into, or `[ID=]FILE` each; source_dir: a folder or
    Parquet file with many texts; select, ignore: codes of rules or their beginnings; resource: the only table to read;
    metadata_only: read no table; limit: problems of one rule to list, 0 for all; clock: called with (code, seconds);
    progress: called with (share done, what comes next); spark: address of a Spark that runs the rules.
    Raises Error where the package cannot be opened, a text cannot be read, or a code, source or table is unknown.
    """
    from event_timeline.engine import validation

    opened = _opened(package)
    report = validation.validate(
        opened.files, sources=sources, source_dir=Path(source_dir) if source_dir is not None else None, select=select,
        ignore=ignore, resource=resource, metadata_only=metadata_only, limit=limit or NO_LIMIT, clock=clock,
        progress=progress, spark=spark,
    )  # fmt: skip
    return Report.of(report, opened.files.label)


NO_LIMIT = 10**9


def export(
    package: Package | str | Path, format: str, path: str | Path | None = None, *, sources: Sources = (),  # noqa: A002
    include_text: bool = False, validate: bool = True, force: bool = False,
) -> Path:  # fmt: skip
    """Write a package in another format, and return the path: all of it, or nothing.

    path: by default the package's name with the format's ending, in the current folder; sources: texts, for formats that
    need them; include_text: write them into the export; validate: refuse an invalid package; force: replace an export
    that was edited since. Raises Error, and InvalidPackageError with the report for an invalid package.
    """
    from event_timeline.exports import writing

    target = None if path is None else Path(path)
    return writing.export(
        _opened(package).files, writing.find_format(format), target, sources=sources, include_text=include_text,
        validate=validate, force=force,
    )  # fmt: skip


def formats() -> tuple[Format, ...]:
    """The export formats: name, suffix, purpose, needs and loses."""
    from event_timeline.exports import FORMATS

    return tuple(FORMATS.values())


def cite(package: Package | str | Path, *, style: str = "apa", row: str | None = None) -> str:
    """A citation of a package, or of one row of it as `TABLE/KEY`, from its descriptor alone.

    Raises Error for an unknown style or row, or a row in a style that describes whole datasets only.
    """
    from event_timeline.citations import find_style
    from event_timeline.citations.rows import find
    from event_timeline.citations.work import row_of, work

    chosen, opened = find_style(style, row=row is not None), _opened(package)
    cited = work(opened.descriptor)
    if row is not None:
        found = find(opened.files, row)
        cited = row_of(cited, found.table, found.key, found.label)
    return chosen.renderer()(cited)


def styles() -> tuple[Style, ...]:
    """The citation styles: name, purpose, customary file and whether a row can be cited."""
    from event_timeline.citations import STYLES

    return tuple(STYLES.values())


def diff(old: Package | str | Path, new: Package | str | Path = ".") -> Diff:
    """What differs between two versions: rows and cells by key, columns, terms and the descriptor.

    Versions are packages, or folders, zips and git revisions such as `HEAD~1:` and `v1.0.0:path`.
    Raises Error where one cannot be opened.
    """
    from event_timeline.comparing.diff import compare
    from event_timeline.comparing.revisions import open_beside
    from event_timeline.editing.draft import of_package

    def opened(one: Package | str | Path, other: Package | str | Path) -> Draft:
        if isinstance(one, Package):
            return of_package(one.files)
        return open_beside(str(one), other.files.label if isinstance(other, Package) else str(other))

    return compare(opened(old, new), opened(new, old))


def agree(a: Package | str | Path, b: Package | str | Path, *, threshold: float = 0.0) -> Agreement:
    """Compare two codings of the same text: precision, recall and F1 (`a` as the reference), and Krippendorff's alpha.

    threshold: match only what overlaps by more than this Dice coefficient (0 to below 1).
    Raises Error where a table cannot be read or the packages share no text.
    """
    from event_timeline.comparing import agreement

    return agreement.compare(_coding(_opened(a)), _coding(_opened(b)), threshold)


def merge(
    packages: Sequence[str | Path], folder: str | Path, *, title: str | None = None, name: str | None = None,
    date: str = "",
) -> Merged:  # fmt: skip
    """Join packages of several texts into one corpus in a new folder.

    date: ISO day that it is made, today by default. Raises Error, and writes nothing, where two packages code the same
    text, a table cannot be joined, or the folder is in use.
    """
    from event_timeline.comparing.revisions import open_any
    from event_timeline.editing.corpus_files import corpus_files
    from event_timeline.editing.days import today
    from event_timeline.editing.merging import merge as join
    from event_timeline.editing.scaffold import slug, write_package

    if len(packages) < 2:
        raise Error("one package is no corpus", "name two or more")
    drafts, folder = [open_any(str(p)) for p in packages], Path(folder)
    corpus = join(drafts)
    short = name or slug(folder.resolve().name) or "corpus"
    called = title or f"Corpus of {len(drafts)} event timelines"
    warnings = write_package(folder, corpus_files(corpus, drafts, name=short, title=called, date=today(date)))
    return Merged(read(folder), corpus.notes, warnings)


@dataclasses.dataclass(frozen=True)
class Merged:
    """A corpus that was made: what was merged or renamed, and the warnings of its validation."""

    package: Package
    notes: list[Note]
    problems: list[Problem]


def pandera_schema(table: str | dict[str, Any]) -> pa.DataFrameSchema:
    """The `pandera.polars` schema of a table of the profile, or of any Table Schema.

    Raises Error for an unknown table.
    """
    from event_timeline import profile
    from event_timeline.profile.constraints import pandera_schema as compiled

    if isinstance(table, str) and table not in profile.TABLES:
        raise Error(f"no table named {table!r}", f"there are: {', '.join(profile.TABLES)}")
    return compiled(table)


@contextmanager
def edit(location: str | Path, *, sources: Sequence[str] = (), unfinished: bool = True) -> Iterator[Any]:
    """Change a package in one transaction: validated and written as a whole when the block ends, or not at all.

    Yields an `Editor`. sources: `[ID=]FILE` of texts, by default those in the package or beside it; unfinished: accept
    what a later step is to complete, such as an event without participants. The package is locked meanwhile.
    Raises Error, and writes nothing, for a change that would be invalid.
    """
    from event_timeline.editing.editing import editing

    with editing(location, sources, unfinished=unfinished) as editor:
        yield editor


def new(
    folder: str | Path, *, source: str | Path, title: str, contributors: Sequence[str], source_id: str = "article",
    license: str = "CC-BY-4.0", name: str | None = None, source_cells: Mapping[str, str] | None = None,  # noqa: A002
    keywords: Sequence[str] = (), include_text: bool = False, date: str = "", toolchain: str = "",
) -> New:  # fmt: skip
    """Start a package in a new folder from a text: descriptor, ten tables, schemas, codebook, README, licence, CI.

    source: file of the text, UTF-8; contributors: `Family, Given` of a person, or an organisation's name; source_cells:
    further cells of the source's row, such as `published_edtf`; include_text: copy the text into the package, which
    needs its `license` in source_cells; date: ISO day that it is made, today by default; toolchain: what pip installs
    in the package's workflow. Raises Error, and writes nothing, where something is missing or the folder is in use.
    """
    from event_timeline.editing.scaffold import create, planned

    folder = Path(folder)
    plan = planned(
        folder, source, title=title, contributors=contributors, source_id=source_id, license_id=license, name=name,
        source_cells=source_cells or {}, keywords=keywords, include_text=include_text, date=date, toolchain=toolchain,
    )  # fmt: skip
    problems = create(folder, plan)
    return New(read(folder), problems, plan.content)


@dataclasses.dataclass(frozen=True)
class New:
    """A package that was started, the warnings of its validation, and its text."""

    package: Package
    problems: list[Problem]
    text: str


def _opened(package: Package | str | Path) -> Package:
    return package if isinstance(package, Package) else read(package)


def _coding(package: Package) -> dict[str, list[dict[str, Any]]]:
    from event_timeline.comparing.agreement import TABLES

    label, loaded = package.files.label, package._loaded
    broken = sorted(set(TABLES) & set(loaded.failed) | {t for t in TABLES if t not in loaded})
    if broken:
        raise Error(
            f"{label}: cannot read {', '.join(broken)}", f"run `timeline validate {label}` and mend what it names"
        )
    return {name: package[name].to_dicts() for name in TABLES}


def _need(module: str, requirement: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise Error(f"this needs {module}", f"pip install {requirement}")


def _cell(value: object) -> str:
    return "" if value is None else str(value)
