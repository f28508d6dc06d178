"""`timeline bump`: the next version, by data semver."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say


@click.command(
    "bump",
    epilog="""\b
Examples:
  timeline bump auto --against v1.0.0:       as what changed since that tag demands
  timeline bump minor --date 2024-06-01      by hand
  timeline bump auto --against old.zip --dry-run
""",
)
@click.argument("level", type=click.Choice(["major", "minor", "patch", "auto"]))
@options.package
@click.option(
    "--against",
    metavar="OLD",
    help="The version before: folder, zip or git revision. By default the git tag of the current version.",
)
@options.date("Day of the release; today unless given.")
@options.dry_run("Write nothing; print the version and the changelog's entry.")
def command(level: str, package: str, against: str | None, date: str, dry_run: bool) -> None:
    """Set the next version, its date, and draft the changelog's entry.

    A table, column, term or identifier that is gone, or another type, key or constraint, is MAJOR; tables,
    columns, terms or rows added are MINOR; values corrected are PATCH. Writes datapackage.json, CITATION.cff,
    .zenodo.json (the two where they are there) and CHANGELOG.md.
    """
    result = api.bump(package, level, against=against, date=date, dry_run=dry_run, notify=say)
    if dry_run:
        say(f"{result.before} -> {result.version} ({result.level})", err=False)
        click.echo(f"\n{result.entry}")
        return
    say(f"{result.before} -> {result.version} ({result.level}), {result.day}", err=False)
    review = "; read CHANGELOG.md over before you release" if "CHANGELOG.md" in result.written else ""
    say(f"wrote {', '.join(result.written)}{review}")
