"""A delimited file in batches of whole records: any size in the same memory, and every fault with its line.

Bytes are UTF-8; a line that is not is read as Windows-1252. Cells are text: nothing is taken for a number or a date.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from event_timeline.io.counting import counted
from event_timeline.model import UserError
from event_timeline.tables.byte_scan import MAX_CELL, StrictReader

BATCH_BYTES = 30 * 2**20
"""Large enough that queries cost little for each row; what is larger than 32 MB is fetched from the system each time."""
NEAR_END_BYTES = 2**16
"""Bytes at the end of a batch in which its last line end is looked for first."""
DELIMITERS = (",", ";", "\t", "|")
"""Those that are tried where the mapping's is not in the first record."""
MAX_LINES = 20
"""Lines that a message lists."""
MAX_RECORD_BYTES = 16 * 2**20
"""Bytes of the longest record that is read; the longest note is thousands of times shorter."""


@dataclass(frozen=True)
class Layout:
    """How a file is written. An empty quote means that quotation marks are plain characters."""

    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    columns: tuple[tuple[str, ...], ...] = ()
    """The layouts of a file without header, distinguished by their number of columns."""
    missing: tuple[str, ...] = ()
    fill: bool = False
    """Whether short records are filled."""
    cut: bool = False
    """Whether what long records have more is ignored, as a draft does."""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Layout:
        """The layout that the section `file` of a mapping says."""
        return cls(
            said.get("delimiter", ","), said.get("quote", '"'), said.get("header", True),
            tuple(tuple(names) for names in said.get("columns", ())), tuple(said.get("missing", ())),
            said.get("ragged") == "fill",
        )  # fmt: skip


@dataclass
class Batch:
    """Records of a file, in text columns named as in the file. line: physical line of the first; data: their bytes."""

    frame: pl.DataFrame
    line: int
    data: bytes = field(repr=False)
    layout: Layout
    marks: bytes = field(repr=False)
    """The control characters and quotation marks of the data, in their order."""

    @property
    def breaks(self) -> bool:
        """Whether a cell may hold a line break."""
        return self.marks.count(b"\n") > self.frame.height

    def lines_of(self, rows: Sequence[int]) -> list[int]:
        """The physical lines on which records of the batch begin; rows: their numbers, ascending, perhaps repeated."""
        found: list[int] = []
        number, before = 0, 0
        reader = _reader(self.data, self.layout)
        for cells in reader:
            if any(cell and cell not in self.layout.missing for cell in cells):
                while len(found) < len(rows) and number == rows[len(found)]:
                    found.append(self.line + before)
                number += 1
            if len(found) == len(rows):
                break
            before = reader.line_num
        return found


class Delimited:
    """A delimited file. `columns` are the names of its columns, as written."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path, self.layout = path, layout
        self.other_lines: list[int] = []
        """Lines that are not UTF-8."""
        self.filled_lines: list[int] = []
        """Lines of another number of cells that are filled with empty ones, or whose further ones are empty."""
        self._first_line = 1
        """The line of the first record, below lines without cells."""
        self.share = 0.0
        """Share of the bytes that lie before the last batch."""
        try:
            with self._open() as file:
                self.columns, self._start, self._line = self._begin(file)
        except OSError as error:
            raise self._unreadable(error) from None
        self._check_names()

    def batches(self, size: int = 0) -> Iterator[Batch]:
        """The records in order. Raises UserError, with the line, for what is not a table of these columns.

        size: bytes of a batch, BATCH_BYTES without.
        """
        size = size or BATCH_BYTES
        line, start = self._line, self._start
        plain = bytes(sorted(set(range(32, 256)) - set(self.layout.quote.encode())))
        length = size
        with self._open() as file:
            whole = os.fstat(file.fileno()).st_size or 1
            while True:
                try:
                    data, is_rest = self._lines(file, start, length)
                except OSError as error:
                    raise self._unreadable(error) from None
                marks = data.translate(None, plain)  # a few hundredths of the bytes, so that the rest costs little
                self._refuse_binary(data, marks, line)
                end = len(data) if is_rest else self._end(data, marks)
                if not end and len(data) > MAX_RECORD_BYTES:
                    raise self._unclosed(data, line) or self._overlong(line)
                if end < len(data):
                    marks = marks[: len(marks) - len(data[end:].translate(None, plain))]
                blank = len(data) - len(data.lstrip(b"\r\n")) if data[:1] in (b"\r", b"\n") else 0
                record = data[blank:end]
                if record:
                    frame = self._frame(record, marks, line + data.count(b"\n", 0, blank))
                    if frame.height:
                        self.share = start / whole
                        yield Batch(frame, line + data.count(b"\n", 0, blank), record, self.layout, marks)
                if is_rest:
                    return
                line += marks.count(b"\n")
                start, length = (start + end, size) if end else (start, 2 * length)

    def _open(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: OSError) -> UserError:
        return UserError(f"cannot read {self.path}: {error.strerror or error}", "name a table in text form")

    def _lines(self, file: BinaryIO, start: int, length: int) -> tuple[bytes, bool]:
        """At most so many bytes from a place, up to a line end where one is near: a cut would copy them. And whether they are the rest."""
        near = min(NEAR_END_BYTES, length)
        file.seek(start + length - near)
        last = file.read(near)
        is_rest = len(last) < near
        beyond = 0 if is_rest else (len(last) - last.rfind(b"\n") - 1) % len(last)
        file.seek(start)
        return file.read(length - beyond), is_rest

    def _begin(self, file: BinaryIO) -> tuple[list[str], int, int]:
        """The names of the columns, and where the records begin: byte and line."""
        first = file.read(MAX_RECORD_BYTES)
        bom = 3 if first.startswith(b"\xef\xbb\xbf") else 0
        if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise UserError(f"{self.path}: UTF-16, not UTF-8", "save the file as UTF-8")
        if first[:4] == b"PK\x03\x04":
            raise UserError(
                f"{self.path}: a zip or a workbook, not a table in text form", "unpack it, or save it as CSV"
            )
        if not first[bom:].strip():
            raise UserError(f"{self.path}: the file is empty", "name a file with a header and rows")
        sample = first[: 2**16]
        self._refuse_binary(sample, sample, 1)
        if b"\r" in first and b"\n" not in first:
            raise UserError(f"{self.path}: its lines end in CR alone", "save the file with the line ends LF or CR LF")
        begin = bom + len(self._blank_lines(first[bom:]))
        self._first_line = 1 + first.count(b"\n", 0, begin)
        content = first[begin:]
        self._use_its_delimiter(content)
        cells, size, lines = self._record(content)
        if not self.layout.header:
            record = cells
            fitting = [names for names in self.layout.columns if len(names) == len(record)]
            if not fitting:
                known = ", ".join(str(len(names)) for names in self.layout.columns)
                raise UserError(
                    f"{self.path}:{self._first_line}: {counted(len(record), 'column')}; the mapping has layouts of {known}",
                    "check the delimiter, or add a list of names to file.columns",
                )
            has_header = self._has_header(record, fitting[0])
            return list(fitting[0]), begin + size * has_header, self._first_line + lines * has_header
        return [" ".join(c.split()) for c in cells], begin + size, self._first_line + lines

    def _blank_lines(self, data: bytes) -> bytes:
        """What is before the first line that has a cell: empty lines, and such of blanks and delimiters only."""
        signs = re.escape("".join({*DELIMITERS, self.layout.delimiter}).encode())
        found = re.match(rb"(?:[ \r%b]*+\n)*" % signs, data)
        return found[0] if found and len(found[0]) < len(data) else b""

    def _has_header(self, record: Sequence[str], names: Sequence[str]) -> bool:
        """Whether the first record is a header after all. Raises UserError where half of it or more is, but not all."""
        pairs = [(cell.strip(), name) for cell, name in zip(record, names, strict=True)]
        known = {name.lower() for name in names}
        others = [(cell, name) for cell, name in pairs if cell.lower() != name.lower()]
        if others and 2 * sum(cell.lower() in known for cell, _ in pairs) >= len(pairs):
            cell, name = others[0]
            place = pairs.index(others[0]) + 1
            raise UserError(
                f"{self.path}:{self._first_line}:{place}: a header that differs from the mapping's columns: {cell[:60]!r} is not {name!r}",
                "name and order the columns as file.columns of the mapping does, or remove the header",
            )
        return not others

    def _use_its_delimiter(self, data: bytes) -> None:
        """Take another delimiter where the first record has none of the expected one."""
        if len(self._record(data)[0]) > 1:
            return
        expected = self.layout
        for delimiter in DELIMITERS:
            self.layout = replace(expected, delimiter=delimiter, quote='"' if delimiter != "\t" else expected.quote)
            if len(self._record(data)[0]) > 1:
                return
        self.layout = expected

    def _record(self, data: bytes) -> tuple[list[str], int, int]:
        """The first record: cells, bytes and lines."""
        end = 0
        while True:
            found = data.find(b"\n", end)
            end = len(data) if found < 0 else found + 1
            quote = self.layout.quote.encode()
            if not quote or data.count(quote, 0, end) % 2 == 0 or found < 0:
                break
        if end == len(data) == MAX_RECORD_BYTES:
            raise self._overlong(self._first_line)
        text = data[:end]
        cells = next(iter(_reader(text, self.layout)), [])
        return cells, end, text.count(b"\n")

    def _check_names(self) -> None:
        seen: set[str] = set()
        names = self.columns
        while names and not names[-1]:
            names = names[:-1]  # trailing delimiters
        for place, name in enumerate(self.columns, 1):
            if name and name.lower() in seen:
                raise UserError(
                    f"{self.path}:{self._first_line}:{place}: two columns are named {name!r}", "rename one of them"
                )
            seen.add(name.lower())
        self.columns = [name or f"column {place}" for place, name in enumerate(self.columns, 1)]
        if len(self.columns) < 2:
            raise UserError(
                f"{self.path}:{self._first_line}: one column only, {self.columns[0][:60]!r}",
                f"its columns are not separated by {self.layout.delimiter!r}: set file.delimiter in the mapping",
            )

    def _end(self, data: bytes, marks: bytes) -> int:
        """How many bytes are whole records."""
        cut = data.rfind(b"\n") + 1
        quote = self.layout.quote.encode()
        if not quote or not cut:
            return cut
        open_ = (marks.count(quote) - data.count(quote, cut)) % 2
        while cut and open_:
            cut = data.rfind(b"\n", 0, data.rfind(quote, 0, cut)) + 1
            open_ = data.count(quote, 0, cut) % 2
        return cut

    def _refuse_binary(self, data: bytes, marks: bytes, line: int) -> None:
        if b"\0" not in marks:
            return
        place = data.find(b"\0")
        raise UserError(
            f"{self.path}:{line + data.count(10, 0, place)}:{place - data.rfind(10, 0, place)}: a NUL byte",
            "the file is damaged, or UTF-16: save it as UTF-8",
        )

    def _overlong(self, line: int) -> UserError:
        reason = "a quotation mark is not closed" if self.layout.quote else "it is not a table in text form"
        return UserError(
            f"{self.path}:{line}: a record of more than {MAX_RECORD_BYTES // 2**20} MB",
            f"perhaps {reason}; if quotation marks are plain characters here, set file.quote = \"\"",
        )  # fmt: skip

    def _unclosed(self, data: bytes, line: int) -> UserError | None:
        """The first record in which a quotation mark is out of its place, or not closed."""
        quote, delimiter = (re.escape(s.encode()) for s in (self.layout.quote, self.layout.delimiter))
        if not quote:
            return None
        cell = rb"(?:%b(?:[^%b]|%b%b)*+%b|[^%b%b\r\n]*+)" % (quote, quote, quote, quote, quote, quote, delimiter)
        record = re.compile(rb"%b(?:%b%b)*+(?:\r*\n|\Z)" % (cell, delimiter, cell))
        place = 0
        while place < len(data):
            found = record.match(data, place)
            if not found or found.end() == place:
                break
            place = found.end()
        else:
            return None
        return UserError(
            f"{self.path}:{line + data.count(10, 0, place)}: a quotation mark is out of its place or not closed",
            'double it inside a quoted cell; if quotation marks are plain characters here, set file.quote = ""',
        )

    def _frame(self, data: bytes, marks: bytes, line: int) -> pl.DataFrame:
        for decode in (False, True):
            try:
                frame = self._parse(self._decoded(data, line) if decode else data)
                break
            except pl.exceptions.PolarsError as error:
                if decode or "utf" not in str(error).lower():
                    raise self._fault(data, line) from None
        sizes = frame.select(
            pl.all().str.len_bytes().min().name.prefix("0"), pl.all().str.len_bytes().max().name.prefix("1")
        ).row(0)
        if 0 in sizes[: frame.width]:  # a quoted cell may be empty too
            frame = frame.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)) for c in frame.columns)
        if self.layout.missing:
            frame = self._without_missing(frame, sizes[: frame.width])
        if max((n for n in sizes[frame.width :] if n), default=0) > MAX_CELL:
            self._refuse_long(frame, data, marks, line)
        if frame[:, 0].null_count() and frame[:, -1].null_count():
            blank = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
            frame = frame.filter(~blank)
        short = frame[:, -1].null_count() > 0  # what a short record lacks is missing, and a long one is refused
        if (short or self.layout.fill) and self._irregular(data, frame.height):
            fault = self._ragged(data, line)
            if fault:
                raise fault
        return frame

    def _without_missing(self, frame: pl.DataFrame, shortest: Sequence[int | None]) -> pl.DataFrame:
        """Words that mean no value as missing cells: polars would compare each cell with each, here only those as long as one are.

        shortest: bytes of the shortest cell of each column.
        """
        words = [*self.layout.missing]
        sizes = {len(word.encode()) for word in words}
        low, high = min(sizes), max(sizes)
        some = [c for c, size in zip(frame.columns, shortest, strict=True) if size is not None and size <= high]
        if not some:
            return frame
        size = pl.col(some).str.len_bytes()
        found = frame.select(pl.col(some).filter(size.is_between(low, high)).is_in(words).any()).row(0)
        holding = [c for c, there in zip(some, found, strict=True) if there]
        return frame.with_columns(pl.when(~pl.col(c).is_in(words)).then(c) for c in holding)

    def _refuse_long(self, frame: pl.DataFrame, data: bytes, marks: bytes, line: int) -> None:
        """Raise UserError for a cell that no package can have."""
        for name in frame.columns:
            long = (frame[name].str.len_chars() > MAX_CELL).fill_null(False)
            if long.any():
                row = int(long.arg_true()[0])
                place = Batch(frame, line, data, self.layout, marks).lines_of([row])[0]
                size = int(frame[name].str.len_chars()[row])
                raise UserError(
                    f"{self.path}:{place}: {name}: a cell of {size:,} characters; a package allows {MAX_CELL:,}",
                    "shorten it, or keep such texts in files of their own",
                )

    def _parse(self, data: bytes) -> pl.DataFrame:
        """The records as one chunk: polars makes one of several in each query of a frame."""
        return pl.read_csv(
            data, has_header=False, schema=dict.fromkeys(self.columns, pl.String), separator=self.layout.delimiter,
            quote_char=self.layout.quote or None, infer_schema=False,
            truncate_ragged_lines=self.layout.fill, empty_string_is_null=True,
            extra_columns="ignore" if self.layout.fill else "raise",
            missing_columns="insert" if self.layout.fill else "raise",
        ).rechunk()  # fmt: skip

    def _decoded(self, data: bytes, line: int) -> bytes:
        """The same as UTF-8, line by line."""
        lines = data.split(b"\n")
        for number, content in enumerate(lines):
            try:
                content.decode("utf-8")
            except UnicodeDecodeError as error:
                try:
                    lines[number] = content.decode("cp1252").encode("utf-8")
                    self.other_lines.append(line + number)
                except UnicodeDecodeError:
                    raise UserError(
                        f"{self.path}:{line + number}: byte {error.start + 1} is neither UTF-8 nor Windows-1252",
                        "save the file as UTF-8",
                    ) from None
        return b"\n".join(lines)

    def _irregular(self, data: bytes, records: int) -> bool:
        """Whether delimiters are missing or too many: in all records together, or in one that another makes up for."""
        quote, delimiter = self.layout.quote.encode(), self.layout.delimiter.encode()
        if quote and quote in data:
            data = b"".join(data.split(quote)[::2])  # what separates cells and records
        expected = len(self.columns) - 1
        return data.count(delimiter) != records * expected or any(
            r.count(delimiter) > expected for r in data.split(b"\n")
        )

    def _ragged(self, data: bytes, line: int) -> UserError | None:
        """The records that have another number of cells than there are columns: the first, and the lines of more."""
        reader, before = _reader(data, self.layout), 0
        expected = len(self.columns)
        lines: list[int] = []
        filled_lines: list[int] = []
        first = 0
        for cells in reader:
            further = [] if self.layout.cut else cells[expected:]
            filled = self.layout.fill and (len(cells) < expected or not any(further))
            if cells and len(cells) != expected and not filled:
                first = first or len(cells)
                lines.append(line + before)
            elif cells and len(cells) != expected:
                filled_lines.append(line + before)
            before = reader.line_num
        if not lines:
            self.filled_lines += filled_lines
            return None
        hint = 'quote cells that hold it, or set file.ragged = "fill" in the mapping'
        more = ", ".join(map(str, lines[1 : MAX_LINES + 1])) + (" …" if len(lines) > MAX_LINES + 1 else "")
        also = f"; also {counted(len(lines) - 1, 'line')}: {more}" if len(lines) > 1 else ""
        return UserError(
            f"{self.path}:{lines[0]}: {counted(first, 'cell')} where there are {counted(expected, 'column')}{also}",
            f"a delimiter {self.layout.delimiter!r} is missing or too many: {hint}",
        )

    def _fault(self, data: bytes, line: int) -> UserError:
        """What polars refuses, found again by readers that know lines."""
        expected = f"where {counted(len(self.columns), 'column')} are expected"
        return (
            self._unclosed(data, line)
            or self._ragged(data, line)
            or UserError(
                f"{self.path}:{line}: this record or one after it is not a row {expected}",
                "check the delimiter and the quotes",
            )
        )


def _reader(data: bytes, layout: Layout, *, strict: bool = False) -> StrictReader:
    """Records of bytes, with cells of any length that a record may have."""
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError:
        decoded = data.decode("cp1252", "replace")
    text = io.StringIO(decoded, newline="")
    return StrictReader(text, layout.delimiter, quote=layout.quote, strict=strict, most=MAX_RECORD_BYTES)
