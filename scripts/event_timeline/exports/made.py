"""Telling our own exports from other people's files, so that only our own are replaced unasked.

A file is ours if it says so: each format that can writes `mark(format)` somewhere uncompressed. A folder is
ours if its SHA256SUMS, in the form that `sha256sum --check` reads, lists exactly the files that are there
and every hash still holds, and if it holds the file that tells its format. Whatever a person has edited, and formats that have no room for a mark (CSV,
spreadsheets), are replaced only under --force.
"""

from __future__ import annotations

import hashlib
import mmap
from pathlib import Path

from event_timeline.io.atomic import FOREIGN

SUMS = "SHA256SUMS"
SIGNS = {
    "deposit": "datacite.json",
    "bagit": "bagit.txt",
    "rocrate": "ro-crate-metadata.json",
    "croissant": "croissant.json",
    "csvw": "csv-metadata.json",
    "brat": "annotation.conf",
    "parquet": "events.parquet",
}
"""Format of a folder -> a file that it always has, and that none of those after it has."""


def mark(format_name: str) -> str:
    """What an export of this format says of itself."""
    return f"urn:event-timeline:export:{format_name}:1"


def refusal(target: Path, format_name: str) -> str:
    """Why an existing file or folder is not replaced unasked by an export of this format; empty where it may be."""
    return "" if is_ours(target, format_name) else FOREIGN


def is_ours(target: Path, format_name: str) -> bool:
    """Whether `target` is an export of this format that nobody has changed since, as far as one can tell."""
    if target.is_dir():
        return format_of(target) == format_name and _is_our_folder(target)
    return _is_marked(target, format_name)


def format_of(folder: Path) -> str:
    """The format of a folder that an export made; empty where none did or it cannot be told."""
    if not has_sums(folder):
        return ""
    return next((name for name, sign in SIGNS.items() if (folder / sign).is_file()), "")


def has_sums(folder: Path) -> bool:
    """Whether a folder was once made by an export, edited since or not."""
    return (folder / SUMS).is_file()


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS over all files of a folder, sorted by path."""
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in _names(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _is_marked(file: Path, format_name: str) -> bool:
    wanted = mark(format_name).encode()
    if not file.is_file():  # to open a pipe is to wait for a writer
        return False
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(wanted) >= 0
    except (OSError, ValueError):  # ValueError: an empty file cannot be mapped
        return False


def _is_our_folder(folder: Path) -> bool:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        return lines == [f"{_sha256(folder / name)}  {name}" for name in _names(folder)]
    except (OSError, UnicodeDecodeError):
        return False


def _names(folder: Path) -> list[str]:
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir() or p.is_symlink())
    return sorted(name for name in found if name != SUMS)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
