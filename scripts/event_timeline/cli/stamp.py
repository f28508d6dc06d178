"""`timeline stamp`: refresh what can be computed from the files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from event_timeline.cli.shared import open_to_change, say, source_option
from event_timeline.io.counting import counted
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.editing.draft import Draft


CHECKED_BYTES = 2**20
"""Size of all tables up to which a stamped package is validated as well: about a second."""


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
@click.option("--force", is_flag=True, help="Stamp files, too, that are damaged as files and can still be read.")
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
    from event_timeline.editing.stamping import moved, stamp, too_wide, unreadable_dates

    draft = open_to_change(package, lock=not check)
    if not force:
        _refuse_damage(draft, lambda: stamp(draft, sources, keywords, coverage=coverage))
    hashes = {r["source_id"]: r["sha256"] for r in draft.table("sources").rows} if sources else {}
    changes = stamp(draft, sources, keywords, coverage=coverage)
    for said in moved(draft, hashes) if sources else ():
        say(f"warning: {said}: `timeline validate --source [ID=]FILE` tells which do not fit")
    if wide := "" if coverage else too_wide(draft):
        say(f"note: {wide}: --coverage sets it to the days of the events")
    unread = unreadable_dates(draft)
    for error in unread:
        say(f"error: {error.message}: its bounds stay as they are")
    if unread:
        say(f"hint: {unread[0].hint}")
    if check:
        for change in changes:
            say(str(change), err=False)
        click.echo(f"{len(changes)} stale" if changes else "nothing is stale", err=True)
        return 1 if changes or unread else 0
    written = draft.save()
    for change in changes:
        say(str(change), err=False)
    say(f"wrote {', '.join(written)}" if written else "nothing to do")
    if written and (errors := _errors(package)):
        say(f"note: {counted(errors, 'error')} left: `timeline validate` lists them")
    return 1 if unread else 0


def _errors(package: str) -> int:
    """How many errors `timeline validate` finds in a stamped package; 0 where it is too large to be checked in passing."""
    from event_timeline.engine.validation import check
    from event_timeline.package.opening import open_package
    from event_timeline.rules import RULES
    from event_timeline.rules.rule import Context
    from event_timeline.tables.loading import load_tables

    tables = load_tables(open_package(package))
    if sum(part.facts.size for table in tables.tables.values() for part in table.parts) > CHECKED_BYTES:
        return 0
    return check(Context(tables, {}), RULES, limit=1).errors


def _refuse_damage(draft: Draft, forced: Callable[[], object]) -> None:
    """Raise UserError where a file is not the table that it should be; `forced` is what --force would do."""
    from event_timeline.tables.file_checks import FATAL
    from event_timeline.tables.loading import load_tables

    for flaw in sorted(load_tables(draft.package).flaws, key=lambda flaw: flaw.kind not in FATAL):
        if flaw.kind != "unreadable-file":  # said by the draft, with the reason
            able, known = _succeeds(forced), flaw.hint if flaw.kind in FATAL else None
            place = f"{flaw.path}:{flaw.line}" if flaw.line else flaw.path
            raise UserError(
                f"{place}: {flaw.message}; nothing is stamped",
                (known or "`timeline validate` reports more, --fix repairs byte order marks and line ends")
                + ("; --force stamps it as it is" if able else "; restore the file from an earlier version otherwise"),
            )


def _succeeds(act: Callable[[], object]) -> bool:
    try:
        act()
    except UserError:
        return False
    return True
