"""Files appear whole or not at all, and never over somebody else's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from event_timeline import remedies
from event_timeline.io.atomic import replacing, write_text
from event_timeline.model import UserError


def test_a_file_appears_with_its_whole_text(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "å\n")
    assert (tmp_path / "a.txt").read_bytes() == "å\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail_halfway() -> None:
        with replacing(target, force=True) as fresh:
            fresh.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("mine")
    with pytest.raises(UserError, match="exists"):
        write_text(target, "yours")
    assert target.read_text() == "mine"


def test_an_empty_file_and_one_of_ours_are_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.touch()
    write_text(target, "ours 1")
    write_text(target, "ours 2", refusal=lambda path: "" if path.read_text().startswith("ours") else "is not ours")
    assert target.read_text() == "ours 2"


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old.txt").touch()
    with pytest.raises(UserError), replacing(target):
        pass
    with replacing(target, force=True) as fresh:
        fresh.mkdir()
        (fresh / "new.txt").touch()
    assert [p.name for p in target.iterdir()] == ["new.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_file_that_cannot_be_read_is_not_called_unwritable(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised, replacing(tmp_path / "out"):
        (tmp_path / "missing.csv").read_bytes()
    assert raised.value.message == f"{tmp_path / 'missing.csv'}: No such file or directory"
    with pytest.raises(UserError, match="cannot write"), replacing(tmp_path / "out") as fresh:
        (fresh / "a.csv").write_bytes(b"")


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot write"):
        write_text(tmp_path / "nowhere" / "a.txt", "x")


@pytest.mark.parametrize("force", [False, True])
def test_a_pipe_is_never_replaced_by_a_file(tmp_path: Path, force: bool) -> None:
    target = tmp_path / "pipe"
    os.mkfifo(target)
    with pytest.raises(UserError, match="a device or a pipe") as error:
        write_text(target, "x", force=force)
    assert error.value.hint == "name another place"
    with remedies.for_commands(), pytest.raises(UserError) as error:
        write_text(target, "x", force=force)
    assert "--force" not in error.value.hint
    assert "`-o -`" in error.value.hint
    assert stat.S_ISFIFO(target.lstat().st_mode)


def test_a_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    target = Path(os.devnull)
    if os.geteuid() == 0:  # who could replace the machine's own
        target = tmp_path / "null"
        try:
            os.mknod(target, stat.S_IFCHR | 0o600, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("no device can be made here")
    with pytest.raises(UserError, match="a device or a pipe"):
        write_text(target, "x", force=True)
    assert stat.S_ISCHR(target.lstat().st_mode)


@pytest.mark.parametrize("kind", ["file", "folder", "pipe", "nothing"])
def test_a_link_is_never_replaced_and_what_it_leads_to_is_left_as_it_is(tmp_path: Path, kind: str) -> None:
    to = tmp_path / "real"
    if kind == "file":
        to.write_text("real")
    elif kind == "folder":
        to.mkdir()
    elif kind == "pipe":
        os.mkfifo(to)
    target = tmp_path / "link"
    target.symlink_to(to)
    before = to.lstat() if to.exists() else None
    with pytest.raises(UserError, match="is a link") as error:
        write_text(target, "x", force=True)
    assert target.is_symlink()
    assert (to.lstat() if to.exists() else None) == before
    assert (str(to) in error.value.hint) is (kind == "file")


def test_a_folder_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    target = tmp_path / "data"
    target.mkdir()
    (target / "events.csv").write_text("mine")
    with pytest.raises(UserError, match="is a folder"):
        write_text(target, "x", force=True)
    assert (target / "events.csv").read_text() == "mine"
