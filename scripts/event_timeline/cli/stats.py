"""`timeline stats`: a package in figures."""

from __future__ import annotations

import sys

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.progress import Progress
from event_timeline.io.terminal import json_text


@click.command(
    "stats",
    epilog="""\b
Examples:
  timeline stats                           this folder's package
  timeline stats package.zip --source article=article.txt
                                           with how much of the text is coded
  timeline stats mine --against theirs     with the agreement of two codings
  timeline stats --format json
""",
)
@options.package
@options.source
@click.option("--against", metavar="PACKAGE", help="Another coding of the same text: count the agreement.")
@click.option(
    "--most", type=click.IntRange(1), default=10, show_default=True, help="Lines of a list, such as the actors."
)
@options.format_("text", "json")
def command(package: str, sources: tuple[str, ...], against: str | None, most: int, format_: str) -> None:
    """Show a package in figures: rows, dates, statuses, actors, coverage, problems.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. JSON has every term and actor.
    """
    with Progress("counting") as progress:
        figures = api.stats(package, sources, against=against, progress=progress)
    if format_ == "json":
        click.echo(json_text(figures.document()))
        return
    click.echo(figures.render(most=most, encoding=sys.stdout.encoding or "ascii", styled=True), nl=False)
