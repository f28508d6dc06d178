"""Writing outputs: at once or not at all, and never over what somebody has written or edited unasked."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from event_timeline.io.interrupts import postponed
from event_timeline.io.locks import LOCK, exclusive, is_plain_folder
from event_timeline.io.utf8 import encode
from event_timeline.model import UserError

Refusal = Callable[[Path], str]
"""Why an existing file or folder is not replaced unasked, as the end of a sentence about it; empty where it may be."""
OTHERWISE = "name another place, or write to standard output with `-o -` and send that there with > or |"
FOREIGN = "exists and was not made by this command"
UNFINISHED = "timeline-unfinished"
"""The end of the name of the hidden folder beside an output in which it is written. One that is left behind by a
command that was killed is removed by the next one that writes the same output."""
FORMER = "former"
FAULTS = {
    r"no space left on device|disk is full|\(os error 28\)": errno.ENOSPC,
    r"disk quota exceeded|\(os error 122\)": errno.EDQUOT,
    r"file too large|\(os error 27\)": errno.EFBIG,
    r"disk i/o error|thrift: transport error": errno.EIO,
}
"""What SQLite, DuckDB, polars and XlsxWriter say -> the system's error."""
LEAST_FREE_BYTES = 2**20
"""A disk with less is full as far as a table is concerned."""


def refuse_existing(_: Path) -> str:
    """Nothing that exists may be replaced."""
    return FOREIGN


@contextmanager
def replacing(target: Path, *, force: bool = False, refusal: Refusal = refuse_existing) -> Iterator[Path]:
    """A fresh path beside `target` to write a file or folder to; it takes the target's place on success.

    An existing target is replaced only if it is empty, if `refusal` has nothing against it, or under `force`; that is
    asked again before it is replaced. Raises UserError where that is refused, another command writes the same target,
    or the place cannot be written; the target is then as it was.
    """
    try:
        with _workplace(target) as workplace:
            _refuse(target, force=force, refusal=refusal)
            before = _state(target)
            fresh = workplace / target.name
            try:
                yield fresh
            except Exception as error:
                if isinstance(error, OSError) and _is_elsewhere(error, workplace):
                    raise unusable(error) from error
                fault = disk_fault(error)
                if fault and fault.errno == errno.EIO and shutil.disk_usage(workplace).free < LEAST_FREE_BYTES:
                    raise OSError(errno.ENOSPC, "") from error  # known only until the workplace is gone
                raise
            if not force and (target.is_dir() or _state(target) != before):
                _refuse(target, force=False, refusal=refusal)
            _sync_all(fresh)
            with postponed():
                if is_plain_folder(target):
                    target.replace(workplace / FORMER)  # a folder cannot be replaced in one step
                fresh.replace(target)
                sync_folder(target.parent)
    except Exception as error:
        fault = disk_fault(error) or (error if isinstance(error, OSError) else None)
        if fault:
            raise unwritable(target, fault) from error
        raise


def write_text(target: Path, text: str, *, force: bool = False, refusal: Refusal = refuse_existing) -> None:
    """Write a text as UTF-8 with LF line ends, by the rules of `replacing`; a folder is never replaced by it.

    A file that has this content already is left as it is.
    """
    content = encode(text)
    with suppress(OSError):
        if target.is_file() and not target.is_symlink() and target.read_bytes() == content:
            _clear(target)
            return
    refuse_file(target, force=force, refusal=refusal)
    with replacing(target, force=force, refusal=refusal) as fresh:
        fresh.write_bytes(content)


def refuse_file(target: Path, *, force: bool, refusal: Refusal = refuse_existing) -> None:
    """`refuse` for what is written as one file: a folder in its place is refused, whatever is forced."""
    if is_plain_folder(target):
        raise UserError(f"{target} is a folder", "name a file")
    refuse(target, force=force, refusal=refusal)


def refuse(target: Path, *, force: bool, refusal: Refusal = refuse_existing) -> None:
    """Raise UserError if the target exists and may not be replaced, so that a command can stop early.

    What is written takes the target's place under its name. So devices and pipes, which would be gone, and links,
    which would no longer lead anywhere, are refused even under `force`. What a killed command left beside the target is removed.
    """
    with suppress(OSError):
        _clear(target)
    _refuse(target, force=force, refusal=refusal)


def _refuse(target: Path, *, force: bool, refusal: Refusal) -> None:
    if target.is_symlink():
        raise UserError(
            f"{target} is a link", f"name the file itself: {target.resolve()}" if target.is_file() else OTHERWISE
        )
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise UserError(f"{target} is a device or a pipe, not a file", OTHERWISE)
    if force or not target.exists():
        return
    empty = not any(target.iterdir()) if target.is_dir() else target.stat().st_size == 0
    reason = "" if empty else refusal(target)
    if reason:
        raise UserError(f"{target} {reason}", "name another place, or add --force to replace it")


def disk_fault(error: BaseException) -> OSError | None:
    """The full disk, limit or failing disk behind an exception, also where a library made a text of it; None without one.

    A failing disk that a UserError is raised for, as where a file cannot be read, is what that says.
    """
    seen: BaseException | None = error
    is_explained = isinstance(error, UserError)
    while seen is not None:
        number = seen.errno if isinstance(seen, OSError) else None
        for pattern, meant in FAULTS.items():
            if is_explained and meant == errno.EIO:
                continue
            if number == meant or (number is None and re.search(pattern, str(seen), re.IGNORECASE)):
                return OSError(meant, os.strerror(meant))
        seen = seen.__cause__ or seen.__context__
    return None


def _is_elsewhere(error: OSError, workplace: Path) -> bool:
    """Whether an error is of a file that is not being written, as one that cannot be read."""
    if not error.filename or isinstance(error.filename, int) or error.errno in FAULTS.values():
        return False
    return not Path(os.fsdecode(error.filename)).is_relative_to(workplace)


def unusable(error: OSError, file: str = "") -> UserError:
    """What to tell the user where a file can be neither read nor written; file: its name where the error has none."""
    name = error.filename or file
    return UserError(f"{name}: {error.strerror or error}", "check the file and its permissions")


def unwritable(target: Path, error: OSError) -> UserError:
    """What to tell the user where a place cannot be written: a full disk, a limit, or the system's own words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        reason = "the disk is full" if error.errno == errno.ENOSPC else "the disk quota is used up"
        with suppress(OSError):
            temporary = Path(tempfile.gettempdir())
            if shutil.disk_usage(temporary).free < LEAST_FREE_BYTES < shutil.disk_usage(target.parent).free:
                return UserError(
                    f"cannot write {target}: the disk of temporary files is full",
                    f"free space in {temporary}, or set TMPDIR to a folder on another disk",
                )
        return UserError(
            f"cannot write {target}: {reason}", f"free space there, in {target.parent.resolve()}, or name another place"
        )
    if error.errno == errno.EFBIG:
        return UserError(
            f"cannot write {target}: the file is larger than this file system or `ulimit -f` allows",
            "raise the limit, or name a place on another disk",
        )
    return UserError(f"cannot write {target}: {error.strerror or error}", "check the folder and its permissions")


def write_synced(file: Path, content: bytes) -> None:
    """Write a new file and wait until the disk has it. Raises OSError."""
    with file.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def sync(file: Path) -> None:
    """Wait until the disk has a file. Raises OSError."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can say so."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """A hidden folder beside the target, for one command at a time; a former target that is still there is put back."""
    workplace = _hidden(target)
    refusal, locked = f"another command is writing {target}", False
    with ExitStack() as stack:
        try:
            with postponed():  # a Ctrl-C is raised at the end of it, when what was made is known
                while not locked:
                    with suppress(FileExistsError):
                        workplace.mkdir(mode=0o700)
                    if not is_plain_folder(workplace):
                        raise UserError(f"{workplace} is in the way", "remove it")
                    with suppress(FileNotFoundError):  # another command has just removed it
                        stack.enter_context(exclusive(workplace / LOCK, refusal))
                        locked = True
            _restore(workplace, target)
            yield workplace
        finally:
            with postponed():
                if locked:
                    _restore(workplace, target)
                    (workplace / LOCK).unlink(missing_ok=True)
                    with suppress(OSError):
                        workplace.rmdir()


def _clear(target: Path) -> None:
    """Remove what a killed command left beside a target. Raises UserError where a running command writes it."""
    if _hidden(target).exists():
        with _workplace(target):
            pass


def _hidden(target: Path) -> Path:
    name = target.name
    short = (
        name if len(name) <= 50 else f"{name[:40]}.{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )
    return target.parent / f".{short}.{UNFINISHED}"


def _restore(workplace: Path, target: Path) -> None:
    """Put a former folder back where nothing is in its place, and remove everything but the lock."""
    if (workplace / FORMER).exists() and not target.exists():
        (workplace / FORMER).replace(target)
    for item in workplace.iterdir():
        if is_plain_folder(item):
            shutil.rmtree(item, ignore_errors=True)
        elif item.name != LOCK:
            item.unlink()


def _state(target: Path) -> tuple[int, int, int] | None:
    """What changes when a file changes."""
    try:
        found = target.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _sync_all(fresh: Path) -> None:
    for file in [fresh] if fresh.is_file() else [p for p in fresh.rglob("*") if p.is_file()]:
        sync(file)
