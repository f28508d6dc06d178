"""How fast the table exports are, against the bare copy by polars, DuckDB and sqlite3.

The bare copy has the same rows with the same types and, in a database, the same primary keys, foreign keys (SQLite; DuckDB
checks them row by row) and indexes; it checks nothing else and describes nothing.

    TIMES=3 FORMATS=parquet,sqlite python -m tests.benchmarks.export_speed 200000 1000000

makes a package of that many events in a temporary folder, runs each job in a process of its own, in turn and
several times, and prints the best time, processor time and memory of each. On a machine that others use too,
only the processor time can be compared. The package's keys hold; its texts are
made up, and it is exported with --no-validate, so that only the export is timed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"
TIMES = int(os.environ.get("TIMES", "3"))
TABLES = ("events", "event_actors", "event_relations", "statements", "statement_events", "evidence")


def make(folder: Path, n: int) -> None:
    """Write a package of n events with about 9n rows beside the harbour's small tables."""
    shutil.copytree(HARBOUR, folder)
    i = pl.int_range(n, dtype=pl.Int64)
    event = pl.format("event-{}", i)
    actors = pl.read_csv(folder / "data/actors.csv", infer_schema=False)["actor_id"].to_list()
    base = pl.select(i=i, event_id=event)
    actor = pl.lit(pl.Series(actors)).gather((pl.col("i") * 7) % len(actors))
    other = pl.lit(pl.Series(actors)).gather((pl.col("i") * 7 + 1) % len(actors))
    day = pl.date(2000, 1, 1).dt.offset_by(pl.format("{}d", pl.col("i") % 9000)).dt.to_string("iso")
    kinds = pl.lit(pl.Series(["meeting", "pledge", "agreement", "assistance"]))
    made = {
        "events": base.select(
            "event_id",
            position=pl.col("i") + 1,
            label=pl.format("Event number {}, made up", "i"),
            summary=pl.format("What is said to happen in event {}, told in a sentence of about this length.", "i"),
            kind=kinds.gather(pl.col("i") % 4),
            status=pl.lit("occurred"),
            polarity=pl.lit("affirmed"),
            topic=pl.lit("diplomacy"),
            date_edtf=day,
            earliest=day,
            latest=day,
            date_basis=pl.lit("stated"),
            place_id=pl.lit("osterhavn"),
            plover=pl.lit("CONSULT"),
            cameo=pl.lit("040"),
        ),
        "event_actors": pl.concat(
            [
                base.select("event_id", actor_id=actor, role=pl.lit("agent")),
                base.select("event_id", actor_id=other, role=pl.lit("recipient")),
            ]
        ).sort("event_id", "actor_id", "role"),
        "event_relations": base.filter(pl.col("i") % 3 == 1)
        .select("event_id", relation=pl.lit("before"), other_event_id=pl.format("event-{}", pl.col("i") - 1))
        .sort("event_id"),
        "statements": base.filter(pl.col("i") % 2 == 0).select(
            statement_id=pl.format("statement-{}", "i"),
            source_id=pl.lit("article"),
            position=pl.col("i") // 2 + 1,
            speaker_id=actor,
            kind=pl.lit("direct"),
            quote=pl.format("These are the words that were said of {}.", "i"),
            summary=pl.format("The speaker says something of event {}.", "i"),
            cue=pl.lit("said"),
        ),
        "statement_events": base.filter(pl.col("i") % 2 == 0)
        .select(
            statement_id=pl.format("statement-{}", "i"),
            event_id="event_id",
            stance=pl.lit("asserts"),
            factuality=pl.lit("CT+"),
        )
        .sort("statement_id"),
        "evidence": pl.concat(
            [
                base.select(
                    "i",
                    evidence_id=pl.format("event-{}-mention-{}", "i", pl.lit(k)),
                    source_id=pl.lit("article"),
                    paragraph=pl.col("i") + 1,
                    char_start=pl.col("i") * 100 + 20 * k,
                    char_end=pl.col("i") * 100 + 20 * k + 12,
                    exact=pl.lit("twelve chars"),
                    sha256=pl.format("{}{}", pl.lit("0" * 52), pl.col("i") + 10**11),
                    part=pl.lit("mention"),
                    event_id="event_id",
                )
                for k in range(4)
            ]
        )
        .sort("char_start")
        .drop("i"),
    }
    for table, frame in made.items():
        header = (folder / "data" / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        frame.select(pl.col(c) if c in frame.columns else pl.lit(None, pl.String).alias(c) for c in header).write_csv(
            folder / "data" / f"{table}.csv"
        )


def schema(package: Path, table: str) -> dict[str, Any]:
    """The Table Schema of a table."""
    found: dict[str, Any] = json.loads((package / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    return found


def scan(package: Path, table: str) -> pl.LazyFrame:
    """The rows of a table, typed by its schema, as polars alone reads them."""
    types = {"integer": pl.Int64, "number": pl.Float64, "date": pl.Date}
    columns = {f["name"]: types.get(f["type"], pl.String) for f in schema(package, table)["fields"]}
    return pl.scan_csv(package / "data" / f"{table}.csv", schema=columns)


def keys(found: dict[str, Any]) -> tuple[str, list[tuple[str, str, str]]]:
    """The primary key of a schema, and (columns, table, its columns) of the foreign keys to tables that are copied."""

    def listed(columns: str | list[str]) -> str:
        return columns if isinstance(columns, str) else ", ".join(columns)

    foreign = [
        (listed(key["fields"]), key["reference"].get("resource", found["name"]), listed(key["reference"]["fields"]))
        for key in found.get("foreignKeys", ())
    ]
    return listed(found["primaryKey"]), [key for key in foreign if key[1] in TABLES]


def bare(kind: str, package: Path, out: Path) -> None:
    """The same tables copied with nothing else done: typed, in a database with the keys and indexes of the export."""
    if kind == "parquet":
        for table in TABLES:
            scan(package, table).sink_parquet(out / f"{table}.parquet")
    elif kind == "jsonl":
        for table in TABLES:
            scan(package, table).sink_ndjson(out / f"{table}.jsonl")
    elif kind == "duckdb":
        import duckdb

        types = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
        with duckdb.connect(str(out / "bare.duckdb")) as connection:
            for table in TABLES:
                found = schema(package, table)
                columns = ", ".join(f"'{f['name']}': '{types.get(f['type'], 'VARCHAR')}'" for f in found["fields"])
                read = f"read_csv('{package / 'data' / table}.csv', header=true, columns={{{columns}}})"
                connection.execute(f"CREATE TABLE {table} AS SELECT * FROM {read}")
                connection.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({keys(found)[0]})")
    else:
        import sqlite3

        connection = sqlite3.connect(out / "bare.sqlite", isolation_level=None)  # type: ignore[assignment]
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")  # type: ignore[attr-defined]
        for table in TABLES:
            found = schema(package, table)
            primary, foreign = keys(found)
            types = {"integer": "INTEGER", "number": "REAL"}
            lines = [f"{f['name']} {types.get(f['type'], 'TEXT')}" for f in found["fields"]]
            lines += [f"PRIMARY KEY ({primary})"]
            lines += [f"FOREIGN KEY ({here}) REFERENCES {other} ({there})" for here, other, there in foreign]
            connection.execute(f"CREATE TABLE {table} ({', '.join(lines)})")
            marks = ", ".join("?" * len(found["fields"]))
            texts = [pl.col(f["name"]).cast(pl.String) for f in found["fields"] if f["type"] == "date"]
            for batch in scan(package, table).with_columns(texts).collect_batches(chunk_size=100_000):
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", batch.iter_rows())
        for table in TABLES:
            primary, foreign = keys(schema(package, table))
            for number, (here, _, _) in enumerate(foreign):
                if here.split(", ")[0] != primary.split(", ")[0]:
                    connection.execute(f"CREATE INDEX {table}_{number} ON {table} ({here})")
        connection.execute("COMMIT")
        connection.close()


def timed(arguments: list[str]) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak memory (MB) of a Python process."""
    start = time.perf_counter()
    pid = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"failed: {arguments}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(sizes: list[int]) -> None:
    """Print a table for each size."""
    for n in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            # in a process of its own: a child's peak memory counts from that of the process that started it
            timed(["-m", "tests.benchmarks.export_speed", "--make", str(folder / "package"), str(n)])
            size = sum(f.stat().st_size for f in (folder / "package" / "data").iterdir())
            print(f"{n:,} events, {size / 2**20:,.0f} MB of CSV")
            print(
                f"{'format':<10}{'bare s':>9}{'export s':>10}{'ratio':>7}{'bare CPU':>10}{'export CPU':>12}{'ratio':>7}{'bare MB':>9}{'export MB':>11}"
            )
            for kind in os.environ.get("FORMATS", "parquet,jsonl,sqlite,duckdb").split(","):
                best: dict[str, tuple[float, ...]] = {}
                for _ in range(TIMES):
                    for side in ("bare", "export"):
                        out = folder / "out"
                        out.mkdir()
                        job = (
                            ["-m", "tests.benchmarks.export_speed", "--bare", kind, str(folder / "package"), str(out)]
                            if side == "bare"
                            else [
                                "-m",
                                "event_timeline",
                                "export",
                                kind,
                                str(folder / "package"),
                                "--no-validate",
                                "-o",
                                str(out / "x"),
                            ]
                        )
                        result = timed(job)
                        best[side] = tuple(map(min, best.get(side, result), result))
                        shutil.rmtree(out)
                (bare_s, bare_cpu, bare_mb), (export_s, export_cpu, export_mb) = best["bare"], best["export"]
                print(
                    f"{kind:<10}{bare_s:>9.2f}{export_s:>10.2f}{export_s / bare_s:>7.2f}"
                    f"{bare_cpu:>10.2f}{export_cpu:>12.2f}{export_cpu / bare_cpu:>7.2f}{bare_mb:>9.0f}{export_mb:>11.0f}",
                    flush=True,
                )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        bare(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    elif sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main([int(a) for a in sys.argv[1:]] or [200_000])
