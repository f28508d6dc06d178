"""Opening a package by what a user may name: a folder, a zip, or a git revision such as `HEAD~1:` or `v1.0.0:path`."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline.authoring.draft import Draft
from event_timeline.authoring.git_objects import NoRevisionError, Objects
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.package import open_package, read_json
from event_timeline.paths import is_relative
from event_timeline.problem import UserError

REVISION = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9_./@^~{}+-]*")
"""What may stand before the colon: never an option, never a blank or a colon."""
DESCRIPTOR = "datapackage.json"


def open_any(given: str, at: Path | None = None) -> Draft:
    """Open a package to read. at: a folder inside the git repository, the current one by default.

    Raises NoRevisionError where there is no such revision, UserError where there is no such package, no git, or a
    repository that is not read.
    """
    revision, colon, path = given.partition(":")
    if colon and not Path(given).exists() and REVISION.fullmatch(revision):
        return _from_git(given, revision, path, at or Path())
    package = open_package(given)
    return Draft(package, package.descriptor)


def _from_git(given: str, revision: str, path: str, at: Path) -> Draft:
    try:
        objects = Objects(at)
        commit = objects.commit(revision)
    except NoRevisionError as error:
        raise NoRevisionError(f"{given}: no revision {revision!r}: {error.message}", error.hint) from None
    prefix = path.strip("/") if path else objects.prefix
    if path and prefix.endswith(".json"):
        prefix = prefix.rpartition("/")[0]
    folder = TemporaryFolder()
    root = folder.path
    if not _copy(objects, commit, prefix, [DESCRIPTOR], root):
        raise UserError(
            f"{given}: no {DESCRIPTOR} there in that revision", "name its folder after the colon, as in HEAD:path"
        )
    named = _named(read_json(root / DESCRIPTOR, f"{given}/{DESCRIPTOR}"))
    _copy(objects, commit, prefix, [name for name in named if name != DESCRIPTOR], root)
    package = open_package(root)
    package.label, package.temporary = given, folder
    return Draft(package, package.descriptor)


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
