"""How many rows a change added, removed and changed: counted once, and kept with the change."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from event_timeline.editing import row_counts
from event_timeline.editing.row_counts import RowCounts, counted_rows
from event_timeline.package.change_files import COUNTS, Step
from event_timeline.package.opening import open_package
from tests import builder

ACTORS = open_package(builder.HARBOUR).resources["actors"]


def _changed(package: Path) -> list[et.Change]:
    with et.edit(package) as draft:
        draft.add("actors", name="Night crew", kind="group")
    with et.edit(package) as draft:
        draft.set("actors/mira-holm", note='Says "no", as ever.')
    with et.edit(package) as draft:
        draft.remove("actors/night-crew")
    return et.history(package)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, "actor_id,name\na,A\nb,B\n", RowCounts(added=2)),
        ("actor_id,name\na,A\nb,B\n", None, RowCounts(removed=2)),
        ("actor_id,name\na,A\nb,B\n", "actor_id,name\na,A\nb,C\n", RowCounts(changed=1)),
        ("actor_id,name\na,A\na,A\n", "actor_id,name\na,A\n", RowCounts(removed=1)),
        ("actor_id,name\na,A\nb,B\n", "actor_id,name\nb,B\na,A\n", RowCounts()),
        ('actor_id,name\n"a","A"\nb,B', "actor_id,name\na,A\nb,B\n", RowCounts()),
        ("actor_id,name\r\na,A\r\nb,B\r\n", "\ufeffactor_id,name\na,A\nb,B\n", RowCounts()),
        ("actor_id,name\na,A\n", "actor_id,name,note\na,A,\n", RowCounts(changed=1)),
        ('actor_id,name\na,"A\nb,B"\n', "actor_id,name\na,A\nb,B\n", RowCounts(added=1, changed=1)),
        ('actor_id,name\na,"x\n""y"\nb,"x\nz"\n', 'actor_id,name\na,"x\n""y"\nb,"q\nz"\n', RowCounts(changed=1)),
        ('actor_id,name\na,A"\nb,B"\nc,C\n', 'actor_id,name\na,A"\nb,"C\nc"\n', RowCounts(removed=1, changed=1)),
    ],
)
def test_rows_are_counted_by_their_keys(old: str | None, new: str | None, expected: RowCounts) -> None:
    before, after = (None if content is None else content.encode() for content in (old, new))
    assert counted_rows(before, after, ACTORS) == expected


def test_the_records_that_both_files_have_count_as_if_they_were_compared() -> None:
    chance = random.Random(7)
    cells = ["", "a", '"', ",", "\n", "b\n\n", '""x']
    for _ in range(300):
        rows = [[f"k{chance.randrange(6)}", chance.choice(cells) + chance.choice(cells)] for _ in range(8)]
        other = [
            row if chance.random() < 0.7 else [row[0], chance.choice(cells)] for row in rows if chance.random() < 0.9
        ]
        old, new = (_written([["actor_id", "name"], *some]) for some in (rows, other))
        whole = row_counts._compared(*(row_counts._rows(c, ["actor_id"]) for c in (old, new)))
        assert counted_rows(old, new, ACTORS) == whole


def test_a_file_that_cannot_be_read_has_no_counts() -> None:
    with pytest.raises(csv.Error):
        counted_rows(b'actor_id,name\n"a"b,A\n', b"actor_id,name\n", ACTORS)


def test_only_the_records_that_differ_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    rows = row_counts._rows

    def measured(content: bytes, key: list[str]) -> row_counts.Records:
        sizes.append(len(content))
        return rows(content, key)

    monkeypatch.setattr(row_counts, "_rows", measured)
    old = b"actor_id,name\n" + b"".join(b"k%d,A\n" % n for n in range(5_000))
    assert counted_rows(old, old.replace(b"k77,A", b"k77,B"), ACTORS) == RowCounts(changed=1)
    assert sizes == [len(b"actor_id,name\nk77,A")] * 2


def test_the_history_reads_no_former_content_to_list_changes(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _changed(harbour)
    assert [str(change.tables["actors"]) for change in made] == ["+1", "~1", "-1"]

    def refuse(step: Step, path: str) -> bytes:
        raise AssertionError(f"{step} is asked for {path}")

    with monkeypatch.context() as patched:
        patched.setattr(Step, "content", refuse)
        assert et.history(harbour) == made
    et.undo(harbour)
    et.undo(harbour)
    undone = et.history(harbour)
    assert [change.tables for change in undone] == [change.tables for change in made]
    monkeypatch.setattr(Step, "content", refuse)
    assert et.history(harbour) == undone


@pytest.mark.parametrize(
    "content",
    [
        None, b"", b"{", b"[]", b'{"tables": [{}]}', b'{"tables": 3}', b"[" * 200_000, b" " * 2**21,
        b'{"tables": [{"path": "data/actors.csv", "sides": [["0", 1], ["1", 1]], "rows": {"added": 9}}]}',
    ],
)  # fmt: skip
def test_changes_without_counts_are_counted_when_they_are_listed(content: bytes | None, harbour: Path) -> None:
    made = _changed(harbour)
    kept = sorted((harbour / ".timeline").glob(f"history-*/*/{COUNTS}"))
    assert len(kept) == 3
    for file in kept:
        file.unlink() if content is None else file.write_bytes(content)
    assert et.history(harbour) == made
    assert et.undo(harbour).tables == made[-1].tables


def test_a_change_whose_former_content_is_gone_has_no_counts(harbour: Path) -> None:
    _changed(harbour)
    for file in (harbour / ".timeline").glob("history-*/*/before-0"):
        file.unlink()
    assert [change.tables for change in et.history(harbour)] == [{"actors": None}] * 3


def test_a_repair_is_counted(harbour: Path) -> None:
    path = harbour / "data" / "actors.csv"
    builder.write(path, builder.read(path).replace("Mira Holm", " Mira Holm", 1))
    et.fix(harbour)
    assert len(list((harbour / ".timeline").glob(f"history-*/*/{COUNTS}"))) == 1
    assert et.history(harbour)[-1].tables == {"actors": RowCounts(changed=1)}


def _written(rows: list[list[Any]]) -> bytes:
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows).encode()
