"""`timeline stamp`: refresh what can be computed from the files."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say
from event_timeline.io.counting import counted

MAX_SHOWN = 20
"""Changes, and dates that cannot be read, that are listed; the others are counted."""


@click.command(
    "stamp",
    epilog="""\b
Examples:
  timeline stamp                           the package in this folder
  timeline stamp --source article.txt      and length and hash of the coded text
  timeline stamp --keyword labour          and a keyword for the descriptor
  timeline stamp --check                   only say what is stale; exit 1 if anything is
""",
)
@options.package
@options.source
@click.option(
    "--keyword", "keywords", multiple=True, metavar="WORD", help="A word to find the dataset by, to add. Repeatable."
)
@click.option("--coverage", is_flag=True, help="Set `temporal` again to the days that the events span.")
@options.force("Stamp files, too, that are damaged as files and can still be read.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something is stale.")
def command(
    package: str, sources: tuple[str, ...], keywords: tuple[str, ...], coverage: bool, force: bool, check: bool
) -> int:
    """Refresh sizes, hashes, lengths of texts and the bounds of dates.

    Sets `bytes` and `hash` of every resource, `earliest` and `latest` from `date_edtf`, and, for each text
    given, `characters` and `sha256` of its source; `temporal` where the descriptor has none. Prints what changed.
    A date that is not EDTF is named and keeps its bounds; the rest is stamped, and the exit code is 1.
    Files that are damaged as files (cut off, another encoding, ragged) are refused: their stale hash shows it.
    """
    result = api.stamp(package, sources, keywords=keywords, coverage=coverage, force=force, dry_run=check)
    for words in result.moved:
        say(f"warning: {words}: `timeline validate --source [ID=]FILE` shows which do not fit")
    if result.too_wide:
        say(f"note: {result.too_wide}: --coverage sets it to the days of the events")
    for error in result.unreadable[:MAX_SHOWN]:
        say(f"error: {error.message}: its bounds stay as they are")
    if len(result.unreadable) > MAX_SHOWN:
        say(
            f"and {len(result.unreadable) - MAX_SHOWN:,} more: {len(result.unreadable):,} dates that are not EDTF in all"
        )
    if result.unreadable:
        say(f"hint: {result.unreadable[0].hint}")
    for change in result.changes[:MAX_SHOWN]:
        say(str(change), err=False)
    if len(result.changes) > MAX_SHOWN:
        say(f"and {len(result.changes) - MAX_SHOWN:,} more: {len(result.changes):,} changes in all", err=False)
    if check:
        click.echo(f"{len(result.changes)} stale" if result.changes else "nothing is stale", err=True)
        return 1 if result.changes or result.unreadable else 0
    say(f"wrote {', '.join(result.written)}" if result.written else "nothing to do")
    if result.errors:
        say(f"note: {counted(result.errors, 'error')} left: `timeline validate` lists them")
    return 1 if result.unreadable else 0
