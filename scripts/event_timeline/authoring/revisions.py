"""Opening a package by what a user may name: a folder, a zip, or a git revision such as `HEAD~1:` or `v1.0.0:path`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline.authoring.draft import Draft
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.package import UnsafePathError, check_relative, open_package, read_json
from event_timeline.problem import UserError

REVISION = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9_./@^~{}+-]*")
"""What may stand before the colon: never an option, never a blank or a colon."""
DESCRIPTOR = "datapackage.json"
TIMEOUT = 60
"""Seconds that one call of git may take."""


def open_any(given: str, at: Path | None = None) -> Draft:
    """Open a package to read. at: a folder inside the git repository, the current one by default.

    Raises UserError where there is no such package, no git, or no such revision.
    """
    revision, colon, path = given.partition(":")
    if colon and not Path(given).exists() and REVISION.fullmatch(revision):
        return _from_git(given, revision, path, at or Path())
    package = open_package(given)
    return Draft(package, package.descriptor)


def _from_git(given: str, revision: str, path: str, at: Path) -> Draft:
    commit = _git(at, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise UserError(
            f"{given}: no revision {revision!r} in the git repository here",
            "see `git tag` and `git log`, or name a folder or a zip",
        )
    prefix = path.strip("/")
    if prefix.endswith(".json"):
        prefix = prefix.rpartition("/")[0]
    if not path:
        here = _git(at, "rev-parse", "--show-prefix")
        prefix = (here or b"").decode().strip().strip("/")
    tree = commit.decode().strip()
    folder = TemporaryFolder()
    root = folder.path
    _fetch(at, tree, prefix, DESCRIPTOR, root, given)
    for name in _named(read_json(root / DESCRIPTOR, f"{given}/{DESCRIPTOR}")):
        _fetch(at, tree, prefix, name, root, given)
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


def _fetch(at: Path, tree: str, prefix: str, name: str, root: Path, given: str) -> None:
    """Copy one file of a revision, unless it is no plain path or not there; the descriptor must be."""
    try:
        check_relative(name)
    except UnsafePathError:
        return
    content = _git(at, "cat-file", "blob", f"{tree}:{prefix}/{name}" if prefix else f"{tree}:{name}")
    if content is None:
        if name == DESCRIPTOR:
            raise UserError(
                f"{given}: no {DESCRIPTOR} there in that revision", "name its folder after the colon, as in HEAD:path"
            )
        return
    target = root.joinpath(*PurePosixPath(name).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _git(at: Path, *args: str) -> bytes | None:
    """Output of git, or None where it fails. Nothing is passed through a shell."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "--no-pager", *args],
            cwd=at, capture_output=True, timeout=TIMEOUT, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError:
        raise UserError("git is not installed", "name a folder or a zip instead of a revision") from None
    except subprocess.TimeoutExpired:
        raise UserError(
            f"git took more than {TIMEOUT} seconds", "name a folder or a zip instead of a revision"
        ) from None
    return done.stdout if done.returncode == 0 else None
