"""What a command shows of a package that it refuses as invalid."""

from __future__ import annotations

import click

from event_timeline import reports
from event_timeline.model import InvalidPackageError


def say_invalid(error: InvalidPackageError, label: str) -> int:
    """Show on stderr why a package is refused; the exit code."""
    text = reports.renderer("text")(error.report, reports.Style(quiet=True, label=label))
    click.echo(text, nl=False, err=True)
    click.echo(
        f"{error.message}\nhint: `timeline validate` tells all; --no-validate takes it as it is",
        err=True,
    )
    return error.exit_code
