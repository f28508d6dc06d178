"""The files of a package that an export holds beside the rows, so that an import makes the same bytes again.

The descriptor, the schemas and the papers beside them are held as text. A table's file is held as text only where its
rows, written again, would make other bytes: its numbers, quotation marks or line ends are written in another way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from event_timeline.exports import canonical_csv, zip_
from event_timeline.exports.csv_cells import as_written
from event_timeline.exports.dataset import Dataset
from event_timeline.exports.sql import as_list
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.package.opening import UnsafePathError
from event_timeline.tables.data_files import is_parquet

TABLE = "_files"
"""The name of the table, sheet or kind of line that holds them."""
COLUMNS = ("path", "sha256", "table_name", "rows", "content")


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of the exported package.

    path: relative POSIX path; sha256: of its bytes, in hex; table_name, rows: the table that its records are of, and
    their number; content: its text, None where the rows of the export make the same bytes.
    """

    path: str
    sha256: str
    table_name: str | None = None
    rows: int | None = None
    content: str | None = None

    def row(self) -> tuple[str, str, str | None, int | None, str | None]:
        """The values of COLUMNS."""
        return self.path, self.sha256, self.table_name, self.rows, self.content

    def document(self) -> dict[str, Any]:
        """What is known of it, as a JSON object."""
        return {key: value for key, value in asdict(self).items() if value is not None}


def package_files(
    data: Dataset, frames: Mapping[str, pl.LazyFrame] | None = None, *, always: bool = False, assumed: bool = False
) -> list[PackageFile]:
    """The files of the package that a dataset was loaded from, tables last; none where it has no files.

    frames: the tables as an import would read them from the export, by default those of the dataset; always: hold the
    text of each table's file; assumed: take for granted that the rows of a table make its file again, and leave out tables for
    which that takes more than their one CSV file to say, so that no row is looked at. A file that is not UTF-8, as of a table in Parquet, is held by its hash only.
    """
    package = data.package
    if package is None:
        return []
    tables = {path: r for r in package.resources.values() for path in r.paths if r.name in data.frames}
    texts = {PurePosixPath(path).as_posix() for path in package.source_files()}
    found = []
    for path, file in zip_.members(package).items():
        if path not in tables and path not in texts:
            content = _text(file.read_bytes())
            if content is not None:
                found.append(PackageFile(path, _hash_of(file), content=content))
    for resource in package.resources.values():
        if resource.name in data.frames:
            name, paths = resource.name, resource.paths
            if frames is None and not always and (canonical := _canonical_file(data, name, assumed=assumed)):
                found.append(canonical)
            elif not assumed:
                found += _table_files(data, name, paths, (frames or data.frames)[name], always=always)
    return found


def _canonical_file(data: Dataset, table: str, *, assumed: bool) -> PackageFile | None:
    """The one CSV file of a table, if its rows make the same bytes again, which is known without writing them, or assumed."""
    loaded = data.as_loaded(table)
    if loaded is None or len(loaded.parts) != 1 or is_parquet(loaded.parts[0].shown):
        return None
    part = loaded.parts[0]
    if assumed:
        rows = loaded.rows or _count(pl.scan_csv(part.path, infer_schema=False, glob=False))
        return PackageFile(part.shown, part.facts.sha256, table, rows)
    found = data.sums(table, loaded)
    with part.path.open("rb") as file:
        header = file.readline(part.facts.first_line)
    if not part.facts.sha256 or not canonical_csv.is_canonical(part.facts, header, data.schemas[table], found):
        return None
    return PackageFile(part.shown, part.facts.sha256, table, found.rows)


def hashes(data: Dataset, table: str) -> list[PackageFile]:
    """The files of one table, by their hashes only: by which an import knows whether the package changed since."""
    package = data.package
    if package is None or table not in package.resources:
        return []
    files = ((path, package.file(path)) for path in package.resources[table].paths)
    return [PackageFile(path, _hash_of(file), table) for path, file in files]


def _table_files(
    data: Dataset, table: str, paths: tuple[str, ...], frame: pl.LazyFrame, *, always: bool
) -> Iterator[PackageFile]:
    package = data.package
    if package is None:
        return
    try:
        files = [(path, package.file(path)) for path in paths]
    except (UnsafePathError, FileNotFoundError):
        return
    columns = as_written(frame, data.schemas[table])
    start = 0
    with TemporaryFolder() as folder:
        for path, file in files:
            if is_parquet(path):
                yield PackageFile(path, _hash_of(file), table, _count(pl.scan_parquet(file, glob=False)))
                continue
            rows = _count(pl.scan_csv(file, infer_schema=False, glob=False))
            again = folder.path / "again.csv"
            part = columns if len(files) == 1 else columns.slice(start, rows)
            write_csv(part, again)
            start += rows
            digest = _hash_of(file)
            same = digest == _hash_of(again)
            content = _text(file.read_bytes()) if always or not same else None
            yield PackageFile(path, digest, table, rows, content)


def sorted_frame(frame: pl.LazyFrame, schema: Mapping[str, Any]) -> pl.LazyFrame:
    """Typed rows in the order of their schema, as `csv_tables.sort_key` has it: missing first, text by code point."""
    by = list(dict.fromkeys([*as_list(schema.get("sortedBy") or []), *as_list(schema.get("primaryKey") or [])]))
    return frame.sort(by, maintain_order=True) if by else frame


def write_csv(frame: pl.LazyFrame, target: Path) -> None:
    """Write text columns as CSV: UTF-8, LF, quotation marks only where needed. Raises OSError."""
    frame.sink_csv(target, quote_style="necessary", null_value="")


def _count(frame: pl.LazyFrame) -> int:
    rows: int = frame.select(pl.len()).collect(engine="streaming").item()
    return rows


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
