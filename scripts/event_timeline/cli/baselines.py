"""The baseline of `timeline validate`: a file of known findings to read, or to write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from event_timeline.cli import options
from event_timeline.model import UserError


@dataclass(frozen=True)
class Baseline:
    """The file that is read, and the file that is written; at most one of them is given."""

    file: Path | None
    write: Path | None

    def refuse(self, report: Path | None) -> None:
        """Raise UserError where the report would be written over the baseline."""
        files = [f.absolute() for f in (self.file, self.write) if f is not None]
        if report is not None and report.absolute() in files:
            raise UserError(f"{report} is the baseline", "write the report to another file")


def baseline_options(function: Callable[..., int]) -> Callable[..., int]:
    """Declare --baseline and --write-baseline; passes `baseline`, a Baseline, to the command."""

    @click.option(
        "--baseline", type=options.NamedPath(path_type=Path), metavar="FILE",
        help="File of known findings: they do not count, new ones do, and what is gone is said.",
    )  # fmt: skip
    @click.option(
        "--write-baseline", type=options.NamedPath(path_type=Path), metavar="FILE",
        help="Write all findings to FILE, from then on the known ones.",
    )  # fmt: skip
    @wraps(function)
    def command(*, baseline: Path | None, write_baseline: Path | None, **others: Any) -> int:
        return function(baseline=Baseline(baseline, write_baseline), **others)

    return command
