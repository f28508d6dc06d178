"""The columns of a file by the names that a mapping gives them: letter case, blanks and aliases do not matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

import polars as pl

from event_timeline.importing.mapping import Mapping
from event_timeline.model import UserError

ROW = "row"
"""The name by which a mapping uses the number of a row, from 1, in a file without a column of this name."""
_ROW_NUMBER = "\0row"
"""The column of a batch that has it; no file has this name."""


class Columns:
    """What the columns of a file are called. `names` is key -> the column of the frame; `written` the header."""

    def __init__(self, mapping: Mapping, written: Sequence[str], file: str) -> None:
        self.mapping, self.written, self.file = mapping, list(written), file
        self.names = {self.key(name): name for name in written}
        self.absent: list[str] = []
        """Optional columns that the file has not, which are empty in every row."""
        for name, others in mapping.section("aliases").items():
            if self.key(name) not in self.names:
                found = next((self.names[self.key(o)] for o in others if self.key(o) in self.names), None)
                if found is not None:
                    self.names[self.key(name)] = found
        for name in mapping.section("file").get("optional", ()):
            if self.key(name) not in self.names:
                self.names[self.key(name)] = name
                self.absent.append(name)
        self.has_row_numbers = self.names.setdefault(ROW, _ROW_NUMBER) == _ROW_NUMBER
        """Whether ROW is the number of the row."""

    def numbered(self, frame: pl.DataFrame, before: int) -> pl.DataFrame:
        """A batch with the numbers of its rows, as text, where they are used. before: the rows of earlier batches."""
        if not self.has_row_numbers:
            return frame
        number = pl.int_range(before + 1, before + 1 + frame.height, eager=True).cast(pl.String)
        return frame.with_columns(number.alias(_ROW_NUMBER))

    @staticmethod
    def key(name: str) -> str:
        """A name as it is compared."""
        return re.sub(r"[\s_]+", "_", name.strip().lower())

    def require(self, name: str, path: Sequence[str | int]) -> str:
        """The column of a name. Raises UserError, with the mapping's line, where the file has none."""
        if self.key(name) in self.names:
            return self.names[self.key(name)]
        raise self.missing(name, path)

    def missing(self, name: str, path: Sequence[str | int]) -> UserError:
        """What to say of a column that the file has not."""
        there = {key: column for key, column in self.names.items() if column in self.written}
        near = get_close_matches(self.key(name), list(there), 1)
        hint = f"did you mean {there[near[0]]!r}? " if near else ""
        shown = ", ".join(self.written[:40]) + (" …" if len(self.written) > 40 else "")
        return self.mapping.error(
            path, f"{self.file} has no column {name!r}",
            f"{hint}its columns are: {shown}; a column that may be absent is listed in file.optional",
        )  # fmt: skip
