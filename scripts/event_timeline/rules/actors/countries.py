"""ACT: the countries of actors."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.profile.codes import COUNTRIES, is_country
from event_timeline.rules.country_codes import missing_codes
from event_timeline.rules.kinds import If, Others, of_row, present
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.tables.loading import ROW

NEEDED = ("actors",)


@rule("ACT001", needs=NEEDED, scope="rows")
def unknown_country(t: Context) -> Iterator[Finding]:
    rows = t["actors"].select(ROW, "country").drop_nulls().filter(~pl.col("country").is_in(COUNTRIES))
    codes = rows.select("country").unique().collect()["country"].to_list()
    yield Matches(
        "actors",
        rows.filter(pl.col("country").is_in([c for c in codes if not is_country(c)])),
        "no country has the code {country}",
        "country",
    )


@rule("ACT003", severity="warning", needs=("actors", "places"), scope="rows", beside=("places",))
def actor_country_without_code(t: Context) -> Iterator[Finding]:
    rows = missing_codes(t["actors"], t["places"]).unique(ROW, keep="first", maintain_order=True)
    yield Matches("actors", rows, "{name} is a country, whose code is {code}", "country")


country_code_of_non_country = of_row(
    "ACT002",
    "country-code-of-non-country",
    "actors",
    If((pl.col("kind") != "country") & pl.col("country").is_not_null(), "{country} for a {kind}", "country"),
)


@rule("ACT021", severity="warning", needs=("actors",))
def country_without_cameo_code(t: Context) -> Iterator[Finding]:
    states = t["actors"].filter(pl.col("kind") == "country").select(ROW, "actor_id", "country", "cameo")
    coded = states.with_columns(n=pl.col("cameo").count(), bare=pl.col("cameo").null_count())
    rows = coded.filter(
        pl.col("cameo").is_null(), pl.col("country").is_in(COUNTRIES), pl.col("n") > pl.col("bare"), pl.col("n") > 1
    )
    yield Matches("actors", rows, "{actor_id} has no code, {n} countries have theirs", "cameo")


country_affiliated_with_country = present(
    "ACT022",
    "country-affiliated-with-country",
    "actors",
    ("affiliation",),
    Others("actors", ("actor_id",), pl.col("kind") == "country"),
    where=pl.col("kind") == "country",
    message="{actor_id} belongs to {affiliation}, a country too",
    column="affiliation",
    severity="warning",
)
