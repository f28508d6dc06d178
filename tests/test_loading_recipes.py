"""The recipes of docs/loading.md, run as they stand: every table, every value, every type."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import tarfile
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
    (code,) = re.findall(rf"^```{language}\n(.*?)^```", SECTIONS[section], re.DOTALL | re.MULTILINE)
    return code


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


@pytest.mark.programs
def test_d3_loads_every_value_with_its_type(package: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("npm")
    with tarfile.open(programs.npm_package("d3-dsv@3.0.1", folder)) as archive:
        archive.extractall(package / "node_modules", filter="data")
    (package / "node_modules" / "package").rename(package / "node_modules" / "d3-dsv")
    tables = list(written(package))
    code = recipe("JavaScript", "js") + f"console.log(JSON.stringify({json.dumps(tables)}.map(load)));"
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
