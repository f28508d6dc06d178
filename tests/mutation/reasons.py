"""Why a change that was missed could not have been noticed by any rule.

What stands in no group here is left unexplained on purpose: another cell of the package, or its text, could
have told, and a rule is wanted.
"""

from __future__ import annotations

SPELLING = "prose of the coder or a name from outside: no other cell has it, and no rule can spell"
OPTIONAL = "the cell may be empty or filled: nothing else in the package says which"
OUTSIDE = "another value of the right form: only the source outside could tell, and nothing is ever fetched"
JUDGEMENT = "another answer that the coding guide allows: only somebody who reads the text can tell"
GONE = "one of several rows, which nothing else refers to: only somebody who reads the text misses it"
WORDING = "a note put otherwise, left out or added: it is a remark in free words, and alters neither meaning nor form"
"""Changes for this reason are counted out, whether caught or not."""

GROUPS: dict[str, tuple[str, ...]] = {
    WORDING: tuple(f"{t}.note {kind}" for t in ("actors", "sources") for kind in ("typo", "other", "emptied", "filled")),
    SPELLING: (
        "actors.office typo", "actors.name typo", "events.label typo", "events.summary typo",
        "events.summary other", "places.name typo", "places.name other", "sources.publisher typo", "sources.title typo", "statements.summary typo", "statements.summary other",
    ),
    OPTIONAL: (
        "actors.office emptied", "places.geonames_id emptied", "places.wikidata emptied", "sources.license emptied",
        "sources.license filled", "sources.publisher emptied", "sources.publisher filled", "sources.url emptied",
        "sources.published_edtf emptied", "sources.published_edtf filled", "statements.speaker_source emptied",
        "actors.cameo emptied",
        "events.place_id emptied", "events.cameo emptied", "events.cameo filled", "events.plover emptied",
        "events.plover filled",
    ),
    OUTSIDE: (
        "actors.cameo typo", "actors.wikidata typo", "events.date_source other", "sources.language filled",
        "statements.speaker_id other", "statements.speaker_source filled", "events.wikidata typo",
        "places.wikidata typo", "places.geonames_id typo", "places.latitude typo", "places.longitude typo",
        "sources.publisher other", "sources.title other", "sources.license other", "sources.published_edtf other",
        "sources.published_edtf typo",
        "sources.language typo", "actors.office other", "actors.cameo other",
    ),
    JUDGEMENT: (
        "actors.affiliation emptied", "actors.affiliation filled", "actors.affiliation other",
        "actors.cameo filled", "actors.kind other", "events.cameo other", "events.cameo typo",
        "events.place_id filled", "event_actors.* agent and recipient swapped", "event_actors.role other",
        "event_actors.actor_id other", "event_relations.according_to emptied",
        "event_relations.according_to filled", "event_relations.other_event_id other",
        "event_relations.relation other", "event_relations.according_to other", "events.place_id other",
        "places.kind other", "places.within filled", "statement_events.event_id other", "events.kind other", "events.polarity other", "events.status other",
        "events.topic other", "statement_events.factuality other", "statement_events.stance other",
        "statements.occasion emptied", "statements.occasion filled", "statements.occasion other",
        "statements.repeats emptied", "statements.repeats filled", "statements.repeats other", "sources.kind other",
    ),
    GONE: ("event_actors.* row deleted", "event_relations.* row deleted", "evidence.* row deleted"),
}  # fmt: skip
REASONS = {place: why for why, places in GROUPS.items() for place in places}
"""`table.column kind` -> why."""


def reason(table: str, column: str, kind: str) -> str | None:
    """The reason, or None where a rule could know."""
    return REASONS.get(f"{table}.{column} {kind}")


def altered(table: str, column: str, kind: str) -> bool:
    """Whether such a change alters meaning or form."""
    return reason(table, column, kind) != WORDING
