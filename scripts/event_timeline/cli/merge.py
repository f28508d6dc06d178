"""`timeline merge`: packages of several texts as one corpus."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say
from event_timeline.cli.progress import Progress

REPORTED = {
    "conflict": "conflict",
    "renamed": "renamed",
    "defined": "defined",
    "partial": "coded in part",
    "lifted": "lifted",
    "narrowed": "narrowed",
    "sourced": "source added",
    "copied": "copied",
    "left": "not copied",
}
"""The notes that are reported one by one, kind -> how they begin; MERGED.md has all of them."""


@click.command(
    "merge",
    epilog="""\b
Examples:
  timeline merge strike election -o corpus
  timeline merge a.zip b.zip v1.0.0:c -o corpus --title "Three articles on the harbour"
""",
)
@click.argument("packages", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=options.NamedPath(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder to write; must not hold a package yet.",
)
@click.option("--title", help="Title of the corpus.")
@click.option("--name", help="Short name of the corpus; made from DIR unless given.")
@options.date("Day it is made; today unless given.")
def command(packages: tuple[str, ...], output: Path, title: str | None, name: str | None, date: str) -> None:
    """Join PACKAGES, folders, zips or git revisions, into one corpus that validates.

    Actors are one if they have the same Wikidata identifier, places if they have the same GeoNames or
    Wikidata identifier, sources if they have the same hash or address. Other identifiers that clash are
    prefixed. Where two rows that are one differ, the earlier package's value is kept. A text goes along
    only if it is part of its package: a file inside, which `sources` in its datapackage.json names.
    MERGED.md in the corpus says all of it.
    """
    with Progress("merging") as progress:
        merged = api.merge(packages, output, title=title, name=name, date=date, progress=progress)
    for table in merged.package:
        say(f"{table:<18}{merged.package[table].height:>6}", err=False)
    for note in merged.notes:
        if note.kind in REPORTED:
            say(f"{REPORTED[note.kind]}: {note.table} {note.key} {note.words}")
    counts = {kind: sum(n.kind == kind for n in merged.notes) for kind in ("merged", "renamed", "conflict")}
    say(
        f"{counts['merged']} merged, {counts['renamed']} renamed, {counts['conflict']} conflicts: see {output}/MERGED.md"
    )
    for problem in merged.problems:
        say(f"warning {problem.code}: {problem.message}")
