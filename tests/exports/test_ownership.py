"""An export is replaced unasked as it was written, and never once somebody has edited it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import event_timeline as et
from event_timeline.exports import FORMATS, ownership
from tests import builder
from tests.conftest import Outcome, Timeline
from tests.exports import once, programs

FILES = [n for n, f in FORMATS.items() if not f.folder and n not in ("flat", "xlsx")]
FOLDERS = [n for n, f in FORMATS.items() if f.folder]


@pytest.fixture
def export(harbour: Path, timeline: Timeline, tmp_path: Path) -> Callable[..., Outcome]:
    """Write an export of a format to the same place."""

    def run(name: str, *more: str) -> Outcome:
        text = ("--source", builder.ARTICLE) if FORMATS[name].source else ()
        return timeline("export", name, harbour, "-o", tmp_path / "out", *text, *more)

    return run


def made(name: str, target: Path) -> None:
    """Put an export of a format, which is written once, to a place."""
    once.export(builder.HARBOUR, name, target, sources=builder.ARTICLE if FORMATS[name].source else ())


def edited(path: Path, name: str) -> None:
    """Change a value as a person or a program would."""
    if name == "sqlite":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE actors SET name = 'Mira' WHERE actor_id = 'mira-holm'")
        connection.close()
    elif name == "duckdb":
        with duckdb.connect(str(path)) as connection:  # type: ignore[assignment]
            connection.execute("UPDATE actors SET name = 'Mira' WHERE actor_id = 'mira-holm'")
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_edited_is_replaced_only_by_force(
    name: str, export: Callable[..., Outcome], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    made(name, target)
    assert export(name).code == 0
    edited(target, name)
    mine = target.read_bytes()
    refused = export(name)
    assert (refused.code, "was edited since it was written" in refused.err) == (2, True)
    assert "--force" in refused.err
    assert target.read_bytes() == mine
    assert export(name, "--force").code == 0
    assert export(name).code == 0


@pytest.mark.parametrize("name", [n for n in FILES if n not in ("sqlite", "duckdb")])
@pytest.mark.parametrize(
    "change", [lambda c: c + b"\n", lambda c: c[:-1], lambda c: b" " + c], ids=["longer", "shorter", "before"]
)
def test_no_byte_of_a_file_may_differ(
    name: str,
    export: Callable[..., Outcome],
    tmp_path: Path,
    change: Callable[[bytes], bytes],
) -> None:
    target = tmp_path / "out"
    made(name, target)
    target.write_bytes(change(target.read_bytes()))
    assert export(name).code == 2


@pytest.mark.parametrize("name", FILES)
def test_the_mark_of_version_1_0_says_why_force_is_needed(
    name: str, export: Callable[..., Outcome], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    made(name, target)
    former = f"urn:event-timeline:export:{name}:1"
    if name in ("sqlite", "duckdb"):
        connection = sqlite3.connect(target) if name == "sqlite" else duckdb.connect(str(target))
        connection.execute("UPDATE _package SET value = ? WHERE property = 'export'", [former])
        connection.commit()
        connection.close()
    else:
        target.write_bytes(target.read_bytes().replace(ownership.label(name).encode(), former.encode()))
    refused = export(name)
    assert (refused.code, "was written by version 1.0" in refused.err) == (2, True)
    assert export(name, "--force").code == 0


@pytest.mark.parametrize("name", FILES)
def test_the_same_package_makes_the_same_bytes_and_its_hash_is_in_them(
    name: str, export: Callable[..., Outcome], tmp_path: Path
) -> None:
    made(name, tmp_path / "first")
    first = (tmp_path / "first").read_bytes()
    assert export(name).code == 0
    if name != "duckdb":
        assert (tmp_path / "out").read_bytes() == first
    assert ownership.ZEROS.encode() not in first


@pytest.mark.parametrize("how", ["changed", "added", "deleted"])
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_in_which_a_file_was_edited_is_replaced_only_by_force(
    name: str, how: str, export: Callable[..., Outcome], tmp_path: Path
) -> None:
    target = tmp_path / "out"
    made(name, target)
    assert export(name).code == 0
    victim = min(p for p in target.rglob("*") if p.is_file() and p.name not in (ownership.SUMS, ownership.SIGNS[name]))
    if how == "changed":
        victim.write_bytes(victim.read_bytes() + b"\n")
    elif how == "added":
        victim = target / "notes.txt"
        victim.write_text("mine")
    else:
        victim.unlink()
    refused = export(name)
    assert (refused.code, f"{victim.relative_to(target).as_posix()}: {how}" in refused.err) == (2, True)
    assert victim.exists() is (how != "deleted")
    assert export(name, "--force").code == 0


@pytest.mark.parametrize("more", ["more\n", "\n", "mine  events.parquet\n", f"{'0' * 64} *events.parquet\n"])
def test_a_line_in_the_sums_that_is_not_of_a_file_is_a_change_of_the_sums(more: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    made("parquet", target)
    sums = target / ownership.SUMS
    sums.write_text(sums.read_text() + more)
    assert ownership.refusal(target, "parquet") == f"{ownership.EDITED} (SHA256SUMS: changed)"


def test_a_text_in_a_cell_that_looks_like_a_mark_is_no_mark(tmp_path: Path, timeline: Timeline) -> None:
    package = builder.copy_of_harbour(tmp_path)
    assert timeline("set", "actors/mira-holm", f"note={ownership.ownership_mark('json')}", package).code == 0
    descriptor = package / "datapackage.json"
    text = builder.read(descriptor).replace('"title": "', f'"title": "{ownership.ownership_mark("json")} ', 1)
    builder.write(descriptor, text)
    for _ in range(2):
        assert timeline("export", "json", package, "-o", tmp_path / "out").code == 0


def test_a_picture_is_sound_after_the_hash_is_put_in(export: Callable[..., Outcome], tmp_path: Path) -> None:
    assert export("png").code == 0
    content, at, seen = (tmp_path / "out").read_bytes(), 8, []
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        body = content[at + 4 : at + 8 + size]
        assert zlib.crc32(body) == int.from_bytes(content[at + 8 + size : at + 12 + size], "big")
        seen.append(body[:4])
        at += 12 + size
    assert seen[-2:] == [b"tEXt", b"IEND"]


def test_a_calendar_has_no_line_longer_than_the_standard_allows(export: Callable[..., Outcome], tmp_path: Path) -> None:
    assert export("ics").code == 0
    assert max(map(len, (tmp_path / "out").read_bytes().split(b"\r\n"))) <= 75


@pytest.mark.parametrize("name", ["sqlite", "duckdb", "parquet", "xlsx", "json", "zip", "html", "bagit"])
def test_a_full_disk_is_named(name: str, harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = programs.mount()
    options = ("-t", "tmpfs", "-o", "size=64k", "tmpfs", disk)
    if subprocess.run((mount, *options), capture_output=True, check=False).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        (disk / "filler").write_bytes(bytes(40_000))
        outcome = timeline("export", name, harbour, "-o", disk / "out")
        assert [p.name for p in disk.iterdir()] == ["filler"]
    finally:
        subprocess.run((umount, disk), check=True)
    assert outcome.code == 2
    assert outcome.err.startswith(f"error: cannot write {disk / 'out'}: the disk is full\n")


def test_a_pipe_in_a_folder_that_an_export_made_is_not_waited_for(
    export: Callable[..., Outcome], tmp_path: Path
) -> None:
    assert export("parquet").code == 0
    os.mkfifo(tmp_path / "out" / "pipe")
    refused = export("parquet")
    assert (refused.code, "(pipe: added)" in refused.err) == (2, True)


ODD = ["a=b", "a\\b", "?b", "*", "[b]", "md:b", ":memory:", "é" * 100, "x" * 240]
"""What DuckDB takes in a path for a Hive partition, a folder, a setting, a pattern or another place; what is too long for SQLite."""


@pytest.mark.parametrize("name", ODD, ids=lambda name: name[:9])
@pytest.mark.parametrize("format_", ["sqlite", "duckdb"])
def test_a_database_of_any_path_is_written_known_again_and_read(
    format_: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.chdir(folder)
    for _ in range(2):
        et.export(builder.HARBOUR, format_, name, validate=False)
    assert [file.name for file in folder.iterdir()] == [name]
    et.import_(format_, name, "../back")
    assert et.diff(builder.HARBOUR, "../back").tables == []


@pytest.mark.parametrize("before", [0, 1, 20, 60, 90, 130])
def test_a_mark_is_sealed_wherever_the_pieces_are_cut(
    before: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "PIECE_BYTES", 64)
    file = tmp_path / "x.jsonl"
    content = b"-" * before + ownership.ownership_mark("jsonl").encode() + b"-" * 50
    file.write_bytes(content)
    ownership.seal(file, "jsonl")
    digest = hashlib.sha256(content).hexdigest().encode()
    assert file.read_bytes() == content.replace(ownership.ZEROS.encode(), digest)
    assert ownership.refusal(file, "jsonl") == ""


def test_a_database_of_duckdb_is_not_read_for_a_mark_that_it_has(tmp_path: Path) -> None:
    ownership.seal(tmp_path / "not there", "duckdb")


ADDITIONS = {
    "a macro": "CREATE MACRO half(x) AS x / 2",
    "a table macro": "CREATE MACRO first_events() AS TABLE SELECT * FROM events LIMIT 3",
    "an index": "CREATE INDEX mine ON events (place_id)",
    "a sequence": "CREATE SEQUENCE mine",
    "a type": "CREATE TYPE mood AS ENUM ('calm', 'tense')",
    "an alias of a type": "CREATE TYPE share AS DOUBLE",
    "a schema": "CREATE SCHEMA mine",
    "a table in a schema": "CREATE SCHEMA mine; CREATE TABLE mine.events (x INTEGER)",
    "a table": "CREATE TABLE mine (x INTEGER)",
    "a view": "CREATE VIEW mine AS SELECT 1 AS x",
    "a column": "ALTER TABLE events ADD COLUMN mine INTEGER",
    "a default": "ALTER TABLE events ALTER COLUMN summary SET DEFAULT 'mine'",
}
DESCRIPTIONS = {
    "a comment on a table": "COMMENT ON TABLE events IS 'mine'",
    "a comment that is gone": "COMMENT ON COLUMN events.status IS NULL",
    "a comment on a view": "COMMENT ON VIEW who_did_what IS 'mine'",
    "a comment on a column of a view": "COMMENT ON COLUMN who_did_what.event_id IS 'mine'",
    "a comment on a type": "COMMENT ON TYPE \"events.status\" IS 'mine'",
}


def changed_by_statements(target: Path, statements: str) -> None:
    with duckdb.connect(str(target)) as connection:
        connection.execute(statements)


@pytest.mark.parametrize("statements", (ADDITIONS | DESCRIPTIONS).values(), ids=(ADDITIONS | DESCRIPTIONS).keys())
def test_what_was_added_to_a_database_of_duckdb_is_replaced_only_by_force(statements: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    made("duckdb", target)
    changed_by_statements(target, statements)
    assert ownership.refusal(target, "duckdb") == ownership.EDITED


def test_a_trigger_in_a_database_of_duckdb_is_replaced_only_by_force(tmp_path: Path) -> None:
    target = tmp_path / "out"
    made("duckdb", target)
    try:
        changed_by_statements(
            target,
            "CREATE TRIGGER mine AFTER INSERT ON events FOR EACH STATEMENT INSERT INTO _files SELECT * FROM _files",
        )
    except duckdb.Error:
        pytest.skip("this version of DuckDB has no triggers")
    assert ownership.refusal(target, "duckdb") == ownership.EDITED


@pytest.mark.parametrize("more", [b"\n", bytes(2**18)], ids=["a byte", "a block"])
def test_bytes_after_a_database_of_duckdb_are_replaced_only_by_force(more: bytes, tmp_path: Path) -> None:
    target = tmp_path / "out"
    made("duckdb", target)
    with target.open("ab") as opened:
        opened.write(more)
    assert ownership.refusal(target, "duckdb") == ownership.EDITED


def test_a_database_of_duckdb_that_was_only_read_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out"
    made("duckdb", target)
    with duckdb.connect(str(target)) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone()
        connection.execute("CREATE TEMP MACRO half(x) AS x / 2")
        connection.execute("CREATE TEMP TABLE mine AS SELECT * FROM events")
    assert ownership.refusal(target, "duckdb") == ""


def made_before_comments_counted(target: Path) -> None:
    """Put a database of DuckDB to a place whose mark has the hash of version 1.1 without types and comments."""
    made("duckdb", target)
    _, (former, _) = FORMATS["duckdb"].seal_reader()(target)
    mark = ownership.ownership_mark("duckdb").replace(ownership.ZEROS, former)
    changed_by_statements(target, f"UPDATE _package SET value = '{mark}' WHERE property = 'export'")


def test_a_database_of_duckdb_whose_mark_leaves_comments_out_is_known_again(tmp_path: Path) -> None:
    target = tmp_path / "out"
    made_before_comments_counted(target)
    assert ownership.refusal(target, "duckdb") == ""


@pytest.mark.parametrize("addition", ["a macro", "a type", "a table"])
def test_an_addition_is_seen_beside_a_mark_that_leaves_comments_out(addition: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    made_before_comments_counted(target)
    changed_by_statements(target, ADDITIONS[addition])
    assert ownership.refusal(target, "duckdb") == ownership.EDITED
