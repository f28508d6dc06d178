"""REL: relations between events, as a graph and against the events that they join.

A claim may contradict the source and other claims without the data being wrong, so relations are compared
only within one voice: the source's own, or one claimant's. Dates are compared in DAT.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actor_links import above
from event_timeline.rules.cycles import rings
from event_timeline.rules.dates import effects_first, outside_the_whole, shown, sure
from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.tables.loading import ROW

NEEDED = ("event_relations",)
ONE_WAY = ("part_of", "before", "during", "basis_of", "content_of")
"""Relations that cannot hold both ways or lead back in a circle; two events may support or prevent each other."""
MUTUAL = ("condition_of", "outcome_of")
"""Relations that seldom lead back: each side waits for the other, or each blow comes of the last one."""
CONTRADICTIONS = (
    ("before", "part_of", "either"),
    ("before", "during", "either"),
    ("before", "simultaneous", "either"),
    ("part_of", "during", "either"),
    ("before", "outcome_of", "same"),
    ("before", "condition_of", "turned"),
    ("before", "basis_of", "turned"),
    ("condition_of", "outcome_of", "same"),
    ("prevents", "supports", "same"),
    ("prevents", "condition_of", "same"),
    ("prevents", "outcome_of", "turned"),
)
"""Pairs of relations between the same two events that cannot both hold, by the codebook's definitions: in the same
direction, with the second one turned around, or either."""
DEEDS = (
    "armed-conflict",
    "assistance",
    "conflict-outcome",
    "membership",
    "transition",
    "project",
    "reform",
    "cooperation",
)
"""Kinds of the profile that are done, not said or thought, and so have no content. Kinds of a package's own pass."""
TO_COME = ("planned", "conditional", "hypothetical")
VOICE = pl.col("according_to").fill_null("")


def _relations(t: Context) -> pl.LazyFrame:
    columns = ("event_id", "relation", "other_event_id")
    return (
        t["event_relations"]
        .select(ROW, *columns, "according_to", voice=VOICE)
        .filter(pl.col("event_id") != pl.col("other_event_id"))
    )


def _turned(relations: pl.LazyFrame) -> pl.LazyFrame:
    return relations.rename({"event_id": "other_event_id", "other_event_id": "event_id"})


def joined(t: Context, *columns: str) -> pl.LazyFrame:
    """Relations with columns of both events; the other event's end in _other."""
    events = t["events"].select("event_id", *columns)
    relations = _relations(t).join(events, on="event_id")
    return relations.join(events, left_on="other_event_id", right_on="event_id", suffix="_other")


@rule("REL002", needs=NEEDED)
def relations_in_a_circle(t: Context) -> Iterator[Finding]:
    chains = _relations(t).filter(pl.col("relation").is_in(ONE_WAY))
    both = _turned(chains).select("event_id", "relation", "other_event_id", "voice")
    yield Offenders(
        "event_relations", _circles(chains.join(both, on=list(both.collect_schema()), how="anti")), CIRCLE, "relation"
    )


CIRCLE = "{relation} in a circle: {ring}"


def _circles(chains: pl.LazyFrame) -> pl.LazyFrame:
    """A row for each circle of one relation and one voice: ROW, relation, ring."""
    nodes = {"a": "event_id", "b": "other_event_id"}
    edges = chains.select(
        ROW, **{end: pl.concat_str("relation", "voice", column, separator="\x1f") for end, column in nodes.items()}
    )
    return rings(edges).with_columns(
        relation=pl.col("ring").str.extract(r"^([^\x1f]*)\x1f"), ring=pl.col("ring").str.replace_all(r"[^ →]*\x1f", "")
    )


@rule("REL003", needs=NEEDED)
def both_directions(t: Context) -> Iterator[Finding]:
    one_way = _relations(t).filter(pl.col("relation").is_in([*ONE_WAY, "simultaneous"]))
    turned = _turned(one_way).select("event_id", "relation", "other_event_id", "voice", first=ROW)
    rows = one_way.join(turned, on=["event_id", "relation", "other_event_id", "voice"]).filter(
        pl.col(ROW) > pl.col("first")
    )
    yield Offenders(
        "event_relations", rows, "record {first} says that {other_event_id} {relation} {event_id}", "relation"
    )


@rule("REL004", needs=NEEDED)
def contradictory_relations(t: Context) -> Iterator[Finding]:
    yield Offenders(
        "event_relations",
        _contradictions(t),
        "{relation} and {second} (record {first}) between {event_id} and {other_event_id}",
        "relation",
    )


def _contradictions(t: Context) -> pl.LazyFrame:
    """Pairs of relations that cannot both hold: ROW of the later record, `first`, and both in words."""
    columns = ["event_id", "relation", "other_event_id", "voice"]
    left = _relations(t).select(ROW, *columns)
    right = left.rename({ROW: "other_row", "relation": "second"})
    pairs = pl.concat(
        [
            left.join(right, on=["event_id", "other_event_id", "voice"]).with_columns(how=pl.lit("same")),
            left.join(_turned(right), on=["event_id", "other_event_id", "voice"]).with_columns(how=pl.lit("turned")),
        ]
    )
    cases = [(a, b, way) for a, b, how in CONTRADICTIONS for way in (("same", "turned") if how == "either" else (how,))]
    known = pl.LazyFrame(cases, schema={"relation": pl.String, "second": pl.String, "how": pl.String}, orient="row")
    hit = pairs.join(known, on=["relation", "second", "how"])
    rows = hit.with_columns(last=pl.max_horizontal(ROW, "other_row"), first=pl.min_horizontal(ROW, "other_row"))
    return rows.drop(ROW).rename({"last": ROW}).unique([ROW, "first"])


@rule("REL006", severity="warning", needs=("event_relations", "statements", "statement_events", "actors"))
def claimant_says_nothing(t: Context) -> Iterator[Finding]:
    speakers = t["statements"].select("statement_id", by="speaker_id").drop_nulls()
    kin = above(t)
    kin = pl.concat([kin.select(by="actor_id", according_to="wider"), kin.select(by="wider", according_to="actor_id")])
    spoken = (
        t["statement_events"]
        .select("statement_id", "event_id")
        .join(speakers, on="statement_id")
        .join(kin.unique(), on="by")
        .select("event_id", "according_to")
        .unique()
    )
    claims = t["event_relations"].select(ROW, "event_id", "other_event_id", "according_to").drop_nulls()
    claims = claims.join(t["actors"].select(according_to="actor_id"), on="according_to", how="semi")
    rows = claims.join(spoken, on=["event_id", "according_to"], how="anti")
    rows = rows.join(spoken.rename({"event_id": "other_event_id"}), on=["other_event_id", "according_to"], how="anti")
    yield Offenders(
        "event_relations", rows, "{according_to} speaks neither of {event_id} nor of {other_event_id}", "according_to"
    )


@rule("REL007", severity="warning", needs=("event_relations", "events"))
def content_of_a_deed(t: Context) -> Iterator[Finding]:
    rows = joined(t, "kind").filter(pl.col("relation") == "content_of", pl.col("kind_other").is_in(DEEDS))
    yield Offenders("event_relations", rows, "{other_event_id} is a {kind_other}, which has no content", "relation")


@rule("REL008", severity="warning", needs=("event_relations", "events"))
def done_without_its_condition(t: Context) -> Iterator[Finding]:
    rows = joined(t, "status").filter(
        pl.col("relation") == "condition_of",
        pl.col("according_to").is_null(),
        pl.col("status").is_in(TO_COME),
        pl.col("status_other") == "occurred",
    )
    rows = rows.join(effects_first(t).select(ROW), on=ROW, how="anti")
    yield Offenders(
        "event_relations", rows, "{other_event_id} is {status_other}, its condition {event_id} {status}", "relation"
    )


@rule("REL009", severity="warning", needs=("event_relations", "events"))
def prevented_and_done(t: Context) -> Iterator[Finding]:
    done = [
        pl.col(c) == v for s in ("", "_other") for c, v in ((f"status{s}", "occurred"), (f"polarity{s}", "affirmed"))
    ]
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "prevents", pl.col("according_to").is_null(), *done
    )
    yield Offenders("event_relations", rows, "{event_id} prevents {other_event_id}, and both have occurred", "relation")


@rule("REL010", needs=("event_relations", "events"))
def part_of_what_is_to_come(t: Context) -> Iterator[Finding]:
    unreal = pl.col("status_other").is_in(TO_COME) | (pl.col("polarity_other") == "negated")
    rows = joined(t, "status", "polarity").filter(
        pl.col("relation") == "part_of",
        pl.col("according_to").is_null(),
        pl.col("status") == "occurred",
        pl.col("polarity") == "affirmed",
        unreal,
    )
    contradicted = _contradictions(t)
    told = [outside_the_whole(t).select(ROW), contradicted.select(ROW), contradicted.select(pl.col("first").alias(ROW))]
    rows = rows.join(pl.concat(told), on=ROW, how="anti")
    yield Offenders(
        "event_relations",
        rows,
        "{event_id} has occurred, {other_event_id} is {status_other} and {polarity_other}",
        "relation",
    )


@rule("REL011", severity="warning", needs=NEEDED)
def part_told_twice(t: Context) -> Iterator[Finding]:
    parts = _relations(t).filter(pl.col("relation") == "part_of").select(ROW, "event_id", "other_event_id", "voice")
    steps = parts.select("event_id", "voice", middle="other_event_id")
    far = steps.join(parts.select("voice", "other_event_id", middle="event_id"), on=["middle", "voice"])
    rows = parts.join(far, on=["event_id", "other_event_id", "voice"]).unique(ROW)
    yield Offenders(
        "event_relations",
        rows,
        "{event_id} is a part of {middle}, which is a part of {other_event_id}",
        "other_event_id",
    )


@rule("REL012", severity="warning", needs=("event_relations", "events", "places"))
def part_in_another_country(t: Context) -> Iterator[Finding]:
    countries = t["places"].select("place_id", "kind", "country").drop_nulls()
    rows = joined(t, "place_id").filter(pl.col("relation") == "part_of", pl.col("according_to").is_null())
    towns = countries.filter(pl.col("kind").is_in(["city", "site"]))
    rows = rows.join(countries, on="place_id").join(
        towns, left_on="place_id_other", right_on="place_id", suffix="_other"
    )
    rows = rows.filter(pl.col("country") != pl.col("country_other"))
    yield Offenders(
        "event_relations", rows, "{event_id} in {country} is a part of {other_event_id} in {country_other}", "relation"
    )


@rule("REL013", severity="warning", needs=("event_relations", "events"))
def pledge_of_the_past(t: Context) -> Iterator[Finding]:
    done = pl.col("status").eq("occurred") & pl.col("polarity").eq("affirmed")
    rows = joined(t, "kind", "status", "polarity").filter(
        pl.col("relation") == "content_of", pl.col("kind_other") == "pledge", done
    )
    over = sure(t, "events", "event_id").select("event_id", "last_day")
    made = sure(t, "events", "event_id").select(other_event_id="event_id", first_day="first_day")
    rows = (
        rows.join(over, on="event_id").join(made, on="other_event_id").filter(pl.col("last_day") < pl.col("first_day"))
    )
    yield Offenders(
        "event_relations",
        shown(rows, "last_day", "first_day"),
        "{event_id} was over on {last_day} and cannot be the content of {other_event_id}, a pledge of {first_day}",
        "relation",
    )


@rule("REL021", severity="warning", needs=NEEDED)
def causes_in_a_circle(t: Context) -> Iterator[Finding]:
    chains = _relations(t).filter(pl.col("relation").is_in(MUTUAL))
    yield Offenders("event_relations", _circles(chains), CIRCLE, "relation")


RULES = (
    of_row(
        "REL001",
        "related-to-itself",
        "event_relations",
        If(pl.col("event_id") == pl.col("other_event_id"), "{event_id} {relation} itself", "other_event_id"),
    ),
    relations_in_a_circle,
    both_directions,
    contradictory_relations,
    of_row(
        "REL005",
        "simultaneous-out-of-order",
        "event_relations",
        If(
            (pl.col("relation") == "simultaneous") & (pl.col("event_id") > pl.col("other_event_id")),
            "{event_id} sorts after {other_event_id}",
            "event_id",
        ),
    ),
    claimant_says_nothing,
    content_of_a_deed,
    done_without_its_condition,
    prevented_and_done,
    part_of_what_is_to_come,
    part_told_twice,
    part_in_another_country,
    pledge_of_the_past,
    causes_in_a_circle,
)
