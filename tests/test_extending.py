"""What docs/profile.md says of an extended package, done: a column, a table, a term of one's own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from event_timeline.exports import FORMATS
from tests import builder
from tests.conftest import Timeline

PAGE = Path(__file__).parents[1] / "docs" / "profile.md"
FIELD, RESOURCE = (
    json.loads(b) for b in re.findall(r"^```json\n(.*?)^```", builder.read(PAGE), re.DOTALL | re.MULTILINE)[-2:]
)


@pytest.fixture
def extended(harbour: Path, timeline: Timeline) -> Path:
    """The harbour with the page's column and table, and a term by command."""
    schema = json.loads(builder.read(harbour / "schemas" / "events.json"))
    schema["fields"].append(FIELD)
    builder.write(harbour / "schemas" / "events.json", json.dumps(schema, indent=2) + "\n")
    path = harbour / "data" / "events.csv"
    head, *lines = builder.read(path).splitlines()
    builder.write(
        path, "".join(f"{line}\n" for line in [f"{head},houses", f"{lines[0]},40", *(f"{x}," for x in lines[1:])])
    )
    builder.write(harbour / "data" / "levels.csv", "place_id,day,metres\npier-4,2024-05-13,1.25\n")
    descriptor = json.loads(builder.read(harbour / "datapackage.json"))
    descriptor["resources"].append(RESOURCE)
    builder.write(harbour / "datapackage.json", json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")
    assert timeline("stamp", harbour).code == 0
    added = timeline(
        "add",
        "term",
        harbour,
        "--vocabulary",
        "events.kind",
        "--term",
        "flood",
        "--definition",
        "Water where none should be.",
    )
    assert added.code == 0, added.err
    return harbour


def test_an_extended_package_is_valid(extended: Path, timeline: Timeline) -> None:
    result = timeline("validate", extended, "--strict", "--source", f"article={extended / 'article.txt'}")
    assert result.code == 0, result.out
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=extended,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_what_is_added_is_checked(extended: Path, timeline: Timeline) -> None:
    path = extended / "data" / "levels.csv"
    builder.write(path, builder.read(path).replace("pier-4", "nowhere"))
    timeline("stamp", extended)
    (problem,) = json.loads(timeline("validate", extended, "--format", "json").out)["problems"]
    assert (problem["code"], problem["resource"], problem["column"]) == ("KEY003", "levels", "place_id")


def test_a_column_of_ones_own_is_filled_by_command(extended: Path, timeline: Timeline) -> None:
    args = (
        "add",
        "event",
        extended,
        "--label",
        "High water",
        "--summary",
        "The quay is wet.",
        "--kind",
        "flood",
        "--status",
    )
    more = ("occurred", "--topic", "safety", "--report", "a good start", "--set", "houses=3")
    assert timeline(*args, *more).code == 0
    rows = builder.table(extended / "data" / "events.csv")
    assert [r[rows[0].index("houses")] for r in rows if r[0] == "high-water"] == ["3"]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_export_takes_it(format_: str, extended: Path, tmp_path: Path, timeline: Timeline) -> None:
    target = tmp_path / f"out{FORMATS[format_].suffix}"
    source = f"article={extended / 'article.txt'}"
    assert timeline("export", format_, extended, "--no-validate", "-o", target, "--source", source).code == 0
    assert target.exists()
