"""How fast packages are checked, against other tools, at each size: one command, one table, one picture.

`python -m tests.benchmarks.compare 10000 100000 1000000 [-o DIR]`

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
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.generate import generate
from tests.benchmarks.picture import picture

PYTHON = sys.executable
TIMELINE = (PYTHON, "-m", "event_timeline", "validate", "-q")
CONSTRAINTS = "TAB020,TAB021,TAB022,TAB023,TAB024,TAB025,TAB026,KEY"
"""Types, constraints and keys: what the other tools check too."""
TEXTS = "timeline, all rules and texts"
BASE = "frictionless"
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
        t: (PYTHON, "-m", "tests.benchmarks.rivals", t, str(package)) for t in ("pandera", "dataframely", "duckdb")
    }
    return {
        "timeline, schema and keys": (*TIMELINE, str(package), "--select", CONSTRAINTS),
        "timeline, all rules": (*TIMELINE, str(package)),
        TEXTS: (*TIMELINE, str(package), "--source-dir", str(package / "texts")),
        **rivals,
        BASE: (PYTHON, "-m", "frictionless", "validate", str(package / "datapackage.json")),
    }


def measured(tool: str, command: tuple[str, ...], events: int, rows: int) -> Run:
    """Run a command once, from the repository's folder, and wait for it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "scripts"), str(REPOSITORY)])}
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=REPOSITORY
    )
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Run(tool, events, rows, seconds, used.ru_utime + used.ru_stime, kilobytes / 1024, child.returncode == 0)


def compare(package: Path, events: int, rows: int, rounds: int, slowest: int, skip: set[str]) -> list[Run]:
    """Every tool's best of some rounds; frictionless is run once, and not beyond `slowest` events."""
    best: dict[str, Run] = {}
    for turn in range(rounds):
        for tool, command in commands(package).items():
            if tool in skip or (tool == BASE and (turn or events > slowest)):
                continue
            run = measured(tool, command, events, rows)
            if tool not in best or run.seconds < best[tool].seconds:
                best[tool] = run
            print(f"  {events:,} events, {tool}: {run.seconds:.2f} s, {run.megabytes:.0f} MB", file=sys.stderr)
    return list(best.values())


def table(runs: list[Run]) -> str:
    """The figures as a Markdown table; the ratio is how many times faster than frictionless by the clock and by processor."""
    base = {r.events: r for r in runs if r.tool == BASE}
    lines = [
        "| events | rows | tool | seconds | processor s | peak MB | times frictionless | by processor |",
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
    parser.add_argument("--slowest", type=int, default=1_000_000, help="largest size at which frictionless runs")
    parser.add_argument("--skip", action="append", default=[], help="a tool to leave out; repeatable")
    parser.add_argument("--work", type=Path, help="where packages are made and kept; a temporary folder without it")
    args = parser.parse_args()
    runs: list[Run] = []
    with tempfile.TemporaryDirectory(prefix="timeline-benchmark-") as temporary:
        work = args.work or Path(temporary)
        for events in args.sizes:
            package = work / f"events-{events}"
            if not package.exists():
                generate(package, events)
            rows = sum(path.read_bytes().count(b"\n") - 1 for path in (package / "data").glob("*.csv"))
            runs += compare(package, events, rows, args.rounds, args.slowest, set(args.skip))
    args.output.mkdir(parents=True, exist_ok=True)
    load = [round(x, 1) for x in os.getloadavg()]
    figures = {"machine": f"{os.cpu_count()} processors, {platform.machine()}, load {load} at the end", "python": platform.python_version(),
               "runs": [asdict(r) for r in runs]}  # fmt: skip
    (args.output / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    (args.output / "table.md").write_text(table(runs), encoding="utf-8")
    (args.output / "cost.svg").write_text(picture(figures), encoding="utf-8")
    print(f"{figures['machine']}, Python {figures['python']}\n\n{table(runs)}")


if __name__ == "__main__":
    main()
