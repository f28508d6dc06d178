"""`timeline import`: a package from a file of another format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from event_timeline import api
from event_timeline.cli import completion, options
from event_timeline.cli.import_messages import said, say_imported
from event_timeline.cli.import_options import choices, format_options, source
from event_timeline.cli.progress import Progress
from event_timeline.model import RowsError, UserError


@click.command(
    "import",
    epilog="""\b
Examples:
  timeline import --list                        the formats: what each needs, keeps and loses
  timeline import zip strike.zip -o strike
  timeline import xlsx strike.xlsx -o strike --dry-run    what was edited in the workbook of the package `strike`
  timeline import acled export.csv -o acled --contributor "Holm, Mira"
  timeline import csv table.csv --suggest > table.toml    a mapping to read and complete; see docs/import.md
  timeline import csv table.csv -o strike --mapping table.toml --contributor "Holm, Mira"
  timeline import brat annotations -o strike --contributor "Holm, Mira" --license CC-BY-4.0 --language en
""",
)
@click.argument("format_", metavar="FORMAT", required=False, shell_complete=completion.import_formats)
@click.argument("file", type=options.NamedPath(path_type=Path), required=False)
@click.option(
    "-o", "--output", type=options.NamedPath(path_type=Path), metavar="DIR",
    help="Folder to make, or the package to change from its edited export. [default: FILE's name without its ending, here]",
)  # fmt: skip
@click.option("--title", default="", help="Title of the dataset.")
@click.option("--name", default="", help="Short name of the dataset; made from DIR unless given.")
@click.option("--license", "license_", default="", help="Licence of the dataset.")
@click.option(
    "--contributor", "contributors", multiple=True, metavar="NAME",
    help="Who makes it: `Family, Given` for a person, or an organisation's name. Repeatable.",
)  # fmt: skip
@click.option(
    "--source-dir",
    type=options.NamedPath(path_type=Path),
    metavar="DIR",
    help="Folder of the texts, where not beside FILE.",
)
@format_options
@source
@options.dry_run("Show what an edited export would change in the package DIR, and write nothing.")
@options.date("Day the package is made; today unless given.")
@options.listing("List the formats.")
def command(
    format_: str | None, file: Path | None, output: Path | None, title: str, name: str, license_: str,
    contributors: tuple[str, ...], mapping: Path | None, source_dir: Path | None, date: str, listing: bool,
    sources: tuple[str, ...], dry_run: bool, **given: Any,
) -> int:  # fmt: skip
    """Make a package in the folder DIR from FILE, which is a file or a folder of another format.

    The package is validated; what is not valid is written too, so that it can be seen and repaired, with exit code 1.
    Where DIR is a package and FILE its export, edited, the differences are shown and changed in the package, all or none.
    """
    if listing:
        click.echo("\n".join(f.description() for f in api.import_formats()))
        return 0
    if format_ is None or file is None:
        raise UserError("which format and file?", "write `timeline import FORMAT FILE`; --list shows the formats")
    if given.pop("suggest"):
        click.echo(api.suggest_mapping(file, mapping), nl=False)
        return 0
    try:
        with Progress("importing") as progress:
            imported = api.import_(
                format_, file, output, title=title, name=name, contributors=contributors, license=license_, mapping=mapping,
                source_dir=source_dir, date=date, options=choices(given), sources=sources, dry_run=dry_run, progress=progress,
            )  # fmt: skip
    except RowsError as errors:
        raise said(errors, file) from None
    return say_imported(imported, dry_run=dry_run)
