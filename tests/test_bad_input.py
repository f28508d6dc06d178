"""Whatever a package holds, the user gets a message with its place and exit code 1 or 2, never a traceback."""

from __future__ import annotations

import json
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from event_timeline.citations import work
from event_timeline.package import archive as archives
from event_timeline.tables import byte_scan
from tests import builder
from tests.conftest import Timeline

PLACES = "data/places.csv"


def rewritten(old: str, new: str, path: str = PLACES) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        text = builder.read(package / path)
        assert old in text
        builder.write(package / path, text.replace(old, new, 1))

    return change


def as_bytes(content: bytes, path: str = PLACES) -> Callable[[Path], None]:
    def damage(package: Path) -> None:
        (package / path).write_bytes(content)

    return damage


def converted(change: Callable[[bytes], bytes], path: str = PLACES) -> Callable[[Path], None]:
    def damage(package: Path) -> None:
        (package / path).write_bytes(change((package / path).read_bytes()))

    return damage


def blanks_between(raw: bytes) -> bytes:
    return raw.replace(b"\nosterhavn", b"\n\nosterhavn")


FILES = {
    "a missing file": (lambda p: (p / PLACES).unlink(), "TAB001", None),
    "a folder in place of a file": (lambda p: ((p / PLACES).unlink(), (p / PLACES).mkdir()), "PKG004|TAB001", None),
    "an empty file": (as_bytes(b""), "TAB002", None),
    "a file cut off in a record": (converted(lambda raw: raw[:-20]), "TAB011", 5),
    "a file cut off before the last line end": (converted(lambda raw: raw[:-1]), "TAB007", 5),
    "a header only, cut off": (as_bytes(b"place_id,na"), "TAB008", 1),
    "NUL bytes": (rewritten("Pier 4", "Pier\x004"), "TAB003", 4),
    "a spreadsheet": (as_bytes(b"PK\x03\x04\x14\x00\x06\x00"), "TAB003", 1),
    "UTF-16": (converted(lambda raw: raw.decode().encode("utf-16")), "TAB003|TAB004", None),
    "Latin-1": (rewritten("Town Hall", "R\udce5dhus"), "TAB004", 5),
    "a byte order mark": (converted(lambda raw: b"\xef\xbb\xbf" + raw), "TAB005", 1),
    "CRLF": (converted(lambda raw: raw.replace(b"\n", b"\r\n")), "TAB006", None),
    "CR alone": (converted(lambda raw: raw.replace(b"\n", b"\r")), "TAB006", None),
    "a cell too few": (rewritten("osterhavn,Osterhavn,city,", "osterhavn,Osterhavn,"), "TAB011", 3),
    "a cell too many": (rewritten("osterhavn,Osterhavn,", "osterhavn,Osterhavn,,"), "TAB011", 3),
    "an open quotation mark": (rewritten("Osterhavn,city", '"Osterhavn,city'), "TAB012", 3),
    "a quotation mark inside a cell": (rewritten("Osterhavn,city", 'Oster"havn,city'), "TAB012", 3),
    "two quotation marks inside a cell": (rewritten("Osterhavn,city", 'Oster"ha"vn,city'), "TAB012", 3),
    "quotation marks that are not doubled": (rewritten("Osterhavn,city", '"The "Oster" havn",city'), "TAB012", 3),
    "quotation marks after backslashes": (rewritten("Osterhavn,city", r'"The \"Oster\" havn",city'), "TAB012", 3),
    "one beside a comma": (rewritten("Osterhavn,city", '"The "Oster", havn",city'), "TAB012", 3),
    "a blank before a quoted cell": (rewritten("Osterhavn,city", ' "Osterhavn",city'), "TAB012", 3),
    "a blank after a quoted cell": (rewritten("Osterhavn,city", '"Osterhavn" ,city'), "TAB012", 3),
    "a quotation mark at the end of the file": (converted(lambda raw: raw + b'"'), "TAB012", 6),
    "a blank line": (converted(blanks_between), "TAB015", 3),
    "a column twice": (rewritten("longitude", "latitude"), "TAB009", 1),
    "a column without a name": (rewritten("longitude", ""), "TAB008", 1),
    "an unknown column": (rewritten("longitude", "lenght"), "TAB008", 1),  # codespell:ignore
    "columns in another order": (rewritten("latitude,longitude", "longitude,latitude"), "TAB008", 1),
    "semicolons": (converted(lambda raw: raw.replace(b",", b";")), "TAB010", 1),
    "tabs": (converted(lambda raw: raw.replace(b",", b"\t")), "TAB010", 1),
    "a word for a number": (rewritten("55.25,", "north,"), "TAB020", 3),
    "a huge cell": (rewritten("Pier 4", "x" * (byte_scan.MAX_CELL + 1)), "TAB013", 4),
    "too many columns": (rewritten("longitude", "longitude" + ",x" * byte_scan.MAX_COLUMNS), "TAB014", 1),
    "a required cell empty": (rewritten("Pier 4", ""), "TAB021", 4),
    "a reference to nothing": (rewritten("site,osterhavn", "site,osterhaven"), "KEY003", 4),
}


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_table_is_reported_with_its_place(name: str, harbour: Path, timeline: Timeline) -> None:
    damage, codes, line = FILES[name]
    damage(harbour)
    builder.stamp(harbour)
    result = timeline("validate", harbour, "--format", "json", "--strict")
    assert result.code == 1
    found = [p for p in json.loads(result.out)["problems"] if p["code"] in codes.split("|")]
    assert found, result.out
    if line is not None:
        assert (found[0]["path"], found[0]["line"]) == (PLACES, line)
    assert timeline("validate", harbour, "--strict").code == 1


QUOTING = [name for name, (_, codes, _) in FILES.items() if codes == "TAB012"]


@pytest.mark.parametrize("name", QUOTING)
def test_every_command_that_reads_a_table_refuses_the_same_line(name: str, harbour: Path, timeline: Timeline) -> None:
    damage, _, line = FILES[name]
    damage(harbour)
    (found,) = (p for p in problems(timeline, harbour) if p["code"] == "TAB012")
    before = written(harbour)
    for command in (["stamp"], ["set", "places/osterhavn", "name=Harbour"], ["add", "place"]):
        options = ["--id", "mole", "--name", "Mole", "--kind", "site"] if "add" in command else []
        result = timeline(*command, harbour, *options)
        assert (result.code, f"{PLACES}:{line}: {found['message']}" in result.err) == (2, True), result.err
    result = timeline("validate", harbour, "--fix")
    assert (result.code, f"{PLACES}: line {line}: {found['message']}" in result.err) == (1, True), result.err
    assert written(harbour) == before


def written(package: Path) -> dict[Path, bytes]:
    """The files of a package, without the folder that locks and journals are in."""
    return {p: p.read_bytes() for p in package.rglob("*") if p.is_file() and ".timeline" not in p.parts}


def test_each_line_with_a_quotation_mark_out_of_place_is_reported_with_its_column(
    harbour: Path, timeline: Timeline
) -> None:
    rewritten("Osterhavn,city", 'Oster"havn,city')(harbour)
    rewritten("Town Hall", '"Town "Hall""')(harbour)
    found = [p for p in problems(timeline, harbour) if p["code"] == "TAB012"]
    assert [(p["line"], p["column"]) for p in found] == [(3, "name"), (5, "name")]
    assert all(word not in p["message"] for p in found for word in ("CSV", "truncate", "infer", "schema"))


def test_a_cell_is_found_on_its_physical_line_after_a_quoted_line_break(harbour: Path, timeline: Timeline) -> None:
    rewritten("Osterhavn,city", '"Oster\n\nhavn",city')(harbour)
    rewritten("55.2488", "155.2488")(harbour)
    builder.stamp(harbour)
    problems = json.loads(timeline("validate", harbour, "--format", "json", "--select", "TAB").out)["problems"]
    wrong = next(p for p in problems if p["code"] == "TAB024")
    assert (wrong["line"], wrong["row"], wrong["column"], wrong["value"]) == (7, 4, "latitude", "155.2488")


UNSAFE = [
    "../places.csv",
    "/etc/passwd",
    "C:/places.csv",
    "data\\places.csv",
    "https://example.org/a.csv",
    ".hidden/places.csv",
    "data/../../a.csv",
    "data/pl\\u0000.csv",
]


@pytest.mark.parametrize("path", UNSAFE)
def test_a_path_that_leaves_the_package_is_never_followed(path: str, harbour: Path, timeline: Timeline) -> None:
    escaped = path if "\\u" in path else path.replace("\\", "\\\\")
    rewritten('"path": "data/places.csv"', f'"path": "{escaped}"', "datapackage.json")(harbour)
    result = timeline("validate", harbour)
    assert result.code == 1
    assert "PKG004" in result.out


def test_a_link_out_of_the_package_is_never_followed(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    outside = tmp_path / "places.csv"
    (harbour / PLACES).rename(outside)
    (harbour / PLACES).symlink_to(outside)
    result = timeline("validate", harbour)
    assert result.code == 1
    assert "through a link" in result.out


def test_a_schema_outside_the_package_is_never_read(harbour: Path, timeline: Timeline) -> None:
    rewritten("schemas/places.json", "../../places.json", "datapackage.json")(harbour)
    result = timeline("validate", harbour)
    assert result.code == 1
    assert "leads out of the package" in result.out


NO_PACKAGE = {
    "nothing there": lambda p: p / "nowhere",
    "a folder without a descriptor": lambda p: p / "data",
    "a table": lambda p: p / PLACES,
    "a text named as a descriptor": lambda p: _descriptor(p, "not JSON at all"),
    "a list": lambda p: _descriptor(p, "[]"),
    "no resources": lambda p: _descriptor(p, '{"name": "x"}'),
    "resources that are none": lambda p: _descriptor(p, '{"resources": 5}'),
    "an empty list of resources": lambda p: _descriptor(p, '{"resources": []}'),
    "JSON nested too deeply": lambda p: _descriptor(p, '{"a":' * 100_000),
    "an absurd number": lambda p: _descriptor(p, '{"a": ' + "9" * 10_000 + "}"),
    "a descriptor in Latin-1": lambda p: _descriptor(p, '{"title": "\udce5"}'),
    "an empty descriptor": lambda p: _descriptor(p, ""),
}


def _descriptor(package: Path, text: str) -> Path:
    builder.write(package / "datapackage.json", text)
    return package


@pytest.mark.parametrize("name", NO_PACKAGE)
def test_what_is_no_package_is_said_in_a_line(name: str, harbour: Path, timeline: Timeline) -> None:
    result = timeline("validate", NO_PACKAGE[name](harbour))
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert "hint: " in result.err
    assert result.out == ""


def test_broken_json_is_placed(harbour: Path, timeline: Timeline) -> None:
    rewritten('"name": "harbour-dispute",', '"name": "harbour-dispute"', "datapackage.json")(harbour)
    result = timeline("validate", harbour)
    assert result.code == 2
    assert "datapackage.json:6:3" in result.err


NUMBERS = ["NaN", "-Infinity", "1e999", "-1E400", "1" + "0" * 400, "9" * 10_000]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: n[:9])
@pytest.mark.parametrize("path", ["datapackage.json", "schemas/places.json"])
def test_a_number_that_readers_cannot_hold_is_placed(path: str, number: str, harbour: Path, timeline: Timeline) -> None:
    rewritten("{", f'{{\n  "x": "NaN, {number}", "y": {number},', path)(harbour)
    result = timeline("validate", harbour)
    column = 9 + len(f'NaN, {number}", "y": ')
    assert f"{path}:2:{column}: {number[:9]}" in result.out + result.err
    assert result.code == (2 if path == "datapackage.json" else 1)
    if result.code == 2:
        assert len(result.err) < 300


def test_nesting_that_is_too_deep_is_placed(harbour: Path, timeline: Timeline) -> None:
    for levels in (101, 500, 100_000):
        builder.write(harbour / "datapackage.json", '{"a":\n' * levels + "1" + "}" * levels)
        result = timeline("validate", harbour)
        assert (result.code, "datapackage.json:101:1: nested more than 100 levels deep" in result.err) == (2, True)
    builder.write(harbour / "datapackage.json", '{"a":\n' * 100 + "1" + "}" * 100)
    assert "has no resources" in timeline("validate", harbour).err


def test_a_property_that_stands_twice_is_placed(harbour: Path, timeline: Timeline) -> None:
    rewritten(
        '"name": "harbour-dispute",', '"t\\u0069tle": {"a": 1, "b": {"a": 2}},\n  "x": "title",', "datapackage.json"
    )(harbour)
    result = timeline("validate", harbour, "--select", "PKG008")
    text = builder.read(harbour / "datapackage.json")
    line = next(i for i, row in enumerate(text.splitlines(), 1) if row.startswith('  "title"'))
    assert f"datapackage.json:{line}  PKG008  the property 'title' is duplicated in one object" in result.out
    assert "at column 3" in result.out
    assert result.out.count("PKG008  ") == 1


def test_a_property_that_stands_twice_in_a_schema_is_placed(harbour: Path, timeline: Timeline) -> None:
    rewritten('"name": "events",', '"name": "events",\n  "title": "x",', "schemas/events.json")(harbour)
    result = timeline("validate", harbour, "--select", "PKG008")
    text = builder.read(harbour / "schemas" / "events.json")
    line = [i for i, row in enumerate(text.splitlines(), 1) if row.startswith('  "title"')][1]
    assert f"schemas/events.json:{line}  PKG008  the property 'title' is duplicated in one object" in result.out
    assert result.out.count("PKG008  ") == 1


def test_rows_of_a_record_that_was_removed_are_not_tied_to_another(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "events.csv"
    rows = builder.read(path).splitlines(keepends=True)
    builder.write(path, "".join(r for r in rows if not r.startswith("cable-cut,")))
    result = timeline("validate", harbour, "--select", "KEY003")
    assert "'cable-cut' is not in `events`" in result.out
    assert "did you mean" not in result.out
    builder.write(path, "".join(r.replace("cable-cut,", "cabel-cut,") for r in rows))
    assert "did you mean 'cabel-cut'?" in timeline("validate", harbour, "--select", "KEY003").out


def test_a_schema_that_is_broken_is_not_looked_through_for_keys(harbour: Path, timeline: Timeline) -> None:
    for text in ('{"x": 1, "x": 2, "fields": []}}', '{"y": {"x": 1, "x": 2}, z: 1}', '{"x": 1, "x": "\\ud800"}'):
        builder.write(harbour / "schemas" / "places.json", text)
        result = timeline("validate", harbour, "--select", "PKG")
        assert (result.code, "PKG004" in result.out, "PKG008" in result.out) == (1, True, False)


@pytest.mark.parametrize("table", ["sources", "actors", "evidence", "statements"])
@pytest.mark.parametrize("fault", ["empty", "gone", "undeclared", "column"])
def test_texts_are_read_whatever_table_is_not_there(table: str, fault: str, harbour: Path, timeline: Timeline) -> None:
    path, schema = harbour / "data" / f"{table}.csv", harbour / "schemas" / f"{table}.json"
    if fault == "empty":
        path.write_bytes(b"")
    elif fault == "gone":
        path.unlink()
    elif fault == "undeclared":
        descriptor = json.loads(builder.read(harbour / "datapackage.json"))
        descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != table]
        builder.write(harbour / "datapackage.json", json.dumps(descriptor))
    else:
        rows = builder.table(path)
        last = rows[0][-1]
        path.write_text("".join(",".join(r[:-1]).replace("\n", " ") + "\n" for r in rows), encoding="utf-8")
        declared = json.loads(builder.read(schema))
        declared["fields"] = [f for f in declared["fields"] if f["name"] != last]
        builder.write(schema, json.dumps(declared))
    given = f"article={builder.ARTICLE}"
    result = timeline("validate", harbour, "--source", given)
    assert "bug" not in result.err
    assert result.code == 1 or (result.code == 2 and "source" in result.err)


def test_no_place_is_made_of_numbers_that_are_none(harbour: Path) -> None:
    for number in (float("nan"), float("inf"), 10**400, 1e300, "1"):
        assert work.place({"spatial": {"title": "A", "type": "Point", "coordinates": [number, 1]}}) == ("A", None)
    assert work.place({"spatial": {"type": "Point", "coordinates": [10, 55.5]}}) == ("", (10.0, 55.5))


ODD = {
    "a resource that is no object": ('"resources": [', '"resources": [5, null, "x",'),
    "a resource without a path": ('"path": "data/places.csv",', ""),
    "a path that is a number": ('"path": "data/places.csv"', '"path": 5'),
    "a path that is a list": ('"path": "data/places.csv"', '"path": ["data/places.csv", "data/actors.csv"]'),
    "a name that is a list": ('"name": "places"', '"name": ["places"]'),
    "a schema that is a number": ('"schema": "schemas/places.json"', '"schema": 5'),
    "a schema without fields": ('"schema": "schemas/places.json"', '"schema": {}'),
    "a schema with fields without names": ('"schema": "schemas/places.json"', '"schema": {"fields": [{}]}'),
    "a schema with a field twice": (
        '"schema": "schemas/places.json"',
        '"schema": {"fields": [{"name": "a"}, {"name": "a"}]}',
    ),
    "a schema with other fields": (
        '"schema": "schemas/places.json"',
        '"schema": {"fields": [{"name": "a", "type": "string"}]}',
    ),
    "a schema that names itself": ('"schema": "schemas/places.json"', '"schema": "datapackage.json"'),
    "a schema that refers to itself": ('"schema": "schemas/places.json"', '"schema": {"$ref": "datapackage.json"}'),
    "bytes that are text": ('"bytes": ', '"bytes": "many", "size": '),
    "a hash that is a number": ('"hash": "', '"hash": 5, "digest": "'),
    "licences that are text": ('"licenses": [', '"licenses": "CC0", "licences": ['),
    "a version that is a number": ('"version": "1.2.0"', '"version": 1'),
    "created in the future of nowhere": ('"2024-06-01T00:00:00Z"', '"tomorrow"'),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_descriptor_is_reported(name: str, harbour: Path, timeline: Timeline) -> None:
    rewritten(*ODD[name], "datapackage.json")(harbour)
    result = timeline("validate", harbour)
    assert result.code == 1, result.err
    assert "PKG" in result.out


ODD_SCHEMAS = {
    "a type that does not exist": ('"type": "number"', '"type": "numbre"'),  # codespell:ignore
    "a type that is a list": ('"type": "number"', '"type": ["number"]'),
    "a minimum that is text": ('"minimum": -90', '"minimum": "south"'),
    "an enum that is text": ('"enum": [', '"enum": "site", "terms": ['),
    "a pattern that is no expression": ('"pattern": "^[A-Z]{3}$"', '"pattern": "(["'),
    "a pattern that could take years": ('"pattern": "^[A-Z]{3}$"', '"pattern": "^(a+)+\\\\1$"'),
    "constraints that are a list": ('"constraints": {', '"constraints": [], "limits": {'),
    "a primary key of a missing field": ('"primaryKey": [', '"primaryKey": ["nothing",'),
    "a foreign key that is text": ('"foreignKeys": [', '"foreignKeys": ["within",'),
    "foreign keys that are a number": ('"foreignKeys": [', '"foreignKeys": 5, "keys": ['),
    "a sort order that is a number": ('"sortedBy": [', '"sortedBy": 5, "order": ['),
    "unique keys that are text": ('"missingValues": [', '"uniqueKeys": "name", "missingValues": ['),
    "categories that are a number": ('"categories": [', '"categories": 5, "terms": ['),
}


@pytest.mark.parametrize("name", ODD_SCHEMAS)
def test_an_odd_schema_is_reported(name: str, harbour: Path, timeline: Timeline) -> None:
    rewritten(*ODD_SCHEMAS[name], "schemas/places.json")(harbour)
    result = timeline("validate", harbour)
    assert result.code == 1, result.err
    assert "places" in result.out


def test_foreign_keys_that_refer_to_each_other_in_a_circle_end(harbour: Path, timeline: Timeline) -> None:
    rewritten(
        '"foreignKeys": [',
        '"foreignKeys": [{"fields": "place_id", "reference": {"resource": "events", "fields": "event_id"}},',
        "schemas/places.json",
    )(harbour)
    assert timeline("validate", harbour).code == 1


def test_a_zip_is_read_like_its_folder(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    archive = tmp_path / "harbour.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(harbour.rglob("*")):
            out.write(path, Path("inside") / path.relative_to(harbour))
    result = timeline("validate", archive, "--source", builder.ARTICLE)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("member", ["../out.csv", "/out.csv", "a/../../out.csv", "C:out.csv"])
def test_a_zip_that_writes_outside_is_refused(member: str, timeline: Timeline, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr(member, "x")
    result = timeline("validate", archive)
    assert result.code == 2
    assert "in the archive" in result.err
    assert not (tmp_path / "out.csv").exists()


def test_a_zip_bomb_is_refused(timeline: Timeline, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        out.writestr("datapackage.json", b"0" * (archives.MAX_RATIO * 2**16 + 1))
    result = timeline("validate", archive)
    assert result.code == 2
    assert "not unpacked" in result.err


def test_a_link_in_a_zip_is_refused(timeline: Timeline, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    link = zipfile.ZipInfo("datapackage.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr(link, "/etc/passwd")
    result = timeline("validate", archive)
    assert result.code == 2
    assert "is a link" in result.err


def test_a_truncated_zip_is_refused(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.write(harbour / "datapackage.json", "datapackage.json")
    archive.write_bytes(archive.read_bytes()[:-30])
    result = timeline("validate", archive)
    assert result.code == 2
    assert "not a whole zip" in result.err


@pytest.mark.parametrize("content", [b"", b"no zip at all " * 300], ids=["empty", "other bytes"])
def test_what_is_called_a_zip_and_is_none_is_said_to_be_damaged(
    content: bytes, timeline: Timeline, tmp_path: Path
) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(content)
    result = timeline("validate", archive)
    assert (result.code, "not a whole zip, it was cut off or damaged" in result.err) == (2, True)


def test_a_zip_that_is_damaged_inside_is_said_to_be_damaged(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(harbour / "datapackage.json", "datapackage.json")
    raw = bytearray(archive.read_bytes())
    raw[300:600] = bytes(300)
    archive.write_bytes(raw)
    result = timeline("validate", archive)
    assert (result.code, "not a whole zip, it was cut off or damaged" in result.err) == (2, True)
    assert "hint: fetch or make it again" in result.err


def test_a_folder_inside_a_package_leads_one_folder_up(harbour: Path, timeline: Timeline) -> None:
    result = timeline("validate", harbour / "data")
    assert (result.code, "hint: it is one folder up: name that folder" in result.err) == (2, True)


def test_a_source_text_that_cannot_be_read_is_said(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"\xe5")
    for given in (tmp_path / "nowhere.txt", tmp_path, tmp_path / "latin.txt", f"interview={builder.ARTICLE}"):
        result = timeline("validate", harbour, "--source", given)
        assert result.code == 2
        assert result.err.startswith("error: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_an_unreadable_table_is_reported(harbour: Path, timeline: Timeline) -> None:
    (harbour / PLACES).chmod(0)
    result = timeline("validate", harbour)
    assert result.code == 1
    assert "TAB001" in result.out


def test_a_report_that_cannot_be_written_is_said(harbour: Path, timeline: Timeline) -> None:
    for place in (harbour / "nowhere" / "report.json", harbour / "data"):
        result = timeline("validate", harbour, "-o", place)
        assert result.code == 2
        assert result.err.startswith("error: ")


def test_a_special_file_is_not_opened(harbour: Path, timeline: Timeline) -> None:
    (harbour / PLACES).unlink()
    os.mkfifo(harbour / PLACES)
    result = timeline("validate", harbour)
    assert result.code == 1
    assert "not a regular file" in result.out


def test_a_hostile_name_cannot_command_the_terminal(harbour: Path, timeline: Timeline) -> None:
    rewritten("Pier 4,site", "\x1b[2JPier 4,\x1b]0;x\x07", PLACES)(harbour)
    result = timeline("validate", harbour)
    assert result.code == 1
    assert "\x1b]" not in result.out
    assert "\x1b[2J" not in result.out


def problems(timeline: Timeline, package: Path, *options: object) -> list[dict[str, Any]]:
    return json.loads(timeline("validate", package, "--format", "json", *options).out)["problems"]


def test_a_schema_that_is_no_json_is_one_finding_with_its_place(harbour: Path, timeline: Timeline) -> None:
    builder.write(harbour / "schemas" / "events.json", "{\n")
    (problem,) = problems(timeline, harbour)
    assert problem["code"] == "PKG004"
    assert "schemas/events.json:2:1: not JSON" in problem["message"]
    assert problem["hint"].startswith("fix schemas/events.json, or restore it")


def test_a_schema_that_is_not_there_is_one_finding(harbour: Path, timeline: Timeline) -> None:
    (harbour / "schemas" / "actors.json").unlink()
    (problem,) = problems(timeline, harbour)
    assert (problem["code"], problem["hint"]) == ("PKG004", "restore the file, or correct `schema`")


@pytest.mark.parametrize("path", ["datapackage.json", "schemas/events.json"])
def test_a_byte_order_mark_of_json_is_found_and_mended(path: str, harbour: Path, timeline: Timeline) -> None:
    whole = builder.read(harbour / path)
    builder.write(harbour / path, "\ufeff" + whole)
    assert [(p["code"], p["path"], p["line"]) for p in problems(timeline, harbour)] == [("PKG016", path, 1)]
    result = timeline("validate", harbour, "--fix", "--strict")
    assert result.code == 0
    assert result.err.splitlines()[0] == f"fixed: {path}: byte order mark removed"
    assert builder.read(harbour / path) == whole


@pytest.mark.parametrize(
    ("path", "lost", "code"),
    [("data/statements.csv", 40, "TAB012"), ("data/places.csv", 20, "TAB011")],
)
def test_a_file_cut_off_in_a_record_is_said_to_be_just_that(
    path: str, lost: int, code: str, harbour: Path, timeline: Timeline
) -> None:
    raw = (harbour / path).read_bytes()
    (harbour / path).write_bytes(raw[:-lost])
    found = [p for p in problems(timeline, harbour) if p["path"] == path]
    assert [p["code"] for p in found] == [code, "PKG005", "PKG006"]
    assert f"cut off inside this record: {len(raw) - lost:,} of {len(raw):,} bytes" in found[0]["message"]
    assert found[0]["hint"] == "restore the file from an earlier version, or fetch it again"


def test_a_record_that_is_broken_and_not_cut_off_is_said_to_be_malformed(harbour: Path, timeline: Timeline) -> None:
    rewritten("Osterhavn,city", '"Osterhavn,city')(harbour)
    found = problems(timeline, harbour)
    assert "TAB012" in {p["code"] for p in found}
    assert not [p for p in found if "cut off" in p["message"]]


def test_why_a_file_cannot_be_read_is_a_sentence(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("event_timeline.tables.loading.data_files.inspect", refuse)
    assert problems(timeline, harbour)[0]["message"] == "the file cannot be read: Permission denied"


def test_a_quote_and_its_spans_are_shown_where_they_part(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "statements.csv"
    builder.write(path, builder.read(path).replace("a good start", "a slow start"))
    (problem,) = [p for p in problems(timeline, harbour) if p["code"] == "EVD009"]
    assert problem["message"] == (
        "from character 3 on the quote has 'a slow start 🙂', its spans say 'a good start 🙂'"
    )


def test_a_term_in_another_case_is_answered_by_the_term(harbour: Path, timeline: Timeline) -> None:
    rewritten(",occurred,", ",Occurred,", "data/events.csv")(harbour)
    (problem,) = [p for p in problems(timeline, harbour) if p["code"] == "TAB022"]
    assert "did you mean 'occurred'?" in problem["message"]


def test_a_form_is_told_in_words(harbour: Path, timeline: Timeline) -> None:
    rewritten("Q35,", "35,")(harbour)
    (problem,) = [p for p in problems(timeline, harbour) if p["code"] == "TAB023"]
    assert (
        problem["message"] == "'35' does not match the pattern of this column; wanted is Q and a number, such as Q240"
    )


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f"])
def test_an_odd_blank_is_found_in_names_and_not_in_quoted_words(blank: str, harbour: Path, timeline: Timeline) -> None:
    rewritten("Town Hall", f"Town{blank}Hall")(harbour)
    rewritten("Members of", f"Members{blank}of", "data/actors.csv")(harbour)
    path = harbour / "data" / "evidence.csv"
    builder.write(path, builder.read(path).replace("The council", f"The{blank}council"))
    found = [(p["path"], p["column"]) for p in problems(timeline, harbour) if p["code"] == "TAB036"]
    assert found == [(PLACES, "name"), ("data/actors.csv", "name")]


FIRST_LINES = {
    "for Excel": ("sep=,\n", "'sep=,'", "it is for Excel alone"),
    "an empty one": ("\n", "it is empty", "delete the empty line"),
    "a conflict": ("<<<<<<< HEAD\n", "'<<<<<<< HEAD'", "merge conflict"),
    "a title": ("Places of the harbour,,,,\n", "'Places of the harbour,,,,'", "write the schema's header above"),
}
INSTEAD = {
    "a pointer": ("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "git lfs pull"),
    "a web page": ("<!DOCTYPE html>\n<html><body>404, not found</body></html>\n", "download the file itself"),
    "another table": ("event_id,actor_id,role\nstrike,dockers,agent\n", "restore the file"),
    "rows alone": ("osterhavn,Osterhavn,settlement,denmark,DNK,55.25,10.5,,,\n", "write the schema's header"),
}


@pytest.mark.parametrize("name", FIRST_LINES)
def test_a_line_before_the_header_is_one_finding(name: str, harbour: Path, timeline: Timeline) -> None:
    line, shown, hint = FIRST_LINES[name]
    builder.write(harbour / PLACES, line + builder.read(harbour / PLACES))
    builder.stamp(harbour)
    (problem,) = problems(timeline, harbour)
    assert (problem["code"], problem["line"]) == ("TAB008", 1)
    assert problem["message"].startswith("the first line is not the header: ")
    assert shown in problem["message"]
    assert hint in problem["hint"]


@pytest.mark.parametrize("name", INSTEAD)
def test_another_thing_in_place_of_a_table_is_one_finding(name: str, harbour: Path, timeline: Timeline) -> None:
    content, hint = INSTEAD[name]
    builder.write(harbour / PLACES, content)
    builder.stamp(harbour)
    (problem,) = problems(timeline, harbour)
    assert problem["code"] == "TAB008"
    assert hint in problem["hint"]


def test_blanks_after_the_commas_are_one_finding(harbour: Path, timeline: Timeline) -> None:
    text = builder.read(harbour / PLACES)
    builder.write(harbour / PLACES, text.replace(",", ", "))
    builder.stamp(harbour)
    (problem,) = problems(timeline, harbour)
    assert (problem["code"], "blanks are around" in problem["message"]) == ("TAB008", True)
    builder.write(harbour / PLACES, text.replace(",latitude", ", latitude").replace(",name", ",nom", 1))
    builder.stamp(harbour)
    assert [p["message"] for p in problems(timeline, harbour)] == [
        "the header has ' latitude', with a blank too many",
        "the header lacks the column 'name'",
        "the header has 'nom', which the schema does not know",
    ]


def test_a_table_without_rows_that_others_refer_to_is_one_finding(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "events.csv"
    builder.write(path, builder.read(path).splitlines()[0] + "\n")
    builder.stamp(harbour)
    lost = [p for p in problems(timeline, harbour) if p["code"] == "KEY003"]
    assert [(p["resource"], p["path"]) for p in lost] == [("events", "data/events.csv")]
    assert "`events` has no rows, and " in lost[0]["message"]


@pytest.mark.parametrize("change", [('"name": "events"', '"name": "event"'), ('"name": "events",', "")], ids=str)
def test_a_table_under_another_name_is_told_once(change: tuple[str, str], harbour: Path, timeline: Timeline) -> None:
    rewritten(*change, "datapackage.json")(harbour)
    codes = {p["code"]: p for p in problems(timeline, harbour)}
    assert set(codes) == ({"PKG003"} if change[1] else {"PKG001", "PKG003"})
    assert len(problems(timeline, harbour)) == len(codes)
    assert ("name 'event' so" in codes["PKG003"]["hint"]) is bool(change[1])


FORMLESS = {
    "an image that is no text": ('"resources": [', '"image": 5, "resources": [', "$.image"),
    "a scheme that is no text": ('"scheme": "file"', '"scheme": [1]', ".scheme"),
    "a version that is a number": ('"version": "1.2.0"', '"version": 1.5', "$.version"),
    "a day that is none": ('"2024-06-01T00:00:00Z"', '"tomorrow"', "$.created"),
}


@pytest.mark.parametrize("name", FORMLESS)
def test_a_property_without_its_form_is_one_finding(name: str, harbour: Path, timeline: Timeline) -> None:
    assert timeline("cite", harbour, "--style", "cff", "-o", harbour / "CITATION.cff").code == 0
    builder.write(harbour / "README.md", "What the data are.\n")
    old, new, place = FORMLESS[name]
    rewritten(old, new, "datapackage.json")(harbour)
    (problem,) = problems(timeline, harbour)
    assert (problem["code"], problem["column"].endswith(place)) == ("PKG001", True)


@pytest.mark.parametrize(("keys", "seconds"), [(30_000, 10)])
def test_many_equal_keys_in_one_line_take_time_in_proportion(
    keys: int, seconds: float, harbour: Path, timeline: Timeline
) -> None:
    rewritten('"title": "The harbour', '"x:k": 1, ' * keys + '"title": "The harbour', "datapackage.json")(harbour)
    start = time.monotonic()
    result = timeline("validate", harbour, "--select", "PKG008", "--format", "json")
    assert time.monotonic() - start < seconds
    report = json.loads(result.out)
    assert report["errors"] == keys - 1
    line = builder.read(harbour / "datapackage.json").split("\n")[report["problems"][0]["line"] - 1]
    column = int(report["problems"][0]["message"].rsplit(" ", 1)[1])
    assert line[column - 1 :].startswith('"x:k"')


def test_a_vocabulary_of_many_terms_takes_time_in_proportion(harbour: Path, timeline: Timeline) -> None:
    terms = ", ".join(f'"t{n}"' for n in range(30_000))
    rewritten('"enum": [', f'"enum": [{terms}, ', "schemas/events.json")(harbour)
    rewritten(",negated,", ",denied,", "data/events.csv")(harbour)
    builder.stamp(harbour)
    start = time.monotonic()
    result = timeline("validate", harbour, "--format", "json")
    assert time.monotonic() - start < 15
    assert result.code == 1
    assert max(len(p["message"]) for p in json.loads(result.out)["problems"]) < 5_000


NUL_COMMANDS = (
    ("validate",), ("validate", "-o", "report.txt"), ("export", "json", "-o", "made.json"), ("view", "--no-open", "-o", "made.html"),
    ("show",), ("stamp",), ("export", "zip", "-o", "made.zip"), ("cite",),
)  # fmt: skip


@pytest.mark.parametrize("key", ["path", "schema"])
@pytest.mark.parametrize("command", NUL_COMMANDS, ids=" ".join)
def test_a_path_with_nul_is_refused_by_every_command(
    command: tuple[str, ...],
    key: str,
    harbour: Path,
    timeline: Timeline,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    descriptor = json.loads(builder.read(harbour / "datapackage.json"))
    descriptor["resources"][1][key] = "data/pl\0aces.csv"
    builder.write(harbour / "datapackage.json", json.dumps(descriptor))
    where = 2 if command[0] == "export" else 1
    result = timeline(*command[:where], harbour, *command[where:])
    needs_tables = command[0] not in ("cite", "stamp")
    assert result.code in ((1, 2) if needs_tables else (0, 1, 2))
    assert "this is a bug" not in result.err


@pytest.mark.parametrize(
    "version",
    ["0x" + "f" * 5_000, "1:" * 2_500 + "1", "9" * 5_000, "0b" + "1" * 20_000, "!!timestamp x", "!!int x", "!!float x", "!!binary x", "!!set [a]", "{a: *b}", "&a [*a]", "{[a]: b}"],
)  # fmt: skip
def test_a_citation_file_with_an_odd_version_is_reported(version: str, harbour: Path, timeline: Timeline) -> None:
    builder.write(harbour / "CITATION.cff", f"cff-version: 1.2.0\ntitle: x\nauthors:\n- name: x\nversion: {version}\n")
    result = timeline("validate", harbour, "--select", "CIT", "--format", "json")
    assert (result.code, result.err) == (1, "")
    assert "CITATION.cff" in {p["path"] for p in json.loads(result.out)["problems"]}


MALFORMED = {
    "a list among the values of categories": ("categories", [{"value": ["x"]}]),
    "2**63 in an enum": ("constraints", {"enum": ["x", 2**63]}),
    "a list in an enum": ("constraints", {"enum": [["x"]]}),
    "true values that are a number": ("trueValues", 5),
    "a type that is a list": ("type", ["string"]),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_field_is_reported(name: str, harbour: Path, timeline: Timeline) -> None:
    path = harbour / "schemas" / "events.json"
    schema = json.loads(builder.read(path))
    key, value = MALFORMED[name]
    next(f for f in schema["fields"] if f["name"] == "topic")[key] = value
    builder.write(path, json.dumps(schema))
    result = timeline("validate", harbour, "--format", "json")
    assert (result.code, result.err) == (1, "")
    assert {p["code"] for p in json.loads(result.out)["problems"]} & {"PKG004", "PKG011"}


def test_roles_of_any_shape_and_a_column_twice_in_a_key_are_reported(harbour: Path, timeline: Timeline) -> None:
    rewritten('"roles": [\n        "creator"\n      ]', '"roles": {"creator": 1}', "datapackage.json")(harbour)
    rewritten('"primaryKey": [', '"primaryKey": ["event_id", ', "schemas/events.json")(harbour)
    result = timeline("validate", harbour, "--format", "json")
    found = {p["code"] for p in json.loads(result.out)["problems"]}
    assert (result.code, result.err) == (1, "")
    assert {"PKG001", "PKG004"} <= found


@pytest.mark.parametrize("name", ["", "Unnamed: 0"])
def test_the_index_of_a_data_frame_before_the_columns_is_named_as_such(
    name: str, harbour: Path, timeline: Timeline
) -> None:
    path = harbour / "data" / "places.csv"
    head, *rows = builder.read(path).splitlines()
    builder.write(path, "\n".join([f"{name},{head}", *(f"{i},{row}" for i, row in enumerate(rows))]) + "\n")
    assert "in pandas `to_csv(..., index=False)`" in timeline("validate", harbour).out
