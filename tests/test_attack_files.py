"""Hostile archives and files too large or too odd to be tables: each ends soon, in bounded memory, in one message."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import polars as pl
import pytest

from event_timeline.model import UserError
from event_timeline.package import archive as archives
from event_timeline.tables import byte_scan
from tests import builder
from tests.conftest import Timeline

PLACES = "data/places.csv"
SOON = 60
"""Seconds of processor time, the interpreter's start included; a tenth of it where nothing else runs."""
MEMORY = 1_500
"""Megabytes that the whole process may have at most; the interpreter with polars has a hundred and fifty."""
GIGABYTE = 2**30
MEASURED = """
import sys
from event_timeline.cli.group import run
code = run(sys.argv[1:])
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) // 1024, file=sys.stderr)
sys.exit(code)
"""
"""The peak by the kernel's file: `ru_maxrss` has that of the process which started this one, too, before it was replaced."""


def extended(content: bytes, times: int = 1, start: bytes | None = None) -> Callable[[Path], None]:
    """Something after the table's end, or after `start` in its place."""

    def attack(path: Path) -> None:
        with path.open("ab" if start is None else "wb") as file:
            file.write(start or b"")
            for _ in range(times):
                file.write(content)

    return attack


def used() -> float:
    """Seconds of processor time of the processes that were started and ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


HEADER = (builder.HARBOUR / PLACES).read_bytes().splitlines(keepends=True)[0]


def sparse(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(GIGABYTE)


HUGE = {
    "a gigabyte of nothing": (sparse, "TAB003"),
    "a cell of 128 megabytes": (extended(b"x" * 2**20, 128), "TAB013"),
    "a cell of 100 megabytes, of lines": (extended(b"x\n" * 2**19, 100, b'place_id,name\n"'), "TAB008|TAB012"),
    "a header of 100 megabytes, of lines": (extended(b"x\n" * 2**19, 100, b'"place_id,'), "TAB012"),
    "a quotation mark that is never closed": (extended(b"x\n" * 2**19, 100, HEADER + b'pier-4,"'), "TAB012"),
    "100,000 columns": (extended(b",x" * 100_000, 1, b"place_id"), "TAB014"),
    "100,000 named columns": (extended(b"".join(b",x%d" % i for i in range(100_000)), 1, b"place_id"), "TAB014"),
    "a record of a million cells": (extended(b"," * 900_000 + b"\n"), "TAB011"),
    "20 million blank lines": (extended(b"\n" * 2**20, 20), "TAB012"),
    "a million short records": (extended(b"x,y\n" * 2**16, 16), "TAB011"),
    "a compressed file": (
        lambda path: path.write_bytes(gzip.compress(b"place_id,name\n" + b"x" * 2**28, 9)) and None,
        "TAB003",
    ),
    "a compressed file of another kind": (extended(b"abc", 1, bytes.fromhex("28b52ffd")), "TAB004"),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_file_that_is_no_table_costs_neither_time_nor_memory(name: str, harbour: Path) -> None:
    attack, codes = HUGE[name]
    attack(harbour / PLACES)
    command = [sys.executable, "-c", MEASURED, "validate", str(harbour), "--ignore", "PKG005,PKG006"]
    start = used()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    (harbour / PLACES).unlink()  # the next one needs the room
    assert used() - start < SOON
    assert done.returncode == 1, done.stderr
    assert any(code in done.stdout for code in codes.split("|"))
    assert "Traceback" not in done.stderr
    assert int(done.stderr.split()[-1]) < MEMORY


def test_a_fault_far_into_a_file_is_placed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_scan, "CHUNK", 4)
    path = tmp_path / "a.csv"
    path.write_text("aé🙂\nüü🙂b\n", encoding="utf-8")
    raw = path.read_bytes()
    for at, letter in enumerate("aé🙂\nüü🙂b"):
        offset = len("aé🙂\nüü🙂b"[:at].encode())
        line, column = (1, at + 1) if at < 4 else (2, at - 3)
        assert byte_scan.position(path, offset) == (line, column), letter
    assert byte_scan.position(path, len(raw)) == (3, 1)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


def harbour_members() -> dict[str, bytes]:
    paths = sorted(p for p in builder.HARBOUR.rglob("*") if p.is_file())
    return {p.relative_to(builder.HARBOUR).as_posix(): p.read_bytes() for p in paths}


OUTWARD = ["../out.csv", "/out.csv", "a/../../out.csv", "C:out.csv", "..\\out.csv", "../.hidden", "a\\b.csv"]


@pytest.mark.parametrize("member", OUTWARD)
def test_nothing_is_written_outside(member: str, timeline: Timeline, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", harbour_members())
    info = zipfile.ZipInfo("placeholder")
    info.filename = member  # as it is: the constructor turns some signs into others
    with zipfile.ZipFile(archive, "a") as out:
        out.writestr(info, "x")
    before = sorted(tmp_path.rglob("*"))
    result = timeline("validate", archive)
    assert result.code == 2
    assert repr(member) in result.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_name_that_stands_twice_is_refused(timeline: Timeline, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", harbour_members())
    with zipfile.ZipFile(archive, "a") as out, pytest.warns(UserWarning, match="Duplicate name"):
        out.writestr(PLACES, "place_id\n")
    result = timeline("validate", archive)
    assert result.code == 2
    assert f"'{PLACES}' is duplicated" in result.err


def test_a_name_that_is_file_and_folder_is_refused(timeline: Timeline, tmp_path: Path) -> None:
    result = timeline("validate", zipped(tmp_path / "a.zip", {"data": b"x", "data/places.csv": b"x"}))
    assert result.code == 2
    assert "a file and a folder" in result.err


def test_what_a_system_hides_in_an_archive_does_no_harm(timeline: Timeline, tmp_path: Path) -> None:
    hidden = {".DS_Store": b"x", "__MACOSX/._datapackage.json": b"x", "data/._places.csv": b"x"}
    archive = zipped(tmp_path / "a.zip", harbour_members() | hidden)
    assert timeline("validate", archive).code == 0


BOMBS = {
    "of one file": lambda: {"data/places.csv": b"0" * (archives.MAX_RATIO * 2**16 + 2**20)},
    "of many files": lambda: {f"data/{i}.csv": b"" for i in range(archives.MAX_FILES + 1)},
    "of many middling files": lambda: {f"data/{i}.csv": b"0" * 2**18 for i in range(100)},
    "of folders in each other": lambda: {"x/" * 5_000 + "datapackage.json": b"{}"},
    "of archives in each other": lambda: {"datapackage.json": b"PK\x03\x04" + os.urandom(2**10)},
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_not_unpacked(name: str, timeline: Timeline, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", BOMBS[name]())
    start = time.process_time()
    result = timeline("validate", archive)
    assert time.process_time() - start < SOON
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert len(result.err) < 500


def test_an_archive_that_lies_about_its_sizes_is_refused(timeline: Timeline, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"datapackage.json": b"0" * 2**22})
    raw = archive.read_bytes()
    size = (2**22).to_bytes(4, "little")
    assert raw.count(size) == 2
    archive.write_bytes(raw.replace(size, (10).to_bytes(4, "little")))
    assert timeline("validate", archive).code == 2


def test_an_encrypted_archive_is_refused(timeline: Timeline, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"datapackage.json": b"{}"})
    raw = bytearray(archive.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(bytes(raw))
    result = timeline("validate", archive)
    assert result.code == 2
    assert result.err.startswith(f"error: {archive}: the zip is encrypted\n")


def test_of_two_packages_in_an_archive_none_is_taken_for_the_other(timeline: Timeline, tmp_path: Path) -> None:
    twice = {f"{folder}/{name}": content for folder in ("a", "b") for name, content in harbour_members().items()}
    result = timeline("validate", zipped(tmp_path / "two.zip", twice))
    assert result.code == 2
    assert "holds two packages, a/datapackage.json and b/datapackage.json" in result.err
    inner = harbour_members() | {f"examples/{name}": content for name, content in harbour_members().items()}
    assert timeline("validate", zipped(tmp_path / "one.zip", inner)).code == 0


def test_a_name_that_no_system_can_hold_is_said_to_be_one(timeline: Timeline, tmp_path: Path) -> None:
    result = timeline("validate", zipped(tmp_path / "a.zip", harbour_members() | {"x" * 300: b"x"}))
    assert (result.code, "a name is longer than this system can hold" in result.err) == (2, True)
    assert "check that it exists" not in result.err


COMPRESSIONS = {
    "stored": zipfile.ZIP_STORED,
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "LZMA": zipfile.ZIP_LZMA,
}


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_damaged_zip_is_opened_or_refused_in_words(compression: str, tmp_path: Path) -> None:
    archive, random = tmp_path / "a.zip", Random(7)
    with zipfile.ZipFile(archive, "w", COMPRESSIONS[compression]) as out:
        for name, content in harbour_members().items():
            out.writestr(name, content)
    sound, ended = archive.read_bytes(), 0
    for number in range(60):
        changed = bytearray(sound)
        for _ in range(random.randint(1, 3)):
            changed[random.randrange(len(changed))] = random.randrange(256)
        archive.write_bytes(changed)
        (root := tmp_path / str(number)).mkdir()
        try:
            archives.unpack("a.zip", archive, root)
        except UserError as error:
            ended += error.message.startswith("a.zip: ")
        else:
            ended += 1
    assert ended == 60


def test_a_damaged_parquet_file_of_texts_is_refused_in_words(harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    path = tmp_path / "texts.parquet"
    pl.DataFrame({"source_id": ["article"], "text": [builder.ARTICLE.read_text(encoding="utf-8")]}).write_parquet(path)
    assert timeline("validate", harbour, "--source-dir", path).code == 0
    raw = path.read_bytes()
    for changed in (raw[:-1], raw[:4] + bytes(20) + raw[24:], b"PAR1" + raw[-400:]):
        path.write_bytes(changed)
        result = timeline("validate", harbour, "--source-dir", path)
        assert (result.code, str(path) in result.err, "bug" in result.err) == (2, True, False), result.err
