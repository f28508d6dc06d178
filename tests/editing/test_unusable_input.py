"""What cannot be written, or would be changed in part, is refused before anything is changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from tests import builder
from tests.conftest import Timeline

HALF = "a\ud800b"
"""A string with half of a surrogate pair: what Python makes of an argument's byte that is not UTF-8."""


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".timeline" not in p.parts
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "actors/denmark", f"note={HALF}"),
        ("stamp", "--keyword", HALF),
        ("bump", "minor", "--date", HALF),
    ],
    ids=lambda a: a[0],
)
def test_an_argument_that_is_not_utf_8_changes_nothing(
    arguments: tuple[str, ...], harbour: Path, timeline: Timeline
) -> None:
    before = files(harbour)
    result = timeline(*arguments, harbour)
    assert result.code == 2
    assert "this is a bug" not in result.err
    assert files(harbour) == before


def test_half_a_character_is_refused_by_every_function_that_writes_text(harbour: Path, tmp_path: Path) -> None:
    before = files(harbour)

    def change() -> None:
        with et.edit(harbour) as draft:
            draft.set("actors/denmark", note=HALF)

    calls = [
        change,
        lambda: et.stamp(harbour, keywords=[HALF]),
        lambda: et.merge([harbour, builder.PACKAGES / "floodgate"], tmp_path / "merged", title=HALF),
        lambda: et.new(tmp_path / "new", source=builder.ARTICLE, title=HALF, contributors=["Doe, Jane"]),
    ]
    for call in calls:
        with pytest.raises(et.Error, match="half a character"):
            call()
    assert files(harbour) == before
    assert not (tmp_path / "merged").exists()
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_editor_whose_block_has_ended_changes_nothing_and_says_so(dry_run: bool, harbour: Path) -> None:
    with et.edit(harbour, dry_run=dry_run) as draft:
        pass
    for call in (
        lambda: draft.set("actors/denmark", note="late"),
        lambda: draft.remove("actors/denmark"),
        lambda: draft.add("actors", name="Late", kind="person"),
        lambda: draft.add_evidence("event:strike", "mention", "strike", occurrence=1),
    ):
        with pytest.raises(et.Error, match="has ended"):
            call()


def test_a_table_without_a_description_is_merged(harbour: Path, tmp_path: Path) -> None:
    path = harbour / "datapackage.json"
    descriptor: dict[str, Any] = json.loads(builder.read(path))
    schema = {"fields": [{"name": "level", "type": "string"}]}
    descriptor["resources"].append(
        {"name": "levels", "path": "data/levels.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schema}
    )  # fmt: skip
    builder.write(harbour / "data" / "levels.csv", "level\nhigh\n")
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")
    et.stamp(harbour)
    assert et.validate(harbour).problems == []
    merged = et.merge([harbour, builder.PACKAGES / "floodgate"], tmp_path / "merged")
    assert merged.package["levels"].height == 1
    assert "| [levels](data/levels.csv) | levels |" in builder.read(tmp_path / "merged" / "README.md")


@pytest.mark.parametrize("damage", ["no schema", "fields are no list", "a schema outside"])
def test_a_package_is_lifted_whole_or_not_at_all(damage: str, harbour: Path) -> None:
    schema = harbour / "schemas" / "events.json"
    if damage == "no schema":
        schema.unlink()
    elif damage == "fields are no list":
        builder.write(schema, '{"fields": "x"}\n')
    else:
        path = harbour / "datapackage.json"
        builder.write(path, builder.read(path).replace("schemas/events.json", "../events.json"))
    before = files(harbour)
    with pytest.raises(et.Error):
        et.lift(harbour)
    assert files(harbour) == before
