"""Commands that only read, that are refused or that only show what they would do: no file is made, changed or left."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from event_timeline.cli import group
from event_timeline.io.locks import FOLDER, locked
from event_timeline.model import UserError
from tests.conftest import Timeline

COMMANDS = [
    "validate", "validate --diff", "validate --strict --source article=absent.txt", "explain EVD004", "explain events.kind",
    "show", "stats", "history", "undo", "undo --steps 2", "redo", "cite", "cite --row events/absent", "coverage", "quotes",
    "dates strike", "locate strike", "locate strike --append actor:absent --part mention", "stamp", "export --list",
    "export json . -o absent/out.json", "import --list", "import json absent.json -o new", "bump", "bump nonsense",
    "set events/strike label=", "set events/absent label=x", "set events/strike label=Walk-out --dry-run",
    "remove events/strike --dry-run", "remove events/absent", "add event --label x", "add actor --name x --kind nonsense",
    "add --from absent.jsonl", "publish . -o out --dry-run", "diff . absent", "agree . absent", "merge . absent -o both",
    "new . --event-table --title T --contributor C", "view --help", "edit --help",
]  # fmt: skip
"""Of each command a call that changes nothing; `view` always writes a page, and `edit` waits for one."""


def everything(folder: Path) -> dict[str, bytes | None]:
    """Each path below a folder, hidden ones too, with a file's bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def test_each_command_is_tried() -> None:
    assert {line.split()[0] for line in COMMANDS} == set(group.COMMANDS)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_that_changes_nothing_leaves_nothing(
    line: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    before = everything(harbour)
    timeline(*line.split())
    assert everything(harbour) == before


def test_a_folder_with_a_history_stays(harbour: Path, timeline: Timeline) -> None:
    assert timeline("set", "events/strike", "label=Walk-out", harbour).code == 0
    before = everything(harbour)
    assert timeline("redo", harbour).code == 2
    assert everything(harbour) == before
    assert f"{FOLDER}/lock" in before


def test_those_that_wait_make_the_folder_again_one_after_the_other(harbour: Path) -> None:
    inside: list[int] = []

    def change(number: int) -> int:
        with locked(harbour):
            inside.append(number)
            time.sleep(0.02)
            assert inside == [number]
            inside.clear()
        return number

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(change, range(24))) == list(range(24))
    assert not (harbour / FOLDER).exists()


def test_the_lock_is_refused_inside_its_own_block(harbour: Path) -> None:
    with locked(harbour), pytest.raises(UserError, match="is changing"), locked(harbour):
        pass
    assert not (harbour / FOLDER).exists()
