"""`timeline validate`: all layers of checks over one package."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.baselines import Baseline, baseline_options
from event_timeline.cli.engine_options import engine_options
from event_timeline.cli.fix_options import fix_options, refuse_beside_diff, repair
from event_timeline.cli.progress import Clock, Progress
from event_timeline.cli.report_options import Output, report_options
from event_timeline.cli.settings import Selection, rule_options


@click.command(
    "validate",
    epilog="""\b
Examples:
  timeline validate                                    the package in this folder
  timeline validate package.zip --source article.txt   and prove its spans against the text
  timeline validate --source article=article.txt --source interview=talk.txt
  timeline validate corpus --source-dir texts          every text in a folder, one ID.txt each
  timeline validate --format json -o report.json       for programs
  timeline validate --select EVD --ignore EVD016       some rules only
  timeline validate --strict                           warnings count as well
  timeline validate --write-baseline known.json        take what is found now as known
  timeline validate --baseline known.json              and count only what is new
  timeline validate --statistics                       how many problems of each rule
  timeline validate --diff                             what --fix would change, and nothing else
  timeline validate --fix                              fix what is safe, then check
  timeline validate --engine spark --master local[4]   share the work out with Apache Spark
""",
)
@options.package
@click.option(
    "--source", "sources", multiple=True, metavar="[ID=]FILE", envvar="TIMELINE_SOURCE", type=options.NamedPath(),
    help="Text of a source, to prove spans against; ID may be left out if only one source has a hash. Repeatable. TIMELINE_SOURCE may name it, too.",
)  # fmt: skip
@click.option(
    "--source-dir", type=options.NamedPath(path_type=Path), metavar="DIR",
    help="Texts of many sources: a folder with ID.txt for each, or a Parquet file with the columns source_id and text.",
)  # fmt: skip
@report_options
@rule_options
@click.option("--resource", metavar="NAME", help="Read only this table.")
@click.option("--metadata-only", is_flag=True, help="Check the descriptor and the schemas, and read no table.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=api.MAX_PROBLEMS, show_default=True,
    help="Problems of one rule to list; all are counted. 0 lists all.",
)  # fmt: skip
@baseline_options
@fix_options
@engine_options
@click.option("-v", "--verbose", is_flag=True, help="Report on stderr how long each rule took.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if problems were found.")
def command(
    package: str, sources: tuple[str, ...], source_dir: Path | None, output: Output, selection: Selection,
    resource: str | None, metadata_only: bool, limit: int, baseline: Baseline, diff: bool, fix: bool, spark: str | None,
    with_frictionless: bool, verbose: bool, exit_zero: bool,
) -> int:  # fmt: skip
    """Check a package against the profile and its rules.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. Nothing is changed
    without --fix, and nothing is fetched from the network. `[tool.event-timeline]` in the current folder's
    pyproject.toml may give `select`, `ignore` and `strict`; an option of the command line overrides it.
    """
    texts = [*sources, *([str(source_dir)] if source_dir else [])]
    output.refuse(package, texts)
    baseline.refuse(output.path)
    if diff:
        refuse_beside_diff(output.path, baseline.write, baseline.file)
    if diff or fix:
        changes = repair(package, sources, dry_run=diff)
        if diff:
            return 1 if changes and not exit_zero else 0
    clock, opened = Clock() if verbose else None, api.read(package)
    with Progress("validating") as progress:
        report = api.validate(
            opened, sources=sources, source_dir=source_dir, select=selection.select, ignore=selection.ignore,
            resource=resource, metadata_only=metadata_only, limit=limit, clock=clock, progress=progress, spark=spark,
            with_frictionless=with_frictionless, baseline=baseline.file, write_baseline=baseline.write, force=output.force,
        )  # fmt: skip
    selection.add_to(report)
    if clock:
        click.echo(clock.table(), err=True)
    output.show(report, package, opened, strict=selection.strict, fixed=fix)
    return 0 if exit_zero or report.passes(selection.strict) else 1
