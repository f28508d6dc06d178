"""Remedies for both doors: an option or command of `timeline` is a parameter or function in Python.

An error names what to do as the command line has it: options as `--force`, commands in backticks as `timeline stamp`.
`words` puts that into the terms of Python, unless the command line is what runs. Nothing else may phrase a remedy twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

PARAMETERS: dict[str, str] = {
    "--against": "against", "--annotator": 'options["annotator"]', "--contributor": "contributors", "--date": "date",
    "--definition": "definition", "--diff": "dry_run=True", "--dry-run": "dry_run=True", "--fix": "et.fix", "--force": "force=True",
    "--id": "id", "--include-text": "include_text=True", "--license": "license", "--loose": "loose=True", "--mapping": "mapping",
    "--master": "spark", "--occurrence": "occurrence", "--port": "port", "--row": "row", "--source": "sources",
    "--source-dir": "source_dir", "--source-id": "source_id", "--style": "style", "--term": "term",
    "--text-license": 'source_cells["license"]', "--vocabulary": "vocabulary", "--where": "where",
    "--with-frictionless": "with_frictionless=True", "--write-baseline": "write_baseline",
    "--text-license LICENSE": 'options["text_license"]', "--year-numbering": 'options["year_numbering"]',
    "-o": "path", "-o FOLDER": "folder",
}  # fmt: skip
"""Option, with the word for its value where that makes a difference -> the parameter, with the value of a flag."""
FUNCTIONS: dict[str, str] = {
    "add": "draft.add", "agree": "et.agree", "bump": "et.bump", "bump --profile": "et.lift", "cite": "et.cite",
    "cite --list": "et.styles", "coverage": "et.coverage", "dates": "et.propose_dates", "diff": "et.diff", "edit": "et.edit_in_browser",
    "explain": "et.explain", "export": "et.export", "export --list": "et.formats", "history": "et.history",
    "import": "et.import_", "import --list": "et.import_formats", "import --suggest": "et.suggest_mapping", "locate": "et.locate", "merge": "et.merge",
    "new": "et.new", "publish": "et.publish", "quotes": "et.quotations", "redo": "et.redo", "remove": "draft.remove",
    "set": "draft.set", "show": "et.timeline", "stamp": "et.stamp", "stats": "et.stats", "undo": "et.undo", "validate": "et.validate",
    "validate --fix": "et.fix", "view": 'et.export(..., "html")',
}  # fmt: skip
"""Command, with the option that makes another one of it -> the function; `draft` is what `et.edit` yields."""
TABLES: dict[str, str] = {
    "about": "statement_events", "actor": "actors", "event": "events", "event-place": "event_places",
    "event-source": "event_sources", "exception": "exceptions", "measure": "measures", "participant": "event_actors",
    "place": "places", "relation": "event_relations", "source": "sources", "statement": "statements", "term": "codebook",
}  # fmt: skip
"""What `timeline add` calls a row -> its table, which `draft.add` takes."""
ONLY_COMMANDS = (
    ", or set TIMELINE_SOURCE to it",
    ", or write to standard output with `-o -` and send that there with > or |",
    "; --isolated leaves [tool.event-timeline] of pyproject.toml unread",
)
"""What a hint says of the command line alone: it is left out in Python."""
PYTHON_PHRASES = {
    "while this command ran": "since it was read",
    "run it in the folder of a package": "name the folder of a package",
    "run the command again": "read it again and repeat the change",
}
"""What an error says of a command that runs -> what it says in Python."""
FORMAT_COMMANDS = {"export", "import"}
"""Commands whose first argument is a format."""
NO_PACKAGE = {"et.explain", "et.formats", "et.import_formats", "et.styles"}

_COMMAND = re.compile(r"`timeline ([a-z]+)([^`]*)`")
_OPTION = re.compile(
    r"(?<![\w-])(?P<option>--[a-z]+(?:-[a-z]+)*|-o(?= ))"
    r"(?:=(?P<choice>[\w-]+)|[ ](?P<value>\"[^\"]*\"|[^\s`\"]*[=/][^\s`]*?(?=[:,;.)]?(?:\s|$))|[A-Z]{2,}(?:\.[a-z]+)?\b))?"
)
_QUOTED = re.compile(r"(`[^`]*`)")
"""What is in backticks: a program's own words, such as `git fetch --unshallow`, stay."""
_TOKEN = re.compile(r'"[^"]*"|\'[^\']*\'|\S+')

_door = ["python"]


@contextmanager
def for_commands() -> Iterator[None]:
    """Leave remedies in the words of the command line, which runs meanwhile, in all threads."""
    before, _door[0] = _door[0], "commands"
    try:
        yield
    finally:
        _door[0] = before


def words(text: str) -> str:
    """Return a text that names options and commands in the terms of whoever reads it."""
    return text if _door[0] == "commands" else in_python(text)


def named(option: str, column: str) -> str:
    """Return a column as whoever reads it gives its value: by an option of `timeline add`, or by its name."""
    return option if _door[0] == "commands" else f"`{column}`"


def in_python(text: str) -> str:
    """Return a text with parameters in place of options, and calls in place of commands in backticks."""
    for phrase, other in PYTHON_PHRASES.items():
        text = text.replace(phrase, other)
    if "-" not in text and "`timeline " not in text:
        return text
    for phrase in ONLY_COMMANDS:
        text = text.replace(phrase, "")
    pieces = _QUOTED.split(_COMMAND.sub(_call, text))
    pieces[::2] = [
        _OPTION.sub(lambda found: f"`{_argument(found['option'], found['choice'] or found['value'])}`", piece)
        for piece in pieces[::2]
    ]
    return "".join(pieces)


def _call(found: re.Match[str]) -> str:
    command, tokens = found[1], _TOKEN.findall(found[2])
    name = next((f"{command} {token}" for token in tokens if f"{command} {token}" in FUNCTIONS), command)
    function = FUNCTIONS.get(name)
    if function is None:
        return found[0]
    if "(" in function:
        return f"`{function}`"
    positional, named, waiting = [], [], ""
    for token in [*tokens, "--"]:
        if waiting and (token.startswith("--") or _is_flag(waiting)):
            named.append(_argument(waiting, None))
            waiting = ""
        if waiting:
            named.append(_argument(waiting, token))
            waiting = ""
        elif command == "set" and "=" in token:
            column, _, value = token.partition("=")
            named.append(f"{column}={_quoted(value)}")
        elif token.startswith("--"):
            waiting = "" if f"{command} {token}" == name else token
        else:
            positional.append(_quoted(TABLES.get(token, token) if command == "add" else token))
    if function == "et.suggest_mapping":
        positional = positional[1:]
    elif function not in NO_PACKAGE and (not positional or (command in FORMAT_COMMANDS and len(positional) == 1)):
        positional.insert(0 if command != "import" else 1, "...")
    return f"`{function}({', '.join(positional + named)})`"


def _is_flag(option: str) -> bool:
    return PARAMETERS.get(option, "").endswith("=True")


def _argument(option: str, value: str | None) -> str:
    if f"{option} {value}" in PARAMETERS:
        return PARAMETERS[f"{option} {value}"]
    name = PARAMETERS.get(option) or option.removeprefix("--").replace("-", "_")
    if not value or _is_flag(option):
        return f"{name} {value}" if value else name
    if option == "--source" and "=" in value:
        source_id, _, file = value.replace("[ID=]", "ID=").partition("=")
        return f"{name}={{{_quoted(source_id)}: {_quoted(file)}}}"
    if name.endswith("]"):
        mapping, _, key = name.rstrip("]").partition("[")
        return f"{mapping}={{{key}: {_quoted(value)}}}"
    return f"{name}={_quoted(value)}"


def _quoted(value: str) -> str:
    return f'"{value.strip(chr(34) + chr(39))}"'
