"""The cells of a sheet and the shared texts of a workbook, from their XML (ECMA-376-1, 18.3 and 18.4).

openpyxl makes several objects of each cell and each text, which takes five times as long. What a cell means, openpyxl says:
which formats are dates, and which day a number is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import IO, Any
from xml.etree import ElementTree

from event_timeline.exports.optional_libraries import library

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, VALUE, FORMULA, INLINE = (NAMESPACE + name for name in ("row", "v", "f", "is"))
TEXT, RUN, ITEM = (NAMESPACE + name for name in ("t", "r", "si"))
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a cell holds instead of a value."""

    what: str

    def __str__(self) -> str:
        """What it is."""
        return self.what


Value = str | bool | int | float | date | Fault
"""A text is as it is in the file: see `sheet_cells.decoded`."""
Cells = dict[int, Value]
"""The cells of a row that are not empty: column number from 0 -> value."""


@dataclass(frozen=True)
class Styles:
    """What the cells of a workbook share. dates, durations: numbers of the styles with such a format; epoch: of its dates."""

    texts: list[str]
    dates: Collection[int]
    durations: Collection[int]
    epoch: datetime


def shared_texts(part: IO[bytes]) -> list[str]:
    """The texts of a workbook to which its cells refer by number."""
    texts = []
    for _, element in ElementTree.iterparse(part):  # noqa: S314 (read_workbook refuses document types)
        if element.tag == ITEM:
            texts.append(_words(element))
            element.clear()
    return texts


def rows(part: IO[bytes], styles: Styles) -> Iterator[tuple[int, Cells]]:
    """The number of each row, from 1, and its cells. Raises ValueError and the errors of XML for a damaged part."""
    number = 0
    for _, element in ElementTree.iterparse(part):  # noqa: S314 (read_workbook refuses document types)
        if element.tag != ROW:
            continue
        number, at, cells = int(float(element.get("r", number + 1))), -1, Cells()
        for cell in element:
            place = cell.get("r")
            at = _column(place.rstrip(DIGITS)) if place else at + 1
            value = _value(cell, styles)
            if value is not None and value != "":
                cells[at] = value
        element.clear()
        yield number, cells


@cache
def _column(letters: str) -> int:
    """The number of a column from 0."""
    return int(_utils().column_index_from_string(letters)) - 1


@cache
def _utils() -> Any:
    return library("openpyxl", "xlsx", purpose="import").utils


def _words(element: ElementTree.Element) -> str:
    """A text without its formats, and without what says how it is spoken."""
    if len(element) == 1 and element[0].tag == TEXT:
        return element[0].text or ""
    parts = [element.findtext(TEXT)] + [run.findtext(TEXT) for run in element.iterfind(RUN)]
    return "".join(part or "" for part in parts)


def _value(cell: ElementTree.Element, styles: Styles) -> Value | None:
    kind, text = cell.get("t", "n"), None
    for part in cell:
        if part.tag == FORMULA:
            return Fault("a formula")
        if part.tag == VALUE and kind != "inlineStr":
            text = part.text
        elif part.tag == INLINE and kind == "inlineStr":
            text = _words(part)
    if not text:
        return None
    if kind == "n":
        number = float(text) if "." in text or "E" in text or "e" in text else int(text)
        style = int(cell.get("s", 0))
        return _dated(number, style, styles) if style in styles.dates else number
    if kind == "s":
        return styles.texts[int(text)]
    if kind == "b":
        return bool(int(text))
    if kind == "e":
        return Fault(f"the error {text[:20]}")
    if kind == "d":
        return _day(_utils().datetime.from_ISO8601(text))
    return text


def _dated(number: float, style: int, styles: Styles) -> Value:
    try:
        return _day(_utils().datetime.from_excel(number, styles.epoch, timedelta=style in styles.durations))
    except (OverflowError, ValueError):
        return Fault("the error #VALUE!")


def _day(moment: Any) -> Value:
    if isinstance(moment, datetime):
        midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
        return moment.date() if midnight else Fault(f"a date with a time of day, {moment}")
    return moment if isinstance(moment, date) else Fault(f"a time, {moment}")
