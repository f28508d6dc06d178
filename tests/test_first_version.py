"""A package of profile 1.0.0 under this toolchain: read, validated and exported without a change, and edited as one of 1.0.0."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline import profile
from event_timeline.exports import FORMATS
from tests import builder
from tests.conftest import Timeline

FIRST = "1.0.0"
NEW_TABLES = frozenset(profile.OPTIONAL_TABLES)
NEW_COLUMNS = {table: frozenset(profile.optional_fields(table)) for table in profile.TABLES}


def state(package: Path) -> dict[str, tuple[str, int]]:
    """Path -> hash and time of change of every file but the lock and the journal of edits."""
    files = (p for p in sorted(package.rglob("*")) if p.is_file() and ".timeline" not in p.parts)
    return {
        p.relative_to(package).as_posix(): (sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in files
    }


def test_the_package_of_these_tests_follows_the_first_version(harbour: Path) -> None:
    assert json.loads(builder.read(harbour / "datapackage.json"))["conformsTo"] == profile.URN + FIRST
    assert not (NEW_TABLES & set(et.read(harbour)))


def read(folder: Path, out: Path) -> None:
    assert et.read(folder)["events"].height == 13


def validate(folder: Path, out: Path) -> None:
    report = et.validate(folder, [builder.ARTICLE])
    assert report.problems == []
    assert report.accepted == []


def views(folder: Path, out: Path) -> None:
    assert et.timeline(folder).total == 13


def cite(folder: Path, out: Path) -> None:
    assert et.cite(folder)


def agree(folder: Path, out: Path) -> None:
    assert et.agree(folder, folder)


def diff(folder: Path, out: Path) -> None:
    assert not et.diff(folder, folder)


def merge(folder: Path, out: Path) -> None:
    et.merge([folder, builder.LIGHTHOUSE], out / "merged")


def dry_lift(folder: Path, out: Path) -> None:
    assert et.lift(folder, dry_run=True).version == profile.VERSION


READING = (read, validate, views, cite, agree, diff, merge, dry_lift)


@pytest.mark.parametrize("does", READING, ids=lambda f: f.__name__)
def test_reading_changes_no_file(does: Callable[[Path, Path], None], harbour: Path, tmp_path: Path) -> None:
    before = state(harbour)
    does(harbour, tmp_path)
    assert state(harbour) == before


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_changes_no_file_and_brings_nothing_of_the_newer_version(
    name: str, harbour: Path, tmp_path: Path
) -> None:
    before = state(harbour)
    written = et.export(harbour, name, tmp_path / f"out{FORMATS[name].suffix}", sources=[builder.ARTICLE])
    assert state(harbour) == before
    if name in ("zip", "json", "jsonl", "parquet", "sqlite"):
        back = et.import_(name, written, tmp_path / "back", contributors=["Project"])
        assert set(back.package) == set(et.read(harbour))
        for table in back.package:
            assert back.package[table].columns == et.read(harbour)[table].columns


def test_an_edit_stays_in_the_first_version(harbour: Path) -> None:
    before = state(harbour)
    with et.edit(harbour, sources=[builder.ARTICLE]) as editor:
        editor.set("events/strike", summary="The dockers stop work.")
        editor.add("event_actors", event_id="council-vote", actor_id="mira-holm", role="participant")
    after = state(harbour)
    changed = {path for path in after if after[path][0] != before.get(path, ("",))[0]}
    assert changed == {
        "data/events.csv", "data/event_actors.csv", "datapackage.json"
    }  # fmt: skip
    descriptor = json.loads(builder.read(harbour / "datapackage.json"))
    assert descriptor["conformsTo"] == profile.URN + FIRST
    assert "coding" not in descriptor
    for table, columns in NEW_COLUMNS.items():
        assert not columns & {f["name"] for f in builder.schema(harbour, table)["fields"]}, table
    assert et.validate(harbour, [builder.ARTICLE]).problems == []


def test_a_new_table_of_the_newer_version_is_refused_with_the_remedy(harbour: Path) -> None:
    before = state(harbour)
    with pytest.raises(et.Error) as caught, et.edit(harbour) as editor:
        editor.add("measures", event_id="container-fall", measure="injured", best=3, unit="persons")
    assert "et.lift" in (caught.value.hint or "")
    assert state(harbour) == before


def test_tables_named_as_the_newer_version_s_are_a_package_s_own(harbour: Path, timeline: Timeline) -> None:
    """A table `measures` of a package of 1.0.0 has whatever columns its author gave it."""
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    fields = [{"name": "event_id", "type": "string"}, {"name": "best", "type": "string"}]
    key = {"fields": "event_id", "reference": {"resource": "events", "fields": "event_id"}}
    builder.write(harbour / "data" / "measures.csv", "event_id,best\nstrike,inf\n")
    facts = {
        "title": "Measures",
        "description": "Own.",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    descriptor["resources"].append({
        "name": "measures", "type": "table", "path": "data/measures.csv", **facts, "bytes": 0, "hash": "sha256:0",
        "schema": {"fields": fields, "foreignKeys": [key], "primaryKey": "event_id", "missingValues": [""]},
    })  # fmt: skip
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")
    builder.stamp(harbour)
    assert [p for p in et.validate(harbour).problems if p.severity == "error"] == []
    assert timeline("show", harbour, "--long").code == 0
    for name in FORMATS:
        et.export(harbour, name, harbour.parent / f"own{FORMATS[name].suffix}", sources=[builder.ARTICLE])
