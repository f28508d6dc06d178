"""CSV and Parquet files to typed polars frames, and back to physical lines when a finding asks for them.

Every column is read as text first and cast afterwards, so that a cell that does not cast is found and
shown as it stands. An empty cell is a missing value.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import polars as pl

from event_timeline import parts, scanning
from event_timeline.package import Package, Resource, UnsafePathError
from event_timeline.parts import Part
from event_timeline.problem import UserError
from event_timeline.scanning import Facts

ROW = "_row"
"""The first column of every loaded table: the record's number after the header, from 1."""
RAW = "_raw:"
"""Before a column's name in `Table.checked`: the same cells as written."""
IN_MEMORY = 256 * 2**20
"""Bytes of files that are parsed once and kept; those that do not fit in are scanned anew by each query."""
MOST_CELLS = 2**26
"""Cells of a table that is kept: each takes 16 bytes, even an empty one of a file that is nothing but line ends."""
MOST_FLAWS = 1_000
"""Records of one file that are told to be ragged before the walk through it ends."""

POLARS_TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "boolean": pl.Boolean(),
    "year": pl.Int64(),
}
"""Table Schema type -> column type; other types stay text."""


@dataclass(frozen=True)
class Flaw:
    """Something wrong with a file as a file. `kind` is one of the rules' slugs in rules/files.py."""

    kind: str
    resource: str
    path: str
    message: str
    line: int | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None


@dataclass
class Table:
    """One table as read, three times the same rows, each beginning with ROW.

    text has every column as written, frame has it typed, checked has it typed with the written cells of
    each column that is not text beside it, under RAW.
    """

    resource: Resource
    parts: list[Part]
    text: pl.LazyFrame
    frame: pl.LazyFrame
    checked: pl.LazyFrame
    rows: int
    kept: bool
    """Whether it is held in memory, so that no query reads the files again."""

    def places(self, rows: set[int]) -> dict[int, tuple[str, int | None]]:
        """(file, physical line) of some records; the line is None in Parquet."""
        return parts.places(self.parts, rows, self.rows)


@dataclass
class Tables:
    """All tables of a package that could be parsed, and what was wrong with the others."""

    package: Package
    tables: dict[str, Table] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Facts] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.tables

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """The typed table, with ROW as its first column. Raises KeyError where it could not be parsed."""
        return self.tables[name].frame

    @property
    def engine(self) -> Literal["streaming", "auto"]:
        """How polars should collect: in pieces as soon as some table is too large to be kept in memory."""
        return "auto" if all(t.kept for t in self.tables.values()) else "streaming"

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


def load_tables(package: Package, only: str | None = None, tell: Callable[[float, str], None] | None = None) -> Tables:
    """Read every resource, or the one named `only`; what cannot be parsed stands in `failed` and `flaws`.

    tell: is told the share of the resources that were read, and the next one's name. Raises UserError where `only` names no resource.
    """
    if only is not None and only not in package.resources:
        raise UserError(f"no resource named {only!r}", f"there are: {', '.join(package.resources)}")
    tables = Tables(package)
    for number, (name, resource) in enumerate(package.resources.items()):
        if only in (None, name):
            if tell:
                tell(number / len(package.resources), f"reading {name}")
            _load(tables, resource)
    return tables


def _load(tables: Tables, resource: Resource) -> None:
    name = resource.name
    if resource.broken:
        tables.failed[name] = resource.broken
        return
    try:
        read = parts.inspect([(p, tables.package.file(p)) for p in resource.paths])
    except UnsafePathError as error:
        tables.failed[name] = f"{resource.path} {error}"
        tables.flaws.append(Flaw("unreadable-file", name, resource.path, f"the file {error}"))
        return
    except OSError as error:
        why = "does not exist" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        tables.failed[name] = f"{resource.path} {why}"
        tables.flaws.append(Flaw("unreadable-file", name, resource.path, f"the file {why}"))
        return
    tables.facts[name] = facts = parts.together(read)
    flaws = [flaw for part in read for flaw in _file_flaws(_only(resource, part), part.path, part.facts)]
    tables.flaws += flaws
    cells = facts.newlines * len(resource.schema["fields"])
    if cells > MOST_CELLS and not parts.is_parquet(resource.path) and facts.commas < cells // 4:
        said = f"most of the {facts.newlines:,} lines are blank or too short to be records"
        tables.flaws.append(Flaw("malformed-record", name, resource.path, said))
        flaws.append(tables.flaws[-1])
    only_returns = facts.carriage_returns and not facts.newlines and not parts.is_parquet(resource.path)
    if only_returns or any(f.kind in FATAL for f in flaws):
        tables.failed[name] = "its file cannot be parsed as a table"
        return
    kept = sum(tables.facts[n].size for n, t in tables.tables.items() if t.kept)
    table: Table | None = None
    try:
        table = _parse(resource, read, facts, keep=kept + facts.size <= IN_MEMORY and cells <= MOST_CELLS)
        flaws = list(_broken(resource, read)) if _has_short_rows(table, facts) else []
    except pl.exceptions.PolarsError as error:
        flaws = list(_broken(resource, read)) or [_unreadable(resource, error)]
    if flaws or table is None:
        tables.flaws += flaws
        tables.failed[name] = "its file cannot be parsed as a table"
        return
    tables.tables[name] = table


def _only(resource: Resource, part: Part) -> Resource:
    """The resource as if the part were all of it."""
    return replace(resource, paths=(part.shown,))


def _broken(resource: Resource, read: list[Part]) -> Iterator[Flaw]:
    """What is wrong inside the files, found by slow walks."""
    for part in read:
        if not parts.is_parquet(part.shown):
            one = _only(resource, part)
            yield from list(_encoding_flaws(one, part.facts)) or _record_flaws(one, part.path)


def _unreadable(resource: Resource, error: Exception) -> Flaw:
    form = "Parquet" if parts.is_parquet(resource.path) else "CSV"
    return Flaw(
        "malformed-record",
        resource.name,
        resource.path,
        f"the file is not well-formed {form}: {str(error).splitlines()[0]}",
    )


FATAL = frozenset(
    {
        "unreadable-file",
        "empty-file",
        "binary-file",
        "not-utf-8",
        "huge-cell",
        "too-many-columns",
        "wrong-header",
        "duplicate-header",
        "malformed-record",
        "wrong-delimiter",
        "blank-columns",
    }
)
"""Flaws after which the file is not parsed as a table."""


def _file_flaws(resource: Resource, path: Path, facts: Facts) -> Iterator[Flaw]:
    """What the bytes and the header alone tell."""

    def flaw(
        kind: str, message: str, at: int | None = None, column: str | None = None, value: str | None = None
    ) -> Flaw:
        line = None if at is None else scanning.position(path, at)[0]
        return Flaw(kind, resource.name, resource.path, message, line=line, column=column, value=value)

    if facts.size == 0:
        yield flaw("empty-file", "the file is empty, not even a header")
        return
    if parts.is_parquet(resource.path):
        yield from _parquet_flaws(resource, Part(path, resource.path, facts))
        return
    if facts.nul is not None:
        yield flaw("binary-file", f"NUL byte at offset {facts.nul}: the file is binary, UTF-16 or damaged", facts.nul)
        return
    if facts.bom:
        yield flaw("byte-order-mark", "the file begins with a byte order mark", 0)
    if facts.carriage_returns:
        yield flaw("carriage-returns", f"{facts.carriage_returns} carriage returns: lines end with CR LF or CR", 0)
    if not facts.final_newline and facts.newlines:
        yield flaw("no-final-newline", "the last line has no line end: the file may be cut off", facts.size - 1)
    if facts.longest_line > MAX_LINE:
        yield from _huge_cells(resource, path)
        return
    yield from _header_flaws(resource, path)


def _encoding_flaws(resource: Resource, facts: Facts) -> Iterator[Flaw]:
    if facts.bad_utf8 is not None:
        line, column = scanning.position(facts.path, facts.bad_utf8)
        message = f"not UTF-8 at byte {facts.bad_utf8}, character {column} of the line"
        yield Flaw("not-utf-8", resource.name, resource.path, message, line=line)


def _parquet_flaws(resource: Resource, part: Part) -> Iterator[Flaw]:
    try:
        found = parts.parquet_columns(part)
    except pl.exceptions.PolarsError as error:
        yield _unreadable(resource, error)
        return
    wanted = [f["name"] for f in resource.schema["fields"]]
    for column in wanted:
        if column not in found:
            yield Flaw(
                "wrong-header", resource.name, resource.path, f"the file lacks the column {column!r}", column=column
            )
    for column in found:
        if column not in wanted:
            yield Flaw(
                "wrong-header",
                resource.name,
                resource.path,
                f"the file has {column!r}, which the schema does not know",
                column=column,
            )


MAX_LINE = scanning.MAX_CELL
"""Bytes in a line before its cells are measured one by one."""


def _huge_cells(resource: Resource, path: Path) -> Iterator[Flaw]:
    yield Flaw(
        "huge-cell",
        resource.name,
        resource.path,
        f"a line of more than {MAX_LINE:,} bytes: the file is not a table of the profile, or a quote is never closed",
        line=_first_long_line(path),
    )


def _first_long_line(path: Path) -> int:
    with path.open("rb") as file:
        line, run = 1, 0
        while chunk := file.read(2**20):
            for i, part in enumerate(chunk.split(b"\n")):
                if i:
                    line, run = line + 1, 0
                run += len(part)
                if run > MAX_LINE:
                    return line
    return 1


def _header_flaws(resource: Resource, path: Path) -> Iterator[Flaw]:
    wanted = [f["name"] for f in resource.schema["fields"]]
    try:
        found = scanning.header(path)
    except UnicodeDecodeError:
        yield from _encoding_flaws(resource, scanning.inspect(path))
        return
    except csv.Error as error:
        yield Flaw(
            "malformed-record", resource.name, resource.path, f"the header is not well-formed CSV: {error}", line=1
        )
        return

    def flaw(kind: str, message: str, column: str | None = None) -> Flaw:
        return Flaw(kind, resource.name, resource.path, message, line=1, column=column, value=column)

    if len(found) > scanning.MAX_COLUMNS:
        yield flaw("too-many-columns", f"{len(found):,} columns; the schema has {len(wanted)}")
        return
    if len(found) == 1 and len(wanted) > 1:
        for sign, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if found[0].count(sign) >= len(wanted) - 1:
                yield flaw("wrong-delimiter", f"the columns are separated by {called}, not commas")
                return
    if found[: len(wanted)] == wanted and not any(c.strip() for c in found[len(wanted) :]) and found != wanted:
        yield flaw("blank-columns", f"{len(found) - len(wanted)} columns without a name follow the last one")
        return
    twice = sorted({c for c in found if found.count(c) > 1})
    if twice:
        for column in twice:
            yield flaw("duplicate-header", f"the header names {column!r} {found.count(column)} times", column)
        return
    if found == wanted:
        return
    for message, named in _differences(found, wanted):
        yield flaw("wrong-header", message, named)


def _differences(found: list[str], wanted: list[str]) -> Iterator[tuple[str, str | None]]:
    """(message, column) for each way in which a header is not the schema's list of fields."""
    missing, unknown = [c for c in wanted if c not in found], [c for c in found if c not in wanted]
    for column in missing:
        yield f"the header lacks the column {column!r}", column
    for column in unknown:
        shown = repr(column) if column else "an empty name"
        yield f"the header has {shown}, which the schema does not know", column or None
    if not missing and not unknown:
        yield f"the columns stand in another order than in the schema: {', '.join(found)}", None


def _record_flaws(resource: Resource, path: Path) -> Iterator[Flaw]:
    """Ragged and broken records with their lines, found by a walk with the csv module."""
    width, last, found = len(resource.schema["fields"]), 0, 0
    try:
        for record in scanning.records(path):
            last = record.line
            n = len(record.cells)
            if record.row and n and n != width:
                found += 1
                if found > MOST_FLAWS:
                    said = f"more than {MOST_FLAWS:,} records have another number of cells than the header"
                    message = f"{said}: the rest of the file was not read"
                    yield Flaw("ragged-row", resource.name, resource.path, message, line=record.line, row=record.row)
                    return
                yield Flaw(
                    "ragged-row",
                    resource.name,
                    resource.path,
                    f"{n} cells where the header has {width}",
                    line=record.line,
                    row=record.row,
                )
    except csv.Error as error:
        yield Flaw(
            "malformed-record",
            resource.name,
            resource.path,
            f"not well-formed CSV ({error}): a quotation mark is open, or stands inside an unquoted cell",
            line=last + 1,
        )


def _parse(resource: Resource, read: list[Part], facts: Facts, *, keep: bool) -> Table:
    """The table; every byte has been looked at by polars when it is made. Raises PolarsError."""
    columns = [f["name"] for f in resource.schema["fields"]]
    text = parts.scan(read, ROW)
    if not parts.is_parquet(resource.path) and any(
        '"' in c for c in columns
    ):  # polars leaves the header's quotes doubled
        text = text.rename({c.replace('"', '""'): c for c in columns if '"' in c})
    if keep:
        kept = text.collect()
        rows, text = kept.height, kept.lazy()
    else:
        shape = text.select(pl.len(), *(pl.col(c).str.len_bytes().sum() for c in columns)).collect(engine="streaming")
        rows = shape.item(0, 0)
    if facts.quotes or parts.is_parquet(resource.path):  # a quoted or typed empty cell is a missing value too
        text = text.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in columns)
    text = text.select(ROW, *columns)
    cast_fields = [f for f in resource.schema["fields"] if not is_text(f)]
    casts = [cast(f) for f in cast_fields]
    checked = text.with_columns(pl.col(f["name"]).alias(RAW + f["name"]) for f in cast_fields).with_columns(casts)
    return Table(resource, read, text, text.with_columns(casts), checked, rows, keep)


def is_text(field: dict[str, Any]) -> bool:
    """Whether a field's cells stay text."""
    return POLARS_TYPES.get(field.get("type", "string"), pl.String()) == pl.String()


def _has_short_rows(table: Table, facts: Facts) -> bool:
    """Whether some record seems to have too few cells, which polars fills up in silence.

    The commas of the files must be the separators and those inside cells; cells are counted only where the
    separators alone do not add up, and first only those of free text. Quoting adds no commas, and a blank line
    has no separators.
    """
    fields = table.resource.schema["fields"]
    columns = [f["name"] for f in fields]
    expected = (table.rows + len(table.parts)) * (len(columns) - 1)
    if facts.commas == expected or parts.is_parquet(table.resource.path):
        return False
    free = [f["name"] for f in fields if is_text(f) and not {"pattern", "enum"} & set(f.get("constraints", {}))]
    blank = pl.all_horizontal(pl.col(c).is_null() for c in columns).sum()
    for asked in dict.fromkeys((tuple(free), tuple(columns))):
        inside = [pl.col(c).str.count_matches(",", literal=True).sum().alias(c) for c in asked]
        counts = table.text.select(*inside, blank.alias("\0blank")).collect(engine="streaming").row(0, named=True)
        missing = expected + sum(counts[c] or 0 for c in asked) - facts.commas
        if missing in (0, counts["\0blank"] * (len(columns) - 1)):
            return False
    return True


def cast(field: dict[str, Any]) -> pl.Expr:
    """Expression that casts a text column by a Table Schema field; a cell that does not cast becomes null."""
    column, kind = pl.col(field["name"]), field.get("type", "string")
    if kind == "date":
        shaped = column.str.contains(r"^\d{4}-\d{2}-\d{2}$")
        return pl.when(shaped).then(column).otherwise(None).str.to_date("%Y-%m-%d", strict=False).alias(field["name"])
    if kind == "boolean":
        lower = column.str.to_lowercase()
        return (
            pl.when(lower.is_in(["true", "1"]))
            .then(True)
            .when(lower.is_in(["false", "0"]))
            .then(False)
            .alias(field["name"])
        )
    return column.cast(POLARS_TYPES.get(kind, pl.String()), strict=False)
