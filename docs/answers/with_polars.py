"""Fifteen questions to an event timeline, answered with polars; each answer is a table.

python with_polars.py [PACKAGE] [FOLDER]     the package to ask (this folder), and where the answers go (answers)
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

PACKAGE = Path(*sys.argv[1:2])


def load(table: str, *columns: str) -> pl.DataFrame:
    """The columns of a table as text; what a package leaves out is empty."""
    path = PACKAGE / "data" / f"{table}.csv"
    empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    frame = pl.read_csv(path, infer_schema=False) if path.exists() else empty
    return frame.with_columns(pl.lit(None, pl.String).alias(c) for c in columns if c not in frame.columns).select(
        columns
    )


def events(*columns: str) -> pl.DataFrame:
    """Events with their label as `event`, their position a number."""
    frame = load("events", "event_id", "position", "label", *columns)
    return frame.rename({"label": "event"}).with_columns(pl.col("position").cast(pl.Int64))


def actors(identifier: str, name: str) -> pl.DataFrame:
    """Identifiers and names of the actors, under the names that a question needs."""
    return load("actors", "actor_id", "name").rename({"actor_id": identifier, "name": name})


def said() -> pl.DataFrame:
    """What statements say of events, with the statement."""
    statements = load(
        "statements", "statement_id", "source_id", "position", "repeats", "speaker_id", "speaker_as_reported"
    )
    of_events = load("statement_events", "statement_id", "event_id", "stance", "factuality")
    return of_events.join(statements.with_columns(pl.col("position").cast(pl.Int64)), on="statement_id")


# -- pledges
def pledges() -> pl.DataFrame:
    """Who pledges what to whom?"""
    parts = load("event_actors", "event_id", "actor_id", "role")
    agents = parts.filter(pl.col("role") == "agent").select("event_id", "actor_id")
    pledge = (pl.col("kind") == "pledge") & (pl.col("polarity") == "affirmed")
    by_event = events("kind", "polarity").filter(pledge).select("event_id").join(agents, on="event_id", how="left")
    commits = said().filter(pl.col("stance") == "commits", pl.col("repeats").is_null())
    by_statement = commits.select("event_id", actor_id="speaker_id", statement_id="statement_id")
    made = pl.concat(
        [by_event.with_columns(basis=pl.lit("event")), by_statement.with_columns(basis=pl.lit("statement"))],
        how="diagonal",
    )
    target = parts.filter(pl.col("role").is_in(["recipient", "beneficiary", "addressee"]))
    target = target.join(actors("actor_id", "to_whom"), on="actor_id").select(
        "event_id", "to_whom", target_id="actor_id"
    )
    made = made.with_row_index("pledge")
    aimed = made.join(target, on="event_id").filter(pl.col("target_id").ne_missing(pl.col("actor_id")))
    found = made.join(aimed.select("pledge", "to_whom"), on="pledge", how="left")
    found = found.join(actors("actor_id", "who"), on="actor_id", how="left").join(
        events("status", "date_edtf"), on="event_id"
    )
    columns = ("position", "basis", "who", "event", "to_whom", "status", "date_edtf", "statement_id", "event_id")
    return found.sort("position", "basis", "statement_id", "who", "to_whom", nulls_last=True).select(columns)


# -- denials
def denials() -> pl.DataFrame:
    """What is denied?"""
    negated = events("polarity").filter(pl.col("polarity") == "negated").select("event_id", sense=pl.lit("negated"))
    spoken = said().join(actors("speaker_id", "who"), on="speaker_id", how="left")
    denied = spoken.filter(pl.col("stance").is_in(["denies", "rejects"])).with_columns(sense=pl.lit("denied"))
    false = spoken.filter(pl.col("factuality").str.ends_with("-")).with_columns(sense=pl.lit("held_false"))
    columns = ("position", "sense", "who", "event", "stance", "factuality", "statement_id", "event_id")
    found = pl.concat([negated, denied.drop("position"), false.drop("position")], how="diagonal")
    return (
        found.join(events(), on="event_id").sort("position", "sense", "statement_id", nulls_last=True).select(columns)
    )


# -- attendance
def attendance() -> pl.DataFrame:
    """Who attended what?"""
    there = load("event_actors", "event_id", "actor_id", "role").filter(
        pl.col("role").is_in(["participant", "chair", "host"])
    )
    real = events("status", "polarity", "date_edtf").filter(
        pl.col("polarity") == "affirmed", ~pl.col("status").is_in(["planned", "conditional", "hypothetical"])
    )
    found = there.join(real, on="event_id").join(actors("actor_id", "actor"), on="actor_id")
    columns = ("position", "event", "date_edtf", "status", "actor", "role", "actor_id", "event_id")
    return found.sort("position", "role", "actor_id").select(columns)


# -- said_of_whom
def said_of_whom() -> pl.DataFrame:
    """Who said what of whom?"""
    parts = load("event_actors", "event_id", "actor_id", "role")
    found = said().join(parts, on="event_id").filter(pl.col("actor_id").ne_missing(pl.col("speaker_id")))
    found = found.join(actors("actor_id", "of_whom"), on="actor_id").join(
        actors("speaker_id", "speaker"), on="speaker_id", how="left"
    )
    found = found.join(events().rename({"position": "event_position"}), on="event_id")
    found = found.sort("source_id", "position", "event_position", "role", "actor_id")
    columns = (
        "source_id",
        "position",
        "speaker",
        "speaker_as_reported",
        "stance",
        "factuality",
        "of_whom",
        "role",
        "event",
    )
    return found.select(*columns, "statement_id", "event_id")


# -- certainty
def certainty() -> pl.DataFrame:
    """How sure are the speakers?"""
    first = (
        said().filter(pl.col("repeats").is_null()).join(actors("speaker_id", "speaker"), on="speaker_id", how="left")
    )
    return first.group_by("speaker", "factuality").len("times").sort("speaker", "factuality", nulls_last=True)


# -- speakers
def speakers() -> pl.DataFrame:
    """Who is quoted, and how?"""
    statements = load("statements", "speaker_id", "kind", "repeats", "speaker_as_reported")
    named = statements.join(actors("speaker_id", "speaker"), on="speaker_id", how="left")
    counts = (pl.len().alias("statements"), pl.count("repeats").alias("repeated"))
    counted = named.group_by("speaker", "kind").agg(*counts, named_in_text=pl.count("speaker_as_reported"))
    return counted.sort("speaker", "kind", nulls_last=True)


# -- accounts
def accounts() -> pl.DataFrame:
    """What differs between two sources?"""
    evidence = load("evidence", "event_id", "source_id", "paragraph", "part").drop_nulls("event_id")
    pair = ["event_id", "source_id"]
    listed_pairs = pl.concat([load("event_sources", *pair), evidence.select(pair), said().select(pair)]).unique()
    reported = evidence.filter(pl.col("part").is_in(["report", "mention"]))
    paragraphs = reported.group_by(pair).agg(paragraphs=pl.col("paragraph").drop_nulls().n_unique())
    so, not_so = (pl.col("factuality").str.ends_with(sign).sum() for sign in "+-")
    spoken = said().group_by(pair).agg(statements=pl.len(), so=so, not_so=not_so)
    found = listed_pairs.with_columns(sources=pl.len().over("event_id")).join(events(), on="event_id")
    found = found.join(paragraphs, on=pair, how="left").join(spoken, on=pair, how="left")
    found = found.with_columns(pl.col("paragraphs", "statements", "so", "not_so").fill_null(0))
    columns = ("position", "event", "source_id", "sources", "paragraphs", "statements", "so", "not_so", "event_id")
    return found.sort("position", "source_id").select(columns)


# -- sources_of_event
def sources_of_event() -> pl.DataFrame:
    """Which sources report an event?"""
    pair = ["event_id", "source_id"]
    listed = load("event_sources", *pair, "url", "note").rename({"url": "report_url"})
    shown = load("evidence", *pair).drop_nulls("event_id").unique()
    reports = pl.concat([listed, shown.join(listed, on=pair, how="anti")], how="diagonal")
    sources = load("sources", "source_id", "title", "publisher", "url").rename({"title": "source"})
    found = reports.join(events(), on="event_id").join(sources, on="source_id")
    found = found.sort("position", "source_id", "report_url", "note", nulls_last=True)
    columns = ("position", "event_id", "event", "source_id", "source", "publisher")
    return found.select(*columns, pl.coalesce("report_url", "url").alias("url"), "note")


# -- country_month
def happened() -> pl.DataFrame:
    """Events that a count includes, each with its month where it lies in one."""
    frame = events("kind", "status", "polarity", "earliest", "latest", "place_id", "same_as")
    first, last = (pl.col(c).str.head(7) for c in ("earliest", "latest"))
    return frame.filter(
        pl.col("polarity") == "affirmed", pl.col("status").is_in(["occurred", "ongoing", "unknown"]),
        pl.col("same_as").is_null(),
    ).with_columns(month=pl.when(first == last).then(first))  # fmt: skip


def around() -> pl.DataFrame:
    """Each place with itself and every place around it, the nearest first."""
    places = load("places", "place_id", "within")
    step = places.select("place_id", area_id="place_id")
    found = [step]
    while not step.is_empty() and len(found) <= 32:
        step = step.join(places.rename({"place_id": "area_id"}), on="area_id").drop_nulls("within")
        step = step.select("place_id", area_id="within")
        found.append(step)
    return pl.concat(f.with_columns(depth=pl.lit(i)) for i, f in enumerate(found))


def country_month() -> pl.DataFrame:
    """How many events are there by country and month?"""
    places = load("places", "place_id", "kind", "country").rename({"place_id": "area_id", "kind": "place_kind"})
    is_country = pl.when(pl.col("place_kind") == "country").then("area_id")
    located = around().join(places, on="area_id").with_columns(country=pl.coalesce("country", is_country))
    located = located.drop_nulls("country").sort("depth").unique("place_id", keep="first").select("place_id", "country")
    keys = ("country", "month", "kind")
    counted = happened().join(located, on="place_id", how="left").group_by(keys).len("events")
    return counted.sort(keys, nulls_last=True)


# -- dyads
def dyads() -> pl.DataFrame:
    """Which two actors are opposed, or act on each other?"""
    part = load("event_actors", "event_id", "actor_id", "role", "side")
    first, second = (
        part.rename({c: f"{end}_{c}" for c in ("actor_id", "role", "side")}) for end in ("first", "second")
    )
    pairs = first.join(second, on="event_id").filter(pl.col("first_actor_id") != pl.col("second_actor_id"))
    opposed = pairs.filter(pl.col("first_side") < pl.col("second_side")).with_columns(basis=pl.lit("side"))
    targets = pl.col("second_role").is_in(["recipient", "victim", "beneficiary", "addressee"])
    acted = pairs.filter(
        pl.col("first_role") == "agent", targets, pl.col("first_side").is_null() | pl.col("second_side").is_null()
    ).with_columns(basis=pl.lit("role"))
    keys = ["event_id", "first_actor_id", "second_actor_id", "basis"]
    found = pl.concat([opposed, acted]).select(keys).unique()
    once = events("kind", "status", "polarity", "date_edtf", "same_as").filter(pl.col("same_as").is_null())
    found = found.join(once, on="event_id")
    found = found.rename({"first_actor_id": "first_id", "second_actor_id": "second_id"})
    for end in ("first", "second"):
        found = found.join(actors(f"{end}_id", f"{end}_actor"), on=f"{end}_id")
    columns = ("position", "event_id", "event", "first_id", "first_actor", "second_id", "second_actor", "basis", "kind")
    return found.sort("position", "basis", "first_id", "second_id").select(*columns, "status", "polarity", "date_edtf")


# -- measures_by_month
def measures_by_month() -> pl.DataFrame:
    """How many people or things, by month?"""
    numbers = load("measures", "event_id", "measure", "unit", "actor_id", "low", "best", "high", "according_to")
    numbers = numbers.with_columns(pl.col("low", "best", "high").cast(pl.Float64))
    group, total, unclaimed = (
        ("event_id", "measure", "unit"),
        pl.col("actor_id").is_null(),
        pl.col("according_to").is_null(),
    )
    by_total = (total & unclaimed).any() | (total.any() & ~(~total & unclaimed).any())
    numbers = numbers.filter(total == by_total.over(group))
    own = pl.col("best").filter(pl.col("according_to").is_null()).mean()
    reported = numbers.group_by("event_id", "measure", "unit", "actor_id").agg(
        pl.coalesce("low", "best").min().alias("low"), pl.coalesce(own, pl.col("best").mean()).alias("best"),
        pl.coalesce("high", "best").max().alias("high"),
    )  # fmt: skip
    keys = ("month", "measure", "unit")
    sums = [pl.when(pl.count(c) > 0).then(pl.sum(c)).alias(c) for c in ("low", "best", "high")]
    counted = reported.join(happened(), on="event_id").group_by(keys)
    event = pl.col("event_id")
    whole = [
        (event.n_unique() - event.filter(pl.col(c).is_null()).n_unique()).alias(f"{c}_events")
        for c in ("low", "best", "high")
    ]
    counted = counted.agg(event.n_unique().alias("events"), *sums, pl.mean("best").alias("mean"), *whole)
    return counted.sort(keys, nulls_last=True)


# -- dates_known
def dates_known() -> pl.DataFrame:
    """How well is it known when an event took place?"""
    frame = events("date_edtf", "earliest", "latest", "date_basis")
    first, last = pl.col("earliest"), pl.col("latest")
    known = (
        pl.when(first == last).then(pl.lit("day"))
        .when(first.is_not_null() & last.is_not_null()).then(pl.lit("between"))
        .when(first.is_not_null()).then(pl.lit("from")).when(last.is_not_null()).then(pl.lit("until"))
        .when(pl.col("date_edtf").is_not_null()).then(pl.lit("see date_edtf")).otherwise(pl.lit("no"))
    )  # fmt: skip
    columns = ("position", "event", "date_edtf", "earliest", "latest", "known", "date_basis", "event_id")
    return frame.with_columns(known=known).sort("position").select(columns)


# -- conditions
def conditions() -> pl.DataFrame:
    """What is still to come, and on what does it depend?"""
    relations = load("event_relations", "event_id", "relation", "other_event_id", "according_to")
    relations = relations.filter(pl.col("relation").is_in(["condition_of", "basis_of", "supports", "prevents"]))
    relations = relations.rename({"event_id": "depends_on", "other_event_id": "event_id"})
    other = events("status").select(depends_on="event_id", other_event="event", other_status="status")
    open_ = events("status").filter(pl.col("status").is_in(["planned", "conditional", "hypothetical"]))
    found = open_.join(relations, on="event_id", how="left").join(other, on="depends_on", how="left")
    found = found.join(actors("according_to", "claimant"), on="according_to", how="left")
    found = found.sort("position", "relation", "depends_on", nulls_last=True)
    found = found.drop("according_to").rename({"claimant": "according_to", "depends_on": "other_event_id"})
    columns = ("position", "event", "status", "relation", "other_event", "other_status", "according_to", "event_id")
    return found.select(*columns, "other_event_id")


# -- how_often
def how_often() -> pl.DataFrame:
    """How often is an event reported?"""
    reported = load("evidence", "event_id", "source_id", "paragraph", "part").filter(
        pl.col("part").is_in(["report", "mention"])
    )
    paragraphs = reported.group_by("event_id").agg(paragraphs=pl.struct("source_id", "paragraph").n_unique())
    new = pl.col("repeats").null_count()
    spoken = said().group_by("event_id").agg(new_statements=new, repeated_statements=pl.len() - new)
    counts = ("paragraphs", "new_statements", "repeated_statements")
    found = events().join(paragraphs, on="event_id", how="left").join(spoken, on="event_id", how="left")
    return (
        found.with_columns(pl.col(counts).fill_null(0))
        .sort("position")
        .select("position", "event", *counts, "event_id")
    )


# -- events_in_area
def events_in_area() -> pl.DataFrame:
    """What takes place in a country or region?"""
    names = load("places", "place_id", "name")
    found = events("place_id", "date_edtf", "status").join(around(), on="place_id")
    found = found.join(names.rename({"name": "place"}), on="place_id")
    found = found.join(names.rename({"place_id": "area_id", "name": "area"}), on="area_id")
    columns = ("area", "position", "event", "place", "date_edtf", "status", "area_id", "event_id")
    return found.select(columns).unique().sort("area_id", "position")


# -- end
ANSWERS = (
    pledges, denials, attendance, said_of_whom, certainty, speakers, accounts, sources_of_event, country_month, dyads,
    measures_by_month, dates_known, conditions, how_often, events_in_area,
)  # fmt: skip

if __name__ == "__main__":
    if not (PACKAGE / "data" / "events.csv").is_file():
        sys.exit(f"{PACKAGE} has no data/events.csv\n\n{__doc__}")
    folder = Path(*sys.argv[2:3] or ["answers"])
    if folder.exists() and not folder.is_dir():
        sys.exit(f"{folder} is not a folder\n\n{__doc__}")
    folder.mkdir(parents=True, exist_ok=True)
    for answer in ANSWERS:
        answer().write_csv(folder / f"{answer.__name__}.csv")
    print(f"wrote {len(ANSWERS)} tables to {folder}")
