"""`timeline export`: one format of a package, written at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from event_timeline.cli.refusal import say_invalid
from event_timeline.cli.shared import say
from event_timeline.exports import FORMATS, Format, writing
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.io.terminal import write_data
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.package.opening import Package


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
@click.argument("format_", metavar="FORMAT", required=False)
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
    chosen = writing.find_format(format_)
    from event_timeline.package.opening import open_package

    opened = open_package(package)
    try:
        if output == "-":
            _to_stdout(chosen, opened, sources, include_text=include_text, validate=not no_validate)
        else:
            target = writing.export(
                opened, chosen, Path(output) if output else None, sources=sources, include_text=include_text,
                validate=not no_validate, force=force,
            )  # fmt: skip
            _say_left_out(chosen, opened)
            say(f"wrote {target}")
    except writing.InvalidPackageError as error:
        return say_invalid(error, package)
    return 0


def listed() -> str:
    """The formats, two lines each: name, ending and purpose; what it needs and loses."""
    lines = []
    for f in FORMATS.values():
        needs = [f"pip install 'event-timeline[{f.extra}]'" if f.extra else "", "--source" if f.source else ""]
        asked = "; ".join(filter(None, needs)) or "nothing"
        lines += [f"{f.name:<14} NAME{f.suffix:<16} {f.purpose}", f"{'':<14} needs: {asked}; loses: {f.loses}"]
    return "\n".join(lines)


def _say_left_out(chosen: Format, package: Package) -> None:
    """Name on stderr the papers of the package that an export with its files does not have."""
    if chosen.name in ("zip", "bagit", "rocrate"):
        from event_timeline.exports import zip_

        for name in zip_.left_out(package):
            say(f"note: {name} is a link out of the package and is left out: put the file itself there")


def _to_stdout(chosen: Format, package: Package, sources: Sequence[str], *, include_text: bool, validate: bool) -> None:
    if chosen.binary or chosen.folder:
        raise UserError(f"{chosen.name} is not text and cannot go to the terminal", "name a file with -o")
    data = writing.prepared(package, chosen, sources, include_text=include_text, validate=validate)
    with TemporaryFolder() as folder:
        file = folder.path / "export"
        writing.write(chosen, data, file)
        with file.open("rb") as written:
            while chunk := written.read(2**20):
                write_data(chunk)
