"""`timeline cite`: a citation of a package, or of one row of it."""

from __future__ import annotations

from pathlib import Path

import click

from event_timeline.citations import STYLES, Style
from event_timeline.commands.targets import refuse_own
from event_timeline.io import atomic
from event_timeline.io.terminal import write_data
from event_timeline.problem import UserError


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
@click.argument("package", type=click.Path(), default=".")
@click.option("--style", default="apa", show_default=True, metavar="NAME", help="One of --list.")
@click.option(
    "--row",
    metavar="TABLE/KEY",
    help="Cite one row as a part of the dataset; the parts of a key of several columns behind / or commas.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write a file instead of the terminal; - is the terminal."
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--list", "listing", is_flag=True, help="List the styles.")
def command(package: str, style: str, row: str | None, output: Path | None, force: bool, listing: bool) -> None:
    """Print a citation of a package, made from its descriptor alone.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder.
    """
    if listing:
        for s in STYLES.values():
            told = "; ".join(filter(None, (s.file, "rows, too" if s.rows else "")))
            click.echo(f"{s.name:<14} {s.purpose}{f' ({told})' if told else ''}")
        return
    chosen = _style(style)
    if row is not None and not chosen.rows:
        raise UserError(
            f"{chosen.name} describes a whole dataset, not a row",
            f"one row is cited in {', '.join(s.name for s in STYLES.values() if s.rows)}",
        )
    output = None if output == Path("-") else output

    from event_timeline.citations.work import row_of, work
    from event_timeline.package import open_package

    opened = open_package(package)
    if output is not None:
        refuse_own(output, opened, paper=chosen.file)
    cited = work(opened.descriptor)
    if row is not None:
        from event_timeline.citations.rows import find

        found = find(opened, row)
        cited = row_of(cited, found.table, found.key, found.label)
    text = chosen.renderer()(cited)
    if output is None and chosen.file:
        write_data(text.encode("utf-8", "backslashreplace") + b"\n")
    elif output is None:
        click.echo(text)
    else:
        atomic.write_text(output, text + "\n", force=force)
        click.echo(f"wrote {output}", err=True)


def _style(name: str) -> Style:
    if name not in STYLES:
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), STYLES, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UserError(f"there is no style {name!r}", f"{hint}see `timeline cite --list`")
    return STYLES[name]
