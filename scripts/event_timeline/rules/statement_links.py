"""STM, continued: statements against their speakers' names and deeds, the words around them and the status of events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actor_links import above
from event_timeline.rules.rule import Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.rules.same import folded
from event_timeline.tables import ROW

UNUSUAL = {
    "blames": ("CT-", "PR-", "PS-", "U"),
    "condemns": ("CT-", "PR-", "PS-", "U"),
    "demands": ("PR+", "PR-", "PS+", "PS-"),
    "doubts": ("PR+",),
    "endorses": ("CT-", "PR-", "PS-"),
    "praises": ("CT-", "PR-", "PS-", "U"),
    "presupposes": ("CT-", "PR-", "PS-", "U"),
}
"""stance -> factuality values that hardly go with it, by the codebook's definitions: nobody praises what is not."""
AHEAD = ("commits", "demands", "intends", "predicts", "warns")
"""Stances towards what is still to come or to go on."""


@rule(
    "STM025",
    severity="warning",
    needs=("statements", "statement_events", "event_actors", "actors", "evidence"),
    bad=bad(
        "the director binds Denmark",
        Cell("event_actors", "new-cable port-authority agent", "actor_id", "denmark"),
        Cell("events", "cable-promise", "kind", "agreement"),
    ),
    good=good(
        "the director predicts what Denmark does",
        Cell("event_actors", "new-cable port-authority agent", "actor_id", "denmark"),
        Cell("events", "cable-promise", "kind", "agreement"),
        Cell("statement_events", "veld-promise new-cable", "stance", "predicts"),
    ),
)
def commits_others(t: Context) -> Iterator[Finding]:
    """A statement commits to an event that neither its speaker nor anybody joined to the speaker does.

    Why: a commitment binds the speaker or those spoken for; agent and recipient were exchanged, or the stance is another.
    Repair: correct the roles of the event, or take *demands*, *predicts* or *intends*.
    """
    bound = t["statement_events"].filter(pl.col("stance") == "commits").select(ROW, "statement_id", "event_id")
    spans = t["evidence"].select("source_id", "char_start", "char_end", "part", "actor_id", "statement_id")
    designations = spans.filter(pl.col("part") == "speaker").select(
        "source_id", "char_start", "char_end", "statement_id"
    )
    named = designations.join(spans.drop("part", "statement_id"), on=["source_id", "char_start"]).drop_nulls("actor_id")
    named = named.filter(pl.col("char_end_right") >= pl.col("char_end")).select("statement_id", by="actor_id")
    record = t["statements"].filter(pl.col("speaker_source").is_null()).select("statement_id", by="speaker_id")
    speakers = pl.concat([named, record.drop_nulls()]).unique()
    doers = t["event_actors"].filter(pl.col("role").is_in(["agent", "participant", "host", "chair"]))
    sides = bound.join(speakers, on="statement_id").join(
        doers.select("event_id", "actor_id"), on="event_id", how="left"
    )
    kin = above(t)
    kin = pl.concat([kin.select("actor_id", by="wider"), kin.select(actor_id="wider", by="actor_id")]).unique()
    known = sides.join(kin, on=["actor_id", "by"], how="semi").select(ROW).unique()
    rows = sides.join(known, on=ROW, how="anti").group_by(ROW).agg(pl.col("by").min(), pl.col("event_id").first())
    yield Offenders("statement_events", rows, "{by} commits to {event_id}, which others do", "stance")


@rule(
    "STM026",
    severity="warning",
    needs=("statements", "actors"),
    bad=bad(
        "an outside source for the man whom the article calls by his last name",
        Cell("statements", "veld-warning", "speaker_source", "port-log"),
    ),
    good=good("an outside source for a mere *she*", Cell("statements", "holm-answer", "speaker_source", "port-log")),
)
def source_for_a_known_speaker(t: Context) -> Iterator[Finding]:
    """The source calls the speaker of record by a part of the name, and an outside source is given for it as well.

    Why: `speaker_source` says that the source names somebody else or nobody; here it hides who is really meant.
    Repair: empty `speaker_source`, or correct `speaker_id` if somebody else spoke.
    """
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


@rule(
    "STM027",
    severity="warning",
    needs=("statements", "evidence"),
    bad=bad(
        "an answer inside the quotation of the chair that is not within her statement",
        Cell("statements", "not-this-year", "within", ""),
    ),
    good=good("one that is", Cell("statements", "not-this-year", "summary", "The cable is to come later.")),
)
def inside_but_not_within(t: Context) -> Iterator[Finding]:
    """The quote of a statement stands inside the quote of another, and it is not `within` that one.

    Why: whoever counts voices takes a reported utterance for one that the source itself reports.
    Repair: name in `within` the statement that reports it.
    """
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


@rule(
    "STM028",
    severity="warning",
    needs=("statement_events",),
    bad=bad(
        "talks praised that did not take place",
        Cell("statement_events", "veld-good-start monday-talks", "factuality", "CT-"),
    ),
    good=good(
        "talks praised that likely took place",
        Cell("statement_events", "veld-good-start monday-talks", "factuality", "PR+"),
    ),
)
def stance_beside_factuality(t: Context) -> Iterator[Finding]:
    """A stance and a factuality hardly go together.

    Why: who praises, blames or presupposes an event takes it as given, and what should be is uncommitted; one of the
    two cells slipped, or another event is meant.
    Repair: correct the one that does not fit the words.
    """
    pairs = [(stance, value) for stance, values in UNUSUAL.items() for value in values]
    odd = pl.LazyFrame(pairs, schema={"stance": pl.String, "factuality": pl.String}, orient="row")
    rows = t["statement_events"].join(odd, on=["stance", "factuality"], how="semi")
    yield Offenders("statement_events", rows, "{statement_id} {stance} {event_id} as {factuality}", "factuality")


@rule(
    "STM029",
    severity="warning",
    needs=("statement_events", "events"),
    bad=bad(
        "a warning of what has happened", Cell("statement_events", "nobody-hurt container-fall", "stance", "predicts")
    ),
    good=good(
        "a prediction of what may come", Cell("statement_events", "veld-warning empty-harbour", "stance", "predicts")
    ),
)
def ahead_of_what_is_done(t: Context) -> Iterator[Finding]:
    """A statement commits to, demands, intends, predicts or warns of an event that has occurred.

    Why: these stances look ahead; the act and what it promises were mixed up, or the stance or status slipped.
    Repair: point to the event that is to come, or correct the stance or the status. Old words about what happened since are
    rightly predictions, and may stand.
    """
    done = t["events"].filter(pl.col("status") == "occurred", pl.col("polarity") == "affirmed").select("event_id")
    rows = t["statement_events"].filter(pl.col("stance").is_in(AHEAD)).join(done, on="event_id", how="semi")
    yield Offenders("statement_events", rows, "{statement_id} {stance} {event_id}, which has occurred", "stance")


@rule(
    "STM030",
    severity="warning",
    needs=("statements",),
    bad=bad(
        "one summary for two statements", Cell("statements", "holm-answer", "summary", "Somebody severed the cable")
    ),
    good=good(
        "one summary for a statement and its repetition",
        Cell("statements", "union-strike", "summary", "The dockers stop work for as long as the crane is unsafe."),
    ),
)
def same_summary(t: Context) -> Iterator[Finding]:
    """Two statements have summaries that differ in case or signs at most, and neither repeats the other.

    Why: one of the two was copied, and readers learn nothing of what it says.
    Repair: say in a sentence of your own what each means, or mark the later one by `repeats`.
    """
    said = t["statements"].select(
        ROW, "statement_id", "summary", origin=pl.coalesce("repeats", "statement_id"), same=folded("summary")
    )
    said = said.filter(pl.col("same") != "")
    several = said.group_by("same").agg(
        first=pl.col("statement_id").sort_by(ROW).first(),
        first_origin=pl.col("origin").sort_by(ROW).first(),
        n=pl.col("origin").n_unique(),
    )
    rows = said.join(several.filter(pl.col("n") > 1), on="same").filter(pl.col("origin") != pl.col("first_origin"))
    yield Offenders("statements", rows, "{summary!r} is the summary of {first} too", "summary")


@rule(
    "STM031",
    severity="warning",
    needs=("statement_events", "events"),
    bad=bad(
        "a fall that occurred, of which the port says that it did not",
        Cell("statement_events", "nobody-hurt container-fall", "stance", "denies"),
        Cell("statement_events", "nobody-hurt container-fall", "factuality", "CT-"),
    ),
    good=good(
        "a cut that some claim and that is denied",
        Cell("statement_events", "traders-claim cable-cut", "stance", "denies"),
        Cell("statement_events", "traders-claim cable-cut", "factuality", "CT-"),
    ),
)
def status_against_all_speakers(t: Context) -> Iterator[Finding]:
    """Everybody who speaks of an event takes it otherwise than its status or polarity does.

    Why: what is imagined is taken by all as certain, what is under way is denied by all, or what is negated asserted by
    all; one of the cells slipped.
    Repair: correct status, polarity or factuality; where the source contradicts its speakers, the row may stand.
    """
    value = pl.col("factuality")
    # what is only presupposed or promised as certain may still be imagined
    told = t["statement_events"].filter(value.is_not_null()).group_by("event_id").agg(
        sure=value.eq("CT+").all() & pl.col("stance").is_in(["asserts", "presupposes", "condemns", "praises", "blames"]).all(),
        never=value.is_in(["CT-", "PR-"]).all() & ~pl.col("stance").is_in(list(UNUSUAL)).any(), said=value.unique().sort().str.join(", "),
    )  # fmt: skip
    settled, affirmed = pl.col("status").is_in(["occurred", "ongoing", "habitual"]), pl.col("polarity") == "affirmed"
    odd = (settled & affirmed & pl.col("never")) | (pl.col("sure") & (~affirmed | (pl.col("status") == "hypothetical")))
    rows = t["events"].join(told, on="event_id").filter(odd)
    yield Offenders("events", rows, "{event_id} is {status} and {polarity}, all speakers say {said}", "status")


RULES = (
    commits_others,
    source_for_a_known_speaker,
    inside_but_not_within,
    stance_beside_factuality,
    ahead_of_what_is_done,
    same_summary,
    status_against_all_speakers,
)
