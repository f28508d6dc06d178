"""Distinguishing our own exports, as written, from other people's files and from what was edited since.

Each format that has room for it carries a mark with the SHA-256 of the file as it is with 64 zeros in the hash's place.
A folder is as it was written if its SHA256SUMS, in the form that `sha256sum --check` reads, lists exactly the files that
are there and every hash holds. What was edited, what version 1.0 wrote (its marks have no hash), and formats without
room for a mark (CSV, spreadsheets) are replaced only with --force.
"""

from __future__ import annotations

import hashlib
import mmap
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from event_timeline.exports import FORMATS
from event_timeline.io.atomic import FOREIGN

EDITED = "was edited since it was written"
UNMARKED = {
    "xlsx": "exists, and an edited workbook cannot be distinguished from one that this command wrote",
    "flat": "exists, and an edited CSV cannot be distinguished from one that this command wrote",
}
"""Formats that have no room for a mark."""
UNKNOWN = "was written by version 1.0, whose exports do not show whether they were edited since"
ZEROS = "0" * 64
"""The placeholder of the hash until the file is whole."""
PIECE_BYTES = 2**20
LONGEST_MARK_BYTES = 256
"""More than the longest name of a format with its hash."""
MOST_MARKS = 10
"""Marks of one file that are looked at: a cell may hold a text that looks like one."""
SUMS = "SHA256SUMS"
SUM = re.compile(r"[0-9a-f]{64}  .+")
"""A line of it as this program writes it."""
SIGNS = {
    "deposit": "datacite.json",
    "bagit": "bagit.txt",
    "rocrate": "ro-crate-metadata.json",
    "croissant": "croissant.json",
    "csvw": "csv-metadata.json",
    "loaders": "load.mjs",
    "brat": "annotation.conf",
    "parquet": "events.parquet",
}
"""Format of a folder -> a file that it always has, and that none of those after it has."""


def label(format_name: str) -> str:
    """The name of a format of exports, in its present version."""
    return f"urn:event-timeline:export:{format_name}:2"


def ownership_mark(format_name: str) -> str:
    """What an export of this format says of itself; `seal` puts the hash in when the file is whole."""
    return f"{label(format_name)}:sha256:{ZEROS}"


def seal(file: Path, format_name: str) -> None:
    """Write the file's hash into its mark; a file without a mark, or with the hash of its rows, is left as it is. Raises OSError."""
    if format_name in UNMARKED or FORMATS[format_name].seals_rows:
        return
    at, digest = _placeholder(file, format_name)
    if at is not None:
        with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as content:
            _put(content, at, digest.encode(), format_name)


def _placeholder(file: Path, format_name: str) -> tuple[int | None, str]:
    """Where the first mark without a hash has the room for it, and the hash of the file; read in pieces, never held whole."""
    hashed, at, start, end = hashlib.sha256(), None, 0, b""
    mark = re.compile(_mark(format_name) + ZEROS.encode())
    with file.open("rb") as opened:
        while piece := opened.read(PIECE_BYTES):
            hashed.update(piece)
            if at is None:
                searched = end + piece
                if found := mark.search(searched):
                    at = start - len(end) + found.end() - len(ZEROS)
                end = searched[-LONGEST_MARK_BYTES:]
            start += len(piece)
    return at, hashed.hexdigest()


def refusal(target: Path, format_name: str) -> str:
    """Why an existing file or folder is not replaced unasked by an export of this format; empty where it may be.

    The words go on after the target's name.
    """
    if target.is_dir():
        if format_of(target) != format_name:
            return FOREIGN
        changed = _changed(target)
        return f"{EDITED} ({changed})" if changed else ""
    if not target.is_file():  # to open a pipe is to wait for a writer
        return FOREIGN
    if format_name in UNMARKED:
        return UNMARKED[format_name]
    if (chosen := FORMATS.get(format_name)) and chosen.seals_rows:
        return _compared(*chosen.seal_reader()(target), format_name)
    try:
        with target.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            places = list(_marks(content, format_name))
            if any(
                _digest(content, _unsealed(content, p, format_name)).encode() == content[p : p + 64] for p in places
            ):
                return ""
            return EDITED if places else UNKNOWN if content.find(_former(format_name).encode()) >= 0 else FOREIGN
    except (OSError, ValueError):  # ValueError: an empty file cannot be mapped
        return FOREIGN


def format_of(folder: Path) -> str:
    """The format of a folder that an export made; empty where none did or it is not known."""
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


def _former(format_name: str) -> str:
    """The mark of version 1.0."""
    return label(format_name).removesuffix("2") + "1"


def _compared(mark_there: str, digests: Sequence[str], format_name: str) -> str:
    if mark_there == _former(format_name):
        return UNKNOWN
    if not mark_there.startswith(label(format_name)):
        return FOREIGN
    mark = ownership_mark(format_name)
    return "" if mark_there in [mark.replace(ZEROS, digest) for digest in digests] else EDITED


def _mark(format_name: str) -> bytes:
    return re.escape(label(format_name)).encode() + rb"(?::sha256:|\r\nX-SHA256:)"


def _marks(content: mmap.mmap, format_name: str) -> Iterator[int]:
    """Where the hashes of marks begin; an iCalendar line may not be long enough for mark and hash."""
    pattern = re.compile(_mark(format_name) + rb"(?=[0-9a-f]{64})")
    for number, found in enumerate(pattern.finditer(content)):
        if number == MOST_MARKS:
            return
        yield found.end()


def _put(content: mmap.mmap, at: int, digest: bytes, format_name: str) -> None:
    for start, piece in _patches(content, at, digest, format_name):
        content[start : start + len(piece)] = piece


def _unsealed(content: mmap.mmap, at: int, format_name: str) -> list[tuple[int, bytes]]:
    """What must be other bytes in the content for it to be what was hashed."""
    return _patches(content, at, ZEROS.encode(), format_name)


def _patches(content: mmap.mmap, at: int, digest: bytes, format_name: str) -> list[tuple[int, bytes]]:
    """A hash in its place, and in PNG the checksum of the chunk that it ends (PNG, 5.3)."""
    patches = [(at, digest)]
    start = content.rfind(b"tEXt", 0, at) if format_name == "png" else -1
    if start >= 0:
        patches.append((at + 64, zlib.crc32(content[start:at] + digest).to_bytes(4, "big")))
    return patches


def _digest(content: mmap.mmap, patches: Sequence[tuple[int, bytes]]) -> str:
    hashed, position = hashlib.sha256(), 0
    with memoryview(content) as view:
        for start, piece in patches:
            hashed.update(view[position:start])
            hashed.update(piece)
            position = start + len(piece)
        hashed.update(view[position:])
    return hashed.hexdigest()


def _changed(folder: Path) -> str:
    """The first file of a folder that was changed, added or deleted since SHA256SUMS was written, and which it was."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        if not all(map(SUM.fullmatch, lines)):
            return f"{SUMS}: changed"
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        there = {name: _sha256(folder / name) for name in _names(folder)}
    except (OSError, UnicodeDecodeError):
        return f"{SUMS} cannot be compared with the files"
    for name in sorted({*listed, *there}):
        if listed.get(name) != there.get(name):
            return f"{name}: {'added' if name not in listed else 'deleted' if name not in there else 'changed'}"
    return "" if len(listed) == len(lines) else f"{SUMS}: changed"


def _names(folder: Path) -> list[str]:
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir() or p.is_symlink())
    return sorted(name for name in found if name != SUMS)


def _sha256(file: Path) -> str:
    """The hash of a file; empty for a pipe or the like, which would be waited for."""
    if not file.is_file():
        return ""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
