"""Cells as a package has them: on one line, without blanks around them, in Unicode normal form C."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from event_timeline.importing.rows.delimited import Batch
from event_timeline.tables.cell_formats import CONTROLS

_CONTROLS = bytes(b for b in range(32) if b not in b"\n\r\t")
_BREAKS = r"[\s--[ ]]"
"""Every white space but the plain blank."""
_NOT_ASCII = r"[^\x00-\x7f]"
_INVISIBLE = rf"[{CONTROLS}[\u00ad\u200b\u2060\ufeff]]"
"""Removed. A replacement character stays: it shows that letters were lost."""


def cleaned(batch: Batch) -> pl.DataFrame:
    """The frame of a batch with clean cells."""
    frame = on_one_line(batch)
    return stripped(frame, with_outer_blanks(frame), batch)


def on_one_line(batch: Batch) -> pl.DataFrame:
    """The frame of a batch with clean cells, but for the blanks around them.

    What a batch cannot hold, by its bytes, is not looked for in its cells.
    """
    frame, data, marks = batch.frame, batch.data, batch.marks
    ascii_only = data.isascii()
    tabs = b"\t" in marks and batch.layout.delimiter != "\t"
    if not ascii_only:
        frame = _changed(frame, _NOT_ASCII, lambda c: c.str.normalize("NFC"))
    if not ascii_only or tabs or batch.breaks or (b"\r" in marks and data.count(b"\r") > data.count(b"\r\n")):
        frame = _changed(frame, _BREAKS, lambda c: c.str.replace_all(r"\s+", " "))
    if not ascii_only or len(marks.translate(None, _CONTROLS)) < len(marks):
        frame = _changed(frame, _INVISIBLE, _visible)
    return frame


def with_outer_blanks(frame: pl.DataFrame) -> list[str]:
    """The columns of which a cell has blanks around it, or has nothing else."""
    # text before "!" begins with a blank: what is before the blank was removed
    around = frame.select(((pl.all() < "!") | pl.all().str.ends_with(" ")).any()).row(0)
    return [name for name, found in zip(frame.columns, around, strict=True) if found]


def stripped(frame: pl.DataFrame, columns: Iterable[str], batch: Batch) -> pl.DataFrame:
    """The frame without the blanks around the cells of some columns; a cell that is missing then has no value."""
    cells = (pl.col(name).str.strip_chars() for name in columns)
    missing = ["", *batch.layout.missing]
    return frame.with_columns(pl.when(~cell.is_in(missing)).then(cell) for cell in cells)


def with_single_blanks(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """The frame with one blank between the words of columns that identify records: two blanks make no other name."""
    changed = _changed(frame.select(columns), "  ", lambda c: c.str.replace_all(" {2,}", " "), literal=True)
    return frame.with_columns(changed)


def _visible(cells: pl.Expr) -> pl.Expr:
    return cells.str.replace_all(f" {_INVISIBLE}+ ", " ").str.replace_all(_INVISIBLE, "")


def _changed(frame: pl.DataFrame, pattern: str, change: object, *, literal: bool = False) -> pl.DataFrame:
    """Change the columns in which a pattern is found."""
    assert callable(change)
    if not frame.width:
        return frame
    found = frame.select(pl.all().str.contains(pattern, literal=literal).any()).row(0)
    return frame.with_columns(change(pl.col(name)) for name, there in zip(frame.columns, found, strict=True) if there)
