"""`timeline validate`: all layers of checks over one package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from event_timeline import files, reports
from event_timeline.commands.sources import read_sources
from event_timeline.problem import Report, UserError

if TYPE_CHECKING:
    from event_timeline.rules.rule import Rule
    from event_timeline.tables import Tables
    from event_timeline.text import Text

LISTED = 50
"""Problems of one rule that are listed unless --limit says otherwise."""
NO_LIMIT = 10**9


@click.command(
    "validate",
    epilog="""\b
Examples:
  timeline validate                                    the package in this folder
  timeline validate package.zip --source article.txt   and prove its spans against the text
  timeline validate --source article=article.txt --source interview=talk.txt
  timeline validate --format json -o report.json       for programs
  timeline validate --select EVD --ignore EVD016       some rules only
  timeline validate --strict                           warnings count as well
""",
)
@click.argument("package", type=click.Path(), default=".")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[ID=]FILE",
    help="Text of a source, to prove spans against; ID may be left out if only one source has a hash. Repeatable.",
)
@click.option("--format", "format_", type=click.Choice(list(reports.FORMATS)), default="text", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write the report to a file instead of the terminal."
)
@click.option("--force", is_flag=True, help="Replace an existing output file.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Run only these rules: codes or their beginnings, with commas. Repeatable.",
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these rules out.")
@click.option("--strict", is_flag=True, help="Warnings make the package invalid, too.")
@click.option("--resource", metavar="NAME", help="Read only this table.")
@click.option("--metadata-only", is_flag=True, help="Check the descriptor and the schemas, and read no table.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=LISTED,
    show_default=True,
    help="Problems of one rule to list; all are counted. 0 lists all.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors only; nothing where there is none.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if problems were found.")
def command(
    package: str, sources: tuple[str, ...], format_: str, output: Path | None, force: bool, select: tuple[str, ...],
    ignore: tuple[str, ...], strict: bool, resource: str | None, metadata_only: bool, limit: int, quiet: bool, exit_zero: bool,
) -> int:  # fmt: skip
    """Check a package against the profile and its rules.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. Nothing is changed, and
    nothing is fetched from the network.
    """
    if metadata_only and resource:
        raise UserError("--metadata-only reads no table, so --resource has nothing to choose", "leave one of them out")
    if output is not None:
        files.refuse(output, force=force)
    report = validate(package, sources, select, ignore, resource, metadata_only, limit or NO_LIMIT)
    text = reports.renderer(format_)(report, reports.Style(strict, quiet, package))
    if output is None:
        click.echo(text, nl=False)
    else:
        files.write_text(output, click.unstyle(text), force=force)
    return 0 if exit_zero or report.valid(strict) else 1


def validate(
    package: str,
    sources: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    resource: str | None = None,
    metadata_only: bool = False,
    limit: int = LISTED,
) -> Report:
    """Run the rules and say what was checked.

    sources: `[ID=]FILE` each; select, ignore: codes or their beginnings. Raises UserError where the package
    cannot be opened, or a source or code is unknown.
    """
    from event_timeline.package import open_package
    from event_timeline.rules import RULES, engine
    from event_timeline.rules.rule import Context
    from event_timeline.tables import Tables, load_tables

    rules = _chosen(RULES, select, ignore)
    opened = open_package(package)
    tables = Tables(opened) if metadata_only else load_tables(opened, resource)
    texts = read_sources(tables, sources)
    if metadata_only:
        rules = [r for r in rules if r.family == "PKG" or (r.family == "VOC" and not r.needs)]
    report = engine.run(Context(tables, texts), rules, limit)
    ran = len(rules) - len(report.skipped)
    layers = ", ".join(dict.fromkeys(r.family for r in rules))
    report.checked.append(f"{ran} rules of {len(RULES)} ({layers})")
    report.checked.append(_proof(tables, texts))
    return report


def _proof(tables: Tables, texts: dict[str, Text]) -> str:
    if not texts:
        return "spans: against each other and the quotes, not against a text (--source [ID=]FILE)"
    import polars as pl

    name = ", ".join(sorted(texts))
    if "evidence" not in tables or not tables.has("evidence", "source_id"):
        return f"spans: none could be read to prove against the text of {name}"
    given = tables["evidence"].filter(pl.col("source_id").is_in(list(texts))).select(pl.len()).collect().item()
    return f"spans: {given:,} of {tables.tables['evidence'].rows:,} against the text of {name}"


def _chosen(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    wanted, unwanted = _codes(rules, select), _codes(rules, ignore)
    return [
        r for r in rules
        if (not wanted or r.code.startswith(wanted)) and not (unwanted and r.code.startswith(unwanted))
    ]  # fmt: skip


def _codes(rules: Sequence[Rule], given: Sequence[str]) -> tuple[str, ...]:
    """Codes and beginnings of codes, split at commas. Raises UserError for one that no rule has."""
    codes = tuple(c.strip().upper() for text in given for c in text.split(",") if c.strip())
    for code in codes:
        if not any(r.code.startswith(code) for r in rules):
            from event_timeline.commands.explain import nearest

            raise UserError(f"no rule has the code {code!r}", nearest(code, rules))
    return codes
