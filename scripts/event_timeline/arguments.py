"""Arguments as programs pass them: one item where several are meant, strings or paths, and None for none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from event_timeline.model import UserError

T = TypeVar("T")

Sources = Mapping[str, str | Path] | str | Path | Iterable[str | Path]
"""source_id -> file, or one or several `[ID=]FILE`; ID may be left out where one source of the package has a hash."""

PATHS: tuple[type[str | Path], ...] = (str, Path)
EXPECTED = "pass a file, a list of files (each may be ID=FILE), or a mapping of identifiers to files"


def items(value: object, name: str, types: tuple[type[T], ...], hint: str) -> tuple[T, ...]:
    """Return the items of an argument that takes several; one alone is one item, so that a string is never its letters.

    name: of the argument, for the message; types: those of an item; hint: what to pass. Raises UserError for anything else.
    """
    if value is None:
        return ()
    if isinstance(value, types):
        return (value,)
    if isinstance(value, Iterable) and not isinstance(value, Mapping | str | bytes):
        several = tuple(value)
        wrong = next((item for item in several if not isinstance(item, types)), None)
        if wrong is None and None not in several:
            return several
        raise UserError(f"`{name}` has an item of the type {type(wrong).__name__}", hint)
    raise UserError(f"`{name}` cannot be of the type {type(value).__name__}", hint)


def strings(value: str | Iterable[str] | None, name: str) -> tuple[str, ...]:
    """Return the strings of an argument that takes several, as `items` does."""
    return items(value, name, (str,), "pass a string or a list of strings")


def files_of(sources: Sources | None) -> dict[str, str] | tuple[str, ...]:
    """Return sources as source_id -> file, or as `[ID=]FILE` each. Raises UserError for anything else."""
    if isinstance(sources, Mapping):
        names = items(tuple(sources), "sources", (str,), EXPECTED)
        return dict(zip(names, _files(tuple(sources.values())), strict=True))
    return _files(sources)


def given_files(sources: Sources | None) -> tuple[str, ...]:
    """Return sources as `[ID=]FILE` each. Raises UserError as `files_of` does."""
    files = files_of(sources)
    return tuple(f"{source_id}={file}" for source_id, file in files.items()) if isinstance(files, dict) else files


def _files(value: str | Path | Iterable[str | Path] | None) -> tuple[str, ...]:
    return tuple(str(item) for item in items(value, "sources", PATHS, EXPECTED))
