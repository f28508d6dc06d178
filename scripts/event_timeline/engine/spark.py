"""Apache Spark as the pool: tasks are chunks of files, and Spark's shuffle brings the records of a key together.

Spark moves bytes and runs Python functions; the functions use polars, the same as without Spark. So no
SQL, pandas or Arrow conversion of Spark is involved, and any Spark from 4.0 on will do.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from event_timeline.io import programs
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.engine.chunks import Chunk
    from event_timeline.engine.exchange import KeyMatches, Packet

A = TypeVar("A")
B = TypeVar("B")
EXTRA = "pip install 'event-timeline[spark]'"
JAVA = 17
"""The oldest Java that Spark 4 runs on."""
JAVA_HINT = f"install Java {JAVA} or later (Debian: apt-get install default-jre-headless), or set JAVA_HOME"
MASTERS = re.compile(r"local(\[(\*|\d+)(, *\d+)?\])?|local-cluster\[.+\]|yarn|(spark|k8s)://.+")
"""Addresses that Spark takes (Spark, Submitting Applications, Master URLs)."""
LOGGING = Path(__file__).with_name("log4j2.properties")


class SparkPool:
    """A `distributed.Pool` on a SparkContext."""

    def __init__(self, spark: Any) -> None:
        self.spark = spark

    @property
    def cores(self) -> int:
        """As `Pool.cores`."""
        return int(self.spark.defaultParallelism)

    def map(self, function: Callable[[A], B], items: Sequence[A]) -> list[B]:
        """As `Pool.map`; a task an item."""
        if not items:
            return []
        return _values(self.spark.parallelize(items, len(items)).map(partial(_in_task, function)))

    def exchange(
        self,
        partition: Callable[[Chunk], Iterator[tuple[int, Packet]]],
        items: Sequence[Chunk],
        check: Callable[[int, Iterator[Packet]], KeyMatches],
    ) -> list[KeyMatches]:
        """As `Pool.exchange`; a shuffle into as many partitions as there are items."""
        if not items:
            return []
        packets = self.spark.parallelize(items, len(items)).flatMap(partition)
        partitions = packets.groupByKey(max(len(items), self.spark.defaultParallelism))
        return _values(partitions.map(partial(_in_task, lambda pair: check(pair[0], iter(pair[1])))))


def _in_task(function: Callable[[A], B], item: A) -> B | UserError:
    """The function's value, or the UserError that it raises, which Spark would wrap in words of its own.

    Temporary files go where Spark removes them, even if it kills the worker.
    """
    tempfile.tempdir = os.environ.get("SPARK_LOCAL_DIRS", "").partition(",")[0] or None
    try:
        return function(item)
    except UserError as error:
        return error


def _values(values: Any) -> list[Any]:
    """Collect what tasks return. Raises the UserError that one of them raised."""
    collected: list[Any] = values.collect()
    for value in collected:
        if isinstance(value, UserError):
            raise value
    return collected


@contextmanager
def pool(master: str, root: Path) -> Iterator[SparkPool]:
    """Start Spark, and stop it at the end.

    master: `local[N]` for N cores of this machine, `local[*]` for all of them, else a cluster's address; root: the
    package's folder, which all machines must see. Other settings come from Spark's own files (SPARK_CONF_DIR).
    Raises UserError where pyspark, Java or the master is missing, or a worker cannot do its work.
    """
    if not MASTERS.fullmatch(master):
        raise UserError(
            f"{master!r} is not an address of Spark", "write local[N], spark://HOST:PORT, yarn or k8s://HOST:PORT"
        )
    with warnings.catch_warnings():
        # it is pandas on Spark that is meant, which nothing here uses
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield from _pool(master, root)


def _pool(master: str, root: Path) -> Iterator[SparkPool]:
    try:
        import pyspark
        from py4j.protocol import Py4JError
    except ImportError:
        raise UserError("the engine spark needs pyspark", EXTRA) from None
    _need_java()
    local = master.startswith("local")
    if local:  # workers on this machine run the same Python and reach the driver by the loopback
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    conf = pyspark.SparkConf().setMaster(master).setAppName("event-timeline")
    for key, value in _settings(local).items():
        conf.setIfMissing(key, value)
    try:
        spark = pyspark.SparkContext(conf=conf)
    except (Py4JError, pyspark.errors.PySparkException, ValueError, OSError) as error:
        raise UserError(
            f"Spark did not start at {master!r}: {_reason(str(error))}", "see --master and Spark's settings"
        ) from None
    try:
        with failures(root):
            yield SparkPool(spark)
    finally:
        spark.stop()


@contextmanager
def failures(root: Path) -> Iterator[None]:
    """Make one line of what Spark says when a worker cannot do its work. Raises UserError."""
    import pyspark
    from py4j.protocol import Py4JError

    try:
        yield
    except (Py4JError, pyspark.errors.PySparkException) as error:
        raise UserError(f"Spark gave up: {_reason(str(error))}", _remedy(str(error), root)) from None


def _settings(local: bool) -> dict[str, str]:
    """What is set unless the user's own settings say otherwise: one thread of polars a task, and quiet."""
    settings = {
        "spark.executorEnv.POLARS_MAX_THREADS": "1",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={LOGGING.as_uri()}",
        "spark.rdd.compress": "false",
    }
    return {**settings, "spark.ui.enabled": "false"} if local else settings


def _need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else programs.find("java")
    try:
        if java is None:
            raise FileNotFoundError
        version_text = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError):
        where = f"there is none in JAVA_HOME ({home})" if home else "there is none"
        raise UserError(f"the engine spark needs Java, and {where}", JAVA_HINT) from None
    version = re.search(r'version "(\d+)', version_text)
    if version and int(version.group(1)) < JAVA:
        raise UserError(f"the engine spark needs Java {JAVA} or later, this is {version.group(1)}", JAVA_HINT)


def _reason(text: str) -> str:
    """The line of Spark's many that says what happened: a worker's exception, else the first one of Java."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Interrupt)\b.*:", line)]
    return (errors or lines or ["no reason given"])[0][:300]


def _remedy(text: str, root: Path) -> str:
    if "No module named" in text:
        return "the workers need event-timeline and its libraries too: see docs/engines.md"
    if "FileNotFoundError" in text:
        return f"every machine must see {root} under this very path"
    return "Spark's own log has the rest: see docs/engines.md"
