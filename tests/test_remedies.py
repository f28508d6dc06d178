"""Errors name what the caller can use: parameters and functions in Python, options and commands on the command line."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import event_timeline as et
from event_timeline import remedies
from event_timeline.cli import group
from event_timeline.editing.editor import Editor
from event_timeline.editing.record_types import RECORD_TYPES
from event_timeline.importing import OPTIONS
from event_timeline.model import UserError

CODE = Path(inspect.getfile(et)).parent
ELSEWHERE = ("cli", "reports", "rules")
"""What only the command line prints, and the findings of a report, which are the same for all readers."""
NO_ERRORS = {
    "comparing/git_objects.py": "arguments of git",
    "editing/document_templates.py": "files of a new package",
    "editing/merged_files.py": "files of a corpus",
    "editing/record_types.py": "examples of commands, which their help shows",
    "exports/ics.py": "the name of the program in a calendar",
    "exports/webannotation.py": "the name of the program in an export",
    "importing/rows/package_files.py": "files of a new package",
    "workbench/security.py": "an answer to a browser",
    "workbench/session.py": "what the history calls a change",
}
OF_COMMANDS = re.compile(r"(?<![\w-])--[a-z]|`timeline |\btimeline [a-z-]+ --|(?<!\w)-o\b")


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each string that is no docstring; a value that is put in is X."""
    parts = {id(n) for s in ast.walk(tree) if isinstance(s, ast.JoinedStr) for n in ast.walk(s) if n is not s}
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in parts | docs:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values),
            )


def of_commands() -> Iterator[tuple[str, str]]:
    """Place and text of every string that names an option or a command, of the rooms whose errors Python sees."""
    for file in sorted(CODE.rglob("*.py")):
        name = file.relative_to(CODE).as_posix()
        if name.split("/")[0] in ELSEWHERE or name in NO_ERRORS or name == "remedies.py":
            continue
        for line, text in strings(ast.parse(file.read_text())):
            if OF_COMMANDS.search(text):
                yield f"{name}:{line}", text


def test_an_error_in_python_names_no_option_and_no_command() -> None:
    found = list(of_commands())
    assert len(found) > 50
    left = {place: remedies.in_python(text) for place, text in found if OF_COMMANDS.search(remedies.in_python(text))}
    assert not left


NAMED = re.compile(r"`timeline ([a-z][^`]*)`")
NAMES = ("agree", "merge", "set", "add statement --quote")
"""Commands that a sentence is about, and that nobody is told to run as they are there."""


def commands() -> Iterator[tuple[str, str]]:
    """Place and command, without `timeline`, of all that a string of the code names in backticks; a value is X."""
    for file in sorted(CODE.rglob("*.py")):
        for line, text in strings(ast.parse(file.read_text())):
            yield from ((f"{file.relative_to(CODE)}:{line}", c) for c in NAMED.findall(text) if c not in NAMES)


def usage_error(words: str) -> str:
    """What click has against a command, apart from the values; empty where it is complete."""
    name, *args = shlex.split(words.replace("add X", "add actor"))
    command, parent = group.load(name), None
    try:
        if isinstance(command, click.Group):
            if not args:
                return f"Missing command of {name}."
            parent = click.Context(command, info_name=name)
            _, found, args = command.resolve_command(parent, args)
            assert found is not None
            command = found
        command.make_context(name, args, parent)
    except click.UsageError as error:
        is_value = isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter)
        return "" if is_value else error.format_message()
    return ""


def test_every_command_that_the_code_names_is_complete() -> None:
    found = [(place, words) for place, words in commands() if words.split()[0] in group.COMMANDS]
    assert len(found) > 60
    assert {place: (words, error) for place, words in found if (error := usage_error(words))} == {}


@pytest.mark.parametrize(
    ("words", "error"),
    [("new", "DIR"), ("add", "command"), ("locate --append event:ID", "WORDS"), ("stamp --keywords WORD", "--keywords")],
)  # fmt: skip
def test_an_incomplete_command_is_noticed(words: str, error: str) -> None:
    assert error in usage_error(words)


def test_every_parameter_and_function_that_a_remedy_names_exists() -> None:
    public = {name: getattr(et, name) for name in et.__all__}
    parameters = {
        parameter
        for function in [*public.values(), *vars(Editor).values()]
        if inspect.isfunction(function)
        for parameter in inspect.signature(function).parameters
    } | {"definition", "id", "license", "source_id", "term", "vocabulary"}
    for option, parameter in remedies.PARAMETERS.items():
        if parameter.startswith("et."):
            assert parameter.removeprefix("et.") in public, option
        elif parameter.startswith("options["):
            assert parameter.split('"')[1] in OPTIONS, option
        else:
            assert re.split(r"[=\[]", parameter)[0] in parameters, option
    assert {command.split()[0] for command in remedies.FUNCTIONS} == set(group.COMMANDS)
    for command, function in remedies.FUNCTIONS.items():
        owner, name = function.partition("(")[0].split(".")
        assert command.split()[0] in group.COMMANDS
        assert name in public if owner == "et" else hasattr(Editor, name)


def test_every_row_that_a_command_adds_has_its_table() -> None:
    assert {kind.name: kind.table for kind in RECORD_TYPES.values()} == remedies.TABLES


@pytest.mark.parametrize(
    ("command_line", "python"),
    [
        ("name another place, or add --force to replace it", "name another place, or add `force=True` to replace it"),
        ("write --source ID=FILE", 'write `sources={"ID": "FILE"}`'),
        ("name one with --source FILE, or set TIMELINE_SOURCE to it", 'name one with `sources="FILE"`'),
        ("run `timeline validate a/b` and fix it", 'run `et.validate("a/b")` and fix it'),
        ("first: `timeline bump --profile`", "first: `et.lift(...)`"),
        ("`timeline explain` lists all rules", "`et.explain()` lists all rules"),
        ("import what `timeline export json` wrote", 'import what `et.export(..., "json")` wrote'),
        (
            '`timeline add term --vocabulary events.topic --term x --definition "…"`',
            '`draft.add("codebook", vocabulary="events.topic", term="x", definition="…")`',
        ),
        ("name a new folder: -o FOLDER, or remove it", "name a new folder: `folder`, or remove it"),
        ("--annotator NAME reads one", '`options={"annotator": "NAME"}` reads one'),
        ("complete it with `git fetch --unshallow`", "complete it with `git fetch --unshallow`"),
        ("`timeline set TABLE/KEY COLUMN=VALUE`", '`draft.set("TABLE/KEY", COLUMN="VALUE")`'),
        ("`timeline locate WORDS --loose`", '`et.locate("WORDS", loose=True)`'),
        ("3 -- 4, a--b", "3 -- 4, a--b"),
    ],
)
def test_a_remedy_is_put_into_python(command_line: str, python: str) -> None:
    assert remedies.in_python(command_line) == python
    error = UserError(command_line, command_line)
    assert (error.message, error.hint, str(error)) == (python, python, python)
    with remedies.for_commands():
        error = UserError(command_line, command_line)
    assert (error.message, error.hint) == (command_line, command_line)


def test_what_a_command_is_run_in_is_a_name_in_python(tmp_path: Path) -> None:
    with pytest.raises(et.Error) as caught:
        et.read(tmp_path)
    assert caught.value.hint.startswith("name the folder of a package, or start one with `et.new(")
