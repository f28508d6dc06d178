"""The history of a package: every change can be undone and made again, and none that was made at another place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.model import UserError
from event_timeline.package import change_files, history
from event_timeline.package.callers import called
from event_timeline.package.change_files import Origin
from event_timeline.package.journal import ConflictError, commit, transaction

State = dict[str, bytes]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "datapackage.json").write_bytes(b"{}\n")
    (folder / "a.csv").write_bytes(b"a\n1\n")
    return folder


def files(root: Path) -> State:
    found = (p for p in root.rglob("*") if p.is_file() and ".timeline" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def change(root: Path, contents: State, what: str = "a change") -> None:
    before = files(root)
    with called(what), transaction(root):
        commit(root, contents, dict(before))


def home(root: Path) -> Path:
    (found,) = (root / ".timeline").glob("history-*")
    return found


def test_changes_are_undone_from_the_last_and_made_again_from_the_first(root: Path) -> None:
    states = [files(root)]
    for contents in ({"a.csv": b"a\n2\n"}, {"data/b.csv": b"new\n", "a.csv": b"a\n3\n"}, {"data/b.csv": b"newer\n"}):
        change(root, contents)
        states.append(files(root))
    for state in reversed(states[:-1]):
        history.undo(root)
        assert files(root) == state
    with pytest.raises(UserError, match="no change to undo"):
        history.undo(root)
    for state in states[1:]:
        history.redo(root)
        assert files(root) == state
    with pytest.raises(UserError, match="no change to redo"):
        history.redo(root)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("urabcd"), max_size=12))
def test_any_sequence_leaves_what_a_list_of_states_does(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str]
) -> None:
    root = tmp_path_factory.mktemp("package")
    (root / "a.csv").write_bytes(b"")
    states, at = [files(root)], 0
    for number, act in enumerate(acts):
        if act in "ur":
            step = -1 if act == "u" else 1
            possible = 0 <= at + step < len(states)
            try:
                (history.undo if act == "u" else history.redo)(root)
            except UserError:
                assert not possible
            else:
                assert possible
                at += step
        else:
            change(root, {f"{act}.csv": str(number).encode()})
            states, at = [*states[: at + 1], files(root)], at + 1
        assert files(root) == states[at]
    kept = history.steps(root)
    assert [s.undone for s in kept] == [False] * at + [True] * (len(states) - 1 - at)


def test_another_change_takes_the_place_of_those_that_were_undone(root: Path) -> None:
    change(root, {"a.csv": b"2"}, "second")
    history.undo(root)
    change(root, {"a.csv": b"3"}, "third")
    assert [(s.number, s.undone, s.files.origin.what) for s in history.steps(root)] == [(1, False, "third")]
    with pytest.raises(UserError, match="no change to redo"):
        history.redo(root)


def test_a_file_that_another_program_changed_since_is_kept(root: Path) -> None:
    change(root, {"a.csv": b"2"}, "timeline set")
    (root / "a.csv").write_bytes(b"mine")
    with pytest.raises(ConflictError, match=r"cannot undo change 1: a.csv was changed by another program") as refused:
        history.undo(root)
    assert str(home(root) / "step-000001") in refused.value.hint
    assert (root / "a.csv").read_bytes() == b"mine"
    (root / "a.csv").write_bytes(b"2")
    history.undo(root)
    assert (root / "a.csv").read_bytes() == b"a\n1\n"


def test_a_copy_starts_without_a_history(root: Path, tmp_path: Path) -> None:
    change(root, {"a.csv": b"2"})
    copied = Path(shutil.copytree(root, tmp_path / "copy"))
    assert history.steps(copied) == []
    before = files(copied)
    with pytest.raises(UserError, match="no change to undo"):
        history.undo(copied)
    assert files(copied) == before
    change(copied, {"a.csv": b"3"})
    assert [s.number for s in history.steps(copied)] == [1]


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/outside", ".timeline/lock", "a.csv/b"])
def test_a_step_that_leads_elsewhere_changes_nothing(root: Path, path: str) -> None:
    change(root, {"a.csv": b"2"})
    file = home(root) / "step-000001" / "journal.json"
    document = json.loads(file.read_text())
    document["files"][0]["path"] = path
    file.write_text(json.dumps(document))
    before = files(root.parent)
    with pytest.raises(UserError):
        history.undo(root)
    assert files(root.parent) == before


def test_a_damaged_content_is_not_written(root: Path) -> None:
    change(root, {"a.csv": b"2"})
    content = home(root) / "step-000001" / "before-0"
    content.chmod(0o644)
    content.write_bytes(b"damaged")
    with pytest.raises(UserError, match="before-0 is damaged"):
        history.undo(root)
    content.unlink()
    with pytest.raises(UserError, match="No such file"):
        history.undo(root)
    assert (root / "a.csv").read_bytes() == b"2"


@pytest.mark.parametrize("content", [b'{"x":', b"{}", b"[]", b"\xff\xfe", None])
def test_a_damaged_change_is_named_and_none_before_it_is_undone(root: Path, content: bytes | None) -> None:
    change(root, {"a.csv": b"2"})
    change(root, {"a.csv": b"3"})
    file = home(root) / "step-000002" / "journal.json"
    if content is None:
        file.unlink()
        file.symlink_to(root / "datapackage.json")
    else:
        file.write_bytes(content)
    assert [s.number for s in history.steps(root)] == [1]
    assert [s.number for s in history.damaged_steps(root)] == [2]
    with pytest.raises(UserError, match=r"change 2 is damaged: .*step-000002.journal.json cannot be read") as refused:
        history.undo(root)
    assert str(home(root) / "step-000002") in refused.value.hint
    assert (root / "a.csv").read_bytes() == b"3"
    with pytest.raises(UserError, match="no change to redo"):
        history.redo(root)


def test_a_damaged_change_is_not_made_again(root: Path) -> None:
    change(root, {"a.csv": b"2"})
    change(root, {"a.csv": b"3"})
    history.undo(root)
    history.undo(root)
    (home(root) / "undone-000001" / "journal.json").write_bytes(b"{")
    with pytest.raises(UserError, match="change 1 is damaged"):
        history.redo(root)
    assert (root / "a.csv").read_bytes() == b"a\n1\n"


def test_a_lock_that_is_a_folder_is_named(root: Path) -> None:
    change(root, {"a.csv": b"2"})
    lock = root / ".timeline" / "lock"
    lock.unlink()
    lock.mkdir()
    with pytest.raises(UserError) as refused:
        history.undo(root)
    assert refused.value.message == f"{lock} is a folder, where the lock is to be"


def test_the_oldest_changes_go_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_files, "MAX_STEPS", 3)
    for number in range(5):
        change(root, {"a.csv": str(number).encode()})
    assert [s.number for s in history.steps(root)] == [3, 4, 5]
    monkeypatch.setattr(change_files, "MAX_BYTES", 3_000)
    change(root, {"a.csv": b"x" * 2_500})
    assert [s.number for s in history.steps(root)][-1] == 6
    change(root, {"a.csv": b"y"})
    assert [s.number for s in history.steps(root)] == [7]
    change(root, {"a.csv": b"x" * 4_000})
    change(root, {"a.csv": b"z"})
    assert history.steps(root) == []


def test_two_hundred_changes_can_be_undone(root: Path) -> None:
    for number in range(200):
        change(root, {"a.csv": str(number).encode()})
    for _ in range(200):
        history.undo(root)
    assert (root / "a.csv").read_bytes() == b"a\n1\n"


def test_a_change_without_a_number_is_not_kept(root: Path) -> None:
    with transaction(root):
        commit(root, {"b.csv": b"1"}, {}, Origin())
    assert history.steps(root) == []


def test_what_a_killed_command_left_is_removed_by_the_next(root: Path) -> None:
    change(root, {"a.csv": b"2"})
    (home(root) / "step-000001" / "journal.json").unlink()
    assert history.steps(root) == []
    change(root, {"a.csv": b"3"})
    assert [p.name for p in home(root).iterdir()] == ["step-000001"]
    history.undo(root)
    assert (root / "a.csv").read_bytes() == b"2"
