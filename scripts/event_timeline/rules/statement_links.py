"""STM, continued: statements against their speakers' names and deeds, the words around them and the status of events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actor_links import above
from event_timeline.rules.dates import shown, sure
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.same import folded
from event_timeline.tables.loading import ROW

UNUSUAL = {
    "asserts": ("PR-", "PS-"),
    "blames": ("PR-", "PS-", "U"),
    "commits": ("U",),
    "condemns": ("PR-", "PS-", "U"),
    "demands": ("CT-", "PR+", "PR-", "PS+", "PS-"),
    "doubts": ("PR+",),
    "endorses": ("CT-", "PR-", "PS-"),
    "intends": ("CT+",),
    "praises": ("CT-", "PR-", "PS-", "U"),
    "predicts": ("U",),
    "presupposes": ("PR-", "PS-", "U"),
}
"""stance -> factuality values that hardly go with it, by the codebook's definitions: nobody praises what is not."""
AHEAD = ("commits", "demands", "intends", "predicts", "warns")
"""Stances towards what is still to come or to go on."""


def kin(t: Context) -> pl.LazyFrame:
    """(actor_id, other): each actor with itself, all that it belongs to and all that belong to it."""
    wider = above(t)
    return pl.concat(
        [wider.select("actor_id", other="wider"), wider.select(actor_id="wider", other="actor_id")]
    ).unique()


@rule("STM025", severity="warning", needs=("statements", "statement_events", "event_actors", "actors", "evidence"))
def commits_others(t: Context) -> Iterator[Finding]:
    bound = t["statement_events"].filter(pl.col("stance") == "commits").select(ROW, "statement_id", "event_id")
    spans = t["evidence"].select("source_id", "char_start", "char_end", "part", "actor_id", "statement_id")
    designations = spans.filter(pl.col("part") == "speaker").join(bound, on="statement_id", how="semi")
    designations = designations.select("source_id", "char_start", "char_end", "statement_id")
    named = designations.join(spans.drop("part", "statement_id"), on=["source_id", "char_start"]).drop_nulls("actor_id")
    named = named.filter(pl.col("char_end_right") >= pl.col("char_end")).select("statement_id", by="actor_id")
    record = t["statements"].filter(pl.col("speaker_source").is_null()).select("statement_id", by="speaker_id")
    speakers = pl.concat([named, record.drop_nulls()]).unique()
    joined, sides = kin(t).rename({"other": "by"}), bound.join(speakers, on="statement_id")

    def taking_part(*roles: str) -> pl.LazyFrame:
        """The rows of which a speaker, or somebody joined to one, has such a role in the event."""
        there = t["event_actors"].filter(pl.col("role").is_in(roles)).select("event_id", "actor_id")
        return sides.join(there, on="event_id").join(joined, on=["actor_id", "by"], how="semi").select(ROW).unique()

    rows = sides.join(taking_part("agent", "participant", "host", "chair"), on=ROW, how="anti")
    rows = rows.join(taking_part("recipient", "beneficiary"), on=ROW, how="semi")
    rows = rows.group_by(ROW).agg(pl.col("by").min(), pl.col("event_id").first())
    yield Offenders("statement_events", rows, "{by} commits to {event_id}, which others do", "stance")


@rule("STM026", severity="warning", needs=("statements", "actors"))
def source_for_a_known_speaker(t: Context) -> Iterator[Finding]:
    people = (
        t["actors"]
        .filter(pl.col("kind").is_in(["person", "country"]))
        .select(speaker_id="actor_id", known=folded("name"))
    )
    said = t["statements"].drop_nulls(["speaker_id", "speaker_source", "speaker_as_reported"]).select(
        ROW, "speaker_id", "speaker_source", "speaker_as_reported", words=folded("speaker_as_reported")
    )  # fmt: skip
    pairs = said.join(people, on="speaker_id").filter(pl.col("words") != pl.col("known"))
    last = pl.col("known").str.split(" ").list.last()
    rows = pairs.filter(last.str.len_chars() > 2, pl.col("words").str.split(" ").list.contains(last))
    yield Offenders("statements", rows, "the source itself names {speaker_as_reported!r}", "speaker_source")


@rule("STM027", severity="warning", needs=("statements", "evidence"))
def inside_but_not_within(t: Context) -> Iterator[Finding]:
    spans = t["evidence"].filter(pl.col("part") == "quote").drop_nulls("statement_id").select(
        "source_id", "paragraph", "char_start", "char_end", "statement_id"
    )  # fmt: skip
    outer = spans.rename({"statement_id": "outer", "char_start": "a", "char_end": "b"})
    pairs = spans.join(outer, on=["source_id", "paragraph"]).filter(
        pl.col("statement_id") != pl.col("outer"), pl.col("char_start") > pl.col("a"), pl.col("char_end") <= pl.col("b")
    )
    inner = pairs.select("statement_id", "outer").unique()
    rows = t["statements"].filter(pl.col("within").is_null()).join(inner, on="statement_id")
    yield Offenders("statements", rows, "its quote stands inside the words of {outer}", "within")


@rule("STM028", severity="warning", needs=("statement_events", "event_relations"))
def stance_beside_factuality(t: Context) -> Iterator[Finding]:
    pairs = [(stance, value) for stance, values in UNUSUAL.items() for value in values]
    odd = pl.LazyFrame(pairs, schema={"stance": pl.String, "factuality": pl.String}, orient="row")
    said = t["statement_events"].select("statement_id", "event_id")
    rows = t["statement_events"].join(odd, on=["stance", "factuality"], how="semi")
    conditions = (
        t["event_relations"].filter(pl.col("relation") == "condition_of").select("event_id", other="other_event_id")
    )
    conditions = pl.concat([conditions, conditions.select(event_id="other", other="event_id")]).unique()
    open_ = (
        rows.filter(pl.col("factuality") == "U").select(ROW, "statement_id", "event_id").join(conditions, on="event_id")
    )
    open_ = open_.join(said.rename({"event_id": "other"}), on=["statement_id", "other"], how="semi")
    rows = rows.join(open_.select(ROW).unique(), on=ROW, how="anti")
    yield Offenders("statement_events", rows, "{statement_id} {stance} {event_id} as {factuality}", "factuality")


@rule("STM029", severity="warning", needs=("statement_events", "statements", "events"))
def ahead_of_what_is_done(t: Context) -> Iterator[Finding]:
    done = t["events"].filter(pl.col("status") == "occurred", pl.col("polarity") == "affirmed").select("event_id")
    over = sure(t, "events", "event_id").select("event_id", over="last_day").join(done, on="event_id", how="semi")
    made = sure(t, "statements", "statement_id").select("statement_id", made="first_day")
    rows = (
        t["statement_events"]
        .filter(pl.col("stance").is_in(AHEAD))
        .join(over, on="event_id")
        .join(made, on="statement_id")
    )
    rows = rows.filter(pl.col("over") < pl.col("made"))
    message = "{statement_id} of {made} {stance} {event_id}, which was over on {over}"
    yield Offenders("statement_events", shown(rows, "made", "over"), message, "stance")


@rule("STM030", severity="warning", needs=("statements",))
def same_summary(t: Context) -> Iterator[Finding]:
    said = t["statements"].select(
        ROW,
        "statement_id",
        "source_id",
        "summary",
        origin=pl.coalesce("repeats", "statement_id"),
        same=folded("summary"),
    )
    said = said.filter(pl.col("same") != "")
    several = said.group_by("source_id", "same").agg(
        first=pl.col("statement_id").sort_by(ROW).first(),
        first_origin=pl.col("origin").sort_by(ROW).first(),
        n=pl.col("origin").n_unique(),
    )
    rows = said.join(several.filter(pl.col("n") > 1), on=["source_id", "same"])
    rows = rows.filter(pl.col("origin") != pl.col("first_origin"))
    yield Offenders("statements", rows, "{summary!r} is the summary of {first} too", "summary")


@rule("STM031", severity="warning", needs=("statement_events", "events"))
def status_against_all_speakers(t: Context) -> Iterator[Finding]:
    value = pl.col("factuality")
    stances = pl.col("stance").is_in(["asserts", "presupposes", "condemns", "praises", "blames"])
    told = (
        t["statement_events"]
        .filter(value.is_not_null())
        .group_by("event_id")
        .agg(sure=(value.eq("CT+") & stances).all())
    )
    odd = pl.col("sure") & ((pl.col("polarity") != "affirmed") | (pl.col("status") == "hypothetical"))
    rows = t["events"].join(told, on="event_id").filter(odd)
    yield Offenders("events", rows, "{event_id} is {status} and {polarity}, all speakers say CT+", "status")


@rule("STM032", severity="warning", needs=("statements", "evidence"))
def quotation_of_two(t: Context) -> Iterator[Finding]:
    place = ["source_id", "char_start", "char_end"]
    quotes = t["evidence"].filter(pl.col("part") == "quote").select(*place, "statement_id").drop_nulls()
    several = quotes.group_by(place).agg(n=pl.col("statement_id").n_unique()).filter(pl.col("n") > 1).select(place)
    claims = quotes.join(several, on=place, how="semi").unique()
    claims = claims.join(t["statements"].select(ROW, "statement_id", "within", "position"), on="statement_id")
    pairs = claims.join(claims.select(*place, "within", "position", other="statement_id"), on=place, suffix="_other").filter(
        pl.col("position") > pl.col("position_other"),
        pl.col("within").ne_missing(pl.col("other")), pl.col("within_other").ne_missing(pl.col("statement_id")),
    )  # fmt: skip
    rows = pairs.group_by(ROW).agg(pl.col("other").min(), pl.col("source_id", "char_start", "char_end").first())
    yield Offenders(
        "statements",
        rows,
        "the quotation [{char_start}, {char_end}) of {source_id} is claimed by {other} too",
        "statement_id",
    )


RULES = (
    commits_others,
    source_for_a_known_speaker,
    inside_but_not_within,
    stance_beside_factuality,
    ahead_of_what_is_done,
    same_summary,
    status_against_all_speakers,
    quotation_of_two,
)
