"""The exports in R: RSQLite on the database, jsonlite on the JSON files, readr on the flat table."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from event_timeline.exports import flat, json_, jsonl, sqlite_
from tests.exports import programs
from tests.exports.reading import load, written

pytestmark = pytest.mark.programs


def r(code: str, folder: Path) -> None:
    """Run R in a folder; its warnings are errors."""
    (folder / "code.R").write_text("options(warn = 2)\n" + code, encoding="utf-8")
    done = subprocess.run(
        [programs.r("readr", "RSQLite", "jsonlite"), "--encoding=UTF-8", "code.R"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def test_rsqlite_reads_every_value(package: Path, tmp_path: Path) -> None:
    sqlite_.write(load(package), tmp_path / "out.sqlite")
    r(
        """
        library(RSQLite)
        database <- dbConnect(SQLite(), "out.sqlite", flags = SQLITE_RO)
        tables <- setdiff(dbListTables(database), NULL)
        for (name in tables[!grepl("^_|fts", tables)]) {
          frame <- dbGetQuery(database, sprintf('SELECT * FROM "%s"', name))
          writeLines(jsonlite::toJSON(frame, dataframe = "rows", na = "null", digits = NA, auto_unbox = TRUE), paste0(name, ".json"), useBytes = TRUE)
        }
        dbDisconnect(database)
        """,
        tmp_path,
    )
    for table, rows in written(package).items():
        found = json.loads((tmp_path / f"{table}.json").read_text(encoding="utf-8"))
        assert found == [{k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()} for row in rows], (
            table
        )


def test_jsonlite_reads_the_document_and_the_lines(package: Path, tmp_path: Path) -> None:
    json_.write(load(package), tmp_path / "out.json")
    jsonl.write(load(package), tmp_path / "out.jsonl")
    r(
        """
        library(jsonlite)
        again <- function(x) toJSON(x, auto_unbox = TRUE, null = "null", digits = NA)
        writeLines(again(fromJSON("out.json", simplifyVector = FALSE)), "again.json", useBytes = TRUE)
        lines <- readLines("out.jsonl", encoding = "UTF-8")
        writeLines(sapply(lines, function(line) again(fromJSON(line, simplifyVector = FALSE))), "again.jsonl", useBytes = TRUE)
        """,
        tmp_path,
    )
    given, read = ((tmp_path / f"{name}.json").read_text(encoding="utf-8") for name in ("out", "again"))
    assert json.loads(read) == json.loads(given)
    given, read = ((tmp_path / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in ("out", "again"))  # type: ignore[assignment]
    assert [json.loads(line) for line in read] == [json.loads(line) for line in given] != []


def test_readr_reads_the_flat_table(package: Path, tmp_path: Path) -> None:
    flat.write(load(package), tmp_path / "out.csv")
    r(
        """
        library(readr)
        frame <- read_csv("out.csv", na = "", col_types = cols(.default = col_character()))
        stopifnot(nrow(problems(frame)) == 0)
        write_csv(frame, "again.csv", na = "")
        """,
        tmp_path,
    )
    given, read = ((tmp_path / f"{name}.csv").read_bytes().decode("utf-8-sig") for name in ("out", "again"))
    given, read = (list(csv.reader(io.StringIO(text, newline=""))) for text in (given, read))  # type: ignore[assignment]
    assert read == given
    assert len(given) == len(written(package)["events"]) + 1
