"""`Package`, `Report` and the results of `new` and `merge`: the objects that the public functions take and return."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

from event_timeline import model
from event_timeline.arguments import checked
from event_timeline.model import Problem
from event_timeline.model import UserError as Error
from event_timeline.package import opening as files

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pyarrow

    from event_timeline.comparing.diff import Diff
    from event_timeline.editing.merge_packages import MergeNote
    from event_timeline.exports.dataset import Dataset
    from event_timeline.tables.loading import Tables

EXPLAIN = "et.validate(...) reports what is wrong"
"""The hint for a table that cannot be read."""
MAX_SHOWN = 20
"""Problems that a report shows in a notebook."""


class Package:
    """An opened package: its tables as typed polars frames, its schemas and descriptor.

    A table is read when it is first asked for. A cell that does not match its column's type is missing in the frame;
    `validate` reports it. The object stays as it was opened: after a change of its files, tables that were not read raise Error, and
    `event_timeline.read` opens it again. Functions that take it look at the files as they are.
    """

    def __init__(self, opened: files.Package) -> None:
        if not isinstance(opened, files.Package):
            raise Error("a Package is not made by its class", "call et.read(LOCATION), which returns one")
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

    @property
    def views(self) -> tuple[str, ...]:
        """Names of the ready-made views of the sqlite and duckdb exports, which `view` returns."""
        from event_timeline.exports import sql

        return tuple(sql.views(self._dataset))

    @checked
    def schema(self, table: str) -> dict[str, Any]:
        """Return the Table Schema that the package gives a table. Raises Error for an unknown table, or one without a usable schema."""
        self._require(table)
        resource = self.files.resources[table]
        if resource.broken and not resource.schema:
            raise Error(
                f"table {table} has no schema to read: its resource {resource.broken}", resource.remedy or EXPLAIN
            )
        return resource.schema

    @checked
    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table as a typed LazyFrame with the schema's columns, missing values null.

        Raises Error for an unknown table and for one that cannot be read.
        """
        from event_timeline.tables.loading import ROW

        self._require(table)
        if table not in self._loaded:
            raise Error(f"table {table} cannot be read: {self._loaded.failed[table]}", EXPLAIN)
        return self._loaded[table].drop(ROW)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.scan(table).collect()

    def __getattr__(self, name: str) -> NoReturn:
        opened = self.__dict__.get("files")
        hint = f"; a table is package[{name!r}]" if opened is not None and name in opened.resources else ""
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}{hint}")

    def __contains__(self, table: str) -> bool:
        return table in self.files.resources

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    @checked
    def to_arrow(self, table: str) -> pyarrow.Table:
        """Return a table as a pyarrow Table. Raises Error where pyarrow is not installed."""
        _need("to_arrow", pyarrow="pyarrow")
        return self[table].to_arrow()

    @checked
    def to_pandas(self, table: str) -> pd.DataFrame:
        """Return a table as a pandas DataFrame, with Arrow-backed columns.

        Raises Error where pandas or pyarrow is not installed.
        """
        _need("to_pandas", pandas="pandas", pyarrow="pyarrow")
        return self[table].to_pandas(use_pyarrow_extension_array=True)

    def duckdb(self) -> Any:
        """Open a DuckDB connection, in memory, with all tables, their keys and vocabularies, and the ready-made views.

        Raises Error where duckdb is not installed (extra `exports`), or a table breaks a key of its own schema.
        """
        from event_timeline.exports.duckdb_ import connect

        return connect(self._dataset)

    @checked
    def view(self, name: str) -> pl.DataFrame:
        """Return a ready-made view of the sqlite and duckdb exports, such as `who_did_what`; the tables are loaded for the first one.

        Raises Error for an unknown one, and where duckdb or pyarrow is not installed."""
        from event_timeline.exports import sql

        known = self.views
        if name not in known:
            raise Error(f"no view named {name!r}", f"there are: {', '.join(known)}")
        _need("view", duckdb="'event-timeline[exports]'", pyarrow="pyarrow")
        import polars as pl

        with self._database.cursor() as connection:
            table = connection.sql(f"SELECT * FROM {sql.quoted(name)}").to_arrow_table()  # noqa: S608 (quoted)
        return pl.DataFrame(table).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))

    def to_frictionless(self) -> Any:
        """Return the package as a `frictionless.Package`, over the same files.

        Raises Error where the descriptor has errors or a file is outside the folder: frictionless follows paths and addresses.
        """
        from event_timeline.engine import second_validator

        if problem := second_validator.fault(self.files):
            raise Error(f"frictionless cannot open {self.files.label}: {problem}", problem.hint or EXPLAIN)
        return second_validator.opened(self.files)

    @cached_property
    def _loaded(self) -> Tables:
        from event_timeline.tables.loading import load_tables

        if self.files.has_changed:
            raise Error(
                f"{self.files.label} has changed since it was opened", "open it again with `event_timeline.read`"
            )
        return load_tables(self.files)

    @cached_property
    def _dataset(self) -> Dataset:
        from event_timeline.exports.dataset import dataset

        return dataset(self._loaded)

    @cached_property
    def _database(self) -> Any:
        return self.duckdb()

    def _require(self, table: str) -> None:
        if table not in self.files.resources:
            raise Error(f"no table named {table!r}", f"there are: {', '.join(self.tables)}")

    def __repr__(self) -> str:
        return f"<event_timeline.Package {self.name} {self.version} ({self.files.label}): {', '.join(self.tables)}>"

    def _repr_html_(self) -> str:
        """The picture of the timeline and the number of rows of each table, for notebooks."""
        from base64 import b64encode
        from html import escape

        from event_timeline.exports.visual.svg import draw
        from event_timeline.io.terminal import one_line

        counted = "".join(
            f"<tr><td>{escape(one_line(name))}</td><td>{self._loaded.tables[name].rows:,}</td></tr>"
            for name in self.tables
            if name in self._loaded
        )
        title = escape(one_line(str(self.descriptor.get("title") or self.name)))
        head = f"<p><strong>{title}</strong> {escape(one_line(self.version))}</p>"
        try:
            # as an image, so that nothing in it can run or leave its frame
            picture = b64encode(draw(self._dataset).encode()).decode()
            shown = f'<img alt="timeline" src="data:image/svg+xml;base64,{picture}">'
        except Error as error:
            shown = f"<p>no picture: {escape(one_line(error.message))}</p>"
        return f"{head}{shown}<table><tr><th>table</th><th>rows</th></tr>{counted}</table>"


@dataclasses.dataclass(frozen=True)
class NewPackage:
    """A package that was started, the warnings of its validation, and its text: identifier, file and content, if it has one."""

    package: Package
    problems: list[Problem]
    source_id: str = ""
    source: Path | None = None
    text: str = ""


@dataclasses.dataclass(frozen=True)
class MergedPackage:
    """A corpus that was written, what was merged or renamed, and the warnings of its validation."""

    package: Package
    notes: list[MergeNote]
    problems: list[Problem]


@dataclasses.dataclass(frozen=True)
class ImportedPackage:
    """A package that was imported, what the user should know of it, and its validation."""

    package: Package
    notes: list[str]
    report: Report
    others: tuple[ImportedPackage, ...] = ()
    """Those of further annotators of the same texts."""
    changes: Diff | None = None
    """What was changed in a package that was there before, or would be changed; None for a new one."""


class Report(model.Report):
    """The outcome of a validation: `valid`, `errors`, `warnings`, `problems`, `skipped`, `checked`."""

    label: str = "."
    """How the package was named."""

    @classmethod
    def of(cls, report: model.Report, label: str) -> Self:
        """Take over a report of the engine, and how its package was named."""
        own = cls(**{f.name: getattr(report, f.name) for f in dataclasses.fields(report)})
        own.label = label
        return own

    def __bool__(self) -> bool:
        """Whether the package is valid, as `valid`: `assert validate(package)` means what it says."""
        return self.valid

    def to_frame(self) -> pl.DataFrame:
        """Return the problems as a frame, one row each, with the attributes of `Problem` as columns."""
        import polars as pl

        numbers = {"line": pl.Int64, "row": pl.Int64}
        columns = [f.name for f in dataclasses.fields(Problem)]
        schema = {c: numbers.get(c, pl.String) for c in columns}
        return pl.DataFrame([dataclasses.astuple(p) for p in self.problems], schema=schema, orient="row")

    @checked
    def render(
        self, style: str = "text", *, strict: bool = False, quiet: bool = False, label: str | None = None,
        folder: str | None = "", statistics: bool = False, fixed: bool = False, styled: bool = False,
    ) -> str:  # fmt: skip
        """Render the report in one of the formats of `timeline validate --format`.

        strict: warnings make it invalid; quiet: only what makes it invalid; folder: where the package is, relative to
        the repository, None in an archive; statistics: counts by rule; fixed: `fix` has just run, so that no hint
        proposes it; styled: with the marks that `timeline` turns into colours on a terminal.
        Raises Error for an unknown format.
        """
        from event_timeline import reports
        from event_timeline.io.terminal import unstyle

        if style not in reports.FORMATS:
            raise Error(f"no report format named {style!r}", f"there are: {', '.join(reports.FORMATS)}")
        label = self.label if label is None else label
        report = dataclasses.replace(self, problems=reports.after_fix(self.problems)) if fixed else self
        text = reports.renderer(style)(report, reports.Style(strict, quiet, label, folder, statistics, fixed))
        return text if styled else unstyle(text)

    def __repr__(self) -> str:
        return f"<event_timeline.Report valid={self.valid} errors={self.errors} warnings={self.warnings}>"

    def _repr_html_(self) -> str:
        """The verdict, the first problems as a table, and what was checked and skipped, for notebooks."""
        from html import escape

        from event_timeline.reports import accepted
        from event_timeline.reports.text import skipped

        columns = ("code", "severity", "path", "line", "column", "message", "hint")
        head = "".join(f"<th>{c}</th>" for c in columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(getattr(p, c)))}</td>" for c in columns) + "</tr>"
            for p in self.problems[:MAX_SHOWN]
        )
        table = f"<table><tr>{head}</tr>{rows}</table>" if rows else ""
        found, listed = self.errors + self.warnings, len(self.problems)
        left, unlisted = (
            found - min(MAX_SHOWN, listed),
            f", which has {listed:,} of them (<code>limit</code> changes that)",
        )
        where = f"<code>report.to_frame()</code>{unlisted if listed < found else ''}"
        more = f"<p>and {left:,} more: {where}</p>" if left > 0 else ""
        verdict = f"{'valid' if self.valid else 'invalid'}: {self.errors:,} errors, {self.warnings:,} warnings"
        said = [("checked", line) for line in self.checked] + [("skipped", line) for line in skipped(self)]
        notes = "".join(f"<p>{label}: {escape(line)}</p>" for label, line in (*said, *accepted(self)))
        return f"<p><strong>{verdict}</strong></p>{table}{more}{notes}"


def _need(method: str, **requirements: str) -> None:
    """Raise Error for all libraries, module -> what pip installs, that a method needs and that are not installed."""
    from importlib.util import find_spec

    lacking = {module: what for module, what in requirements.items() if find_spec(module) is None}
    if lacking:
        raise Error(f"`{method}` needs {' and '.join(lacking)}", f"pip install {' '.join(lacking.values())}")


def _cell(value: object) -> str:
    return "" if value is None else str(value)
