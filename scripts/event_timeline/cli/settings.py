"""Which rules `timeline validate` runs: options, and `[tool.event-timeline]` in the current folder's pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from event_timeline import cli_support
from event_timeline.cli import completion
from event_timeline.model import LeftOut, Report, UserError

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
        parts = [f"select {', '.join(self.select)}"] if self.select else []
        parts += [f"ignore {', '.join(self.ignore)}"] if self.ignore else []
        parts += ["strict"] if self.strict else []
        return f"{self.path}: {'; '.join(parts) or 'nothing'}"


@dataclass(frozen=True)
class Selection:
    """The rules that options and settings select; an option takes the place of its setting."""

    settings: Settings
    by_option: dict[str, tuple[str, ...]]
    """`select` and `ignore` -> what the option gives."""
    strict: bool

    @property
    def select(self) -> tuple[str, ...]:
        """Codes of rules, their beginnings, or slugs, to run."""
        return self.by_option["select"] or self.settings.select

    @property
    def ignore(self) -> tuple[str, ...]:
        """Codes of rules, their beginnings, or slugs, to leave out."""
        return self.by_option["ignore"] or self.settings.ignore

    def add_to(self, report: Report) -> None:
        """Add to a report that settings were read, and the rules that they, not options, left out."""
        if not self.settings.path:
            return
        report.checked.append(f"settings: {self.settings}")
        own = {k: () if self.by_option[k] else getattr(self.settings, k) for k in ("select", "ignore")}
        codes = cli_support.rules_left_out(**own)
        report.left_out = LeftOut(str(self.settings), codes) if codes else None


def rule_options(function: Callable[..., int]) -> Callable[..., int]:
    """Declare --select, --ignore, --strict and --isolated; passes `selection`, a Selection, to the command."""

    @click.option(
        "--select", multiple=True, metavar="CODES", shell_complete=completion.rules,
        help="Run only these rules: codes, their beginnings, or slugs, with commas or blanks. Repeatable.",
    )  # fmt: skip
    @click.option(
        "--ignore", multiple=True, metavar="CODES", shell_complete=completion.rules, help="Leave these rules out."
    )
    @click.option("--strict/--no-strict", default=None, help="Warnings make the package invalid, too.")
    @click.option(
        "--isolated", is_flag=True, help="Do not read [tool.event-timeline] in the current folder's pyproject.toml."
    )
    @wraps(function)
    def command(
        *, select: tuple[str, ...], ignore: tuple[str, ...], strict: bool | None, isolated: bool, **others: Any
    ) -> int:
        settings = Settings() if isolated else read_settings(Path())
        counting = settings.strict if strict is None else strict
        return function(selection=Selection(settings, {"select": select, "ignore": ignore}, counting), **others)

    return command


def _codes(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "select": (_codes, 'a list of codes, their beginnings, or slugs, such as ["EVD", "KEY003"]'),
    "ignore": (_codes, 'a list of codes, their beginnings, or slugs, such as ["EVD016"]'),
    "strict": (lambda value: isinstance(value, bool), "true or false"),
}
"""Key -> whether a value will do, and in words what it must be."""


def read_settings(folder: Path) -> Settings:
    """The settings of a folder; none where it has no pyproject.toml or that has no such table.

    Raises UserError where the file is not TOML or the table has unknown keys or values of another form.
    """
    import tomllib

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
        raise UserError(f"pyproject.toml: not usable TOML: {first}", "fix it, or run with --isolated") from None
    return Settings() if table is None else _settings(table)


def _settings(table: Any) -> Settings:
    place = f"pyproject.toml: [tool.{TABLE}]"
    if not isinstance(table, dict):
        raise UserError(f"{place} is not a table", f"write [tool.{TABLE}] and keys below it")
    for key, value in table.items():
        if key not in KEYS:
            from difflib import get_close_matches

            near = get_close_matches(key, KEYS, 1)
            known = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(KEYS)}"
            raise UserError(f"{place} has the unknown key {key!r}", known)
        is_valid, expected = KEYS[key]
        if not is_valid(value):
            raise UserError(f"{place} has a malformed {key!r}", f"it must be {expected}")
    return Settings(
        tuple(table.get("select", ())), tuple(table.get("ignore", ())), table.get("strict", False), "pyproject.toml"
    )
