"""`timeline export`: one format of a package, written at once or not at all."""

from __future__ import annotations

import click

from event_timeline import api, cli_support
from event_timeline.cli import completion, options
from event_timeline.cli.messages import say, say_invalid
from event_timeline.cli.progress import Progress
from event_timeline.io.terminal import write_data
from event_timeline.model import InvalidPackageError, UserError


@click.command(
    "export",
    epilog="""\b
Examples:
  timeline export --list                        the formats: what each is for, needs and loses
  timeline export sqlite                        this folder's package as NAME.sqlite, here
  timeline export xlsx package.zip -o book.xlsx
  timeline export parquet . -o tables           a folder with one file per table
  timeline export jsonl -o - | head             to the terminal or a pipe
  timeline export xlsx --where topic=labour --where from=2023-11 --where to=2023-12
                                                the part that matches, as a package of its own
  timeline export html --source article=article.txt --include-text
                                                a page with the article's text in it: not for publishing
""",
)
@click.argument("format_", metavar="FORMAT", required=False, shell_complete=completion.formats)
@options.package
@click.option(
    "-o", "--output", metavar="PATH", type=options.NamedPath(),
    help="File or folder to write; - for the terminal. [default: NAME and the format's ending, here]",
)  # fmt: skip
@options.force("Replace what this command did not make in this format, or what was edited since.")
@options.no_validate("Do not check the package first: an invalid one may fail or come out wrong.")
@options.checked_source("Text of a source: checked against the evidence, and used by the formats that need it.")
@click.option("--include-text", is_flag=True, help="Write the texts of --source into the export (html only).")
@options.where("Export only the events that match, with what depends on them and what these refer to")
@options.listing("List the formats.")
def command(
    format_: str | None, package: str, output: str | None, force: bool, validate: bool, sources: tuple[str, ...],
    include_text: bool, where: tuple[str, ...], listing: bool,
) -> int:  # fmt: skip
    """Write a package in another format.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. An invalid package is
    refused with exit code 1. Exports are the same, byte for byte, whenever they are made, except duckdb.
    """
    if listing:
        click.echo("\n".join(f.description() for f in api.formats()))
        return 0
    if format_ is None:
        raise UserError("which format?", "see `timeline export --list`")
    chosen = cli_support.conditions(where)
    try:
        if output == "-":
            cli_support.refuse_binary(format_)
            with Progress("exporting") as progress:
                pieces = api.export_stream(
                    package, format_, sources=sources, include_text=include_text, validate=validate, where=chosen,
                    progress=progress,
                )  # fmt: skip
            for piece in pieces:
                write_data(piece)
        else:
            notes: list[str] = []
            with Progress("exporting") as progress:
                path = api.export(
                    package, format_, output, sources=sources, include_text=include_text, validate=validate,
                    force=force, notify=notes.append, where=chosen, progress=progress,
                )  # fmt: skip
            for note in notes:
                say(f"note: {note}")
            say(f"wrote {path}")
    except InvalidPackageError as error:
        return say_invalid(error, package)
    return 0
