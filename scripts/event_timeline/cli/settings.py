"""`[tool.event-timeline]` in the current folder's pyproject.toml: what `timeline validate` selects there."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from event_timeline.model import UserError

TABLE = "event-timeline"
LARGEST = 2**22
"""Bytes of a pyproject.toml; real ones have a few thousand."""


@dataclass(frozen=True)
class Settings:
    """What pyproject.toml asks for; empty where it says nothing. `path` is the file, if it has the table."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    path: str = ""

    def __str__(self) -> str:
        said = [f"select {', '.join(self.select)}"] if self.select else []
        said += [f"ignore {', '.join(self.ignore)}"] if self.ignore else []
        said += ["strict"] if self.strict else []
        return f"{self.path}: {'; '.join(said) or 'nothing'}"


def _codes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "select": (_codes, 'a list of codes or their beginnings, such as ["EVD", "KEY003"]'),
    "ignore": (_codes, 'a list of codes or their beginnings, such as ["EVD016"]'),
    "strict": (lambda value: isinstance(value, bool), "true or false"),
}
"""Key -> whether a value will do, and in words what it must be."""


def read_settings(folder: Path) -> Settings:
    """The settings of a folder; none where it has no pyproject.toml or that has no such table.

    Raises UserError where the file is not TOML or the table has unknown keys or values of another form.
    """
    file = folder / "pyproject.toml"
    if not file.is_file():
        return Settings()
    try:
        if file.stat().st_size > LARGEST:
            raise UserError(f"pyproject.toml: larger than {LARGEST:,} bytes", "run with --isolated to leave it unread")
        table = tomllib.loads(file.read_bytes().decode("utf-8")).get("tool", {}).get(TABLE)
    except OSError as error:
        raise UserError(
            f"pyproject.toml: {error.strerror or error}", "run with --isolated to leave it unread"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, AttributeError) as error:
        first = (str(error).splitlines() or [""])[0]
        raise UserError(f"pyproject.toml: not usable TOML: {first}", "mend it, or run with --isolated") from None
    return Settings() if table is None else _settings(table)


def _settings(table: Any) -> Settings:
    place = f"pyproject.toml: [tool.{TABLE}]"
    if not isinstance(table, dict):
        raise UserError(f"{place} is not a table", f"write [tool.{TABLE}] and keys below it")
    for key, value in table.items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            known = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(KEYS)}"
            raise UserError(f"{place} has the unknown key {key!r}", known)
        good, wanted = KEYS[key]
        if not good(value):
            raise UserError(f"{place} has a malformed {key!r}", f"it must be {wanted}")
    return Settings(
        tuple(table.get("select", ())), tuple(table.get("ignore", ())), table.get("strict", False), "pyproject.toml"
    )
