"""The events of a timeline that match an actor, topic, status or identifier, with what is shown beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from event_timeline import profile
from event_timeline.arguments import checked
from event_timeline.exports import event_details
from event_timeline.exports.visual.timeline import TimelineEntry, labels, timeline_entries
from event_timeline.io.counting import listed
from event_timeline.model import Rendered, UserError

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset


TABLES = ("event_actors", "event_places", "measures", "event_sources", "event_relations")
"""The tables whose rows belong to one event."""
SCHEMA_VERSION = "1.0"
"""Of the JSON of `Timeline.document`."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a speaker says of an event, or of none: `row` has the cells of `statements`, and of `statement_events` where there is an event.

    speaker: the name; stance, factuality: labels, empty without an event.
    """

    speaker: str
    stance: str
    factuality: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Timeline(Rendered):
    """The events as drawn: the dated ones by day, then the undated in the narrative's order.

    title: of the package; total: number of its events, selected or not; summaries: event_id -> summary; participants:
    event_id -> label of the role -> names, with the side where there is one; details: event_id -> lines on the optional
    columns, further places, measures and sources; records: event_id -> `row`, its row of `events`, and by table its rows
    of `TABLES`; statements: event_id -> what is said of it, and "" -> what the actors asked for say of no event; actors:
    identifiers of the actors asked for.
    """

    title: str
    events: list[TimelineEntry]
    total: int
    summaries: dict[str, str]
    participants: dict[str, dict[str, list[str]]]
    details: dict[str, list[str]]
    records: dict[str, dict[str, Any]]
    statements: dict[str, list[Statement]]
    actors: frozenset[str]

    @checked
    def render(self, width: int = 80, *, in_full: bool = False, encoding: str = "utf-8", styled: bool = False) -> str:
        """The timeline as text, in lines of at most `width` columns, a line or more for each event.

        in_full: with summaries, participants, statements and details; encoding: of what shows it, which may lack the signs of statuses;
        styled: with the marks that `timeline` turns into colours on a terminal.
        """
        from event_timeline.exports.visual.text_timeline import lines
        from event_timeline.io.terminal import unstyle

        if width < 1:
            raise UserError(f"the width {width} is below 1", "pass the number of columns")
        text = "".join(f"{line}\n" for line in lines(self, width, in_full, encoding))
        return text if styled else unstyle(text)

    def document(self) -> dict[str, Any]:
        """The timeline as JSON has it: each event's date and place in words, its row, its rows of `TABLES`, and what is said of it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "title": self.title,
            "total": self.total,
            "events": [
                {"event_id": m.event_id, "when": m.when or None, "place": m.place or None}
                | self.records[m.event_id]
                | {"statements": [s.row for s in self.statements.get(m.event_id, ())]}
                for m in self.events
            ],
            "statements_of_no_event": [s.row for s in self.statements.get("", ())],
        }


def timeline(
    data: Dataset, actors: Sequence[str], topics: Sequence[str], statuses: Sequence[str], events: Sequence[str] = (),
    among: set[str] | None = None,
) -> Timeline:  # fmt: skip
    """Select the events of some actors (identifier, name or part of it), topics and statuses (term or label), or by identifier.

    An event is of the actors who take part in it or speak of it; among: identifiers of the events to select from. Raises UserError for an actor, topic, status or event that the package does not have.
    """
    every = timeline_entries(data)
    wanted = _chosen(every, "status", statuses) & _chosen(every, "topic", topics)
    asked = _actors(data, actors)
    if asked:
        wanted &= _of_actors(data, asked)
    if events:
        wanted &= _events(every, events)
    if among is not None:
        wanted &= among
    records = _records(data, wanted)
    statements = _statements(data, wanted)
    if asked and not (topics or statuses or events or among is not None):
        statements[""] = [s for s in _of_no_event(data) if s.row["speaker_id"] in asked]
    return Timeline(
        title=str(data.descriptor.get("title") or data.name),
        events=[m for m in every if m.event_id in wanted],
        total=len(every),
        summaries={event: record["row"]["summary"] for event, record in records.items() if record["row"]["summary"]},
        participants=_participants(data),
        details=event_details.lines(data),
        records=records,
        statements=statements,
        actors=frozenset(asked),
    )


def _records(data: Dataset, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """event_id -> its row, and its rows of each of TABLES that the package has."""
    found: dict[str, dict[str, Any]] = {
        row["event_id"]: {"row": _plain(row)} for row in data.rows("events") if row["event_id"] in wanted
    }
    for table in (t for t in TABLES if t in profile.TABLES or profile.has_optional(data.schemas, t)):
        for record in found.values():
            record[table] = []
        for row in data.rows(table):
            if row["event_id"] in found:
                found[row["event_id"]][table].append(_plain({k: v for k, v in row.items() if k != "event_id"}))
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON can hold it."""
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}


def _participants(data: Dataset) -> dict[str, dict[str, list[str]]]:
    roles = labels(data)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row, name in event_details.participants(data):
        role: str = row["role"]
        found[row["event_id"]][roles.get(("event_actors.role", role), role)].append(name)
    return {event: dict(by_role) for event, by_role in found.items()}


def _of_actors(data: Dataset, asked: Collection[str]) -> set[str]:
    """The events that the actors take part in or speak of."""
    acts = data.frames["event_actors"].filter(pl.col("actor_id").is_in(list(asked))).select("event_id")
    speaks = data.frames["statements"].filter(pl.col("speaker_id").is_in(list(asked))).select("statement_id")
    says = data.frames["statement_events"].join(speaks, on="statement_id", how="semi").select("event_id")
    return set(pl.concat([acts, says]).collect()["event_id"])


def _statements(data: Dataset, wanted: Collection[str]) -> dict[str, list[Statement]]:
    """event_id -> what is said of it, in the order of the texts."""
    about = data.frames["statement_events"].filter(pl.col("event_id").is_in(list(wanted)))
    rows = data.frames["statements"].join(about, on="statement_id", maintain_order="left_right").collect()
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in _spoken(data, rows):
        found[statement.row.pop("event_id")].append(statement)
    return dict(found)


def _of_no_event(data: Dataset) -> Iterator[Statement]:
    rows = data.frames["statements"].join(data.frames["statement_events"], on="statement_id", how="anti")
    return _spoken(data, rows.collect())


def _spoken(data: Dataset, rows: pl.DataFrame) -> Iterator[Statement]:
    names = dict(data.frames["actors"].select("actor_id", "name").collect().iter_rows())
    terms = labels(data)
    for row in rows.sort("source_id", "position", maintain_order=True).iter_rows(named=True):
        stance, factuality = (
            terms.get((f"statement_events.{column}", term), term) if (term := row.get(column)) else ""
            for column in ("stance", "factuality")
        )
        speaker = names.get(row["speaker_id"]) or row["speaker_id"] or row["speaker_as_reported"]
        yield Statement(speaker or "Speaker not named", stance, factuality, _plain(row))


def _events(every: Sequence[TimelineEntry], asked: Sequence[str]) -> set[str]:
    """The events of some identifiers."""
    known = [m.event_id for m in every]
    for one in asked:
        if one not in known:
            from difflib import get_close_matches

            near = get_close_matches(one, known, 1, 0.4)
            hint = f"did you mean {near[0]!r}?" if near else "the identifiers are in the events table"
            raise UserError(f"there is no event {one!r}", hint)
    return set(asked)


def _chosen(every: Sequence[TimelineEntry], column: str, asked: Sequence[str]) -> set[str]:
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
                f"there are: {listed(sorted({getattr(m, column) for m in every}))}",
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
        if not one.strip():  # a part of every name
            raise UserError(f"there is no actor {one!r}", _all_names(names))
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


def _all_names(names: dict[str, str]) -> str:
    return f"there are {listed(sorted(n or i for i, n in names.items()))}; `actors` has the names"
