"""What sharing the rules out costs, stage by stage, without what an engine adds: one process, one thread of polars.

`POLARS_MAX_THREADS=1 python -m tests.benchmarks.shares PACKAGE`

Processor seconds of everything that `--engine spark` does, in tasks and on the machine that starts it, and of the
same rules with polars alone; and the bytes that records of one key are moved in.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from event_timeline.engine import distributed, run_rules
from event_timeline.model import MAX_PROBLEMS
from event_timeline.package.opening import open_package
from event_timeline.rules import RULES
from event_timeline.rules.rule import Context
from event_timeline.tables.loading import load_tables
from tests.engine.sequential_pool import InTurn

AT_ONCE = 2**24
"""Bytes of a piece."""
STAGES = {
    "read": "reading, hashing and cutting the files, in tasks",
    "check_chunk": "each record by itself, in tasks",
    "check_whole": "rules over whole tables, which are parsed for it, in tasks",
}
KEYS = "records of one key: reading, grouping and checking, in tasks"


class Timed(InTurn):
    """A pool that does everything itself, one thing after the other, and takes down the seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.moved = 0

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        """As in turn, with the seconds under the function's stage."""
        stage = STAGES.get(getattr(function, "func", function).__name__, "places of problems, in tasks")
        return self._timed(stage, lambda: super(Timed, self).map(function, items))

    def exchange(
        self, deal: Callable[[Any], Iterator[tuple[int, Any]]], items: Sequence[Any], judge: Callable[[int, Any], Any]
    ) -> list[Any]:
        """As in turn, with the seconds and the bytes of the packets."""

        def counted(item: Any) -> Iterator[tuple[int, Any]]:
            for number, packet in deal(item):
                self.moved += len(packet[1])
                yield number, packet

        return self._timed(KEYS, lambda: super(Timed, self).exchange(counted, items, judge))

    def sent(self, value: Any) -> Any:
        """As in turn, but for functions of this module, which stay here."""
        return value if callable(value) else super().sent(value)

    def _timed(self, stage: str, work: Callable[[], list[Any]]) -> list[Any]:
        start = time.process_time()
        found = work()
        self.seconds[stage] = self.seconds.get(stage, 0) + time.process_time() - start
        return found


def measured(package: Path) -> tuple[dict[str, float], int]:
    """Stage -> processor seconds, and the bytes that were moved."""
    start, pool = time.process_time(), Timed()
    tables = distributed.load(open_package(package), pool, chunk_bytes=AT_ONCE)
    distributed.run(Context(tables), RULES, MAX_PROBLEMS)
    shared = time.process_time() - start
    found = {**pool.seconds, "the rest, here": shared - sum(pool.seconds.values())}
    found["all of it, shared out"] = shared
    again = time.process_time()
    run_rules.run(Context(load_tables(open_package(package))), RULES)
    found["all of it, with polars alone"] = time.process_time() - again
    return found, pool.moved


def main() -> None:
    """The command line of this module."""
    if os.environ.get("POLARS_MAX_THREADS") != "1":
        sys.exit("set POLARS_MAX_THREADS=1, so that processor seconds are those of the work")
    found, moved = measured(Path(sys.argv[1]))
    for stage, seconds in found.items():
        print(f"{seconds:8.1f} s  {stage}")
    print(f"{moved / 10**6:8.0f} MB moved for records of one key")


if __name__ == "__main__":
    main()
