"""What a command's processes take, each sort of them by itself: the most memory of one, and all their processor time.

`python -m tests.benchmarks.processes timeline validate PACKAGE --engine spark --master 'local[2]'`

Read from /proc (Linux) several times a second, so that what a process takes in its last moment may be missed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

PERIOD = 0.2
"""Seconds between two looks at all processes."""
SORTS = {"CoarseGrainedExecutor": "Java, executor", "SparkSubmit": "Java, driver", "pyspark.daemon": "Python, worker"}
"""What a command line holds -> the sort of process."""


def measured(command: list[str]) -> tuple[float, dict[str, float], dict[str, float]]:
    """Seconds by the clock; sort of process -> MB that one of them held at most, and processor seconds of all."""
    start, memory, seconds = time.perf_counter(), defaultdict[str, float](float), dict[int, float]()
    sorts: dict[int, str] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for pid in _below(process.pid):
                try:
                    peak, used, line = _taken(pid)
                except (OSError, StopIteration):  # it has just ended
                    continue
                found = next((sort for sign, sort in SORTS.items() if sign in line), "other")
                sort = "Python, driver" if pid == process.pid else sorts.setdefault(pid, found)
                sorts[pid], seconds[pid] = sort, used
                memory[sort] = max(memory[sort], peak)
            time.sleep(PERIOD)
    together: dict[str, float] = defaultdict(float)
    for pid, used in seconds.items():
        together[sorts[pid]] += used
    return time.perf_counter() - start, memory, together


def _below(root: int) -> list[int]:
    """A process and all that it has started, and these in turn."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
        except OSError:
            continue
        children[int(parent)].append(int(folder.name))
    found = [root]
    for pid in found:  # it grows meanwhile
        found += children[pid]
    return found


def _taken(pid: int) -> tuple[float, float, str]:
    """MB at most, processor seconds, and the command line. Raises OSError, StopIteration."""
    folder = Path("/proc") / str(pid)
    status = (folder / "status").read_text(encoding="utf-8").splitlines()
    ticks = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    return (
        peak / 1024,
        sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"),
        (folder / "cmdline").read_text(encoding="utf-8"),
    )


def main() -> None:
    """The command line of this module."""
    clock, memory, seconds = measured(sys.argv[1:])
    print(f"{clock:8.1f} s by the clock, {sum(seconds.values()):.1f} s of processors")
    for sort in sorted(memory):
        print(f"{memory[sort]:8.0f} MB, {seconds[sort]:8.1f} s  {sort}")


if __name__ == "__main__":
    main()
