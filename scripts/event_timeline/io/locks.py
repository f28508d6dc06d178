"""Locks: one command at a time changes a package, or writes an output.

A lock is `flock` on a file (`LockFile` on Windows). The system releases it when the process ends, however it ends. Where
a file system has no locks (some network shares), changes are still compared with what was read before they are written;
only two commands that rename in the same millisecond can then overwrite each other.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from event_timeline.model import UserError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDER = ".timeline"
"""What the toolchain keeps in a package's folder: the lock and unfinished changes, nothing of the data."""
LOCK = "lock"
IGNORE = ".gitignore"
WAIT_S = 60.0
"""Seconds to wait for another command, which as a rule holds the lock for less than one."""
PAUSE_S = 0.02
SILENT_S = 1.0
"""Seconds of waiting after which it is said why nothing happens."""
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}
"""What systems answer where the file system has no locks."""

_HELD: set[tuple[Path, int]] = set()
"""Folders that this process has locked, and the thread that did: it would wait for itself."""


@contextmanager
def locked(root: Path, wait_s: float = WAIT_S, notify: Callable[[str], None] | None = None) -> Iterator[Path]:
    """Lock the package in `root`, and return its `.timeline` folder, which is made where it is missing.

    One that was made and in which no change was kept is removed again.

    notify: called once with a sentence where another process has had the lock for longer than SILENT_S.

    Raises UserError where another process keeps the lock for longer than `wait_s` or `.timeline` is not a plain folder,
    OSError where it cannot be written.
    """
    home = root / FOLDER
    place = (root.resolve() / FOLDER, threading.get_ident())
    if place in _HELD:
        raise UserError(f"this program is changing {root} already", "end the block of `edit` first")
    with contextlib.ExitStack() as stack:
        is_new = _enter(stack, root, wait_s, notify)
        _HELD.add(place)
        try:
            yield home
        finally:
            _HELD.discard(place)
            if is_new:
                _remove_unused(home)


def _enter(stack: contextlib.ExitStack, root: Path, wait_s: float, notify: Callable[[str], None] | None) -> bool:
    """Lock the folder for as long as the stack lasts; return whether it was made."""
    home = root / FOLDER
    while True:
        is_new = True
        try:
            home.mkdir()
        except FileExistsError:
            is_new = False
        if not is_plain_folder(home) and (home.exists() or home.is_symlink()):
            raise UserError(f"{home} is not a plain folder", "remove it: only `timeline` itself writes there")
        try:
            with contextlib.suppress(FileExistsError), (home / IGNORE).open("xb") as ignore:
                ignore.write(b"*\n")
            stack.enter_context(exclusive(home / LOCK, f"another command is changing {root}", wait_s, notify))
        except FileNotFoundError:  # who had the lock has removed the folder, since nothing was changed
            continue
        return is_new


def _remove_unused(home: Path) -> None:
    """Remove the folder if no change was written into it; who holds its lock calls this."""
    with contextlib.suppress(OSError):  # Windows renames no folder in which a file is open: it stays, empty of changes
        aside = home.with_name(f"{FOLDER}-unused-{home.stat().st_ino}")
        if {entry.name for entry in os.scandir(home)} == {IGNORE, LOCK}:
            home.rename(aside)  # in one step, so that no other command finds a part of it
            for name in (IGNORE, LOCK):
                (aside / name).unlink()
            aside.rmdir()


@contextmanager
def exclusive(
    path: Path, refusal: str, wait_s: float = 0.0, notify: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock on a file, which is made where it is missing and may be removed by who holds the lock.

    notify: called once with a sentence after SILENT_S of waiting.

    Raises UserError with the words of `refusal` where another process has it for longer than `wait_s`, or where it is a
    link or no regular file; OSError where it cannot be opened.
    """
    began = time.monotonic()
    waited = f", and still was after {wait_s:g} s" if wait_s else ""
    while True:
        descriptor = _opened(path)
        try:
            while not _lock(descriptor):
                waiting = time.monotonic() - began
                if waiting > wait_s:
                    raise UserError(f"{refusal}{waited}", "wait until it ends, then run this one again")
                if notify and waiting > SILENT_S:
                    notify(f"{refusal}: waiting for it, up to {wait_s:g} s")
                    notify = None
                time.sleep(PAUSE_S)
            if not _is_still(descriptor, path):  # the one who had the lock has removed the file
                continue
            yield
            return
        finally:
            os.close(descriptor)


def is_plain_folder(folder: Path) -> bool:
    """Whether it is a folder and not a link to one."""
    return folder.is_dir() and not folder.is_symlink()


def _opened(path: Path) -> int:
    """The lock file, open; never one that a link leads to, nor a pipe."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        if path.is_dir() and not path.is_symlink():
            raise UserError(f"{path} is a folder, where the lock is to be", "remove it") from None
        if error.errno != errno.ELOOP:
            raise
        raise UserError(f"{path} is a link", "remove it") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UserError(f"{path} is not a regular file", "remove it")
    return descriptor


def _is_still(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool:
    """Take the lock; False where another process has it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in NO_LOCKS
    return True
