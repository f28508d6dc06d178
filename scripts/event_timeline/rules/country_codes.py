"""Which country code a country without one has: by ISO 3166-1, by a CAMEO code, or by another row of its name."""

from __future__ import annotations

import polars as pl

from event_timeline.rules.codes import COUNTRIES, code_of
from event_timeline.rules.same import folded
from event_timeline.tables import ROW


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
    names = countries.select("name").drop_nulls().unique().collect()["name"].to_list()
    codes = {name: code for name in names if (code := code_of(name))}
    known = pl.LazyFrame({"name": list(codes), "code": list(codes.values())}, {"name": pl.String, "code": pl.String})
    return countries.join(known, on="name").select(ROW, "name", "code")
