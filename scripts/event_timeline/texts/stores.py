"""Many source texts without holding them: a folder with a file for each, or a Parquet file with a row for each."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from event_timeline.model import UserError
from event_timeline.tables import parquet_pages
from event_timeline.texts.files import read_text
from event_timeline.texts.text import Text

SUFFIX = ".txt"
COLUMNS = ("source_id", "text")
AT_ONCE = 1000
"""Rows of a Parquet file that are in memory at a time."""


class TextFolder(Mapping[str, Text]):
    """source_id -> text of `source_id.txt` in a folder, read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        try:
            self._files = {p.stem: p for p in sorted(folder.iterdir()) if p.suffix == SUFFIX and p.is_file()}
        except OSError as error:
            raise UserError(
                f"{folder}: {error.strerror or error}", "name a folder of texts, one ID.txt for each source"
            ) from None
        if not self._files:
            raise UserError(f"{folder}: holds no {SUFFIX} file", "name each text after its source: ID.txt")

    def __getitem__(self, source_id: str) -> Text:
        """Raises KeyError for an unknown source, UserError for a file that is not UTF-8 or cannot be read."""
        return Text(source_id, read_text(self._files[source_id]))

    def __contains__(self, source_id: object) -> bool:
        return source_id in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class TextTable(Mapping[str, Text]):
    """source_id -> text, from a Parquet file with these two columns; the texts wait in a temporary file."""

    def __init__(self, path: Path) -> None:
        import polars as pl

        self._path = path
        self._store = tempfile.TemporaryFile()  # noqa: SIM115  (closed, and gone, with this object)
        weakref.finalize(self, self._store.close)
        self._places: dict[str, tuple[int, int]] = {}
        try:
            parquet_pages.check(path)
            frame = pl.scan_parquet(path, glob=False, hive_partitioning=False).select(COLUMNS).drop_nulls()
            for batch in frame.collect_batches(chunk_size=AT_ONCE, engine="streaming"):
                for source_id, text in batch.iter_rows():
                    content = text.encode()
                    if source_id in self._places:
                        raise UserError(f"{path}: two texts for the source {source_id!r}", "keep one of them")
                    self._places[source_id] = (self._store.tell(), len(content))
                    self._store.write(content)
        except OSError as error:
            raise UserError(f"{path}: {error.strerror or error}", "name a Parquet file of texts") from None
        except (parquet_pages.DamagedParquetError, parquet_pages.OversizedParquetError) as error:
            raise UserError(f"{path}: {error}", "name a Parquet file of texts, or a folder of them") from None
        except pl.exceptions.PanicException:
            raise UserError(f"{path}: its pages are damaged", "fetch or make it again") from None
        except (pl.exceptions.PolarsError, AttributeError) as error:
            first = str(error).splitlines()[0]
            raise UserError(
                f"{path}: {first}", f"name a Parquet file with the text columns {' and '.join(COLUMNS)}"
            ) from None

    def __getitem__(self, source_id: str) -> Text:
        """Raises KeyError for an unknown source."""
        start, size = self._places[source_id]
        self._store.seek(start)
        return Text(source_id, self._store.read(size).decode())

    def __reduce__(self) -> tuple[Any, ...]:
        """Elsewhere the file is opened again, once a process."""
        return _opened_once, (self._path,)

    def __contains__(self, source_id: object) -> bool:
        return source_id in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@lru_cache(maxsize=1)
def _opened_once(path: Path) -> TextTable:
    return TextTable(path)


def open_texts(path: Path) -> Mapping[str, Text]:
    """The texts of a folder, or of a .parquet file. Raises UserError where there are none."""
    if not path.exists():
        raise UserError(
            f"{path}: no such file or folder", "name a folder with one ID.txt for each source, or a Parquet file"
        )
    return TextFolder(path) if path.is_dir() else TextTable(path)
