"""Arguments as programs pass them: of the types of a signature; one item where several are meant, None for none."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from event_timeline.io.terminal import harmless
from event_timeline.model import UserError

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,), "bool": (bool,), "int": (int,), "float": (int, float), "Path": (Path,), "None": (type(None),), "date": (date,), "bytes": (bytes,),
    "Mapping": (Mapping,), "dict": (dict,), "Where": (Mapping,),
}  # fmt: skip
"""Names in annotations -> types of what may be passed; a parameter with any other name in its annotation is not checked here."""
IN_WORDS = {"Mapping": "a mapping", "Where": "a mapping of conditions to values"}
"""Names in annotations -> what an error calls them, where a reader would not know them."""
MAX_MESSAGE = 2_000
"""Characters of a message that an error has."""
CALLABLES = frozenset({"Callable", "Clock", "Progress"})


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Refuse arguments of types that the annotations exclude, and names that no file can have, before the function runs.

    The function raises Error then, which says what to pass instead of failing somewhere inside.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        signature, expected = _expected(function)
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return function(*args, **kwargs)  # Python says what is missing or unknown
        for name, value in given.items():
            if name in expected and not _fits(value, expected[name]):
                kinds = " or ".join(dict.fromkeys(IN_WORDS.get(kind, kind) for kind in expected[name]))
                raise UserError(f"`{name}` cannot be of the type {type(value).__name__}", f"pass {kinds}")
            if "Path" in expected.get(name, ()) and value is not None:
                _refuse_empty(value, name)
                check_file_name(str(value), name)
        try:
            return function(*args, **kwargs)
        except UserError as error:
            error.say(shown(error.message), harmless(error.hint))
            raise

    return call


def shown(message: str) -> str:
    """A message without what a terminal obeys; of a long one, which repeats what was passed, the beginning and the end."""
    text = harmless(message)
    if len(text) <= MAX_MESSAGE:
        return text
    return f"{text[: MAX_MESSAGE // 2]} [...] {text[-MAX_MESSAGE // 4 :]}"


@cache
def _expected(function: Callable[..., object]) -> tuple[inspect.Signature, dict[str, tuple[str, ...]]]:
    """The signature of a function, and parameter -> the names of its types, of those that can be checked."""
    signature = inspect.signature(function)
    found = {}
    for parameter in signature.parameters.values():
        names = _alternatives(str(parameter.annotation))
        several = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        if not several and all(name in TYPES or name in CALLABLES for name in names):
            found[parameter.name] = names
    return signature, found


def _alternatives(annotation: str) -> tuple[str, ...]:
    """The names of the types in `A[...] | B`, without what is in brackets."""
    plain, depth = "", 0
    for c in annotation:
        depth += (c == "[") - (c == "]")
        plain += c if depth == 0 and c != "]" else ""
    return tuple(name.strip() for name in plain.split("|"))


def _fits(value: object, names: tuple[str, ...]) -> bool:
    if isinstance(value, bool) and "bool" not in names:  # which Python takes as a number
        return False
    return any(callable(value) if name in CALLABLES else isinstance(value, TYPES[name]) for name in names)


def _refuse_empty(file: object, name: str) -> None:
    """Refuse an empty name, which Python takes for the current folder. Raises UserError."""
    if file == "":
        raise UserError(f"`{name}`: an empty name is not a file or folder", "name a file or folder")


def check_file_name(file: str, name: str) -> None:
    """Refuse what cannot be the name of a file, such as the text itself instead of its file. Raises UserError."""
    if (
        "\0" in file
        or len(file) > MAX_PATH_CHARS
        or any(len(part.encode("utf-8", "replace")) > MAX_NAME_BYTES for part in file.split("/"))
        or not _can_be_encoded(file)
    ):
        shown = file if len(file) <= MAX_SHOWN_CHARS else f"{file[:MAX_SHOWN_CHARS]}…"
        raise UserError(f"`{name}`: {shown!r} is not a valid file name", "name a file; its content is read from there")


def _can_be_encoded(file: str) -> bool:
    try:
        os.fsencode(file)
    except UnicodeEncodeError:
        return False
    return True


MAX_NAME_BYTES = 255
"""Bytes of a file's or folder's name, in the file systems in use (NAME_MAX)."""
MAX_PATH_CHARS = 4_000
"""Characters of a path; Linux takes 4,096 bytes (PATH_MAX)."""
MAX_SHOWN_CHARS = 60
"""Characters of an invalid file name that a message shows."""

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
    files = tuple(str(item) for item in items(value, "sources", PATHS, EXPECTED))
    for file in files:
        _refuse_empty(file, "sources")
        check_file_name(file.partition("=")[2] or file, "sources")
    return files
