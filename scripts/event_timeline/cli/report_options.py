"""The report of `timeline validate`: its format, where it is written, and what is hinted at beside it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from event_timeline import cli_support, reports
from event_timeline.cli import options
from event_timeline.io import atomic
from event_timeline.io.terminal import printable
from event_timeline.model import NO_TEXT, UserError

if TYPE_CHECKING:
    from event_timeline.api import Package, Report

STDOUT = Path("-")


@dataclass(frozen=True)
class Output:
    """How a report is shown, and the file that it is written to; None is the terminal."""

    style: str
    path: Path | None
    force: bool
    statistics: bool
    quiet: bool

    def refuse(self, package: str, texts: Sequence[str]) -> None:
        """Raise UserError where a report must not be written: over another file, the package or a text."""
        if self.path is not None:
            atomic.refuse_file(self.path, force=self.force, refusal=self._refusal)
            cli_support.refuse_own(self.path, package, texts)

    def show(self, report: Report, package: str, opened: Package, *, strict: bool, fixed: bool) -> None:
        """Print or write a report on a package, here as it was named, which may replace an earlier one of the same format."""
        folder = folder_of(package)
        text = report.render(
            self.style, strict=strict, quiet=self.quiet, label=package, folder=folder, statistics=self.statistics,
            fixed=fixed, styled=self.path is None,
        )  # fmt: skip
        if self.path is not None:
            atomic.write_text(self.path, text, force=self.force, refusal=self._refusal)
            return
        click.echo(text, nl=False)
        if self.style == "text" and not self.quiet and folder is not None:
            _say_sources(report, opened)

    def _refusal(self, file: Path) -> str:
        return "" if reports.is_own(file, self.style) else atomic.FOREIGN


def report_options(function: Callable[..., int]) -> Callable[..., int]:
    """Declare --format, --output, --force, --statistics and --quiet; passes `output`, an Output, to the command."""

    @options.format_(*reports.FORMATS)
    @click.option(
        "-o", "--output", type=options.NamedPath(path_type=Path),
        help="Write the report to a file instead of the terminal; - is the terminal.",
    )  # fmt: skip
    @options.force("Replace a file that is not a report of this command in this format.")
    @click.option("--statistics", is_flag=True, help="Count the problems of each rule instead of listing them.")
    @click.option(
        "-q", "--quiet", is_flag=True,
        help="Print only what makes the package invalid: errors, and warnings under --strict. Nothing if it is valid.",
    )  # fmt: skip
    @wraps(function)
    def command(*, format_: str, output: Path | None, force: bool, statistics: bool, quiet: bool, **others: Any) -> int:
        if statistics and format_ != "text":
            raise UserError(f"--statistics is a view of the text report, not of {format_}", "leave one of them out")
        path = None if output == STDOUT else output
        return function(output=Output(format_, path, force, statistics, quiet), **others)

    return command


def _say_sources(report: Report, package: Package) -> None:
    """Name on stderr the options for the texts that are in the package or beside it, where evidence was not proved."""
    if not any(s.reason == NO_TEXT for s in report.skipped):
        return
    files = {
        s: min(os.path.relpath(path), str(path), key=len) for s, path in cli_support.texts_nearby(package.files).items()
    }
    if arguments := " ".join(f"--source {shlex.quote(f'{s}={path}')}" for s, path in files.items()):
        hint = f"hint: the coded text is nearby; to prove the spans against it, add {arguments}"
        click.echo(printable(hint), err=True)


def folder_of(package: str) -> str | None:
    """Return where the files of a package are, for annotations; see `reports.Style`.

    The repository is what GITHUB_WORKSPACE names, which GitHub Actions sets, else the current folder.
    """
    path = Path(package)
    if path.is_file() and path.suffix.lower() != ".json":
        return None
    folder = (path if path.is_dir() else path.parent).resolve()
    top = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    found = folder.relative_to(top) if folder.is_relative_to(top) else folder
    return "" if found == Path() else found.as_posix()
