"""`timeline remove`: a row less, and nothing left that refers to it."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say_reminders
from event_timeline.cli.progress import Progress
from event_timeline.io.terminal import printable
from event_timeline.model import UnfinishedError, UserError


@click.command(
    "remove",
    epilog="""\b
Examples:
  timeline remove events/strike --dry-run    what would go with it
  timeline remove events/strike
  timeline remove event_actors/strike/dockers-union/agent
  timeline remove measures/strike/participants
  timeline remove evidence/strike-report-0
""",
)
@click.argument("row", metavar="TABLE/KEY")
@options.package
@options.source
@options.dry_run("List what would go; write nothing.")
@click.option(
    "--unfinished",
    is_flag=True,
    help="Remove it though something is then to be added: evidence, a condition, the statement of a quotation.",
)
def command(row: str, package: str, sources: tuple[str, ...], dry_run: bool, unfinished: bool) -> None:
    """Remove a row, and what depends on it.

    Its evidence, participants, relations and what statements say of it go, too; where a reference may be empty it is
    emptied. Each is listed, `-` what goes and `~` what changes. Positions are renumbered, the descriptor is stamped;
    what would be invalid is refused, and nothing is written then. TABLE/KEY is the table and the row's key, its parts
    separated by slashes; in a table without a key, the first of the columns that it is sorted by.
    """
    try:
        with (
            Progress("removing") as progress,
            api.edit(package, sources=sources, unfinished=unfinished, dry_run=dry_run, progress=progress) as editor,
        ):
            removal = editor.remove(row)
            for line in removal.lines():
                click.echo(printable(line))
    except UnfinishedError as error:
        raise UserError(error.message, f"{error.hint} Do that first, or use --unfinished if it comes later") from None
    say_reminders(editor, unused=True)
    if dry_run:
        click.echo("nothing written", err=True)
