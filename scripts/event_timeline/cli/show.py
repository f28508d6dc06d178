"""`timeline show`: the timeline in the terminal, dated events first, then the others in the order of the text."""

from __future__ import annotations

import shutil
import sys

import click

from event_timeline import api, cli_support
from event_timeline.cli import options
from event_timeline.io.terminal import json_text

MIN_COLUMNS, MAX_COLUMNS = 60, 100
"""The terminal's width is used between these."""


@click.command(
    "show",
    epilog="""\b
Examples:
  timeline show                            this folder's package
  timeline show package.zip --long         with summaries, participants, measures and sources
  timeline show --event council-meeting    one event, in full
  timeline show --topic support --status ongoing
  timeline show --actor "Dmytro Kuleba"    what he takes part in, and what he says
  timeline show --where place=brussels --where from=2023-11
""",
)
@options.package
@click.option(
    "--actor",
    "actors",
    multiple=True,
    metavar="NAME",
    help="Only events that this actor takes part in or speaks of, with what the actor says: identifier, name or part of it. Repeatable.",
)
@click.option("--topic", "topics", multiple=True, metavar="TERM", help="Only events of this topic. Repeatable.")
@click.option("--status", "statuses", multiple=True, metavar="TERM", help="Only events of this status. Repeatable.")
@click.option("--event", "events", multiple=True, metavar="ID", help="Only this event, as with --long. Repeatable.")
@click.option(
    "-l",
    "--long",
    "in_full",
    is_flag=True,
    help="With summaries, participants, statements, further places, measures and sources.",
)
@options.where("Only the events that match, as with `timeline export`")
@options.format_("text", "json")
def command(
    package: str, actors: tuple[str, ...], topics: tuple[str, ...], statuses: tuple[str, ...], events: tuple[str, ...],
    in_full: bool, where: tuple[str, ...], format_: str,
) -> None:  # fmt: skip
    """Show the timeline in the terminal.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. JSON has the rows of each event in full.
    """
    timeline = api.timeline(
        package, actors=actors, topics=topics, statuses=statuses, events=events, where=cli_support.conditions(where)
    )
    if format_ == "json":
        click.echo(json_text(timeline.document()))
        return
    width = min(max(shutil.get_terminal_size((80, 24)).columns, MIN_COLUMNS), MAX_COLUMNS)
    text = timeline.render(width, in_full=in_full or bool(events), encoding=sys.stdout.encoding or "ascii", styled=True)
    click.echo(text, nl=False)
