"""`timeline show`: the timeline in the terminal, dated events first, then the others as the text tells them."""

from __future__ import annotations

import click

from event_timeline import api


@click.command(
    "show",
    epilog="""\b
Examples:
  timeline show                            this folder's package
  timeline show package.zip --long         with summaries and participants
  timeline show --topic support --status ongoing
  timeline show --actor "Dmytro Kuleba"
""",
)
@click.argument("package", type=click.Path(), default=".")
@click.option(
    "--actor",
    "actors",
    multiple=True,
    metavar="NAME",
    help="Only events of this actor: identifier, name or part of it. Repeatable.",
)
@click.option("--topic", "topics", multiple=True, metavar="TERM", help="Only events of this topic. Repeatable.")
@click.option("--status", "statuses", multiple=True, metavar="TERM", help="Only events of this status. Repeatable.")
@click.option("-l", "--long", "in_full", is_flag=True, help="Summaries and participants too.")
def command(
    package: str, actors: tuple[str, ...], topics: tuple[str, ...], statuses: tuple[str, ...], in_full: bool
) -> None:
    """Show the timeline in the terminal.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder.
    """
    from event_timeline.cli import timeline_text

    timeline = api.timeline(package, actors=actors, topics=topics, statuses=statuses)
    for line in timeline_text.lines(timeline, timeline_text.terminal_width(), in_full):
        click.echo(line)
    for speaker in timeline.speakers:
        click.echo(timeline_text.speaking(speaker), err=True)
