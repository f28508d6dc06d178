"""Changes of several files of a package: all of them or none, whenever the process ends.

Write-ahead logging with physical redo (Gray and Reuter, Transaction Processing, 1992, chapter 9): under the package's
lock, the new contents and links to the old ones are put into `.timeline/change-N/`, then `journal.json`, which lists
path and SHA-256 before and after of each file; then the files are renamed into place, and the folder is removed. Until
the journal is complete nothing was changed; from then on the next command can finish the change.

N is the inode number of `.timeline`, so that a change that was not begun at this place (in a copy, a checkout, an
unpacked archive) is known as foreign: it is never finished, and a package from elsewhere changes nothing by being read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from event_timeline.io.atomic import sync, sync_folder, unwritable, write_synced
from event_timeline.io.interrupts import postponed
from event_timeline.io.locks import FOLDER, is_plain_folder, locked
from event_timeline.io.paths import is_relative
from event_timeline.model import UserError

VERSION = 1
JOURNAL = "journal.json"
PREFIX = "change-"
READER_WAIT_S = 5.0
"""Seconds that a command that only reads waits for one that writes."""
MAX_JOURNAL_BYTES = 2**20
HIDDEN = frozenset({".zenodo.json", ".gitignore", ".github/workflows/validate.yml"})
"""The hidden files that commands write beside a descriptor."""
SHA256 = re.compile(r"[0-9a-f]{64}")
CHANGED = "was changed by another program while this command ran"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a change: its POSIX path in the package, and its SHA-256 before (None: it was not there) and after."""

    path: str
    before: str | None
    after: str


class ConflictError(UserError):
    """A file has neither the content before nor after a change."""


notify: Callable[[str], None] = lambda words: None  # noqa: ARG005, E731
"""Where it is said that an interrupted change was finished or undone; the command line writes it to stderr."""


@contextmanager
def transaction(root: Path) -> Iterator[None]:
    """Lock a package to read and change it; a change that was interrupted before is finished or undone first.

    Raises UserError where another command has the lock, the folder cannot be written, or the change before cannot be
    finished.
    """
    with ExitStack() as stack:
        try:
            home = stack.enter_context(locked(root))
            recover(root, home)
        except OSError as error:
            raise unwritable(root, error) from error
        yield


def commit(root: Path, contents: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> None:
    """Write files of a package in a `transaction`, in the order given: all, or none where UserError is raised.

    before: the content that each file had when it was read, None or missing where there was no file. A file that
    another program has changed since is not overwritten. A Ctrl-C waits until all is written.
    """
    contents = {path: content for path, content in contents.items() if before.get(path) != content}
    if not contents:
        return
    home = root / FOLDER
    folder = home / f"{PREFIX}{home.stat().st_ino}"
    entries = [Entry(p, _hash(before.get(p)), hashlib.sha256(c).hexdigest()) for p, c in contents.items()]
    at = root
    with postponed():
        try:
            folder.mkdir(mode=0o700)
            for number, (path, content) in enumerate(contents.items()):
                at = _place(root, path)
                _stage(folder, number, at, content, entries[number])
            at = folder
            write_synced(folder / f"{JOURNAL}.new", _rendered(entries))
            (folder / f"{JOURNAL}.new").replace(folder / JOURNAL)
            sync_folder(folder)
            sync_folder(home)
            for number, entry in enumerate(entries):
                at = _place(root, entry.path)
                _apply(root, folder, number, entry)
            for number, entry in enumerate(entries):  # another program may have written into the old file until now
                if entry.before and _hash_of(folder / f"before-{number}") != entry.before:
                    raise ConflictError(f"{entry.path} {CHANGED}", "run the command again")
        except (OSError, ConflictError) as error:
            failure = unwritable(at, error) if isinstance(error, OSError) else error
            if not _undo(root, folder, entries):
                failure.hint = f"not all files could be put back: their former contents are in {folder}"
                raise failure from error
            _clear(root, folder, entries)
            raise failure from error
        _clear(root, folder, entries)


def before_reading(root: Path) -> None:
    """Finish or undo an interrupted change of a package that is about to be read, or say why it is left.

    A command that is writing at this moment is waited for. Nothing is written where there is no such change, and
    nothing is changed in a folder that cannot be written or by a change that was begun elsewhere.
    """
    home = root / FOLDER
    if not _unfinished(home):
        return
    try:
        with locked(root, READER_WAIT_S) as home:
            recover(root, home)
    except UserError as error:
        notify(f"{error.message}; it is read as it is. {error.hint}")
    except OSError as error:
        notify(
            f"a change of {root} was interrupted and cannot be finished ({error.strerror or error}); it is read as it is"
        )


def recover(root: Path, home: Path) -> None:
    """Finish or undo the change that was interrupted in a locked package.

    It is undone where no file had been replaced yet; whether one was is known by its new content, or by the new content's
    absence from the change's folder where somebody has edited the file since. Raises UserError where it is foreign, or a file was changed since;
    OSError where a file cannot be written.
    """
    for folder in _unfinished(home):
        if folder.name != f"{PREFIX}{home.stat().st_ino}" or not is_plain_folder(folder):
            raise UserError(
                f"{folder} holds a change that was begun at another place, perhaps before the package was copied",
                "check the package with `timeline validate`, then remove that folder",
            )
        with postponed():
            entries = _read(folder)
            states = [_state(root, entry) for entry in entries]
            begun = any(_is_applied(folder, n, state) for n, state in enumerate(states))
            if begun:
                left = [n for n, state in enumerate(states) if state != "after"]
                lost = [n for n in left if states[n] == "other" or _hash_of(folder / f"after-{n}") != entries[n].after]
                if lost:
                    raise UserError(
                        f"a change of {root} was interrupted, and {', '.join(entries[n].path for n in lost)} was changed "
                        "since then or its new content is damaged",
                        f"contents before and after are in {folder}: copy what you need, then remove that folder",
                    )
                for number in left:
                    _apply(root, folder, number, entries[number])
            _clear(root, folder, entries)
        if entries:
            done = "finished" if begun else "undid"
            notify(f"{done} an interrupted change of {', '.join(e.path for e in entries)}")


def _unfinished(home: Path) -> list[Path]:
    try:
        return sorted(home / e.name for e in os.scandir(home) if e.name.startswith(PREFIX)) if home.is_dir() else []
    except OSError:
        return []


def _rendered(entries: Sequence[Entry]) -> bytes:
    return (json.dumps({"version": VERSION, "files": [asdict(e) for e in entries]}, indent=1) + "\n").encode()


def _read(folder: Path) -> list[Entry]:
    """The files of an unfinished change; none where its journal was not complete, so that nothing was replaced yet.

    Raises UserError where it is not a journal of this version.
    """
    path = folder / JOURNAL
    if not path.exists() and not path.is_symlink():
        return []
    damaged = UserError(f"{path} is damaged", "check the package with `timeline validate`, then remove its folder")
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_JOURNAL_BYTES:
        raise damaged
    try:
        journal: Any = json.loads(path.read_bytes())
        if journal["version"] != VERSION:
            raise UserError(f"{path} was written by another version of timeline", "finish the change with that one")
        entries = [Entry(**item) for item in journal["files"]]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise damaged from None
    if not all(_is_sound(e) for e in entries):
        raise damaged
    return entries


def _is_sound(entry: Entry) -> bool:
    hashes = [entry.after] if entry.before is None else [entry.before, entry.after]
    return isinstance(entry.path, str) and all(isinstance(h, str) and SHA256.fullmatch(h) for h in hashes)


def _place(root: Path, path: str) -> Path:
    """Where a file of the package is, its links resolved. Raises ConflictError for one that no command writes."""
    top = root.resolve()
    try:
        place = root.joinpath(*PurePosixPath(path).parts).resolve()
    except (OSError, RuntimeError, ValueError):
        place = top
    inside = place.relative_to(top).as_posix() if place.is_relative_to(top) else ""
    if any(p not in HIDDEN and not is_relative(p) for p in (path, inside)) or (place.exists() and not place.is_file()):
        raise ConflictError(f"{path!r} is not a file that a command may write", "run `timeline validate`")
    return place


def _stage(folder: Path, number: int, target: Path, content: bytes, entry: Entry) -> None:
    """Put the new content and the old one into the folder."""
    fresh, former = folder / f"after-{number}", folder / f"before-{number}"
    write_synced(fresh, content)
    fresh.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
    if entry.before is not None:
        try:
            former.hardlink_to(target)
        except FileNotFoundError:
            raise ConflictError(f"{entry.path} {CHANGED}", "run the command again") from None
        except OSError:  # no links on this file system, or another file system
            shutil.copyfile(target, former)
            sync(former)
    if (_hash_of(former) if entry.before is not None else _hash_of(target)) != entry.before:
        raise ConflictError(f"{entry.path} {CHANGED}", "run the command again")


def _apply(root: Path, folder: Path, number: int, entry: Entry) -> None:
    target, fresh = _place(root, entry.path), folder / f"after-{number}"
    if _hash_of(fresh) != entry.after or _hash_of(target) != entry.before:
        raise ConflictError(f"{entry.path} {CHANGED}", "run the command again")
    target.parent.mkdir(parents=True, exist_ok=True)
    _move(fresh, target)


def _undo(root: Path, folder: Path, entries: Sequence[Entry]) -> bool:
    """Put the old contents back where the new ones are; whether none of the new ones is left."""
    if not (folder / JOURNAL).exists():
        return True
    for number, entry in enumerate(entries):
        with suppress(OSError, ConflictError):
            target, former = _place(root, entry.path), folder / f"before-{number}"
            if _hash_of(target) != entry.after:
                continue
            if entry.before is None:
                target.unlink()
            elif former.is_file():
                _move(former, target)
    return "after" not in [_state(root, entry) for entry in entries]


def _move(source: Path, target: Path) -> None:
    """Rename a file over another, through a copy where that is on another file system."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = _beside(source.parent, target)
        shutil.copy(source, beside)
        sync(beside)
        beside.replace(target)
        source.unlink()
    sync_folder(target.parent)


def _beside(folder: Path, target: Path) -> Path:
    return target.with_name(f".{target.name[:50]}.{folder.name}")


def _clear(root: Path, folder: Path, entries: Sequence[Entry]) -> None:
    """Remove a change's folder, its journal first, so that what is left without one is known to be rubbish."""
    (folder / JOURNAL).unlink(missing_ok=True)
    for entry in entries:
        with suppress(OSError, ConflictError):
            _beside(folder, _place(root, entry.path)).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _state(root: Path, entry: Entry) -> str:
    try:
        found = _hash_of(_place(root, entry.path))
    except ConflictError:
        return "other"
    return "after" if found == entry.after else "before" if found == entry.before else "other"


def _is_applied(folder: Path, number: int, state: str) -> bool:
    """Whether a file of a change was replaced, edited since or not: its new content was moved out of the folder."""
    return state == "after" or (state == "other" and not (folder / f"after-{number}").exists())


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _hash_of(file: Path) -> str | None:
    """SHA-256 of a regular file, None where there is none."""
    if file.is_symlink() or not file.is_file():
        return None
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
