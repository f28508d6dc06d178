"""Opening a package by what a user may name: a folder, a zip, or a git revision such as `HEAD~1:` or `v1.0.0:path`."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline.comparing.git_objects import NoRevisionError, Objects, is_in_repository
from event_timeline.editing.draft import Draft, Location, of_package
from event_timeline.io.paths import is_relative
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import UserError
from event_timeline.package.opening import Package, open_package, read_json

REVISION = re.compile(r"(?=[A-Za-z0-9_@])(?:@\{[A-Za-z0-9 .:+-]*\}|[A-Za-z0-9_./@^~{}+-])+")
"""What may be before the colon: never an option; a blank or a colon only in a time, as in `HEAD@{1 day ago}`."""
DESCRIPTOR = "datapackage.json"


def open_any(given: Location, at: Path | None = None) -> Draft:
    """Open a package to read, or take one that is open. at: a folder inside the git repository, the current one by default.

    Raises NoRevisionError where there is no such revision, UserError where there is no such package, no git, or a
    repository that is not read.
    """
    if isinstance(given, Package):
        return of_package(given)
    given = str(given)
    if not given:
        raise UserError("an empty name is not a package", "name a folder, a zip or a git revision such as HEAD:")
    if parts := _parts(given):
        return _from_git(given, *parts, at or Path())
    try:
        package = open_package(given)
    except UserError as error:
        raise UserError(error.message, _hint(given, error.hint)) from None
    return of_package(package)


def names_revision(given: str) -> bool:
    """Whether what a user names is a git revision, and not a folder or a file."""
    return _parts(given) is not None


def open_beside(given: Location, other: Location) -> Draft:
    """Open a version that is compared with another one, which may say in whose repository it is. Raises as `open_any`."""
    if isinstance(given, Package):
        return of_package(given)
    return open_any(given, _beside(str(given), str(other.location) if isinstance(other, Package) else str(other)))


def _beside(given: str, other: str) -> Path | None:
    """The folder whose repository has a revision: that of the other version where the current folder is in none."""
    if not names_revision(given) or names_revision(other) or is_in_repository(Path()):
        return None
    folder = Path(other) if Path(other).is_dir() else Path(other).parent
    return folder if folder.is_dir() else None


def _parts(given: str) -> tuple[str, str] | None:
    """The revision and the path after its colon; None where what is given names none."""
    found = REVISION.match(given)
    if found is None or given[found.end() : found.end() + 1] != ":" or Path(given).exists():
        return None
    return found[0], given[found.end() + 1 :]


def _hint(given: str, hint: str) -> str:
    if given.startswith(":/"):
        return "a commit is not found by its message: look its hash up with `git log`, and write HASH:"
    if REVISION.fullmatch(given) and "/" not in given and not Path(given).exists():
        return f"{hint}; a git revision has a colon after it: {given}:"
    return hint


def _from_git(given: str, revision: str, path: str, at: Path) -> Draft:
    try:
        objects = Objects(at)
        commit = objects.commit(revision)
    except NoRevisionError as error:
        raise NoRevisionError(f"{given.rstrip(':')}: no revision {revision!r}: {error.message}", error.hint) from None
    prefix = path.strip("/") if path else objects.prefix
    if path and prefix.endswith(".json"):
        prefix = prefix.rpartition("/")[0]
    folder = TemporaryFolder()
    root = folder.path
    if not _copy(objects, commit, prefix, [DESCRIPTOR], root):
        raise UserError(
            f"{given.rstrip(':')}: no {DESCRIPTOR} there in that revision",
            "name its folder after the colon, as in HEAD:path",
        )
    named = _named(read_json(root / DESCRIPTOR, f"{given}/{DESCRIPTOR}"))
    _copy(objects, commit, prefix, [name for name in named if name != DESCRIPTOR], root)
    package = open_package(root)
    package.label, package.temporary, package.location = given, folder, at.absolute()
    return of_package(package)


def _named(descriptor: dict[str, Any]) -> list[str]:
    """The files that a descriptor names: tables, schemas and the texts that are part of the package."""
    resources = descriptor.get("resources")
    names: list[str] = []
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict):
            paths = resource.get("path")
            names += [p for p in (paths if isinstance(paths, list) else [paths]) if isinstance(p, str)]
            names += [s for s in [resource.get("schema")] if isinstance(s, str)]
    sources = descriptor.get("sources")
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict) and isinstance(source.get("path"), str):
            names.append(source["path"])
    return sorted(set(names))


def _copy(objects: Objects, commit: str, prefix: str, names: list[str], root: Path) -> int:
    """Copy files of a revision, those that are there and have a plain path, and return their number."""
    inside = {PurePosixPath(prefix, name).as_posix(): name for name in names if is_relative(name)}
    found = objects.files(commit, inside)
    objects.copy(found, {path: root.joinpath(*PurePosixPath(inside[path]).parts) for path in found})
    return len(found)
