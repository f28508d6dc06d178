"""`timeline locate`: where words stand in a text, and evidence rows for them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from event_timeline import api
from event_timeline.cli.shared import say, say_pending, shortened, source_option
from event_timeline.io.terminal import json_text, printable
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.api import Found

LONGEST = 200
"""Characters of the words that are repeated in a message."""


@click.command(
    "locate",
    epilog="""\b
Examples:
  timeline locate --source article.txt "the town council"
  timeline locate --source article.txt --loose "don't"      whatever the apostrophe
  timeline locate --source article.txt "agreed to meet" --append event:talks --part report
  timeline locate --source article.txt Veld --append actor:jonas-veld --part mention --occurrence 2
  timeline locate --source article.txt Veld --append actor:jonas-veld --part mention --occurrence all
""",
)
@click.argument("words")
@click.argument("package", type=click.Path(), default=".")
@source_option
@click.option("--loose", is_flag=True, help="Straight and curly quotation marks, and any white space, are the same.")
@click.option(
    "-i", "--ignore-case", "--case", "ignore_case", is_flag=True, help="Capital and small letters are the same."
)
@click.option("--occurrence", metavar="N|all", multiple=True, help="Take only the Nth occurrence, or all. Repeatable.")
@click.option("--append", "append_to", metavar="SORT:ID", help="Write evidence for actor:ID, event:ID or statement:ID.")
@click.option("--part", help="What the words show: mention, report, quote, cue, speaker, date or place.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    words: str, package: str, sources: tuple[str, ...], loose: bool, ignore_case: bool, occurrence: tuple[str, ...],
    append_to: str | None, part: str | None, format_: str,
) -> int:  # fmt: skip
    """Find WORDS in a source's text.

    Prints each occurrence's offsets (code points, half-open), paragraph, line and context. With --append the
    evidence row is written to PACKAGE, which is checked first: what would be invalid is refused; of several occurrences those that are whole words count. Exit code 1
    where the words are not found.
    """
    if words.strip() and bool(append_to) != bool(part):
        raise UserError("--append and --part go together", "write --append event:ID --part report")
    search = api.locate(
        words, package, sources=sources, loose=loose, ignore_case=ignore_case, coded=append_to is not None
    )
    if search.warning:
        say(f"warning: {search.warning}")
    found = search.occurrences
    if not found:
        say(f"{shortened(words, LONGEST)!r} is not in the text{'s' if len(search.source_ids) > 1 else ''}")
        if not (loose and ignore_case):
            click.echo("hint: --loose takes any quotation marks and white space, -i any case", err=True)
        return 1
    chosen = _chosen(found, occurrence)
    if append_to is None or part is None:
        _print(chosen, format_)
        return 0
    if not occurrence:
        chosen = [f for f in found if not f.word] or found
    if len(chosen) > 1 and not occurrence:
        _print(chosen, "text", err=True)
        raise UserError(
            f"{shortened(words, LONGEST)!r} is there {len(chosen)} times",
            "say which one with --occurrence N, or --occurrence all",
        )
    with api.edit(package, sources=sources) as editor:
        added = editor.add_spans(append_to, part, search.spans(chosen))
    for identifier in added:
        say(f"evidence {identifier}")
    say_pending(editor.follow_up)
    for f in chosen:
        if word := f.word:
            others = "; add --occurrence for another" if len(found) > len(chosen) else ""
            said = f"warning: inside a word: {shortened(f.at.exact, LONGEST)!r} in {shortened(word, LONGEST)!r}{others}"
            click.echo(printable(said), err=True)
    _print(chosen, format_)
    return 0


def _chosen(found: list[Found], wanted: tuple[str, ...]) -> list[Found]:
    if not wanted or "all" in wanted:
        return found
    numbers = {int(w) for w in wanted if w.isdecimal()}
    if len(numbers) < len(set(wanted)) or not numbers <= {f.number for f in found}:
        raise UserError(
            f"--occurrence {' '.join(wanted)}: there are {len(found)}", f"choose from 1 to {len(found)}, or all"
        )
    return [f for f in found if f.number in numbers]


def _print(found: list[Found], format_: str, *, err: bool = False) -> None:
    if format_ == "json":
        listed = [
            {"number": f.number} | ({"source_id": f.source_id} if f.source_id else {}) | asdict(f.at) for f in found
        ]
        click.echo(json_text({"schema_version": "1.0", "occurrences": listed}))
        return
    for f in found:
        o = f.at
        place = f"{f.source_id} [{o.start}, {o.end})".lstrip().ljust(15)
        say(f"{f.number:>3}  {place} paragraph {o.paragraph}, line {o.line}  {o.context}", err=err)
