"""`timeline publish`: a deposit assembled in a folder, and the checklist of FAIR assessors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from event_timeline.cli.shared import say
from event_timeline.exports import ownership
from event_timeline.io import atomic
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.io.terminal import json_text, one_line

if TYPE_CHECKING:
    from event_timeline.citations.work import Work
    from event_timeline.publishing.fair import Check

SHOWN = {"met": "met", "missing": "MISSING", "undecidable": "-"}


@click.command(
    "publish",
    epilog="""\b
Examples:
  timeline publish                                this folder's package, into NAME-deposit here
  timeline publish package.zip -o deposit
  timeline publish --dry-run                      only the checklist, and what would be written
  timeline publish --dry-run --format json        the checklist for programs
""",
)
@click.argument("package", type=click.Path(), default=".")
@click.option("--dry-run", is_flag=True, help="Check, and say what would be written; write nothing.")
@click.option("-o", "--output", metavar="DIR", help="Folder to write. [default: NAME-deposit, here]")
@click.option("--force", is_flag=True, help="Replace a deposit that was edited since it was assembled.")
@click.option("--no-validate", is_flag=True, help="Do not check the package first.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Of the checklist.")
def command(package: str, dry_run: bool, output: str | None, force: bool, no_validate: bool, format_: str) -> int:
    """Assemble the files to deposit in a repository, and print what FAIR assessors ask.

    Writes a folder, the deposit, with the package as a zip, its tables in Parquet, CITATION.cff, datacite.json, .zenodo.json,
    croissant.json, ro-crate-metadata.json and SHA256SUMS. The checklist has the metrics of F-UJI 0.8: each is
    met, MISSING, or not to be decided before the deposit is online (-). Missing ones do not change the exit
    code; an invalid package is refused with 1. The network is never touched: the deposit is uploaded by hand, on the
    repository's site.
    """
    from event_timeline.cli.refusal import say_invalid
    from event_timeline.exports import Format, writing
    from event_timeline.exports.dataset import file_name
    from event_timeline.package.opening import open_package

    opened = open_package(package)
    target = Path(output or f"{file_name(opened.descriptor)}-deposit")
    writing.refuse_target(target, Format("deposit", "-deposit", "a deposit"), opened, force)
    try:
        data = writing.load(opened, validate=not no_validate, done="assembled")
    except writing.InvalidPackageError as error:
        return say_invalid(error, package)

    from event_timeline.citations.work import work
    from event_timeline.publishing import deposit, fair

    about = work(data.descriptor)
    with _place(target, dry_run, force) as fresh:
        left_out = deposit.assemble(data, fresh)
        written = sorted(p.name for p in fresh.iterdir())
    checks = fair.assess(about, data.schemas)
    click.echo(_json(about, checks, written, left_out) if format_ == "json" else _text(about, checks))
    for line in left_out:
        say(f"left out {line}")
    say(f"{'would write' if dry_run else 'wrote'} {target}: {', '.join(written)}")
    return 0


@contextmanager
def _place(target: Path, dry_run: bool, force: bool) -> Iterator[Path]:
    """Where the deposit is assembled: in the target's place, or in a temporary folder that goes."""
    if not dry_run:
        with atomic.replacing(target, force=force, refusal=lambda path: ownership.refusal(path, "deposit")) as fresh:
            yield fresh
        return
    with TemporaryFolder() as folder:
        yield folder.path / target.name


def _text(about: Work, checks: Sequence[Check]) -> str:
    from event_timeline.publishing.fair import METRICS

    lines = [f"{about.title}, {about.version or 'no version'}: what FAIR assessors ask ({METRICS})", ""]
    for c in checks:
        lines.append(f"{SHOWN[c.status]:<8} {c.identifier:<14} {c.name}: {c.found}")
        if c.remedy:
            lines.append(f"{'':<8} {'':<14} -> {c.remedy}")
    counted = Counter(c.status for c in checks)
    total = f"{counted['met']} met, {counted['missing']} missing, {counted['undecidable']} to be seen only online"
    return "\n".join(map(one_line, [*lines, "", total]))


def _json(about: Work, checks: Sequence[Check], written: Sequence[str], left_out: Sequence[str]) -> str:
    from event_timeline.publishing.fair import METRICS

    report = {
        "schema_version": 1,
        "package": about.key,
        "version": about.version,
        "metrics": METRICS,
        "checks": [asdict(c) for c in checks],
        "files": list(written),
        "left_out": list(left_out),
    }
    return json_text(report)
