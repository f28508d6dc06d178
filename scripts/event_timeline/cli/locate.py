"""`timeline locate`: the places of words in a text, and evidence rows for them."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options
from event_timeline.cli.messages import say, say_reminders
from event_timeline.io.terminal import printable
from event_timeline.model import UserError


@click.command(
    "locate",
    epilog="""\b
Examples:
  timeline locate --source article.txt "the town council"
  timeline locate --source article.txt --loose "don't"      whatever the apostrophe
  timeline locate --source article.txt "agreed to meet" --append event:talks --part report
  timeline locate --source article.txt Veld --append actor:jonas-veld --part mention --occurrence 2
  timeline locate --source article.txt Veld@all,i --append actor:jonas-veld --part mention
""",
)
@click.argument("words")
@options.package
@options.source
@click.option("--loose", is_flag=True, help="Straight and curly quotation marks, and any white space, are the same.")
@click.option(
    "-i", "--ignore-case", "--case", "ignore_case", is_flag=True, help="Capital and small letters are the same."
)
@click.option("--occurrence", metavar="N|all", multiple=True, help="Take only the Nth occurrence, or all. Repeatable.")
@click.option("--append", "append_to", metavar="SORT:ID", help="Write evidence for actor:ID, event:ID or statement:ID.")
@click.option("--part", help="What the words show: mention, report, quote, cue, speaker, date or place.")
@options.format_("text", "json")
def command(
    words: str, package: str, sources: tuple[str, ...], loose: bool, ignore_case: bool, occurrence: tuple[str, ...],
    append_to: str | None, part: str | None, format_: str,
) -> int:  # fmt: skip
    """Find WORDS in a source's text.

    WORDS may end in @2, their second occurrence, @all, or @i for any case, also joined as @all,i. Prints each occurrence's offsets (code points, half-open), paragraph, line and context. With --append the
    evidence row is written to PACKAGE, which is checked first: what would be invalid is refused, and spans that have such a row are left out; of several occurrences those that are whole words count. Exit code 1
    where the words are not found.
    """
    if words.strip() and bool(append_to) != bool(part):
        raise UserError("--append and --part go together", "write --append event:ID --part report")
    search = api.locate(
        words, package, sources=sources, loose=loose, ignore_case=ignore_case, coded=append_to is not None
    )
    if search.warning:
        say(f"warning: {search.warning}")
    if not search.occurrences:
        say(f"{search.shown_words} is not in the text{'s' if len(search.source_ids) > 1 else ''}")
        if not (loose and ignore_case):
            say("hint: --loose takes any quotation marks and white space, -i any case")
        return 1
    occurrence = occurrence or search.asked
    if append_to is None or part is None:
        click.echo(search.render(format_, search.chosen(occurrence)))
        return 0
    chosen = search.as_evidence(occurrence)
    if len(chosen) > 1 and not occurrence:
        click.echo(search.render("text", chosen), err=True)
        raise UserError(
            f"{search.shown_words} is there {len(chosen)} times",
            "say which one with --occurrence N, or --occurrence all",
        )
    with api.edit(package, sources=sources) as editor:
        added = editor.add_spans(append_to, part, search.spans(chosen))
    for identifier in added:
        say(f"evidence {identifier}")
    say_reminders(editor)
    for warning in search.inside_words(chosen):
        say(f"warning: {printable(warning)}")
    click.echo(search.render(format_, chosen))
    return 0
