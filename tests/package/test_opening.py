"""What can be opened as a package, and why the rest cannot."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from event_timeline.io.locks import FOLDER
from event_timeline.model import UserError
from event_timeline.package import journal
from event_timeline.package.opening import open_package, schema_fault
from tests import builder

FIELD = {"name": "a", "type": "string"}
REFERENCE = {"fields": "a", "reference": {"resource": "", "fields": "a"}}


def refused(location: str | Path) -> str:
    with pytest.raises(UserError) as caught:
        open_package(location)
    assert caught.value.hint
    return caught.value.message


def described(folder: Path, **descriptor: Any) -> Path:
    """A folder that holds only a descriptor."""
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def test_opens_a_folder_a_descriptor_and_a_zip(harbour: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ZIP", "w") as made:
        for path in harbour.rglob("*"):
            made.write(path, path.relative_to(harbour.parent))
    names = {tuple(open_package(at).resources) for at in (harbour, harbour / "datapackage.json", tmp_path / "a.ZIP")}
    assert len(names) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "an empty name is not a package"),
        ("absent", "absent: no such file or folder"),
        ("a.txt", "a.txt: neither a folder, a .json descriptor nor a zip"),
        ("pipe", "pipe: not a regular file"),
        ("x" * 300, "x" * 300 + ": File name too long"),
        ("inner", "inner: no datapackage.json there"),
    ],
)
def test_refuses_what_is_no_package(name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.txt").write_text("words", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    assert refused(name) == message


def test_names_the_folder_above_where_the_descriptor_is_there(harbour: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_package(harbour / "data")
    assert caught.value.hint == "it is one folder up: name that folder"


def test_refuses_a_descriptor_that_is_a_link_to_another_folder(harbour: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "datapackage.json").symlink_to(harbour / "datapackage.json")
    assert "leads out of the folder through a link" in refused(tmp_path / "other")


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        ([], "datapackage.json: has no resources"),
        ({"name": "events"}, "datapackage.json: has no resources"),
        ([{}] * 101, "datapackage.json: has 101 resources, more than 100 are not read"),
    ],
)
def test_refuses_a_descriptor_without_a_list_of_resources(resources: Any, message: str, tmp_path: Path) -> None:
    assert refused(described(tmp_path, resources=resources)) == message


@pytest.mark.parametrize(
    ("resource", "broken"),
    [
        ({}, "has no path"),
        ({"path": 5}, "path 5 is not a path"),
        ({"path": "../a.csv"}, "path '../a.csv' leads out of the package with .."),
        ({"path": "a\0.csv"}, "path 'a\\x00.csv' holds a NUL character"),
        ({"path": ["a.csv", "b.parquet"]}, "has paths to CSV and to Parquet files"),
        ({"path": ["a.csv", "a.csv"]}, "names a path twice"),
        ({"path": "a.csv", "schema": "https://example.org/a.json"}, "schema 'https://example.org/a.json' is a URL"),
        ({"path": "a.csv", "schema": "a\0.json"}, "schema 'a\\x00.json' holds a NUL character"),
        ({"path": "a.csv", "schema": "absent.json"}, "schema 'absent.json' does not exist"),
        ({"path": "a.csv", "schema": "bad.json"}, "has a schema that cannot be read: bad.json:1:1: not JSON"),
        ({"path": "a.csv", "schema": {"fields": []}}, "has no schema with a list of fields"),
    ],
)
def test_keeps_a_resource_that_cannot_be_read_and_says_why(
    resource: dict[str, Any], broken: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text("words", encoding="utf-8")
    declared = {"schema": {"fields": [FIELD]}} | resource
    (found,) = open_package(described(tmp_path, resources=[5, declared])).resources.values()
    assert (found.name, found.broken.startswith(broken)) == ("resources[1]", True), found.broken
    assert found.path == (found.paths[0] if found.paths else "")


@pytest.mark.parametrize(
    ("schema", "fault"),
    [
        ({"fields": [FIELD] * 1001}, "has a schema with 1,001 fields; more than 1,000 are not read"),
        ({"fields": [{"type": "string"}]}, "has a schema with a field that has no name"),
        ({"fields": [{"name": "*"}]}, "has a schema with a field whose name '*' no column can have"),
        ({"fields": [FIELD, FIELD]}, "has a schema that names a field twice"),
        ({"fields": [FIELD | {"constraints": 5}]}, "has a schema whose field 'a' has malformed constraints"),
        (
            {"fields": [FIELD | {"type": 5, "trueValues": "yes", "constraints": {"enum": [[]]}, "categories": [{}]}]},
            "has a schema whose field 'a' has malformed type, trueValues, enum, categories",
        ),
        ({"fields": [FIELD], "primaryKey": ["a", "a"]}, "has a schema with malformed primaryKey"),
        ({"fields": [FIELD], "sortedBy": 5}, "has a schema with malformed sortedBy"),
        ({"fields": [FIELD], "uniqueKeys": ["a"]}, "has a schema with malformed uniqueKeys"),
        ({"fields": [FIELD], "foreignKeys": [5]}, "has a schema with malformed foreignKeys"),
        ({"fields": [FIELD], "foreignKeys": [{"fields": "a", "reference": {"resource": ""}}]}, "malformed foreignKeys"),
        ({"fields": [FIELD | {"categories": ["b", {"value": 1}]}], "foreignKeys": [REFERENCE], "uniqueKeys": [["a"]]}, ""),
    ],
)  # fmt: skip
def test_looks_at_the_shapes_of_a_schema(schema: dict[str, Any], fault: str) -> None:
    found = schema_fault(schema)
    assert fault in found
    assert bool(fault) == bool(found)


def test_lists_the_texts_that_are_files_of_the_package(harbour: Path) -> None:
    package = open_package(harbour)
    package.descriptor["sources"] = [
        {"path": "article.txt"}, {"path": "absent.txt"}, {"path": "https://example.org/a"}, {"title": "none"}, "words",
    ]  # fmt: skip
    assert package.source_files() == {"article.txt": harbour / "article.txt"}
    package.descriptor["sources"] = "words"
    assert package.source_files() == {}


def test_an_error_of_the_system_is_reported(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (harbour / FOLDER).mkdir()
    monkeypatch.setattr(journal, "before_reading", fail)
    assert refused(harbour) == f"{harbour}: Permission denied"


def test_a_duplicate_key_is_remembered_with_its_file(harbour: Path) -> None:
    path = harbour / "schemas" / "places.json"
    builder.write(path, builder.read(path).replace("{", '{"title": "a", "title": "b", ', 1))
    assert [name for name, resource in open_package(harbour).resources.items() if resource.doubled] == ["places"]
