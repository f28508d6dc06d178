"""The recipes of docs/loading.md, run as they stand: every table, every value, every type."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.exports import programs
from tests.exports.reading import awkward, written

DOCUMENT = Path(__file__).parents[1] / "docs" / "loading.md"
SECTIONS = dict(
    re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
)


def recipe(section: str, language: str) -> str:
    (code,) = recipes(section, language)
    return code


def recipes(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[section], re.DOTALL | re.MULTILINE)


def run(section: str) -> Any:
    namespace: dict[str, Any] = {}
    exec(compile(recipe(section, "python"), f"loading.md, {section}", "exec"), namespace)
    return namespace["load"]


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = awkward(tmp_path)
    monkeypatch.chdir(made)
    return made


def test_pandas_loads_every_value_with_its_type(package: Path) -> None:
    load = run("pandas")
    for table, rows in written(package).items():
        frame = load(table)
        days = frame.select_dtypes("datetime").columns
        found = frame.astype(object).where(frame.notna(), None).to_dict("records")
        assert [{k: v.date() if k in days and v is not None else v for k, v in r.items()} for r in found] == rows, table
    assert str(load("events")["earliest"].dtype).startswith("datetime64")
    assert str(load("evidence")["char_start"].dtype) == "Int64"


def test_polars_loads_every_value_with_its_type(package: Path) -> None:
    load = run("polars")
    for table, rows in written(package).items():
        assert load(table).to_dicts() == rows, table


def test_pyarrow_loads_every_value_with_its_type(package: Path) -> None:
    load = run("pyarrow")
    for table, rows in written(package).items():
        assert load(table).to_pylist() == rows, table


ROWS = "TABLES.map(load)"
ROWS_OF_DUCKDB = """TABLES.map((table) => {
  if (table !== "events") load(table);
  const types = Object.fromEntries(connection.query(`DESCRIBE ${table}`).toArray().map((c) => [c.column_name, c.column_type]));
  const value = (name, v) => v === null ? null : types[name] === "DATE" ? new Date(v).toISOString().slice(0, 10) : types[name] === "BIGINT" ? Number(v) : v;
  return connection.query(`FROM ${table}`).toArray().map((row) => Object.fromEntries(Object.entries(row.toJSON()).map(([n, v]) => [n, value(n, v)])));
})"""
"""What shows all tables as JSON after a recipe; DuckDB has 64-bit integers, and days as milliseconds."""


@pytest.mark.programs
@pytest.mark.parametrize(
    ("module", "version", "shown"),
    [
        ("d3-dsv", "3.0.1", ROWS),
        ("csv-parse", "7.0.3", ROWS),
        ("@duckdb/duckdb-wasm", "1.32.0", ROWS_OF_DUCKDB),
    ],
)
def test_javascript_loads_every_value_with_its_type(module: str, version: str, shown: str, package: Path) -> None:
    programs.npm_install(package, f"{module}@{version}")
    (code,) = [code for code in recipes("JavaScript", "js") if f'from "{module}' in code]
    tables = list(written(package))
    code += f"const TABLES = {json.dumps(tables)}; console.log(JSON.stringify({shown}));"
    (package / "code.mjs").write_text(code, encoding="utf-8")
    done = subprocess.run([programs.node(), "code.mjs"], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    for table, found in zip(tables, json.loads(done.stdout), strict=True):
        rows = [{k: v.isoformat() if isinstance(v, date) else v for k, v in r.items()} for r in written(package)[table]]
        assert found == rows, table


def test_duckdb_loads_every_value_with_its_type(package: Path) -> None:
    load = run("DuckDB")
    for table, rows in written(package).items():
        relation = load(table)
        found = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
        assert found == rows, table


@pytest.mark.programs
def test_r_loads_every_value_with_its_type(package: Path) -> None:
    rscript = programs.r("readr")
    show = """
    tables <- c(list(events = events, places = places, evidence = evidence, statements = statements, sources = sources), others)
    for (name in names(tables)) {
      frame <- tables[[name]]
      cat(name, sapply(frame, function(column) class(column)[1]), "\\n")
      missing <- is.na(frame)
      text <- as.data.frame(lapply(frame, function(x) if (is.numeric(x)) format(x, digits = 15, trim = TRUE) else as.character(x)), check.names = FALSE)
      text[missing] <- ""
      write_csv(text, paste0(name, ".out.csv"))
    }
    """
    Path("recipe.R").write_text(recipe("R", "r") + show, encoding="utf-8")
    done = subprocess.run(
        [rscript, "--encoding=UTF-8", "recipe.R"],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stderr
    classes = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    kinds = {"integer": int, "numeric": float, "Date": date.fromisoformat, "character": str}
    for table, rows in written(package).items():
        with Path(f"{table}.out.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        typed = [
            {
                name: kinds[kind](cell) if cell else None
                for (name, cell), kind in zip(row.items(), classes[table], strict=True)
            }
            for row in found
        ]
        assert typed == rows, table
