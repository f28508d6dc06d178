"""Whatever `timeline validate` calls valid is read the same by polars, csv, pandas and DuckDB.

Each reader is called as docs/loading.md does: the names of the columns and their kinds are given, an empty cell is missing.

`python -m tests.properties.test_one_reading 5000` runs the property over as many packages and prints how many of them
were valid; in the tests it runs over `EXAMPLES`.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
from hypothesis import HealthCheck, Phase, given, settings

from event_timeline import validate
from event_timeline.package.opening import open_package
from event_timeline.tables.loading import load_tables
from tests.properties import csv_bytes

EXAMPLES = 150
Rows = list[tuple[str | None, ...]]
"""Records without the header; a missing value is None."""


def by_csv(path: Path, columns: tuple[str, ...]) -> Rows:
    header, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True)
    assert tuple(header) == columns
    return [tuple(cell or None for cell in row) for row in rows]


def by_polars(path: Path, columns: tuple[str, ...]) -> Rows:
    frame = pl.read_csv(path, infer_schema=False)
    assert tuple(c.replace('""', '"') for c in frame.columns) == columns  # polars leaves the header's marks doubled
    return [tuple(cell or None for cell in row) for row in frame.rows()]


def by_pandas(path: Path, columns: tuple[str, ...]) -> Rows:
    frame = pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
    assert tuple(frame.columns) == columns
    rows = frame.astype(object).where(frame.notna(), None)
    return [tuple(row) for row in rows.itertuples(index=False, name=None)]


def by_duckdb(path: Path, columns: tuple[str, ...]) -> Rows:
    kinds = dict.fromkeys(columns, "VARCHAR")
    with duckdb.connect() as connection:
        relation = connection.sql(
            f"SELECT * FROM read_csv('{path}', header = true, quote = '\"', columns = {as_struct(kinds)})"
        )
        return [tuple(cell or None for cell in row) for row in relation.fetchall()]


def as_struct(kinds: dict[str, str]) -> str:
    """A mapping as DuckDB writes it."""
    return "{" + ", ".join(f"""'{c.replace("'", "''")}': '{kind}'""" for c, kind in kinds.items()) + "}"


def by_timeline(path: Path, columns: tuple[str, ...]) -> Rows:
    table = load_tables(open_package(path.parents[1]), csv_bytes.TABLE).tables[csv_bytes.TABLE]
    return table.text.select(columns).collect().rows()


READERS: dict[str, Callable[[Path, tuple[str, ...]], Rows]] = {
    "csv": by_csv,
    "polars": by_polars,
    "pandas": by_pandas,
    "DuckDB": by_duckdb,
    "timeline": by_timeline,
}


def readings(path: Path, columns: tuple[str, ...]) -> dict[str, Rows | str]:
    """What each reader makes of a file: its records, or the error with which it refuses them."""
    found: dict[str, Rows | str] = {}
    for name, read in READERS.items():
        try:
            found[name] = read(path, columns)
        except (csv.Error, pl.exceptions.PolarsError, pd.errors.ParserError, duckdb.Error, AssertionError) as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found


def check(package: Path, columns: tuple[str, ...], content: bytes) -> bool:
    """Whether the package is valid with this file as its own table; fails where it is and the readers disagree."""
    csv_bytes.put(package, content)
    if not validate(str(package), resource=csv_bytes.TABLE).valid:
        return False
    found = readings(package / csv_bytes.FILE, columns)
    assert all(rows == found["csv"] for rows in found.values()), found
    return True


@given(csv_bytes.tables_as_files())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_valid_is_read_the_same_by_every_reader(packages: dict[int, Path], file: tuple[int, bytes]) -> None:
    width, content = file
    check(packages[width], csv_bytes.COLUMNS[width], content)


def main(examples: int) -> None:
    """Run the property over many packages; the first counterexample is shown as Hypothesis shrinks it."""
    seen: Counter[bool] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        packages = csv_bytes.packages(Path(folder))

        @given(csv_bytes.tables_as_files())
        @settings(
            max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )  # fmt: skip
        def run(file: tuple[int, bytes]) -> None:
            seen[check(packages[file[0]], csv_bytes.COLUMNS[file[0]], file[1])] += 1

        run()
    print(f"{seen.total():,} packages, {seen[True]:,} of them valid and read the same by {', '.join(READERS)}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
