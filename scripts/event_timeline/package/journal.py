"""Changes of several files of a package: all of them or none, whenever the process ends.

Write-ahead logging with physical redo (Gray and Reuter, Transaction Processing, 1992, chapter 9): under the package's
lock, the new contents and links to the old ones are put into `.timeline/change-N/`, then `journal.json`, which lists
path and SHA-256 before and after of each file; then the files are renamed into place, and the folder becomes a step of
the history. Until the journal is complete nothing was changed; from then on the next command can finish the change.

N is the inode number of `.timeline`, so that a change that was not begun at this place (in a copy, a checkout, an
unpacked archive) is known as foreign: it is never finished, and a package from elsewhere changes nothing by being read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from event_timeline.io.atomic import sync, sync_folder, unwritable, write_synced
from event_timeline.io.interrupts import postponed
from event_timeline.io.locks import FOLDER, is_plain_folder, locked
from event_timeline.io.paths import is_relative
from event_timeline.model import UserError
from event_timeline.package import callers
from event_timeline.package.change_files import (
    COUNTS,
    JOURNAL,
    ChangeFiles,
    Entry,
    Origin,
    hash_of_content,
    keep,
    next_number,
    read,
    remove,
    render,
)

PREFIX = "change-"
READER_WAIT_S = 5.0
"""Seconds that a command that only reads waits for one that writes."""
HIDDEN = frozenset({".zenodo.json", ".gitignore", ".github/workflows/validate.yml"})
"""The hidden files that commands write beside a descriptor."""
CHANGED = "was changed by another program while this command ran"


class ConflictError(UserError):
    """The content of a file is another one than a change was made for: another program changed it meanwhile."""

    __module__ = "event_timeline"


@contextmanager
def transaction(root: Path) -> Iterator[None]:
    """Lock a package to read and change it; a change that was interrupted before is finished or undone first.

    Raises UserError where another command has the lock, the folder cannot be written, or the change before cannot be
    finished.
    """
    with ExitStack() as stack:
        try:
            home = stack.enter_context(locked(root, notify=callers.notify))
            recover(root, home)
        except OSError as error:
            raise unwritable(root, error) from error
        yield


def commit(
    root: Path, contents: Mapping[str, bytes | None], before: Mapping[str, bytes | None], origin: Origin | None = None,
    *, counts: bytes = b"",
) -> None:  # fmt: skip
    """Write files of a package in a `transaction`, in the order given: all, or none where UserError is raised.

    contents: path -> content, None to remove the file; before: the content that each file had when it was read, None or
    missing where there was no file; origin: what the change is, by default the next one of the history; counts: of its rows, to
    be kept with it (`change_files.COUNTS`). A file that another program has changed since is not overwritten. A Ctrl-C waits until all is written.
    """
    contents = {path: content for path, content in contents.items() if before.get(path) != content}
    if not contents:
        return
    home = root / FOLDER
    folder = home / f"{PREFIX}{home.stat().st_ino}"
    entries = [Entry(p, hash_of_content(before.get(p)), hash_of_content(c)) for p, c in contents.items()]
    files = ChangeFiles(entries, origin or Origin("change", next_number(home), _now(), callers.caller.get()))
    at = root
    with postponed():
        try:
            folder.mkdir(mode=0o700)
            for number, (path, content) in enumerate(contents.items()):
                at = place(root, path)
                _stage(folder, number, at, content, entries[number])
            at = folder
            if counts:
                (folder / COUNTS).write_bytes(counts)
            write_synced(folder / f"{JOURNAL}.new", render(files))
            (folder / f"{JOURNAL}.new").replace(folder / JOURNAL)
            sync_folder(folder)
            sync_folder(home)
            for number, entry in enumerate(entries):
                at = place(root, entry.path)
                _apply(root, folder, number, entry)
            for number, entry in enumerate(entries):  # another program may have written into the old file until now
                if entry.before and hash_of(folder / f"before-{number}") != entry.before:
                    raise ConflictError(f"{entry.path} {CHANGED}", "run the command again")
        except (OSError, ConflictError) as error:
            failure = unwritable(at, error) if isinstance(error, OSError) else error
            if not _undo(root, folder, entries):
                failure.hint = f"not all files could be put back: their former contents are in {folder}"
                raise failure from error
            _clear(root, folder, entries)
            raise failure from error
        _end(root, home, folder, files)


def before_reading(root: Path) -> None:
    """Finish or undo an interrupted change of a package that is about to be read, or say why it is left.

    A command that is writing at this moment is waited for. Nothing is written where there is no such change, and
    nothing is changed in a folder that cannot be written or by a change that was begun elsewhere.
    """
    home = root / FOLDER
    if not _unfinished(home):
        return
    try:
        with locked(root, READER_WAIT_S, callers.notify) as home:
            recover(root, home)
    except UserError as error:
        callers.notify(f"{error.message}; it is read as it is. {error.hint}")
    except OSError as error:
        callers.notify(
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
            files = read(folder)
            entries = files.entries
            states = [_state(root, entry) for entry in entries]
            begun = any(_is_applied(folder, n, entries[n], state) for n, state in enumerate(states))
            if begun:
                left = [n for n, state in enumerate(states) if state != "after"]
                lost = [n for n in left if states[n] == "other" or hash_of(folder / f"after-{n}") != entries[n].after]
                if lost:
                    raise UserError(
                        f"a change of {root} was interrupted, and {', '.join(entries[n].path for n in lost)} was changed "
                        "since then or its new content is damaged",
                        f"contents before and after are in {folder}: copy what you need, then remove that folder",
                    )
                for number in left:
                    _apply(root, folder, number, entries[number])
                _end(root, home, folder, files)
            else:
                _clear(root, folder, entries)
        if entries:
            done = "finished" if begun else "undid"
            callers.notify(f"{done} an interrupted change of {', '.join(e.path for e in entries)}")


def _end(root: Path, home: Path, folder: Path, files: ChangeFiles) -> None:
    """Put a change that was written into the history, where it belongs there and there is room for it."""
    _clear_beside(root, folder, files.entries)
    if files.origin.number > 0:
        with suppress(OSError):
            keep(home, folder, files.origin)
    if folder.exists():
        remove(folder)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unfinished(home: Path) -> list[Path]:
    try:
        return sorted(home / e.name for e in os.scandir(home) if e.name.startswith(PREFIX)) if home.is_dir() else []
    except OSError:
        return []


def place(root: Path, path: str) -> Path:
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


def _stage(folder: Path, number: int, target: Path, content: bytes | None, entry: Entry) -> None:
    """Put the new content and the old one into the folder."""
    fresh, former = folder / f"after-{number}", folder / f"before-{number}"
    if content is not None:
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
    if (hash_of(former) if entry.before is not None else hash_of(target)) != entry.before:
        raise ConflictError(f"{entry.path} {CHANGED}", "run the command again")


def _apply(root: Path, folder: Path, number: int, entry: Entry) -> None:
    target, fresh = place(root, entry.path), folder / f"after-{number}"
    if hash_of(fresh) != entry.after or hash_of(target) != entry.before:
        raise ConflictError(f"{entry.path} {CHANGED}", "run the command again")
    if entry.after is None:
        target.unlink()
        sync_folder(target.parent)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    _move(fresh, target)


def _undo(root: Path, folder: Path, entries: Sequence[Entry]) -> bool:
    """Put the old contents back where the new ones are; whether none of the new ones is left."""
    if not (folder / JOURNAL).exists():
        return True
    for number, entry in enumerate(entries):
        with suppress(OSError, ConflictError):
            target, former = place(root, entry.path), folder / f"before-{number}"
            if hash_of(target) != entry.after:
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
    """Remove what a change has left."""
    _clear_beside(root, folder, entries)
    remove(folder)


def _clear_beside(root: Path, folder: Path, entries: Sequence[Entry]) -> None:
    for entry in entries:
        with suppress(OSError, ConflictError):
            _beside(folder, place(root, entry.path)).unlink(missing_ok=True)


def _state(root: Path, entry: Entry) -> str:
    try:
        found = hash_of(place(root, entry.path))
    except ConflictError:
        return "other"
    return "after" if found == entry.after else "before" if found == entry.before else "other"


def _is_applied(folder: Path, number: int, entry: Entry, state: str) -> bool:
    """Whether a file of a change was replaced, edited since or not: its new content was moved out of the folder."""
    return state == "after" or (
        state == "other" and entry.after is not None and not (folder / f"after-{number}").exists()
    )


def hash_of(file: Path) -> str | None:
    """SHA-256 of a regular file, None where there is none."""
    if file.is_symlink() or not file.is_file():
        return None
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
