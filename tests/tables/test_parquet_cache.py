"""Tables too large for memory: the same verdicts, and a temporary folder that goes."""

from __future__ import annotations

import gc
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline.package.opening import open_package
from event_timeline.tables import loading
from event_timeline.tables.loading import load_tables
from event_timeline.tables.parquet_cache import ParquetCache
from tests import builder
from tests.benchmarks.generate import generate
from tests.tables.test_data_files import DAMAGE, told


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("trusted", [loading.TRUSTED, -1], ids=["counted", "not counted"])
@pytest.mark.parametrize("room", [True, False], ids=["spooled", "read anew"])
def test_what_does_not_fit_in_memory_is_told_alike(
    room: bool, trusted: int, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = builder.edited(tmp_path, DAMAGE)
    expected = told(package)
    monkeypatch.setattr(loading, "IN_MEMORY", 0)
    monkeypatch.setattr(loading, "TRUSTED", trusted)
    monkeypatch.setattr(ParquetCache, "has_room", lambda *_: room)
    assert told(package) == expected
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_a_generated_package_is_told_alike_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = generate(tmp_path / "package", 2000, damage=0.02, a_source=100)
    expected = Counter(told(made.folder, made.folder / "texts"))
    monkeypatch.setattr(loading, "IN_MEMORY", 0)
    assert Counter(told(made.folder, made.folder / "texts")) == expected


def test_the_frames_are_the_same_cell_by_cell(harbour: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = load_tables(open_package(harbour))
    monkeypatch.setattr(loading, "IN_MEMORY", 0)
    spooled = load_tables(open_package(harbour))
    assert (kept.small, kept.kept, spooled.kept) == (True, True, False)
    assert len(list(temporary.glob("timeline-*/*.parquet"))) == len(spooled.tables)
    for name, table in kept.tables.items():
        other = spooled.tables[name]
        assert (table.rows, list(table.frame.collect_schema())) == (other.rows, list(other.frame.collect_schema()))
        for mine, theirs in ((table.text, other.text), (table.frame, other.frame), (table.checked, other.checked)):
            assert mine.collect().equals(theirs.collect().select(mine.collect_schema().names()))
            assert mine.collect_schema() == theirs.select(mine.collect_schema().names()).collect_schema()


def test_a_table_that_cannot_be_parsed_leaves_nothing(temporary: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,\xff\n")
    parquet_cache = ParquetCache()
    assert parquet_cache.keep(pl.scan_csv(tmp_path / "a.csv", infer_schema=False), 8) is None
    assert list(temporary.glob("*/*")) == []
    del parquet_cache
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_the_smallest_tables_are_held_and_all_stand_in_the_order_of_the_package(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {name: (harbour / r.path).stat().st_size for name, r in open_package(harbour).resources.items()}
    ascending = sorted(sizes, key=sizes.__getitem__)
    monkeypatch.setattr(loading, "IN_MEMORY", sum(sizes[name] for name in ascending[:4]))
    read = load_tables(open_package(harbour))
    assert [name for name, table in read.tables.items() if table.kept] == [n for n in sizes if n in ascending[:4]]
    assert list(read.tables) == list(read.facts) == list(sizes)


def test_what_is_wrong_is_told_in_the_order_of_the_package(harbour: Path) -> None:
    for name in ("sources", "evidence", "places"):
        path = harbour / "data" / f"{name}.csv"
        path.write_bytes(path.read_bytes().rstrip(b"\n"))
    read = load_tables(open_package(harbour))
    assert [problem.resource for problem in read.problems] == ["sources", "places", "evidence"]


def test_hashes_are_left_out_where_nobody_asks(harbour: Path) -> None:
    assert all(facts.sha256 for facts in load_tables(open_package(harbour)).facts.values())
    assert not any(facts.sha256 for facts in load_tables(open_package(harbour), hashed=False).facts.values())


def full(*_: object, **__: object) -> None:
    raise pl.exceptions.ComputeError("underlying IO error: No space left on device")


def test_a_disk_that_fills_up_is_no_fault_of_the_tables(
    harbour: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(harbour)
    monkeypatch.setattr(loading, "IN_MEMORY", 0)
    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", full)
    assert told(harbour) == expected
    read = load_tables(open_package(harbour))
    assert (read.failed, read.problems) == ({}, [])
    frame = read["events"].select("event_id")
    assert read.shared(frame) is frame


@pytest.mark.parametrize(("times", "compression"), [(3, "lz4"), (5, "uncompressed"), (1, None)])
def test_a_copy_is_compressed_where_room_is_scarce(
    times: int, compression: str | None, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    usage = shutil.disk_usage(temporary)._replace(free=times * 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    sink_parquet = pl.LazyFrame.sink_parquet

    def watched(frame: pl.LazyFrame, *args: Any, **given: Any) -> Any:
        asked.append(given["compression"])
        return sink_parquet(frame, *args, **given)

    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", watched)
    kept = ParquetCache().keep(pl.LazyFrame({"a": [1]}), 1000)
    assert asked == ([] if compression is None else [compression])
    assert (kept is None) == (compression is None)
