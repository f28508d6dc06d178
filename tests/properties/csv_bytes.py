"""Random cells, and random bytes of CSV: most are ordinary, some are damaged in one way, a few in several.

What the tests of properties share:

- `cells()` draws one cell as a `str`: words, numbers, what some reader takes for a missing value, and any mixture of
  the characters that CSV readers and spreadsheet programs treat differently. Half of them hold ordinary words only.
- `tables(width)` draws the rows of a table as `list[list[str]]`, without a header, `width` cells a row.
- `files(columns)` draws the bytes of a CSV file with a header: a table written with random quoting (right, or wrong in
  one of the usual ways), line ends and final line end, and then perhaps mutated byte by byte. About half of the files
  are well formed.
- `mutated(content)` draws the same bytes with one to three random edits.
- `with_own_table(folder, columns)` makes a valid package in `folder`: the harbour package with a table `cells` of its
  own, which has text columns without constraints. `put(package, content)` writes that table's file and updates its
  size and hash in the descriptor, so that only the content decides whether the package is valid.
- `packages(folder)` makes one such package for each number of columns in `COLUMNS`, and `tables_as_files()` draws the
  bytes of a file for one of them.

Draw from `files` with `@given(csv_bytes.files(("a", "b")))`, and keep one package for all examples: `put` replaces what
was there.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from tests import builder

TABLE = "cells"
FILE = f"data/{TABLE}.csv"
COLUMNS = {1: ("a",), 2: ("a", "b"), 3: ("a", "b", 'c "d", e')}
"""Columns of the tables, by their number: one alone, and one whose name needs quotation marks."""
WORDS = ("a", "harbour", "40", "x y", "l’écluse", "港", "👩\u200d🚒", "Ångström", "1,5", "2024-05-13", "b; c", "O'Neil")
"""Ordinary cells."""
ODD_WORDS = (
    "NA", "N/A", "#N/A", "nan", "NaN", "null", "NULL", "None", "-", "\\N", "", " ", "  ", "''", '""', '"', "\\", '\\"',
    "True", "0x1F", "1e5", "1_000", "1.234,5", "Infinity", "-0", "007", "=1+1", "#a", "//", "%", "sep=;", 'A 40" x',
    'The "union" warns', '"union"', 'a, "b"', "a\nb", "a\n", "\n", "a\r\nb", "a\rb", "a\tb", "\ufeffa", "$1", "a|b",
)  # fmt: skip
"""Cells that some reader does not take as they are."""
CHARACTERS = (
    "ab1 \",'\n;\t|\\#\r\0\x0b\x0c\x1a\x1c\x1d\x1e\x1f\x7f\x85\xa0\u2028\u2029\ufeff\u200b\ufffdé港🙂=-.$%^`{}[]()"
)
"""What random cells are made of."""
BYTES = (
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b" ",
    b";",
    b"\t",
    b"\\",
    b"'",
    b'""',
    b"x",
    b"\0",
    b"\x1a",
    b"\xff",
    b"\xc3",
)
"""What random edits put into a file."""


def cells() -> st.SearchStrategy[str]:
    """One cell as a reader should return it."""
    words = st.sampled_from(WORDS)
    return st.one_of(
        words,
        words,
        words,
        st.just(""),
        st.sampled_from(ODD_WORDS),
        st.text(CHARACTERS, max_size=8),
        st.text(max_size=5),
    )


@st.composite
def tables(draw: st.DrawFn, width: int, max_rows: int = 5) -> list[list[str]]:
    """Rows of `width` cells; none, one or several. In half of the tables all cells but one are ordinary."""
    ordinary = draw(st.booleans())
    row = st.lists(st.sampled_from(WORDS) if ordinary else cells(), min_size=width, max_size=width)
    rows = draw(st.lists(row, max_size=max_rows))
    if ordinary and rows:
        draw(st.sampled_from(rows))[draw(st.integers(0, width - 1))] = draw(cells())
    return rows


def _minimal(cell: str) -> str:
    return _always(cell) if set(cell) & set('",\n\r') else cell


def _always(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


WRITERS = {
    "minimal": _minimal,
    "always": _always,
    "never": lambda cell: cell,
    "not doubled": lambda cell: f'"{cell}"',
    "backslash": lambda cell: '"' + cell.replace('"', '\\"') + '"',
    "blank before": lambda cell: " " + _always(cell),
    "blank after": lambda cell: _always(cell) + " ",
    "single": lambda cell: f"'{cell}'",
    "open": lambda cell: '"' + cell,
    "closed only": lambda cell: cell + '"',
    "text after": lambda cell: _always(cell) + "x",
    "twice": lambda cell: f'""{cell}""',
}
"""How a cell is written -> its text in the file; only the first two follow RFC 4180 whatever the cell."""
RIGHT = ("minimal", "always")


@st.composite
def files(draw: st.DrawFn, columns: Sequence[str], max_rows: int = 5) -> bytes:
    """The bytes of a CSV file whose header has these columns, unless an edit changed it."""
    rows = draw(tables(len(columns), max_rows))
    ways = st.sampled_from(RIGHT) if draw(st.booleans()) else st.sampled_from([*RIGHT * 4, *WRITERS])
    header = draw(st.sampled_from(["minimal", "minimal", "minimal", "always"]))
    lines = [[WRITERS[header](c) for c in columns], *([WRITERS[draw(ways)](c) for c in row] for row in rows)]
    ordinary = draw(st.integers(0, 3)) > 0
    end = "\n" if ordinary else draw(st.sampled_from(["\r\n", "\r", "\n\n", "\n", ",\n", " \n"]))
    text = end.join(",".join(line) for line in lines)
    text += (
        "\n" if ordinary else draw(st.sampled_from(["\n", "", "\n\n", "\n\n\n", "\r\n", '"', '\n"', "\n ", "\n,\n"]))
    )
    content = text.encode("utf-8", "surrogatepass")
    return draw(mutated(content)) if draw(st.integers(0, 3)) == 0 else content


@st.composite
def tables_as_files(draw: st.DrawFn) -> tuple[int, bytes]:
    """Number of columns, and the bytes of a file."""
    width = draw(st.sampled_from(sorted(COLUMNS)))
    return width, draw(files(COLUMNS[width]))


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """The same bytes after one to three edits: an insertion, a deletion, a replacement, or a piece that is repeated."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        kind = draw(st.sampled_from(["insert", "insert", "delete", "replace", "repeat", "cut"]))
        piece = draw(st.sampled_from(BYTES))
        if kind == "insert":
            content = content[:at] + piece + content[at:]
        elif kind == "replace":
            content = content[:at] + piece + content[at + 1 :]
        elif kind == "delete":
            content = content[:at] + content[at + draw(st.integers(1, 3)) :]
        elif kind == "repeat":
            content = content[:at] + content[max(at - draw(st.integers(1, 9)), 0) :]
        else:
            content = content[:at]
    return content


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as `csv.writer` writes them, with LF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue().encode("utf-8", "surrogatepass")


def with_own_table(folder: Path, columns: Sequence[str]) -> Path:
    """A valid package in `folder` that has a table `cells` of text columns besides those of the profile."""
    package = builder.copy_of_harbour(folder)
    path = package / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    descriptor["resources"].append(
        {
            "name": TABLE,
            "path": FILE,
            "title": "Cells",
            "description": "Random cells.",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": [{"name": c, "type": "string"} for c in columns]},
        }
    )
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False))
    put(package, as_csv(columns, []))
    return package


def packages(folder: Path) -> dict[int, Path]:
    """Number of columns -> a package whose own table has them."""
    return {n: with_own_table(folder / str(n), columns) for n, columns in COLUMNS.items()}


def put(package: Path, content: bytes) -> None:
    """Write the file of the table `cells`; its size and hash in the descriptor are updated."""
    (package / FILE).write_bytes(content)
    path = package / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    (resource,) = (r for r in descriptor["resources"] if r["name"] == TABLE)
    resource["bytes"], resource["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False))
