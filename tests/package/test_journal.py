"""A change of several files is written whole or not at all, and a journal from elsewhere changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from event_timeline.io.locks import locked
from event_timeline.model import UserError
from event_timeline.package import callers, change_files, journal
from event_timeline.package.journal import before_reading, commit, transaction

OLD = {"a.csv": b"old a\n", "b.csv": b"old b\n", "datapackage.json": b"{}\n"}
NEW = {"a.csv": b"new a\n", "data/c.csv": b"new c\n", "datapackage.json": b"{1}\n"}
AFTER = OLD | NEW


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    for name, content in OLD.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(callers, "notify", said.append)
    return said


def files(root: Path) -> dict[str, bytes]:
    found = (p for p in root.rglob("*") if p.is_file() and ".timeline" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def kept_names(root: Path) -> list[str]:
    """What is in `.timeline` besides the history."""
    return sorted(p.name for p in (root / ".timeline").iterdir() if not p.name.startswith("history-"))


def change(root: Path, contents: dict[str, bytes] = NEW, before: dict[str, bytes] = OLD) -> None:
    with transaction(root):
        commit(root, contents, before)


class Killed(BaseException):
    """What stands for the end of the process."""


def interrupted(root: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> Path:
    """A change that ends after some files were replaced; returns its folder."""
    done: list[Any] = []
    apply = journal._apply

    def applied(root_: Path, folder: Path, number: int, entry: change_files.Entry) -> None:
        if len(done) == after:
            raise Killed
        done.append(number)
        apply(root_, folder, number, entry)

    with monkeypatch.context() as patched:
        patched.setattr(journal, "_apply", applied)
        with pytest.raises(Killed):
            change(root)
    (folder,) = (root / ".timeline").glob("change-*")
    return folder


def test_all_files_are_written_and_nothing_is_left_but_the_lock(root: Path) -> None:
    change(root)
    assert files(root) == AFTER
    assert kept_names(root) == [".gitignore", "lock"]
    assert (root / ".timeline" / ".gitignore").read_bytes() == b"*\n"


def test_a_file_keeps_its_permissions(root: Path) -> None:
    (root / "a.csv").chmod(0o640)
    change(root)
    assert (root / "a.csv").stat().st_mode & 0o777 == 0o640
    assert (root / "data" / "c.csv").stat().st_mode & 0o777 == 0o644


def test_a_change_that_had_replaced_nothing_is_undone(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str]
) -> None:
    interrupted(root, monkeypatch, 0)
    before_reading(root)
    assert files(root) == OLD
    assert notes == ["undid an interrupted change of a.csv, data/c.csv, datapackage.json"]


@pytest.mark.parametrize("after", [1, 2])
def test_a_change_that_had_begun_is_finished(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str], after: int
) -> None:
    interrupted(root, monkeypatch, after)
    assert files(root) not in (OLD, AFTER)
    before_reading(root)
    assert files(root) == AFTER
    assert notes == ["finished an interrupted change of a.csv, data/c.csv, datapackage.json"]
    assert kept_names(root) == [".gitignore", "lock"]


def test_a_file_that_was_edited_after_the_interruption_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str]
) -> None:
    folder = interrupted(root, monkeypatch, 1)
    (root / "datapackage.json").write_bytes(b"mine")
    before_reading(root)
    with pytest.raises(UserError, match=r"datapackage.json was changed since") as refused, transaction(root):
        pass
    assert str(folder) in refused.value.hint
    assert (root / "datapackage.json").read_bytes() == b"mine"
    assert len(notes) == 1
    assert (folder / "after-2").read_bytes() == NEW["datapackage.json"]


@pytest.mark.parametrize("after", [1, 2])
@pytest.mark.parametrize("edit", [b"mine", None], ids=["edited", "deleted"])
def test_a_replaced_file_that_is_changed_before_the_next_command_loses_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str], after: int, edit: bytes | None
) -> None:
    folder = interrupted(root, monkeypatch, after)
    (root / "a.csv").write_bytes(edit) if edit else (root / "a.csv").unlink()
    found = files(root)
    before_reading(root)
    with pytest.raises(UserError, match=r"a\.csv was changed since"), transaction(root):
        pass
    assert files(root) == found
    assert (folder / "before-0").read_bytes() == OLD["a.csv"]
    assert all("undid" not in note for note in notes)


def test_a_file_that_is_edited_after_a_change_that_replaced_nothing_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str]
) -> None:
    interrupted(root, monkeypatch, 0)
    (root / "a.csv").write_bytes(b"mine")
    before_reading(root)
    assert files(root) == OLD | {"a.csv": b"mine"}
    assert notes == ["undid an interrupted change of a.csv, data/c.csv, datapackage.json"]


def test_an_unwritable_file_leaves_all_as_they_were(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "datapackage.json":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UserError, match="the disk is full"):
        change(root)
    assert files(root) == OLD
    assert not list((root / ".timeline").glob("change-*"))


@pytest.mark.parametrize("name", ["a.csv", "datapackage.json"])
def test_a_file_that_was_changed_since_it_was_read_is_not_overwritten(root: Path, name: str) -> None:
    (root / name).write_bytes(b"mine")
    with pytest.raises(UserError, match=f"{name} was changed by another program"):
        change(root)
    assert files(root) == OLD | {name: b"mine"}


@pytest.mark.parametrize("in_place", [True, False])
def test_a_file_that_is_changed_while_the_others_are_written_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch, in_place: bool
) -> None:
    apply = journal._apply

    def edited(root_: Path, folder: Path, number: int, entry: change_files.Entry) -> None:
        if number == 2:
            if not in_place:
                (root / "datapackage.json").unlink()
            (root / "datapackage.json").write_bytes(b"mine")
        apply(root_, folder, number, entry)

    monkeypatch.setattr(journal, "_apply", edited)
    with pytest.raises(UserError, match=r"datapackage.json was changed by another program"):
        change(root)
    assert files(root) == OLD | {"datapackage.json": b"mine"}


def test_what_a_program_writes_into_the_old_file_at_the_last_moment_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that has the file open goes on writing to it after it was replaced."""
    with (root / "a.csv").open("ab") as editor:
        apply = journal._apply

        def edited(root_: Path, folder: Path, number: int, entry: change_files.Entry) -> None:
            apply(root_, folder, number, entry)
            editor.write(b"mine\n")
            editor.flush()

        monkeypatch.setattr(journal, "_apply", edited)
        with pytest.raises(UserError, match=r"a.csv was changed by another program"):
            change(root)
    assert files(root)["a.csv"].startswith(b"old a\nmine\n")
    assert files(root)["datapackage.json"] == OLD["datapackage.json"]


def test_two_changes_do_not_overlap(root: Path) -> None:
    def change() -> None:
        with locked(root, 0.1):
            pass

    with transaction(root):
        with pytest.raises(UserError, match="this program is changing"):
            change()
        with ThreadPoolExecutor(1) as other, pytest.raises(UserError, match="another command is changing"):
            other.submit(change).result()


def test_whoever_waits_for_a_lock_says_so_and_for_how_long(
    root: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("event_timeline.io.locks.SILENT_S", 0.05)

    def change(wait_s: float) -> None:
        with locked(root, wait_s, notes.append):
            pass

    with ThreadPoolExecutor(1) as other, transaction(root):
        with pytest.raises(UserError, match=r"another command is changing .*, and still was after 0\.2 s"):
            other.submit(change, 0.2).result()
        assert notes == [f"another command is changing {root}: waiting for it, up to 0.2 s"]
        waiting = other.submit(change, 30)
    waiting.result()
    assert len(notes) <= 2


def test_a_reader_waits_for_a_writer_only_where_there_is_one(root: Path, notes: list[str]) -> None:
    with transaction(root):
        before_reading(root)
    assert notes == []


def test_a_copy_of_an_interrupted_change_is_not_finished(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str]
) -> None:
    interrupted(root, monkeypatch, 1)
    copy = root.parent / "copy"
    shutil.copytree(root, copy)
    before = files(copy)
    before_reading(copy)
    assert files(copy) == before
    assert "begun at another place" in notes[0]
    with pytest.raises(UserError, match="begun at another place"), transaction(copy):
        pass
    assert files(copy) == before


def test_a_folder_that_cannot_be_written_is_read_as_it_is(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str]
) -> None:
    interrupted(root, monkeypatch, 1)
    before = files(root)

    def refusing(*args: object, **options: object) -> int:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", refusing)
    before_reading(root)
    monkeypatch.undo()
    assert files(root) == before
    assert len(notes) == 1
    assert "Read-only file system" in notes[0]


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def planted(root: Path, entries: list[dict[str, Any]], contents: dict[str, bytes]) -> Path:
    """A change as an attacker would make it who knows the inode."""
    home = root / ".timeline"
    home.mkdir()
    folder = home / f"change-{home.stat().st_ino}"
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "journal.json").write_text(json.dumps({"version": 1, "files": entries}))
    return folder


HOSTILE: dict[str, Callable[[Path], str]] = {
    "a path upwards": lambda outside: "../outside.txt",
    "an absolute path": str,
    "a path through a link": lambda outside: "link/outside.txt",
    "a link": lambda outside: "linked.txt",
    "a hidden file": lambda outside: ".git/hooks/pre-commit",
    "a link to a hidden file": lambda outside: "hooks/pre-commit",
    "a URL": lambda outside: "file:///etc/passwd",
    "a device": lambda outside: "pipe",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_journal_writes_nowhere_else(root: Path, kind: str, notes: list[str]) -> None:
    outside = root.parent / "outside.txt"
    outside.write_bytes(b"theirs")
    (root / "link").symlink_to(root.parent)
    (root / "linked.txt").symlink_to(outside)
    (root / ".git" / "hooks").mkdir(parents=True)
    (root / "hooks").symlink_to(root / ".git" / "hooks")
    os.mkfifo(root / "pipe")
    path = HOSTILE[kind](outside)
    entries = [
        {"path": "a.csv", "before": sha(b"other"), "after": sha(OLD["a.csv"])},
        {"path": path, "before": None if "hook" in path else sha(b"theirs"), "after": sha(b"evil")},
    ]
    planted(root, entries, {"after-0": OLD["a.csv"], "after-1": b"evil"})  # type: ignore[arg-type]
    before = files(root)
    before_reading(root)
    with pytest.raises(UserError), transaction(root):
        pass
    assert files(root) == before
    assert outside.read_bytes() == b"theirs"
    assert not list((root / ".git" / "hooks").iterdir())
    assert len(notes) == 1


def test_staged_content_with_another_hash_is_not_used(
    root: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str]
) -> None:
    folder = interrupted(root, monkeypatch, 1)
    (folder / "after-2").write_bytes(b"evil")
    before = files(root)
    before_reading(root)
    with pytest.raises(UserError), transaction(root):
        pass
    assert files(root) == before
    assert len(notes) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"version": 1}', b'{"version": 2, "files": []}', b'{"version": 1, "files": [1]}', b"[" * 100_000,
     b'{"version": 1, "files": [{"path": 1, "before": null, "after": "x"}]}'],
)  # fmt: skip
def test_a_damaged_journal_is_said_and_changes_nothing(root: Path, content: bytes, notes: list[str]) -> None:
    folder = planted(root, [], {})
    (folder / "journal.json").write_bytes(content)
    before_reading(root)
    assert len(notes) == 1
    with pytest.raises(UserError, match=r"journal.json"), transaction(root):
        pass
    assert files(root) == OLD


@pytest.mark.parametrize("name", [".timeline", "lock", ".gitignore", "change"])
def test_a_link_in_place_of_our_own_files_is_not_followed(root: Path, name: str, notes: list[str]) -> None:
    outside = root.parent / "outside"
    home = root / ".timeline"
    if name == ".timeline":
        outside.mkdir()
        home.symlink_to(outside)
    else:
        home.mkdir()
        (home / (f"change-{home.stat().st_ino}" if name == "change" else name)).symlink_to(outside)
    if name == ".gitignore":
        change(root)
        assert files(root) == AFTER
    else:
        with pytest.raises(UserError), transaction(root):
            pass
        before_reading(root)
        assert files(root) == OLD
    assert not outside.exists() or not list(outside.iterdir())


def test_a_link_to_a_file_of_the_package_stays_one(root: Path) -> None:
    (root / "real.csv").write_bytes(b"old")
    (root / "alias.csv").symlink_to("real.csv")
    change(root, {"alias.csv": b"new"}, {"alias.csv": b"old"})
    assert (root / "alias.csv").is_symlink()
    assert (root / "real.csv").read_bytes() == b"new"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_until_all_files_are_written(root: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    apply, caught = journal._apply, []

    def applied(root_: Path, folder: Path, at: int, entry: change_files.Entry) -> None:
        apply(root_, folder, at, entry)
        os.kill(os.getpid(), number)  # twice or more, between two files

    def handler(*_: object) -> None:
        caught.append(number)
        raise KeyboardInterrupt

    former = signal.signal(number, handler)
    try:
        monkeypatch.setattr(journal, "_apply", applied)
        with pytest.raises(KeyboardInterrupt):
            change(root)
        assert signal.getsignal(number) is handler
    finally:
        signal.signal(number, former)
    assert files(root) == AFTER
    assert caught == [number]
    assert not list((root / ".timeline").glob("change-*"))


def test_nothing_is_written_where_nothing_changed(root: Path) -> None:
    change(root, OLD, OLD)
    assert files(root) == OLD


def test_files_are_copied_where_the_file_system_has_no_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refusing)
    change(root)
    assert files(root) == AFTER


def test_a_file_that_is_gone_since_it_was_read_is_a_conflict(root: Path) -> None:
    (root / "a.csv").unlink()
    with pytest.raises(UserError, match=r"a\.csv was changed by another program"):
        change(root)


def test_a_file_on_another_file_system_is_replaced_through_a_copy(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def across(self: Path, target: Path) -> Path:
        if self.name.startswith("after-"):
            raise OSError(18, "Invalid cross-device link")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", across)
    change(root)
    assert files(root) == AFTER


def test_what_cannot_be_put_back_is_named_in_the_hint(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "datapackage.json" or self.name.startswith("before-"):
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UserError) as caught:
        change(root)
    assert "their former contents are in" in caught.value.hint
    assert (root / "a.csv").read_bytes() == NEW["a.csv"]


def test_a_path_through_a_circle_of_links_is_not_written(root: Path) -> None:
    (root / "loop").symlink_to("loop")
    with pytest.raises(UserError, match="is not a file that a command may write"):
        change(root, {"loop/a.csv": b"new"}, {})


def test_a_folder_without_rights_is_reported(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(journal, "recover", refusing)
    with pytest.raises(UserError, match="Read-only file system"):
        change(root)


def test_a_change_without_a_journal_is_removed_in_silence(root: Path, notes: list[str]) -> None:
    folder = planted(root, [], {})
    (folder / "journal.json").unlink()
    before_reading(root)
    assert (folder.exists(), notes) == (False, [])
