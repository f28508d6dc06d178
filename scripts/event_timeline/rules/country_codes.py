"""Codes of countries: which one is missing, and which two countries share."""

from __future__ import annotations

from functools import partial

import polars as pl

from event_timeline.profile.codes import COUNTRIES, codes_by_name, is_country, is_part
from event_timeline.rules.kinds import EVERY, If, Query, of_query, of_row
from event_timeline.rules.rule import ROW, Context, Rule, cached
from event_timeline.rules.similarity import folded, repeated
from event_timeline.tables import uniqueness
from event_timeline.tables.elementwise import each


def of_unknown_country(code: str, slug: str, table: str) -> Rule:
    """A rule on codes that are not those of a country."""
    country = pl.col("country")
    unknown = each(country, lambda c: c is not None and not is_country(c), pl.Boolean)
    case = If(unknown, "no country has the code {country}", "country", only_if=~country.is_in(COUNTRIES))
    return of_row(code, slug, table, case)


def of_missing_country(code: str, slug: str, table: str, other: str) -> Rule:
    """A rule on countries without a code where a register, or the other table, knows one."""

    def missing(t: Context) -> pl.LazyFrame:
        return missing_codes(t[table], t[other]).unique(ROW, keep="first", maintain_order=True)

    case = If(EVERY, "{name} is a country, whose code is {code}", "country")
    return of_query(
        code, slug, table, missing, case, needs=(table, other), scope="rows", beside=(other,), severity="warning"
    )


def missing_codes(countries: pl.LazyFrame, others: pl.LazyFrame) -> pl.LazyFrame:
    """The codes of the countries that have none, one row for each register or table that knows one.

    countries, others: `places` and `actors`, or the other way round, with kind, name and country. A column `cameo`
    of `countries` is read too, since CAMEO's codes of states begin with the letters of ISO 3166-1 for nearly all.

    Returns ROW, name, code.
    """
    bare = countries.filter(pl.col("kind") == "country", pl.col("country").is_null())
    named = others.filter(pl.col("kind") == "country").select(same=folded("name"), code="country").drop_nulls().unique()
    known = [bare.select(ROW, "name", same=folded("name")).join(named, on="same").select(ROW, "name", "code")]
    if "cameo" in countries.collect_schema():
        by_cameo = bare.select(ROW, "name", code=pl.col("cameo").str.slice(0, 3))
        known.insert(0, by_cameo.filter(pl.col("code").is_in(COUNTRIES)))
    return pl.concat([*known, _listed(bare)])


def _listed(countries: pl.LazyFrame) -> pl.LazyFrame:
    """Those whose name is in ISO 3166-1: ROW, name, code."""
    codes = pl.col("name").replace_strict(codes_by_name(), default=None, return_dtype=pl.String)
    return countries.select(ROW, "name", code=codes).drop_nulls()


KEYS = {"actors": ("actor_id", "affiliation"), "places": ("place_id", "within")}
"""Table -> its key, and the column that says what a record is part of."""


def of_same_code(code: str, slug: str, table: str, unless: Query) -> Rule:
    """A rule on countries with the code of an earlier one."""
    case = If(EVERY, "{first} is {country} too", "country")
    return of_query(code, slug, table, partial(same_code, table=table), case, unless=(unless,), severity="warning")


@cached
def same_code(t: Context, table: str) -> pl.LazyFrame:
    """The countries of a table with the code of an earlier one, unless something distinguishes the two: ROW, country, first.

    Distinguished are parts of a country that ISO 3166-2 lists, such as England and Scotland, two with different Wikidata
    items, and two of which one is part of the other.
    """
    key, around = KEYS[table]
    states = (
        t.counted(table).filter(pl.col("kind") == "country").select(ROW, key, "name", "country", "wikidata", around)
    )
    several = uniqueness.repeated(states.drop_nulls("country"), ["country"], small=t.tables.small)
    names = t.tables.collect(several.select("country", "name").drop_nulls().unique()).rows()
    parts = pl.LazyFrame([n for n in names if is_part(*n)], {"country": pl.String, "name": pl.String}, orient="row")
    whole = several.join(parts, on=["country", "name"], how="anti")
    pairs = repeated(t, whole, ["country"], key, "wikidata", around)
    related = (pl.col(around) == pl.col("first")) | (pl.col(f"first_{around}") == pl.col(key))
    apart = (pl.col("wikidata") != pl.col("first_wikidata")) | related
    return pairs.filter(~apart.fill_null(False)).select(ROW, "country", "first")
