"""Arguments and options that several commands share, declared once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from event_timeline.cli_support import DESCRIPTOR
from event_timeline.model import UserError

F = TypeVar("F", bound=Callable[..., Any] | click.Command)


class NamedPath(click.Path):
    """The type of an option or argument that names a file or folder: an empty name, as of a shell's unset variable, is an error.

    Python and click take it for the current folder, and many an option for one that is not given.
    """

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Refuse an empty name. Raises UserError, and as click's type does."""
        if value == "":
            shown = max(param.opts, key=len) if isinstance(param, click.Option) else param and param.human_readable_name
            raise UserError(
                f"{shown}: an empty name is not a file or folder",
                "name a file or folder; a shell variable in its place may be unset",
            )
        return super().convert(value, param, ctx)


def _checked(context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if not name:
        raise UserError(
            "an empty name is not a package",
            "name a folder, a datapackage.json or a zip, or leave it out for the current folder",
        )
    if not Path(name).exists():
        row = context.params.get("row")
        if isinstance(row, str) and "/" not in row:
            raise UserError(f"{name}: no such file or folder", f"write the row as one word: {row}/{name}")
        given = [value for value in context.params.values() if isinstance(value, str)]
        if found := next((value for value in given if (Path(value) / DESCRIPTOR).is_file()), None):
            raise UserError(f"{name}: no such file or folder", f"name the package, {found}, last")
    return name


def package(function: F) -> F:
    """PACKAGE, by default the current folder; an empty name, as of a shell's unset variable, is an error."""
    return click.argument("package", type=click.Path(), default=".", callback=_checked)(function)


def _take_folder(context: click.Context, _parameter: click.Parameter, folder: str | None) -> None:
    context.meta[_FOLDER] = () if folder is None else (folder,)


def _with_folder(context: click.Context, _parameter: click.Parameter, sources: tuple[str, ...]) -> tuple[str, ...]:
    return (*sources, *context.meta.get(_FOLDER, ()))


_FOLDER = "event_timeline.source_dir"
_source_dir = click.option(
    "--source-dir", metavar="DIR", is_eager=True, expose_value=False, callback=_take_folder,
    type=NamedPath(exists=True, file_okay=False),
    help="A folder with the texts of sources, ID.txt for each.",
)  # fmt: skip


def source(function: F) -> F:
    """`--source [ID=]FILE` of commands that find a text by its hash: repeatable, or TIMELINE_SOURCE, or none; and `--source-dir`."""
    return click.option(
        "--source", "sources", multiple=True, callback=_with_folder, metavar="[ID=]FILE", envvar="TIMELINE_SOURCE", type=NamedPath(),
        help="The source's text. Not needed if it is in the package or beside it as .txt or .md: its hash identifies it. "
        "TIMELINE_SOURCE may name it, too.",
    )(_source_dir(function))  # fmt: skip


def checked_source(purpose: str) -> Callable[[F], F]:
    """`--source [ID=]FILE` and `--source-dir` of commands that write an export. purpose: what the text is for."""
    option = click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="[ID=]FILE",
        callback=_with_folder,
        type=NamedPath(),
        help=f"{purpose} Repeatable.",
    )

    def declare(function: F) -> F:
        return option(_source_dir(function))

    return declare


def format_(*names: str, of: str = "") -> Callable[[F], F]:
    """`--format`, by default the first of the names. of: what has the format, in place of the default in the help."""
    return click.option(
        "--format", "format_", type=click.Choice(names), default=names[0], show_default=not of, help=of or None
    )


def no_validate(text: str = "Do not check the package first.") -> Callable[[F], F]:
    """`--no-validate`; passes `validate` to the command. text: the help."""
    return click.option("--no-validate", "validate", is_flag=True, flag_value=False, default=True, help=text)


def force(text: str) -> Callable[[F], F]:
    """`--force`. text: what it lets the command replace."""
    return click.option("--force", is_flag=True, help=text)


def dry_run(text: str) -> Callable[[F], F]:
    """`--dry-run`. text: what the command does in place of writing."""
    return click.option("--dry-run", is_flag=True, help=text)


def date(text: str) -> Callable[[F], F]:
    """`--date`, today if it is not given. text: which day it is."""
    return click.option("--date", default="", metavar="YYYY-MM-DD", help=text)


def where(text: str) -> Callable[[F], F]:
    """`--where KEY=VALUE`. text: what is done with the events that match."""
    return click.option(
        "--where", metavar="KEY=VALUE", multiple=True,
        help=f"{text}: topic, status, kind or another column of events, actor, speaker, place, source, measure, from, to. "
        "Of one key given several times one value has to match; of several keys all. Repeatable.",
    )  # fmt: skip


def listing(text: str) -> Callable[[F], F]:
    """`--list`. text: what is listed."""
    return click.option("--list", "listing", is_flag=True, help=text)
