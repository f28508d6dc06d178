"""What is said of a rule: summary, why, repair and two examples, read from `explanations.toml` of its family when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from event_timeline.model import UserError
from event_timeline.rules.families import FOLDERS, IN_PACKAGE, toml


@dataclass(frozen=True)
class Cell:
    """Set a cell of the example package: `key` is the row's primary key, parts joined by a blank."""

    table: str
    key: str
    column: str
    value: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.column} = {self.value!r}"


@dataclass(frozen=True)
class Added:
    """Add a row; columns not named stay empty."""

    table: str
    row: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.table}: a row more, " + ", ".join(f"{k} = {v!r}" for k, v in self.row.items())


@dataclass(frozen=True)
class Dropped:
    """Drop a row."""

    table: str
    key: str

    def __str__(self) -> str:
        return f"{self.table}: without {self.key}"


@dataclass(frozen=True)
class Replaced:
    """Replace words in a file of the package, descriptor and schemas included.

    old: `""` appends at the end and makes a file that is not there, `"*"` is all of it.
    """

    path: str
    old: str
    new: str
    stamped: bool = True
    """Whether sizes and hashes are made to fit afterwards."""

    def __str__(self) -> str:
        return f"{self.path}: " + (f"{self.old!r} becomes {self.new!r}" if self.old else f"{self.new!r} at the end")


@dataclass(frozen=True)
class Removed:
    """Delete a file of the package."""

    path: str

    def __str__(self) -> str:
        return f"{self.path} is deleted"


Edit = Cell | Added | Dropped | Replaced | Removed


@dataclass(frozen=True)
class Example:
    """Edits to the small valid package of the tests, and in words what they do."""

    note: str
    edits: tuple[Edit, ...]
    with_text: bool = False
    """Whether the source's text is available."""
    package: str = "harbour"
    """Which package of the tests is edited: `harbour` is a coded text, `marshes` an event table that uses what profile 1.1 added."""


@dataclass(frozen=True)
class Explanation:
    """What is wrong, why it matters, how it is repaired, and two examples: one reported, and a near miss that is not."""

    summary: str
    why: str
    repair: str
    bad: Example
    good: Example
    aliases: tuple[str, ...] = ()
    """Slugs that the rule had in earlier versions, and is still found by."""


def explanation(code: str) -> Explanation:
    """The explanation of the rule with a code. Raises UserError, which names the file, where it has none that is complete."""
    family = code.rstrip("0123456789")
    if code not in explanations(family):
        raise UserError(f"{_file(family)} has no [{code}]", f"add [{code}], [{code}.bad] and [{code}.good] to the file")
    return explanations(family)[code]


@cache
def explanations(family: str) -> dict[str, Explanation]:
    """Code -> explanation, of a family. Raises UserError, which names the file and the entry, where one cannot be read."""
    found = {}
    for code, entry in toml(f"{FOLDERS[family]}/explanations.toml").items():
        try:
            found[code] = _explanation(entry)
        except KeyError as error:
            raise UserError(f"{_file(family)}: [{code}] has no {error}", "see the entries beside it") from error
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise UserError(
                f"{_file(family)}: [{code}] cannot be read: {error}", "see the entries beside it"
            ) from error
    return found


def _file(family: str) -> str:
    return f"{IN_PACKAGE}{FOLDERS[family]}/explanations.toml"


def _explanation(entry: dict[str, Any]) -> Explanation:
    if missing := [name for name in ("summary", "why", "repair", "bad", "good") if name not in entry]:
        raise KeyError(missing[0])
    aliases = tuple(entry.get("aliases", ()))
    return Explanation(**{**entry, "bad": _example(entry["bad"]), "good": _example(entry["good"]), "aliases": aliases})


def _example(entry: dict[str, Any]) -> Example:
    return Example(**{**entry, "edits": tuple(map(_edit, entry["edits"]))})


def _edit(entry: dict[str, Any]) -> Edit:
    """An edit of its table, whose first key says which edit it is."""
    match entry:
        case {"cell": [table, key, column], "value": value}:
            return Cell(table, key, column, value)
        case {"add": table, **row}:
            return Added(table, row)
        case {"drop": [table, key]}:
            return Dropped(table, key)
        case {"remove": path}:
            return Removed(path)
        case {"replace": path, "old": old, "new": new, **more}:
            return Replaced(path, old, _written(new, **more), more.get("stamped", True))
    raise ValueError(f"{entry} is not an edit")


def _written(new: str, times: int = 1, encoding: str = "utf-8", stamped: bool = True) -> str:  # noqa: ARG001
    """Words as they come into a file. times: how often the last sign is repeated; encoding: another one than the file's."""
    return (new + new[-1:] * (times - 1)).encode(encoding).decode("utf-8", "surrogateescape")
