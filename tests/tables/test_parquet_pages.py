"""Parquet files that claim, or unpack to, more than a table can hold: refused in words, in little memory."""

from __future__ import annotations

import json
import resource
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from event_timeline.package.opening import open_package
from event_timeline.tables import data_files, file_checks, parquet_pages
from event_timeline.tables.loading import load_tables
from tests import builder

ROWS = 40_000_000
MEMORY = 2 * 2**30
"""Bytes of address space that a child may take: Python, polars and its threads need less than one."""


def with_parquet(package: Path, table: str, path: Path) -> Path:
    """The package with a Parquet file in the place of one of its tables."""
    (package / "data" / f"{table}.csv").unlink()
    path.replace(package / "data" / f"{table}.parquet")
    descriptor = json.loads(builder.read(package / "datapackage.json"))
    for one in descriptor["resources"]:
        if one["name"] == table:
            one |= {"path": f"data/{table}.parquet", "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    builder.write(package / "datapackage.json", json.dumps(descriptor))
    builder.stamp(package)
    return package


def repeated(table: str, rows: int, target: Path, group: int = 2**20, **cells: str) -> None:
    """The first record of a table of the harbour package, again and again."""
    header, first = builder.table(builder.HARBOUR / "data" / f"{table}.csv")[:2]
    values = dict(zip(header, first, strict=True)) | cells
    indices = pa.array([0] * min(rows, 10**6), pa.int32())
    one = pa.table({c: pa.DictionaryArray.from_arrays(indices, pa.array([v])) for c, v in values.items()})
    pq.write_table(pa.concat_tables([one] * (rows // one.num_rows)), target, row_group_size=group, compression="zstd")


def validated(package: Path) -> subprocess.CompletedProcess[str]:
    """`timeline validate` in a process that may not take more than MEMORY."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-m", "event_timeline", "validate", "--select", "TAB", str(package)]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, timeout=120, check=False)


def test_forty_million_equal_records_are_refused_in_little_memory(harbour: Path, tmp_path: Path) -> None:
    repeated("events", ROWS, tmp_path / "bomb.parquet")
    assert (tmp_path / "bomb.parquet").stat().st_size < 4 * 10**6
    run = validated(with_parquet(harbour, "events", tmp_path / "bomb.parquet"))
    assert run.returncode == 1, run.stderr
    assert "TAB012  720,000,000 cells in a file of" in run.stdout
    assert "panicked" not in run.stderr
    assert "save it as CSV" in run.stdout


def test_a_long_cell_that_many_records_share_is_refused_in_little_memory(harbour: Path, tmp_path: Path) -> None:
    repeated("events", 10_000, tmp_path / "bomb.parquet", summary="x" * 900_000)
    run = validated(with_parquet(harbour, "events", tmp_path / "bomb.parquet"))
    assert (run.returncode, "bytes of text in a file of" in run.stdout) == (1, True), run.stdout + run.stderr


def test_a_cell_that_is_too_long_is_refused_as_in_csv(harbour: Path, tmp_path: Path) -> None:
    repeated("events", 2, tmp_path / "bomb.parquet", summary="x" * 1_000_001)
    run = validated(with_parquet(harbour, "events", tmp_path / "bomb.parquet"))
    assert "TAB013  a cell of 1,000,001 bytes; at most 1,000,000 are read" in run.stdout


def test_a_row_group_that_would_fill_the_memory_is_refused_with_a_size_that_would_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_pages, "MAX_GROUP_CELLS", 1000)
    pl.DataFrame({"a": range(600), "b": range(600)}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(
        parquet_pages.OversizedParquetError, match="a row group of 600 records with 2 columns"
    ) as caught:
        parquet_pages.check(tmp_path / "a.parquet")
    assert "at most 500 records" in caught.value.hint
    pl.DataFrame({"a": range(600), "b": range(600)}).write_parquet(tmp_path / "a.parquet", row_group_size=500)
    assert parquet_pages.check(tmp_path / "a.parquet").rows == 600


def test_values_that_repeat_the_one_before_are_refused_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_pages, "MAX_DELTA_BYTES", 10**6)
    table = pa.table({"a": ["x" * 5_000] * 300})
    pq.write_table(
        table, tmp_path / "a.parquet", use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"},
        data_page_size=2**30,
    )  # fmt: skip
    with pytest.raises(parquet_pages.OversizedParquetError, match="DELTA_BYTE_ARRAY"):
        parquet_pages.check(tmp_path / "a.parquet")


FRAME = pl.DataFrame(
    {"a": [f"e{i}" for i in range(3000)], "b": ["x", None, ""] * 1000, "c": range(3000), "d": ["port", "ship"] * 1500}
)
WRITERS = {
    "polars": lambda path: FRAME.write_parquet(path),
    "polars, small pages": lambda path: FRAME.write_parquet(path, row_group_size=700, data_page_size=500),
    "polars, uncompressed": lambda path: FRAME.write_parquet(path, compression="uncompressed", statistics=False),
    "arrow": lambda path: pq.write_table(FRAME.to_arrow(), path),
    "arrow, version 1": lambda path: pq.write_table(FRAME.to_arrow(), path, version="1.0", compression="gzip"),
    "arrow, pages of version 2": lambda path: pq.write_table(FRAME.to_arrow(), path, data_page_version="2.0"),
    "arrow, page index": lambda path: pq.write_table(FRAME.to_arrow(), path, write_page_index=True),
    "arrow, deltas": lambda path: pq.write_table(
        FRAME.to_arrow(), path, use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"}
    ),
}


@pytest.mark.parametrize("name", WRITERS)
def test_what_a_writer_wrote_is_counted_and_accepted(name: str, tmp_path: Path) -> None:
    WRITERS[name](tmp_path / "a.parquet")
    claims = parquet_pages.check(tmp_path / "a.parquet")
    meta = pq.ParquetFile(tmp_path / "a.parquet").metadata
    assert (claims.rows, claims.columns, claims.groups) == (meta.num_rows, meta.num_columns, meta.num_row_groups)
    facts = data_files.inspect([("a.parquet", tmp_path / "a.parquet")])[0]
    cells = [str(cell) for row in FRAME.rows() for cell in row if cell is not None]
    assert data_files.parquet_bytes(facts) == (sum(map(len, cells)), max(map(len, cells)))


def test_claims_that_do_not_fit_each_other_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    FRAME.write_parquet(path)
    raw = path.read_bytes()
    (length,) = struct.unpack("<I", raw[-8:-4])
    count = b"\xf0\x2e"  # 3000 as the compact protocol writes it
    assert raw[-8 - length :].count(count) > 1
    for changed, said in (
        (raw[: -8 - length] + raw[-8 - length :].replace(count, b"\xf2\x2e", 1), "claims 3,001 records"),
        (raw[:-8] + struct.pack("<I", len(raw)) + b"PAR1", "its metadata has"),
        (raw[:-1], "cut off"),
        (raw[: -8 - length] + bytes(length) + raw[-8:], "its metadata is damaged"),
        (b"PAR1" + bytes(len(raw) // 2 - 4) + raw[len(raw) // 2 :], "."),
    ):
        path.write_bytes(changed)
        with pytest.raises(parquet_pages.DamagedParquetError, match=said):
            parquet_pages.check(path)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    package = builder.copy_of_harbour(tmp_path_factory.mktemp("damaged"))
    rows = builder.table(package / "data" / "places.csv")
    path = package / "places.parquet"
    pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_parquet(path, compression="uncompressed")
    return with_parquet(package, "places", path)


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_read_or_reported_and_nothing_else_happens(
    places: Path, capfd: pytest.CaptureFixture[str], damage: list[tuple[float, int]]
) -> None:
    path = places / "data" / "places.parquet"
    sound = path.read_bytes()
    changed = bytearray(sound)
    for place, byte in damage:
        changed[int(place * len(changed))] = byte
    path.write_bytes(changed)
    try:
        tables = load_tables(open_package(places), "places")
    finally:
        path.write_bytes(sound)
    assert ("places" in tables.tables) != bool({p.slug for p in tables.problems} & file_checks.FATAL)
    assert capfd.readouterr().err == ""


def test_a_panic_inside_polars_is_damage_and_says_nothing_on_stderr(
    places: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def panic(*_: object, **__: object) -> None:
        import os

        os.write(2, b"thread 'tokio' panicked at src/decoder.rs:68:45")
        raise pl.exceptions.PanicException("called `Result::unwrap()`")

    monkeypatch.setattr(pl.LazyFrame, "collect", panic)
    (problem,) = load_tables(open_package(places), "places").problems
    assert (problem.slug, "unwrap" in problem.message, capfd.readouterr().err) == ("malformed-record", False, "")


def write(path: Path, raw: bytes, footer: bytes) -> Path:
    """A Parquet file with another footer."""
    (length,) = struct.unpack("<I", raw[-8:-4])
    path.write_bytes(raw[: -8 - length] + footer + struct.pack("<I", len(footer)) + b"PAR1")
    return path


@pytest.mark.parametrize(
    ("footer", "message"),
    [
        (b"\x1c" * 20, "nested too deeply"),
        (b"\x1d\x00", "its metadata is damaged"),  # a type that the protocol does not have
        (b"\x15" + b"\xff" * 12, "a number that is too long"),
        (b"\x19\xf5\xff\x7f\x00", "its metadata is damaged"),  # a list longer than the file
        (b"\x1b\xff\x7f\x55", "its metadata is damaged"),  # a map longer than the file
        (b"\x18\xff\x7fab", "its metadata is damaged"),  # a text longer than the file
        (b"\x17" + b"\0" * 4, "its metadata is damaged"),  # half of a double
        (b"\x1b\x01\x55\x02\x02\x1b\x00\x13\x07\x17" + bytes(8) + b"\x19\x11\x01\x00", "its metadata is damaged"),
    ],
)
def test_a_footer_that_cannot_be_read_is_damage(footer: bytes, message: str, tmp_path: Path) -> None:
    FRAME.write_parquet(tmp_path / "a.parquet")
    path = write(tmp_path / "a.parquet", (tmp_path / "a.parquet").read_bytes(), footer)
    with pytest.raises(parquet_pages.DamagedParquetError, match=message):
        parquet_pages.check(path)


def test_maps_doubles_and_bytes_of_the_metadata_are_read_over() -> None:
    content = b"\x1b\x01\x55\x02\x04" + b"\x1b\x00" + b"\x13\x07" + b"\x17" + bytes(8) + b"\x19\x21\x01\x02" + b"\x00"
    found, length = parquet_pages._Compact(content).struct(0)
    assert found == {1: [(1, 2)], 2: [], 3: 7, 4: bytes(8), 5: [True, False]}
    assert length == len(content)


def test_a_file_shorter_than_its_marks_is_damage(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1PAR1")
    with pytest.raises(parquet_pages.DamagedParquetError, match="too short"):
        parquet_pages.check(tmp_path / "a.parquet")


def test_cells_beyond_any_real_table_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_pages, "FEW_CELLS", 100)
    pl.DataFrame({"a": ["x"] * 100_000}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(parquet_pages.OversizedParquetError, match="100,000 cells in a file of"):
        parquet_pages.check(tmp_path / "a.parquet")


def test_a_page_that_unpacks_to_more_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_pages, "MAX_PAGE_BYTES", 100)
    FRAME.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(parquet_pages.OversizedParquetError, match="bytes after decompression"):
        parquet_pages.check(tmp_path / "a.parquet")


def test_a_page_header_longer_than_the_window_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_pages, "WINDOW", 4)
    FRAME.write_parquet(tmp_path / "a.parquet")
    assert parquet_pages.check(tmp_path / "a.parquet").rows == 3000


def chunk(**fields: int) -> dict[int, Any]:
    """A column of a row group as the footer describes it: 1 the codec's neighbours, 5 values, 7 bytes, 9 and 11 places."""
    numbers = {"values": 5, "length": 7, "start": 9, "dictionary": 11}
    return {3: {3: [b"a"], 5: 0, 7: 0, 9: 4} | {numbers[name]: value for name, value in fields.items()}}


@pytest.mark.parametrize(
    ("described", "message"),
    [
        ({1: b"other.parquet"}, "one of its columns is in another file"),
        (chunk(start=0), "lies outside the file"),
        (chunk(length=10**6), "lies outside the file"),
        (chunk(start=90, dictionary=2), "lies outside the file"),
        (chunk(values=3), "a column claims 3 values of 0 records, and its pages 0"),
    ],
)
def test_a_column_that_its_pages_do_not_fit_is_damage(described: dict[int, Any], message: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(100))
    with (tmp_path / "a").open("rb") as file, pytest.raises(parquet_pages.DamagedParquetError, match=message):
        parquet_pages._column(file, 100, described, 0)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (b"\x15\x00\x15\x02\x15\xc8\x01\x00", "a page is longer than its column"),  # 100 bytes
        (b"\x15\x00\x15\x02\x15\x00\x2c\x15\x01\x00\x00", "a page claims -1 values in 1 bytes"),
        (b"\x15\x04\x15\x02\x15\x00\x4c\x15\x10\x00\x00", "a page claims 8 values in 1 bytes"),  # a dictionary
    ],
)
def test_a_page_whose_numbers_do_not_fit_is_damage(header: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"PAR1" + header)
    size = 4 + len(header)
    with (tmp_path / "a").open("rb") as file, pytest.raises(parquet_pages.DamagedParquetError, match=message):
        parquet_pages._column(file, size, chunk(length=len(header)), 0)


def test_row_groups_that_do_not_fit_the_schema_are_damage() -> None:
    with pytest.raises(parquet_pages.DamagedParquetError, match="do not fit its schema"):
        parquet_pages._limit([{1: [{}], 3: -1}], 1, 100)
