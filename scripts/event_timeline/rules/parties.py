"""EVT and STM: what only one party says, and who takes part where words are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from event_timeline.rules.dates import dated, shown, sure
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.statement_links import kin
from event_timeline.tables.loading import ROW

POSITIVE = ("CT+", "PR+", "PS+")
"""Factualities of what a speaker takes for the case."""
HALF_A_YEAR = 183
"""Days beyond the day that a source is thought to have appeared on."""
CONJUNCTIONS = frozenset(
    "and or und oder et ou y e o и або та og och en ja ve i a 、 と や 和 与 및 the die der das les la le".split()
)
"""Words that join speakers in one phrase, or stand before a name: English and the languages of the larger news agencies."""
PLACE = ("source_id", "char_start", "char_end")


@rule("EVT021", severity="warning", needs=("events", "statement_events", "statements", "actors", "evidence"))
def disputed_occurrence(t: Context) -> Iterator[Finding]:
    events = t["events"].filter(pl.col("status") == "occurred", pl.col("polarity").ne_missing("negated"))
    events = events.select(ROW, "event_id")
    links = t["statement_events"].select("statement_id", "event_id", "factuality")
    # few events are denied by anybody, and only of these anything has to be joined
    doubted = links.filter(pl.col("factuality") == "CT-").join(events, on="event_id", how="semi").select("event_id")
    links = links.join(doubted.unique(), on="event_id", how="semi")
    said = links.join(t["statements"].select("statement_id", "speaker_id"), on="statement_id")
    claimed = said.filter(pl.col("factuality").is_in(POSITIVE)).group_by("event_id").agg(
        speakers=pl.col("speaker_id").unique(), unknown=pl.col("speaker_id").null_count()
    )  # fmt: skip
    # one party: all that say so are, or belong to, or are wider than the first of them
    claimed = claimed.filter(pl.col("unknown") == 0).with_columns(party=pl.col("speakers").list.min())
    joined = kin(t).rename({"actor_id": "party"})
    others = claimed.select("event_id", "party", other="speakers").explode("other")
    others = others.join(joined, on=["party", "other"], how="anti")
    denied = (
        said.filter(pl.col("factuality") == "CT-").drop_nulls().select("event_id", "statement_id", other="speaker_id")
    )
    denied = denied.join(claimed.select("event_id", "party"), on="event_id").join(
        joined, on=["party", "other"], how="anti"
    )
    denied = denied.group_by("event_id").agg(pl.col("party").min(), pl.col("other").min())
    rows = events.join(denied, on="event_id").join(others, on="event_id", how="anti")
    rows = rows.join(_in_own_voice(t, rows), on="event_id", how="anti")
    yield Offenders(
        "events", rows, "{event_id} has occurred, but only {party} says so, and {other} denies it", "status"
    )


def _in_own_voice(t: Context, events: pl.LazyFrame) -> pl.LazyFrame:
    """event_id of those events that a report or mention shows outside the words of statements about them, or none at all."""
    spans = t["evidence"].select(*PLACE, "part", "event_id", "statement_id")
    shown_by = (
        spans.filter(pl.col("part").is_in(["report", "mention"])).drop_nulls("event_id").drop("part", "statement_id")
    )
    shown_by = shown_by.join(events, on="event_id", how="semi")
    links = t["statement_events"].select("statement_id", "event_id").join(events, on="event_id", how="semi")
    words = spans.filter(pl.col("part").is_in(["report", "quote"])).join(links, on="statement_id")
    words = words.select("source_id", event_id="event_id_right", a="char_start", b="char_end")
    held = shown_by.join(words, on=["source_id", "event_id"]).filter(
        pl.col("a") <= pl.col("char_start"), pl.col("char_end") <= pl.col("b")
    ).select(*PLACE, "event_id").unique()  # fmt: skip
    free = shown_by.join(held, on=[*PLACE, "event_id"], how="anti").select("event_id")
    bare = events.join(shown_by, on="event_id", how="anti").select("event_id")
    return pl.concat([free, bare]).unique()


@rule("STM033", severity="warning", needs=("statements", "sources"))
def said_long_after_its_source(t: Context) -> Iterator[Finding]:
    guessed = dated(t, "sources", "source_id").filter(pl.col("bounded"), ~pl.col("sure"))
    sources = guessed.select("source_id", out="last_day")
    rows = sure(t, "statements", "source_id").join(sources, on="source_id")
    rows = rows.filter(pl.col("first_day") > pl.col("out") + HALF_A_YEAR)
    message = "said on {first_day} at the earliest, its source {source_id} is of about {out}"
    yield Offenders("statements", shown(rows, "first_day", "out"), message, "date_edtf", "text")


@rule("STM034", severity="warning", needs=("statements", "evidence", "event_actors", "actors"))
def second_speaker_not_at_the_occasion(t: Context) -> Iterator[Finding]:
    on = t["statements"].filter(pl.col("occasion").is_not_null(), pl.col("speaker_source").is_null())
    on = on.select(ROW, "statement_id", "occasion", "speaker_id")
    spans = t["evidence"].select(*PLACE, "part", "exact", "actor_id", "statement_id")
    phrases = spans.filter(pl.col("part") == "speaker").join(on, on="statement_id")
    names = spans.drop_nulls("actor_id").select("source_id", a="char_start", b="char_end", other="actor_id")
    held = phrases.select(*PLACE, "exact", ROW, "occasion", "speaker_id").join(names, on="source_id").filter(
        pl.col("a") >= pl.col("char_start"), pl.col("b") <= pl.col("char_end")
    )  # fmt: skip
    phrase = [ROW, *PLACE]
    several = held.filter(pl.col("other").n_unique().over(phrase) > 1)
    listed = several.group_by(phrase).agg(pl.col("exact").first(), cuts=pl.struct("a", "b"))
    joined_up = listed.with_columns(
        together=pl.struct("exact", "char_start", "cuts").map_batches(
            _joined_up, return_dtype=pl.Boolean, is_elementwise=True
        )
    ).filter("together")
    second = several.join(joined_up, on=phrase, how="semi").filter(pl.col("other").ne_missing(pl.col("speaker_id")))
    parts = t["event_actors"].select(occasion="event_id", there="actor_id")
    second = second.select(ROW, "occasion", "speaker_id", "other").unique().join(parts, on="occasion", how="semi")
    present = second.join(kin(t).rename({"actor_id": "other", "other": "there"}), on="other")
    present = present.join(parts, on=["occasion", "there"], how="semi").select(ROW, "other").unique()
    rows = second.join(present, on=[ROW, "other"], how="anti")
    yield Offenders("statements", rows, "{other}, who speaks as well, has no part in {occasion}", "occasion")


def _joined_up(phrases: pl.Series) -> pl.Series:
    """Whether a phrase is nothing but names, and words that join them."""
    return pl.Series(phrases.name, [_only_names(**phrase) for phrase in phrases.to_list()], dtype=pl.Boolean)


def _only_names(exact: str | None, char_start: int, cuts: list[dict[str, int]]) -> bool:
    rest = list(exact or "")
    for cut in cuts:
        for at in range(max(cut["a"] - char_start, 0), min(cut["b"] - char_start, len(rest))):
            rest[at] = " "
    left = re.findall(r"\w+", "".join(rest).lower())
    return bool(exact) and set(left) <= CONJUNCTIONS


RULES = (disputed_occurrence, said_long_after_its_source, second_speaker_not_at_the_occasion)
