"""ACT: actors, their codes, what they belong to, and whether they do anything."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.codes import COUNTRIES, is_country
from event_timeline.rules.country_codes import missing_codes, same_code
from event_timeline.rules.kinds import If, Others, circle, identifiers_with_source, of_row, present, twice
from event_timeline.rules.rule import Context, Finding, Offenders, cached, rule
from event_timeline.rules.same import folded, named, repeated
from event_timeline.rules.scopes import by
from event_timeline.tables import uniqueness
from event_timeline.tables.loading import ROW

NEEDED = ("actors",)


@rule("ACT001", needs=NEEDED, scope="rows")
def unknown_country(t: Context) -> Iterator[Finding]:
    rows = t["actors"].select(ROW, "country").drop_nulls().filter(~pl.col("country").is_in(COUNTRIES))
    codes = rows.select("country").unique().collect()["country"].to_list()
    yield Offenders(
        "actors",
        rows.filter(pl.col("country").is_in([c for c in codes if not is_country(c)])),
        "no country has the code {country}",
        "country",
    )


@rule("ACT003", severity="warning", needs=("actors", "places"), scope="rows", beside=("places",))
def actor_country_without_code(t: Context) -> Iterator[Finding]:
    rows = missing_codes(t["actors"], t["places"]).unique(ROW, keep="first", maintain_order=True)
    yield Offenders("actors", rows, "{name} is a country, whose code is {code}", "country")


@rule("ACT004", severity="warning", needs=NEEDED)
def actor_country_twice(t: Context) -> Iterator[Finding]:
    rows = _same_code(t).join(_same_item(t).select(ROW), on=ROW, how="anti")
    yield Offenders("actors", rows, "{first} is {country} too", "country")


@cached
def _same_code(t: Context) -> pl.LazyFrame:
    return same_code(t["actors"], "actor_id", "affiliation")


def _same_item(t: Context) -> pl.LazyFrame:
    return repeated(t["actors"].select(ROW, "actor_id", "wikidata"), ["wikidata"], "actor_id")


@rule("ACT007", severity="warning", needs=("actors", "evidence"))
def actor_twice(t: Context) -> Iterator[Finding]:
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


OF_NO_COUNTRY = ("IGO", "IMG", "INT", "MNC", "NGM", "NGO")
"""With what CAMEO's codes of international actors begin (CAMEO manual, chapter 3)."""


@rule("ACT013", severity="warning", needs=("actors", "places"))
def country_of_two_items(t: Context) -> Iterator[Finding]:
    places = t["places"].filter(pl.col("kind") == "country").select("country", "place_id", item="wikidata")
    places = places.filter(pl.col("item").str.starts_with("Q"))
    rows = (
        t["actors"]
        .filter(pl.col("kind") == "country")
        .join(places, on="country")
        .filter(pl.col("wikidata") != pl.col("item"))
    )
    yield Offenders("actors", rows, "{wikidata}, but the place {place_id} has {item}", "wikidata")


@rule("ACT014", severity="warning", needs=("event_actors",), groups=(by("event_id", "event_actors"),))
def both_doer_and_undergoer(t: Context) -> Iterator[Finding]:
    roles = t["event_actors"].select(ROW, "event_id", "actor_id", "role")
    agents = roles.filter(pl.col("role") == "agent").select("event_id", "actor_id")
    rows = roles.filter(pl.col("role").is_in(["recipient", "addressee"])).join(
        agents, on=["event_id", "actor_id"], how="semi"
    )
    yield Offenders("event_actors", rows, "{actor_id} is agent and {role} of {event_id}", "role")


CAMEO_STATE = pl.col("cameo").str.slice(0, 3)


RULES = (
    unknown_country,
    of_row(
        "ACT002",
        "country-of-no-country",
        "actors",
        If((pl.col("kind") != "country") & pl.col("country").is_not_null(), "{country} for a {kind}", "country"),
    ),
    actor_country_without_code,
    actor_country_twice,
    twice("ACT005", "one-item-for-two-actors", "actors", "actor_id", "wikidata", "{first} has {wikidata} too"),
    circle("ACT006", "affiliation-in-a-circle", "actors", "actor_id", "affiliation", "belongs to itself: {ring}"),
    actor_twice,
    of_row(
        "ACT008",
        "office-of-no-person",
        "actors",
        If(
            (pl.col("kind") != "person") & pl.col("office").is_not_null(),
            "a {kind} with the office {office!r}",
            "office",
        ),
    ),
    identifiers_with_source("ACT010", "actor-identifiers-without-source", "actors"),
    of_row(
        "ACT011",
        "cameo-of-another-country",
        "actors",
        If(
            (pl.col("kind") == "country")
            & (pl.col("country") != CAMEO_STATE)
            & CAMEO_STATE.is_in([*COUNTRIES, *OF_NO_COUNTRY]),
            "{cameo} for {country}",
            "cameo",
        ),
        severity="warning",
    ),
    present(
        "ACT012",
        "belongs-to-a-person",
        "actors",
        ("affiliation",),
        Others("actors", ("actor_id",), pl.col("kind") == "person"),
        where=~pl.col("kind").is_in(["group", "person"]),
        message="{actor_id}, of kind {kind}, belongs to {affiliation}, a person",
        column="affiliation",
        severity="warning",
    ),
    country_of_two_items,
    both_doer_and_undergoer,
)
