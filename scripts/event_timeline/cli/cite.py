"""`timeline cite`: a citation of a package, or of one row of it."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline import api
from event_timeline.cli import completion, options
from event_timeline.cli.messages import say
from event_timeline.io.terminal import write_data
from event_timeline.model import UserError


@click.command(
    "cite",
    epilog="""\b
Examples:
  timeline cite                                  this folder's package, in APA
  timeline cite package.zip --style bibtex
  timeline cite --row events/council-meeting     one row, by table and key
  timeline cite --row event_actors/council-meeting/nato/participant
  timeline cite --style cff -o CITATION.cff
  timeline cite --list                           the styles
""",
)
@options.package
@click.option(
    "--style", default="apa", show_default=True, metavar="NAME", help="One of --list.", shell_complete=completion.styles
)
@click.option(
    "--row",
    metavar="TABLE/KEY",
    help="Cite one row as a part of the dataset; the parts of a key of several columns separated by / or commas.",
)
@click.option(
    "-o",
    "--output",
    type=options.NamedPath(path_type=Path),
    help="Write a file instead of the terminal; - is the terminal.",
)
@options.force("Replace an existing file.")
@options.listing("List the styles.")
def command(package: str, style: str, row: str | None, output: Path | None, force: bool, listing: bool) -> None:
    """Print a citation of a package, made from its descriptor alone.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder.
    """
    if listing:
        for s in api.styles():
            details = "; ".join(filter(None, (s.file, "rows, too" if s.rows else "")))
            click.echo(f"{s.name:<14} {s.purpose}{f' ({details})' if details else ''}")
        return
    if not Path(package).exists():
        raise UserError(
            f"{package}: no such file or folder",
            "name a folder with a datapackage.json, that file, or a zip; to cite a row, write --row TABLE/KEY",
        )
    output = None if output == Path("-") else output
    text = api.cite(package, style=style, row=row, path=output, force=force)
    if output is not None:
        say(f"wrote {output}")
    elif any(s.file for s in api.styles() if s.name == style):
        write_data(text.encode("utf-8", "backslashreplace") + b"\n")
    else:
        click.echo(text)
