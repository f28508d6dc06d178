"""Our own Parquet export: a folder with a file a table, and `package.json`."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from event_timeline.exports.ownership import label
from event_timeline.exports.parquet import FILES
from event_timeline.importing.own_exports import OwnExport, files_of, in_table, typed_frame
from event_timeline.io.paths import SAFE_NAME, refuse_links
from event_timeline.model import UserError
from event_timeline.package.json_files import parse
from event_timeline.tables.data_files import panics_as_errors

SMALL_ROWS = 100_000
"""Rows of a table that is read whatever its size."""


def load(folder: Path) -> OwnExport:
    """Read a folder. Raises UserError where it is another one or a column has another type than its schema says."""
    name, held = folder.name, folder / FILES
    if not folder.is_dir():
        raise UserError(f"{name}: not a folder", "name the folder that `timeline export parquet` wrote")
    refuse_links(folder)
    try:
        found = parse(held.read_text(encoding="utf-8"), f"{name}/{FILES}")
    except FileNotFoundError:
        raise UserError(f"{name}: no {FILES} there", "export the package again with this version") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{name}/{FILES}: {error}", "export the package again") from None
    files = found.get("files") if isinstance(found, dict) else None
    if not isinstance(files, list) or found.get("export") != label("parquet"):
        raise UserError(
            f"{name}: not a parquet export of this toolchain", "import what `timeline export parquet` wrote"
        )
    export = OwnExport(name, files_of(name, files))
    for table, schema in export.schemas().items():
        file = folder / f"{table}.parquet"
        if not SAFE_NAME.fullmatch(table) or not file.is_file() or file.is_symlink():
            raise UserError(f"{name}: the file {table}.parquet is missing", "export the package again")
        try:
            with panics_as_errors():
                scan = pl.scan_parquet(file, glob=False, hive_partitioning=False)
                _check_rows(file, name, scan.select(pl.len()).collect().item())
                frame = scan.collect().lazy()
        except PolarsError as error:
            said = (str(error).splitlines() or [""])[0]
            raise UserError(f"{name}/{table}.parquet: {said}", "export the package again") from None
        export.frames[table] = typed_frame(f"{name}/{file.name}", table, frame, schema)
        export.places[table] = in_table(file.name)
    for file in sorted(folder.glob("*.parquet")):
        if file.stem not in export.frames and _rows(file, name):
            export.refuse_table(file.stem, f"{name}/{file.name}", "delete the file, or move it elsewhere")
    return export


def _rows(file: Path, name: str) -> int:
    """The rows of a file, as its metadata says; the exports write required tables that the package lacks without any."""
    try:
        with panics_as_errors():
            return int(pl.scan_parquet(file, glob=False, hive_partitioning=False).select(pl.len()).collect().item())
    except PolarsError as error:
        said = (str(error).splitlines() or [""])[0]
        raise UserError(f"{name}/{file.name}: {said}", "export the package again") from None


def _check_rows(file: Path, name: str, rows: int) -> None:
    """Raise UserError for more rows than bytes: rows with keys of their own take more. rows: as the file's metadata says."""
    size = file.stat().st_size
    if rows > max(SMALL_ROWS, size):
        raise UserError(
            f"{name}/{file.name}: {rows:,} rows in {size:,} bytes, which are copies of a few",
            "delete the copies, or export the package again",
        )
