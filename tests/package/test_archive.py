"""Zip archives: what is unpacked, and what is refused in words."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from event_timeline.model import UserError
from event_timeline.package import archive

DESCRIPTOR = "datapackage.json"


def zipped(path: Path, *names: str, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive with a short file of each name."""
    with zipfile.ZipFile(path, "w", compression) as made:
        for name in names:
            made.writestr(name, "{}" * 500)
    return path


def unpacked(path: Path, folder: Path) -> Path:
    folder.mkdir()
    return archive.unpack("a.zip", path, folder)


def refused(path: Path, folder: Path) -> str:
    with pytest.raises(UserError) as caught:
        unpacked(path, folder)
    assert caught.value.hint
    return caught.value.message


def test_returns_the_folder_of_the_descriptor_and_leaves_hidden_files_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", f"story/{DESCRIPTOR}", "story/.DS_Store", "story/data/events.csv")
    folder = unpacked(path, tmp_path / "out")
    files = sorted(p.relative_to(tmp_path / "out").as_posix() for p in folder.rglob("*") if p.is_file())
    assert (folder.name, files) == ("story", ["story/data/events.csv", f"story/{DESCRIPTOR}"])


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("README.md",), "no datapackage.json in the archive"),
        ((f"a/{DESCRIPTOR}", f"b/{DESCRIPTOR}"), f"holds two packages, a/{DESCRIPTOR} and b/{DESCRIPTOR}"),
        ((f"../{DESCRIPTOR}",), "leads out of the package with .."),
        ((DESCRIPTOR, "data", "data/events.csv"), "is both a file and a folder"),
        ((DESCRIPTOR, "data/" + "x" * 300), "a name is longer than this system can hold"),
    ],
)
def test_refuses_an_archive_by_its_names(names: tuple[str, ...], message: str, tmp_path: Path) -> None:
    assert message in refused(zipped(tmp_path / "a.zip", *names), tmp_path / "out")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_refuses_a_duplicate_name(tmp_path: Path) -> None:
    assert "'a.csv' is duplicated" in refused(zipped(tmp_path / "a.zip", "a.csv", "a.csv"), tmp_path / "out")


def test_refuses_a_link(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("events.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    assert "'events.csv' is a link" in refused(tmp_path / "a.zip", tmp_path / "out")


def test_refuses_more_bytes_than_a_table_deflates_to(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(DESCRIPTOR, bytes(archive.MAX_RATIO * 2**16 + 1))
    assert "files that unpack to 13,107,201 bytes" in refused(tmp_path / "a.zip", tmp_path / "out")


def flagged(path: Path, *, flags: int = 0, method: int | None = None) -> Path:
    """The archive with other flags, or another method of compression, in both headers of its one file."""
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(signature) + offset
        raw[at] |= flags
        if method is not None:
            raw[at + 2 : at + 4] = method.to_bytes(2, "little")
    path.write_bytes(raw)
    return path


def test_refuses_an_encrypted_archive(tmp_path: Path) -> None:
    path = flagged(zipped(tmp_path / "a.zip", DESCRIPTOR), flags=archive.ENCRYPTED)
    assert "the zip is encrypted" in refused(path, tmp_path / "out")


def test_refuses_a_method_of_compression_that_python_does_not_have(tmp_path: Path) -> None:
    path = flagged(zipped(tmp_path / "a.zip", DESCRIPTOR), method=9)
    assert "not a readable zip (" in refused(path, tmp_path / "out")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_refuses_damaged_content_of_each_method(method: int, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", DESCRIPTOR, compression=method)
    raw = bytearray(path.read_bytes())
    start = 30 + len(DESCRIPTOR)
    raw[start : start + 12] = b"\xff" * 12
    path.write_bytes(raw)
    assert "not a whole zip, it was cut off or damaged" in refused(path, tmp_path / "out")


def test_passes_on_an_error_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_copy", full)
    with pytest.raises(OSError, match="No space left"):
        unpacked(zipped(tmp_path / "a.zip", DESCRIPTOR), tmp_path / "out")
