"""What a Parquet file says of its own size, read from its footer and page headers before anything is decompressed.

A dictionary and one run of equal values describe any number of records in a few bytes, and a page may claim any size.
polars allocates what a file claims, and decodes a row group at once. So the claims are compared with each other and
with the limits below first; polars itself does not give them. Format: https://parquet.apache.org/docs/file-format/,
metadata in Thrift's compact protocol.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"PAR1"
MAX_FOOTER_BYTES = 2**24
"""A hundred million records in 400 row groups have a footer of 1 MB."""
MAX_PAGE_BYTES = 2**28
"""Bytes of one page after decompression; writers aim at 1 MB."""
MAX_GROUP_CELLS = 2**26
"""Cells of one row group, which is decoded at once: 16 bytes each. Writers put 100,000 to 1,000,000 records into one."""
MAX_CELLS_PER_BYTE = 10
"""Cells for each byte of the file, where there are more than FEW_CELLS. Tables of a million events, compressed as well
as zstd can, have less than one cell a byte, because the keys differ in each record."""
FEW_CELLS = 2**23
MAX_DELTA_BYTES = 2**33
"""Bytes that the values of a page could have at most if each is said to begin as the one before it does
(DELTA_BYTE_ARRAY): number of values times bytes of the page. Other encodings need no more than the page itself."""
DELTA_BYTE_ARRAY = 7
MAX_DEPTH = 16
"""Levels of structures in the metadata; those of the format have six."""


class DamagedParquetError(Exception):
    """The metadata cannot be read, or its numbers do not fit each other. The message follows on the file's name."""


class OversizedParquetError(Exception):
    """The file would unpack to more than the limits. The message names the numbers."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Claims:
    """What the metadata says: records, leaf columns, row groups, and bytes after decompression."""

    rows: int
    columns: int
    groups: int
    bytes: int


def check(path: Path) -> Claims:
    """Compare what a file says of itself with the limits. Raises DamagedParquetError, OversizedParquetError, OSError."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        try:
            return _check(file, size)
        except (AttributeError, KeyError, IndexError, TypeError, struct.error, OverflowError):
            raise DamagedParquetError("its metadata is damaged") from None


def rows(path: Path) -> int:
    """Records that a file's footer claims; `check` has compared them with its pages. Raises as `check` does."""
    with path.open("rb") as file:
        return int(_footer(file, file.seek(0, 2))[3])


def _check(file: BinaryIO, size: int) -> Claims:
    meta = _footer(file, size)
    groups = meta.get(4, [])
    columns = sum(not element.get(5) for element in meta[2][1:])
    _limit(groups, columns, size)
    total = sum(_column(file, size, chunk, group[3]) for group in groups for chunk in group[1])
    rows = sum(group[3] for group in groups)
    if rows != meta[3]:
        raise DamagedParquetError(f"it claims {meta[3]:,} records and its row groups have {rows:,}")
    return Claims(rows, columns, len(groups), total)


def _limit(groups: list[dict[int, Any]], columns: int, size: int) -> None:
    if any(group[3] < 0 or len(group[1]) != columns for group in groups):
        raise DamagedParquetError("its row groups do not fit its schema")
    largest = max((group[3] for group in groups), default=0)
    cells = sum(group[3] for group in groups) * columns
    if cells > max(FEW_CELLS, MAX_CELLS_PER_BYTE * size):
        raise OversizedParquetError(
            f"{cells:,} cells in a file of {size:,} bytes: too many for a real table, so it is not read",
            "such a file would fill the memory; if the table is right, save it as CSV",
        )
    if largest * columns > MAX_GROUP_CELLS:
        raise OversizedParquetError(
            f"a row group of {largest:,} records with {columns:,} columns, which would be in memory at once",
            f"write it with row groups of at most {MAX_GROUP_CELLS // max(columns, 1):,} records, or save it as CSV",
        )


def _footer(file: BinaryIO, size: int) -> dict[int, Any]:
    """The file's metadata: field number -> value."""
    if size < 12:
        raise DamagedParquetError("it is too short for a Parquet file")
    file.seek(0)
    first = file.read(4)
    file.seek(size - 8)
    length, last = struct.unpack("<I4s", file.read(8))
    if first != MAGIC or last != MAGIC:
        raise DamagedParquetError("it does not begin and end as a Parquet file does, or was cut off")
    if length > min(size - 12, MAX_FOOTER_BYTES):
        raise DamagedParquetError(f"its metadata has {length:,} bytes")
    file.seek(size - 8 - length)
    meta, _ = _Compact(file.read(length)).struct(0)
    return meta


def _column(file: BinaryIO, size: int, chunk: dict[int, Any], rows: int) -> int:
    """Bytes of a column of a row group after decompression, as its page headers claim. Raises DamagedParquetError."""
    if 1 in chunk:
        raise DamagedParquetError("one of its columns is in another file")
    meta = chunk[3]
    start, length, total, values = meta[9], meta[7], 0, 0
    if meta.get(11):
        start = min(start, meta[11])
    if not 4 <= start <= start + length <= size:
        raise DamagedParquetError("one of its columns lies outside the file")
    for header in _pages(file, start, start + length):
        kind, unpacked = header[1], header[2]
        described = header.get({0: 5, 2: 7, 3: 8}.get(kind, 0), {})
        n = described.get(1, 0)
        if not 0 <= unpacked <= MAX_PAGE_BYTES:
            raise OversizedParquetError(
                f"a page of {unpacked:,} bytes after decompression", "write it with smaller pages, or save it as CSV"
            )
        if described.get(2) == DELTA_BYTE_ARRAY and kind != 2 and n * unpacked > MAX_DELTA_BYTES:
            raise OversizedParquetError(
                f"a page of {n:,} values in the encoding DELTA_BYTE_ARRAY, which may unpack to any size",
                "write it with dictionaries or plainly, as is usual, or save it as CSV",
            )
        if n < 0 or (kind == 2 and n > unpacked):
            raise DamagedParquetError(f"a page claims {n:,} values in {unpacked:,} bytes")
        values += n if kind in (0, 3) else 0
        total += unpacked
    if values != meta[5] or (values != rows and len(meta[3]) == 1):
        raise DamagedParquetError(f"a column claims {meta[5]:,} values of {rows:,} records, and its pages {values:,}")
    return total


WINDOW = 2**13
"""Bytes that are read for a page header, which has some fifty and may repeat the page's least and greatest value."""


def _pages(file: BinaryIO, place: int, end: int) -> Iterator[dict[int, Any]]:
    while place < end:
        window = WINDOW
        while True:
            file.seek(place)
            content = file.read(min(window, end - place))
            try:
                header, length = _Compact(content).struct(0)
                break
            except IndexError:
                if len(content) < window or window > MAX_FOOTER_BYTES:
                    raise
                window *= 16
        if not 0 <= header[3] <= end - place - length:
            raise DamagedParquetError("a page is longer than its column")
        place += length + header[3]
        yield header


class _Compact:
    """Thrift's compact protocol: structures as field number -> value. Raises IndexError where the bytes end too early.

    https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
    """

    def __init__(self, content: bytes) -> None:
        self._content, self._place = content, 0

    def struct(self, depth: int) -> tuple[dict[int, Any], int]:
        """The structure that begins here, and the bytes read so far."""
        if depth > MAX_DEPTH:
            raise DamagedParquetError("its metadata is nested too deeply")
        found: dict[int, Any] = {}
        number = 0
        while (head := self._byte()) != 0:
            number = number + (head >> 4) if head >> 4 else self._signed()
            kind = head & 15
            found[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return found, self._place

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (1, 2):  # a truth value in a list has a byte of its own
            return self._byte() == 1
        if kind == 3:
            return self._byte()
        if kind in (4, 5, 6):
            return self._signed()
        if kind == 7:
            return self._bytes(8)
        if kind == 8:
            return self._bytes(self._unsigned())
        if kind in (9, 10):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._unsigned()
            if count > len(self._content) - self._place:
                raise IndexError
            return [self._value(head & 15, depth + 1) for _ in range(count)]
        if kind == 11:
            count = self._unsigned()
            kinds = self._byte() if count else 0
            if count > len(self._content) - self._place:
                raise IndexError
            return [(self._value(kinds >> 4, depth + 1), self._value(kinds & 15, depth + 1)) for _ in range(count)]
        if kind == 12:
            return self.struct(depth + 1)[0]
        raise DamagedParquetError("its metadata is damaged")

    def _byte(self) -> int:
        self._place += 1
        return self._content[self._place - 1]

    def _bytes(self, count: int) -> bytes:
        self._place += count
        if self._place > len(self._content):
            raise IndexError
        return self._content[self._place - count : self._place]

    def _unsigned(self) -> int:
        number = shift = 0
        while shift < 70:
            byte = self._byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7
        raise DamagedParquetError("its metadata has a number that is too long")

    def _signed(self) -> int:
        number = self._unsigned()
        return (number >> 1) ^ -(number & 1)
