"""`timeline edit`: the workbench, in the browser."""

from __future__ import annotations

import webbrowser

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say


@click.command(
    "edit",
    epilog="""\b
Examples:
  timeline edit --source article.txt       the package in this folder
  timeline edit my-package                 its text is in it or beside it
  timeline edit new-package                an empty folder: paste the text there
  timeline edit mine --beside hers         what two coders have otherwise
  timeline edit --port 8765 --no-browser   print the address, open it yourself
""",
)
@options.package
@options.source
@click.option("--beside", metavar="PACKAGE", help="Another coding of the text, to decide what differs.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the address. [default: a free one]")
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
def command(package: str, sources: tuple[str, ...], beside: str | None, port: int, no_browser: bool) -> None:
    """Code an article in the browser: text, tables and findings side by side.

    Prints an address of this machine, opens it, and serves the page until Ctrl-C. Each change is validated and saved at
    once, and can be undone. Only who has the whole address can use the page; nothing is sent anywhere. Needs the extra
    `edit`.
    """

    def ready(address: str) -> None:
        click.echo(address)
        say("the workbench is open at this address; Ctrl-C ends it")
        if not no_browser and not webbrowser.open(address):
            say("no browser could be started: open the address yourself")

    api.edit_in_browser(package, sources=sources, beside=beside, port=port, ready=ready)
