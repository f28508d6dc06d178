"""`timeline add`: a row more, by options or by questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from event_timeline import api, cli_support
from event_timeline.cli import add_rows
from event_timeline.cli.add_rows import AddGroup
from event_timeline.cli.messages import interactive, say, say_defined, say_reminders
from event_timeline.cli.row_options import NewRow, declared
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.api import RecordType

WORDS = "WORDS are copied from the text: WORDS@2 is their second occurrence, WORDS@all every one, WORDS@i those in any case, ID:WORDS those of one text."


@click.group(
    "add",
    cls=AddGroup,
    epilog="""\b
Examples:
  timeline add actor                      asks for everything, with the choices shown
  timeline add event --help               the options, for scripts
  timeline add participant --event strike --actor dockers-union --role agent
  timeline add actors --from actors.csv   many rows at once; also JSON lines: timeline add rows --help
""",
)
def command() -> None:
    """Add a row to a table of the package: an actor, an event, a participant, a measure, a term and others.

    An optional table or column of the profile that the package lacks is made with the first row that needs it.

    At a terminal, what is not given is asked for; in a script it must be given. Terms and references are
    checked, the table stays sorted, positions are renumbered, the descriptor is stamped; what would be
    invalid is refused, and nothing is written then.

    Words of the text are copied from it. Where they occur several times, `WORDS@2` is their second occurrence and
    `WORDS@all` every one, `WORDS@all,i` every one in any case; where there are several texts, `ID:WORDS` says in which.
    """


def _subcommand(kind: RecordType) -> click.Command:
    def run(**values: Any) -> None:
        _run(NewRow.of(kind, values))

    example = f"\b\nExamples:\n  timeline add {kind.name}\n  {kind.example}"
    text = f"{kind.summary}\n\n{WORDS}" if kind.words else kind.summary
    article = "an" if kind.name[0] in "aeiou" else "a"
    short = f"Add {article} {kind.name.replace('-', ' ')}: {kind.summary[0].lower()}{kind.summary[1:]}"
    return declared(kind, click.Command(kind.name, callback=run, help=text, short_help=short, epilog=example))


def _run(new: NewRow) -> None:
    at_terminal, asking = interactive(), False
    lock = not (new.ask or at_terminal)  # no command waits for a person
    try:
        with api.edit(new.package, sources=new.sources, lock=lock) as editor:
            if new.ask or (at_terminal and (not new.cells or bool(editor.missing(new.kind, new.cells)))):
                from event_timeline.cli.prompts import ask

                ask(editor.form(new.kind), new.cells, new.words, everything=new.ask or not new.cells)
                asking = True
            added = editor.add_row(new.kind, new.cells, new.words, new.text, new.related)
    except UserError:
        if asking:
            say(f"to try again with what you answered: {new.command_line()}")
        raise
    position = f" at position {added.row['position']}" if added.row.get("position") else ""
    say(f"{new.kind.name} {' '.join(editor.key_of(new.kind.table, added.row))}{position}", err=False)
    for identifier in added.evidence:
        say(f"evidence {identifier}", err=False)
    for table, key in added.related:
        say(f"{cli_support.row_name(table)} {' '.join(key)}", err=False)
    say_defined(added.defined)
    say_reminders(editor)


command.add_command(add_rows.command)
for _kind in cli_support.record_types():
    command.add_command(_subcommand(_kind))
