"""Zip archives, unpacked within limits: nothing is written outside, and no bomb fills the disk."""

from __future__ import annotations

import errno
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from event_timeline.io.paths import UnsafePathError, check_relative
from event_timeline.model import UserError

MAX_RATIO = 200
"""CSV deflates to a tenth or so; 1:1000 is the sign of a bomb."""
MAX_FILES = 10_000
MAX_BYTES = 64 * 2**30
ENCRYPTED = 0x1
"""Bit 0 of a member's flags (PKWARE APPNOTE, 4.4.4)."""
MOST_SAID = 200
"""Characters of what the library says of a zip."""


def unpack(label: str, path: Path, root: Path) -> Path:
    """Unpack an archive into the empty folder `root` and return the folder that has the datapackage.json.

    Hidden files, which a package cannot name, are left out: systems put them there unasked. Raises UserError
    where the archive is unsafe, too large or unreadable, or holds no package.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if any(m.flag_bits & ENCRYPTED for m in members):
                raise UserError(f"{label}: the zip is encrypted", "unpack it with its password, and name the folder")
            check_sizes(label, members, path.stat().st_size)
            for member, name in list(_wanted(members)):
                target = root.joinpath(*PurePosixPath(name).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("xb") as out:
                    _copy(source, out, member.file_size)
    except UnsafePathError as error:
        raise UserError(
            f"{label}: in the archive, {error}", "make the archive again from the package's folder"
        ) from None
    except (FileExistsError, NotADirectoryError):
        raise UserError(
            f"{label}: in the archive, a name is duplicated, or is both a file and a folder",
            "make the archive again from the package's folder",
        ) from None
    except OSError as error:
        if error.errno is None:  # what bz2 says of damaged data
            raise _damaged(label, error) from None
        if error.errno != errno.ENAMETOOLONG:
            raise
        raise UserError(
            f"{label}: in the archive, a name is longer than this system can hold",
            "make the archive again with shorter names",
        ) from None
    except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, struct.error, MemoryError) as error:
        raise _damaged(label, error) from None
    except (RuntimeError, NotImplementedError, ValueError) as error:
        raise UserError(
            f"{label}: not a readable zip ({str(error)[:MOST_SAID]})",
            "it may be damaged: fetch or make it again",
        ) from None
    found = sorted(root.rglob("datapackage.json"), key=lambda p: (len(p.parts), p))
    if not found:
        raise UserError(f"{label}: no datapackage.json in the archive", "zip the folder that holds it")
    if len(found) > 1 and len(found[1].parts) == len(found[0].parts):
        first, second = (file.relative_to(root).as_posix() for file in found[:2])
        raise UserError(f"{label}: holds two packages, {first} and {second}", "make an archive of each")
    return found[0].parent


def _damaged(label: str, error: Exception) -> UserError:
    said = str(error)[:MOST_SAID] or type(error).__name__
    return UserError(f"{label}: not a whole zip, it was cut off or damaged ({said})", "fetch or make it again")


def _wanted(members: list[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Each file to be unpacked and its path. Raises UnsafePathError, whose message names the file."""
    seen: set[str] = set()
    for member in members:
        name = member.filename
        shown = name if len(name) <= 80 else f"{name[:77]}..."
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnsafePathError(f"{shown!r} is a link")
        parts = PurePosixPath(name).parts
        if ".." not in parts and "\\" not in name and any(p.startswith(".") for p in parts):
            continue
        try:
            check_relative(name)
        except UnsafePathError as error:
            raise UnsafePathError(f"{shown!r} {error}") from None
        if name in seen:
            raise UnsafePathError(f"{shown!r} is duplicated")
        seen.add(name)
        yield member, name


def check_sizes(label: str, members: list[zipfile.ZipInfo], size: int) -> None:
    """Raise UserError where an archive of `size` bytes unpacks to more than its kind does."""
    total = sum(m.file_size for m in members)
    if len(members) > MAX_FILES or total > MAX_BYTES or total > MAX_RATIO * max(size, 2**16):
        raise UserError(
            f"{label}: {len(members):,} files that unpack to {total:,} bytes from {size:,}: not unpacked",
            "unpack it yourself if you trust it, and validate the folder",
        )


def _copy(source: IO[bytes], out: IO[bytes], size: int) -> None:
    left = size
    while left and (chunk := source.read(min(left, 2**20))):
        left -= len(chunk)
        out.write(chunk)
