"""Options that several commands share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import builder
from tests.conftest import Timeline


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("bote", "courier"):
        shutil.copy(builder.FLOODGATE / f"{name}.txt", folder)
    (folder / "another.txt").write_text("Not a source of the package.")
    return folder


@pytest.fixture
def floodgate(tmp_path: Path) -> Path:
    """The package in a folder of its own, without its texts."""
    target = Path(shutil.copytree(builder.FLOODGATE, tmp_path / "deep" / "floodgate"))
    for name in ("bote", "courier"):
        (target / f"{name}.txt").unlink()
    return target


def test_a_folder_of_texts_is_taken_by_every_command_that_takes_one(
    floodgate: Path, texts: Path, timeline: Timeline
) -> None:
    for args in (("quotes",), ("coverage",), ("locate", "the")):
        assert "no text" in timeline(*args, floodgate).err
        assert timeline(*args, floodgate, "--source-dir", texts).code == 0
    assert timeline("stamp", floodgate, "--source-dir", texts).code == 0
    out = texts.parent / "page.html"
    export = ("export", "html", builder.FLOODGATE, "-o", out, "--include-text", "--source-dir")
    assert timeline(*export, texts).code == 0
    assert (texts / "courier.txt").read_text(encoding="utf-8").split()[0] in out.read_text(encoding="utf-8")


def test_a_folder_without_a_text_of_a_source_is_refused(floodgate: Path, tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "empty").mkdir()
    result = timeline("quotes", floodgate, "--source-dir", tmp_path / "empty")
    assert (result.code, "no text of a source is there" in result.err) == (2, True)
    assert timeline("quotes", floodgate, "--source-dir", tmp_path / "missing").code == 2


@pytest.mark.parametrize("args", ["export {P} json", "remove {P} actors/x", "locate {P} strike"])
def test_a_package_that_is_not_last_is_said_to_be_so(args: str, timeline: Timeline) -> None:
    run = timeline(*args.format(P=builder.HARBOUR).split())
    assert (run.code, f"name the package, {builder.HARBOUR}, last" in run.err) == (2, True)


def test_an_unknown_format_is_said_where_there_is_no_package(
    timeline: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "there is no format 'harbour'" in timeline("export", "harbour").err
