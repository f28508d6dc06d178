"""The command line: names the commands and imports each only when it is called."""

from __future__ import annotations

import gc
import os
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from event_timeline import remedies
from event_timeline.io import interrupts, terminal
from event_timeline.package import callers

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, tuple[str, str]] = {
    "validate": ("event_timeline.cli.validate:command", "Check a package against the profile and its rules."),
    "explain": ("event_timeline.cli.explain:command", "Explain a rule, or list them all."),
    "show": ("event_timeline.cli.show:command", "Show the timeline in the terminal."),
    "stats": ("event_timeline.cli.stats:command", "Show a package in figures."),
    "view": ("event_timeline.cli.view:command", "Write the package as a page and open it in the browser."),
    "export": ("event_timeline.cli.export:command", "Write a package in another format."),
    "cite": ("event_timeline.cli.cite:command", "Cite a package, or one row of it."),
    "publish": ("event_timeline.cli.publish:command", "Assemble a deposit, and check it as FAIR assessors do."),
    "new": ("event_timeline.cli.new:command", "Start a package from a text."),
    "import": ("event_timeline.cli.import_:command", "Make a package from a file of another format."),
    "locate": ("event_timeline.cli.locate:command", "Find words in a source's text, and write evidence for them."),
    "quotes": ("event_timeline.cli.quotes:command", "List a text's quotations, and the statement that has each."),
    "dates": ("event_timeline.cli.dates:command", "Propose the dates that words of a text may mean, as EDTF."),
    "coverage": ("event_timeline.cli.coverage:command", "List the sentences of a text, with evidence and without."),
    "add": ("event_timeline.cli.add:command", "Add an actor, event, statement or another row."),
    "set": ("event_timeline.cli.set:command", "Change cells of a row, or rename it wherever it is named."),
    "remove": ("event_timeline.cli.remove:command", "Remove a row, and what depends on it."),
    "history": ("event_timeline.cli.history:command", "List the changes of a package that can be undone."),
    "undo": ("event_timeline.cli.undo:command", "Undo the last change of a package."),
    "redo": ("event_timeline.cli.redo:command", "Make a change again that was undone."),
    "edit": ("event_timeline.cli.edit:command", "Code an article in the browser."),
    "stamp": ("event_timeline.cli.stamp:command", "Refresh sizes, hashes and the bounds of dates."),
    "diff": ("event_timeline.cli.diff:command", "Show what differs between two versions of a package."),
    "bump": ("event_timeline.cli.bump:command", "Set the next version, and draft the changelog's entry."),
    "agree": ("event_timeline.cli.agree:command", "Compare two codings of the same text, packages A and B."),
    "merge": ("event_timeline.cli.merge:command", "Join packages of several texts into a corpus."),
}
"""Command -> where it is ("module:function") and what `timeline --help` says of it."""

MAX_COMMAND_CHARS = 500
"""Characters of a command line that the history keeps."""
GARBAGE = 100_000
"""Objects between two searches for garbage: at Python's 700 the imports alone set off hundreds of them."""

FREED = "dirty_decay_ms:1000,muzzy_decay_ms:0"
"""Settings of polars' allocator, jemalloc: memory that was freed is kept for a second, in which most of it is wanted again, and
then goes back at once. After 50 ms a package of 10^7 rows takes half as much again of the system's time, and 2% less memory.

jemalloc reads it when polars is imported, and a value that is set already is kept.
"""


COMPLETION = "_TIMELINE_COMPLETE"
"""The variable by which a shell asks what it can complete, as click names it."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, not when they are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command; None where there is none of that name."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command by its name with its summary, importing none of them, or an option of `timeline` itself."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(n, help=summary) for n, (_, summary) in COMMANDS.items() if n.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands by their one-line summaries, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            from event_timeline.model import UserError

            near = get_close_matches(args[0], COMMANDS, 1)
            raise UserError(
                f"there is no command {args[0]!r}", f"did you mean {near[0]!r}?" if near else "see `timeline --help`"
            )
        return super().resolve_command(ctx, args)


def load(name: str) -> click.Command:
    """The click command of a name in COMMANDS."""
    module, function = COMMANDS[name][0].split(":")
    command: click.Command = getattr(import_module(module), function)
    return command


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"timeline {version('event-timeline')}")
        except PackageNotFoundError:
            click.echo("timeline (run from a checkout, not installed)")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  timeline validate                     the package in this folder
  timeline explain EVD004               what a rule wants, and why
  timeline COMMAND --help               the options of a command, with examples

\b
Exit codes: 0 all is well, 1 problems were found, 2 wrong use or unreadable
input, 130 ended by Ctrl-C, 143 by SIGTERM.
""",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001
    """Event timelines as data packages: validate, export, cite, write."""
    ctx.color = True  # nothing is stripped by click: streams show what is not ours, and colours where they are wanted


def run(args: Sequence[str]) -> int:
    """Run the command line and return its exit code; errors become one line on stderr, and all output only shows."""
    callers.notify = lambda words: click.echo(f"note: {terminal.printable(words)}", err=True)
    if instruction := os.environ.get(COMPLETION):
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, "timeline", COMPLETION, instruction)  # bytes, of our own names alone
    with (
        remedies.for_commands(),
        terminal.guarded(),
        callers.called(shlex.join(["timeline", *args])[:MAX_COMMAND_CHARS]),
    ):
        return _run(args)


def _run(args: Sequence[str]) -> int:
    try:
        result = cli.main(list(args), prog_name="timeline", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except BaseException as error:  # a panic inside polars is not an Exception
        if isinstance(error, click.Abort | KeyboardInterrupt) or interrupts.any_came():
            interrupts.ignore_further_signals()
            _say("interrupted")
            return interrupts.exit_code()
        from event_timeline.model import UserError

        if isinstance(error, UserError):
            _say(error.message, error.hint)
        elif isinstance(error, click.ClickException):
            error.show()
        elif isinstance(error, BrokenPipeError | SystemExit):
            # the reader has gone (click makes a SystemExit of it): keep Python from flushing to it at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        elif "--debug" in args:
            import traceback

            traceback.print_exc()
        elif isinstance(error, MemoryError) or str(error) == "can't start new thread":
            _say(
                "the system gives this process no more memory or threads",
                "raise the limits (`ulimit -a`), or end others",
            )
        elif isinstance(error, OSError):
            _say(f"{error.filename or 'input or output'}: {error.strerror or error}")
        else:
            first = (str(error).splitlines() or [""])[0]
            _say(f"unexpected {type(error).__name__}: {first[:300]}", "this is a bug; `timeline --debug …` shows where")
    return 2


def _say(message: str, hint: str = "") -> None:
    click.echo(f"error: {terminal.printable(message)}", err=True)
    if hint:
        click.echo(f"hint: {terminal.printable(hint)}", err=True)


def _open_missing() -> None:
    """Put the null device where the caller closed a standard stream (`>&-`): Python has None there, and fails at it.

    In the order of their numbers, so that each takes its own, and no file that is opened later is written to.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def main() -> None:
    """Run the command line and end the process."""
    _open_missing()
    gc.set_threshold(GARBAGE)
    os.environ.setdefault("_RJEM_MALLOC_CONF", FREED)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
    try:
        interrupts.watch()
        code = run(sys.argv[1:])
        interrupts.ignore_further_signals()
    except KeyboardInterrupt:  # before `run` is in charge, or after
        interrupts.ignore_further_signals()
        _say("interrupted")
        code = interrupts.exit_code()
    if interrupts.any_came():
        interrupts.leave(code)
    gc.freeze()  # Python's last search for garbage, through all modules, takes as long as a tenth of a small validation
    sys.exit(code)
