"""The changes of a package that can be undone and redone, kept in its `.timeline` beside the journal.

Each change keeps the former contents of its files, as links where the file system has them. To undo one writes these
again, as a change of its own that keeps what it replaces, so that it can be redone.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from event_timeline.io.locks import FOLDER, is_plain_folder
from event_timeline.model import UserError
from event_timeline.package import change_files, journal
from event_timeline.package.change_files import JOURNAL, Origin, Step


def steps(root: Path) -> list[Step]:
    """The changes of the package in a folder, the oldest first; those that were undone and can be redone are last."""
    home = root / FOLDER
    return change_files.steps(home) if is_plain_folder(home) else []


def damaged_steps(root: Path) -> list[Step]:
    """The changes of which it is not known any more what they changed, the oldest first."""
    home = root / FOLDER
    return change_files.damaged_steps(home) if is_plain_folder(home) else []


def undo(root: Path) -> Step:
    """Undo the last change; returns it. Raises UserError as `_restore` does, where it is damaged, or where there is none."""
    with journal.transaction(root):
        done = [s for s in steps(root) if not s.undone]
        _refuse([s for s in damaged_steps(root) if not s.undone and s.number > (done[-1].number if done else 0)])
        if not done:
            raise UserError("there is no change to undo", "`timeline history` lists the changes that were made here")
        return _restore(root, done[-1], "undo")


def redo(root: Path) -> Step:
    """Make the change again that was undone last; returns it. Raises UserError as `undo` does."""
    with journal.transaction(root):
        undone = [s for s in steps(root) if s.undone]
        _refuse([s for s in damaged_steps(root) if s.undone and not (undone and undone[0].number < s.number)])
        if not undone:
            raise UserError("there is no change to redo", "a change can be redone until another one is made")
        return _restore(root, undone[0], "redo")


def _refuse(damaged: list[Step]) -> None:
    """Raise UserError where changes that come first are damaged."""
    if damaged:
        one = damaged[-1]
        raise UserError(
            f"change {one.number} is damaged: {one.folder / JOURNAL} cannot be read",
            f"copy what you need from {one.folder}, which has the former contents",
        )


def other_content(root: Path, found: list[Step], step: Step, path: str) -> bytes | None:
    """The content that a file has on the other side of a step than the one that it keeps: another step has it, or the package.

    Raises OSError, and ConflictError where it was changed by another program since.
    """
    wanted, holder = _other_side(found, step, path)
    if wanted is None:
        return None
    if holder is not None:
        return holder.content(path)
    content = journal.place(root, path).read_bytes()
    if hashlib.sha256(content).hexdigest() != wanted:
        raise journal.ConflictError(f"{path} was changed by another program since", "compare it with a copy")
    return content


def has_other_content(root: Path, found: list[Step], step: Step, path: str) -> bool:
    """Whether `other_content` has one, or None: no other program changed the file since. Raises OSError and ConflictError."""
    wanted, holder = _other_side(found, step, path)
    return wanted is None or holder is not None or journal.hash_of(journal.place(root, path)) == wanted


def _other_side(found: list[Step], step: Step, path: str) -> tuple[str | None, Step | None]:
    """SHA-256 of a file on the other side of a step than the one that it keeps, and the step that keeps that content."""
    wanted = next(e.after for e in step.files.entries if e.path == path)
    for one in found if wanted is not None else ():
        if any(e.path == path and e.before == wanted for e in one.files.entries):
            return wanted, one
    return wanted, None


def _restore(root: Path, step: Step, kind: str) -> Step:
    """Write what a step keeps. Raises ConflictError where a file was changed by another program since, UserError where one is damaged."""
    entries = step.files.entries
    changed = [e.path for e in entries if journal.hash_of(journal.place(root, e.path)) != e.after]
    if changed:
        raise journal.ConflictError(
            f"cannot {kind} change {step.number}: {', '.join(changed)} was changed by another program since",
            f"change it back first, or copy what you need from {step.folder}",
        )
    try:
        contents = {e.path: step.content(e.path) for e in entries}
        before: dict[str, bytes | None] = dict.fromkeys(contents)
        for entry in entries:
            with suppress(FileNotFoundError):
                before[entry.path] = journal.place(root, entry.path).read_bytes()
    except OSError as error:
        raise UserError(
            f"cannot {kind} change {step.number}: {error.strerror or error}", "its contents are gone"
        ) from None
    origin = step.files.origin
    again = Origin(kind, origin.number, origin.when, origin.what)
    journal.commit(root, contents, before, again, counts=step.counts())
    return step
