"""Packages of profile 1.1 whose schemas an earlier toolchain of the same version of the profile wrote."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline import profile
from event_timeline.profile.table_schemas import FORMER_PATTERNS
from tests import builder


@pytest.fixture
def marshes(tmp_path: Path) -> Path:
    """The marshes with the codebook's schema as it was before vocabularies could have digits in their names."""
    package = Path(shutil.copytree(builder.MARSHES, tmp_path / "marshes"))
    with_pattern(package, FORMER_PATTERNS["vocabulary"])
    return package


def with_pattern(package: Path, pattern: str) -> None:
    schema = builder.schema(package, "codebook")
    schema["fields"][0]["constraints"]["pattern"] = pattern
    (package / "schemas" / "codebook.json").write_text(json.dumps(schema), encoding="utf-8")
    builder.stamp(package)


def pattern_of(package: Path) -> str:
    return str(builder.schema(package, "codebook")["fields"][0]["constraints"]["pattern"])


def test_a_codebook_of_an_earlier_toolchain_is_valid(marshes: Path) -> None:
    assert et.validate(marshes).problems == []


@pytest.mark.parametrize("pattern", [r"^[a-z_]+\.[a-z_0-9]*$", "^.*$", r"^[A-Z]+\.[a-z_]+$"])
def test_any_other_pattern_is_not_the_profile_s(pattern: str, marshes: Path) -> None:
    with_pattern(marshes, pattern)
    assert "PKG009" in et.validate(marshes).counts


def test_a_vocabulary_with_digits_brings_the_pattern_up_to_date(marshes: Path) -> None:
    schema = builder.schema(marshes, "places")
    field = {
        "name": "gauge1",
        "type": "string",
        "constraints": {"enum": ["low"]},
        "categories": [{"value": "low", "label": "Low"}],
    }
    schema["fields"].append(field)
    (marshes / "schemas" / "places.json").write_text(json.dumps(schema), encoding="utf-8")
    path = marshes / "data" / "places.csv"
    header, *rows = builder.read(path).splitlines()
    builder.write(path, "\n".join([f"{header},gauge1", *(f"{row}," for row in rows)]) + "\n")
    with et.edit(marshes) as editor:
        editor.add("codebook", vocabulary="events.topic", term="tides", label="Tides", definition="High and low water.")
    assert pattern_of(marshes) == FORMER_PATTERNS["vocabulary"]
    with et.edit(marshes) as editor:
        editor.add("codebook", vocabulary="places.gauge1", term="low", label="Low", definition="Low water.")
    fields = profile.table_schema("codebook")["fields"]
    assert pattern_of(marshes) == fields[0]["constraints"]["pattern"]
    assert "PKG009" not in et.validate(marshes).counts
    assert "TAB023" not in et.validate(marshes).counts
