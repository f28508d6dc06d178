"""`timeline locate`: where words stand in a text, and evidence rows for them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

import click

from event_timeline.cli.shared import open_to_change, say, say_pending, shortened, source_option
from event_timeline.io.terminal import json_text, printable
from event_timeline.model import UserError
from event_timeline.texts.locating import Occurrence

if TYPE_CHECKING:
    from event_timeline.texts.text import Text

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
    from event_timeline.editing.draft import open_draft
    from event_timeline.editing.texts import some_texts, texts_of
    from event_timeline.texts.files import read_text, split_given
    from event_timeline.texts.locating import locate, word_around
    from event_timeline.texts.text import Text

    if not words.strip():
        raise UserError("there are no words to find", "name them in quotation marks")
    if bool(append_to) != bool(part):
        raise UserError("--append and --part go together", "write --append event:ID --part report")
    if append_to is None and len(sources) == 1:
        source_id, file = split_given(sources[0])
        texts = {source_id: Text(source_id, read_text(file))}
        _warn_of_another_text(package, file, texts[source_id])
    else:
        texts = some_texts(texts_of(open_draft(package), sources))
    places = [(i, o) for i, t in texts.items() for o in locate(t, words, loose=loose, ignore_case=ignore_case)]
    if not places:
        say(f"{shortened(words, LONGEST)!r} is not in the text{'s' if len(texts) > 1 else ''}")
        if not (loose and ignore_case):
            click.echo("hint: --loose takes any quotation marks and white space, -i any case", err=True)
        return 1
    found = [Found(n, i if len(texts) > 1 else "", o) for n, (i, o) in enumerate(places, 1)]
    chosen = _chosen(found, occurrence)
    if append_to is None or part is None:
        _print(chosen, format_)
        return 0
    if not occurrence:
        chosen = [f for f in found if not word_around(f.at)] or found
    if len(chosen) > 1 and not occurrence:
        _print(chosen, "text", err=True)
        raise UserError(
            f"{shortened(words, LONGEST)!r} is there {len(chosen)} times",
            "say which one with --occurrence N, or --occurrence all",
        )
    spans = {i: [(f.at.start, f.at.end) for f in chosen if f.source_id in ("", i)] for i in texts}
    _append(package, spans, sources, append_to, part)
    for f in chosen:
        if word := word_around(f.at):
            others = "; add --occurrence for another" if len(found) > len(chosen) else ""
            said = f"warning: inside a word: {shortened(f.at.exact, LONGEST)!r} in {shortened(word, LONGEST)!r}{others}"
            click.echo(printable(said), err=True)
    _print(chosen, format_)
    return 0


def _warn_of_another_text(package: str, file: str, text: Text) -> None:
    """Say on stderr that offsets are not those of the text that the package here, if there is one, was coded from."""
    from event_timeline.editing.draft import open_draft
    from event_timeline.texts.text import copy_of

    try:
        hashes = [r["sha256"] for r in open_draft(package).table("sources").rows if r["sha256"]]
    except UserError:
        return
    if hashes and text.sha256 not in hashes:
        copy = next(filter(None, (copy_of(text.content, h) for h in hashes)), None)
        told = f"the coded text but for {copy.differs}" if copy else "not the coded text"
        say(f"warning: for the package at {package} {file} is {told}: offsets may differ")


class Found(NamedTuple):
    """An occurrence with its number among all; source_id only where several texts were searched."""

    number: int
    source_id: str
    at: Occurrence


def _append(
    package: str, spans: dict[str, list[tuple[int, int]]], sources: tuple[str, ...], append_to: str, part: str
) -> None:
    from event_timeline.editing import evidence_rows
    from event_timeline.editing.pending import settle
    from event_timeline.editing.texts import texts_of

    draft = open_to_change(package)
    texts = texts_of(draft, sources)
    to = evidence_rows.target(append_to)
    rows, present = [], None
    for source_id, here in spans.items():
        try:
            rows += evidence_rows.append(draft, texts[source_id], to, part, here) if here else []
        except evidence_rows.PresentError as error:
            present = error
    if present and not rows:
        raise present
    pending = settle(draft, texts)
    for row in rows:
        say(f"evidence {row['evidence_id']}")
    say_pending(pending)


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
    from event_timeline.texts.locating import in_context

    if format_ == "json":
        listed = [
            {"number": f.number} | ({"source_id": f.source_id} if f.source_id else {}) | asdict(f.at) for f in found
        ]
        click.echo(json_text({"schema_version": "1.0", "occurrences": listed}))
        return
    for number, source_id, o in found:
        place = f"{source_id} [{o.start}, {o.end})".lstrip().ljust(15)
        say(f"{number:>3}  {place} paragraph {o.paragraph}, line {o.line}  {in_context(o)}", err=err)
