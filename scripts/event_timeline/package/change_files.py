"""The folder of a change of a package: `journal.json`, which lists the files, and their contents before the change.

It is the journal of a change that is being written (`change-N`), and afterwards a step of the history
(`history-N/step-00001`, or `undone-00001` once it was undone). N is the inode number of `.timeline`: what has another number was
made at another place, and is never used.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from event_timeline.io.atomic import sync_folder
from event_timeline.io.locks import is_plain_folder
from event_timeline.model import UserError

VERSION = 1
JOURNAL = "journal.json"
COUNTS = "rows.json"
"""How many rows were changed, where the one who made the change counted them: for the history, and of no other use."""
HISTORY = "history-"
STEP, UNDONE = "step-", "undone-"
MAX_JOURNAL_BYTES = 2**20
"""Also of the counts."""
MAX_STEPS = 300
"""Changes that the history keeps; the oldest go first."""
MAX_BYTES = 2**28
"""Bytes of former contents that the history keeps, 256 MiB; the oldest go first."""
SHA256 = re.compile(r"[0-9a-f]{64}")
STEP_NAME = re.compile(rf"({STEP}|{UNDONE})([0-9]+)")
KNOWN_STEPS = 4 * MAX_STEPS
"""Changes of the history whose journals and sizes a process remembers; neither changes once a change is kept."""


class Stamp(NamedTuple):
    """What differs between a journal and another one in its place."""

    inode: int
    changed_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a change: its POSIX path in the package, and its SHA-256 before and after (None: it is not there)."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a change is: `change`, `undo` or `redo`, its number in the history, when (ISO 8601, UTC), and the command.

    A number below 1 is not kept in the history.
    """

    kind: str = "change"
    number: int = 0
    when: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class ChangeFiles:
    """A change as its journal describes it."""

    entries: list[Entry] = field(default_factory=list)
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the history, with the folder of its contents before it (after it, where it was undone)."""

    folder: Path
    files: ChangeFiles

    @property
    def number(self) -> int:
        """Its place in the history, from 1."""
        return self.files.origin.number

    @property
    def undone(self) -> bool:
        """Whether it was undone, so that it can be redone."""
        return self.folder.name.startswith(UNDONE)

    def content(self, path: str) -> bytes | None:
        """The content that a file had before this change, or after it where it was undone; None where it was not there.

        Raises OSError, and UserError where the kept content is damaged.
        """
        number, entry = next((n, e) for n, e in enumerate(self.files.entries) if e.path == path)
        if entry.before is None:
            return None
        content = (self.folder / f"before-{number}").read_bytes()
        if hashlib.sha256(content).hexdigest() != entry.before:
            raise UserError(f"{self.folder / f'before-{number}'} is damaged", "this change cannot be undone")
        return content

    def size(self, path: str) -> int:
        """Bytes of what `content` returns, 0 for None, by the file's size alone. Raises OSError."""
        number, entry = next((n, e) for n, e in enumerate(self.files.entries) if e.path == path)
        return 0 if entry.before is None else (self.folder / f"before-{number}").stat().st_size

    def counts(self) -> bytes:
        """The counts of rows that are kept with the change; nothing where there are none, or they cannot be read."""
        path = self.folder / COUNTS
        try:
            usable = not path.is_symlink() and path.is_file() and path.stat().st_size <= MAX_JOURNAL_BYTES
            return path.read_bytes() if usable else b""
        except OSError:
            return b""


def hash_of_content(content: bytes | None) -> str | None:
    """SHA-256 of a file's content, None where there is no file."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def render(files: ChangeFiles) -> bytes:
    """The content of a journal."""
    document = {"version": VERSION, "files": [asdict(e) for e in files.entries], "origin": asdict(files.origin)}
    return (json.dumps(document, indent=1) + "\n").encode()


def read(folder: Path) -> ChangeFiles:
    """What a change's journal says; no files where it was not complete, so that nothing was replaced yet.

    Raises UserError where it is not a journal of this version.
    """
    path = folder / JOURNAL
    if not path.exists() and not path.is_symlink():
        return ChangeFiles()
    damaged = UserError(f"{path} is damaged", "check the package with `timeline validate`, then remove its folder")
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_JOURNAL_BYTES:
        raise damaged
    try:
        journal: Any = json.loads(path.read_bytes())
        if journal["version"] != VERSION:
            raise UserError(f"{path} was written by another version of timeline", "finish the change with that one")
        files = ChangeFiles([Entry(**item) for item in journal["files"]], Origin(**journal.get("origin", {})))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise damaged from None
    if not all(_is_sound(e) for e in files.entries) or not _is_sound_origin(files.origin):
        raise damaged
    return files


def _is_sound(entry: Entry) -> bool:
    hashes = [h for h in (entry.before, entry.after) if h is not None]
    return (
        isinstance(entry.path, str) and bool(hashes) and all(isinstance(h, str) and SHA256.fullmatch(h) for h in hashes)
    )


def _is_sound_origin(origin: Origin) -> bool:
    words = (origin.kind, origin.when, origin.what)
    return all(isinstance(w, str) for w in words) and isinstance(origin.number, int)


def steps(home: Path) -> list[Step]:
    """The changes in a package's `.timeline`, the oldest first; none that was made at another place or is damaged."""
    return [step for step in _steps(home) if step.files.entries]


def damaged_steps(home: Path) -> list[Step]:
    """The changes whose journal cannot be read, the oldest first; they have no files."""
    return [step for step in _steps(home) if not step.files.entries]


def _steps(home: Path) -> list[Step]:
    """The changes of a package, the oldest first; a damaged one has its number and no files."""
    found = []
    for number, _, folder, stamp in _folders(home):
        damaged = ChangeFiles(origin=Origin(number=number))
        try:
            files = _read_once(folder, stamp)
        except UserError:
            files = damaged
        found.append(Step(folder, files if files.origin.number == number else damaged))
    return found


@lru_cache(KNOWN_STEPS)
def _read_once(folder: Path, _: Stamp) -> ChangeFiles:
    return read(folder)


@lru_cache(KNOWN_STEPS)
def _size(folder: Path, _: Stamp) -> int:
    return sum(f.stat().st_size for f in os.scandir(folder))


def next_number(home: Path) -> int:
    """The number of the next change, which takes the place of those that were undone."""
    return max((number for number, undone, *_ in _folders(home) if not undone), default=0) + 1


def keep(home: Path, folder: Path, origin: Origin) -> None:
    """Make the folder of a change that was written a step of the history, and remove what it takes the place of.

    It can be called again after an interruption. Raises OSError.
    """
    history = _history(home)
    history.mkdir(mode=0o700, exist_ok=True)
    for number, undone, other, _ in _folders(home):
        replaced = undone or number >= origin.number if origin.kind == "change" else number == origin.number
        if replaced:
            remove(other)
    target = history / f"{UNDONE if origin.kind == 'undo' else STEP}{origin.number:06}"
    if target.exists():
        shutil.rmtree(target)
    for left in folder.glob("after-*"):
        left.unlink()
    folder.rename(target)
    sync_folder(history)
    sync_folder(home)
    _trim(home)


def remove(folder: Path) -> None:
    """Remove a change's folder, its journal first, so that what is left without one is known to be rubbish."""
    (folder / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _history(home: Path) -> Path:
    return home / f"{HISTORY}{home.stat().st_ino}"


def _folders(home: Path) -> list[tuple[int, bool, Path, Stamp]]:
    """(number, whether it was undone, folder, stamp of its journal) of each change that is whole, the oldest first."""
    history, found = _history(home), []
    with suppress(OSError):
        for entry in os.scandir(history) if is_plain_folder(history) else ():
            name = STEP_NAME.fullmatch(entry.name)
            if name and entry.is_dir(follow_symlinks=False):
                folder = history / entry.name
                with suppress(FileNotFoundError):
                    at = (folder / JOURNAL).stat()
                    stamp = Stamp(at.st_ino, at.st_mtime_ns, at.st_size)
                    found.append((int(name[2]), name[1] == UNDONE, folder, stamp))
    return sorted(found)


def _trim(home: Path) -> None:
    """Remove the oldest changes where there are too many, or they take too much space, and what a killed command left."""
    found = _folders(home)
    whole = {folder.name for _, _, folder, _ in found}
    for entry in os.scandir(_history(home)):
        if entry.name not in whole and entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
    sizes = [_size(folder, stamp) for _, _, folder, stamp in found]
    while found and (len(found) > MAX_STEPS or sum(sizes) > MAX_BYTES):
        remove(found.pop(0)[2])
        sizes.pop(0)
