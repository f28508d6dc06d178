"""The events of a timeline that match an actor, topic, status or identifier, with what is shown beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from event_timeline import profile
from event_timeline.arguments import checked
from event_timeline.exports import event_details
from event_timeline.exports.visual.timeline import TimelineEntry, labels, timeline_entries
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset


TABLES = ("event_actors", "event_places", "measures", "event_sources", "event_relations")
"""The tables whose rows belong to one event."""
SCHEMA_VERSION = "1.0"
"""Of the JSON of `Timeline.document`."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """An actor who takes part in no event but makes statements: their number, and of how many events."""

    name: str
    statements: int
    events: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events as drawn: the dated ones by day, then the undated in the narrative's order.

    title: of the package; total: number of its events, selected or not; summaries: event_id -> summary; participants:
    event_id -> label of the role -> names, with the side where there is one; details: event_id -> lines on the optional
    columns, further places, measures and sources; records: event_id -> `row`, its row of `events`, and by table its rows
    of `TABLES`; speakers: the actors asked for who only speak.
    """

    title: str
    events: list[TimelineEntry]
    total: int
    summaries: dict[str, str]
    participants: dict[str, dict[str, list[str]]]
    details: dict[str, list[str]]
    records: dict[str, dict[str, Any]]
    speakers: list[Speaker]

    @checked
    def render(self, width: int = 80, *, in_full: bool = False, encoding: str = "utf-8", styled: bool = False) -> str:
        """The timeline as text, in lines of at most `width` columns, a line or more for each event.

        in_full: with summaries, participants and details; encoding: of what shows it, which may lack the signs of statuses;
        styled: with the marks that `timeline` turns into colours on a terminal.
        """
        from event_timeline.exports.visual.text_timeline import lines
        from event_timeline.io.terminal import unstyle

        if width < 1:
            raise UserError(f"the width {width} is below 1", "pass the number of columns")
        text = "".join(f"{line}\n" for line in lines(self, width, in_full, encoding))
        return text if styled else unstyle(text)

    def document(self) -> dict[str, Any]:
        """The timeline as JSON has it: for each event its date and place in words, its row and its rows of `TABLES`."""
        return {
            "schema_version": SCHEMA_VERSION,
            "title": self.title,
            "total": self.total,
            "events": [
                {"event_id": m.event_id, "when": m.when or None, "place": m.place or None} | self.records[m.event_id]
                for m in self.events
            ],
            "speakers": [asdict(s) for s in self.speakers],
        }

    @property
    def notes(self) -> list[str]:
        """A line on each actor of `speakers`."""
        from event_timeline.exports.visual.text_timeline import without_events

        return [without_events(speaker) for speaker in self.speakers]


def timeline(
    data: Dataset, actors: Sequence[str], topics: Sequence[str], statuses: Sequence[str], events: Sequence[str] = ()
) -> Timeline:
    """Select the events of some actors (identifier, name or part of it), topics and statuses (term or label), or by identifier.

    Raises UserError for an actor, topic, status or event that the package does not have.
    """
    every = timeline_entries(data)
    wanted = _chosen(every, "status", statuses) & _chosen(every, "topic", topics)
    asked = _actors(data, actors)
    if asked:
        wanted &= {r["event_id"] for r in data.rows("event_actors") if r["actor_id"] in asked}
    if events:
        wanted &= _events(every, events)
    records = _records(data, wanted)
    return Timeline(
        title=str(data.descriptor.get("title") or data.name),
        events=[m for m in every if m.event_id in wanted],
        total=len(every),
        summaries={event: record["row"]["summary"] for event, record in records.items() if record["row"]["summary"]},
        participants=_participants(data),
        details=event_details.lines(data),
        records=records,
        speakers=list(_only_speaking(data, asked)),
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


def _only_speaking(data: Dataset, asked: dict[str, str]) -> Iterator[Speaker]:
    acting = {r["actor_id"] for r in data.rows("event_actors")} if asked else set()
    for actor, name in asked.items():
        if actor not in acting:
            said = {r["statement_id"] for r in data.rows("statements") if r["speaker_id"] == actor}
            about = {r["event_id"] for r in data.rows("statement_events") if r["statement_id"] in said}
            if said:
                yield Speaker(name, len(said), len(about))


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


def _all_names(names: dict[str, str]) -> str:
    if len(names) > 30:
        return "their names are in the actors table"
    return f"there are {', '.join(sorted(n or i for i, n in names.items()))}"
