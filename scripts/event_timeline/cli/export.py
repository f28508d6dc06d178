"""`timeline export`: one format of a package, written at once or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli import completing
from event_timeline.cli.refusal import say_invalid
from event_timeline.cli.shared import say
from event_timeline.io.terminal import write_data
from event_timeline.model import InvalidPackageError, UserError


@click.command(
    "export",
    epilog="""\b
Examples:
  timeline export --list                        the formats: what each is for, needs and loses
  timeline export sqlite                        this folder's package as NAME.sqlite, here
  timeline export xlsx package.zip -o book.xlsx
  timeline export parquet . -o tables           a folder with a file a table
  timeline export jsonl -o - | head             to the terminal or a pipe
  timeline export html --source article=article.txt --include-text
                                                a page with the article's text in it: not for publishing
""",
)
@click.argument("format_", metavar="FORMAT", required=False, shell_complete=completing.formats)
@click.argument("package", type=click.Path(), default=".")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="File or folder to write; - for the terminal. [default: NAME and the format's ending, here]",
)
@click.option(
    "--force", is_flag=True, help="Replace what this command did not make in this format, or what was edited since."
)
@click.option(
    "--no-validate", is_flag=True, help="Do not check the package first: an invalid one may fail or come out wrong."
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[ID=]FILE",
    help="Text of a source: checked against the evidence, and used by the formats that need it. Repeatable.",
)
@click.option("--include-text", is_flag=True, help="Write the texts of --source into the export (html only).")
@click.option("--list", "listing", is_flag=True, help="List the formats.")
def command(
    format_: str | None,
    package: str,
    output: str | None,
    force: bool,
    no_validate: bool,
    sources: tuple[str, ...],
    include_text: bool,
    listing: bool,
) -> int:
    """Write a package in another format.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. An invalid package is
    refused with exit code 1. Exports are the same, byte for byte, whenever they are made, except duckdb.
    """
    if listing:
        click.echo(listed())
        return 0
    if format_ is None:
        raise UserError("which format?", "see `timeline export --list`")
    checked = not no_validate
    try:
        if output == "-":
            for piece in api.export_stream(
                package, format_, sources=sources, include_text=include_text, validate=checked
            ):
                write_data(piece)
        else:
            target = api.export(
                package, format_, Path(output) if output else None, sources=sources, include_text=include_text,
                validate=checked, force=force,
            )  # fmt: skip
            for name in api.links_left_out(package, format_):
                say(f"note: {name} is a link out of the package and is left out: put the file itself there")
            say(f"wrote {target}")
    except InvalidPackageError as error:
        return say_invalid(error, package)
    return 0


def listed() -> str:
    """The formats, two lines each: name, ending and purpose; what it needs and loses."""
    lines = []
    for f in api.formats():
        needs = [f"pip install 'event-timeline[{f.extra}]'" if f.extra else "", "--source" if f.source else ""]
        asked = "; ".join(filter(None, needs)) or "nothing"
        lines += [f"{f.name:<14} NAME{f.suffix:<16} {f.purpose}", f"{'':<14} needs: {asked}; loses: {f.loses}"]
    return "\n".join(lines)
