"""`timeline show`: the timeline in the terminal, dated events first, then the others as the text tells them."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from event_timeline.io.terminal import style
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset
    from event_timeline.exports.visual.timeline import Mark

SIGNS = {
    "occurred": "●", "ongoing": "▶", "habitual": "◎", "planned": "○", "conditional": "◇", "hypothetical": "◌", "asserted": "❝",
}  # fmt: skip
PLAIN = {
    "occurred": "*",
    "ongoing": ">",
    "habitual": "@",
    "planned": "o",
    "conditional": "^",
    "hypothetical": ".",
    "asserted": '"',
}
"""For terminals that cannot show SIGNS."""
NEGATED, OTHER = "✗x", "□#"
"""The signs of a negated event and of a status of the package's own, each with its plain form."""
STATUS, WHEN = 13, 26
"""Columns of the status, and at most of the date."""
NARROWEST, WIDEST = 60, 100
"""Columns: the terminal's width is used between these."""


@click.command(
    "show",
    epilog="""\b
Examples:
  timeline show                            this folder's package
  timeline show package.zip --long         with summaries and participants
  timeline show --topic support --status ongoing
  timeline show --actor "Dmytro Kuleba"
""",
)
@click.argument("package", type=click.Path(), default=".")
@click.option(
    "--actor",
    "actors",
    multiple=True,
    metavar="NAME",
    help="Only events of this actor: identifier, name or part of it. Repeatable.",
)
@click.option("--topic", "topics", multiple=True, metavar="TERM", help="Only events of this topic. Repeatable.")
@click.option("--status", "statuses", multiple=True, metavar="TERM", help="Only events of this status. Repeatable.")
@click.option("-l", "--long", "in_full", is_flag=True, help="Summaries and participants too.")
def command(
    package: str, actors: tuple[str, ...], topics: tuple[str, ...], statuses: tuple[str, ...], in_full: bool
) -> None:
    """Show the timeline in the terminal.

    PACKAGE is a folder, a datapackage.json or a zip; by default the current folder.
    """
    from event_timeline.exports.dataset import dataset
    from event_timeline.exports.visual.timeline import marks
    from event_timeline.package.opening import open_package
    from event_timeline.tables.loading import load_tables

    data = dataset(load_tables(open_package(package)))
    every = marks(data)
    wanted = _chosen(every, "status", statuses) & _chosen(every, "topic", topics)
    asked = _actors(data, actors)
    if asked:
        wanted &= {r["event_id"] for r in data.rows("event_actors") if r["actor_id"] in asked}
    shown = [m for m in every if m.event_id in wanted]
    width = min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)
    for line in _lines(data, shown, len(every), width, in_full):
        click.echo(line)
    for line in _only_speaking(data, asked):
        click.echo(line, err=True)


def _chosen(every: Sequence[Mark], column: str, asked: Sequence[str]) -> set[str]:
    """Events whose status or topic is one of those asked for, by term or label."""
    if not asked:
        return {m.event_id for m in every}
    known = {
        name.casefold(): getattr(m, column)
        for m in every
        for name in (getattr(m, column), getattr(m, f"{column}_label"))
    }
    terms = set()
    for one in asked:
        if one.casefold() not in known:
            raise UserError(
                f"no event has the {column} {one!r}",
                f"there are: {', '.join(sorted({getattr(m, column) for m in every}))}",
            )
        terms.add(known[one.casefold()])
    return {m.event_id for m in every if getattr(m, column) in terms}


def _actors(data: Dataset, asked: Sequence[str]) -> dict[str, str]:
    """Identifier -> name of the actors asked for, by identifier, name or part of it."""
    if not asked:
        return {}
    names = dict(data.frames["actors"].select("actor_id", "name").collect().iter_rows())
    found: set[str] = set()
    for one in asked:
        exact = {i for i, name in names.items() if one.casefold() in (i, (name or "").casefold())}
        matching = exact or {i for i, name in names.items() if one.casefold() in (name or "").casefold()}
        if not matching:
            from difflib import get_close_matches

            near = get_close_matches(one, [n for n in names.values() if n], 1, 0.4)
            raise UserError(
                f"there is no actor {one!r}",
                f"did you mean {near[0]!r}?" if near else _all_names(names),
            )
        found |= matching
    return {i: names[i] or i for i in names if i in found}


def _only_speaking(data: Dataset, asked: dict[str, str]) -> Iterator[str]:
    """Who of those asked for takes part in no event, but says something."""
    from event_timeline.cli.columns import safe
    from event_timeline.io.counting import counted

    acting = {r["actor_id"] for r in data.rows("event_actors")} if asked else set()
    for actor, name in asked.items():
        if actor not in acting:
            said = {r["statement_id"] for r in data.rows("statements") if r["speaker_id"] == actor}
            about = {r["event_id"] for r in data.rows("statement_events") if r["statement_id"] in said}
            if said:
                told = f"makes {counted(len(said), 'statement')}, about {counted(len(about), 'event')}"
                yield f"{safe(name)} takes part in no event, but {told}: `timeline view` shows them"


def _all_names(names: dict[str, str]) -> str:
    if len(names) > 30:
        return "their names are in the actors table"
    return f"there are {', '.join(sorted(n or i for i, n in names.items()))}"


def _lines(data: Dataset, shown: Sequence[Mark], total: int, width: int, in_full: bool) -> Iterator[str]:
    from event_timeline.cli.columns import safe, wide, wrapped

    for line in wrapped(safe(str(data.descriptor.get("title") or data.name)), width):
        yield style(line, bold=True)
    dated = [m for m in shown if m.extent]
    undated = [m for m in shown if not m.extent]
    number = f"{len(shown):,} of {total:,}" if len(shown) < total else f"{total:,}"
    yield f"{number} {'event' if number == '1' else 'events'}, {len(dated):,} with a date"
    room = max([wide(safe(m.when)) for m in shown] + [len(f"{m.position:,}") + 4 for m in undated] + [0])
    details = _Details(data) if in_full else None
    for heading, some in (("Dated", dated), ("Without a date, as the text tells them", undated)):
        if some:
            yield ""
            yield style(heading, bold=True)
        for mark in some:
            yield from _entry(mark, min(room, WHEN), width)
            if details:
                yield from details.lines(mark.event_id, min(room, WHEN) + 5, width)
    legend = list(_legend(shown, min(room, WHEN), width))
    yield from ["", *legend] if legend else []


DATE_SIGNS = {"?": "date uncertain", "≈": "date approximate", "…": "beginning or end not known"}
"""Signs in the events' dates (`exports.dates.briefly`)."""


def _legend(shown: Sequence[Mark], room: int, width: int) -> Iterator[str]:
    """What each sign beside the given events means: statuses, doubts of dates, negation; none that does not occur."""
    from event_timeline.cli.columns import cut, safe, wide

    labels = {m.status: safe(m.status_label).lower() for m in shown if m.status}
    entries = [f"{_sign(SIGNS[s], PLAIN[s])} {labels[s]}" for s in SIGNS if s in labels]
    others = sorted(label for status, label in labels.items() if status not in SIGNS)
    others += ["no status"] * any(not m.status for m in shown)
    if others:
        entries.append(f"{_sign(*OTHER)} {', '.join(others)}")
    dates = [safe(m.when) for m in shown if m.when]
    seen = "".join(when for when in dates if cut(when, room) == when)
    entries += [f"{sign} {meaning}" for sign, meaning in DATE_SIGNS.items() if sign in seen]
    if any(m.negated for m in shown):
        entries.append(f"{_sign(*NEGATED)} negated: said not to take place")
    line = ""
    for entry in entries:
        longer = f"{line}   {entry}" if line else entry
        if line and wide(longer) > width:
            yield line
            longer = entry
        line = longer
    if line:
        yield line


def _entry(mark: Mark, room: int, width: int) -> Iterator[str]:
    """One event: when, its sign, its label, its status; the label goes on below where it is long."""
    from event_timeline.cli.columns import cut, padded, safe, wrapped

    when = cut(safe(mark.when), room) if mark.when else f"no. {mark.position:,}"
    status = cut(safe(mark.status_label).lower(), STATUS)
    sign = _sign(SIGNS.get(mark.status, OTHER[0]), PLAIN.get(mark.status, OTHER[1]))
    prefix = _sign(NEGATED[0], NEGATED[1]) if mark.negated else " "
    label = wrapped(safe(mark.label), width - room - 5 - STATUS - 1)
    first = f"{padded(when, room)} {style(prefix, fg='red')}{style(sign, fg='cyan')} "
    yield f"{first} {padded(label[0], width - room - 5 - STATUS)}{style(status, dim=True)}"
    for line in label[1:]:
        yield f"{'':{room + 5}}{line}"


def _sign(sign: str, plain: str) -> str:
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return plain
    return sign


class _Details:
    """Summaries and participants of all events."""

    def __init__(self, data: Dataset) -> None:
        self.summaries: dict[str, str | None] = dict(
            data.frames["events"].select("event_id", "summary").collect().iter_rows()
        )
        from event_timeline.exports.visual.timeline import labels

        names: dict[str, Any] = dict(data.frames["actors"].select("actor_id", "name").collect().iter_rows())
        roles = labels(data)
        self.taking: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in data.rows("event_actors"):
            role = roles.get(("event_actors.role", row["role"]), row["role"])
            self.taking[row["event_id"]][role].append(names.get(row["actor_id"]) or row["actor_id"])

    def lines(self, event_id: str, indent: int, width: int) -> Iterator[str]:
        from event_timeline.cli.columns import safe, wrapped

        texts = [self.summaries.get(event_id) or ""]
        texts += [f"{role}: {', '.join(names)}" for role, names in sorted(self.taking[event_id].items())]
        for text in filter(None, texts):
            for line in wrapped(safe(text), width - indent):
                yield style(f"{'':{indent}}{line}", dim=True)
