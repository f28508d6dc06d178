"""`timeline diff`: what differs between two versions of a package."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options


@click.command(
    "diff",
    epilog="""\b
Examples:
  timeline diff v1.0.zip .                        a published version and this folder
  timeline diff HEAD~1: .                         the commit before, at the folder one is in
  timeline diff v1.0.0:data/strike HEAD:data/strike --format markdown
  timeline diff old new --exit-code               exit 1 if anything differs
""",
)
@click.argument("old")
@click.argument("new", default=".")
@options.format_("text", "json", "markdown")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs.")
def command(old: str, new: str, format_: str, exit_code: bool) -> int:
    """Compare two versions: rows and cells added, removed, changed and renamed, by key.

    OLD and NEW are folders, zips, or git revisions such as `HEAD~1:` or `v1.0.0:path`. Sizes, hashes,
    version and date of the descriptor are left out. A revision is one of the repository of the current
    folder, or, where it is in none, of the folder that it is compared with.
    """
    diff = api.diff(old, new)
    click.echo(diff.render(format_))
    return 1 if exit_code and diff else 0
