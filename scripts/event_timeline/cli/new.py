"""`timeline new`: start a package from a text, or an event table."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import interactive
from event_timeline.cli.new_summary import say_new
from event_timeline.model import UserError


@click.command(
    "new",
    epilog="""\b
Examples:
  timeline new strike --source article.txt --title "The dock strike: an event timeline" --contributor "Doe, Jane"
  timeline new strike --source log=log.txt --kind official-document --title "The port's log" --contributor "Port Archive"
  timeline new strike --source article.txt --title "The dock strike" --contributor "Port Archive" --include-text --text-license CC-BY-4.0
  timeline new incidents --event-table --title "Incidents in the marshes" --contributor "Doe, Jane"
""",
)
@click.argument("folder", type=options.NamedPath(path_type=Path), metavar="DIR")
@click.option(
    "--source", metavar="[ID=]FILE", type=options.NamedPath(), help="The text to be coded, UTF-8; ID is `article` unless given.",
)  # fmt: skip
@click.option("--event-table", is_flag=True, help="Start a table of events without a text, instead of --source.")
@click.option("--title", required=True, help="Title of the dataset.")
@click.option(
    "--license", "license_", type=click.Choice(["CC-BY-4.0", "CC0-1.0"]), default="CC-BY-4.0", show_default=True,
    help="Licence of the coding.",
)  # fmt: skip
@click.option(
    "--contributor", "contributors", multiple=True, metavar="NAME",
    help="Who makes it: `Family, Given` for a person, or an organisation's name. Required; asked for at a terminal. Repeatable.",
)  # fmt: skip
@click.option("--language", help="Language of the text (BCP 47); en unless given.")
@click.option("--name", help="Short name of the dataset; made from DIR unless given.")
@click.option("--source-title", "title_", default="", help="Title of the text; its first line unless given.")
@click.option("--kind", help="What sort of text it is: a term of sources.kind; article unless given.")
@click.option("--publisher", default="", help="Who published the text.")
@click.option(
    "--published", "published_edtf", default="", metavar="EDTF", help="When it was published, such as 2023-11-29."
)
@click.option("--url", default="", help="Address of the text.")
@click.option("--keyword", "keywords", multiple=True, metavar="WORD", help="A word to find the dataset by. Repeatable.")
@click.option("--include-text", is_flag=True, help="Copy the text into the package. Needs --text-license.")
@click.option(
    "--text-license", default="", metavar="L", help="Licence of the text itself (SPDX), which must allow that."
)
@click.option(
    "--toolchain", default="", metavar="REQUIREMENT",
    help="What pip is to install for `timeline` in the package's workflow, such as `git+https://…@v1.0.0`.",
)  # fmt: skip
@options.date("Day the package is made; today unless given.")
def command(
    folder: Path, source: str | None, event_table: bool, title: str, license_: str, contributors: tuple[str, ...], name: str | None,
    keywords: tuple[str, ...], include_text: bool, date: str, toolchain: str, title_: str, text_license: str,
    **cells: str | None,
) -> None:  # fmt: skip
    """Start a package in the folder DIR: descriptor, tables, schemas, codebook, README, licence, citation, CI.

    It validates at once; the warnings that are left say what to do next. The text is not copied unless
    --include-text and its licence say so.
    """
    if event_table == (source is not None):
        raise UserError(
            "name the text to code, or start an event table" if source is None else "an event table has no --source",
            "give --source FILE for a text, or --event-table for a table of events without a text",
        )
    if not contributors and interactive():
        contributors = (click.prompt("Who makes the dataset (`Family, Given`, or an organisation)", err=True),)
    new = api.new(
        folder, source=source, title=title, contributors=contributors, license=license_, name=name,
        source_cells={c: v or "" for c, v in cells.items()} | {"title": title_, "license": text_license}, keywords=keywords, include_text=include_text,
        date=date, toolchain=toolchain,
    )  # fmt: skip
    say_new(new, folder, include_text=include_text)
