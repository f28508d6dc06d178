"""What each commit measured, so that it is seen when something becomes slower: `docs/scale/history.csv`.

A row has one tool at one size, its processor time as a multiple of a peer's in the same run, and the machine: another
machine, or other work on it, changes seconds much and ratios little.
"""

from __future__ import annotations

import csv
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.exports import programs

if TYPE_CHECKING:
    from tests.benchmarks.compare import Run

PEERS = ("frictionless", "duckdb")
"""Whose time is the measure: the first of them that ran at that size."""
OURS = "timeline"
SLOWER = 1.1
"""The ratio to the last one from which on a tool has become slower."""


@dataclass(frozen=True)
class Measure:
    """A row of the history: `ratio` is of processor seconds to those of `peer`; a commit ends in `+` where files were changed."""

    commit: str
    date: str
    machine: str
    python: str
    events: int
    tool: str
    seconds: float
    processor: float
    megabytes: int
    peer: str
    ratio: float


def measures(runs: Iterable[Run], commit: str, machine: str, day: date) -> list[Measure]:
    """The runs of this project's own command beside a peer's at the same size; none where no peer ran."""
    by_size: dict[int, dict[str, Run]] = {}
    for run in runs:
        by_size.setdefault(run.events, {})[run.tool] = run
    made = []
    for events, tools in by_size.items():
        peer = next((tools[name] for name in PEERS if name in tools), None)
        for run in tools.values() if peer else ():
            if peer and run.tool.startswith(OURS):
                made.append(
                    Measure(
                        commit, day.isoformat(), machine, platform.python_version(), events, run.tool,
                        round(run.seconds, 3), round(run.processor, 3), round(run.megabytes), peer.tool,
                        round(run.processor / peer.processor, 3),
                    )
                )  # fmt: skip
    return made


def slower(new: Sequence[Measure], known: Sequence[Measure]) -> list[str]:
    """A sentence for each new measure that is over `SLOWER` times the last one of the same machine, tool, size and peer."""
    last = {(m.machine, m.tool, m.events, m.peer): m for m in known}
    said = []
    for m in new:
        before = last.get((m.machine, m.tool, m.events, m.peer))
        if before and m.ratio > before.ratio * SLOWER:
            more = m.ratio / before.ratio - 1
            said.append(
                f"{m.tool}, {m.events:,} events: {m.ratio:.2f} times {m.peer}, {before.ratio:.2f} at {before.commit}: {more:.0%} slower"
            )
    return said


def read(path: Path) -> list[Measure]:
    """The measures of a history, in its order; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = {"events": int, "megabytes": int, "seconds": float, "processor": float, "ratio": float}
    return [Measure(**{name: kinds.get(name, str)(cell) for name, cell in row.items()}) for row in rows]


def append(path: Path, new: Iterable[Measure]) -> None:
    """Add measures to a history."""
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Measure)], lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(asdict(m) for m in new)


def commit_of(repository: Path) -> str:
    """The commit that is checked out, with `+` where tracked files differ from it."""

    def git(*words: str) -> str:
        return subprocess.run(
            (programs.git(), *words), cwd=repository, capture_output=True, text=True, check=True
        ).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short=8", "HEAD") + ("+" if changed else "")


def machine() -> str:
    """The processor and how many there are, which is what runs are compared within."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} × {model}"
