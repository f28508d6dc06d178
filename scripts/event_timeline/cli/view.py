"""`timeline view`: the package as a page, opened in the browser."""

from __future__ import annotations

import webbrowser

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say, say_invalid
from event_timeline.model import InvalidPackageError, UserError


@click.command(
    "view",
    epilog="""\b
Examples:
  timeline view                            NAME.html here, then in the browser
  timeline view package.zip -o look.html
  timeline view --no-open                  write the page, open nothing
  timeline view --source article.txt --include-text
                                           with the article and its spans: not for publishing
""",
)
@options.package
@click.option(
    "-o", "--output", metavar="FILE", type=options.NamedPath(), help="File to write. [default: NAME.html, here]"
)
@click.option("--no-open", is_flag=True, help="Do not open the page.")
@options.force("Replace a file that this command did not make.")
@options.no_validate()
@options.checked_source("Text of a source, checked against the evidence.")
@click.option("--include-text", is_flag=True, help="Write the texts of --source into the page.")
def command(
    package: str, output: str | None, no_open: bool, force: bool, validate: bool, sources: tuple[str, ...],
    include_text: bool,
) -> int:  # fmt: skip
    """Write the package as a page and open it in the browser.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder. The page is that of
    `timeline export html`: one file that needs no network. It holds no source's text unless --include-text
    asks for it; whoever has the text can open it in the page, where it stays in the browser.
    """
    if output == "-":
        raise UserError(
            "a page in the terminal cannot be looked at", "name a file with -o, or `timeline export html -o -`"
        )
    try:
        page = api.export(
            package, "html", output, sources=sources, include_text=include_text, validate=validate, force=force
        )
    except InvalidPackageError as error:
        return say_invalid(error, package)
    click.echo(f"wrote {page}", err=True)
    if not no_open and not webbrowser.open(page.resolve().as_uri()):
        say(f"no browser could be started: open {page} yourself")
    return 0
