"""Writing files: at once or not at all, and never over somebody else's work unasked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from event_timeline.io.temporary import unused
from event_timeline.problem import UserError

Made = Callable[[Path], bool]
"""Whether an existing file or folder is one that the same command made, and may be replaced."""
OTHERWISE = "name another place, or write to standard output with `-o -` and send that there with > or |"


def never(_: Path) -> bool:
    """Nothing that exists may be replaced."""
    return False


@contextmanager
def replacing(target: Path, *, force: bool = False, made: Made = never) -> Iterator[Path]:
    """A fresh path beside `target` to write a file or folder to; it takes the target's place on success.

    An existing target is replaced only if it is empty, if `made` says it is ours, or under `force`. Raises
    UserError where that is refused or the place cannot be written; the target is then as it was.
    """
    refuse(target, force=force, made=made)
    workplace = unused(target.parent, f".{target.name[:50]}.")
    fresh = workplace / target.name
    try:
        workplace.mkdir(mode=0o700)
        yield fresh
        if target.is_dir() and not target.is_symlink():
            target.replace(workplace / "former")  # a folder cannot be replaced in one step
        fresh.replace(target)
    except OSError as error:
        if (workplace / "former").exists() and not target.exists():
            (workplace / "former").replace(target)
        raise unwritable(target, error) from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def write_text(target: Path, text: str, *, force: bool = False, made: Made = never) -> None:
    """Write a text as UTF-8 with LF line ends, by the rules of `replacing`; a folder is never replaced by it."""
    refuse_file(target, force=force, made=made)
    with replacing(target, force=force, made=made) as fresh:
        fresh.write_text(text, encoding="utf-8", newline="\n")


def refuse_file(target: Path, *, force: bool, made: Made = never) -> None:
    """`refuse` for what is written as one file: a folder in its place is refused, whatever is forced."""
    if target.is_dir() and not target.is_symlink():
        raise UserError(f"{target} is a folder", "name a file")
    refuse(target, force=force, made=made)


def refuse(target: Path, *, force: bool, made: Made = never) -> None:
    """Raise UserError if the target exists and may not be replaced, so that a command can stop early.

    What is made takes the target's place under its name. So devices and pipes, which would be gone, and links,
    which would no longer lead anywhere, are refused even under `force`.
    """
    if target.is_symlink():
        raise UserError(
            f"{target} is a link", f"name the file itself: {target.resolve()}" if target.is_file() else OTHERWISE
        )
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise UserError(f"{target} is a device or a pipe, not a file", OTHERWISE)
    if force or not target.exists():
        return
    if target.is_dir():
        free = not any(target.iterdir()) or made(target)
    else:
        free = (target.is_file() and target.stat().st_size == 0) or made(target)
    if not free:
        raise UserError(f"{target} exists and was not made by this command", "name another place, or add --force")


def unwritable(target: Path, error: OSError) -> UserError:
    """What to tell the user where a place cannot be written."""
    return UserError(
        f"cannot write {target}: {error.strerror or error}", "check the folder, its permissions and the free space"
    )
