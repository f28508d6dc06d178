"""The loaders: R and Node.js source them and find every value, typed."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_timeline.exports import loaders
from tests import builder
from tests.exports import programs
from tests.exports.reading import load, written

pytestmark = pytest.mark.programs


def run(*command: str | Path, folder: Path, locale: str = "C.UTF-8") -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        env={"LC_ALL": locale, "PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()} for row in rows]


def in_node(code: str, folder: Path) -> Any:
    (folder / "code.mjs").write_text(code, encoding="utf-8")
    return json.loads(run(programs.node(), folder / "code.mjs", folder=folder))


def test_node_loads_every_value_with_its_type(package: Path, tmp_path: Path) -> None:
    loaders.write(load(package), tmp_path / "out")
    found = in_node(
        'import { loadTimeline } from "./out/load.mjs"; console.log(JSON.stringify(await loadTimeline()));', tmp_path
    )
    for table, rows in written(package).items():
        assert found[table] == plain(rows), table


def test_r_loads_every_value_with_its_type(package: Path, tmp_path: Path) -> None:
    loaders.write(load(package), tmp_path / "out")
    (tmp_path / "code.R").write_text(
        """options(warn = 2)
source("out/load.R")
timeline <- load_timeline()
writeLines(jsonlite::toJSON(timeline, dataframe = "rows", na = "null", digits = NA, auto_unbox = TRUE), "found.json", useBytes = TRUE)
writeLines(jsonlite::toJSON(lapply(timeline, function(t) lapply(t, class)), auto_unbox = TRUE), "classes.json")
""",
        encoding="utf-8",
    )
    run(programs.r("jsonlite"), "--encoding=UTF-8", "code.R", folder=tmp_path)
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    for table, rows in written(package).items():
        assert found[table] == plain(rows), table
    classes = json.loads((tmp_path / "classes.json").read_text(encoding="utf-8"))
    assert (classes["events"]["earliest"], classes["events"]["position"]) == ("Date", "integer")
    assert (classes["places"]["latitude"], classes["events"]["cameo"]) == ("numeric", "character")


def test_a_whole_number_beyond_what_a_number_holds_is_exact_in_node(tmp_path: Path) -> None:
    loaders.write(load(builder.HARBOUR), tmp_path / "out")
    table = tmp_path / "out" / "events.csv"
    header, first, *_ = table.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[1] = str(2**53 + 1)
    table.write_text(header + "\n" + ",".join(cells), encoding="utf-8")
    code = 'import { loadTable } from "./out/load.mjs"; console.log(JSON.stringify(String((await loadTable("events"))[0].position)));'
    assert in_node(code, tmp_path) == str(2**53 + 1)


@pytest.mark.parametrize("arguments", ['"deep/out/load.R"', '"deep/out/load.R", chdir = TRUE'])
def test_r_finds_the_tables_also_after_the_working_directory_changes(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    loaders.write(load(builder.HARBOUR), tmp_path / "deep" / "out")
    code = f"options(warn = 2); source({arguments}); setwd('/'); cat(nrow(load_timeline()$events))"
    (tmp_path / "code.R").write_text(code, encoding="utf-8")
    assert run(programs.r(), "code.R", folder=tmp_path) == str(len(written(builder.HARBOUR)["events"]))


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_r_reads_a_table_that_excel_saved_with_a_byte_order_mark(locale: str, tmp_path: Path) -> None:
    loaders.write(load(builder.HARBOUR), tmp_path / "out")
    table = tmp_path / "out" / "events.csv"
    table.write_bytes("\ufeff".encode() + table.read_bytes().replace(b"\n", b"\r\n"))
    (tmp_path / "code.R").write_text("source('out/load.R'); cat(names(load_timeline()$events)[1:2])", encoding="utf-8")
    assert run(programs.r(), "code.R", folder=tmp_path, locale=locale) == "event_id position"


@pytest.mark.parametrize(("number", "warnings"), [(2**53 - 1, 0), (2**53 + 1, 1), (-(2**63), 1)])
def test_r_warns_of_a_whole_number_whose_digits_a_double_loses(number: int, warnings: int, tmp_path: Path) -> None:
    data = load(builder.HARBOUR)
    data.schemas["events"]["fields"].append({"name": "own", "type": "integer"})
    loaders.write(data, tmp_path / "out")
    table = tmp_path / "out" / "events.csv"
    header, first, second, *_ = table.read_text(encoding="utf-8").splitlines()
    table.write_text(f"{header},own\n{first},{number}\n{second},\n", encoding="utf-8")
    code = """source("out/load.R"); said <- character()
    events <- withCallingHandlers(load_timeline()$events, warning = function(w) { said <<- c(said, conditionMessage(w)); invokeRestart("muffleWarning") })
    cat(sum(startsWith(said, "events$own has whole numbers from 2^53 on")), length(said), class(events$own), is.na(events$own[2]))"""
    (tmp_path / "code.R").write_text(code, encoding="utf-8")
    assert run(programs.r(), "code.R", folder=tmp_path) == f"{warnings} {warnings} numeric TRUE"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,\r\n", [["a", "b"], ["1", ""]]),
        ('a\n"x\ny"\n', [["a"], ["x\ny"]]),
        ('a\n"say ""no"""', [["a"], ['say "no"']]),
        ("a\n\n", [["a"], [""]]),
        ("a,b\n1,", [["a", "b"], ["1", ""]]),
        ("", []),
    ],
)
def test_the_parser_in_javascript_reads_csv_as_the_standard_has_it(
    text: str, rows: list[list[str]], tmp_path: Path
) -> None:
    loaders.write(load(builder.HARBOUR), tmp_path / "out")
    code = f'import {{ parseCsv }} from "./out/load.mjs"; console.log(JSON.stringify(parseCsv({json.dumps(text)})));'
    assert in_node(code, tmp_path) == rows


def test_the_parser_in_javascript_refuses_what_is_not_csv(tmp_path: Path) -> None:
    loaders.write(load(builder.HARBOUR), tmp_path / "out")
    code = """import { parseCsv } from "./out/load.mjs";
    try { parseCsv('a\\n"x'); } catch (e) { console.log(JSON.stringify(e.message)); }"""
    assert in_node(code, tmp_path) == "row 2 is not CSV"


def test_names_that_mean_something_in_javascript_or_r_are_names(tmp_path: Path) -> None:
    data = load(builder.HARBOUR)
    data.schemas["events"]["fields"] += [
        {"name": name, "type": "integer"} for name in ("__proto__", "constructor", "`${1}\\", 'a"b', "\U0001f642")
    ]
    loaders.write(data, tmp_path / "out")
    table = tmp_path / "out" / "events.csv"
    header, first, *_ = table.read_text(encoding="utf-8").splitlines()
    names = '__proto__,constructor,`${1}\\,"a""b",\U0001f642'
    table.write_text(f"{header},{names}\n{first},1,2,3,4,5\n", encoding="utf-8")
    code = """import { loadTable } from "./out/load.mjs";
    console.log(JSON.stringify(Object.entries((await loadTable("events"))[0]).slice(-5)));"""
    expected = [["__proto__", 1], ["constructor", 2], ["`${1}\\", 3], ['a"b', 4], ["\U0001f642", 5]]
    assert in_node(code, tmp_path) == expected
    r = """source("out/load.R"); found <- load_timeline()$events; found <- found[(ncol(found) - 4):ncol(found)]
    cat(jsonlite::toJSON(list(names(found), as.integer(found[1, ]), unname(sapply(found, class))), auto_unbox = TRUE))"""
    (tmp_path / "code.R").write_text(r, encoding="utf-8")
    names_, values, classes = json.loads(run(programs.r("jsonlite"), "--encoding=UTF-8", "code.R", folder=tmp_path))
    assert (names_, values) == ([n for n, _ in expected], [v for _, v in expected])
    assert classes == ["integer"] * 5
