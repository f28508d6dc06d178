"""`timeline coverage`: which sentences of a text have evidence, and how much of the text the cells repeat."""

from __future__ import annotations

from dataclasses import asdict

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say, shorten
from event_timeline.io.terminal import json_text


@click.command(
    "coverage",
    epilog="""\b
Examples:
  timeline coverage --source article.txt           every sentence and its records
  timeline coverage --source article.txt --todo    only those without an event or statement
  timeline coverage --source article.txt --format json
""",
)
@options.package
@options.source
@click.option("--todo", is_flag=True, help="Only sentences that are evidence of neither an event nor a statement.")
@options.format_("text", "json")
def command(package: str, sources: tuple[str, ...], todo: bool, format_: str) -> None:
    """Go through a text sentence by sentence: what has evidence, and what is still to do.

    The last lines say how much of each text the cells of the package repeat, which counts where the text is not free.
    """
    coverage = api.coverage(package, sources)
    sentences, shares = coverage.sentences, coverage.repeated
    shown = [(i, s) for i, some in sentences.items() for s in some if not (todo and s.is_coded)]
    if format_ == "json":
        listed = [{"source_id": i} | asdict(s) for i, s in shown]
        counted = [{"source_id": i} | asdict(share) for i, share in shares.items()]
        document = {"schema_version": "1.1", "sentences": listed, "repeated": counted}
        click.echo(json_text(document))
        return
    heading = ""
    for source_id, s in shown:
        if len(sentences) > 1 and source_id != heading:
            say(f"{source_id}:", err=False)
            heading = source_id
        mark = " " if s.is_coded else "~" if not s.is_uncoded else "-"
        place = f"[{s.start}, {s.end})".ljust(15)
        records = "; ".join(f"{sort} {', '.join(ids)}" for sort, ids in s.records.items() if ids) or "no evidence"
        say(f"{mark} {s.number:>3}  {place} paragraph {s.paragraph:<3} {shorten(s.words, 90)}", err=False)
        say(f"        {records}", err=False)
    every = [s for some in sentences.values() for s in some]
    bare, mentions = sum(s.is_uncoded for s in every), sum(not s.is_coded and not s.is_uncoded for s in every)
    say(f"{len(every)} sentences: {bare} without evidence (-), {mentions} with actors only (~)")
    for source_id, share in shares.items():
        say(
            f"{source_id}: the cells repeat {percent(share.repeated, share.characters)} of the text's characters "
            f"({percent(share.quoted, share.characters)} are quotations), and "
            f"{percent(share.prose_repeated, share.prose)} of those outside quotation marks"
        )


def percent(part: int, whole: int) -> str:
    """A share in whole per cent; 0% of nothing."""
    return f"{round(100 * part / whole) if whole else 0}%"
