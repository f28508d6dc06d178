"""Texts that a user names, read whole, within a limit, from a file or a pipe."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from event_timeline.io.paths import is_relative, missing_hint
from event_timeline.io.utf8 import decode
from event_timeline.model import UserError

MAX_BYTES = 64 * 2**20
"""A source's text; an article has some thousand bytes, and the longest novels have fewer than 20 million."""
PATIENCE = 5.0
"""Seconds that somebody is given to open the other end of a pipe; a shell's <(...) has it open already."""
PAUSE = 0.02
HINT = "name the file that holds the source's text"


def split_given(given: str) -> tuple[str, str]:
    """(source_id or empty, file) of one `[ID=]FILE`."""
    source_id, sep, file = given.partition("=")
    return ("", given) if not sep or Path(given).exists() else (source_id, file)


def in_folders(given: Sequence[str], known: Iterable[str]) -> tuple[str, ...]:
    """`[ID=]FILE` each, with the texts `ID.txt` of the sources that are `known` in place of each folder.

    Raises UserError for a folder that has the text of none.
    """
    found: list[str] = []
    for item in given:
        if not Path(item).is_dir():
            found.append(item)
            continue
        files = [(source_id, Path(item) / f"{source_id}.txt") for source_id in known if is_relative(f"{source_id}.txt")]
        texts = [f"{source_id}={file}" for source_id, file in files if file.is_file()]
        if not texts:
            raise UserError(f"{item}: no text of a source is there", "name each text after its source: ID.txt")
        found += texts
    return tuple(found)


def read_text(file: str | Path, hint: str = HINT) -> str:
    """A text as it is, line ends included; hint: what to name where it cannot be read.

    Raises UserError where it cannot be read, is not UTF-8, is larger than `MAX_BYTES`, or is neither a regular file
    nor a pipe that somebody writes to.
    """
    try:
        content = _read(Path(file), hint)
    except OSError as error:
        raise UserError(f"{file}: {error.strerror or error}", missing_hint(str(file), hint)) from None
    except ValueError:  # a NUL in the name
        raise UserError(f"{str(file)!r} is not a valid file name", hint) from None
    if len(content) > MAX_BYTES:
        raise UserError(f"{file}: larger than {MAX_BYTES // 2**20} MB", hint)
    return decode(content, str(file), "save the text as UTF-8, unchanged otherwise")


def _read(file: Path, hint: str) -> bytes:
    """The bytes, or one more than `MAX_BYTES` of them."""
    mode = file.stat().st_mode
    if stat.S_ISREG(mode):
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    if stat.S_ISFIFO(mode):
        return _from_pipe(file)
    raise UserError(f"{file}: {'a folder' if stat.S_ISDIR(mode) else 'a device'}, not a file", hint)


def _from_pipe(pipe: Path) -> bytes:
    """What comes until the writers have closed it; opened so that a missing writer can be distinguished from a silent one."""
    content, met, until = bytearray(), False, time.monotonic() + PATIENCE
    descriptor = os.open(pipe, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        while len(content) <= MAX_BYTES:
            try:
                piece = os.read(descriptor, 2**20)
            except BlockingIOError:  # somebody has it open and has not written yet
                met = True
                time.sleep(PAUSE)
                continue
            content += piece
            met = met or bool(piece)
            if not piece and met:
                break
            if not piece and time.monotonic() > until:
                raise UserError(f"{pipe}: a pipe that no process writes to", HINT)
            if not piece:
                time.sleep(PAUSE)
    finally:
        os.close(descriptor)
    return bytes(content[: MAX_BYTES + 1])
