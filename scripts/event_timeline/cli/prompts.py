"""Asking at a terminal: one question a column, with its choices, and again where the answer is not possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from event_timeline.cli.messages import say
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.api import EntryForm

SHOWN = 25
"""So many records are listed as choices; others can be named all the same."""


def ask(form: EntryForm, given: dict[str, str], words: dict[str, list[str]], *, everything: bool) -> None:
    """Ask for what is not in `given` and `words`, which are completed; only for what is required unless `everything`."""
    for column in form.columns():
        required = form.is_required(column)
        if not given.get(column) and (everything or required):
            given[column] = _answer(form, column, required)
    if form.kind.key and not given.get(form.kind.key):
        given[form.kind.key] = click.prompt("Identifier", default=form.suggest_identifier(given), err=True)
    if form.has_texts and everything:
        _ask_words(form, words)


def _answer(form: EntryForm, column: str, required: bool) -> str:
    field = form.field(column)
    click.echo(err=True)
    say(f"{field.get('title', column)}: {field.get('description', '')}")
    choices = _show_choices(form, column)
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
            return form.check_value(column, answer)
        except UserError as error:
            say(f"{error.message}; {error.hint}")


def _show_choices(form: EntryForm, column: str) -> list[str]:
    choices = form.choices(column)
    for number, (value, meaning) in enumerate(choices[:SHOWN], 1):
        say(f"  {number:>2} {value}  {meaning}")
    return [value for value, _ in choices]


def _ask_words(form: EntryForm, words: dict[str, list[str]]) -> None:
    """Ask for words of the texts; each answer is looked up at once, beside those before it."""
    for option in form.kind.words:
        if words.get(option.option):
            continue
        click.echo(f"\n{option.help}", err=True)
        while answer := click.prompt(
            f"words for {option.part} (Enter: none)", default="", show_default=False, err=True
        ).strip():
            try:
                form.locate(option, answer)
            except UserError as error:
                say(f"{error.message}; {error.hint}")
                continue
            words[option.option] = [answer]
            break
