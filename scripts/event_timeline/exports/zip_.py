"""Zip: the data package itself, descriptor, tables, schemas, texts and the papers that go with them, in one file."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from event_timeline.exports.dataset import Dataset
from event_timeline.exports.ownership import ownership_mark
from event_timeline.model import UserError
from event_timeline.package.opening import Package, UnsafePathError

PAPERS = (
    "README.md", "README.txt", "README", "LICENSE", "LICENSE.md", "LICENSE.txt", "RIGHTS.md", "CITATION.cff",
    "CHANGELOG.md", "MERGED.md", ".zenodo.json",
)  # fmt: skip
"""What else travels with a data package, where it lies beside the descriptor."""
PROFILE = "profile.json"
"""The JSON Schema of the descriptor, which lies beside the schemas of the tables where a package brings its own copy."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first day a zip can tell: the same bytes whenever it is made."""


def write(data: Dataset, target: Path) -> None:
    """Write the archive, sorted by name, every file as it is in the package.

    Raises UserError where a file that the descriptor names is missing or outside the package.
    """
    if data.package is None:
        raise ValueError("a zip needs the package's files")
    pack(members(data.package), target, ownership_mark("zip"))


def pack(files: Mapping[str, Path], target: Path, comment: str) -> None:
    """Write an archive of files, name in the archive -> file: sorted, deflated, undated. Raises OSError."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.comment = comment.encode()
        for name, file in sorted(files.items()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with file.open("rb") as source, archive.open(info, "w", force_zip64=True) as out:
                shutil.copyfileobj(source, out, 2**20)


def members(package: Package) -> dict[str, Path]:
    """Name in the archive -> file: the descriptor, what it names (tables, schemas, texts), and the papers beside it.

    Raises UserError where a table or schema is missing or outside the package. A source's `path` may also be an
    address on the web, so that only those are texts that lead to a file inside.
    """
    found = {"datapackage.json": package.root / package.descriptor_name}
    for resource in package.resources.values():
        for path in (*resource.paths, *([resource.schema_path] if resource.schema_path else [])):
            try:
                found[path] = package.file(path)
            except (UnsafePathError, FileNotFoundError) as error:
                raise UserError(f"{path}: {error}", "run `timeline validate` and fix what it reports") from None
    for schema in {r.schema_path for r in package.resources.values() if r.schema_path}:
        beside = PurePosixPath(schema).with_name(PROFILE).as_posix()
        with suppress(UnsafePathError, FileNotFoundError):
            found[beside] = package.file(beside)
    for path, file in package.source_files().items():
        found.setdefault(PurePosixPath(path).as_posix(), file)
    return found | {name: file for name, file in _documents(package).items() if _is_inside(file, package.root)}


def outside_links(package: Package) -> list[str]:
    """The papers that are links out of the package, or to nothing: an archive has no copy of them."""
    return [name for name, file in _documents(package).items() if not _is_inside(file, package.root)]


def _documents(package: Package) -> dict[str, Path]:
    files = {name: package.root / name for name in PAPERS}
    return {name: file for name, file in files.items() if file.is_file() or file.is_symlink()}


def _is_inside(file: Path, root: Path) -> bool:
    return file.is_file() and file.resolve().is_relative_to(root.resolve())
