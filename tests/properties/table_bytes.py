"""Changes to cells and bytes of a package's CSV files, for property tests."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import strategies as st

from tests.properties.descriptor_nodes import COLUMNS

ODD_CELLS = (
    "", " ", "x", "1", "-1", "+1", "01", "1.0", "1e3", "1,5", "1 000", "1_000", " 1", "1 ", "9223372036854775808", "NaN", "nan", "inf", "-INF", "Infinity",
    "0x10", "٣", "１", "true", "True", "TRUE", "tRue", "yes", "0", "2024-05-13", "2024-5-13", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "٢٠٢٤-05-13", "2024-02-30",
    "2024-05-13T09:30:00", "2024-05-13T09:30:00Z", "2024-05-13T09:30:00+02:00", "2024-05-13T24:00:00", "2024-05-13 09:30:00", "0000-01-01T00:00:00",
    "2024-05-13T09:30:00.1234567Z", "2024-05-13T09:30:60Z", "09:30", "09:30:00", "24:00:00", "09:30:00+14:59", "09:30:00Z", "0999", "99999", "2024-13", "2024-05", "0000-05", "-2024",
    "P", "PT", "P1Y", "P1M", "P1DT", "-P1D", "P1.5D", "PT0.5S", "P99999999999999999999D", "P1W", "+P1D", "PT99999999999999999999S",
    "10,55", "10, 55", "181,0", "0,91", "10", "[10,55]", "10;55", "1e400,0", "nan,nan", ".5,5.", "{}", "[]", "[1", "null", "[NaN]", '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 2_000 + "]" * 2_000,
    '{"type": "Point"}', '{"type": "Point", "coordinates": []}', '{"type": "Feature", "geometry": null, "properties": null}', '{"type": "Polygon", "coordinates": [[[0,0],[1,1]]]}',
    '{"type": "FeatureCollection", "features": []}', '{"type": "GeometryCollection", "geometries": []}', "a,b", ",", "1;x", "1; 2", "1;;2", "a@b", "a@example.org", "é@example.org",
    "https://example.org/", "https://exa mple.org", "mailto:x", "http://[", "http://a:99999999/", "http://é.org/", "x:", ":x", "//x", "=1+1", "'x", '"', '""', "a\nb", "a\r\nb", "\u2028", "\u00a0", "\ufeff", "\u202e",
    "a\tb", "a;b;c", "a|b", "\\", "\\\"", "#x", "'a','b'", "x" * 40_000, "osterhavn", "nowhere",
)  # fmt: skip
"""Cells of every type, right, wrong and nearly right."""
PIECES = (
    b"\n",
    b"\r\n",
    b"\r",
    b",",
    b'"',
    b'""',
    b"'",
    b";",
    b"\t",
    b"|",
    b" ",
    b"\\",
    b"#",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\n\n",
    b",,",
    b"\xe2\x80\xa8",
    b"\x1a",
)
"""Bytes that a reader of CSV may take for something."""


def tables(folder: Path) -> st.SearchStrategy[tuple[str, bytes]]:
    """(table, its bytes after a change): of the table with a column of every type as often as of all others."""
    names = sorted(p.stem for p in (folder / "data").glob("*.csv"))
    contents = {name: (folder / "data" / f"{name}.csv").read_bytes() for name in names}
    return st.one_of(st.just("extras"), st.sampled_from(names)).flatmap(lambda name: _changed(name, contents[name]))


def _changed(name: str, content: bytes) -> st.SearchStrategy[tuple[str, bytes]]:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    width, height = len(rows[0]), len(rows)
    row = st.lists(
        st.one_of(st.sampled_from(ODD_CELLS), st.sampled_from([cell for _, cell in COLUMNS.values()])),
        min_size=width,
        max_size=width,
    )
    cell = st.tuples(st.integers(0, height - 1), st.integers(0, width - 1), st.sampled_from(ODD_CELLS))
    many = st.lists(cell, min_size=1, max_size=3).map(lambda cells: _with_cells(rows, cells))
    added = row.map(lambda cells: _written([*rows, cells]))
    one = st.integers(0, height - 1)
    fewer = one.map(lambda n: _written([r for i, r in enumerate(rows) if i != n]))
    again = one.map(lambda n: _written([*rows, rows[n]]))
    quoted = st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]).map(lambda how: _written(rows, how))
    spliced = st.tuples(st.integers(0, len(content)), st.integers(0, 3), st.sampled_from((b"", *PIECES)))
    bytes_ = spliced.map(lambda s: content[: s[0]] + s[2] + content[s[0] + s[1] :])
    made = st.one_of(many, many, added, fewer, again, quoted, bytes_, bytes_)
    return made.map(lambda new: (name, new))


def _with_cells(rows: list[list[str]], cells: list[tuple[int, int, str]]) -> bytes:
    new = [list(row) for row in rows]
    for at, column, value in cells:
        new[at][column] = value
    return _written(new)


def _written(rows: list[list[str]], quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()
