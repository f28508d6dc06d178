"""`timeline add`: a row more, by options or by questions."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from event_timeline import api
from event_timeline.cli.shared import interactive, say, say_defined, say_pending, source_option
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.api import Kind

WORDS = "WORDS are copied from the text: WORDS@2 is their second occurrence, WORDS@all every one, ID:WORDS those of one text."
LISTED = 20
"""So many terms of a vocabulary are listed in an option's help; a package may have more of its own."""


@click.group(
    "add",
    epilog="""\b
Examples:
  timeline add actor                      asks for everything, with the choices shown
  timeline add event --help               the options, for scripts
  timeline add participant --event strike --actor dockers-union --role agent
""",
)
def command() -> None:
    """Add an actor, event, statement, participant, relation, place, source, term, or what a statement is about.

    At a terminal, what is not given is asked for; in a script it must be given. Terms and references are
    checked, the table stays sorted, positions are renumbered, the descriptor is stamped; what would be
    invalid is refused, and nothing is written then.

    Words of the text are copied from it. Where they stand several times, `WORDS@2` is their second occurrence and
    `WORDS@all` every one; where there are several texts, `ID:WORDS` says in which.
    """


def _subcommand(kind: Kind) -> click.Command:
    params: list[click.Parameter] = [click.Argument(["package"], type=click.Path(), default=".")]
    params += [
        click.Option(
            [kind.option(field["name"]), _parameter(field["name"])],
            help=_help(field),
            metavar="TERM" if "enum" in field["constraints"] else "TEXT",
        )
        for field in kind.fields
    ]
    params += [
        click.Option(
            [f"--{w.option}", _parameter(f"words:{w.option}")],
            multiple=True,
            metavar="WORDS",
            help=f"{w.help} Becomes evidence. Repeatable.",
        )
        for w in kind.words
    ]
    if kind.name == "source":
        params.append(
            click.Option(
                ["--text"],
                type=click.Path(),
                metavar="FILE",
                help="The source's text, if evidence is to point into it.",
            )
        )
    params.append(
        click.Option(
            ["--set", "extra"],
            multiple=True,
            metavar="COLUMN=VALUE",
            help="A column that the package adds to the profile. Repeatable.",
        )
    )
    params.append(
        click.Option(["--ask"], is_flag=True, help="Ask for everything that is not given, also what may stay empty.")
    )

    def run(**options: Any) -> None:
        _run(kind, options)

    example = f"\b\nExamples:\n  timeline add {kind.name}\n  {kind.example}"
    told = f"{kind.summary}\n\n{WORDS}" if kind.words else kind.summary
    made = click.Command(kind.name, params=params, callback=run, help=told, short_help=kind.summary, epilog=example)
    return source_option(made)


def _parameter(name: str) -> str:
    """A name that click takes and that cannot clash with another option's."""
    return "v_" + name.replace(":", "_w_").replace("-", "_")


def _help(field: dict[str, Any]) -> str:
    terms = field["constraints"].get("enum", [])
    listed = f" One of {', '.join(map(str, terms))}." if 0 < len(terms) <= LISTED else ""
    return f"{field['description']}{listed}"


def _run(kind: Kind, options: dict[str, Any]) -> None:
    given = _given(kind, options)
    words = {w.option: list(options[_parameter(f"words:{w.option}")]) for w in kind.words}
    lock, asked = not (options["ask"] or interactive()), False  # no command waits for a person
    try:
        with api.edit(options["package"], sources=options["sources"], lock=lock) as editor:
            if options["ask"] or (interactive() and (not given or bool(editor.missing(kind, given)))):
                from event_timeline.cli.questions import ask

                ask(editor.form(kind), given, words, everything=options["ask"] or not given)
                asked = True
            added = editor.add_row(kind, given, words, options.get("text"))
    except UserError:
        if asked:
            say(f"to try again with what you answered: {_again(kind, given, words, options)}")
        raise
    say(_said(kind, editor.key_of(kind.table, added.row), added.row), err=False)
    for identifier in added.evidence:
        say(f"evidence {identifier}", err=False)
    say_defined(added.defined)
    say_pending(editor.follow_up)


def _given(kind: Kind, options: dict[str, Any]) -> dict[str, str]:
    """column -> value, of the options."""
    given = {f["name"]: value for f in kind.fields if (value := options.get(_parameter(f["name"])))}
    for item in options["extra"]:
        column, sep, value = item.partition("=")
        if not sep:
            raise UserError(f"--set {item}: no value", "write --set column=value")
        given[column] = value
    return given


def _again(kind: Kind, given: dict[str, str], words: dict[str, list[str]], options: dict[str, Any]) -> str:
    """The command that says what was answered."""
    pairs = [(kind.option(column), value) for column, value in given.items() if value]
    pairs += [(f"--{option}", value) for option, values in words.items() for value in values]
    pairs += [("--source", source) for source in options["sources"]]
    said = [part for option, value in pairs for part in (option, shlex.quote(value))]
    return " ".join(["timeline add", kind.name, *said, shlex.quote(options["package"])])


def _said(kind: Kind, key: tuple[str, ...], row: dict[str, str]) -> str:
    at = f" at position {row['position']}" if row.get("position") else ""
    return f"{kind.name} {' '.join(key)}{at}"


for _kind in api.kinds():
    command.add_command(_subcommand(_kind))
