"""ACT: actors, their codes, what they belong to, and whether they do anything."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.codes import COUNTRIES, is_country
from event_timeline.rules.cycles import rings
from event_timeline.rules.rule import Added, Cell, Context, Dropped, Finding, Offenders, bad, good, rule
from event_timeline.rules.same import folded, repeated
from event_timeline.tables import ROW
from event_timeline.text import span_hash

NEEDED = ("actors",)


def _met(actor: str, name: str, kind: str, **columns: str) -> tuple[Added, Added, Added]:
    """Another actor for the examples, with a mention in the text and a part in the vote."""
    return (
        Added("actors", {"actor_id": actor, "name": name, "kind": kind, **columns}),
        Added("event_actors", {"event_id": "council-vote", "actor_id": actor, "role": "participant"}),
        Added("evidence", {
            "evidence_id": f"{actor}-mention-671", "source_id": "article", "paragraph": "6", "char_start": "671", "char_end": "673",
            "exact": "it", "sha256": span_hash("it"), "part": "mention", "actor_id": actor,
        }),
    )  # fmt: skip


@rule(
    "ACT001",
    needs=NEEDED,
    bad=bad(
        "Denmark as it is abbreviated at home",
        Cell("actors", "denmark", "country", "DAN"),
        Cell("actors", "denmark", "cameo", ""),
    ),
    good=good(
        "a country that is no more", Cell("actors", "denmark", "country", "YUG"), Cell("actors", "denmark", "cameo", "")
    ),
)
def unknown_country(t: Context) -> Iterator[Finding]:
    """An actor's country is not a code of ISO 3166-1 alpha-3.

    Why: joins with other data by country lose the actor. FIPS and IOC codes look alike and mean other countries.
    Repair: look the three letters up in ISO 3166-1, such as DNK for Denmark.
    """
    rows = t["actors"].select(ROW, "country").drop_nulls().filter(~pl.col("country").is_in(COUNTRIES))
    codes = rows.select("country").unique().collect()["country"].to_list()
    yield Offenders(
        "actors",
        rows.filter(pl.col("country").is_in([c for c in codes if not is_country(c)])),
        "no country has the code {country}",
        "country",
    )


@rule(
    "ACT002",
    needs=NEEDED,
    bad=bad("a director with his country's code", Cell("actors", "jonas-veld", "country", "DNK")),
    good=good("a director whose country stands in words", Cell("actors", "jonas-veld", "note", "He is a Dane.")),
)
def country_of_no_country(t: Context) -> Iterator[Finding]:
    """An actor that is no country has a country code.

    Why: counts of what countries do then hold what persons and organisations do.
    Repair: empty `country`, and lead to the country by `affiliation`.
    """
    rows = t["actors"].filter(pl.col("kind") != "country", pl.col("country").is_not_null())
    yield Offenders("actors", rows, "{country} for a {kind}", "country")


@rule(
    "ACT003",
    severity="warning",
    needs=NEEDED,
    bad=bad("a country without its code", Cell("actors", "denmark", "country", "")),
    good=good("an organisation without one", Cell("actors", "port-authority", "note", "It has no country of its own.")),
)
def actor_country_without_code(t: Context) -> Iterator[Finding]:
    """An actor that is a country has no country code.

    Why: nothing joins it with the data of others.
    Repair: look its three letters up in ISO 3166-1; what the standard does not list may be an organisation.
    """
    rows = t["actors"].filter(pl.col("kind") == "country", pl.col("country").is_null())
    yield Offenders("actors", rows, "{name} is a country and has no code", "country")


@rule(
    "ACT004",
    needs=NEEDED,
    bad=bad("two rows for one country", *_met("danes", "The Danes", "country", country="DNK")),
    good=good("two countries", *_met("swedes", "Sweden", "country", country="SWE")),
)
def actor_country_twice(t: Context) -> Iterator[Finding]:
    """Two actors that are countries have the same country code.

    Why: what one country does is told of two.
    Repair: keep one row; a government or people as told apart from the country is a group or organisation.
    """
    states = t["actors"].filter(pl.col("kind") == "country").select(ROW, "actor_id", "country")
    yield Offenders("actors", repeated(states, ["country"], "actor_id"), "{first} is {country} too", "country")


@rule(
    "ACT005",
    needs=NEEDED,
    bad=bad(
        "a director with the country's item",
        Cell("actors", "jonas-veld", "wikidata", "Q35"),
        Cell("actors", "jonas-veld", "identifiers_source", "port-log"),
    ),
    good=good(
        "a director with an item of his own",
        Cell("actors", "jonas-veld", "wikidata", "Q350"),
        Cell("actors", "jonas-veld", "identifiers_source", "port-log"),
    ),
)
def one_item_for_two_actors(t: Context) -> Iterator[Finding]:
    """Two actors have the same Wikidata item.

    Why: linked data makes one actor of them; a spokesman who was given his organisation's item is the usual case.
    Repair: look up the item of each, or merge the rows if both are one actor.
    """
    rows = repeated(t["actors"].select(ROW, "actor_id", "wikidata"), ["wikidata"], "actor_id")
    yield Offenders("actors", rows, "{first} has {wikidata} too", "wikidata")


@rule(
    "ACT006",
    needs=NEEDED,
    bad=bad(
        "the union belongs to its members, who belong to it",
        Cell("actors", "dockers-union", "affiliation", "union-members"),
    ),
    good=good("the union belongs to the port", Cell("actors", "dockers-union", "affiliation", "port-authority")),
)
def affiliation_in_a_circle(t: Context) -> Iterator[Finding]:
    """Actors belong to each other in a circle.

    Why: programs that climb from a person to a country never arrive.
    Repair: point `affiliation` from the narrower actor to the wider one only.
    """
    edges = t["actors"].select(ROW, a="actor_id", b="affiliation")
    yield Offenders("actors", rings(edges), "belongs to itself: {ring}", "affiliation", "ring")


@rule(
    "ACT007",
    severity="warning",
    needs=NEEDED,
    bad=bad("the same name in other letters", Cell("actors", "town-council", "name", "Port authority, of Osterhavn")),
    good=good(
        "a name that only shares words", Cell("actors", "town-council", "name", "Port Authority's council of Osterhavn")
    ),
)
def actor_twice(t: Context) -> Iterator[Finding]:
    """Two actors have names that differ in case or signs at most.

    Why: they are most likely one actor, and half of what it does is told of each.
    Repair: keep one row, and point everything to it; if they are two, say in the names what tells them apart.
    """
    actors = t["actors"].select(ROW, "actor_id", "name", same=folded("name")).filter(pl.col("same") != "")
    yield Offenders("actors", repeated(actors, ["same"], "actor_id"), "{name!r} is named like {first}", "name")


@rule(
    "ACT008",
    needs=NEEDED,
    bad=bad("a union with an office", Cell("actors", "dockers-union", "office", "Dockers' union")),
    good=good("a person without an office", Cell("actors", "mira-holm", "office", "")),
)
def office_of_no_person(t: Context) -> Iterator[Finding]:
    """An actor that is no person holds an office.

    Why: the office belongs to somebody who speaks for the actor, or it is a description in the wrong column.
    Repair: empty `office`, or give the person a row that is joined by `affiliation`.
    """
    rows = t["actors"].filter(pl.col("kind") != "person", pl.col("office").is_not_null())
    yield Offenders("actors", rows, "a {kind} with the office {office!r}", "office")


@rule(
    "ACT009",
    severity="warning",
    needs=("actors", "event_actors", "event_relations", "statements"),
    bad=bad("pilots who do and say nothing", *_met("pilots", "Pilots", "group")[::2]),
    good=good(
        "members who are named as another's affiliation only",
        Dropped("event_actors", "strike union-members agent"),
        Cell("actors", "mira-holm", "affiliation", "union-members"),
    ),
)
def unused_actor(t: Context) -> Iterator[Finding]:
    """An actor takes part in no event, says nothing, claims nothing, and nobody belongs to it.

    Why: the row that it was made for was deleted or points to another actor.
    Repair: add its part where it belongs, or delete the row and its mentions.
    """
    columns = (
        ("event_actors", "actor_id"),
        ("event_relations", "according_to"),
        ("statements", "speaker_id"),
        ("actors", "affiliation"),
    )
    used = pl.concat([t[table].select(actor_id=column).drop_nulls().unique() for table, column in columns]).unique()
    rows = t["actors"].select(ROW, "actor_id").join(used, on="actor_id", how="anti")
    yield Offenders("actors", rows, "nothing refers to {actor_id}", "actor_id")


@rule(
    "ACT010",
    severity="warning",
    needs=NEEDED,
    bad=bad("an item from nowhere", Cell("actors", "denmark", "identifiers_source", "")),
    good=good(
        "neither item nor source",
        Cell("actors", "denmark", "identifiers_source", ""),
        Cell("actors", "denmark", "wikidata", ""),
    ),
)
def actor_identifiers_without_source(t: Context) -> Iterator[Finding]:
    """An actor has a Wikidata item without its source, or a source of nothing.

    Why: whoever doubts or reuses the item must know where it was looked up.
    Repair: name the source in `identifiers_source`, or empty it where there is no item.
    """
    item, source = pl.col("wikidata"), pl.col("identifiers_source")
    yield Offenders(
        "actors",
        t["actors"].filter(item.is_not_null(), source.is_null()),
        "{wikidata} rests on no source",
        "identifiers_source",
    )
    yield Offenders(
        "actors",
        t["actors"].filter(item.is_null(), source.is_not_null()),
        "nothing rests on {identifiers_source}",
        "identifiers_source",
    )


@rule(
    "ACT011",
    severity="warning",
    needs=NEEDED,
    bad=bad("Denmark with the code of Germany's government", Cell("actors", "denmark", "cameo", "DEUGOV")),
    good=good("Denmark with the code of its own", Cell("actors", "denmark", "cameo", "DNKGOV")),
)
def cameo_of_another_country(t: Context) -> Iterator[Finding]:
    """A country's CAMEO actor code begins with another country.

    Why: CAMEO actor codes of states begin with the ISO code; event data then tells the deed of another state.
    Repair: begin the code with the three letters in `country`.
    """
    states = t["actors"].filter(pl.col("kind") == "country").select(ROW, "country", "cameo").drop_nulls()
    rows = states.filter(pl.col("cameo").str.slice(0, 3) != pl.col("country"))
    yield Offenders("actors", rows, "{cameo} for {country}", "cameo")


@rule(
    "ACT012",
    severity="warning",
    needs=NEEDED,
    bad=bad("a union that belongs to its chair", Cell("actors", "dockers-union", "affiliation", "jonas-veld")),
    good=good("a chair who belongs to her union", Cell("actors", "mira-holm", "affiliation", "dockers-union")),
)
def belongs_to_a_person(t: Context) -> Iterator[Finding]:
    """An actor is affiliated with a person.

    Why: people belong to organisations and countries; the other way round the two were exchanged.
    Repair: turn the affiliation around, or name the person's organisation. Followers and families may stay.
    """
    persons = t["actors"].filter(pl.col("kind") == "person").select(affiliation="actor_id")
    rows = t["actors"].filter(pl.col("kind") != "group").join(persons, on="affiliation", how="semi")
    yield Offenders("actors", rows, "{actor_id} belongs to {affiliation}, a person", "affiliation")


@rule(
    "ACT013",
    severity="warning",
    needs=("actors", "places"),
    bad=bad(
        "Denmark the actor with another item than Denmark the place", Cell("actors", "denmark", "wikidata", "Q756617")
    ),
    good=good(
        "an actor without an item",
        Cell("actors", "denmark", "wikidata", ""),
        Cell("actors", "denmark", "identifiers_source", ""),
    ),
)
def country_of_two_items(t: Context) -> Iterator[Finding]:
    """A country has one Wikidata item as an actor and another as a place.

    Why: the two rows are one country; joined through linked data they come apart.
    Repair: use the same item in both, unless the realm and the state are told apart on purpose.
    """
    places = t["places"].filter(pl.col("kind") == "country").select("country", "place_id", item="wikidata")
    places = places.filter(pl.col("item").str.starts_with("Q"))
    rows = (
        t["actors"]
        .filter(pl.col("kind") == "country")
        .join(places, on="country")
        .filter(pl.col("wikidata") != pl.col("item"))
    )
    yield Offenders("actors", rows, "{wikidata}, but the place {place_id} has {item}", "wikidata")


@rule(
    "ACT014",
    severity="warning",
    needs=("event_actors",),
    bad=bad(
        "a union that is told its own warning",
        Added("event_actors", {"event_id": "worn-cable-warning", "actor_id": "dockers-union", "role": "addressee"}),
    ),
    good=good(
        "a host who takes part",
        Added("event_actors", {"event_id": "monday-talks", "actor_id": "jonas-veld", "role": "participant"}),
    ),
)
def both_doer_and_undergoer(t: Context) -> Iterator[Finding]:
    """An actor is both the agent of an event and the one to whom it is done or told.

    Why: exchanged sides are the commonest fault of event data; who does something to itself is rare.
    Repair: keep the role that fits; those who act on each other are participants.
    """
    roles = t["event_actors"].select(ROW, "event_id", "actor_id", "role")
    agents = roles.filter(pl.col("role") == "agent").select("event_id", "actor_id")
    rows = roles.filter(pl.col("role").is_in(["recipient", "addressee"])).join(
        agents, on=["event_id", "actor_id"], how="semi"
    )
    yield Offenders("event_actors", rows, "{actor_id} is agent and {role} of {event_id}", "role")


@rule(
    "ACT015",
    severity="warning",
    needs=("event_actors",),
    bad=bad("a warning that is told by nobody", Dropped("event_actors", "worn-cable-warning dockers-union agent")),
    good=good(
        "a cut that nobody is named for",
        Cell("event_actors", "cable-cut port-authority recipient", "role", "beneficiary"),
    ),
)
def told_by_nobody(t: Context) -> Iterator[Finding]:
    """Somebody is told something, and nobody tells it.

    Why: the agent was forgotten, or the addressee is one who undergoes or takes part.
    Repair: add the agent, or correct the role.
    """
    roles = t["event_actors"].select(ROW, "event_id", "actor_id", "role")
    tellers = roles.filter(pl.col("role").is_in(["agent", "participant", "host", "chair"])).select("event_id").unique()
    rows = roles.filter(pl.col("role") == "addressee").join(tellers, on="event_id", how="anti")
    yield Offenders("event_actors", rows, "{actor_id} is the addressee of {event_id}, which has no agent", "role")


RULES = (
    unknown_country,
    country_of_no_country,
    actor_country_without_code,
    actor_country_twice,
    one_item_for_two_actors,
    affiliation_in_a_circle,
    actor_twice,
    office_of_no_person,
    unused_actor,
    actor_identifiers_without_source,
    cameo_of_another_country,
    belongs_to_a_person,
    country_of_two_items,
    both_doer_and_undergoer,
    told_by_nobody,
)
