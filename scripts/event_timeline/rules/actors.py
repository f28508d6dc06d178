"""ACT: actors, their codes, what they belong to, and whether they do anything."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.codes import COUNTRIES, is_country
from event_timeline.rules.country_codes import missing_codes, same_code
from event_timeline.rules.cycles import rings
from event_timeline.rules.rule import Added, Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.rules.same import folded, named, repeated
from event_timeline.tables import uniqueness
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import span_hash

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
    Repair: empty `country`; if the country has a row of its own, lead to it by `affiliation`.
    """
    rows = t["actors"].filter(pl.col("kind") != "country", pl.col("country").is_not_null())
    yield Offenders("actors", rows, "{country} for a {kind}", "country")


@rule(
    "ACT003",
    severity="warning",
    needs=("actors", "places"),
    bad=bad("a country without its code", Cell("actors", "denmark", "country", "")),
    good=good("a state that ceased before there were codes", *_met("ottomans", "Ottoman Empire", "country")),
)
def actor_country_without_code(t: Context) -> Iterator[Finding]:
    """An actor that is a country has no country code, though ISO 3166-1 or the package itself has one for it.

    Why: nothing joins it with the data of others. A state that has no code, such as one that ceased before there were codes,
    is right without.
    Repair: run `timeline validate --fix`, which writes the code where all that is known agrees, or look its three letters
    up in ISO 3166-1; what the standard does not list stays empty.
    """
    rows = missing_codes(t["actors"], t["places"]).unique(ROW, keep="first", maintain_order=True)
    yield Offenders("actors", rows, "{name} is a country, whose code is {code}", "country")


@rule(
    "ACT004",
    severity="warning",
    needs=NEEDED,
    bad=bad("two rows for one country", *_met("danes", "The Danes", "country", country="DNK")),
    good=good("two countries", *_met("swedes", "Sweden", "country", country="SWE")),
)
def actor_country_twice(t: Context) -> Iterator[Finding]:
    """Two actors that are countries have the same country code.

    Why: most likely they are one, and what one country does is counted for two. Parts of a country that ISO 3166-2 lists,
    such as England and Scotland, share its code rightly, and so do two with different Wikidata items, such as the governments
    of a divided country. Two with the same item are reported by ACT005.
    Repair: keep one row; a government or people as told apart from the country is a group or organisation.
    """
    rows = _same_code(t).join(_same_item(t).select(ROW), on=ROW, how="anti")
    yield Offenders("actors", rows, "{first} is {country} too", "country")


def _same_code(t: Context) -> pl.LazyFrame:
    return t.once("actors of one code", lambda: same_code(t["actors"], "actor_id", "affiliation"))


def _same_item(t: Context) -> pl.LazyFrame:
    return repeated(t["actors"].select(ROW, "actor_id", "wikidata"), ["wikidata"], "actor_id")


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
    yield Offenders("actors", _same_item(t), "{first} has {wikidata} too", "wikidata")


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
    needs=("actors", "evidence"),
    bad=bad("the same name in other letters", Cell("actors", "town-council", "name", "Port authority, of Osterhavn")),
    good=good(
        "a name that only shares words", Cell("actors", "town-council", "name", "Port Authority's council of Osterhavn")
    ),
)
def actor_twice(t: Context) -> Iterator[Finding]:
    """Two actors have names that differ in case or signs at most.

    Why: they are most likely one actor, and half of what it does is counted for each. Descriptions such as *analysts* or *she*
    may be of others in each text, so these are compared inside one text only. Two that have the same country code or Wikidata
    item as well are reported by ACT004 or ACT005.
    Repair: keep one row, and point everything to it; if they are two, say in the names what tells them apart.
    """
    actors = t["actors"].select(ROW, "actor_id", "name", known=named("name", "kind"), same=folded("name"))
    actors = actors.filter(pl.col("same") != "")
    twice = uniqueness.repeated(actors, ["same"]).with_columns(pl.col("known").fill_null(False)).collect().lazy()
    everywhere = repeated(twice.filter("known"), ["same"], "actor_id")
    texts = t["evidence"].select("actor_id", "source_id").drop_nulls().join(twice, on="actor_id", how="semi").unique()
    local = twice.join(texts, on="actor_id", how="left").with_columns(pl.col("source_id").fill_null(""))
    inside = repeated(local, ["same", "source_id"], "actor_id").filter(pl.col("first") != pl.col("actor_id"))
    rows = pl.concat([r.select(ROW, "name", "first") for r in (everywhere, inside)]).unique(ROW, keep="first")
    reported = pl.concat([_same_code(t).select(ROW), _same_item(t).select(ROW)])
    yield Offenders("actors", rows.join(reported, on=ROW, how="anti"), "{name!r} is named like {first}", "name")


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
    good=good(
        "Romania with the letters that CAMEO has for it",
        *_met("romania", "Romania", "country", country="ROU", cameo="ROM"),
    ),
)
def cameo_of_another_country(t: Context) -> Iterator[Finding]:
    """A country's CAMEO actor code begins with another country, or with what is of no country.

    Why: the codes of states begin with three letters that are mostly those of ISO 3166-1; with those of another state, event
    data tells the deed of that one. Letters that are no country's today, such as CAMEO's ROM for Romania, may differ.
    Repair: begin the code with the letters that CAMEO has for the country in `country`.
    """
    states = t["actors"].filter(pl.col("kind") == "country").select(ROW, "country", "cameo").drop_nulls()
    state = pl.col("cameo").str.slice(0, 3)
    rows = states.filter(state != pl.col("country"), state.is_in([*COUNTRIES, *OF_NO_COUNTRY]))
    yield Offenders("actors", rows, "{cameo} for {country}", "cameo")


OF_NO_COUNTRY = ("IGO", "IMG", "INT", "MNC", "NGM", "NGO")
"""With what CAMEO's codes of international actors begin (CAMEO manual, chapter 3)."""


@rule(
    "ACT012",
    severity="warning",
    needs=NEEDED,
    bad=bad("a union that belongs to its chair", Cell("actors", "dockers-union", "affiliation", "jonas-veld")),
    good=good("a lawyer of the director", *_met("lena-dahl", "Lena Dahl", "person", affiliation="jonas-veld")),
)
def belongs_to_a_person(t: Context) -> Iterator[Finding]:
    """An organisation, a body or a country is affiliated with a person.

    Why: people belong to organisations and countries; the other way round the two were exchanged. Followers, families, a
    person's lawyer or spokesman may belong to a person.
    Repair: turn the affiliation around, or name the person's organisation.
    """
    persons = t["actors"].filter(pl.col("kind") == "person").select(affiliation="actor_id")
    owned = t["actors"].filter(~pl.col("kind").is_in(["group", "person"]))
    rows = owned.join(persons, on="affiliation", how="semi")
    yield Offenders("actors", rows, "{actor_id}, of kind {kind}, belongs to {affiliation}, a person", "affiliation")


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


RULES = (
    unknown_country,
    country_of_no_country,
    actor_country_without_code,
    actor_country_twice,
    one_item_for_two_actors,
    affiliation_in_a_circle,
    actor_twice,
    office_of_no_person,
    actor_identifiers_without_source,
    cameo_of_another_country,
    belongs_to_a_person,
    country_of_two_items,
    both_doer_and_undergoer,
)
