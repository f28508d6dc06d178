"""`timeline quotes`: all quotations of a text, and which statement has each."""

from __future__ import annotations

from dataclasses import asdict

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say, shorten
from event_timeline.io.counting import counted
from event_timeline.io.terminal import json_text


@click.command(
    "quotes",
    epilog="""\b
Examples:
  timeline quotes --source article.txt            with numbers that `timeline add statement --quote` takes
  timeline quotes --source article.txt --open     only those that no statement has
  timeline quotes --source article.txt --format json
""",
)
@options.package
@options.source
@click.option("--open", "open_", is_flag=True, help="Only quotations that no statement has.")
@options.format_("text", "json")
def command(package: str, sources: tuple[str, ...], open_: bool, format_: str) -> None:
    """List the quotations of a text with number, offsets and paragraph, and the statement that has each.

    Of several texts each is numbered by itself; `timeline add statement --quote ID:NUMBER` names the text.
    """
    quotations = api.quotations(package, sources)
    shown = [(i, q) for i, some in quotations.items() for q in some if not (open_ and q.statement)]
    if format_ == "json":
        listed = [{"source_id": i} | asdict(q) for i, q in shown]
        click.echo(json_text({"schema_version": "1.0", "quotations": listed}))
        return
    heading = ""
    for source_id, q in shown:
        if len(quotations) > 1 and source_id != heading:
            say(f"{source_id}:", err=False)
            heading = source_id
        place = f"[{q.start}, {q.end})".ljust(15)
        note = "" if q.closed else " (not closed in its paragraph)"
        inside = "  " * q.depth
        say(f"{q.number:>3}  {place} paragraph {q.paragraph:<3} {q.statement or 'no statement'}{note}", err=False)
        say(f"     {inside}{shorten(q.words, 100)}", err=False)
    every = [q for some in quotations.values() for q in some]
    left = sum(not q.statement for q in every)
    click.echo(f"{counted(len(every), 'quotation')}, {left} in no statement", err=True)
