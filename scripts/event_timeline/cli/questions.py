"""Asking at a terminal: one question a column, with its choices, and again where the answer is not possible."""

from __future__ import annotations

from typing import Any

import click

from event_timeline.cli.shared import say
from event_timeline.editing.adding import identifier_for
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.draft import Draft
from event_timeline.editing.kinds import Kind
from event_timeline.editing.placing import Placer
from event_timeline.editing.values import checked, known_of, terms_of
from event_timeline.model import UserError
from event_timeline.texts.text import Text

SHOWN = 25
"""So many records are listed as choices; others can be named all the same."""


def ask(
    draft: Draft,
    kind: Kind,
    given: dict[str, str],
    words: dict[str, list[str]],
    texts: dict[str, Text],
    *,
    everything: bool,
) -> None:
    """Ask for what is not in `given` and `words`, which are completed; only for what is required unless `everything`."""
    table = draft.table(kind.table)
    columns = [f["name"] for f in table.schema["fields"] if f["name"] not in (kind.key, *kind.derived, "position")]
    for column in columns:
        required = bool(table.field(column).get("constraints", {}).get("required"))
        completed = kind.name == "statement" and column in ("kind", "source_id")
        if not given.get(column) and not completed and (everything or required):
            given[column] = _answer(draft, table, column, required)
    if kind.key and not given.get(kind.key):
        given[kind.key] = click.prompt("Identifier", default=identifier_for(kind, given), err=True)
    if texts and everything:
        _ask_words(kind, words, Placer(texts, single=kind.name == "statement"))


def _answer(draft: Draft, table: CsvTable, column: str, required: bool) -> str:
    field = table.field(column)
    click.echo(err=True)
    say(f"{field.get('title', column)}: {field.get('description', '')}")
    choices = _show_choices(draft, table, column)
    while True:
        answer: str = click.prompt(
            f"{column}{'' if required else ' (Enter: none)'}",
            default="affirmed" if column == "polarity" else None if required else "",
            show_default=column == "polarity",
            err=True,
        ).strip()
        if answer.isdecimal() and choices and 1 <= int(answer) <= len(choices):
            answer = choices[int(answer) - 1]
        if not answer and not required:
            return ""
        try:
            return checked(draft, table, column, answer)
        except UserError as error:
            say(f"{error.message}; {error.hint}")


def _show_choices(draft: Draft, table: CsvTable, column: str) -> list[str]:
    choices: list[tuple[str, Any]] = [(t, d or label) for t, label, d in terms_of(draft, table, column)] or list(
        known_of(draft, table, column)
    )
    for number, (value, meaning) in enumerate(choices[:SHOWN], 1):
        say(f"  {number:>2} {value}  {meaning}")
    return [value for value, _ in choices]


def _ask_words(kind: Kind, words: dict[str, list[str]], placer: Placer) -> None:
    """Ask for words of the texts; each answer is looked up at once, beside those before it."""
    for option in kind.words:
        if words.get(option.option):
            continue
        click.echo(f"\n{option.help}", err=True)
        while answer := click.prompt(
            f"words for {option.part} (Enter: none)", default="", show_default=False, err=True
        ).strip():
            try:
                placer.spans(option, answer)
            except UserError as error:
                say(f"{error.message}; {error.hint}")
                continue
            words[option.option] = [answer]
            break
