from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline.editing.draft import Draft, open_draft
from event_timeline.model import UserError
from tests import builder
from tests.conftest import Timeline


def test_an_unchanged_draft_writes_nothing(draft: Draft, harbour: Path) -> None:
    before = builder.contents(harbour)
    for name in draft.package.resources:
        draft.table(name)
        draft.keep(name)
    draft.stamp()
    assert draft.save() == []
    assert builder.contents(harbour) == before


def test_a_changed_cell_is_written_and_stamped(draft: Draft, harbour: Path, timeline: Timeline) -> None:
    draft.table("actors").find("mira-holm")["office"] = "Chair"
    draft.keep("actors")
    draft.stamp()
    assert draft.save() == ["data/actors.csv", "datapackage.json"]
    assert "mira-holm,Mira Holm,person,Chair," in (harbour / "data" / "actors.csv").read_text(encoding="utf-8")
    assert timeline("validate", harbour).code == 0


def test_the_descriptor_keeps_its_indentation(harbour: Path) -> None:
    path = harbour / "datapackage.json"
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=4, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    draft = open_draft(harbour)
    draft.table("actors").find("mira-holm")["office"] = "Chair"
    draft.keep("actors")
    draft.stamp()
    draft.save()
    assert path.read_text(encoding="utf-8").startswith('{\n    "$schema"')
    assert path.read_text(encoding="utf-8").endswith("}\n")


def test_somebody_elses_change_is_not_overwritten(draft: Draft, harbour: Path) -> None:
    draft.table("actors").find("mira-holm")["office"] = "Chair"
    draft.keep("actors")
    path = harbour / "data" / "actors.csv"
    path.write_bytes(path.read_bytes() + b"x,y,person,,,,,,,\n")
    before = builder.contents(harbour)
    with pytest.raises(UserError, match=r"data/actors.csv was changed by another program"):
        draft.save()
    assert builder.contents(harbour) == before


def test_new_problems_leave_out_those_that_were_there(draft: Draft) -> None:
    draft.table("actors").find("mira-holm")["affiliation"] = "nobody"
    draft.keep("actors")
    draft.stamp()
    assert "KEY003" in {p.code for p in draft.new_problems()}
    draft.save()
    again = open_draft(draft.root)
    again.table("actors").find("jonas-veld")["office"] = "Director"
    again.keep("actors")
    again.stamp()
    assert again.new_problems() == []


def test_a_zip_is_not_changed_in_place(harbour: Path, tmp_path: Path) -> None:
    import shutil

    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", harbour)
    with pytest.raises(UserError, match="cannot be changed in place"):
        open_draft(packed)


def test_a_descriptor_with_a_property_twice_is_not_rewritten(harbour: Path) -> None:
    path = harbour / "datapackage.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"version"', '"version": "1.0.0", "version"', 1), encoding="utf-8"
    )
    with pytest.raises(UserError, match="version is duplicated"):
        open_draft(harbour)


def test_a_path_that_leaves_the_package_is_not_read(harbour: Path) -> None:
    path = harbour / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("data/actors.csv", "../actors.csv"), encoding="utf-8")
    with pytest.raises(UserError):
        open_draft(harbour).table("actors")
