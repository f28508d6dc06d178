"""`timeline set`: other cells for a row; a new identifier is written wherever the old one was."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say_defined, say_reminders
from event_timeline.cli.progress import Progress
from event_timeline.io.terminal import printable
from event_timeline.model import UserError


@click.command(
    "set",
    epilog="""\b
Examples:
  timeline set events/monday-talks date_edtf=2024-05-13/2024-05-14
  timeline set actors/mira-holm "office=Chair of the dockers' union"
  timeline set statements/union-strike date_edtf= date_basis=    empty cells
  timeline set events/strike event_id=dock-strike --dry-run      renamed wherever it is named
  timeline set evidence/strike-report-4 exact="will strike@2"      moved to these words
  timeline set event_actors/strike/dockers-union/agent role=participant
  timeline set measures/strike/participants best=250 high=400
""",
)
@click.argument("row", metavar="TABLE/KEY")
@click.argument("assignments", metavar="COLUMN=VALUE... [PACKAGE]", nargs=-1, required=True)
@options.source
@options.dry_run("List what would change; write nothing.")
def command(row: str, assignments: tuple[str, ...], sources: tuple[str, ...], dry_run: bool) -> None:
    """Change cells of a row, or rename it wherever it is named.

    Terms and references are checked as `timeline add` does; `position` moves the row, `date_edtf` sets the bounds. A new
    identifier (event_id=..., actor_id=...) is written wherever the old one was, in the identifiers of its evidence
    too. `exact`, or offsets, move a row of evidence: words, offsets, paragraph and hash follow. The descriptor is stamped; what would be invalid is refused, and nothing is written then. TABLE/KEY is the
    table and the row's key, its parts separated by slashes; in a table without a key, the first of the columns that it
    is sorted by.
    """
    cells, package = _cells_and_package(row, assignments)
    with (
        Progress("changing") as progress,
        api.edit(package, sources=sources, dry_run=dry_run, progress=progress) as editor,
    ):
        changed = editor.set(row, **cells)
    for line in changed.lines():
        click.echo(printable(line))
    say_defined(changed.defined)
    say_reminders(editor)
    if dry_run or not changed.cells:
        click.echo("nothing written" if dry_run else "nothing to do", err=True)


def _cells_and_package(row: str, assignments: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """column -> value, and the package. Raises UserError for what is neither, or a column that is set twice."""
    *former, last = assignments
    package = last if "=" not in last or Path(last).exists() else "."
    cells: dict[str, str] = {}
    for item in former if package == last else assignments:
        column, sep, value = item.partition("=")
        if not sep or not column:
            key = "/".join(takewhile(lambda word: "=" not in word, assignments))
            as_one = f"the row as one word, {row}/{key}, then " if "/" not in row and item == assignments[0] else ""
            raise UserError(f"{item!r} sets no column", f"write {as_one}COLUMN=VALUE, and the package last")
        if column in cells:
            raise UserError(f"{column} is given twice", "leave one of them out")
        cells[column] = value
    if not cells:
        raise UserError("nothing to set", "write COLUMN=VALUE; COLUMN= empties a cell")
    return cells, package
