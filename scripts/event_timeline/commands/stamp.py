"""`timeline stamp`: refresh what can be computed from the files."""

from __future__ import annotations

import click

from event_timeline.commands.shared import source_option


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
@click.argument("package", type=click.Path(), default=".")
@source_option
@click.option(
    "--keyword", "keywords", multiple=True, metavar="WORD", help="A word to find the dataset by, to add. Repeatable."
)
@click.option("--coverage", is_flag=True, help="Set `temporal` anew to the days that the events span.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if something is stale.")
def command(package: str, sources: tuple[str, ...], keywords: tuple[str, ...], coverage: bool, check: bool) -> int:
    """Refresh sizes, hashes, lengths of texts and the bounds of dates.

    Sets `bytes` and `hash` of every resource, `earliest` and `latest` from `date_edtf`, and, for each text
    given, `characters` and `sha256` of its source; `temporal` where the descriptor has none. Prints what changed.
    """
    from event_timeline.authoring.draft import open_draft
    from event_timeline.authoring.stamping import stamp

    draft = open_draft(package)
    changes = stamp(draft, sources, keywords, coverage=coverage)
    for change in changes:
        click.echo(str(change))
    if check:
        click.echo(f"{len(changes)} stale" if changes else "nothing is stale", err=True)
        return 1 if changes else 0
    written = draft.save()
    click.echo(f"wrote {', '.join(written)}" if written else "nothing to do", err=True)
    return 0
