"""Problems of a file's form, found in its bytes and its header, or by a slow pass over its records."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.io.counting import counted
from event_timeline.model import Problem
from event_timeline.package.opening import Resource
from event_timeline.tables import byte_scan, data_files, parquet_pages, quoting
from event_timeline.tables.byte_scan import ByteScan
from event_timeline.tables.data_files import DataFile

MAX_RAGGED_ROWS = 100_000
"""Ragged records to report for one file; the pass through it ends there."""
FATAL = frozenset(
    {
        "unreadable-file",
        "empty-file",
        "binary-file",
        "not-utf-8",
        "overlong-line",
        "too-many-columns",
        "wrong-header",
        "duplicate-header",
        "malformed-record",
        "wrong-delimiter",
        "unnamed-columns",
    }
)
"""Slugs of the problems after which the file is not parsed as a table."""


def _problem(resource: Resource, slug: str, message: str, **place: Any) -> Problem:
    return Problem(slug=slug, message=message, resource=resource.name, path=resource.path, **place)


def of_file(resource: Resource, part: DataFile) -> Iterator[Problem]:
    """What the bytes and the header of one of a resource's files alone tell. Raises OSError."""
    resource, path, facts = replace(resource, paths=(part.shown,)), part.path, part.facts

    def problem(
        kind: str, message: str, at: int | None = None, column: str | None = None, value: str | None = None
    ) -> Problem:
        line = None if at is None else byte_scan.position(path, at)[0]
        return _problem(resource, kind, message, line=line, column=column, value=value)

    if facts.size == 0:
        yield problem("empty-file", "the file is empty, not even a header")
        return
    if data_files.is_parquet(resource.path):
        yield from _parquet_problems(resource, part)
        return
    if facts.nul is not None:
        yield problem(
            "binary-file", f"NUL byte at offset {facts.nul}: the file is binary, UTF-16 or damaged", facts.nul
        )
        return
    if facts.bom:
        yield problem("byte-order-mark", "the file begins with a byte order mark", 0)
    if facts.carriage_returns:
        yield problem(
            "carriage-returns",
            f"{facts.carriage_returns} carriage returns: lines end with CR LF or CR",
            facts.first_return,
        )
    if not facts.final_newline and facts.has_lines:
        yield problem("no-final-newline", "the last line has no line end: the file may be cut off", facts.size - 1)
    if facts.longest_line > MAX_LINE:
        yield from _huge_cells(resource, path)
        return
    if not facts.quoting_sound:
        yield from list(_encoding_problems(resource, facts)) or _unquoted(resource, path)
        return
    yield from _header_problems(resource, path)


MAX_FAULTS = 1_000
"""Lines of one file whose quotation marks are reported one by one."""


def _unquoted(resource: Resource, path: Path) -> Iterator[Problem]:
    """What is wrong with a file whose quotation marks are out of place: its header, or each such mark."""
    columns = [f["name"] for f in resource.schema["fields"]]
    header = [] if _first_fault_line(path) == 1 else list(_header_problems(resource, path))
    if delimiter := _delimiter_problem(resource, path):
        header = [delimiter]
    if any(problem.slug in FATAL for problem in header):
        yield from header
        return
    with path.open("rb") as file:
        for number, fault in enumerate(quoting.faults(file)):
            if number == MAX_FAULTS:
                message = f"more than {MAX_FAULTS:,} lines have quotation marks out of place: the others are not listed"
                yield _problem(resource, "malformed-record", message, line=fault.line)
                return
            column = columns[fault.cell] if fault.cell < len(columns) and fault.line > 1 else None
            yield _problem(
                resource,
                "malformed-record",
                fault.message,
                line=fault.line,
                column=column,
                hint=fault.hint,
            )


def _first_fault_line(path: Path) -> int:
    with path.open("rb") as file:
        return next((fault.line for fault in quoting.faults(file)), 0)


def _encoding_problems(resource: Resource, facts: ByteScan) -> Iterator[Problem]:
    if facts.bad_utf8 is not None:
        line, column = byte_scan.position(facts.path, facts.bad_utf8)
        message = f"not UTF-8 at byte {facts.bad_utf8}, character {column} of the line"
        yield _problem(resource, "not-utf-8", message, line=line)


def _parquet_problems(resource: Resource, part: DataFile) -> Iterator[Problem]:
    try:
        parquet_pages.check(part.path)
        found = data_files.parquet_columns(part)
    except parquet_pages.DamagedParquetError as error:
        yield replace(unreadable(resource), message=f"the file cannot be read as Parquet: {error}")
        return
    except parquet_pages.OversizedParquetError as error:
        yield _problem(resource, "malformed-record", str(error), hint=error.hint)
        return
    except data_files.UnsupportedColumnError as error:
        yield _problem(resource, "malformed-record", str(error))
        return
    except pl.exceptions.PolarsError:
        yield unreadable(resource)
        return
    wanted = [f["name"] for f in resource.schema["fields"]]
    if _is_another(found, wanted):
        message = f"the file holds another table: its columns are {_shortened(', '.join(found))}"
        yield _problem(resource, "wrong-header", message, hint=ANOTHER)
        return
    for column in wanted:
        if column not in found:
            yield _problem(resource, "wrong-header", f"the file lacks the column {column!r}", column=column)
    for column in found:
        if column not in wanted:
            yield _problem(
                resource,
                "wrong-header",
                f"the file has {column!r}, which the schema does not know",
                column=column,
            )


MAX_TEXT_BYTES = 2**28
"""Bytes of a Parquet file's cells as text that are read whatever the size of the file."""
MAX_TEXT_RATIO = 200
"""Times the size of a Parquet file that its cells may have as text beyond that: `archive.MAX_RATIO` of zip archives."""


def of_cells(resource: Resource, read: list[DataFile]) -> Iterator[Problem]:
    """Problems found by decoding all pages of a resource's Parquet files: damage, and cells that are too large."""
    for part in read:
        one = replace(resource, paths=(part.shown,))
        try:
            total, longest = data_files.parquet_bytes(part)
        except pl.exceptions.PolarsError:
            yield unreadable(one)
            continue
        if longest > MAX_LINE:
            yield _problem(one, "overlong-line", f"a cell of {longest:,} bytes; at most {MAX_LINE:,} are read")
        elif total > max(MAX_TEXT_BYTES, MAX_TEXT_RATIO * part.facts.size):
            message = f"{total:,} bytes of text in a file of {part.facts.size:,} bytes: too many, so they are not read"
            hint = "such a file would fill the memory; if the table is right, save it as CSV"
            yield _problem(one, "malformed-record", message, hint=hint)


MAX_LINE = byte_scan.MAX_CELL
"""Bytes in a line before its cells are measured one by one."""


def _huge_cells(resource: Resource, path: Path) -> Iterator[Problem]:
    yield _problem(
        resource,
        "overlong-line",
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


def _header_problems(resource: Resource, path: Path) -> Iterator[Problem]:
    wanted = [f["name"] for f in resource.schema["fields"]]
    try:
        found = byte_scan.header(path)
    except UnicodeDecodeError:
        yield from _encoding_problems(resource, byte_scan.inspect(path))
        return
    except csv.Error as error:
        yield _problem(resource, "malformed-record", f"the header is not well-formed CSV: {error}", line=1)
        return

    def problem(kind: str, message: str, column: str | None = None, hint: str | None = None) -> Problem:
        return _problem(resource, kind, message, line=1, column=column, value=column, hint=hint)

    if len(found) > byte_scan.MAX_COLUMNS:
        yield problem("too-many-columns", f"{len(found):,} columns; the schema has {len(wanted)}")
        return
    if delimiter := _delimiter_problem(resource, path):
        yield delimiter
        return
    if found[: len(wanted)] == wanted and not any(c.strip() for c in found[len(wanted) :]) and found != wanted:
        yield problem(
            "unnamed-columns", f"{counted(len(found) - len(wanted), 'column')} without a name after the last one"
        )
        return
    if no_header := _no_header(found, wanted):
        message, hint = no_header
        yield problem("wrong-header", message, None, hint)
        return
    twice = sorted({c for c in found if found.count(c) > 1})
    if twice:
        for column in twice:
            yield problem("duplicate-header", f"the header names {column!r} {found.count(column)} times", column)
        return
    if found == wanted:
        return
    for message, named in _differences(found, wanted):
        is_index = found[0] in ("", "Unnamed: 0") and found[1:] == wanted
        yield problem("wrong-header", message, named, INDEX if is_index else None)


DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
"""What programs write between cells instead of commas -> its name."""


def _delimiter_problem(resource: Resource, path: Path) -> Problem | None:
    """The problem of a header whose names are separated by another sign; None for another header."""
    count = len(resource.schema["fields"])
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        line = file.readline(byte_scan.MAX_HEADER)
    if count > 1 and line.count(",") < count - 1:
        for sign, called in DELIMITERS.items():
            if line.count(sign) >= count - 1:
                message = f"the columns are separated by {called}, not commas"
                return _problem(resource, "wrong-delimiter", message, line=1)
    return None


def _no_header(found: list[str], wanted: list[str]) -> tuple[str, str] | None:
    """(message, hint) where the first line as a whole is at fault, so that its columns need not be gone through."""
    bare = [c.strip() for c in found]
    if bare == wanted != found:
        blanks = sum(a != b for a, b in zip(found, bare, strict=True))
        message = f"blanks are around {blanks} of the {len(found)} names of the header"
        return message, "delete the blanks beside the commas, in the rows as well"
    if not _is_another(bare, wanted):
        return None
    line = ",".join(found)
    if not line:
        return "the first line is not the header: it is empty", "delete the empty line"
    hint = next((said for sign, said in FIRST_LINES.items() if line.lower().startswith(sign)), ANOTHER)
    return f"the first line is not the header: it reads {_shortened(line)!r}", hint


FIRST_LINES = {
    "sep=": "delete this line, as `timeline validate --fix` does: it is for Excel alone, which opens the file without it, too",
    "<<<<<<<": "the file holds a merge conflict of git: resolve it",
    "version https://git-lfs": "this is what Git LFS puts in a file's place: run `git lfs pull`",
    "<!doctype": "this is a web page, saved in place of the file: download the file itself",
    "<html": "this is a web page, saved in place of the file: download the file itself",
    "<?xml": "this is XML, saved in place of the file: export the table as CSV",
    "{": "this is JSON, saved in place of the file: export the table as CSV",
}
"""How a first line begins that is not a header -> what to do, in lower case."""
INDEX = (
    "the first column is a data frame's index: write the file again without it; in pandas `to_csv(..., index=False)`"
)
ANOTHER = "restore the file from an earlier version, or write the schema's header above the rows"
LONGEST = 60
"""Characters of a first line that are shown."""


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _is_another(found: list[str], wanted: list[str]) -> bool:
    """Whether fewer than half of the columns that should be there are: then each that is not says nothing more."""
    return 2 * len(set(found) & set(wanted)) < len(wanted)


def _differences(found: list[str], wanted: list[str]) -> Iterator[tuple[str, str | None]]:
    """(message, column) for each way in which a header is not the schema's list of fields."""
    for column in found:
        if column not in wanted and column.strip() in wanted and column.strip() not in found:
            yield f"the header has {column!r}, with a blank too many", column
    found = [c.strip() if c.strip() in wanted and c.strip() not in found else c for c in found]
    missing, unknown = [c for c in wanted if c not in found], [c for c in found if c not in wanted]
    for column in missing:
        yield f"the header lacks the column {column!r}", column
    for column in unknown:
        shown = repr(column) if column else "an empty name"
        yield f"the header has {shown}, which the schema does not know", column or None
    if not missing and not unknown and found != wanted:
        yield f"the columns are in another order than in the schema: {', '.join(found)}", None


def _record_problems(resource: Resource, path: Path) -> Iterator[Problem]:
    """Ragged and broken records with their lines, found by a walk with the csv module."""
    width, last, found = len(resource.schema["fields"]), 0, 0
    try:
        for record in byte_scan.records(path):
            last = record.line
            n = len(record.cells)
            if record.row and n and n != width:
                found += 1
                if found > MAX_RAGGED_ROWS:
                    said = f"more than {MAX_RAGGED_ROWS:,} records have another number of cells than the header"
                    message = f"{said}: the rest of the file was not read"
                    yield _problem(resource, "ragged-row", message, line=record.line, row=record.row)
                    return
                yield _problem(
                    resource,
                    "ragged-row",
                    f"{counted(n, 'cell')} where the header has {width}",
                    line=record.line,
                    row=record.row,
                )
    except csv.Error:
        message = f"a cell of more than {byte_scan.MAX_CELL:,} characters, or a carriage return inside a cell"
        yield _problem(resource, "malformed-record", message, line=last + 1)


def unreadable(resource: Resource) -> Problem:
    """What is said of a file that polars refuses, where nothing else explains it. Its own words name its options."""
    form = "Parquet" if data_files.is_parquet(resource.path) else "CSV"
    message = f"the file cannot be read as {form}: it is damaged or was not written completely"
    return _problem(resource, "malformed-record", message)


def cut_off(resource: Resource, facts: ByteScan, found: list[Problem]) -> Problem | None:
    """The one problem of a CSV file that is shorter than described and ends inside a record; None for another file."""
    size = resource.declared.get("bytes")
    if not isinstance(size, int) or facts.size >= size or facts.final_newline or len(found) != 1:
        return None
    last, kind = found[0], found[0].slug
    if not (kind == "malformed-record" and _is_open_at_end(facts.path, last)) and not (
        kind == "ragged-row" and last.line == facts.all_counted.newlines + 1
    ):
        return None
    said = f"the file is cut off inside this record: {facts.size:,} of {size:,} bytes are there"
    return replace(last, message=said, hint="restore the file from an earlier version, or fetch it again")


def _is_open_at_end(path: Path, problem: Problem) -> bool:
    """Whether a problem is that of a cell in which the file ends."""
    with path.open("rb") as file:
        return any(fault.open_at_end and fault.message == problem.message for fault in quoting.faults(file))


def of_records(resource: Resource, read: list[DataFile]) -> Iterator[Problem]:
    """What is wrong inside the CSV files of a resource, found by slow walks. Raises OSError."""
    for part in read:
        if not data_files.is_parquet(part.shown):
            one = replace(resource, paths=(part.shown,))
            yield from list(_encoding_problems(one, part.facts)) or _record_problems(one, part.path)
