"""Apache Spark whose tasks fail and whose executors are lost: the report is polars' own, to the byte."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from event_timeline.engine import distributed, spark
from event_timeline.texts.stores import open_texts
from tests.benchmarks.generate import generate
from tests.engine.comparison import alone, json, shared
from tests.engine.test_spark import ROOT, installed

__all__ = ["installed"]
CHUNK = 1_000_000
pytestmark = pytest.mark.spark


class Faulty:
    """A pool in which one task of each of some stages, named by their functions, meets a fault, once."""

    def __init__(self, pool: spark.SparkPool, folder: Path, fault: Callable[[], None], stages: Collection[str]) -> None:
        self.pool, self.folder, self.fault, self.stages = pool, folder, fault, stages
        folder.mkdir()
        self.cores = pool.cores

    def _hit(self, function: Callable[..., Any]) -> Callable[..., Any]:
        stage = getattr(function, "func", function).__name__
        return partial(_with_fault, self.folder / stage, self.fault, function) if stage in self.stages else function

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        return self.pool.map(self._hit(function), items)

    def exchange(self, partition: Any, items: Sequence[Any], check: Any) -> list[Any]:
        return self.pool.exchange(self._hit(partition), items, self._hit(check))


def _with_fault(marker: Path, fault: Callable[[], None], function: Callable[..., Any], *args: Any) -> Any:
    with suppress(FileExistsError):
        marker.touch(exist_ok=False)
        fault()
    return function(*args)


def _fail() -> None:
    raise RuntimeError("a fault of the test")


def _lose_the_executor() -> None:
    """Kill the executor, which is the Java process that started the worker's own parent."""
    status = Path(f"/proc/{os.getppid()}/stat").read_text(encoding="utf-8")
    java = int(status.rpartition(")")[2].split()[1])
    assert "CoarseGrainedExecutorBackend" in Path(f"/proc/{java}/cmdline").read_text(encoding="utf-8")
    os.kill(java, signal.SIGKILL)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages") / "made"
    generate(folder, 4_000, damage=0.02, texts="files")
    return folder


@pytest.fixture
def started(installed: None, request: pytest.FixtureRequest) -> Iterator[spark.SparkPool]:
    from pyspark import cloudpickle

    here = sys.modules[__name__]
    cloudpickle.register_pickle_by_value(here)  # executors do not see the tests
    with spark.pool(request.param, ROOT) as made:
        yield made
    cloudpickle.unregister_pickle_by_value(here)


STAGES = ("read", "check_chunk", "partition", "check", "check_whole")
BROUGHT_TOGETHER = ("check", "check_whole")
"""The stages before which an executor holds what the others still need."""


@pytest.mark.parametrize(
    ("started", "fault", "stages"),
    [
        ("local[2,3]", _fail, STAGES),
        ("local-cluster[2,1,1024]", _fail, STAGES),
        ("local-cluster[2,1,1024]", _lose_the_executor, BROUGHT_TOGETHER),
    ],
    indirect=["started"],
)
def test_a_fault_does_not_change_the_report(
    started: spark.SparkPool, fault: Callable[[], None], stages: Collection[str], package: Path, tmp_path: Path
) -> None:
    texts = open_texts(package / "texts")
    expected = alone(package, texts=texts)
    assert len(expected.counts) > 5
    pool: distributed.Pool = Faulty(started, tmp_path / "faults", fault, stages)
    assert json(shared(package, pool, CHUNK, texts=texts)) == json(expected)
    assert {met.name for met in (tmp_path / "faults").iterdir()} == set(stages)
