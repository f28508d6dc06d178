"""Paths that an untrusted package names: plain relative ones, to regular files inside its folder."""

from __future__ import annotations

import re
import stat
from pathlib import Path, PurePosixPath

from event_timeline.model import UserError

LONGEST = 1_000
"""Characters of a path; zip allows 65,535, most systems 4,096 with the folder's own."""

SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Names that may become file names: of packages and of tables."""


class UnsafePathError(ValueError):
    """A path that a package must not name; the message says why."""


def missing_hint(name: str, hint: str) -> str:
    """What to do where a user's file or folder does not exist: `hint`, unless the name is of a kind that is never found."""
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]+:/", name):
        return "nothing is fetched from the web: download it, and name the file"
    if name.startswith("~") and not Path(name).exists():
        return "~ is not expanded here: write the path in full"
    return hint


def refuse_links(folder: Path) -> None:
    """Refuse a folder of other people's files with a link that leads out of it. Raises UserError."""
    root = folder.resolve()
    try:
        for path in folder.rglob("*"):
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                raise UserError(f"{path}: a link that leads out of the folder", "put the file itself in its place")
    except (OSError, RuntimeError) as error:
        raise UserError(f"{folder}: {error}", "name a folder that holds nothing but the files to import") from None


def files_below(folder: Path) -> list[Path]:
    """The files of such a folder, in order, without hidden ones. Raises UserError as `refuse_links`."""
    refuse_links(folder)
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def safe_file(root: Path, relative: str) -> Path:
    """`relative` inside `root`, as a regular file.

    Raises UnsafePathError for an absolute, hidden or outward path, a URL, a backslash or a link that leads
    out; FileNotFoundError where there is no such file.
    """
    check_relative(relative)
    path = root.joinpath(*PurePosixPath(relative).parts)
    try:
        mode = path.stat().st_mode
        inside = path.resolve().is_relative_to(root.resolve())
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(relative) from None
    except OSError as error:
        raise UnsafePathError(f"cannot be looked up ({error.strerror or error})") from None
    except (ValueError, RuntimeError):
        raise UnsafePathError("cannot be looked up: it is not a valid path on this system") from None
    if not inside:
        raise UnsafePathError("leads out of the package through a link")
    if not stat.S_ISREG(mode):
        raise UnsafePathError("is not a regular file")
    return path


def check_relative(relative: str) -> None:
    """Raise UnsafePathError unless `relative` is a plain relative POSIX path (Data Package v2, `path`)."""
    if not isinstance(relative, str) or not relative:
        raise UnsafePathError("is not a path")
    if len(relative) > LONGEST:
        raise UnsafePathError(f"has more than {LONGEST:,} characters")
    if "\0" in relative:
        raise UnsafePathError("holds a NUL character")
    if re.match(r"^[A-Za-z][A-Za-z0-9+.-]*:", relative):
        raise UnsafePathError("is a URL or has a drive letter; nothing is ever fetched")
    if "\\" in relative:
        raise UnsafePathError("holds a backslash; paths are written with /")
    parts = PurePosixPath(relative).parts
    if relative.startswith("/"):
        raise UnsafePathError("is absolute")
    if ".." in parts:
        raise UnsafePathError("leads out of the package with ..")
    if any(p.startswith(".") for p in parts):
        raise UnsafePathError("is hidden: a part begins with a dot")


def is_relative(relative: str) -> bool:
    """Whether `check_relative` lets a path pass."""
    try:
        check_relative(relative)
    except UnsafePathError:
        return False
    return True
