"""`timeline bump`: the next version, by data semver, or a newer version of the profile."""

from __future__ import annotations

import re

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say

LEVELS = ("major", "minor", "patch", "auto")
NEWEST = "newest"
NUMBER = re.compile(r"\d+\.\d+\.\d+")
"""A version after `--profile`; anything else there is the package."""


@click.command(
    "bump",
    epilog="""\b
Examples:
  timeline bump auto --against v1.0.0:       as what changed since that tag demands
  timeline bump minor --date 2024-06-01      by hand
  timeline bump auto --against old.zip --dry-run
  timeline bump --profile                    follow the newest version of the profile
""",
)
@click.argument("level", metavar="[major|minor|patch|auto]", default="")
@options.package
@click.option(
    "--against",
    metavar="OLD",
    help="The version before: folder, zip or git revision. By default the git tag of the current version.",
)
@options.date("Day of the release; today unless given.")
@click.option(
    "--profile",
    metavar="VERSION",
    is_flag=False,
    flag_value=NEWEST,
    help="Follow this version of the profile, or the newest if none is named; the dataset's version stays.",
)
@options.dry_run("Write nothing; print the version and the changelog's entry.")
def command(level: str, package: str, against: str | None, date: str, profile: str | None, dry_run: bool) -> None:
    """Set the next version, its date, and draft the changelog's entry.

    A table, column, term or identifier that is gone, or another type, key or constraint, is MAJOR; tables,
    columns, terms or rows added are MINOR; values corrected are PATCH. Writes datapackage.json, CITATION.cff,
    .zenodo.json (the two where they are there) and CHANGELOG.md.

    With --profile: change the schemas, the codebook and `conformsTo` to a newer version of the profile instead. Own
    columns and terms stay. Release it as a MINOR version afterwards.
    """
    if profile is not None:
        if level in LEVELS:
            raise click.UsageError("--profile takes no level: lift the package first, then release it with a level")
        is_version = NUMBER.fullmatch(profile) is not None
        place = level or (package if is_version or profile == NEWEST else profile)
        _lift(place, profile if is_version else None, dry_run)
        return
    if level not in LEVELS:
        raise click.UsageError(
            f"{level!r} is not one of {', '.join(LEVELS)}" if level else "name one of " + ", ".join(LEVELS)
        )
    result = api.bump(package, level, against=against, date=date, dry_run=dry_run, notify=say)
    if dry_run:
        say(f"{result.before} -> {result.version} ({result.level})", err=False)
        click.echo(f"\n{result.entry}")
        return
    say(f"{result.before} -> {result.version} ({result.level}), {result.day}", err=False)
    review = "; read CHANGELOG.md over before you release" if "CHANGELOG.md" in result.written else ""
    say(f"wrote {', '.join(result.written)}{review}")


def _lift(package: str, version: str | None, dry_run: bool) -> None:
    lifted = api.lift(package, version, dry_run=dry_run)
    say(f"profile {lifted.before} -> {lifted.version}, {lifted.terms} terms added to the codebook", err=False)
    for note in lifted.notes:
        say(f"note: {note}")
    say(f"{'would write' if dry_run else 'wrote'} {', '.join(lifted.written)}")
