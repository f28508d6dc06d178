"""`timeline validate`: all layers of checks over one package."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline import api, reports
from event_timeline.cli import completing, reporting
from event_timeline.cli.fixing import say_repair
from event_timeline.cli.progress import Clock, Progress
from event_timeline.cli.settings import Settings, read_settings
from event_timeline.model import UserError

STDOUT = Path("-")
ENGINES = ("polars", "spark")


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
  timeline validate --statistics                       how many problems of each rule
  timeline validate --diff                             what --fix would mend, and nothing else
  timeline validate --fix                              mend what is safe, then check
  timeline validate --engine spark --master local[4]   share the work out with Apache Spark
""",
)
@click.argument("package", type=click.Path(), default=".")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[ID=]FILE",
    envvar="TIMELINE_SOURCE",
    type=click.Path(),
    help="Text of a source, to prove spans against; ID may be left out if only one source has a hash. Repeatable. TIMELINE_SOURCE may name it, too.",
)
@click.option(
    "--source-dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Texts of many sources: a folder with ID.txt for each, or a Parquet file with the columns source_id and text.",
)
@click.option("--format", "format_", type=click.Choice(list(reports.FORMATS)), default="text", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write the report to a file instead of the terminal; - is the terminal.",
)
@click.option("--force", is_flag=True, help="Replace a file that is no report of this command in this format.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    shell_complete=completing.rules,
    help="Run only these rules: codes or their beginnings, with commas. Repeatable.",
)
@click.option(
    "--ignore", multiple=True, metavar="CODES", help="Leave these rules out.", shell_complete=completing.rules
)
@click.option("--strict/--no-strict", default=None, help="Warnings make the package invalid, too.")
@click.option(
    "--isolated", is_flag=True, help="Leave [tool.event-timeline] in the current folder's pyproject.toml unread."
)
@click.option("--resource", metavar="NAME", help="Read only this table.")
@click.option("--metadata-only", is_flag=True, help="Check the descriptor and the schemas, and read no table.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=api.MAX_PROBLEMS,
    show_default=True,
    help="Problems of one rule to list; all are counted. 0 lists all.",
)
@click.option("--statistics", is_flag=True, help="Count the problems of each rule instead of listing them.")
@click.option("--diff", "show", is_flag=True, help="Print what --fix would change; change and check nothing.")
@click.option(
    "--fix", is_flag=True, help="Mend form, order and what can be computed, never what a cell means; then check."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="What runs the rules: polars on this machine, or Apache Spark on many; the report is the same.",
)
@click.option(
    "--master",
    metavar="ADDRESS",
    help="Where Spark runs: local[N] for N cores of this machine, or a cluster's address. Default: local[*].",
)
@click.option(
    "--with-frictionless",
    is_flag=True,
    help="Add, under the code FRL, what frictionless reports at places where the rules report no error.",
)
@click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Print only what makes the package invalid: errors, and warnings under --strict. Nothing if it is valid.",
)
@click.option("-v", "--verbose", is_flag=True, help="Tell on stderr how long each rule took.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if problems were found.")
def command(
    package: str, sources: tuple[str, ...], source_dir: Path | None, format_: str, output: Path | None, force: bool, select: tuple[str, ...],
    ignore: tuple[str, ...], strict: bool | None, isolated: bool, resource: str | None, metadata_only: bool, limit: int,
    statistics: bool, show: bool, fix: bool, engine: str, master: str | None, quiet: bool, verbose: bool, exit_zero: bool,
    with_frictionless: bool,
) -> int:  # fmt: skip
    """Check a package against the profile and its rules.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. Nothing is changed
    without --fix, and nothing is fetched from the network. `[tool.event-timeline]` in the current folder's
    pyproject.toml may give `select`, `ignore` and `strict`; options of the command line go before it.
    """
    if metadata_only and resource:
        raise UserError("--metadata-only reads no table, so --resource has nothing to choose", "leave one of them out")
    if statistics and format_ != "text":
        raise UserError(f"--statistics is a view of the text report, not of {format_}", "leave one of them out")
    if master and engine != "spark":
        raise UserError("--master is Spark's address", "add --engine spark")
    if metadata_only and engine == "spark":
        raise UserError("--metadata-only reads no table, so there is nothing to share out", "leave --engine out")
    settings = Settings() if isolated else read_settings(Path())
    strict = settings.strict if strict is None else strict
    output = None if output == STDOUT else output
    if output is not None:
        reporting.refuse(output, format_, package, (*sources, *([str(source_dir)] if source_dir else [])), force=force)
    if show or fix:
        repair = api.fix(package, sources, dry_run=show)
        say_repair(repair, dry_run=show)
        if show:
            return 1 if repair.after and not exit_zero else 0
    clock = Clock() if verbose else None
    with Progress("validating") as progress:
        report = api.validate(
            package, sources=sources, source_dir=source_dir, select=select or settings.select,
            ignore=ignore or settings.ignore, resource=resource, metadata_only=metadata_only, limit=limit, clock=clock,
            progress=progress, spark=(master or "local[*]") if engine == "spark" else None,
            with_frictionless=with_frictionless,
        )  # fmt: skip
    if settings.path:
        reporting.add_settings(report, settings, by_command=(bool(select), bool(ignore)))
    if clock:
        click.echo(clock.table(), err=True)
    folder = reporting.folder_of(package)
    text = report.render(
        format_, strict=strict, quiet=quiet, label=package, folder=folder, statistics=statistics, fixed=fix
    )
    if output is None:
        click.echo(text, nl=False)
    else:
        reporting.write(output, text, format_, force=force)
    if format_ == "text" and output is None and not quiet and folder is not None:
        reporting.say_sources(report, package)
    return 0 if exit_zero or report.passes(strict) else 1
