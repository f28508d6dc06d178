"""`timeline add --from FILE`: rows of a file, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from event_timeline import api, cli_support
from event_timeline.cli import options
from event_timeline.cli.messages import say, say_defined, say_reminders
from event_timeline.io.counting import counted
from event_timeline.model import RowsError, UserError

if TYPE_CHECKING:
    from event_timeline.api import RecordType, RelatedOption

NAME = "rows"


class AddGroup(click.Group):
    """`add` with `--from FILE` in place of a sort is `add rows --from FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command's name in front where a file is named."""
        named = any(a == "--from" or a.startswith("--from=") for a in args)
        return super().parse_args(ctx, [NAME, *args] if named and args[0] != NAME else args)


@click.command(
    NAME,
    short_help="Add the rows of a CSV file or of JSON lines.",
    epilog="""\b
Examples:
  timeline add actors --from actors.csv        a header with columns of the table
  timeline add --from article.jsonl            rows of several tables, each with its `table`
  timeline add --from article.jsonl --dry-run  only check them
  jq -c .events[] news.json | timeline add events --from -

\b
A row of JSON lines:
  {"table": "events", "id": "strike", "label": "Strike of the dockers",
   "summary": "The dockers stop work.", "kind": "protest", "status": "planned",
   "topic": "labour", "participants": ["dockers-union:agent"],
   "about": ["union-strike:commits:CT+"],
   "evidence": {"report": "its members will strike", "mention": ["walk-out@2"]}}
""",
)
@click.argument("names", metavar="[TABLE] [PACKAGE]", nargs=-1)
@click.option(
    "--from",
    "file",
    metavar="FILE",
    type=options.NamedPath(),
    required=True,
    help="CSV or JSON lines; - reads standard input.",
)
@options.source
@options.dry_run("Check the rows; write nothing.")
def command(names: tuple[str, ...], file: str, sources: tuple[str, ...], dry_run: bool) -> int:
    """Add the rows of a file: all of them, or none.

    TABLE is the table of rows that do not name one in `table`. A row may refer to one that a later row makes. Columns may be named as
    the options of `timeline add` (`actor` for `actor_id`). `evidence` is an object of parts, each with words of the
    text, or in CSV a column such as `evidence.mention`; words are given as to `timeline add`. An event may have
    `participants` (actor:role), a property for each role (`"agent": "dockers-union"`), `relations` (relation:other-event), `about`
    (statement:stance:factuality) and `statements`, a statement `about` (event:stance:factuality); the short forms are
    separated by blanks, and objects of columns can take their place. All errors are listed with file, line and column.
    """
    table, package = cli_support.table_and_package(names)
    content = None
    if file == "-":
        with click.open_file(file, "rb") as standard_input:
            content = standard_input.read()
    try:
        with api.edit(package, sources=sources, dry_run=dry_run) as editor:
            added = editor.add_from("<stdin>" if content is not None else file, table=table, content=content)
    except RowsError as errors:
        for problem in errors.problems:
            say(f"{problem}{f'. {problem.hint}' if problem.hint else ''}")
        count = len(errors.problems)
        raise UserError(
            f"the rows have {counted(count, 'error')}; nothing written", "correct the rows and add them again"
        ) from None
    if not added.counts:
        say("the file has no rows")
    for name, rows in added.counts.items():
        say(f"{name} {rows:,}", err=False)
    say_defined(added.defined)
    say_reminders(editor, most=MAX_REMINDERS)
    if dry_run:
        say("nothing written")
    return 0


MAX_REMINDERS = 20
"""Lines on what is still to do; `timeline validate` lists the rest."""


def related_options(kind: RecordType) -> list[click.Option]:
    """The options of `timeline add` for rows that refer to the new one."""
    return [
        click.Option([f"--{o.option}", _parameter(o)], multiple=True, metavar=o.form, help=f"{o.help} Repeatable.")
        for o in kind.related
    ]


def related_values(kind: RecordType, values: dict[str, Any]) -> dict[str, list[str]]:
    """Property of `add_many` -> short forms, of the options that were given."""
    return {o.property: list(given) for o in kind.related if (given := values.get(_parameter(o)))}


def _parameter(option: RelatedOption) -> str:
    """A name that click takes and that cannot clash with another option's."""
    return "r_" + option.option.replace("-", "_")
