"""A whole validation with tables that workers read: the same report, and this machine opens no table for it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline import reports
from event_timeline.engine import spark
from event_timeline.engine.validation import validate
from event_timeline.model import Report, UserError
from event_timeline.package.opening import open_package
from event_timeline.rules.explanations import Added, Cell
from event_timeline.tables import byte_scan, loading, source_lines
from tests import builder, storage_formats
from tests.benchmarks.generate import generate
from tests.engine.sequential_pool import InTurn

MASTER = "local[2]"


class Watched(InTurn):
    """A pool that knows whether a task is being run."""

    def __init__(self) -> None:
        self.tasks = 0

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        self.tasks += 1
        try:
            return super().map(function, items)
        finally:
            self.tasks -= 1

    def exchange(self, deal: Any, items: Sequence[Any], judge: Any) -> list[Any]:
        self.tasks += 1
        try:
            return super().exchange(deal, items, judge)
        finally:
            self.tasks -= 1


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read of tables outside tasks, which `validate` runs one after the other where it is asked for Spark."""
    pool, found = Watched(), list[str]()

    @contextmanager
    def in_turn(_master: str, _root: Path) -> Iterator[InTurn]:
        yield pool

    def watched(module: Any, name: str, is_reading: Callable[..., bool]) -> None:
        function = getattr(module, name)

        def watch(*args: Any, **named: Any) -> Any:
            if not pool.tasks and is_reading(*args):
                found.append(name)
            return function(*args, **named)

        monkeypatch.setattr(module, name, watch)

    def scans(frame: Any, *_: Any) -> bool:
        plans = [one.explain() for one in (frame if isinstance(frame, list) else [frame])]
        return any("SCAN" in plan and "texts.parquet" not in plan for plan in plans)  # texts are listed here

    monkeypatch.setattr(spark, "pool", in_turn)
    for method in ("collect", "collect_batches", "sink_parquet"):
        watched(pl.LazyFrame, method, scans)
    watched(pl, "collect_all", scans)
    for reading, names in ((byte_scan, ("inspect", "lines_of", "header", "records")), (source_lines, ("excerpts",))):
        for name in names:
            watched(reading, name, lambda *_: True)
    return found


def as_json(report: Report) -> str:
    return reports.renderer("json")(report, reports.Style(False, False, "package", None, False))


def both(package: Path, read_here: list[str], **options: Any) -> Report:
    """The report, which is the same with polars alone and with workers, here without reading a table."""
    expected = validate(open_package(package), **options)
    read_here.clear()
    report = validate(open_package(package), spark=MASTER, **options)
    assert report == expected
    assert as_json(report) == as_json(expected)
    assert read_here == []
    return report


def spoiled(package: Path) -> Path:
    """An unknown role, a latitude beyond the pole, a wrong hash of a span, and a table that cannot be parsed."""
    for table, old, new in (
        ("event_actors", ",participant", ",bystander"), ("places", "55.25,", "155.25,"), ("actors", "\n", "\nx\n"),
    ):  # fmt: skip
        path = package / "data" / f"{table}.csv"
        builder.write(path, builder.read(path).replace(old, new, 1))
    return package


def test_reading_that_is_not_done_in_a_task_is_seen(harbour: Path, read_here: list[str]) -> None:
    tables = loading.load_tables(open_package(harbour))
    assert "inspect" in read_here
    read_here.clear()
    source_lines.excerpts(tables.package, [])
    assert read_here == ["excerpts"]


def test_a_healthy_package(harbour: Path, read_here: list[str]) -> None:
    assert both(harbour, read_here).counts == {}


@pytest.mark.parametrize("limit", [1, 50])
def test_a_damaged_package(harbour: Path, read_here: list[str], limit: int) -> None:
    report = both(spoiled(harbour), read_here, limit=limit)
    assert {"TAB011", "TAB022", "TAB024"} <= set(report.counts)
    assert any(e.text for e in report.excerpts.values())


def test_one_table_alone(harbour: Path, read_here: list[str]) -> None:
    report = both(spoiled(harbour), read_here, resource="places")
    assert [t.name for t in report.tables] == ["places"]


@pytest.mark.parametrize("form", [storage_formats.in_parts, storage_formats.in_parquet])
def test_other_forms_of_tables(tmp_path: Path, read_here: list[str], form: Callable[[Path, Path, int], Path]) -> None:
    edited = builder.edited(tmp_path, [Cell("places", "osterhavn", "latitude", "155.25")])
    assert "TAB024" in both(form(edited, tmp_path / "other", 2), read_here).counts


def test_a_zip_is_unpacked_once(harbour: Path, tmp_path: Path, read_here: list[str]) -> None:
    both(Path(shutil.make_archive(str(tmp_path / "packed"), "zip", spoiled(harbour))), read_here)


@pytest.mark.parametrize("given", ["file", "folder", "parquet"])
def test_the_texts_of_sources(tmp_path: Path, read_here: list[str], given: str) -> None:
    """A generated package of six texts, one of which is another than the coded one, and spans that are moved."""
    folder = tmp_path / "made"
    generate(folder, 600, texts="parquet" if given == "parquet" else "files", a_source=100)
    path = folder / "data" / "evidence.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows[::7]:
        row["char_start"] = str(int(row["char_start"]) + 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    options: dict[str, Any] = {"source_dir": folder / "texts.parquet"}
    if given != "parquet":
        texts = sorted((folder / "texts").iterdir())
        builder.write(texts[0], builder.read(texts[0]) + "More.")
        options = (
            {"source_dir": folder / "texts"} if given == "folder" else {"sources": {t.stem: str(t) for t in texts}}
        )
    for limit in (3, 10_000):
        report = both(folder, read_here, limit=limit, **options)
        assert report.counts["EVD021"] > 100
        assert ("EVD020" in report.counts) == (given != "parquet")
        assert any("against the text" in line for line in report.checked)


def test_a_text_that_cannot_be_read_is_reported_alike(harbour: Path, tmp_path: Path, read_here: list[str]) -> None:
    (tmp_path / "article.txt").write_bytes(b"\xff")
    said = []
    for master in (None, MASTER):
        with pytest.raises(UserError) as caught:
            validate(open_package(harbour), source_dir=tmp_path, spark=master)
        said.append((caught.value.message, caught.value.hint))
    assert said[0] == said[1]


def test_exceptions_of_the_package_and_a_baseline(tmp_path: Path, read_here: list[str]) -> None:
    row = {"code": "TAB024", "resource": "places", "key": "*", "reason": "It was looked at and is right."}
    package = builder.edited(tmp_path, [Added("exceptions", row)], "marshes")
    known = tmp_path / "known.json"
    assert both(package, read_here).accepted
    validate(open_package(package), write_baseline=known)
    written = known.read_text(encoding="utf-8")
    validate(open_package(package), write_baseline=tmp_path / "other.json", spark=MASTER)
    assert (tmp_path / "other.json").read_text(encoding="utf-8") == written
    assert both(package, read_here, baseline=known).accepted
    assert both(package, read_here, resource="places").tables


def test_frictionless_reads_in_a_task_too(harbour: Path, read_here: list[str]) -> None:
    assert "frictionless" in " ".join(both(spoiled(harbour), read_here, with_frictionless=True).checked)


def test_the_seconds_of_each_rule_are_those_of_its_tasks(harbour: Path, read_here: list[str]) -> None:
    seconds: dict[str, float] = {}
    report = validate(open_package(harbour), spark=MASTER, clock=seconds.__setitem__)
    assert read_here == []
    assert list(seconds) == report.ran
    assert min(seconds.values()) >= 0
    assert sum(seconds.values()) > 0
