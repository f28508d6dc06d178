"""One question of each kind that rules ask, put to polars and to DuckDB over the same Parquet files.

`python -m tests.benchmarks.engines PACKAGE`

Rules are declared as polars expressions, and another engine would need each of them a second time, in its own language.
What that might gain is measured here: the seconds by the clock and of all processors that both take to count the same
records, the best of some rounds in turn. The Parquet files are typed copies of the package's tables.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from event_timeline.package.opening import open_package
from event_timeline.rules.tables.text_cells import INVISIBLE
from event_timeline.tables.loading import load_tables

TABLES = ("events", "actors", "event_actors", "evidence")
ROUNDS = 3
KEY = "^[a-z0-9]+(?:-[a-z0-9]+)*$"
REFERENCES = (
    ("evidence", "event_id", "events"), ("evidence", "actor_id", "actors"),
    ("event_actors", "event_id", "events"), ("event_actors", "actor_id", "actors"),
)  # fmt: skip
OF_RE2 = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", INVISIBLE)
"""INVISIBLE as DuckDB's patterns name characters."""
LOST = " UNION ALL ".join(
    f"SELECT count(*) n FROM {here} WHERE {key} IS NOT NULL AND NOT EXISTS (FROM {there} WHERE {there}.{key} = {here}.{key})"
    for here, key, there in REFERENCES
)
SQL = {
    "cells": f"""
        SELECT count(*) FROM evidence WHERE regexp_matches(exact, '{OF_RE2}') OR char_end <= char_start
        OR NOT regexp_matches(evidence_id, '{KEY}')""",
    "references": f"SELECT sum(n)::BIGINT FROM ({LOST})",
    "keys": "SELECT count(*) - count(DISTINCT evidence_id) FROM evidence",
    "groups": """
        SELECT count(*) FROM
        (SELECT 1 FROM event_actors GROUP BY event_id, actor_id HAVING count(DISTINCT role) > 1)""",
    "neighbours": """
        SELECT count(*) FROM
        (SELECT lag(char_end) OVER (PARTITION BY source_id ORDER BY char_start, char_end) b, char_start FROM evidence)
        WHERE b > char_start""",
}
"""Kind of question -> how DuckDB is asked."""


def asked(t: dict[str, pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
    """Kind of question -> how polars is asked."""
    column = pl.col
    malformed = ~column("evidence_id").str.contains(KEY)
    wrong = column("exact").str.contains(INVISIBLE) | (column("char_end") <= column("char_start")) | malformed
    lost = [t[here].drop_nulls(key).join(t[there], on=key, how="anti") for here, key, there in REFERENCES]
    roles = t["event_actors"].group_by("event_id", "actor_id").agg(column("role").n_unique())
    spans = t["evidence"].sort("source_id", "char_start", "char_end")
    follows = column("source_id") == column("source_id").shift(1)
    overlapping = follows & (column("char_end").shift(1) > column("char_start"))
    return {
        "cells": t["evidence"].select(wrong.sum()),
        "references": pl.concat([rows.select(pl.len()) for rows in lost]).sum(),
        "keys": t["evidence"].select(pl.len() - column("evidence_id").n_unique()),
        "groups": roles.filter(column("role") > 1).select(pl.len()),
        "neighbours": spans.select(overlapping.sum()),
    }


def measured(question: Callable[[], int]) -> tuple[int, float, float]:
    """The answer, and the seconds by the clock and of all processors."""
    clock, used = time.perf_counter(), time.process_time()
    found = question()
    return found, time.perf_counter() - clock, time.process_time() - used


def main() -> None:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    tables = load_tables(open_package(parser.parse_args().package), hashed=False)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        files = {name: Path(folder, f"{name}.parquet") for name in TABLES}
        for name, file in files.items():
            tables[name].sink_parquet(file, statistics=False, compression="uncompressed")
            connection.execute(f"CREATE VIEW {name} AS FROM '{file}'")
        queries = asked({name: pl.scan_parquet(file) for name, file in files.items()})
        print("kind, found, polars s, processor s, duckdb s, processor s")
        for kind, query in queries.items():
            engines: list[Callable[[], int]] = [
                lambda query=query: query.collect(engine="streaming").item(),  # type: ignore[misc]
                lambda kind=kind: connection.sql(SQL[kind]).fetchall()[0][0],  # type: ignore[misc]
            ]
            rounds = [[measured(engine) for engine in engines] for _ in range(ROUNDS)]
            answers = {found for of_round in rounds for found, _, _ in of_round}
            if len(answers) != 1:
                raise SystemExit(f"{kind}: the engines disagree: {answers}")
            best = [min(of_round[i][part] for of_round in rounds) for i in (0, 1) for part in (1, 2)]
            print(kind, *answers, *(f"{seconds:.2f}" for seconds in best), sep=", ")


if __name__ == "__main__":
    main()
