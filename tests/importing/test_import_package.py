"""`import_`: the format, the target, and a package at once or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests import builder
from tests.conftest import Timeline

import event_timeline as et

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"


def test_a_zip_comes_back_as_the_files_that_went_in(tmp_path: Path) -> None:
    et.export(HARBOUR, "zip", tmp_path / "harbour.zip")
    imported = et.import_("zip", tmp_path / "harbour.zip", tmp_path / "back")
    assert imported.report.valid
    assert imported.notes == []
    back = {p.relative_to(tmp_path / "back"): p.read_bytes() for p in (tmp_path / "back").rglob("*") if p.is_file()}
    assert Path("data/events.csv") in back
    assert all((HARBOUR / path).read_bytes() == content for path, content in back.items())


@pytest.mark.parametrize(
    ("format_", "file", "said"),
    [
        ("zipp", "harbour.zip", "no import format 'zipp'"),
        ("zip", "nothing.zip", "there is no"),
        ("zip", "words.zip", "words.zip"),
    ],
)
def test_refuses_what_cannot_be_read_and_writes_nothing(tmp_path: Path, format_: str, file: str, said: str) -> None:
    (tmp_path / "words.zip").write_text("not a zip")
    with pytest.raises(et.Error, match=said):
        et.import_(format_, tmp_path / file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_never_writes_over_a_folder_that_is_in_use(tmp_path: Path) -> None:
    et.export(HARBOUR, "zip", tmp_path / "harbour.zip")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(et.Error, match="is a folder that is in use") as refused:
        et.import_("zip", tmp_path / "harbour.zip", tmp_path / "out")
    assert "--force" not in refused.value.hint
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_zip_over_a_package_is_refused_with_the_command_that_compares_them(tmp_path: Path, dry_run: bool) -> None:
    package, archive = builder.copy_of_harbour(tmp_path), tmp_path / "a copy.zip"
    et.export(package, "zip", archive)
    before = builder.contents(package)
    with pytest.raises(et.Error, match="is a package, and a zip is a whole one") as refused:
        et.import_("zip", archive, package, dry_run=dry_run)
    assert f'`et.diff("{package}", "{archive}")`' in refused.value.hint
    assert not et.diff(package, archive)
    assert builder.contents(package) == before


def test_the_command_lists_its_formats_and_makes_a_package(tmp_path: Path, timeline: Timeline) -> None:
    listed = timeline("import", "--list")
    assert [line.split()[0] for line in listed.out.splitlines()[::2]] == [f.name for f in et.import_formats()]
    et.export(HARBOUR, "zip", tmp_path / "harbour.zip")
    made = timeline("import", "zip", tmp_path / "harbour.zip", "-o", tmp_path / "back")
    assert made.code == 0
    assert "0 errors" in made.err
    assert (tmp_path / "back" / "datapackage.json").is_file()


@pytest.mark.parametrize("format_", ["brat", "timeml", "cas", "parquet"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path, format_: str) -> None:
    (tmp_path / "secret").write_text("root:x:0:0\n")
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "secret")
    (folder / "a.ann").write_text("T1\tPerson 0 4\troot\n")
    options = {"language": "en"} if format_ != "parquet" else {}
    with pytest.raises(et.Error, match="a link that leads out of the folder"):
        et.import_(format_, folder, tmp_path / "out", contributors=["Holm, Mira"], license="CC-BY-4.0", options=options)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [{"title": "a\nb"}, {"contributors": ["a\nb"]}], ids=["title", "contributor"])
def test_words_with_a_line_break_are_refused(words: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(et.Error, match="has a line break or control character"):
        et.import_("json", builder.ARTICLE, tmp_path / "made", **words)
    assert not (tmp_path / "made").exists()
