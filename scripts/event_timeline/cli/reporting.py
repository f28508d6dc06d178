"""Where a report of `timeline validate` is written, and what is added to it from settings and the current folder."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from event_timeline import api, reports
from event_timeline.io import atomic
from event_timeline.io.terminal import printable, unstyle
from event_timeline.model import LeftOut, Report

if TYPE_CHECKING:
    from event_timeline.cli.settings import Settings


def refuse(output: Path, format_: str, package: str, texts: Sequence[str], *, force: bool) -> None:
    """Raise UserError where a report must not be written: over another file, the package or a text."""
    atomic.refuse_file(output, force=force, refusal=lambda file: _refusal(file, format_))
    api.refuse_own(output, package, texts)


def write(output: Path, text: str, format_: str, *, force: bool) -> None:
    """Write a report to a file, which may replace an earlier report of the same format."""
    atomic.write_text(output, unstyle(text), force=force, refusal=lambda file: _refusal(file, format_))


def _refusal(file: Path, format_: str) -> str:
    return "" if reports.is_own(file, format_) else atomic.FOREIGN


def add_settings(report: Report, settings: Settings, by_command: tuple[bool, bool]) -> None:
    """Add what settings left out; by_command: whether the command line has its own --select, --ignore in their place."""
    report.checked.append(f"settings: {settings}")
    codes = api.rules_left_out(() if by_command[0] else settings.select, () if by_command[1] else settings.ignore)
    report.left_out = LeftOut(str(settings), codes) if codes else None


def say_sources(report: Report, package: str) -> None:
    """Name on stderr the options for the texts that are in the package or beside it, where evidence was not proved."""
    if not any(s.reason == "no source text given" for s in report.skipped):
        return
    files = {s: min(os.path.relpath(path), str(path), key=len) for s, path in api.texts_nearby(package).items()}
    if options := " ".join(f"--source {shlex.quote(f'{s}={path}')}" for s, path in files.items()):
        said = f"hint: the coded text is at hand; to prove the spans against it, add {options}"
        click.echo(printable(said), err=True)


def folder_of(package: str) -> str | None:
    """Where the files of a package are, for annotations; see `reports.Style`.

    The repository is what GITHUB_WORKSPACE names, which GitHub Actions sets, else the current folder.
    """
    path = Path(package)
    if path.is_file() and path.suffix.lower() != ".json":
        return None
    folder = (path if path.is_dir() else path.parent).resolve()
    top = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    found = folder.relative_to(top) if folder.is_relative_to(top) else folder
    return "" if found == Path() else found.as_posix()
