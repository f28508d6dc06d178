"""Versions of the profile: each package is held against its own, an unknown one is one problem."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline import profile
from tests import builder
from tests.conftest import Timeline

ROOT = Path(__file__).parents[1]
CACHED = (
    profile.versions, profile.table_schema, profile.profile_schema, profile.definitions, profile._columns,
)  # fmt: skip


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A toolchain that also brings along a profile 0.9.0, in which events had no `polarity`."""
    home = tmp_path / "profile"
    shutil.copytree(ROOT / "schemas", home)
    old = home / "versions" / "0.9.0"
    shutil.copytree(ROOT / "schemas" / "versions" / "1.0.0", old)
    events = json.loads(builder.read(old / "events.json"))
    events["fields"] = [f for f in events["fields"] if f["name"] != "polarity"]
    builder.write(old / "events.json", json.dumps(events))
    monkeypatch.setattr(profile, "folder", lambda: home)
    for cached in CACHED:
        cached.cache_clear()
    yield home
    for cached in CACHED:
        cached.cache_clear()


def without_polarity(package: Path) -> None:
    """Take a column out of the events, and its terms out of the codebook."""
    for path in (package / "data" / "events.csv", package / "data" / "codebook.csv"):
        rows = builder.table(path)
        at = rows[0].index("polarity") if "polarity" in rows[0] else None
        kept = [row for row in rows if row[0] != "events.polarity"]
        cut = [[c for i, c in enumerate(row) if i != at] for row in kept]
        quoted = [[f'"{c.replace(chr(34), chr(34) * 2)}"' if re.search('[",\n]', c) else c for c in row] for row in cut]
        builder.write(path, "".join(",".join(row) + "\n" for row in quoted))
    schema = json.loads(builder.read(package / "schemas" / "events.json"))
    schema["fields"] = [f for f in schema["fields"] if f["name"] != "polarity"]
    builder.write(package / "schemas" / "events.json", json.dumps(schema, indent=2) + "\n")
    builder.stamp(package)


def name_version(package: Path, version: str) -> None:
    path = package / "datapackage.json"
    builder.write(path, re.sub(f"{profile.URN}[0-9.]+", profile.URN + version, builder.read(path)))


def codes(timeline: Timeline, package: Path) -> set[str]:
    return {p["code"] for p in json.loads(timeline("validate", package, "--format", "json").out)["problems"]}


def test_a_package_of_an_older_version_is_held_against_that_version(
    older: Path, harbour: Path, timeline: Timeline
) -> None:
    without_polarity(harbour)
    assert codes(timeline, harbour) == {"PKG009"}
    name_version(harbour, "0.9.0")
    assert codes(timeline, harbour) == set()
    assert "the schema of events lacks polarity as string" in timeline("validate", harbour).out


@pytest.mark.parametrize("version", ["9.0.0", "1.0.1", "../1.0.0", "versions", ""])
def test_an_unknown_version_is_one_problem_whatever_the_schemas_are(
    version: str, harbour: Path, timeline: Timeline
) -> None:
    without_polarity(harbour)
    name_version(harbour, version)
    result = timeline("validate", harbour, "--format", "json")
    (problem,) = json.loads(result.out)["problems"]
    assert (result.code, problem["code"]) == (1, "PKG002")
    assert "known are the versions 1.0.0" in problem["message"]


def test_an_unknown_version_is_one_problem_in_a_package_without_some_of_the_tables(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    name_version(package, "9.0.0")
    assert [p.code for p in et.validate(package).problems] == ["PKG002"]


def test_every_version_of_the_page_is_here_and_the_other_way_round() -> None:
    page = builder.read(ROOT / "docs" / "versions.md")
    listed = re.findall(r"^\| (\d+\.\d+\.\d+) \|", page, re.MULTILINE)
    assert tuple(listed) == profile.versions()
    assert profile.versions()[-1] == profile.VERSION == profile.profile_schema()["version"]


def test_a_kept_version_says_its_own_number() -> None:
    for version in profile.versions():
        assert profile.profile_schema(version)["version"] == version
        assert profile.table_schema("events", version)["fields"]
        assert profile.definitions(version)
