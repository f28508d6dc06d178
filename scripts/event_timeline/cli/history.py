"""`timeline history`: the changes of a package that can be undone."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say
from event_timeline.io.terminal import harmless


@click.command(
    "history",
    epilog="""\b
Examples:
  timeline history                  the last changes, the newest first
  timeline history --last 0         all that are kept
  timeline history --format json    for programs
""",
)
@options.package
@click.option("--last", type=click.IntRange(min=0), default=20, show_default=True, help="Changes to list; 0 lists all.")
@options.format_("text", "json")
def command(package: str, last: int, format_: str) -> None:
    """List the changes that commands and programs made to a package here.

    Of each: its number, when (UTC), the command or function, and the rows added (+), removed (-) and changed (~) in each
    table. `timeline undo` undoes the last one, `timeline redo` makes it again. The changes are kept in the package's hidden
    folder `.timeline`, at most 300 and 256 MiB, the newest; no export has them, and a copy of the package starts without.
    """
    changes = api.history(package)
    shown = changes[-last:] if last else changes
    if not changes and format_ == "text":
        say("no change was made here, or none is kept")
        return
    click.echo(harmless(api.render_history(shown, format_)))
    if len(shown) < len(changes) and format_ == "text":
        say(f"and {len(changes) - len(shown):,} earlier: --last 0 lists all")
