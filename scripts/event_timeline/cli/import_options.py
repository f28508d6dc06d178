"""The options of `timeline import` that only some formats take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from event_timeline.cli.options import NamedPath

FORMAT_OPTIONS = (
    click.option(
        "--mapping", type=NamedPath(path_type=Path), metavar="FILE.toml",
        help="Which column is which field (csv; with a preset, what is different from it), or which type is what (brat).",
    ),
    click.option("--suggest", is_flag=True, help="Print a draft of a mapping for FILE (csv), read as [file] of --mapping says, and import nothing."),
    click.option(
        "--invalid", type=click.Choice(["", "refuse", "empty"]), default="", metavar="refuse|empty",
        help="Dates and numbers of an event table that cannot be read: import nothing (default), or leave them empty and list them.",
    ),
    click.option("--include-text", is_flag=True, help="Make the texts part of the package; needs --text-license."),
    click.option("--text-license", default="", metavar="LICENSE", help="Licence of the texts."),
    click.option(
        "--save-texts", type=NamedPath(), metavar="DIR",
        help="Write the texts to DIR as well, one ID.txt each, for `validate --source-dir`.",
    ),
    click.option("--language", default="", metavar="TAG", help="Language of the texts, such as en."),
    click.option("--annotator", default="", metavar="NAME", help="Import the annotations of this one only."),
    click.option(
        "--year-numbering", type=click.Choice(["", "bce", "astronomical"]), default="", metavar="bce|astronomical",
        help="What a negative year means: -44 is 44 BCE, or (with a year 0) 45 BCE.",
    ),
)  # fmt: skip
source = click.option(
    "--source", "sources", multiple=True, metavar="[ID=]FILE", type=NamedPath(),
    help="A source's text, for an edited export into its package. Not needed if it is in the package or beside it.",
)  # fmt: skip


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add FORMAT_OPTIONS to a command, in their order."""
    for option in reversed(FORMAT_OPTIONS):
        command = option(command)
    return command


def choices(given: dict[str, Any]) -> dict[str, str]:
    """The values of FORMAT_OPTIONS as `et.import_` takes them."""
    return {name: "yes" if value is True else value for name, value in given.items() if value}
