"""Invented rows in the columns of ACLED, of any number, and what their import costs beside reading and writing them.

`python -m tests.benchmarks.event_rows FOLDER --rows 1000000` makes FOLDER/acled.csv, lets polars read and write it, and
imports it; it prints the processor time of each (user and system, all threads) and the peak memory of the import.
The first ratio is that to a copy of the file: the bytes that are read, written once. The package has about a third more
bytes than the file, because the identifiers of events are in four tables: the second ratio is that to a copy of its tables.
The import alone is measured; `--validate` adds the validation of the package, which the command `timeline import` does too.
Modules are compiled, as those of an installed program are: a small import before the measured ones compiles them. The last
line has the least cost of each of the runs, which alternate.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl

AT_ONCE = 100_000
TOWNS, GROUPS, PAPERS = 20_000, 4_000, 3_000
WORDS = "people march road market soldiers reported near the of and town group attack police against prices water bridge".split()
PLAIN = """
import sys, polars as pl
pl.scan_csv(sys.argv[1], infer_schema=False).sink_csv(sys.argv[2])
"""
TABLES = """
import sys, polars as pl
from pathlib import Path
for table in sorted(Path(sys.argv[1], "data").glob("*.csv")):
    pl.scan_csv(table, infer_schema=False).sink_csv(sys.argv[2])
"""
VALIDATE = """
import sys
import event_timeline as et
et.validate(sys.argv[1])
"""
IMPORT = """
import sys
from pathlib import Path
from event_timeline.importing import IMPORTS, Request
folder = Path(sys.argv[2]); folder.mkdir()
IMPORTS["acled"].reader()(Request(Path(sys.argv[1]), contributors=("Project",), date="2031-06-01"), folder)
"""


def make(path: Path, rows: int, *, differing: bool = False) -> None:
    """Write the rows, the same for the same number. differing: one in five thousand calls its first actor by another kind."""
    with path.open("wb") as file:
        for start in range(0, rows, AT_ONCE):
            frame = _rows(start, min(AT_ONCE, rows - start))
            if differing:
                is_other = pl.int_range(pl.len()) % 5_000 == 4_999
                other = pl.when(is_other).then(pl.lit("Rebel group")).otherwise("inter1")
                frame = frame.with_columns(inter1=other)
            frame.write_csv(file, include_header=start == 0)


def _rows(start: int, count: int) -> pl.DataFrame:
    n = pl.int_range(start, start + count, eager=True, dtype=pl.UInt64)

    def pick(seed: int, most: int) -> pl.Series:
        return n.hash(seed) % most

    town, one, two, paper = pick(1, TOWNS), pick(2, GROUPS), pick(3, GROUPS), pick(4, PAPERS)
    region = town // 100
    words = pl.DataFrame([pl.Series(f"w{i}", [*WORDS]).gather(pick(10 + i, len(WORDS))) for i in range(30)])
    notes = words.select(
        pl.concat_str(pl.lit("On a day, "), pl.concat_str(pl.all(), separator=" "), pl.lit("."))
    ).to_series()
    frame = pl.DataFrame(
        {"n": n, "town": town, "one": one, "two": two, "paper": paper, "region": region, "notes": notes, "kind": pick(5, 3)}
    )  # fmt: skip
    text = pl.format
    return frame.select(
        event_id_cnty=text("NOR{}", "n"),
        event_date=(pl.date(2031, 1, 1) + pl.duration(days=pl.col("n") % 360)).cast(pl.String),
        year=pl.lit("2031"), time_precision=(1 + pl.col("n") % 7 // 6).cast(pl.String),
        disorder_type=pl.lit("Political violence"),
        event_type=pl.col("kind").replace_strict([0, 1, 2], ["Battles", "Protests", "Explosions/Remote violence"]),
        sub_event_type=pl.col("kind").replace_strict([0, 1, 2], ["Armed clash", "Peaceful protest", "Grenade"]),
        actor1=text("Group {} (Norway)", "one"),
        assoc_actor_1=pl.when(pl.col("n") % 3 == 0).then(text("Union {}; Party {}", pl.col("one") % 50, pl.col("two") % 50)),
        inter1=pl.lit("Political militia"),
        actor2=pl.when(pl.col("n") % 4 > 0).then(text("Force {} (Norway)", "two")), assoc_actor_2=pl.lit(None, pl.String),
        inter2=pl.when(pl.col("n") % 4 > 0).then(pl.lit("State forces")), interaction=pl.lit("State forces-Political militia"),
        civilian_targeting=pl.lit(None, pl.String), iso=pl.lit("578"), region=pl.lit("Europe"), country=pl.lit("Norway"),
        admin1=text("Region {}", pl.col("region") // 10), admin2=text("District {}", "region"), admin3=pl.lit(None, pl.String),
        location=text("Town {}", "town"), latitude=text("6{}.{}", pl.col("town") % 9, 1000 + pl.col("town") % 8999),
        longitude=text("1{}.{}", pl.col("town") % 9, 1000 + pl.col("town") % 7919), geo_precision=pl.lit("1"),
        source=text("Paper {}; Radio {}", "paper", pl.col("paper") % 700), source_scale=pl.lit("National"),
        notes="notes", fatalities=(pl.col("one") % 5).cast(pl.String), tags=pl.lit("crowd size=no report"),
        timestamp=text("{}", 1_930_000_000 + pl.col("n")),
    )  # fmt: skip


def cost(code: str, *arguments: Path, compiled: Path) -> tuple[float, int]:
    """Seconds of processor time and peak memory in MB of a Python program. compiled: the folder of compiled modules."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = code + "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    peak = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(peak.stdout.split()[-1]) // 1024


def main() -> None:
    """Make the rows, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--validate", action="store_true")
    parser.add_argument("--differing", action="store_true", help="rows that differ on the kind of an actor")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    package, copy, compiled = (given.folder / name for name in ("package", "copy.csv", "compiled"))

    def run(table: Path) -> tuple[float, float]:
        """Print what the file costs; returns the seconds of the import and of polars."""
        plain, _ = cost(PLAIN, table, copy, compiled=compiled)
        shutil.rmtree(package, ignore_errors=True)
        imported, peak = cost(IMPORT, table, package, compiled=compiled)
        size = sum(path.stat().st_size for path in (package / "data").iterdir())
        tables, _ = cost(TABLES, package, copy, compiled=compiled)
        print(f"import {imported:.2f} s, peak {peak:,} MB, {size / 1e6:,.0f} MB written")
        print(
            f"polars, the file {plain:.2f} s, ratio {imported / plain:.2f}; the tables {tables:.2f} s, ratio {imported / tables:.2f}"
        )
        if given.validate:
            seconds, peak = cost(VALIDATE, package, compiled=compiled)
            print(
                f"validation {seconds:.2f} s, peak {peak:,} MB; with the import {(imported + seconds) / plain:.2f} times the file"
            )
        return imported, plain

    table = given.folder / "acled.csv"
    make(table, 1_000)
    run(table)
    make(table, given.rows, differing=given.differing)
    print(f"{given.rows:,} rows, {table.stat().st_size / 1e6:,.0f} MB")
    imported, plain = map(min, zip(*(run(table) for _ in range(given.runs)), strict=True))
    print(f"least: import {imported:.2f} s, polars {plain:.2f} s, ratio {imported / plain:.2f}")


if __name__ == "__main__":
    main()
