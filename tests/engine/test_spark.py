"""Apache Spark on two cores of this machine: reports that are polars' own, to the byte; errors of one line."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from event_timeline.engine import spark
from event_timeline.model import UserError
from event_timeline.rules import FAMILIES, RULES
from event_timeline.rules.rule import Rule
from tests import builder
from tests.benchmarks.generate import generate
from tests.conftest import Timeline
from tests.engine.comparison import alone, json, shared, with_causes
from tests.exports.programs import java

ROOT = Path(__file__).parents[2]
MASTER = "local[2]"
SAMPLE = [
    next(r for r in RULES if r.family == family and r.scope == kind)
    for family in FAMILIES
    for kind in ("rows", "groups", "gate", "counts")
    if any(r.family == family and r.scope == kind for r in RULES)
]


@pytest.fixture(scope="module")
def installed() -> None:
    """pyspark and Java; without pyspark, which has an environment of its own, the test is skipped with a warning."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        why = "pyspark is not installed: make spark"
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(why, stacklevel=2)
        pytest.skip(why)
    java()


@pytest.fixture(scope="module")
def pool(installed: None) -> Iterator[spark.SparkPool]:
    with spark.pool(MASTER, ROOT) as made:
        yield made


@pytest.mark.spark
@pytest.mark.parametrize("rule", SAMPLE, ids=lambda r: r.code)
def test_bad_examples_of_each_family_are_told_alike(rule: Rule, pool: spark.SparkPool, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, rule.bad.edits, rule.bad.package)
    expected = alone(package, with_causes(rule))
    assert rule.code in expected.counts
    assert shared(package, pool, 3000, with_causes(rule)) == expected


@pytest.mark.spark
def test_the_valid_package_of_the_tests_is_told_alike(pool: spark.SparkPool) -> None:
    assert json(shared(builder.HARBOUR, pool, 5000)) == json(alone(builder.HARBOUR))


@pytest.mark.spark
@pytest.mark.parametrize("damage", [0.0, 0.01])
def test_twenty_thousand_events_in_three_files_a_table(damage: float, pool: spark.SparkPool, tmp_path: Path) -> None:
    generate(tmp_path / "made", 20_000, damage=damage, texts="none", parts=3)
    expected = alone(tmp_path / "made")
    assert expected.valid == (not damage)
    assert json(shared(tmp_path / "made", pool, 3_000_000)) == json(expected)


@pytest.mark.spark
def test_a_worker_that_fails_ends_the_run_with_its_own_words(installed: None, pool: spark.SparkPool) -> None:
    with pytest.raises(UserError, match=r"FileNotFoundError: .*nowhere"), spark.failures(ROOT):
        pool.map(_unreadable, [1, 2])


def _unreadable(_: int) -> bytes:
    return Path("nowhere").read_bytes()


def command(*args: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "event_timeline", "validate", *args],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **variables},
    )  # fmt: skip


@pytest.mark.spark
def test_the_package_of_the_repository_from_the_command_line(installed: None) -> None:
    told = command("--engine", "spark", "--master", MASTER, "--format", "json")
    assert told.returncode == 0
    assert told.stdout == command("--format", "json").stdout


@pytest.mark.spark
def test_without_java_there_is_one_line_and_a_remedy(installed: None, tmp_path: Path) -> None:
    told = command("--engine", "spark", JAVA_HOME=str(tmp_path))
    assert told.returncode == 2
    assert (
        told.stderr.splitlines()[0]
        == f"error: the engine spark needs Java, and there is none in JAVA_HOME ({tmp_path})"
    )
    assert told.stderr.splitlines()[1].startswith("hint: install Java 17 or later")


def test_without_pyspark_there_is_one_line_and_a_remedy(
    timeline: Timeline, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    told = timeline("validate", harbour, "--engine", "spark")
    assert told.code == 2
    assert told.err.splitlines() == [
        "error: the engine spark needs pyspark", "hint: pip install 'event-timeline[spark]'"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--master", "local[2]"), "--master is Spark's address"),
        (("--engine", "spark", "--master", "nonsense"), "'nonsense' is not an address of Spark"),
        (("--engine", "spark", "--metadata-only"), "--metadata-only reads no table"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    timeline: Timeline, harbour: Path, args: tuple[str, ...], why: str
) -> None:
    told = timeline("validate", harbour, *args)
    assert told.code == 2
    assert why in told.err
