"""What can be added: each sort of row, its table, and the words of the text that may come with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from event_timeline import profile


def option_name(column: str) -> str:
    """A column as an option: `speaker_id` is --speaker, `date_edtf` is --date."""
    for ending in ("_id", "_edtf"):
        column = column.removesuffix(ending)
    return column.replace("_", "-")


@dataclass(frozen=True)
class SpanOption:
    """An option that takes words of the text and becomes evidence of one part."""

    option: str
    part: str
    help: str


@dataclass(frozen=True)
class RelatedOption:
    """An option for rows that refer to the new one: `property` as in a file of rows, `form` as the help shows its value."""

    option: str
    property: str
    form: str
    help: str


def _related_to_event() -> tuple[RelatedOption, ...]:
    """An option for each role, what statements say of the event, and its relations."""
    fields = {f["name"]: f for f in profile.table_schema("event_actors")["fields"]}
    roles = [r for r in fields["role"]["constraints"]["enum"] if r != "participant"]
    return (
        RelatedOption(
            "participant", "participants", "ACTOR[:ROLE]", "An actor who takes part, by default as participant."
        ),
        *(RelatedOption(role, role, "ACTOR", f"An actor who takes part as {role}.") for role in roles),
        RelatedOption("about", "about", "STATEMENT:STANCE:FACTUALITY", "What a statement says of the event."),
        RelatedOption(
            "relation", "relations", "RELATION:EVENT[:ACTOR]", "A relation to an event, and the actor who claims it."
        ),
    )


@dataclass(frozen=True)
class RecordType:
    """A sort of row.

    named_by: the column that an identifier is made from; derived: columns that are computed, never asked for;
    words: evidence that may be given with the row; related: rows of other tables that may; record: how `evidence` calls it, if it has evidence.
    """

    name: str
    table: str
    summary: str
    example: str
    named_by: str = ""
    derived: tuple[str, ...] = ()
    words: tuple[SpanOption, ...] = ()
    related: tuple[RelatedOption, ...] = ()

    @property
    def key(self) -> str:
        """The column of its identifier; empty for rows that join others."""
        return f"{self.name}_id" if self.named_by else ""

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of the profile's table that are not computed, then the optional ones."""
        own = [f for f in profile.table_schema(self.table)["fields"] if f["name"] not in self.derived]
        return [*own, *profile.optional_fields(self.table).values()]

    @property
    def completed(self) -> frozenset[str]:
        """Columns that are made where they are not given: the row's own identifier, places in an order, defaults."""
        made = {"statement": {"source_id", "kind"}, "term": {"label"}}.get(self.name, set())
        return frozenset({self.key, "position", "polarity", *made})

    def is_required(self, field: Mapping[str, Any]) -> bool:
        """Whether a row cannot be made without a value of a field of its table's schema."""
        return bool(field.get("constraints", {}).get("required")) and field["name"] not in self.completed

    def option(self, column: str) -> str:
        """The option of a column: --id for the row's own identifier, --event for event_id, --date for date_edtf."""
        if column == self.key:
            return "--id"
        return "--source-id" if column == "source_id" else f"--{option_name(column)}"


RECORD_TYPES = {
    k.name: k
    for k in (
        RecordType(
            "actor", "actors", "A person, country, organisation, body or group.",
            'timeline add actor --name "Mira Holm" --kind person --office "Chair of the dockers\' union" --mention "Mira Holm"',
            named_by="name",
            words=(SpanOption("mention", "mention", "Words that mention it."),),
        ),
        RecordType(
            "event", "events", "A happening or a state of affairs.",
            'timeline add event --label "Strike of the dockers" --summary "The dockers are to stop work." --kind project '
            '--status planned --topic conflict --report "its members will strike"',
            named_by="label", derived=("earliest", "latest"), related=_related_to_event(),
            words=(
                SpanOption("report", "report", "The clause that reports it."),
                SpanOption("mention", "mention", "Words that refer to it elsewhere."),
                SpanOption("date-words", "date", "Words that give the time."),
                SpanOption("place-words", "place", "Words that give the place."),
            ),
        ),
        RecordType(
            "statement", "statements", "An utterance that the text attributes to somebody.",
            'timeline add statement --speaker mira-holm --summary "The union had warned of the cable." --quote 3 --cue said '
            '--speaker-words "Mira Holm"',
            named_by="summary", derived=("quote", "cue", "speaker_as_reported"),
            related=(RelatedOption("about", "about", "EVENT:STANCE:FACTUALITY", "What it says of an event."),),
            words=(
                SpanOption("quote", "quote", "A quotation: its number in `timeline quotes`, or its words."),
                SpanOption("report", "report", "The content outside quotation marks."),
                SpanOption("cue", "cue", "The verb or noun that attributes it."),
                SpanOption("speaker-words", "speaker", "The words that name who speaks."),
                SpanOption("date-words", "date", "Words that give the time."),
            ),
        ),
        RecordType(
            "participant", "event_actors", "Who takes part in an event, and how.",
            "timeline add participant --event strike --actor dockers-union --role agent",
        ),
        RecordType(
            "relation", "event_relations", "How two events are related.",
            "timeline add relation --event container-fall --relation before --other-event strike",
        ),
        RecordType(
            "place", "places", "Where events take place.",
            'timeline add place --name "Pier 4" --kind site --within osterhavn',
            named_by="name",
        ),
        RecordType(
            "source", "sources", "A further text, or a source of a date or an identifier.",
            'timeline add source --title "Log of the port" --kind official-document',
            named_by="title", derived=("characters", "sha256"),
        ),
        RecordType(
            "event-place", "event_places", "A further place of an event, besides its main one.",
            "timeline add event-place --event grain-convoy --place tarn --role origin",
        ),
        RecordType(
            "event-source", "event_sources", "A source that reports an event, without the words that do.",
            "timeline add event-source --event ferry-strike --source-id vell-herald --url https://herald.example.org/strike",
        ),
        RecordType(
            "measure", "measures", "A number of an event: casualties, crowds, costs, votes.",
            "timeline add measure --event ferry-strike --measure participants --low 200 --best 250 --high 400 --unit persons",
        ),
        RecordType(
            "exception", "exceptions", "A problem that was reviewed and accepted, with the reason.",
            'timeline add exception --code EVT006 --resource events --key tarn-explosion --reason "No report names who did it."',
        ),
        RecordType(
            "about", "statement_events", "What a statement says of an event.",
            "timeline add about --statement union-strike --event strike --stance commits --factuality CT+",
        ),
        RecordType(
            "term", "codebook", "A term for a vocabulary: the schema and the codebook both get it.",
            'timeline add term --vocabulary events.topic --term labour --label Labour --definition "Work and the disputes about it."',
        ),
    )
}  # fmt: skip
BY_TABLE = {kind.table: kind for kind in RECORD_TYPES.values()}
"""Table -> the sort of its rows."""
