"""The options of `timeline add` for a sort of row, made from its schema, and what they say of the new row."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from event_timeline.cli import options
from event_timeline.cli.add_rows import related_options, related_values
from event_timeline.io.counting import MAX_LISTED
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.api import RecordType

MAX_LISTED_TERMS = 60
"""Terms of a vocabulary that an option's help lists, which is more than each of the profile has; a package may have its own."""


def declared(kind: RecordType, command: click.Command) -> click.Command:
    """Give a command the package and the options of a sort of row; it is called with what `NewRow.of` takes."""
    options.package(command)
    for field in kind.fields:
        metavar = "TERM" if "enum" in field["constraints"] else "TEXT"
        _add(command, kind.option(field["name"]), _parameter(field["name"]), help=_help(kind, field), metavar=metavar)
    for words in kind.words:
        _add(
            command, f"--{words.option}", _parameter(f"words:{words.option}"), multiple=True, metavar="WORDS",
            help=f"{words.help} Becomes evidence. Repeatable.",
        )  # fmt: skip
    if kind.name == "source":
        text = "The source's text, if evidence is to point into it."
        _add(command, "--text", "text", type=options.NamedPath(), metavar="FILE", help=text)
    command.params.extend(related_options(kind))
    own = "A column that the package adds to the profile. Repeatable."
    _add(command, "--set", "extra", multiple=True, metavar="COLUMN=VALUE", help=own)
    _add(command, "--ask", "ask", is_flag=True, help="Ask for everything that is not given, also what may stay empty.")
    return options.source(command)


@dataclass
class NewRow:
    """What the command line says of a row: cells, column -> value; words, option -> words of the text."""

    kind: RecordType
    package: str
    sources: tuple[str, ...]
    cells: dict[str, str]
    words: dict[str, list[str]]
    text: str | None
    """File of a new source's text."""
    related: dict[str, list[str]]
    """Property of a row of a file -> short forms of the rows that refer to the new one."""
    ask: bool
    """Whether to ask for everything that is missing."""

    @classmethod
    def of(cls, kind: RecordType, values: dict[str, Any]) -> NewRow:
        """Take the values that click passes for the options of a sort. Raises UserError for a --set without a value."""
        cells = {f["name"]: value for f in kind.fields if (value := values.get(_parameter(f["name"])))}
        for item in values["extra"]:
            column, sep, value = item.partition("=")
            if not sep:
                raise UserError(f"--set {item}: no value", "write --set column=value")
            cells[column] = value
        words = {w.option: list(values[_parameter(f"words:{w.option}")]) for w in kind.words}
        return cls(
            kind,
            values["package"],
            values["sources"],
            cells,
            words,
            values.get("text"),
            related_values(kind, values),
            values["ask"],
        )

    def command_line(self) -> str:
        """Return the command that adds the row without a question."""
        pairs = [(self.kind.option(column), value) for column, value in self.cells.items() if value]
        pairs += [(f"--{option}", value) for option, values in self.words.items() for value in values]
        related = {o.property: o.option for o in self.kind.related}
        pairs += [(f"--{related[name]}", value) for name, values in self.related.items() for value in values]
        pairs += [("--source", source) for source in self.sources]
        arguments = [part for option, value in pairs for part in (option, shlex.quote(value))]
        return " ".join(["timeline add", self.kind.name, *arguments, shlex.quote(self.package)])


def _add(command: click.Command, option: str, parameter: str, **attributes: Any) -> None:
    command.params.append(click.Option([option, parameter], **attributes))


def _parameter(name: str) -> str:
    """A name that click takes and that cannot clash with another option's."""
    return "v_" + name.replace(":", "_w_").replace("-", "_")


def _help(kind: RecordType, field: dict[str, Any]) -> str:
    terms = field["constraints"].get("enum", [])
    vocabulary = f"{kind.table}.{field['name']}"
    listed = f" One of {', '.join(map(str, terms))}." if 0 < len(terms) <= MAX_LISTED_TERMS else ""
    if len(terms) > MAX_LISTED:
        listed += f" `timeline explain {vocabulary}` defines them."
    required = " Required." if kind.is_required(field) else ""
    return f"{field['description']}{listed}{required}"
