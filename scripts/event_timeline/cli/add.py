"""`timeline add`: a row more, by options or by questions."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from event_timeline import profile
from event_timeline.cli.shared import interactive, open_to_change, say, say_defined, say_pending, source_option
from event_timeline.editing.adding import option_name
from event_timeline.editing.kinds import KINDS, Kind
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.editing.csv_tables import Row

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
    fields = profile.table_schema(kind.table)["fields"]
    params: list[click.Parameter] = [click.Argument(["package"], type=click.Path(), default=".")]
    for field in fields:
        if field["name"] not in kind.derived:
            params.append(
                click.Option(
                    [*_names(kind, field["name"]), _parameter(field["name"])],
                    help=_help(field),
                    metavar="TERM" if "enum" in field["constraints"] else "TEXT",
                )
            )
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


def _names(kind: Kind, column: str) -> list[str]:
    """The options of a column: --id for the row's own identifier, --event for event_id, --date for date_edtf."""
    if column == kind.key:
        return ["--id"]
    if column == "source_id":
        return ["--source-id"]
    return [f"--{option_name(column)}"]


def _help(field: dict[str, Any]) -> str:
    terms = field["constraints"].get("enum", [])
    listed = f" One of {', '.join(map(str, terms))}." if 0 < len(terms) <= LISTED else ""
    return f"{field['description']}{listed}"


def _run(kind: Kind, options: dict[str, Any]) -> None:
    from event_timeline.editing.adding import add, missing
    from event_timeline.editing.pending import settle
    from event_timeline.editing.texts import texts_of

    draft = open_to_change(
        options["package"], lock=not (options["ask"] or interactive())
    )  # no command waits for a person
    table = draft.table(kind.table)
    given = {
        f["name"]: v for f in profile.table_schema(kind.table)["fields"] if (v := options.get(_parameter(f["name"])))
    }
    for item in options["extra"]:
        column, sep, value = item.partition("=")
        if not sep:
            raise UserError(f"--set {item}: no value", "write --set column=value")
        given[column] = value
    words = {w.option: list(options[_parameter(f"words:{w.option}")]) for w in kind.words}
    texts = texts_of(draft, options["sources"])
    asked = options["ask"] or (interactive() and (not given or bool(missing(table, kind, given))))
    if asked:
        from event_timeline.cli.questions import ask

        ask(draft, kind, given, words, texts, everything=options["ask"] or not given)
    try:
        added = add(draft, kind, given, words, texts)
        if options.get("text"):
            from event_timeline.editing.stamping import stamp

            stamp(draft, [f"{added.row['source_id']}={options['text']}"])
        pending = settle(draft, texts)
    except UserError:
        if asked:
            say(f"to try again with what you answered: {_again(kind, given, words, options)}")
        raise
    say(_said(kind, table.key_of(added.row), added.row), err=False)
    for identifier in added.evidence:
        say(f"evidence {identifier}", err=False)
    say_defined(added.defined)
    say_pending(pending)


def _again(kind: Kind, given: dict[str, str], words: dict[str, list[str]], options: dict[str, Any]) -> str:
    """The command that says what was answered."""
    pairs = [(_names(kind, column)[0], value) for column, value in given.items() if value]
    pairs += [(f"--{option}", value) for option, values in words.items() for value in values]
    pairs += [("--source", source) for source in options["sources"]]
    said = [part for option, value in pairs for part in (option, shlex.quote(value))]
    return " ".join(["timeline add", kind.name, *said, shlex.quote(options["package"])])


def _said(kind: Kind, key: tuple[str, ...], row: Row) -> str:
    at = f" at position {row['position']}" if row.get("position") else ""
    return f"{kind.name} {' '.join(key)}{at}"


for _kind in KINDS.values():
    command.add_command(_subcommand(_kind))
