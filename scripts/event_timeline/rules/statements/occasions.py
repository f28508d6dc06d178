"""STM: the occasions of statements, and their dates."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from event_timeline.rules.actors.affiliations import kin
from event_timeline.rules.kinds import Others, compared, matching
from event_timeline.rules.rule import ROW, Context
from event_timeline.rules.scopes import by
from event_timeline.tables.elementwise import each

HALF_A_YEAR = 183
"""Days beyond the day that a source is thought to have appeared on."""
CONJUNCTIONS = frozenset(
    "and or und oder et ou y e o и або та og och en ja ve i a 、 と や 和 与 및 the die der das les la le".split()
)
"""Words that join speakers in one phrase, or precede a name: English and the languages of the larger news agencies."""
NEAR, LONG_PHRASE = 256, 4096
"""Code points: names are looked for in the stretches of a text that a phrase touches; a longer phrase is a slip."""
PLACE = ("source_id", "char_start", "char_end")
statement_long_after_source = compared(
    "STM033", "statement-long-after-source",
    Others("statements", ("source_id",), dates="sure"), Others("sources", ("source_id",), dates="unsure"),
    where=pl.col("first_day") > pl.col("last_day_other") + HALF_A_YEAR, column="date_edtf", severity="warning",
    message="said on {first_day} at the earliest, its source {source_id} is of about {last_day_other}",
)  # fmt: skip


@matching(
    "STM013", "statements", "{speaker_id} takes no part in {occasion}", "occasion",
    needs=("statements", "event_actors", "actors"),
    groups=(by("event_id", "statements.occasion", "event_actors", beside=("actors",)),), complete=("participants",),
)  # fmt: skip
def speaker_not_at_the_occasion(t: Context) -> pl.LazyFrame:
    there = t["event_actors"].select(occasion="event_id", speaker_id="actor_id")
    statements = t["statements"].filter(pl.col("speaker_source").is_null()).drop_nulls(["speaker_id", "occasion"])
    rows = statements.join(there, on=["occasion", "speaker_id"], how="anti")
    kinship = rows.select(ROW, "occasion", "speaker_id").join(kin(t, "speaker_id"), on="speaker_id")
    kinship = kinship.join(there.rename({"speaker_id": "other"}), on=["occasion", "other"], how="semi")
    return rows.join(kinship.select(ROW), on=ROW, how="anti")


@matching(
    "STM034", "statements", "{other}, who speaks as well, has no part in {occasion}", "occasion", severity="warning",
    needs=("statements", "evidence", "event_actors", "actors"), complete=("participants",),
)  # fmt: skip
def second_speaker_not_at_the_occasion(t: Context) -> pl.LazyFrame:
    on = t["statements"].filter(pl.col("occasion").is_not_null(), pl.col("speaker_source").is_null())
    on = on.select(ROW, "statement_id", "occasion", "speaker_id")
    spans = t["evidence"].select(*PLACE, "part", "exact", "actor_id", "statement_id")
    short = pl.col("char_end") - pl.col("char_start") < LONG_PHRASE
    phrases = spans.filter(pl.col("part") == "speaker", short).join(on, on="statement_id")
    names = spans.drop_nulls("actor_id").select("source_id", a="char_start", b="char_end", other="actor_id")
    near = pl.int_ranges(pl.col("char_start") // NEAR, pl.col("char_end") // NEAR + 1)
    phrases = phrases.select(*PLACE, "exact", ROW, "occasion", "speaker_id", near=near).explode("near")
    names_inside = phrases.join(names.with_columns(near=pl.col("a") // NEAR), on=["source_id", "near"]).filter(
        pl.col("a") >= pl.col("char_start"), pl.col("b") <= pl.col("char_end")
    )  # fmt: skip
    phrase = [ROW, *PLACE]
    longer = names_inside.select(*phrase, c="a", d="b")
    nested = names_inside.join(longer, on=phrase).filter(
        pl.col("c") <= pl.col("a"), pl.col("b") <= pl.col("d"), pl.col("d") - pl.col("c") > pl.col("b") - pl.col("a")
    )  # fmt: skip
    # where a council's opposition speaks, the council does not
    names_inside = names_inside.join(nested, on=[*phrase, "a", "b"], how="anti")
    several = names_inside.filter(pl.col("other").n_unique().over(phrase) > 1)
    lists = several.group_by(phrase).agg(pl.col("exact").first(), cuts=pl.struct("a", "b"))
    together = pl.struct("exact", "char_start", "cuts")
    joint_phrases = lists.filter(each(together, _only_names, pl.Boolean))
    second = several.join(joint_phrases, on=phrase, how="semi").filter(pl.col("other").ne_missing(pl.col("speaker_id")))
    # few: without this two joins with all participants would each compute them
    second = second.select(ROW, "occasion", "speaker_id", "other").unique()
    second = second if t.tables.small else t.tables.shared(second)
    parts = t["event_actors"].select(occasion="event_id", there="actor_id")
    second = second.join(parts, on="occasion", how="semi")
    present = second.join(kin(t, "other", "there"), on="other")
    present = present.join(parts, on=["occasion", "there"], how="semi").select(ROW, "other").unique()
    return second.join(present, on=[ROW, "other"], how="anti")


def _only_names(phrase: dict[str, Any]) -> bool:
    """Whether a phrase is nothing but names, and words that join them."""
    rest = list(phrase["exact"] or "")
    for cut in phrase["cuts"]:
        start, end = (max(cut[at] - phrase["char_start"], 0) for at in ("a", "b"))
        rest[start:end] = " " * len(rest[start:end])
    return bool(rest) and set(re.findall(r"\w+", "".join(rest).lower())) <= CONJUNCTIONS
