"""Files of a folder or a zip, read one by one and never unpacked: paths that lead elsewhere and bombs are refused."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from event_timeline.io.paths import files_below, is_relative
from event_timeline.model import UserError
from event_timeline.texts.files import MAX_BYTES

MAX_MEMBERS = 100_000
MAX_RATIO = 200
"""Unpacked bytes for each packed one; XML of annotations packs to a twentieth."""
SMALL_BYTES = 2**20
"""A smaller file is read whatever its ratio."""


@dataclass(frozen=True)
class Member:
    """A file: its path as the user sees it, its path inside the folder or zip, and what reads it."""

    label: str
    path: str
    content: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        """The end of its name, in lower case, such as `.xmi`."""
        return PurePosixPath(self.path).suffix.lower()


def members(given: Path) -> Iterator[Member]:
    """The files of a folder, of a zip, or the file itself, sorted by path; a zip inside a zip is opened, once.

    Raises UserError for what is not a zip though it is called so, for members with unsafe paths, and for too many.
    """
    if given.is_dir():
        for file in files_below(given):
            yield from _member(file, file.relative_to(given).as_posix())
    else:
        yield from _member(given, given.name)


def _member(file: Path, path: str) -> Iterator[Member]:
    if file.suffix.lower() == ".zip":
        yield from _of_zip(str(file), path, file, nested=False)
    else:
        yield Member(str(file), path, lambda: _read(str(file), file))


def _read(label: str, file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return _bounded(label, opened.read(MAX_BYTES + 1))
    except OSError as error:
        raise UserError(f"{label}: {error.strerror or error}", "name files that can be read") from None


def _bounded(label: str, content: bytes) -> bytes:
    if len(content) > MAX_BYTES:
        raise UserError(f"{label}: larger than {MAX_BYTES // 2**20} MB", "divide it, or leave it out")
    return content


def _of_zip(label: str, path: str, content: Path | bytes, *, nested: bool) -> Iterator[Member]:
    """The members of a zip; `path` goes before theirs where it is inside another zip or a folder."""
    try:
        archive = zipfile.ZipFile(content if isinstance(content, Path) else io.BytesIO(content))
        infos = [i for i in archive.infolist() if not i.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UserError(f"{label}: not a zip that can be read: {error}", "export it again") from None
    if len(infos) > MAX_MEMBERS:
        raise UserError(f"{label}: more than {MAX_MEMBERS:,} files", "divide it")
    before = f"{path.removesuffix('.zip')}/" if nested else ""
    for info in sorted(infos, key=lambda i: i.filename):
        if not is_relative(info.filename):
            raise UserError(f"{label}: {info.filename!r} leads out of the zip", "export it again, from a trusted place")
        own = f"{label}/{info.filename}"
        reader = _reader(archive, info, own)
        if info.filename.lower().endswith(".zip") and not nested:
            yield from _of_zip(own, f"{before}{info.filename}", reader(), nested=True)
        else:
            yield Member(own, f"{before}{info.filename}", reader)


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > max(SMALL_BYTES, MAX_RATIO * info.compress_size):
            raise UserError(
                f"{label}: unpacks to {info.file_size:,} bytes from {info.compress_size:,}",
                "it may be a zip bomb; export it again",
            )
        try:
            with archive.open(info) as opened:
                return _bounded(label, opened.read(MAX_BYTES + 1))
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
            raise UserError(f"{label}: cannot be unpacked: {error}", "export it again, without a password") from None

    return read
