"""What `timeline new` reports of a package that was started, and the commands to go on with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from event_timeline.cli.messages import say
from event_timeline.io.counting import counted

if TYPE_CHECKING:
    from event_timeline.api import NewPackage


def say_new(new: NewPackage, folder: Path, *, include_text: bool) -> None:
    """Report a new package in a folder: its text, the warnings that are left, and what to do next."""
    if "\r" in new.text or new.text.startswith("\ufeff"):
        click.echo(
            "note: the text has CR LF line ends or a byte order mark, which editors and version control change unasked, and "
            "every offset with them: better convert it to LF without mark and start again", err=True,
        )  # fmt: skip
    held = (
        f"{counted(len(new.text), 'character')} of text, source `{new.source_id}`" if new.source else "an event table"
    )
    say(f"made {folder}: {held}", err=False)
    if new.problems:
        click.echo("it is valid; these warnings go as you fill it:")
    for problem in new.problems:
        say(f"  {problem.code} {problem.message}", err=False)
    if new.source is None:
        click.echo(f"""next:
  cd {folder}
  timeline add source    asks for everything; --help shows the options; then places, actors, events, participants
  timeline add measure    numbers of an event; README.md has an example of each command
  timeline validate""")
        return
    text = new.source.resolve()
    near = include_text or text.parent in (folder.resolve(), folder.resolve().parent)
    option = "" if near else f" --source {text}"
    to_prove = f"{new.source_id}.txt" if include_text else os.path.relpath(new.source, folder) if near else text
    click.echo(f"""next:
  cd {folder}
  timeline coverage{option}    the sentences, which are your to-do list
  timeline quotes{option}    the quotations, each to become a statement
  timeline add actor    asks for everything; --help shows the options; then events, participants, statements
  timeline validate --source {to_prove}""")
