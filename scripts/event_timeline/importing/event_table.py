"""Event tables: a delimited file by a mapping, which says which column is which field; presets are such mappings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.importing import Request
from event_timeline.importing.mapping import PRESETS, Mapping, load
from event_timeline.io.counting import counted
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import Problem, UserError

if TYPE_CHECKING:
    import polars as pl

    from event_timeline.importing.rows.convert import Converter
    from event_timeline.importing.rows.delimited import Batch, Delimited
    from event_timeline.io.progress import Progress

MAX_CODES_SHOWN = 10
"""Unknown codes of one field that a note lists, the most frequent first."""


def read(request: Request, folder: Path, preset: str = "") -> list[str]:
    """Make a package from a table. Raises UserError, with file and line, where the table or the mapping cannot be read."""
    if request.mapping is None and not preset:
        raise UserError(
            "csv needs a mapping", f"add --mapping FILE.toml; `timeline import csv {request.file} --suggest` drafts one"
        )
    if request.file.is_dir():
        raise UserError(f"{request.file} is a folder", "name the table itself")
    own = PRESETS / f"{preset}.toml" if preset else None
    mapping = load(request.mapping, own) if request.mapping else load(PRESETS / f"{preset}.toml")
    with TemporaryFolder() as runs:
        return _convert(mapping, request, folder, preset, runs.path)


def _convert(mapping: Mapping, request: Request, folder: Path, preset: str, runs: Path) -> list[str]:
    from event_timeline.importing.mapping.columns import Columns
    from event_timeline.importing.rows.convert import Converter
    from event_timeline.importing.rows.delimited import Delimited, Layout
    from event_timeline.importing.rows.fields import check_terms
    from event_timeline.importing.rows.package_files import EVENT_COLUMNS, PackageFiles, own_field

    check_terms(mapping)
    leave_empty = (request.options.get("invalid") or mapping.section("file").get("invalid")) == "empty"
    files = PackageFiles(folder, mapping, request, preset)
    event = mapping.section("event")
    optional = [
        c for c in EVENT_COLUMNS if c in event or (c == "date_precision" and "precision" in event.get("date", {}))
    ]

    def converted(emptied: frozenset[str], runs: Path) -> tuple[Delimited, Converter]:
        runs.mkdir()
        file = Delimited(request.file, Layout.of(mapping.section("file")))
        columns = Columns(mapping, file.columns, str(request.file))
        converter = Converter(mapping, columns, runs, leave_empty=leave_empty, emptied=emptied)
        files.schema("events", optional, [own_field(c, own) for c, own in converter.kept.own.items()])
        try:
            files.write("events", _events(converter, _reported(file, request.progress), emptied))
        except UserError as error:
            if not converter.cells.stops:
                raise
            converter.cells.check(Problem(message=error.message, hint=error.hint))
        converter.cells.check()
        return file, converter

    file, converter = converted(frozenset(), runs / "0")
    emptied: frozenset[str] = frozenset()
    while more := converter.emptied() - emptied:  # once more, with an own column for what their cells said
        emptied |= more
        file, converter = converted(emptied, runs / str(len(emptied)))
    if not converter.events:
        raise UserError(f"{request.file}: there are no rows below the header", "name a file with rows")
    files.finish(converter)
    return [
        *_lines_notes(file),
        *_unknown(converter),
        *converter.cells.notes(),
        *converter.patterns.notes(),
        *_without_dates(converter),
    ]


def _events(converter: Converter, batches: Iterator[Batch], emptied: frozenset[str]) -> Iterator[pl.DataFrame]:
    """The rows of `events`; none where the first batch shows more columns to keep, for which all are read once more."""
    for number, batch in enumerate(batches):
        events = converter.events_of(batch)
        if number == 0 and converter.emptied() - emptied and not converter.cells.stops:
            return
        yield events


def _reported(file: Delimited, progress: Progress) -> Iterator[Batch]:
    """The batches of a file; what is read of it is said before each."""
    for batch in file.batches():
        progress(file.share, f"line {batch.line:,}")
        yield batch


def _without_dates(converter: Converter) -> list[str]:
    """What is said where no event has a date, which no validation can find fault with."""
    if converter.dates.covered:
        return []
    has_dates = "date" in converter.mapping.section("event")
    why = "the cells of [event.date] are empty" if has_dates else "the mapping has no [event.date]"
    add = "" if has_dates else ': add it, as date = { start = "COLUMN", formats = ["edtf"] }'
    return [f"warning: no event has a date, of {counted(converter.events, 'event')}: {why}{add}"]


def _lines_notes(file: Delimited) -> list[str]:
    said = []
    if lines := file.other_lines:
        said.append(f"{len(lines):,} lines are not UTF-8 and were read as Windows-1252; the first is line {lines[0]}")
    if lines := file.filled_lines:
        has = f"{counted(len(lines), 'line')} {'has' if len(lines) == 1 else 'have'}"
        said.append(
            f"{has} fewer or more cells than there are columns: filled with empty ones, or cut where the further ones are empty: {_some(lines)}"
        )
    return said


def _some(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:MAX_CODES_SHOWN]))
    return f"line{'s' * (len(lines) > 1)} {shown}{' …' if len(lines) > MAX_CODES_SHOWN else ''}"


def _first(line: int | None) -> str:
    return f", the first is line {line}" if line else ""


def _unknown(converter: Converter) -> list[str]:
    from event_timeline.importing.rows.patterns import toml_value

    notes = []
    for where, counts in converter.unknown.counts.items():
        frequent = sorted(counts.items(), key=lambda code: (-code[1], code[0]))[:MAX_CODES_SHOWN]
        lines = converter.unknown.first_lines[where]
        shown = ", ".join(f"{code[:60]!r} ({counted(n, 'row')}{_first(lines.get(code))})" for code, n in frequent)
        more, total = len(counts) - MAX_CODES_SHOWN, sum(counts.values())
        rest = f" and {more:,} more codes" if more > 0 else ""
        notes.append(
            f"{where}: {counted(total, 'row')} {'has a code' if total == 1 else 'have codes'} that the mapping does not know: {shown}{rest}; "
            f"add {'it' if len(counts) == 1 else 'them'} to the map, or beside the name of a list, as more = {toml_value({frequent[0][0][:60]: '…'})}"
        )
    return notes
