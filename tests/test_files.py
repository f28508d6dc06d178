"""Files appear whole or not at all, and never over somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.files import replacing, write_text
from event_timeline.problem import UserError


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
    write_text(target, "ours 2", made=lambda path: path.read_text().startswith("ours"))
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


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot write"):
        write_text(tmp_path / "nowhere" / "a.txt", "x")
