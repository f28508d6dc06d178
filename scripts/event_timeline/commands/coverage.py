"""`timeline coverage`: which sentences of a text have evidence."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from event_timeline.commands.shared import shortened, source_option


@click.command(
    "coverage",
    epilog="""\b
Examples:
  timeline coverage --source article.txt           every sentence and what rests on it
  timeline coverage --source article.txt --todo    only those that no event or statement rests on
  timeline coverage --source article.txt --format json
""",
)
@click.argument("package", type=click.Path(), default=".")
@source_option
@click.option("--todo", is_flag=True, help="Only sentences on which neither an event nor a statement rests.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(package: str, sources: tuple[str, ...], todo: bool, format_: str) -> None:
    """Go through a text sentence by sentence: what has evidence, and what is still to do."""
    from event_timeline.authoring.covering import coverage
    from event_timeline.authoring.draft import open_draft
    from event_timeline.authoring.texts import some_texts, texts_of

    draft = open_draft(package)
    texts = some_texts(texts_of(draft, sources))
    found = {i: coverage(text, draft.table("evidence").rows) for i, text in texts.items()}
    shown = [(i, s) for i, listed in found.items() for s in listed if not (todo and s.told)]
    if format_ == "json":
        listed = [{"source_id": i} | asdict(s) for i, s in shown]
        click.echo(json.dumps({"schema_version": "1.0", "sentences": listed}, indent=2, ensure_ascii=False))
        return
    heading = ""
    for source_id, s in shown:
        if len(found) > 1 and source_id != heading:
            click.echo(f"{source_id}:")
            heading = source_id
        mark = " " if s.told else "~" if not s.bare else "-"
        place = f"[{s.start}, {s.end})".ljust(15)
        records = "; ".join(f"{sort} {', '.join(ids)}" for sort, ids in s.records.items() if ids) or "no evidence"
        click.echo(
            f"{mark} {s.number:>3}  {place} paragraph {s.paragraph:<3} {shortened(s.words, 90)}\n        {records}"
        )
    every = [s for listed in found.values() for s in listed]
    bare, mentions = sum(s.bare for s in every), sum(not s.told and not s.bare for s in every)
    click.echo(f"{len(every)} sentences: {bare} without evidence (-), {mentions} with actors only (~)", err=True)
