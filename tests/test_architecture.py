"""The page on architecture: the picture and the table are those of the code, and the files that it names are there."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import make_architecture
from event_timeline import profile
from event_timeline.citations import STYLES
from event_timeline.cli.group import COMMANDS
from event_timeline.exports import FORMATS
from event_timeline.reports import FORMATS as REPORTS
from tests.test_house import LAYERS

ROOT = Path(__file__).parents[1]
CODE = ROOT / "scripts" / "event_timeline"
SCRIPT = ROOT / "scripts" / "make_architecture.py"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"


def reached(graph: Mapping[str, frozenset[str]], start: str) -> set[str]:
    found: set[str] = set()
    left = [start]
    while left:
        new = set(graph[left.pop()]) - found
        found |= new
        left += new
    return found


def test_the_picture_and_the_table_are_current() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_room_has_a_place_in_the_layers_of_the_house() -> None:
    assert set(make_architecture.imported()) == {name for layer in LAYERS for name in layer} - {"__main__"}


def test_the_arrows_lead_to_exactly_what_the_imports_reach() -> None:
    graph = make_architecture.imported()
    drawn = make_architecture.reduced(graph)
    assert sum(map(len, drawn.values())) < sum(map(len, graph.values()))
    for name in graph:
        assert drawn[name] <= graph[name]
        assert reached(drawn, name) == reached(graph, name)


def test_every_arrow_points_down_and_no_boxes_overlap() -> None:
    places, arrows = make_architecture.layout(make_architecture.reduced(make_architecture.imported()))
    for arrow in arrows:
        heights = [places[node][1] for node in arrow]
        assert heights == sorted(heights)
        assert len(set(heights)) == len(heights)
    for (x, y), (other_x, other_y) in combinations(places.values(), 2):
        assert y != other_y or abs(x - other_x) > make_architecture.BOX_WIDTH / 2
    assert all(make_architecture.BOX_WIDTH / 2 <= x <= make_architecture.WIDTH - 20 for x, _ in places.values())


def test_rooms_that_import_each_other_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="import each other: a, b"):
        make_architecture.ranks({"a": frozenset("b"), "b": frozenset("a"), "c": frozenset()})


def test_the_picture_has_a_box_with_a_description_for_every_room() -> None:
    root = ET.fromstring((ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8"))
    boxes = {
        group.findall(f"{SVG}text")[0].text: group.find(f"{SVG}title").text
        for group in root.iter(f"{SVG}g")
        if "room" in group.get("class")
    }
    assert boxes == make_architecture.described()
    assert all(boxes.values())


@pytest.mark.parametrize(("lines", "kept"), [(1090, 1000), (950, 1000), (1200, 1200), (800, 800)])
def test_a_count_of_lines_is_kept_while_it_is_within_a_tenth(lines: int, kept: int) -> None:
    graph: dict[str, frozenset[str]] = {"model": frozenset()}
    drawn = make_architecture.picture(graph, {"model": 1000}, {"model": "Plain data."})
    assert make_architecture.kept(drawn, {"model": lines}) == {"model": kept}


def test_an_import_that_is_not_drawn_makes_the_picture_old() -> None:
    graph = make_architecture.imported()
    counts, texts = make_architecture.lines(), make_architecture.described()
    changed = {**graph, "cli": graph["cli"] - {"api"}}
    assert make_architecture.picture(changed, counts, texts) != make_architecture.picture(graph, counts, texts)


def test_every_file_that_the_page_names_is_there() -> None:
    files = set(re.findall(r"`((?:scripts|schemas|tests|docs)/[\w/.]+)`", PAGE))
    assert len(files) > 10
    assert [name for name in sorted(files) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("room", "names"),
    [("exports", FORMATS), ("citations", STYLES), ("reports", REPORTS), ("cli", COMMANDS)],
    ids=["exports", "citations", "reports", "cli"],
)
def test_a_name_is_the_name_of_its_file(room: str, names: dict[str, Any]) -> None:
    stems = {path.stem.rstrip("_") for path in (CODE / room).rglob("*.py")}
    assert [name for name in names if name.replace("-", "_") not in stems] == []


def test_a_table_s_name_is_the_name_of_its_schema() -> None:
    assert [t for t in profile.TABLES if not (ROOT / "schemas" / f"{t}.json").exists()] == []
