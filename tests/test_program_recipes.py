"""The recipes of docs/loading.md for programs: their commands are run, and what they name is in the files.

Excel and Gephi themselves are not run: openpyxl and networkx read their files (tests/exports/test_xlsx_libreoffice.py reads
the workbook with LibreOffice). GDAL is the library with which QGIS reads.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import networkx
import openpyxl
import pytest

from tests import builder
from tests.exports import programs
from tests.exports.reading import written
from tests.test_loading_recipes import recipe


@pytest.fixture(autouse=True)
def package(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(harbour)
    return harbour


def commands(section: str) -> list[list[str]]:
    return [shlex.split(line) for line in recipe(section, "sh").splitlines()]


def run(command: list[str]) -> str:
    """What a command of `timeline`, or of GDAL, prints."""
    start = [sys.executable, "-m", "event_timeline"] if command[0] == "timeline" else [programs.gdal("GeoJSON")[0]]
    done = subprocess.run(start + command[1:], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_excel_gets_codes_as_text_and_an_edit_comes_back(package: Path) -> None:
    (export,) = commands("Excel")
    run(export)
    book = openpyxl.load_workbook("timeline.xlsx")
    head, *rows = book["events"].iter_rows()
    cameo, label = (next(i for i, c in enumerate(head) if c.value == name) for name in ("cameo", "label"))
    assert "040" in {row[cameo].value for row in rows}
    rows[0][label].value = "Another label"
    book.save("timeline.xlsx")
    (back,) = re.findall(r"`(timeline import xlsx [^`]*)`", DOCUMENT_TEXT)
    run(shlex.split(back))
    assert written(package)["events"][0]["label"] == "Another label"


def test_gephi_gets_nodes_with_their_record_edges_with_a_label_and_events_with_an_interval(package: Path) -> None:
    run(*commands("Gephi"))
    graph = networkx.read_gexf("timeline.gexf")
    assert {data["record"] for _, data in graph.nodes(data=True)} == {"actor", "event", "statement"}
    assert all(data["label"] for *_, data in graph.edges(data=True))
    days = {node: (data.get("start"), data.get("end")) for node, data in graph.nodes(data=True)}
    for event in written(package)["events"]:
        bounds = tuple(day and day.isoformat() for day in (event["earliest"], event["latest"]))
        assert days[f"events/{event['event_id']}"] == bounds


@pytest.mark.programs
def test_qgis_s_library_counts_the_events_of_each_place(package: Path) -> None:
    export, ask = commands("QGIS")
    assert ask[0] == "ogrinfo"
    run(export)
    name = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["name"]
    ask = [word.replace('"NAME"', f'"{name}"') for word in ask]
    pairs = re.findall(r"place \(String\) = (.*)\n  events \(Integer\) = (\d+)", run(ask))
    tables = written(package)
    names = {p["place_id"]: p["name"] for p in tables["places"]} | {None: "(null)"}
    found: dict[str, int] = {}
    for event in tables["events"]:
        name = names[event["place_id"]]
        found[name] = found.get(name, 0) + 1
    assert {name: int(n) for name, n in pairs} == found
    fields = run([ask[0], "-so", "-al", "timeline.geojson"])
    for field in (
        "earliest: Date",
        "latest: Date",
        "status: String",
        "kind: String",
        "label: String",
        "coordinates_of: String",
    ):
        assert field in fields


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def serving(command: list[str], port: int) -> Iterator[None]:
    with Path("log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", str(port)],
            stdout=log,
            stderr=log,
            env=os.environ | {"NO_COLOR": "1"},
        )
    try:
        for _ in range(300):
            assert server.poll() is None, builder.read(Path("log"))
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/-/versions.json"):
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_datasette_shows_the_view_under_its_address(package: Path, port: int) -> None:
    export, serve = commands("Datasette")
    assert serve[0] == "datasette"
    run(export)
    (address,) = re.findall(r"http://127.0.0.1:8001(/\S+)`", DOCUMENT_TEXT)
    with serving(serve, port):
        for path, words in ((address, b"Another cable for the crane"), (f"{address}.json", b'"rows"')):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                assert words in answer.read()


DOCUMENT_TEXT = (Path(__file__).parents[1] / "docs" / "loading.md").read_text(encoding="utf-8")
