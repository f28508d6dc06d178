"""CSV and Parquet files to typed polars frames, and back to physical lines when a finding asks for them.

Every column is read as text first and cast afterwards, so that a cell that does not cast is found and
shown as written. An empty cell is a missing value.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

import polars as pl

from event_timeline.model import Problem, UserError
from event_timeline.package.opening import Package, Resource, UnsafePathError
from event_timeline.tables import data_files, parquet_pages
from event_timeline.tables import file_checks as faults
from event_timeline.tables.byte_scan import ByteScan
from event_timeline.tables.data_files import DataFile
from event_timeline.tables.parquet_cache import ParquetCache
from event_timeline.tables.types import POLARS_TYPES, cast, is_text

P = ParamSpec("P")
T = TypeVar("T")
ROW = "_row"
"""The first column of every loaded table: the record's number after the header, from 1."""
RAW = "_raw:"
"""Before a column's name in `Table.checked`: the same cells as written."""
IN_MEMORY = 64 * 2**20
"""Bytes of files that are held in memory; larger ones are parsed once into a Parquet cache."""
WHOLE = 3
"""Times IN_MEMORY that a package has whose tables are all held: 150 MB are checked in 8% less time than with the cache, and take
520 MB of memory for 400."""
SMALL_BYTES = 2**20
"""Bytes of files up to which polars reads a table faster whole than in pieces."""
TRUSTED = 8 * 2**20
"""Bytes of files from which on they are left where they are, if they are not checked up front."""
SMALL_ROWS = 20_000
"""Records of a package up to which a query costs more to be planned than to be run."""


def few_optimisations() -> dict[str, Any]:
    """Return the arguments of `collect_all` for a small package: all that is worth its time is to leave out unused columns.

    polars marks these flags as unstable: where a release lacks them, everything is optimised.
    """
    try:
        flags = pl.QueryOptFlags.none()
        flags.projection_pushdown = True
    except AttributeError:
        return {}
    return {"optimizations": flags}


FEW_OPTIMISATIONS = few_optimisations()
MOST_CELLS = 2**26
"""Cells of a table that is held: each takes 16 bytes, even an empty one of a file that is nothing but line ends."""


@dataclass
class Table:
    """One table as read, three times the same rows, each beginning with ROW.

    text has every column as written, frame has it typed, checked has it typed with the written cells of
    each column that is not text beside it, under RAW. rows is 0 where the files were not checked up front; cell_bytes: of all
    cells as written, None where they were not summed up.
    """

    resource: Resource
    parts: list[DataFile]
    text: pl.LazyFrame
    frame: pl.LazyFrame
    checked: pl.LazyFrame
    rows: int
    kept: bool
    """Whether it is held in memory, so that no query reads the files again."""
    cell_bytes: int | None = None

    def places(self, rows: set[int]) -> dict[int, tuple[str, int | None]]:
        """(file, physical line) of some records; the line is None in Parquet."""
        return data_files.places(self.parts, rows, self.rows)


@dataclass
class Tables:
    """All tables of a package that could be parsed, and what was wrong with the others."""

    package: Package
    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    facts: dict[str, ByteScan] = field(default_factory=dict)
    parquet_cache: ParquetCache = field(default_factory=ParquetCache)
    distributed: ClassVar[bool] = False
    """Whether workers of a pool read them; the modules for that are imported only then."""

    def __contains__(self, name: str) -> bool:
        return name in self.tables

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """The typed table, with ROW as its first column. Raises KeyError where it could not be parsed."""
        return self.tables[name].frame

    @cached_property
    def kept(self) -> bool:
        """Whether all tables are held in memory; not to be asked before all are there."""
        return all(t.kept for t in self.tables.values())

    @cached_property
    def small(self) -> bool:
        """Whether the package is so small that planning a query costs more than running it."""
        return self.kept and sum(t.rows for t in self.tables.values()) <= SMALL_ROWS

    @property
    def sequential(self) -> bool:
        """Whether rules are to be run one after the other: in a small package they are mostly Python, which has one thread."""
        return self.small

    def collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        """Collect a query in the way that suits the size of the package."""
        return self.collect_all([frame])[0]

    def collect_all(self, frames: Iterable[pl.LazyFrame]) -> list[pl.DataFrame]:
        """Collect several queries, those of tables in memory together."""
        if self.small:
            found: list[pl.DataFrame] = pl.collect_all(frames, engine="in-memory", **FEW_OPTIMISATIONS)
            return found
        if self.kept:
            return pl.collect_all(frames, engine="streaming")
        return [frame.collect(engine="streaming") for frame in frames]  # together they would hold more than each needs

    def lengths(self, found: Sequence[tuple[str, pl.LazyFrame]]) -> list[int]:
        """Count what queries find, each given with its table: of a small package by one query a table."""
        lengths = [frame.select(pl.len()) for _, frame in found]
        if not self.small:
            return [counted.item() for counted in self.collect_all(lengths)]
        places: dict[str, list[int]] = defaultdict(list)
        for i, (table, _) in enumerate(found):
            places[table].append(i)
        united = [pl.concat([lengths[i] for i in of_table], parallel=False) for of_table in places.values()]
        counts = [n for counted in self.collect_all(united) for n in counted.to_series()]
        return [n for _, n in sorted(zip(chain.from_iterable(places.values()), counts, strict=True))]

    def nothing(self, frame: pl.LazyFrame) -> bool:
        """Whether the package is small, and a query finds nothing: then nothing that is made of it need be asked."""
        return self.small and self.collect(frame).is_empty()

    def shared(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """A frame that several rules ask for, computed once: in memory, or in the Parquet cache where tables are too large for it."""
        if self.kept:
            return self.collect(frame).lazy()
        kept = self.parquet_cache.keep(frame, max(f.size for f in self.facts.values()))
        return frame if kept is None else kept

    def schema(self, name: str) -> dict[str, Any]:
        """The Table Schema that the package gives the table."""
        return self.package.resources[name].schema

    def fields(self, name: str) -> list[dict[str, Any]]:
        """The fields of the table's schema."""
        fields: list[dict[str, Any]] = self.schema(name)["fields"]
        return fields

    def has(self, name: str, *columns: str) -> bool:
        """Whether the table was parsed and has these columns."""
        return name in self.tables and set(columns) <= {f["name"] for f in self.fields(name)}

    def ask(self, function: Callable[Concatenate[Tables, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return the value of a function of these tables; an engine may compute it where it reads them."""
        return function(self, *args, **named)

    def parsed(self, names: Collection[str]) -> Tables:
        """The same tables, those named made ready for many queries: all of them where the package fits into memory."""
        sizes = {name: self.facts[name].size for name in self.tables}
        if sum(sizes.values()) > IN_MEMORY:
            sizes = {name: size for name, size in sizes.items() if name in names}
        found = replace(self, tables=dict(self.tables), parquet_cache=ParquetCache())
        held = _held(sizes)
        for name in sizes:
            table = self.tables[name]
            few = name in held and table.rows * len(self.fields(name)) <= MOST_CELLS
            cache = None if few else found.parquet_cache
            found.tables[name] = _parse(table.resource, table.parts, self.facts[name], cache)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the names of the files and what is known of them: they are opened again elsewhere, and parsed when asked for."""
        known = {name: (table.parts, table.rows) for name, table in self.tables.items()}
        return reopened, (replace(self.package, temporary=None), known, self.problems, self.failed, self.facts)


def reopened(
    package: Package, known: Mapping[str, tuple[list[DataFile], int]], problems: list[Problem], failed: dict[str, str],
    facts: dict[str, ByteScan],
) -> Tables:  # fmt: skip
    """Open tables that were read and checked before; known: table -> its files and its number of records."""
    tables = Tables(package, {}, problems, failed, facts)
    for name, (parts, rows) in known.items():
        resource = package.resources[name]
        tables.tables[name] = typed(resource, parts, _as_written(resource, parts, facts[name]), rows, kept=False)
    return tables


def load_tables(
    package: Package,
    only: str | None = None,
    tell: Callable[[float, str], None] | None = None,
    *,
    trusting: bool = False,
    hashed: bool = True,
) -> Tables:
    """Read every resource, or the one named `only`; what cannot be parsed is in `failed` and `problems`.

    tell: receives the share of the bytes that were read, and the next one's name; trusting: large files are not
    checked up front but parsed when they are asked for, which raises PolarsError where they are not tables; hashed:
    whether `facts` are to have the SHA-256. Raises UserError where `only` names no resource.
    """
    sizes = sizes_of(package, only)
    wanted = {name: package.resources[name] for name in sizes}
    _refuse_forked()
    tables = Tables(package)
    held = _held(sizes)
    order = sorted(wanted, key=sizes.__getitem__)  # each is parsed while the bytes of the next one are read
    asked = {name: partial(_files, package, wanted[name]) for name in order if not wanted[name].broken}
    done, whole = 0, sum(sizes.values()) or 1
    uncounted = {name for name in order if sizes[name] > TRUSTED and (trusting or name not in held)}
    with data_files.inspect_ahead(asked, hashed=hashed, uncounted=uncounted) as inspected:
        for name in order:
            if tell:
                tell(done / whole, f"reading {name}")
            done += sizes[name]
            if wanted[name].broken:
                tables.failed[name] = wanted[name].broken
            else:
                _load(tables, wanted[name], inspected[name].result, held=name in held, trusting=trusting)
    _reorder(tables)
    return tables


_readers: list[int] = []
"""The process that read tables first; a process that is forked from it has none of its threads."""


def _refuse_forked() -> None:
    """Raise UserError in a process that was forked from one that has read tables: polars would wait for its threads for ever."""
    if not _readers:
        _readers.append(os.getpid())
    elif _readers[0] != os.getpid():
        said = "this process was forked from one that has read tables, whose threads it does not have"
        raise UserError(said, 'start processes with "spawn" or "forkserver": multiprocessing.get_context("spawn")')


def _reorder(tables: Tables) -> None:
    """Everything in the package's order, whichever it was read in."""
    place = {name: number for number, name in enumerate(tables.package.resources)}
    tables.tables = {name: tables.tables[name] for name in place if name in tables.tables}
    tables.failed = {name: tables.failed[name] for name in place if name in tables.failed}
    tables.facts = {name: tables.facts[name] for name in place if name in tables.facts}
    tables.problems.sort(key=lambda p: place[p.resource or ""])


def sizes_of(package: Package, only: str | None = None) -> dict[str, int]:
    """Resource -> bytes of its files, or of the one named `only`. Raises UserError where that is not there."""
    if only is not None and only not in package.resources:
        raise UserError(f"no resource named {only!r}", f"there are: {', '.join(package.resources)}")
    return {name: _size(package, resource) for name, resource in package.resources.items() if only in (None, name)}


def _held(sizes: Mapping[str, int]) -> set[str]:
    """The tables that are held in memory: all, or of the smallest as many as fit."""
    if sum(sizes.values()) <= WHOLE * IN_MEMORY:
        return set(sizes)
    ascending = sorted(sizes, key=sizes.__getitem__)
    sums = accumulate(sizes[name] for name in ascending)
    return {name for name, together in zip(ascending, sums, strict=True) if together <= IN_MEMORY}


def _files(package: Package, resource: Resource) -> list[tuple[str, Path]]:
    return [(p, package.file(p)) for p in resource.paths]


def _size(package: Package, resource: Resource) -> int:
    """Bytes of a resource's files; 0 where they are not read, or cannot be, which is reported."""
    if resource.broken:
        return 0
    try:
        return sum(path.stat().st_size for _, path in _files(package, resource))
    except (OSError, UnsafePathError):
        return 0


def _culprit(package: Package, resource: Resource, error: Exception) -> str:
    """Which of a resource's files an error is about."""
    for path in resource.paths:
        try:
            file = package.file(path)
        except (OSError, UnsafePathError):
            return path
        if str(file) == str(getattr(error, "filename", None)):
            return path
    return resource.path


def _why(error: UnsafePathError | OSError) -> str:
    """What is wrong with a file, in words that follow on its name."""
    if isinstance(error, UnsafePathError):
        return str(error)
    return "does not exist" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror or error}"


def _load(
    tables: Tables, resource: Resource, inspected: Callable[[], list[DataFile]], *, held: bool, trusting: bool
) -> None:
    name = resource.name
    try:
        read = inspected()
    except (UnsafePathError, OSError) as error:
        part, why = _culprit(tables.package, resource, error), _why(error)
        tables.failed[name] = f"{part} {why}"
        tables.problems.append(Problem(slug="unreadable-file", resource=name, path=part, message=f"the file {why}"))
        return
    columns, parquet = len(resource.schema["fields"]), data_files.is_parquet(resource.path)
    if not parquet and any(part.facts.may_have_short_lines(columns) for part in read):
        read = [replace(part, facts=part.facts.all_counted) for part in read]
    tables.facts[name] = facts = data_files.combine(read)
    problems = [problem for part in read for problem in faults.of_file(resource, part)]
    if len(read) == 1 and (cut := faults.cut_off(resource, facts, [f for f in problems if f.slug in faults.FATAL])):
        problems = [cut]
    tables.problems += problems
    cells = (facts.newlines - facts.breaks) * columns
    if facts.counted and not parquet and columns > 1 and cells > MOST_CELLS and facts.commas < cells // 4:
        said = f"most of the {facts.newlines:,} lines are blank or too short to be records"
        tables.problems.append(Problem(slug="malformed-record", resource=name, path=resource.path, message=said))
        problems.append(tables.problems[-1])
    only_returns = facts.carriage_returns and not parquet and not any(part.facts.has_lines for part in read)
    if only_returns or any(f.slug in faults.FATAL for f in problems):
        tables.failed[name] = "its file cannot be parsed as a table"
        return
    if parquet:
        cells = sum(parquet_pages.rows(part.path) for part in read) * columns
        if problems := list(faults.of_cells(resource, read)):
            tables.problems += problems
            tables.failed[name] = "its file cannot be read as a table"
            return
    table: Table | None = None
    if trusting and facts.size > TRUSTED:
        tables.tables[name] = typed(resource, read, _as_written(resource, read, facts), 0, kept=False)
        return
    try:
        parquet_cache = None if held and cells <= MOST_CELLS else tables.parquet_cache
        table = _parse(resource, read, facts, parquet_cache)
        problems = list(faults.of_records(resource, read)) if _has_short_rows(table) else []
    except pl.exceptions.PolarsError:
        problems = list(faults.of_records(resource, read)) or [faults.unreadable(resource)]
    if problems or table is None:
        if len(read) == 1 and (cut := faults.cut_off(resource, facts, problems)):
            tables.problems = [f for f in tables.problems if (f.resource, f.slug) != (name, "no-final-newline")]
            problems = [cut]
        tables.problems += problems
        tables.failed[name] = "its file cannot be parsed as a table"
        return
    tables.tables[name] = table


def _parse(resource: Resource, read: list[DataFile], facts: ByteScan, parquet_cache: ParquetCache | None) -> Table:
    """The table, every byte of which polars has looked at. Raises PolarsError.

    parquet_cache: where it is to be put if it is too large for memory. Parquet is not put there, being what the cache
    would make of it, nor what the disk does not take: that is parsed again by each query.
    """
    columns, held = [f["name"] for f in resource.schema["fields"]], parquet_cache is None
    table = typed(resource, read, _as_written(resource, read, facts, held=held), 0, kept=held)
    counts, cached = table.frame.select(pl.len(), bytes=None), None
    if parquet_cache is not None and not data_files.is_parquet(resource.path):
        cell_bytes = pl.sum_horizontal(pl.col(c).str.len_bytes().cast(pl.UInt64).sum() for c in columns)
        counts = table.text.select(pl.len(), bytes=cell_bytes)
        cached = parquet_cache.keep_measured(table.checked, facts.size, counts)
    if cached is None:
        counted = counts.collect(engine="in-memory" if held else "streaming")
    else:
        checked, counted = cached
        written = {f["name"]: RAW + f["name"] for f in resource.schema["fields"] if not is_text(f)}
        frame, text = checked.select(ROW, *columns), checked.select(ROW, **{c: written.get(c, c) for c in columns})
        table = replace(table, text=text, frame=frame, checked=checked)
    rows, size = counted.row(0)
    table = replace(table, rows=rows, cell_bytes=size)
    if held and rows <= SMALL_ROWS:  # cast once, not again by each query
        cells = table.checked.collect(engine="in-memory")
        table = replace(table, frame=cells.select(ROW, *columns).lazy(), checked=cells.lazy())
    return table


def _as_written(resource: Resource, read: list[DataFile], facts: ByteScan, *, held: bool = False) -> pl.LazyFrame:
    """ROW and the schema's columns as text, in which missing is null; held: in memory. Raises PolarsError then."""
    columns, parquet = [f["name"] for f in resource.schema["fields"]], data_files.is_parquet(resource.path)
    text = data_files.scan(read, ROW)
    if not parquet and any('"' in c for c in columns):  # polars leaves the header's quotes doubled
        text = text.rename({c.replace('"', '""'): c for c in columns if '"' in c})
    empty = columns if facts.quotes or parquet else []  # a quoted or typed empty cell is a missing value too
    if held:
        frame = text.collect(engine="in-memory" if facts.size <= SMALL_BYTES else "streaming")
        text, empty = frame.lazy(), [c for c in empty if (frame[c] == "").any()]
    return text.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in empty).select(ROW, *columns)


def empty(schema: dict[str, Any]) -> pl.LazyFrame:
    """A typed table of a schema, with ROW, that has no rows."""
    columns = {f["name"]: POLARS_TYPES.get(f.get("type", "string"), pl.String()) for f in schema["fields"]}
    return pl.LazyFrame(schema={ROW: pl.get_index_type(), **columns})


def typed(resource: Resource, read: list[DataFile], text: pl.LazyFrame, rows: int, *, kept: bool) -> Table:
    """The table of some records as written: ROW, and a text column a field of the schema in which missing is null."""
    cast_fields = [f for f in resource.schema["fields"] if not is_text(f)]
    casts = [cast(f) for f in cast_fields]
    checked = text.with_columns(pl.col(f["name"]).alias(RAW + f["name"]) for f in cast_fields).with_columns(casts)
    return Table(resource, read, text, text.with_columns(casts), checked, rows, kept)


def _has_short_rows(table: Table) -> bool:
    """Whether some record may have too few cells, which polars fills up in silence, or is a blank line, which has no separators.

    If every record has all its cells, the rest of the files is known: headers, what quotation adds, and a separator or line end
    for each cell. Only where it is another are separators counted.
    """
    facts, columns = [part.facts for part in table.parts], [f["name"] for f in table.resource.schema["fields"]]
    if data_files.is_parquet(table.resource.path):
        return False
    if any(not f.final_newline and f.ends_in_comma for f in facts):
        return True  # polars takes a comma too many for the end
    if table.cell_bytes is not None and not any(f.counted or f.carriage_returns for f in facts):
        around = sum(f.first_line + f.quotes - f.doubled - (f.has_lines and not f.final_newline) for f in facts)
        if around + table.cell_bytes + table.rows * len(columns) == sum(f.size for f in facts):
            return False
    return (table.rows + len(facts)) * (len(columns) - 1) != sum(f.all_counted.commas for f in facts)
