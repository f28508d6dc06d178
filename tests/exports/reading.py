"""What the exports' tests share: packages to export, and their values as Python's csv module reads them."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from event_timeline.exports.dataset import Dataset, dataset
from event_timeline.package.opening import open_package
from event_timeline.profile import OPTIONAL_TABLES, TABLES
from event_timeline.rules.explanations import Cell
from event_timeline.tables.loading import load_tables
from tests import builder
from tests.exports import full_profile

HOSTILE = (
    "<script>alert('x')</script>",
    '=HYPERLINK("http://example.org","click")',
    '"]}, {"a": 1',
    "\u200fשלום \u202eright to left\u202c",
    "👩‍🚀 🙂 Ọ̀ṣun",
    "long " * 5_999 + "words",
    "-1+1",
    "@SUM(A1)",
    "NA",
    "00123",
    "one line\nand another, with a comma; and a semicolon",
    "'; DROP TABLE events; --",
    "]]> &amp; \\n \\ %s {0}",
)
"""Cells that break careless writers; the long one has 30,000 characters."""
assert len(HOSTILE[5]) == 30_000
TYPES = {"integer": int, "number": float, "date": date.fromisoformat, "boolean": lambda v: v == "true"}


def awkward(folder: Path) -> Path:
    """The harbour with all that the profile has, HOSTILE in summaries, labels and notes, and a day before 1900."""
    events = [row[0] for row in builder.table(builder.HARBOUR / "data" / "events.csv")[1:]]
    edits = [Cell("events", key, "summary", text) for key, text in zip(events, HOSTILE, strict=True)]
    edits += [Cell("actors", "jonas-veld", "name", HOSTILE[1]), Cell("actors", "mira-holm", "note", HOSTILE[0])]
    edits += [
        Cell("statements", "nobody-hurt", "summary", HOSTILE[2]),
        Cell("codebook", "actors.kind body", "definition", HOSTILE[3]),
    ]
    edits += [Cell("events", "container-fall", "earliest", "1815-06-18")]
    edits += [
        Cell("event_sources", "container-fall article https://example.org/report Page 3", "note", HOSTILE[10]),
        Cell("measures", "container-fall injured dockers-union 2 3 5 persons mira-holm article", "unit", HOSTILE[12]),
        Cell("exceptions", "EVT006 events strike", "reason", HOSTILE[1]),
        Cell("codebook", "actors.kind body", "counter_example", HOSTILE[9]),
    ]
    package = full_profile.package(folder)
    for edit in edits:
        builder.apply(package, edit)
    builder.stamp(package)
    return package


def load(package: Path) -> Dataset:
    """A package, unchecked, as exports see it."""
    return dataset(load_tables(open_package(package)))


def written(package: Path) -> dict[str, list[dict[str, Any]]]:
    """Table -> rows with typed values, missing ones None, by the csv module and the schemas alone."""
    tables = {}
    names = [name for name in (*TABLES, *OPTIONAL_TABLES) if (package / "data" / f"{name}.csv").exists()]
    resources = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    schemas = {resource["name"]: resource["schema"] for resource in resources}
    for name in sorted(names):
        fields = json.loads((package / schemas[name]).read_text(encoding="utf-8"))["fields"]
        with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = [
                {f["name"]: TYPES.get(f["type"], str)(row[f["name"]]) if row[f["name"]] else None for f in fields}
                for row in csv.DictReader(file)
            ]
    return tables
