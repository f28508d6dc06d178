"""The data package in one file, validated by frictionless and unpacked by Python's zipfile."""

from __future__ import annotations

import zipfile
from pathlib import Path

import frictionless
import pytest

from event_timeline.exports import zip_
from event_timeline.model import UserError
from event_timeline.package.opening import open_package
from event_timeline.rules.explanations import Replaced
from tests import builder
from tests.conftest import Timeline
from tests.exports.reading import load, written


def test_frictionless_finds_it_valid_and_reads_the_values(harbour: Path, tmp_path: Path) -> None:
    zip_.write(load(harbour), tmp_path / "out.zip")
    package = frictionless.Package(str(tmp_path / "out.zip"))
    assert package.validate().valid
    for table, rows in written(harbour).items():
        found = package.get_resource(table).read_rows()  # type: ignore[attr-defined]
        assert [
            {k: float(v) if k in ("latitude", "longitude") and v is not None else v for k, v in r.items()}
            for r in found
        ] == rows


def test_every_file_comes_out_as_it_went_in(package: Path, tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE"):
        (package / name).write_text(f"the {name}\n", encoding="utf-8")
    (package / "private.txt").write_text("not of the package\n", encoding="utf-8")
    zip_.write(load(package), tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == sorted(names)
        assert {"datapackage.json", "README.md", "LICENSE", "schemas/events.json", "data/events.csv"} <= set(names)
        assert "private.txt" not in names
        for name in names:
            assert archive.read(name) == (package / name).read_bytes()


def test_texts_that_the_descriptor_names_and_how_a_corpus_was_made_travel(harbour: Path, tmp_path: Path) -> None:
    (harbour / "MERGED.md").write_text("# How\n", encoding="utf-8")
    builder.apply(harbour, Replaced("datapackage.json", '"path": "article.txt"', '"path": "./article.txt"'))
    zip_.write(load(harbour), tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.read("article.txt") == builder.ARTICLE.read_bytes()
        assert archive.read("MERGED.md") == b"# How\n"
    again = open_package(tmp_path / "out.zip")
    assert again.source_files()["./article.txt"].read_bytes() == builder.ARTICLE.read_bytes()


@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/hostname", ".secret.txt", "link.txt", "data", "https://example.org/a"]
)
def test_no_other_text_does(harbour: Path, tmp_path: Path, path: str) -> None:
    for place in (tmp_path / "secret.txt", harbour / ".secret.txt"):
        place.write_text("secret\n", encoding="utf-8")
    (harbour / "link.txt").symlink_to(tmp_path / "secret.txt")
    builder.apply(harbour, Replaced("datapackage.json", '"path": "article.txt"', f'"path": "{path}"'))
    zip_.write(load(harbour), tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert not [n for n in archive.namelist() if n.endswith(".txt") or archive.read(n) == b"secret\n"]


@pytest.mark.parametrize("form", ["zip", "bagit", "rocrate"])
def test_a_paper_that_is_a_link_out_of_the_package_is_named(
    form: str, harbour: Path, tmp_path: Path, timeline: Timeline
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret\n", encoding="utf-8")
    builder.write(harbour / "TERMS.txt", "CC BY 4.0\n")
    (harbour / "README.md").unlink(missing_ok=True)
    (harbour / "README.md").symlink_to(secret)
    (harbour / "RIGHTS.md").symlink_to(tmp_path / "missing")
    (harbour / "LICENSE.txt").symlink_to("TERMS.txt")
    result = timeline("export", form, harbour, "-o", tmp_path / "out")
    notes = [line.split(" is a link")[0] for line in result.err.splitlines() if "left out" in line]
    assert (result.code, notes) == (0, ["note: README.md", "note: RIGHTS.md"])
    files = {p.name: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    if form == "zip":
        with zipfile.ZipFile(tmp_path / "out") as archive:
            files = {n: archive.read(n) for n in archive.namelist()}
    assert files["LICENSE.txt"] == b"CC BY 4.0\n"
    assert "README.md" not in files or files["README.md"] != b"secret\n"


def test_the_toolchain_opens_it_again(package: Path, tmp_path: Path) -> None:
    zip_.write(load(package), tmp_path / "out.zip")
    again = load(tmp_path / "out.zip")
    assert again.descriptor == load(package).descriptor
    for table, rows in written(package).items():
        assert again.rows(table) == rows


def test_the_bytes_are_the_same_each_time_whatever_the_clock_says(harbour: Path, tmp_path: Path) -> None:
    zip_.write(load(harbour), tmp_path / "a")
    for file in harbour.rglob("*.csv"):
        file.touch()
    zip_.write(load(harbour), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_path_out_of_the_package_is_refused(tmp_path: Path) -> None:
    package = builder.edited(
        tmp_path, [Replaced("datapackage.json", '"path": "data/places.csv"', '"path": "../places.csv"')]
    )
    with pytest.raises(UserError, match=r"\.\."):
        zip_.members(open_package(package))
