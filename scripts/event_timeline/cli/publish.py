"""`timeline publish`: a deposit assembled in a folder, and the checklist of FAIR assessors."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say, say_invalid
from event_timeline.cli.progress import Progress
from event_timeline.model import InvalidPackageError


@click.command(
    "publish",
    epilog="""\b
Examples:
  timeline publish                                this folder's package, into NAME-deposit here
  timeline publish package.zip -o deposit
  timeline publish --dry-run                      only the checklist, and what would be written
  timeline publish --dry-run --format json        the checklist for programs
""",
)
@options.package
@options.dry_run("Check, and say what would be written; write nothing.")
@click.option(
    "-o", "--output", metavar="DIR", type=options.NamedPath(), help="Folder to write. [default: NAME-deposit, here]"
)
@options.force("Replace a deposit that was edited since it was assembled.")
@options.no_validate()
@options.format_("text", "json", of="Of the checklist.")
def command(package: str, dry_run: bool, output: str | None, force: bool, validate: bool, format_: str) -> int:
    """Assemble the files to deposit in a repository, and print what FAIR assessors ask.

    Writes a folder, the deposit, with the package as a zip, its tables in Parquet, CITATION.cff, datacite.json, .zenodo.json,
    croissant.json, ro-crate-metadata.json and SHA256SUMS. The checklist has the metrics of F-UJI 0.8: each is
    met, MISSING, or not to be decided before the deposit is online (-). Missing ones do not change the exit
    code; an invalid package is refused with 1. The network is never touched: the deposit is uploaded by hand, on the
    repository's site.
    """
    try:
        with Progress("assembling") as progress:
            deposit = api.publish(package, output, dry_run=dry_run, validate=validate, force=force, progress=progress)
    except InvalidPackageError as error:
        return say_invalid(error, package)
    click.echo(deposit.render(format_))
    for line in deposit.left_out:
        say(f"left out {line}")
    say(f"{'would write' if dry_run else 'wrote'} {deposit.folder}: {', '.join(deposit.files)}")
    return 0
