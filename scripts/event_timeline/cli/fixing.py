"""`timeline validate --fix` and `--diff`: what is planned is shown, or told and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from event_timeline.model import UserError
from event_timeline.texts.given import read_sources

if TYPE_CHECKING:
    from event_timeline.editing.fix import Repair
    from event_timeline.package.opening import Package


def would_mend(location: str, sources: Sequence[str]) -> bool:
    """Print what a repair would change, and on stderr what it leaves alone; whether it would change anything."""
    from event_timeline.editing.fix import diff

    _, repair = _planned(location, sources)
    click.echo(diff(repair), nl=False)
    _tell(repair, "would mend")
    return bool(repair.after)


def mend(location: str, sources: Sequence[str]) -> None:
    """Write what is safe to mend, and tell on stderr what it was. Raises UserError for a zip, or where it cannot be written."""
    from event_timeline.editing.fix import apply

    package, repair = _planned(location, sources)
    apply(package, repair)
    _tell(repair, "mended")


def _planned(location: str, sources: Sequence[str]) -> tuple[Package, Repair]:
    from event_timeline.editing.fix import plan
    from event_timeline.package.opening import open_package
    from event_timeline.tables.loading import load_tables

    path = Path(location)
    if path.is_file() and path.suffix.lower() != ".json":
        raise UserError(f"{location}: an archive is not mended in place", "unpack it, and mend the folder")
    package = open_package(location)
    texts = read_sources(load_tables(package), sources) if sources else {}
    return package, plan(package, texts)


def _tell(repair: Repair, word: str) -> None:
    from event_timeline.io.terminal import printable

    for note in repair.notes:
        click.echo(f"{word}: {printable(note)}", err=True)
    for left in repair.left:
        click.echo(f"left alone: {printable(left)}", err=True)
    if not repair.after:
        click.echo("nothing to mend", err=True)
