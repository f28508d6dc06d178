"""`timeline quotes`: all quotations of a text, and which statement has each."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from event_timeline.commands.shared import shortened, source_option


@click.command(
    "quotes",
    epilog="""\b
Examples:
  timeline quotes --source article.txt            with numbers that `timeline add statement --quote` takes
  timeline quotes --source article.txt --open     only those that no statement has
  timeline quotes --source article.txt --format json
""",
)
@click.argument("package", type=click.Path(), default=".")
@source_option
@click.option("--open", "open_", is_flag=True, help="Only quotations that no statement has.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(package: str, sources: tuple[str, ...], open_: bool, format_: str) -> None:
    """List the quotations of a text with number, offsets and paragraph, and the statement that has each."""
    from event_timeline.authoring.draft import open_draft
    from event_timeline.authoring.quotations import quotations
    from event_timeline.authoring.texts import one_text, texts_of

    draft = open_draft(package)
    found = quotations(one_text(texts_of(draft, sources)), draft.table("evidence").rows)
    shown = [q for q in found if not (open_ and q.statement)]
    if format_ == "json":
        click.echo(
            json.dumps(
                {"schema_version": "1.0", "quotations": [asdict(q) for q in shown]}, indent=2, ensure_ascii=False
            )
        )
        return
    for q in shown:
        place = f"[{q.start}, {q.end})".ljust(15)
        note = "" if q.closed else " (not closed in its paragraph)"
        inside = "  " * q.depth
        click.echo(
            f"{q.number:>3}  {place} paragraph {q.paragraph:<3} {q.statement or 'no statement'}{note}\n     {inside}{shortened(q.words, 100)}"
        )
    left = sum(not q.statement for q in found)
    click.echo(f"{len(found)} quotations, {left} in no statement", err=True)
