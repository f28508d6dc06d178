"""`timeline history`, `undo` and `redo` as a user meets them."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

import event_timeline as et
from tests import builder
from tests.builder import contents
from tests.conftest import Timeline

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_changes_are_listed_undone_and_made_again(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    assert timeline("history").err == "no change was made here, or none is kept\n"
    timeline("set", "events/strike", "label=Walk out")
    timeline("add", "actor", "--name", "Night crew", "--kind", "group")
    with et.edit(".", label="workbench: a note") as draft:
        draft.set("actors/night-crew", note="New.")
    changed = contents(harbour)
    expected = (
        "   3  TIME  workbench: a note\n      actors ~1, 1 other file\n"
        "   2  TIME  timeline add actor --name 'Night crew' --kind group\n      actors +1, 1 other file\n"
        "   1  TIME  timeline set events/strike 'label=Walk out'\n      events ~1, 1 other file\n"
    )
    assert TIME.sub("TIME", timeline("history").out) == expected
    result = timeline("undo", "--steps", 2)
    assert TIME.sub("TIME", result.out) == (
        "undid 3, TIME: workbench: a note (data/actors.csv, datapackage.json)\n"
        "undid 2, TIME: timeline add actor --name 'Night crew' --kind group (data/actors.csv, datapackage.json)\n"
    )
    undone = expected.replace("a note\n", "a note (undone)\n").replace("kind group\n", "kind group (undone)\n")
    assert TIME.sub("TIME", timeline("history").out) == undone
    assert timeline("undo").code == 0
    assert contents(harbour) == contents(builder.HARBOUR)
    assert timeline("redo", "--steps", 3).code == 0
    assert contents(harbour) == changed
    assert (
        timeline("redo").err
        == "error: there is no change to redo\nhint: a change can be redone until another one is made\n"
    )


def test_a_damaged_change_is_listed(harbour: Path, timeline: Timeline) -> None:
    timeline("set", "events/strike", "label=Walk out", harbour)
    timeline("set", "events/strike", "label=Strike", harbour)
    (folder,) = (harbour / ".timeline").glob("history-*/step-000002")
    (folder / "journal.json").write_bytes(b'{"x":')
    first, *others = timeline("history", harbour).out.splitlines()
    assert first == f"   2  damaged: {folder} cannot be read"
    assert others[0].startswith("   1  ")
    result = timeline("undo", harbour)
    assert result.code == 2
    assert "change 2 is damaged" in result.err


def test_more_changes_than_there_are_are_neither_undone_nor_made_again(harbour: Path, timeline: Timeline) -> None:
    timeline("set", "events/strike", "label=Walk out", harbour)
    timeline("set", "events/strike", "label=Strike", harbour)
    before = contents(harbour)
    result = timeline("undo", "--steps", "9" * 20, harbour)
    assert (result.code, result.out) == (2, "")
    assert "only 2 changes can be undone" in result.err
    assert "--steps 2" in result.err
    assert contents(harbour) == before
    assert timeline("undo", "--steps", 2, harbour).code == 0
    assert "only 2 changes can be redone, not 3" in timeline("redo", "--steps", 3, harbour).err
    assert timeline("redo", "--steps", 2, harbour).code == 0
    assert contents(harbour) == before


def test_a_changed_row_of_a_table_without_a_key_counts_as_changed(tmp_path: Path) -> None:
    package = tmp_path / "marshes"
    shutil.copytree(builder.MARSHES, package)
    with et.edit(package) as draft:
        draft.set("measures/grain-convoy", best=39)
    assert str(et.history(package)[-1].tables["measures"]) == "~1"


def test_the_history_is_listed_for_programs(harbour: Path, timeline: Timeline) -> None:
    timeline("set", "events/strike", "label=Walk out", harbour)
    timeline("set", "events/strike", "label=Strike", harbour)
    found = json.loads(timeline("history", harbour, "--last", 1, "--format", "json").out)
    (change,) = found["changes"]
    assert (change["number"], change["files"], change["undone"]) == (2, ["data/events.csv", "datapackage.json"], False)
    assert change["tables"] == {"events": {"added": 0, "removed": 0, "changed": 1}}
    assert timeline("history", harbour, "--last", 1).err == "and 1 earlier: --last 0 lists all\n"


def test_what_another_program_changed_is_not_undone(harbour: Path, timeline: Timeline) -> None:
    timeline("set", "events/strike", "label=Walk out", harbour)
    path = harbour / "data" / "events.csv"
    builder.write(path, builder.read(path).replace("Walk out", "Walk-out"))
    before = contents(harbour)
    result = timeline("undo", harbour)
    assert result.code == 2
    assert "data/events.csv was changed by another program since" in result.err
    assert "events changed later" in timeline("history", harbour).out
    assert contents(harbour) == before


def test_a_new_package_has_no_change_to_undo(tmp_path: Path, timeline: Timeline) -> None:
    timeline("new", tmp_path / "new", "--source", builder.ARTICLE, "--title", "A new one", "--contributor", "A B")
    assert timeline("undo", tmp_path / "new").code == 2


@pytest.mark.parametrize("change", ["stamp", "bump", "fix"])
def test_every_command_that_changes_a_package_can_be_undone(change: str, harbour: Path, timeline: Timeline) -> None:
    if change == "fix":
        path = harbour / "data" / "actors.csv"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = contents(harbour)
    args = {"stamp": ("stamp", "--keyword", "cranes"), "bump": ("bump", "patch"), "fix": ("validate", "--fix")}[change]
    timeline(*args, harbour)
    assert contents(harbour) != before
    assert et.undo(harbour).what.startswith(f"timeline {args[0]}")
    assert contents(harbour) == before
    assert et.redo(harbour).number == 1


def test_undo_and_redo_return_the_change_as_the_history_has_it(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.add("actors", name="Night crew", kind="group")
        draft.set("actors/mira-holm", note="Chairs the union.")
    (made,) = et.history(harbour)
    assert str(made.tables["actors"]) == "+1 ~1"
    undone = et.undo(harbour)
    assert (undone, undone.undone, undone.tables) == (et.history(harbour)[-1], True, made.tables)
    assert et.redo(harbour) == et.history(harbour)[-1] == made


@pytest.mark.parametrize("name", ["zip", "bagit", "rocrate"])
def test_no_export_has_the_history(name: str, harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    timeline("set", "events/strike", "label=Walk out", harbour)
    out = tmp_path / "out"
    assert timeline("export", name, harbour, "-o", out).code == 0
    names = zipfile.ZipFile(out).namelist() if out.is_file() else [p.as_posix() for p in out.rglob("*")]
    assert not [n for n in names if ".timeline" in n]
    assert timeline("publish", harbour, "-o", tmp_path / "deposit").code == 0
    assert not list((tmp_path / "deposit").rglob(".timeline*"))
    for deposited in (tmp_path / "deposit").rglob("*.zip"):
        assert not [n for n in zipfile.ZipFile(deposited).namelist() if ".timeline" in n]


def test_a_zip_has_no_history_and_is_not_changed(tmp_path: Path, harbour: Path, timeline: Timeline) -> None:
    packed = et.export(harbour, "zip", tmp_path / "harbour.zip")
    assert et.history(packed) == []
    assert "a zip cannot be changed" in timeline("undo", packed).err
