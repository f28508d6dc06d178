"""What `timeline import` says: the package that it made or changed, or all that cannot be taken."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli.messages import say
from event_timeline.io.counting import counted
from event_timeline.model import RowsError, UserError


def say_imported(imported: api.ImportedPackage, *, dry_run: bool) -> int:
    """Print what was made or changed; returns the exit code."""
    for note in imported.notes:
        say(note if note.startswith("warning: ") else f"note: {note}")
    if imported.changes is not None:
        click.echo(imported.changes.render())
        say("nothing written" if dry_run or not imported.changes else f"changed {imported.report.label}")
        return 0
    for one in (imported, *imported.others):
        report = one.report
        if imported.others:
            say(f"{report.label}:", err=False)
        for table in report.tables:
            say(f"{table.name:<18}{table.rows:>9,}", err=False)
        say(f"made {report.label}: {counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}")
        if report.problems:
            click.echo(f"hint: `timeline validate {report.label}` lists the problems", err=True)
    return 0 if all(one.report.valid for one in (imported, *imported.others)) else 1


def said(errors: RowsError, file: Path) -> UserError:
    """Print each error with its place and remedy; returns what ends the command."""
    for problem in errors.problems:
        say(f"{problem}{f'. {problem.hint}' if problem.hint else ''}")
    listed = "" if errors.listed == errors.total else f", of which the first {errors.listed:,} are listed"
    way = "correct it and import it again"
    if errors.done == "written" and not any(p.code for p in errors.problems):
        way += "; the rules are checked once every cell can be taken"
    if errors.done == "imported":
        way = "correct them, or add --invalid empty, which leaves such cells empty and lists them"
    return UserError(f"{file} has {counted(errors.total, 'error')}{listed}; nothing written", way)
