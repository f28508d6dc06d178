"""`timeline dates`: the dates that words may mean, or those that a text names."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from event_timeline import api, cli_support
from event_timeline.cli import options
from event_timeline.cli.messages import say, shorten
from event_timeline.io.counting import counted
from event_timeline.io.terminal import json_text

if TYPE_CHECKING:
    from event_timeline.api import DateWords


@click.command(
    "dates",
    epilog="""\b
Examples:
  timeline dates "last Thursday"                     counted from the day of publication of the package here
  timeline dates "by the end of May" --on 2024-05-14
  timeline dates "next Friday" strike --source-id report
  timeline dates strike --source article.txt         every date that the text names
  timeline dates --format json
""",
)
@click.argument("names", metavar="[WORDS] [PACKAGE]", nargs=-1)
@options.source
@click.option(
    "--on", default="", metavar="DAY", help="The day to count from, as 2024-05-14; by default that of publication."
)
@click.option("--source-id", default="", metavar="ID", help="Count WORDS from the day of publication of this source.")
@options.format_("text", "json")
def command(names: tuple[str, ...], sources: tuple[str, ...], on: str, source_id: str, format_: str) -> int:
    """Propose the dates that English WORDS may mean, as EDTF, and how each is read; nothing is written.

    Without WORDS all dates that the texts of PACKAGE name are listed. Words that may mean several dates have several
    proposals, the likeliest first; words that are not certain to name a date have none. Exit code 1 where there is none.
    """
    words, package = cli_support.words_and_package(names)
    if not words:
        return _list(api.dates("." if package is None else package, sources, on=on), format_)
    proposals = api.propose_dates(words, on, package=package, source=source_id)
    if format_ == "json":
        click.echo(json_text({"schema_version": "1.0", "words": words, "proposals": [asdict(p) for p in proposals]}))
        return 0 if proposals else 1
    width = max((len(p.edtf) for p in proposals), default=0)
    for p in proposals:
        say(f"{p.edtf.ljust(width)}  {p.basis.ljust(8)}  {p.reading}", err=False)
    if not proposals and format_ == "text":
        say(f"no date is proposed for {shorten(words, 100)!r}")
        say(
            "hint: give the day to count from with --on, or write EDTF; only English words that name a calendar date are read"
        )
    return 0 if proposals else 1


def _list(found: dict[str, list[DateWords]], format_: str) -> int:
    if format_ == "json":
        listed = [{"source_id": i} | asdict(one) for i, some in found.items() for one in some]
        click.echo(json_text({"schema_version": "1.0", "dates": listed}))
        return 0
    for source_id, some in found.items():
        if len(found) > 1:
            say(f"{source_id}:", err=False)
        for one in some:
            say(f"[{one.start}, {one.end})".ljust(15) + f" {shorten(one.words, 60)}", err=False)
            for p in one.proposals:
                say(f"     {p.edtf}  {p.reading}; {p.basis}", err=False)
    click.echo(counted(sum(map(len, found.values())), "date"), err=True)
    return 0
