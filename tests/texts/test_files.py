"""Texts that a user names are read from files and pipes, within limits, and never from what has no end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from event_timeline.model import UserError
from event_timeline.texts import files
from tests import builder
from tests.conftest import Timeline
from tests.exports import programs


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffå\r\n".encode())
    assert files.read_text(tmp_path / "a.txt") == "\ufeffå\r\n"


def test_a_pipe_is_read_to_its_end_however_slowly_it_comes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        time.sleep(0.1)
        with pipe.open("wb", buffering=0) as out:
            for piece in (b"slow", b"ly \xc3", b"\xa5"):
                time.sleep(0.1)
                out.write(piece)

    writer = threading.Thread(target=write)
    writer.start()
    assert files.read_text(pipe) == "slowly å"
    writer.join()


def test_a_pipe_that_nobody_writes_to_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="no process writes to"):
        files.read_text(tmp_path / "pipe")


@pytest.mark.parametrize("kind", ["file", "pipe"])
def test_what_is_too_large_is_not_read_to_its_end(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 2**20)
    place = tmp_path / "a.txt"
    if kind == "file":
        place.write_bytes(b"a" * (2**20 + 1))
        with pytest.raises(UserError, match="larger than 1 MB"):
            files.read_text(place)
        return
    os.mkfifo(place)
    code = f"out = open({str(place)!r}, 'wb')\nwhile True: out.write(b'a' * 65536)"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL) as endless:
        with pytest.raises(UserError, match="larger than 1 MB"):
            files.read_text(place)
        assert endless.wait(10) != 0


def test_what_is_neither_file_nor_pipe_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="a folder, not a file"):
        files.read_text(tmp_path)
    with pytest.raises(UserError, match="a device, not a file"):
        files.read_text("/dev/zero")
    with pytest.raises(UserError, match="not a valid file name"):
        files.read_text("a\0b")


@pytest.mark.parametrize("command", ["validate", "quotes", "coverage", "export html", "stamp", "validate --fix"])
def test_no_command_reads_a_source_without_end(command: str, harbour: Path, timeline: Timeline) -> None:
    name, *more = command.split()
    result = timeline(name, *more, harbour, "--source", "article=/dev/zero")
    assert (result.code, "/dev/zero: a device, not a file" in result.err) == (2, True)


def test_the_shell_may_make_the_text(harbour: Path) -> None:
    line = f"{sys.executable} -m event_timeline validate {harbour} --source <(cat {builder.ARTICLE})"
    done = subprocess.run([programs.bash(), "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, "76 of 76 against the text" in done.stdout) == (0, True)
