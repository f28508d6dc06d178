"""How fast packages are checked, against other tools, at each size: one command, one table, one picture.

`python -m tests.benchmarks.compare 1000 10000 100000 1000000 10000000 [-o DIR]`

Every run is a process of its own; time is the shortest of the rounds, in which the tools take turns, so that
other work on the machine meets all alike. Processor time is given beside the clock for machines that are not
quiet. Memory is the largest resident size that the system reports of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from event_timeline.tables.byte_scan import inspect
from tests.benchmarks import history
from tests.benchmarks.generate import generate
from tests.benchmarks.picture import picture

PYTHON = sys.executable
TIMELINE = (PYTHON, "-m", "event_timeline", "validate", "-q")
CONSTRAINTS = "TAB020,TAB021,TAB022,TAB023,TAB024,TAB025,TAB026,KEY"
"""Types, constraints and keys: what the other tools check too."""
TEXTS = "timeline, all rules and texts"
DAMAGED = "timeline, all rules, 1% of the rows damaged"
SHARE = 0.01
BASE = "frictionless"
SLOW = (BASE, "pandera", "dataframely")
"""Tools that are left out beyond a size: one is slow, two hold everything in memory more than once."""
LARGE = 10_000_000
"""Events from which on a package has no texts and no damaged twin, and every tool runs once."""
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Run:
    """One tool at one size: seconds by the clock and of all processors, peak memory in MB, and whether it exited with 0."""

    tool: str
    events: int
    rows: int
    seconds: float
    processor: float
    megabytes: float
    clean: bool


def commands(package: Path) -> dict[str, tuple[str, ...]]:
    """Tool -> its command line for a package."""
    rivals = {
        t: (PYTHON, "-m", "tests.benchmarks.other_tools", t, str(package)) for t in ("pandera", "dataframely", "duckdb")
    }
    return {
        "timeline, schema and keys": (*TIMELINE, str(package), "--select", CONSTRAINTS),
        "timeline, all rules": (*TIMELINE, str(package)),
        TEXTS: (*TIMELINE, str(package), "--source-dir", str(package / "texts")),
        DAMAGED: (*TIMELINE, str(damaged_twin(package))),
        **rivals,
        BASE: (PYTHON, "-m", "frictionless", "validate", str(package / "datapackage.json")),
    }


def damaged_twin(package: Path) -> Path:
    """Where the damaged package of the same size is."""
    return package.with_name(f"{package.name}-damaged")


LAUNCHER = """
import json, os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_WRONLY, 0) for n in (1, 2)]
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - start
json.dump([os.waitstatus_to_exitcode(status), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss], sys.stdout)
"""
"""Starts the command: what it is charged for memory begins with that of its parent, so that one must be small."""


def measured(tool: str, command: tuple[str, ...], events: int, rows: int) -> Run:
    """Run a command once, from the repository's folder, and wait for it."""
    paths = [str(REPOSITORY / "scripts"), str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    environment.pop("_RJEM_MALLOC_CONF", None)  # set by polars in this process, and no user's
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once
    run = subprocess.run(
        [PYTHON, "-S", "-c", LAUNCHER, *command], stdout=subprocess.PIPE, env=environment, cwd=REPOSITORY, check=True
    )
    code, seconds, processor, memory = json.loads(run.stdout)
    kilobytes = memory / (1024 if sys.platform == "darwin" else 1)
    return Run(tool, events, rows, seconds, processor, kilobytes / 1024, code == 0)


def compare(package: Path, events: int, rows: int, rounds: int, slowest: int, skip: set[str]) -> list[Run]:
    """Every tool's best of some rounds; frictionless is run once, and SLOW tools not beyond `slowest` events."""
    best: dict[str, Run] = {}
    if events >= LARGE:
        rounds, skip = 1, {*skip, TEXTS, DAMAGED}
    for turn in range(rounds):
        for tool, command in commands(package).items():
            if tool in skip or (tool == BASE and turn) or (tool in SLOW and events > slowest):
                continue
            run = measured(tool, command, events, rows)
            if tool not in best or run.seconds < best[tool].seconds:
                best[tool] = run
            print(
                f"  {events:,} events, {tool}: {run.seconds:.2f} s, processor {run.processor:.2f} s, {run.megabytes:.0f} MB",
                file=sys.stderr,
            )
    return list(best.values())


def table(runs: list[Run]) -> str:
    """The figures as a Markdown table; the ratio is how many times faster than frictionless by the clock and by processor."""
    base = {r.events: r for r in runs if r.tool == BASE}
    lines = [
        "| events | rows | tool | seconds | processor s | peak MB | times as fast as frictionless | by processor |",
        "|---:|---:|---|---:|---:|---:|---:|---:|",
    ]
    for r in runs:
        b = base.get(r.events)
        ratios = ("–", "–") if b is None else (f"{b.seconds / r.seconds:.1f}", f"{b.processor / r.processor:.1f}")
        flag = "" if r.clean else " (found problems)"
        lines.append(
            f"| {r.events:,} | {r.rows:,} | {r.tool}{flag} | {r.seconds:.2f} | {r.processor:.2f} | {r.megabytes:,.0f} | {ratios[0]} | {ratios[1]} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+", metavar="EVENTS", help="sizes of the packages, in events")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("benchmark"), help="folder for figures.json, table.md and cost.svg"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slowest", type=int, default=100_000, help=f"largest size at which {', '.join(SLOW)} run")
    parser.add_argument("--skip", action="append", default=[], help="a tool to leave out; repeatable")
    parser.add_argument("--work", type=Path, help="where packages are made and kept; a temporary folder without it")
    parser.add_argument(
        "--history",
        type=Path,
        metavar="CSV",
        help="add the figures to this file, and say what became slower by over 10%%",
    )
    args = parser.parse_args()
    tools = commands(Path("package"))
    for tool in set(args.skip) - set(tools):
        parser.error(f"--skip {tool}: there are {', '.join(tools)}")
    for rival in ("dataframely", "duckdb"):
        if rival not in args.skip and find_spec(rival) is None:
            parser.error(
                f"{rival} is not installed: `pip install --group benchmark -e '.[exports]'`, or --skip {rival}"
            )
    runs: list[Run] = []
    with tempfile.TemporaryDirectory(prefix="timeline-benchmark-") as temporary:
        work = args.work or Path(temporary)
        for events in args.sizes:
            package = work / f"events-{events}"
            if not package.exists():
                generate(package, events, texts="files" if events < LARGE else "none")
            if events < LARGE and DAMAGED not in args.skip and not damaged_twin(package).exists():
                generate(damaged_twin(package), events, damage=SHARE, texts="none")
            rows = sum(inspect(path).newlines - 1 for path in (package / "data").glob("*.csv"))
            runs += compare(package, events, rows, args.rounds, args.slowest, set(args.skip))
            figures = written(runs, args.output)
    print(f"{figures['machine']}, Python {figures['python']}\n\n{table(runs)}")
    if args.history:
        new = history.measures(runs, history.commit_of(REPOSITORY), history.machine(), datetime.now(UTC).date())
        for sentence in history.slower(new, history.read(args.history)) or ["nothing became slower by over 10%"]:
            print(sentence)
        history.append(args.history, new)


def written(runs: list[Run], output: Path) -> dict[str, Any]:
    """Write what was measured so far, after each size, so that a run that is cut short is not lost."""
    load = ", ".join(f"{x:.0f}" for x in os.getloadavg())
    figures = {
        "machine": f"{os.cpu_count()} processors ({platform.machine()}); load over 1, 5, 15 minutes {load}",
        "python": platform.python_version(), "runs": [asdict(r) for r in runs],
    }  # fmt: skip
    output.mkdir(parents=True, exist_ok=True)
    (output / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    said = f"Measured on {figures['machine']}, Python {figures['python']}.\n\n"
    (output / "table.md").write_text(said + table(runs), encoding="utf-8")
    (output / "cost.svg").write_text(picture(figures), encoding="utf-8")
    return figures


if __name__ == "__main__":
    main()
